"""What an answer warns of, as conditions over the values of a settled case.

Each condition is written once: texts for people, codes of tables and columns of tables are told by
it. What hangs on a calendar, on the offers' terms or on rates is a flag that the reader of a case
finds, named as in `TOLD`.
"""

from __future__ import annotations

from collections.abc import Iterator

from counteroffer.language.expr import (
    FALSE,
    TRUE,
    And,
    Compare,
    Expr,
    Fact,
    Greatest,
    Known,
    Not,
    Number,
    Or,
)
from counteroffer.rulebook.guide import COMPONENTS, Component
from counteroffer.settlement.annual import or_zero
from counteroffer.settlement.carrying import ASSUMED
from counteroffer.settlement.outcome import WALK_AWAY
from counteroffer.settlement.program import Program
from counteroffer.settlement.region_figures import NO_MARKET, RegionFigures
from counteroffer.text.kept import remembered

OFFER_EXPIRED, EXPIRED, EXPECTED = "offer-expired", "alternative-expired", "alternative-expected"
RATES, STALE, FAR = "rates", "stale-rate", "rate-far-from-snapshot"
REPLACED = "guide-replaced"
# The flags of a case that its reader finds, by the code that they tell.
_FLAGS = (OFFER_EXPIRED, EXPIRED, EXPECTED, REPLACED, RATES, STALE, FAR)
TOLD = {code: f"told.{code}" for code in _FLAGS}

Warned = tuple[tuple[str, Expr], ...]


@remembered
def warned_of(program: Program) -> Warned:
    """The codes of warnings in the order in which they are told, each with when it holds.

    A condition that is unknown does not hold.
    """
    found: dict[str, list[Expr]] = {}
    for code, when in _warned_of(program):
        found.setdefault(code, []).append(when)
    return tuple(
        (code, whens[0] if len(whens) == 1 else Or(tuple(whens))) for code, whens in found.items()
    )


def _warned_of(program: Program) -> Iterator[tuple[str, Expr]]:
    """Missing facts first, then what bears on the numbers, then the guide's contradictions."""
    here = program.place
    if here.converted:
        yield "no-market-here", Fact(NO_MARKET)
    if program.levers:
        yield "facts-missing", Or(tuple(Not(Known(when)) for when in program.levers.values()))
    yield from _flags(OFFER_EXPIRED, EXPIRED, EXPECTED)
    if here.converted:
        yield "converted-region", Not(Fact(NO_MARKET))
    yield from _money_at_odds(here)
    held_down = tuple(_held_to_an_earlier_round(component) for component in COMPONENTS)
    yield "ask-over-earlier-round", Or(held_down)
    yield from _flags(REPLACED)
    if here.guide.needs_review:
        yield "guide-needs-review", TRUE
    yield from _flags(RATES, STALE, FAR)
    for finding in here.rules.findings:
        if finding.region in (None, here.region):
            yield finding.code, Fact(f"fired.{finding.lever}") if finding.lever else TRUE


def _flags(*codes: str) -> Iterator[tuple[str, Expr]]:
    yield from ((code, Fact(TOLD[code])) for code in codes)


def _money_at_odds(here: RegionFigures) -> Iterator[tuple[str, Expr]]:
    asked, best, offered = Fact("ask.annual"), Fact("best_held_annual"), Fact("offer_annual")
    yield "base-missing", Not(Known(Fact("ask.base")))
    yield "minimum-lifts-ask", _lifted()
    yield "ask-under-current-pay", Compare("<", asked, Fact("current_annual"))
    under = Compare("<", Fact("floor.base"), Fact("break_even.base"))
    floor = (under, Known(Fact("floor.annual")), Not(_floor_is_assumed(here)))
    yield "floor-under-break-even", And(floor)
    yield "ask-under-alternative", Compare("<", asked, best)
    leaving = Compare("==", Fact("verdict"), Number(WALK_AWAY))
    yield "walk-away-from-the-best", And((leaving, Compare(">", offered, best)))


def _lifted() -> Expr:
    """That the candidate's minimum is over what else there is to ask for."""
    minimum = Fact("minimum_base")
    others = Greatest(
        tuple(or_zero(Fact(name)) for name in ("supported.base", "least_ask.base", "offer_base"))
    )
    return And((Compare(">", minimum, others), Compare("==", Fact("ask.base"), minimum)))


def _held_to_an_earlier_round(component: Component) -> Expr:
    """That less is asked for than the rules say, because it was in an earlier round."""
    rules = Fact(f"capped.{component}")
    before, now = Fact(f"asked_before.{component}"), Fact(f"ask.{component}")
    return And((Compare("<", before, rules), Compare("<", now, rules)))


def _floor_is_assumed(here: RegionFigures) -> Expr:
    """That the floor is the default of an import, and not the candidate's own minimum."""
    floor = here.floor
    if floor is None or not floor.assumed:
        return FALSE
    argued = Fact("argued_floor")
    minimum = Fact("minimum_base")
    no_more = Or((Not(Known(minimum)), Compare("<=", minimum, argued)))
    by_guide = And((Known(argued), no_more))
    if floor.base is None or floor.base.how == ASSUMED:
        return by_guide
    total = Fact("guide_floor.on_total")
    on_total = And((Known(total), Compare("==", total, Fact("guide_floor"))))
    return And((by_guide, on_total))
