"""What an offer pays, in numbers: each component exactly, in its own currency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from counteroffer.language.compile import half_up
from counteroffer.text.frozen import FrozenDict

# The components of an offer that are amounts, by the names that its values have.
AMOUNTS = ("base", "equity", "signing", "bonus_amount", "extras_amount", "total")

PriceEntry = Literal["price", "company_value"]


@dataclass(frozen=True, slots=True)
class PayPart:
    """An amount of money, exactly: `number` in units of 1/`unit` of the currency.

    `unit` follows from the form in which it was stated, not from the number, so that amounts of one
    form differ in their number alone.
    """

    number: int
    unit: int
    currency: str

    @classmethod
    def of(cls, amount: Fraction, currency: str) -> PayPart:
        """An amount in the smallest unit that holds it."""
        return cls(amount.numerator, amount.denominator, currency)

    @property
    def amount(self) -> Fraction:
        return Fraction(self.number, self.unit)

    @property
    def whole(self) -> int:
        """The amount in whole units, rounded half-up."""
        return half_up(self.amount)


@dataclass(frozen=True, slots=True)
class GrantPrice:
    """The figure that a grant's worth depends on: `price` of a share, or `company_value`.

    The grant is worth `units` times what this is above `strike`, 0 but for options.
    """

    entry: PriceEntry
    amount: Fraction
    currency: str
    units: Fraction
    strike: Fraction

    def making(self, worth: Fraction) -> Fraction:
        """The price with which the whole grant is worth so much, in the price's currency."""
        return self.strike + worth / self.units


@dataclass(frozen=True, slots=True)
class Pay:
    """What an offer pays: amounts by component, and percentages of base in hundredths.

    `years` is what the equity is over. `signing` is by year, `once` what else is paid in the first
    year, `refresh` further equity a year from the second on. `unused` are entries that change no
    figure. `signs` are the signs that stand for several currencies, with what each was read as.
    `priced` is what the grant's worth hangs on, where it is of shares, options or a percentage.
    """

    currency: str
    parts: Mapping[str, PayPart] = FrozenDict()
    years: int | None = None
    bonus_rate: int | None = None
    extras_rate: int | None = None
    signing: tuple[PayPart, ...] = ()
    once: tuple[PayPart, ...] = ()
    refresh: PayPart | None = None
    unused: tuple[str, ...] = ()
    signs: tuple[tuple[str, str], ...] = ()
    priced: GrantPrice | None = None

    def currency_of(self, component: str) -> str:
        """The currency of a component, or the offer's own where that is not stated."""
        part = self.parts.get(component)
        return part.currency if part else self.currency
