"""A settled case → how each named figure came about, read off the program's own expressions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Literal

from counteroffer.analysis.explain.formula import Formula, Terms, number
from counteroffer.analysis.explain.leaves import Leaves
from counteroffer.analysis.explain.step import Step
from counteroffer.language.compile import compiled, divide
from counteroffer.language.declarations import listed
from counteroffer.language.expr import (
    Choose,
    Expr,
    Fact,
    FirstKnown,
    Greatest,
    Least,
    Number,
    Product,
    Quotient,
    Sum,
    Unknown,
    children,
    facts_of,
)
from counteroffer.settlement.program import Program
from counteroffer.text.deadline import in_time

_RATE = ("num", "den")
_YES = {True: "yes", False: "no"}
_OF_THE_GUIDE = ("asks", "headline", "guide_floor", "guide_accept_at")
_OF_A_TOTAL = (".on_total", ".left", ".most")  # what a total leaves has sentences of its own


class Tree:
    """The steps of a settled case by the names of the program.

    `firing` says of a rule, by its name in the program, why it fired.
    """

    def __init__(self, program: Program, leaves: Leaves) -> None:
        self.leaves, self.values = leaves, leaves.values
        self.named: dict[str, Expr] = {
            **leaves.rounds,
            **dict(program.measures),
            **dict(program.settlement),
        }
        self.headline = program.headline
        self.firing: Callable[[str], Step] = leaves.fact
        self._rules = {"headline", *(f"fired.{lever}" for lever in program.levers)}
        self._made: dict[str, Step] = {}

    def value(self, expr: Expr) -> Any:
        return compiled(expr)(self.values)

    def step(self, name: str) -> Step:
        """How a figure came about: a fact, or what it was worked out from.

        A figure that is no more than another one is that one.
        """
        if name not in self._made:
            if name in self._rules:
                self._made[name] = self.firing(name)
            elif name in self.named:
                self._made[name] = self.derived(name, self.named[name])
            else:
                self._made[name] = self.leaves.fact(name)
        return self._made[name]

    def figure(self, name: str) -> Step:
        """A figure under its own name, even where it is no more than another one."""
        step = self.derived(name, self.named[name], whole=True)
        return replace(step, name=name, taken=None)

    def proposal(self, name: str, why: tuple[Step, ...] = ()) -> Step:
        """What a rule asks for, and why it fired."""
        step = self.step(name)
        text = self.leaves.text(name, name, step.value)
        # A choice under this very name would stand twice.
        inner = step.children if step.name == name and step.kind == "least" else (step,)
        return replace(_bare(step), name=name, kind="proposal", text=text, children=(*inner, *why))

    def chosen(self, expr: Expr) -> tuple[Expr, list[Expr]]:
        """What a choice came to, and the conditions that it came by."""
        conditions: list[Expr] = []
        while True:
            match expr:
                case Choose(Fact(), Number(), Number()):  # a truth that is counted
                    return expr, conditions
                case Choose(condition, then, otherwise):
                    conditions.append(condition)
                    expr = then if self.value(condition) is True else otherwise
                case FirstKnown(terms):
                    known = (term for term in terms if self.value(term) is not None)
                    expr = next(known, terms[-1])
                case _:
                    return expr, conditions

    def derived(self, name: str, expr: Expr, *, whole: bool = False) -> Step:
        """How the value of an expression came about, under a name.

        `whole` keeps the name even where it is no more than another figure.
        """
        in_time()
        value, (chosen, conditions) = self.value(expr), self.chosen(expr)
        if value is None:
            return self.leaves.missing(name, self._read(conditions, decided=True))
        if isinstance(value, bool):
            return self._truth(name, expr, value)
        match chosen:
            case Fact(other) if not whole:
                return self.step(other)
            case Greatest(terms) | Least(terms):
                kind: Literal["greatest", "least"] = (
                    "greatest" if isinstance(chosen, Greatest) else "least"
                )
                return self._choice(name, kind, terms, value, whole=whole)
            case Number(_, origin) if origin and not whole:
                return self._constant(name, chosen)
            case _:
                return self._arithmetic(name, chosen, value, conditions, whole=whole)

    def _truth(self, name: str, expr: Expr, value: bool) -> Step:
        """Whether something holds, and the figures that it is seen by."""
        names = dict.fromkeys(facts_of(expr))
        below = tuple(self.step(one) for one in names if self.values.get(one) is not None)
        text = self.leaves.text(name, name, value)
        return Step(name, "condition", value, _YES[value], text, children=below)

    def _read(self, conditions: Iterable[Expr], *, decided: bool = False) -> tuple[Step, ...]:
        """The figures that conditions look at; `decided`: of those alone that do not hold."""
        told = [one for one in conditions if not decided or self.value(one) is False]
        names = dict.fromkeys(name for one in told for name in facts_of(one) if name in self.named)
        return tuple(self.step(name) for name in names)

    # choices

    def _choice(
        self,
        name: str,
        kind: Literal["greatest", "least"],
        terms: Iterable[Expr],
        value: int,
        *,
        whole: bool,
    ) -> Step:
        known = [term for term in terms if self.value(term) is not None]
        parts = [self._part(f"{name}.{at}", term) for at, term in enumerate(known, 1)]
        if len(parts) == 1 and not whole:
            return parts[0]
        called = list(
            dict.fromkeys(
                self._called(term) or part.text for term, part in zip(known, parts, strict=True)
            )
        )
        key = name if self.leaves.sentences.find(name) else kind
        text = self.leaves.text(key, name, parts=listed(called)) if len(parts) > 1 else called[0]
        children = tuple(replace(part, taken=part.value == value) for part in parts)
        unit = self.leaves.place.currency
        return Step(name, kind, value, self.leaves.money(value), text, unit, children=children)

    def _part(self, name: str, term: Expr) -> Step:
        """One of several to choose from; what a rule proposes comes with why it fired."""
        match term:
            case Choose(Fact(rule), Fact(asked)) if rule in self._rules:
                return self.proposal(asked, (self.step(rule),))
            case _:
                return self.derived(name, term)

    def _called(self, term: Expr) -> str | None:
        """What a part of a choice is called: by its own name, or that of what it comes to."""
        chosen, _ = self.chosen(term)
        match chosen:
            case Fact(name):
                inner = self.named.get(name)
                return self.leaves.called(name) or (self._called(inner) if inner else None)
            case Number(_, origin) if origin:
                return self.leaves.called(origin.how or "stated")
            case _:
                return None

    # arithmetic

    def _constant(self, name: str, constant: Number) -> Step:
        """A figure of the guide as it is stated, or how it was carried here."""
        origin = constant.origin
        assert origin
        if origin.worked is None:
            return self.leaves.figure(constant, origin.path)
        return self._arithmetic(
            f"{_stated(origin.worked) or name}.here",
            origin.worked,
            constant.value,
            [],
            key=origin.how,
        )

    def _arithmetic(
        self,
        name: str,
        expr: Expr,
        value: int,
        conditions: list[Expr],
        *,
        whole: bool = False,
        key: str = "",
    ) -> Step:
        line = _Line(self, name)
        terms = line.terms(expr, outer=True)
        below = tuple(sorted(line.used.values(), key=self._order))
        money = self._is_money(name)
        if len(below) == 1 and below[0].value == value and not (whole or key) and money:
            return below[0]
        rounding, step = (expr.rounding, expr.step) if isinstance(expr, Quotient) else (None, 1)
        return Step(
            name,
            "formula",
            value,
            self.leaves.money(value) if money else str(value),
            self.leaves.text(
                key or self._key(name, below),
                name,
                value,
                stands=self._stands(below) if key == "carried" else None,
            ),
            self.leaves.place.currency if money else "",
            "",
            line.formula.written(terms),
            rounding,
            step,
            children=below or self._read(conditions),
        )

    def _order(self, step: Step) -> tuple[bool, bool, bool, bool]:
        """Rates behind figures, and the ends of bands behind what is carried between them."""
        band = step.name.startswith("bands.")
        here = self.leaves.place.rules.standing_for(self.leaves.place.region)
        own = band and step.name.startswith(f"bands.{here}.")
        return step.kind == "rate", band, own, band and step.name.endswith(".high")

    def _is_money(self, name: str) -> bool:
        declared = self.leaves.rulebook.declared
        return name not in declared or declared[name].type == "money"

    def _key(self, name: str, below: tuple[Step, ...]) -> str:
        """The sentence for arithmetic: of its name, or of what is done to the guide's figures."""
        of_guide = name.split(".")[0] in _OF_THE_GUIDE and not name.endswith(_OF_A_TOTAL)
        if self.leaves.sentences.find(name) and not of_guide:
            return name
        kinds = sorted(one.kind for one in below)
        return "converted" if kinds == ["figure", "rate"] else "on-total"

    def _stands(self, below: tuple[Step, ...]) -> str:
        """Where a figure that is carried stands in its own region's band, in words."""
        figure, low, high = (int(str(one.value)) for one in below[:3])
        band = below[1].name.split(".")[1]
        label = self.leaves.guide.bands[band].name
        percent = divide((figure - low) * 100, high - low, "half-up")
        if percent < 0:
            return f"{-percent} % of its width under {label}'s band"
        if percent > 100:
            return f"{percent - 100} % of its width over {label}'s band"
        return f"{percent} % of the way up {label}'s band"


