"""A parsed template → the same with its prices: calls of the sandbox's filters around whatever
takes or makes much.

`_weighed` pays for a value, `_joined` makes `a ~ b`, `_counted` pays for each round of a loop and
`_code` for a body.
"""

from __future__ import annotations

from typing import Any

from jinja2 import TemplateSyntaxError, nodes

MOST_BLOCKS, MOST_PARTS = 15, 100  # inside each other; Python takes no more than 20 loops


def check(tree: nodes.Template) -> None:
    """What is nested too deep, and what can't be paid for.

    Raises TemplateSyntaxError at its line.
    """
    rest: list[tuple[nodes.Node, int, int]] = [(tree, 0, 0)]
    while rest:
        node, blocks, parts = rest.pop()
        blocks, parts = blocks + isinstance(node, nodes.Stmt), parts + isinstance(node, nodes.Expr)
        if blocks > MOST_BLOCKS or parts > MOST_PARTS:
            raise TemplateSyntaxError("is nested too deeply", node.lineno)
        if isinstance(node, nodes.For) and node.recursive:
            raise TemplateSyntaxError("'recursive' is not for templates", node.lineno)
        if isinstance(node, nodes.Pair) and not isinstance(node.key, nodes.Const):
            raise TemplateSyntaxError("a key is a plain text here", node.lineno)
        rest += [(child, blocks, parts) for child in node.iter_child_nodes()]


def price(tree: nodes.Template) -> None:
    """Put the prices into a template: each list and slice is weighed, each round and body pays for
    its code."""
    bodies: list[Any] = [*tree.find_all((nodes.Macro, nodes.CallBlock, nodes.Block)), tree]
    loops = [(one, _size(one)) for one in tree.find_all(nodes.For)]
    sizes = [_size(one) for one in bodies]
    _replaced(tree)
    for loop, size in loops:
        loop.iter = _filter(loop.iter, "_counted", nodes.Const(size))
    for body, size in zip(bodies, sizes, strict=True):
        body.body.insert(
            0,
            nodes.ExprStmt(
                _filter(nodes.Const(size, lineno=body.lineno), "_code"), lineno=body.lineno
            ),
        )


def _size(node: nodes.Node) -> int:
    return 1 + sum(1 for _ in node.find_all(nodes.Node))


def _replaced(node: nodes.Node) -> None:
    """Each child of a node by its priced one, from the leaves up."""
    for field, value in node.iter_fields():
        if isinstance(value, list):
            setattr(node, field, [_priced(one) for one in value])
        else:
            setattr(node, field, _priced(value))


def _priced(node: Any) -> Any:
    if not isinstance(node, nodes.Node):
        return node
    _replaced(node)
    match node:
        case nodes.Concat():
            return _filter(nodes.List(node.nodes, lineno=node.lineno), "_joined")
        case (
            nodes.List() | nodes.Dict() | nodes.Tuple(ctx="load") | nodes.Getitem(arg=nodes.Slice())
        ):
            return _filter(node, "_weighed")
        case nodes.Getitem(arg=nodes.Expr() as arg) if not isinstance(arg, nodes.Const):
            node.arg = _filter(arg, "_weighed")
        case nodes.Compare():
            node.expr = _filter(node.expr, "_weighed")
            for operand in node.ops:
                operand.expr = _filter(operand.expr, "_weighed")
    return node


def _filter(node: Any, name: str, *given: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(node, name, list(given), [], None, None, lineno=node.lineno)
