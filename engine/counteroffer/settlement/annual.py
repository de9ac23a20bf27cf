"""A package's worth a year, and the base that makes up a given total, as expressions.

An offer's amount `o.base`, `o.equity`, `o.signing`, `o.bonus_amount`, `o.extras_amount` or
`o.total` is in units of its own, and `.num` / `.den` behind its name what one unit is in the
region's currency. The offered bonus and yearly extras are part of what any package is worth:
percentages of base in hundredths (`o.bonus_rate`, `o.extras_rate`) and amounts. What is unknown
adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from counteroffer.language import expr as x
from counteroffer.language.expr import Expr, Rounding

RATE = 10_000  # hundredths of a percent in the whole
BESIDE = ("bonus_amount", "extras_amount")  # what an offer pays each year beside base and equity
SHARES = ("bonus_rate", "extras_rate")  # the same as hundredths of a percent of base


def less(one: Expr, other: Expr) -> Expr:
    """One figure less another; unknown where either is."""
    return x.Sum((one, x.Product((x.Number(-1), other))))


def or_zero(expr: Expr) -> Expr:
    """The expression, or 0 where it is unknown."""
    return x.FirstKnown((expr, x.ZERO))


def or_one(expr: Expr) -> Expr:
    """The expression, or 1 where it is unknown: for years and rates."""
    return x.FirstKnown((expr, x.Number(1)))


def at_most(figure: Expr, limit: Expr) -> Expr:
    """A figure, but no more than a limit that is known; unknown where the figure is."""
    return x.Choose(x.And((x.Known(limit), x.Known(figure))), x.Least((figure, limit)), figure)


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of a sum: what is above the line, and the factors below it."""

    above: Expr
    below: tuple[Expr, ...] = ()


def stated(name: str, *over: Expr) -> Portion:
    """An amount of an offer in the region's currency, divided by what it is over.

    It is 0 where nobody states it.
    """
    above = or_zero(x.Product((x.Fact(name), x.Fact(f"{name}.num"))))
    return Portion(above, (or_one(x.Fact(f"{name}.den")), *over))


def grant(offer: str) -> Portion:
    """An offer's equity a year, in the region's currency."""
    return stated(f"{offer}.equity", or_one(x.Fact(f"{offer}.years")))


def with_shares(offer: str) -> Expr:
    """One and the offer's percentages of base, in hundredths of a percent."""
    return x.Sum((x.Number(RATE), *(or_zero(x.Fact(f"{offer}.{name}")) for name in SHARES)))


def beside(offer: str) -> tuple[Portion, ...]:
    """What an offer pays each year beside base and equity, in the region's currency."""
    return tuple(stated(f"{offer}.{name}") for name in BESIDE)


def added(portions: Iterable[Portion]) -> tuple[Expr, Expr]:
    """Portions added exactly: numerator and denominator."""
    all_ = tuple(portions)
    below = [factor for one in all_ for factor in one.below]
    return x.Sum(tuple(_over_common(all_))), _product(below)


def _over_common(portions: tuple[Portion, ...]) -> Iterator[Expr]:
    """What is above the line of each, over what is below the line of all."""
    for number, one in enumerate(portions):
        others = (other for at, other in enumerate(portions) if at != number)
        yield _product([one.above, *(factor for other in others for factor in other.below)])


def _product(factors: list[Expr]) -> Expr:
    return x.Product(tuple(factors)) if factors else x.Number(1)


def per_year(base: Expr, equity: Expr, years: Expr) -> tuple[Expr, Expr]:
    """Base and equity a year of one currency, added exactly: numerator and denominator.

    An unknown part adds nothing.
    """
    return added((Portion(or_zero(base)), Portion(or_zero(equity), (years,))))


def annual(offer: str) -> Expr:
    """An offer's annual total in the region's currency; unknown if nothing of it is stated.

    The total that is stated, where it is, else its parts.
    """
    base, whole = stated(f"{offer}.base"), x.Number(RATE)
    paid = Portion(x.Product((base.above, with_shares(offer))), (*base.below, whole))
    above, below = added((paid, grant(offer), *beside(offer)))
    amounts = (f"{offer}.{name}" for name in ("base", "equity", *BESIDE))
    parts = x.Choose(
        x.Or(tuple(x.Known(x.Fact(name)) for name in amounts)),
        x.Quotient(above, below, "half-up"),
        x.NOTHING,
    )
    total = f"{offer}.total"
    product = x.Product((x.Fact(total), x.Fact(f"{total}.num")))
    return x.FirstKnown((x.Quotient(product, x.Fact(f"{total}.den"), "half-up"), parts))


def package(years: int, base: Expr, equity: Expr) -> Expr:
    """What a base and an equity over `years` are worth a year with the offered bonus and extras.

    Unknown where none of them is an amount.
    """
    paid = Portion(x.Product((or_zero(base), with_shares("offer"))), (x.Number(RATE),))
    above, below = added((paid, Portion(or_zero(equity), (x.Number(years),)), *beside("offer")))
    amounts = (base, equity, *(x.Fact(f"offer.{name}") for name in BESIDE))
    known = x.Or(tuple(map(x.Known, amounts)))
    return x.Choose(known, x.Quotient(above, below, "half-up"), x.NOTHING)


def base_beside(total: Expr, equity: Portion, rounding: Rounding) -> Expr:
    """The base that makes up a year's total with an equity, the offered bonus and extras."""
    return base_making(total, (equity, *beside("offer")), with_shares("offer"), rounding)


def base_making(
    total: Expr, portions: Iterable[Portion], shares: Expr, rounding: Rounding, step: int = 1
) -> Expr:
    """(total − portions) / shares of base, with shares in hundredths of a percent.

    It is unknown where no base is needed. Amounts are in the region's currency.
    """
    taken, below = added(portions)
    rest = x.Sum((x.Product((total, below)), x.Product((x.Number(-1), taken))))
    above = x.Product((rest, x.Number(RATE)))
    least = x.Quotient(above, x.Product((below, shares)), rounding, step)
    return x.Choose(x.Compare(">", above, x.ZERO), least, x.NOTHING)
