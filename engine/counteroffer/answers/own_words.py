"""The levers that count for a case and have no sentence: what is left to the candidate's words."""

from __future__ import annotations

from collections.abc import Iterator

from counteroffer.answers.words import Words
from counteroffer.settlement.asks import COMPETING

_OF_EVERY_GUIDE = (COMPETING, "market-band")  # about figures alone, or not to be said


def in_own_words(words: Words) -> Iterator[tuple[str, str]]:
    """The title and the facts of each lever that counts and has no sentence to be said.

    What it says is for the candidate to put; nothing is put into their mouth. Where an offer is
    accepted or declined there are none.
    """
    answer = words.answer
    if answer.verdict not in ("counter", "prepare"):
        return
    said = {point.lever for point in answer.talking_points}
    for lever in answer.levers:
        if lever.fired and lever.id not in said and lever.id not in _OF_EVERY_GUIDE:
            yield words.rulebook.lever(lever.id).title, words.facts(lever.facts) or "the guide"
