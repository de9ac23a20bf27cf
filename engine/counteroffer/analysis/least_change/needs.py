"""What a condition needs of one fact, and the values that meet it, with the cost of each.

A number needs to lie between bounds and outside of holes, a list to have and to lack tags and to
count so many of them, a word to be or not to be a tag, a yes-no fact to be one of the two. Every
fact needs to be stated but one that must not be.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import count, islice

from counteroffer.language import expr as x
from counteroffer.language.declarations import Declaration
from counteroffer.language.expr import Expr, Operator, Value

MOST_TAGS = 10_000  # tags in one list: more can't be asked for
_FINEST = 4  # decimals that a number can have

Cost = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Option:
    """A value that a fact can take, and what it costs to change the fact to it.

    `at` is where it stands in comparisons: a number, or how many tags there are.

    `cost` is 1 for a change, how many tags it adds and takes away, and how far a number moves, in
    parts of 1/10,000.
    """

    value: Value
    at: int
    cost: Cost = (0, 0, 0)


@dataclass(slots=True)
class Need:
    """What must be true of one fact; filled in leaf by leaf."""

    fact: str
    was: Value
    declaration: Declaration
    low: int | None = None
    high: int | None = None
    holes: set[int] = field(default_factory=set)
    must: set[str] = field(default_factory=set)
    barred: set[str] = field(default_factory=set)
    flags: set[bool] = field(default_factory=set)
    known: bool = False
    unknown: bool = False
    counted: bool = False

    def add(self, leaf: Expr) -> None:
        """Take in a leaf that names this fact alone."""
        self.known |= leaf != x.Not(x.Known(x.Fact(self.fact)))
        match leaf:
            case x.Compare(operator, term, x.Number(value)):
                self.counted |= isinstance(term, x.Count)
                self._bound(operator, value)
            case x.Has(_, tag) | x.Is(_, tag):
                self.must.add(tag)
            case x.Not(x.Has(_, tag) | x.Is(_, tag)):
                self.barred.add(tag)
            case x.Fact():
                self.flags.add(True)
            case x.Not(x.Fact()):
                self.flags.add(False)
            case x.Not(x.Known()):
                self.unknown = True
            case x.Known():
                pass
            case _:
                raise TypeError(f"not a leaf of a condition: {leaf!r}")

    def _bound(self, operator: Operator, value: int) -> None:
        if operator == "!=":
            self.holes.add(value)
        if operator in (">", ">=", "=="):
            least = value + (operator == ">")
            self.low = least if self.low is None else max(self.low, least)
        if operator in ("<", "<=", "=="):
            most = value - (operator == "<")
            self.high = most if self.high is None else min(self.high, most)

    def holds(self, value: Value) -> bool:
        """Whether a value meets the need."""
        if value is None:
            return not self.known
        if self.unknown:
            return False
        if isinstance(value, bool):
            return self.flags <= {value}
        if isinstance(value, int):
            return self._between(value)
        tags = value if isinstance(value, frozenset) else frozenset({value})
        return (
            self.must <= tags
            and not self.barred & tags
            and (not self.counted or self._between(len(tags)))
        )

    def _between(self, at: int) -> bool:
        over = self.low is None or at >= self.low
        return over and (self.high is None or at <= self.high) and at not in self.holes

    @property
    def range(self) -> tuple[int, int]:
        """The least and the most that makes sense, needed or not."""
        if self.declaration.type == "tags":
            return len(self.must), MOST_TAGS
        scale: int = 10**self.declaration.decimals
        return self.declaration.min * scale, self.declaration.max * scale

    def anchors(self, *, alone: bool) -> set[int]:
        """The figures at which its need or its cost changes.

        A list that stands `alone` is never filled.
        """
        here = {*self.holes, *(end for end in (self.low, self.high) if end is not None)}
        if self.declaration.type == "tags":
            here |= {len(self._least), len(self.must)} | (set() if alone else {MOST_TAGS})
        else:
            here |= set(self.range)
        if isinstance(self.was, int):
            here.add(self.was)
        return here

    def kept(self) -> list[Option]:
        """The fact as it is, where that will do."""
        return [Option(self.was, _at(self.was))] if self.holds(self.was) else []

    def changed(self, positions: Collection[int], *, down: bool = False) -> list[Option]:
        """Every other value to consider, the cheapest first; counts and numbers among `positions`.

        A number that is not stated costs the same wherever it is: `down` says to begin at the
        greatest.
        """
        if self.unknown:
            return []
        options = [
            one
            for one in self._values(positions)
            if one.value != self.was and self.holds(one.value)
        ]
        sign = -1 if down or self.was is not None else 1
        return sorted(options, key=lambda one: (one.cost, sign * one.at))

    def _values(self, positions: Collection[int]) -> Iterator[Option]:
        least, most = self.range
        within = [at for at in positions if least <= at <= most]
        match self.declaration.type:
            case "flag":
                first = next(
                    (one for one in (True, False) if one is not self.was and self.holds(one)), None
                )
                yield from () if first is None else (Option(first, 0, (1, 0, 0)),)
            case "tag":
                words = self.must or islice(
                    self._others({self.was} if isinstance(self.was, str) else set()), 1
                )
                yield from (Option(word, 0, (1, 0, 0)) for word in sorted(words))
            case "tags":
                yield from map(self._tagged, within)
            case _:
                finer = 10 ** (_FINEST - self.declaration.decimals)
                was = self.was
                for at in within:
                    yield Option(at, at, (1, 0, 0 if was is None else finer * abs(at - int(was))))  # type: ignore[arg-type]

    @property
    def stated(self) -> frozenset[str]:
        """The tags of a list as it is; of one that is not stated, none."""
        return self.was if isinstance(self.was, frozenset) else frozenset()

    @property
    def _least(self) -> frozenset[str]:
        """The list with the tags added that it must have, and those removed that it must lack."""
        return (self.stated - self.barred) | self.must

    def _tagged(self, size: int) -> Option:
        """The list with that many tags, changed as little as can be."""
        least = self._least
        spare = sorted(least - self.must, key=lambda tag: (tag in self.stated, tag))
        less = least - set(spare[: max(0, len(least) - size)])
        tags = less | set(islice(self._others(set(least)), max(0, size - len(least))))
        return Option(tags, len(tags), (1, len(tags ^ self.stated), 0))

    def _others(self, taken: set[str]) -> Iterator[str]:
        """Tags that no condition names: those of the declaration first, then any."""
        out = self.barred | self.must | taken
        yield from (tag for tag in sorted(self.declaration.names) if tag not in out)
        yield from (tag for number in count(1) if (tag := f"another-{number}") not in out)


def _at(value: Value) -> int:
    if isinstance(value, frozenset):
        return len(value)
    return value if isinstance(value, int) else 0
