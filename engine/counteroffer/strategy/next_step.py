"""The one thing that can't wait, as a line for a terminal."""

from __future__ import annotations

from counteroffer.answers.answer import Counteroffer
from counteroffer.answers.dates import Deadline, deadlines, when
from counteroffer.text.phrases import capital


def next_step(answer: Counteroffer) -> str | None:
    """The most urgent thing to do, for the candidate's eyes; None where nothing is pressing.

    In this order: an offer in hand that has expired, an offer that runs out within a week (where
    the verdict is to accept, only the one in hand matters), a fact that would decide a lever, and
    then what an accepting or a parting verdict asks for. At most one line, without a full stop.
    """
    dates = deadlines(answer)
    mine = next((one for one in dates if one.company is None), None)
    if mine and mine.left < 0:
        return f"The offer in hand expired on {mine.day}: ask whether it still stands"
    for one in dates:
        if one.soon and (one.company is None or answer.verdict != "accept"):
            return f"{capital(one.whose)} expires {when(one.left)}: {_in_time(answer, one)}"
    undecided = [lever for lever in answer.levers if lever.fired is None]
    if undecided:
        others = f" and {len(undecided) - 1} more" if len(undecided) > 1 else ""
        why = ", ".join(undecided[0].why_not)
        return (
            f"Undecided: {undecided[0].id}{others} ({why}): state it, it may be worth more than"
            " this answer"
        )
    by = f" by {mine.day}" if mine else ""
    if answer.verdict == "accept":
        return f"The offer meets your ask: accept it in writing{by}"
    if answer.verdict == "walk-away":
        return f"Their last word is under your floor: decline it in writing{by}"
    return None


def _in_time(answer: Counteroffer, deadline: Deadline) -> str:
    if deadline.company is not None:
        return "take it or ask for time" if answer.verdict == "walk-away" else "ask for time"
    if answer.verdict == "accept":
        return "accept it in writing"
    return (
        "decline it in writing, it is under your floor"
        if answer.verdict == "walk-away"
        else "ask for time"
    )
