"""Interval arithmetic: what an expression can be, given what its facts can be.

Two questions are answered with it. Do all numbers fit, before columns of them are computed? And
what can a figure be while one fact, the `STEP`, takes every whole number of a box? There a range
also keeps its slope along the step, so that two figures that rise together are told apart; boxes
can be halved until what is said of them is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product
from math import ceil, floor

from counteroffer.language import expr as x
from counteroffer.language.compile import divide
from counteroffer.language.expr import Expr, Value

LONGEST_LIST = 10_000
STEP = x.Fact("step")
_ANY = 10**100

Exact = int | Fraction
Ends = tuple[int, int]
Step = tuple[str, Expr, bool]  # a name, its expression and whether that is a condition
Watch = Callable[[Expr, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class LinearRange:
    """slope · step + [low, high]: where one number goes while the step takes every value of a box.

    Each number has a LinearRange of its own, so that it is known to be equal to itself.
    """

    slope: Exact
    low: Exact
    high: Exact


@dataclass(frozen=True, slots=True)
class Range:
    """The whole numbers from `low` to `high`, both included, and whether it can be unknown.

    `low > high` where it is always unknown. A condition is 0 where it fails and 1 where it holds.
    """

    low: int
    high: int
    unknown: bool = False
    line: LinearRange | None = field(default=None, compare=False, repr=False)

    @property
    def widest(self) -> int:
        """The greatest magnitude, |low| or |high|."""
        return max(abs(self.low), abs(self.high))

    @property
    def never(self) -> bool:
        """Whether it is always unknown."""
        return self.low > self.high

    @property
    def sure(self) -> bool:
        """Whether it is never unknown."""
        return not self.unknown and self.low <= self.high

    @property
    def only(self) -> int | None:
        """The one value that it can have, if there is but one and it is never unknown."""
        return self.low if self.low == self.high and not self.unknown else None

    @property
    def opposite(self) -> Range:
        """For a condition: the range of its negation."""
        return NEVER if self.never else Range(1 - self.high, 1 - self.low, self.unknown)

    @property
    def certain(self) -> Range:
        """For a condition: the range of whether it is known to hold, which is never unknown."""
        return Range(int(self.only == 1), int(self.low <= self.high == 1))


NEVER = Range(0, -1, True)
FLAG = Range(0, 1, True)
SURE_FLAG = Range(0, 1)
ANYTHING = Range(-_ANY, _ANY, True)  # nothing is said of it, nor of what is made of it
Ranges = Mapping[str, Range]


def range_of(expr: Expr, facts: Ranges, watch: Watch | None = None) -> Range:
    """The range of a number or of a condition.

    `watch` is told each node and the widest number within its work. A fact without a range is taken
    to be unknown always. Raises ValueError where a divisor may be zero.
    """
    if any(facts.get(name) is ANYTHING for name in x.facts_of(expr)):
        return ANYTHING
    return Bounds(facts, watch=watch).of(expr)


def over_box(low: int, high: int, steps: Sequence[Step], constants: Mapping[str, Value]) -> Bounds:
    """The bounds of all figures that follow from the step, for steps from `low` to `high`.

    Each of `steps` is a named expression and may use the names before it.
    """
    facts = {
        name: Range(int(value), int(value)) if isinstance(value, int) else SURE_FLAG
        for name, value in constants.items()
        if value is not None
    }
    facts[STEP.name] = Range(low, high, False, LinearRange(1, 0, 0) if low < high else None)
    bounds = Bounds(facts, (low, high))
    for name, expr, condition in steps:
        found = bounds.of(expr)
        facts[name] = found.certain if condition else found
    return bounds


class Bounds:
    """Ranges of expressions over all values that their facts can have and all steps of a box."""

    def __init__(self, facts: Ranges, box: Ends = (0, 0), watch: Watch | None = None) -> None:
        self._facts, self._box, self._watch = facts, box, watch
        self._rounded: dict[tuple[Exact, Exact, str, int], Range] = {}

    def of(self, expr: Expr) -> Range:
        """The range of an expression."""
        match expr:
            case x.Number(value):
                found = Range(value, value)
            case x.Fact(name):
                found = self._facts.get(name, NEVER)
            case x.Choose():
                found = self._chosen(expr)
            case x.Quotient():
                found = self._quotient(expr, self.of(expr.number), self.of(expr.by))
            case x.Sum(terms) | x.Product(terms) | x.FirstKnown(terms):
                found = self._joined(expr, [self.of(term) for term in terms])
            case x.Greatest(terms) | x.Least(terms):
                greatest = isinstance(expr, x.Greatest)
                found = self._extreme([self.of(term) for term in terms], greatest)
            case x.Unknown():
                found = NEVER
            case x.Count():
                found = Range(0, LONGEST_LIST, True)
            case _:
                found = self._condition(expr)
        if self._watch:
            self._watch(expr, found.widest)
        return found

    def _condition(self, expr: Expr) -> Range:
        match expr:
            case x.Compare(operator, left, right):
                return self._compared(operator, self.of(left), self.of(right))
            case x.Known(term):
                found = self.of(term)
                return Range(int(found.sure), int(not found.never))
            case x.Not(term):
                return self.of(term).opposite
            case x.And(terms):
                return _all_hold([self.of(term) for term in terms])
            case x.Or(terms):
                return _all_hold([self.of(term).opposite for term in terms]).opposite
            case _:
                return FLAG

    def _along(self, line: LinearRange, ends: Ends, unknown: bool) -> Range:
        """The values that are both on the line and between two ends.

        Both are proved, so neither excludes a possible value.
        """
        one, other = line.slope * self._box[0], line.slope * self._box[1]
        low = max(ends[0], ceil(min(one, other) + line.low))
        high = min(ends[1], floor(max(one, other) + line.high))
        if low > high:
            return NEVER
        if not line.slope:
            return self._flat(low, high, unknown)
        return Range(low, high, unknown, line if low < high else None)

    def _flat(self, low: int, high: int, unknown: bool) -> Range:
        return Range(low, high, unknown, LinearRange(0, low, high) if low < high else None)

    def _joined(self, expr: Expr, parts: list[Range]) -> Range:
        if isinstance(expr, x.FirstKnown):
            return self._first(parts)
        if any(part.never for part in parts):
            return NEVER
        join = self._sum if isinstance(expr, x.Sum) else self._times
        neutral = int(isinstance(expr, x.Product))
        found = parts[0] if parts else Range(neutral, neutral)
        for part in parts[1:]:
            found = join(found, part)
        return replace(found, unknown=any(part.unknown for part in parts))

    def _sum(self, one: Range, other: Range) -> Range:
        ends = one.low + other.low, one.high + other.high
        left, right = _line(one), _line(other)
        line = LinearRange(left.slope + right.slope, left.low + right.low, left.high + right.high)
        if not left.slope and not right.slope:
            return self._flat(*ends, False)
        return self._along(line, ends, False)

    def _times(self, one: Range, other: Range) -> Range:
        products = [
            left * right for left, right in product((one.low, one.high), (other.low, other.high))
        ]
        ends = min(products), max(products)
        factor, line = (one.low, _line(other)) if one.low == one.high else (other.low, _line(one))
        if not line.slope or (one.low != one.high and other.low != other.high):
            return self._flat(*ends, False)
        low, high = sorted((factor * line.low, factor * line.high))
        return self._along(LinearRange(factor * line.slope, low, high), ends, False)

    def _quotient(self, expr: x.Quotient, above: Range, below: Range) -> Range:
        if above.never or below.never:
            return NEVER
        if below.low <= 0:
            raise ValueError("a divisor may be zero")
        if self._watch:  # half-up works with twice the number and the divisor times the step, added
            self._watch(expr, 2 * above.widest + 2 * below.widest * expr.step)
        corners = [
            divide(number, by, expr.rounding, expr.step)
            for number, by in product((above.low, above.high), (below.low, below.high))
        ]
        ends, unknown = (min(corners), max(corners)), above.unknown or below.unknown
        line, by = _line(above), below.low
        if below.low != below.high or not line.slope:
            return self._flat(*ends, unknown)
        whole = by * expr.step
        less, more = (0, whole - 1) if expr.rounding == "up" else ((whole - 1) // 2, whole // 2)
        low, high = Fraction(line.low - less, by), Fraction(line.high + more, by)
        found = self._along(LinearRange(Fraction(line.slope, by), low, high), ends, unknown)
        if line.low != line.high or unknown:
            return found
        # What is rounded is known exactly: the same number rounded the same way is one number.
        key = (Fraction(line.slope, by), Fraction(line.low, by), expr.rounding, expr.step)
        return self._rounded.setdefault(key, found)

    def _difference(self, one: Range, other: Range) -> Ends:
        """The least and the most of `one - other`, where both are known."""
        if one.line is not None and one.line is other.line:
            return 0, 0
        ends = one.low - other.high, one.high - other.low
        left, right = _line(one), _line(other)
        if not left.slope and not right.slope:
            return ends
        line = LinearRange(left.slope - right.slope, left.low - right.high, left.high - right.low)
        found = self._along(line, ends, False)
        return found.low, found.high

    def _extreme(self, parts: list[Range], greatest: bool) -> Range:
        """The greatest or the least of what is known: a part that can be unknown may drop out."""

        def beats(one: Range, other: Range) -> bool:
            if one.unknown:
                return False
            least, most = self._difference(one, other)
            return least >= 0 if greatest else most <= 0

        kept: list[Range] = []
        for part in parts:
            if not part.never and not any(beats(one, part) for one in kept):
                kept = [*(one for one in kept if not beats(part, one)), part]
        if len(kept) < 2:
            return kept[0] if kept else NEVER
        sure = [one for one in kept if not one.unknown]
        if not sure:
            return self._flat(min(one.low for one in kept), max(one.high for one in kept), True)
        if greatest:
            low, high = max(one.low for one in sure), max(one.high for one in kept)
        else:
            low, high = min(one.low for one in kept), min(one.high for one in sure)
        return self._flat(low, high, False)

    def _first(self, parts: list[Range]) -> Range:
        reached: list[Range] = []
        for part in parts:
            reached += [] if part.never else [part]
            if part.sure:
                break
        return replace(self._either(reached), unknown=all(part.unknown for part in reached))

    def _chosen(self, expr: x.Choose) -> Range:
        holds = self.of(expr.condition)
        fails, surely = holds.high < 1, holds.only == 1
        every = self._watch is not None  # columns work out a branch that is not taken, too
        then = self.of(expr.then) if every or not fails else NEVER
        otherwise = self.of(expr.otherwise) if every or not surely else NEVER
        if fails:
            return otherwise
        return then if surely else self._either([then, otherwise])

    def _either(self, parts: list[Range]) -> Range:
        known = [part for part in parts if not part.never]
        unknown = any(part.unknown for part in parts)
        if len(known) < 2:
            return replace(known[0], unknown=unknown) if known else NEVER
        ends = min(part.low for part in known), max(part.high for part in known)
        lines = [_line(part) for part in known]
        slope = lines[0].slope
        if not slope or any(line.slope != slope for line in lines):
            return self._flat(*ends, unknown)
        low, high = min(line.low for line in lines), max(line.high for line in lines)
        return self._along(LinearRange(slope, low, high), ends, unknown)

    def _compared(self, operator: x.Operator, left: Range, right: Range) -> Range:
        if left.never or right.never:
            return NEVER
        least, most = self._difference(left, right)
        under, same, over = least < 0, least <= 0 <= most, most > 0
        outcomes = {"<": under, ">": over, "==": same}
        outcomes |= {"<=": under or same, ">=": over or same, "!=": under or over}
        holds, fails = outcomes[operator], outcomes[x.OPPOSITE[operator]]
        return Range(int(not fails), int(holds), left.unknown or right.unknown)


def _line(one: Range) -> LinearRange:
    return one.line or LinearRange(0, one.low, one.high)


def _all_hold(parts: list[Range]) -> Range:
    """Kleene's `and`: fails where any part does, holds where all do, and is else unknown."""
    if any(part.sure and part.high == 0 for part in parts):
        return Range(0, 0)
    fails = any(not part.never and part.low == 0 for part in parts)
    holds = all(not part.never and part.high == 1 for part in parts)
    if not fails and not holds:
        return NEVER
    return Range(int(not fails), int(holds), any(part.unknown for part in parts))
