"""What to ask for where the base can't move: the same worth in equity and signing.

Equity goes up first, to the top of its band or as far as the guide's own figures go; what is still
missing in a year is asked for once, as signing. A single payment makes up for one year and not for
those after it, which is said, and is what the requests of `plan.yaml` are then for. Both stand in
for base that is not paid, so they may be above an earlier ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import ceil

from counteroffer.answers.setting import Setting
from counteroffer.cases.case import Case
from counteroffer.language.declarations import listed
from counteroffer.money.rates import Rates
from counteroffer.rulebook.guide import Component
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.strategy.concessions import requests_for
from counteroffer.strategy.negotiation import Ground, Terms, ground
from counteroffer.text.phrases import component_phrase


@dataclass(frozen=True, slots=True)
class FixedBase:
    """The ask with the base as offered, in whole units of the region's currency.

    `annual` is what it is worth a year, `short` what it lacks of the ask's from the second year on,
    when signing is paid no more. `say` is what to say, `requests` what else to ask for. Where there
    is no such ask the figures are None, and `because` says why.
    """

    base: int | None
    equity: int | None
    equity_years: int
    signing: int | None
    annual: int | None
    short: int | None
    say: str | None
    requests: tuple[str, ...]
    because: tuple[str, ...]


def fixed_base(
    case: Case,
    *,
    region: str | None = None,
    rulebook: Rulebook | None = None,
    rates: Rates | None = None,
    today: date | None = None,
    locale: str | None = None,
) -> FixedBase:
    """What to ask for when they say that the base is fixed.

    Raises as `counter` does.
    """
    return fixed_base_on(ground(Setting.of(region, rulebook, rates, today), case, locale))


def fixed_base_on(here: Ground) -> FixedBase:
    """`fixed_base`, on a ground that is worked out already."""
    if because := _why_none(here):
        return FixedBase(None, None, here.years, None, None, None, None, (), (because,))
    terms, short = _instead(here)
    requests = requests_for(here)
    return FixedBase(
        terms.base,
        terms.equity,
        here.years,
        terms.signing,
        here.annual(terms),
        short,
        _say(here, terms),
        tuple(one.what for one in requests if one.id != "signing" or not terms.signing),
        tuple(_to_mind(here, terms, short)),
    )


def _why_none(here: Ground) -> str:
    if here.answer.verdict == "accept":
        return "the verdict is to accept: nothing has to make up for base"
    if here.answer.verdict == "walk-away":
        return "the offer is their last word: nothing else makes up for its base"
    if here.offered.base is None:
        return "no base is offered yet: there is nothing that could be fixed"
    if here.ask.base is None or here.ask.base <= here.offered.base:
        return "the offered base is what you ask for"
    return ""


def _instead(here: Ground) -> tuple[Terms, int]:
    """Equity and signing that replace the base in the first year, and what later years lack."""
    step, base = here.place.step, here.offered.base
    equity, signing = here.ask.equity, here.ask.signing
    missing = here.ask_annual - here.annual(Terms(base, equity, None))
    if equity is not None:
        wanted = equity + ceil(missing / here.weights[2] / step) * step
        equity = max(equity, min(wanted, here.top("equity") // step * step))
    short = max(0, here.ask_annual - here.annual(Terms(base, equity, None)))
    if short:
        signing = (signing or 0) + -(-short // step) * step
    return Terms(base, equity, signing), short


def _say(here: Ground, terms: Terms) -> str:
    """The words for the other side."""
    more: list[Component] = ["equity", "signing"]
    changed = [name for name in more if (terms.of(name) or 0) > (here.offered.of(name) or 0)]
    asked = listed(
        component_phrase(name, here.money(terms.of(name) or 0), here.vehicle, here.years)
        for name in changed
    )
    words = {"base": here.money(terms.base or 0), "asked": asked}
    return here.book.plan.said("fixed-base", words, here.values)


def _to_mind(here: Ground, terms: Terms, short: int) -> Iterator[str]:
    base, minimum = terms.base or 0, here.values.get("minimum_base")
    annual, least = here.annual(terms), here.answer.walk_away
    if isinstance(minimum, int) and base < minimum:
        yield (
            f"the fixed base is under your own minimum of {here.money(minimum)}: ask, to "
            "learn what they have, and say yes "
            "to it only if you change your mind about the minimum first"
        )
    elif least and annual < least.annual:
        yield (
            f"all of this is worth {here.money(annual)} a year, under the"
            f" {here.money(least.annual)} of the walk-away: ask, to learn what they have, and do"
            " not take it for that"
        )
    elif least and base < least.base:
        yield (
            f"the fixed base is under the walk-away of {here.money(least.base)}: take it only "
            "with the rest in writing"
        )
    if here.best_held and annual < here.best_held[1]:
        company, best = here.best_held
        once = ", signing aside" if terms.signing else ""
        yield (
            f"all of this is worth {here.money(annual)} a year{once}, less than {company}'s "
            f"{here.money(best)}"
        )
    if short:
        yield (
            "signing makes up for the first year; from the second on it is "
            f"{here.money(short)} a year less than the ask: "
            "a review in writing is what that is for"
        )
