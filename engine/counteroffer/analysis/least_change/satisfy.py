"""The smallest set of changes to the facts under which a condition holds, or proof of none.

A condition holds if all leaves of one of its ways do. In a way every fact has a need of its own
(`needs`), and some are compared with one another. The cheapest choice of values is searched among
finitely many: an optimum of comparisons between whole numbers lies where each number is held by a
bound, a hole, its own value or another number's, at most one unit from each to the next. So no more
than those figures and their neighbours are tried, and nothing cheaper is missed.

The order of what is smaller: fewer facts; fewer tags added and taken away; less moved, all numbers
together, each in its own unit (to state a number that was not stated moves nothing); the names of
the facts. Of two figures equally near the greater is taken, and a number that is not stated gets
the one at the bound that it must keep.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from counteroffer.analysis.least_change.best_first import Rank, first_that_does
from counteroffer.analysis.least_change.change_words import change_text
from counteroffer.analysis.least_change.needs import Cost, Need, Option
from counteroffer.language import expr as x
from counteroffer.language.compile import compiled
from counteroffer.language.declarations import Declarations
from counteroffer.language.expr import Expr, Operator, Value, facts_of, positive, ways
from counteroffer.text.errors import EngineError

MOST_STEPS = 2_000  # of one search; only dozens of facts compared with one another take more

Path = tuple[int, ...]  # which option was taken at each step
Link = tuple[Operator, str, str]
Domains = dict[str, list[Option]]


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact as it must become, held as in `facts`; `was` None: not stated.

    For lists, `add` and `remove` have the tags and `others` says how many of those added may be any
    other: the last ones of `add` are examples. `text` says it to a person: `gpu_years: 2 or more
    (is 1)`.
    """

    fact: str
    was: Value
    value: Value
    text: str
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    others: int = 0


def smallest(
    condition: Expr,
    values: Mapping[str, Value],
    free: Collection[str],
    declared: Declarations,
    amount: Callable[[int], str] = str,
) -> tuple[FactChange, ...] | None:
    """The smallest set of changes to `free` facts under which a condition holds, by name.

    `()` if it holds already.

    None proves that no values of the free facts, within what their declarations say makes sense,
    make it hold. A fact that is not stated may be stated, one that is can't be unsaid. `amount`
    shows money. Raises EngineError for a condition that compares too many facts with one another to
    search.
    """
    found = [
        one
        for way in ways(positive(condition))
        if (one := _Conjunction(way, values, free, declared).cheapest())
    ]
    if not found:
        return None
    way, chosen = min(found, key=lambda one: _rank(one[1]))
    return tuple(
        way.change(name, chosen, amount) for name in sorted(chosen) if chosen[name].cost[0]
    )


def _rank(chosen: Mapping[str, Option]) -> tuple[Cost, list[tuple[str, str]]]:
    changed = sorted((name, one) for name, one in chosen.items() if one.cost[0])
    return _sum(one.cost for one in chosen.values()), [
        (name, _key(one.value)) for name, one in changed
    ]


def _key(value: Value) -> str:
    return str(sorted(value)) if isinstance(value, frozenset) else f"{value!r:>20}"


def _sum(costs: Iterable[Cost]) -> Cost:
    facts = tags = moves = 0
    for cost in costs:
        facts, tags, moves = facts + cost[0], tags + cost[1], moves + cost[2]
    return facts, tags, moves


