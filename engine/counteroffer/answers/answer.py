"""The answer: what to ask, what to accept, what to say, and why.

Frozen; whole units of the region's currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

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

if TYPE_CHECKING:
    Understood = Mapping[str, object]
else:
    Understood = Mapping[str, Any]  # in a schema a value of any kind is that of Any

_COMPONENTS: dict[str, Any] = {"propertyNames": {"enum": ["base", "equity", "signing"]}}
_OF_AN_ASK: dict[str, Any] = {"propertyNames": {"enum": ["base", "equity", "signing", "annual"]}}


def _says(description: str) -> Any:
    """What an entry is, for the published schema."""
    return Field(description=description)


@dataclass(frozen=True, slots=True)
class Package:
    """Base, equity over `equity_years`, signing and their annual total; `how` says where each
    figure comes from."""

    base: Annotated[
        int | None, _says("Base a year; null where neither the offer nor a rule states it")
    ]
    equity: Annotated[
        int | None,
        _says("The grant, over `equity_years`; null where neither the offer nor a rule states it"),
    ]
    equity_years: Annotated[int, _says("The years that the equity is over")]
    signing: Annotated[
        int | None, _says("Paid once; null where neither the offer nor a rule states it")
    ]
    annual: Annotated[int | None, _says("What it is worth a year; what is paid once is not in it")]
    how: Annotated[
        Mapping[str, How | None],
        Field(
            description="Where base, equity and signing come from", json_schema_extra=_COMPONENTS
        ),
    ]

    def __post_init__(self) -> None:
        freeze(self, "how")


@dataclass(frozen=True, slots=True)
class OfferInHand:
    """The offer, in the region's currency and with its equity over the guide's period."""

    base: Annotated[int | None, _says("Base a year; null where it is not stated")]
    equity: Annotated[
        int | None, _says("The grant, over `equity_years`; null where it is not stated")
    ]
    equity_years: Annotated[int, _says("The years that the equity is over")]
    signing: Annotated[int | None, _says("Paid once; null where it is not stated")]
    annual: Annotated[int | None, _says("What it is worth a year; what is paid once is not in it")]


@dataclass(frozen=True, slots=True)
class FloorAnswer:
    """The least base to accept, what it is worth a year with the asked equity and the offered
    bonus, and why.

    `how` says where it comes from; an assumed one binds nobody. `accept_at` is the base at which a
    guide with two tiers would accept at once.
    """

    base: Annotated[int, _says("The least base to accept, a year")]
    annual: Annotated[
        int, _says("What that is worth a year with the asked equity and the offered bonus")
    ]
    how: Annotated[HowFloor, _says("Where it comes from; an assumed one binds nobody")]
    reasons: Annotated[tuple[str, ...], _says("Why, as sentences for the candidate")]
    accept_at: Annotated[
        int | None, _says("The base at which a guide with two tiers would accept at once")
    ] = None


@dataclass(frozen=True, slots=True)
class WalkAway:
    """The base under which, with the asked equity, to leave, and what that is worth a year with the
    offered bonus.

    `because` says what decides it: `minimum`, `floor`, or the company whose offer is worth as much.
    """

    base: Annotated[int, _says("The base under which to leave, a year")]
    annual: Annotated[
        int, _says("What that is worth a year with the asked equity and the offered bonus")
    ]
    because: Annotated[
        str, _says("What decides it: minimum, floor, or the company whose offer is worth as much")
    ]


@dataclass(frozen=True, slots=True)
class Gap:
    """By how much the best held offer is worth more a year where nothing is asked beyond the offer
    in hand."""

    annual: Annotated[int, _says("By how much the best held offer is worth more a year")]
    against: Annotated[str, _says("The company whose offer that is")]


@dataclass(frozen=True, slots=True)
class BreakEven:
    """The base at which the deal is worth as much a year as the best held offer; None where any
    base is enough."""

    base: Annotated[
        int, _says("The base a year at which the ask is worth as much as the best held offer")
    ]
    base_as_offered: Annotated[
        int | None,
        _says("The same with the equity as offered; null where any base is enough"),
    ]
    against: Annotated[str, _says("The company whose offer that is")]


@dataclass(frozen=True, slots=True)
class Alternative:
    """A competing offer; `why` says why it does not count, where it is not held."""

    company: Annotated[str, _says("Who offers it")]
    annual: Annotated[int | None, _says("What it is worth a year; null where that is not known")]
    held: Annotated[bool, _says("Whether it counts")]
    why: Annotated[
        Literal["expired", "expected"] | None, _says("Why it does not count; null where it does")
    ]


@dataclass(frozen=True, slots=True)
class LeverAnswer:
    """A lever: fired, silent, or undecided for want of facts (None); what it asks here; on what, or
    why not."""

    id: Annotated[str, _says("The lever, as the rules name it")]
    fired: Annotated[
        bool | None, _says("Whether it counts for this case; null where facts are missing")
    ]
    asks: Annotated[
        Mapping[str, int],
        Field(description="What it asks for here, by component", json_schema_extra=_COMPONENTS),
    ]
    facts: Annotated[tuple[str, ...], _says("The paths of the facts that it rests on")]
    why_not: Annotated[tuple[str, ...], _says("What keeps it from firing, as sentences")]

    def __post_init__(self) -> None:
        freeze(self, "asks")


@dataclass(frozen=True, slots=True)
class TalkingPoint:
    """A true thing to say, the facts of the case that it is made of, and the sources of what it
    cites."""

    lever: Annotated[str, _says("The lever that it belongs to")]
    text: Annotated[str, _says("What to say, word for word")]
    facts: Annotated[tuple[str, ...], _says("The paths of the facts that it is made of")]
    sources: Annotated[tuple[str, ...], _says("Where what it cites can be read")]


@dataclass(frozen=True, slots=True)
class HomeFigures:
    """Ask and floor in the home currency, for orientation: nothing is decided on them."""

    currency: Annotated[str, _says("The home currency, as a code of three letters")]
    ask: Annotated[
        Mapping[str, int | None],
        Field(
            description="Base, equity, signing and annual of the ask", json_schema_extra=_OF_AN_ASK
        ),
    ]
    floor: Annotated[
        Mapping[str, int] | None, _says("Base and annual of the floor; null where there is none")
    ]

    def __post_init__(self) -> None:
        freeze(self, "ask", "floor")


@dataclass(frozen=True, slots=True)
class RateUsed:
    """One unit of `base` is worth `rate` of `quote`; a cross is followed by the stated rates that
    it is made of."""

    base: Annotated[str, Field(alias="from", description="The currency of one unit")]
    quote: Annotated[str, Field(alias="to", description="The currency that it is worth")]
    rate: Annotated[str, _says("What one unit of the first is worth, as decimal digits")]
    date: Annotated[str | None, _says("The day that it is of; null where none is stated")]
    source: Annotated[str, _says("Where it comes from")]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the reader must know before relying on a figure."""

    code: Annotated[str, _says("What kind of notice it is: stable, for programs")]
    message: Annotated[str, _says("The same as a sentence")]


