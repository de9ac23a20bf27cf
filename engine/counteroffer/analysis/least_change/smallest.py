"""Why a lever does not fire: the smallest change of the candidate's facts that makes it fire.

Those are the facts of the profile, and competing offers, which can only be added to: that is one
change, and always put as a hypothesis. The region, the offer in hand and the guide's band are not
the candidate's to change. Every change found is settled again, as any case is, to see that the
lever fires.
"""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from counteroffer.analysis.least_change.another_offer import (
    ANNUAL,
    BASE,
    EQUITY,
    HELD,
    KINDS,
    MEASURES,
    AddedOffers,
    Kind,
    hypothesis,
    with_another,
)
from counteroffer.analysis.least_change.satisfy import FactChange, smallest
from counteroffer.analysis.least_change.settling import Settling
from counteroffer.answers.arguments import checked_arguments
from counteroffer.answers.setting import Setting
from counteroffer.cases.bounds import sensible
from counteroffer.cases.case import MOST_COMPETING, Case
from counteroffer.language.compile import compiled
from counteroffer.language.declarations import Declaration, closest, listed, nearest
from counteroffer.language.expr import Expr, Value, facts_of, positive, ways
from counteroffer.language.why import why_not
from counteroffer.money.rates import Rates
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.characters import cut, folded
from counteroffer.text.errors import CaseError, EngineError, Problem

OFFERS = "competing"  # the entry of a case that other offers stand in


@dataclass(frozen=True, slots=True)
class SmallestChange:
    """The smallest change that makes a lever fire.

    `because` says what can't be changed, where no change does.

    `fired` is what the lever does now: silent (False), undecided (None), or it fires, with nothing
    to change. A change of the fact `competing` is an offer that the case does not have: its `text`
    begins with `if`, and nobody holds it.
    """

    lever: str
    fired: bool | None
    possible: bool
    changes: tuple[FactChange, ...]
    because: tuple[str, ...]


@checked_arguments
def smallest_changes(
    case: Case,
    *,
    lever: str | None = None,
    freeze: Collection[str] = (),
    region: str | None = None,
    rulebook: Rulebook | None = None,
    rates: Rates | None = None,
    today: date | None = None,
    deadline: float | None = None,
) -> tuple[SmallestChange, ...]:
    """For each lever that does not fire (or the named one) the smallest change that makes it.

    Facts in `freeze` never change; `competing`, or any measure of what is held, freezes the
    competing offers. Raises CaseError for an unknown lever or fact, EngineError where a change does
    not do what it should, and as `counter` does.

    Raises DeadlineError once `deadline`, a moment of `time.monotonic()`, has passed.
    """
    return smallest_changes_in(Setting.of(region, rulebook, rates, today), case, lever, freeze)


def smallest_changes_in(
    setting: Setting, case: Case, lever: str | None = None, freeze: Collection[str] = ()
) -> tuple[SmallestChange, ...]:
    """`smallest_changes`, in a setting."""
    frozen = {name.strip().removeprefix("candidate.") for name in freeze}
    search = _Levers(setting, case, frozen)
    changeable = {*search.book.declared, OFFERS}
    problems = [
        Problem(
            f"unknown fact '{cut(name)}' to freeze{nearest(name, changeable)}",
            path=("freeze",),
            code="fact.unknown",
            suggestion=closest(name, changeable),
        )
        for name in sorted(frozen - changeable)
    ]
    ids = list(search.conditions)
    if lever is not None and lever not in ids:
        advice = nearest(lever, ids) or f"; there are {listed(ids)}"
        problems.append(
            Problem(
                f"unknown lever '{cut(lever)}'{advice}",
                path=("lever",),
                code="lever.unknown",
                suggestion=closest(lever, ids),
            )
        )
    if problems:
        raise CaseError(problems)
    wanted = [one for one in ids if not search.fired_now[one]] if lever is None else [lever]
    return tuple(search.change(one) for one in wanted)


