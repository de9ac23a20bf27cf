"""The words before an example offer → the company that made it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from counteroffer.reader.grammar import Grammar, masked
from counteroffer.reader.sentences import FigureDraft

_NAME = re.compile(
    r"(?<![\w-])(?:[A-Z][\w.&'’-]*|a16z)(?:[ /]+(?:[A-Z][\w.&'’-]*|&))*|\[[^\[\]#]{2,60}\]"
)
_LIST = re.compile(r",\s*(?:or|and)\s+|,\s*|\s+(?:or|and)\s+")


def companies(
    text: str, draft: FigureDraft, drafts: Sequence[FigureDraft], words: Grammar
) -> tuple[str, ...]:
    """The companies that an example offer is from.

    Several only where the words before it are plural.
    """
    view = masked(text, [(one.start, one.end) for one in drafts])
    others = [one for one in drafts if one.role == "example-offer"]
    left = max((one.end for one in others if one.end <= draft.start), default=0)
    right = min((one.start for one in others if one.start >= draft.end), default=len(view))
    before, behind = view[left : draft.start], view[draft.end : right]
    if left and re.fullmatch(
        r"[^A-Z]{0,30}", before
    ):  # '$210K / $250K RSU': the second amount of the same offer
        return ()
    names = _names(before, words)
    if names and re.search(r"\b(?:at|of|is)\s*[~(]*$", before.rstrip()):
        return (
            _several(before, names, words)
            if re.search(r"\b(?:competing|leverage)\b", before, re.IGNORECASE)
            else (names[-1],)
        )
    if names and not re.search(r"\s(?:from|by)\s+[A-Z]", behind.split(".")[0]):
        return (
            _several(before, names, words)
            if re.search(r"\b(?:competing|leverage)\b", before, re.IGNORECASE)
            else (names[-1],)
        )
    later = _names(re.split(r"[;.—]", behind)[0], words)
    if later and not before.rstrip(" ~").endswith("("):
        return (
            _listed(behind, words) or tuple(later) if words.plural.search(before) else (later[0],)
        )
    return (names[-1],) if names else ()


def _listed(behind: str, words: Grammar) -> tuple[str, ...]:
    """'from A, B, or other firms': the items of a list, with those that are no names."""
    match = re.search(
        r"\b(?:from|by|at)\s+([^.;()#]{2,160}?)(?:[.;(]|\s(?:with|to|for|in|on)\s|$)", behind
    )
    return (
        tuple(item.strip() for item in _LIST.split(match.group(1)) if item.strip()) if match else ()
    )


def _several(before: str, names: Sequence[str], words: Grammar) -> tuple[str, ...]:
    """'Competing A or B offers in the … range' are two offers; '… from A at' is one."""
    tail = before[before.rfind(names[-1]) + len(names[-1]) :]
    if len(names) > 1 and words.plural.search(tail):
        return tuple(names)
    return (names[-1],)


def _names(text: str, words: Grammar) -> list[str]:
    names = []
    for match in _NAME.finditer(text):
        kept = [
            word
            for word in match.group().strip("[]").split(" ")
            if word.strip(".,'").casefold() not in words.not_companies
        ]
        name = " ".join(kept).strip(" .,'’&/")
        if (
            name
            and not words.level.fullmatch(name)
            and not name.casefold().startswith(("i'", "i’"))
        ):
            names.append(name)
    return names
