"""A chunk of a table → its answers: columns where rows can be settled so, else the row path.

Rows are put into groups that are read alike. A group of a few rows costs less by the row, and so
does what no part can say; what comes out is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from counteroffer.answers.currency_assumed import CODE, others
from counteroffer.money.currencies import PESOS
from counteroffer.settlement.outcome import VERDICTS
from counteroffer.settlement.program import Program, program
from counteroffer.settlement.warned_of import RATES, TOLD, warned_of
from counteroffer.tables.columns.cells import TableCells
from counteroffer.tables.columns.parts import TableParts, parts_of
from counteroffer.tables.columns.plans import Plans, tags_of
from counteroffer.tables.columns.reading import Cells, CellReader
from counteroffer.tables.columns.settled import MOST_FLAGS, settled, worked_out
from counteroffer.tables.columns.stated import GroupReader, GroupRows
from counteroffer.tables.columns.values import ValueColumns, values_of
from counteroffer.tables.columns.wrong_rows import WrongRows
from counteroffer.tables.rows import ANSWERS, NUMBERS, Answerer, Answers
from counteroffer.text.errors import EngineError
from counteroffer.text.frozen import FrozenDict

FEW = 48  # rows of a group that are answered sooner by the row
MOST_OFFERS = 100  # of a row; more are refused by the row path
ByRow = Callable[[Sequence[Sequence[Any]]], Sequence[Answers]]
_SCHEMA = {name: pl.Int64 if name in NUMBERS else pl.String for name in ANSWERS}


@dataclass
class ColumnAnswerer:
    """Answers chunks of one table; what it reads and plans is kept from chunk to chunk."""

    answerer: Answerer
    parts: TableParts = field(init=False)
    _plans: Plans = field(default_factory=Plans, repr=False)
    _readers: dict[Mapping[str, str], CellReader] = field(default_factory=dict, repr=False)
    _wrong: WrongRows = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.parts = parts_of(self.answerer.header, self.answerer.setting.rulebook)
        self._wrong = WrongRows(self.answerer, self.parts)

    def answers(self, table: TableCells, by_row: ByRow | None = None) -> pl.DataFrame:
        """The columns of `ANSWERS` for a chunk; `by_row` answers the rows that are left over."""
        found: list[pl.DataFrame] = []
        left: list[pl.Series] = []
        for rows, group, joined in self._groups(table):
            if group is None or rows.len() < FEW:
                left.append(rows)
                continue
            made = self._group(table, rows, group, joined)
            found += made.done
            left += made.left
        if left:
            numbers = pl.concat(left) if len(left) > 1 else left[0]
            cells = [table.row(number) for number in numbers.to_list()]
            answered = (by_row or self.answerer.answers)(cells)
            frame = pl.DataFrame(list(answered), schema=_SCHEMA, orient="row")
            found.append(frame.insert_column(0, numbers.cast(pl.UInt32).alias("row")))
        if not found:
            return pl.DataFrame(schema=_SCHEMA)
        order = ("row", *ANSWERS)
        every = pl.concat([one.select(order) for one in found])
        return every.sort("row").drop("row")

    def _groups(
        self, table: TableCells
    ) -> Iterator[tuple[pl.Series, Cells | None, frozenset[str]]]:
        """The rows of each group by number, their cells there, and what hangs together in them.

        No cells for rows that the row path has to answer.
        """
        parts = self.parts
        keys = [table.codes(column).codes.alias(column) for column in parts.group]
        flags: list[tuple[str, pl.Series]] = [
            (offer.key, _any(table, offer.binding)) for offer in parts.offers if offer.binding
        ]
        if parts.candidate:
            flags.append(("", _any(table, (parts.candidate,))))
        away = _any(table, parts.elsewhere)
        if len(parts.held) > MOST_OFFERS:
            away = pl.repeat(True, table.height, eager=True)
        index = pl.int_range(table.height, dtype=pl.UInt32, eager=True).alias("#row")
        named = [flag.alias(f"#flag {at}") for at, (_, flag) in enumerate(flags)]
        frame = pl.DataFrame([index, *keys, *named, away.alias("#away")])
        by = [column for column in frame.columns if column != "#row"]
        for part in frame.partition_by(by, maintain_order=True):
            first = part.row(0, named=True)
            group = tuple(table.codes(column).cells[first[column]] for column in parts.group)
            joined = frozenset(
                key for at, (key, _) in enumerate(flags) if first[f"#flag {at}"]
            )
            yield part["#row"], None if first["#away"] else group, joined

    # one group

    def _group(
        self, table: TableCells, rows: pl.Series, group: Cells, joined: frozenset[str]
    ) -> _Made:
        read = self._read(table, rows, group, joined, FrozenDict())
        made = _Made()
        fine = ~(read.wrong | read.elsewhere)
        wrong = (read.wrong & ~read.elsewhere).arg_true()
        made.left.append(rows.gather(read.elsewhere.arg_true()))
        if wrong.len():
            errors = self._wrong.errors(read, wrong)
            made.left.append(rows.gather(wrong.gather(errors.is_null().arg_true())))
            said = pl.DataFrame({"row": rows.gather(wrong), "error": errors})
            made.done.append(_filled(said.filter(pl.col("error").is_not_null())))
        if fine.any():
            self._settle(table, rows, read, fine.arg_true(), joined, made)
        return made

    def _read(
        self,
        table: TableCells,
        rows: pl.Series,
        group: Cells,
        joined: frozenset[str],
        readings: Mapping[str, str],
    ) -> GroupRows:
        if readings not in self._readers:
            self._readers[readings] = CellReader(self.answerer, self.parts, readings)
        reader = self._readers[readings]
        return GroupReader(table, self.parts, reader, rows, group, joined).read()

    def _settle(
        self,
        table: TableCells,
        rows: pl.Series,
        read: GroupRows,
        fine: pl.Series,
        joined: frozenset[str],
        made: _Made,
    ) -> None:
        """Add the answers of the rows that are fine, or leave them to the row path."""
        rules, values = self._values(read, fine)
        try:
            if max(len(rules.levers), len(warned_of(rules))) > MOST_FLAGS:
                raise EngineError("too many rules for a column of flags")
            found = settled(rules, self._plans.plan(rules, values), values, fine.len())
        except (EngineError, ValueError):
            made.left.append(rows.gather(fine))
            return
        assumed, unclear = self._assumed(table, rows, read, fine, joined, found["verdict"])
        if assumed is not None:
            codes = pl.col("warnings")
            more = pl.when(codes == "").then(pl.lit(CODE)).otherwise(codes + f"+{CODE}")
            found = found.with_columns(assumed.alias("#assumed")).with_columns(
                pl.when("#assumed").then(more).otherwise(codes).alias("warnings")
            )
        mine = rows.gather(fine)
        found = _filled(found.with_columns(mine.alias("row")))
        if unclear is not None and unclear.any():
            made.left.append(mine.gather(unclear.arg_true()))
            found = found.filter(~unclear)
        made.done.append(found)

    def _values(self, read: GroupRows, fine: pl.Series) -> tuple[Program, ValueColumns]:
        around = read.around
        assert around is not None and around.known is not None
        known = around.known
        rules = program(
            self.answerer.setting.rulebook, known.place, len(self.parts.held)
        )
        values = values_of(read, fine, tags_of(rules))
        values.known = {**known.values, TOLD[RATES]: bool(known.table.notes), **values.known}
        return rules, values

    # signs that several currencies share

    def _assumed(
        self,
        table: TableCells,
        rows: pl.Series,
        read: GroupRows,
        fine: pl.Series,
        joined: frozenset[str],
        verdicts: pl.Series,
    ) -> tuple[pl.Series | None, pl.Series | None]:
        """The rows where another reading of a sign would change the verdict.

        Beside them those of which it can't be told here.
        """
        signs = sorted({sign for part in read.parts for one in part.readings for sign in one.signs})
        warned, unclear = None, None
        for sign, code in signs:
            has = pl.repeat(False, fine.len(), eager=True)
            for part in read.parts:
                has |= part.flags((sign, code) in one.signs for one in part.readings).gather(fine)
            if sign == "$" and code in PESOS:
                warned = has if warned is None else warned | has
                continue
            mine = has.arg_true()
            if not mine.len():
                continue
            for other in others(sign, code):
                some = rows.gather(fine.gather(mine))
                changed, unknown = self._changed(
                    table, some, read.group, joined, {sign: other}, verdicts.gather(mine)
                )
                warned = _spread(changed, mine, fine.len(), warned)
                unclear = _spread(unknown, mine, fine.len(), unclear)
        return warned, unclear

    def _changed(
        self,
        table: TableCells,
        rows: pl.Series,
        group: Cells,
        joined: frozenset[str],
        readings: Mapping[str, str],
        verdicts: pl.Series,
    ) -> tuple[pl.Series, pl.Series]:
        """Where the verdict is another one with these readings, and where that can't be told."""
        read = self._read(table, rows, group, joined, FrozenDict(readings))
        fine = (~(read.wrong | read.elsewhere)).arg_true()
        changed = pl.repeat(False, rows.len(), eager=True)
        if not fine.len():
            return changed, read.elsewhere
        rules, values = self._values(read, fine)
        try:
            plan = self._plans.plan(rules, values)
        except (EngineError, ValueError):
            return changed, read.elsewhere | ~read.wrong
        found = worked_out(plan, values, fine.len(), ("verdict",))["verdict"]
        names = pl.Series([VERDICTS[number] for number in sorted(VERDICTS)]).gather(found)
        other = names != verdicts.gather(fine)
        return _spread(other, fine, rows.len(), None), read.elsewhere


@dataclass
class _Made:
    """Answers of some rows, and the rows that are left over."""

    done: list[pl.DataFrame] = field(default_factory=list)
    left: list[pl.Series] = field(default_factory=list)


def _any(table: TableCells, columns: Sequence[str]) -> pl.Series:
    """Whether any of these columns has a cell."""
    found = pl.repeat(False, table.height, eager=True)
    for column in columns:
        found |= table.codes(column).codes > 0
    return found


def _filled(frame: pl.DataFrame) -> pl.DataFrame:
    """A frame of answers with the columns that it lacks."""
    lacking = [pl.lit(None, dtype=kind).alias(name) for name, kind in _SCHEMA.items()
               if name not in frame.columns]
    return frame.with_columns(pl.col("row").cast(pl.UInt32), *lacking)


def _spread(flags: pl.Series, rows: pl.Series, height: int, more: pl.Series | None) -> pl.Series:
    """Flags of some rows as flags of all, with those that hold besides."""
    found = pl.repeat(False, height, eager=True).scatter(rows, flags)
    return found if more is None else found | more
