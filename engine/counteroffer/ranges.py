"""What an expression can be, given what its facts can be: the proof that whole numbers fit, before computing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from counteroffer.expr import (
    Choose,
    Count,
    Expr,
    Fact,
    FirstKnown,
    Greatest,
    Least,
    Number,
    Product,
    Quotient,
    Sum,
    Unknown,
    children,
)  # fmt: skip
from counteroffer.plain import divide

LONGEST_LIST = 10_000


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, both included, and whether it can be unknown; `low > high` where it is always unknown."""

    low: int
    high: int
    unknown: bool = False

    @property
    def widest(self) -> int:
        """The greatest magnitude."""
        return max(abs(self.low), abs(self.high))


NEVER = Range(0, -1, True)
FLAG = Range(0, 1, True)
Ranges = Mapping[str, Range]


def range_of(expr: Expr, facts: Ranges, watch: Callable[[Expr, int], None] = lambda node, widest: None) -> Range:
    """The range of a number, or FLAG for a condition; `watch` is told each node and the widest number within its work.

    A fact without a range is taken to be unknown always.
    """

    def inner(node: Expr) -> Range:
        found = _range(node, facts, inner, watch)
        watch(node, found.widest)
        return found

    return inner(expr)


def _range(node: Expr, facts: Ranges, inner: Callable[[Expr], Range], watch: Callable[[Expr, int], None]) -> Range:
    match node:
        case Number(value):
            return Range(value, value)
        case Fact(name):
            return facts.get(name, NEVER)
        case Count():
            return Range(0, LONGEST_LIST, True)
        case Sum() | Product() | Quotient() | Greatest() | Least() | FirstKnown():
            return _number(node, inner, watch)
        case Choose(condition, then, otherwise):
            inner(condition)
            return _either([inner(then), inner(otherwise)])
        case Unknown():
            return NEVER
        case _:
            for child in children(node):
                inner(child)
            return FLAG


def _number(node: Expr, inner: Callable[[Expr], Range], watch: Callable[[Expr, int], None]) -> Range:
    match node:
        case Sum(terms):
            return _combined([inner(term) for term in terms], lambda one, other: (one[0] + other[0], one[1] + other[1]))
        case Product(factors):
            return _combined([inner(factor) for factor in factors], _times)
        case Quotient():
            return _quotient(node, inner, watch)
        case Greatest(terms):
            return _extreme([inner(term) for term in terms], max)
        case Least(terms):
            return _extreme([inner(term) for term in terms], min)
        case FirstKnown(terms):
            return _first([inner(term) for term in terms])
        case _:
            raise TypeError(f"not a number: {node!r}")


def _quotient(node: Quotient, inner: Callable[[Expr], Range], watch: Callable[[Expr, int], None]) -> Range:
    above, below = inner(node.number), inner(node.by)
    if above.low > above.high or below.low > below.high:
        return NEVER
    if below.low <= 0:
        raise ValueError("a divisor may be zero")
    # Half-up works with twice the number and the divisor times the step, added.
    watch(node, 2 * above.widest + 2 * below.widest * node.step)
    ends = [
        divide(number, by, node.rounding, node.step)
        for number in (above.low, above.high)
        for by in (below.low, below.high)
    ]
    return Range(min(ends), max(ends), above.unknown or below.unknown)


Ends = tuple[int, int]


def _combined(parts: list[Range], join: Callable[[Ends, Ends], Ends]) -> Range:
    if any(part.low > part.high for part in parts) or not parts:
        return NEVER if parts else Range(0, 0)
    ends = (parts[0].low, parts[0].high)
    for part in parts[1:]:
        ends = join(ends, (part.low, part.high))
    return Range(*ends, any(part.unknown for part in parts))


def _times(one: Ends, other: Ends) -> Ends:
    products = [left * right for left in one for right in other]
    return min(products), max(products)


def _extreme(parts: list[Range], choose: Callable[[Iterable[int]], int]) -> Range:
    """Over what is known: a part that can be unknown may drop out, so that the others alone decide."""
    known = [part for part in parts if part.low <= part.high]
    if not known:
        return NEVER
    sure = [part for part in known if not part.unknown]
    if not sure:
        return Range(min(part.low for part in known), max(part.high for part in known), True)
    lows, highs = [part.low for part in sure], [part.high for part in sure]
    if choose is max:
        return Range(max(lows), max(part.high for part in known), False)
    return Range(min(part.low for part in known), min(highs), False)


def _first(parts: list[Range]) -> Range:
    reached: list[Range] = []
    for part in parts:
        if part.low <= part.high:
            reached.append(part)
            if not part.unknown:
                return Range(min(one.low for one in reached), max(one.high for one in reached))
    return _either(reached) if reached else NEVER


def _either(parts: list[Range]) -> Range:
    known = [part for part in parts if part.low <= part.high]
    if not known:
        return NEVER
    unknown = len(known) < len(parts) or any(part.unknown for part in known)
    return Range(min(part.low for part in known), max(part.high for part in known), unknown)
