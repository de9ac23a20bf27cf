"""A guide's own cases → checked cases, and each figure of the answer that they expect with its
place in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, GetJsonSchemaHandler, TypeAdapter, model_validator
from pydantic_core import CoreSchema

from counteroffer.answers.answer import Counteroffer
from counteroffer.cases.case import Case
from counteroffer.cases.check import read_whole
from counteroffer.cases.negotiated import at_its_level
from counteroffer.documents.document import Document, Path_
from counteroffer.documents.fields import Grant, Model, Once, Single, Slug, Text, currency_of
from counteroffer.documents.pay_fields import Flag
from counteroffer.documents.short_forms import Schema
from counteroffer.documents.validate import checked
from counteroffer.language.declarations import nearest
from counteroffer.money.read_amount import Amount
from counteroffer.rulebook.guide import Guide
from counteroffer.rulebook.guides import GuideRules
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.region_figures import find_region
from counteroffer.text.characters import cut
from counteroffer.text.errors import CaseError, Problem, RuleError
from counteroffer.text.phrases import over


class ExpectedPackage(Model):
    """Figures of an ask; null where the answer has none."""

    base: Single | None = Field(None, description="Base a year")
    equity: Grant | None = Field(None, description="Over the guide's period")
    signing: Once | None = Field(None, description="Paid once")
    annual: Single | None = Field(None, description="What it is worth a year")


class ExpectedFloor(Model):
    """The floor's base, and what that package is worth a year."""

    base: Single | None = Field(None, description="Base a year")
    annual: Single | None = Field(None, description="What it is worth a year")


class ExpectedWalkAway(Model):
    """The base under which to leave, what it is worth a year, and what decides it."""

    base: Single | None = Field(None, description="Base a year")
    annual: Single | None = Field(None, description="What it is worth a year")
    because: Text | None = Field(None, description="minimum, floor, or a company")


class ExpectedGap(Model):
    """By how much the best held offer is worth more where nothing more is asked."""

    annual: Single | None = Field(None, description="How much more a year")
    against: Text | None = Field(None, description="The company that it is against")


class ExpectedBreakEven(Model):
    """The break-even with the asked equity, with the equity as offered, and the company that it is
    against."""

    base: Single | None = Field(None, description="With the asked equity")
    base_as_offered: Single | None = Field(None, description="With the equity as offered")
    against: Text | None = Field(None, description="The company that it is against")


