"""Reads the pay of an offer: each component in its own currency, and what was assumed."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from counteroffer.cases.grant import Equity
from counteroffer.cases.grant_reader import COMPETING_YEARS, GrantReader
from counteroffer.cases.offer import Extra, Offer
from counteroffer.cases.pay import Pay, PayPart
from counteroffer.cases.stated_amounts import AmountReader, Path, PaySetting, agree, rounded
from counteroffer.cases.understood_pay import AmountAsStated, currencies, written
from counteroffer.documents.pay_fields import plain
from counteroffer.language.compile import half_up
from counteroffer.language.declarations import listed
from counteroffer.money.periods import WorkingTime, shown
from counteroffer.money.read_amount import Amount
from counteroffer.settlement.annual import RATE
from counteroffer.text.frozen import FrozenDict

_IDLE = {  # entries of working time that don't change a base of this period
    "week": ("hours", "days"),
    "hour": ("days",),
}


@dataclass(slots=True)
class OfferReader:
    """Reads one offer, which stands at `path` and whose values are called `key`."""

    offer: Offer
    path: Path
    key: str
    here: PaySetting
    parts: dict[str, PayPart] = field(default_factory=dict)
    understood: dict[str, Any] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)
    amounts: AmountReader = field(init=False)
    grant: GrantReader = field(init=False)

    def __post_init__(self) -> None:
        self.amounts = AmountReader(self.offer, self.key, self.here)
        self.grant = GrantReader((*self.path, "equity"), self.amounts)

    @property
    def _whose(self) -> str:
        return self.amounts.whose

    def _part(
        self, path: Path, name: str, amount: Amount, **how: Any
    ) -> tuple[PayPart, AmountAsStated]:
        return self.amounts.part(path, name, amount, **how)

    def _money(self, part: PayPart) -> str:
        return self.amounts.money(part)

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
        if "base" not in self.parts and (bonus_rate or extras_rate):
            which = listed(
                [*(["bonus"] if bonus_rate else []), *(["extras"] if extras_rate else [])]
            )
            word = "in percent of base counts nothing, as no base is stated"
            self.here.assume(f"{self._whose}{which} {word}")
        for name in ("level", "title", "notes"):
            if text := getattr(offer, name):
                self.understood[name] = text
        named = next(iter(currencies(self.understood)), offer.currency or self.here.home)
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
            tuple(dict.fromkeys(self.amounts.signs)),
            self.grant.priced,
        )
        return pay, {**written(self.understood, named), "currency": named}

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
        years, self.understood["equity"] = self.grant.read(equity)
        if self.grant.worth:
            self.parts["equity"] = self.grant.worth
        return years

    def _signing(self) -> tuple[PayPart, ...]:
        stated, path = self.offer.signing or (), (*self.path, "signing")
        if not stated:
            return ()
        found = [self._part(path, "signing", amount) for amount in stated]
        parts, said = tuple(part for part, _ in found), [one for _, one in found]
        if len(parts) > 1:
            word = " and ".join(self._money(part) for part in parts)
            self.here.assume(f"{self._whose}signing is paid by year: {word}")
        if added := parts[0] if len(parts) == 1 else self.amounts.added(path, list(parts)):
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
        if not agree(ote, ote.amount - over_base + share):
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
        if yearly and (added := self.amounts.added((*self.path, "extras"), yearly)):
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
        if summed > total.amount + rounded(total) or (whole and not agree(total, summed)):
            found = f"{half_up(summed):,} {total.currency}"
            word = f"total of {self._money(total)}, but its parts come to {found}"
            self.here.say(path, "amount.contradiction", word)
        elif not agree(total, summed):
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


def _flags(extra: Extra) -> dict[str, bool]:
    once = {} if extra.once is None else {"once": extra.once}
    return {**once, **({} if extra.counts else {"counts": False})}
