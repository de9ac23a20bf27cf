"""Signs and codes of money → the currencies that they may stand for, and the one meant here."""

from __future__ import annotations

import re
from collections.abc import Sequence

from counteroffer.money.read_amount import ISO_CODES, SIGNS

Codes = tuple[str, ...]

DOLLARS: Codes = SIGNS["$"]
CODE = "|".join(sorted(ISO_CODES))  # for patterns
SIGN = "|".join(
    re.escape(sign) for sign in sorted((*SIGNS, "Rs."), key=len, reverse=True) if sign != "%"
)
WORDLIKE = frozenset(sign for sign in SIGNS if sign.isalpha()) - {
    "lei"
}  # R2 and Rs are other things too
_CERTAIN = ("USD", "EUR", "GBP")


def codes_of(sign: str) -> Codes:
    """The currencies that a sign or a code may stand for."""
    sign = sign.strip().rstrip(".")
    code = sign.rstrip("$")  # CAD$
    return SIGNS.get(sign) or ((code,) if code in ISO_CODES else ())


def is_a_word(sign: str, small: bool) -> bool:
    """Whether what looks like a code or a sign before a small number is a word: TOP 10, ALL 50."""
    return small and (sign in WORDLIKE or (sign in ISO_CODES and sign not in _CERTAIN))


def fitting(signed: Sequence[Codes]) -> Codes | None:
    """The currencies that all signs of a range may stand for.

    () where they are at odds, None without a sign.
    """
    if not signed:
        return None
    if len({codes == DOLLARS for codes in signed}) > 1:  # $70,000 - S$160,000
        return ()
    fits = signed[0]
    for codes in signed[1:]:
        fits = tuple(code for code in fits if code in codes)
    return fits


def meant(codes: Codes, home: str | None, dollar: str | None) -> str | None:
    """The currency that a sign means: `$` is `dollar` or USD, `¥` and `kr` are what `home` says."""
    if len(codes) == 1:
        return codes[0]
    if codes == DOLLARS:
        return dollar or "USD"
    return home if home in codes else None


def currency(
    signed: Sequence[Codes], home: str | None, dollar: str | None
) -> tuple[str | None, str]:
    """The currency of a figure or a range by its signs, and what is unsure about it."""
    fits = fitting(signed)
    if fits:
        one = meant(fits, home, dollar)
        return one, "" if one else f"the sign may be {' or '.join(fits)}"
    each = [meant(codes, home, dollar) for codes in signed]
    if len(set(each)) < 2:
        return (each[0] if each else None), ""
    return (
        home if home in each else each[0]
    ), f"one range, two currencies: {' and '.join(map(str, each))}"