def _stated(expr: Expr) -> str:
    """The name of the figure that is carried or converted: the first that is no end of a band."""
    if isinstance(expr, Number):
        path = expr.origin.path if expr.origin else ()
        return ".".join(map(str, path)) if path and path[0] != "bands" else ""
    return next((name for name in map(_stated, children(expr)) if name), "")


def _bare(step: Step) -> Step:
    """The value of a step alone."""
    return Step(step.name, step.kind, step.value, step.shown, step.text, step.unit)


class _Line:
    """One line of arithmetic: its terms, and the steps of the figures and rates in it."""

    def __init__(self, tree: Tree, name: str) -> None:
        self.formula, self.used = Formula(), dict[str, Step]()
        self._tree, self._name = tree, name

    def terms(self, expr: Expr, *, outer: bool = False) -> Terms:
        """The terms of an expression; a rounded part is a figure by itself, but for the `outer`."""
        expr, _ = self._tree.chosen(expr)
        match expr:
            case Number(value, None):
                return number(value)
            case Unknown():
                return ()
            case Fact(name) | Choose(Fact(name)):
                return self._fact(name)
            case Sum(terms):
                return tuple(one for term in terms for one in self.terms(term))
            case Product(factors):
                product = number(1)
                for factor in factors:
                    product = self.formula.product(product, self.terms(factor))
                return product
            case Quotient(above, by) if outer:
                return self.formula.quotient(self.terms(above), self.terms(by))
            case _:
                part = f"{self._name}.{len(self.used) + 1}"
                return self._figure(self._tree.derived(part, expr))

    def _fact(self, name: str) -> Terms:
        whose, _, part = name.rpartition(".")
        if part in _RATE:
            return self._rate(whose, part)
        if part == "years":
            return number(self._tree.value(Fact(name)))
        return self._figure(self._tree.step(name))

    def _figure(self, step: Step) -> Terms:
        self.used.setdefault(step.name, step)
        text = str(step.value)
        if text.endswith("%"):  # hundredths of a percent
            return self.formula.product(
                number(10_000), self.formula.factor(step.name, f"{text[:-1]} / 100")
            )
        return self.formula.factor(step.name, text)

    def _rate(self, offer: str, part: str) -> Terms:
        found = self._tree.leaves.rate(offer)
        if found is None:
            return number(1)
        text, step = found
        self.used.setdefault(step.name, step)
        return self.formula.rate(offer, part, text)
