"""Another competing offer as a change: conditions on what is held become conditions on that offer.

It is put in words, always as a hypothesis, and as a case states it.

What is held is worked out from the offers, so no measure of it changes by itself: one more offer
adds to their number, and raises the greatest base and the greatest annual total to its own where
that is more. Here every measure that an offer can raise becomes the greater of what it is and of a
figure of that offer, leaf by leaf, so that what is left names no maximum.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from counteroffer.analysis.least_change.satisfy import FactChange
from counteroffer.language import expr as x
from counteroffer.language.declarations import Declaration
from counteroffer.language.expr import Expr, Operator, Value, facts_of
from counteroffer.settlement.region_figures import RegionFigures
from counteroffer.text.frozen import freeze

HELD = "held_offers"
MEASURES = (
    "held_offers",
    "highest_held_base",
    "best_held_annual",
    "matched_base",
    "matched_equity",
)
BASE, ANNUAL, EQUITY = "another_base", "another_annual", "another_equity"


@dataclass(frozen=True, slots=True)
class Kind:
    """What an offer that is added states, and which of its figures each measure is raised to."""

    states: tuple[str, ...]
    raises: Mapping[str, str]


_BY_BASE = {"highest_held_base": BASE, "matched_base": BASE}
OF_BASE = Kind((BASE,), {**_BY_BASE, "best_held_annual": BASE})
OF_EQUITY = Kind((ANNUAL,), {"best_held_annual": ANNUAL})
OF_BOTH = Kind((BASE, ANNUAL), {**_BY_BASE, "best_held_annual": ANNUAL})
OF_A_GRANT = Kind((EQUITY,), {"matched_equity": EQUITY})
OF_NEITHER = Kind((), {})
KINDS = (OF_BASE, OF_EQUITY, OF_BOTH, OF_A_GRANT, OF_NEITHER)


def with_another(condition: Expr, kind: Kind, values: Mapping[str, Value]) -> Expr:
    """A condition, as `positive` writes it, if an offer of that kind were added to `values`."""
    rest = _raised(condition, kind.raises, values)
    return x.And((rest, x.Compare(">=", x.Fact(ANNUAL), x.Fact(BASE)))) if kind == OF_BOTH else rest


def _raised(expr: Expr, raises: Mapping[str, str], values: Mapping[str, Value]) -> Expr:
    match expr:
        case x.And(terms):
            return x.And(tuple(_raised(term, raises, values) for term in terms))
        case x.Or(terms):
            return x.Or(tuple(_raised(term, raises, values) for term in terms))
        case x.Compare(operator, left, right):
            return _compared(operator, left, right, raises, values)
        case x.Known() if raises.keys() & set(facts_of(expr)):
            return x.TRUE
        case x.Not(x.Known()) if raises.keys() & set(facts_of(expr)):
            return x.FALSE
        case _:
            return expr


def _compared(
    operator: Operator,
    left: Expr,
    right: Expr,
    raises: Mapping[str, str],
    values: Mapping[str, Value],
) -> Expr:
    """A comparison, with each measure in it put as the greater of two figures."""

    def with_figure(sign: Operator, figure: Expr) -> Expr:
        if isinstance(right, x.Fact) and right.name in raises:
            return _compared(x.FLIPPED[sign], right, figure, raises, values)
        return x.Compare(sign, figure, right)

    if not (isinstance(left, x.Fact) and left.name in raises):
        return with_figure(operator, left)
    now, offered = values.get(left.name), x.Fact(raises[left.name])
    if not isinstance(now, int):
        return with_figure(operator, offered)

    def both(sign: Operator) -> tuple[Expr, Expr]:
        return with_figure(sign, x.Number(now)), with_figure(sign, offered)

    if operator in (">", ">="):
        return x.Or(both(operator))
    if operator in ("<", "<="):
        return x.And(both(operator))
    if operator == "==":
        return x.And((*both("<="), x.Or(both("=="))))
    return x.Or((*both(">"), x.And(both("<"))))


_WORDS = ((BASE, "with a base of {}"), (ANNUAL, "worth {} a year"), (EQUITY, "with equity of {}"))


@dataclass(frozen=True, slots=True)
class AddedOffers:
    """A number of added offers of one kind, all with the same figures."""

    number: int
    kind: Kind
    figures: Mapping[str, FactChange]

    def __post_init__(self) -> None:
        freeze(self, "figures")

    def words(self, named: Collection[int], money: Callable[[int], str]) -> str:
        """`with a base of more than US$180,000`; nothing where any figure will do.

        `named` are figures of the case.
        """
        parts = [] if self.kind.states else ["with a signing bonus and no more"]
        for name, words in _WORDS:
            change = self.figures.get(name)
            if change is None:
                continue
            wanted = change.text.partition(": ")[2].removesuffix(" (not stated)")
            if (
                isinstance(change.value, int)
                and change.value - 1 in named
                and wanted.endswith(" or more")
            ):
                wanted = f"more than {money(change.value - 1)}"
            parts.append(words.format(wanted))
        return " and ".join(parts)

    def stated(self, place: RegionFigures, declared: Mapping[str, Declaration]) -> dict[str, Any]:
        """One of these offers as a case has it, but for its company.

        Figures that don't matter are the least that makes sense.
        """

        def figure(name: str) -> int:
            change = self.figures.get(name)
            return change.value if change and isinstance(change.value, int) else declared[name].min

        stated: dict[str, Any] = {"currency": place.currency}
        base = figure(BASE) if BASE in self.kind.states else 0
        if base:
            stated["base"] = base
        if ANNUAL in self.kind.states:
            stated["equity"] = {"amount": figure(ANNUAL) - base, "years": 1}
        if EQUITY in self.kind.states:
            stated["equity"] = {"amount": figure(EQUITY), "years": place.guide.years}
        return stated if self.kind.states else {**stated, "signing": place.step}


def hypothesis(
    offers: tuple[AddedOffers, ...], named: Collection[int], money: Callable[[int], str]
) -> str:
    """`if you held another offer with a base of more than US$180,000, or one worth ...`."""
    number = offers[0].number
    held, one = ("another offer", "one") if number == 1 else (f"{number} more offers", "ones")
    texts = [text for added in offers if (text := added.words(named, money))]
    return f"if you held {held}" + (
        f" {f', or {one} '.join(texts)}" if len(texts) == len(offers) else ""
    )
