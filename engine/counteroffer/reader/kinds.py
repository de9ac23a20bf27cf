"""The lever that a title of an imported guide stands for, and what of its script may be said."""

from __future__ import annotations

import re
from functools import lru_cache

from counteroffer.reader.mentions import mentions
from counteroffer.rulebook.rule_files import KindsFile

_SENTENCE = re.compile(r"(?<=[.!?])[\"”’']*\s+")
_QUOTES = "\"“”'‘’ "
_LONGEST = 900  # characters of a script


def kind_of(title: str, kinds: KindsFile) -> str | None:
    """The shared lever that a title is about; None for one of its own."""
    return next(
        (name for name, words in kinds.kinds.items() if words and _any(words).search(title)), None
    )


def sayable(script: str, title: str, kinds: KindsFile) -> str:
    """The sentences of a script without an amount or a claim of another offer; the title where none
    is left."""
    sentences = (one.strip(_QUOTES) for one in _SENTENCE.split(" ".join(script.split())))
    kept = [
        one
        for one in sentences
        if one and not _any(kinds.unsaid).search(one) and not mentions(one, None)
    ]
    text, size = "", 0
    for one in kept:
        size += len(one)
        if size > _LONGEST:
            break
        text = f"{text} {one}".strip()
    text = text if len(text) > 20 else f"I would like to come back to this: {title}"
    text = text if text.endswith((".", "!", "?")) else f"{text.rstrip(',;:')}."
    return text.replace("{", "{{").replace("}", "}}")


@lru_cache(maxsize=512)
def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these words, as whole words; `*` at an end stands for the rest of one."""
    return re.compile("|".join(map(_word, words)) or r"(?!)", re.IGNORECASE)


def _word(word: str) -> str:
    stem = re.escape(word.rstrip("*")).replace(r"\ ", r"\s+")
    start = r"(?<!\w)" if word[:1].isalnum() else ""
    end = r"\w*" if word.endswith("*") else r"(?!\w)" if word[-1:].isalnum() else ""
    return f"{start}{stem}{end}"
