"""The one thing that can't wait, as a line for a terminal: a rule of `plan.yaml` with a condition.

The words follow the figures of the answer, and nothing undecided is said as decided.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from counteroffer.answers.answer import Counteroffer, understood
from counteroffer.answers.dates import Deadline, deadlines, named, when
from counteroffer.language.compile import half_up
from counteroffer.language.expr import Value
from counteroffer.money.write_amount import Shown
from counteroffer.rulebook.guide import COMPONENTS
from counteroffer.rulebook.plan_rules import STEP
from counteroffer.rulebook.rulebook import Rulebook, default_rulebook
from counteroffer.strategy.working_days import WorkingDays

_NEAR = 21  # days: no last day that is farther off is met today, so no calendar is needed


def next_step(
    answer: Counteroffer, *, rulebook: Rulebook | None = None, shown: Shown | None = None
) -> str:
    """The most urgent thing to do, for the candidate's eyes: one line without a full stop.

    The first rule of `plan.yaml` (`next-step`) that holds; `shown` writes its amounts.
    `rulebook` is that of the answer, the package's own unless given.
    """
    book = rulebook or default_rulebook()
    found = _Facts(answer, book, shown or book.formatter(None))
    return book.plan.said(STEP, found.words(), found.values())


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


class _Facts:
    """What an answer says, for conditions and for words."""

    def __init__(self, answer: Counteroffer, book: Rulebook, shown: Shown) -> None:
        self.answer, self.book, self._shown = answer, book, shown
        dates = deadlines(answer)
        self.offer: Mapping[str, object] = understood(answer).get("offer") or {}
        self.mine = next((one for one in dates if one.company is None), None)
        self.other = next((one for one in dates if one.company is not None), None)
        self.best = best_held(answer)
        self.undecided = [lever for lever in answer.levers if lever.fired is None]

    def values(self) -> Mapping[str, Value]:
        """The facts of `facts.yaml` that are declared under `step`."""
        mine, other, stated = self.mine, self.other, self.answer.offer is not None
        return {
            "verdict": self.answer.verdict,
            "case_kind": str(understood(self.answer).get("kind", "offer")),
            "made_verbally": self.offer.get("evidence") == "verbal",
            "last_word": self.offer.get("final") is True,
            "meets_ask": meets_ask(self.answer),
            "days_left": mine.left if mine and mine.left >= 0 else None,
            "has_expired": mine is not None and mine.left < 0,
            "due_today": mine is not None and self._due_today(mine),
            "other_days_left": other.left if other else None,
            "behind_best": self._behind(self.answer.offer.annual if self.answer.offer else None)
            if stated
            else None,
            "ask_behind_best": self._behind(self.answer.ask.annual),
            "extra_worth": self._extra(),
            "levers_undecided": len(self.undecided),
        }

    def words(self) -> Mapping[str, str | None]:
        """What the lines can name; None where there is no such thing."""
        mine, other, lever = self.mine, self.other, next(iter(self.undecided), None)
        values = self.values()
        return {
            "expires": when(mine.left) if mine and mine.left >= 0 else None,
            "expired": mine.day.isoformat() if mine and mine.left < 0 else None,
            "by": f" by {named(mine.day)}" if mine and mine.left >= 0 else "",
            "other": other.company if other else None,
            "other_expires": when(other.left) if other else None,
            "best": self.best[0] if self.best else None,
            "behind": self._money(values["behind_best"]),
            "ask_behind": self._money(values["ask_behind_best"]),
            "extra": self._money(values["extra_worth"]),
            "lever": lever.id if lever else None,
            "needs": ", ".join(lever.why_not) if lever else None,
            "more_levers": str(len(self.undecided) - 1) if lever else None,
        }

    def _due_today(self, mine: Deadline) -> bool:
        if not 0 <= mine.left <= _NEAR:
            return False
        here = WorkingDays.of(self.book, self.answer.guide, self.answer.region)
        return mine.day <= here.later(date.fromisoformat(self.answer.today), 1)

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

    def _money(self, amount: Value) -> str | None:
        return self._shown(amount, self.answer.currency) if isinstance(amount, int) else None
