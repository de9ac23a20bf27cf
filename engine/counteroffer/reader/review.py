"""Notes on what was not read → one line for each cause, the most important first."""

from __future__ import annotations

import re
from collections.abc import Iterable

from counteroffer.reader.accounting import spans
from counteroffer.reader.figure import UnreadText

_LINES = re.compile(r"\bon line [0-9]+")
_MOST = 600  # characters of the texts of one cause


def gathered(notes: Iterable[UnreadText]) -> tuple[UnreadText, ...]:
    """Notes of one cause as one, with all their texts and lines; the gravest causes first."""
    causes: dict[tuple[int, str], list[UnreadText]] = {}
    for note in dict.fromkeys(notes):
        causes.setdefault((note.rank, _LINES.sub("earlier", note.why)), []).append(note)
    found = [_one(why, some) for (_, why), some in causes.items()]
    return tuple(sorted(found, key=lambda one: (one.rank, one.line)))


def _one(why: str, notes: list[UnreadText]) -> UnreadText:
    lines = [one.line for one in notes]
    texts = list(dict.fromkeys(one.text.strip() for one in notes))
    if len(set(lines)) == 1 and len(notes) == 1:
        return notes[0]
    text = ", ".join(filter(None, texts))
    if len(text) > _MOST:
        text = f"{text[:_MOST].rsplit(', ', 1)[0]}, ..."
    return UnreadText(min(lines), text, f"{why} ({spans(lines)})", notes[0].rank)
