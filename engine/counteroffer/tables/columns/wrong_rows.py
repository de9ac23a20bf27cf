"""What wrong rows say: each kind of them once, as the row path says it.

Cells that are right by themselves add nothing to what is said of a row, so that rows with the same
wrong cells say the same, whatever else they state. A row of which nothing is said after all is left
to the row path as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

import polars as pl

from counteroffer.tables.columns.cells import distinct_rows
from counteroffer.tables.columns.parts import Part, TableParts
from counteroffer.tables.columns.reading import OK, WRONG, Cells
from counteroffer.tables.columns.stated import GroupRows, OfferRows, PartRows
from counteroffer.tables.rows import Answerer

MOST_KEPT = 20_000


@dataclass
class WrongRows:
    """Says what is wrong with rows."""

    answerer: Answerer
    parts: TableParts
    _kept: dict[str, str | None] = field(default_factory=dict, repr=False)

    def errors(self, rows: GroupRows, wrong: pl.Series) -> pl.Series:
        """What is said of the rows that are numbered; null where the row path has to answer."""
        columns, takers = self._columns(rows, wrong)
        at, keys = distinct_rows(columns)
        errors = [self._error(rows, dict(zip(takers, key, strict=True))) for key in keys]
        return pl.Series(errors, dtype=pl.String).gather(at)

    def _columns(self, rows: GroupRows, wrong: pl.Series) -> tuple[list[pl.Series], list[Any]]:
        """For each part the reading that is wrong or needed beside it, and 0 for none."""
        columns = [rows.around_at.gather(wrong).cast(pl.UInt32) + 1]
        takers: list[Any] = [None]
        for number, part in enumerate(rows.facts):
            columns.append(self._wrong(part, wrong))
            takers.append((-1, number))
        for place, offer in enumerate(rows.offers):
            for number, column in enumerate(self._of_offer(offer, wrong)):
                columns.append(column)
                takers.append((place, number))
        return columns, takers

    def _wrong(self, part: PartRows, wrong: pl.Series) -> pl.Series:
        place = [at + 1 if one.status == WRONG else 0 for at, one in enumerate(part.readings)]
        return pl.Series(place, dtype=pl.UInt32).gather(part.at.gather(wrong))

    def _of_offer(self, offer: OfferRows, wrong: pl.Series) -> Iterator[pl.Series]:
        """All of an offer's cells where it states nothing; else the wrong ones, and its name."""
        mine = [self._wrong(part, wrong) for part in offer.parts]
        none = pl.repeat(False, wrong.len(), eager=True)
        bad = reduce(or_, (one > 0 for one in mine), none)
        nothing = offer.nothing.gather(wrong)
        nameless = offer.nameless.gather(wrong)
        for part, column in zip(offer.parts, mine, strict=True):
            every = nothing | ((bad | nameless) if part.part.company else nothing)
            whole = part.at.gather(wrong).cast(pl.UInt32) + 1
            yield whole.zip_with(every, column)
        yield nothing.cast(pl.UInt32) * 2 + nameless.cast(pl.UInt32)

    def _error(self, rows: GroupRows, key: dict[Any, int]) -> str | None:
        cells = self._cells(rows, key)
        if cells is None:
            return None
        kept = repr(cells)
        if kept not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            found = self.answerer.answer(cells)[-1]
            self._kept[kept] = found if isinstance(found, str) else None
        return self._kept[kept]

    def _cells(self, rows: GroupRows, key: dict[Any, int]) -> list[Any] | None:
        """A row with the cells that are wrong, and what has to stand beside them."""
        cells: dict[str, Any] = dict(zip(self.parts.group, rows.group, strict=True))
        cells |= dict(zip(self.parts.around, rows.around_cells[key[None] - 1], strict=True))
        for number, part in enumerate(rows.facts):
            cells |= _of_reading(part, key[-1, number])
        for place, offer in enumerate(rows.offers):
            chosen = [key[place, number] for number in range(len(offer.parts))]
            nothing, nameless = divmod(key[place, len(offer.parts)], 2)
            for part, at in zip(offer.parts, chosen, strict=True):
                cells |= _of_reading(part, at)
            pays = any(at and part.part.pays for part, at in zip(offer.parts, chosen, strict=True))
            if (any(chosen) or nameless) and not pays and not nothing:
                beside = _that_states(offer.parts)
                if beside is None:
                    return None
                cells |= beside
        return [cells.get(column) for column in self.answerer.header.paths]


def _of_reading(part: PartRows, at: int) -> dict[str, Any]:
    return dict(zip(part.part.own, part.cells[at - 1], strict=True)) if at else {}


def _that_states(parts: Sequence[PartRows]) -> dict[str, Any] | None:
    """Cells that make it an offer, and are right."""
    for part in parts:
        for number, one in enumerate(part.readings):
            if part.part.pays and one.status == OK and one.states:
                return _of_reading(part, number + 1)
    return None


__all__ = ["Cells", "Part", "WrongRows"]
