"""Take a condition apart: the whole and each comparison in it, as text, place and tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from counteroffer.language.declarations import Declarations
from counteroffer.language.expr import Expr
from counteroffer.language.parse import parse, python_tree


@dataclass(frozen=True, slots=True)
class ConditionPart:
    """A condition, or one comparison of it, and where its text starts in the condition's text."""

    text: str
    start: int
    expr: Expr
    whole: bool


def parts(text: str, declared: Declarations) -> tuple[ConditionPart, ...]:
    """The whole condition, then its leaves in the order of the text, where there is more than one.

    `2 <= years < 5` has two leaves. A leaf under `not` is the comparison without it. Raises
    ConditionError.
    """
    whole = ConditionPart(" ".join(text.split()), 0, parse(text, declared), True)
    margin, stripped = len(text) - len(text.lstrip()), text.strip().replace("\n", " ")
    spans = list(_spans(python_tree(stripped)))
    if len(spans) < 2:
        return (whole,)
    encoded = stripped.encode()
    leaves = []
    for first, end in spans:
        leaf = encoded[first:end].decode()
        leaves.append(
            ConditionPart(
                leaf, margin + len(encoded[:first].decode()), parse(leaf, declared), False
            )
        )
    return (whole, *leaves)


def _spans(node: ast.expr) -> Iterator[tuple[int, int]]:
    """For each comparison, the index of its first byte and of the byte after its last."""
    match node:
        case ast.BoolOp(_, values):
            for value in values:
                yield from _spans(value)
        case ast.UnaryOp(ast.Not(), operand):
            yield from _spans(operand)
        case ast.Compare(left, _, rights):
            for one, other in zip([left, *rights], rights, strict=False):
                yield one.col_offset, other.end_col_offset or 0
        case _:
            yield node.col_offset, node.end_col_offset or 0
