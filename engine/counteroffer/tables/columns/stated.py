"""What the rows of a table state: each part read once for all rows that have its cells.

Rows with the same guide, region and home, in which the same parts hang together, are a group: cells
of a part mean the same in all of them. A row is `wrong` where the reading of a part is, or an offer
states nothing of its pay; it is left `elsewhere` where cells mean something that no part can say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_
from typing import ClassVar

import polars as pl

from counteroffer.tables.columns.cells import Codes, TableCells, coded, distinct_rows
from counteroffer.tables.columns.groups import Group, Groups
from counteroffer.tables.columns.parts import OfferColumns, TablePart, TableParts
from counteroffer.tables.columns.reading import (
    ELSEWHERE,
    NOTHING_STATED,
    WRONG,
    Around,
    CellReader,
    CellReading,
    Cells,
)
from counteroffer.tables.rows import numbered
from counteroffer.text.characters import folded

_NUMBER = 2**32 - 1  # the code of a whole number that stands for itself
GROUP = "#group"
_AWAY = Around(None, None, NOTHING_STATED)


@dataclass(frozen=True, slots=True)
class PartKey:
    """What a reading is of: a part's cells in a group, beside those of columns around it.

    `empty` says that nothing is stated, and `itself` that a number in it stands for others.
    """

    group: int
    cells: Cells
    around: Cells
    columns: tuple[str, ...]
    empty: bool
    itself: bool


@dataclass(frozen=True, slots=True)
class PartRows:
    """A part over all rows: the column `name` of `TableRows.frame` says which reading each has.

    `numbers` says that the column `itself` has whole numbers that stand for themselves.
    """

    part: TablePart
    keys: Sequence[PartKey]
    readings: Sequence[CellReading]
    numbers: bool

    @property
    def name(self) -> str:
        return f"at {self.part.name}"

    @property
    def itself(self) -> str:
        return f"number {self.part.name}"

    def flag(self, holds: Callable[[CellReading], bool]) -> pl.Expr | None:
        """Whether it holds of a row's reading; None where it does of none."""
        found = [holds(one) for one in self.readings]
        return pl.lit(pl.Series(found)).gather(pl.col(self.name)) if any(found) else None


@dataclass(frozen=True, slots=True)
class OfferRows:
    """An offer over all rows, with the columns that say where it is there, and what is amiss."""

    offer: OfferColumns
    parts: tuple[PartRows, ...]

    @property
    def present(self) -> str:
        return f"there {self.offer.key}"

    @property
    def nothing(self) -> str:
        return f"nothing {self.offer.key}"

    @property
    def nameless(self) -> str:
        return f"nameless {self.offer.key}"


@dataclass(frozen=True)
class TableRows:
    """All rows, and what they state; `arounds` are the surroundings by the column `around`."""

    AROUND: ClassVar = "at around"
    frame: pl.DataFrame = field(repr=False)
    groups: Groups
    arounds: Sequence[Around]
    around_cells: Sequence[Cells]
    around_groups: Sequence[int]
    facts: tuple[PartRows, ...]
    offers: tuple[OfferRows, ...]

    @property
    def parts(self) -> tuple[PartRows, ...]:
        return (*self.facts, *(part for offer in self.offers for part in offer.parts))


