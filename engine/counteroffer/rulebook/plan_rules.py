"""Read `plan.yaml`: requests for concessions, what a plan says to the other side, the next step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import Field

from counteroffer.documents.document import Document, Path_
from counteroffer.documents.fields import Model, Slug, Text
from counteroffer.documents.validate import checked
from counteroffer.language.compile import compiled
from counteroffer.language.expr import Expr, Value
from counteroffer.rulebook.facts import KINDS
from counteroffer.rulebook.template import Template, TemplateError
from counteroffer.text.errors import Problem, RuleError

Condition = Callable[[Document, Path_, str, Sequence[str]], "Expr | Problem"]
STEP = "next-step"
# What the words of an occasion may name, and what of that is not always known.
OCCASIONS: Mapping[str, frozenset[str]] = {
    "concession": frozenset({"request", "asked", "dropped", "offered_equity", "asked_equity"}),
    "more-time": frozenset({"until", "wanted", "over", "weighed"}),
    "fixed-base": frozenset({"base", "asked"}),
    STEP: frozenset(
        (
            *("expires", "expired", "by", "other", "other_expires"),
            *("best", "behind", "ask_behind", "extra"),
            *("lever", "needs", "more_levers"),
        )
    ),
}
_AT_TIMES = OCCASIONS[STEP] | {"dropped", "offered_equity", "asked_equity", "over", "weighed"}
# What conditions may name: of a plan, the facts of a case and what is asked next; of a next step,
# what an answer says.
_OF_PLANS, _OF_STEPS = (*KINDS, "plan"), ("step",)


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


@dataclass(frozen=True, slots=True)
class PlanRules:
    """The requests in their order, and wordings by occasion: the first that fits is said."""

    requests: tuple[Request, ...]
    words: Mapping[str, tuple[Wording, ...]]

    def said(
        self, occasion: str, words: Mapping[str, str | None], facts: Mapping[str, Value]
    ) -> str:
        """The first wording whose condition holds on the facts and whose names are all known."""
        fitting = (
            text
            for one in self.words[occasion]
            if one.when is None or compiled(one.when)(facts) is True
            if (text := one.say.render(words)) is not None
        )
        return next(fitting)


class StatedRequest(Model):
    """Something to ask for in return: what it is, its words behind "if", when it makes sense."""

    what: Text = Field(min_length=1)
    say: Text = Field(
        min_length=1, description="An own clause that follows 'if': we agree in writing on ..."
    )
    when: str | None = None


class StatedWording(Model):
    """A text for the other side, and when it fits."""

    say: Text = Field(min_length=1)
    when: str | None = None


class PlanFile(Model):
    """`plan.yaml`: requests in return for a concession, and wordings by occasion.

    The first request that makes sense comes first, and the first wording that fits is said.
    """

    requests: Mapping[Slug, StatedRequest] = {}
    words: Mapping[Slug, tuple[StatedWording, ...]] = {}


def plan_rules(documents: Iterable[Document], condition: Condition) -> PlanRules:
    """The rules of all folders; what has the same name in a later one replaces it.

    Raises RuleError.
    """
    requests: dict[str, Request] = {}
    words: dict[str, tuple[Wording, ...]] = {}
    for document in documents:
        file = checked(PlanFile, document, error=RuleError)
        for name, stated in file.requests.items():
            path = ("requests", name)
            say = _template(document, (*path, "say"), stated.say, frozenset({"yearly"}))
            when = _when(document, path, stated.when, condition, _OF_PLANS)
            requests[name] = Request(name, stated.what, say, when)
        for occasion, wordings in file.words.items():
            words[occasion] = _wordings(document, occasion, wordings, condition)
    return PlanRules(tuple(requests.values()), words)


def _wordings(
    document: Document, occasion: str, stated: tuple[StatedWording, ...], condition: Condition
) -> tuple[Wording, ...]:
    path = ("words", occasion)
    if occasion not in OCCASIONS:
        told = f"nothing is said on '{occasion}'; there are {', '.join(OCCASIONS)}"
        raise RuleError([document.problem(path, told, key=True, code="entry.unknown")])
    kinds = _OF_STEPS if occasion == STEP else _OF_PLANS
    found = tuple(
        Wording(
            _template(document, (*path, number, "say"), one.say, OCCASIONS[occasion]),
            _when(document, (*path, number), one.when, condition, kinds),
        )
        for number, one in enumerate(stated)
    )
    if not found or found[-1].when is not None or _AT_TIMES & {*found[-1].say.names}:
        told = "the last wording is for all other cases: it has no 'when'"
        if found and found[-1].when is None:
            told += " and names nothing that is there at times only"
        raise RuleError(
            [document.problem((*path, max(0, len(found) - 1)), told, code="entry.missing")]
        )
    return found


def _when(
    document: Document,
    path: Path_,
    text: str | None,
    condition: Condition,
    kinds: Sequence[str],
) -> Expr | None:
    found = condition(document, (*path, "when"), text, kinds) if text else None
    if isinstance(found, Problem):
        raise RuleError([found])
    return found


def _template(document: Document, path: Path_, text: str, allowed: frozenset[str]) -> Template:
    try:
        return Template.parse(text, allowed)
    except TemplateError as error:
        raise RuleError([document.problem(path, str(error), code="template.unusable")]) from None
