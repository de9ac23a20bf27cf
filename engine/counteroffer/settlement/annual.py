"""What a package is worth a year, and the base that makes one worth a given total, as expressions
of the tree.

The offered bonus is part of both: a percentage of base in hundredths (`offer.bonus_rate`), or an
amount (`offer.bonus_amount`) at `offer.num` / `offer.den` of the region's currency. What is unknown
adds nothing.
"""

from __future__ import annotations

from counteroffer.language.expr import (
    NOTHING,
    ZERO,
    Choose,
    Compare,
    Expr,
    Fact,
    FirstKnown,
    Known,
    Number,
    Or,
    Product,
    Quotient,
    Rounding,
    Sum,
)

RATE = 10_000  # hundredths of a percent in the whole


def or_zero(expr: Expr) -> Expr:
    """The expression, 0 where it is unknown."""
    return FirstKnown((expr, ZERO))


def or_one(expr: Expr) -> Expr:
    """The expression, 1 where it is unknown: for years and rates."""
    return FirstKnown((expr, Number(1)))


def per_year(
    base: Expr, equity: Expr, years: Expr, bonus_rate: Expr, bonus_amount: Expr
) -> tuple[Expr, Expr]:
    """Base, equity a year and target bonus, added exactly: numerator and denominator.

    The unknown adds nothing.
    """
    whole = Number(RATE)
    numerator = Sum(
        (
            Product((or_zero(base), years, Sum((whole, or_zero(bonus_rate))))),
            Product((or_zero(equity), whole)),
            Product((or_zero(bonus_amount), years, whole)),
        )
    )
    return numerator, Product((years, whole))


def package(years: int, base: Expr, equity: Expr) -> Expr:
    """What a base and an equity over `years` are worth a year with the offered bonus; unknown where
    none of the three is an amount."""
    above, below = per_year(base, equity, Number(years), Fact("offer.bonus_rate"), NOTHING)
    num, den = or_one(Fact("offer.num")), or_one(Fact("offer.den"))
    amount = Product((or_zero(Fact("offer.bonus_amount")), num, below))
    total = Quotient(Sum((Product((above, den)), amount)), Product((below, den)), "half-up")
    amounts = (Known(base), Known(equity), Known(Fact("offer.bonus_amount")))
    return Choose(Or(amounts), total, NOTHING)


def base_making(
    total: Expr, equity: Expr, years: Expr, rounding: Rounding, step: int = 1, *, over: Expr
) -> Expr:
    """(total − equity a year − bonus amount) / (1 + bonus rate), unknown where no base is needed.

    `equity` is over `years`, in units of 1/`over` of the region's; `over` is the offer's `den`, or
    what divides it.
    """
    num, den = or_one(Fact("offer.num")), over
    rate = Sum((Number(RATE), or_zero(Fact("offer.bonus_rate"))))
    bonus = Product((or_zero(Fact("offer.bonus_amount")), num))
    rest = Sum(
        (
            Product((total, years, den)),
            Product((Number(-1), equity)),
            Product((Number(-1), bonus, years)),
        )
    )
    above = Product((rest, Number(RATE)))
    least = Quotient(above, Product((years, den, rate)), rounding, step)
    return Choose(Compare(">", above, ZERO), least, NOTHING)
