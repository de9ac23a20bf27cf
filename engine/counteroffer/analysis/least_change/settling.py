"""A case that is read once, and what follows from it with something put otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from counteroffer.cases.case import Case
from counteroffer.cases.normalise import Situation, situation
from counteroffer.engines.interface import Firing, Plain, measure
from counteroffer.language.expr import Value
from counteroffer.money.rates import Rates
from counteroffer.rulebook.rulebook import Rulebook, default_rulebook
from counteroffer.settlement.program import Program, program


class Settling:
    """A case with the rules and rates it is settled by.

    Raises CaseError and RulesError as `counter` does.
    """

    def __init__(
        self,
        case: Case,
        *,
        region: str | None = None,
        rulebook: Rulebook | None = None,
        rates: Rates | None = None,
        today: date | None = None,
    ) -> None:
        self.book, self.table = rulebook or default_rulebook(), rates or Rates.snapshot()
        self.region = region
        self.known = self._read(case, today)

    def _read(self, case: Case, today: date | None) -> Situation:
        return situation(case, self.book, region=self.region, rates=self.table, today=today)

    def again(self, stated: Mapping[str, Any]) -> Situation:
        """The case as it is stated otherwise; its day is the one that it was understood with."""
        return self._read(Case.of(**stated), None)

    def rules(self, known: Situation) -> Program:
        """The program of a case."""
        return program(self.book, known.place, len(known.alternatives))

    def fired(self, known: Situation, values: Mapping[str, Value] | None = None) -> Firing:
        """What the rules find in a case, or in other values of its facts."""
        rules = self.rules(known)
        return Plain().fire(rules, measure(rules, known.values if values is None else values))

    def money(self, amount: int) -> str:
        """An amount in the region's currency, written out."""
        return self.known.money(amount, self.known.place.currency)
