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
    "stated",
    "carried",
    "converted",
    "total",
    "matched",
    "band",
    "assumed",
    "floor",
    "offered",
    "asked",
    "minimum",
]
HowFloor = Literal["stated", "carried", "converted", "total", "assumed", "minimum"]
Basis = Literal["market", "posted", "assumed", "converted", "none"]
Verdict = Literal["prepare", "counter", "accept", "walk-away"]


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

    `how` says where it comes from; an assumed one binds nobody. `accept_at` is the base at which a
    guide with two tiers would accept at once.
    """

    base: int
    annual: int
    how: HowFloor
    reasons: tuple[str, ...]
    accept_at: int | None = None


@dataclass(frozen=True, slots=True)
class WalkAway:
    """The base under which, with the asked equity, to leave, and what that is worth a year with the
    offered bonus.

    `because` says what decides it: `minimum`, `floor`, or the company whose offer is worth as much.
    """

    base: int
    annual: int
    because: str


@dataclass(frozen=True, slots=True)
class Gap:
    """By how much the best held offer is worth more a year where nothing is asked beyond the offer
    in hand."""

    annual: int
    against: str


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
    """The whole answer for one case in one region.

    Amounts are whole units of `currency`, base and annual totals a year, equity over
    `equity_years`, signing once; None where there is nothing, never 0 in its place.
    """

    today: str
    rules: str
    case: Mapping[str, Any]
    guide: str | None
    market: Mapping[str, Any] | None
    region: str
    currency: str
    basis: Basis
    ask: Package
    stretch: Package
    headline: bool
    floor: FloorAnswer | None
    walk_away: WalkAway | None
    break_even: BreakEven | None
    gap: Gap | None
    verdict: Verdict
    reasons: tuple[str, ...]
    offer: OfferInHand | None
    alternatives: tuple[Alternative, ...]
    levers: tuple[LeverAnswer, ...]
    unused: tuple[str, ...]
    talking_points: tuple[TalkingPoint, ...]
    home: HomeFigures | None
    rates: tuple[RateUsed, ...]
    warnings: tuple[Notice, ...]
    assumptions: tuple[str, ...]
    schema: Literal["counteroffer/2"] = "counteroffer/2"

    def __post_init__(self) -> None:
        freeze(self, "case", "market")
