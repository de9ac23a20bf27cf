"""The arithmetic of the answer, written once as expressions of the rules' own tree.

For one region of a guide: the measures that conditions name, and from the levers that fired to ask,
stretch, floor, break-even and verdict. Nothing is computed here for a case; interpreters do that.

Names with a dot are the engine's own. An offer `o` (`offer`, `held.0`, `held.1`, ...) has `o.base`,
`o.equity` over `o.years`, `o.signing`, `o.bonus_rate` in hundredths of a percent, `o.bonus_amount`,
all in its own currency, and `o.num` / `o.den`, what one unit of that is in the region's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
    Least,
    Not,
    Number,
    Or,
    Product,
    Quotient,
    Rounding,
    Sum,
    count_nodes,
)
from counteroffer.rulebook.guide import COMPONENTS, Component
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.rulebook.shared import Reason
from counteroffer.settlement.annual import base_making, or_one, or_zero, package, per_year
from counteroffer.settlement.region_figures import (
    BYTES_OF_A_NODE,
    RegionFigures,
    Tier,
    cited,
    in_here,
)
from counteroffer.text.kept import Keeper

COMPETING = "competing-offers"
COUNTER, ACCEPT, WALK_AWAY = 0, 1, 2

# Every name that a program can have and that is not a rule's or a fact's; * is a lever, a component
# or a number.
NAMES = (
    *("offer_base", "offer_equity", "offer_signing", "offer_annual", "held_offers"),
    *("highest_held_base", "best_held_annual", "matched_base", "matched_equity"),
    *("band_base_low", "band_base_middle", "band_equity_middle", "middle_base", "middle_equity"),
    *("held.*.annual", "held.*.base_here", "held.*.base_matched", "held.*.equity_matched"),
    *("asks.*.*", "headline.*", "proposed.*", "capped.*", "supported.*", "supported_stretch.*"),
    *("ask.*", "stretch.*", "base_without_rounds", "gain.*", "gain.*.signing"),
    *("guide_floor", "guide_floor.on_total", "example.*", "example_annual", "floor_raise"),
    *("argued_floor", "least_base", "ask_base", "floor.base", "floor.annual", "floor.total"),
    *("guide_accept_at", "guide_accept_at.on_total", "argued_accept_at", "least_accept_at"),
    *("floor.accept_at", "argued_total", "break_even.base", "break_even.base_as_offered"),
    *("verdict", "fired.*", "headline"),
)

Named = tuple[tuple[str, Expr], ...]


@dataclass(frozen=True, eq=False)
class Program(Keeper):
    """All that is to be worked out for a region and a number of competing offers.

    It is the same for every interpreter. `foreign` says that rules from outside the package are
    among it.
    """

    place: RegionFigures
    kinds: Mapping[str, str] = field(repr=False)
    measures: Named = field(repr=False)
    levers: Mapping[str, Expr] = field(repr=False)
    headline: Expr = field(repr=False)
    settlement: Named = field(repr=False)
    reasons: tuple[Reason, ...] = field(repr=False)
    foreign: bool

    @property
    def steps(self) -> tuple[tuple[str, Expr, bool], ...]:
        """Every expression but those of the reasons, in the order to evaluate.

        Its name, itself, and whether it is a condition, which counts as false where it is unknown.
        """
        return (
            *((name, expr, False) for name, expr in self.measures),
            *((f"fired.{lever}", expr, True) for lever, expr in self.levers.items()),
            ("headline", self.headline, True),
            *((name, expr, False) for name, expr in self.settlement),
        )


def program(rulebook: Rulebook, here: RegionFigures, offers: int) -> Program:
    """The program for a region and a number of offers; kept on the rulebook."""
    return rulebook.kept.get(
        ("program", here, offers), lambda: _program(rulebook, here, offers), _weight
    )


def _weight(made: Program) -> int:
    """An estimate in bytes of a program, with what interpreters make of it."""
    conditions = (*made.levers.values(), made.headline)
    named = (expr for _, expr in (*made.measures, *made.settlement))
    return BYTES_OF_A_NODE * count_nodes((*conditions, *named))


def _program(rulebook: Rulebook, here: RegionFigures, offers: int) -> Program:
    stated_money = tuple(name for name, one in rulebook.profile.items() if one.type == "money")
    return Program(
        here,
        rulebook.kinds,
        measures(here, offers, stated_money),
        here.conditions,
        headline_condition(here),
        settlement(here),
        rulebook.reasons,
        rulebook.foreign,
    )


def _annual(offer: str) -> Expr:
    """An offer's annual total in the region's currency; unknown if it states none that counts."""
    parts = [
        Fact(f"{offer}.{part}")
        for part in ("base", "equity", "years", "bonus_rate", "bonus_amount")
    ]
    base, equity, years, bonus_rate, bonus_amount = parts
    numerator, denominator = per_year(base, equity, or_one(years), bonus_rate, bonus_amount)
    stated = Or((Known(base), Known(equity), Known(bonus_amount)))
    total = Quotient(
        Product((numerator, Fact(f"{offer}.num"))),
        Product((denominator, Fact(f"{offer}.den"))),
        "half-up",
    )
    return Choose(stated, total, NOTHING)


def _equity(offer: str, years: int, rounding: Rounding, step: int = 1) -> Expr:
    """An offer's equity in the region's currency, over the guide's period."""
    above = Product((Fact(f"{offer}.equity"), Number(years), Fact(f"{offer}.num")))
    return Quotient(above, Product((Fact(f"{offer}.years"), Fact(f"{offer}.den"))), rounding, step)


