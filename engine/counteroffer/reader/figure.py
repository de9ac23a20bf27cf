"""What is read from a guide: figures with their lines, the levers that ask for them, and notes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Part = Literal["band", "lever", "headline"]
Role = Literal["band", "ask", "floor", "example-offer", "employer-counter", "market"]


@dataclass(frozen=True, slots=True)
class FigureRead:
    """A figure or a range in whole units of its currency; `low == high` for a single figure.

    `currency` is an ISO 4217 code, "%" for a percentage (5 is five percent) and None for a number
    of shares, for a percentage of what is not said, and where the guide says nothing. `period` is
    "year" or "month", `years` what a grant is spread over: as stated, nothing is worked out.
    `alternate` marks the same figure said again in another currency, as a percentage or over
    another period. `text` stands on line `line` of the file. `lever` counts the reading's levers
    from 0.
    """

    part: Part
    role: Role
    component: str
    region: str | None
    level: str | None
    low: int | Decimal
    high: int | Decimal
    currency: str | None
    line: int
    text: str
    alternate: bool = False
    period: str | None = None
    years: int | None = None
    unit: str = "money"
    tier: str | None = None
    company: str | None = None
    lever: int | None = None


@dataclass(frozen=True, slots=True)
class LeverRead:
    """One lever: its number in the guide, title, script, first line, and what it asks for."""

    number: int
    title: str
    text: str
    line: int
    figures: tuple[FigureRead, ...]


@dataclass(frozen=True, slots=True)
class UnreadText:
    """A text that was not read, or not surely, with its line in the file and the reason.

    `rank` is how much it matters: 1 where a band is lost, 9 where nothing is.
    """

    line: int
    text: str
    why: str
    rank: int = 2