@dataclass
class TableReader:
    """Reads all rows of a table."""

    table: TableCells
    parts: TableParts
    reader: CellReader
    groups: Groups
    _columns: dict[str, pl.Series] = field(default_factory=dict, repr=False)

    def read(self) -> TableRows:
        self._columns["row"] = pl.int_range(self.table.height, dtype=pl.UInt32, eager=True)
        self._columns[GROUP] = self.groups.of_row
        at, arounds, cells, numbers = self._arounds()
        self._columns[TableRows.AROUND] = at
        facts = [self._part(part, self.groups.joining("")) for part in self.parts.facts]
        if self.parts.all_facts:
            facts.append(self._part(self.parts.all_facts, self.groups.not_joining("")))
        offers = tuple(self._offer(one) for one in self.parts.offers)
        made = TableRows(
            pl.DataFrame([column.alias(name) for name, column in self._columns.items()]),
            self.groups,
            arounds,
            cells,
            numbers,
            tuple(facts),
            offers,
        )
        return _judged(made, list(self._repeated(offers)))

    # cells

    def _codes(self, column: str) -> pl.Series:
        return self.table.codes(column).codes

    def _cells(self, columns: Sequence[str], key: Sequence[int]) -> Cells:
        return tuple(
            self.table.codes(column).cells[code] for column, code in zip(columns, key, strict=True)
        )

    def _arounds(self) -> tuple[pl.Series, list[Around], list[Cells], list[int]]:
        """The surroundings of each row, and those that there are with their groups."""
        columns = self.parts.around
        at, keys = distinct_rows([self.groups.of_row, *map(self._codes, columns)])
        cells = [self._cells(columns, key) for _, *key in keys]
        arounds = []
        for (number, *_), own in zip(keys, cells, strict=True):
            group = self.groups.all[number]
            found = _AWAY if group.away else self.reader.around(group.cells, own, columns)
            if found.known is not None and group.outer is None:
                group.good, group.outer = own, found
            arounds.append(found)
        for group in self.groups.all:
            if group.outer is not None and columns:
                group.lacking = self.reader.around(group.cells, (), ()).known is None
        return at, arounds, cells, [number for number, *_ in keys]

    # parts

    def _part(self, part: TablePart, aside: pl.Series | None) -> PartRows:
        """A part's readings; it is empty in the rows that are `aside`."""
        codes = {column: self.table.codes(column) for column in part.own if column != part.number}
        tops: Cells = ()
        numbers = None
        if part.number is not None:
            numbers, codes[part.number], tops = self._numbers(part, part.number, codes)
        frame = pl.DataFrame(
            [
                self.groups.of_row.alias(GROUP),
                *(codes[column].codes.alias(column) for column in part.own),
                *(self._codes(column).alias(column) for column in part.around),
                *([aside.alias("#aside")] if aside is not None else []),
            ]
        )
        empty = pl.all_horizontal([pl.col(column) == 0 for column in part.columns])
        if aside is not None:
            empty |= pl.col("#aside")
        keyed = frame.select(
            GROUP,
            *(
                pl.when(empty).then(0).otherwise(pl.col(column)).cast(pl.UInt32).alias(column)
                for column in (*part.own, *part.around)
            ),
        )
        at, found = distinct_rows(keyed.get_columns())
        keys = [self._key(part, key, codes, tops) for key in found]
        made = PartRows(
            part, keys, readings_of(part, keys, self.groups, self.reader), numbers is not None
        )
        self._columns[made.name] = at
        if numbers is not None:
            self._columns[made.itself] = numbers
        return made

    def _key(
        self, part: TablePart, key: Sequence[int], codes: Mapping[str, Codes], tops: Cells
    ) -> PartKey:
        number, own, around = key[0], key[1 : len(part.own) + 1], key[len(part.own) + 1 :]
        group = self.groups.all[number]
        cells = tuple(
            tops[number] if code == _NUMBER else codes[column].cells[code]
            for column, code in zip(part.own, own, strict=True)
        )
        columns, beside = part.around, self._cells(part.around, around)
        if not columns and group.lacking:
            columns, beside = self.parts.around, group.good or ()
        empty = group.away or not any(own[: len(part.columns)])
        return PartKey(number, cells, beside, columns, empty, _NUMBER in own)

    def _numbers(
        self, part: TablePart, column: str, codes: Mapping[str, Codes]
    ) -> tuple[pl.Series | None, Codes, Cells]:
        """A column's whole numbers that stand for themselves, and a number for each other cell.

        Beside them, by group, the cell that stands for all such numbers.
        """
        raw, found = self.table.columns[column], self.table.numbers(column)
        if found is None:
            return None, self.table.codes(column), ()
        text = raw.dtype == pl.String
        zones = [self._zone(part, group, text) for group in self.groups.all]
        if not any(zones):
            return None, self.table.codes(column), ()
        low = pl.Series([zone[0] if zone else 1 for zone in zones], dtype=pl.Int64)
        high = pl.Series([zone[1] if zone else 0 for zone in zones], dtype=pl.Int64)
        tops = tuple(zone and (str(zone[1]) if text else zone[1]) for zone in zones)
        frame = pl.DataFrame(
            [
                raw.alias("raw"),
                found.alias("number"),
                self.groups.of_row.alias(GROUP),
                *(one.codes.alias(f"other {at}") for at, one in enumerate(codes.values())),
            ]
        )
        itself = (
            pl.col("number")
            .is_between(pl.lit(low).gather(pl.col(GROUP)), pl.lit(high).gather(pl.col(GROUP)))
            .fill_null(False)
        )
        for at in range(len(codes)):
            itself &= pl.col(f"other {at}") == 0
        split = frame.with_columns(itself.alias("itself")).select(
            "itself",
            pl.when("itself").then(pl.col("number")).alias("number"),
            pl.when(~pl.col("itself")).then(pl.col("raw")).alias("rest"),
        )
        rest = coded(split["rest"])
        own = (
            pl.DataFrame([split["itself"], rest.codes.alias("rest")])
            .select(
                pl.when("itself").then(pl.lit(_NUMBER, dtype=pl.UInt32)).otherwise(pl.col("rest"))
            )
            .to_series()
        )
        return split["number"], Codes(own, rest.cells), tops

    def _zone(self, part: TablePart, group: Group, text: bool) -> tuple[int, int] | None:
        if group.outer is None or group.away:
            return None
        return self.reader.zone(part, group.cells, group.good or (), group.outer, text=text)

    # offers

    def _offer(self, offer: OfferColumns) -> OfferRows:
        joining = self.groups.joining(offer.key)
        parts = [self._part(part, joining) for part in offer.parts]
        if offer.binding:
            parts.append(self._part(offer.whole, self.groups.not_joining(offer.key)))
        made = OfferRows(offer, tuple(parts))
        self._columns[made.present] = self.table.any(offer.present)
        if offer.slot is not None and numbered(offer.slot):
            self._columns[made.nameless] = ~self.table.any(
                (offer.company,) if offer.company else ()
            )
        return made

    def _repeated(self, offers: Sequence[OfferRows]) -> Iterator[pl.Expr]:
        """Whether two offers from elsewhere have one company, or a name of another spelling."""
        held = [one for one in offers if one.offer.slot is not None]
        names = [self._company(one.offer) for one in held]
        for number, one in enumerate(held):
            for before, other in enumerate(held[:number]):
                mine, theirs = names[number], names[before]
                if isinstance(mine, str) and isinstance(theirs, str) and mine != theirs:
                    continue
                both = pl.col(one.present) & pl.col(other.present)
                yield both & (_expr(mine) == _expr(theirs)).fill_null(False)

    def _company(self, offer: OfferColumns) -> str | pl.Series:
        """The name of who offers, whatever its spelling: the same for all rows, or a column."""
        slot = offer.slot or ""
        own = None if numbered(slot) else folded(slot)
        if offer.company is None:
            return own if own is not None else pl.Series([None], dtype=pl.String)
        names = [
            folded(one) if isinstance(one, str) else own
            for one in self.table.codes(offer.company).cells
        ]
        return pl.Series(names, dtype=pl.String).gather(self._codes(offer.company))


