"""Cells with whole parts of a case (`offer`, `competing`, `candidate`) as columns of their own.

So a table of nested records is settled as columns too. A row is unfolded where its cells say what
columns could say; the others are left to the row path as they are. What is wrong with a row is said
of it as it came.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from counteroffer.cases.parts import WHOLE
from counteroffer.documents.document import Path_
from counteroffer.tables.columns.answering import FEW, ByRow, ColumnAnswerer
from counteroffer.tables.columns.cells import TableCells, table_of
from counteroffer.tables.rows import ANSWERS, NUMBERS, Answerer, Header, RowDocument, value
from counteroffer.text.errors import Problem

HELD = ("candidate", "offer", "competing")
MOST_LISTED = 12  # offers in a cell; more are answered by the row
MOST_KEPT = 16  # sets of columns, of which each is planned by itself
_OF_AN_OFFER = frozenset((*WHOLE, "company"))
_SCHEMA = {name: pl.Int64 if name in NUMBERS else pl.String for name in ANSWERS}
Cells = dict[str, Any]


@dataclass
class TableColumns:
    """Answers chunks of a table whose cells may hold whole parts of a case."""

    answerer: Answerer
    few: int = FEW
    held: tuple[str, ...] = field(init=False)
    _known: Mapping[str, frozenset[str]] = field(init=False, repr=False)
    _kept: dict[tuple[str, ...], ColumnAnswerer] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        paths = self.answerer.header.paths
        heads = [path[0] for path in paths.values()]
        self.held = tuple(
            name for name in HELD if paths.get(name) == (name,) and heads.count(name) == 1
        )
        facts = frozenset(self.answerer.setting.rulebook.profile)
        self._known = {"candidate": facts, "offer": _OF_AN_OFFER}

    def answers(self, table: TableCells, by_row: ByRow) -> pl.DataFrame:
        """The columns of `ANSWERS` for a chunk; `by_row` answers the rows that are left over."""
        if not self.held or table.height < self.few:
            return self._columns((), self.answerer).answers(table, by_row)
        found = dict(enumerate(self._unfolded(row) for row in self._held(table)))
        fine = {number: one for number, one in found.items() if one is not None}
        left = pl.Series([at for at, one in found.items() if one is None], dtype=pl.UInt32)
        done = self._fine(table, fine, by_row)
        answered = by_row(self.answerer, table.rows(left)) if left.len() else ()
        more = pl.DataFrame(list(answered), schema=_SCHEMA, orient="row")
        every = pl.concat([done, more.insert_column(0, left.alias("row"))])
        return every.sort("row").drop("row")

    def _fine(self, table: TableCells, rows: Mapping[int, Cells], by_row: ByRow) -> pl.DataFrame:
        """The answers to rows that are unfolded, by number, beside those numbers."""
        at = pl.Series("row", list(rows), dtype=pl.UInt32)
        names = tuple(dict.fromkeys(name for row in rows.values() for name in row))
        flat = table_of(names, [[row.get(name) for name in names] for row in rows.values()])
        rest = {
            name: column.gather(at)
            for name, column in table.columns.items()
            if name not in self.held
        }
        paths = {name: path for name, path in self.answerer.header.paths.items() if name in rest}
        paths |= {name: _path(name) for name in names}
        setting, guide = self.answerer.setting, self.answerer.guide
        answerer = UnfoldedAnswerer(Header(paths), setting, guide, frozenset(self.held))
        stated = TableCells({**rest, **flat.columns}, len(rows))
        found = self._columns(tuple(sorted(names)), answerer).answers(stated, by_row)
        return found.insert_column(0, at)

    def _columns(self, names: tuple[str, ...], answerer: Answerer) -> ColumnAnswerer:
        if names not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[names] = ColumnAnswerer(answerer, self.few)
        return self._kept[names]

    def _held(self, table: TableCells) -> Iterator[Cells]:
        """The cells that hold whole parts, row by row."""
        columns = [table.columns[name].to_list() for name in self.held]
        for cells in zip(*columns, strict=True):
            yield dict(zip(self.held, cells, strict=True))

    def _unfolded(self, row: Cells) -> Cells | None:
        """The cells of columns that say the same; None where columns can't say it."""
        found: Cells = {}
        for name, raw in row.items():
            if raw is None:
                continue
            own = _offers(raw) if name == "competing" else _entries(name, raw, self._known[name])
            if own is None:
                return None
            found |= own
        return found


def _offers(cell: Any) -> Cells | None:
    """The offers in a cell, numbered from 0; each of them has to state something."""
    if not isinstance(cell, (list, tuple)) or len(cell) > MOST_LISTED:
        return None
    found: Cells = {}
    for number, one in enumerate(cell):
        own = _entries(f"competing.{number}", one, _OF_AN_OFFER)
        if not own:
            return None
        found |= own
    return found


def _entries(whose: str, cell: Any, known: frozenset[str]) -> Cells | None:
    """The entries of a part as cells of columns; none where it states nothing."""
    if not isinstance(cell, Mapping):
        return {} if value(cell) is None else None
    found = {name: one for name, raw in cell.items() if (one := _stated(raw)) is not None}
    if not found:
        return {}
    if not known.issuperset(found) or (whose != "candidate" and found.keys() == {"currency"}):
        return None
    return {f"{whose}.{name}": one for name, one in found.items()}


def _stated(raw: Any) -> Any:
    """`value`, but sooner for what most cells are."""
    kind = type(raw)
    return raw if kind is int or kind is bool or (kind is str and raw.strip()) else value(raw)


def _path(column: str) -> Path_:
    head, _, rest = column.partition(".")
    if head != "competing":
        return (head, rest)
    number, _, part = rest.partition(".")
    return (head, number, part)


@dataclass(frozen=True)
class UnfoldedAnswerer(Answerer):
    """An answerer of rows that were unfolded, which names what is wrong as it stood before."""

    held: frozenset[str] = frozenset()

    def document(self, cells: Sequence[Any]) -> RowDocument:
        """The case that a row states."""
        row = super().document(cells)
        return _UnfoldedRow(row.file, row.value, (), {}, {}, columns=row.columns, held=self.held)


@dataclass(frozen=True, slots=True)
class _UnfoldedRow(RowDocument):
    held: frozenset[str] = frozenset()

    def _placed(self, path: Path_, message: str, *, key: bool, start: int, width: int) -> Problem:
        if not path or path[0] not in self.held:
            return RowDocument._placed(self, path, message, key=key, start=start, width=width)
        offer = self.columns.get(path[:2]) if path[0] == "competing" and len(path) > 1 else None
        where = (offer, *path[2:]) if offer else path
        return Problem(f"{'.'.join(map(str, where))}: {message}")
