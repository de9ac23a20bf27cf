"""The figures at which a condition of the rules turns, and one value on each side of them.

A condition that compares a fact with a number changes only there: the thresholds themselves and a
value between each two of them are all that needs trying.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from counteroffer.language.compile import compiled
from counteroffer.language.declarations import Declaration
from counteroffer.language.expr import (
    Compare,
    Count,
    Expr,
    Fact,
    Number,
    Value,
    children,
    facts_of,
)
from counteroffer.settlement.program import Program


def numbers(rules: Program, name: str) -> tuple[int, ...]:
    """The numbers that conditions compare a fact with, in its least unit, in order."""
    return _numbers(_against(rules, Fact(name)))


def counts(rules: Program, name: str) -> tuple[int, ...]:
    """The numbers that conditions compare the length of a list with, in order."""
    return _numbers(_against(rules, Count(Fact(name))))


def amounts(rules: Program, name: str, values: Mapping[str, Value]) -> tuple[int, ...]:
    """The amounts that levers compare an amount with, as they are in a case, in order."""
    found = (
        compiled(other)(values)
        for other in _against(rules, Fact(name), levers_only=True)
        if name not in facts_of(other)
    )
    return tuple(sorted({one for one in found if type(one) is int and one > 0}))


def to_try(declared: Declaration, now: int, thresholds: tuple[int, ...]) -> tuple[int, ...]:
    """Other values of a number, in its least unit, the nearest first.

    Each threshold, and one between each two of them, whole where there is a whole one.
    """
    whole = 10**declared.decimals
    low, high = declared.min * whole, declared.max * whole
    inside = [one for one in thresholds if low <= one <= high]
    found = {*inside}
    ends = [low - 1, *inside, high + 1]
    for before, after in pairwise(ends):
        if not before < now < after and after - before > 1:
            found.add(_between(before, after, now, whole))
    return tuple(sorted(found - {now}, key=lambda one: (abs(one - now), one)))


def _between(before: int, after: int, now: int, whole: int) -> int:
    """The value between two that is nearest to a third: a whole one, if there is one."""
    least, most = -(-(before + 1) // whole) * whole, (after - 1) // whole * whole
    if least <= most:
        return most if now > before else least
    return after - 1 if now > before else before + 1


def _against(rules: Program, what: Expr, *, levers_only: bool = False) -> Iterator[Expr]:
    """What is compared with an expression anywhere in the rules."""
    waiting: list[Expr] = [*rules.levers.values()]
    if not levers_only:
        waiting += [expr for _, expr in (*rules.measures, *rules.settlement)]
    while waiting:
        expr = waiting.pop()
        match expr:
            case Compare(_, left, right) if left == what:
                yield right
            case Compare(_, left, right) if right == what:
                yield left
        waiting += children(expr)


def _numbers(found: Iterable[Expr]) -> tuple[int, ...]:
    return tuple(sorted({one.value for one in found if isinstance(one, Number)}))
