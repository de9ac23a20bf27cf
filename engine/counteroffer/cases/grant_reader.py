"""Reads a grant of equity: what it is worth, over which time, and how it vests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from counteroffer.cases.grant import Equity, schedule
from counteroffer.cases.pay import GrantPrice, PayPart, PriceEntry
from counteroffer.cases.stated_amounts import OURS, AmountReader, Path, PaySetting, agree
from counteroffer.cases.understood_pay import UnderstoodGrant, currencies
from counteroffer.documents.pay_fields import plain
from counteroffer.language.declarations import closest, listed, meant, slug
from counteroffer.money.periods import shown
from counteroffer.text.characters import brief
from counteroffer.text.phrases import over

COMPETING_YEARS = 4  # what a competing offer's equity is over where it does not say


@dataclass(slots=True)
class GrantReader:
    """Reads the equity of an offer, which stands at `path`."""

    path: Path
    amounts: AmountReader
    worth: PayPart | None = None
    priced: GrantPrice | None = None

    @property
    def here(self) -> PaySetting:
        return self.amounts.here

    def read(self, equity: Equity) -> tuple[int, UnderstoodGrant]:
        """The years that the grant is over, and its entries as they are understood."""
        path, years = self.path, equity.period
        key = self.amounts.key
        whose = OURS.get(key, f"{self.amounts.offer.company}'s equity")
        if years is None:
            ours = key in OURS
            years = self.here.years if ours else COMPETING_YEARS
            reason = "the guide's period" if ours else "as nothing else is said"
            self.here.assume(f"{whose} is taken to be {over(years)}, {reason}")
        home, understood = equity.currency or self.amounts.home, dict[str, Any]()
        stated: PayPart | None = None
        if equity.amount is not None:
            stated, understood["amount"] = self.amounts.part(
                path, "equity", equity.amount, home=home
            )
        granted = self._granted(path, equity, home, understood, whose)
        if stated and granted and not agree(stated, granted.amount):
            word = f"the amount is {self.amounts.money(stated)}, and what is granted is worth"
            word = f"{word} {self.amounts.money(granted)}: keep one of them"
            self.here.say((*path, "amount"), "amount.contradiction", word)
        self.worth = stated or granted
        understood["years"] = years
        if equity.vehicle:
            understood["vehicle"] = self._vehicle((*path, "vehicle"), equity.vehicle)
        understood |= self._vesting(path, equity, years, whose)
        codes = currencies(understood)
        return years, UnderstoodGrant(understood, codes[0] if codes else home)

    def _granted(
        self, path: Path, equity: Equity, home: str, understood: dict[str, Any], whose: str
    ) -> PayPart | None:
        """What shares, options or a percentage are worth; None where that is not known."""
        prices: dict[str, PayPart] = {}
        for name in ("price", "strike", "company_value"):
            if (amount := getattr(equity, name)) is not None:
                prices[name], understood[name] = self.amounts.part(
                    (*path, name), name.replace("_", " "), amount, home=home, bound="price"
                )
        if len({part.currency for part in prices.values()}) > 1:
            word = "state strike and price in one currency"
            self.here.say((*path, "strike"), "currency.mixed", word)
            return None
        granted = next(
            (name for name in ("shares", "options", "percent") if getattr(equity, name)), None
        )
        if granted is None:
            return None
        number = getattr(equity, granted)
        understood[granted] = plain(Decimal(number))
        what = "percent of the company" if granted == "percent" else granted
        said = f"{whose}: {shown(Fraction(number))} {what}"
        needs = {"shares": ("price",), "options": ("strike", "price")}
        missing = [one for one in needs.get(granted, ("company_value",)) if one not in prices]
        if missing:
            names = listed(f"'{name}'" for name in missing)
            if equity.amount is None:
                word = f"what they are worth is unknown without {names}, and counts as not stated"
                self.here.assume(f"{said}: {word}")
            return None
        return self._valued(granted, Fraction(number), prices, said)

    def _valued(
        self, granted: str, number: Fraction, prices: Mapping[str, PayPart], said: str
    ) -> PayPart:
        money = {name: f"{shown(part.amount)} {part.currency}" for name, part in prices.items()}
        strike = prices["strike"].amount if granted == "options" else Fraction(0)
        entry: PriceEntry = "company_value" if granted == "percent" else "price"
        units = number / 100 if granted == "percent" else number
        self.priced = GrantPrice(entry, prices[entry].amount, prices[entry].currency, units, strike)
        if granted == "percent":
            value = prices["company_value"]
            self.here.assume(f"{said}, whose value is taken as {money['company_value']}")
            return _times(value, number / 100)
        price = prices["price"]
        if granted == "shares":
            self.here.assume(f"{said} at a price of {money['price']} each")
            return _times(price, number)
        gain = price.amount - prices["strike"].amount
        word = f"{said} count what the price of {money['price']} is over the strike"
        nothing = ", which is nothing" if gain <= 0 else ""
        self.here.assume(f"{word} of {money['strike']}{nothing}")
        unit = price.unit * prices["strike"].unit
        return PayPart(int(max(gain, Fraction(0)) * number * unit), unit, price.currency)

    def _vehicle(self, path: Path, vehicle: str) -> str:
        named, known = slug(vehicle), self.here.rulebook.vehicles
        if named not in known:
            near = closest(named, known)
            advice = meant(near) or f"; there are {listed(sorted(known))}"
            word = f"unknown vehicle {brief(vehicle)}{advice}"
            self.here.say(path, "vehicle.unknown", word, suggestion=near)
        return named

    def _vesting(self, path: Path, equity: Equity, years: int, whose: str) -> dict[str, Any]:
        """How a grant vests, where that is stated; its yearly figure stays the average."""
        understood: dict[str, Any] = {}
        if equity.vesting:
            understood["vesting"] = [plain(share) for share in equity.vesting]
            if len(set(equity.vesting)) > 1:
                text = (
                    f"{whose} vests {schedule(equity.vesting)} % by year; what it is worth a year"
                    " is the average"
                )
                self.here.assume(text)
        if equity.cliff:
            understood["cliff"] = equity.cliff
            if equity.cliff > 12 * years:
                self.here.say(
                    (*path, "cliff"),
                    "cliff.too-long",
                    f"a cliff of {equity.cliff} months is longer than the grant, {over(years)}",
                )
        return understood


def _times(part: PayPart, times: Fraction) -> PayPart:
    """An amount times a number, in a unit that holds the result exactly."""
    unit = part.unit * times.denominator
    return PayPart(int(part.amount * times * unit), unit, part.currency)