class _Conjunction:
    """One way in which a condition can hold: all of its leaves."""

    def __init__(
        self,
        leaves: tuple[Expr, ...],
        values: Mapping[str, Value],
        free: Collection[str],
        declared: Declarations,
    ) -> None:
        self.values, self.free, self.declared = values, free, declared
        self.needs: dict[str, Need] = {}
        self.links: list[Link] = []
        self.possible = all(self._take(leaf) for leaf in leaves)

    def _need(self, fact: str) -> Need:
        if fact not in self.needs:
            self.needs[fact] = Need(fact, self.values.get(fact), self.declared[fact])
        return self.needs[fact]

    def _take(self, leaf: Expr) -> bool:
        """Take in a leaf; False for one that never holds."""
        names = list(facts_of(leaf))
        if not names:
            return compiled(leaf)({}) is True
        match leaf:
            case x.Compare(operator, x.Fact() | x.Count(), x.Fact() | x.Count()):
                for name, side in zip(names, (leaf.left, leaf.right), strict=True):
                    self._need(name).known = True
                    self._need(name).counted |= isinstance(side, x.Count)
                if names[0] == names[1]:
                    return operator in ("==", "<=", ">=")
                self.links.append((operator, names[0], names[1]))
            case x.Compare(operator, x.Number() as number, term):
                self._need(names[0]).add(x.Compare(x.FLIPPED[operator], term, number))
            case _:
                self._need(names[0]).add(leaf)
        return True

    def cheapest(self) -> tuple[_Conjunction, dict[str, Option]] | None:
        """The cheapest values of all its facts; None where there are none."""
        chosen: dict[str, Option] = {}
        for group in self._groups() if self.possible else ():
            links = [link for link in self.links if link[1] in group]
            found = _cheapest({name: self._options(name, group) for name in group}, links)
            if found is None:
                return None
            chosen |= {name: options[0] for name, options in found.items()}
        return (self, chosen) if self.possible else None

    def _groups(self) -> list[list[str]]:
        """The facts that are compared with one another, directly or through others, by name."""
        groups: list[set[str]] = [{name} for name in sorted(self.needs)]
        for _, one, other in self.links:
            joined = [group for group in groups if {one, other} & group]
            groups = [group for group in groups if group not in joined] + [
                set[str]().union(*joined)
            ]
        return [sorted(group) for group in groups]

    def _options(self, name: str, group: list[str]) -> list[Option]:
        need = self.needs[name]
        kept = need.kept()
        if name not in self.free:
            return kept
        anchors = {
            anchor for other in group for anchor in self.needs[other].anchors(alone=len(group) == 1)
        }
        reach = range(-len(group), len(group) + 1)
        return kept + need.changed(
            {anchor + step for anchor in anchors for step in reach}, down=self._down(need)
        )

    def _down(self, need: Need) -> bool:
        """Whether a number that is not stated is bounded from above only."""
        above, below = need.high is not None, need.low is not None
        for operator, smaller, greater in (
            one for link in self.links for one in (link, _turned(link))
        ):
            if smaller == need.fact and self.values.get(greater) is not None:
                above |= operator in ("<", "<=")
                below |= operator in (">", ">=", "==")
        return above and not below

    def change(
        self, name: str, chosen: Mapping[str, Option], amount: Callable[[int], str]
    ) -> FactChange:
        """A chosen value as a change, with the bounds that it must keep given the other choices."""
        need, value = self.needs[name], chosen[name].value
        for operator, one, other in (one for link in self.links for one in (link, _turned(link))):
            if one == name:
                need.add(
                    x.Compare(
                        operator,
                        x.Count(x.Fact(one)) if need.counted else x.Fact(one),
                        x.Number(chosen[other].at),
                    )
                )
        added = value - need.stated if isinstance(value, frozenset) else frozenset[str]()
        removed = need.stated - value if isinstance(value, frozenset) else frozenset[str]()
        named, others = sorted(added & need.must), sorted(added - need.must)
        text = change_text(need, value, amount)
        return FactChange(
            name, need.was, value, text, (*named, *others), tuple(sorted(removed)), len(others)
        )


def _turned(link: Link) -> Link:
    operator, one, other = link
    return x.FLIPPED[operator], other, one


def _cheapest(domains: Domains, links: list[Link]) -> Domains | None:
    """The cheapest choice that keeps the comparisons between facts.

    Each domain is left with its chosen option in front; options are in the order of their cost.
    """
    both = [one for link in links for one in (link, _turned(link))]
    steps = count()

    def ranked(
        path: Path, choices: Iterable[Domains]
    ) -> Iterator[tuple[Rank, tuple[Path, Domains]]]:
        for number, choice in enumerate(choices):
            if next(steps) >= MOST_STEPS:
                raise EngineError(
                    "a condition compares too many facts with one another to find the smallest"
                    " change",
                    code="engine.limit",
                    path=("lever",),
                )
            if (left := _narrowed(choice, both)) is not None:
                here = (*path, number)
                yield (_sum(options[0].cost for options in left.values()), here), (here, left)

    def opened(one: tuple[Path, Domains]) -> Iterable[tuple[Rank, tuple[Path, Domains]]] | None:
        path, left = one
        at = {name: options[0].at for name, options in left.items()}
        broken = next(
            (link for link in links if not _keeps(link[0], at[link[1]], at[link[2]])), None
        )
        if broken is None:
            return None
        name = min(broken[1:], key=lambda one: (len(left[one]) == 1, one))
        return ranked(path, ({**left, name: [option]} for option in left[name]))

    found = first_that_does(ranked((), [domains]), opened)
    return found[1] if found else None


def _narrowed(domains: Domains, links: list[Link]) -> Domains | None:
    """The options that can go with some option of each fact that they are compared with.

    None where a fact has none left.
    """
    left = dict(domains)
    while all(left.values()):
        size = sum(map(len, left.values()))
        for operator, one, other in links:
            left[one] = _agreeing(operator, left[one], {option.at for option in left[other]})
        if sum(map(len, left.values())) == size:
            return left
    return None


def _agreeing(operator: Operator, options: list[Option], others: set[int]) -> list[Option]:
    if not others:
        return []
    if operator == "==":
        return [option for option in options if option.at in others]
    if operator == "!=":
        return [option for option in options if others - {option.at}]
    end = max(others) if operator in ("<", "<=") else min(others)
    return [option for option in options if _keeps(operator, option.at, end)]


def _keeps(operator: Operator, one: int, other: int) -> bool:
    match operator:
        case "==" | "!=":
            return (one == other) is (operator == "==")
        case "<" | "<=":
            return one < other or (operator == "<=" and one == other)
        case _:
            return one > other or (operator == ">=" and one == other)
