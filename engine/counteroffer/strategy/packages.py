"""Three packages worth the same a year as the ask, which differ from it and from each other.

Any two differ in two components.

"The same" is strict: within half a percent in `annual` (base, equity a year, bonus), and, for
signing, which is paid once and never averaged into that, within half a percent in the sum over the
grant's years (of pay that is granted each year the four that a competing grant is taken to have),
annual · years + signing. Figures are multiples of the currency's step, or the ask's own. No
component is under what is offered or over the top of its band, unless the guide's own figures (the
stretch) go there; none is worth less a year than the walk-away, and no base is under the minimum or
the guide's floor. After earlier rounds a component may be above what was asked for it then, since
another is under it.

base-heavy has more base than the ask, and the greatest that leaves all of this true, equity-heavy
more equity; first-year pays more in its first year by a signing bonus, and the most. All
combinations of steps are looked at, those near the exact exchange first, so a package that is left
out can't be made beside the others, and `because` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from counteroffer.answers.arguments import checked_arguments
from counteroffer.answers.setting import Setting
from counteroffer.cases.case import Case
from counteroffer.language.compile import divide
from counteroffer.money.rates import Rates
from counteroffer.rulebook.guide import COMPONENTS
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.strategy.exchange import Exchange
from counteroffer.strategy.negotiation import Ground, Terms, ground
from counteroffer.text.phrases import over

Name = Literal["base-heavy", "equity-heavy", "first-year"]
Candidates = Callable[[Iterable[Terms]], Iterator[Terms]]
Merit = Callable[[Terms], Fraction]


@dataclass(frozen=True, slots=True)
class Bundle:
    """A package, and the components in which it differs from the ask.

    Whole units of the region's currency; equity over `equity_years`; what it is worth a year, and
    what it pays in its first year.
    """

    name: Name
    base: int | None
    equity: int | None
    equity_years: int
    signing: int | None
    annual: int
    first_year: int
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Swap:
    """An exact rate of exchange between two components, as texts.

    What is given, what is worth as much, and both.
    """

    give: str
    get: str
    text: str


@dataclass(frozen=True, slots=True)
class Packages:
    """Packages worth the same as the ask, rates of exchange, and why a package is missing.

    `ask_annual` is what the ask is worth a year, `ask_first_year` what it pays in its first, in
    whole units of the region's currency.
    """

    ask_annual: int
    ask_first_year: int
    bundles: tuple[Bundle, ...]
    swaps: tuple[Swap, ...]
    because: tuple[str, ...]


@checked_arguments
def packages(
    case: Case,
    *,
    region: str | None = None,
    rulebook: Rulebook | None = None,
    rates: Rates | None = None,
    today: date | None = None,
    locale: str | None = None,
    deadline: float | None = None,
) -> Packages:
    """Three packages worth the same as the ask, with the swap rates.

    Amounts are whole units of the region's currency, on its rounding step, equity over the years
    that the bundle says; a bundle's annual total is never under the walk-away's. Where the verdict
    is to accept or to walk away there is nothing to choose from, and `because` says so. Raises as
    `counter` does.

    Raises DeadlineError once `deadline`, a moment of `time.monotonic()`, has passed.
    """
    return packages_on(ground(Setting.of(region, rulebook, rates, today), case, locale))


def packages_on(here: Ground) -> Packages:
    """`packages`, on a ground that is worked out already."""
    swaps, first = tuple(_swaps(here)), here.first_year(here.ask)
    if because := _settled(here):
        return Packages(here.ask_annual, first, (), swaps, (because,))
    bundles, missing = _bundles(here)
    return Packages(here.ask_annual, first, tuple(bundles), swaps, tuple(missing))


def _settled(here: Ground) -> str | None:
    """Why there is nothing to make packages of, if so."""
    open_ = here.answer.verdict in ("prepare", "counter") and not here.met
    if open_ and here.ask.base is not None and here.ask.equity is not None:
        return None
    known = {**here.facts, "asked_base": here.ask.base}
    return here.book.plan.said("no-packages", here.steps.words, known)


# the search


def _bundles(here: Ground) -> tuple[list[Bundle], list[str]]:
    found: list[Terms] = []
    bundles: list[Bundle] = []
    missing: list[str] = []
    exchange = Exchange(here)
    sorts: tuple[tuple[Name, Candidates, Merit], ...] = (
        ("base-heavy", exchange.base_heavy, exchange.base),
        ("equity-heavy", exchange.equity_heavy, exchange.equity),
        ("first-year", exchange.first_year, exchange.in_first_year),
    )
    for name, candidates, merit in sorts:
        taken = [here.ask, *found]
        fit = _apart(candidates(exchange.near), taken) or _apart(candidates(exchange.far()), taken)
        if fit:
            ranks = [(merit(terms), *exchange.closeness(terms)) for terms in fit]
            found.append(fit[ranks.index(max(ranks))])
            bundles.append(_bundle(here, name, found[-1]))
        else:
            known = {**here.steps.values, "missing_package": name}
            missing.append(here.book.plan.said("no-package", {"package": name}, known))
    return bundles, missing


def _apart(candidates: Iterable[Terms], taken: Iterable[Terms]) -> list[Terms]:
    """The terms that differ in two components at least from all that are taken."""
    return [one for one in candidates if all(len(_differs(one, other)) > 1 for other in taken)]


def _bundle(here: Ground, name: Name, terms: Terms) -> Bundle:
    return Bundle(
        name,
        terms.base,
        terms.equity,
        here.years,
        terms.signing,
        here.annual(terms),
        here.first_year(terms),
        _differs(terms, here.ask),
    )


def _differs(one: Terms, other: Terms) -> tuple[str, ...]:
    return tuple(name for name in COMPONENTS if (one.of(name) or 0) != (other.of(name) or 0))


# rates of exchange


def _swaps(here: Ground) -> Iterator[Swap]:
    """What a step of base is worth in equity and signing, and a step of equity in signing.

    Exact whole amounts.
    """
    _, per_base, per_equity = here.weights
    vehicle, step = here.vehicle, here.place.step
    base, once = "base a year", f"signing, paid once and weighed over {here.horizon} years"
    grant = f"{vehicle} {over(here.years)}"
    pairs = [(base, once, per_base * here.horizon)]
    if here.ask.equity is not None and per_equity:
        pairs = [
            (base, grant, per_base / per_equity),
            *pairs,
            (grant, once, per_equity * here.horizon),
        ]
    for what, instead, rate in pairs:
        amount = step * (rate * step).denominator
        worth = amount * rate
        give = f"{here.money(amount)} of {what}"
        get = f"{here.money(divide(worth.numerator, worth.denominator, 'half-up'))} of {instead}"
        yield Swap(give, get, f"{give} is worth {get}")
