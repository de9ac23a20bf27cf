"""Why a lever fired or did not: the leaves of its condition with the values that were read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import compress

from counteroffer.language import expr as x
from counteroffer.language.compile import EvaluateAll, compiled, compiled_all
from counteroffer.language.declarations import Declarations
from counteroffer.language.expr import Expr, Operator, Value, facts_of, positive
from counteroffer.text.kept import remembered

Amount = Callable[[int], str]

_NEEDS: Mapping[Operator, str] = {
    ">=": "{} or more",
    ">": "more than {}",
    "<=": "{} or less",
    "<": "less than {}",
    "==": "exactly {}",
    "!=": "other than {}",
}


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A leaf of a condition, and the facts that it names."""

    expr: Expr
    facts: tuple[str, ...]


def support(condition: Expr, values: Mapping[str, Value]) -> tuple[str, ...]:
    """The facts whose values make a condition hold, each once, in the order of the text."""
    return tuple(
        dict.fromkeys([name for leaf in _leaves(condition, values, True) for name in leaf.facts])
    )


def lacking(condition: Expr, values: Mapping[str, Value]) -> tuple[str, ...]:
    """The facts that are not stated and keep a condition from being decided."""
    leaves = _leaves(condition, values, False)
    return tuple(
        dict.fromkeys([name for leaf in leaves for name in leaf.facts if values.get(name) is None])
    )


def why_not(
    condition: Expr, values: Mapping[str, Value], declared: Declarations, amount: Amount
) -> tuple[str, ...]:
    """Each part of a condition that does not hold, with the value read and the value needed."""
    leaves = tuple(_leaves(condition, values, False))
    telling = [leaf for leaf in leaves if not any(declared[name].quiet for name in leaf.facts)]
    if (
        compiled(condition)(values) is False
    ):  # then the best of no offers tells nothing beside what is known
        telling = [
            leaf for leaf in telling if not _worked_out_of_nothing(leaf, values, declared)
        ] or telling
    return tuple(
        dict.fromkeys(_sentence(leaf.expr, values, declared, amount) for leaf in telling or leaves)
    )


def told(leaf: Expr, values: Mapping[str, Value], declared: Declarations, amount: Amount) -> str:
    """What a leaf of a condition reads and what it needs, whether it holds or not."""
    inner = leaf.term if isinstance(leaf, x.Not) else leaf
    match inner:
        case x.Has(x.Fact(name), tag) if values.get(name) is not None:
            tags = values[name]
            has = isinstance(tags, frozenset) and tag in tags
            return f"{name} {'has' if has else 'lacks'} {declared[name].names.get(tag, tag)}"
        case x.Known(term) if all(values.get(name) is not None for name in facts_of(term)):
            return f"{_called(term, declared)} is stated"
        case _:
            return _sentence(leaf, values, declared, amount)


def _leaves(condition: Expr, values: Mapping[str, Value], holding: bool) -> Iterable[_Leaf]:
    """The leaves that decide: those that hold of the parts that hold, or those that don't."""
    leaves, fit = _taken_apart(condition, holding)
    return compress(leaves, fit(values))


@remembered
def _taken_apart(condition: Expr, holding: bool) -> tuple[tuple[_Leaf, ...], EvaluateAll]:
    """The leaves of a condition, and a function that says of each whether it decides.

    It decides where it and all parts around it hold (or, for `holding=False`, don't).
    """
    leaves: list[_Leaf] = []
    fits: list[Expr] = []

    def visit(expr: Expr, around: tuple[Expr, ...]) -> None:
        parts = (*around, expr if holding else x.Choose(expr, x.FALSE, x.TRUE))
        if isinstance(expr, (x.And, x.Or)):
            for term in expr.terms:
                visit(term, parts)
        else:
            leaves.append(_Leaf(expr, tuple(facts_of(expr))))
            fits.append(x.And(parts))

    visit(positive(condition), ())
    return tuple(leaves), compiled_all(fits)


def _sentence(
    leaf: Expr, values: Mapping[str, Value], declared: Declarations, amount: Amount
) -> str:
    wanted = True
    if isinstance(leaf, x.Not):
        leaf, wanted = leaf.term, False
    missing = [name for name in dict.fromkeys(facts_of(leaf)) if values.get(name) is None]
    if missing:
        return f"{_label(missing[0], declared)} is not stated"
    match leaf:
        case x.Compare(operator, left, right):
            need = _NEEDS[operator].format(_term(right, left, values, declared, amount, named=True))
            read = _term(left, left, values, declared, amount)
            return f"{_called(left, declared)} is {read}, needs {need}"
        case x.Has(x.Fact(name), tag):
            shown = declared[name].names.get(tag, tag)
            return f"{name} {'lacks' if wanted else 'has'} {shown}"
        case x.Is(x.Fact(name), tag):
            return f"{name} is {values[name]}, needs {'' if wanted else 'another than '}{tag}"
        case x.Known(term):
            return f"{_called(term, declared)} is stated, and should not be"
        case x.Fact(name):
            read = declared[name].show(values[name])
            return f"{_label(name, declared)} is {read}, needs {'yes' if wanted else 'no'}"
        case _:
            raise TypeError(f"not a leaf of a condition: {leaf!r}")


def _worked_out_of_nothing(
    leaf: _Leaf, values: Mapping[str, Value], declared: Declarations
) -> bool:
    return any(values.get(name) is None and declared[name].label for name in leaf.facts)


def _label(name: str, declared: Declarations) -> str:
    return declared[name].label or name


def _called(term: Expr, declared: Declarations) -> str:
    match term:
        case x.Count(x.Fact(name)):
            return f"count({name})"
        case _:
            return _label(next(facts_of(term), ""), declared)


def _term(
    term: Expr,
    measured: Expr,
    values: Mapping[str, Value],
    declared: Declarations,
    amount: Amount,
    named: bool = False,
) -> str:
    """A side of a comparison as text; a constant has the unit of the fact it is compared with."""
    value = compiled(term)(values)
    declaration = declared[next(facts_of(term), None) or next(facts_of(measured))]
    if isinstance(term, x.Count) or (isinstance(term, x.Number) and isinstance(measured, x.Count)):
        return str(value)
    text = amount(value) if declaration.type == "money" else declaration.show(value)
    return f"{_called(term, declared)}, {text}" if named and isinstance(term, x.Fact) else text
