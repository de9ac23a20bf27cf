"""A draft as it is read: without odd widths, quotes and invisible characters, but with places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_ALIKE = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "\u00a0": " ", "\u2009": " ", "\u202f": " "})
_PARAGRAPH = re.compile(r"\n[ \t>]*\n")
_END = re.compile(r"(?<=[.!?])['\")\]]*\s+(?=[\W\d]*[A-Z\d])|\n[ \t>]*\n\s*|\n(?=\s*[-*•>])")


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """`text[start:end]` of what is read; `first` says that a paragraph begins with it."""

    text: str
    start: int
    first: bool


@dataclass(frozen=True, slots=True)
class PlainText:
    """The text that is read, and for each of its characters the place in the draft."""

    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, draft: str) -> PlainText:
        """A draft as it is read."""
        shown: list[str] = []
        places: list[int] = []
        for at, char in enumerate(draft):
            for one in _read_as(char):
                shown.append(one)
                places.append(at)
        return cls("".join(shown), (*places, len(draft)))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of what is read stands in the draft."""
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[start]

    def sentences(self) -> Iterator[DraftSentence]:
        """Its sentences, in order."""
        at, first = 0, True
        for match in _END.finditer(self.text):
            yield DraftSentence(self.text[at : match.start()], at, first)
            at, first = match.end(), bool(_PARAGRAPH.search(match.group()))
        yield DraftSentence(self.text[at:], at, first)


def _read_as(char: str) -> str:
    """A character without its width and dress; nothing for one that shows nothing."""
    if char.isascii():
        return char
    if unicodedata.category(char) in ("Cf", "Mn"):
        return ""
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    return unicodedata.normalize("NFKC", char.translate(_ALIKE)).translate(_ALIKE)
