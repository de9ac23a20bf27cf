"""A guide read from Markdown → what the checks see of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from counteroffer.money.currencies import HOME_DOLLARS, ISO_CODES, SIGNS
from counteroffer.reader.mentions import mentions
from counteroffer.rulebook.checks.comparable import (
    Blank,
    ComparableFigure,
    ComparableGuide,
    ComparableLever,
    ComparableOffer,
    Mixed,
    Row,
    Spot,
)
from counteroffer.rulebook.places import Places

if TYPE_CHECKING:
    from counteroffer.reader.figure import FigureRead
    from counteroffer.reader.reading import LeverRead, Reading

_MONTHS = 12
_SIGN = "|".join(
    sorted((re.escape(sign) for sign in (*SIGNS, *ISO_CODES) if sign != "%"), key=len, reverse=True)
)
_SIGNED = re.compile(rf"({_SIGN})\s?[0-9]")
_HUGE = re.compile(r"\s?(?:million|billion|trillion|[MB]n?\b)")
_NEWLINE = re.compile(r"\r\n?|\n")
_BRACKET = re.compile(r"\[|[$£€¥₹] ?[XYZN_]")


def comparable_from_markdown(
    reading: Reading, text: str, places: Places, steps: Mapping[str, int]
) -> ComparableGuide:
    """All figures of a guide with their lines; `text` is the file's, `steps` are the steps of the
    currencies."""
    lines = lines_of(text)
    rows = tuple(_rows(reading))
    regions = _Regions(rows, places)
    headline = tuple(regions.stated(figure) for figure in reading.strategy if figure.role == "ask")
    strategy = [
        *reading.strategy,
        *(figure for lever in reading.levers for figure in lever.figures),
    ]
    floors = tuple(
        regions.stated(figure)
        for figure in strategy
        if figure.role == "floor" and not figure.alternate
    )
    return ComparableGuide(
        rows=rows,
        levers=tuple(_lever(lever, regions) for lever in reading.levers),
        headline=headline,
        floors=floors,
        offers=tuple(_offers(strategy, regions)),
        as_of=date(reading.year, 12, 31) if reading.year else None,  # the last day that it can mean
        dated=Spot(_line_with(str(reading.year), lines)),
        missing=tuple(_missing(reading, bool(floors))),
        sources=len(reading.sources),
        blanks=tuple(_blanks(reading, lines)),
        mixed=tuple(_mixed(reading, lines)),
        steps=steps,
    )


def lines_of(text: str) -> list[str]:
    """The lines of a file as Markdown counts them."""
    return _NEWLINE.split(text)


def _rows(reading: Reading) -> Iterator[Row]:
    """The rows of the pay table.

    One of whose cells something could not be read is `partial`.
    """
    grouped: dict[tuple[str, str | None], list[FigureRead]] = {}
    for figure in reading.bands:
        grouped.setdefault((figure.region or "", figure.level), []).append(figure)
    unsure = reading.unsure
    for (region, level), figures in grouped.items():
        own = [figure for figure in figures if not figure.alternate]
        money = [_stated(figure, region, level) for figure in own if figure.unit != "shares"]
        found = {one.component: one for one in reversed(money)}
        more = tuple(one for one in money if found[one.component] is not one)
        partial = (
            bool(more) or len(money) < len(own) or any(figure.line in unsure for figure in figures)
        )
        used = Counter(one.currency for one in found.values() if one.currency not in ("%", ""))
        base = found.get("base")
        currency = (
            base.currency
            if base and base.currency in used
            else next((code for code, _ in used.most_common(1)), "")
        )
        also = {
            figure.currency
            for figure in figures
            if figure.alternate and figure.currency not in (None, "%")
        }
        spot = Spot(min(figure.line for figure in figures))
        if found:
            yield Row(
                region,
                region,
                level,
                currency,
                found,
                spot,
                tuple(sorted(filter(None, also))),
                partial,
                more,
            )


def _stated(
    figure: FigureRead, region: str | None, level: str | None, years: int | None = None
) -> ComparableFigure:
    times = _MONTHS if figure.period == "month" else 1
    over = figure.years or (1 if figure.period in ("year", "month") else years)
    return ComparableFigure(
        figure.component,
        times * Fraction(figure.low),
        times * Fraction(figure.high),
        figure.currency or "",
        Spot(figure.line),
        region,
        level,
        over if figure.component == "equity" else None,
        figure.text,
        figure.tier or "",
    )


class _Regions:
    """Finds the row that a figure in prose belongs to."""

    def __init__(self, rows: tuple[Row, ...], places: Places) -> None:
        self.rows, self._places = rows, places
        self._first: dict[str, str] = {}
        for row in rows:
            for code in (row.currency, *row.also):
                self._first.setdefault(code, row.region)

    def of(self, region: str | None, currency: str | None) -> str | None:
        """The region of the table that is meant; one that is not named is the first in the
        currency."""
        if region:
            return self._places.match(region, dict.fromkeys(row.region for row in self.rows))
        if currency in (None, "%"):
            return self.rows[0].region if self.rows else None
        return self._first.get(currency)

    def stated(self, figure: FigureRead) -> ComparableFigure:
        """A figure of prose.

        A grant without a period is over that of its region's band.
        """
        region = self.of(figure.region, figure.currency)
        band = next((row.figures.get("equity") for row in self.rows if row.region == region), None)
        return _stated(figure, region, figure.level, band.years if band else None)


def _lever(lever: LeverRead, regions: _Regions) -> ComparableLever:
    asks = tuple(
        regions.stated(figure)
        for figure in lever.figures
        if figure.role == "ask" and not figure.alternate
    )
    return ComparableLever(lever.title or f"lever {lever.number}", asks)


def _offers(figures: Iterable[FigureRead], regions: _Regions) -> Iterator[ComparableOffer]:
    """The example offers whose worth is stated: a total, or at least a base, each once."""
    offers: dict[tuple[str | None, int, str | None], dict[str, FigureRead]] = {}
    for figure in figures:
        if figure.role == "example-offer" and not figure.alternate:
            offers.setdefault((figure.company, figure.line, figure.currency), {}).setdefault(
                figure.component, figure
            )
    for (company, line, currency), parts in offers.items():
        base, equity, total = (parts.get(name) for name in ("base", "equity", "total"))
        first = total or base
        if first is None:
            continue
        annual = Fraction(first.low) + (
            _stated(equity, None, None).a_year[0] if equity and not total else 0
        )
        region = regions.of(first.region, currency)
        yield ComparableOffer(
            company or "a competing offer", region, currency or "", annual, Spot(line)
        )


def _missing(reading: Reading, floors: bool) -> Iterator[str]:
    """The parts that were not read."""
    there = {
        "pay table": bool(reading.bands),
        "lever": bool(reading.levers),
        "ask": any(figure.role == "ask" for figure in reading.strategy),
        "floor": floors,
        "level mapping": bool(reading.levels),
    }
    yield from (part for part, found in there.items() if not found)


def _blanks(reading: Reading, lines: list[str]) -> Iterator[Blank]:
    """The levers with placeholders and no figure, and the first placeholder elsewhere if the
    strategy asks for nothing."""
    for lever in reading.levers:
        found = [] if lever.figures else _placeholders(lever.text)
        if found:
            yield Blank(
                f"'{lever.title or f'lever {lever.number}'}'", found[0], Spot(lever.line), False
            )
    if any(figure.role == "ask" for figure in reading.strategy):
        return
    told = " ".join(lever.text for lever in reading.levers)
    for number, line in enumerate(lines, 1):
        own = [text for text in _placeholders(line) if text not in told]
        if own or (
            _placeholders(line) and not any(lever.line <= number for lever in reading.levers)
        ):
            yield Blank("the strategy", (own or _placeholders(line))[0], Spot(number), True)
            return


def _placeholders(text: str) -> list[str]:
    """The placeholders for amounts of pay in a text: none for `$X billion`, which is no pay."""
    if not _BRACKET.search(text):
        return []
    found = (one for one in mentions(text, None) if one.unit == "placeholder" and not one.high)
    return [one.text for one in found if not _HUGE.match(text[one.end :])]


def _mixed(reading: Reading, lines: list[str]) -> Iterator[Mixed]:
    """The ranges whose ends carry signs of two currencies; a `/` or a bracket in one makes it two
    ranges.

    `A$40K-$60K` is in Australian dollars throughout, unless the line has other figures in dollars
    of the US.
    """
    spoken = (
        *reading.bands,
        *reading.strategy,
        *(figure for lever in reading.levers for figure in lever.figures),
    )
    for number in sorted({figure.line for figure in spoken if figure.line <= len(lines)}):
        if len(set(_SIGNED.findall(lines[number - 1]))) < 2:
            continue
        found = mentions(lines[number - 1], None)
        for mention in found:
            signs = _SIGNED.findall(mention.text)
            low, high = (
                (SIGNS.get(sign, (sign,))[0] for sign in signs) if len(signs) == 2 else ("", "")
            )
            short = low in HOME_DOLLARS and signs[1] == "$"
            short = short and all(one.currency != "USD" for one in found if one is not mention)
            if low != high and not short and not set("/(") & set(mention.text):
                yield Mixed(mention.text, low, high, Spot(number))


def _line_with(text: str, lines: list[str]) -> int:
    return next((number for number, line in enumerate(lines, 1) if text in line), 1)
