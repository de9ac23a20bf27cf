"""Exchange rates: stated ones, and the exact rate between any two currencies made of them.

Everything known is a tuple of stated rates: those of the embedded snapshot and above them the ones
that someone gave. A rate between two currencies is a given one, or a stated one, or a cross of
stated ones on the way through the euro. Most are stated per euro; those that the snapshot states
per dollar (pegged to it, or quoted in it at home) stay true to the dollar when another source moves
the euro. All arithmetic is in fractions; only the text shown is rounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from counteroffer.money.rate import Number, Rate, of_entry, stated_rate
from counteroffer.money.rates_file import read_rates_file
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
from counteroffer.text.errors import RateError
from counteroffer.text.home import RULES

EURO = "EUR"
SNAPSHOT = RULES / "rates.json"
MOST_GIVEN = 500  # rates; three for every currency there is

_CODE = re.compile(r"[A-Z]{3}", re.ASCII)
_TOLERANCE = Fraction(1, 1000)
_DATED = Argument(lambda value: value is None or DAY.takes(value), f"{DAY.words}, or None")
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
            of_entry(pair, stated_rate, pair, number, date, source)
            for pair, number in pairs.items()
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
