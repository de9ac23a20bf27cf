"""Amounts that vary, in units of one size, so that what is proved of them is tight.

An amount is `o.base` times `o.base.num` / `o.base.den`. Where a table varies the amount together
with its rate, yens stand beside pounds in one column, and what is known of the columns one by one
says nothing of their product. Multiplied out over one divisor, or over divisors of one size, the
values are the same and their ranges are those of the amounts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import lcm

from counteroffer.language.expr import Value

Column = tuple[Value, ...]
Columns = dict[str, Column]

_NARROW = 2**62  # what a column of 64 bits holds
_NUM, _DEN = ".num", ".den"


def in_common_units(tables: Sequence[Columns], known: dict[str, Value]) -> None:
    """Write the amounts and rates of each table over one divisor, or divisors of one size.

    `known` has the values that don't vary; a divisor that no longer does goes there.
    """
    for number, columns in enumerate(tables):
        elsewhere = {name for at, other in enumerate(tables) if at != number for name in other}
        for prefix in _rates(columns):
            _VaryingRate(columns, known, prefix).rewritten(elsewhere)


def _rates(columns: Mapping[str, Column]) -> list[str]:
    """What has a rate that varies, in the order of the columns."""
    ends = [(name, end) for name in columns for end in (_NUM, _DEN) if name.endswith(end)]
    return list(dict.fromkeys(name.removesuffix(end) for name, end in ends))


class _VaryingRate:
    """The rate of one amount, row by row."""

    def __init__(self, columns: Columns, known: dict[str, Value], prefix: str) -> None:
        self._columns, self._known = columns, known
        self._num, self._den = f"{prefix}{_NUM}", f"{prefix}{_DEN}"
        self._size = len(next(columns[one] for one in (self._den, self._num) if one in columns))
        names = (prefix, f"{prefix}.amount")
        self._amount = next((one for one in names if one in columns or one in known), None)

    def rewritten(self, elsewhere: set[str]) -> None:
        """Multiply out what varies here alone, over one divisor or over divisors of one size."""
        times, over = self._of(self._num), self._of(self._den)
        if {self._num, self._den} & elsewhere:
            return
        amount = self._amount
        whole = amount is not None and amount in self._columns and amount not in elsewhere
        paid = self._of(amount) if amount and whole else tuple(1 for _ in over)
        rows = [_row(*one) for one in zip(paid, times, over, strict=True)]
        divisors = [den for _, den in filter(None, rows)]
        common, widest = lcm(*divisors), max(divisors, default=1)
        fits = all(abs(above) * common // den < _NARROW for above, den in filter(None, rows))
        if fits and (common <= widest * 16 or not whole):
            size = [common] * len(rows)
        else:
            size = [widest // row[1] * row[1] if row else widest for row in rows]
        found = self._scaled(rows, size)
        if whole and amount:
            self._columns[amount] = found
            self._known[self._num] = 1
            self._columns.pop(self._num, None)
        else:
            self._columns[self._num] = found
        self._divided(size, rows)

    def _divided(self, size: Sequence[int], rows: Sequence[tuple[int, int] | None]) -> None:
        divisors = {one for one, row in zip(size, rows, strict=True) if row}
        if len(divisors) == 1:
            self._known[self._den] = divisors.pop()
            self._columns.pop(self._den, None)
        else:
            self._columns[self._den] = tuple(size)

    def _of(self, name: str) -> Column:
        return self._columns.get(name, (self._known.get(name),) * self._size)

    @staticmethod
    def _scaled(rows: Iterable[tuple[int, int] | None], size: Iterable[int]) -> Column:
        return tuple(
            row[0] * (one // row[1]) if row else None for row, one in zip(rows, size, strict=True)
        )


def _row(amount: Value, num: Value, den: Value) -> tuple[int, int] | None:
    """The amount times its rate, as numerator and denominator; None where one is not there."""
    if isinstance(amount, int) and isinstance(num, int) and isinstance(den, int):
        return amount * num, den
    return None
