"""Lists of tags: which tags the rules ask for, and the sets of tags to try, smallest first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from counteroffer.language.expr import Compare, Count, Fact, Has, Number, children
from counteroffer.settlement.program import Program
from counteroffer.text.errors import EngineError


def tags_in(rules: Program, name: str) -> tuple[set[str], int]:
    """The tags of a list that rules ask for, and up to how many they count.

    -1 where they do not count.
    """
    named: set[str] = set()
    counted = -1
    waiting = [*rules.levers.values(), *(expr for _, expr in (*rules.measures, *rules.settlement))]
    while waiting:
        expr = waiting.pop()
        match expr:
            case Has(Fact(fact), tag) if fact == name:
                named.add(tag)
            case Compare(_, left, right) if any(one == Count(Fact(name)) for one in (left, right)):
                counted = max(
                    counted, *(one.value for one in (left, right) if isinstance(one, Number)), 0
                )
        waiting += children(expr)
    return named, counted


def sets_of(named: list[str], others: list[str]) -> Iterator[tuple[str, ...]]:
    """Sets of tags, the smallest first; the others are alike, so that only their number counts."""
    if len(named) > 12:
        raise EngineError(
            "the rules name too many tags of this list for trying every set of them",
            code="engine.limit",
            path=("by",),
        )
    for size in range(len(named) + len(others) + 1):
        for many in range(min(size, len(named)), -1, -1):
            if size - many <= len(others):
                yield from ((*some, *others[: size - many]) for some in combinations(named, many))
