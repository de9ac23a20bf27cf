"""Words and phrases with their meanings → where they stand in a text.

It takes a time that grows with the text and hardly with the number of words: a text is looked
through word by word, not by one pattern of a thousand words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_TOKEN = re.compile(r"[^\W\d_]+|[0-9]+|[^\w\s]|_")
_BLANKS = str.maketrans({"\u00a0": " ", "\u2009": " ", "\u202f": " ", "\t": " ", "’": "'"})
_LONGEST_WORD = 60
_NO_BLANKS = 0x2E80  # scripts from here on write words without blanks


class Match(NamedTuple):
    """A word or a phrase at `start:end`."""

    start: int
    end: int
    meaning: str


def lowered(text: str) -> str:
    """A text in small letters and plain blanks, of the same length."""
    low = text.lower().translate(_BLANKS)
    if len(low) == len(text):
        return low
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


class Lexicon:
    """Phrases with their meanings; `*` at an end of a word stands for the rest of it.

    At one place the longest phrase counts.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._phrases: dict[str, list[tuple[str, bool, str]]] = {}
        self._starts: dict[str, str] = {}
        self._ends: dict[str, str] = {}
        self._inside: dict[str, str] = {}
        for phrase, meaning in pairs:
            self._add(lowered(phrase), meaning)
        for some in self._phrases.values():
            some.sort(key=lambda one: -len(one[0]))
        self._heads, self._tails = tuple(self._starts), tuple(self._ends)

    def _add(self, phrase: str, meaning: str) -> None:
        bare = phrase.strip("*")
        first = _TOKEN.match(bare)
        if first is None:
            return
        word = first.end() == len(bare)
        if (phrase[0] == "*" and phrase[-1] == "*") or ord(bare[0]) >= _NO_BLANKS:
            self._inside[bare] = meaning
        elif phrase[0] == "*":
            self._ends[bare] = meaning
        elif phrase[-1] == "*" and word:
            self._starts[bare] = meaning
        else:
            listed = self._phrases.setdefault(first.group(), [])
            listed[:] = [one for one in listed if one[0] != bare]
            listed.append((bare, phrase[-1] == "*", meaning))

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Match]:
        """The phrases in `text[start:end]`, which is `lowered`, left to right; none overlap."""
        end = len(text) if end is None else end
        at = start
        while token := _TOKEN.search(text, at, end):
            found = self._at(text, token, end)
            if found:
                yield found
            at = found.end if found else token.end()

    def at(self, text: str, start: int) -> Match | None:
        """The phrase that begins right at `start`."""
        token = _TOKEN.match(text, start)
        return self._at(text, token, len(text)) if token else None

    def last(self, text: str) -> Match | None:
        """The last phrase of a text."""
        return next(reversed(list(self.find(text))), None)

    def _at(self, text: str, token: re.Match[str], end: int) -> Match | None:
        begin, word = token.start(), token.group()
        for phrase, open_end, meaning in self._phrases.get(word, ()):
            stop = begin + len(phrase)
            if stop <= end and text.startswith(phrase, begin):
                if open_end:
                    return Match(begin, _letters(text, stop, end), meaning)
                if not (phrase[-1].isalpha() and text[stop : stop + 1].isalpha()):
                    return Match(begin, stop, meaning)
        meaning = self._of_word(word) if len(word) <= _LONGEST_WORD else ""
        return Match(begin, token.end(), meaning) if meaning else None

    def _of_word(self, word: str) -> str:
        if word.startswith(self._heads):
            return self._starts[max((h for h in self._heads if word.startswith(h)), key=len)]
        if word.endswith(self._tails):
            return self._ends[max((t for t in self._tails if word.endswith(t)), key=len)]
        return next((meaning for part, meaning in self._inside.items() if part in word), "")


def _letters(text: str, at: int, end: int) -> int:
    while at < end and text[at].isalpha():
        at += 1
    return at
