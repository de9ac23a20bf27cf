"""Which conditions held, failed and stayed unknown over a set of cases: observed on their trees,
which stay as they are.

A condition is a lever's `when`, the `and` of a guide, the `when` of what is asked and the `needs`
of a sentence; each comparison of one that has several counts as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from counteroffer.authoring.lever_cases import LeverCase
from counteroffer.authoring.parts import ConditionPart, parts
from counteroffer.authoring.reachable import possible
from counteroffer.authoring.trials import Observed
from counteroffer.documents.document import Document, Path_
from counteroffer.language.compile import compiled
from counteroffer.language.expr import Not, Value
from counteroffer.rulebook.guides import GuideRules
from counteroffer.rulebook.levers import Lever, Say
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.errors import Problem


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition or a comparison of one: whose it is and where it stands."""

    lever: str
    document: Document
    path: Path_
    part: ConditionPart

    def problem(self, message: str) -> Problem:
        """Something to say of it, at its place."""
        return self.document.problem(
            self.path, message, start=self.part.start, width=len(self.part.text)
        )


@dataclass(frozen=True, slots=True)
class Seen:
    """In how many cases a condition held, failed, and could not be decided.

    One that was not seen to hold, or to fail, is `hopeless` where it is proved that it never can.
    """

    condition: Condition
    true: int
    false: int
    unknown: int
    hopeless: bool

    @property
    def both(self) -> bool:
        """Whether it was seen to hold and to fail."""
        return bool(self.true and self.false)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the cases reached: `sentences` are those of levers in a guide, `unsaid` the ones that no
    case brought about.

    `ungiven` are the floor's reasons that none did.
    """

    conditions: tuple[Seen, ...]
    sentences: int
    unsaid: tuple[Problem, ...]
    reasons: int
    ungiven: tuple[str, ...]

    @property
    def both(self) -> int:
        """How many conditions were seen both ways."""
        return sum(seen.both for seen in self.conditions)

    def reaches(self, percent: int) -> bool:
        """Whether at least so many percent of the conditions were seen both ways."""
        return 100 * self.both >= percent * len(self.conditions)


def coverage(
    levers: Sequence[Lever],
    guides: Sequence[GuideRules],
    cases: Iterable[LeverCase],
    settled: Sequence[Observed],
    rulebook: Rulebook,
) -> Coverage:
    """What a set of cases reached of these levers and of what these guides add to them."""
    own: dict[str, list[Mapping[str, Value]]] = {}
    for case in cases:
        own.setdefault(case.lever.id, []).append(case.values)
    saw: dict[str, list[Observed]] = {}  # by lever, and by guide
    for one in settled:
        for name in (one.stated.rules.id, *(lever.id for lever in one.stated.rules.levers)):
            saw.setdefault(name, []).append(one)

    def seen(conditions: Iterable[Condition], within: str | None = None) -> Iterator[Seen]:
        for condition in conditions:
            observed = (one.values for one in saw.get(within or condition.lever, ()))
            yield _seen(condition, chain(own.get(condition.lever, ()), observed), rulebook)

    named = {lever.id for rules in guides for lever in rules.levers}
    spoken = [
        lever for lever in levers if lever.id in named
    ]  # a lever of no guide has no one to say it to
    found = [one for lever in levers for one in seen(_of_lever(lever, rulebook))]
    found += [one for lever in spoken for one in seen(_of_sentences(lever, rulebook))]
    found += [one for rules in guides for one in seen(_of_guide(rules, rulebook), rules.id)]
    unsaid = [one for lever in spoken for one in _unsaid(lever, saw.get(lever.id, []))]
    given = {name for one in settled for name in one.reasons}
    whole = len(guides) == len(
        rulebook.guide_ids()
    )  # a part of the guides need not reach what all of them share
    reasons = [reason.id for reason in rulebook.reasons] if whole else []
    return Coverage(
        tuple(found),
        sum(len(lever.says) for lever in spoken),
        tuple(unsaid),
        len(reasons),
        tuple(name for name in reasons if name not in given),
    )


def _seen(condition: Condition, several: Iterable[Mapping[str, Value]], rulebook: Rulebook) -> Seen:
    expr = condition.part.expr
    evaluate = compiled(expr)
    results = [evaluate(values) for values in several]
    true, false, unknown = (results.count(value) for value in (True, False, None))
    never = (not true and not possible(expr, rulebook)) or (
        not false and not possible(Not(expr), rulebook)
    )
    return Seen(condition, true, false, unknown, never)


def _of_lever(lever: Lever, rulebook: Rulebook) -> Iterator[Condition]:
    yield from _conditions(lever.id, lever.document, ("when",), rulebook)
    for component, ask in lever.asks.items():
        if ask.when is not None:
            yield from _conditions(lever.id, lever.document, ("asks", component, "when"), rulebook)


def _of_sentences(lever: Lever, rulebook: Rulebook) -> Iterator[Condition]:
    for number, say in enumerate(lever.says):
        if say.needs is not None:
            yield from _conditions(lever.id, lever.document, ("says", number, "needs"), rulebook)


def _of_guide(rules: GuideRules, rulebook: Rulebook) -> Iterator[Condition]:
    for lever, own in rules.guide.levers.items():
        if own.narrowed is not None:
            yield from _conditions(lever, rules.document, ("levers", lever, "and"), rulebook)


def _conditions(
    lever: str, document: Document, path: Path_, rulebook: Rulebook
) -> Iterator[Condition]:
    text: Any = document.value
    for step in path:
        text = text[step]
    for part in parts(text, rulebook.declared):
        yield Condition(lever, document, path, part)


def _unsaid(lever: Lever, settled: Sequence[Observed]) -> Iterator[Problem]:
    said = {number for one in settled if (number := _said(lever, one)) is not None}
    for number in range(len(lever.says)):
        if number not in said:
            yield lever.document.problem(
                ("says", number), f"'{lever.id}' says this sentence in no case of a guide"
            )


def _said(lever: Lever, one: Observed) -> int | None:
    """Which of a lever's sentences an answer says: the first of that form whose condition holds."""
    text = next(
        (point.text for point in one.answer.talking_points if point.lever == lever.id), None
    )
    if text is None:
        return None
    fits = (
        n
        for n, say in enumerate(lever.says)
        if _holds(say, one.values) and _form(say).fullmatch(text)
    )
    return next(fits, None)


def _holds(say: Say, values: Mapping[str, Value]) -> bool:
    return say.needs is None or compiled(say.needs)(values) is True


def _form(say: Say) -> re.Pattern[str]:
    pieces = (
        re.escape(piece) + ("" if name is None else "(.+)") for piece, name in say.template.pieces
    )
    return re.compile("".join(pieces), re.DOTALL)
