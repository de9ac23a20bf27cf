"""A program over many rows: what varies as polars columns, everything else worked out once beforehand.

The settlement is the tree's own. Each named expression is folded with what is known; what still varies becomes a column,
computed as soon as the columns that it depends on are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from counteroffer.columns import column
from counteroffer.expr import Expr, Value, facts_of
from counteroffer.fold import Settled, as_condition, as_expr, fold
from counteroffer.ranges import FLAG, Range
from counteroffer.settle import Program

FIRED = "fired."


@dataclass(frozen=True, slots=True)
class Step:
    """One column: its name, its expression over columns, and the columns that it is made of, directly and at bottom."""

    name: str
    column: pl.Expr
    needs: frozenset[str]
    inputs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Plan:
    """The columns to compute, in an order in which each finds what it needs, and the names that do not vary."""

    steps: tuple[Step, ...]
    constants: Mapping[str, Value]
    ranges: Mapping[str, Range]

    def levels(self, steps: Iterable[Step] | None = None) -> Iterator[list[pl.Expr]]:
        """The steps in batches; those of a batch need only what came before it."""
        left = list(self.steps if steps is None else steps)
        while left:
            waiting = {step.name for step in left}
            ready = [step for step in left if not step.needs & waiting]
            yield [step.column.alias(step.name) for step in ready]
            left = [step for step in left if step.needs & waiting]


def plan(program: Program, known: Mapping[str, Value], varies: Mapping[str, Range], wanted: Iterable[str]) -> Plan:
    """What to compute for `wanted`, where `known` has the values that stay and `varies` the ranges of those that don't.

    `fired.<lever>` and `headline` are flags that are never unknown. A list of tags that varies is named in `varies` by
    its fact (its range does not matter); its columns are those of `columns.column`. Raises EngineError for what can't be
    proved to fit.
    """
    constants: dict[str, Value] = {name: value for name, value in known.items() if name not in varies}
    ranges = dict(varies)
    inputs: dict[str, frozenset[str]] = {name: frozenset([name]) for name in varies}
    steps: dict[str, Step] = {}
    for name, expr, condition in _named(program):
        folded = fold(expr, constants, frozenset(ranges))
        if isinstance(folded, Settled):
            constants[name] = folded.value is True if condition else folded.value
            continue
        made, found = column(as_condition(folded) if condition else as_expr(folded), ranges)
        needs = frozenset(facts_of(folded))
        inputs[name] = frozenset().union(*(inputs[fact] for fact in needs))
        ranges[name] = FLAG if condition else found
        steps[name] = Step(name, made.fill_null(False) if condition else made, needs, inputs[name])
    return Plan(tuple(_needed(steps, wanted)), constants, ranges)


def _named(program: Program) -> Iterator[tuple[str, Expr, bool]]:
    for name, expr in program.measures:
        yield name, expr, False
    for lever, expr in program.levers.items():
        yield f"{FIRED}{lever}", expr, True
    yield "headline", program.headline, True
    for name, expr in program.settlement:
        yield name, expr, False


def _needed(steps: Mapping[str, Step], wanted: Iterable[str]) -> Iterator[Step]:
    needed: set[str] = set()
    waiting = [name for name in wanted if name in steps]
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += [need for need in steps[name].needs if need in steps]
    return (step for name, step in steps.items() if name in needed)


def settled_columns(frame: pl.LazyFrame, made: Plan) -> pl.LazyFrame:
    """The frame with every step of the plan as a column."""
    for level in made.levels():
        frame = frame.with_columns(level)
    return frame
