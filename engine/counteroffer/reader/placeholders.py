"""Text → its placeholders, figures that the reader is to fill in: `$[X]K`, `$XXK`, and with digits
`$[310K]`, `$[12-20]K`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from counteroffer.reader.numerals import POWERS, exact, number
from counteroffer.reader.scan import SPACE
from counteroffer.reader.signs import CODE, SIGN, Codes, codes_of

_BLANK = r"(?: \[ (?P<{0}> [^\[\]\n]{{0,60}} ) \] | [XYZN_]{{1,4}}(?:,[X_]{{3}})* )"
_PLACEHOLDER = re.compile(
    rf"""(?P<sign> {SIGN} | (?<!\w)(?:{CODE}){SPACE}? ) {_BLANK.format("inside")} (?P<suffix> [KkMmLB](?!\w) )? (?!\w)
    (?: {SPACE}?[-–—]{SPACE}? (?:{SIGN})? {_BLANK.format("other")} (?: [KkMmLB](?!\w) )? (?!\w) )?""",
    re.VERBOSE,
)
_INSIDE = re.compile(
    r"\s*([0-9][0-9.,]{0,14})([KkMmLB])?(?:\s?[-–—]\s?([0-9][0-9.,]{0,14})([KkMmLB])?)?\s*"
)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A placeholder at `text[start:end]`; its ends are 0 where no digits stand in its brackets."""

    codes: Codes
    low: int | Decimal
    high: int | Decimal
    start: int
    end: int


def placeholders(text: str) -> Iterator[Placeholder]:
    """The placeholders of a text, left to right."""
    for match in _PLACEHOLDER.finditer(text):
        low, high = _ends(match["inside"] or "", match["suffix"])
        yield Placeholder(codes_of(match["sign"]), low, high, *match.span())


def _ends(inside: str, suffix: str | None) -> tuple[int | Decimal, int | Decimal]:
    digits = _INSIDE.fullmatch(inside)
    if digits is None:
        return 0, 0
    first, one, second, other = digits.groups()
    low, high = (
        _value(first, one or other or suffix),
        _value(second or first, other or one or suffix),
    )
    return (low, high) if low is not None and high is not None else (0, 0)


def _value(raw: str, suffix: str | None) -> int | Decimal | None:
    word = suffix.casefold() if suffix else None
    value, _ = number(raw, word, False)
    return None if value is None else exact(value.scaleb(POWERS[word] if word else 0))
