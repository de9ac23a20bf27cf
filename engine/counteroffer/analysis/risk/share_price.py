"""The price of a share, or the worth of the company, at which a package is level with another."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from counteroffer.cases.pay import PriceEntry
from counteroffer.cases.situation import Situation
from counteroffer.language.compile import divide
from counteroffer.language.expr import Value

_CENTS, _FINE = 2, 6  # places of a price: of one under a unit more of them


@dataclass(frozen=True, slots=True)
class LevelPrice:
    """At what price of a share (`price`) or worth of the company (`company_value`) it is level.

    `amount` is in `currency`, the grant's own, rounded up so that with it the deal is not worth
    less: to cents, under one unit to six places, the worth of a company to whole units. `now` is
    what it is in the case.
    """

    entry: PriceEntry
    amount: Decimal
    currency: str
    now: Decimal


def level_price(
    known: Situation, package: str, equity: Value, offered: Value, least: Fraction
) -> LevelPrice | None:
    """The price with which a package's grant is worth `least` a year, in the region's currency.

    None where the grant is not of shares, options or a percentage, where the package has another
    `equity` than the one that is `offered`, and where nothing needs to come of it.
    """
    pay = known.pay.get("offer")
    if pay is None or pay.priced is None or not pay.years or least <= 0:
        return None
    if package != "offer" and equity != offered:
        return None
    rate = known.table.rate(pay.priced.currency, known.place.currency).value
    price = pay.priced.making(least * pay.years / rate)
    return LevelPrice(
        pay.priced.entry,
        _rounded_up(price, pay.priced.entry),
        pay.priced.currency,
        _decimal(pay.priced.amount),
    )


def _rounded_up(price: Fraction, entry: PriceEntry) -> Decimal:
    places = 0 if entry == "company_value" else _CENTS if price >= 1 else _FINE
    whole = divide(price.numerator * 10**places, price.denominator, "up")
    return Decimal(whole).scaleb(-places)


def _decimal(price: Fraction) -> Decimal:
    """A price that was typed, and so has decimals that end."""
    return Decimal(price.numerator) / Decimal(price.denominator)
