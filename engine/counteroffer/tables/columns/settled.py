"""The rows of a place with its plan → the columns of their answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from counteroffer.analysis.what_if.grid import FIRED, ColumnPlan
from counteroffer.language.expr import Value
from counteroffer.settlement.outcome import VERDICTS
from counteroffer.settlement.program import Program
from counteroffer.settlement.warned_of import warned_of
from counteroffer.tables.columns.plans import WARNED
from counteroffer.tables.columns.values import PlaceValues
from counteroffer.tables.rows import NUMBERS

MOST_FLAGS = 62  # what one column of bits holds


def settled(
    rows: pl.DataFrame, program: Program, made: ColumnPlan, values: PlaceValues
) -> pl.DataFrame:
    """The figures and codes of each row: all columns of the answers but `error`.

    Those of `rows` that are named `row` are kept.
    """
    known = made.constants
    levers = [lever.id for lever in program.place.levers]
    codes = [code for code, _ in warned_of(program)]
    varies = _varies(made, values)
    found = (
        _worked_out(rows, made, values)
        .select(
            "row",
            *(_number(name, known, varies) for name in NUMBERS),
            _verdict(known, varies),
            pl.lit(program.place.currency).alias("currency"),
            _bits([f"{FIRED}{one}" for one in levers], known, varies).alias("levers"),
            _bits([f"{WARNED}{code}" for code in codes], known, varies).alias("warnings"),
        )
        .collect()
    )
    return found.with_columns(_named(found["levers"], levers), _named(found["warnings"], codes))


def verdicts(rows: pl.DataFrame, made: ColumnPlan, values: PlaceValues) -> pl.DataFrame:
    """The verdict alone, for each row."""
    chosen = _verdict(made.constants, _varies(made, values))
    return _worked_out(rows, made, values).select("row", chosen).collect()


def _varies(made: ColumnPlan, values: PlaceValues) -> frozenset[str]:
    return frozenset((*(one.name for one in made.steps), *values.columns))


def _worked_out(rows: pl.DataFrame, made: ColumnPlan, values: PlaceValues) -> pl.LazyFrame:
    frame = rows.lazy().with_columns(column.alias(name) for name, column in values.columns.items())
    for level in made.levels():
        frame = frame.with_columns(level)
    return frame


def _number(name: str, known: Mapping[str, Value], varies: frozenset[str]) -> pl.Expr:
    if name in varies:
        return pl.col(name).cast(pl.Int64)
    value = known.get(name)
    return pl.lit(value if isinstance(value, int) else None, dtype=pl.Int64).alias(name)


def _verdict(known: Mapping[str, Value], varies: frozenset[str]) -> pl.Expr:
    names = pl.Series([VERDICTS[number] for number in sorted(VERDICTS)])
    if "verdict" in varies:
        return pl.lit(names).gather(pl.col("verdict")).alias("verdict")
    return pl.lit(names[int(str(known["verdict"]))]).alias("verdict")


def _bits(flags: Sequence[str], known: Mapping[str, Value], varies: frozenset[str]) -> pl.Expr:
    """Flags as the bits of a number; what is unknown does not hold."""
    fixed = sum(1 << at for at, flag in enumerate(flags) if flag not in varies and known.get(flag))
    found = pl.lit(fixed, dtype=pl.Int64)
    for at, flag in enumerate(flags):
        if flag in varies:
            found += pl.when(pl.col(flag)).then(pl.lit(1 << at, dtype=pl.Int64)).otherwise(0)
    return found


def _named(bits: pl.Series, names: Sequence[str]) -> pl.Series:
    """The names of the flags that hold in each row, joined by +."""
    found = bits.unique()
    texts = [
        "+".join(name for at, name in enumerate(names) if number >> at & 1)
        for number in found.to_list()
    ]
    named = pl.Series(texts, dtype=pl.String)
    text: pl.Series = bits.replace_strict(found, named, return_dtype=pl.String)
    return text
