"""What to do on which day: from today, the last days of the offers, and the verdict.

Nothing is sent at a weekend: what falls on one moves to the Monday after it, or to the Friday
before it where a last day would pass. Only where an offer runs out before the next working day is
it written at once, whatever the day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from counteroffer.answers.answer import Counteroffer
from counteroffer.answers.dates import Deadline, at_work, before, deadlines, later, named, when
from counteroffer.rulebook.rulebook import Rulebook, default_rulebook
from counteroffer.text.phrases import capital

PATIENCE = 2  # working days before one asks after an answer
Item = tuple[date, str]


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the plan: `date` in ISO form, `when` from today (`today`, `in 3 days`)."""

    date: str
    when: str
    items: tuple[str, ...]


def days(
    answer: Counteroffer, *, rulebook: Rulebook | None = None, locale: str | None = None
) -> tuple[Day, ...]:
    """What to do on which day, the first one first; each day once, none before today.

    The items are for the candidate: they name floor and break-even. Where no offer has a date the
    plan is one of five working days.
    """
    calendar = _Calendar(answer, rulebook or default_rulebook(), locale)
    found: dict[date, dict[str, None]] = {}
    for day, text in sorted(calendar.items(), key=lambda item: item[0]):
        found.setdefault(max(day, calendar.today), {}).setdefault(text)
    return tuple(
        Day(day.isoformat(), when((day - calendar.today).days), tuple(items))
        for day, items in sorted(found.items())
    )


