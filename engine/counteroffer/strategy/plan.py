"""The whole plan of a case: packages, concessions, a fixed base, days and the next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from counteroffer.answers.answer import Counteroffer
from counteroffer.answers.arguments import checked_arguments
from counteroffer.answers.setting import Setting
from counteroffer.cases.case import Case
from counteroffer.money.rates import Rates
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.strategy.concessions import Concessions, concessions_on
from counteroffer.strategy.days import Day, days
from counteroffer.strategy.fixed_base import FixedBase, fixed_base_on
from counteroffer.strategy.negotiation import ground
from counteroffer.strategy.next_step import next_step
from counteroffer.strategy.packages import Packages, packages_on


@dataclass(frozen=True, slots=True)
class Plan:
    """All parts of a plan, and the answer that they stand on."""

    answer: Counteroffer
    next_step: str | None
    packages: Packages
    concessions: Concessions
    fixed_base: FixedBase
    days: tuple[Day, ...]


@checked_arguments
def plan(
    case: Case,
    *,
    region: str | None = None,
    rulebook: Rulebook | None = None,
    rates: Rates | None = None,
    today: date | None = None,
    locale: str | None = None,
    deadline: float | None = None,
) -> Plan:
    """The whole plan of a case; `locale` writes the amounts in its texts.

    Raises as `counter` does.

    Raises DeadlineError once `deadline`, a moment of `time.monotonic()`, has passed.
    """
    return plan_in(Setting.of(region, rulebook, rates, today), case, locale)


def plan_in(setting: Setting, case: Case, locale: str | None = None) -> Plan:
    """`plan`, in a setting."""
    here = ground(setting, case, locale)
    return Plan(
        here.answer,
        next_step(here.answer),
        packages_on(here),
        concessions_on(here),
        fixed_base_on(here),
        days(here.answer, rulebook=here.book, locale=locale),
    )