def _middle(ends: tuple[Expr, Expr] | None, rounding: Rounding, step: int = 1) -> Expr:
    return Quotient(Sum(ends), Number(2), rounding, step) if ends else NOTHING


def measures(here: RegionFigures, offers: int, stated_money: tuple[str, ...]) -> Named:
    """What conditions may name, and each offer's own annual total.

    That is of the offer, the alternatives and the band.
    """
    held = [f"held.{number}" for number in range(offers)]
    years = here.guide.years

    def over_held(value: dict[str, Expr]) -> Expr:
        return Greatest(tuple(Choose(Fact(f"{one}.held"), value[one], NOTHING) for one in held))

    def matched(one: str, part: Expr, recast: str, rounded: Expr) -> Expr:
        return Choose(Fact(f"{one}.{recast}"), rounded, part)

    base = {one: in_here(Fact(f"{one}.base"), one, "half-up") for one in held}
    base_up = {
        one: matched(
            one, base[one], "converted", in_here(Fact(f"{one}.base"), one, "up", here.step)
        )
        for one in held
    }
    equity = {
        one: matched(
            one, _equity(one, years, "half-up"), "recast", _equity(one, years, "up", here.step)
        )
        for one in held
    }
    return (
        ("offer_base", in_here(Fact("offer.base"), "offer", "half-up")),
        ("offer_equity", _equity("offer", years, "half-up")),
        ("offer_signing", in_here(Fact("offer.signing"), "offer", "half-up")),
        ("offer_annual", _annual("offer")),
        *((name, in_here(Fact(f"{name}.amount"), name, "up")) for name in stated_money),
        *((f"{one}.annual", _annual(one)) for one in held),
        *((f"{one}.base_here", base[one]) for one in held),
        ("held_offers", Sum(tuple(Choose(Fact(f"{one}.held"), Number(1), ZERO) for one in held))),
        ("highest_held_base", over_held({one: Fact(f"{one}.base_here") for one in held})),
        ("best_held_annual", over_held({one: Fact(f"{one}.annual") for one in held})),
        *((f"{one}.base_matched", base_up[one]) for one in held),
        *((f"{one}.equity_matched", equity[one]) for one in held),
        ("matched_base", over_held({one: Fact(f"{one}.base_matched") for one in held})),
        ("matched_equity", over_held({one: Fact(f"{one}.equity_matched") for one in held})),
        ("band_base_low", here.band["base"][0]),
        ("band_base_middle", _middle(here.band["base"], "up")),
        ("band_equity_middle", _middle(here.band.get("equity"), "up")),
        ("middle_base", _middle(here.band["base"], "half-up", here.step)),
        ("middle_equity", _middle(here.band.get("equity"), "half-up", here.step)),
    )


def headline_condition(here: RegionFigures) -> Expr:
    """The condition of the headline.

    It fires when competing-offers fires together with another lever of the guide's own list.
    """
    others = tuple(
        Fact(f"fired.{lever.id}") for lever in here.levers if lever.own and lever.id != COMPETING
    )
    return And((Fact(f"fired.{COMPETING}"), Or(others)))