class Expected(Model):
    """The parts of the answer that a case is about; what is left out can be anything."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    ask: ExpectedPackage = Field(ExpectedPackage(), description="What to ask")
    stretch: ExpectedPackage = Field(ExpectedPackage(), description="The most to ask")
    floor: ExpectedFloor | None = Field(None, description="The least to accept")
    walk_away: ExpectedWalkAway | None = Field(None, description="Where to leave")
    break_even: ExpectedBreakEven | None = Field(None, description="What the best offer is worth")
    gap: ExpectedGap | None = Field(None, description="What the best offer is worth more")
    verdict: Literal["prepare", "counter", "accept", "walk-away"] = Field(
        "counter", description="What to do with the offer"
    )
    headline: Flag = Field(False, description="Whether the guide's opening position fires")
    levers: tuple[Slug, ...] = Field((), description="All levers that fire, in any order")
    undecided: tuple[Slug, ...] = Field(
        (), description="All levers that can't be decided, in any order"
    )
    warnings: tuple[Text, ...] = Field((), description="Codes that must be among the warnings")

    @model_validator(mode="after")
    def _expects_something(self) -> Expected:
        if not self.model_fields_set:
            raise ValueError(
                f"nothing is expected: name one of {', '.join(type(self).model_fields)}"
            )
        return self


class _OwnCase:
    """The schema of a case that leaves out which guide it is for."""

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> Schema:
        stated = handler.resolve_ref_schema(handler(TypeAdapter(Case).core_schema))
        entries = {name: one for name, one in stated["properties"].items() if name != "guide"}
        return {**stated, "properties": entries, "required": ["region"]}


class GuideCase(Model):
    """Facts of one negotiation with this company, and what the answer must be."""

    name: Text = Field(min_length=1, description="What the case shows, in a few words")
    case: Annotated[Mapping[str, Any], _OwnCase()] = Field(
        description="A case file's entries without 'guide'; today is the guide's as_of unless said"
    )
    expect: Expected = Field(description="The parts of the answer that the case is about")


class GuideFile(Guide):
    """One company and role, its cases read as well."""

    cases: tuple[GuideCase, ...] = Field(
        (), description="What the answer must be, tried by: counteroffer rules test"
    )


@dataclass(frozen=True, slots=True)
class Expectation:
    """One thing that an answer must have: `ask.base` and 125000, and where the guide's file says
    so."""

    name: str
    value: Any
    path: Path_

    def met_by(self, found: Any) -> bool:
        """Whether what an answer has is what is expected."""
        if self.name == "warnings":
            return set(self.value) <= set(found)
        return (
            sorted(self.value) == sorted(found)
            if isinstance(self.value, tuple)
            else bool(self.value == found)
        )


@dataclass(frozen=True, slots=True)
class StatedGuideCase:
    """One case of a guide."""

    rules: GuideRules
    name: str
    path: Path_
    case: Case
    expected: tuple[Expectation, ...]


def guide_cases(rules: GuideRules, rulebook: Rulebook) -> tuple[StatedGuideCase, ...]:
    """The cases of a guide, in the order of its file.

    Raises RuleError with all that is wrong with them.
    """
    found: list[Problem] = []
    cases: list[StatedGuideCase] = []
    names: set[str] = set()
    for number in range(len(rules.guide.cases)):
        path: Path_ = ("cases", number)
        try:
            stated = checked(GuideCase, rules.document, path, RuleError)
        except RuleError as error:
            found += error.problems
            found += _wrong_facts(rules, path, rulebook)
            continue
        if stated.name in names:
            found.append(
                rules.document.problem(
                    (*path, "name"), f"'{cut(stated.name)}' stands twice: name each case"
                )
            )
        names.add(stated.name)
        if "guide" in stated.case:
            word = "a guide's own case is for this guide: leave 'guide' out"
            found.append(rules.document.problem((*path, "case", "guide"), word, key=True))
        try:
            case = read_whole(_case(rules, (*path, "case")), rulebook)
        except CaseError as error:
            found += error.problems
            continue
        reader = _ExpectationReader(
            rules,
            (*path, "expect"),
            find_region(rulebook, at_its_level(rules, case), case.region)[2],
        )
        cases.append(
            StatedGuideCase(rules, stated.name, path, case, tuple(reader.read(stated.expect)))
        )
        found += reader.problems
    if found:
        raise RuleError(sorted(found, key=lambda one: (one.line, one.column)))
    return tuple(cases)


def _wrong_facts(rules: GuideRules, path: Path_, rulebook: Rulebook) -> tuple[Problem, ...]:
    """What is wrong with the facts of a case that is malformed in other ways as well."""
    entry: Any = rules.document.value
    for step in path:
        entry = entry[step]
    if not isinstance(entry, Mapping) or not isinstance(entry.get("case"), Mapping):
        return ()
    try:
        read_whole(_case(rules, (*path, "case")), rulebook)
    except CaseError as error:
        return error.problems
    return ()


def _case(rules: GuideRules, path: Path_) -> Document:
    """The case at a path of a guide's file, as a document of its own whose parts stand where they
    stand there."""
    value: Any = rules.document.value
    for step in path:
        value = value[step]
    value = {"today": rules.guide.as_of.isoformat(), **value, "guide": rules.id}
    places, keys = (
        {inner[len(path) :]: place for inner, place in stand.items() if inner[: len(path)] == path}
        for stand in (rules.document.places, rules.document.keys)
    )
    return replace(rules.document, value=value, places=places, keys=keys)


class _ExpectationReader:
    """What a case expects, figure by figure, and the problems met on the way."""

    def __init__(self, rules: GuideRules, path: Path_, currency: str) -> None:
        self.problems: list[Problem] = []
        self._rules, self._path, self._currency = rules, path, currency

    def read(self, expected: Expected) -> Iterator[Expectation]:
        for name in Expected.model_fields:
            if name not in expected.model_fields_set:
                continue
            value, path = getattr(expected, name), (*self._path, name)
            if name in ("levers", "undecided"):
                self._levers(path, value)
            if isinstance(value, Model):
                inner = (one for one in type(value).model_fields if one in value.model_fields_set)
                for one in inner:
                    yield Expectation(
                        f"{name}.{one}",
                        self._plain((*path, one), getattr(value, one)),
                        (*path, one),
                    )
            else:
                none = f"{name}.annual" if name == "gap" else f"{name}.base"
                yield Expectation(none if value is None else name, value, path)

    def _levers(self, path: Path_, ids: tuple[str, ...]) -> None:
        known = [lever.id for lever in self._rules.levers]
        for number, name in enumerate(ids):
            if name not in known:
                word = f"'{cut(name)}' is no lever of this guide{nearest(name, known)}"
                self.problems.append(self._rules.document.problem((*path, number), word))

    def _plain(self, path: Path_, value: Any) -> Any:
        """An amount in whole units; anything else as it is."""
        if not isinstance(value, Amount):
            return value
        years, own = value.years or (1 if value.period else None), self._rules.guide.years
        try:
            currency = currency_of(value, self._currency)
        except ValueError as error:
            self.problems.append(self._rules.document.problem(path, str(error)))
            return None
        if currency != self._currency:
            self._say(path, f"is in {currency}, and the answer in {self._currency}")
        elif path[-1] == "equity" and years and years != own:
            self._say(
                path, f"this is {over(years)}, and every equity figure of this guide {over(own)}"
            )
        elif value.low != int(value.low):
            self._say(path, "answers are in whole units")
        return int(value.low)

    def _say(self, path: Path_, message: str) -> None:
        self.problems.append(self._rules.document.problem(path, message))


def figures(answer: Counteroffer) -> dict[str, Any]:
    """What a case can expect of an answer, by the names of `Expectation`."""
    found: dict[str, Any] = {}
    for side, package in (("ask", answer.ask), ("stretch", answer.stretch)):
        found |= {f"{side}.{name}": getattr(package, name) for name in ExpectedPackage.model_fields}
    limits: tuple[tuple[str, type[Model]], ...] = (
        ("floor", ExpectedFloor),
        ("walk_away", ExpectedWalkAway),
        ("break_even", ExpectedBreakEven),
        ("gap", ExpectedGap),
    )
    for limit, expected in limits:
        stated = getattr(answer, limit)
        found |= {f"{limit}.{name}": getattr(stated, name, None) for name in expected.model_fields}
    return found | {
        "verdict": answer.verdict,
        "headline": answer.headline,
        "levers": tuple(lever.id for lever in answer.levers if lever.fired),
        "undecided": tuple(lever.id for lever in answer.levers if lever.fired is None),
        "warnings": tuple(dict.fromkeys(notice.code for notice in answer.warnings)),
    }
