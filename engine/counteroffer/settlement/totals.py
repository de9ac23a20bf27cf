"""The base that an annual total leaves: taken apart as the guide's own totals are made up.

A total less the equity as it counts it (a year's, or the whole grant) and, where it counts them,
the bonus and what is paid at signing. The offered bonus counts, else the guide's own.
"""

from __future__ import annotations

from dataclasses import dataclass

from counteroffer.language import expr as x
from counteroffer.language.expr import Expr, Rounding
from counteroffer.rulebook.checks.totals import Composition
from counteroffer.settlement.annual import RATE, Portion, base_making, or_zero, package, stated

_OFFER = "offer"


@dataclass(frozen=True, slots=True)
class TotalMaking:
    """How totals are made up in one place.

    `bonus` is the top of the guide's own: hundredths of a percent of base, or an amount in the
    place's currency. `counted` says whether a bonus is part of its totals.
    """

    way: Composition
    years: int
    counted: bool
    bonus_rate: Expr | None = None
    bonus_amount: Expr | None = None

    @property
    def plain(self) -> bool:
        """Whether its totals are what a year is worth, as answers count it."""
        return self.way.equity != "whole" and self.counted and not self.way.signing

    def base_for(
        self, total: Expr, equity: Expr, signing: Expr, rounding: Rounding, step: int
    ) -> Expr:
        """What is left of a total for the base; unknown where that is nothing."""
        parts = [stated("offer.extras_amount")]
        if self.way.equity:
            over = (x.Number(self.years),) if self.way.equity == "year" else ()
            parts.append(Portion(equity, over))
        if self.way.signing:
            parts.append(Portion(or_zero(signing)))
        shares = or_zero(x.Fact("offer.extras_rate"))
        if self.counted:
            parts.append(self._amount())
            shares = x.Sum((shares, self._rate()))
        whole = x.Sum((x.Number(RATE), shares))
        return base_making(total, parts, whole, rounding, step)

    def annual(self, base: Expr, equity: Expr) -> Expr:
        """What such a package is worth a year, as answers count it."""
        return package(self.years, base, equity)

    def _rate(self) -> Expr:
        """The bonus as a share of base: the offered one, else the guide's where it is one."""
        offered: Expr = x.Fact(f"{_OFFER}.bonus_rate")
        if self.bonus_rate is None:
            return or_zero(offered)
        none = x.Choose(x.Known(x.Fact(f"{_OFFER}.bonus_amount")), x.ZERO, self.bonus_rate)
        return x.FirstKnown((offered, none))

    def _amount(self) -> Portion:
        """The bonus as an amount: the offered one, else the guide's where it is one."""
        offered = stated(f"{_OFFER}.bonus_amount")
        if self.bonus_amount is None:
            return offered
        paid = (x.Fact(f"{_OFFER}.bonus_amount"), x.Fact(f"{_OFFER}.bonus_rate"))
        known = x.Or(tuple(map(x.Known, paid)))
        above = x.Choose(known, offered.above, self.bonus_amount)
        return Portion(above, (x.Choose(known, offered.below[0], x.Number(1)),))
