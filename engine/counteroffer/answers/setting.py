"""What every answer hangs on beside the case, as one value: rules, rates, day, engine, region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from counteroffer.answers.arguments import ARGUMENTS
from counteroffer.cases.case import Case
from counteroffer.cases.normalise import situation
from counteroffer.cases.situation import Situation
from counteroffer.engines import choose as engines
from counteroffer.engines.interface import Engine, Firing, measure
from counteroffer.language.expr import Value
from counteroffer.money.rates import Rates
from counteroffer.rulebook.rulebook import Rulebook, default_rulebook
from counteroffer.text.arguments import check_argument
from counteroffer.text.deadline import in_time
from counteroffer.text.frozen import FrozenDict


@dataclass(frozen=True)
class Setting:
    """What cases are settled by; the same setting and case give the same answer.

    `rates` come after the case's own, `today` stands in where the case has none, `region` settles
    it elsewhere than it says, and `engine` (None: the best that can be had) changes no answer.
    """

    rulebook: Rulebook
    rates: Rates
    today: date
    engine: Engine | str | None = "plain"
    region: str | None = None

    @classmethod
    def of(
        cls,
        region: str | None = None,
        rulebook: Rulebook | None = None,
        rates: Rates | None = None,
        today: date | None = None,
        engine: Engine | str | None = "plain",
    ) -> Setting:
        """A setting of what is given, and of the defaults for the rest.

        They are the rules of the package and the environment, the embedded rates, and this day.
        """
        book, table = rulebook or default_rulebook(), rates or _embedded()
        return cls(book, table, today or date.today(), engine, region)

    def read(
        self,
        case: Case,
        locale: str | None = None,
        readings: Mapping[str, str] = FrozenDict(),
    ) -> Situation:
        """A case in numbers; `locale` writes the amounts in its texts.

        `readings` say what a sign that several currencies share is read as, in place of what the
        region makes of it. Raises CaseError, RuleError, RateError, DeadlineError,
        and TypeError for what is no Case.
        """
        in_time()
        check_argument("case", case, ARGUMENTS["case"], False)
        return situation(
            case,
            self.rulebook,
            region=self.region,
            rates=self.rates,
            today=self.today,
            locale=locale,
            readings=readings,
        )

    def fired(self, known: Situation, values: Mapping[str, Value] | None = None) -> Firing:
        """What the engine makes of a case in numbers, or of other values of its facts.

        Raises EngineError.
        """
        in_time()
        rules, name = known.program(self.rulebook), self.engine
        engine = engines.engine(name) if name is None or isinstance(name, str) else name
        return engine.fire(rules, measure(rules, known.values if values is None else values))

    def settled(
        self,
        case: Case,
        locale: str | None = None,
        readings: Mapping[str, str] = FrozenDict(),
    ) -> tuple[Situation, Firing]:
        """A case in numbers, and what the engine makes of it; raises as `read` and `fired`."""
        known = self.read(case, locale, readings)
        return known, self.fired(known)

    def again(self, stated: Mapping[str, Any]) -> tuple[Situation, Firing]:
        """Settle the case that these plain values state, such as one with a fact changed."""
        return self.settled(Case.of(**stated))


_embedded = cache(Rates.snapshot)
