"""A guide as the checks see it, from Markdown or YAML: rows, asks, floors, offers, with places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import NamedTuple

OTHER = (
    "other",
    "profit_sharing",
)  # pay a year of a kind that is not known: a total may hold it or not
GRANT_YEARS = 4  # of equity that does not say over how many years it is


class Spot(NamedTuple):
    """A line of the file (from 1; 0 is none), and the path into it for YAML."""

    line: int = 0
    path: tuple[str | int, ...] = ()


TOP = Spot(1)


@dataclass(frozen=True, slots=True)
class ComparableFigure:
    """One figure or range, in whole units of its currency or in percent (`%`).

    `years` is the time that equity is over: 1 is a year, None is unsaid. `region` is that of the
    row it belongs to, or None where it belongs to none.
    """

    component: str
    low: Fraction
    high: Fraction
    currency: str
    spot: Spot
    region: str | None = None
    level: str | None = None
    years: int | None = None
    text: str = ""
    tier: str = ""  # of a floor

    @property
    def a_year(self) -> tuple[Fraction, Fraction]:
        """Both ends a year; equity is divided by its years."""
        years = (self.years or GRANT_YEARS) if self.component == "equity" else 1
        return self.low / years, self.high / years


@dataclass(frozen=True, slots=True)
class Row:
    """What is paid in one region (and on one level), a figure for each component.

    `partial` where not all could be read.
    """

    region: str
    label: str
    level: str | None
    currency: str
    figures: Mapping[str, ComparableFigure]
    spot: Spot
    also: tuple[str, ...] = ()  # currencies that the same figures are given in again
    partial: bool = False
    more: tuple[ComparableFigure, ...] = ()  # of components that the row states more than once

    @property
    def name(self) -> str:
        """The region and the level, as far as the table has them."""
        return ", ".join(filter(None, (self.label, self.level))) or "the pay table"


@dataclass(frozen=True, slots=True)
class ComparableLever:
    """A lever: what it is called, and what it asks."""

    id: str
    asks: tuple[ComparableFigure, ...]


@dataclass(frozen=True, slots=True)
class ComparableOffer:
    """A competing offer that the guide makes up to argue with; `annual` is its worth a year."""

    company: str
    region: str | None
    currency: str
    annual: Fraction
    spot: Spot


class Blank(NamedTuple):
    """A text with placeholders in place of a figure: what it is, the first of them, and where."""

    what: str
    text: str
    spot: Spot
    whole: bool  # whether nothing at all is asked for in the guide's strategy


class Mixed(NamedTuple):
    """A range whose ends are in two currencies."""

    text: str
    low: str
    high: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class ComparableGuide:
    """All that the checks need.

    `as_of` is the last day that the figures can be of.
    """

    rows: tuple[Row, ...]
    levers: tuple[ComparableLever, ...] = ()
    headline: tuple[ComparableFigure, ...] = ()
    floors: tuple[ComparableFigure, ...] = ()
    offers: tuple[ComparableOffer, ...] = ()
    as_of: date | None = None
    dated: Spot = TOP
    missing: tuple[str, ...] = ()  # parts that guides have and this one has not
    sources: int = 0
    blanks: tuple[Blank, ...] = ()
    mixed: tuple[Mixed, ...] = ()
    steps: Mapping[str, int] = field(
        default_factory=dict
    )  # by currency: what its figures are rounded to in print

    def rows_of(self, figure: ComparableFigure) -> tuple[Row, ...]:
        """The rows to compare a figure with: its region's, and its level's where one is stated."""
        here = tuple(row for row in self.rows if row.region == figure.region)
        return tuple(row for row in here if row.level == figure.level) or here


TOLERANCE, RELATIVE = (
    1_000,
    Fraction(1, 200),
)  # a printed figure may be off by this, or by half a percent


def close(one: Fraction, other: Fraction, step: int | None = None) -> bool:
    """Whether two figures are the same in print.

    They are within the currency's step (1,000 of most), or half a percent.
    """
    return abs(one - other) <= max(
        Fraction(step or TOLERANCE), RELATIVE * max(abs(one), abs(other))
    )


def in_thousands(amount: Fraction | int) -> str:
    """An amount in thousands, as guides write it: 203.25."""
    thousands = Fraction(amount) / 1000
    hundredths = int(abs(thousands) * 100 + Fraction(1, 2))
    text = f"{hundredths // 100:,}.{hundredths % 100:02}".rstrip("0").rstrip(".")
    return f"-{text}" if thousands < 0 else text
