"""Values and labels that vary between scenarios, as polars columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import polars as pl

from counteroffer.analysis.what_if.axes import Axis
from counteroffer.language.expr import Expr, Has, Value, children
from counteroffer.settlement.program import Program

_NARROW = 2**62


def asked_by(program: Program) -> Iterator[tuple[str, str]]:
    """The tags that conditions ask for, each with its list."""
    for expr in (*program.levers.values(), *(expr for _, expr in program.settlement)):
        yield from tags_asked(expr)


def tags_asked(expr: Expr) -> Iterator[tuple[str, str]]:
    """The tags that an expression asks for, each with its list."""
    if isinstance(expr, Has):
        yield expr.tags.name, expr.tag
    for child in children(expr):
        yield from tags_asked(child)


def series(
    name: str, values: Sequence[Value], asked: frozenset[tuple[str, str]]
) -> Iterator[pl.Series]:
    """A value that varies as columns: of a list of tags, those that `columns.column` names."""
    known = [value for value in values if value is not None]
    if all(isinstance(value, bool) for value in known):
        yield pl.Series(name, values, dtype=pl.Boolean)
    elif all(isinstance(value, int) for value in known):
        wide = any(abs(value) >= _NARROW for value in known if isinstance(value, int))
        yield pl.Series(name, values, dtype=pl.Int128 if wide else pl.Int64)
    elif all(isinstance(value, frozenset) for value in known):
        lists = [value if isinstance(value, frozenset) else None for value in values]
        yield pl.Series(name, [None if tags is None else True for tags in lists], dtype=pl.Boolean)
        yield pl.Series(
            f"count {name}", [None if tags is None else len(tags) for tags in lists], dtype=pl.Int64
        )
        for tag in sorted(tag for fact, tag in asked if fact == name):
            has = [None if tags is None else tag in tags for tags in lists]
            yield pl.Series(f"{name} has {tag}", has, dtype=pl.Boolean)
    else:
        yield pl.Series(name, values, dtype=pl.String)


def labelled(axis: Axis, picked: Sequence[int]) -> pl.Series:
    """The labels of these picks of an axis, as a column."""
    labels = [axis.labels[pick] for pick in picked]
    if not axis.numeric or all(label is None for label in axis.labels):
        return pl.Series(
            [None if label is None else str(label) for label in labels], dtype=pl.String
        )
    if all(isinstance(label, int) for label in axis.labels if label is not None):
        return pl.Series(labels, dtype=pl.Int64)
    exact = [
        None if label is None else Decimal(label) for label in labels if not isinstance(label, str)
    ]
    exponents = [number.as_tuple().exponent for number in exact if number is not None]
    scale = max(-exponent for exponent in exponents if isinstance(exponent, int))
    return pl.Series(exact, dtype=pl.Decimal(38, max(scale, 0)))
