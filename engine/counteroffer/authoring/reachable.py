"""Levers that can't fire at all, proved: conditions that no values of their facts make hold.

A proof treats facts and measures as free of each other, so that what it finds holds without
exception; what is impossible only because two measures hang together is not found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from counteroffer.analysis.least_change.satisfy import smallest
from counteroffer.documents.document import Path_
from counteroffer.language.compile import compiled
from counteroffer.language.expr import And, Expr, Not, Value, facts_of
from counteroffer.rulebook.guides import GuideRules
from counteroffer.rulebook.levers import Lever
from counteroffer.rulebook.rulebook import POSTED, Rulebook
from counteroffer.settlement.measures import measures
from counteroffer.settlement.region_figures import RegionFigures, place
from counteroffer.text.errors import EngineError, Problem

Code = Literal[
    "never-fires", "never-asks", "never-said", "always-fires", "fires-elsewhere", "in-no-guide"
]
FATAL: frozenset[Code] = frozenset(("never-fires", "never-asks", "never-said"))


@dataclass(frozen=True, slots=True)
class Proved:
    """Something that follows from the rules alone, at its place."""

    code: Code
    lever: str
    problem: Problem

    @property
    def fatal(self) -> bool:
        """Whether it is a fault of the rules, and not only worth knowing."""
        return self.code in FATAL


def possible(condition: Expr, rulebook: Rulebook, fixed: Mapping[str, Value] | None = None) -> bool:
    """Whether some values of the facts that are not fixed make a condition hold; True too where
    that is past searching."""
    fixed = fixed or {}
    free = [name for name in dict.fromkeys(facts_of(condition)) if name not in fixed]
    try:
        return smallest(condition, fixed, free, rulebook.declared) is not None
    except EngineError:
        return True


def regions_possible(rules: GuideRules, rulebook: Rulebook) -> Mapping[str, tuple[str, ...]]:
    """For each lever of a guide the regions of the guide in which it can fire."""
    found: dict[str, list[str]] = {lever.id: [] for lever in rules.levers}
    for region in rules.guide.bands:
        here = place(rulebook, rules, region)
        fixed = _fixed(here, rulebook)
        for lever, regions in found.items():
            if possible(here.conditions[lever], rulebook, fixed):
                regions.append(here.region)
    return {lever: tuple(regions) for lever, regions in found.items()}


def proofs(
    levers: Sequence[Lever],
    guides: Sequence[GuideRules],
    regions: Mapping[str, Mapping[str, tuple[str, ...]]],
    rulebook: Rulebook,
) -> Iterator[Proved]:
    """What can be proved of levers by themselves, and of how guides use them.

    `regions` has, by guide and lever, where the lever can fire.
    """
    dead = set()
    for lever in levers:
        found = list(_of_lever(lever, rulebook))
        dead |= {one.lever for one in found if one.code == "never-fires"}
        yield from found
    named = {lever.id for name in rulebook.guide_ids() for lever in rulebook.guide(name).levers}
    # Some wait for a guide that is imported, and one for a range that is posted.
    named |= {*rulebook.kinds_of_levers.kinds, POSTED}
    for lever in levers:
        if lever.id not in named:
            word = f"no guide names '{lever.id}', so that it fires in none"
            yield Proved("in-no-guide", lever.id, lever.document.problem(("when",), word))
    for rules in guides:
        silent = [
            lever
            for lever in rules.levers
            if lever.id not in dead and not regions[rules.id][lever.id]
        ]
        yield from _of_guide(rules, silent, rulebook)


def _of_lever(lever: Lever, rulebook: Rulebook) -> Iterator[Proved]:
    def proved(code: Code, path: Path_, message: str) -> Proved:
        return Proved(code, lever.id, _whole(lever, path, message))

    if not possible(lever.when, rulebook):
        message = f"'{lever.id}' can't fire: no values of its facts make this hold"
        yield proved("never-fires", ("when",), message)
        return
    if not possible(Not(lever.when), rulebook):
        message = (
            f"'{lever.id}' fires wherever its facts are known: no values of them make this fail"
        )
        yield proved("always-fires", ("when",), message)
    for component, ask in lever.asks.items():
        if ask.when is not None and not possible(And((lever.when, ask.when)), rulebook):
            message = (
                f"'{lever.id}' never asks for this: it can't hold together with the lever's own"
                " condition"
            )
            yield proved("never-asks", ("asks", component, "when"), message)
    for number, say in enumerate(lever.says):
        if say.needs is not None and not possible(And((lever.when, say.needs)), rulebook):
            message = (
                f"'{lever.id}' never says this: it can't hold together with the lever's own"
                " condition"
            )
            yield proved("never-said", ("says", number, "needs"), message)


def _whole(lever: Lever, path: Path_, message: str) -> Problem:
    at = lever.document.places.get(path)
    return lever.document.problem(path, message, width=at.width if at else 0)


def _of_guide(rules: GuideRules, levers: Iterable[Lever], rulebook: Rulebook) -> Iterator[Proved]:
    """Of levers that can fire in no region of a guide."""
    for lever in levers:
        path: Path_ = ("levers", lever.id) if lever.own else ()
        elsewhere = [name for name in rulebook.places if name not in rules.guide.bands]
        there = (place(rulebook, rules, name) for name in elsewhere)
        if any(
            possible(one.conditions[lever.id], rulebook, {"region": one.region}) for one in there
        ):
            word = (
                f"'{lever.id}' can't fire in any region of this guide, only where its figures are"
                " converted"
            )
            yield Proved("fires-elsewhere", lever.id, rules.document.problem(path, word, key=True))
        elif lever.own:
            word = (
                f"'{lever.id}' can't fire: no values of its facts make it hold in any region of"
                " this guide"
            )
            yield Proved("never-fires", lever.id, rules.document.problem(path, word, key=True))


def _fixed(here: RegionFigures, rulebook: Rulebook) -> dict[str, Value]:
    """What never varies in a region of a guide: which it is, and its band."""
    values: dict[str, Value] = {"region": here.region}
    for name, expr in measures(here, 0, ()):
        if rulebook.kinds.get(name) == "band":
            values[name] = compiled(expr)({})
    return values
