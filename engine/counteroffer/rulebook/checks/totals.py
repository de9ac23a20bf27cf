"""Do totals in print equal base, equity a year and bonus? If not, what would they be the sum of?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import Literal

from counteroffer.rulebook.checks.comparable import (
    GRANT_YEARS,
    OTHER,
    ComparableFigure,
    ComparableGuide,
    Row,
    close,
    in_thousands,
)
from counteroffer.rulebook.checks.finding import Finding, Severity, found

_ENDS = ("low", "high")
_ROUNDING = Fraction(3, 100)  # of a printed total: what rounding of its parts explains
_COLUMNS = frozenset({"base", "equity", "bonus", "signing", "total", *OTHER})

Span = Literal["year", "whole"]  # how much of a grant is counted; None: nothing


@dataclass(frozen=True, slots=True)
class Composition:
    """One way in which totals can be put together from base and other columns."""

    equity: Span | None
    bonus: bool
    signing: bool
    other: Span | None

    def of(self, row: Row, end: str) -> Fraction:
        """What this composition gives for one end of a row."""
        total = _end(row.figures["base"], end) + (_bonus(row, end) if self.bonus else 0)
        total += _granted(row, "equity", end, self.equity) + sum(
            _granted(row, name, end, self.other) for name in OTHER
        )
        return total + (_end(row.figures.get("signing"), end) if self.signing else 0)

    def parts(self, row: Row, end: str) -> Iterator[str]:
        """The parts of a sum as texts: `base 165`, `equity a year 30`, `bonus 8.25`."""
        equity = "equity a year" if self.equity == "year" else "equity"
        stated = {
            "base": _end(row.figures["base"], end),
            equity: _granted(row, "equity", end, self.equity),
            "bonus": _bonus(row, end) if self.bonus else Fraction(0),
            "signing": _end(row.figures.get("signing"), end) if self.signing else Fraction(0),
            **{name.replace("_", " "): _granted(row, name, end, self.other) for name in OTHER},
        }
        yield from (
            f"{name} {in_thousands(amount)}"
            for name, amount in stated.items()
            if amount or name == "base"
        )

    def fits(self, row: Row, ends: tuple[str, ...], steps: Mapping[str, int]) -> bool:
        """Whether it gives the totals in print."""
        total, step = row.figures["total"], steps.get(row.currency)
        return all(close(_end(total, end), self.of(row, end), step) for end in ends)

    def sound(self, row: Row) -> bool:
        """Whether it is a year's pay, or a first year's, which a signing bonus may be part of."""
        equity, bonus = row.figures.get("equity"), "bonus" in row.figures
        whole = equity is None or equity.years in (1, None)
        counted = equity is None or self.equity == "year" or (self.equity == "whole" and whole)
        return counted and self.bonus >= bonus

    def __str__(self) -> str:
        parts = {
            "base": True,
            "a year's equity": self.equity == "year",
            "the whole grant, as if it were paid each year": self.equity == "whole",
            "bonus": self.bonus,
            "signing": self.signing,
            "the other column": self.other == "whole",
            "a year's part of the other column": self.other == "year",
        }
        return " + ".join(part for part, counted in parts.items() if counted)


PLAIN = Composition("year", True, False, None)  # what a year is worth, as every answer counts it


def composition(guide: ComparableGuide) -> Composition | None:
    """How the totals that a guide prints are made up; PLAIN where it prints none.

    One way that gives both ends of every row, exactly or within rounding; else one that gives every
    high end, near which totals are asked. None where there is no such way.
    """
    if not any("total" in row.figures for row in guide.rows):
        return PLAIN
    # What could not be read of a row would make it add up in no way.
    rows = [row for row in guide.rows if _can_be_added(replace(row, partial=False), guide)]
    ways = [
        way
        for way in sorted(_compositions(rows), key=lambda way: not all(map(way.sound, rows)))
        if rows
    ]
    return next(
        (
            way
            for ends in (_ENDS, _ENDS[1:])
            for near in (
                lambda way, row, ends: way.fits(row, ends, guide.steps),
                _nearly,
            )
            for way in ways
            if all(near(way, row, ends) for row in rows)
        ),
        None,
    )


def _nearly(way: Composition, row: Row, ends: tuple[str, ...]) -> bool:
    """Whether a way gives the printed ends of a row within what rounding explains."""
    total = row.figures["total"]
    return all(
        abs(_end(total, end) - way.of(row, end)) <= _ROUNDING * _end(total, end) for end in ends
    )


def check_totals(guide: ComparableGuide) -> Iterator[Finding]:
    """A finding for each row whose total does not add up.

    It names the composition that would fit all such rows, if there is one.
    """
    rows = [row for row in guide.rows if _can_be_added(row, guide)]
    ways = _compositions(rows)
    off = [
        row
        for row in rows
        if not any(way.sound(row) and way.fits(row, _ENDS, guide.steps) for way in ways)
    ]
    whole = _fitting(off, ways, guide.steps, _ENDS)
    detail = _explained(off, ways, guide.steps) if off else ""
    for row in off:
        spot = row.figures["total"].spot
        off_by = "; ".join(_differences(row, ways, guide.steps))
        message = f"the totals of {row.name} do not add up: {off_by}"
        severity: Severity = "note" if whole or _rounded(row, ways) else "warning"
        yield found(
            "total-does-not-add-up",
            message,
            spot,
            region=row.region,
            detail=detail,
            severity=severity,
        )


def once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings with those on totals said once: on the first, the others by number and line."""
    rest: list[Finding] = []
    totals: list[Finding] = []
    for one in findings:
        (totals if one.code == "total-does-not-add-up" else rest).append(one)
    if totals:
        worst = next((one for one in totals if one.severity != "note"), totals[0])
        lines = ", ".join(str(one.line) for one in totals if one is not worst)
        more = f"; nor do those of {len(totals) - 1} more (line {lines})" if lines else ""
        yield replace(worst, message=f"{worst.message}{more}")
    yield from rest