class _Calendar:
    """The items of one answer."""

    def __init__(self, answer: Counteroffer, rulebook: Rulebook, locale: str | None) -> None:
        self.answer, self._shown = answer, rulebook.formatter(locale)
        self.today = date.fromisoformat(answer.today)
        self.open = [one for one in deadlines(answer) if one.left >= 0]
        self.mine = next((one for one in deadlines(answer) if one.company is None), None)
        first, next_ = self.today, at_work(self.today)
        rush = any(one.day < next_ for one in self.open)
        self.start = first if rush else next_  # the day on which one writes

    def items(self) -> Iterator[Item]:
        if self.start > self.today:
            yield (
                self.today,
                f"It is the weekend: get ready today, and send on {named(self.start)}.",
            )
        if self.mine and self.mine.left < 0:
            yield (
                self.start,
                f"Ask whether the offer still stands: it expired on {self.mine.day.isoformat()}.",
            )
        match self.answer.verdict:
            case "accept":
                yield from self._accept()
            case "walk-away":
                yield from self._walk_away()
            case _:
                yield from self._counter()

    def _accept(self) -> Iterator[Item]:
        by = (
            f", by {named(self.mine.day)} at the latest"
            if self.mine and self.mine.left >= 0
            else ""
        )
        yield self.start, f"Accept in writing{by}, and ask for the contract."
        yield later(self.start, PATIENCE), "If the contract has not come, ask when it will."
        for one in self.open:
            if one.company is not None:
                yield self._until_signed(one)
        if any(one.held for one in self.answer.alternatives):
            yield (
                later(self.start, PATIENCE),
                "Turn the other offers down once the contract is signed, not before.",
            )

    def _until_signed(self, other: Deadline) -> Item:
        """What to do about another offer that may run out before the contract is signed."""
        if other.day <= later(self.start, PATIENCE):
            runs_out = (
                f"{other.company}'s offer expires {when(other.left)}, {named(other.day)}, before a"
                " contract can be signed"
            )
            return self.start, f"{runs_out}: ask {other.company} for time, or let it go knowingly."
        on = f"{other.company}'s offer expires on {named(other.day)}"
        return (
            self._decision(other),
            f"{on}: if your contract is not signed by now, ask {other.company} for time.",
        )

    def _walk_away(self) -> Iterator[Item]:
        by = f" by {named(self.mine.day)}" if self.mine and self.mine.left >= 0 else ""
        yield (
            self.start,
            (
                f"Their last word is under your floor{self._floor()}: decline in writing{by}, with"
                " thanks."
            ),
        )
        for one in self.open:
            if one.company is not None:
                yield (
                    self._decision(one),
                    f"Answer {one.company}: its offer expires on {named(one.day)}.",
                )
        if not any(one.held for one in self.answer.alternatives):
            yield (
                later(self.start, PATIENCE),
                "You hold nothing else: write to the companies you are still talking to.",
            )

    def _counter(self) -> Iterator[Item]:
        answer = self.answer
        for one in self.open:
            if one.soon:
                yield (
                    self.start,
                    f"{self._asks_for_time(one)} (it expires {when(one.left)}, {named(one.day)}).",
                )
        if answer.offer is None:
            yield self.start, "Better let them make an offer first, then run this again with it."
            yield self.start, "If they ask what you expect, send the letter, or read it out."
            yield later(self.start, PATIENCE), "If no offer has come, ask when it will."
        elif self.mine and self.mine.soon:
            yield from self._after_time(self.mine)
        else:
            yield (
                self.start,
                "Send the letter with the whole ask, or read it out if you talk to them.",
            )
            yield from self._until_answered()
        for one in self.open:
            yield from self._last_days(one)

    def _after_time(self, mine: Deadline) -> Iterator[Item]:
        """The ask: at once, or, where time is asked for first, when there is time."""
        yield (
            self.start,
            (
                "If they give you time, send the second letter, with the whole ask, before the new"
                " date; if they can't, send it at once."
            ),
        )
        follow = self._follow_up() or self._decision(mine)
        late = "later today" if follow == self.start else "now"
        yield (
            follow,
            f"No answer about the time? Send the second letter, with the whole ask, {late}.",
        )

    def _until_answered(self) -> Iterator[Item]:
        """Asking after an answer, and where no date presses, a day to decide on."""
        if follow := self._follow_up():
            yield (
                follow,
                (
                    "No answer yet? Ask when you can expect one. An answer? Go to the next round of"
                    " concessions."
                ),
            )
        if not self.open:
            last = later(self.start, 2 * PATIENCE)
            yield (
                last,
                (
                    "Still nothing? Call them: say that you want the job, and ask what stands in"
                    " the way."
                ),
            )
            yield later(last, 1), f"Decide: {self._measures()}."

    def _asks_for_time(self, deadline: Deadline) -> str:
        return (
            f"Ask {deadline.company} for time"
            if deadline.company
            else "Ask for time first, with the first letter, which names no figure"
        )

    def _follow_up(self) -> date | None:
        """Two working days later, or sooner before a last day; None if no day lies between."""
        day = later(self.start, PATIENCE)
        nearest = min((self._decision(one) for one in self.open), default=None)
        if nearest is not None and day > nearest:
            day = nearest
        return day if day > self.start else None

    def _decision(self, deadline: Deadline) -> date:
        """The last working day before an offer's last day, or today where there is none."""
        return max(before(deadline.day), self.start)

    def _last_days(self, deadline: Deadline) -> Iterator[Item]:
        decision = self._decision(deadline)
        if deadline.company is None:
            yield decision, f"Decide, unless they gave you time: {self._measures()}."
            last = "answer in writing before the day is over"
        else:
            effect = "once it is gone it no longer counts, and floor and break-even change with it"
            yield (
                decision,
                f"Decide on {deadline.company}'s offer, unless they gave you time: {effect}.",
            )
            last = f"without more time, tell {deadline.company} yes or no"
        if at_work(deadline.day) == deadline.day and deadline.day > self.start:
            yield deadline.day, f"{capital(deadline.whose)} expires today: {last}."
        elif deadline.day > self.start:
            where = f"{named(deadline.day)}, a weekend"
            yield decision, f"{capital(deadline.whose)} expires on {where}: {last}."

    def _measures(self) -> str:
        """What to compare their figures with."""
        answer, even = self.answer, self.answer.break_even
        if answer.floor is None:
            against = "no floor is known"
        else:
            against = f"nothing under the floor, {self._money(answer.floor.base)} of base"
        if even:
            worth = (
                f"under {self._money(even.base)} of base {even.against}'s offer is worth more a"
                " year"
            )
            against += f"; with all of the asked equity, {worth}"
        return against

    def _floor(self) -> str:
        return f" ({self._money(self.answer.floor.base)} of base)" if self.answer.floor else ""

    def _money(self, amount: int) -> str:
        return self._shown(amount, self.answer.currency)
