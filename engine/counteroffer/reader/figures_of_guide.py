"""Figures read from a Markdown guide → those of one region in the project's terms, or a note of why
they can't be.

A figure without a region belongs to the first region in its currency. Where a region has a band for
each level, an ask belongs to the level whose band holds the asked base, else to the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from counteroffer.language.declarations import slug
from counteroffer.reader.figure import FigureRead, UnreadText
from counteroffer.rulebook.levels import find_level
from counteroffer.text.errors import CaseError

SETTLED = ("base", "equity", "signing", "total")
EVERYWHERE = "All regions"
NO_LEVEL = "No level stated"  # of rows without one, in a guide where others have one
_SAME = {"profit_sharing": "equity", "profit-sharing": "equity", "unspecified": "base"}
_OF_A_BAND = (*SETTLED, "bonus")


@dataclass(frozen=True, slots=True)
class Region:
    """One band: its id in the guide, the region's label, its name as it is found by, the level,
    and its figures by component."""

    id: str
    label: str
    name: str
    level: str | None
    currency: str
    figures: Mapping[str, FigureRead]

    @property
    def called(self) -> str:
        """The region, and the level where it is of one."""
        return f"{self.label}, {self.level}" if self.level else self.label

    def holds(self, base: FigureRead) -> bool:
        """Whether the base band holds this figure."""
        own = self.figures["base"]
        return own.low <= base.low <= own.high


@dataclass(slots=True)
class Notes:
    """What a person has to look at, and what was taken for granted, in the order that it was
    found."""

    review: list[UnreadText] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)

    def put(self, figure: FigureRead, why: str, rank: int = 2) -> None:
        """A figure that can't be used; its component stands beside its text, so that one cause is
        one."""
        text = f"{figure.text} ({figure.component.replace('_', ' ')})"
        self.review.append(UnreadText(figure.line, text, why, rank))

    def assume(self, text: str) -> None:
        """Something that the guide does not say."""
        if text not in self.assumptions:
            self.assumptions.append(text)


def component_of(figure: FigureRead) -> str:
    """The component in the words of a guide in YAML."""
    return _SAME.get(figure.component, figure.component)


def unit_problem(figure: FigureRead) -> str | None:
    """Why a figure is no amount of money that can be settled."""
    if figure.unit == "shares":
        return "a number of shares, whose worth the guide does not say"
    if figure.unit == "percent" or figure.currency == "%":
        return "a percentage, which only a bonus can be"
    if figure.unit != "money" or figure.currency is None:
        return "its currency is not said" if figure.unit == "money" else "no amount"
    return None


def regions_of(figures: Iterable[FigureRead], notes: Notes) -> tuple[Region, ...]:
    """The bands of a guide, one for each region and level that has a base."""
    rows: dict[tuple[str | None, str | None], list[FigureRead]] = {}
    for figure in figures:
        if not figure.alternate:
            rows.setdefault((figure.region, figure.level), []).append(figure)
    own = [(key, dict(_row(row, notes))) for key, row in rows.items()]
    if own and not any("base" in row for _, row in own) and any("total" in row for _, row in own):
        notes.assume("the guide's table has totals alone: they are taken as base")
        own = [(key, {"base": row["total"]} if "total" in row else {}) for key, row in own]
    if any(level for (_, level), row in own if "base" in row):
        own = [((name, level or NO_LEVEL), row) for (name, level), row in own]
    found: list[Region] = []
    taken: set[str] = set()
    for (name, level), row in own:
        if "base" not in row:
            for figure in row.values():
                notes.put(
                    figure,
                    f"{name or level or EVERYWHERE} has no base band, so nothing can be settled"
                    " there",
                )
            continue
        found.append(_region(name, level, row, taken, notes))
    return tuple(found)


def _row(row: list[FigureRead], notes: Notes) -> Iterator[tuple[str, FigureRead]]:
    seen: set[str] = set()
    for figure in row:
        component = component_of(figure)
        percent = component == "bonus" and figure.unit == "percent"
        problem = None if percent else unit_problem(figure)
        if problem or component not in _OF_A_BAND:
            notes.put(figure, problem or "guides in YAML have no such column")
        elif component in seen:
            notes.put(figure, "the row has another figure for this")
        elif figure.low > figure.high:
            notes.put(figure, "its low end is over its high end")
        elif not figure.high:
            notes.put(figure, "a band of nothing is none")
        else:
            seen.add(component)
            if figure.component == "unspecified":
                notes.put(figure, "the table does not say what this is; it is taken as base")
            yield component, figure


def _region(
    name: str | None,
    level: str | None,
    row: Mapping[str, FigureRead],
    taken: set[str],
    notes: Notes,
) -> Region:
    currency = row["base"].currency or ""
    for component, figure in row.items():
        if figure.unit == "money" and figure.currency != currency:
            notes.put(
                figure,
                f"is in {figure.currency}, and the region's base in {currency} ({component})",
            )
    kept = {
        part: one for part, one in row.items() if one.unit == "percent" or one.currency == currency
    }
    label, shown = name or EVERYWHERE, level
    number = 1
    while not slug(label) or _id(label, shown) in taken:
        number += 1
        if level:
            shown = f"{level} ({number})"
        else:
            label = f"{name or EVERYWHERE} ({number})"
    taken.add(_id(label, shown))
    if any(one.component == "unspecified" for one in row.values()):
        notes.assume("the table does not say what its figures are: they are taken as base")
    return Region(_id(label, shown), label, name or EVERYWHERE, shown, currency, kept)


def _id(label: str, level: str | None) -> str:
    """The id of a band: those of its region and its level."""
    return "-".join(filter(None, (slug(label), slug(level or ""))))


@dataclass(slots=True)
class Homes:
    """Finds the region of a figure.

    `levels` are the ids chosen for a name by the base that is asked there.
    """

    regions: tuple[Region, ...]
    notes: Notes
    levels: dict[str, str] = field(default_factory=dict)

    def choose_levels(self, asks: Iterable[FigureRead]) -> None:
        """For each region with several levels, the first whose band holds the base that the
        strategy asks."""
        for ask in asks:
            if component_of(ask) != "base" or ask.role != "ask" or ask.level:
                continue
            named = self._named(ask)
            if len(named) > 1 and named[0].name not in self.levels:
                chosen = next((one for one in named if one.holds(ask)), named[0])
                self.levels[chosen.name] = chosen.id
                self.notes.assume(
                    f"the asks for {chosen.name} do not name a level: they are taken as those of"
                    f" {chosen.level or chosen.label}"
                )

    def of(self, figure: FigureRead) -> Region | None:
        """The region of a figure, or None and a note."""
        named = self._named(figure)
        if not named:
            where = (
                f"no band is called {figure.region}"
                if figure.region
                else f"no region has {figure.currency}"
            )
            self.notes.put(figure, where)
            return None
        region = next((one for one in named if one.id == self.levels.get(one.name)), named[0])
        if figure.currency not in (None, "%", region.currency):
            self.notes.put(
                figure, f"is in {figure.currency}, and {region.called} in {region.currency}"
            )
            return None
        return region

    def _level(self, regions: Iterable[Region], named: str) -> str | None:
        """The level of these regions that a name means."""
        labels = {slug(one.level): one.level for one in regions if one.level}
        try:
            return labels[find_level(labels, named)] if labels else None
        except CaseError:
            return None

    def _named(self, figure: FigureRead) -> tuple[Region, ...]:
        """The bands that a figure can belong to, all of one name."""
        if figure.region:
            wanted = slug(figure.region)
            words = set(wanted.split("-"))
            same = [one for one in self.regions if slug(one.name) == wanted or one.id == wanted]
            same = same or [one for one in self.regions if words <= set(slug(one.name).split("-"))]
            same = same or [one for one in self.regions if set(slug(one.name).split("-")) <= words]
        else:
            same = [one for one in self.regions if one.currency == figure.currency]
            same = same or ([] if figure.currency not in (None, "%") else list(self.regions))
        if figure.level and (level := self._level(same, figure.level)):
            same = [one for one in same if one.level == level]
        fits = [one for one in same if figure.currency in (None, "%", one.currency)] or same
        return tuple(one for one in fits if one.name == fits[0].name)


ByRegion = dict[str, dict[str, FigureRead]]


def asks_of(figures: Iterable[FigureRead], homes: Homes, years: int) -> ByRegion:
    """Asks by region and component: the first said of each; what can't be used is noted."""
    found: ByRegion = {}
    for figure in figures:
        if figure.alternate:
            continue
        component = component_of(figure)
        problem = unit_problem(figure)
        if component not in SETTLED:
            problem = "no rule settles it"
        elif not problem and component == "equity" and not fits_period(figure, years):
            problem = f"is over {period_of(figure)} years, and the guide's equity over {years}"
        elif not problem and figure.low > figure.high:
            problem = "its low end is over its high end"
        if problem:
            homes.notes.put(figure, problem)
            continue
        region = homes.of(figure)
        if region is None:
            continue
        here = found.setdefault(region.id, {})
        first = here.setdefault(component, figure)
        if (first.low, first.high) != (figure.low, figure.high):
            homes.notes.put(
                figure, f"another figure for {region.called} came first, on line {first.line}"
            )
    return {region: parts for region, parts in found.items() if parts}


def period_of(figure: FigureRead) -> int | None:
    """The years that an equity is over, where the guide says it."""
    return figure.years or (1 if figure.period == "year" else None)


def fits_period(figure: FigureRead, years: int) -> bool:
    """Whether an equity is over the guide's period, or says none."""
    return period_of(figure) in (None, years)