def _rounded(row: Row, ways: list[Composition]) -> bool:
    """Whether a sound composition gives both printed ends within what rounding explains."""
    return any(_nearly(way, row, _ENDS) for way in ways if way.sound(row))


def _fitting(
    rows: list[Row], ways: list[Composition], steps: Mapping[str, int], ends: tuple[str, ...]
) -> Composition | None:
    """The first composition that gives the printed ends of all rows."""
    return next((way for way in ways if all(way.fits(row, ends, steps) for row in rows)), None)


def _can_be_added(row: Row, guide: ComparableGuide) -> bool:
    """Whether a row has a total and its parts, all in one currency and all readable."""
    stated = row.figures.keys()
    columns = {name for one in guide.rows for name in one.figures}
    money = {figure.currency for figure in row.figures.values() if figure.currency != "%"}
    complete = columns - {"bonus", "signing"} <= stated <= _COLUMNS
    return {"base", "total"} <= stated and complete and not row.partial and len(money) == 1


def _end(figure: ComparableFigure | None, end: str) -> Fraction:
    if figure is None:
        return Fraction(0)
    return figure.low if end == "low" else figure.high


def _bonus(row: Row, end: str) -> Fraction:
    bonus = row.figures.get("bonus")
    if bonus is not None and bonus.currency == "%":
        return _end(row.figures["base"], end) * _end(bonus, end) / 100
    return _end(bonus, end)


def _granted(row: Row, name: str, end: str, span: Span | None) -> Fraction:
    figure = row.figures.get(name)
    if figure is None or span is None:
        return Fraction(0)
    return _end(figure, end) / ((figure.years or GRANT_YEARS) if span == "year" else 1)


def _compositions(rows: list[Row]) -> list[Composition]:
    """The ways to add up the columns of these rows, the plain one first."""
    stated = {name for row in rows for name in row.figures}
    equity: tuple[Span | None, ...] = ("year", "whole", None) if "equity" in stated else (None,)
    other: tuple[Span | None, ...] = (None, "whole", "year") if stated & set(OTHER) else (None,)
    bonus = (True, False) if "bonus" in stated else (False,)
    signing = (False, True) if "signing" in stated else (False,)
    return [Composition(*parts) for parts in product(equity, bonus, signing, other)]


def _explained(rows: list[Row], ways: list[Composition], steps: Mapping[str, int]) -> str:
    """Which composition fits every wrong row; else which fits the low and which the high ends."""
    if whole := _fitting(rows, ways, steps, _ENDS):
        return f"every total is {whole}"
    found = {end: _fitting(rows, ways, steps, (end,)) for end in _ENDS}
    if not any(found.values()):
        return "no way to add up these columns gives the printed totals"
    said = []
    for end, way in found.items():
        if way is None:
            said.append(f"no way to add up these columns gives the printed {end} ends")
        elif not all(way.sound(row) for row in rows):
            said.append(f"every {end} end is {way}")
    return "; ".join(said)


def _differences(row: Row, ways: list[Composition], steps: Mapping[str, int]) -> Iterator[str]:
    """For each wrong end: the total in print, and what the nearest sound composition gives."""
    total = row.figures["total"]

    def distance(way: Composition) -> Fraction:
        return sum((abs(_end(total, end) - way.of(row, end)) for end in _ENDS), Fraction(0))

    way = min((one for one in ways if one.sound(row)), key=distance)
    for end in _ENDS:
        printed, summed = _end(total, end), way.of(row, end)
        if not close(printed, summed, steps.get(row.currency)):
            parts = " + ".join(way.parts(row, end))
            yield f"{end} {in_thousands(printed)} printed, {in_thousands(summed)} from {parts}"
