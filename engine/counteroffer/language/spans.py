"""What an expression can be while one fact takes every whole number of an interval: what is said
holds for each of them.

Where `ranges` knows from where to where a number goes, a span also knows how it follows the fact,
so that two figures that rise together are told apart; intervals can be halved until it is exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from counteroffer.language.compile import divide
from counteroffer.language.expr import (
    And,
    Choose,
    Compare,
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
    Value,
)

STEP = Fact("step")
Steps = tuple[
    tuple[str, Expr, bool], ...
]  # each a name, an expression and whether it is a condition


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """What a whole number can be over a box: slope · step + [low, high], and within [least, most].

    `known` and `unknown` say whether it can have a value and whether it can have none.
    """

    slope: Fraction
    low: Fraction
    high: Fraction
    least: Fraction
    most: Fraction
    known: bool = True
    unknown: bool = False


_ZERO = Fraction(0)
_NEVER = Span(_ZERO, _ZERO, _ZERO, _ZERO, _ZERO, False, True)
Truth = frozenset["bool | None"]


class Bounds:
    """Expressions over all steps from `low` to `high`: what is said holds for each of them."""

    def __init__(self, low: int, high: int, steps: Steps, constants: Mapping[str, Value]) -> None:
        self.low, self.high, self.constants = low, high, constants
        one = Fraction(1)
        self.spans = {STEP.name: self.span(one, _ZERO, _ZERO)}
        self.truths: dict[str, Truth] = {}
        self.quotients: dict[tuple[Fraction, Fraction, str, int], Span] = {}
        for name, expr, condition in steps:
            if condition:
                self.truths[name] = frozenset(holds is True for holds in self.truth(expr))
            else:
                self.spans[name] = self.number(expr)

    def span(
        self,
        slope: Fraction,
        low: Fraction,
        high: Fraction,
        ends: tuple[Fraction, Fraction] | None = None,
        unknown: bool = False,
    ) -> Span:
        """A span from its slope and what else bounds it; one value is a constant."""
        one, other = sorted((slope * self.low, slope * self.high))
        least, most = one + low, other + high
        if ends:
            least, most = max(least, ends[0]), min(most, ends[1])
        if least == most:
            slope, low, high = _ZERO, least, most
        return Span(slope, low, high, least, most, True, unknown)

    def flat(self, least: Fraction, most: Fraction, unknown: bool = False) -> Span:
        return self.span(_ZERO, least, most, None, unknown)

    def number(self, expr: Expr) -> Span:
        match expr:
            case Number(value):
                return self.flat(Fraction(value), Fraction(value))
            case Fact(name):
                stated = self.constants.get(name)
                known = (
                    self.flat(Fraction(stated), Fraction(stated))
                    if isinstance(stated, int)
                    else _NEVER
                )
                return self.spans.get(name, known)
            case Unknown():
                return _NEVER
            case Sum(terms) | Product(terms):
                return self.joined(expr, [self.number(term) for term in terms])
            case Quotient():
                return self.quotient(expr, self.number(expr.number), self.number(expr.by))
            case Greatest(terms) | Least(terms):
                return self.extreme(
                    [self.number(term) for term in terms], isinstance(expr, Greatest)
                )
            case FirstKnown(terms):
                return self.first_known([self.number(term) for term in terms])
            case Choose(condition, then, otherwise):
                holds = self.truth(condition)
                if holds == {True}:
                    return self.number(then)
                return (
                    self.number(otherwise)
                    if True not in holds
                    else self.hull([self.number(then), self.number(otherwise)])
                )
            case _:
                raise TypeError(f"not a number: {expr!r}")

    def joined(self, expr: Expr, parts: list[Span]) -> Span:
        if not all(part.known for part in parts):
            return _NEVER
        unknown = any(part.unknown for part in parts)
        total = _ZERO if isinstance(expr, Sum) else Fraction(1)
        found = self.flat(total, total)
        for part in parts:
            found = self.added(found, part) if isinstance(expr, Sum) else self.times(found, part)
        return Span(found.slope, found.low, found.high, found.least, found.most, True, unknown)

    def added(self, one: Span, other: Span) -> Span:
        ends = one.least + other.least, one.most + other.most
        return self.span(one.slope + other.slope, one.low + other.low, one.high + other.high, ends)

    def times(self, one: Span, other: Span) -> Span:
        if one.least != one.most:
            one, other = other, one
        products = [
            left * right for left in (one.least, one.most) for right in (other.least, other.most)
        ]
        if one.least != one.most:
            return self.flat(min(products), max(products))
        low, high = sorted((one.least * other.low, one.least * other.high))
        return self.span(one.least * other.slope, low, high, (min(products), max(products)))

    def quotient(self, expr: Quotient, above: Span, below: Span) -> Span:
        if not (above.known and below.known):
            return _NEVER
        unknown = above.unknown or below.unknown
        corners = [
            Fraction(divide(int(number), int(by), expr.rounding, expr.step))
            for number in (above.least, above.most)
            for by in (below.least, below.most)
        ]
        ends = min(corners), max(corners)
        if below.least != below.most:
            return self.flat(*ends, unknown)
        by = below.least
        whole = int(by) * expr.step
        less, more = (0, whole - 1) if expr.rounding == "up" else ((whole - 1) // 2, whole // 2)
        found = self.span(
            above.slope / by, (above.low - less) / by, (above.high + more) / by, ends, unknown
        )
        if above.low != above.high or unknown:
            return found
        # What is rounded is known exactly: the same number rounded the same way is the same span.
        return self.quotients.setdefault(
            (above.slope / by, above.low / by, expr.rounding, expr.step), found
        )

    def less(self, one: Span, other: Span) -> tuple[Fraction, Fraction]:
        """The least and the most of `one - other`, where both are known."""
        if one is other:
            return _ZERO, _ZERO
        difference = self.span(
            one.slope - other.slope,
            one.low - other.high,
            one.high - other.low,
            (one.least - other.most, one.most - other.least),
        )
        return difference.least, difference.most

    def extreme(self, parts: list[Span], greatest: bool) -> Span:
        def beats(one: Span, other: Span) -> bool:
            least, most = self.less(one, other)
            return not one.unknown and (least >= 0 if greatest else most <= 0)

        kept: list[Span] = []
        for part in parts:
            if part.known and not any(beats(one, part) for one in kept):
                kept = [*(one for one in kept if not beats(part, one)), part]
        if len(kept) < 2:
            return kept[0] if kept else _NEVER
        sure = [one for one in kept if not one.unknown] or kept
        every, some = (sure, kept) if greatest else (kept, sure)
        within = max(one.least for one in every) if greatest else min(one.least for one in every)
        until = max(one.most for one in some) if greatest else min(one.most for one in some)
        if all(one.unknown for one in kept):
            within, until = min(one.least for one in kept), max(one.most for one in kept)
        return self.flat(within, until, all(one.unknown for one in kept))

    def first_known(self, parts: list[Span]) -> Span:
        reached: list[Span] = []
        for part in parts:
            reached += [part] if part.known else []
            if part.known and not part.unknown:
                break
        if len(reached) < 2:
            return reached[0] if reached else _NEVER
        found = self.hull(reached)
        return self.flat(found.least, found.most, all(part.unknown for part in reached))

    def hull(self, parts: list[Span]) -> Span:
        known = [part for part in parts if part.known]
        if not known:
            return _NEVER
        unknown = any(part.unknown for part in parts)
        ends = min(part.least for part in known), max(part.most for part in known)
        if len({part.slope for part in known}) == 1:
            low, high = min(part.low for part in known), max(part.high for part in known)
            return self.span(known[0].slope, low, high, ends, unknown)
        return self.flat(*ends, unknown)

    def truth(self, expr: Expr) -> Truth:
        """Every truth value that a condition can have over the box."""
        match expr:
            case Fact(name):
                value = self.constants.get(name)
                return self.truths.get(
                    name, frozenset([value if isinstance(value, bool) else None])
                )
            case Known(term):
                span = self.number(term)
                return frozenset([True] * span.known + [False] * span.unknown)
            case Not(term):
                return frozenset(None if holds is None else not holds for holds in self.truth(term))
            case And(terms) | Or(terms):
                decides = isinstance(expr, Or)
                return reduce(
                    lambda one, other: _kleene(one, other, decides),
                    (self.truth(term) for term in terms),
                    frozenset([not decides]),
                )
            case Compare():
                return self.compared(expr)
            case _:
                raise TypeError(f"not a condition of one figure: {expr!r}")

    def compared(self, expr: Compare) -> Truth:
        left, right = self.number(expr.left), self.number(expr.right)
        if not (left.known and right.known):
            return frozenset([None])
        least, most = self.less(left, right)
        under, same, over = least < 0, least <= 0 <= most, most > 0
        holds = {
            "<": under,
            "<=": under or same,
            ">": over,
            ">=": over or same,
            "==": same,
            "!=": under or over,
        }
        fails = {
            "<": over or same,
            "<=": over,
            ">": under or same,
            ">=": under,
            "==": under or over,
            "!=": same,
        }
        found = [True] * holds[expr.operator] + [False] * fails[expr.operator]
        return frozenset([*found, *([None] if left.unknown or right.unknown else [])])


def _kleene(one: Truth, other: Truth, decides: bool) -> Truth:
    """Every outcome of `or` (decided by True) or `and` (decided by False) of two conditions."""
    return frozenset(
        decides if decides in (a, b) else None if None in (a, b) else not decides
        for a in one
        for b in other
    )
