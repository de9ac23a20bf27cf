"""A chunk of a table → its answers: columns where rows can be settled so, else the row path.

A place with a few rows costs less by the row, and what no part can say is left to it too; what
comes out is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import polars as pl

from counteroffer.answers.told import told_of_rules
from counteroffer.settlement.program import Program, program
from counteroffer.settlement.warned_of import warned_of
from counteroffer.tables.columns.assumed import add_assumed, signs_to_ask
from counteroffer.tables.columns.cells import TableCells
from counteroffer.tables.columns.groups import groups_of
from counteroffer.tables.columns.parts import TableParts, parts_of
from counteroffer.tables.columns.plans import Plans, tags_of
from counteroffer.tables.columns.reading import CellReader
from counteroffer.tables.columns.settled import MOST_FLAGS, settled, verdicts
from counteroffer.tables.columns.stated import GROUP, TableReader, TableRows, reread
from counteroffer.tables.columns.values import PlaceValues, values_of
from counteroffer.tables.columns.wrong_rows import WrongRows
from counteroffer.tables.rows import ANSWERS, NUMBERS, Answerer, Answers
from counteroffer.text.deadline import in_time
from counteroffer.text.errors import EngineError
from counteroffer.text.frozen import FrozenDict

FEW = 64  # rows of a place that are answered sooner by the row
ByRow = Callable[[Answerer, Sequence[Sequence[Any]]], Sequence[Answers]]
_SCHEMA = {name: pl.Int64 if name in NUMBERS else pl.String for name in ANSWERS}
_FINE = ~(pl.col("wrong") | pl.col("elsewhere"))


@dataclass
class ColumnAnswerer:
    """Answers chunks of one table; what it reads and plans is kept from chunk to chunk."""

    answerer: Answerer
    few: int = FEW
    parts: TableParts = field(init=False)
    _plans: Plans = field(default_factory=Plans, repr=False)
    _readers: dict[Mapping[str, str], CellReader] = field(default_factory=dict, repr=False)
    _wrong: WrongRows = field(init=False, repr=False)
    _one_at_a_time: Lock = field(default_factory=Lock, repr=False)

    def __post_init__(self) -> None:
        self.parts = parts_of(self.answerer.header, self.answerer.setting.rulebook)
        self._wrong = WrongRows(self.answerer, self.parts)

    def answers(self, table: TableCells, by_row: ByRow) -> pl.DataFrame:
        """The columns of `ANSWERS` for a chunk; `by_row` answers the rows that are left over."""
        with self._one_at_a_time:
            found = list(self._by_columns(table))
        done = pl.concat([_filled(one) for one in found]) if found else _filled(_NO_ROWS)
        if done.height < table.height:
            every = pl.int_range(table.height, dtype=pl.UInt32, eager=True)
            left = every.filter(~every.is_in(done["row"].implode()))
            answered = by_row(self.answerer, table.rows(left))
            more = pl.DataFrame(list(answered), schema=_SCHEMA, orient="row")
            done = pl.concat([done, _filled(more.with_columns(left.alias("row")))])
        return done.sort("row").drop("row")

    def _by_columns(self, table: TableCells) -> Iterator[pl.DataFrame]:
        """The answers that are found without the row path, by the row's number."""
        groups = groups_of(table, self.parts, self.few)
        if all(group.away for group in groups.all):
            return
        rows = TableReader(table, self.parts, self._reader(FrozenDict()), groups).read()
        wrong = rows.frame.filter(pl.col("wrong") & ~pl.col("elsewhere"))
        if wrong.height:
            errors = self._wrong.errors(rows, wrong)
            said = pl.DataFrame([wrong["row"], errors.alias("error")])
            yield said.filter(pl.col("error").is_not_null())
        again: dict[Mapping[str, str], TableRows] = {}
        for numbers in rows.groups.places.values():
            yield from self._place(rows, numbers, again)

    def _reader(self, readings: Mapping[str, str]) -> CellReader:
        if readings not in self._readers:
            self._readers[readings] = CellReader(self.answerer, self.parts, readings)
        return self._readers[readings]

    # one place

    def _place(
        self,
        rows: TableRows,
        groups: frozenset[int],
        again: dict[Mapping[str, str], TableRows],
    ) -> Iterator[pl.DataFrame]:
        in_time()
        mine = rows.frame.filter(pl.col(GROUP).is_in(list(groups)) & _FINE)
        if not mine.height:
            return
        try:
            rules, values = self._values(rows, groups)
            if max(len(rules.levers), len(warned_of(rules))) > MOST_FLAGS:
                return
            found = settled(mine, rules, self._plans.plan(rules, values), values)
            for sign, code, has in signs_to_ask(rows, groups):
                found = add_assumed(
                    found,
                    mine,
                    sign,
                    code,
                    has,
                    lambda some, readings: self._otherwise(rows, groups, again, some, readings),
                )
        except (EngineError, ValueError):
            return  # what can't be proved to fit in a column
        yield found

    def _values(self, rows: TableRows, groups: frozenset[int]) -> tuple[Program, PlaceValues]:
        outer = next(
            one for number in sorted(groups) if (one := rows.groups.all[number].outer) is not None
        )
        assert outer.known is not None
        book = self.answerer.setting.rulebook
        rules = program(book, outer.known.place, len(self.parts.held))
        values = values_of(rows, groups, tags_of(rules))
        values.known |= told_of_rules(outer.known, book)
        return rules, values

    def _otherwise(
        self,
        rows: TableRows,
        groups: frozenset[int],
        again: dict[Mapping[str, str], TableRows],
        some: pl.Series,
        readings: Mapping[str, str],
    ) -> tuple[pl.DataFrame, pl.Series]:
        """The verdicts on some rows with signs read otherwise, and those that it can't tell of."""
        key = FrozenDict(readings)
        if key not in again:
            again[key] = reread(rows, self._reader(key))
        other = again[key]
        mine = other.frame.filter(pl.col("row").is_in(some.implode()))
        unclear = mine.filter("elsewhere")["row"]
        fine = mine.filter(_FINE)
        if not fine.height:
            return pl.DataFrame(schema={"row": pl.UInt32, "verdict": pl.String}), unclear
        rules, values = self._values(other, groups)
        return verdicts(fine, self._plans.plan(rules, values), values), unclear


_NO_ROWS = pl.DataFrame(schema={"row": pl.UInt32})


def _filled(frame: pl.DataFrame) -> pl.DataFrame:
    """Answers by the row's number, with the columns that are lacking."""
    kept = [
        pl.col(name) if name in frame.columns else pl.lit(None, dtype=kind).alias(name)
        for name, kind in _SCHEMA.items()
    ]
    return frame.select(pl.col("row").cast(pl.UInt32), *kept)
