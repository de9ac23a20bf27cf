"""Where a figure stands in its text, and what the words there say that it is.

It has a clause before it, words right behind it, and a line or heading above.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from counteroffer.postings.amounts import PostedAmount
from counteroffer.postings.lexicon import Match
from counteroffer.postings.words import COMPONENTS, PostingVocabulary

BEFORE = 240  # characters that a figure's own words stand in
BEHIND = 90
HEADING = 160  # characters of a line that is a heading

_BOUNDARY = re.compile(
    r"(?:(?<![ .][A-Za-zÀ-ÿ])(?<!approx)(?<!ca)(?<!inkl)(?<!incl)(?<!max)(?<!min)(?<!mind)[.!?]"
    r"(?=\s+[\"(“„]?[^\W\da-z])|[!?](?=\s)|\n|•|;|\s\|\s)"
)
_MULTIPLE = re.compile(r"[0-9]\s?(?:[x×]|times|fache[ns]?)\s(?:[\w']+\s){0,2}$")
_FOR_WHAT = re.compile(
    r"\s{0,3}(?:a year|per year|annually|yearly)?\s{0,3}"
    r"(?:for|towards?|to spend on|to use on|in|en|für|pour|para|voor)\s",
    re.IGNORECASE,
)
_ITS_OWN = re.compile(r"[\s:=]{0,3}(?:[a-z$]{0,4}[$€£¥]|[a-z]{3})?\s?[0-9]")
_BULLET = re.compile(r"[ \t]*([-*•·–])[ \t]")
_APART = re.compile(r"[0-9,:(–—]")
_OPEN = re.compile(r"\s{0,3}\(\s{0,3}")
_FIGURE = re.compile(r"[$€£¥₹]\s?[0-9]|[0-9]\s?[€£]|[0-9][.,\s][0-9]{3}|[0-9]{5}")
_ADJACENT_WORDS = 5
_AFTER_PERIOD = 2  # of those, behind the words of a period


@dataclass(frozen=True, slots=True)
class SaidNear:
    """What the words near a figure say that it is: a component, `weak` or a kind of no pay.

    `distance` is counted from the figure; `behind` where they stand right behind it.
    """

    meaning: str
    word: str
    distance: int
    behind: bool = False

    @property
    def pay(self) -> bool:
        """Whether they say that it is pay."""
        return self.meaning in COMPONENTS


def clause_start(text: str, at: int) -> int:
    """Where the clause begins that a figure at `at` stands in."""
    first = max(0, at - BEFORE)
    last = first
    for found in _BOUNDARY.finditer(text, first, at):
        last = found.end()
    return last


def line_above(text: str, start: int) -> tuple[int, int]:
    """The nearest line that is not blank above the one that `start` is the beginning of.

    Of an item of a list it is above the list's other items. (start, start) where it is no heading,
    but too long or none.
    """
    own = _BULLET.match(text, start)
    end = text.rfind("\n", max(0, start - 3 * HEADING), start)
    while end > 0:
        begin = text.rfind("\n", max(0, end - 2 * HEADING), end) + 1
        item = _BULLET.match(text, begin)
        beside = own is not None and item is not None and own[1] == item[1]
        if text[begin:end].strip() and not beside:
            heading = end - begin <= HEADING and not _FIGURE.search(text, begin, end)
            return (begin, end) if heading else (start, start)
        if begin == 0:
            break
        end = begin - 1
    return start, start


def said_before(
    low: str, start: int, end: int, words: PostingVocabulary, pay_first: bool = False
) -> SaidNear | None:
    """The last of the words in `low[start:end]`, in small letters, that tell what a figure is.

    With `pay_first` a word of pay before all others, as of a range: "pay by experience and
    training: $90K-$120K".
    """
    last, ended = None, start
    for found in words.near.find(low, start, end):
        meaning = found.meaning
        if _says_nothing(low, found, start, ended if last and last.pay else None, words):
            continue
        compound = last and not low[ended : found.start].strip(" ()*_")
        if meaning == "range" and compound:  # the OTE range for this role
            continue
        if pay_first and last and last.pay and meaning not in (*COMPONENTS, "range"):
            continue
        if meaning != "weak" or last is None:
            last = _said(found, low, end - found.end)
            ended = found.end
    return last


def _says_nothing(
    low: str, found: Match, start: int, pay_ended: int | None, words: PostingVocabulary
) -> bool:
    """Life insurance of 2x salary; a bonus that paid $4,000 is still a bonus."""
    if found.meaning in COMPONENTS:
        return _MULTIPLE.search(low, max(start, found.start - 30), found.start) is not None or (
            pay_ended is not None
            and low[found.start : found.end] in words.verbs
            and not _APART.search(low, pay_ended, found.start)
        )
    return False


def said_behind(low: str, amount: PostedAmount, words: PostingVocabulary) -> SaidNear | None:
    """What the words right behind a figure say: `$5,000 signing bonus`, `24.7 LPA CTC`."""
    at = max(amount.tail, amount.end)
    purpose = _FOR_WHAT.match(low, at)
    if purpose:
        near = _first(low, purpose.end(), words)
        if near and not near.pay and near.meaning != "weak":
            return near
    opened = _OPEN.match(low, at)
    if amount.tail <= amount.end:
        found = _first(low, opened.end() if opened else at, words)
        own = (
            found
            and opened
            and _ITS_OWN.match(low, opened.end() + found.distance + len(found.word))
        )
        return None if own else found  # OTE: £90k (base £45k)
    return _first(low, at, words, _AFTER_PERIOD) or _first(low, amount.end, words)


def _first(
    low: str, at: int, words: PostingVocabulary, most: int = _ADJACENT_WORDS
) -> SaidNear | None:
    stop = words.stop.search(low, at, at + BEHIND)
    reach = max(stop.start() if stop else at + BEHIND, at)
    best = None
    for found in words.near.find(low, at, at + 2 * BEHIND):
        if best is None:
            between = low[at : found.start]
            far = len(between.split()) > most or re.search(r"[0-9%]", between)
            if found.start >= reach or far:
                return None
            best = found
        # The last word of a compound says what it is: an annual salary bonus is a bonus.
        elif low[best.end : found.start].strip() or found.meaning in ("weak", "base", "range"):
            break
        else:
            best = found
    if best and best.meaning not in COMPONENTS and words.within.search(low, at, best.start):
        return None  # 62,000 including pension
    return _said(best, low, best.start - at, True) if best else None


def _said(found: Match, low: str, distance: int, behind: bool = False) -> SaidNear:
    meaning = "base" if found.meaning == "range" else found.meaning
    return SaidNear(meaning, low[found.start : found.end], distance, behind)
