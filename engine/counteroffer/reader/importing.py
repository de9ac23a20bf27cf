"""A guide in Markdown → a guide in the project's YAML, checked by the rules that will read it.

What a guide says comes with its line. Where it is silent a default stands, and says so among
`assumptions`: the ask at position 0.90 of the base band and 0.89 of the equity band, the floor at
0.89 of the asked base; never a signing bonus. What can't be read or used is listed under
`needs_review`, with its line.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath
from typing import Any

from counteroffer.documents.document import LARGEST
from counteroffer.language.declarations import slug
from counteroffer.reader.arguing import Arguments, arguments, example_offers
from counteroffer.reader.decoding import decoded
from counteroffer.reader.figure import FigureRead
from counteroffer.reader.figures_of_guide import (
    ByRegion,
    Homes,
    Notes,
    Region,
    asks_of,
    component_of,
    period_of,
    regions_of,
)
from counteroffer.reader.limits_of_guide import (
    ask_of,
    floor_of,
    floors_of,
    with_default_floor,
    with_defaults,
    within_band,
)
from counteroffer.reader.reading import Reading, read_guide
from counteroffer.reader.totals_of_guide import Totals, without_unsound
from counteroffer.reader.unlike import seen
from counteroffer.reader.vetting import GuideDraft, vetted
from counteroffer.reader.vocabulary import vocabulary
from counteroffer.reader.writing import Noted, amount, clean, noted, percent, short_slug
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.errors import Problem, RuleError

_YEARS = 4  # what equity is over where the guide does not say
_COMMON = (
    "units",
    "profit",
    "grant",
    "equity",
    "iso",
    "option",
    "private-equity",
)  # words of other things too


@dataclass(frozen=True, slots=True)
class Imported:
    """A guide to write: its id, the text of its file and of the levers that come with it, and how
    much is to review.

    `levels` are the ids of its levels, where it has any.
    """

    id: str
    text: str
    levers: Mapping[str, str]
    as_of: date
    regions: tuple[str, ...]
    review: int
    levels: tuple[str, ...] = ()


def imported(content: bytes, file: str, book: Rulebook, today: date) -> Imported:
    """A Markdown guide as files of rules.

    Raises RuleError for one that holds nothing to settle by, is too large, or is no text.
    """
    if len(content) > LARGEST:
        text = f"is larger than {LARGEST:,} bytes; a guide is a few thousand"
        raise RuleError([Problem(text, file, code="document.too-large")])
    text = decoded(content, file)
    reading = read_guide(text, file, vocabulary(book))
    return imported_reading(reading, text, hashlib.sha256(content).hexdigest(), book, today)


def imported_reading(
    reading: Reading, text: str, digest: str, book: Rulebook, today: date
) -> Imported:
    """The same of a guide that is read already; `digest` is the sha256 of its bytes.

    Raises RuleError.
    """
    source = {
        "file": clean(PurePath(reading.file).name),
        "sha256": digest,
        "imported": str(today),
    }
    return _Import(reading, text, source, book, today).imported()


class _Import:
    def __init__(
        self, reading: Reading, text: str, source: Mapping[str, str], book: Rulebook, today: date
    ) -> None:
        self.reading, self.text, self.source, self.book, self.today = (
            reading,
            text,
            source,
            book,
            today,
        )
        self.notes = Notes([*reading.needs_review])

    def imported(self) -> Imported:
        names = self._names()
        identity = "/".join(short_slug(name) or "unnamed" for name in names)
        bands = [one for one in self.reading.bands if not one.alternate]
        strategy = self.reading.strategy
        regions = regions_of(bands, self.notes) or regions_of(_of_asks(strategy), self.notes)
        if not regions:
            text = "no pay band and no asked base can be read in it: nothing to settle by"
            if what := seen(self.reading.needs_review):
                text += f"; seen were {what}"
            raise RuleError([Problem(text, self.reading.file, code="document.empty")])
        if not bands:
            self.notes.assume(
                "the guide has no pay table: its bands reach from its least base to its greatest"
            )
        homes = Homes(regions, self.notes)
        years = self._years(strategy)
        homes.choose_levels(strategy)
        headline = asks_of((one for one in strategy if one.role == "ask"), homes, years)
        counters = asks_of(
            (one for one in strategy if one.role == "employer-counter"), homes, years
        )
        for one in strategy:
            if one.role == "market" and not one.alternate:
                self.notes.put(one, "a market figure of the strategy is not settled by a rule")
        argued = arguments(self.reading, homes, identity, years, self.book)
        reference = _reference(regions, headline, argued)
        step = self.book.currency(reference.currency).step
        floors = floors_of((one for one in strategy if one.role == "floor"), homes, years)
        steps = {one.currency: self.book.currency(one.currency).step for one in regions}
        totals = Totals.of(regions, years, steps, headline)
        on_total = without_unsound(totals, argued.asks, floors, homes)
        within_band(floors, homes)
        asks = with_defaults(
            headline, reference, step, self.notes, on_total=reference.id in on_total
        )
        with_default_floor(floors, reference, asks, step, totals, self.notes)
        values = {
            **self._title(names),
            "reference": reference.id,
            **self._equity(years, regions),
            "bands": {one.id: self._band(one, years) for one in regions},
            "levers": argued.values(),
            "headline": {region: ask_of(parts) for region, parts in asks.items() if parts},
            "floor": {region: floor_of(tiers) for region, tiers in floors.items() if tiers},
            "employer_counter": {region: ask_of(parts) for region, parts in counters.items()},
            "example_offers": example_offers(strategy, homes),
            "levels": [
                level
                for text in self.reading.levels
                if (level := clean(text)) and level not in {one.level for one in regions}
            ],
            "sources": self._sources(),
        }
        drafted = GuideDraft(
            identity, self.reading.file, values, argued.files, self.source, self.notes
        )
        text, rules = vetted(drafted, self.book)
        levers = {name: one.text for name, one in argued.files.items()}
        guide = rules.guide
        return Imported(
            identity,
            text,
            levers,
            guide.as_of,
            tuple(guide.labels),
            len(guide.needs_review),
            tuple(rules.levels),
        )

    # parts

    def _names(self) -> tuple[str, str]:
        path = PurePath(self.reading.file)
        company, role = clean(self.reading.company), clean(self.reading.role)
        if not company or not slug(company):
            company = clean(path.parent.name.replace("-", " ").title())
            whose = f"{company} is its folder's name" if company else "it is called Unnamed company"
            self.notes.assume(f"the guide names no company: {whose}")
            company = company or "Unnamed company"
        if not role or not slug(role):
            role = clean(path.stem.replace("-", " ").title()) or "Unnamed role"
            self.notes.assume(f"the guide names no role: {role} is its file's name")
        return company, role

    def _title(self, names: tuple[str, str]) -> dict[str, Any]:
        company, role = names
        year = self.reading.year
        if year is None or year > self.today.year:
            said = "names no year" if year is None else f"names {year}, which is to come"
            self.notes.assume(f"the guide {said}: it is taken to be of the day of its import")
            as_of: Noted | str = str(self.today)
        else:
            as_of = Noted(f"{year}-01-01", f"the guide says {year} and names no day")
        return {"company": company, "role": role, "as_of": as_of}

    def _years(self, strategy: Iterable[FigureRead]) -> int:
        figures = [
            *self.reading.bands,
            *strategy,
            *(one for lever in self.reading.levers for one in lever.figures),
        ]
        equity = [
            one
            for one in figures
            if component_of(one) == "equity" and not one.alternate and one.unit == "money"
        ]
        stated = next((years for one in equity if (years := period_of(one))), None)
        if stated is None and any(one.component == "profit_sharing" for one in equity[:1]):
            stated = 1
        if stated is None or not 1 <= stated <= 10:
            if equity:
                self.notes.assume(
                    f"the guide does not say over how many years equity is: {_YEARS} are taken"
                )
            return _YEARS
        for one in equity:
            if one.part == "band" and period_of(one) not in (None, stated):
                self.notes.put(
                    one, f"is over {period_of(one)} years, and the guide's equity over {stated}"
                )
        return stated

    def _equity(self, years: int, regions: Iterable[Region]) -> dict[str, Any]:
        with_equity = [one.figures["equity"] for one in regions if "equity" in one.figures]
        if not with_equity:
            return {"years": years}
        if with_equity[0].component == "profit_sharing":
            return {"vehicle": "profit-sharing", "years": years}
        header = f" {slug(' '.join(self._header(with_equity[0].line))).replace('-', ' ')} "
        vehicles = {name: one for name, one in self.book.vehicles.items() if name not in _COMMON}
        found = [one for name, one in vehicles.items() if f" {name.replace('-', ' ')} " in header]
        if not found:
            self.notes.assume("the guide does not say what its equity is: RSUs are taken")
        vehicle = found[0] if len({one.name for one in found}) == 1 else None
        if found and vehicle is None:
            self.notes.assume("the guide names several kinds of equity: it is called equity")
        named = {id(one): name for name, one in vehicles.items() if name not in one.aliases}
        return {
            "vehicle": named[id(vehicle)] if vehicle else "equity" if found else "rsu",
            "years": years,
        }

    def _header(self, line: int) -> list[str]:
        """The first lines of the table that a figure stands in, and its own."""
        lines = self.text.replace("\r\n", "\n").split("\n")
        top = line - 1
        while top > 0 and "|" in lines[min(top, len(lines)) - 1]:
            top -= 1
        return [*lines[top : top + 1], *lines[line - 1 : line]]

    def _band(self, region: Region, years: int) -> dict[str, Any]:
        level = {"level": clean(region.level)} if region.level else {}
        band: dict[str, Any] = {
            "label": clean(region.label),
            **level,
            "currency": region.currency,
        }
        for component in ("base", "equity", "signing", "bonus", "total"):
            figure = region.figures.get(component)
            if figure is None or (component == "equity" and period_of(figure) not in (None, years)):
                continue
            text = (
                percent(figure.low, figure.high)
                if figure.unit == "percent"
                else amount(figure.low, figure.high)
            )
            monthly = figure.period == "month" and figure.unit == "money" and component != "signing"
            shown = f"{text}/mo" if monthly else int(text) if text.isdigit() else text
            band[component] = Noted(shown, noted(figure.line, figure.text))
        return band

    def _sources(self) -> list[Any]:
        sources = [
            Noted(text, f"line {line}")
            for line, stated in self.reading.sources
            if (text := clean(stated))
        ]
        if sources:
            return list({one.value: one for one in sources}.values())
        self.notes.assume("the guide names no sources")
        return []


def _of_asks(strategy: Iterable[FigureRead]) -> Iterable[FigureRead]:
    """Of a guide without a table: for each region and currency a band from the least base that it
    names to the greatest."""
    found: dict[tuple[str | None, str | None], FigureRead] = {}
    for one in strategy:
        if (
            component_of(one) != "base"
            or one.alternate
            or one.unit != "money"
            or one.role not in ("ask", "floor")
        ):
            continue
        key = (one.region, one.currency)
        first = found.setdefault(key, replace(one, level=None))
        found[key] = replace(first, low=min(first.low, one.low), high=max(first.high, one.high))
    return found.values()


def _reference(regions: tuple[Region, ...], headline: ByRegion, argued: Arguments) -> Region:
    """The region that figures are carried from: the first with an asked base, else with any ask,
    else the first."""
    by_id = {one.id: one for one in regions}
    with_base = [region for region, parts in headline.items() if "base" in parts]
    asked = [
        *with_base,
        *headline,
        *(region for by_region in argued.asks.values() for region in by_region),
    ]
    return by_id[asked[0]] if asked else regions[0]
