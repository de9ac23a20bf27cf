"""The arithmetic of derivations, worked out from their printed formulas."""

from __future__ import annotations

import ast
import math
import operator
import re
from fractions import Fraction
from typing import Any

from counteroffer.analysis.explain.step import Step

_OPERATIONS: dict[type, Any] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def worked_out(formula: str) -> Fraction:
    """The arithmetic of a step, exactly."""
    text = re.sub(
        r"\d+(\.\d+)?", lambda number: f"'{number[0]}'", formula
    )  # as texts: no float comes near it

    def value(node: ast.expr) -> Fraction:
        if isinstance(node, ast.BinOp):
            found: Fraction = _OPERATIONS[type(node.op)](value(node.left), value(node.right))
            return found
        assert isinstance(node, ast.Constant)
        return Fraction(str(node.value))

    return value(ast.parse(text, mode="eval").body)


def rounded(exact: Fraction, step: Step) -> int:
    parts = exact / step.step
    return (
        math.ceil(parts) if step.rounding == "up" else math.floor(parts + Fraction(1, 2))
    ) * step.step
