"""A condition as words: what a case has to state for it to hold.

Facts keep the names that a case file has for them; measures have their labels.
"""

from __future__ import annotations

from counteroffer.language import expr as x
from counteroffer.language.declarations import Declaration, Declarations, listed
from counteroffer.language.expr import Expr, Operator, facts_of, positive

_IS: dict[Operator, str] = {
    ">=": "is {} or more",
    ">": "is more than {}",
    "<=": "is {} or less",
    "<": "is less than {}",
    "==": "is {}",
    "!=": "is other than {}",
}
_TURNED: dict[Operator, Operator] = {">=": "<=", ">": "<", "<=": ">=", "<": ">"}


def in_words(condition: Expr, declared: Declarations) -> str:
    """`gpu_years is 2 years or more and skills has Kubernetes`.

    What has to hold together is joined by `and`; `either ... or ...` keeps alternatives within it
    apart.
    """
    return _said(positive(condition), declared, within=False)


def _said(condition: Expr, declared: Declarations, *, within: bool) -> str:
    match condition:
        case x.And(terms):
            return " and ".join(_said(term, declared, within=True) for term in terms)
        case x.Or(terms):
            parts = [_said(term, declared, within=False) for term in terms]
            return f"{'either ' if within else ''}{listed(parts, 'or')}"
        case x.Not(term):
            return _leaf(term, declared, holds=False)
        case _:
            return _leaf(condition, declared, holds=True)


def _leaf(leaf: Expr, declared: Declarations, *, holds: bool) -> str:
    match leaf:
        case x.Compare(operator, x.Number() as left, right):
            return _compared(_TURNED.get(operator, operator), right, left, declared)
        case x.Compare(operator, left, right):
            return _compared(operator, left, right, declared)
        case x.Has(x.Fact(name), tag):
            return f"{name} {'has' if holds else 'lacks'} {_tag(declared[name], tag)}"
        case x.Is(x.Fact(name), tag):
            return f"{name} is {'' if holds else 'other than '}{_tag(declared[name], tag)}"
        case x.Known(term):
            return f"{_called(term, declared)} is {'' if holds else 'not '}stated"
        case x.Fact(name):
            one = declared[name]
            return (one.holds if holds else one.fails) or f"{name} is {'yes' if holds else 'no'}"
        case _:
            raise TypeError(f"not a leaf of a condition: {leaf!r}")


def _compared(operator: Operator, left: Expr, right: Expr, declared: Declarations) -> str:
    return f"{_called(left, declared)} {_IS[operator].format(_other(left, right, declared))}"


def _other(left: Expr, right: Expr, declared: Declarations) -> str:
    if not isinstance(right, x.Number):
        return _called(right, declared)
    if isinstance(left, x.Count):
        return str(right.value)
    one = declared[next(facts_of(left))]
    return f"{right.value:,}" if one.type == "money" else one.with_unit(right.value)


def _called(term: Expr, declared: Declarations) -> str:
    match term:
        case x.Count(x.Fact(name)):
            return f"the number of {name}"
        case _:
            name = next(facts_of(term))
            return declared[name].label or name


def _tag(declaration: Declaration, tag: str) -> str:
    return declaration.names.get(tag, tag)
