"""A program over many rows: what varies as polars columns, all else worked out beforehand.

The settlement is the tree's own. Each named expression is evaluated in part, with what is known;
what still varies becomes a column, computed as soon as the columns that it depends on are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from counteroffer.engines.columns import column
from counteroffer.language.expr import Expr, Value, facts_of
from counteroffer.language.intervals import SURE_FLAG, Range, Ranges
from counteroffer.language.partial import residue
from counteroffer.settlement.program import Program

FIRED = "fired."
Named = Iterable[tuple[str, Expr]]


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One column: its name, its expression, and the columns that it depends on.

    Those it depends on directly, and those at bottom.

    `expr` is the same in the tree. One that is `certain` is a flag, and false where its condition
    is unknown.
    """

    name: str
    column: pl.Expr
    needs: frozenset[str]
    inputs: frozenset[str]
    expr: Expr
    certain: bool = False


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """The columns to compute, each after those it needs, and the names that do not vary.

    A name that is a constant or a column (`columns`, by name, of what varies) has its values there.
    """

    steps: tuple[GridColumn, ...]
    constants: Mapping[str, Value]
    ranges: Ranges

    def levels(self, steps: Iterable[GridColumn] | None = None) -> Iterator[list[pl.Expr]]:
        """The steps in batches; those of a batch need only what came before it."""
        yield from batches(self.steps if steps is None else steps)


def batches(steps: Iterable[GridColumn]) -> Iterator[list[pl.Expr]]:
    """Steps as columns, in batches; those of a batch need only what came before it."""
    left = list(steps)
    while left:
        waiting = {step.name for step in left}
        ready = [step for step in left if not step.needs & waiting]
        yield [step.column.alias(step.name) for step in ready]
        left = [step for step in left if step.needs & waiting]


def step(
    name: str, expr: Expr, ranges: Ranges, inputs: Mapping[str, frozenset[str]], certain: bool
) -> tuple[GridColumn, Range]:
    """An expression as a column, and what its values can be.

    Raises EngineError for what can't be proved to fit.
    """
    made, found = column(expr, ranges)
    if certain:
        made, found = made if found.sure else made.fill_null(False), SURE_FLAG
    needs = frozenset(facts_of(expr))
    return GridColumn(
        name, made, needs, frozenset().union(*(inputs[fact] for fact in needs)), expr, certain
    ), found


def plan(
    program: Program,
    known: Mapping[str, Value],
    varies: Ranges,
    wanted: Iterable[str],
    more: Named = (),
) -> ColumnPlan:
    """What to compute for the names in `wanted`.

    `known` has the values that stay and `varies` the ranges of those that don't.

    `fired.<lever>` and `headline` are flags that are never unknown. A list of tags that varies is
    named in `varies` by its fact, with the range of a flag; its columns are those of
    `columns.column`. `more` are expressions to work out after the program's own. Raises EngineError
    for what can't be proved to fit.
    """
    named = (*program.steps, *((name, expr, False) for name, expr in more))
    left = residue(named, known, varies, wanted)
    inputs: dict[str, frozenset[str]] = {name: frozenset([name]) for name in varies}
    steps: list[GridColumn] = []
    for name, expr, certain in left.steps:
        made, _ = step(name, expr, left.ranges, inputs, certain)
        inputs[name] = made.inputs
        steps.append(made)
    return ColumnPlan(tuple(steps), left.constants, left.ranges)


def settled_columns(frame: pl.LazyFrame, made: ColumnPlan) -> pl.LazyFrame:
    """The frame with every step of the plan as a column."""
    for level in made.levels():
        frame = frame.with_columns(level)
    return frame
