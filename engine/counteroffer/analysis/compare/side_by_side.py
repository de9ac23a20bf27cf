"""The packages of one case side by side: offered, asked, held elsewhere, and present pay.

By component and by year, in the currency of the region. What a case states without saying what it
is worth is unknown: it is named with what is missing, and what it belongs to is known as a least
figure alone. For the compensation team all of it is worked out from the public case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from counteroffer.analysis.compare.package_notes import notes
from counteroffer.analysis.compare.package_parts import (
    AFTER,
    Kind,
    Missing,
    PackageParts,
    Subject,
    parts_of,
)
from counteroffer.analysis.compare.side import SideMaker
from counteroffer.analysis.compare.steady_state import SteadyState
from counteroffer.answers.answer import Counteroffer, RateUsed
from counteroffer.answers.arguments import checked_arguments
from counteroffer.answers.counter import written
from counteroffer.answers.recruiter import CANDIDATE, RECRUITER, Audience, shared_assumptions
from counteroffer.answers.setting import Setting
from counteroffer.cases.case import Case
from counteroffer.cases.public import public, shown
from counteroffer.cases.situation import Situation
from counteroffer.money.rates import Rates
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.frozen import freeze

__all__ = ["AFTER", "Comparison", "Missing", "PackageDifference", "PackageParts", "SteadyState"]

Bound = Literal["exact", "at least", "at most", "unknown"]


@dataclass(frozen=True, slots=True)
class PackageDifference:
    """By how much one package is more than another, a year and in the first year.

    `bound` says that a figure is a least or a greatest one, where a part of one of the two is not
    known; where a part of both is, there is no figure. `on_total_alone` says that one of the two is
    known as an annual total alone.
    """

    package: str
    against: str
    annual: int | None
    first_year: int | None
    bound: Bound
    on_total_alone: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is offered, asked, held and paid now, side by side.

    All amounts are whole units of `currency`. `case` is the case as the audience may know it, as an
    answer has it. Each of `differences` is of a package to the offer, or to the ask.
    """

    today: str
    rules: str
    case: Mapping[str, Any]
    audience: Audience
    guide: str | None
    market: Mapping[str, Any] | None
    region: str
    currency: str
    packages: tuple[PackageParts, ...]
    differences: tuple[PackageDifference, ...]
    rates: tuple[RateUsed, ...]
    assumptions: tuple[str, ...]
    notes: tuple[str, ...]
    schema: Literal["counteroffer-compare/1"] = "counteroffer-compare/1"

    def __post_init__(self) -> None:
        freeze(self, "case", "market")


@checked_arguments
def compare(
    case: Case,
    *,
    audience: Audience = CANDIDATE,
    region: str | None = None,
    rulebook: Rulebook | None = None,
    rates: Rates | None = None,
    today: date | None = None,
    locale: str | None = None,
) -> Comparison:
    """What is offered, asked and held elsewhere side by side, and present pay where it is stated.

    Each package has its components, its annual total, its first and second year, its steady state
    and its first four years; amounts are whole units of the region's currency, half up, and None
    where they are not stated or not known. For the audience `"recruiter"` all comes from the public
    case: what is private can't change it. Raises as `counter` does, and ValueError for another
    audience.
    """
    return compare_in(Setting.of(region, rulebook, rates, today), case, audience, locale)


def compare_in(
    setting: Setting, case: Case, audience: Audience = CANDIDATE, locale: str | None = None
) -> Comparison:
    """`compare`, in a setting."""
    if audience not in (CANDIDATE, RECRUITER):
        raise ValueError(f"audience must be {CANDIDATE} or {RECRUITER}, not {audience!r}")
    shared = audience == RECRUITER
    told = public(case, setting.rulebook, case.today or setting.today) if shared else case
    known, firing = setting.settled(told, locale)
    answer = written(known, firing, setting.rulebook)
    make = SideMaker(known, firing, setting.rulebook)
    packages = tuple(
        _shared(one) if shared else one for one in _packages(known, make, answer) if one
    )
    book = setting.rulebook
    assumed = shared_assumptions(known, firing, answer, book) if shared else answer.assumptions
    return Comparison(
        today=answer.today,
        rules=answer.rules,
        case=shown(answer.case) if shared else answer.case,
        audience=audience,
        guide=answer.guide,
        market=answer.market,
        region=answer.region,
        currency=answer.currency,
        packages=packages,
        differences=tuple(_differences(packages)),
        rates=answer.rates,
        assumptions=assumed,
        notes=tuple(notes(packages)),
    )


def _shared(one: PackageParts) -> PackageParts:
    """A package without what the other side is told in no other place."""
    return replace(one, expires=None, private=False, level=None, title=None, notes=None)


def _packages(
    known: Situation, make: SideMaker, answer: Counteroffer
) -> Iterator[PackageParts | None]:
    """The offer, the ask, what is held, what is not, and present pay."""
    case = known.case
    if case.offer:
        subject = Subject("offer", "offer", "offer", case.offer, known.pay.get("offer"))
        yield parts_of(make.paid("offer", "offer", case.offer), subject, known)
    mine = case.current if known.present_pay_stands else case.offer
    asked = Subject("ask", "ask", "ask", mine, known.pay.get("offer"))
    if answer.ask.annual is not None or answer.ask.signing is not None:
        yield parts_of(make.asked("ask"), asked, known)
    for one in sorted(known.alternatives, key=lambda one: not one.held):
        kind: Kind = "held" if one.held else "expired" if one.why == "expired" else "expected"
        name = one.offer.company
        subject = Subject(name, kind, one.key, one.offer, one.pay)
        yield parts_of(make.paid(one.key, name, one.offer, held=one.held), subject, known)
    if case.current or "current.base" in known.values:
        side = make.paid("current", "present pay", case.current)
        subject = Subject(side.name, "present", "current", case.current, known.pay.get("current"))
        yield parts_of(side, subject, known)


def _differences(packages: tuple[PackageParts, ...]) -> Iterator[PackageDifference]:
    """Each package against the offer in hand, and all but that against the ask."""
    for against in (one for one in packages if one.kind in ("offer", "ask")):
        for one in packages:
            if one.kind not in ("offer", against.kind):
                yield _difference(one, against)


def _difference(one: PackageParts, against: PackageParts) -> PackageDifference:
    bound: Bound = "exact"
    # An ask that nothing is known to add to keeps the offered part, worth the same on both sides.
    same = "ask" in (one.kind, against.kind) and one.missing == against.missing
    if (one.missing or against.missing) and not same:
        bound = "at least" if not against.missing else "at most" if not one.missing else "unknown"

    def more(name: Literal["annual", "first_year"]) -> int | None:
        mine, theirs = getattr(one, name), getattr(against, name)
        known = mine is not None and theirs is not None and bound != "unknown"
        return mine - theirs if known else None

    return PackageDifference(
        one.name,
        against.name,
        more("annual"),
        more("first_year"),
        bound,
        one.total_alone or against.total_alone,
    )
