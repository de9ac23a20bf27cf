"""Packages year by year: what each pays in its first, second and later years.

With signing, and the way its equity vests. An annual total averages a grant over its years. Where
a grant vests unevenly (5/15/40/40, or a cliff) the first year is another matter: here each year has
what vests in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from counteroffer.analysis.compare.side import Side, SideMaker, Year
from counteroffer.analysis.compare.steady_state import SteadyState, steady_state
from counteroffer.answers.arguments import checked_arguments
from counteroffer.answers.setting import Setting
from counteroffer.cases.case import Case
from counteroffer.cases.situation import Situation
from counteroffer.engines.interface import Firing
from counteroffer.money.rates import Rates
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.program import Program


@dataclass(frozen=True, slots=True)
class Schedule:
    """A package by its years, the first one first, and its steady state, where it has one."""

    name: str
    years: tuple[Year, ...]
    steady_state: SteadyState | None = None


@checked_arguments
def year_by_year(
    case: Case,
    *,
    region: str | None = None,
    rulebook: Rulebook | None = None,
    rates: Rates | None = None,
    today: date | None = None,
    deadline: float | None = None,
) -> tuple[Schedule, ...]:
    """The ask, the offer in hand and each held alternative, year by year.

    There are as many years as the longest grant has.

    The asked equity vests as the offered one does where that is for the same years, else evenly; no
    grant is taken to be renewed but those that are for one year. Amounts are
    whole units of the region's currency, half up. Raises as `counter` does.
    """
    return year_by_year_in(Setting.of(region, rulebook, rates, today), case)


def year_by_year_in(setting: Setting, case: Case) -> tuple[Schedule, ...]:
    """`year_by_year`, in a setting."""
    _, compared = sides(*setting.settled(case), setting.rulebook)
    return schedules(tuple(side for side in compared if side.held or side.name != "floor"))


def schedules(compared: tuple[Side, ...]) -> tuple[Schedule, ...]:
    """These packages by their years; a package that states nothing is left out."""
    longest = max((side.horizon for side in compared), default=0)
    found = ((side, [side.year(number) for number in range(longest)]) for side in compared)
    return tuple(
        Schedule(side.name, tuple(year for year in years if year), steady_state(side))
        for side, years in found
        if all(years)
    )


def sides(known: Situation, firing: Firing, book: Rulebook) -> tuple[Program, tuple[Side, ...]]:
    """The program of a case and its packages: ask, floor, the offer in hand, what is held."""
    make, offer = SideMaker(known, firing, book), known.case.offer
    found = [make.asked("ask"), make.asked("floor")]
    if offer:
        found.append(make.paid("offer", "offer", offer))
    for one in known.alternatives:
        if one.held:
            found.append(make.paid(one.key, one.offer.company, one.offer, held=True))
    return make.rules, tuple(found)
