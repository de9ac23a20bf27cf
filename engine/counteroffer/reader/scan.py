"""Text → the single figures in it, each with its sign, suffix, percent and plus; and placeholders.

Placeholders are what the reader of the guide fills in: `$[X]K`, `$XXK`, and with digits `$[310K]`,
`$[12-20]K`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from counteroffer.money.numerals import PROSE_POWERS, RUPEES, exact, number
from counteroffer.money.signs import CODE, SIGN, Codes, codes_of, is_a_word

SPACE = r"[ \t\u00a0\u2009\u202f]"
_SUFFIX = "|".join(sorted(map(re.escape, PROSE_POWERS), key=len, reverse=True))
_NUMBER = r"[0-9]{1,3}(?:[\u00a0\u2009\u202f ][0-9]{3})+(?![0-9])|[0-9]+(?:[.,'’][0-9]+)*"
_FIGURE = re.compile(
    rf"""(?P<about>
        (?: [~≈<>≤≥] | (?<!\w)(?i:about|around|approx\.?|approximately|roughly|circa|ca\.|c\.) )
        {SPACE}* )?
    (?P<sign> (?: (?: (?<![^\W\d_])(?:{CODE})\$? | {SIGN} ) {SPACE}{{0,2}} ){{0,2}} )
    (?P<open> \[ )?
    (?P<number> {_NUMBER} )
    (?: {SPACE}? (?P<suffix> (?i:{_SUFFIX}) ) (?![^\W_]) )?
    (?P<close> (?(open)\]) )
    (?P<plus> \+ )?
    (?: {SPACE}? (?P<percent> % | (?:percent|per\ cent)\b ) )?
    (?: {SPACE}? (?P<after> (?:{CODE})(?!\w) | (?:{SIGN})(?!\w) ) (?!{SPACE}?[0-9]) )?
    (?P<more> \+ )?""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number at `text[start:end]`.

    `value` is of the digits alone, `power` that of its suffix, None without one. `codes` are the
    currencies that its signs may stand for, None without a sign.
    """

    value: Decimal
    power: int | None
    codes: Codes | None
    suffix: str | None
    percent: bool
    open_ended: bool
    approximate: bool
    note: str
    start: int
    end: int
    written: str

    @property
    def rupees(self) -> bool:
        """Whether its suffix counts rupees."""
        return self.suffix in RUPEES

    @property
    def bare(self) -> bool:
        """Whether it is digits and nothing else."""
        return self.codes is None and not self.percent and self.power is None

    @property
    def amount(self) -> Decimal:
        """Its value in full."""
        return self.value.scaleb(self.power or 0)


def scan(text: str) -> Iterator[Figure]:
    """The figures of a text, left to right."""
    for match in _FIGURE.finditer(text):
        before = text[match.start() - 1] if match.start() else " "
        after = text[match.end() : match.end() + 1]
        if not match["sign"].strip() and (before.isalnum() or before in "._,'#"):  # L5, v2.1
            continue
        if after.isalpha() and not (
            match["suffix"] or match["after"] or match["percent"]
        ):  # 3x, 5th
            continue
        figure = _figure(match)
        if figure:
            yield figure


def _figure(match: re.Match[str]) -> Figure | None:
    suffix = match["suffix"].casefold() if match["suffix"] else None
    value, note = number(match["number"], suffix, bool(match["percent"]))
    sign = match["sign"].strip()
    if value is None or is_a_word(sign or match["after"] or "", suffix is None and value < 100):
        return None
    if suffix is None and value < 1000 and is_a_word(sign, sign.isalpha() and len(sign) < 3):
        return None
    return Figure(
        value,
        PROSE_POWERS[suffix] if suffix else None,
        _codes(*sign.split(), match["after"] or ""),
        suffix,
        bool(match["percent"]),
        bool(match["plus"] or match["more"]),
        bool(match["about"]),
        note,
        match.start(),
        match.end(),
        match["number"],
    )


def _codes(*signs: str) -> Codes | None:
    """The currencies that all signs of one figure may stand for: "CAD $" is CAD."""
    codes: Codes | None = None
    for sign in filter(None, signs):
        more = codes_of(sign)
        codes = more if codes is None else tuple(code for code in codes if code in more)
    return codes


_BLANK = r"(?: \[ (?P<{0}> [^\[\]\n]{{0,60}} ) \] | [XYZN_]{{1,4}}(?:,[X_]{{3}})* )"
_PLACEHOLDER = re.compile(
    rf"""(?P<sign> {SIGN} | (?<!\w)(?:{CODE}){SPACE}? ) {_BLANK.format("inside")}
    (?P<suffix> [KkMmLB](?!\w) )? (?!\w)
    (?: {SPACE}?[-–—]{SPACE}? (?:{SIGN})?
    {_BLANK.format("other")} (?: [KkMmLB](?!\w) )? (?!\w) )?""",
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
    return None if value is None else exact(value.scaleb(PROSE_POWERS[word] if word else 0))
