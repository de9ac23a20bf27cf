"""What to ask for where the base can't move: the same worth in equity and signing.

Equity goes up first, to the top of its band or as far as the guide's own figures go; what is still
missing in a year is asked for once, as signing. A single payment makes up for one year and not for
those after it, which is said, and is what the requests of `plan.yaml` are then for. Both stand in
for base that is not paid, so they may be above an earlier ask.

Figures and words are those of the public case; what of them falls short of what the candidate
keeps private is told apart.
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
from counteroffer.strategy.both_sides import BothSides, both_sides
from counteroffer.strategy.concessions import requests_for
from counteroffer.strategy.negotiation import Ground, Terms
from counteroffer.strategy.terms_facts import TermsLines
from counteroffer.text.phrases import component_phrase

_PAID_ONCE = ("signing", "once")  # requests for what such an ask has already


@dataclass(frozen=True, slots=True)
class FixedBase:
    """The ask of the letter with the base as offered, in whole units of the region's currency.

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
    return fixed_base_on(both_sides(Setting.of(region, rulebook, rates, today), case, locale))


def fixed_base_on(both: BothSides) -> FixedBase:
    """`fixed_base`, on grounds that are worked out already."""
    here, lines = both.theirs, TermsLines.of(both)
    if not (_asks_for_base(here) and _asks_for_base(both.mine)):
        because = (lines.said("no-fixed-base"),)
        return FixedBase(None, None, here.years, None, None, None, None, (), because)
    terms, short = _instead(here)
    annual = here.annual(terms)
    return FixedBase(
        terms.base,
        terms.equity,
        here.years,
        terms.signing,
        annual,
        short,
        _say(here, terms),
        tuple(_requests(here, terms)),
        lines.noted(
            "fixed-base",
            fixed_annual=annual,
            fixed_signing=terms.signing or None,
            short=short or None,
        ),
    )


def _requests(here: Ground, terms: Terms) -> Iterator[str]:
    """What else to ask for; nothing more that is paid once beside a signing bonus."""
    for one in requests_for(here):
        if not (terms.signing and one.id in _PAID_ONCE):
            yield one.what


def words_for_a_fixed_base(theirs: Ground) -> str | None:
    """What to say when they say that the base is fixed; None where no more base is asked for."""
    return _say(theirs, _instead(theirs)[0]) if _asks_for_base(theirs) else None


def _asks_for_base(here: Ground) -> bool:
    """Whether more base is asked for than is offered."""
    offered, asked = here.offered.base, here.ask.base
    open_ = here.answer.verdict in ("prepare", "counter")
    return open_ and offered is not None and asked is not None and asked > offered


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
        component_phrase(name, here.money(terms.of(name) or 0), here.vehicle, here.years, here.kind)
        for name in changed
    )
    words = {"base": here.money(terms.base or 0), "asked": asked}
    return here.book.plan.said("fixed-base", words, here.facts)
