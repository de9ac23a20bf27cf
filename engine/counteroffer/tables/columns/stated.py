"""What the rows of a group state, as columns: each part read once for all rows that have its cells.

All rows of a group have the same guide, region and home, and the same parts hang together in them.
A row is `wrong` where the reading of a part is, or an offer states nothing of its pay; it is left
`elsewhere` where cells mean something that no part can say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_

import polars as pl

from counteroffer.tables.columns.cells import Codes, TableCells, coded, distinct_rows
from counteroffer.tables.columns.parts import OfferColumns, Part, TableParts
from counteroffer.tables.columns.reading import (
    ELSEWHERE,
    NOTHING_STATED,
    OK,
    WRONG,
    Around,
    CellReader,
    Cells,
    Reading,
)
from counteroffer.tables.rows import numbered
from counteroffer.text.characters import folded

_NUMBER = 2**32 - 1  # the code of a whole number that stands for itself


@dataclass(frozen=True, slots=True)
class PartRows:
    """A part over the rows of a group: which reading each row has, and what cells that is of.

    `numbers` are the whole numbers that stand for themselves, `name` the value that they are.
    """

    part: Part
    at: pl.Series
    readings: Sequence[Reading]
    cells: Sequence[Cells]
    numbers: pl.Series | None = None

    def flags(self, values: Iterable[bool]) -> pl.Series:
        """For each row what holds of its reading."""
        found = list(values)
        if not any(found):
            return pl.repeat(False, self.at.len(), eager=True)
        return pl.Series(found, dtype=pl.Boolean).gather(self.at)

    def status(self, status: int) -> pl.Series:
        return self.flags(one.status == status for one in self.readings)


@dataclass(frozen=True, slots=True)
class OfferRows:
    """An offer over the rows of a group: whether it is there, and its parts."""

    offer: OfferColumns
    present: pl.Series
    parts: tuple[PartRows, ...]
    nothing: pl.Series
    nameless: pl.Series


@dataclass(frozen=True)
class GroupRows:
    """The rows of a group, and what they state."""

    group: Cells
    height: int
    around_at: pl.Series
    arounds: Sequence[Around]
    around_cells: Sequence[Cells]
    facts: tuple[PartRows, ...]
    offers: tuple[OfferRows, ...]
    elsewhere: pl.Series
    wrong: pl.Series = field(repr=False)

    @property
    def parts(self) -> tuple[PartRows, ...]:
        return (*self.facts, *(part for offer in self.offers for part in offer.parts))

    @property
    def around(self) -> Around | None:
        """Some surroundings that cases can be read in; None where there are none."""
        return next((one for one in self.arounds if one.known), None)


@dataclass(frozen=True, slots=True)
class GroupReader:
    """Reads the rows of a group; `rows` are their numbers in the table."""

    table: TableCells
    parts: TableParts
    reader: CellReader
    rows: pl.Series
    group: Cells
    joined: frozenset[str]  # the keys of the offers, and "" for the candidate, that hang together

    def read(self) -> GroupRows:
        at, keys = self._distinct(self.parts.around)
        cells = [self._cells(self.parts.around, key) for key in keys]
        arounds = [self.reader.around(self.group, one, self.parts.around) for one in cells]
        lone = self.parts.all_facts if "" in self.joined else None
        good = next((one for one, found in zip(cells, arounds, strict=True) if found.known), None)
        outer = next((found for found in arounds if found.known), None)
        facts = tuple(
            self._part(part, good, outer) for part in ([lone] if lone else self.parts.facts)
        )
        offers = tuple(self._offer(one, good, outer) for one in self.parts.offers)
        every = [*facts, *(part for offer in offers for part in offer.parts)]
        around_wrong = pl.Series([one.known is None for one in arounds]).gather(at)
        wrong = [around_wrong, *(one.status(WRONG) for one in every)]
        wrong += [flag for one in offers for flag in (one.nothing, one.nameless)]
        elsewhere = [one.status(ELSEWHERE) for one in every]
        elsewhere += list(self._repeated(offers))
        none = pl.repeat(False, self.rows.len(), eager=True)
        return GroupRows(
            self.group,
            self.rows.len(),
            at,
            arounds,
            cells,
            facts,
            offers,
            reduce(or_, elsewhere, none),
            reduce(or_, wrong),
        )

    # cells

    def _codes(self, column: str) -> pl.Series:
        return self.table.codes(column).codes.gather(self.rows)

    def _distinct(self, columns: Sequence[str]) -> tuple[pl.Series, list[tuple[int, ...]]]:
        if not columns:
            return pl.zeros(self.rows.len(), pl.UInt32, eager=True), [()]
        return distinct_rows([self._codes(column) for column in columns])

    def _cells(self, columns: Sequence[str], key: Sequence[int]) -> Cells:
        return tuple(
            self.table.codes(column).cells[code] for column, code in zip(columns, key, strict=True)
        )

    def _any(self, columns: Iterable[str]) -> pl.Series:
        """Whether any of these columns has a cell."""
        none = pl.repeat(False, self.rows.len(), eager=True)
        return reduce(or_, (self._codes(column) > 0 for column in columns), none)

    # parts

    def _part(self, part: Part, good: Cells | None, outer: Around | None) -> PartRows:
        codes = {column: Codes(self._codes(column), self.table.codes(column).cells)
                 for column in part.own if column != part.number}
        numbers = None
        if part.number is not None:
            numbers, codes[part.number] = self._numbers(part, part.number, codes, good, outer)
        empty = reduce(and_, (codes[column].codes == 0 for column in part.columns))
        keyed = [codes[column].codes for column in part.own]
        keyed += [self._codes(column) for column in part.around]
        if len(keyed) > 1:
            zero = pl.zeros(self.rows.len(), pl.UInt32, eager=True)
            keyed = [zero.zip_with(empty, column) for column in keyed]
        at, keys = distinct_rows(keyed)
        readings, cells = [], []
        # where nothing can be read but with a row's own rates
        lacking = good is not None and self.reader.around(self.group, (), ()).known is None
        for key in keys:
            own = tuple(
                codes[column].cells[-1 if code == _NUMBER else code]
                for column, code in zip(part.own, key, strict=False)
            )
            cells.append(own)
            if not any(key[: len(part.columns)]):
                readings.append(NOTHING_STATED)
                continue
            around = self._cells(part.around, key[len(part.own) :])
            columns = part.around
            if not columns and lacking:
                columns, around = self.parts.around, good or ()
            found = self.reader.read(part, own, self.group, around, columns)
            if found.status == WRONG and _NUMBER in key:
                found = Reading(ELSEWHERE)  # only the greatest of them is read
            readings.append(found)
        return PartRows(part, at, readings, cells, numbers)

    def _numbers(
        self,
        part: Part,
        column: str,
        codes: Mapping[str, Codes],
        good: Cells | None,
        outer: Around | None,
    ) -> tuple[pl.Series | None, Codes]:
        """A column's whole numbers that stand for themselves, and a number for each other cell.

        The last of the cells stands for all of them.
        """
        raw = self.table.columns[column]
        found = self.table.numbers(column)
        zone = None
        if found is not None and good is not None and outer is not None:
            zone = self.reader.zone(part, self.group, good, outer, text=raw.dtype == pl.String)
        if found is None or zone is None:
            return None, Codes(self._codes(column), self.table.codes(column).cells)
        low, high = zone
        mine, cells = found.gather(self.rows), raw.gather(self.rows)
        itself = mine.is_between(low, high).fill_null(False)
        for other in codes.values():
            itself &= other.codes == 0
        none = pl.Series([None], dtype=raw.dtype).new_from_index(0, self.rows.len())
        rest = coded(none.zip_with(itself, cells))
        number = pl.Series([_NUMBER], dtype=pl.UInt32).new_from_index(0, self.rows.len())
        highest = str(high) if raw.dtype == pl.String else high
        numbers = mine.zip_with(itself, pl.Series([None], dtype=pl.Int64).new_from_index(
            0, self.rows.len()))
        return numbers, Codes(number.zip_with(itself, rest.codes), [*rest.cells, highest])

    # offers

    def _offer(
        self, offer: OfferColumns, good: Cells | None, outer: Around | None
    ) -> OfferRows:
        parts = (offer.whole,) if offer.key in self.joined else offer.parts
        rows = tuple(self._part(part, good, outer) for part in parts)
        present = self._any(offer.present)
        states = [one.flags(found.states or found.status != OK for found in one.readings)
                  for one in rows if one.part.pays]
        none = pl.repeat(False, self.rows.len(), eager=True)
        nothing = present & ~reduce(or_, states, none)
        nameless = none
        if offer.slot is not None and numbered(offer.slot):
            named = self._codes(offer.company) > 0 if offer.company else none
            nameless = present & ~named
        return OfferRows(offer, present, rows, nothing, nameless)

    def _repeated(self, offers: Sequence[OfferRows]) -> Iterator[pl.Series]:
        """Whether two offers from elsewhere have one company, or a name of another spelling."""
        held = [one for one in offers if one.offer.slot is not None]
        names = [self._company(one.offer) for one in held]
        for number, one in enumerate(held):
            for before, other in enumerate(held[:number]):
                same = (names[number] == names[before]).fill_null(False)
                yield one.present & other.present & same

    def _company(self, offer: OfferColumns) -> pl.Series:
        """The name of who offers, whatever its spelling: the same for all rows, or a column."""
        slot = offer.slot or ""
        if offer.company is None:
            return pl.Series([None if numbered(slot) else folded(slot)], dtype=pl.String)
        cells = self.table.codes(offer.company).cells
        names = [folded(one) if isinstance(one, str) else None for one in cells]
        own = None if numbered(slot) else folded(slot)
        return pl.Series([one or own for one in names], dtype=pl.String).gather(
            self._codes(offer.company))
