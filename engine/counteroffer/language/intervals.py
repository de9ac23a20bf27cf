"""What an expression can be, given what its facts can be: the proof that whole numbers fit, before
computing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from counteroffer.language.compile import divide
from counteroffer.language.expr import (
    And,
    Choose,
    Compare,
    Count,
    Expr,
    Fact,
    FirstKnown,
    Greatest,
    Known,
    Least,
    Not,
    Number,
    Or,
    Product,
    Quotient,
    Sum,
    Unknown,
    children,
)

LONGEST_LIST = 10_000


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, both included, and whether it can be unknown; `low > high` where it is
    always unknown."""

    low: int
    high: int
    unknown: bool = False

    @property
    def widest(self) -> int:
        """The greatest magnitude."""
        return max(abs(self.low), abs(self.high))

    @property
    def never(self) -> bool:
        """Whether it is always unknown."""
        return self.low > self.high

    @property
    def sure(self) -> bool:
        """Whether it is never unknown."""
        return not self.unknown and not self.never

    @property
    def only(self) -> int | None:
        """The one value that it can have, if there is but one and it is never unknown."""
        return self.low if self.sure and self.low == self.high else None


NEVER = Range(0, -1, True)
FLAG = Range(0, 1, True)
SURE_FLAG = Range(0, 1)
Ranges = Mapping[str, Range]


def range_of(
    expr: Expr, facts: Ranges, watch: Callable[[Expr, int], None] = lambda node, widest: None
) -> Range:
    """The range of a number, or of a condition (0 where it fails, 1 where it holds).

    `watch` is told each node and the widest number within its work. A fact without a range is taken
    to be unknown always.
    """

    def inner(node: Expr) -> Range:
        found = _range(node, facts, inner, watch)
        watch(node, found.widest)
        return found

    return inner(expr)


def _range(
    node: Expr, facts: Ranges, inner: Callable[[Expr], Range], watch: Callable[[Expr, int], None]
) -> Range:
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
            holds = inner(condition)
            one, other = inner(then), inner(otherwise)
            if holds.never or (holds.high == 0 and not holds.never):
                return other
            return one if holds.only == 1 else _either([one, other])
        case Unknown():
            return NEVER
        case _:
            return _condition(node, [inner(child) for child in children(node)])


def _condition(node: Expr, parts: list[Range]) -> Range:
    match node:
        case Known():
            return Range(0, 0) if parts[0].never else Range(1, 1) if parts[0].sure else SURE_FLAG
        case Not():
            return (
                NEVER
                if parts[0].never
                else Range(1 - parts[0].high, 1 - parts[0].low, parts[0].unknown)
            )
        case And():
            return _connected(parts)
        case Or():
            turned = _connected(
                [
                    NEVER if part.never else Range(1 - part.high, 1 - part.low, part.unknown)
                    for part in parts
                ]
            )
            return NEVER if turned.never else Range(1 - turned.high, 1 - turned.low, turned.unknown)
        case Compare(operator, _, _):
            return _compared(operator, *parts)
        case _:
            return FLAG


def _connected(parts: list[Range]) -> Range:
    """Kleene's `and`: fails where any part does, holds where all do, and is else unknown."""
    fails = any(not part.never and part.low == 0 for part in parts)
    holds = all(not part.never and part.high == 1 for part in parts)
    if any(part.sure and part.high == 0 for part in parts):
        return Range(0, 0)
    if not fails and not holds:
        return NEVER
    return Range(0 if fails else 1, 1 if holds else 0, any(part.unknown for part in parts))


def _compared(operator: str, left: Range, right: Range) -> Range:
    if left.never or right.never:
        return NEVER
    unknown = left.unknown or right.unknown
    match operator:
        case "<" | ">=":
            always, never = left.high < right.low, left.low >= right.high
        case ">" | "<=":
            always, never = left.low > right.high, left.high <= right.low
        case _:
            always = left.low == left.high == right.low == right.high
            never = left.high < right.low or right.high < left.low
    if operator in (">=", "<=", "!="):
        always, never = never, always
    return Range(1 if always else 0, 0 if never else 1, unknown)


def _number(
    node: Expr, inner: Callable[[Expr], Range], watch: Callable[[Expr, int], None]
) -> Range:
    match node:
        case Sum(terms):
            return _combined(
                [inner(term) for term in terms],
                lambda one, other: (one[0] + other[0], one[1] + other[1]),
            )
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


def _quotient(
    node: Quotient, inner: Callable[[Expr], Range], watch: Callable[[Expr, int], None]
) -> Range:
    above, below = inner(node.number), inner(node.by)
    if above.never or below.never:
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
    if any(part.never for part in parts) or not parts:
        return NEVER if parts else Range(0, 0)
    ends = (parts[0].low, parts[0].high)
    for part in parts[1:]:
        ends = join(ends, (part.low, part.high))
    return Range(*ends, any(part.unknown for part in parts))


def _times(one: Ends, other: Ends) -> Ends:
    products = [left * right for left in one for right in other]
    return min(products), max(products)


def _extreme(parts: list[Range], choose: Callable[[Iterable[int]], int]) -> Range:
    """Over what is known: a part that can be unknown may drop out, so that the others alone
    decide."""
    known = [part for part in parts if not part.never]
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
        if not part.never:
            reached.append(part)
            if not part.unknown:
                return Range(min(one.low for one in reached), max(one.high for one in reached))
    return _either(reached) if reached else NEVER


def _either(parts: list[Range]) -> Range:
    known = [part for part in parts if not part.never]
    if not known:
        return NEVER
    unknown = len(known) < len(parts) or any(part.unknown for part in known)
    return Range(min(part.low for part in known), max(part.high for part in known), unknown)
