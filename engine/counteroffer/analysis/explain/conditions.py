"""Why a rule fires or does not, and what a verdict follows from, as steps.

Each condition is told part by part, with what it reads.
"""

from __future__ import annotations

from collections.abc import Iterator

from counteroffer.analysis.explain.leaves import line
from counteroffer.analysis.explain.step import Step
from counteroffer.analysis.explain.tree import Tree
from counteroffer.documents.document import Document, Path_
from counteroffer.language.compile import compiled
from counteroffer.language.expr import (
    And,
    Compare,
    Expr,
    Fact,
    Is,
    Known,
    Not,
    Or,
    facts_of,
    positive,
)
from counteroffer.language.why import told
from counteroffer.rulebook.levers import Lever

_SAID = {True: "holds", False: "does not hold", None: "undecided"}
_YES = {True: "yes", False: "no", None: "not known"}
_WORDS = {
    "==": "is",
    "!=": "is not",
    "<": "is less than",
    "<=": "is no more than",
    ">": "is more than",
    ">=": "is not under",
}


class Conditions:
    """Takes conditions apart."""

    def __init__(self, tree: Tree) -> None:
        self._tree, self._leaves = tree, tree.leaves
        self._place, self._rulebook = tree.leaves.place, tree.leaves.rulebook
        self._levers = {lever.id: lever for lever in self._place.levers}
        tree.firing = self.rule

    def rule(self, name: str) -> Step:
        """Why a rule of the program fired or did not: the headline, or `fired.<lever>`."""
        return self.headline() if name == "headline" else self.condition(self._levers[name[6:]])

    def lever(self, lever: Lever) -> Step:
        """A lever: what it asks if it fires, and its condition."""
        fired = self._tree.values.get(f"fired.{lever.id}") is True
        condition = self.condition(lever)
        names = [f"asks.{lever.id}.{component}" for component in self._place.asks[lever.id]]
        asks = [self._tree.proposal(name) for name in names if self._tree.values[name] is not None]
        words = {False: "is silent", None: "is undecided for want of facts"}
        word = "fires" if fired else words.get(_truth(condition), "fires")
        also = ". If it fired, it would ask this" if asks and not fired else ""
        name, text = f"lever.{lever.id}", f"{lever.title}{also}"
        return Step(name, "condition", condition.value, word, text, children=(condition, *asks))

    def condition(self, lever: Lever) -> Step:
        """All conditions of a lever: the shared one, the guide's own, and the region's."""
        guide, own = self._place.rules.document, lever.own
        shared = self._rulebook.lever(lever.id).when
        parts = [self._stated(lever.document, ("when",), shared)]
        if own and own.narrowed is not None:
            assert isinstance(lever.when, And)
            parts.append(self._stated(guide, ("levers", lever.id, "and"), lever.when.terms[1]))
        if own and own.only_in:
            bound = Is(Fact("region"), own.only_in)
            parts.append(self._stated(guide, ("levers", lever.id, "only_in"), bound))
        if len(parts) == 1:
            return parts[0]
        value = self._value(self._place.conditions[lever.id])
        name, said = f"when.{lever.id}", _SAID[value]
        return Step(name, "condition", value, said, "all of these", children=tuple(parts))

    def headline(self) -> Step:
        """Whether the headline fires, and the levers by which it does."""
        values = self._tree.values
        names = dict.fromkeys(facts_of(self._tree.headline))
        fired = tuple(
            Step(name, "condition", True, "fires", name[6:], children=(self._tree.step(name),))
            for name in sorted(names)
            if values.get(name)
        )
        value = values["headline"] is True
        text = self._leaves.text("headline", "headline", value or None)
        path = ("headline",) if self._place.guide.headline else ()
        source = line(self._place.rules.document, path)
        return Step(
            "headline", "condition", value, _SAID[value], text, source=source, children=fired
        )

    def _stated(self, document: Document, path: Path_, condition: Expr) -> Step:
        """A condition with the line that it stands on."""
        stated = document.value
        for part in path:
            stated = stated[part]
        text = f"only in {stated}" if path[-1] == "only_in" else " ".join(str(stated).split())
        value, name = self._value(condition), ".".join(map(str, path))
        inner = positive(condition)
        terms = inner.terms if isinstance(inner, And) else (inner,)
        children, source = tuple(self._part(term) for term in terms), line(document, path)
        return Step(name, "condition", value, _SAID[value], text, "", source, children=children)

    def _part(self, expr: Expr) -> Step:
        value = self._value(expr)
        if isinstance(expr, (And, Or)):
            text, children = _together(expr), tuple(map(self._part, expr.terms))
        else:
            text = told(expr, self._tree.values, self._rulebook.declared, self._leaves.money)
            children = tuple(map(self._tree.step, dict.fromkeys(facts_of(expr))))
        return Step("", "condition", value, _SAID[value], text, children=children)

    # the verdict

    def verdict(self, word: str) -> Step:
        """Counter, accept or walk away, and the comparisons that it follows from."""
        _, conditions = self._tree.chosen(self._tree.named["verdict"])
        children = tuple(step for one in conditions for step in self._compared(one))
        in_hand = self._tree.values.get("offer_stated") is True
        text = self._leaves.text(f"verdict.{word}", "verdict", in_hand or None)
        return Step("verdict", "decision", word, word, text, children=children)

    def _compared(self, expr: Expr) -> Iterator[Step]:
        """The comparisons that a condition is made of, but those of what is not there."""
        match expr:
            case And(terms):
                for term in terms:
                    yield from self._compared(term)
            case Or(terms):
                yield from self._alternatives(expr, terms)
            case Compare(operator, left, right):
                yield self._comparison(expr, operator, next(facts_of(left)), next(facts_of(right)))
            case Fact(name) if isinstance(self._tree.named.get(name), (And, Or, Compare)):
                yield from self._compared(self._tree.named[name])
            case Fact(name) if self._tree.values.get(name) is not None:
                yield self._tree.step(name)

    def _alternatives(self, expr: Expr, terms: tuple[Expr, ...]) -> Iterator[Step]:
        """What at least one of has to hold; nothing where it holds for want of a figure."""
        absent = {one for one in terms if isinstance(one, Not) and isinstance(one.term, Known)}
        if any(self._value(one) for one in absent):
            return
        found = [tuple(self._compared(one)) for one in terms if one not in absent]
        if len(found) == 1:
            yield from found[0]
            return
        kept = [one for one in terms if one not in absent]
        children = (
            steps[0] if len(steps) == 1 else self._grouped(one, steps)
            for one, steps in zip(kept, found, strict=True)
        )
        yield self._grouped(expr, tuple(children))

    def _grouped(self, expr: Expr, children: tuple[Step, ...]) -> Step:
        value = self._value(expr)
        return Step("", "condition", value, _YES[value], _together(expr), children=children)

    def _comparison(self, expr: Expr, operator: str, left: str, right: str) -> Step:
        one, other = (self._leaves.called(name) or name for name in (left, right))
        value, text = self._value(expr), f"{one} {_WORDS[operator]} {other}"
        children = (self._tree.step(left), self._tree.step(right))
        return Step("", "condition", value, _YES[value], text, children=children)

    def _value(self, condition: Expr) -> bool | None:
        found: bool | None = compiled(condition)(self._tree.values)
        return found


def _together(expr: Expr) -> str:
    return "all of these" if isinstance(expr, And) else "at least one of these"


def _truth(step: Step) -> bool | None:
    return step.value if isinstance(step.value, bool) else None
