"""What a region's label says of where it is: `Charlotte, NC (HQ)`, `London (GBP)`, `Remote EU`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from unicodedata import combining, normalize

_WORD = re.compile(r"[a-z0-9]+")
_LONGEST = 5  # words of a place's name


@lru_cache(maxsize=8192)
def words_of(label: str) -> tuple[str, ...]:
    """The words of a label, without accents, case, signs and flags."""
    plain = "".join(char for char in normalize("NFKD", label) if not combining(char))
    return tuple(_WORD.findall(plain.casefold()))


class Places:
    """Looks for known places in labels; `known` gives the currency and the id for each name."""

    def __init__(self, known: Mapping[str, tuple[str, str]]) -> None:
        self._known = {words_of(name): entry for name, entry in known.items()}

    def currencies(self, label: str) -> frozenset[str]:
        """The currencies paid in the known places that a label names; none if it names none."""
        return frozenset(currency for currency, _ in self._found(label))

    def ids(self, label: str) -> frozenset[str]:
        """The places that a label names."""
        return frozenset(place for _, place in self._found(label))

    def _found(self, label: str) -> list[tuple[str, str]]:
        words, found, at = words_of(label), [], 0
        while at < len(words):
            for length in range(min(_LONGEST, len(words) - at), 0, -1):
                if entry := self._known.get(words[at : at + length]):
                    found.append(entry)
                    at += length - 1
                    break
            at += 1
        return found

    def match(self, label: str, labels: Iterable[str]) -> str | None:
        """The one of `labels` that means the same region.

        It has the same words, is the same place, or has one place in common.
        """
        known = list(labels)
        words, here = frozenset(words_of(label)), self.ids(label)
        for alike in (
            lambda one: words_of(one) == words_of(label),
            lambda one: frozenset(words_of(one)) == words,
            lambda one: bool(here) and self.ids(one) == here,
            lambda one: bool(here & self.ids(one)),
            lambda one: (
                bool(words)
                and (words <= frozenset(words_of(one)) or frozenset(words_of(one)) <= words)
            ),
        ):
            if found := next(filter(alike, known), None):
                return found
        return None
