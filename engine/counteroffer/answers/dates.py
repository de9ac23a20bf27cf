"""The dates of an answer: when offers run out, and how days are said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from counteroffer.answers.answer import Counteroffer, understood
from counteroffer.text.characters import in_order

SOON = 7  # days: an offer that runs out within them asks for time first


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of an offer; `company` is None for the offer in hand.

    `left` counts days from today (0: today).
    """

    company: str | None
    day: date
    left: int

    @property
    def whose(self) -> str:
        return f"{self.company}'s offer" if self.company else "the offer in hand"

    @property
    def soon(self) -> bool:
        return 0 <= self.left <= SOON


def deadlines(answer: Counteroffer) -> tuple[Deadline, ...]:
    """The last days of the offer in hand and of the held alternatives, the earliest first.

    That of the offer in hand is there even if it is past.
    """
    today, held = (
        date.fromisoformat(answer.today),
        {one.company for one in answer.alternatives if one.held},
    )
    offers = [(None, understood(answer).get("offer") or {})]
    offers += [
        (one["company"], one)
        for one in understood(answer).get("competing", ())
        if one["company"] in held
    ]
    found = []
    for company, offer in offers:
        if "expires" in offer:
            day = date.fromisoformat(offer["expires"])
            found.append(Deadline(company, day, (day - today).days))
    return tuple(
        sorted(
            found, key=lambda one: (one.day, one.company is not None, in_order(one.company or ""))
        )
    )


def when(days: int) -> str:
    """`today`, `tomorrow`, `in 3 days`."""
    return ("today", "tomorrow")[days] if days < 2 else f"in {days} days"
