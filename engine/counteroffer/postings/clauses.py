"""Where a figure stands in its text: the clause before it, the words right behind it, and the line
or heading above; and what the words there say that it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from counteroffer.postings.amounts import Amount
from counteroffer.postings.words import COMPONENTS, Words

BEFORE = 240  # characters that a figure's own words stand in
BEHIND = 90
HEADING = 160  # characters of a line that is a heading

_BOUNDARY = re.compile(
    r"(?:(?<![ .][A-Za-zÀ-ÿ])(?<!approx)(?<!ca)(?<!inkl)(?<!incl)(?<!max)(?<!min)(?<!mind)[.!?]"
    r"(?=\s+[\"(“„]?[^\W\da-z])|\n|•|;|\s\|\s)"
)
# What a figure's own words behind it don't reach over.
_STOP = re.compile(
    r"[.,;:+&•|()\n!?$€£/]|\s[-–—]\s|\b(?:and|plus|with|und|et|y|en|mit|avec|con|met|depending|based|"
    r"excluding|exclusive|exkl|zzgl|plus|not|no|is|are|will|for|or|oder|ou|o|je|nach|selon|when|if)\b",
    re.IGNORECASE,
)
_FOR_WHAT = re.compile(
    r"\s*(?:a year|per year|annually|yearly)?\s*(?:for|towards?|to spend on|to use on|für|pour|para|voor)\s",
    re.IGNORECASE,
)
_ITS_OWN = re.compile(r"[\s:=]{0,3}(?:[A-Z$]{0,4}[$€£¥]|[A-Z]{3})?\s?[0-9]")
_OPEN = re.compile(r"\s*\(\s*")
_ADJACENT_WORDS = 5
_AFTER_PERIOD = 2  # of those, behind the words of a period


@dataclass(frozen=True, slots=True)
class Said:
    """What the words near a figure say that it is: a component, `weak` or a kind of no pay; where
    they stand, counted from the figure, and whether right behind it."""

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
    """The nearest line above the one that `start` stands in that is not blank; (start, start) where
    it is no heading, but too long or none."""
    end = text.rfind("\n", max(0, start - 3 * HEADING), start)
    while end > 0:
        begin = text.rfind("\n", max(0, end - 2 * HEADING), end) + 1
        if text[begin:end].strip():
            return (begin, end) if end - begin <= HEADING else (start, start)
        if begin == 0:
            break
        end = begin - 1
    return start, start


def said_before(
    text: str, start: int, end: int, words: Words, pay_first: bool = False
) -> Said | None:
    """The last of the words in `text[start:end]` that tell what a figure is; with `pay_first` a word
    of pay before all others, as of a range: "pay by experience and training: $90K-$120K"."""
    last, ended = None, start
    for found in words.near.pattern.finditer(text, start, end):
        meaning = words.near.of(found)
        compound = last and not text[ended : found.start()].strip(" ()*_")
        if meaning == "range" and compound:  # the OTE range for this role
            continue
        if pay_first and last and last.pay and meaning not in (*COMPONENTS, "range"):
            continue
        if meaning != "weak" or last is None:
            last = Said("base" if meaning == "range" else meaning, found.group(), end - found.end())
            ended = found.end()
    return last


def said_behind(text: str, amount: Amount, words: Words) -> Said | None:
    """What the words right behind a figure say: `$5,000 signing bonus`, `24.7 LPA CTC`, `$1,000 a
    year for books`."""
    at = max(amount.tail, amount.end)
    purpose = _FOR_WHAT.match(text, at)
    if purpose:
        near = _first(text, purpose.end(), words)
        if near and not near.pay and near.meaning != "weak":
            return near
    opened = _OPEN.match(text, at)
    if amount.tail <= amount.end:
        found = _first(text, opened.end() if opened else at, words)
        own = found and opened and _ITS_OWN.match(text, opened.end() + found.distance + len(found.word))
        return None if own else found  # OTE: £90k (base £45k)
    return _first(text, at, words, _AFTER_PERIOD) or _first(text, amount.end, words)


def _first(text: str, at: int, words: Words, most: int = _ADJACENT_WORDS) -> Said | None:
    stop = _STOP.search(text, at, at + BEHIND)
    reach = stop.start() if stop else at + BEHIND
    found = words.near.pattern.search(text, at, max(reach, at))
    whole = words.near.pattern.match(text, found.start()) if found else None
    between = text[at : found.start()] if found else ""
    if not found or not whole or len(between.split()) > most or re.search(r"[0-9%]", between):
        return None
    best = whole
    # The last word of a compound says what it is: "annual salary bonus" is a bonus.
    for more in words.near.pattern.finditer(text, whole.end(), max(reach, whole.end())):
        gap = text[best.end() : more.start()].strip()
        if gap or words.near.of(more) in ("weak", "base", "range"):
            break
        best = more
    meaning = words.near.of(best)
    return Said("base" if meaning == "range" else meaning, best.group(), found.start() - at, True)
