"""Totals that an imported guide asks for: what base each leaves, and which of them say nothing.

They are taken apart as the guide's printed totals are made up. A total that leaves no base near its
band counts something else, and is for review.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from counteroffer.reader.figure import FigureRead
from counteroffer.reader.figures_of_guide import ByRegion, Homes, Notes, Region, fits_period
from counteroffer.reader.writing import Noted, short
from counteroffer.rulebook.checks.comparable import (
    ComparableFigure,
    ComparableGuide,
    Row,
    Spot,
)
from counteroffer.rulebook.checks.totals import Composition, composition
from counteroffer.rulebook.defaults import POSITION

LEAST, MOST = Fraction(6, 10), Fraction(115, 100)  # of a band's low and high end: what can be asked
_COLUMNS = ("base", "equity", "signing", "bonus", "total")
_NO_WAY = (
    "no way to add up the guide's columns gives its printed totals, so nothing tells what of this"
    " total is base: it proposes nothing"
)

Parts = dict[str, Any]


def yearly(figure: FigureRead | Noted) -> Fraction:
    """The lower end of a figure, a year, or of a default."""
    if isinstance(figure, Noted):
        text = str(figure.value)
        return Fraction(text.removesuffix("K")) * (1000 if text.endswith("K") else 1)
    return Fraction(figure.low) * _months(figure)


def top(figure: FigureRead) -> Fraction:
    """The upper end of a figure, a year."""
    return Fraction(figure.high) * _months(figure)


def _months(figure: FigureRead) -> int:
    return 12 if figure.period == "month" and figure.component != "signing" else 1


@dataclass(frozen=True)
class Totals:
    """How the guide's totals are made up (None: in no way that is found), and its figures."""

    way: Composition | None
    years: int
    headline: ByRegion
    printed: bool = True  # whether the guide prints totals at all

    @classmethod
    def of(
        cls,
        regions: Iterable[Region],
        years: int,
        steps: Mapping[str, int],
        headline: ByRegion,
    ) -> Totals:
        """Those of a guide with these bands; `steps` are the steps of their currencies."""
        rows = tuple(_row(one, years) for one in regions)
        printed = any("total" in row.figures for row in rows)
        return cls(composition(ComparableGuide(rows, steps=steps)), years, headline, printed)

    def base_of(self, total: Fraction, region: Region, parts: Mapping[str, Any]) -> Fraction:
        """What a total leaves for the base, with what is asked beside it and the guide's bonus."""
        assert self.way
        asked = {**self.headline.get(region.id, {}), **parts}
        left = total
        if self.way.equity:
            over = self.years if self.way.equity == "year" else 1
            left -= self._equity(region, asked) / over
        if self.way.signing and "signing" in asked:
            left -= yearly(asked["signing"])
        bonus = region.figures.get("bonus") if self.way.bonus else None
        if bonus is None:
            return left
        if bonus.unit == "percent":
            return left / (1 + Fraction(bonus.high) / 100)
        return left - top(bonus)

    def _equity(self, region: Region, asked: Mapping[str, Any]) -> Fraction:
        """The asked equity, else where the default for it will stand."""
        if "equity" in asked:
            return yearly(asked["equity"])
        band = region.figures.get("equity")
        if band is None:
            return Fraction(0)
        return yearly(band) + POSITION["equity"] * (top(band) - yearly(band))

    def refused(self, parts: Mapping[str, Any], region: Region, most: Fraction) -> str | None:
        """Why the total of these parts says nothing; None where it leaves a base that can be.

        `most` is how far over the top of its band that may be.
        """
        if self.way is None:
            return _NO_WAY
        base, band = self.base_of(yearly(parts["total"]), region, parts), region.figures["base"]
        if yearly(band) * LEAST <= base <= top(band) * most:
            return None
        leaves = f"it leaves a base of {short(int(base))} for {region.called}"
        if not self.printed:
            return f"{leaves}, which is not near the band; it may count a whole grant"
        how = f"put together as the guide's own totals ({self.way})"
        return f"{how}, {leaves}, which is not in its band or near it"


def _row(region: Region, years: int) -> Row:
    figures = {}
    for name in _COLUMNS:
        one = region.figures.get(name)
        if one is None or (name == "equity" and not fits_period(one, years)):
            continue
        percent = one.unit == "percent"
        low, high = (Fraction(one.low), Fraction(one.high)) if percent else (yearly(one), top(one))
        over = years if name == "equity" else None
        currency = "%" if percent else region.currency
        figures[name] = ComparableFigure(
            name, low, high, currency, Spot(one.line), region.id, None, over
        )
    return Row(region.id, region.label, None, region.currency, figures, Spot())


def without_unsound(
    totals: Totals,
    levers: Mapping[str, ByRegion],
    floors: dict[str, Parts],
    homes: Homes,
) -> frozenset[str]:
    """Take out the totals that say nothing, with a note; the bands for which a total is asked.

    One that names no level goes to the first level of its region where it says something.
    """
    by_id = {one.id: one for one in homes.regions}
    for by_region in (totals.headline, *levers.values(), floors):
        _to_other_levels(by_region, totals, homes, MOST if by_region is not floors else Fraction(1))
    asked = [
        (region, parts)
        for by_region in (totals.headline, *levers.values())
        for region, parts in by_region.items()
        if "total" in parts and "base" not in parts
    ]
    for region, parts in asked:
        _drop(parts, totals.refused(parts, by_id[region], MOST), homes.notes)
    for region, entry in floors.items():
        for tier in _tiers(entry):
            if "total" in tier:
                _drop(tier, totals.refused(tier, by_id[region], Fraction(1)), homes.notes)
        for name in ("accept_at", "walk_away"):
            if name in entry and not {"base", "total"} & set(entry[name]):
                del entry[name]
        if not {"base", "total", "accept_at", "walk_away"} & set(entry):
            entry.clear()
    return frozenset(region for region, _ in asked)


def _to_other_levels(
    by_region: dict[str, Parts], totals: Totals, homes: Homes, most: Fraction
) -> None:
    """Moves asks and floors on a total alone, of no named level, to where they say something."""
    if totals.way is None:
        return
    by_id = {one.id: one for one in homes.regions}
    for region, entry in list(by_region.items()):
        here = by_id[region]
        tiers = [tier for tier in _tiers(entry) if "total" in tier]
        figures = [one for tier in _tiers(entry) for one in tier.values()]
        level_said = any(getattr(one, "level", None) for one in figures)
        with_base = any("base" in tier for tier in _tiers(entry))
        others = [one for one in homes.regions if one.name == here.name and one is not here]
        if not (tiers and others and here.level) or level_said or with_base:
            continue
        if not any(totals.refused(tier, here, most) for tier in tiers):
            continue
        fit = next(
            (
                one
                for one in others
                if one.id not in by_region
                and not any(totals.refused(tier, one, most) for tier in tiers)
            ),
            None,
        )
        if fit:
            by_region[fit.id] = by_region.pop(region)
            homes.notes.assume(
                f"a total for {here.name} names no level: it is taken as that of {fit.level}"
            )


def _tiers(entry: Parts) -> Iterator[Parts]:
    yield entry
    yield from (entry[name] for name in ("accept_at", "walk_away") if name in entry)


def _drop(parts: Parts, why: str | None, notes: Notes) -> None:
    if why:
        notes.put(parts.pop("total"), why)
