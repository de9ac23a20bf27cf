"""The tree as Python closures, one case at a time: the oracle that the other interpreters agree with."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

from counteroffer.expr import (
    And,
    Choose,
    Compare,
    Count,
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
)  # fmt: skip

Values = Mapping[str, Value]
Evaluate = Callable[[Values], Any]

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def divide(number: int, by: int, rounding: str, step: int = 1) -> int:
    """`number / by` as a whole multiple of `step`, rounded `half-up` (away from zero never: towards more) or `up`."""
    by *= step
    return (-(-number // by) if rounding == "up" else (2 * number + by) // (2 * by)) * step


def compiled(expr: Expr) -> Evaluate:
    """A function from the values of the facts to the value of the expression; unknown is None."""
    match expr:
        case Number(value):
            return lambda values: value
        case Unknown():
            return lambda values: None
        case Fact(name):
            return lambda values: values.get(name)
        case Count(Fact(name)):
            return lambda values: None if (tags := values.get(name)) is None else len(tags)  # type: ignore[arg-type]
        case Has(Fact(name), tag):
            return lambda values: None if (tags := values.get(name)) is None else tag in tags  # type: ignore[operator]
        case Is(Fact(name), tag):
            return lambda values: None if (value := values.get(name)) is None else value == tag
        case Known(term):
            inner = compiled(term)
            return lambda values: inner(values) is not None
        case Not(term):
            inner = compiled(term)
            return lambda values: None if (holds := inner(values)) is None else not holds
        case _:
            return _compound(expr)


def _compound(expr: Expr) -> Evaluate:
    match expr:
        case And(terms):
            return _all(tuple(map(compiled, terms)))
        case Or(terms):
            return _any(tuple(map(compiled, terms)))
        case Compare(symbol, left, right):
            return _comparison(_COMPARE[symbol], compiled(left), compiled(right))
        case Choose(condition, then, otherwise):
            holds, one, other = compiled(condition), compiled(then), compiled(otherwise)
            return lambda values: one(values) if holds(values) else other(values)
        case _:
            return _arithmetic(expr)


def _arithmetic(expr: Expr) -> Evaluate:
    match expr:
        case Sum(terms):
            return _folded(sum, tuple(map(compiled, terms)))
        case Product(factors):
            return _product(tuple(map(compiled, factors)))
        case Quotient(number, by, rounding, step):
            return _quotient(compiled(number), compiled(by), rounding, step)
        case Greatest(terms):
            return _extreme(max, tuple(map(compiled, terms)))
        case Least(terms):
            return _extreme(min, tuple(map(compiled, terms)))
        case FirstKnown(terms):
            return _first(tuple(map(compiled, terms)))
        case _:
            raise TypeError(f"not an expression: {expr!r}")


def _all(terms: tuple[Evaluate, ...]) -> Evaluate:
    def evaluate(values: Values) -> bool | None:
        answer: bool | None = True
        for term in terms:
            holds = term(values)
            if holds is False:
                return False
            if holds is None:
                answer = None
        return answer

    return evaluate


def _any(terms: tuple[Evaluate, ...]) -> Evaluate:
    def evaluate(values: Values) -> bool | None:
        answer: bool | None = False
        for term in terms:
            holds = term(values)
            if holds:
                return True
            if holds is None:
                answer = None
        return answer

    return evaluate


def _comparison(compare: Callable[[Any, Any], bool], left: Evaluate, right: Evaluate) -> Evaluate:
    def evaluate(values: Values) -> bool | None:
        one, other = left(values), right(values)
        return None if one is None or other is None else compare(one, other)

    return evaluate


def _folded(fold: Callable[[list[int]], int], terms: tuple[Evaluate, ...]) -> Evaluate:
    def evaluate(values: Values) -> int | None:
        numbers = [term(values) for term in terms]
        return None if None in numbers else fold(numbers)

    return evaluate


def _product(factors: tuple[Evaluate, ...]) -> Evaluate:
    def evaluate(values: Values) -> int | None:
        answer = 1
        for factor in factors:
            number = factor(values)
            if number is None:
                return None
            answer *= number
        return answer

    return evaluate


def _quotient(number: Evaluate, by: Evaluate, rounding: str, step: int) -> Evaluate:
    def evaluate(values: Values) -> int | None:
        above, below = number(values), by(values)
        return None if above is None or below is None else divide(above, below, rounding, step)

    return evaluate


def _extreme(choose: Callable[..., int], terms: tuple[Evaluate, ...]) -> Evaluate:
    def evaluate(values: Values) -> int | None:
        return choose((number for term in terms if (number := term(values)) is not None), default=None)

    return evaluate


def _first(terms: tuple[Evaluate, ...]) -> Evaluate:
    def evaluate(values: Values) -> Any:
        return next((value for term in terms if (value := term(values)) is not None), None)

    return evaluate