class _Levers(Settling):
    """One case, its levers and what of it can't change."""

    def __init__(self, setting: Setting, case: Case, frozen: AbstractSet[str]) -> None:
        super().__init__(setting, case)
        self.frozen = frozen
        self.conditions = self.rules.levers
        firing = setting.fired(self.known)
        self.fired_now, self.values = firing.levers, firing.values
        self.no_offers = bool(frozen & {OFFERS, *MEASURES})
        self.declared = self._declared()

    def _declared(self) -> dict[str, Declaration]:
        """What is declared, with sensible amounts of money here, and an added offer's figures."""
        step = self.known.place.step
        declared = dict(self.book.declared)
        for name, one in self.book.profile.items():
            if one.type == "money":
                declared[name] = one.model_copy(update=_range(name, step))
        for name, part in ((BASE, "base"), (ANNUAL, "equity"), (EQUITY, "equity")):
            declared[name] = Declaration(
                type="money", help="A figure of an offer that is added"
            ).model_copy(update=_range(part, step))
        return declared

    def change(self, lever: str) -> SmallestChange:
        """The smallest change for one lever."""
        fired = self.fired_now[lever]
        if fired:
            return SmallestChange(lever, True, True, (), ())
        condition = self.conditions[lever]
        free = {
            name
            for name in facts_of(condition)
            if name in self.book.profile and name not in self.frozen
        }
        own = smallest(condition, self.values, free, self.declared, self.money)
        found = None if own is None else _FoundChanges(own)
        if (
            (own is None or len(own) > 1)
            and not self.no_offers
            and set(MEASURES) & set(facts_of(condition))
        ):
            other = self._with_offers(condition, free)
            found = (
                other
                if found is None or (other and len(other.changes) + 1 < len(found.changes))
                else found
            )
        if found is None:
            return SmallestChange(lever, fired, False, (), self._because(condition, free))
        for offers in found.offers or (None,):
            self._verify(lever, found.changes, offers)
        held = (self._hypothesis(condition, found.offers),) if found.offers else ()
        return SmallestChange(lever, fired, True, (*found.changes, *held), ())

    # competing offers

    def _with_offers(self, condition: Expr, free: Collection[str]) -> _FoundChanges | None:
        """The smallest change with offers added: the fewest, and each kind that does it."""
        room = MOST_COMPETING - len(self.known.alternatives)
        already = self.values[HELD]
        assert isinstance(already, int)
        for number in range(1, (room if HELD in facts_of(condition) else min(room, 1)) + 1):
            values = {**self.values, HELD: already + number}
            found = [
                one
                for kind in KINDS
                if (one := self._of_kind(condition, kind, number, values, free))
            ]
            if found:
                least = min(found, key=_FoundChanges.rank)
                alike = [
                    one
                    for one in found
                    if one.changes == least.changes and one.rank() == least.rank()
                ]
                return replace(least, offers=tuple(one.offers[0] for one in alike))
        if {"matched_equity", "best_held_annual"} <= set(facts_of(condition)):
            raise EngineError(
                "matched_equity and best_held_annual in one condition can't be searched together",
                code="engine.limit",
                path=("lever",),
            )
        return None

    def _of_kind(
        self,
        condition: Expr,
        kind: Kind,
        number: int,
        values: dict[str, Value],
        free: Collection[str],
    ) -> _FoundChanges | None:
        if EQUITY in kind.states and "matched_equity" not in facts_of(condition):
            return None
        changed = with_another(positive(condition), kind, values)
        found = smallest(changed, values, {*free, *kind.states}, self.declared, self.money)
        if found is None:
            return None
        figures = {one.fact: one for one in found if one.fact in kind.states}
        own = tuple(one for one in found if one.fact not in kind.states)
        return _FoundChanges(own, (AddedOffers(number, kind, figures),))

    def _hypothesis(self, condition: Expr, offers: tuple[AddedOffers, ...]) -> FactChange:
        """Any one of these, as the change of one fact; its value is the figure of the first."""
        named = {
            value for name in facts_of(condition) if isinstance(value := self.values.get(name), int)
        }
        first = next(iter(offers[0].figures.values()), None)
        return FactChange(
            OFFERS, None, first.value if first else None, hypothesis(offers, named, self.money)
        )

    # proof

    def _verify(
        self, lever: str, changes: tuple[FactChange, ...], offers: AddedOffers | None
    ) -> None:
        """Settle the case with the changes.

        Raises EngineError where the lever does not fire.
        """
        stated = dict(self.known.understood)
        facts = {one.fact: self._stated(one) for one in changes}
        stated["candidate"] = {**stated["candidate"], **facts}
        if offers:
            taken = {folded(one["company"]) for one in stated.get("competing", ())}
            names = (
                f"another company {number}" for number in range(1, MOST_COMPETING + len(taken) + 1)
            )
            free = [name for name in names if name not in taken][: offers.number]
            figures = offers.stated(self.known.place, self.declared)
            stated["competing"] = [
                *stated.get("competing", ()),
                *({"company": name, **figures} for name in free),
            ]
        try:
            _, firing = self.setting.again(stated)
        except CaseError as error:
            raise EngineError(
                f"the smallest change for '{lever}' makes no case: {error.problems[0].message}",
                code="engine.unusable",
                path=("lever",),
            ) from error
        if not firing.levers[lever]:
            raise EngineError(
                f"the smallest change for '{lever}' does not make it fire: please report the case",
                code="engine.unusable",
                path=("lever",),
            )

    def _stated(self, change: FactChange) -> Any:
        declaration = self.declared[change.fact]
        value = declaration.plain(change.value)
        return f"{self.known.place.currency} {value}" if declaration.type == "money" else value

    # why not

    def _because(self, condition: Expr, free: AbstractSet[str]) -> tuple[str, ...]:
        """Of each way to fire, the parts that fail and can't be changed; if none, all that fail."""
        reasons: dict[str, None] = {}
        quiet: dict[str, None] = {}
        for way in ways(positive(condition)):
            failing = [
                leaf for leaf in way if compiled(leaf)(self.values) is not True
            ]  # each names a fact
            fixed = [leaf for leaf in failing if not self._can_hold(leaf, free)]
            for leaf in fixed or failing:
                names = set(facts_of(leaf))
                where = (
                    quiet if names and all(self.declared[name].quiet for name in names) else reasons
                )
                texts = why_not(leaf, self.values, self.declared, self.money)
                where |= {f"{text}: {self._reason(names, free)}": None for text in texts}
        return tuple(reasons or quiet)

    def _can_hold(self, leaf: Expr, free: AbstractSet[str]) -> bool:
        """Whether something can be done about a single part."""
        if smallest(leaf, self.values, free, self.declared) is not None:
            return True
        return (
            not self.no_offers
            and bool(set(MEASURES) & set(facts_of(leaf)))
            and bool(self._with_offers(leaf, free))
        )

    def _reason(self, names: Collection[str], free: AbstractSet[str]) -> str:
        if set(names) & free:
            return "no value that makes sense is enough"
        if set(names) & set(MEASURES):
            return (
                "competing offers are frozen"
                if self.no_offers
                else "another offer does not change that"
            )
        if frozen := sorted(set(names) & self.frozen):
            return f"{listed(frozen)} {'is' if len(frozen) == 1 else 'are'} frozen"
        return "not yours to change"


@dataclass(frozen=True, slots=True)
class _FoundChanges:
    """Changes of the candidate's own facts, and beside them offers to add: any one of these."""

    changes: tuple[FactChange, ...]
    offers: tuple[AddedOffers, ...] = ()

    def rank(self) -> tuple[int, bool, int]:
        """A sort key: the fewest changes, then offers that state pay, then the fewest figures."""
        offer = self.offers[0]
        return len(self.changes), not offer.kind.states, len(offer.figures)


def _range(part: str, step: int) -> dict[str, int]:
    least, most = sensible(part, step)
    return {"min": least, "max": most}
