"""A package's worth a year, and the base that makes up a given total, as expressions.

The offered bonus is part of both: a percentage of base in hundredths (`offer.bonus_rate`), or an
amount (`offer.bonus_amount`) at `offer.num` / `offer.den` of the region's currency. What is unknown
adds nothing.
"""

from __future__ import annotations

from counteroffer.language import expr as x
from counteroffer.language.expr import Expr, Rounding

RATE = 10_000  # hundredths of a percent in the whole


def or_zero(expr: Expr) -> Expr:
    """The expression, or 0 where it is unknown."""
    return x.FirstKnown((expr, x.ZERO))


def or_one(expr: Expr) -> Expr:
    """The expression, or 1 where it is unknown: for years and rates."""
    return x.FirstKnown((expr, x.Number(1)))


def per_year(
    base: Expr, equity: Expr, years: Expr, bonus_rate: Expr, bonus_amount: Expr
) -> tuple[Expr, Expr]:
    """Base, equity a year and target bonus, added exactly: numerator and denominator.

    An unknown part adds nothing.
    """
    whole = x.Number(RATE)
    numerator = x.Sum(
        (
            x.Product((or_zero(base), years, x.Sum((whole, or_zero(bonus_rate))))),
            x.Product((or_zero(equity), whole)),
            x.Product((or_zero(bonus_amount), years, whole)),
        )
    )
    return numerator, x.Product((years, whole))


def package(years: int, base: Expr, equity: Expr) -> Expr:
    """What a base and an equity over `years` are worth a year with the offered bonus.

    Unknown where none of the three is an amount.
    """
    above, below = per_year(base, equity, x.Number(years), x.Fact("offer.bonus_rate"), x.NOTHING)
    num, den = or_one(x.Fact("offer.num")), or_one(x.Fact("offer.den"))
    amount = x.Product((or_zero(x.Fact("offer.bonus_amount")), num, below))
    total = x.Quotient(x.Sum((x.Product((above, den)), amount)), x.Product((below, den)), "half-up")
    amounts = (x.Known(base), x.Known(equity), x.Known(x.Fact("offer.bonus_amount")))
    return x.Choose(x.Or(amounts), total, x.NOTHING)


def base_making(
    total: Expr, equity: Expr, years: Expr, rounding: Rounding, step: int = 1, *, over: Expr
) -> Expr:
    """(total − equity a year − bonus amount) / (1 + bonus rate), unknown where no base is needed.

    `equity` is over `years`, in units of 1/`over` of the region's; `over` is the offer's `den`, or
    what divides it.
    """
    num, den = or_one(x.Fact("offer.num")), over
    rate = x.Sum((x.Number(RATE), or_zero(x.Fact("offer.bonus_rate"))))
    bonus = x.Product((or_zero(x.Fact("offer.bonus_amount")), num))
    rest = x.Sum(
        (
            x.Product((total, years, den)),
            x.Product((x.Number(-1), equity)),
            x.Product((x.Number(-1), bonus, years)),
        )
    )
    above = x.Product((rest, x.Number(RATE)))
    least = x.Quotient(above, x.Product((years, den, rate)), rounding, step)
    return x.Choose(x.Compare(">", above, x.ZERO), least, x.NOTHING)
