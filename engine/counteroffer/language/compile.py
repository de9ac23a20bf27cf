"""Compile expressions to Python functions of one case, the reference for the other interpreters.

Expressions are written out as Python source, each node a line of its own, and compiled once. All
lines are evaluated, needed or not, since no expression has an effect; what can't be known is None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from counteroffer.language import expr as x
from counteroffer.language.expr import Expr, Value
from counteroffer.text.kept import remembered

Values = Mapping[str, Value]
Evaluate = Callable[[Values], Any]
EvaluateAll = Callable[[Values], tuple[Any, ...]]


def divide(number: int, by: int, rounding: str, step: int = 1) -> int:
    """`number / by` rounded to a whole multiple of `step`.

    `half-up`: to the nearest, ties up (2.5 → 3, −2.5 → −2); `up`: to the next larger multiple.
    """
    by *= step
    return (-(-number // by) if rounding == "up" else (2 * number + by) // (2 * by)) * step


def half_up(amount: Fraction) -> int:
    """Round to the nearest whole unit; ties go up (2.5 → 3, −2.5 → −2)."""
    return divide(amount.numerator, amount.denominator, "half-up")


@remembered
def compiled(expr: Expr) -> Evaluate:
    """A function from the values of the facts to the value of `expr`; unknown is None."""
    source = _Source()
    return source.function(f"return {source.write(expr)}")


def compiled_all(exprs: Iterable[Expr]) -> EvaluateAll:
    """A function from the values of the facts to the values of `exprs`, in their order."""
    source = _Source()
    return source.function(f"return ({''.join([f'{source.write(expr)}, ' for expr in exprs])})")


def assigning(named: Iterable[tuple[str, Expr]]) -> Callable[[dict[str, Value]], None]:
    """A function that adds named expressions to a dictionary of values, in place.

    Each expression may use the facts and the names before it.
    """
    source = _Source()
    for name, expr in named:
        source.assign(name, expr)
    return source.function("return None")


class _Source:
    """The source of one function.

    Every fact and every node has a variable; a node met twice is written once.
    """

    def __init__(self) -> None:
        self._written: dict[str | int, tuple[str, Expr]] = {}  # facts by name, nodes by identity
        self._texts: dict[str, str] = {}  # the variable of each line
        self._known = {"True", "False"}  # the constants and variables that are never None
        self._facts: list[str] = []
        self._lines: list[str] = []

    def function(self, last: str) -> Callable[[Any], Any]:
        body = "\n ".join(
            ["def evaluate(values):", "get = values.get", *self._facts, *self._lines, last]
        )
        scope: dict[str, Any] = {"divide": divide}
        exec(body, scope)
        function: Callable[[Any], Any] = scope.pop("evaluate")  # else each would hold the other
        return function

    def assign(self, name: str, expr: Expr) -> None:
        variable = self.write(expr)
        self._written[name] = (variable, expr)
        self._lines.append(f"values[{name!r}] = {variable}")

    def write(self, expr: Expr) -> str:
        """Write the lines for an expression; return the variable or constant that has its value."""
        key = expr.name if isinstance(expr, x.Fact) else id(expr)
        if key not in self._written:
            self._written[key] = (self._node(expr), expr)
        return self._written[key][0]

    def _all(self, exprs: Iterable[Expr]) -> list[str]:
        return [self.write(expr) for expr in exprs]

    def _line(self, text: str, *, known: bool) -> str:
        if text not in self._texts:
            self._texts[text] = variable = f"t{len(self._lines)}"
            self._lines.append(f"{variable} = {text}")
            if known:
                self._known.add(variable)
        return self._texts[text]

    def _unless_unknown(self, terms: Iterable[str], text: str) -> str:
        """A line that gives None where any of the terms is None."""
        unknown = " or ".join([f"{term} is None" for term in terms if term not in self._known])
        return self._line(f"None if {unknown} else {text}" if unknown else text, known=not unknown)

    def _node(self, expr: Expr) -> str:
        match expr:
            case x.Number(value):
                self._known.add(str(value))
                return str(value)
            case x.Fact(name):
                self._facts.append(f"f{len(self._facts)} = get({name!r})")
                return f"f{len(self._facts) - 1}"
            case x.Unknown():
                return "None"
            case x.Known(term):
                inner = self.write(term)
                if inner in (*self._known, "None"):
                    return f"{inner != 'None'}"
                return self._line(f"{inner} is not None", known=True)
            case x.Choose(condition, then, otherwise):
                holds, one, other = self._all((condition, then, otherwise))
                return self._line(
                    f"{one} if {holds} else {other}", known={one, other} <= self._known
                )
            case x.FirstKnown(terms) | x.Greatest(terms) | x.Least(terms):
                return self._chosen(expr, self._all(terms))
            case x.Not(term):
                holds = self.write(term)
                return self._unless_unknown((holds,), f"not {holds}")
            case x.And(terms) | x.Or(terms):
                return self._connected(self._all(terms), isinstance(expr, x.Or))
            case _:
                return self._operation(expr)

    def _operation(self, expr: Expr) -> str:
        match expr:
            case x.Sum(terms):
                numbers = self._all(terms)
                return self._unless_unknown(numbers, " + ".join(numbers) or "0")
            case x.Product(terms):
                numbers = self._all(terms)
                return self._unless_unknown(numbers, " * ".join(numbers) or "1")
            case x.Quotient(number, by, rounding, step):
                above, below = self._all((number, by))
                return self._unless_unknown(
                    (above, below), f"divide({above}, {below}, {rounding!r}, {step})"
                )
            case x.Compare(operator, left, right):
                one, other = self._all((left, right))
                return self._unless_unknown((one, other), f"{one} {operator} {other}")
            case x.Count(fact):
                tags = self.write(fact)
                return self._unless_unknown((tags,), f"len({tags})")
            case x.Has(fact, tag):
                tags = self.write(fact)
                return self._unless_unknown((tags,), f"{tag!r} in {tags}")
            case x.Is(fact, tag):
                value = self.write(fact)
                return self._unless_unknown((value,), f"{value} == {tag!r}")
            case _:
                raise TypeError(f"not an expression: {expr!r}")

    def _chosen(self, expr: Expr, terms: list[str]) -> str:
        """The first known, the greatest or the least of the terms, two at a time."""
        best, *others = terms or ["None"]
        for other in others:
            if best in self._known and isinstance(expr, x.FirstKnown):
                break
            unknown = f"{best} is None" if best not in self._known else ""
            better = f"{other} {'>' if isinstance(expr, x.Greatest) else '<'} {best}"
            if other not in self._known:
                better = f"{other} is not None and {better}"
            when = (
                unknown
                if isinstance(expr, x.FirstKnown)
                else " or ".join(filter(None, (unknown, better)))
            )
            best = self._line(
                f"{other} if {when} else {best}", known=bool({best, other} & self._known)
            )
        return best

    def _connected(self, terms: list[str], some: bool) -> str:
        """Kleene's `or` and `and`: one term can decide it, and otherwise all must be known."""
        decided = " or ".join([term if some else f"{term} is False" for term in terms])
        unknown = " or ".join([f"{term} is None" for term in terms if term not in self._known])
        rest = f"None if {unknown} else {not some}" if unknown else f"{not some}"
        return (
            self._line(f"{some} if {decided} else {rest}", known=not unknown)
            if terms
            else f"{not some}"
        )
