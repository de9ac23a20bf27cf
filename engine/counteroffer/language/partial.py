"""Partial evaluation: replace what is known, keep the rest, with as little work in it as can be.

What does not vary is worked out. Of what varies, the ranges of the facts prove what makes no
difference: terms that never decide, tests that always hold and common factors go; and where an
unknown can't be the outcome, it is given a number that changes nothing, so that nothing has to ask
for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import gcd, prod

from counteroffer.language import expr as x
from counteroffer.language.compile import compiled
from counteroffer.language.expr import Expr, Value
from counteroffer.language.intervals import ANYTHING, Range, Ranges, Step, range_of

CONDITIONS = (x.Compare, x.Has, x.Is, x.Known, x.Not, x.And, x.Or)


@dataclass(frozen=True, slots=True)
class Settled:
    """An expression that no longer varies, and its value."""

    value: Value


Partial = Settled | Expr


@dataclass(frozen=True, slots=True)
class Residue:
    """What is left of named expressions after partial evaluation.

    The steps in an order in which each finds what it names, the names that do not vary with their
    values, and the ranges of those that do.
    """

    steps: tuple[Step, ...]
    constants: Mapping[str, Value]
    ranges: Ranges


def partial(expr: Expr, known: Mapping[str, Value], varies: Ranges) -> Partial:
    """An expression with the values in `known` put in: the same value, with less work.

    The facts in `varies` stay anywhere in their ranges. Of a fact that is `ANYTHING` no more is
    used than that it varies.
    """
    return _Partial(known, varies).left(expr)


def residue(
    named: Iterable[Step], known: Mapping[str, Value], varies: Ranges, wanted: Iterable[str]
) -> Residue:
    """What is left to work out for the names in `wanted`.

    The values in `known` are put in, while the facts in `varies` stay in their ranges and are not
    taken from `known`. Each expression may name those before it. A condition becomes a flag that is
    false where the condition is unknown. Nothing is worked out, or refused, that `wanted` does not
    need.
    """
    named, wanted = tuple(named), tuple(wanted)
    constants = {name: value for name, value in known.items() if name not in varies}
    ranges = dict(varies)
    steps: dict[str, Step] = {}
    needed = _needed(named, wanted)
    for name, expr, condition in named:
        if name not in needed:
            continue
        left = partial(expr, constants, ranges)
        if not isinstance(left, Settled):
            made = as_condition(left) if condition else as_expr(left)
            found = range_of(made, ranges)
            if condition and found is not ANYTHING:
                found = found.certain
            if found.only is None:
                steps[name], ranges[name] = (name, made, condition), found
                continue
            left = Settled(found.only)
        constants[name] = bool(left.value) if condition else left.value
    needed = _needed(steps.values(), wanted)
    return Residue(tuple(step for name, step in steps.items() if name in needed), constants, ranges)


def _needed(named: Iterable[Step], wanted: Iterable[str]) -> set[str]:
    """The names of the steps that `wanted` depends on."""
    exprs = {name: expr for name, expr, _ in named}
    needed: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name in exprs and name not in needed:
            needed.add(name)
            waiting += x.facts_of(exprs[name])
    return needed


def as_expr(partial: Partial) -> Expr:
    """The rest of a number as an expression."""
    if not isinstance(partial, Settled):
        return partial
    return x.Number(partial.value) if isinstance(partial.value, int) else x.NOTHING


def as_condition(partial: Partial) -> Expr:
    """The rest of a condition as an expression."""
    if not isinstance(partial, Settled):
        return partial
    if partial.value is None:
        return x.Compare("==", x.NOTHING, x.NOTHING)
    return x.TRUE if partial.value else x.FALSE


class _Partial:
    def __init__(self, known: Mapping[str, Value], varies: Ranges) -> None:
        self._known, self._varies = known, varies

    def left(self, expr: Expr) -> Partial:
        if not any(name in self._varies for name in x.facts_of(expr)):
            return Settled(compiled(expr)(self._known))
        made = self._condition(expr) if isinstance(expr, CONDITIONS) else self._value(expr)
        return made if isinstance(made, Settled) else self._settled(made)

    def _settled(self, expr: Expr) -> Partial:
        """An expression, or its value where its range leaves but one."""
        found = self._range(expr)
        if found.never:
            return Settled(None)
        if found.only is None or isinstance(expr, (x.Fact, x.Has, x.Is)):
            return expr
        return Settled(bool(found.only) if isinstance(expr, CONDITIONS) else found.only)

    def _range(self, expr: Expr) -> Range:
        return range_of(expr, self._varies)

    def _number(self, expr: Expr) -> Expr:
        return as_expr(self.left(expr))

    def _value(self, expr: Expr) -> Partial:
        match expr:
            case x.Sum(terms):
                return _joined(x.Sum, [self._number(term) for term in terms])
            case x.Product(factors):
                return _joined(x.Product, [self._number(factor) for factor in factors])
            case x.Quotient(number, by):
                return _reduced(replace(expr, number=self._number(number), by=self._number(by)))
            case x.Greatest(terms) | x.Least(terms):
                return self._extreme(type(expr), terms)
            case x.FirstKnown(terms):
                return self._first(terms)
            case x.Choose():
                return self._choose(expr)
            case _:
                return expr

    def _condition(self, expr: Expr) -> Partial:
        match expr:
            case x.Compare(operator, left, right):
                one, other = self._number(left), self._number(right)
                common = gcd(_factor(one), _factor(other)) or 1
                return x.Compare(operator, _over(one, common), _over(other, common))
            case x.Known(term):
                return x.Known(self._number(term))
            case x.Not(term):
                return x.Not(as_condition(self.left(term)))
            case x.And(terms):
                return _connected(x.And, [self.left(term) for term in terms], decides=False)
            case x.Or(terms):
                return _connected(x.Or, [self.left(term) for term in terms], decides=True)
            case _:
                return expr

    def _choose(self, expr: x.Choose) -> Partial:
        condition = self.left(expr.condition)
        if isinstance(condition, Settled):
            return self.left(expr.then if condition.value else expr.otherwise)
        if self._range(condition).high < 1:
            return self.left(expr.otherwise)
        one, other = self._number(expr.then), self._number(expr.otherwise)
        return one if one == other else x.Choose(condition, one, other)

    def _first(self, terms: tuple[Expr, ...]) -> Partial:
        kept: list[Expr] = []
        for term in terms:
            made = self._number(term)
            found = self._range(made)
            if not found.never:
                kept.append(made)
            if found.sure:
                break
        return kept[0] if len(kept) == 1 else x.FirstKnown(tuple(kept))

    def _extreme(self, make: type[x.Greatest] | type[x.Least], terms: tuple[Expr, ...]) -> Partial:
        """The greatest or the least without the terms that another always outdoes.

        An unknown beside what is sure is given a number that never decides.
        """
        made = dict.fromkeys(self._number(term) for term in terms)
        found = [(term, one) for term in made if not (one := self._range(term)).never]
        sure = [(term, one) for term, one in found if one.sure]
        if not sure:
            return found[0][0] if len(found) == 1 else make(tuple(term for term, _ in found))
        greatest = make is x.Greatest
        if greatest:
            keeper, bound = max(((term, one.low) for term, one in sure), key=lambda pair: pair[1])
        else:
            keeper, bound = min(((term, one.high) for term, one in sure), key=lambda pair: pair[1])
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
            return expr if found.sure else x.Number(number)
        if isinstance(expr, x.Choose):
            then, otherwise = (
                self._known_or(branch, number) for branch in (expr.then, expr.otherwise)
            )
            return x.Choose(expr.condition, then, otherwise)
        return x.FirstKnown((expr, x.Number(number)))


def _connected(make: type[x.And] | type[x.Or], terms: list[Partial], *, decides: bool) -> Partial:
    """Join terms by `and` or `or`, without those that change nothing."""
    if Settled(decides) in terms:
        return Settled(decides)
    kept = tuple(as_condition(term) for term in terms if term != Settled(not decides))
    if not kept:
        return Settled(not decides)
    return kept[0] if len(kept) == 1 else make(kept)


def _joined(make: type[x.Sum] | type[x.Product], parts: list[Expr]) -> Expr:
    """Add or multiply parts, with all constants as one, left out where it changes nothing."""
    numbers = [part.value for part in parts if isinstance(part, x.Number)]
    constant = x.Number(sum(numbers) if make is x.Sum else prod(numbers))
    kept: list[Expr] = [part for part in parts if not isinstance(part, x.Number)]
    if not kept or constant.value != int(make is x.Product):
        kept.append(constant)
    return kept[0] if len(kept) == 1 else make(tuple(kept))


def _reduced(quotient: x.Quotient) -> Expr:
    """A quotient without the factors that number and divisor share; exact with any rounding."""
    common = gcd(_factor(quotient.number), _factor(quotient.by))
    if common > 1:
        number, by = _over(quotient.number, common), _over(quotient.by, common)
        quotient = replace(quotient, number=number, by=by)
    return quotient.number if quotient.by == x.Number(1) and quotient.step == 1 else quotient


def _factor(expr: Expr) -> int:
    """A whole number that every value of the expression is a multiple of.

    0 where it is always 0 or unknown.
    """
    match expr:
        case x.Number(value):
            return abs(value)
        case x.Unknown():
            return 0
        case x.Product(factors):
            return prod(map(_factor, factors))
        case x.Choose(_, then, otherwise):
            return gcd(_factor(then), _factor(otherwise))
        case x.Sum(terms) | x.Greatest(terms) | x.Least(terms) | x.FirstKnown(terms):
            return gcd(*map(_factor, terms))
        case _:
            return 1


def _over(expr: Expr, by: int) -> Expr:
    """The expression divided by one of its factors."""
    if by == 1:
        return expr
    match expr:
        case x.Number(value):
            return x.Number(value // by)
        case x.Product(factors):
            left, divided = by, []
            for factor in factors:
                common = gcd(left, _factor(factor))
                divided.append(_over(factor, common or left))
                left //= common or left
            return _joined(x.Product, divided)
        case x.Choose(test, then, otherwise):
            return x.Choose(test, _over(then, by), _over(otherwise, by))
        case x.Sum(terms) | x.Greatest(terms) | x.Least(terms) | x.FirstKnown(terms):
            return type(expr)(tuple(_over(term, by) for term in terms))
        case _:
            return expr
