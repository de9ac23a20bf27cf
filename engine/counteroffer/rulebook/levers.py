"""Read files of levers: a condition, what it asks for, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from counteroffer.documents.document import Document, Path_
from counteroffer.documents.validate import checked
from counteroffer.language.declarations import closest, nearest
from counteroffer.language.expr import Expr, facts_of
from counteroffer.rulebook.facts import KINDS, Facts
from counteroffer.rulebook.guide import Component, GuideLever
from counteroffer.rulebook.template import Template, template
from counteroffer.text.errors import Problem, RuleError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Say:
    """A sentence of a lever and the condition under which it may be said."""

    template: Template
    needs: Expr | None


@dataclass(frozen=True, slots=True)
class Ask:
    """A measure that a lever asks for, when its own condition holds too."""

    measure: str
    when: Expr | None
    how: str


@dataclass(frozen=True, slots=True)
class Lever:
    """A checked lever, with the guide's figures and narrowing where it came through a guide."""

    id: str
    title: str
    when: Expr
    asks: Mapping[Component, Ask]
    says: tuple[Say, ...]
    document: Document = field(repr=False)
    own: GuideLever | None = None

    @property
    def line(self) -> int:
        """The line of the lever's condition in its file."""
        return self.document.places[("when",)].line


def read_lever(name: str, document: Document, facts: Facts) -> Lever:
    """A lever from its file.

    Raises RuleError with all that is wrong.
    """
    from counteroffer.rulebook.rule_files import LeverFile

    stated = checked(LeverFile, document, error=RuleError)
    found: list[Any] = []

    def tried(part: T | Problem) -> Any:
        found.append(part)
        return part

    when = tried(facts.condition(document, ("when",), stated.when))
    asks = {}
    for component, proposal in stated.asks.items():
        path = ("asks", component)
        only = proposal.when and tried(facts.condition(document, (*path, "when"), proposal.when))
        declaration = facts.declared.get(proposal.figure)
        if declaration is None or declaration.how is None:
            known = [measure for measure, one in facts.declared.items() if one.how]
            word = f"'{proposal.figure}' is not a measure that can be asked for"
            word += nearest(proposal.figure, known)
            tried(
                document.problem(
                    (*path, "figure"),
                    word,
                    code="path.unknown",
                    suggestion=closest(proposal.figure, known),
                )
            )
        else:
            asks[component] = Ask(proposal.figure, only or None, declaration.how)
    says = []
    for number, saying in enumerate(stated.says):
        here: Path_ = ("says", number)
        needs = saying.needs and tried(_needs(document, (*here, "needs"), saying.needs, facts))
        said = template(document, (*here, "text"), saying.text, facts.sayable, facts.private)
        says.append(Say(tried(said), needs or None))
    if wrong := [part for part in found if isinstance(part, Problem)]:
        raise RuleError(wrong)
    return Lever(name, stated.title, when, asks, tuple(says), document)


def _needs(document: Document, path: Path_, text: str, facts: Facts) -> Expr | Problem:
    """What a sentence needs: nothing private, since the sentence is for the other side."""
    needs = facts.condition(document, path, text, (*KINDS, "sentence"))
    if isinstance(needs, Problem):
        return needs
    named = sorted(facts.private & set(facts_of(needs)))
    if not named:
        return needs
    word = f"a sentence for the other side can't need '{named[0]}': it is private"
    return document.problem(
        path, word, start=text.find(named[0]), width=len(named[0]), code="fact.unknown"
    )
