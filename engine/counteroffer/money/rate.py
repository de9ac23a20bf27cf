"""One exchange rate: what a unit of one currency is worth in another, since when and who says so.

All arithmetic is in fractions; only the text shown is rounded.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date as Date
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact
from fractions import Fraction

from counteroffer.text.arguments import (
    DAY,
    TEXT,
    Argument,
    check_argument,
    check_fields,
    kind_of,
)
from counteroffer.text.errors import RateError

LEAST, GREATEST = Decimal("1e-9"), Decimal("1e9")

_PAIR = re.compile(r"\s*([A-Za-z]{3})\s*(\W?|_)\s*([A-Za-z]{3})\s*", re.ASCII)
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?", re.ASCII)
Number = Decimal | str | int | float

_OF_A_RATE = {
    "base": TEXT,
    "quote": TEXT,
    "date": DAY,
    "source": TEXT,
    "legs": Argument(kind_of(tuple), "a tuple of rates"),
}

_EXACT_AMOUNT = Argument(
    lambda value: (
        isinstance(value, (int, Decimal, Fraction))
        and not isinstance(value, bool)
        and not (isinstance(value, Decimal) and not value.is_finite())
    ),
    "an int, a Decimal or a Fraction, never float",
)


@dataclass(frozen=True, slots=True)
class Rate:
    """One unit of `base` is worth `value` units of `quote`.

    `date` is the day it holds for (None: undated), `source` who says so. A cross has as `legs` the
    two or three stated rates that it is made of, and the date of the oldest.
    """

    base: str
    quote: str
    value: Fraction
    date: Date | None
    source: str
    legs: tuple[Rate, ...] = ()

    def __post_init__(self) -> None:
        check_fields(self, _OF_A_RATE, ("date",))
        if not isinstance(self.value, Fraction) or self.value <= 0:
            raise RateError(f"the rate {self.pair} must be a positive fraction, not {self.value!r}")

    @property
    def pair(self) -> str:
        return f"{self.base}/{self.quote}"

    @property
    def inverse(self) -> Rate:
        """The same rate the other way round; its inverse is this one again, exactly."""
        return Rate(self.quote, self.base, 1 / self.value, self.date, self.source, self.legs)

    @property
    def text(self) -> str:
        """The value in plain notation.

        Exact where it ends within 20 digits, else rounded to 12 significant digits (ties away from
        zero).
        """
        for digits in (20, 12):
            context = Context(prec=digits, rounding=ROUND_HALF_UP)
            value = context.divide(Decimal(self.value.numerator), Decimal(self.value.denominator))
            if not context.flags[Inexact]:
                break
        return f"{value.normalize(context):f}"

    def convert(self, amount: int | Decimal | Fraction) -> Fraction:
        """An amount of `base` in `quote`: exact and unrounded."""
        check_argument("amount", amount, _EXACT_AMOUNT, False)
        return Fraction(amount) * self.value


def codes_of(pair: str) -> frozenset[str]:
    """The two currencies of a pair such as `"GBP/USD"`, unordered; none if it is no pair."""
    match = _PAIR.fullmatch(pair) if len(pair) < 40 else None
    return frozenset((match[1].upper(), match[3].upper())) if match else frozenset()


def stated_rate(pair: str, number: Number, date: Date | None, source: str) -> Rate:
    """The rate that `"GBP/USD"` and `"1.31"` state: one GBP is 1.31 USD.

    Raises RateError, saying what to write.
    """
    match = _PAIR.fullmatch(pair) if isinstance(pair, str) and len(pair) < 40 else None
    if not match:
        raise RateError(
            f"{str(pair)[:40]!r} is not a pair of currencies; write two codes, such as GBP/USD"
        )
    base, quote = match[1].upper(), match[3].upper()
    if match[2] != "/":
        raise RateError(f"{pair!r} is not a pair of currencies; write {base}/{quote}")
    if base == quote:
        raise RateError(f"{base}/{quote} names the same currency twice")
    return Rate(base, quote, _exact(number, f"{base}/{quote}"), date, source)


def _exact(number: Number, pair: str) -> Fraction:
    """A rate as a fraction; a float counts as the decimal that it is written as."""
    try:
        text = str(number).strip()
    except ValueError:  # an int of more than 4300 digits
        text = "a huge number"
    if len(text) > 60 or not _NUMBER.fullmatch(text):
        raise RateError(
            f"the rate {pair} must be a positive number such as 1.31, not {text[:40]!r}"
        )
    value = Decimal(text)
    if not value:
        raise RateError(f"the rate {pair} must be above zero")
    if not LEAST <= value <= GREATEST:
        raise RateError(
            f"the rate {pair} of {text[:40]} can't be right: expected something from 1e-9 to 1e9"
        )
    return Fraction(value)


def of_entry(step: str, read: Callable[..., Rate], *arguments: object) -> Rate:
    """What `read` makes of an entry; its RateError says which entry that is."""
    try:
        return read(*arguments)
    except RateError as error:
        raise error.under(step) from None
