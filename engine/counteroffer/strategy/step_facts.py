"""What an answer says, for the conditions and the words of a plan's lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from counteroffer.answers.answer import Counteroffer, LeverAnswer, understood
from counteroffer.answers.dates import Deadline, deadlines, when
from counteroffer.language.compile import half_up
from counteroffer.language.expr import Value
from counteroffer.money.write_amount import Shown
from counteroffer.rulebook.guide import COMPONENTS
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.strategy.working_days import WorkingDays
from counteroffer.text.by_locale import day

_NEAR = 21  # days: no last day that is farther off is met today, so no calendar is needed
_OWN = ("minimum", "floor")  # what decides a walk-away without an offer
Words = Mapping[str, "str | None"]


@dataclass(frozen=True, slots=True)
class Apart:
    """What the case that both sides may know comes to, beside the candidate's own.

    Its verdict, what its letter does, and what the own answer does: `asks for a base of £125,000`.
    """

    verdict: str
    letter: str
    own: str


@dataclass(frozen=True)
class StepFacts:
    """What one answer says: `values` for conditions, `words` for texts.

    `values` are the facts of `facts.yaml` that are declared under `step`; of `words` those are
    None that there is nothing of. `apart` is there where the public case is settled too.
    """

    answer: Counteroffer
    book: Rulebook
    shown: Shown
    locale: str | None = None
    apart: Apart | None = None

    @cached_property
    def dates(self) -> tuple[Deadline, ...]:
        return deadlines(self.answer)

    @cached_property
    def mine(self) -> Deadline | None:
        """The last day of the offer in hand."""
        return next((one for one in self.dates if one.company is None), None)

    @cached_property
    def other(self) -> Deadline | None:
        """The first last day of another."""
        return next((one for one in self.dates if one.company is not None), None)

    @cached_property
    def best(self) -> tuple[str, int] | None:
        return best_held(self.answer)

    @cached_property
    def today(self) -> date:
        return date.fromisoformat(self.answer.today)

    @cached_property
    def values(self) -> Mapping[str, Value]:
        answer, mine, other, offer = self.answer, self.mine, self.other, self._offer
        away = answer.walk_away
        return {
            "verdict": answer.verdict,
            "letter_differs": self.apart.verdict != answer.verdict if self.apart else None,
            "letter_asks_otherwise": self._asks_otherwise(),
            "case_kind": str(understood(answer).get("kind", "offer")),
            "made_verbally": offer.get("evidence") == "verbal",
            "last_word": offer.get("final") is True,
            "meets_ask": meets_ask(answer),
            "days_left": mine.left if mine and mine.left >= 0 else None,
            "has_expired": mine is not None and mine.left < 0,
            "due_today": mine is not None and self._due_today(mine),
            "other_days_left": other.left if other else None,
            "holds_other": any(one.held for one in answer.alternatives),
            "behind_best": self._behind(answer.offer.annual if answer.offer else None),
            "ask_behind_best": self._behind(answer.ask.annual),
            "extra_worth": self._extra(),
            "levers_undecided": len(self._undecided),
            "walk_away_from": None
            if away is None
            else away.because
            if away.because in _OWN
            else "offer",
        }

    @cached_property
    def words(self) -> Words:
        mine, other, lever = self.mine, self.other, next(iter(self._undecided), None)
        values = self.values
        return {
            "expires": when(mine.left) if mine and mine.left >= 0 else None,
            "expired": self.day(mine.day) if mine and mine.left < 0 else None,
            "by": f" by {self.day(mine.day)}" if mine and mine.left >= 0 else "",
            "other": other.company if other else None,
            "other_expires": when(other.left) if other else None,
            "best": self.best[0] if self.best else None,
            "behind": self.money(values["behind_best"]),
            "ask_behind": self.money(values["ask_behind_best"]),
            "extra": self.money(values["extra_worth"]),
            "lever": lever.id if lever else None,
            "needs": ", ".join(lever.why_not) if lever else None,
            "more_levers": str(len(self._undecided) - 1) if lever else None,
            "letter_does": self.apart.letter if self.apart else None,
            "own_does": self.apart.own if self.apart else None,
        }

    @cached_property
    def decided(self) -> Words:
        """The base to walk away under, and what decides it, as words."""
        away = self.answer.walk_away
        if away is None:
            return {"walk_away": None, "deciding": None}
        known = {"walk_away": self.money(away.base), "company": away.because}
        return {**known, "deciding": self.book.plan.said("deciding", known, self.values)}

    def day(self, on: date) -> str:
        """A day as the locale writes it: `Friday 4 December`."""
        return day(on, self.today, self.locale)

    def money(self, amount: Value) -> str | None:
        known = isinstance(amount, int) and not isinstance(amount, bool)
        return self.shown(amount, self.answer.currency) if known else None  # type: ignore[arg-type]

    @property
    def _offer(self) -> Mapping[str, object]:
        offer: Mapping[str, object] = understood(self.answer).get("offer") or {}
        return offer

    @cached_property
    def _undecided(self) -> list[LeverAnswer]:
        return [lever for lever in self.answer.levers if lever.fired is None]

    def _asks_otherwise(self) -> bool | None:
        apart = self.apart
        if apart is None:
            return None
        return apart.verdict == self.answer.verdict and apart.letter != apart.own

    def _due_today(self, mine: Deadline) -> bool:
        if not 0 <= mine.left <= _NEAR:
            return False
        here = WorkingDays.of(self.book, self.answer.guide, self.answer.region)
        return mine.day <= here.later(self.today, 1)

    def _behind(self, annual: int | None) -> int | None:
        if self.best is None or annual is None or annual >= self.best[1]:
            return None
        return self.best[1] - annual

    def _extra(self) -> int | None:
        """What this job is worth beyond the best alternative, in the region's currency."""
        stated = understood(self.answer).get("worth_more")
        if stated is None:
            return None
        currency, _, amount = str(stated).partition(" ")
        rates = {(one.base, one.quote): Fraction(one.rate) for one in self.answer.rates}
        rate = rates.get((currency, self.answer.currency), Fraction(1))
        return half_up(int(amount) * rate)


def meets_ask(answer: Counteroffer) -> bool:
    """Whether an offer gives every part of what is asked."""
    if answer.offer is None:
        return False
    asked = ((getattr(answer.ask, one), getattr(answer.offer, one)) for one in COMPONENTS)
    return all(one is None or one <= (offered or 0) for one, offered in asked)


def best_held(answer: Counteroffer) -> tuple[str, int] | None:
    """The best held offer: its company, and what it is worth a year."""
    held = [(one.company, one.annual) for one in answer.alternatives if one.held]
    known = [(company, annual) for company, annual in held if annual is not None]
    decided = answer.break_even.against if answer.break_even else None
    ranked = sorted(known, key=lambda one: (-one[1], one[0] != decided))
    return ranked[0] if ranked else None