@dataclass(frozen=True, slots=True)
class Counteroffer:
    """The whole answer for one case in one region.

    Amounts are whole units of `currency`, base and annual totals a year, equity over
    `equity_years`, signing once; None where there is nothing, never 0 in its place.
    """

    today: Annotated[str, _says("The day that it was answered for, as 2026-11-20")]
    rules: Annotated[str, _says("The SHA-256 of the rules used")]
    case: Annotated[
        Understood,
        _says(
            "The case as understood, with its amounts in full: a case that gives this answer again"
        ),
    ]
    guide: Annotated[
        str | None, _says("The guide, as company/role; null where the case brings its own market")
    ]
    market: Annotated[
        Understood | None,
        _says("The market that the case brings instead of a guide; null where there is a guide"),
    ]
    region: Annotated[str, _says("The region that it is settled in")]
    level: Annotated[
        str | None,
        _says("The level of the guide's that it is settled at, else as stated; null without one"),
    ]
    currency: Annotated[
        str, _says("The currency of all amounts but those at home, as a code of three letters")
    ]
    basis: Annotated[Basis, _says("What the band is that the figures stand in")]
    ask: Annotated[Package, _says("What to ask for")]
    stretch: Annotated[Package, _says("The most that can be asked for")]
    headline: Annotated[bool, _says("Whether the guide's headline, its own opening figures, fired")]
    floor: Annotated[FloorAnswer | None, _says("The least to accept; null where there is none")]
    walk_away: Annotated[
        WalkAway | None, _says("Under what to leave; null where nothing decides it")
    ]
    break_even: Annotated[
        BreakEven | None,
        _says("The base at which the ask is level with the best held offer; null without one"),
    ]
    gap: Annotated[
        Gap | None,
        _says(
            "What the best held offer is worth more; null where something is asked beyond the offer"
        ),
    ]
    verdict: Annotated[
        Verdict, _says("What to do: prepare while there is no offer, counter, accept or walk away")
    ]
    reasons: Annotated[tuple[str, ...], _says("Why, as sentences for the candidate")]
    offer: Annotated[OfferInHand | None, _says("The offer in hand; null before there is one")]
    alternatives: Annotated[tuple[Alternative, ...], _says("The offers from elsewhere")]
    levers: Annotated[tuple[LeverAnswer, ...], _says("Every lever of the guide and the rules")]
    unused: Annotated[
        tuple[str, ...], _says("The paths of stated facts that nothing here depends on")
    ]
    talking_points: Annotated[tuple[TalkingPoint, ...], _says("True things to say")]
    home: Annotated[
        HomeFigures | None, _says("The figures in the home currency; null where none is asked for")
    ]
    rates: Annotated[tuple[RateUsed, ...], _says("The exchange rates used")]
    warnings: Annotated[tuple[Notice, ...], _says("What to know before relying on a figure")]
    assumptions: Annotated[tuple[str, ...], _says("What was taken for granted, as sentences")]
    schema: Annotated[
        Literal["counteroffer/2"], _says("The contract that the answer is made under")
    ] = "counteroffer/2"

    def __post_init__(self) -> None:
        freeze(self, "case", "market")


def understood(answer: Counteroffer) -> Mapping[str, Any]:
    """The case of an answer, for reading its entries."""
    return answer.case
