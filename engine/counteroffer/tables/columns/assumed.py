"""Where a sign that several currencies share decides the verdict, for many rows at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial, reduce
from operator import or_

import polars as pl

from counteroffer.answers.currency_assumed import CODE, others
from counteroffer.money.currencies import PESOS
from counteroffer.tables.columns.reading import OK, CellReading
from counteroffer.tables.columns.stated import TableRows

# The verdicts on the rows of these numbers with other readings, and the rows without one known.
Otherwise = Callable[[pl.Series, Mapping[str, str]], tuple[pl.DataFrame, pl.Series]]


def signs_to_ask(rows: TableRows, groups: frozenset[int]) -> Iterator[tuple[str, str, pl.Expr]]:
    """The signs that rows of these groups have, what each was read as, and the rows that have it.

    Only those of which something may be said.
    """
    found = {
        sign
        for part in rows.parts
        for key, one in zip(part.keys, part.readings, strict=True)
        if key.group in groups and one.status == OK
        for sign in one.signs
    }
    for sign, code in sorted(found):
        if _of_pesos(sign, code) or others(sign, code):
            has = [part.flag(partial(_has, sign=(sign, code))) for part in rows.parts]
            yield sign, code, reduce(or_, [flag for flag in has if flag is not None])


def _has(reading: CellReading, sign: tuple[str, str]) -> bool:
    return sign in reading.signs


def add_assumed(
    found: pl.DataFrame,
    mine: pl.DataFrame,
    sign: str,
    code: str,
    has: pl.Expr,
    otherwise: Otherwise,
) -> pl.DataFrame:
    """The answers with the warning, where another reading changes the verdict.

    Without the rows of which that can't be told.
    """
    some = mine.filter(has)["row"]
    if not some.len():
        return found
    if _of_pesos(sign, code):
        return _warned(found, some)
    for other in others(sign, code):
        verdicts, unclear = otherwise(some, {sign: other})
        both = found.select("row", "verdict").join(verdicts, on="row", suffix=" otherwise")
        changed = both.filter(pl.col("verdict") != pl.col("verdict otherwise"))["row"]
        found = _warned(found, changed).filter(~pl.col("row").is_in(unclear.implode()))
    return found


def _of_pesos(sign: str, code: str) -> bool:
    return sign == "$" and code in PESOS


def _warned(found: pl.DataFrame, rows: pl.Series) -> pl.DataFrame:
    codes = pl.col("warnings")
    told = codes.str.split("+").list.contains(CODE)
    more = pl.when(codes == "").then(pl.lit(CODE)).otherwise(codes + f"+{CODE}")
    here = pl.col("row").is_in(rows.implode()) & ~told
    return found.with_columns(pl.when(here).then(more).otherwise(codes).alias("warnings"))
