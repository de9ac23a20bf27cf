"""The answer: what to ask, what to accept, what to say, and why.

Frozen; whole units of the region's currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from counteroffer.text.frozen import freeze

How = Literal[
    "stated", "carried", "converted", "total", "matched", "band", "offered", "asked", "minimum"
]
Verdict = Literal["counter", "accept", "walk-away"]


@dataclass(frozen=True, slots=True)
class Package:
    """Base, equity over `equity_years`, signing and their annual total; `how` says where each
    figure comes from."""

    base: int | None
    equity: int | None
    equity_years: int
    signing: int | None
    annual: int | None
    how: Mapping[str, How | None]

    def __post_init__(self) -> None:
        freeze(self, "how")


@dataclass(frozen=True, slots=True)
class OfferInHand:
    """The offer, in the region's currency and with its equity over the guide's period."""

    base: int | None
    equity: int | None
    equity_years: int
    signing: int | None
    annual: int | None


@dataclass(frozen=True, slots=True)
class FloorAnswer:
    """The least base to accept, what it is worth a year with the asked equity and the offered
    bonus, and why.

    `accept_at` is the base at which a guide with two tiers would accept at once.
    """

    base: int
    annual: int
    reasons: tuple[str, ...]
    accept_at: int | None = None


@dataclass(frozen=True, slots=True)
class BreakEven:
    """The base at which the deal is worth as much a year as the best held offer; None where any
    base is enough."""

    base: int
    base_as_offered: int | None
    against: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """A competing offer; `why` says why it does not count, where it is not held."""

    company: str
    annual: int | None
    held: bool
    why: Literal["expired", "expected"] | None


@dataclass(frozen=True, slots=True)
class LeverAnswer:
    """A lever: fired, silent, or undecided for want of facts (None); what it asks here; on what, or
    why not."""

    id: str
    fired: bool | None
    asks: Mapping[str, int]
    facts: tuple[str, ...]
    why_not: tuple[str, ...]

    def __post_init__(self) -> None:
        freeze(self, "asks")


@dataclass(frozen=True, slots=True)
class TalkingPoint:
    """A true thing to say, the facts of the case that it is made of, and the sources of what it
    cites."""

    lever: str
    text: str
    facts: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HomeFigures:
    """Ask and floor in the home currency, for orientation: nothing is decided on them."""

    currency: str
    ask: Mapping[str, int | None]
    floor: Mapping[str, int] | None

    def __post_init__(self) -> None:
        freeze(self, "ask", "floor")


@dataclass(frozen=True, slots=True)
class RateUsed:
    """One unit of `base` is worth `rate` of `quote`; a cross is followed by the stated rates that
    it is made of."""

    base: Annotated[str, Field(alias="from")]
    quote: Annotated[str, Field(alias="to")]
    rate: str
    date: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the reader must know before relying on a figure."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Counteroffer:
    """The whole answer for one case in one region."""

    today: str
    rules: str
    case: Mapping[str, Any]
    guide: str
    region: str
    currency: str
    ask: Package
    stretch: Package
    headline: bool
    floor: FloorAnswer | None
    break_even: BreakEven | None
    verdict: Verdict
    offer: OfferInHand | None
    alternatives: tuple[Alternative, ...]
    levers: tuple[LeverAnswer, ...]
    talking_points: tuple[TalkingPoint, ...]
    home: HomeFigures | None
    rates: tuple[RateUsed, ...]
    warnings: tuple[Notice, ...]
    assumptions: tuple[str, ...]
    schema: Literal["counteroffer/1"] = "counteroffer/1"

    def __post_init__(self) -> None:
        freeze(self, "case")
