"""Ask and floor against the best held offer: break-even, walk-away, gap and verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from counteroffer.language.expr import (
    NOTHING,
    And,
    Choose,
    Compare,
    Expr,
    Fact,
    Greatest,
    Known,
    Least,
    Not,
    Number,
    Or,
)
from counteroffer.rulebook.guide import COMPONENTS
from counteroffer.settlement.annual import Portion, base_beside, grant, less, or_zero, package
from counteroffer.settlement.region_figures import RegionFigures

COUNTER, ACCEPT, WALK_AWAY, PREPARE = 0, 1, 2, 3
VERDICTS: Mapping[int, str] = {
    COUNTER: "counter",
    ACCEPT: "accept",
    WALK_AWAY: "walk-away",
    PREPARE: "prepare",
}
MINIMUM, FLOOR, BEST_HELD = 0, 1, 2  # what decides the walk-away, the first at a tie

Steps = Iterator[tuple[str, Expr]]
_BEST = Fact("best_held_annual")


def break_even(here: RegionFigures) -> Steps:
    """The base at which the offer is worth as much a year as the best held one.

    With the equity as asked, and as offered.
    """
    offered = base_beside(_BEST, grant("offer"), "up")
    both = And((Fact("offer_stated"), Known(Fact("break_even.base"))))
    yield "break_even.base", _with_asked_equity(here, _BEST)
    yield "break_even.base_as_offered", Choose(both, offered, NOTHING)


def _with_asked_equity(here: RegionFigures, annual: Expr) -> Expr:
    """The base that makes up an annual total with the asked equity and the offered bonus."""
    equity = Portion(or_zero(Fact("ask.equity")), (Number(here.guide.years),))
    return base_beside(annual, equity, "up")


def walk_away(here: RegionFigures) -> Steps:
    """The base under which, with the asked equity, to leave.

    Beside it what that is worth a year, and what decides it; an assumed floor does not.
    """
    enough = less(_BEST, or_zero(Fact("worth_more")))
    yield "enough_annual", enough
    yield "enough_base", _with_asked_equity(here, Fact("enough_annual"))
    minimum, base = Fact("minimum_base"), Fact("walk_away.base")
    floor = NOTHING if here.floor and here.floor.assumed else Fact("floor.base")
    least = Fact("least_walk_away")
    yield "least_walk_away", Greatest((minimum, floor, Fact("enough_base")))
    both = And((Known(least), Known(Fact("ask.base"))))
    yield "walk_away.base", Choose(both, Least((least, Fact("ask.base"))), NOTHING)
    worth = package(here.guide.years, base, Fact("ask.equity"))
    yield "walk_away.annual", Choose(Known(base), worth, NOTHING)
    because = Choose(
        Compare(">=", minimum, least),
        Number(MINIMUM),
        Choose(Compare(">=", floor, least), Number(FLOOR), Number(BEST_HELD)),
    )
    yield "walk_away.because", Choose(Known(base), because, NOTHING)


def verdict(here: RegionFigures) -> Steps:
    """Whether the offer meets the ask, the gap, and the verdict as a number of `VERDICTS`.

    The gap is what it is short of the best held one where nothing is asked beyond it. Names without
    a dot are what the reasons of a verdict can name.
    """
    offered = Fact("offer_annual")
    yield "final", Fact("offer.final")
    yield "floor_base", Fact("floor.base")
    yield "ask_annual", Fact("ask.annual")
    yield "ask_met", And((Fact("offer_stated"), *(_met(one) for one in COMPONENTS)))
    behind = Compare("<", offered, _BEST)
    short = less(_BEST, offered)
    yield "short_of_best", Choose(behind, short, NOTHING)
    yield "gap.annual", Choose(Fact("ask_met"), Fact("short_of_best"), NOTHING)
    yield "gap", Fact("gap.annual")
    yield "worth_leaving", _worth_leaving()
    yield "under_floor", _under_floor(here)
    final = Choose(
        Or((Fact("worth_leaving"), Fact("under_floor"))), Number(WALK_AWAY), Number(ACCEPT)
    )
    enough = Or((Not(Known(_BEST)), Compare(">=", offered, _BEST)))
    yield (
        "verdict",
        Choose(
            Not(Fact("offer_stated")),
            Number(PREPARE),
            Choose(
                And((Fact("ask_met"), enough)),
                Number(ACCEPT),
                Choose(Fact("offer.final"), final, Number(COUNTER)),
            ),
        ),
    )


def _met(component: str) -> Expr:
    asked = Fact(f"ask.{component}")
    return Or((Not(Known(asked)), Compare(">=", or_zero(Fact(f"offer_{component}")), asked)))


def _worth_leaving() -> Expr:
    """Whether the best held offer is worth more, by more than what this job is worth beyond it."""
    return Compare("<", Fact("offer_annual"), Fact("enough_annual"))


def _under_floor(here: RegionFigures) -> Expr:
    """Whether both the base and the annual total are under those of the floor.

    Of an assumed floor the minimum alone counts.
    """
    offered = Fact("offer_annual")
    base: Expr = Fact("floor.base")
    annual: Expr = Fact("floor.annual")
    total = here.floor and here.floor.total
    if here.floor and here.floor.assumed:
        minimum, total = Fact("minimum_base"), None
        base = Choose(Known(minimum), Least((minimum, Fact("ask.base"))), NOTHING)
        annual = package(here.guide.years, base, Fact("ask.equity"))
    under: Expr = And((Compare("<", Fact("offer_base"), base), Compare("<", offered, annual)))
    return Or((under, Compare("<", offered, Fact("floor.total")))) if total else under
