"""The arithmetic of the answer, written once as expressions of the rules' own tree.

For one region of a guide: the measures that conditions name, and from the levers that fired to ask,
stretch, floor, break-even, walk-away and verdict. Nothing is computed here for a case; interpreters
do that.

Names with a dot are the engine's own. An offer `o` (`offer`, `current`, `held.0`, `held.1`, ...)
has amounts `o.base`, `o.equity` over `o.years`, `o.signing`, `o.bonus_amount`, `o.extras_amount`
and `o.total`, each in units of its own, with `o.base.num` / `o.base.den` and so on, what one such
unit is in the region's currency; and `o.bonus_rate` and `o.extras_rate` in hundredths of a percent
of base. `rate.GBP.num` / `rate.GBP.den` is that for a currency of the guide. `asked_before.<part>`
is the least asked in an earlier round, in the region's currency. `fired.<lever>` and `headline` are
what the rules found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from counteroffer.language.expr import Expr, count_nodes
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.rulebook.shared import Reason
from counteroffer.settlement.asks import asks, figures, gains, headline_condition
from counteroffer.settlement.floor import floor, guide_floor
from counteroffer.settlement.measures import Named, measures
from counteroffer.settlement.outcome import break_even, verdict, walk_away
from counteroffer.settlement.region_figures import BYTES_OF_A_NODE, NO_MARKET, RegionFigures
from counteroffer.text.kept import Keeper

# Every name that a program can have and that is not a rule's or a fact's; * is a lever, a component
# or a number.
NAMES = (
    *("offer_base", "offer_equity", "offer_signing", "offer_annual", "held_offers"),
    *("current_annual", "worth_more", NO_MARKET),
    *("highest_held_base", "best_held_annual", "matched_base", "matched_equity"),
    *("band_base_low", "band_base_high", "band_base_middle", "band_equity_middle"),
    *("middle_base", "middle_equity"),
    *("held.*.annual", "held.*.base_here", "held.*.base_matched", "held.*.equity_matched"),
    *("asks.*.*.left", "asks.*.*.most", "headline.*.left", "headline.*.most"),
    *("asks.*.*", "headline.*", "proposed.*", "capped.*", "supported.*", "supported_stretch.*"),
    *("least_ask.base", "ask.*", "stretch.*", "base_without_rounds", "gain.*", "gain.*.signing"),
    *("guide_floor", "guide_floor.on_total", "example.*", "example_annual", "alternative_lead"),
    *("floor_raise", "argued_floor", "least_base", "ask_base", "floor.base", "floor.annual"),
    *("guide_total", "total_raise", "argued_total", "floor.total"),
    *("guide_accept_at", "guide_accept_at.on_total", "accept_at_raise", "argued_accept_at"),
    *("least_accept_at", "floor.accept_at", "break_even.base", "break_even.base_as_offered"),
    *("enough_annual", "enough_base", "least_walk_away"),
    *("walk_away.base", "walk_away.annual", "walk_away.because"),
    *("ask_met", "ask_annual", "final", "floor_base", "floor_is_assumed", "accept_at"),
    *("short_of_best", "gap", "gap.annual", "worth_leaving", "under_floor", "verdict"),
    *("fired.*", "headline"),
)


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


def settlement(here: RegionFigures) -> Named:
    """From the levers that fired to the numbers, in the order to evaluate.

    Each number is a name with its expression.
    """
    parts = (figures, guide_floor, asks, gains, break_even, floor, walk_away, verdict)
    return tuple(step for part in parts for step in part(here))
