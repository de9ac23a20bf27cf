"""The values of an imported guide → its file, without what the rules refuse.

What they refuse is taken out and noted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from counteroffer.documents.document import Path_
from counteroffer.documents.reading import read
from counteroffer.reader.figure import UnreadText
from counteroffer.reader.figures_of_guide import Notes
from counteroffer.reader.review import gathered
from counteroffer.reader.writing import Noted, Written, clean, written
from counteroffer.rulebook.guides import GuideRules
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.errors import Problem, RuleError

_HEAD = (
    "yaml-language-server: $schema=../../schemas/guide.json",
    "Imported: behind each figure stands the line of the source that it comes from.",
)
_TRIES = 40  # rounds of taking values out before a guide is given up
_LONGEST = 1200  # characters of a text to review


@dataclass(frozen=True, slots=True)
class GuideDraft:
    """A guide that is not validated yet: its entries, its own levers, and where it came from."""

    id: str
    file: str
    values: dict[str, Any]
    levers: Mapping[str, Written]
    source: Mapping[str, str]
    notes: Notes


def vetted(draft: GuideDraft, book: Rulebook) -> tuple[str, GuideRules]:
    """The text of the file, and the guide that it is.

    Raises RuleError where the rules refuse what a guide must have.
    """
    documents = {
        name: read(one.text.encode(), f"{name}.yaml", RuleError)
        for name, one in draft.levers.items()
    }
    for _ in range(_TRIES):
        text = _text(draft)
        try:
            return text.text, book.tried(
                draft.id, read(text.text.encode(), f"{draft.id}.yaml", RuleError), documents
            )
        except RuleError as error:
            taken = [_take_out(draft, text, problem) for problem in error.problems]
            if not any(taken):
                raise RuleError(
                    [Problem(one.message, draft.file, code=one.code) for one in error.problems]
                ) from None
    raise RuleError([Problem("too much of it is refused by the rules", draft.file)])


def _text(draft: GuideDraft) -> Written:
    review = gathered(draft.notes.review)
    beside = {
        "assumptions": [clean(one) for one in draft.notes.assumptions],
        "needs_review": [
            {"line": max(one.line, 1), "text": clean(one.text)[:_LONGEST], "why": clean(one.why)}
            for one in review
        ],
        "source": dict(draft.source),
    }
    return written({**draft.values, **beside}, _HEAD)


def _take_out(draft: GuideDraft, text: Written, problem: Problem) -> bool:
    """Take out the value that a problem is with, and note it.

    False where it is a value that a guide can't go without.
    """
    path = text.paths.get(problem.line, ())
    inner = _inside(draft.values, path[:-1])
    if len(path) < 3 or (path[0], path[-1]) == ("bands", "base") or not _holds(inner, path[-1]):
        return False
    value = inner.pop(path[-1])
    line = value.note.split(":")[0].removeprefix("line ") if isinstance(value, Noted) else ""
    shown = value.value if isinstance(value, Noted) else value
    draft.notes.review.append(
        UnreadText(int(line) if line.isdigit() else 1, str(shown), problem.message)
    )
    for depth in range(len(path) - 1, 1, -1):  # and what is empty without it
        outer = _inside(draft.values, path[: depth - 1])
        empty = _inside(outer, path[depth - 1 : depth]) in ({}, [])
        if empty and (path[0] != "levers" or depth > 2):
            outer.pop(path[depth - 1])
    return True


def _inside(values: Any, path: Path_) -> Any:
    """What stands at a path; None where nothing does."""
    for step in path:
        values = values.value if isinstance(values, Noted) else values
        if not _holds(values, step):
            return None
        values = values[step]
    return values.value if isinstance(values, Noted) else values


def _holds(inner: Any, step: Any) -> bool:
    if isinstance(inner, dict):
        return step in inner
    return isinstance(inner, list) and isinstance(step, int) and step < len(inner)
