"""What is left of an expression once some of its facts have their values: the part that still
varies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from counteroffer.language.compile import compiled
from counteroffer.language.expr import (
    NOTHING,
    And,
    Choose,
    Compare,
    Expr,
    FirstKnown,
    Greatest,
    Known,
    Least,
    Not,
    Number,
    Or,
    Product,
    Quotient,
    Sum,
    Value,
    facts_of,
)


@dataclass(frozen=True, slots=True)
class Settled:
    """An expression that no longer varies, and its value."""

    value: Value


Folded = Settled | Expr
Inner = Callable[[Expr], "Folded"]


def fold(expr: Expr, known: Mapping[str, Value], varies: frozenset[str]) -> Folded:
    """`expr` with all that does not depend on a fact in `varies` worked out from the values in
    `known`."""
    if not any(name in varies for name in facts_of(expr)):
        return Settled(compiled(expr)(known))

    def inner(node: Expr) -> Folded:
        return fold(node, known, varies)

    match expr:
        case Sum() | Product() | Quotient() | Greatest() | Least() | FirstKnown():
            return _number(expr, inner)
        case Choose(condition, then, otherwise):
            return _chosen(inner(condition), then, otherwise, inner)
        case Compare(operator, left, right):
            return Compare(operator, as_expr(inner(left)), as_expr(inner(right)))
        case Known(term):
            return Known(as_expr(inner(term)))
        case Not(term):
            return Not(as_condition(inner(term)))
        case And(terms):
            return joined(And, [inner(term) for term in terms], decides=False)
        case Or(terms):
            return joined(Or, [inner(term) for term in terms], decides=True)
        case _:
            return expr


def _number(expr: Expr, inner: Inner) -> Folded:
    match expr:
        case Sum(terms):
            return _numbers(Sum, terms, inner)
        case Product(factors):
            return _numbers(Product, factors, inner)
        case Quotient(number, by, rounding, step):
            above, below = inner(number), inner(by)
            if any(isinstance(part, Settled) and part.value is None for part in (above, below)):
                return Settled(None)
            return Quotient(as_expr(above), as_expr(below), rounding, step)
        case Greatest(terms) | Least(terms):
            return _extreme(type(expr), [inner(term) for term in terms])
        case FirstKnown(terms):
            return _first([inner(term) for term in terms])
        case _:
            raise TypeError(f"not a number: {expr!r}")


def as_expr(folded: Folded) -> Expr:
    """A folded number as an expression."""
    if not isinstance(folded, Settled):
        return folded
    return Number(folded.value) if isinstance(folded.value, int) else NOTHING


def as_condition(folded: Folded) -> Expr:
    """A folded condition as an expression."""
    if not isinstance(folded, Settled):
        return folded
    if folded.value is None:
        return Compare("==", NOTHING, NOTHING)
    return Known(Number(1)) if folded.value else Known(NOTHING)


def _numbers(make: type[Sum] | type[Product], terms: tuple[Expr, ...], inner: Inner) -> Folded:
    folded = [inner(term) for term in terms]
    if any(isinstance(term, Settled) and term.value is None for term in folded):
        return Settled(None)
    constant = compiled(make(tuple(as_expr(term) for term in folded if isinstance(term, Settled))))(
        {}
    )
    rest = [term for term in folded if not isinstance(term, Settled)]
    neutral = 0 if make is Sum else 1
    if not rest:
        return Settled(constant)
    parts = rest if constant == neutral else [*rest, Number(constant)]
    return parts[0] if len(parts) == 1 else make(tuple(parts))


def _extreme(make: type[Greatest] | type[Least], folded: list[Folded]) -> Folded:
    constant = compiled(make(tuple(as_expr(term) for term in folded if isinstance(term, Settled))))(
        {}
    )
    rest = [term for term in folded if not isinstance(term, Settled)]
    if not rest:
        return Settled(constant)
    return make(tuple(rest if constant is None else [*rest, Number(constant)]))


def _first(folded: list[Folded]) -> Folded:
    parts: list[Expr] = []
    for term in folded:
        if isinstance(term, Settled):
            if term.value is not None and not parts:
                return term
            if term.value is not None:
                parts.append(as_expr(term))
                break
        else:
            parts.append(term)
    return FirstKnown(tuple(parts)) if parts else Settled(None)


def _chosen(condition: Folded, then: Expr, otherwise: Expr, inner: Inner) -> Folded:
    if isinstance(condition, Settled):
        return inner(then if condition.value else otherwise)
    return Choose(condition, as_expr(inner(then)), as_expr(inner(otherwise)))


def joined(make: type[And] | type[Or], folded: list[Folded], *, decides: bool) -> Folded:
    if any(isinstance(term, Settled) and term.value is decides for term in folded):
        return Settled(decides)
    rest = [
        as_condition(term)
        for term in folded
        if not (isinstance(term, Settled) and term.value is (not decides))
    ]
    if not rest:
        return Settled(not decides)
    return rest[0] if len(rest) == 1 else make(tuple(rest))


def facts_left(folded: Folded) -> frozenset[str]:
    """The facts that a folded expression still depends on."""
    return frozenset() if isinstance(folded, Settled) else frozenset(facts_of(folded))
