"""What conditions may name of the offer, the alternatives and the band.

All are expressions over a case in numbers.
"""

from __future__ import annotations

from counteroffer.language.expr import (
    NOTHING,
    ZERO,
    And,
    Choose,
    Compare,
    Expr,
    Fact,
    Greatest,
    Known,
    Number,
    Or,
    Product,
    Quotient,
    Rounding,
    Sum,
)
from counteroffer.settlement.annual import annual
from counteroffer.settlement.carrying import in_here
from counteroffer.settlement.region_figures import NO_MARKET, RegionFigures

Named = tuple[tuple[str, Expr], ...]


def equity_here(offer: str, years: int, rounding: Rounding, step: int = 1) -> Expr:
    """An offer's equity in the region's currency, over the guide's period."""
    name = f"{offer}.equity"
    above = Product((Fact(name), Number(years), Fact(f"{name}.num")))
    return Quotient(above, Product((Fact(f"{offer}.years"), Fact(f"{name}.den"))), rounding, step)


def _middle(ends: tuple[Expr, Expr] | None, rounding: Rounding, step: int = 1) -> Expr:
    return Quotient(Sum(ends), Number(2), rounding, step) if ends else NOTHING


def measures(here: RegionFigures, offers: int, stated_money: tuple[str, ...]) -> Named:
    """What conditions may name, and each offer's own annual total."""
    held = [f"held.{number}" for number in range(offers)]
    years = here.guide.years

    def over_held(value: dict[str, Expr]) -> Expr:
        return Greatest(tuple(Choose(Fact(f"{one}.held"), value[one], NOTHING) for one in held))

    def matched(one: str, part: Expr, recast: str, rounded: Expr) -> Expr:
        return Choose(Fact(f"{one}.{recast}"), rounded, part)

    base = {one: in_here(Fact(f"{one}.base"), f"{one}.base", "half-up") for one in held}
    base_up = {
        one: matched(
            one,
            base[one],
            "converted",
            in_here(Fact(f"{one}.base"), f"{one}.base", "up", here.step),
        )
        for one in held
    }
    equity = {
        one: matched(
            one,
            equity_here(one, years, "half-up"),
            "recast",
            equity_here(one, years, "up", here.step),
        )
        for one in held
    }
    return (
        ("offer_base", in_here(Fact("offer.base"), "offer.base", "half-up")),
        ("offer_equity", equity_here("offer", years, "half-up")),
        ("offer_signing", in_here(Fact("offer.signing"), "offer.signing", "half-up")),
        ("offer_annual", annual("offer")),
        ("current_annual", annual("current")),
        ("worth_more", in_here(Fact("worth_more.amount"), "worth_more", "half-up")),
        *((name, in_here(Fact(f"{name}.amount"), name, "up")) for name in stated_money),
        *((f"{one}.annual", annual(one)) for one in held),
        *((f"{one}.base_here", base[one]) for one in held),
        ("held_offers", Sum(tuple(Choose(Fact(f"{one}.held"), Number(1), ZERO) for one in held))),
        ("highest_held_base", over_held({one: Fact(f"{one}.base_here") for one in held})),
        ("best_held_annual", over_held({one: Fact(f"{one}.annual") for one in held})),
        *((f"{one}.base_matched", base_up[one]) for one in held),
        *((f"{one}.equity_matched", equity[one]) for one in held),
        ("matched_base", over_held({one: Fact(f"{one}.base_matched") for one in held})),
        ("matched_equity", over_held({one: Fact(f"{one}.equity_matched") for one in held})),
        ("band_base_low", here.band["base"][0]),
        ("band_base_high", here.band["base"][1]),
        ("band_base_middle", _middle(here.band["base"], "up")),
        ("band_equity_middle", _middle(here.band.get("equity"), "up")),
        ("middle_base", _middle(here.band["base"], "half-up", here.step)),
        ("middle_equity", _middle(here.band.get("equity"), "half-up", here.step)),
        *([(NO_MARKET, _no_market(here, held))] if here.converted else []),
    )


def _no_market(here: RegionFigures, held: list[str]) -> Expr:
    """Whether a converted band says nothing of its place.

    So it is where the offer in hand or a held offer has a base under 0.8 of the band's low or over
    1.25 of its high.
    """
    low, high = here.band["base"]
    bases: list[Expr] = [Fact("offer_base")]
    bases += [Choose(Fact(f"{one}.held"), Fact(f"{one}.base_here"), NOTHING) for one in held]
    four, five = Number(4), Number(5)
    outside = tuple(
        And((Known(base), far))
        for base in bases
        for far in (
            Compare("<", Product((base, five)), Product((low, four))),
            Compare(">", Product((base, four)), Product((high, five))),
        )
    )
    return Or(outside)
