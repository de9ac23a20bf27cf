"""The levels of a pay table as sentences name them: `For L6 in Seattle`, `Senior: …`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_CODE = re.compile(r"(?<!\w)[A-Z]{1,4}\d{1,2}(?!\w)")
_END = re.compile(r"\s*[(:,–—-]")
_MOST_WORDS = 3  # of a level's name without its code


@dataclass(frozen=True, slots=True)
class LevelNames:
    """What sentences call each level; empty for a guide of one level or none."""

    labels: Mapping[str, str]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, levels: Iterable[str | None]) -> LevelNames:
        """The names of these levels: a label, its codes, its words before a bracket or a colon.

        What could be two levels names neither.
        """
        labels = [label for label in dict.fromkeys(levels) if label]
        named: dict[str, set[str]] = {}
        for label in labels if len(labels) > 1 else ():
            for name in _names(label):
                named.setdefault(name, set()).add(label)
        known = {name: found.pop() for name, found in named.items() if len(found) == 1}
        longest = sorted(map(re.escape, known), key=len, reverse=True)
        pattern = rf"(?<![\w-])(?:{'|'.join(longest)})(?![\w-])" if known else r"(?!)"
        return cls(known, re.compile(pattern))

    def found(self, text: str) -> Sequence[tuple[int, str]]:
        """Where each level is named, and its label."""
        return [(one.start(), self.labels[one.group()]) for one in self.pattern.finditer(text)]

    def of_title(self, title: str) -> str | None:
        """The level that a title names; None for none, or for several."""
        labels = {label for _, label in self.found(title)}
        return labels.pop() if len(labels) == 1 else None


def _names(label: str) -> Iterable[str]:
    yield label
    yield from _CODE.findall(label)
    words = _END.split(label)[0].strip()
    if words and len(words.split()) <= _MOST_WORDS and words[:1].isupper():
        yield words
