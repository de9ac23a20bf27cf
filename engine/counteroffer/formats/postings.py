"""The figures of pay in a posting as a table or as JSON, and the words that they are read by."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from counteroffer.formats.tables import table, window
from counteroffer.postings.figure import PayFigure, PostingRead
from counteroffer.postings.words import PostingVocabulary, words_of
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.characters import cut, escaped


def rulebook_words(book: Rulebook) -> PostingVocabulary:
    """The words of postings, and the places, of a rulebook.

    Raises RuleError.
    """
    places = {place.label: place.currency for _, place in book.places.values()}
    return words_of(book.documents("postings.yaml"), places)


def as_text_of_json(found: PostingRead) -> str:
    """The figures, and what is unread with why, as JSON text that ends in a newline."""

    def number(value: Any) -> float:
        if not isinstance(value, Decimal):
            raise TypeError(value)
        return float(value)  # of at most 15 digits: its shortest form has the same

    record = {
        "figures": [one.as_dict() for one in found.figures],
        "unread": [asdict(one) for one in found.unread],
    }
    return json.dumps(record, indent=1, ensure_ascii=False, default=number) + "\n"


def lines(found: PostingRead) -> Iterator[str]:
    """The figures with their places as a table, and below it what can't be read, with why."""
    count = len(found.figures)
    yield f"{escaped(found.file)}: {count} figure{'' if count == 1 else 's'} of pay"
    rows = [["at", "component", "figure", "period", "location", "posting", ""]]
    for one in found.figures:
        cells = (
            one.at,
            one.component,
            _figure(one),
            _marked(one, "period"),
            one.location or "",
            one.posting or "",
            ", ".join(one.notes),
        )
        rows.append([escaped(cut(cell)) for cell in cells])
    if count:
        yield table(rows, (2,), window())
    if any(one.inferred for one in found.figures):
        yield "* concluded, not stated in the file"
    if found.unread:
        yield "unread"
    for note in found.unread:
        yield f"  {escaped(note.at) or '/'}: {escaped(note.why)}: {escaped(cut(note.text))}"


def _figure(one: PayFigure) -> str:
    low, high = (None if end is None else f"{end:,}" for end in (one.low, one.high))
    if low is None or high is None:
        ends = f"from {low}" if high is None else f"up to {high}"
    else:
        ends = low if low == high else f"{low}–{high}"
    return f"{ends} {_marked(one, 'currency')}".rstrip()


def _marked(one: PayFigure, name: str) -> str:
    value = getattr(one, name) or ""
    return f"{value}*" if name in one.inferred else value
