"""Move each fact by itself, and see how far the ask and floor move: a tornado's rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from counteroffer.analysis.compare.side import ONE
from counteroffer.analysis.least_change.search_grid import AMOUNTS
from counteroffer.analysis.least_change.tag_sets import tags_in
from counteroffer.analysis.risk.thresholds import amounts, counts, numbers, to_try
from counteroffer.answers.answer import Counteroffer
from counteroffer.answers.counter import written
from counteroffer.answers.setting import Setting
from counteroffer.cases.overrides import ABSENT, changed
from counteroffer.cases.pay import GrantPrice
from counteroffer.cases.situation import Situation
from counteroffer.language.compile import half_up
from counteroffer.language.declarations import Declaration
from counteroffer.money.periods import shown
from counteroffer.money.rates import Rate
from counteroffer.text.errors import CaseError

AMOUNT, RATE = Fraction(1, 10), Fraction(1, 20)  # amounts are moved by 10 %, rates by 5 %
_TENTHS = (-AMOUNT, AMOUNT)


@dataclass(frozen=True, slots=True)
class Effect:
    """One fact moved: its value then, and the ask, floor and verdict that follow.

    The ask is given a year and by its base.
    """

    said: str
    annual: int | None
    base: int | None
    floor: int | None
    verdict: str

    def differs(self, other: Effect) -> bool:
        """Whether another figure or verdict follows."""
        return (self.annual, self.base, self.floor, self.verdict) != (
            other.annual,
            other.base,
            other.floor,
            other.verdict,
        )


@dataclass(frozen=True, slots=True)
class FactMove:
    """A fact and what moving it does.

    `less` and `more` are the steps of `by` down and up. `lower` and `higher` are all that were
    tried, to thresholds and absent too; `ask` and `floor` are the widths over all of them: the
    greatest figure less the smallest.
    """

    path: str
    by: str
    less: Effect | None
    more: Effect | None
    ask: int
    floor: int
    lower: tuple[Effect, ...]
    higher: tuple[Effect, ...]

    @property
    def tried(self) -> tuple[Effect, ...]:
        return (*self.lower, *self.higher)


class Still:
    """The case as it is, and each of its facts moved by itself."""

    def __init__(self, setting: Setting, known: Situation) -> None:
        self.setting, self.known, self.book = setting, known, setting.rulebook
        self.case: Mapping[str, Any] = known.understood
        self.program = known.program(setting.rulebook)
        here, firing = setting.again(self.case)
        self.answer, self.values = written(here, firing, self.book), firing.values
        self.now = self.effect("", self.answer)

    def settled(self, stated: Mapping[str, Any]) -> Counteroffer:
        return written(*self.setting.again(stated), self.book)

    def effect(self, said: str, answer: Counteroffer) -> Effect:
        return Effect(
            said,
            answer.ask.annual,
            answer.ask.base,
            answer.floor.base if answer.floor else None,
            answer.verdict,
        )

    def moved(self, path: str, value: Any, said: str = "") -> Effect | None:
        """What follows with a fact at that value; None where no case has it so."""
        try:
            return self.effect(said or str(value), self.settled(changed(self.case, path, value)))
        except CaseError:
            return None

    def absent(self, path: str) -> Effect | None:
        return self.moved(path, ABSENT)

    def move(
        self,
        path: str,
        by: str,
        less: Effect | None,
        more: Effect | None = None,
        *,
        lower: Iterable[Effect | None] = (),
        higher: Iterable[Effect | None] = (),
    ) -> FactMove:
        """A fact moved by its own step down and up, and to what else is lower or higher."""
        below, above = (
            tuple(dict.fromkeys(one for one in side if one))
            for side in ((less, *lower), (more, *higher))
        )
        effects = [self.now, *below, *above]
        annual = self.now.annual is not None
        ask = [(effect.annual if annual else effect.base) or 0 for effect in effects]
        floor = [effect.floor or 0 for effect in effects]
        widths = (max(ask) - min(ask), max(floor) - min(floor))
        return FactMove(path, by, less, more, *widths, below, above)

    def moves(self) -> Iterator[FactMove]:
        """Every fact of the case, moved.

        Amounts by 10 %, numbers by one, percentages by a point, lists by a tag, yes-no facts
        turned, rates by 5 %; each to the thresholds of the conditions that read it, and absent.
        """
        for name, value in self.case["candidate"].items():
            yield self.fact(name, value)
        offers = [("offer", self.case["offer"])] if "offer" in self.case else []
        offers += [
            (f"competing.{offer['company']}", offer) for offer in self.case.get("competing", ())
        ]
        for path, offer in offers:
            for part in AMOUNTS:
                if part in offer:
                    yield from self.paid(path, part, offer[part])
            yield self.move(path, "absent", self.absent(path))
        for rate in self.rates():
            less, more = (_scaled(rate, ONE - RATE), _scaled(rate, ONE + RATE))
            path = f"fx.{rate.pair}"
            yield self.move(path, "±5 %", self.moved(path, less), self.moved(path, more))

    def paid(self, path: str, part: str, value: Any) -> Iterator[FactMove]:
        """A part of an offer, moved: of a grant by its price or its value where it has one."""
        key = next(
            (
                one.key
                for one in self.known.alternatives
                if f"competing.{one.offer.company}" == path
            ),
            "offer",
        )
        pay = self.known.pay[key]
        if isinstance(value, Mapping) and "amount" not in value:
            if pay.priced:
                yield self.price(f"{path}.{part}.{pay.priced.entry}", pay.priced)
        elif isinstance(value, str) and value.endswith("%"):
            yield self.amount(f"{path}.{part}", value, "")
        else:
            found = pay.parts.get("bonus_amount" if part == "bonus" else part)
            if found and found.whole:
                yield self.amount(f"{path}.{part}", found.whole, found.currency)

    def price(self, path: str, priced: GrantPrice) -> FactMove:
        """What a grant's worth hangs on, 10 % less and more, and absent: not known."""
        currency = priced.currency
        texts = (shown(priced.amount * (ONE + by)).replace(",", "") for by in _TENTHS)
        less, more = (self.moved(path, f"{currency} {text}") for text in texts)
        return self.move(path, "±10 %", less, more, lower=[self.absent(path)])

    def amount(self, path: str, value: Any, currency: str) -> FactMove:
        if isinstance(value, str) and value.endswith("%"):  # a percentage of base
            figures = (max(Decimal(value.rstrip("%")) + one, Decimal(0)) for one in (-1, 1))
            down, up = (self.moved(path, f"{figure:f}%") for figure in figures)
            return self.move(path, "±1 point", down, up, lower=[self.absent(path)])
        figure = Fraction(str(value))
        less, more = (self.in_money(path, half_up(figure * (ONE + by)), currency) for by in _TENTHS)
        below, above = self.at_thresholds(path)
        return self.move(path, "±10 %", less, more, lower=[*below, self.absent(path)], higher=above)

    def at_thresholds(self, path: str) -> tuple[list[Effect | None], list[Effect | None]]:
        """A base at what the levers compare it with, and a step under that: lower, and higher."""
        head, _, part = path.rpartition(".")
        if part != "base":
            return [], []
        mine = head == "offer"
        place = self.known.place
        now = self.values.get("offer_base" if mine else "highest_held_base")
        found = amounts(self.program, "offer_base" if mine else "highest_held_base", self.values)
        steps = sorted(
            {one for figure in found for one in (figure, figure - place.step)} - {now, 0}
        )
        effects = [(one, self.in_money(path, one, place.currency)) for one in steps if one > 0]
        below = [effect for one, effect in reversed(effects) if isinstance(now, int) and one < now]
        above = [effect for one, effect in effects if isinstance(now, int) and one > now]
        return below, above

    def in_money(self, path: str, amount: int, currency: str) -> Effect | None:
        return self.moved(path, f"{currency} {amount}", self.known.money(amount, currency))

    def fact(self, name: str, value: Any) -> FactMove:
        declared = self.book.declared[name]
        if declared.type == "money":
            currency, _, amount = str(value).partition(" ")
            return self.amount(name, int(amount), currency)
        if declared.type == "flag":
            turned = self.moved(name, not value, "no" if value else "yes")
            sides = (turned, None) if value else (None, turned)
            return self.move(name, "turned", *sides, lower=[self.absent(name)])
        if declared.type == "tags":
            return self.tags(name, value, set(declared.names))
        if declared.type == "tag":
            return self.move(name, "absent", self.absent(name))
        return self.number(name, value, declared)

    def number(self, name: str, value: Any, declared: Declaration) -> FactMove:
        """A number one less and one more, to each side of every threshold, and absent."""
        whole = 10**declared.decimals
        now = half_up(Fraction(str(value)) * whole)
        low, high = declared.min * whole, declared.max * whole
        plain = (max(now - whole, low), min(now + whole, high))
        down, up = (self.moved(name, _decimal(one, whole)) for one in plain)
        steps = to_try(declared, now, numbers(self.program, name))
        effects = [(one, self.moved(name, _decimal(one, whole))) for one in steps]
        lower = [effect for one, effect in effects if one < now]
        higher = [effect for one, effect in effects if one > now]
        return self.move(name, "±1", down, up, lower=[*lower, self.absent(name)], higher=higher)

    def tags(self, name: str, value: Sequence[str], known: set[str]) -> FactMove:
        """A list without each tag, with each other one, as short as is counted, empty, absent."""
        fewer = [self.moved(name, [tag for tag in value if tag != one], f"−{one}") for one in value]
        shorter: list[Effect | None] = [self.absent(name)]
        lengths = {length - 1 for length in counts(self.program, name)} | {0}
        for length in sorted(lengths, reverse=True):
            if 0 <= length < len(value) - 1 or (value and length == 0):
                said = f"only {', '.join(value[:length])}" if length else "none"
                shorter.append(self.moved(name, list(value[:length]), said))
        known |= tags_in(self.program, name)[0]
        further = [self.moved(name, [*value, one], f"+{one}") for one in sorted(known - set(value))]
        down, up = self.widest(fewer), self.widest(further)
        return self.move(name, "±1 tag", down, up, lower=[*fewer, *shorter], higher=further)

    def widest(self, effects: Iterable[Effect | None]) -> Effect | None:
        """The effect that differs most from the case as it is; of equal ones the first."""

        def size(effect: Effect) -> tuple[int, bool]:
            pairs: Sequence[tuple[int | None, int | None]] = (
                (effect.annual, self.now.annual),
                (effect.base, self.now.base),
                (effect.floor, self.now.floor),
            )
            most = max(abs((one or 0) - (other or 0)) for one, other in pairs)
            return most, effect.verdict != self.now.verdict

        return max((one for one in effects if one), key=size, default=None)

    def rates(self) -> Iterator[Rate]:
        """The rates into the region's currency that the case is settled with."""
        here = self.known.place.currency
        used = set(self.known.place.currencies)
        for key, pay in self.known.pay.items():
            if not key.startswith("rounds."):
                used |= {part.currency for part in pay.parts.values()}
        used |= {
            str(value).partition(" ")[0]
            for name, value in self.case["candidate"].items()
            if self.book.declared[name].type == "money"
        }
        table = self.known.table
        yield from (table.rate(currency, here) for currency in sorted(used - {here}))


def _scaled(rate: Rate, part: Fraction) -> str:
    return Rate(rate.base, rate.quote, rate.value * part, None, "").text


def _decimal(steps: int, whole: int) -> str:
    """A number of least units as a decimal: 25 tenths are 2.5."""
    return f"{(Decimal(steps) / whole).normalize() + 0:f}"
