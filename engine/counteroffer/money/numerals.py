"""Digits with separators and a suffix → an exact number: `1.015` and `M`, `47,00,000`.

Prose is read by the rules of `read_amount`, but for a point before exactly three digits and a
suffix: `1.015M` is what it says, and `1.097K` is read so with a note; `read_amount` refuses both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from counteroffer.money.pay_words import powers

MAX_DIGITS = 15  # any such whole number is exact in 64 bits and in a double

_PROSE = "tsd=3 mil=3 rb=3 mm=6 mio=6 jt=6 juta=6 万=4 만=4 億=8 亿=8 억=8"


def _powers(pairs: str) -> dict[str, int]:
    return {word: int(power) for word, power in (pair.split("=") for pair in pairs.split())}


# Powers of ten that a suffix stands for in an amount, and in the sentences of a guide.
POWERS: Mapping[str, int] = powers()
PROSE_POWERS = {**{word: one for word, one in POWERS.items() if word.isalpha()}, **_powers(_PROSE)}
RUPEE_POWERS = (5, 7)  # suffixes that count rupees where no sign says otherwise
RUPEES = frozenset(word for word, power in POWERS.items() if power in RUPEE_POWERS)


def number(raw: str, suffix: str | None, percent: bool) -> tuple[Decimal | None, str]:
    """The number that digits and separators spell, without the suffix, and what is unsure about it.

    The number is None where they spell none.
    """
    if sum(char.isdigit() for char in raw) > MAX_DIGITS:
        return None, ""
    *groups, last = re.split("[^0-9]", raw)
    marks = [char for char in raw if not char.isdigit()]
    if not marks:
        return Decimal(last), ""
    mark, lone = marks[-1], len(marks) == 1
    if mark in ".," and marks.count(mark) == 1 and len(last) < 3:
        return _with_fraction(groups, marks[:-1], last), ""
    if mark == "." and lone and (percent or groups[0] == "0" or len(last) > 3):
        return _with_fraction(groups, [], last), ""
    if mark == "." and lone and suffix:
        note = "" if PROSE_POWERS[suffix] > 3 else f"{raw} may be {raw.replace('.', ',')}"
        return _with_fraction(groups, [], last), note
    return (
        (Decimal("".join((*groups, last))), "") if grouped((*groups, last), marks) else (None, "")
    )


def exact(value: Decimal) -> int | Decimal:
    """A whole Decimal as an int, any other unchanged."""
    return int(value) if value == value.to_integral_value() else value.normalize()


def _with_fraction(groups: Sequence[str], marks: Sequence[str], fraction: str) -> Decimal | None:
    return Decimal(f"{''.join(groups)}.{fraction}") if grouped(groups, marks) else None


def grouped(groups: Sequence[str], marks: Sequence[str]) -> bool:
    """Whether digits stand in groups of three (or Indian ones) with one separator throughout."""
    if not marks:
        return True
    first, *middle, last = (len(group) for group in groups)
    thousands = first <= 3 and {*middle, last} == {3}
    indian = first <= 2 and set(middle) <= {2} and last == 3 and marks[0] == ","
    return len(set(marks)) == 1 and (thousands or indian)
