"""All packages worth as much as the next ask, in steps of the currency, sorted by kind.

`packages` says what the same worth is and between which ends the components stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from typing import Literal

from counteroffer.strategy.negotiation import Ground, Terms
from counteroffer.text.deadline import in_time

WITHIN = 200  # parts of a whole: half a percent is one of them
NOTICED = 100  # parts of the ask's year: a signing bonus makes a first year where it adds one
_FINEST = 1_000  # steps in an annual total: a finer step is taken in multiples
Signings = Callable[[Fraction, Fraction, Fraction], Iterable[int]]


class Exchange:
    """All terms of the ask's worth, in steps."""

    def __init__(self, here: Ground) -> None:
        assert here.ask.base is not None
        assert here.ask.equity is not None
        self.here, self.ask = here, here.ask
        self.ask_base, self.ask_equity, self.ask_signing = (
            here.ask.base,
            here.ask.equity,
            here.ask.signing or 0,
        )
        self.unit = here.place.step * max(1, here.ask_annual // (_FINEST * here.place.step))
        self.fixed, self.per_base, self.per_equity = here.weights

    @cached_property
    def near(self) -> tuple[Terms, ...]:
        """The packages with the asked signing bonus, or the ones around the exact exchange."""
        return tuple(self._terms(self._nearest))

    def far(self) -> Iterator[Terms]:
        """The packages with any signing bonus that are worth as much as the ask.

        For where the nearest ones give no package.
        """
        return self._terms(self._between)

    # which package

    def base_heavy(self, among: Iterable[Terms]) -> Iterator[Terms]:
        """More base than asked for, for less equity."""
        for terms in among:
            if self.base(terms) > self.ask_base and self.equity(terms) < self.ask_equity:
                yield terms

    def equity_heavy(self, among: Iterable[Terms]) -> Iterator[Terms]:
        """More equity than asked for, for less base."""
        for terms in among:
            if self.equity(terms) > self.ask_equity and self.base(terms) < self.ask_base:
                yield terms

    def first_year(self, among: Iterable[Terms]) -> Iterator[Terms]:
        """The terms that pay more than the ask in the first year, by more of what is paid once.

        More by a part of the ask's worth that one notices; and no more over the years, but for
        what steps make of it.
        """
        least, most = self.in_first_year(self.ask) + 1, self._over_years(self.ask) + self.unit
        once = self.ask_signing + Fraction(self.here.ask_annual, NOTICED)
        for terms in among:
            if (
                self.in_first_year(terms) >= least
                and (terms.signing or 0) >= once
                and self._over_years(terms) < most
            ):
                yield terms

    def base(self, terms: Terms) -> Fraction:
        return Fraction(terms.base or 0)

    def equity(self, terms: Terms) -> Fraction:
        return Fraction(terms.equity or 0)

    def in_first_year(self, terms: Terms) -> Fraction:
        """Pay in the first year, without what is the same for all terms."""
        vested = self.per_equity * self.here.years * self.here.first_year_share
        return (
            self.per_base * (terms.base or 0) + vested * (terms.equity or 0) + (terms.signing or 0)
        )

    def closeness(self, terms: Terms) -> tuple[Fraction, ...]:
        """A sort key for terms that are equally good.

        First signing as asked, then the nearest to the exact exchange, then the most.
        """
        in_time()
        off = self._over_years(terms) - self._over_years(self.ask)
        signing = abs((terms.signing or 0) - self.ask_signing)
        return Fraction(-signing), -abs(off), off, Fraction(terms.base or 0)

    # all terms

    def _terms(self, signings: Signings) -> Iterator[Terms]:
        least, most = self._annual_range()
        low, high = self._range("base")
        for base in self._multiples(low, high, self.ask_base):
            rest = (least - self.fixed - base * self.per_base) / self.per_equity
            to = (most - self.fixed - base * self.per_base) / self.per_equity
            from_, until = self._range("equity")
            for equity in self._multiples(max(from_, rest), min(until, to), self.ask_equity):
                yield from self._with_signing(base, equity, signings)

    def _annual_range(self) -> tuple[Fraction, Fraction]:
        asked = self.here.ask_annual
        slack = Fraction(asked, WITHIN)
        return max(asked - slack, Fraction(self.here.least_annual or 0)), asked + slack

    def _range(self, component: Literal["base", "equity"]) -> tuple[Fraction, Fraction]:
        here = self.here
        least = max(here.offered.of(component) or 0, self.unit)
        if component == "base":
            least = max(least, here.least_base or 0)
        return Fraction(min(least, here.ask.of(component) or 0)), Fraction(here.top(component))

    def _multiples(self, low: Fraction, high: Fraction, own: int) -> Iterator[int]:
        """Multiples of the unit between two ends, and the ask's own figure."""
        found = range(
            ceil(low / self.unit) * self.unit, floor(high / self.unit) * self.unit + 1, self.unit
        )
        yield from found
        if low <= own <= high and own not in found:
            yield own

    def _with_signing(self, base: int, equity: int, signings: Signings) -> Iterator[Terms]:
        """Terms of the ask's worth with this base and this equity."""
        in_time()
        here = self.here
        plain = Terms(base, equity, here.ask.signing)
        annual = here.annual(plain)
        if not self._same(annual, here.ask_annual) or annual < (here.least_annual or 0):
            return
        room = Fraction(self._asked_in_all, WITHIN)
        middle = self._asked_in_all - here.horizon * annual
        low, high = max(middle - room, Fraction(here.offered.signing or 0)), middle + room
        exchange = Fraction(self.ask_signing + here.horizon * (here.ask_annual - annual))
        for signing in sorted({*signings(low, high, exchange), self.ask_signing}):
            if low <= signing <= high:
                yield plain if signing == self.ask_signing else Terms(base, equity, signing)

    def _nearest(self, low: Fraction, high: Fraction, exchange: Fraction) -> Iterable[int]:
        """The steps around the exact exchange, or around the end that is next to it."""
        near = min(max(exchange, low), high) / self.unit
        return floor(near) * self.unit, ceil(near) * self.unit

    def _between(self, low: Fraction, high: Fraction, exchange: Fraction) -> Iterable[int]:
        return range(
            ceil(low / self.unit) * self.unit, floor(high / self.unit) * self.unit + 1, self.unit
        )

    @property
    def _asked_in_all(self) -> int:
        return self.here.horizon * self.here.ask_annual + self.ask_signing

    def _over_years(self, terms: Terms) -> Fraction:
        here = self.here
        annual = (
            self.fixed + (terms.base or 0) * self.per_base + (terms.equity or 0) * self.per_equity
        )
        return annual * here.horizon + (terms.signing or 0)

    def _same(self, annual: int, asked: int) -> bool:
        return WITHIN * abs(annual - asked) <= asked
