"""Read `plan.yaml`: requests for concessions, the words of a plan, its notes, and its days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from counteroffer.documents.document import Document, Path_
from counteroffer.documents.fields import Model, Slug, Text
from counteroffer.documents.validate import checked
from counteroffer.language.compile import compiled
from counteroffer.language.expr import Expr, Value
from counteroffer.rulebook.plan_occasions import NOTES, OCCASIONS, OF_A_DAY, OF_DAYS, Occasion
from counteroffer.rulebook.plan_occasions import OF_REQUESTS as _OF_REQUESTS
from counteroffer.rulebook.template import Template, TemplateError
from counteroffer.text.errors import Problem, RuleError

Condition = Callable[[Document, Path_, str, Sequence[str]], "Expr | Problem"]
Moment = Literal[
    "today",
    "start",
    "asked-again",
    "follow-up",
    "patience",
    "call",
    "after-call",
    "decision",
    "last-day",
]
Whose = Literal["offer", "other"]
_OF_ONE: tuple[Moment, ...] = ("asked-again", "decision", "last-day")


@dataclass(frozen=True, slots=True)
class Request:
    """Something that a company can grant in return for a concession.

    `when` is None where it always makes sense.
    """

    id: str
    what: str
    say: Template
    when: Expr | None


@dataclass(frozen=True, slots=True)
class Wording:
    """A whole text for an occasion; `when` is None where it always fits."""

    say: Template
    when: Expr | None

    def said(self, words: Mapping[str, str | None], facts: Mapping[str, Value]) -> str | None:
        """The text, where its condition holds on the facts and its names are all known."""
        if self.when is None or compiled(self.when)(facts) is True:
            return self.say.render(words)
        return None


@dataclass(frozen=True, slots=True)
class DayRule:
    """A line of the day-by-day plan: on which day it stands, and for whose dated offer.

    `of` is None where it stands once, for the case as a whole.
    """

    on: Moment
    of: Whose | None
    wording: Wording


@dataclass(frozen=True, slots=True)
class PlanRules:
    """The requests in their order, wordings by occasion, and the lines of the days."""

    requests: tuple[Request, ...]
    words: Mapping[str, tuple[Wording, ...]]
    notes: Mapping[str, tuple[Wording, ...]]
    days: tuple[DayRule, ...]

    def said(
        self, occasion: str, words: Mapping[str, str | None], facts: Mapping[str, Value]
    ) -> str:
        """The first wording whose condition holds on the facts and whose names are all known."""
        return next(self._fitting(self.words[occasion], words, facts))

    def noted(
        self, occasion: str, words: Mapping[str, str | None], facts: Mapping[str, Value]
    ) -> tuple[str, ...]:
        """All notes of an occasion that hold, in their order."""
        return tuple(self._fitting(self.notes.get(occasion, ()), words, facts))

    def _fitting(
        self,
        wordings: Iterable[Wording],
        words: Mapping[str, str | None],
        facts: Mapping[str, Value],
    ) -> Iterator[str]:
        for one in wordings:
            text = one.said(words, facts)
            if text is not None:
                yield text


class StatedRequest(Model):
    """Something to ask for in return: what it is, its words behind "if", when it makes sense."""

    what: Text = Field(min_length=1)
    say: Text = Field(
        min_length=1, description="An own clause that follows 'if': we agree in writing on ..."
    )
    when: str | None = None


class StatedWording(Model):
    """A text, and when it fits."""

    say: Text = Field(min_length=1)
    when: str | None = None


class StatedDay(StatedWording):
    """A line of the day-by-day plan: its text, the day that it stands on, and for whose offer."""

    on: Moment
    of: Whose | None = None


class PlanFile(Model):
    """`plan.yaml`: requests in return for a concession, wordings, notes and days.

    The first request that makes sense comes first, the first wording that fits is said, and all
    notes and lines of days that hold.
    """

    requests: Mapping[Slug, StatedRequest] = {}
    words: Mapping[Slug, tuple[StatedWording, ...]] = {}
    notes: Mapping[Slug, tuple[StatedWording, ...]] = {}
    days: Mapping[Slug, StatedDay] = {}


def plan_rules(documents: Iterable[Document], condition: Condition) -> PlanRules:
    """The rules of all folders; what has the same name in a later one replaces it.

    Raises RuleError.
    """
    requests: dict[str, Request] = {}
    words: dict[str, tuple[Wording, ...]] = {}
    notes: dict[str, tuple[Wording, ...]] = {}
    days: dict[str, DayRule] = {}
    for document in documents:
        file, read = checked(PlanFile, document, error=RuleError), _PlanReader(document, condition)
        for name, stated in file.requests.items():
            requests[name] = read.request(name, stated)
        for occasion, wordings in file.words.items():
            words[occasion] = read.words(occasion, wordings)
        for occasion, wordings in file.notes.items():
            known = read.occasion("notes", occasion, NOTES)
            notes[occasion] = read.wordings(("notes", occasion), wordings, known)
        for name, day in file.days.items():
            days[name] = read.day(name, day)
    return PlanRules(tuple(requests.values()), words, notes, tuple(days.values()))


@dataclass(frozen=True, slots=True)
class _PlanReader:
    """Reads the entries of one file; each raises RuleError at its place."""

    document: Document
    condition: Condition

    def request(self, name: str, stated: StatedRequest) -> Request:
        path = ("requests", name)
        say = self._template((*path, "say"), stated.say, frozenset({"yearly"}))
        return Request(name, stated.what, say, self._when(path, stated.when, _OF_REQUESTS))

    def words(self, name: str, stated: tuple[StatedWording, ...]) -> tuple[Wording, ...]:
        """The wordings of an occasion, the last of which always fits."""
        occasion, path = self.occasion("words", name, OCCASIONS), ("words", name)
        found = self.wordings(path, stated, occasion)
        last = found[-1] if found else None
        if last is None or last.when is not None or occasion.at_times & {*last.say.names}:
            told = "the last wording is for all other cases: it has no 'when'"
            if last is not None and last.when is None:
                told += " and names nothing that is there at times only"
            at = (*path, max(0, len(found) - 1))
            raise RuleError([self.document.problem(at, told, code="entry.missing")])
        return found

    def wordings(
        self, path: Path_, stated: tuple[StatedWording, ...], occasion: Occasion
    ) -> tuple[Wording, ...]:
        return tuple(
            Wording(
                self._template((*path, number, "say"), one.say, occasion.names),
                self._when((*path, number), one.when, occasion.kinds),
            )
            for number, one in enumerate(stated)
        )

    def day(self, name: str, stated: StatedDay) -> DayRule:
        path = ("days", name)
        if stated.on in _OF_ONE and stated.of is None:
            told = f"'{stated.on}' is the day of an offer: say 'of: offer' or 'of: other'"
            raise RuleError([self.document.problem((*path, "on"), told, code="entry.missing")])
        names = OF_DAYS if stated.of is None else OF_DAYS | OF_A_DAY
        wording = Wording(
            self._template((*path, "say"), stated.say, names),
            self._when(path, stated.when, ("step", "day")),
        )
        return DayRule(stated.on, stated.of, wording)

    def occasion(self, part: str, name: str, known: Mapping[str, Occasion]) -> Occasion:
        if name in known:
            return known[name]
        told = f"nothing is said on '{name}'; there are {', '.join(known)}"
        raise RuleError([self.document.problem((part, name), told, key=True, code="entry.unknown")])

    def _when(self, path: Path_, text: str | None, kinds: Sequence[str]) -> Expr | None:
        found = self.condition(self.document, (*path, "when"), text, kinds) if text else None
        if isinstance(found, Problem):
            raise RuleError([found])
        return found

    def _template(self, path: Path_, text: str, allowed: frozenset[str]) -> Template:
        try:
            return Template.parse(text, allowed)
        except TemplateError as error:
            problem = self.document.problem(path, str(error), code="template.unusable")
            raise RuleError([problem]) from None
