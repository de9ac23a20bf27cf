"""The answer as JSON, schema `counteroffer/2`."""

from __future__ import annotations

from counteroffer.answers.record import as_dict, dumped
from counteroffer.answers.words import Words


def render(words: Words) -> str:
    return dumped(as_dict(words.answer))
