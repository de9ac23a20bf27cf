"""The cells of a table as numbers: each distinct cell once, and whole numbers as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from counteroffer.tables.rows import numeric, value

_WHOLE = r"^[1-9][0-9]{0,14}$"  # as every row reads it, with no sign, point or unit
_EXACT = 2**53
_PLAIN = (pl.String, pl.Boolean, pl.Date)


@dataclass(frozen=True, slots=True)
class Codes:
    """A column as numbers: `cells[code]` is what stands there, and 0 is an empty cell."""

    codes: pl.Series
    cells: Sequence[Any]


def coded(column: pl.Series) -> Codes:
    """A column's distinct cells, and a number for each row."""
    dtype = column.dtype
    if dtype.is_float():
        column = column.fill_nan(None)
    elif dtype in (pl.Categorical, pl.Enum):
        column = column.cast(pl.String)
    elif not (dtype.is_integer() or dtype in _PLAIN):
        return _of_values(column.to_list())
    distinct = column.drop_nulls().unique()
    found = distinct.to_list()
    codes = [0 if value(cell) is None else number for number, cell in enumerate(found, 1)]
    if not found:
        return Codes(pl.zeros(column.len(), pl.UInt32, eager=True), [None])
    new = pl.Series(codes, dtype=pl.UInt32)
    return Codes(
        column.replace_strict(distinct, new, default=0, return_dtype=pl.UInt32), [None, *found]
    )


def _of_values(column: Sequence[Any]) -> Codes:
    """The same of cells that polars can't tell apart: lists, whole parts, decimals."""
    known: dict[str, int] = {}
    cells: list[Any] = [None]
    codes = []
    for raw in column:
        cell = numeric(raw)
        if value(cell) is None:
            codes.append(0)
            continue
        key = repr(cell)
        if key not in known:
            known[key] = len(cells)
            cells.append(cell)
        codes.append(known[key])
    return Codes(pl.Series(codes, dtype=pl.UInt32), cells)


def whole_numbers(column: pl.Series) -> pl.Series | None:
    """Where a column has a whole number above 0, that number; None where it has no such cells."""
    dtype = column.dtype
    if dtype.is_integer():
        return column.cast(pl.Int64, strict=False)
    if dtype.is_float():
        whole = (column == column.floor()) & (column.abs() < _EXACT)
        return column.fill_nan(None).zip_with(whole, _none(column)).cast(pl.Int64, strict=False)
    if dtype == pl.String:
        digits = column.str.contains(_WHOLE)
        return column.zip_with(digits, _none(column)).cast(pl.Int64, strict=False)
    return None


def _none(column: pl.Series) -> pl.Series:
    return pl.Series([None], dtype=column.dtype).new_from_index(0, column.len())


@dataclass(frozen=True)
class TableCells:
    """The columns of a table that state cases, by name."""

    columns: Mapping[str, pl.Series]
    height: int
    _codes: dict[str, Codes] = field(default_factory=dict, repr=False)
    _numbers: dict[str, pl.Series | None] = field(default_factory=dict, repr=False)

    def codes(self, name: str) -> Codes:
        """A column as numbers."""
        if name not in self._codes:
            self._codes[name] = coded(self.columns[name])
        return self._codes[name]

    def numbers(self, name: str) -> pl.Series | None:
        """A column's whole numbers."""
        if name not in self._numbers:
            self._numbers[name] = whole_numbers(self.columns[name])
        return self._numbers[name]

    def row(self, number: int) -> list[Any]:
        """The cells of one row, as the row path reads them."""
        return [numeric(column[number]) for column in self.columns.values()]


def distinct_rows(columns: Sequence[pl.Series]) -> tuple[pl.Series, list[tuple[int, ...]]]:
    """The distinct rows of columns of numbers, and for each row which of them it is."""
    frame = pl.DataFrame([column.alias(str(at)) for at, column in enumerate(columns)])
    found = frame.unique()
    if found.height == 1:
        return pl.zeros(frame.height, pl.UInt32, eager=True), found.rows()
    numbered = found.with_row_index("row")
    joined = frame.join(numbered, on=frame.columns, how="left", maintain_order="left")
    return joined["row"], found.rows()
