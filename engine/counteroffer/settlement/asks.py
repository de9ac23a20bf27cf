"""From the levers that fired to what is asked.

Proposals, the headline's cap, earlier asks, what is in hand, the guide's floor and the minimum.
"""

from __future__ import annotations

from collections.abc import Iterator

from counteroffer.language.expr import (
    NOTHING,
    And,
    Choose,
    Expr,
    Fact,
    Greatest,
    Known,
    Least,
    Not,
    Number,
    Or,
    Product,
    Quotient,
    Sum,
)
from counteroffer.rulebook.guide import COMPONENTS, Component
from counteroffer.settlement.annual import at_most, or_zero, package
from counteroffer.settlement.carrying import ASSUMED, TOTAL, RegionFigure
from counteroffer.settlement.region_figures import NO_MARKET, RegionFigures

COMPETING = "competing-offers"
Steps = Iterator[tuple[str, Expr]]


def headline_condition(here: RegionFigures) -> Expr:
    """The headline fires when competing-offers and another lever of the guide's own list fire.

    Where the guide says nothing of the place it does not.
    """
    others = tuple(
        Fact(f"fired.{lever.id}") for lever in here.levers if lever.own and lever.id != COMPETING
    )
    somewhere = (Not(Fact(NO_MARKET)),) if here.converted else ()
    return And((Fact(f"fired.{COMPETING}"), Or(others), *somewhere))


def figures(here: RegionFigures) -> Steps:
    """What each lever and the headline ask for here."""
    for lever in here.levers:
        for component, figure in here.asks[lever.id].items():
            yield from _figure(here, f"asks.{lever.id}.{component}", figure)
    for component, figure in here.headline.items():
        yield from _figure(here, f"headline.{component}", figure)


def _figure(here: RegionFigures, name: str, figure: RegionFigure) -> Steps:
    """A figure; of a base that an asked total leaves no more than 1.15 of the top of the band.

    More would be a total that counts what the offer does not have.
    """
    if figure.how != TOTAL:
        yield name, figure.value
        return
    exact = Product((Fact("band_base_high"), Number(23)))
    down = Sum((exact, Number(-10 * here.step)))  # half a step less: half-up then rounds down
    yield f"{name}.left", figure.value
    yield f"{name}.most", Quotient(down, Number(20), "half-up", here.step)
    yield name, at_most(Fact(f"{name}.left"), Fact(f"{name}.most"))


def asks(here: RegionFigures) -> Steps:
    """Ask and stretch by component, and what both are worth a year.

    `guide_floor` is among what comes before, where the guide has one.
    """
    yield "least_ask.base", _least_ask(here)
    for component in COMPONENTS:
        yield from _component(here, component)
    lifted = (Fact("guide_floor"),) if _lifts(here) else ()
    without = (Fact("capped.base"), Fact("offer_base"), Fact("minimum_base"), *lifted)
    yield "base_without_rounds", Greatest(without)
    for side in ("ask", "stretch"):
        worth = package(here.guide.years, Fact(f"{side}.base"), Fact(f"{side}.equity"))
        yield f"{side}.annual", worth


def _component(here: RegionFigures, component: Component) -> Steps:
    proposals = [
        Choose(Fact(f"fired.{lever.id}"), Fact(f"asks.{lever.id}.{component}"), NOTHING)
        for lever in here.levers
        if component in here.asks[lever.id]
    ]
    own = here.headline.get(component)
    if own:
        proposals.append(Choose(Fact("headline"), Fact(f"headline.{component}"), NOTHING))
    cap = Fact(f"headline.{component}") if own and own.how != ASSUMED else NOTHING
    proposed, before = Fact(f"proposed.{component}"), Fact(f"asked_before.{component}")
    least = (Fact("minimum_base"), Fact("least_ask.base")) if component == "base" else ()
    in_hand = (Fact(f"offer_{component}"), *least)
    yield f"proposed.{component}", Greatest(tuple(proposals))
    yield f"capped.{component}", Choose(Known(proposed), Least((proposed, cap)), NOTHING)
    yield f"supported.{component}", at_most(Fact(f"capped.{component}"), before)
    yield f"ask.{component}", Greatest((Fact(f"supported.{component}"), *in_hand))
    yield f"supported_stretch.{component}", at_most(proposed, before)
    yield f"stretch.{component}", Greatest((Fact(f"supported_stretch.{component}"), *in_hand))


def _lifts(here: RegionFigures) -> bool:
    """Whether less than the guide's floor is never asked.

    So it is where the guide states or carries a base that is no more than what it would accept at.
    """
    return bool(here.floor and here.floor.lifts_the_ask)


def _least_ask(here: RegionFigures) -> Expr:
    if not (_lifts(here) and here.floor and here.floor.base):
        return NOTHING
    return at_most(here.floor.base.value, Fact("asked_before.base"))


def gains(here: RegionFigures) -> Steps:
    """What each lever adds a year to the offer in hand, within the ask.

    The levers are argued in the order of these gains.
    """
    for lever in here.levers:
        best: dict[Component, Expr] = {
            component: Fact(f"offer_{component}") for component in COMPONENTS
        }
        for component in here.asks[lever.id]:
            wanted = Fact(f"asks.{lever.id}.{component}")
            within = Least((wanted, Fact(f"ask.{component}")))
            best[component] = Choose(
                Known(wanted), Greatest((best[component], within)), best[component]
            )
        worth = package(here.guide.years, best["base"], best["equity"])
        yield f"gain.{lever.id}", or_zero(worth)
        yield f"gain.{lever.id}.signing", or_zero(best["signing"])
