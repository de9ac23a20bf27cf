"""What is left of an expression once some of its facts have their values: the part that still varies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import gcd, prod

from counteroffer.expr import (
    NOTHING,
    And,
    Choose,
    Compare,
    Expr,
    Fact,
    FirstKnown,
    Greatest,
    Has,
    Is,
    Known,
    Least,
    Not,
    Number,
    Or,
    Product,
    Quotient,
    Sum,
    Unknown,
    Value,
    facts_of,
)  # fmt: skip
from counteroffer.plain import compiled
from counteroffer.ranges import Range, Ranges, range_of


@dataclass(frozen=True, slots=True)
class Settled:
    """An expression that no longer varies, and its value."""

    value: Value


Folded = Settled | Expr
Inner = Callable[[Expr], "Folded"]


def fold(expr: Expr, known: Mapping[str, Value], varies: frozenset[str]) -> Folded:
    """`expr` with all that does not depend on a fact in `varies` worked out from the values in `known`."""
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
            return _joined(And, [inner(term) for term in terms], decides=False)
        case Or(terms):
            return _joined(Or, [inner(term) for term in terms], decides=True)
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
    constant = compiled(make(tuple(as_expr(term) for term in folded if isinstance(term, Settled))))({})
    rest = [term for term in folded if not isinstance(term, Settled)]
    neutral = 0 if make is Sum else 1
    if not rest:
        return Settled(constant)
    parts = rest if constant == neutral else [*rest, Number(constant)]
    return parts[0] if len(parts) == 1 else make(tuple(parts))


def _extreme(make: type[Greatest] | type[Least], folded: list[Folded]) -> Folded:
    constant = compiled(make(tuple(as_expr(term) for term in folded if isinstance(term, Settled))))({})
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


def _joined(make: type[And] | type[Or], folded: list[Folded], *, decides: bool) -> Folded:
    if any(isinstance(term, Settled) and term.value is decides for term in folded):
        return Settled(decides)
    rest = [as_condition(term) for term in folded if not (isinstance(term, Settled) and term.value is (not decides))]
    if not rest:
        return Settled(not decides)
    return rest[0] if len(rest) == 1 else make(tuple(rest))


def facts_left(folded: Folded) -> frozenset[str]:
    """The facts that a folded expression still depends on."""
    return frozenset() if isinstance(folded, Settled) else frozenset(facts_of(folded))


def narrowed(folded: Folded, ranges: Ranges) -> Folded:
    """A folded expression without what `ranges` prove to make no difference: the same values with less work.

    What can have one value only is settled; terms that never decide, tests that always hold and common factors go; and
    where an unknown can't be the outcome, it is given a number that changes nothing, so that nothing has to ask for it.
    """
    if isinstance(folded, Settled):
        return folded
    return _Narrowing(ranges).narrow(folded)


class _Narrowing:
    def __init__(self, ranges: Ranges) -> None:
        self._ranges = ranges

    def narrow(self, expr: Expr) -> Folded:
        found = range_of(expr, self._ranges)
        condition = isinstance(expr, CONDITIONS)
        if found.never:
            return Settled(None)
        if found.only is not None and not isinstance(expr, (Fact, Has, Is)):
            return Settled(bool(found.only) if condition else found.only)
        match expr:
            case Choose(test, then, otherwise):
                return self._choose(test, then, otherwise)
            case Greatest(terms) | Least(terms):
                return self._extreme(type(expr), terms)
            case FirstKnown(terms):
                return self._first(terms)
            case Quotient() | Sum() | Product() | Compare():
                return self._arithmetic(expr)
            case Known(term):
                return Known(as_expr(self.narrow(term)))
            case Not(term):
                return Not(as_condition(self.narrow(term)))
            case And(terms):
                return _joined(And, [self.narrow(term) for term in terms], decides=False)
            case Or(terms):
                return _joined(Or, [self.narrow(term) for term in terms], decides=True)
            case _:
                return expr

    def _range(self, expr: Expr) -> Range:
        return range_of(expr, self._ranges)

    def _number(self, expr: Expr) -> Expr:
        return as_expr(self.narrow(expr))

    def _choose(self, test: Expr, then: Expr, otherwise: Expr) -> Folded:
        holds = self._range(test)
        if holds.never or holds.high == 0:
            return self.narrow(otherwise)
        if holds.only == 1:
            return self.narrow(then)
        one, other = self._number(then), self._number(otherwise)
        return one if one == other else Choose(as_condition(self.narrow(test)), one, other)

    def _arithmetic(self, expr: Expr) -> Folded:
        match expr:
            case Sum(terms):
                return _without(Sum, [self._number(term) for term in terms], 0)
            case Product(factors):
                return _without(Product, [self._number(factor) for factor in factors], 1)
            case Quotient(number, by, rounding, step):
                return _reduced(Quotient(self._number(number), self._number(by), rounding, step))
            case Compare(operator, left, right):
                one, other = self._number(left), self._number(right)
                common = gcd(_factor(one), _factor(other)) or 1
                return Compare(operator, _over(one, common), _over(other, common))
            case _:
                raise TypeError(f"no arithmetic: {expr!r}")

    def _first(self, terms: tuple[Expr, ...]) -> Folded:
        kept: list[Expr] = []
        for term in terms:
            found = self._range(term)
            if not found.never:
                kept.append(self._number(term))
            if found.sure:
                break
        return kept[0] if len(kept) == 1 else FirstKnown(tuple(kept))

    def _extreme(self, make: type[Greatest] | type[Least], terms: tuple[Expr, ...]) -> Folded:
        """Without the terms that another always outdoes; an unknown beside what is sure counts as little as can be."""
        found = [(self._number(term), self._range(term)) for term in terms]
        found = [(term, one) for term, one in dict(found).items() if not one.never]
        sure = [(term, one) for term, one in found if one.sure]
        if not sure:
            return found[0][0] if len(found) == 1 else make(tuple(term for term, _ in found))
        greatest = make is Greatest
        keeper, bounds = max(sure, key=lambda pair: pair[1].low) if greatest else min(sure, key=lambda pair: pair[1].high)
        bound = bounds.low if greatest else bounds.high
        kept = [keeper]
        for term, one in found:
            outdone = one.high <= bound if greatest else one.low >= bound
            if term != keeper and not outdone:
                kept.append(self._known_or(term, bound))
        return kept[0] if len(kept) == 1 else make(tuple(kept))

    def _known_or(self, expr: Expr, number: int) -> Expr:
        """The expression, with a number where it is unknown."""
        found = self._range(expr)
        if found.sure or found.never:
            return expr if found.sure else Number(number)
        if isinstance(expr, Choose):
            return Choose(expr.condition, self._known_or(expr.then, number), self._known_or(expr.otherwise, number))
        return FirstKnown((expr, Number(number)))


CONDITIONS = (Compare, Has, Is, Known, Not, And, Or)


def _without(make: type[Sum] | type[Product], parts: list[Expr], neutral: int) -> Expr:
    """The parts joined, those left out that change nothing."""
    kept = tuple(part for part in parts if part != Number(neutral))
    return kept[0] if len(kept) == 1 else make(kept)


def _reduced(quotient: Quotient) -> Folded:
    """A quotient with the factors that number and divisor have in common taken away; exact, whatever the rounding."""
    common = gcd(_factor(quotient.number), _factor(quotient.by))
    if common > 1:
        quotient = replace(quotient, number=_over(quotient.number, common), by=_over(quotient.by, common))
    return quotient.number if quotient.by == Number(1) and quotient.step == 1 else quotient


def _factor(expr: Expr) -> int:
    """A whole number that every value of the expression is a multiple of; 0 where it is always 0 or unknown."""
    match expr:
        case Number(value):
            return abs(value)
        case Unknown():
            return 0
        case Product(factors):
            return prod(map(_factor, factors))
        case Choose(_, then, otherwise):
            return gcd(_factor(then), _factor(otherwise))
        case Sum(terms) | Greatest(terms) | Least(terms) | FirstKnown(terms):
            return gcd(*map(_factor, terms))
        case _:
            return 1


def _over(expr: Expr, by: int) -> Expr:
    """The expression divided by one of its factors."""
    if by == 1:
        return expr
    match expr:
        case Number(value):
            return Number(value // by)
        case Product(factors):
            left, divided = by, []
            for factor in factors:
                common = gcd(left, _factor(factor))
                divided.append(_over(factor, common or left))
                left //= common or left
            return _without(Product, divided, 1)
        case Choose(test, then, otherwise):
            return Choose(test, _over(then, by), _over(otherwise, by))
        case Sum(terms):
            return Sum(tuple(_over(term, by) for term in terms))
        case Greatest(terms) | Least(terms) | FirstKnown(terms):
            return type(expr)(tuple(_over(term, by) for term in terms))
        case _:
            return expr
