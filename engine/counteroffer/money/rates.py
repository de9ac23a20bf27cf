"""Exchange rates: stated ones, and the exact rate between any two currencies made of them.

Everything known is a tuple of stated rates: those of the embedded snapshot and above them the ones
that someone gave. A rate between two currencies is a given one, or a stated one, or a cross of
stated ones on the way through the euro. Most are stated per euro; those that the snapshot states
per dollar (pegged to it, or quoted in it at home) stay true to the dollar when another source moves
the euro. All arithmetic is in fractions; only the text shown is rounded.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from counteroffer.text.arguments import (
    DAY,
    NAMES,
    PATH,
    TEXT,
    Argument,
    all_of,
    check_argument,
    check_fields,
    kind_of,
    named,
)
from counteroffer.text.characters import cut, escaped, legible
from counteroffer.text.errors import RateError
from counteroffer.text.home import RULES

LARGEST = 1_000_000  # bytes of a file of rates

EURO = "EUR"
SNAPSHOT = RULES / "rates.json"
NOTE_DAYS, WARN_DAYS = 4, 30
LEAST, GREATEST = Decimal("1e-9"), Decimal("1e9")
MOST_GIVEN = 500  # rates; three for every currency there is

_CODE = re.compile(r"[A-Z]{3}", re.ASCII)
_PAIR = re.compile(r"\s*([A-Za-z]{3})\s*(\W?|_)\s*([A-Za-z]{3})\s*", re.ASCII)
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_TOLERANCE = Fraction(1, 1000)
FAR = 2  # times off the snapshot's rate: worth a word

Number = Decimal | str | int | float


_DATED = Argument(lambda value: value is None or DAY.takes(value), f"{DAY.words}, or None")
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


_RATES = Argument(all_of(Rate), "rates, each a Rate")


@dataclass(frozen=True, slots=True)
class Rates:
    """All rates in force.

    Given ones come before stated ones, later ones before earlier ones of the same pair. `notes` is
    what must be said wherever they are used: that live rates failed, for one.
    """

    stated: tuple[Rate, ...] = ()
    given: tuple[Rate, ...] = ()
    notes: tuple[str, ...] = ()
    _paths: Mapping[str, tuple[Rate, ...]] = field(init=False, repr=False, compare=False)
    _direct: Mapping[tuple[str, str], Rate] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        check_fields(self, {"stated": _RATES, "given": _RATES, "notes": NAMES})
        direct: dict[tuple[str, str], Rate] = {}
        for rate in self.given:
            direct[rate.base, rate.quote] = rate
            direct[rate.quote, rate.base] = rate.inverse
        object.__setattr__(self, "_direct", direct)
        object.__setattr__(self, "_paths", _paths(self.stated, self.given))

    @classmethod
    @named(path=PATH)
    def snapshot(cls, path: Path = SNAPSHOT) -> Rates:
        """The rates of a snapshot, the embedded one unless told otherwise; read once.

        Raises RateError.
        """
        return _snapshot(Path(path))

    @property
    def currencies(self) -> frozenset[str]:
        """Every currency that can be converted to every other one of them."""
        return frozenset(self._paths)

    @named(pairs=Argument(kind_of(Mapping), "rates by their pairs"), date=_DATED, source=TEXT)
    def with_given(
        self, pairs: Mapping[str, Number], date: Date | None, source: str = "given"
    ) -> Rates:
        """These rates with `{"GBP/USD": "1.31"}` (one GBP is 1.31 USD) before all others.

        Raises RateError.
        """
        return self.with_rates(
            _at(pair, stated_rate, pair, number, date, source) for pair, number in pairs.items()
        )

    def with_rates(self, rates: Iterable[Rate]) -> Rates:
        """These rates with `rates` before all others for their pairs.

        Crosses use them too, where one of the pair is EUR.
        """
        check_argument("rates", rates, Argument(kind_of(Iterable), "an iterable of rates"), False)
        rates = tuple(rates)
        check_argument("rates", rates, _RATES, False)
        if len(rates) > MOST_GIVEN:
            raise RateError(
                f"at most {MOST_GIVEN} rates can be given, not {len(rates):,}", code="list.too-long"
            )
        new: dict[frozenset[str], Rate] = {}
        for rate in sorted(rates, key=lambda rate: rate.pair):
            first = new.setdefault(frozenset((rate.base, rate.quote)), rate)
            other = rate if first.base == rate.base else rate.inverse
            if abs(other.value / first.value - 1) > _TOLERANCE:
                raise RateError(
                    f"{first.pair} {first.text} and {rate.pair} {rate.text} contradict each other",
                    code="rate.contradiction",
                )
        old = (rate for rate in self.given if frozenset((rate.base, rate.quote)) not in new)
        return Rates(
            self.stated,
            tuple(sorted((*old, *new.values()), key=lambda rate: rate.pair)),
            self.notes,
        )

    @named(base=TEXT, quote=TEXT)
    def rate(self, base: str, quote: str) -> Rate:
        """What one `base` is worth in `quote`.

        Raises RateError for a currency that has no rate.
        """
        if base == quote and _CODE.fullmatch(base):
            return Rate(base, quote, Fraction(1), None, "same currency")
        if direct := self._direct.get((base, quote)):
            return direct
        there, here = self._path(quote), self._path(base)
        while there and here and there[0] is here[0]:
            there, here = there[1:], here[1:]
        legs = (*reversed(here), *there)
        if len(legs) == 1:
            return legs[0] if legs[0].base == base else legs[0].inverse
        value, at = Fraction(1), base
        for leg in legs:
            value, at = (
                (value * leg.value, leg.quote) if leg.base == at else (value / leg.value, leg.base)
            )
        dates = [leg.date for leg in legs if leg.date]
        *most, last = (leg.pair for leg in legs)
        return Rate(
            base,
            quote,
            value,
            min(dates, default=None),
            f"cross of {', '.join(most)} and {last}",
            legs,
        )

    def _path(self, currency: str) -> tuple[Rate, ...]:
        if (path := self._paths.get(currency)) is not None:
            return path
        from difflib import get_close_matches

        near = get_close_matches(currency.upper()[:9], sorted(self._paths), 1)
        advice = (
            f"did you mean {near[0]}?"
            if near
            else "name its rate to a currency that is known, such as EUR"
        )
        raise RateError(
            f"there is no exchange rate for {currency[:40]!r}; {advice}",
            code="rate.unknown",
            suggestion=near[0] if near else None,
        )


def _at(step: str, read: Callable[..., Rate], *arguments: Any) -> Rate:
    """What `read` makes of an entry; its RateError says which entry that is."""
    try:
        return read(*arguments)
    except RateError as error:
        raise error.under(step) from None


def _paths(stated: tuple[Rate, ...], given: tuple[Rate, ...]) -> dict[str, tuple[Rate, ...]]:
    """For each currency the rates that lead to it from the euro.

    Its own rate, else by way of stated ones, else of given ones.
    """
    every = (*stated, *given)
    latest = {frozenset((rate.base, rate.quote)): rate for rate in every}
    paths: dict[str, tuple[Rate, ...]] = {EURO: ()}
    for group in ([rate for rate in every if EURO in (rate.base, rate.quote)], stated, given):
        found = True
        while found:
            found = False
            for rate in group:
                for known, new in ((rate.base, rate.quote), (rate.quote, rate.base)):
                    if known in paths and new not in paths:
                        paths[new], found = (*paths[known], latest[frozenset((known, new))]), True
    return paths


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


def read_rates_file(
    path: Path, date: Date | None = None, source: str | None = None
) -> tuple[Rate, ...]:
    """The rates that a JSON file states, as pairs or in the shape of the snapshot.

    Raises RateError. `{"GBP/USD": "1.31"}` or `{"base": "EUR", "rates": {"USD": "1.1"}}`; instead
    of a number each may have `{"rate", "date", "source"}`, and in the second shape its own
    `"base"`. What the file leaves out is `date`, and `source` or the file's name.
    """
    try:
        with Path(path).open("rb") as stream:
            data = stream.read(LARGEST + 1)
        text = data.decode("utf-8")
    except (OSError, ValueError) as error:
        raise RateError(f"{path}: can't be read: {error}", code="document.unreadable") from error
    if len(data) > LARGEST:
        raise RateError(
            f"{path}: is larger than {LARGEST:,} bytes; a file of rates is a few thousand",
            code="document.too-large",
        )
    try:
        return _rates_of(exact_json(text), date, source or f"given in {escaped(Path(path).name)}")
    except RateError as error:
        raise error.of_file(str(path)) from error


def exact_json(text: str) -> Any:
    """The value of a JSON text, with Decimal in place of float.

    Raises RateError, also for entries named twice, NaN and Infinity.
    """
    try:
        return json.loads(
            text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_no_duplicates
        )
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise RateError(f"not JSON that can be used: {error}", code="document.syntax") from error


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("an entry is there twice")
    return result


def _rates_of(data: object, date: Date | None, source: str) -> tuple[Rate, ...]:
    if not isinstance(data, dict):
        raise RateError('expected {"GBP/USD": "1.31"}', code="value.wrong-type")
    if "rates" not in data:
        return tuple(_at(pair, _rate_of, pair, entry, date, source) for pair, entry in data.items())
    base, entries = data.get("base"), data["rates"]
    if not isinstance(base, str) or not isinstance(entries, dict):
        raise RateError(
            'expected {"base": "EUR", "rates": {"USD": "1.1"}}',
            code="value.wrong-type",
            path=("rates",),
        )
    date = exact_date(data["date"]) if "date" in data else date
    rates = []
    for quote, entry in entries.items():
        own = entry if isinstance(entry, dict) else {"rate": entry}
        rest = {key: value for key, value in own.items() if key != "base"}
        pair = f"{own.get('base', base)}/{quote}"
        rates.append(_in_rates(quote, pair, rest, date, source))
    return tuple(rates)


def _in_rates(quote: str, *stated: Any) -> Rate:
    try:
        return _at(quote, _rate_of, *stated)
    except RateError as error:
        raise error.under("rates") from None


def _rate_of(pair: str, entry: Any, date: Date | None, source: str) -> Rate:
    own = entry if isinstance(entry, dict) else {"rate": entry}
    if "rate" not in own or own.keys() - {"rate", "date", "source"}:
        raise RateError(
            f'{cut(pair)}: expected a number or {{"rate", "date", "source"}}',
            code="value.wrong-type",
        )
    date = exact_date(own["date"]) if "date" in own else date
    stated = own.get("source", source)
    if not isinstance(stated, str) or len(stated) > 200 or not legible(stated):
        raise RateError(
            f"{cut(pair)}: a source is a text of one line, up to 200 characters",
            code="text.unusable",
            path=("source",),
        )
    return stated_rate(pair, own["rate"], date, stated)


def exact_date(text: object) -> Date:
    """The date that a text such as `2026-03-31` states; no other form is taken.

    Raises RateError.
    """
    try:
        if isinstance(text, str) and _DATE.fullmatch(text):
            return Date.fromisoformat(text)
    except ValueError:
        pass
    raise RateError(f"{str(text)[:40]!r} is not a date such as 2026-03-31", code="date.unreadable")


@lru_cache(maxsize=8)
def _snapshot(path: Path) -> Rates:
    rates = read_rates_file(path)
    for rate in rates:
        if not rate.date:
            raise RateError(
                f"{path}: {rate.pair} has no date; each rate of a snapshot has its own",
                code="entry.missing",
                path=(rate.pair,),
            )
    return Rates(stated=rates)


def times_off_snapshot(rate: Rate) -> Fraction:
    """How many times larger or smaller a rate is than the embedded snapshot's: 1 or more.

    1 too where the snapshot has none.
    """
    snapshot = Rates.snapshot()
    if not {rate.base, rate.quote} <= snapshot.currencies:
        return Fraction(1)
    off = rate.value / snapshot.rate(rate.base, rate.quote).value
    return max(off, 1 / off)


def far_from_snapshot(rate: Rate) -> str | None:
    """A sentence on a rate more than twice or less than half the snapshot's; else None."""
    if times_off_snapshot(rate) <= FAR:
        return None
    known = Rates.snapshot().rate(rate.base, rate.quote)
    return (
        f"the rate {rate.pair} of {rate.text} ({rate.source}) is far from the snapshot's"
        f" {known.text}"
    )


def age(rate: Rate, today: Date) -> int | None:
    """How many days old the rate is on `today`; None if it is undated."""
    return (today - rate.date).days if rate.date else None


def age_note(rate: Rate, today: Date) -> str | None:
    """`"note"` for a rate older than 4 days, `"warning"` over 30, else None."""
    days = age(rate, today)
    if days is None or days <= NOTE_DAYS:
        return None
    return "warning" if days > WARN_DAYS else "note"
