"""The one tree that conditions and settlement are written in.

Nodes are small, frozen and know nothing of how they are evaluated: `compile` turns them into
functions, `engines` into rules and columns. Numbers are whole. A value may be unknown (None), which
is neither zero nor false:

- comparing, adding, multiplying or dividing with an unknown gives an unknown;
- `And`, `Or` and `Not` are Kleene's: false and unknown is false, true or unknown is true;
- `Greatest` and `Least` are taken over what is known; `FirstKnown` falls through the unknown;
- `Choose` takes its `then` only where the condition is known to hold.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from counteroffer.text.kept import Keeper

Value: TypeAlias = "int | bool | str | frozenset[str] | None"
Operator = Literal["==", "!=", "<", "<=", ">", ">="]
Rounding = Literal["half-up", "up"]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a constant comes from.

    The path of the guide's file that states it, or how and from what constants it was worked out.
    """

    path: tuple[str | int, ...] = ()
    how: str = ""
    worked: Expr | None = None


@dataclass(frozen=True, slots=True)
class Number(Keeper):
    """A whole number; two of the same value are equal, wherever they come from."""

    value: int
    origin: Provenance | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Fact(Keeper):
    """The value of a declared fact or measure."""

    name: str


@dataclass(frozen=True, slots=True)
class Count(Keeper):
    """How many different tags a list holds."""

    tags: Fact


@dataclass(frozen=True, slots=True)
class Sum(Keeper):
    """All terms added."""

    terms: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Product(Keeper):
    """All factors multiplied."""

    factors: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Quotient(Keeper):
    """`number / by`, rounded to a whole multiple of `step`; `by` is positive."""

    number: Expr
    by: Expr
    rounding: Rounding
    step: int = 1


@dataclass(frozen=True, slots=True)
class Greatest(Keeper):
    """The greatest of what is known."""

    terms: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Least(Keeper):
    """The least of what is known."""

    terms: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class FirstKnown(Keeper):
    """The first term that is known."""

    terms: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Choose(Keeper):
    """`then` where the condition is known to hold, else `otherwise`."""

    condition: Expr
    then: Expr
    otherwise: Expr


@dataclass(frozen=True, slots=True)
class Unknown(Keeper):
    """No value."""


@dataclass(frozen=True, slots=True)
class Compare(Keeper):
    """Two numbers, compared."""

    operator: Operator
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Has(Keeper):
    """A list of tags holds this one."""

    tags: Fact
    tag: str


@dataclass(frozen=True, slots=True)
class Is(Keeper):
    """A fact is this tag."""

    fact: Fact
    tag: str


@dataclass(frozen=True, slots=True)
class Known(Keeper):
    """Whether the term has a value; never unknown itself."""

    term: Expr


@dataclass(frozen=True, slots=True)
class Not(Keeper):
    """The opposite; of unknown, unknown."""

    term: Expr


@dataclass(frozen=True, slots=True)
class And(Keeper):
    """All terms hold."""

    terms: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Or(Keeper):
    """At least one term holds."""

    terms: tuple[Expr, ...]


Expr = (
    Number
    | Fact
    | Count
    | Sum
    | Product
    | Quotient
    | Greatest
    | Least
    | FirstKnown
    | Choose
    | Unknown
    | Compare
    | Has
    | Is
    | Known
    | Not
    | And
    | Or
)

NOTHING = Unknown()
ZERO = Number(0)
TRUE: Expr = Known(Number(1))
FALSE: Expr = Known(NOTHING)
OPPOSITE: dict[Operator, Operator] = {
    "==": "!=",
    "!=": "==",
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
}
FLIPPED: dict[Operator, Operator] = {  # of the same two sides, the other way round
    "==": "==",
    "!=": "!=",
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
}


def children(expr: Expr) -> tuple[Expr, ...]:
    """The terms directly below a node."""
    match expr:
        case (
            And(terms) | Or(terms) | Sum(terms) | Greatest(terms) | Least(terms) | FirstKnown(terms)
        ):
            return terms
        case Product(factors):
            return factors
        case Quotient(number, by):
            return (number, by)
        case Choose(condition, then, otherwise):
            return (condition, then, otherwise)
        case Compare(_, left, right):
            return (left, right)
        case Not(term) | Known(term):
            return (term,)
        case Count(tags) | Has(tags):
            return (tags,)
        case Is(fact):
            return (fact,)
        case _:
            return ()


def count_nodes(exprs: Iterable[Expr]) -> int:
    """How many different nodes expressions are made of; one that several share counts once."""
    seen: set[int] = set()
    left = list(exprs)
    while left:
        expr = left.pop()
        if id(expr) not in seen:
            seen.add(id(expr))
            left += children(expr)
    return len(seen)


def facts_of(expr: Expr) -> Iterator[str]:
    """Every fact that an expression names, in the order of the text; repeated where it is."""
    if isinstance(expr, Fact):
        yield expr.name
    for child in children(expr):
        yield from facts_of(child)


def positive(expr: Expr) -> Expr:
    """The same condition with every `Not` pushed down onto a leaf.

    By De Morgan's laws, which are exact in Kleene's logic.
    """
    match expr:
        case Not(term):
            return _negated(term)
        case And(terms):
            return And(tuple(positive(term) for term in terms))
        case Or(terms):
            return Or(tuple(positive(term) for term in terms))
        case _:
            return expr


def _negated(expr: Expr) -> Expr:
    match expr:
        case Not(term):
            return positive(term)
        case And(terms):
            return Or(tuple(_negated(term) for term in terms))
        case Or(terms):
            return And(tuple(_negated(term) for term in terms))
        case Compare(operator, left, right):
            return Compare(OPPOSITE[operator], left, right)
        case _:
            return Not(expr)


def ways(expr: Expr) -> tuple[tuple[Expr, ...], ...]:
    """The ways in which a condition can hold: in each, all of its leaves hold.

    No `Not` may stand above the leaves; see `positive`.
    """
    match expr:
        case Or(terms):
            return tuple(way for term in terms for way in ways(term))
        case And(terms):
            combined: tuple[tuple[Expr, ...], ...] = ((),)
            for term in terms:
                combined = tuple((*way, *more) for way in combined for more in ways(term))
            return combined
        case _:
            return ((expr,),)


def count_ways(expr: Expr) -> int:
    """How many `ways` there are, without spelling them out."""
    match expr:
        case Or(terms):
            return sum(map(count_ways, terms))
        case And(terms):
            return math.prod(map(count_ways, terms))
        case _:
            return 1
