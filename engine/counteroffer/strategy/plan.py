"""The whole plan of a case: packages, concessions, a fixed base, days and the next step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from counteroffer.answers.answer import Counteroffer, Notice
from counteroffer.answers.arguments import checked_arguments
from counteroffer.answers.setting import Setting
from counteroffer.cases.case import Case
from counteroffer.money.rates import Rates
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.strategy.both_sides import both_sides
from counteroffer.strategy.concessions import Concessions, concessions_on
from counteroffer.strategy.days import Day, days
from counteroffer.strategy.fixed_base import FixedBase, fixed_base_on, words_for_a_fixed_base
from counteroffer.strategy.negotiation import Ground, Terms
from counteroffer.strategy.next_step import next_step
from counteroffer.strategy.packages import Packages, packages_on
from counteroffer.strategy.working_days import WorkingDays


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A package beside the others, in whole units of the region's currency.

    Equity is over the guide's period.
    `name` is ask, offer, walk-away or floor; the last two are a base with the asked equity and the
    offered signing. `annual` and `first_year` are what is paid in a year, and in the first.
    """

    name: str
    base: int | None
    equity: int | None
    signing: int | None
    annual: int | None
    first_year: int | None


@dataclass(frozen=True, slots=True)
class PlanWords:
    """All that a plan says to the other side, made of the public case alone.

    `more_time` asks for time, `rounds` are the words of all rounds that the public case leads to,
    `fixed_base` is for a base that can't move. None and empty where nothing is to be said.
    """

    more_time: str | None
    rounds: tuple[str, ...]
    fixed_base: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """All parts of a plan, the answer that they stand on, and what both take for granted.

    `say` is for the other side, all else for the candidate; `notices` say where what is kept
    private makes the candidate's own answer another one than the letter's.
    """

    answer: Counteroffer
    next_step: str
    say: PlanWords
    notices: tuple[Notice, ...]
    side_by_side: tuple[PlanRow, ...]
    packages: Packages
    concessions: Concessions
    fixed_base: FixedBase
    days: tuple[Day, ...]
    assumptions: tuple[str, ...]


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
    both = both_sides(setting, case, locale)
    here, theirs, apart = both.mine, both.theirs, both.apart
    found, steps = here.answer, concessions_on(both)
    work = WorkingDays.of(here.book, found.guide, found.region)
    shown, rounds = here.book.formatter(locale), bool(steps.rounds)
    return Plan(
        found,
        next_step(found, rulebook=here.book, shown=shown, locale=locale, apart=apart),
        PlanWords(steps.ask_for_time, steps.words, words_for_a_fixed_base(theirs)),
        both.notices,
        tuple(_side_by_side(here)),
        packages_on(here),
        steps,
        fixed_base_on(both),
        days(found, rulebook=here.book, locale=locale, rounds=rounds, apart=apart),
        (*found.assumptions, work.source),
    )


def _side_by_side(here: Ground) -> Iterator[PlanRow]:
    """What is asked, what is offered, and what to leave at."""
    answer, ask = here.answer, here.ask
    if ask.base is not None:
        yield _row(here, "ask", ask, answer.ask.annual)
    offered = here.offered
    if answer.offer is not None:
        first = here.offered_first_year
        annual = answer.offer.annual
        yield PlanRow("offer", offered.base, offered.equity, offered.signing, annual, first)
    for name, least in (("walk-away", answer.walk_away), ("floor", answer.floor)):
        if least is not None:
            terms = Terms(least.base, ask.equity, offered.signing)
            yield _row(here, name, terms, least.annual)


def _row(here: Ground, name: str, terms: Terms, annual: int | None) -> PlanRow:
    first = here.first_year(terms)
    return PlanRow(name, terms.base, terms.equity, terms.signing, annual, first)
