"""What the rows of a group state, as the values of a program: those that stay, and columns.

Where nothing is stated, what an amount is measured by may be anything: it is that of the other
rows, so that as much as can be stays the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from math import lcm
from operator import or_

import polars as pl

from counteroffer.language.expr import Value
from counteroffer.language.intervals import Range
from counteroffer.settlement.warned_of import EXPECTED, EXPIRED, FAR, OFFER_EXPIRED, STALE, TOLD
from counteroffer.tables.columns.reading import OK, Reading
from counteroffer.tables.columns.stated import GroupRows, OfferRows, PartRows

_NARROW = 2**62
# What matters only beside an amount.
_BESIDE = (".num", ".den", ".years", ".converted", ".recast")


@dataclass
class ValueColumns:
    """Values by name: `known` for all rows, and columns of what varies with their ranges.

    A list of tags is named in `ranges` by its fact; its columns are those of `engines.columns`.
    """

    known: dict[str, Value] = field(default_factory=dict)
    columns: dict[str, pl.Series] = field(default_factory=dict)
    ranges: dict[str, Range] = field(default_factory=dict)

    def add(self, name: str, column: pl.Series) -> None:
        """A column; one value of it is known."""
        column = column.alias(name)
        if column.dtype == pl.Boolean:
            true, empty = column.sum(), column.null_count()
            if empty == 0 and true in (0, column.len()):
                self.known[name] = bool(true)
                return
            low, high = 0, 1
        else:
            empty = column.null_count()
            if empty == column.len():
                return
            low, high = int(column.min()), int(column.max())  # type: ignore[arg-type]
            if not empty and low == high:
                self.known[name] = low
                return
            low, high = _rounded(low, high)
        self.columns[name], self.ranges[name] = column, Range(low, high, bool(empty))


def _rounded(low: int, high: int) -> tuple[int, int]:
    """Ends that stay the same from chunk to chunk: powers of two."""
    down = (1 << (low.bit_length() - 1) if low > 0 else 0) if low >= 0 else -(1 << low.bit_length())
    return down, (1 << high.bit_length()) - 1 if high > 0 else 0


def values_of(rows: GroupRows, keep: pl.Series, tags: dict[str, Sequence[str]]) -> ValueColumns:
    """The values of those rows that `keep` numbers; `tags` are those that are asked for by fact."""
    made = ValueColumns()
    around = [one.reading for one in rows.arounds]
    at = rows.around_at.gather(keep)
    _add_readings(made, around, at, None, "", {})
    for part in rows.parts:
        numbers = None if part.numbers is None else part.numbers.gather(keep)
        name = f"{part.part.key}.{part.part.name.rpartition('.')[2]}"
        _add_readings(made, part.readings, part.at.gather(keep), numbers, name, tags)
    offered = next((one for one in rows.offers if one.offer.slot is None), None)
    none = pl.repeat(False, keep.len(), eager=True)
    made.add("offer_stated", offered.present.gather(keep) if offered else none)
    for offer in rows.offers:
        _add_terms(made, offer, keep)
    _add_told(made, rows, at, keep)
    return made


def _add_readings(
    made: ValueColumns,
    readings: Sequence[Reading],
    at: pl.Series,
    numbers: pl.Series | None,
    number: str,
    tags: dict[str, Sequence[str]],
) -> None:
    """The values of readings, of which each row has the one at its number."""
    used = [readings[one] if readings[one].status == OK else None
            for one in range(len(readings))]
    here = set(at.unique().to_list())
    there = [one for place, one in enumerate(used) if one is not None and place in here]
    names = dict.fromkeys(name for one in there for name in one.values)
    columns: dict[str, list[Value]] = {
        name: [None if one is None or place not in here else one.values.get(name)
               for place, one in enumerate(used)]
        for name in names
    }
    _over_one_divisor(columns)
    for name, values in columns.items():
        if name.endswith((".held", ".final")):
            continue  # they hang on whether the offer is there
        if name.endswith(_BESIDE):
            first = next((value for value in values if value is not None), None)
            values = [first if value is None else value for value in values]
        if any(isinstance(value, frozenset) for value in values):
            _add_tags(made, name, values, at, tags.get(name, ()))
        elif any(isinstance(value, str) for value in values):
            _add_text(made, name, values, at)
        elif numbers is not None and name == number:
            kept = pl.Series(values, dtype=pl.Int64).gather(at)
            made.add(name, numbers.zip_with(numbers.is_not_null(), kept))
        else:
            made.add(name, _gathered(values, at))


def _gathered(values: Sequence[Value], at: pl.Series) -> pl.Series:
    if all(value is None or isinstance(value, bool) for value in values):
        return pl.Series(values, dtype=pl.Boolean).gather(at)
    wide = any(isinstance(value, int) and abs(value) >= _NARROW for value in values)
    return pl.Series(values, dtype=pl.Int128 if wide else pl.Int64).gather(at)


def _add_text(made: ValueColumns, name: str, values: Sequence[Value], at: pl.Series) -> None:
    texts = [value if isinstance(value, str) else None for value in values]
    column = pl.Series(name, texts, dtype=pl.String).gather(at)
    if column.null_count() == 0 and column.n_unique() == 1:
        made.known[name] = column[0]
    else:
        made.columns[name], made.ranges[name] = column, Range(0, 1, column.null_count() > 0)


def _add_tags(
    made: ValueColumns, name: str, values: Sequence[Value], at: pl.Series, asked: Iterable[str]
) -> None:
    lists = [value if isinstance(value, frozenset) else None for value in values]
    known = pl.Series(name, [None if one is None else True for one in lists], dtype=pl.Boolean)
    found = {name: known.gather(at)}
    for tag in asked:
        has = [None if one is None else tag in one for one in lists]
        found[f"{name} has {tag}"] = pl.Series(has, dtype=pl.Boolean).gather(at)
    size = [None if one is None else len(one) for one in lists]
    found[f"count {name}"] = pl.Series(size, dtype=pl.Int64).gather(at)
    made.columns |= {called: column.alias(called) for called, column in found.items()}
    made.ranges[name] = Range(0, 1, found[name].null_count() > 0)


def _over_one_divisor(columns: dict[str, list[Value]]) -> None:
    """Write rates that vary over one divisor, or over divisors of one size: the same rates.

    Their ranges are then as narrow as they can be.
    """
    for name in [name.removesuffix(".den") for name in columns if name.endswith(".den")]:
        above, below = columns[f"{name}.num"], columns[f"{name}.den"]
        rates = [(a, b) for a, b in zip(above, below, strict=True)
                 if isinstance(a, int) and isinstance(b, int)]
        divisors = {b for _, b in rates}
        if len(divisors) < 2:
            continue
        common, widest = lcm(*divisors), max(divisors)
        fits = all(a * (common // b) < _NARROW for a, b in rates)
        for row, (a, b) in enumerate(zip(above, below, strict=True)):
            if isinstance(a, int) and isinstance(b, int):
                times = common // b if fits else widest // b
                above[row], below[row] = a * times, b * times


def _add_terms(made: ValueColumns, offer: OfferRows, keep: pl.Series) -> None:
    """Whether an offer counts, and whether it is their last word."""
    key, present = offer.offer.key, offer.present.gather(keep)
    final = _any(offer.parts, keep, lambda one: one.values.get(f"{key}.final") is True)
    absent = pl.Series([None], dtype=pl.Boolean).new_from_index(0, keep.len())
    made.add(f"{key}.final", final.zip_with(present, absent))
    if offer.offer.slot is not None:
        counts = ~_any(offer.parts, keep, lambda one: one.why is not None)
        made.add(f"{key}.held", present & counts)


def _add_told(made: ValueColumns, rows: GroupRows, at: pl.Series, keep: pl.Series) -> None:
    """What warnings ask of days, terms and rates."""
    for name, expired, reasons in (
        (OFFER_EXPIRED, True, ("expired",)),
        (EXPIRED, False, ("expired",)),
        (EXPECTED, False, ("expected",)),
    ):
        parts = [part for one in rows.offers if (one.offer.slot is None) is expired
                 for part in one.parts]
        made.add(TOLD[name], _any(parts, keep, lambda one, why=reasons: one.why in why))
    for name in (STALE, FAR):
        field_ = "stale" if name == STALE else "far"
        around = pl.Series([getattr(one.reading, field_) for one in rows.arounds]).gather(at)
        mine = _any(rows.parts, keep, lambda one, flag=field_: getattr(one, flag))
        made.add(TOLD[name], around | mine)


def _any(parts: Iterable[PartRows], keep: pl.Series, holds: object) -> pl.Series:
    """Whether it holds of the reading of any part."""
    none = pl.repeat(False, keep.len(), eager=True)
    found: Iterator[pl.Series] = (
        part.flags(holds(one) for one in part.readings).gather(keep)  # type: ignore[operator]
        for part in parts
    )
    return reduce(or_, found, none)
