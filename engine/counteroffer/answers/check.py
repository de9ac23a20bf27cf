"""What is wrong with a case, as a value: for those who check before they ask."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from counteroffer.answers.arguments import checked_but
from counteroffer.answers.limits import NO_LIMITS, Limits
from counteroffer.cases.case import Case
from counteroffer.cases.check import problems_of
from counteroffer.money.rates import Rates
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.errors import Problem


@checked_but("case")
def check(
    case: Case | Mapping[str, object] | Path,
    *,
    region: str | None = None,
    rulebook: Rulebook | None = None,
    rates: Rates | None = None,
    today: date | None = None,
    limits: Limits = NO_LIMITS,
    deadline: float | None = None,
) -> tuple[Problem, ...]:
    """All that is wrong with a case, structure and meaning together; empty if it can be answered.

    `case` is a case, the values that one is made of, or the path of a file, whose problems have
    lines and columns. The others are as in `counter`; what is over `limits` is wrong too. Where
    some entries are malformed the others are checked all the same. Raises RateError, RuleError for
    rates and rules that can't be used, and DeadlineError.
    """
    return problems_of(
        case,
        region=region,
        rulebook=rulebook,
        rates=rates,
        today=today,
        further=limits.problems,
    )
