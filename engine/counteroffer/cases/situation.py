"""One case in numbers: its values, its competing offers, what was understood and assumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from counteroffer.cases.case import Case, Competing
from counteroffer.cases.pay import Pay
from counteroffer.cases.rounds import EarlierRound
from counteroffer.language.expr import Value
from counteroffer.money.rate import Rate
from counteroffer.money.rates import Rates
from counteroffer.money.write_amount import Shown
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.program import Program, program
from counteroffer.settlement.region_figures import RegionFigures
from counteroffer.text.frozen import FrozenDict


@dataclass(frozen=True, slots=True)
class CompetingOffer:
    """A competing offer: the prefix of its values, and why it does not count, if it does not."""

    key: str
    offer: Competing
    pay: Pay
    held: bool
    why: str | None

    @property
    def currency(self) -> str:
        """The currency of its base, or of what it states first."""
        return self.pay.currency_of("base")


@dataclass(frozen=True, slots=True)
class Situation:
    """All that is known of one case, in numbers.

    `values` names are those of `settle`.
    """

    case: Case
    place: RegionFigures
    today: date
    values: Mapping[str, Value]
    alternatives: tuple[CompetingOffer, ...]
    understood: Mapping[str, Any]
    rates: tuple[Rate, ...]
    assumptions: tuple[str, ...]
    table: Rates = field(repr=False)
    money: Shown = field(repr=False)
    rounds: tuple[EarlierRound, ...] = ()
    locale: str | None = None
    pay: Mapping[str, Pay] = FrozenDict()

    @property
    def present_pay_stands(self) -> bool:
        """Whether present pay stands for the offer: in a raise that nobody has offered yet."""
        paid = self.case.current is not None or "current.base" in self.values
        return self.case.kind == "raise" and self.case.offer is None and paid

    def program(self, rulebook: Rulebook) -> Program:
        """All that is to be worked out for the case."""
        return program(rulebook, self.place, len(self.alternatives))
