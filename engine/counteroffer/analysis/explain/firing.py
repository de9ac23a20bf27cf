"""Why a lever fires, is silent or is undecided, as steps: its condition part by part with what each
reads."""

from __future__ import annotations

from counteroffer.analysis.explain.basis import Basis, line
from counteroffer.analysis.explain.offers import OfferSteps
from counteroffer.analysis.explain.step import Step
from counteroffer.documents.document import Document, Path_
from counteroffer.language.compile import compiled
from counteroffer.language.expr import And, Expr, Fact, Is, Or, facts_of, positive
from counteroffer.language.why import told
from counteroffer.rulebook.levers import Lever
from counteroffer.settlement.program import COMPETING

SAID = {True: "holds", False: "does not hold", None: "undecided"}


class FiringSteps:
    """Takes conditions apart."""

    def __init__(self, basis: Basis, offers: OfferSteps) -> None:
        self.basis, self._offers = basis, offers

    def lever(self, lever: Lever) -> Step:
        """All conditions of a lever: the shared one, what the guide adds, and the region that it is
        bound to."""
        guide, own = self.basis.place.rules.document, lever.own
        shared = self.basis.rulebook.lever(lever.id).when
        parts = [self._stated(lever.document, ("when",), shared)]
        if own and own.narrowed is not None:
            assert isinstance(lever.when, And)
            parts.append(self._stated(guide, ("levers", lever.id, "and"), lever.when.terms[1]))
        if own and own.only_in:
            parts.append(
                self._stated(
                    guide, ("levers", lever.id, "only_in"), Is(Fact("region"), own.only_in)
                )
            )
        if len(parts) == 1:
            return parts[0]
        value = self._value(self.basis.place.conditions[lever.id])
        return Step(
            f"when.{lever.id}",
            "condition",
            value,
            SAID[value],
            "all of these",
            children=tuple(parts),
        )

    def headline(self) -> Step:
        """The headline fires with competing-offers and at least one other lever of the guide's own
        list."""
        fired = [
            Step(
                f"fired.{lever.id}",
                "condition",
                bool(self.basis.values.get(f"fired.{lever.id}")),
                "fires",
                lever.id,
                children=(self.lever(lever),),
            )
            for lever in self.basis.place.levers
            if self.basis.values.get(f"fired.{lever.id}") and (lever.own or lever.id == COMPETING)
        ]
        value = self.basis.values["headline"] is True
        text = "competing-offers fires together with another lever of the guide" + (
            "" if value else ": not so"
        )
        source = line(
            self.basis.place.rules.document,
            ("headline",) if self.basis.place.guide.headline else (),
        )
        return Step(
            "headline", "condition", value, SAID[value], text, source=source, children=tuple(fired)
        )

    def _stated(self, document: Document, path: Path_, condition: Expr) -> Step:
        """A condition with the line that it stands on."""
        stated = document.value
        for part in path:
            stated = stated[part]
        text = f"only in {stated}" if path[-1] == "only_in" else " ".join(str(stated).split())
        value = self._value(condition)
        inner = positive(condition)
        terms = inner.terms if isinstance(inner, And) else (inner,)
        children = tuple(self._part(term) for term in terms)
        return Step(
            ".".join(map(str, path)),
            "condition",
            value,
            SAID[value],
            text,
            "",
            line(document, path),
            children=children,
        )

    def _part(self, expr: Expr) -> Step:
        value = self._value(expr)
        if isinstance(expr, (And, Or)):
            text = "all of these" if isinstance(expr, And) else "at least one of these"
            return Step(
                "",
                "condition",
                value,
                SAID[value],
                text,
                children=tuple(map(self._part, expr.terms)),
            )
        basis = self.basis
        text = told(expr, basis.values, basis.rulebook.declared, basis.money)
        names = dict.fromkeys(facts_of(expr))
        return Step(
            "",
            "condition",
            value,
            SAID[value],
            text,
            children=tuple(map(self._offers.measure, names)),
        )

    def _value(self, condition: Expr) -> bool | None:
        found: bool | None = compiled(condition)(self.basis.values)
        return found
