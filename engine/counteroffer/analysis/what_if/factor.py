"""When to join each axis, and what to compute then: each part of the work on the fewest rows.

The rows of a grid are the cross product of small tables. What depends on some of the tables only is
worked out before the others are joined, part by part: of a maximum over terms from two tables, each
table's own part is a column there, and only the last comparison is left for the full product.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from counteroffer.analysis.what_if.grid import ColumnPlan, GridColumn, step
from counteroffer.language import expr as x
from counteroffer.language.expr import Expr, children
from counteroffer.language.intervals import Range, range_of

WIDEST = 2**53  # a column of its own has to be exact everywhere
_FEW = 12  # tables whose every order is looked at


@dataclass(frozen=True, slots=True)
class JoinedTable:
    """A table to join: the names of its columns and how many rows it has."""

    names: frozenset[str]
    rows: int


@dataclass(frozen=True, slots=True)
class Stage:
    """Join the table of this number, and then add these columns."""

    table: int
    steps: tuple[GridColumn, ...]


def stages(made: ColumnPlan, tables: Sequence[JoinedTable]) -> tuple[Stage, ...]:
    """The tables in the order to join them, each with what can be computed from then on."""
    if not tables:
        return ()
    home = {name: number for number, table in enumerate(tables) for name in table.names}
    order = _order(_work(made.steps, home), [table.rows for table in tables])
    return _Factoring(made, {name: order.index(number) for name, number in home.items()}).stages(
        order
    )


def _work(steps: Iterable[GridColumn], home: Mapping[str, int]) -> Mapping[frozenset[int], float]:
    """The work for one row by the tables that it needs; each part of an expression counts once."""
    of = dict[str, frozenset[int]]({name: frozenset([number]) for name, number in home.items()})
    work: dict[frozenset[int], float] = {}
    seen: set[Expr] = set()

    def tables(node: Expr) -> frozenset[int]:
        if isinstance(node, x.Fact):
            return of[node.name]
        inner = [tables(child) for child in children(node)]
        found = frozenset[int]().union(*inner)
        if inner and found and node not in seen:
            seen.add(node)
            work[found] = work.get(found, 0) + (4 if isinstance(node, x.Quotient) else len(inner))
        return found

    for one in steps:
        of[one.name] = tables(one.expr)
    return work


def _order(work: Mapping[frozenset[int], float], rows: Sequence[int]) -> list[int]:
    """The order of joining with the least work over all rows.

    By the last table, then the one before it, and so on.

    Up to a dozen tables the best there is; of more, those with the fewest rows come first.
    """
    if len(rows) > _FEW:
        return sorted(range(len(rows)), key=lambda number: rows[number])
    best: dict[frozenset[int], tuple[float, list[int]]] = {frozenset(): (0.0, [])}

    def cheapest(joined: frozenset[int]) -> tuple[float, list[int]]:
        if joined not in best:
            size = prod(rows[number] for number in joined)
            found = []
            for last in sorted(joined):
                here = 1 + sum(
                    cost for needs, cost in work.items() if last in needs and needs <= joined
                )
                before, order = cheapest(joined - {last})
                found.append((before + here * size, [*order, last]))
            best[joined] = min(found)
        return best[joined]

    return cheapest(frozenset(range(len(rows))))[1]


class _Factoring:
    """Takes expressions apart by the stage at which their parts are known."""

    def __init__(self, made: ColumnPlan, stage: Mapping[str, int]) -> None:
        self._stage = dict(stage)
        self._ranges = dict(made.ranges)
        self._inputs = {name: frozenset([name]) for name in stage}
        self._parts: dict[Expr, str] = {}
        self._made: list[tuple[int, GridColumn]] = []
        for one in made.steps:
            self._add(one.name, one.expr, one.certain)

    def stages(self, order: Sequence[int]) -> tuple[Stage, ...]:
        return tuple(
            Stage(table, tuple(one for at, one in self._made if at == stage))
            for stage, table in enumerate(order)
        )

    def _add(self, name: str, expr: Expr, certain: bool = False) -> None:
        at = max(0, self._at(expr))
        made, found = step(name, self._rebuilt(expr, at), self._ranges, self._inputs, certain)
        self._made.append((at, made))
        self._stage[name], self._inputs[name], self._ranges[name] = at, made.inputs, found

    def _at(self, expr: Expr) -> int:
        """The stage from which an expression can be computed; -1 for a constant."""
        if isinstance(expr, x.Fact):
            return self._stage[expr.name]
        return max((self._at(child) for child in children(expr)), default=-1)

    def _part(self, expr: Expr, at: int) -> Expr:
        """An expression for use at a stage: a column of its own where it is known before."""
        mine = self._at(expr)
        if not children(expr) or mine < 0:
            return expr
        if mine == at or not isinstance(expr, _WORTH) or self._range(expr).widest >= WIDEST:
            return self._rebuilt(expr, at)
        return self._column(expr)

    def _column(self, expr: Expr) -> Expr:
        if isinstance(expr, x.Fact):
            return expr
        if expr not in self._parts:
            self._parts[expr] = name = f"part {len(self._parts)}"
            self._add(name, expr)
        return x.Fact(self._parts[expr])

    def _range(self, expr: Expr) -> Range:
        return range_of(expr, self._ranges)

    def _rebuilt(self, expr: Expr, at: int) -> Expr:
        match expr:
            case x.Sum(terms) | x.Greatest(terms) | x.Least(terms) | x.And(terms) | x.Or(terms):
                return self._grouped(type(expr), terms, at)
            case x.Product(factors):
                return self._grouped(x.Product, factors, at)
            case x.FirstKnown(terms):
                return x.FirstKnown(tuple(self._part(term, at) for term in terms))
            case x.Quotient(number, by, rounding, multiple):
                return x.Quotient(self._part(number, at), self._part(by, at), rounding, multiple)
            case x.Choose(condition, then, otherwise):
                return x.Choose(
                    self._part(condition, at), self._part(then, at), self._part(otherwise, at)
                )
            case x.Compare(operator, left, right):
                return x.Compare(operator, self._part(left, at), self._part(right, at))
            case x.Not(term):
                return x.Not(self._part(term, at))
            case x.Known(term):
                return x.Known(self._part(term, at))
            case _:
                return expr

    def _grouped(self, make: type[_Joined], terms: Sequence[Expr], at: int) -> Expr:
        """Terms whose order does not matter, those known first joined first; constants last."""
        by_stage: dict[int, list[Expr]] = {}
        for term in terms:
            by_stage.setdefault(self._at(term), []).append(term)
        constants = by_stage.pop(-1, [])
        joined: list[Expr] = []
        for stage in sorted(by_stage):
            joined += [self._part(term, stage) for term in by_stage[stage]]
            if stage < at and len(joined) > 1 and self._range(make(tuple(joined))).widest < WIDEST:
                joined = [self._column(make(tuple(joined)))]
        joined += constants
        return joined[0] if len(joined) == 1 else make(tuple(joined))


_Joined = x.Sum | x.Greatest | x.Least | x.And | x.Or | x.Product
_WORTH = (
    x.Sum,
    x.Product,
    x.Quotient,
    x.Greatest,
    x.Least,
    x.FirstKnown,
    x.Choose,
    x.Compare,
    x.Known,
    x.Not,
    x.And,
    x.Or,
)
