"""Reads the pay of an offer: each component in its own currency, and what was assumed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Protocol

from counteroffer.cases.bounds import AmountBounds
from counteroffer.cases.grant import Equity, schedule
from counteroffer.cases.offer import Extra, Offer
from counteroffer.cases.pay import Pay, PayPart
from counteroffer.documents.fields import currency_of
from counteroffer.documents.pay_fields import plain
from counteroffer.language.compile import half_up
from counteroffer.language.declarations import closest, listed, meant, slug
from counteroffer.money.currencies import HOME_DOLLARS, SIGNS
from counteroffer.money.periods import WorkingTime, shown, sign
from counteroffer.money.read_amount import Amount
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.annual import RATE
from counteroffer.text.characters import brief
from counteroffer.text.codes import ProblemCode
from counteroffer.text.frozen import FrozenDict
from counteroffer.text.phrases import over

COMPETING_YEARS = 4  # what a competing offer's equity is over where it does not say
MOST_PLACES = 4  # after the point; more are what is left of a calculation
ONE = Fraction(1)
_OURS = {
    "offer": "the offered equity",
    "current": "the equity that you have now",
    "ask": "the equity asked for before",
}  # its period is the guide's
_IDLE = {  # entries of working time that don't change a base of this period
    "week": ("hours", "days"),
    "hour": ("days",),
}

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


@dataclass(frozen=True, slots=True)
class _Said:
    """An amount as it was stated, to be written for the currency of its offer."""

    number: Decimal
    currency: str
    sign: str = ""
    tail: str = ""

    def written(self, home: str) -> int | str:
        if not self.sign and not self.tail and self.currency == home:
            return plain(self.number)
        return f"{self.sign or self.currency} {plain(self.number)}{self.tail}"


@dataclass(slots=True)
class OfferReader:
    """Reads one offer, which stands at `path` and whose values are called `key`."""

    offer: Offer
    path: Path
    key: str
    here: PaySetting
    parts: dict[str, PayPart] = field(default_factory=dict)
    understood: dict[str, Any] = field(default_factory=dict)
    signs: list[tuple[str, str]] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)

    def read(self) -> tuple[Pay, dict[str, Any]]:
        """The pay, and the offer's entries as they are understood."""
        offer = self.offer
        self._base()
        years = self._equity(offer.equity) if offer.equity else None
        signing = self._signing()
        bonus_rate = self._bonus()
        extras_rate, once = self._extras()
        refresh = self._refresh()
        self._total()
        for name in ("level", "title", "notes"):
            if text := getattr(offer, name):
                self.understood[name] = text
        named = next(iter(_currencies(self.understood)), offer.currency or self.here.home)
        pay = Pay(
            named,
            FrozenDict(self.parts),
            years,
            bonus_rate,
            extras_rate,
            signing,
            once,
            refresh,
            tuple(self.unused),
            tuple(dict.fromkeys(self.signs)),
        )
        return pay, {**_written(self.understood, named), "currency": named}

    # amounts

    @property
    def _home(self) -> str:
        return self.offer.currency or self.here.home

    @property
    def _whose(self) -> str:
        """What stands before the name of a component in a sentence."""
        return "" if self.key in _OURS or not self.offer.company else f"{self.offer.company}'s "

    def _currency(self, path: Path, amount: Amount, home: str) -> str:
        read = self.here.readings.get(amount.currency or "")
        found: str = read or self.here.attempt(path, currency_of, amount, home, self.here.home)
        if amount.currency in SIGNS and found:
            self.signs.append((amount.currency, found))
            own = ", the region's currency" if found == self.here.home != "USD" else ""
            self.here.assume(f"{amount.currency} read as {found}{own}")
        return found or home

    def _sign(self, amount: Amount, currency: str) -> str:
        """The sign itself where another region would read it otherwise."""
        bare = amount.currency in SIGNS and (currency != "USD" or self.here.home in HOME_DOLLARS)
        return amount.currency or "" if bare else ""

    def _part(
        self,
        path: Path,
        name: str,
        amount: Amount,
        *,
        home: str = "",
        times: Fraction = ONE,
        bound: str | None = None,
    ) -> tuple[PayPart, _Said]:
        """An amount that is paid `times` over, where that makes sense for what it is."""
        currency = self._currency(path, amount, home or self._home)
        for text in amount.assumptions:
            self.here.assume(text)
        low = amount.low
        if amount.approximate:
            self.here.assume(f"{self._whose}{name} of about {low:,f} is taken as exact")
        if -int(low.as_tuple().exponent) > MOST_PLACES and low != round(low, MOST_PLACES):
            low = low.quantize(Decimal(1), ROUND_HALF_UP)
            word = f"{self._whose}{name} of {amount.low:,f} {currency} is taken as {low:,f}"
            self.here.assume(f"{word}, in whole units")
        stated = Fraction(low)
        unit = stated.denominator * times.denominator
        part = PayPart(int(stated * times * unit), unit, currency)
        bounds = AmountBounds(bound or name, self.here.rulebook.currency(currency).step)
        if wrong := bounds.wrong(name, part.amount, amount, currency):
            self.here.say(path, *wrong)
        tail = sign(amount.period) if amount.period not in (None, "year") else ""
        tail += f" x {plain(amount.months)}" if amount.months else ""
        return part, _Said(low, currency, self._sign(amount, currency), tail)

    def _money(self, part: PayPart) -> str:
        return f"{part.whole:,} {part.currency}"

    def _added(self, path: Path, parts: list[PayPart]) -> PayPart | None:
        """Amounts added exactly, in their currency, or where they have several the region's."""
        codes = {part.currency for part in parts}
        code = parts[0].currency if len(codes) == 1 else self.here.region
        found = [self.here.convert(path, one.amount, one.currency, code) for one in parts]
        known = [one for one in found if one is not None]
        return PayPart.of(sum(known, Fraction(0)), code) if len(known) == len(found) else None

    # components

    def _base(self) -> None:
        offer, path = self.offer, (*self.path, "base")
        stated = {
            name: Fraction(value)
            for name in ("hours", "weeks", "days")
            if (value := getattr(offer, name)) is not None
        }
        amount = offer.base
        period = (amount and amount.period) or "year"
        idle: tuple[str, ...] = _IDLE.get(period, ("hours", "weeks", "days"))
        if period == "day":
            idle = ("hours", "weeks") if "days" in stated else ("hours",)
        self.unused += [name for name in stated if amount is None or name in idle]
        if offer.part_time is not None and amount is None:
            self.unused.append("part_time")
        if amount is not None:
            working = WorkingTime(**{name: stated.get(name) for name in ("hours", "weeks", "days")})
            months = Fraction(amount.months) if amount.months else None
            times = working.a_year(period, months)
            if told := working.told(period, months):
                self.here.assume(f"{self._whose}base is {told}")
            if offer.part_time is not None:
                times *= Fraction(offer.part_time) / 100
                share = shown(Fraction(offer.part_time))
                word = f"{self._whose}base is stated for full time, of which {share} % is paid"
                self.here.assume(word)
            self.parts["base"], self.understood["base"] = self._part(
                path, "base", amount, times=times
            )
        for name in stated:
            self.understood[name] = plain(getattr(offer, name))
        if offer.part_time is not None:
            self.understood["part_time"] = f"{plain(offer.part_time)}%"

    def _equity(self, equity: Equity) -> int:
        path, years = (*self.path, "equity"), equity.period
        whose = _OURS.get(self.key, f"{self.offer.company}'s equity")
        if years is None:
            ours = self.key in _OURS
            years = self.here.years if ours else COMPETING_YEARS
            reason = "the guide's period" if ours else "as nothing else is said"
            self.here.assume(f"{whose} is taken to be {over(years)}, {reason}")
        home, understood = equity.currency or self._home, dict[str, Any]()
        stated: PayPart | None = None
        if equity.amount is not None:
            stated, understood["amount"] = self._part(path, "equity", equity.amount, home=home)
        granted = self._granted(path, equity, home, understood, whose)
        if stated and granted and not _agree(stated, granted.amount):
            word = f"the amount is {self._money(stated)}, and what is granted is worth"
            word = f"{word} {self._money(granted)}: keep one of them"
            self.here.say((*path, "amount"), "amount.contradiction", word)
        if part := stated or granted:
            self.parts["equity"] = part
        understood["years"] = years
        if equity.vehicle:
            understood["vehicle"] = self._vehicle((*path, "vehicle"), equity.vehicle)
        understood |= self._vesting(path, equity, years, whose)
        codes = _currencies(understood)
        self.understood["equity"] = _Grant(understood, codes[0] if codes else home)
        return years

    def _granted(
        self, path: Path, equity: Equity, home: str, understood: dict[str, Any], whose: str
    ) -> PayPart | None:
        """What shares, options or a percentage are worth; None where that is not known."""
        prices: dict[str, PayPart] = {}
        for name in ("price", "strike", "company_value"):
            if (amount := getattr(equity, name)) is not None:
                prices[name], understood[name] = self._part(
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

    def _signing(self) -> tuple[PayPart, ...]:
        stated, path = self.offer.signing or (), (*self.path, "signing")
        if not stated:
            return ()
        found = [self._part(path, "signing", amount) for amount in stated]
        parts, said = tuple(part for part, _ in found), [one for _, one in found]
        if len(parts) > 1:
            word = " and ".join(self._money(part) for part in parts)
            self.here.assume(f"{self._whose}signing is paid by year: {word}")
        if added := parts[0] if len(parts) == 1 else self._added(path, list(parts)):
            self.parts["signing"] = added
        self.understood["signing"] = said[0] if len(said) == 1 else said
        return parts

    def _bonus(self) -> int | None:
        """The bonus as hundredths of a percent of base, where it is a percentage."""
        bonus, path, rate = self.offer.bonus, (*self.path, "bonus"), None
        if bonus is not None:
            said = {
                name: self._share_or_amount(path, "bonus", amount)
                for name in ("target", "usual")
                if (amount := getattr(bonus, name)) is not None
            }
            counted, _ = said["usual" if bonus.usual else "target"]
            texts = {name: text for name, (_, text) in said.items()}
            self.understood["bonus"] = texts if bonus.usual else texts["target"]
            if bonus.usual:
                word = "what is usually paid of the bonus counts, not the target"
                self.here.assume(f"{self._whose}bonus: {word}")
            if isinstance(counted, PayPart):
                self.parts["bonus_amount"] = counted
            else:
                rate = counted
        self._ote(rate)
        return rate

    def _share_or_amount(self, path: Path, name: str, amount: Amount) -> tuple[int | PayPart, Any]:
        """Hundredths of a percent of base or an amount, and how it is understood."""
        if amount.currency is None and amount.low == 0 and name == "bonus":
            return 0, 0
        if amount.currency != "%":
            return self._part(path, name, amount, bound="bonus" if name == "bonus" else "extra")
        if amount.approximate:
            self.here.assume(f"{self._whose}{name} of about {amount.low:f}% is taken as exact")
        rate = amount.low * 100
        if rate != int(rate):
            word = "at most two places after the point of a percentage"
            self.here.say(path, "percent.out-of-range", word)
        return int(rate), f"{plain(amount.low)}%"

    def _ote(self, rate: int | None) -> None:
        """The bonus that on-target earnings make up beside the base."""
        if self.offer.ote is None:
            return
        path = (*self.path, "ote")
        ote, self.understood["ote"] = self._part(path, "ote", self.offer.ote, bound="base")
        base = self.parts.get("base")
        if base is None:
            word = "ote stands beside a base: where only a sum is known, write total"
            self.here.say(path, "entry.alone", word)
            return
        paid = self.here.convert(path, base.amount, base.currency, ote.currency)
        if paid is None:
            return
        over_base = ote.amount - paid
        if over_base < 0:
            word = f"ote of {self._money(ote)} is under the base"
            self.here.say(path, "amount.contradiction", word)
        elif self.offer.bonus is None:
            word = "the target bonus is what the on-target earnings (OTE) are over the base"
            self.here.assume(f"{self._whose}offer: {word}")
            self.parts["bonus_amount"] = PayPart.of(over_base, ote.currency)
        else:
            self._checked_ote(path, ote, over_base, paid * Fraction(rate or 0, RATE))

    def _checked_ote(self, path: Path, ote: PayPart, over_base: Fraction, share: Fraction) -> None:
        part = self.parts.get("bonus_amount")
        if part is not None:
            share = self.here.convert(path, part.amount, part.currency, ote.currency) or share
        if not _agree(ote, ote.amount - over_base + share):
            word = f"ote of {self._money(ote)} is not the base and the bonus beside it"
            self.here.say(path, "amount.contradiction", f"{word}: leave one of the three out")

    def _extras(self) -> tuple[int | None, tuple[PayPart, ...]]:
        """Yearly extras in hundredths of a percent of base, and what is paid once."""
        rate, yearly, once = 0, list[PayPart](), list[PayPart]()
        said: list[dict[str, Any]] = []
        for number, extra in enumerate(self.offer.extras):
            path = (*self.path, "extras", number, "amount")
            found, text = self._share_or_amount(path, extra.name, extra.amount)
            said.append({"name": extra.name, "amount": text, **_flags(extra)})
            self._told(path, extra)
            if extra.once:
                base = self.parts.get("base")
                if isinstance(found, PayPart):
                    once.append(found)
                elif base:
                    once.append(PayPart.of(base.amount * Fraction(found, RATE), base.currency))
            elif not extra.counts:
                continue
            elif isinstance(found, PayPart):
                yearly.append(found)
            else:
                rate += found
        if yearly and (added := self._added((*self.path, "extras"), yearly)):
            self.parts["extras_amount"] = added
        if said:
            self.understood["extras"] = said
        return rate or None, tuple(once)

    def _told(self, path: Path, extra: Extra) -> None:
        name = f"{self._whose}{extra.name}"
        if extra.once and extra.amount.period:
            word = f"{extra.name} is paid once: leave out what it is per"
            self.here.say(path, "amount.has-period", word)
        elif extra.once:
            self.here.assume(f"{name} is paid once: it is in the first year, never in the annual")
        elif not extra.counts:
            self.here.assume(f"{name} is left out of the annual total, as the case states")
        elif extra.once is None and extra.amount.period is None and extra.amount.currency != "%":
            self.here.assume(f"{name} is taken to be paid each year; 'once: yes' if it is not")

    def _refresh(self) -> PayPart | None:
        if self.offer.refresh is None:
            return None
        part, self.understood["refresh"] = self._part(
            (*self.path, "refresh"), "refresh", self.offer.refresh, bound="equity"
        )
        word = "a year count from the second year on, and not in the annual total"
        self.here.assume(f"{self._whose}refreshers (refresh) of {self._money(part)} {word}")
        return part

    def _total(self) -> None:
        if self.offer.total is None:
            return
        path = (*self.path, "total")
        total, self.understood["total"] = self._part(path, "total", self.offer.total, bound="base")
        parts = [name for name in self.parts if name != "signing"]
        self.parts["total"] = total
        whose = self._whose or ("the " if self.key == "offer" else "")
        if not parts:
            word = f"is known as a total of {self._money(total)} a year alone"
            self.here.assume(f"{whose}offer {word}: what is compared with it rests on the total")
            return
        summed = self._summed(path, total.currency)
        if summed is None:
            return
        whole = {"base", "equity"} <= {*parts} and bool(self.offer.bonus or self.offer.ote)
        if summed > total.amount + _rounded(total) or (whole and not _agree(total, summed)):
            found = f"{half_up(summed):,} {total.currency}"
            word = f"total of {self._money(total)}, but its parts come to {found}"
            self.here.say(path, "amount.contradiction", word)
        elif not _agree(total, summed):
            word = "counts whole: what its stated parts don't make up is of parts not known"
            self.here.assume(f"{whose}total of {self._money(total)} {word}")

    def _summed(self, path: Path, currency: str) -> Fraction | None:
        """What the stated parts come to a year."""
        summed = Fraction(0)
        for name, part in self.parts.items():
            if name in ("total", "signing"):
                continue
            amount = self.here.convert(path, part.amount, part.currency, currency)
            if amount is None:
                return None
            period = self.offer.equity.period if self.offer.equity else None
            summed += amount / ((period or COMPETING_YEARS) if name == "equity" else 1)
            bonus = self.offer.bonus
            if name == "base" and bonus and bonus.counted.currency == "%":
                summed += amount * Fraction(bonus.counted.low) / 100
        return summed


@dataclass(frozen=True, slots=True)
class _Grant:
    """A grant's entries, in the grant's own currency."""

    entries: Mapping[str, Any]
    currency: str


def _currencies(understood: Mapping[str, Any]) -> list[str]:
    """The currencies of what is stated, in the order of the entries."""
    found: list[str] = []
    for one in understood.values():
        if isinstance(one, (_Said, _Grant)):
            found.append(one.currency)
        elif isinstance(one, Mapping):
            found += _currencies(one)
        elif isinstance(one, list):
            inner = (entry if isinstance(entry, Mapping) else {"": entry} for entry in one)
            found += [code for entry in inner for code in _currencies(entry)]
    return found


def _written(value: Any, home: str) -> Any:
    """What is understood, with each amount written for the currency that it stands under."""
    if isinstance(value, _Said):
        return value.written(home)
    if isinstance(value, _Grant):
        own = {} if value.currency == home else {"currency": value.currency}
        return {**_written(value.entries, value.currency), **own}
    if isinstance(value, Mapping):
        return {name: _written(one, home) for name, one in value.items()}
    return [_written(one, home) for one in value] if isinstance(value, list) else value


def _flags(extra: Extra) -> dict[str, bool]:
    once = {} if extra.once is None else {"once": extra.once}
    return {**once, **({} if extra.counts else {"counts": False})}


def _times(part: PayPart, times: Fraction) -> PayPart:
    """An amount so many times, in a unit that follows from both."""
    unit = part.unit * times.denominator
    return PayPart(int(part.amount * times * unit), unit, part.currency)


def _rounded(part: PayPart) -> Fraction:
    """What an amount may be off by, where its last digits were rounded: 1,000 for 128,000."""
    digits = str(part.whole)
    zeros = min(len(digits) - len(digits.rstrip("0")), 3)
    return Fraction(10**zeros) if part.unit == 1 else ONE


def _agree(part: PayPart, other: Fraction) -> bool:
    return abs(part.amount - other) <= _rounded(part)
