"""Axes that change no figure: why that is, or what changes instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from counteroffer.analysis.what_if.axes import Axis
from counteroffer.answers.unused import idle_entries, unused_facts
from counteroffer.cases.overrides import ABSENT, UNKNOWN, changed
from counteroffer.cases.parts import owner
from counteroffer.cases.situation import Situation
from counteroffer.engines.interface import Firing
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.errors import CounterofferError

_WORKING_TIME = {
    "hours": "they make a year of pay by the hour",
    "weeks": "they make a year of pay by the hour, the day or the week",
    "days": "they make a year of pay by the day",
    "part_time": "it is a share of the base",
}
Found = TypeVar("Found")
_GONE = (ABSENT, UNKNOWN)
_BY_YEAR = "it moves single years, which risk has, and no annual total"
_OF_PARTS = {
    "title": "no figure depends on it",
    "notes": "no figure depends on it",
    "refresh": _BY_YEAR,
    "vesting": _BY_YEAR,
    "equity.vesting": _BY_YEAR,
    "cliff": _BY_YEAR,
    "equity.cliff": _BY_YEAR,
}


def idle_axes(
    axes: Sequence[Axis],
    stated: Mapping[str, Any],
    read: Callable[[Mapping[str, Any]], Situation],
    rulebook: Rulebook,
) -> Iterator[tuple[str, str]]:
    """The paths of axes that change no figure in any scenario, each with why.

    `stated` is the case and `read` puts one into numbers.
    """
    for axis in axes:
        part = owner(axis.path)[1]
        if part in _OF_PARTS:
            yield axis.path, _OF_PARTS[part]
            continue
        offer = axis.path.removesuffix(f".{part}")
        fact = axis.path.removeprefix("candidate.")
        if part in _WORKING_TIME and not any(_makes_base(one.path, offer) for one in axes):
            found = _tried(axis, stated, read)
            if found and all(_idle(axis.path, one) for one in found):
                yield axis.path, f"{_WORKING_TIME[part]}, and {offer} states no such base"
        elif fact in rulebook.profile:
            found = _tried(axis, stated, read)
            if found and all(fact in unused_facts(one, rulebook) for one in found):
                yield axis.path, "no rule of this guide reads it"


def worths(
    axes: Sequence[Axis],
    stated: Mapping[str, Any],
    settled: Callable[[Mapping[str, Any]], tuple[Situation, Firing]],
) -> Iterator[tuple[str, tuple[int, int]]]:
    """What the offer that an axis is of is worth a year with its first and its last value.

    In whole units of the region's currency, by path; `settled` settles a case. Axes of no offer,
    and offers that state nothing, are left out.
    """
    for axis in axes:
        company = owner(axis.path)[0].partition(".")[2].casefold()
        if not owner(axis.path)[1]:
            continue
        found = []
        for known, firing in _tried(axis, stated, settled):
            held = (
                one.key for one in known.alternatives if one.offer.company.casefold() == company
            )
            name = f"{next(held, '')}.annual" if company else "offer_annual"
            found.append(firing.values.get(name))
        if len(found) == 2 and isinstance(found[0], int) and isinstance(found[1], int):
            yield axis.path, (found[0], found[1])


def _makes_base(path: str, offer: str) -> bool:
    """Whether an axis decides how the base of an offer is paid."""
    return path.casefold() in (offer.casefold(), f"{offer}.base".casefold())


def _tried(
    axis: Axis, stated: Mapping[str, Any], read: Callable[[Mapping[str, Any]], Found]
) -> list[Found]:
    """The case with the first and the last value that are there; none where they can't be."""
    there = [value for value in axis.values if value is not None and value not in _GONE]
    try:
        return [read(changed(stated, axis.path, value)) for value in (*there[:1], *there[1:][-1:])]
    except CounterofferError:
        return []


def _idle(path: str, known: Situation) -> bool:
    return path.casefold() in (one.casefold() for one in idle_entries(known))
