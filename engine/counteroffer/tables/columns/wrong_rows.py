"""What wrong rows say: each kind of them once, as the row path says it.

Cells that are right by themselves add nothing to what is said of a row, so that rows with the same
wrong cells say the same, whatever else they state. A row of which nothing is said after all is left
to the row path as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

import polars as pl

from counteroffer.tables.columns.cells import distinct_rows
from counteroffer.tables.columns.parts import TableParts
from counteroffer.tables.columns.reading import OK, WRONG
from counteroffer.tables.columns.stated import OfferRows, PartRows, TableRows
from counteroffer.tables.rows import Answerer

MOST_KEPT = 20_000


@dataclass
class WrongRows:
    """Says what is wrong with rows."""

    answerer: Answerer
    parts: TableParts
    _kept: dict[str, str | None] = field(default_factory=dict, repr=False)

    def errors(self, rows: TableRows, wrong: pl.DataFrame) -> pl.Series:
        """What is said of the rows in `wrong`; null where the row path has to answer."""
        chosen = wrong.select(
            pl.col(TableRows.AROUND).alias("around"),
            *(_wrong(part).alias(part.name) for part in rows.facts),
            *(column for offer in rows.offers for column in _of_offer(offer)),
        )
        at, keys = distinct_rows(chosen.get_columns())
        names = chosen.columns
        errors = [self._error(rows, dict(zip(names, key, strict=True))) for key in keys]
        return pl.Series(errors, dtype=pl.String).gather(at)

    def _error(self, rows: TableRows, chosen: Mapping[str, int]) -> str | None:
        cells = self._cells(rows, chosen)
        if cells is None:
            return None
        key = repr(cells)
        if key not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            found = self.answerer.answer(cells)[-1]
            self._kept[key] = found if isinstance(found, str) else None
        return self._kept[key]

    def _cells(self, rows: TableRows, chosen: Mapping[str, int]) -> list[Any] | None:
        """A row with the cells that are wrong, and what has to stand beside them."""
        group = rows.groups.all[rows.around_groups[chosen["around"]]]
        cells: dict[str, Any] = dict(zip(self.parts.group, group.cells, strict=True))
        around = rows.around_cells[chosen["around"]]
        cells |= dict(zip(self.parts.around, around, strict=True))
        for part in rows.facts:
            cells |= _of_key(part, chosen[part.name])
        for offer in rows.offers:
            mine = [
                (part.part, found)
                for part in offer.parts
                if (found := _of_key(part, chosen[part.name]))
            ]
            for _, found in mine:
                cells |= found
            pays = any(not found.keys().isdisjoint(part.paying) for part, found in mine)
            if (mine or chosen[offer.nameless]) and not pays and not chosen[offer.nothing]:
                beside = _that_states(offer.parts)
                if beside is None:
                    return None
                cells |= beside
        return [cells.get(column) for column in self.answerer.header.paths]


def _wrong(part: PartRows) -> pl.Expr:
    """The number of a part's key and one, where its reading is wrong; else 0."""
    found = [at + 1 if one.status == WRONG else 0 for at, one in enumerate(part.readings)]
    return pl.lit(pl.Series(found, dtype=pl.UInt32)).gather(pl.col(part.name))


def _of_offer(offer: OfferRows) -> Iterator[pl.Expr]:
    """All of an offer's cells where it states nothing; else the wrong ones, and its name."""
    bad = reduce(or_, (_wrong(part) > 0 for part in offer.parts), pl.lit(False))
    nothing, nameless = pl.col(offer.nothing), pl.col(offer.nameless)
    for part in offer.parts:
        every = nothing | bad | nameless if part.part.company else nothing
        whole = pl.col(part.name).cast(pl.UInt32) + 1
        yield pl.when(every).then(whole).otherwise(_wrong(part)).alias(part.name)
    yield nothing.cast(pl.UInt32)
    yield nameless.cast(pl.UInt32)


def _of_key(part: PartRows, at: int) -> dict[str, Any]:
    if not at or part.keys[at - 1].empty:
        return {}
    cells = zip(part.part.own, part.keys[at - 1].cells, strict=True)
    return {column: cell for column, cell in cells if cell is not None}


def _that_states(parts: Sequence[PartRows]) -> dict[str, Any] | None:
    """Cells that make it an offer, and are right."""
    for part in parts:
        for number, one in enumerate(part.readings):
            if part.part.pays and one.status == OK and one.states:
                return _of_key(part, number + 1)
    return None
