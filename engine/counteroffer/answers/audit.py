"""What a service keeps of an answer to show later which one it gave, by which rules."""

from __future__ import annotations

import hashlib
from typing import TypedDict

from counteroffer.answers.answer import Counteroffer
from counteroffer.answers.arguments import checked_arguments
from counteroffer.answers.record import as_dict, dumped


class _AlwaysRecorded(TypedDict):
    schema: str
    answer: str
    rules: str
    today: str


class AuditRecord(_AlwaysRecorded, total=False):
    """The contract and the day of an answer, and the SHA-256 of it and of its rules.

    `engine` is the name of the one that answered, where that was said. No figure and no fact of
    the case is in it.
    """

    engine: str


@checked_arguments
def audit(answer: Counteroffer, *, engine: str | None = None) -> AuditRecord:
    """The record of an answer: `schema`, `answer`, `rules` and `today`, and `engine` if given.

    `answer` is the SHA-256 of its JSON, as `sha256sum` has it of the file that `counteroffer ask
    CASE --json` writes; `rules` that of the rules, as the answer states it.
    Raises TypeError for what is no answer.
    """
    record: AuditRecord = {
        "schema": answer.schema,
        "answer": digest(answer),
        "rules": answer.rules,
        "today": answer.today,
    }
    if engine is not None:
        record["engine"] = engine
    return record


def digest(answer: Counteroffer) -> str:
    """The SHA-256 of an answer's JSON, in hexadecimal."""
    return hashlib.sha256(dumped(as_dict(answer)).encode("utf-8", "surrogatepass")).hexdigest()
