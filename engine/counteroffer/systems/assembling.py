"""Fact by fact from an offer into a case, which is then checked as any other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from counteroffer.cases.case import Case
from counteroffer.cases.check import problems_of
from counteroffer.cases.normalise import situation
from counteroffer.cases.parts import put
from counteroffer.money.rates import Rates
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.systems.amount_of_field import NotTaken
from counteroffer.systems.fact_values import FactReader, FactValue
from counteroffer.systems.payload_offer import PayloadField, PayloadOffer
from counteroffer.systems.system_case import LeftField, SystemCase, TakenFact, shown_value
from counteroffer.systems.system_files import FactSource
from counteroffer.systems.system_map import REFUSED, SystemMap
from counteroffer.text.errors import CaseError, Problem, Way

_LONGEST = 80  # characters of a text that is shown
_TRIES = 50
_NOT_MAPPED = "not mapped"
_ELSEWHERE = (
    "no currency is stated for it, and the offer is in {stated} where the region has {own}: write"
    " 'currency' for it into the map"
)


class Assembling:
    """One case in the making: what is taken so far, and why other fields are not."""

    def __init__(self, read: SystemMap, found: PayloadOffer, book: Rulebook) -> None:
        self._read, self._found, self._book = read, found, book
        self._reader = FactReader(read, found, book)
        self._taken: dict[str, TakenFact] = {}
        self._values: dict[str, FactValue] = {}
        self._places: dict[str, Way] = {}
        self._why: dict[Way, str] = {}
        self._told: list[str] = []

    def constant(self, fact: str, value: str | None) -> None:
        """A fact that is said beside the payload: it goes before the map's."""
        if value is not None:
            self._taken[fact] = TakenFact(fact, value, "given")

    def take_over(self) -> None:
        """Every fact that the map has a place for."""
        for fact, source in sorted(self._read.facts.items(), key=_in_order):
            if source.value is not None:
                self._taken.setdefault(fact, TakenFact(fact, source.value, "map"))
            elif fact not in self._taken:
                self._take(fact, source)

    def _take(self, fact: str, source: FactSource) -> None:
        fields = self._found.found(source)
        if not fields and fact not in self._read.preset:
            self._told.append(f"{fact}: there is no {source.shown} in the payload")
        if len(fields) > 1:
            told = f"{fact}: several fields have that name, and differ"
            self._why.update(dict.fromkeys((one.path for one in fields), told))
        if len(fields) != 1:
            return
        field = fields[0]
        try:
            made = self._reader.value(fact, source, field)
        except NotTaken as why:
            self._why[field.path] = f"{fact}: {why}"
            return
        if made.value is not None:  # else it is listed among what states nothing
            self._taken[fact] = TakenFact(fact, made.value, field.at)
            self._places[fact], self._values[fact] = field.path, made

    def finished(self) -> SystemCase:
        """The case of what is taken, without what its checks refuse. Raises CaseError."""
        self._settle()
        self._drop_bare()
        self._settle()
        stated = self._stated()
        assumed = self._assumed()
        told = (*self._found.told, *self._told, *self._read.system.notes)
        return SystemCase(
            Case.of(stated),
            self._read.system.name,
            stated,
            tuple(self._taken.values()),
            tuple(self._left()),
            tuple(one.at for one in self._fields() if _states_nothing(one.value)),
            tuple(one for one in told if one not in assumed),
            tuple(assumed),
        )

    def _settle(self) -> None:
        """Give up facts until the case has nothing against it. Raises CaseError."""
        for _ in range(_TRIES):
            found = problems_of(self._stated(), rulebook=self._book)
            if not found:
                return
            self._give_up(found)
        raise CaseError(found)

    def _stated(self) -> dict[str, Any]:
        parts: dict[str, dict[str, Any]] = {"candidate": {}, "offer": {}}
        stated: dict[str, Any] = {}
        for fact, one in self._taken.items():
            head, _, part = fact.partition(".")
            if head == "offer":
                parts[head] = dict(put(parts[head], part, one.value))
            elif part:
                parts[head][part] = one.value
            else:
                stated[fact] = one.value
        stated |= {name: one for name, one in parts.items() if one}
        assumed = self._assumed()
        return {**stated, "assumptions": assumed} if assumed else stated

    def _assumed(self) -> list[str]:
        told = [one for fact in self._taken if fact in self._values
                for one in self._values[fact].assumed]  # fmt: skip
        if self._found.replaced and any(fact.startswith("offer.") for fact in self._taken):
            told.append(self._found.told[-1])
        return told

    def _give_up(self, found: Iterable[Problem]) -> None:
        """Put back the facts that the case's checks are against. Raises CaseError for others."""
        given_up = [(problem, self._facts_of(problem)) for problem in found]
        hard = [self._at_its_place(problem) for problem, facts in given_up if not facts]
        if hard:
            raise CaseError(hard)
        for problem, facts in given_up:
            self._put_back(facts, problem.detail)

    def _at_its_place(self, problem: Problem) -> Problem:
        """A problem of the case's guide or region, at its place in the map if it is there."""
        document, name = self._read.document, str(problem.path[0]) if problem.path else ""
        if problem.code == "entry.missing" and name == "region":
            told = "which region? Say it (--region), or write 'region' into the map"
            return Problem(told, path=("region",), code="entry.missing")
        taken = self._taken.get(name)
        if document is None or taken is None or taken.at == "given":
            return problem
        return document.problem(
            (name,), problem.detail, code=problem.code, suggestion=problem.suggestion
        )

    def _facts_of(self, problem: Problem) -> list[str]:
        """The facts of the payload that a problem of the case is about."""
        path = tuple(str(step) for step in problem.path)
        facts = {fact: tuple(fact.split(".")) for fact in self._taken if "." in fact}
        for length in range(len(path), 0, -1):
            near = [fact for fact, way in facts.items() if way[:length] == path[:length]]
            if near:
                return near
        return []

    def _put_back(self, facts: Iterable[str], why: str) -> None:
        for fact in facts:
            if self._taken.pop(fact, None) is None:
                continue
            if (path := self._places.pop(fact, None)) is not None:
                self._why[path] = f"{fact}: {why}"
            else:
                self._told.append(f"{fact} of the map: {why}")

    def _drop_bare(self) -> None:
        """Put back amounts without a currency where the offer's own is not that of the region."""
        bare = [fact for fact in self._places if self._values[fact].bare]
        if not bare:
            return
        case = Case.of(self._stated())
        known = situation(case, self._book, region=None, rates=Rates.snapshot(), today=None)
        own = known.place.currency
        words = (str(self._taken[fact].value).split(" ") for fact in self._places)
        stated = {one[0] for one in words if len(one) > 1 and len(one[0]) == 3}
        if stated and own not in stated:
            told = _ELSEWHERE.format(stated=" and ".join(sorted(stated)), own=own)
            self._put_back(bare, told)

    # what is left

    def _fields(self) -> list[PayloadField]:
        return [one for one in self._found.all_fields() if not one.copy]

    def _left(self) -> list[LeftField]:
        used = set(self._places.values())
        used |= {path for fact in self._places for path in self._values[fact].beside}
        return [
            self._listed(one)
            for one in self._fields()
            if not _states_nothing(one.value) and not _inside(one.path, used)
        ]

    def _listed(self, one: PayloadField) -> LeftField:
        words = self._read.words
        if words.present_pay(*one.names):
            return LeftField(one.at, one.name, None, REFUSED)
        private = one.private or one.type in words.private_types
        private = private or words.may_be_private(*one.names) or _speaks(one.value)
        private = private or words.speaks_of_present_pay(" ".join(_texts(one.value)))
        why = self._why.get(one.path, _NOT_MAPPED)
        return LeftField(one.at, one.name, None if private else shown_value(one.value), why)


def _in_order(item: tuple[str, FactSource]) -> tuple[int, str]:
    """Facts before those that are parts of them, guide and region first."""
    return item[0].count("."), item[0]


def _states_nothing(value: Any) -> bool:
    return value is None or value in ("", [], {})


def _speaks(value: Any) -> bool:
    """Whether a value is a text that may say anything, or leads to a person."""
    if isinstance(value, (list, tuple)):
        return any(map(_speaks, value))
    if isinstance(value, dict):
        return any(map(_speaks, value.values()))
    return isinstance(value, str) and (len(value) > _LONGEST or "@" in value or "://" in value)


def _texts(value: Any) -> Iterator[str]:
    """The texts in a value; objects are those of amounts, and flat."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple)):
        yield from (one for one in value if isinstance(one, str))
    elif isinstance(value, dict):
        yield from (one for one in value.values() if isinstance(one, str))


def _inside(path: Way, used: set[Way]) -> bool:
    return any(path[:length] in used for length in range(len(path) + 1))