def settlement(here: RegionFigures) -> Named:
    """The figures that follow from the levers that fired, by name, in the order to evaluate."""
    named: list[tuple[str, Expr]] = []
    for lever in here.levers:
        named += [
            (f"asks.{lever.id}.{component}", figure.value)
            for component, figure in here.asks[lever.id].items()
        ]
    named += [
        (f"headline.{component}", figure.value) for component, figure in here.headline.items()
    ]
    for component in COMPONENTS:
        proposals = [
            Choose(Fact(f"fired.{lever.id}"), Fact(f"asks.{lever.id}.{component}"), NOTHING)
            for lever in here.levers
            if component in here.asks[lever.id]
        ]
        cap = Fact(f"headline.{component}")
        if component in here.headline:
            proposals.append(Choose(Fact("headline"), cap, NOTHING))
        proposed = Fact(f"proposed.{component}")
        floor = (Fact("minimum_base"),) if component == "base" else ()
        in_hand, before = Fact(f"offer_{component}"), Fact(f"asked_before.{component}")
        named += [
            (f"proposed.{component}", Greatest(tuple(proposals))),
            (f"capped.{component}", Choose(Known(proposed), Least((proposed, cap)), NOTHING)),
            (f"supported.{component}", _at_most(Fact(f"capped.{component}"), before)),
            (f"ask.{component}", Greatest((Fact(f"supported.{component}"), in_hand, *floor))),
            (f"supported_stretch.{component}", _at_most(proposed, before)),
            (
                f"stretch.{component}",
                Greatest((Fact(f"supported_stretch.{component}"), in_hand, *floor)),
            ),
        ]
    named.append(
        (
            "base_without_rounds",
            Greatest((Fact("capped.base"), Fact("offer_base"), Fact("minimum_base"))),
        )
    )
    named += [
        (f"{side}.annual", package(here.guide.years, Fact(f"{side}.base"), Fact(f"{side}.equity")))
        for side in ("ask", "stretch")
    ]
    named += _gains(here)
    named += _floor(here)
    named += _break_even(here)
    named.append(("verdict", _verdict(here)))
    return tuple(named)


def _at_most(figure: Expr, limit: Expr) -> Expr:
    """The lesser of a figure and a limit, if that is known; unknown where the figure is."""
    return Choose(And((Known(limit), Known(figure))), Least((figure, limit)), figure)


def _gains(here: RegionFigures) -> list[tuple[str, Expr]]:
    """What each lever adds a year to the offer in hand, within the ask.

    The levers are argued in the order of these gains.
    """
    gains = []
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
        gains.append(
            (f"gain.{lever.id}", or_zero(package(here.guide.years, best["base"], best["equity"])))
        )
        gains.append((f"gain.{lever.id}.signing", or_zero(best["signing"])))
    return gains


def _floor(here: RegionFigures) -> list[tuple[str, Expr]]:
    examples = _examples(here)
    best, example = Fact("best_held_annual"), Fact("example_annual")
    both = And(
        (Known(Fact("least_base")), Known(Fact("ask.base")))
    )  # without an ask nothing would hold a floor down
    raised = Choose(Compare(">", best, example), Sum((best, Product((Number(-1), example)))), ZERO)
    return [
        *_tier("guide_floor", here.floor),
        *examples,
        ("example_annual", Greatest(tuple(Fact(name) for name, _ in examples))),
        ("floor_raise", raised),
        ("argued_floor", Sum((Fact("guide_floor"), Fact("floor_raise")))),
        ("least_base", Greatest((Fact("argued_floor"), Fact("minimum_base")))),
        ("ask_base", Fact("ask.base")),
        ("floor.base", Choose(both, Least((Fact("least_base"), Fact("ask.base"))), NOTHING)),
        (
            "floor.annual",
            Choose(
                Known(Fact("floor.base")),
                package(here.guide.years, Fact("floor.base"), Fact("ask.equity")),
                NOTHING,
            ),
        ),
        *_beside_the_floor(here),
    ]


