"""Move each fact by itself, and see how far the ask and floor move: a tornado's rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from counteroffer.analysis.compare.vesting import ONE
from counteroffer.analysis.least_change.search_grid import AMOUNTS
from counteroffer.analysis.least_change.tag_sets import tags_in
from counteroffer.answers.answer import Counteroffer
from counteroffer.answers.counter import counter
from counteroffer.cases.case import Case
from counteroffer.cases.normalise import Situation
from counteroffer.cases.overrides import ABSENT, changed
from counteroffer.language.compile import half_up
from counteroffer.language.expr import Value
from counteroffer.money.rates import Rate, Rates
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.program import Program
from counteroffer.text.errors import CaseError

AMOUNT, RATE = Fraction(1, 10), Fraction(1, 20)  # amounts are moved by 10 %, rates by 5 %


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


@dataclass(frozen=True, slots=True)
class FactMove:
    """A fact and what moving it does.

    `ask` and `floor` are the widths: the greatest figure less the smallest.
    """

    path: str
    by: str
    less: Effect | None
    more: Effect | None
    ask: int
    floor: int


class Still:
    """The case as it is, and each of its facts moved by itself."""

    def __init__(
        self, known: Situation, book: Rulebook, table: Rates, region: str | None, rules: Program
    ) -> None:
        self.known, self.book, self.table, self.region, self.rules = (
            known,
            book,
            table,
            region,
            rules,
        )
        self.case: Mapping[str, Any] = known.understood
        self.answer = self.settled(self.case)
        self.now = self.effect("", self.answer)

    def settled(self, stated: Mapping[str, Any]) -> Counteroffer:
        return counter(
            Case.of(**stated),
            region=self.region,
            rulebook=self.book,
            rates=self.table,
            engine="plain",
        )

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

    def move(self, path: str, by: str, less: Effect | None, more: Effect | None) -> FactMove:
        effects = [self.now, *(effect for effect in (less, more) if effect)]
        annual = self.now.annual is not None
        ask = [(effect.annual if annual else effect.base) or 0 for effect in effects]
        floor = [effect.floor or 0 for effect in effects]
        return FactMove(path, by, less, more, max(ask) - min(ask), max(floor) - min(floor))

    def moves(self) -> Iterator[FactMove]:
        """Every fact of the case, moved.

        Amounts by 10 %, numbers by one, percentages by a point, lists by a tag, yes-no facts
        turned, offers absent, rates by 5 %.
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
            yield self.move(path, "absent", self.moved(path, ABSENT), None)
        for rate in self.rates():
            less, more = (_scaled(rate, ONE - RATE), _scaled(rate, ONE + RATE))
            yield self.move(
                f"fx.{rate.pair}",
                "±5 %",
                self.moved(f"fx.{rate.pair}", less),
                self.moved(f"fx.{rate.pair}", more),
            )

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
            moved = next((name for name in ("price", "company_value") if name in value), None)
            if moved:
                yield self.amount(f"{path}.{moved}", value[moved], pay.currency_of(part))
        elif isinstance(value, str) and value.endswith("%"):
            yield self.amount(f"{path}.{part}", value, "")
        else:
            found = pay.parts.get("bonus_amount" if part == "bonus" else part)
            if found and found.whole:
                yield self.amount(f"{path}.{part}", found.whole, found.currency)

    def amount(self, path: str, value: Any, currency: str) -> FactMove:
        if isinstance(value, str) and value.endswith("%"):  # a percentage of base
            less, more = (max(Decimal(value.rstrip("%")) + one, Decimal(0)) for one in (-1, 1))
            return self.move(
                path, "±1 point", self.moved(path, f"{less:f}%"), self.moved(path, f"{more:f}%")
            )
        figure = Fraction(str(value))
        return self.move(
            path,
            "±10 %",
            *(self.in_money(path, figure, currency, part) for part in (ONE - AMOUNT, ONE + AMOUNT)),
        )

    def in_money(self, path: str, figure: Fraction, currency: str, part: Fraction) -> Effect | None:
        amount = half_up(figure * part)
        return self.moved(path, f"{currency} {amount}", self.known.money(amount, currency))

    def fact(self, name: str, value: Any) -> FactMove:
        declared = self.book.declared[name]
        if declared.type == "money":
            currency, _, amount = str(value).partition(" ")
            return self.amount(name, int(amount), currency)
        if declared.type == "flag":
            turned = self.moved(name, not value, "no" if value else "yes")
            return self.move(name, "turned", *((turned, None) if value else (None, turned)))
        if declared.type == "tags":
            fewer = (
                self.moved(name, [tag for tag in value if tag != one], f"−{one}") for one in value
            )
            known = tags_in(self.rules, name)[0] | set(declared.names)
            further = (
                self.moved(name, [*value, one], f"+{one}") for one in sorted(known - set(value))
            )
            return self.move(name, "±1 tag", self.widest(fewer), self.widest(further))
        if declared.type == "tag":
            return self.move(name, "not stated", self.moved(name, ABSENT), None)
        number = Decimal(str(value))
        less, more = max(number - 1, Decimal(declared.min)), min(number + 1, Decimal(declared.max))
        return self.move(name, "±1", self.moved(name, f"{less:f}"), self.moved(name, f"{more:f}"))

    def widest(self, effects: Iterable[Effect | None]) -> Effect | None:
        """The effect that differs most from the case as it is; of equal ones the first."""

        def size(effect: Effect) -> int:
            pairs: Sequence[tuple[Value, Value]] = (
                (effect.annual, self.now.annual),
                (effect.floor, self.now.floor),
            )
            return max(abs(int(one or 0) - int(other or 0)) for one, other in pairs)  # type: ignore[arg-type]

        return max((effect for effect in effects if effect), key=size, default=None)

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
