"""The groups of a table's rows: the same guide, region, level and home, the same parts joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from counteroffer.tables.columns.cells import TableCells, distinct_rows
from counteroffer.tables.columns.parts import TableParts
from counteroffer.tables.columns.reading import Around, Cells

MOST_OFFERS = 100  # of a row; more are refused by the row path


@dataclass
class Group:
    """Rows that are read alike.

    `joined` has the keys of offers, and "" for the candidate, whose cells hang together; `away`
    says that the row path answers them. `good` are cells around a row in which cases can be read,
    and `outer` is what they state; `lacking` says that without such cells nothing can be.
    """

    cells: Cells
    joined: frozenset[str]
    place: int
    away: bool
    good: Cells | None = None
    outer: Around | None = None
    lacking: bool = False


@dataclass(frozen=True)
class Groups:
    """All groups, and the number of each row's."""

    all: Sequence[Group]
    of_row: pl.Series

    @property
    def places(self) -> dict[int, frozenset[int]]:
        """The groups of each guide and region."""
        found: dict[int, set[int]] = {}
        for number, group in enumerate(self.all):
            if not group.away:
                found.setdefault(group.place, set()).add(number)
        return {place: frozenset(groups) for place, groups in found.items()}

    def joining(self, key: str) -> pl.Series | None:
        """The rows in which this offer's cells hang together; None where in none."""
        flags = [key in group.joined for group in self.all]
        return pl.Series(flags).gather(self.of_row) if any(flags) else None

    def not_joining(self, key: str) -> pl.Series:
        """The rows in which they do not."""
        return pl.Series([key not in group.joined for group in self.all]).gather(self.of_row)


def groups_of(table: TableCells, parts: TableParts, few: int) -> Groups:
    """The groups of a table; places with fewer rows than a few are left to the row path."""
    flags: list[tuple[str, pl.Series]] = [
        (offer.key, table.any(offer.binding)) for offer in parts.offers if offer.binding
    ]
    if parts.candidate:
        flags.append(("", table.any((parts.candidate,))))
    away = table.any(parts.elsewhere)
    codes = [table.codes(column).codes for column in parts.group]
    keyed = [*codes, *(flag.cast(pl.UInt32) for _, flag in flags), away.cast(pl.UInt32)]
    at, keys = distinct_rows(keyed)
    sizes = dict(at.value_counts().iter_rows())
    ends = len(parts.group)
    placed = [name != "home" for name in (parts.names or ())]
    place_of: dict[tuple[int, ...], int] = {}
    rows: dict[int, int] = {}
    made = []
    for number, key in enumerate(keys):
        where = tuple(code for code, one in zip(key, placed, strict=False) if one)
        place = place_of.setdefault(where, len(place_of))
        gone = bool(key[-1]) or len(parts.held) > MOST_OFFERS
        if not gone:
            rows[place] = rows.get(place, 0) + sizes.get(number, 0)
        cells = tuple(
            table.codes(column).cells[code]
            for column, code in zip(parts.group, key[:ends], strict=True)
        )
        joined = frozenset(flag for (flag, _), on in zip(flags, key[ends:-1], strict=True) if on)
        made.append(Group(cells, joined, place, gone))
    for group in made:
        group.away = group.away or rows.get(group.place, 0) < few
    return Groups(made, at)
