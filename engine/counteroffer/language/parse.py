"""A condition as text → the checked tree.

The language is small and closed: facts, numbers and quoted tags; `==` `!=` `<` `<=` `>` `>=`;
`"tag" in list`; `count(list)`; `known(fact)`; `and`, `or`, `not` and brackets. Its grammar is a
part of Python's, so that Python's own parser reads it; nothing is ever evaluated by Python.
"""

from __future__ import annotations

import ast
import warnings
from decimal import Decimal, InvalidOperation
from threading import Lock

from counteroffer.language import expr as x
from counteroffer.language.declarations import Declaration, Declarations, nearest
from counteroffer.language.expr import Expr, Operator, count_ways, positive
from counteroffer.text.errors import CounterofferError

LONGEST = 1_000
WIDEST = (
    64  # ways in which a condition can hold or fail: each becomes a rule of the inference engine
)

_PARSING = Lock()
_OPERATORS: dict[type[ast.cmpop], Operator] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}


class ConditionError(CounterofferError, ValueError):
    """A condition that can't be read; `start` and `width` mark the part of the text."""

    code = "condition.unreadable"

    def __init__(self, reason: str, start: int = 0, width: int = 1) -> None:
        self.reason, self.start, self.width = reason, start, width
        super().__init__(reason)


def python_tree(text: str) -> ast.expr:
    """A text as Python's parser reads it, without its warnings, one thread at a time.

    Raises SyntaxError, ValueError, RecursionError, MemoryError.
    """
    # Python 3.11's parser can fail in two threads at once, and filters of warnings are shared.
    with _PARSING, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text, mode="eval").body


def parse(text: str, declared: Declarations) -> Expr:
    """The tree of a condition.

    Raises ConditionError where it is not one or names an undeclared fact.
    """
    if len(text) > LONGEST:
        raise ConditionError(
            f"a condition of {len(text):,} characters; the longest is {LONGEST:,}", 0, 1
        )
    text = text.replace("\n", " ")
    try:
        body = python_tree(text.strip())
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        column = (getattr(error, "offset", 1) or 1) - 1
        raise ConditionError(
            'this is not a condition; for example: gpu_years >= 2 and "kubernetes" in skills',
            min(column, max(0, len(text) - 1)),
        ) from None
    tree = _ConditionReader(text.strip(), len(text) - len(text.lstrip()), declared).condition(body)
    if max(count_ways(positive(tree)), count_ways(positive(x.Not(tree)))) > WIDEST:
        raise ConditionError(
            f"this can hold or fail in more than {WIDEST} ways: make two levers of it", 0, len(text)
        )
    return tree


