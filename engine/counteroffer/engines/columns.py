"""The tree as polars expressions: the same arithmetic over millions of rows.

A value that can be unknown is a nullable column, and polars' nulls behave as the tree's unknowns
do. Numbers are 64-bit; where an intermediate could be wider it is worked out in 128 bits, and where
that could not be proved to be enough the expression is refused: nothing wraps silently.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from functools import reduce
from typing import Any

import polars as pl

from counteroffer.language import expr as x
from counteroffer.language.expr import Expr, Rounding, children
from counteroffer.language.intervals import Range, Ranges, range_of
from counteroffer.text.errors import EngineError

NARROW, WIDE = 2**62, 2**125  # what 64 and 128 bits hold, with room for a sign and a sum


def column(expr: Expr, ranges: Ranges) -> tuple[pl.Expr, Range]:
    """An expression over columns of the same names as its facts, and what its values can be.

    Lists of tags are columns `list has tag` (booleans), `count list` and, where their being known
    matters, `list` (null where it is not); a tag fact is a column of text. Raises EngineError for
    what cannot be proved to fit.
    """
    widest: dict[int, int] = {}
    found = range_of(
        expr,
        ranges,
        lambda node, size: widest.update({id(node): max(size, widest.get(id(node), 0))}),
    )
    if found.low <= found.high and found.widest >= 2**53:
        raise EngineError(
            f"a value of up to {found.widest:,} can't be proved to fit: "
            "nothing over 2**53 is exact everywhere"
        )
    return _Columns(widest, ranges).build(expr, wide=False), found


class _Columns:
    def __init__(self, widest: Mapping[int, int], ranges: Ranges) -> None:
        self._widest, self._ranges = widest, ranges

    def build(self, expr: Expr, *, wide: bool) -> pl.Expr:
        if (
            not wide
            and isinstance(expr, (x.Sum, x.Product, x.Quotient))
            and self._work(expr) > NARROW
        ):
            return self.build(expr, wide=True).cast(pl.Int64)
        match expr:
            case x.Number(value):
                return pl.lit(value, dtype=_kind(wide))
            case x.Unknown():
                return pl.lit(None, dtype=_kind(wide))
            case x.Fact(name):
                return pl.col(name).cast(pl.Int128) if wide else pl.col(name)
            case x.Choose(condition, then, otherwise):
                chosen = pl.when(self.build(condition, wide=False)).then(
                    self.build(then, wide=wide)
                )
                return chosen.otherwise(self.build(otherwise, wide=wide))
            case x.Quotient():
                return self._quotient(expr, wide)
            case x.Sum() | x.Product() | x.Greatest() | x.Least() | x.FirstKnown():
                return self._number(expr, wide)
            case _:
                return self._condition(expr)

    def _number(self, expr: Expr, wide: bool) -> pl.Expr:
        parts = [self.build(term, wide=wide) for term in children(expr)]
        match expr:
            case x.Sum():
                return reduce(operator.add, parts)
            case x.Product():
                return reduce(operator.mul, parts)
            case x.Greatest() | x.Least():
                return self._extreme(expr, parts, _kind(wide))
            case _:
                return pl.coalesce(parts)

    def _extreme(
        self, expr: x.Greatest | x.Least, parts: list[pl.Expr], kind: type[pl.DataType]
    ) -> pl.Expr:
        """The greatest or the least of the parts.

        Where every part can be unknown, unknowns count as a number that none can be: far faster
        than polars' own.
        """
        choose = pl.max_horizontal if isinstance(expr, x.Greatest) else pl.min_horizontal
        found = [range_of(term, self._ranges) for term in expr.terms]
        if len(parts) == 1 or any(one.sure or one.never for one in found):
            return parts[0] if len(parts) == 1 else choose(parts)
        if isinstance(expr, x.Greatest):
            outside = pl.lit(min(one.low for one in found) - 1, dtype=kind)
        else:
            outside = pl.lit(max(one.high for one in found) + 1, dtype=kind)
        best = choose([part.fill_null(outside) for part in parts])
        return pl.when(best != outside).then(best)

    def _condition(self, expr: Expr) -> pl.Expr:
        match expr:
            case x.Compare(symbol, left, right):
                wide = max(self._work(left), self._work(right)) > NARROW
                compare: pl.Expr = _COMPARE[symbol](
                    self.build(left, wide=wide), self.build(right, wide=wide)
                )
                return compare
            case x.Has(x.Fact(name), tag):
                return pl.col(f"{name} has {tag}")
            case x.Count(x.Fact(name)):
                return pl.col(f"count {name}")
            case x.Is(x.Fact(name), tag):
                return pl.col(name) == pl.lit(tag)
            case x.Known(term):
                return self.build(term, wide=False).is_not_null()
            case x.Not(term):
                return ~self._truth(term)
            case x.And(terms):
                return reduce(operator.and_, map(self._truth, terms))
            case x.Or(terms):
                return reduce(operator.or_, map(self._truth, terms))
            case _:
                raise TypeError(f"not an expression: {expr!r}")

    def _truth(self, term: Expr) -> pl.Expr:
        """A part of a condition; of one that is always unknown a null that is a flag."""
        if isinstance(term, x.Unknown):
            return pl.lit(None, dtype=pl.Boolean)
        return self.build(term, wide=False)

    def _quotient(self, expr: x.Quotient, wide: bool) -> pl.Expr:
        above, kind = self.build(expr.number, wide=wide), _kind(wide)
        step = pl.lit(expr.step, dtype=kind)
        if isinstance(expr.by, x.Number):
            whole = _divided(above, expr.by.value * expr.step, expr.rounding, kind)
        else:
            by = (
                self.build(expr.by, wide=wide) * step
                if expr.step != 1
                else self.build(expr.by, wide=wide)
            )
            one, two = pl.lit(1, dtype=kind), pl.lit(2, dtype=kind)
            whole = (
                (above + by - one) // by
                if expr.rounding == "up"
                else (two * above + by) // (two * by)
            )
        return whole * step if expr.step != 1 else whole

    def _work(self, expr: Expr) -> int:
        """The widest number that occurs while an expression is worked out."""
        size = self._widest.get(id(expr), 0)
        inner = max((self._work(child) for child in _numbers_in(expr)), default=0)
        if max(size, inner) >= WIDE:
            raise EngineError(
                f"a number of up to {max(size, inner):,} is needed on the way, "
                "more than 128 bits hold"
            )
        return max(size, inner)


def _numbers_in(expr: Expr) -> tuple[Expr, ...]:
    if isinstance(expr, x.Choose):
        return (expr.then, expr.otherwise)
    return (
        children(expr)
        if isinstance(expr, (x.Sum, x.Product, x.Quotient, x.Greatest, x.Least, x.FirstKnown))
        else ()
    )


def _divided(above: pl.Expr, by: int, rounding: Rounding, kind: type[pl.DataType]) -> pl.Expr:
    """`above / by`, rounded; faster than with a column as divisor."""
    below = pl.lit(by, dtype=kind)
    if by == 1:
        return above
    if rounding == "up":
        return (above + pl.lit(by - 1, dtype=kind)) // below
    if by % 2 == 0:
        return (above + pl.lit(by // 2, dtype=kind)) // below
    two = pl.lit(2, dtype=kind)
    return (two * above + below) // (two * below)


def _kind(wide: bool) -> type[pl.Int64] | type[pl.Int128]:
    return pl.Int128 if wide else pl.Int64


_COMPARE: Mapping[str, Any] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
