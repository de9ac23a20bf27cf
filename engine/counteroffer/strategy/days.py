"""What to do on which day: from today, the last days of the offers, and the verdict.

The lines are rules of `plan.yaml` (`days`), each for a moment that is worked out here. Nothing is
done at a weekend or on a public holiday of the region: what falls on one moves to the working day
after it, or to the one before it where a last day would pass. Only where an offer runs out on or
before the next working day is it answered today, whatever the day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from counteroffer.answers.answer import Counteroffer
from counteroffer.answers.dates import Deadline, when
from counteroffer.language.expr import Value
from counteroffer.rulebook.plan_rules import DayRule
from counteroffer.rulebook.rulebook import Rulebook, default_rulebook
from counteroffer.strategy.step_facts import Apart, StepFacts, Words
from counteroffer.strategy.working_days import WorkingDays

PATIENCE = 2  # working days before one asks after an answer
Item = tuple[date, str]


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the plan, and what to do on it.

    `date` is in ISO form, `named` as the locale writes it (`Friday 4 December`), `when` from today
    (`today`, `in 3 days`).
    """

    date: str
    named: str
    when: str
    items: tuple[str, ...]


def days(
    answer: Counteroffer,
    *,
    rulebook: Rulebook | None = None,
    locale: str | None = None,
    rounds: bool = False,
    apart: Apart | None = None,
) -> tuple[Day, ...]:
    """What to do on which day, the first one first; each day once, none before today.

    The items are for the candidate: they name the walk-away. `rounds` says whether there are
    rounds of concessions to go to, `apart` what the letter does, where that is known. Where no
    offer has a date the plan is one of five working days.
    """
    book = rulebook or default_rulebook()
    facts = StepFacts(answer, book, book.formatter(locale), locale, apart)
    calendar, found = _Calendar(facts, rounds=rounds), dict[date, dict[str, None]]()
    for on, text in sorted(calendar.items(), key=lambda item: item[0]):
        found.setdefault(max(on, facts.today), {}).setdefault(text)
    return tuple(
        Day(on.isoformat(), facts.day(on), when((on - facts.today).days), tuple(items))
        for on, items in sorted(found.items())
    )


class _Calendar:
    """The moments of one answer, and the lines that hold on them."""

    def __init__(self, facts: StepFacts, *, rounds: bool) -> None:
        self.facts, self.answer = facts, facts.answer
        self.work = WorkingDays.of(facts.book, self.answer.guide, self.answer.region)
        self.tomorrow = self.work.later(facts.today, 1)  # the next working day
        self.open = [one for one in facts.dates if one.left >= 0]
        self.rush = any(self._due(one) for one in self.open)
        # when one writes
        self.start = facts.today if self.rush else self.work.at_work(facts.today)
        self.values: Mapping[str, Value] = {
            **facts.values,
            "letter_goes_out": self._letter_goes_out(),
            "at_work": self.start == facts.today,
            "has_rounds": rounds,
            "dated": bool(self.open),
        }
        self.words: Words = self._words()

    def _letter_goes_out(self) -> bool:
        mine, apart = self.facts.mine, self.facts.apart
        asks_for_time = mine is not None and mine.soon
        return not asks_for_time and (apart is None or apart.verdict == self.answer.verdict)

    def items(self) -> Iterator[Item]:
        for rule in self.facts.book.plan.days:
            for deadline in self._subjects(rule):
                on = self._moment(rule, deadline)
                if on is None:
                    continue
                values, words = self._of(deadline, on)
                text = rule.wording.said({**self.words, **words}, {**self.values, **values})
                if text is not None:
                    yield on, text

    def _subjects(self, rule: DayRule) -> list[Deadline | None]:
        """The dated offers that a line stands for; None is the case as a whole."""
        if rule.of is None:
            return [None]
        return [one for one in self.open if (one.company is None) == (rule.of == "offer")]

    def _moment(self, rule: DayRule, deadline: Deadline | None) -> date | None:
        """The day of a line; None where there is no such day."""
        later, follow = self.work.later, self._follow_up()
        match rule.on:
            case "today":
                return self.facts.today
            case "follow-up":
                return follow
            case "patience":
                return later(self.start, PATIENCE)
            case "call":
                return later(self.start, 2 * PATIENCE)
            case "after-call":
                return later(self.start, 2 * PATIENCE + 1)
            case "decision" if deadline:
                return self._decision(deadline)
            case "asked-again" if deadline:
                return follow or self._decision(deadline)
            case "last-day" if deadline:
                return deadline.day if deadline.day > self.start else None
        return self.start

    def _words(self) -> Words:
        """What lines can name beside the words of the answer."""
        facts, own = self.facts, dict(self.facts.decided)
        plan, mine = facts.book.plan, facts.mine
        today = mine is not None and mine.left >= 0 and self._due(mine)
        known = {**facts.words, **own}
        return {
            **facts.words,
            "by": " today" if today else facts.words["by"],
            "off": self.work.off(facts.today),
            "start": facts.day(self.start),
            "measures": plan.said("measures", known, facts.values),
            "short": plan.said("short", known, facts.values),
        }

    def _of(self, deadline: Deadline | None, on: date) -> tuple[Mapping[str, Value], Words]:
        """What is known of the dated offer that a line stands for."""
        if deadline is None:
            return {}, {}
        day_off = self.work.off(deadline.day)
        values: Mapping[str, Value] = {
            "ends_soon": deadline.soon,
            "ends_by_next_working_day": self._due(deadline),
            "ends_on_a_day_off": day_off is not None,
            "ends_after_start": deadline.day > self.start,
            "ends_before_signing": deadline.day <= self.work.later(self.start, PATIENCE),
            "same_day": on == self.start,
        }
        return values, {
            "company": deadline.company,
            "whose": deadline.whose,
            "on": self.facts.day(deadline.day),
            "in": when(deadline.left),
            "day_off": day_off,
        }

    def _due(self, deadline: Deadline) -> bool:
        """Whether a last day is so near that it is met today."""
        return deadline.day <= self.tomorrow

    def _follow_up(self) -> date | None:
        """Two working days later, or sooner if a last day is nearer; None without a day between."""
        on = self.work.later(self.start, PATIENCE)
        nearest = min((self._decision(one) for one in self.open), default=None)
        if nearest is not None and on > nearest:
            on = nearest
        return on if on > self.start else None

    def _decision(self, deadline: Deadline) -> date:
        """The last working day before an offer's last day, or today where there is none."""
        return max(self.work.before(deadline.day), self.start)