def reread(rows: TableRows, reader: CellReader) -> TableRows:
    """The same rows, read by another reader: with signs that stand for another currency."""

    def again(part: PartRows) -> PartRows:
        return replace(part, readings=readings_of(part.part, part.keys, rows.groups, reader))

    offers = tuple(
        replace(one, parts=tuple(again(part) for part in one.parts)) for one in rows.offers
    )
    named = ["wrong", "elsewhere", *(one.nothing for one in offers)]
    frame = rows.frame.rename({"wrong": "#wrong", "elsewhere": "#elsewhere"}).drop(named[2:])
    facts = tuple(again(part) for part in rows.facts)
    return _judged(replace(rows, frame=frame, facts=facts, offers=offers), ())


def readings_of(
    part: TablePart, keys: Iterable[PartKey], groups: Groups, reader: CellReader
) -> list[CellReading]:
    """A part's readings, one for each key."""
    readings = []
    for key in keys:
        if key.empty:
            readings.append(NOTHING_STATED)
            continue
        group = groups.all[key.group]
        found = reader.read(part, key.cells, group.cells, key.around, key.columns)
        # of numbers that stand for themselves only the greatest is read
        off = key.itself and found.status == WRONG
        readings.append(CellReading(ELSEWHERE) if off else found)
    return readings


def _expr(name: str | pl.Series) -> pl.Expr:
    return pl.lit(name)


def _judged(rows: TableRows, repeated: Sequence[pl.Expr]) -> TableRows:
    """The rows with what is wrong or left elsewhere as columns of those names."""
    amiss = []
    for offer in rows.offers:
        states = [
            found
            for part in offer.parts
            if (found := part.flag(lambda one: one.states or one.status != 0)) is not None
            and part.part.pays
        ]
        stated = reduce(or_, states, pl.lit(False))
        here = pl.col(offer.present)
        amiss.append((here & ~stated).alias(offer.nothing))
        known = offer.nameless in rows.frame.columns
        nameless = here & pl.col(offer.nameless) if known else pl.lit(False)
        amiss.append(nameless.alias(offer.nameless))
    around = pl.lit(pl.Series([one.known is None for one in rows.arounds]))
    wrong = [around.gather(pl.col(TableRows.AROUND))]
    wrong += [
        found
        for part in rows.parts
        if (found := part.flag(lambda one: one.status == WRONG)) is not None
    ]
    wrong += [pl.col(name) for one in rows.offers for name in (one.nothing, one.nameless)]
    away = pl.lit(pl.Series([group.away for group in rows.groups.all])).gather(pl.col(GROUP))
    left = [
        found
        for part in rows.parts
        if (found := part.flag(lambda one: one.status == ELSEWHERE)) is not None
    ]
    elsewhere = reduce(or_, [*left, *repeated], away)
    frame = (
        rows.frame.lazy()
        .with_columns(amiss)
        .with_columns(reduce(or_, wrong).alias("wrong"), elsewhere.alias("elsewhere"))
        .collect()
    )
    return replace(rows, frame=frame)


__all__ = ["GROUP", "OfferRows", "PartRows", "TableReader", "TableRows"]
