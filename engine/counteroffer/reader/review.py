"""Notes on what was not read → one line for each cause, the most important first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from counteroffer.reader.accounting import spans
from counteroffer.reader.figure import UnreadText

_LINES = re.compile(r"\bon line [0-9]+")
_MOST = 160  # characters of the texts of one cause


def gathered(notes: Iterable[UnreadText]) -> tuple[UnreadText, ...]:
    """Notes of one cause as one, with all their texts and lines; the gravest causes first."""
    causes: dict[tuple[int, str], list[UnreadText]] = {}
    for note in dict.fromkeys(notes):
        causes.setdefault((note.rank, _LINES.sub("earlier", note.why)), []).append(note)
    found = [_one(why, some) for (_, why), some in causes.items()]
    return tuple(sorted(found, key=lambda one: (one.rank, one.line)))


def _one(why: str, notes: list[UnreadText]) -> UnreadText:
    lines = sorted({one.line for one in notes})
    text = _cut(", ".join(filter(None, dict.fromkeys(one.text.strip() for one in notes))))
    if len(notes) == 1:
        return replace(notes[0], text=text)
    where = f" ({spans(lines)})" if len(lines) > 1 else ""
    return UnreadText(lines[0], text, f"{why}{where}", notes[0].rank)


def _cut(text: str) -> str:
    """The first texts of a cause; where the others stand is said behind it."""
    if len(text) <= _MOST or ", " not in text[:_MOST]:
        return text
    return f"{text[:_MOST].rsplit(', ', 1)[0]}, ..."
