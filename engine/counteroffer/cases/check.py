"""All that is wrong with a case, at once.

What is malformed, and what the rules, the rates and the calendar have against the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from counteroffer.cases.case import Case
from counteroffer.cases.normalise import NOT_OF_ANY_PLACE, situation
from counteroffer.documents.document import Document, Path_, endless, plain_document
from counteroffer.documents.reading import read_file
from counteroffer.language.declarations import Declarations
from counteroffer.money.rates import Rates
from counteroffer.rulebook.rulebook import Rulebook, default_rulebook
from counteroffer.text.errors import CaseError, Problem

Further = Callable[[Case, Declarations], Iterable[Problem]]
Stated = Case | Mapping[str, object] | Document | Path

_TRIES = 5  # leaving one part out can make the part around it wrong
_NEEDED = ("guide", "region")


def _nothing(case: Case, declared: Declarations) -> Iterable[Problem]:
    return ()


def problems_of(
    case: Stated,
    *,
    region: str | None = None,
    rulebook: Rulebook | None = None,
    rates: Rates | None = None,
    today: date | None = None,
    further: Further = _nothing,
) -> tuple[Problem, ...]:
    """All that is wrong with a case, in order of its places in a file; empty if it can be answered.

    What is malformed is left out before the rest is checked, so that one mistake does not hide
    another; what hangs on a part that was left out is not told. `further` finds what else a case
    may not be.
    """
    book, table = rulebook or default_rulebook(), rates or Rates.snapshot()
    if isinstance(case, Case):
        return _meaning(case, book, table, region, today, further)
    try:
        document = case if isinstance(case, Document) else _document(case)
    except CaseError as error:
        return error.problems
    return _checked(document, book, table, region, today, further)[1]


def read_whole(document: Document, rulebook: Rulebook, region: str | None = None) -> Case:
    """A case from a document, checked against the rules as well.

    Raises CaseError with all mistakes, in their order.
    """
    case, problems = _checked(document, rulebook, Rates.snapshot(), region, None)
    if problems or case is None:
        raise CaseError(problems)
    return case


def _document(case: Mapping[str, object] | Path) -> Document:
    if isinstance(case, Path):
        return read_file(case, error=CaseError)
    if (problem := endless(case)) is not None:
        raise CaseError([problem])
    return plain_document(dict(case) if isinstance(case, Mapping) else case)


def _checked(
    document: Document,
    rulebook: Rulebook,
    rates: Rates,
    region: str | None,
    today: date | None,
    further: Further = _nothing,
) -> tuple[Case | None, tuple[Problem, ...]]:
    found: list[Problem] = []
    left_out: list[Path_] = []
    stated, case = document, None
    for _ in range(_TRIES):
        try:
            case = Case.from_document(stated)
            break
        except CaseError as error:
            malformed = [_left_out(one) for one in error.problems]
            # What is wrong around a part that was left out is wrong for want of it.
            found += [
                one
                for path, one in zip(malformed, error.problems, strict=True)
                if not any(out[: len(path)] == path for out in left_out)
            ]
            left_out += malformed
            if not isinstance(stated.value, Mapping):
                break
            stated = stated.with_value(_without(stated.value, malformed))
    if case is not None:
        found += [
            one
            for one in _meaning(case, rulebook, rates, region, today, further)
            if not _follows(one, left_out)
        ]
    return case, tuple(sorted(dict.fromkeys(found), key=lambda one: (one.line, one.column)))


def _meaning(
    case: Case,
    rulebook: Rulebook,
    rates: Rates,
    region: str | None,
    today: date | None,
    further: Further,
) -> tuple[Problem, ...]:
    found = tuple(further(case, rulebook.declared))
    try:
        situation(case, rulebook, region=region, rates=rates, today=today)
    except CaseError as error:
        return (*found, *error.problems)
    return found


def _left_out(problem: Problem) -> Path_:
    """The part of a case that is left out for a problem: a list that is too long as a whole."""
    return problem.path[:-1] if problem.code == "list.too-long" else problem.path


def _follows(problem: Problem, left_out: Iterable[Path_]) -> bool:
    """Whether a problem is only there because something else was left out, or may be."""
    heads = {path[0] for path in left_out if path}
    if problem.path[:1] and problem.path[0] in heads and problem.path[0] in _NEEDED:
        return True
    return ("rates" in heads and problem.code == "rate.unknown") or (
        bool(heads & set(_NEEDED)) and problem.code in NOT_OF_ANY_PLACE
    )


def _without(value: Any, paths: Iterable[Path_]) -> Any:
    """A case's value without the entries at these paths.

    A guide that is left out, and a region that is or was not stated, is none that there is, so that
    the rest can be checked.
    """
    kept = _cut(value, paths)
    gone = {name for name in _NEEDED if (name,) in paths}
    gone |= {"region"} - kept.keys()
    return {**kept, **dict.fromkeys(gone, "?")}


def _cut(value: Any, paths: Iterable[Path_], entry: Any = None) -> Any:
    """The value with the entries at these paths left out.

    In a list a blank offer keeps the places of the others. `entry` is what the value stands behind.
    """
    if not isinstance(value, (Mapping, list, tuple)):
        return value
    kept: Any = dict(value) if isinstance(value, Mapping) else list(value)
    for path in paths:
        step: Any = path[0] if path else None
        if not _has(kept, step):
            continue
        inner = kept[step]
        if len(path) > 1 and _has(inner, path[1]):
            kept[step] = _cut(inner, [path[1:]], step)
        elif isinstance(kept, list):
            blank = {"company": f"(entry {path[0]})", "signing": 0}
            kept[step] = {"offer": {"signing": 0}} if entry == "rounds" else blank
        else:
            del kept[step]
    return kept


def _has(value: Any, step: Any) -> bool:
    if isinstance(value, Mapping):
        return step in value
    return isinstance(value, (list, tuple)) and step in range(len(value))
