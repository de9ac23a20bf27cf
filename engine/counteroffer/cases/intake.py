"""What the reading of a case collects: problems, assumptions, values, and the rates it needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from counteroffer.cases.bounds import AmountBounds
from counteroffer.cases.case import Case
from counteroffer.cases.pay import Pay
from counteroffer.documents.fields import currency_of, yearly
from counteroffer.language.expr import Value
from counteroffer.money.rate import Rate, stated_rate
from counteroffer.money.rates import Rates
from counteroffer.money.read_amount import Amount
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.region_figures import RegionFigures
from counteroffer.text.codes import ProblemCode
from counteroffer.text.errors import CaseError, Problem, RuleError, Way, told_of
from counteroffer.text.frozen import FrozenDict

MOST_CONVERTED = 10**14  # whole units of any currency; more is a rate that can't be right


class Intake:
    """Collects problems, assumptions and rates while a case is read.

    `here` is where the figures are settled, `home` the currency of the case's own region.
    """

    here: RegionFigures
    home: str

    def __init__(
        self,
        case: Case,
        rulebook: Rulebook,
        rates: Rates,
        today: date,
        readings: Mapping[str, str] = FrozenDict(),
    ) -> None:
        self.case, self.rulebook, self.today = case, rulebook, today
        self.problems: list[Problem] = []
        self.assumptions: list[str] = list(case.assumptions)
        self.used: dict[str, Rate] = {}
        self.values: dict[str, Value] = {}
        self.pay: dict[str, Pay] = {}
        self.rates, self.readings = rates, readings
        if case.rates:
            self._try(("rates",), self._given)

    def _given(self) -> None:
        stated = (
            self._try(("rates", pair), stated_rate, pair, number, self.today, "given in the case")
            for pair, number in self.case.rates.items()
        )
        self.rates = self.rates.with_rates(rate for rate in stated if rate)

    def _say(
        self,
        path: Way,
        code: ProblemCode,
        message: str,
        *,
        suggestion: str | None = None,
        key: bool = False,
    ) -> None:
        problem = self.case.problem(path, message, code=code, suggestion=suggestion, key=key)
        self.problems.append(problem)

    def _refuse(self, path: Way, told: Problem, before: str = "") -> None:
        """Tell of a value what its reader has against it."""
        at = (*path, *told.path)
        self._say(
            at, told.code or "value.unusable", before + told.message, suggestion=told.suggestion
        )

    def _try(self, path: Way, action: Any, *arguments: Any) -> Any:
        try:
            return action(*arguments)
        except (RuleError, CaseError) as error:
            for one in error.problems:
                if one.file:  # of the rules
                    self.problems.append(replace(one, path=path))
                else:
                    self._refuse(path, replace(one, path=()))
        except ValueError as error:
            self._refuse(path, told_of(error))
        return None

    def _assume(self, text: str) -> None:
        if text not in self.assumptions:
            self.assumptions.append(text)

    def _assumed(self) -> dict[str, Any]:
        """The assumptions as an entry of the case, where there are any."""
        return {"assumptions": self.assumptions} if self.assumptions else {}

    def convert(self, path: Way, amount: Fraction, source: str, target: str) -> Fraction | None:
        """An amount in another currency, exactly; None, with a problem noted, without a rate."""
        if source == target or not amount:
            return amount
        rate = self._try(path, self.rates.rate, source, target)
        if rate is None:
            return None
        for one in with_legs(rate):
            self.used.setdefault(one.pair, one)
        converted: Fraction = amount * rate.value
        return converted

    def _money_fact(self, path: Way, name: str, raw: Any) -> Any:
        """A fact that is an amount, in whole units; its key is the fact's name."""
        amount = raw if isinstance(raw, Amount) else self._try(path, yearly, raw)
        if amount is None:
            return None
        currency = self._try(path, currency_of, amount, self.home) or self.home
        for text in amount.assumptions:
            self._assume(text)
        whole = int(amount.low)
        if amount.approximate:
            self._assume(f"{name} of about {amount.low:,f} is taken as exact")
        if whole != amount.low:
            whole = int(amount.low.quantize(Decimal(1), ROUND_HALF_UP))
            word = f"{name} of {amount.low:,f} {currency} is taken as {whole:,}, in whole units"
            self._assume(word)
        bounds = AmountBounds(name, self.rulebook.currency(currency).step)
        if wrong := bounds.wrong(name, Fraction(whole), amount, currency):
            self._say(path, *wrong)
        self.values[f"{name}.amount"] = whole
        self._rate(path, name, currency, 1, whole)
        return f"{currency} {whole}"

    def _rate(self, path: Way, key: str, currency: str, unit: int = 1, stated: int = 0) -> None:
        """What takes a value in units of 1/`unit` of a currency to the region's currency."""
        if currency == self.here.currency:
            self.values |= {f"{key}.num": 1, f"{key}.den": unit}
            return
        rate = self._try(path, self.rates.rate, currency, self.here.currency)
        if rate is None:
            return
        self.values |= {
            f"{key}.num": rate.value.numerator,
            f"{key}.den": rate.value.denominator * unit,
        }
        if rate.convert(stated) > MOST_CONVERTED * unit:
            word = f"at 1 {currency} = {rate.text} {self.here.currency} this is far too large"
            self._say(path, "amount.too-large", word)
        for one in with_legs(rate):
            self.used.setdefault(one.pair, one)


def with_legs(rate: Rate) -> Iterator[Rate]:
    """A rate, and the stated rates that it was crossed from."""
    yield rate
    yield from rate.legs