class _ConditionReader:
    def __init__(self, text: str, margin: int, declared: Declarations) -> None:
        self._text, self._margin, self._declared = text, margin, declared

    def condition(self, node: ast.expr) -> Expr:
        match node:
            case ast.BoolOp(ast.And(), values):
                return x.And(tuple(self.condition(value) for value in values))
            case ast.BoolOp(ast.Or(), values):
                return x.Or(tuple(self.condition(value) for value in values))
            case ast.UnaryOp(ast.Not(), operand):
                return x.Not(self.condition(operand))
            case ast.Compare(left, operators, rights):
                pairs = zip([left, *rights], operators, rights, strict=False)
                terms = tuple(
                    self._comparison(node, one, operator, two) for one, operator, two in pairs
                )
                return terms[0] if len(terms) == 1 else x.And(terms)
            case ast.Call(ast.Name("known"), [ast.Name() as name], []):
                self._declaration(name)
                return x.Known(x.Fact(name.id))
            case ast.Name(name):
                if self._declaration(node).type != "flag":
                    raise self._error(
                        node, f"'{name}' is not a yes or no: compare it with something"
                    )
                return x.Fact(name)
            case _:
                raise self._error(node, "this does not belong in a condition")

    def _comparison(
        self, whole: ast.expr, left: ast.expr, operator: ast.cmpop, right: ast.expr
    ) -> Expr:
        if isinstance(operator, (ast.In, ast.NotIn)):
            holds = self._membership(left, right)
            return x.Not(holds) if isinstance(operator, ast.NotIn) else holds
        symbol = _OPERATORS.get(type(operator))
        if symbol is None:
            raise self._error(whole, "compare with == != < <= > >= or in")
        if isinstance(left, ast.Constant):
            left, right, symbol = right, left, x.FLIPPED[symbol]
        if isinstance(left, ast.Name) and self._declaration(left).type == "tag":
            return self._tag_comparison(whole, left, symbol, right)
        term, declaration = self._number(left)
        if isinstance(right, (ast.Constant, ast.UnaryOp)):
            return x.Compare(symbol, term, x.Number(self._constant(right, declaration)))
        other, theirs = self._number(right)
        if (declaration.type, declaration.decimals, declaration.unit) != (
            theirs.type,
            theirs.decimals,
            theirs.unit,
        ):
            raise self._error(whole, "these two are not of one unit and can't be compared")
        return x.Compare(symbol, term, other)

    def _membership(self, left: ast.expr, right: ast.expr) -> Expr:
        if not (isinstance(left, ast.Constant) and isinstance(left.value, str)):
            raise self._error(left, 'write the tag in quotes: "kubernetes" in skills')
        if not isinstance(right, ast.Name) or self._declaration(right).type != "tags":
            raise self._error(right, "'in' needs a fact that is a list of tags")
        return x.Has(x.Fact(right.id), self._tag(left, right.id))

    def _tag_comparison(
        self, whole: ast.expr, left: ast.Name, symbol: Operator, right: ast.expr
    ) -> Expr:
        if symbol not in ("==", "!=") or not (
            isinstance(right, ast.Constant) and isinstance(right.value, str)
        ):
            raise self._error(
                whole, f"'{left.id}' is a word: compare it by == or != with one in quotes"
            )
        same = x.Is(x.Fact(left.id), self._tag(right, left.id))
        return same if symbol == "==" else x.Not(same)

    def _tag(self, node: ast.expr, fact: str) -> str:
        tag = (
            self._declared[fact].tag(node.value)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
            else ""
        )
        if not tag:
            raise self._error(node, "a tag needs a letter or a digit")
        return tag

    def _number(self, node: ast.expr) -> tuple[Expr, Declaration]:
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "count"
        ):
            inner = node.args[0] if len(node.args) == 1 and not node.keywords else node
            if not isinstance(inner, ast.Name) or self._declaration(inner).type != "tags":
                raise self._error(node, "count(...) takes one fact that is a list of tags")
            return x.Count(x.Fact(inner.id)), Declaration(type="number", help="a count", max=10_000)
        if not isinstance(node, ast.Name):
            raise self._error(node, "this is not a fact or a number")
        declaration = self._declaration(node)
        if declaration.type not in ("number", "money"):
            kind = {"flag": "a yes or no", "tags": "a list of tags", "tag": "a word"}[
                declaration.type
            ]
            raise self._error(node, f"'{node.id}' is {kind} and can't be compared with a number")
        return x.Fact(node.id), declaration

    def _constant(self, node: ast.expr, declaration: Declaration) -> int:
        text = ast.get_source_segment(self._text, node) or ""
        try:
            number = Decimal("x" if text[:1] in "\"'" else text.replace("_", ""))
        except InvalidOperation:
            raise self._error(node, "a number is needed here") from None
        if declaration.type == "money" and number:
            raise self._error(
                node, "an amount has no currency here: compare it with a measure, or with 0"
            )
        scaled = number.scaleb(declaration.decimals)
        if scaled != int(scaled):
            raise self._error(
                node, f"at most {declaration.decimals} places after the point can matter here"
            )
        if not declaration.min <= number <= declaration.max:
            raise self._error(
                node, f"only {declaration.min:,} to {declaration.max:,} makes sense here"
            )
        return int(scaled)

    def _declaration(self, node: ast.Name) -> Declaration:
        declaration = self._declared.get(node.id)
        if declaration is None:
            raise self._error(node, f"unknown fact '{node.id}'{nearest(node.id, self._declared)}")
        return declaration

    def _error(self, node: ast.expr, reason: str) -> ConditionError:
        line = self._text.encode()
        start = len(line[: node.col_offset].decode(errors="ignore"))
        end = len(line[: node.end_col_offset or node.col_offset].decode(errors="ignore"))
        return ConditionError(reason, self._margin + start, max(1, end - start))
