"""Planned columns → the columns of the answers."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from counteroffer.analysis.what_if.grid import FIRED, ColumnPlan
from counteroffer.language.expr import Value
from counteroffer.settlement.outcome import VERDICTS
from counteroffer.settlement.program import Program
from counteroffer.settlement.warned_of import warned_of
from counteroffer.tables.columns.plans import WANTED, WARNED
from counteroffer.tables.columns.values import ValueColumns
from counteroffer.tables.rows import NUMBERS

MOST_FLAGS = 62  # what one column of bits holds


def settled(program: Program, made: ColumnPlan, values: ValueColumns, height: int) -> pl.DataFrame:
    """The figures and codes of each row; all columns of the answers but `error`."""
    frame = worked_out(made, values, height)
    levers = [lever.id for lever in program.place.levers]
    codes = [code for code, _ in warned_of(program)]
    verdicts = pl.Series([VERDICTS[number] for number in sorted(VERDICTS)])
    return frame.select(
        *NUMBERS,
        verdicts.gather(frame["verdict"]).alias("verdict"),
        pl.lit(program.place.currency).alias("currency"),
        _named(frame, [f"{FIRED}{one}" for one in levers], levers).alias("levers"),
        _named(frame, [f"{WARNED}{code}" for code in codes], codes).alias("warnings"),
    )


def worked_out(
    made: ColumnPlan, values: ValueColumns, height: int, wanted: Sequence[str] = WANTED
) -> pl.DataFrame:
    """What is wanted of a plan, for each row; flags that are unknown are false."""
    frame = pl.LazyFrame([pl.int_range(height, eager=True).alias("row"), *values.columns.values()])
    for level in made.levels():
        frame = frame.with_columns(level)
    flags = [name for name in (*made.constants, *(one.name for one in made.steps))
             if name.startswith((FIRED, WARNED))]
    varies = {one.name for one in made.steps} | values.columns.keys()
    numbers = [pl.col(name) if name in varies else _constant(made.constants.get(name)).alias(name)
               for name in wanted]
    told = [pl.col(name).fill_null(False) if name in varies
            else pl.lit(made.constants[name] is True).alias(name) for name in flags]
    return frame.select("row", *numbers, *told).collect()


def _constant(value: Value) -> pl.Expr:
    return pl.lit(value if isinstance(value, int) else None, dtype=pl.Int64)


def _named(frame: pl.DataFrame, flags: Sequence[str], names: Sequence[str]) -> pl.Series:
    """The names of the flags that hold in each row, joined by +."""
    bits = pl.sum_horizontal(
        [pl.col(flag).cast(pl.Int64) * (1 << at) for at, flag in enumerate(flags)]
    ) if flags else pl.lit(0)
    which = frame.select(bits.alias("bits").cast(pl.Int64))["bits"]
    if which.len() != frame.height:
        which = which.new_from_index(0, frame.height)
    found = which.unique()
    texts = ["+".join(name for at, name in enumerate(names) if number >> at & 1)
             for number in found.to_list()]
    return which.replace_strict(found, pl.Series(texts, dtype=pl.String), return_dtype=pl.String)
