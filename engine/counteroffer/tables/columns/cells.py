"""The cells of a table as numbers: each distinct cell once, and whole numbers as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    dtype, cell = column.dtype, pl.col("cell")
    if dtype.is_integer():
        whole = pl.lit(True)
    elif dtype.is_float():
        whole = (cell == cell.floor()) & (cell.abs() < _EXACT)
    elif dtype == pl.String:
        whole = cell.str.contains(_WHOLE)
    else:
        return None
    number = pl.when(whole).then(cell).cast(pl.Int64, strict=False)
    return column.alias("cell").to_frame().select(number).to_series()


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

    def any(self, names: Iterable[str]) -> pl.Series:
        """Whether any of these columns has a cell, for each row."""
        found = [(self.codes(name).codes > 0).alias(name) for name in names]
        if not found:
            return pl.repeat(False, self.height, eager=True)
        return pl.DataFrame(found).select(pl.any_horizontal(pl.all()).alias("any")).to_series()

    def rows(self, numbers: pl.Series) -> list[tuple[Any, ...]]:
        """The cells of the rows of these numbers, as the row path reads them."""
        if not self.columns:
            return [()] * numbers.len()
        chosen = [_gathered(column, numbers) for column in self.columns.values()]
        return list(zip(*chosen, strict=True))


def _gathered(column: pl.Series, numbers: pl.Series) -> list[Any]:
    if column.dtype == pl.Object:
        cells = column.to_list()
        return [numeric(cells[number]) for number in numbers.to_list()]
    return [numeric(cell) for cell in column.gather(numbers).to_list()]


def table_of(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> TableCells:
    """Rows of plain values as columns of these names."""
    columns = zip(*rows, strict=True) if rows else (() for _ in names)
    made = {name: _column(cells) for name, cells in zip(names, columns, strict=True)}
    return TableCells(made, len(rows))


def _column(cells: Sequence[Any]) -> pl.Series:
    """A column of one kind where polars has one for its cells, else of plain values."""
    kinds = {type(cell) for cell in cells} - {type(None)}
    kind = _KINDS.get(next(iter(kinds))) if len(kinds) == 1 else None
    if kind is pl.Int64 and any(cell is not None and abs(cell) >= _EXACT for cell in cells):
        kind = None
    return pl.Series(cells, dtype=kind or pl.Object)


_KINDS: Mapping[type, type[pl.DataType]] = {str: pl.String, int: pl.Int64, bool: pl.Boolean}


def distinct_rows(columns: Sequence[pl.Series]) -> tuple[pl.Series, list[tuple[int, ...]]]:
    """The distinct rows of columns of numbers, and for each row which of them it is."""
    frame = pl.DataFrame([column.alias(str(at)) for at, column in enumerate(columns)])
    found = frame.unique(maintain_order=True)
    if found.height == 1:
        return pl.zeros(frame.height, pl.UInt32, eager=True), found.rows()
    numbered = found.with_row_index("row")
    joined = frame.join(numbered, on=frame.columns, how="left", maintain_order="left")
    return joined["row"], found.rows()
