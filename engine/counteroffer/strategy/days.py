"""What to do on which day: from today, the last days of the offers, and the verdict.

Nothing is done at a weekend or on a public holiday of the region: what falls on one moves to the
working day after it, or to the one before it where a last day would pass. Only where an offer runs
out on or before the next working day is it answered today, whatever the day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from counteroffer.answers.answer import Counteroffer, understood
from counteroffer.answers.dates import Deadline, deadlines, named, when
from counteroffer.rulebook.rulebook import Rulebook, default_rulebook
from counteroffer.strategy.next_step import best_held, meets_ask
from counteroffer.strategy.working_days import WorkingDays
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
    answer: Counteroffer,
    *,
    rulebook: Rulebook | None = None,
    locale: str | None = None,
    rounds: bool = False,
) -> tuple[Day, ...]:
    """What to do on which day, the first one first; each day once, none before today.

    The items are for the candidate: they name the walk-away. `rounds` says whether there are
    rounds of concessions to go to. Where no offer has a date the plan is one of five working days.
    """
    calendar = _Calendar(answer, rulebook or default_rulebook(), locale, rounds=rounds)
    found: dict[date, dict[str, None]] = {}
    for day, text in sorted(calendar.items(), key=lambda item: item[0]):
        found.setdefault(max(day, calendar.today), {}).setdefault(text)
    return tuple(
        Day(day.isoformat(), when((day - calendar.today).days), tuple(items))
        for day, items in sorted(found.items())
    )


class _Calendar:
    """The items of one answer."""

    def __init__(
        self, answer: Counteroffer, book: Rulebook, locale: str | None, *, rounds: bool
    ) -> None:
        self.answer, self._shown, self.rounds = answer, book.formatter(locale), rounds
        self.work = WorkingDays.of(book, answer.guide, answer.region)
        self.today = date.fromisoformat(answer.today)
        self.tomorrow = self.work.later(self.today, 1)  # the next working day
        self.open = [one for one in deadlines(answer) if one.left >= 0]
        self.mine = next((one for one in deadlines(answer) if one.company is None), None)
        rush = any(self._due_today(one) for one in self.open)
        self.start = self.today if rush else self.work.at_work(self.today)  # when one writes

    def items(self) -> Iterator[Item]:
        if self.start > self.today:
            yield (
                self.today,
                f"Today is {self.work.off(self.today)}: get ready, and write on"
                f" {named(self.start)}.",
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
            case "prepare":
                yield from self._prepare()
            case _:
                yield from self._counter()

    def _due_today(self, deadline: Deadline) -> bool:
        """Whether a last day is so near that it is met today."""
        return deadline.day <= self.tomorrow

    def _by(self) -> str:
        """By when the offer in hand is answered."""
        if self.mine is None or self.mine.left < 0:
            return ""
        return " today" if self._due_today(self.mine) else f" by {named(self.mine.day)}"

    # the verdicts

    def _accept(self) -> Iterator[Item]:
        yield self.start, f"Accept in writing{self._by()}, and ask for the contract."
        signed = self.work.later(self.start, PATIENCE)
        yield signed, "If the contract has not come, ask when it will."
        for one in self.open:
            if one.company is not None:
                yield self._until_signed(one)
        if any(one.held for one in self.answer.alternatives):
            yield signed, "Turn the other offers down once the contract is signed, not before."

    def _until_signed(self, other: Deadline) -> Item:
        """What to do about another offer that may run out before the contract is signed."""
        if other.day <= self.work.later(self.start, PATIENCE):
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
        why = f"Their last word is {self._short()}"
        yield self.start, f"{why}: decline in writing{self._by()}, with thanks."
        for one in self.open:
            if one.company is not None:
                yield (
                    self._decision(one),
                    f"Answer {one.company}: its offer expires on {named(one.day)}.",
                )
        if not any(one.held for one in self.answer.alternatives):
            yield (
                self.work.later(self.start, PATIENCE),
                "You hold nothing else: write to the companies you are still talking to.",
            )

    def _short(self) -> str:
        """What the last word is short of."""
        best, offer, least = best_held(self.answer), self.answer.offer, self.answer.walk_away
        if best and offer and offer.annual is not None and offer.annual < best[1]:
            return f"worth {self._money(best[1] - offer.annual)} a year less than {best[0]}'s offer"
        of = f", {self._money(least.base)} of base with the asked equity" if least else ""
        return f"under the least to accept{of}"

    def _prepare(self) -> Iterator[Item]:
        yield from self._others_for_time()
        if self.answer.case.get("kind") == "raise":
            yield self.start, "Ask your employer to talk about your pay, and have the ask ready."
            late = "If no date for the talk has come, ask when it will be."
        else:
            yield self.start, "Ask for the range first, before a figure of yours is named."
            yield (
                self.start,
                "If they ask what you expect, say that the range comes first; name the ask only if"
                " pressed, and run this again once there is an offer.",
            )
            late = "If no offer has come, ask when it will."
        yield self.work.later(self.start, PATIENCE), late
        for one in self.open:
            yield from self._last_days(one)

    def _counter(self) -> Iterator[Item]:
        if self.mine and self.mine.soon:
            yield self.start, self._asks_for_time(self.mine)
        yield from self._others_for_time()
        if (understood(self.answer).get("offer") or {}).get("evidence") == "verbal":
            yield self.start, "Ask for the offer in writing, with every part of it."
        if self.mine and self.mine.soon:
            yield from self._after_time(self.mine)
        else:
            yield self.start, self._sends()
            yield from self._until_answered()
        for one in self.open:
            yield from self._last_days(one)

    # their parts

    def _sends(self) -> str:
        """The letter: with the whole ask, or with what is missing to the best that is held."""
        best, gap = best_held(self.answer), self.answer.gap
        if gap:
            return (
                f"Send the letter: nothing is asked beyond the offer, and {gap.against}'s is worth"
                f" {self._money(gap.annual)} a year more."
            )
        annual = self.answer.ask.annual
        send = "Send the letter with the whole ask, or read it out if you talk to them"
        if best and annual is not None and annual < best[1]:
            less = self._money(best[1] - annual)
            return f"{send}; even that is worth {less} a year less than {best[0]}'s offer."
        return f"{send}."

    def _others_for_time(self) -> Iterator[Item]:
        for one in self.open:
            if one.soon and one.company is not None:
                yield self.start, self._asks_for_time(one)

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
            to = (
                " An answer? Go to the next round of concessions."
                if self.rounds
                else " An answer? There is nothing to give way to: hold it against what you hold."
                if best_held(self.answer)
                else ""
            )
            yield follow, f"No answer yet? Ask when you can expect one.{to}"
        if not self.open:
            last = self.work.later(self.start, 2 * PATIENCE)
            yield (
                last,
                (
                    "Still nothing? Call them: say that you want the job, and ask what stands in"
                    " the way."
                ),
            )
            yield self.work.later(last, 1), f"Decide: {self._measures()}."

    def _asks_for_time(self, deadline: Deadline) -> str:
        what = (
            f"Ask {deadline.company} for time"
            if deadline.company
            else "Ask for time first, with the first letter, which names no figure"
        )
        return f"{what} (it expires {when(deadline.left)}, {named(deadline.day)})."

    def _follow_up(self) -> date | None:
        """Two working days later, or sooner if a last day is nearer; None without a day between."""
        day = self.work.later(self.start, PATIENCE)
        nearest = min((self._decision(one) for one in self.open), default=None)
        if nearest is not None and day > nearest:
            day = nearest
        return day if day > self.start else None

    def _decision(self, deadline: Deadline) -> date:
        """The last working day before an offer's last day, or today where there is none."""
        return max(self.work.before(deadline.day), self.start)

    def _last_days(self, deadline: Deadline) -> Iterator[Item]:
        decision = self._decision(deadline)
        if deadline.company is None:
            yield decision, f"Decide, unless they gave you time: {self._measures()}."
            last = "answer in writing before the day is over"
        else:
            effect = "once it is gone it no longer counts, and what to accept changes with it"
            yield (
                decision,
                f"Decide on {deadline.company}'s offer, unless they gave you time: {effect}.",
            )
            last = f"without more time, tell {deadline.company} yes or no"
        off = self.work.off(deadline.day)
        if off is None and deadline.day > self.start:
            if self._due_today(deadline):
                last = "see that your answer has reached them"
            yield deadline.day, f"{capital(deadline.whose)} expires today: {last}."
        elif deadline.day > self.start:
            where = f"{named(deadline.day)}, {off}"
            if self._due_today(deadline):
                last = last.replace("before the day is over", "today")
            yield decision, f"{capital(deadline.whose)} expires on {where}: {last}."

    def _measures(self) -> str:
        """What to compare their figures with."""
        least = self.answer.walk_away
        if least is None:
            return "no floor is known, and nothing that you hold says where to leave"
        base = self._money(least.base)
        if meets_ask(self.answer) and self.answer.gap:
            return f"they close the gap to {self.answer.gap.against}'s offer, or you take that one"
        why = {
            "minimum": "your own minimum",
            "floor": "the floor",
        }.get(least.because, f"{least.because}'s offer")
        return (
            f"nothing under {base} of base with the asked equity, where to walk away ({why}"
            " decides it)"
        )

    def _money(self, amount: int) -> str:
        return self._shown(amount, self.answer.currency)