def _examples(here: RegionFigures) -> list[tuple[str, Expr]]:
    """What each complete example of the guide is worth a year, which its floor was argued from."""
    guide = here.guide
    examples: list[tuple[str, Expr]] = []
    for number, offer in enumerate(guide.example_offers):
        if offer.annual(guide.years, with_equity=guide.has_equity) is None:
            continue
        base, equity = offer.total or offer.base, None if offer.total else offer.equity
        path = ("example_offers", number)
        above, below = per_year(
            cited(int(base.low), *path, "total" if offer.total else "base") if base else NOTHING,
            cited(int(equity.low), *path, "equity") if equity else NOTHING,
            Number((equity and equity.years) or guide.years),
            NOTHING,
            NOTHING,
        )
        rate = f"rate.{guide.bands[offer.region].currency}"
        here_a_year = Quotient(
            Product((above, Fact(f"{rate}.num"))), Product((below, Fact(f"{rate}.den"))), "half-up"
        )
        examples.append((f"example.{number}", here_a_year))
    return examples


def _tier(name: str, tier: Tier | None) -> list[tuple[str, Expr]]:
    """The base of a tier of the guide's floor: stated, or what its annual total needs if more."""
    stated = tier.base.value if tier and tier.base else NOTHING
    if tier is None or tier.base_for_total is None:
        return [(name, stated)]
    on_total = f"{name}.on_total"
    return [(on_total, tier.base_for_total), (name, Greatest((stated, Fact(on_total))))]


def _beside_the_floor(here: RegionFigures) -> list[tuple[str, Expr]]:
    """The accept-at tier and the least annual total, where the guide has them; at most the ask."""
    beside: list[tuple[str, Expr]] = []
    if here.floor and here.floor.total:
        beside.append(("argued_total", Sum((here.floor.total.value, Fact("floor_raise")))))
        total = Fact("argued_total")
        beside.append(
            (
                "floor.total",
                Choose(Known(Fact("ask.annual")), Least((total, Fact("ask.annual"))), NOTHING),
            )
        )
    if here.accept_at:
        least = Fact("least_accept_at")
        both = And((Known(Fact("guide_accept_at")), Known(Fact("floor.base"))))
        beside += _tier("guide_accept_at", here.accept_at)
        beside += [
            ("argued_accept_at", Sum((Fact("guide_accept_at"), Fact("floor_raise")))),
            ("least_accept_at", Greatest((Fact("argued_accept_at"), Fact("floor.base")))),
        ]
        beside.append(("floor.accept_at", Choose(both, Least((least, Fact("ask.base"))), NOTHING)))
    return beside


def _break_even(here: RegionFigures) -> list[tuple[str, Expr]]:
    years, best = Number(here.guide.years), Fact("best_held_annual")
    num, den = or_one(Fact("offer.num")), or_one(Fact("offer.den"))
    asked = base_making(best, Product((or_zero(Fact("ask.equity")), den)), years, "up", over=den)
    offered_equity = Product((or_zero(Fact("offer.equity")), num))
    offered = base_making(best, offered_equity, or_one(Fact("offer.years")), "up", over=den)
    both = And((Fact("offer_stated"), Known(Fact("break_even.base"))))
    return [
        ("break_even.base", asked),
        ("break_even.base_as_offered", Choose(both, offered, NOTHING)),
    ]


def _verdict(here: RegionFigures) -> Expr:
    met = tuple(
        Or(
            (
                Not(Known(Fact(f"ask.{component}"))),
                Compare(">=", or_zero(Fact(f"offer_{component}")), Fact(f"ask.{component}")),
            )
        )
        for component in COMPONENTS
    )
    best = Fact("best_held_annual")
    enough = Or((Not(Known(best)), Compare(">=", Fact("offer_annual"), best)))
    under: Expr = And(
        (
            Compare("<", Fact("offer_base"), Fact("floor.base")),
            Compare("<", Fact("offer_annual"), Fact("floor.annual")),
        )
    )
    if here.floor and here.floor.total:
        under = Or((under, Compare("<", Fact("offer_annual"), Fact("floor.total"))))
    final = Choose(under, Number(WALK_AWAY), Number(ACCEPT))
    return Choose(
        And((Fact("offer_stated"), *met, enough)),
        Number(ACCEPT),
        Choose(Fact("offer.final"), final, Number(COUNTER)),
    )
