"""The least base to accept: the guide's floor, raised by a better alternative, and the minimum.

Beside it the tier at which the guide would accept.
"""

from __future__ import annotations

from collections.abc import Iterator

from counteroffer.language.expr import (
    FALSE,
    NOTHING,
    TRUE,
    ZERO,
    And,
    Choose,
    Compare,
    Expr,
    Fact,
    Greatest,
    Known,
    Least,
    Number,
    Product,
    Quotient,
    Sum,
)
from counteroffer.settlement.annual import at_most, less, package, per_year
from counteroffer.settlement.carrying import Tier, cited
from counteroffer.settlement.region_figures import RegionFigures

Steps = Iterator[tuple[str, Expr]]


def guide_floor(here: RegionFigures) -> Steps:
    """The guide's own floor here, and whether it is the default of an import."""
    yield "floor_is_assumed", TRUE if here.floor and here.floor.assumed else FALSE
    yield from _tier("guide_floor", here.floor)


def floor(here: RegionFigures) -> Steps:
    """The floor and what it is worth a year, with the tiers beside it.

    The ask and the break-even come before.
    """
    best, example = Fact("best_held_annual"), Fact("example_annual")
    examples = list(_examples(here))
    yield from examples
    yield "example_annual", Greatest(tuple(Fact(name) for name, _ in examples))
    lead = Choose(Compare(">", best, example), less(best, example), ZERO)
    yield "alternative_lead", lead
    yield "floor_raise", _no_further("guide_floor", Fact("break_even.base"))
    yield "argued_floor", Sum((Fact("guide_floor"), Fact("floor_raise")))
    yield "least_base", Greatest((Fact("argued_floor"), Fact("minimum_base")))
    yield "ask_base", Fact("ask.base")
    # Without an ask nothing would hold a floor down.
    both = And((Known(Fact("least_base")), Known(Fact("ask.base"))))
    base = Fact("floor.base")
    yield "floor.base", Choose(both, Least((Fact("least_base"), Fact("ask.base"))), NOTHING)
    worth = package(here.guide.years, base, Fact("ask.equity"))
    yield "floor.annual", Choose(Known(base), worth, NOTHING)
    yield from _total(here)
    yield from _accept_at(here)


def _no_further(name: str, limit: Expr) -> Expr:
    """The raise of what has this name: as much as the alternative leads by, but to a limit.

    0 where there is no limit to go to.
    """
    both = And((Known(limit), Known(Fact(name))))
    room = Greatest((less(limit, Fact(name)), ZERO))
    return Choose(both, Least((Fact("alternative_lead"), room)), ZERO)


def _examples(here: RegionFigures) -> Steps:
    """What each whole example of the guide is worth a year; the floor was argued from the best."""
    guide = here.rules.whole
    for number, offer in enumerate(guide.example_offers):
        if not here.rules.has(offer.region):
            continue  # it was argued with on another level
        if offer.annual(guide.years, with_equity=guide.has_equity) is None:
            continue
        base, equity = offer.total or offer.base, None if offer.total else offer.equity
        path = ("example_offers", number)
        above, below = per_year(
            cited(int(base.low), *path, "total" if offer.total else "base") if base else NOTHING,
            cited(int(equity.low), *path, "equity") if equity else NOTHING,
            Number((equity and equity.years) or guide.years),
        )
        rate = f"rate.{guide.bands[offer.region].currency}"
        here_a_year = Quotient(
            Product((above, Fact(f"{rate}.num"))), Product((below, Fact(f"{rate}.den"))), "half-up"
        )
        yield f"example.{number}", here_a_year


def _tier(name: str, tier: Tier | None) -> Steps:
    """The base of a tier of the guide's floor: what is stated, or what its total needs if more."""
    stated = tier.base.value if tier and tier.base else NOTHING
    if tier is None or tier.base_for_total is None:
        yield name, stated
        return
    on_total = f"{name}.on_total"
    yield on_total, tier.base_for_total
    yield name, Greatest((stated, at_most(Fact(on_total), Fact("band_base_high"))))


def _total(here: RegionFigures) -> Steps:
    """The least annual total, where the guide has one; never over the ask."""
    if here.floor and here.floor.annual:
        yield "guide_total", here.floor.annual
        yield "total_raise", _no_further("guide_total", Fact("best_held_annual"))
        yield "argued_total", Sum((Fact("guide_total"), Fact("total_raise")))
        held_down = Least((Fact("argued_total"), Fact("ask.annual")))
        yield "floor.total", Choose(Known(Fact("ask.annual")), held_down, NOTHING)


def _accept_at(here: RegionFigures) -> Steps:
    """The tier at which the guide would accept, if it is above the least; never over the ask."""
    if here.accept_at:
        yield from _tier("guide_accept_at", here.accept_at)
        yield "accept_at_raise", _no_further("guide_accept_at", Fact("break_even.base"))
        yield "argued_accept_at", Sum((Fact("guide_accept_at"), Fact("accept_at_raise")))
        yield "least_accept_at", Greatest((Fact("argued_accept_at"), Fact("floor.base")))
        both = And((Known(Fact("guide_accept_at")), Known(Fact("floor.base"))))
        held_down = Least((Fact("least_accept_at"), Fact("ask.base")))
        yield "floor.accept_at", Choose(both, held_down, NOTHING)
    yield "accept_at", Fact("floor.accept_at") if here.accept_at else NOTHING
