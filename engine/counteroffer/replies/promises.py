"""Promises to sign, and refusals, that the verdict does not back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counteroffer.replies.known import KnownCase
from counteroffer.replies.reading import ReadSentence
from counteroffer.replies.spot import DraftSpot
from counteroffer.replies.words import ReplyVocabulary

_CLOSE = 4  # words


def promises_found(
    one: ReadSentence, case: KnownCase, words: ReplyVocabulary
) -> Iterator[DraftSpot]:
    """Promises and refusals of a sentence; a note where only the public facts come to them."""
    for code, verdict, pattern, does in (
        ("promise", "accept", words.promises, "accept"),
        ("declines", "walk-away", words.declines, "decline"),
    ):
        if case.verdict == case.public_verdict == verdict:
            continue
        for match in pattern.finditer(one.text):
            if _denied(one.text, match, words):
                continue
            noted = case.public_verdict == verdict
            whose = "yours is" if noted else "the verdict is"
            message = f"this says that you {does}, and {whose} {case.verdict}"
            yield DraftSpot(
                code,
                message,
                one.start + match.start(),
                one.start + match.end(),
                ("offer",),
                "note" if noted else None,
            )


def _denied(text: str, match: re.Match[str], words: ReplyVocabulary) -> bool:
    """Whether a word that denies stands in it or close before it, in the same clause."""
    clause = re.split(r"[,;:]", text[: match.start()])[-1]
    close = " ".join(clause.split()[-_CLOSE:])
    return bool(words.nots.search(f"{close} {match.group()}"))
