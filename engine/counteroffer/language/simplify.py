"""An expression with less work in it: without what the ranges of its facts prove to make no
difference."""

from __future__ import annotations

from dataclasses import replace
from math import gcd, prod

from counteroffer.language.expr import (
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
)
from counteroffer.language.intervals import Range, Ranges, range_of
from counteroffer.language.partial import Folded, Settled, as_condition, as_expr, joined

CONDITIONS = (Compare, Has, Is, Known, Not, And, Or)


def narrowed(folded: Folded, ranges: Ranges) -> Folded:
    """A folded expression without what `ranges` prove to make no difference: the same values with
    less work.

    What can have one value only is settled; terms that never decide, tests that always hold and
    common factors go; and where an unknown can't be the outcome, it is given a number that changes
    nothing, so that nothing has to ask for it.
    """
    if isinstance(folded, Settled):
        return folded
    return _Narrowing(ranges).narrow(folded)


class _Narrowing:
    def __init__(self, ranges: Ranges) -> None:
        self._ranges = ranges

    def narrow(self, expr: Expr) -> Folded:
        found = range_of(expr, self._ranges)
        if found.never:
            return Settled(None)
        if found.only is not None and not isinstance(expr, (Fact, Has, Is)):
            return Settled(bool(found.only) if isinstance(expr, CONDITIONS) else found.only)
        return self._condition(expr) if isinstance(expr, CONDITIONS) else self._value(expr)

    def _value(self, expr: Expr) -> Folded:
        match expr:
            case Choose(test, then, otherwise):
                return self._choose(test, then, otherwise)
            case Greatest(terms) | Least(terms):
                return self._extreme(type(expr), terms)
            case FirstKnown(terms):
                return self._first(terms)
            case Quotient() | Sum() | Product():
                return self._arithmetic(expr)
            case _:
                return expr

    def _condition(self, expr: Expr) -> Folded:
        match expr:
            case Compare():
                return self._arithmetic(expr)
            case Known(term):
                return Known(as_expr(self.narrow(term)))
            case Not(term):
                return Not(as_condition(self.narrow(term)))
            case And(terms):
                return joined(And, [self.narrow(term) for term in terms], decides=False)
            case Or(terms):
                return joined(Or, [self.narrow(term) for term in terms], decides=True)
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
        """Without the terms that another always outdoes; an unknown beside what is sure counts as
        little as can be."""
        found = [(self._number(term), self._range(term)) for term in terms]
        found = [(term, one) for term, one in dict(found).items() if not one.never]
        sure = [(term, one) for term, one in found if one.sure]
        if not sure:
            return found[0][0] if len(found) == 1 else make(tuple(term for term, _ in found))
        greatest = make is Greatest
        keeper, bounds = (
            max(sure, key=lambda pair: pair[1].low)
            if greatest
            else min(sure, key=lambda pair: pair[1].high)
        )
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
            return Choose(
                expr.condition,
                self._known_or(expr.then, number),
                self._known_or(expr.otherwise, number),
            )
        return FirstKnown((expr, Number(number)))


def _without(make: type[Sum] | type[Product], parts: list[Expr], neutral: int) -> Expr:
    """The parts joined, those left out that change nothing."""
    kept = tuple(part for part in parts if part != Number(neutral))
    return kept[0] if len(kept) == 1 else make(kept)


def _reduced(quotient: Quotient) -> Folded:
    """A quotient with the factors that number and divisor have in common taken away; exact,
    whatever the rounding."""
    common = gcd(_factor(quotient.number), _factor(quotient.by))
    if common > 1:
        quotient = replace(
            quotient, number=_over(quotient.number, common), by=_over(quotient.by, common)
        )
    return quotient.number if quotient.by == Number(1) and quotient.step == 1 else quotient


def _factor(expr: Expr) -> int:
    """A whole number that every value of the expression is a multiple of; 0 where it is always 0 or
    unknown."""
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
