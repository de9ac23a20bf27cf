"""What the rows of a place state, as the values of a program: those that stay, and columns.

Where nothing is stated, what an amount is measured by may be anything: it is that of the other
rows, so that as much as can be stays the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial, reduce
from math import lcm
from operator import or_

import polars as pl

from counteroffer.language.expr import Value
from counteroffer.language.intervals import Range
from counteroffer.settlement.warned_of import EXPECTED, EXPIRED, FAR, OFFER_EXPIRED, STALE, TOLD
from counteroffer.tables.columns.reading import OK, CellReading
from counteroffer.tables.columns.stated import GROUP, PartRows, TableRows

_NARROW = 2**62
# What matters only beside an amount.
_BESIDE = (".num", ".den", ".years", ".converted", ".recast")
_BY_OFFER = (".held", ".final")  # what hangs on whether the offer is there
_PRESENT = "offer_stated"
Tags = Mapping[str, Sequence[str]]
Holds = Callable[[CellReading], bool]


@dataclass
class PlaceValues:
    """Values by name: `known` for all rows; of what varies its range, and columns that have it.

    A list of tags is named in `ranges` by its fact; its columns are those of `engines.columns`.
    """

    known: dict[str, Value] = field(default_factory=dict)
    ranges: dict[str, Range] = field(default_factory=dict)
    columns: dict[str, pl.Expr] = field(default_factory=dict)

    def flag(self, name: str, holds: pl.Expr | None, *, unknown: bool = False) -> None:
        """A flag; none is false in all rows."""
        if holds is None:
            self.known[name] = False
        else:
            self.columns[name], self.ranges[name] = holds, Range(0, 1, unknown)


@dataclass
class _ValueSource:
    """A value in the readings of one part: one for each, and where numbers stand for themselves."""

    at: str
    values: list[Value]
    used: Sequence[int]
    numbers: str | None = None
    zone: tuple[int, int] | None = None

    @property
    def here(self) -> list[Value]:
        """What the readings have that rows of the place use."""
        return [self.values[number] for number in self.used]


def values_of(rows: TableRows, groups: frozenset[int], tags: Tags) -> PlaceValues:
    """The values of the rows of these groups; `tags` are those that are asked for, by fact."""
    made = PlaceValues()
    sources: dict[str, list[_ValueSource]] = {}
    around = [rows.groups.all[number].outer for number in sorted(groups)]
    outer = next(one for one in around if one is not None)
    assert outer.known is not None
    made.known |= outer.known.values
    _add_around(sources, rows, groups)
    for part in rows.parts:
        _add_part(sources, part, groups)
    _over_one_divisor(sources)
    for name, found in sources.items():
        if not name.endswith(_BY_OFFER) and name != _PRESENT:
            _add(made, name, found, tags)
    there = rows.frame.filter(pl.col(GROUP).is_in(list(groups)) & ~pl.col("wrong"))
    _add_offers(made, rows, groups, there)
    _add_told(made, rows, groups)
    return made


def _add_around(
    sources: dict[str, list[_ValueSource]], rows: TableRows, groups: frozenset[int]
) -> None:
    """What the surroundings of rows state: rates between currencies that the guide has."""
    used = [
        number
        for number, one in enumerate(rows.arounds)
        if one.known is not None and rows.around_groups[number] in groups
    ]
    _collect(sources, [one.reading for one in rows.arounds], used, TableRows.AROUND)


def _add_part(
    sources: dict[str, list[_ValueSource]], part: PartRows, groups: frozenset[int]
) -> None:
    used = [
        number
        for number, key in enumerate(part.keys)
        if key.group in groups and part.readings[number].status == OK
    ]
    _collect(sources, part.readings, used, part.name)
    if not part.numbers:
        return
    name = f"{part.part.key}.{part.part.name.rpartition('.')[2]}"
    tops = [part.readings[number].values.get(name) for number in used if part.keys[number].itself]
    found = [top for top in tops if isinstance(top, int)]
    if found:
        source = sources[name][-1]
        source.numbers, source.zone = part.itself, (1, max(found))


def _collect(
    sources: dict[str, list[_ValueSource]],
    readings: Sequence[CellReading],
    used: Sequence[int],
    at: str,
) -> None:
    names = dict.fromkeys(name for number in used for name in readings[number].values)
    here = frozenset(used)
    columns: dict[str, list[Value]] = {
        name: [
            one.values.get(name) if number in here else None for number, one in enumerate(readings)
        ]
        for name in names
    }
    for name, values in columns.items():
        sources.setdefault(name, []).append(_ValueSource(at, values, used))


def _add(made: PlaceValues, name: str, sources: Sequence[_ValueSource], tags: Tags) -> None:
    every = [value for one in sources for value in one.here]
    stated = [value for value in every if value is not None]
    if not stated:
        made.known.pop(name, None)
        return
    beside = name.endswith(_BESIDE)
    alone = len(sources) == 1 or beside
    numbers = any(one.numbers for one in sources)
    if alone and not numbers and len(set(stated)) == 1 and (beside or len(stated) == len(every)):
        made.known[name] = stated[0]
        return
    unknown = not beside and (len(sources) > 1 or len(stated) < len(every))
    if isinstance(stated[0], frozenset):
        _add_tags(made, name, sources, tags.get(name, ()), unknown)
        return
    made.ranges[name] = _range(stated, [one.zone for one in sources if one.zone], unknown)
    column = pl.coalesce([_column(one) for one in sources])
    made.columns[name] = column.fill_null(pl.lit(stated[0])) if beside else column


def _range(stated: Sequence[Value], zones: Iterable[tuple[int, int]], unknown: bool) -> Range:
    """A range that stays the same from chunk to chunk: its ends are powers of two."""
    if not all(isinstance(value, int) for value in stated) or isinstance(stated[0], bool):
        return Range(0, 1, unknown)
    numbers = [int(value) for value in stated if isinstance(value, int)]
    ends = [end for zone in zones for end in zone]
    low, high = min([*numbers, *ends]), max([*numbers, *ends])
    down = 1 << (low.bit_length() - 1) if low > 0 else -(1 << low.bit_length()) if low else 0
    return Range(down, (1 << high.bit_length()) - 1 if high > 0 else 0, unknown)


def _column(source: _ValueSource) -> pl.Expr:
    column = _gathered(source.values, source.at)
    return pl.coalesce(pl.col(source.numbers), column) if source.numbers else column


def _gathered(values: Sequence[Value], at: str) -> pl.Expr:
    kind: type[pl.DataType]
    if any(isinstance(value, str) for value in values):
        kind = pl.String
    elif all(value is None or isinstance(value, bool) for value in values):
        kind = pl.Boolean
    else:
        wide = any(isinstance(value, int) and abs(value) >= _NARROW for value in values)
        kind = pl.Int128 if wide else pl.Int64
    return pl.lit(pl.Series(values, dtype=kind)).gather(pl.col(at))


def _add_tags(
    made: PlaceValues,
    name: str,
    sources: Sequence[_ValueSource],
    asked: Iterable[str],
    unknown: bool,
) -> None:
    def column(of: Callable[[frozenset[str]], Value]) -> pl.Expr:
        return pl.coalesce(
            [
                _gathered(
                    [of(value) if isinstance(value, frozenset) else None for value in one.values],
                    one.at,
                )
                for one in sources
            ]
        )

    made.ranges[name] = Range(0, 1, unknown)
    made.columns[name] = column(lambda tags: True)
    made.columns[f"count {name}"] = column(len)
    for tag in asked:
        made.columns[f"{name} has {tag}"] = column(partial(_contains, tag=tag))


def _contains(tags: frozenset[str], tag: str) -> bool:
    return tag in tags


def _over_one_divisor(sources: dict[str, list[_ValueSource]]) -> None:
    """Write rates that vary over one divisor, or over divisors of one size: the same rates.

    Their ranges are then as narrow as they can be.
    """
    for name in [name.removesuffix(".den") for name in sources if name.endswith(".den")]:
        pairs = [
            (above.values, below.values, row)
            for above, below in zip(sources[f"{name}.num"], sources[f"{name}.den"], strict=True)
            for row in above.used
            if isinstance(above.values[row], int) and isinstance(below.values[row], int)
        ]
        rates = [
            (int(above[row]), int(below[row]))  # type: ignore[arg-type]
            for above, below, row in pairs
        ]
        divisors = {divisor for _, divisor in rates}
        if len(divisors) < 2:
            continue
        common, widest = lcm(*divisors), max(divisors)
        fits = all(a * (common // b) < _NARROW for a, b in rates)
        for (above, below, row), (a, b) in zip(pairs, rates, strict=True):
            times = common // b if fits else widest // b
            above[row], below[row] = a * times, b * times


def _add_offers(
    made: PlaceValues, rows: TableRows, groups: frozenset[int], there: pl.DataFrame
) -> None:
    """Whether offers are there and count, and whether it is their last word."""
    made.known[_PRESENT] = False
    for offer in rows.offers:
        key, here = offer.offer.key, there[offer.present]
        sometimes, always = bool(here.any()), bool(here.all())
        present = pl.col(offer.present)
        if offer.offer.slot is None:
            made.known[_PRESENT] = always
            if sometimes and not always:
                made.flag(_PRESENT, present)
        final = _any(offer.parts, groups, partial(_value, name=f"{key}.final"))
        if final is None and always:
            made.known[f"{key}.final"] = False
        elif sometimes:
            said = pl.lit(False) if final is None else final
            made.flag(f"{key}.final", pl.when(present).then(said), unknown=not always)
        else:
            made.known.pop(f"{key}.final", None)
        if offer.offer.slot is None:
            continue
        why = _any(offer.parts, groups, lambda one: one.why is not None)
        if not sometimes or (always and why is None):
            made.known[f"{key}.held"] = sometimes
        else:
            made.flag(f"{key}.held", present if why is None else present & ~why)


def _add_told(made: PlaceValues, rows: TableRows, groups: frozenset[int]) -> None:
    """What warnings ask of days, terms and rates."""
    mine = [part for one in rows.offers if one.offer.slot is None for part in one.parts]
    theirs = [part for one in rows.offers if one.offer.slot is not None for part in one.parts]
    made.flag(TOLD[OFFER_EXPIRED], _any(mine, groups, lambda one: one.why == "expired"))
    made.flag(TOLD[EXPIRED], _any(theirs, groups, lambda one: one.why == "expired"))
    made.flag(TOLD[EXPECTED], _any(theirs, groups, lambda one: one.why == "expected"))
    for name, of in ((STALE, _is_stale), (FAR, _is_far)):
        found = [
            one for one in (_around(rows, of), _any(rows.parts, groups, of)) if one is not None
        ]
        made.flag(TOLD[name], reduce(or_, found) if found else None)


def _value(reading: CellReading, name: str) -> Value:
    return reading.values.get(name)


def _is_stale(reading: CellReading) -> bool:
    return reading.stale


def _is_far(reading: CellReading) -> bool:
    return reading.far


def _around(rows: TableRows, holds: Holds) -> pl.Expr | None:
    flags = [holds(one.reading) for one in rows.arounds]
    if not any(flags):
        return None
    return pl.lit(pl.Series(flags)).gather(pl.col(TableRows.AROUND))


def _any(
    parts: Iterable[PartRows], groups: frozenset[int], holds: Callable[[CellReading], object]
) -> pl.Expr | None:
    """Whether it holds of the reading of any part; None where it does not in any of these rows."""
    found = []
    for part in parts:
        flags = [
            one.status == OK and key.group in groups and bool(holds(one))
            for key, one in zip(part.keys, part.readings, strict=True)
        ]
        if any(flags):
            found.append(pl.lit(pl.Series(flags)).gather(pl.col(part.name)))
    return reduce(or_, found) if found else None
