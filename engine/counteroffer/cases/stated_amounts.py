"""Amounts of an offer as they are stated: in which currency, how often, and what was assumed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Protocol

from counteroffer.cases.bounds import AmountBounds
from counteroffer.cases.offer import Offer
from counteroffer.cases.pay import PayPart
from counteroffer.cases.understood_pay import AmountAsStated
from counteroffer.documents.fields import currency_of
from counteroffer.documents.pay_fields import plain
from counteroffer.money.currencies import HOME_DOLLARS, SIGNS
from counteroffer.money.periods import sign
from counteroffer.money.read_amount import Amount
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.codes import ProblemCode

MOST_PLACES = 4  # after the point; more are what is left of a calculation
MOST_PLACES_OF_A_PRICE = 12  # a thousandth of a cent is a price
ONE = Fraction(1)
OURS = {
    "offer": "the offered equity",
    "current": "the equity that you have now",
    "ask": "the equity asked for before",
}  # its period is the guide's

Path = tuple[str | int, ...]


class ProblemTeller(Protocol):
    """Tells of a problem: where it is, its code, and what it is in words."""

    def __call__(
        self, path: Path, code: ProblemCode, message: str, *, suggestion: str | None = None
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class PaySetting:
    """Where pay is read: the currencies of bare amounts, and where problems and assumptions go.

    `home` is the currency of the case's own region, `region` that of the figures. `convert` takes
    an amount from one currency to another, None without a rate. `readings` say what a sign is read
    as in place of what the region makes of it.
    """

    rulebook: Rulebook
    home: str
    region: str
    years: int
    say: ProblemTeller
    assume: Callable[[str], None]
    attempt: Callable[..., Any]
    convert: Callable[[Path, Fraction, str, str], Fraction | None]
    readings: Mapping[str, str]


@dataclass(slots=True)
class AmountReader:
    """Reads amounts of one offer, whose values are called `key`."""

    offer: Offer
    key: str
    here: PaySetting
    signs: list[tuple[str, str]] = field(default_factory=list)

    @property
    def home(self) -> str:
        return self.offer.currency or self.here.home

    @property
    def whose(self) -> str:
        """What to say before a component's name in a sentence: whose pay it is."""
        return "" if self.key in OURS or not self.offer.company else f"{self.offer.company}'s "

    def _currency(self, path: Path, amount: Amount, home: str) -> str:
        read = self.here.readings.get(amount.currency or "")
        found: str = read or self.here.attempt(path, currency_of, amount, home, self.here.home)
        if amount.currency in SIGNS and found:
            self.signs.append((amount.currency, found))
            own = ", the region's currency" if found == self.here.home != "USD" else ""
            self.here.assume(f"{amount.currency} read as {found}{own}")
        return found or home

    def _sign(self, amount: Amount, currency: str) -> str:
        """The currency's sign, where another region would read it as another currency; else ""."""
        bare = amount.currency in SIGNS and (currency != "USD" or self.here.home in HOME_DOLLARS)
        return amount.currency or "" if bare else ""

    def part(
        self,
        path: Path,
        name: str,
        amount: Amount,
        *,
        home: str = "",
        times: Fraction = ONE,
        bound: str | None = None,
    ) -> tuple[PayPart, AmountAsStated]:
        """An amount that is paid `times` over, where that makes sense for what it is."""
        currency = self._currency(path, amount, home or self.home)
        for text in amount.assumptions:
            self.here.assume(text)
        low = amount.low
        if amount.approximate:
            self.here.assume(f"{self.whose}{name} of about {low:,f} is taken as exact")
        places = MOST_PLACES_OF_A_PRICE if bound == "price" else MOST_PLACES
        if -int(low.as_tuple().exponent) > places and low != round(low, places):
            low = low.quantize(Decimal(1), ROUND_HALF_UP)
            word = f"{self.whose}{name} of {amount.low:,f} {currency} is taken as {low:,f}"
            self.here.assume(f"{word}, in whole units")
        stated = Fraction(low)
        unit = stated.denominator * times.denominator
        part = PayPart(int(stated * times * unit), unit, currency)
        bounds = AmountBounds(bound or name, self.here.rulebook.currency(currency).step)
        if wrong := bounds.wrong(name, part.amount, amount, currency):
            self.here.say(path, *wrong)
        plain_year = amount.period == "year" and bound != "extra"  # of an extra it is told apart
        tail = sign(amount.period) if amount.period and not plain_year else ""
        tail += f" x {plain(amount.months)}" if amount.months else ""
        return part, AmountAsStated(low, currency, self._sign(amount, currency), tail)

    def money(self, part: PayPart) -> str:
        return f"{part.whole:,} {part.currency}"

    def added(self, path: Path, parts: list[PayPart]) -> PayPart | None:
        """Amounts added exactly, in their currency, or where they have several the region's."""
        codes = {part.currency for part in parts}
        code = parts[0].currency if len(codes) == 1 else self.here.region
        found = [self.here.convert(path, one.amount, one.currency, code) for one in parts]
        known = [one for one in found if one is not None]
        return PayPart.of(sum(known, Fraction(0)), code) if len(known) == len(found) else None


def rounded(part: PayPart) -> Fraction:
    """What an amount may be off by, where its last digits were rounded: 1,000 for 128,000."""
    digits = str(part.whole)
    zeros = min(len(digits) - len(digits.rstrip("0")), 3)
    return Fraction(10**zeros) if part.unit == 1 else ONE


def agree(part: PayPart, other: Fraction) -> bool:
    return abs(part.amount - other) <= rounded(part)
