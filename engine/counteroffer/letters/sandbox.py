"""The Jinja environment of templates: sandboxed, and bounded in what a text may take.

Templates are the user's own files: what is bounded is what a slip can do. Bounded are the file
(`LARGEST` bytes) and how deep it is nested (`MOST_BLOCKS`, `MOST_PARTS`, so that neither Jinja nor
Python runs out of stack); the rounds of loops, calls, entries of ranges and joined parts of one
text together (`MOST_STEPS`); and the characters of the text and of every text that is put together
on the way (`MOST_CHARACTERS`). Jinja has no other loops.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import wraps
from math import isfinite
from types import CodeType
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, TemplateSyntaxError, nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.parser import Parser
from jinja2.runtime import BlockReference, LoopContext, Macro, Undefined, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup

from counteroffer.language.declarations import nearest
from counteroffer.text.characters import legible
from counteroffer.text.phrases import capital

LARGEST = 50_000  # bytes of a template's file: seven times our largest
MOST_BLOCKS, MOST_PARTS = 15, 100  # inside each other; Python takes no more than 20 loops
MOST_STEPS = 20_000
MOST_CHARACTERS = 1_000_000
_ENTRIES = ("count", "d", "default", "first", "last", "length", "list")
_TEXTS = ("e", "escape", "lower", "safe", "trim", "upper")

Finish = Callable[[str], str]


def control(text: str) -> str | None:
    """The first character of a text that is not printed as itself and breaks no line."""
    if text.isprintable():
        return None
    found = {char for char in set(text) if char not in "\n\t" and not legible(char)}
    return next((char for char in text if char in found), None) if found else None


def fits(length: int) -> None:
    """Raise SecurityError where a text of this length is too long."""
    if length > MOST_CHARACTERS:
        raise SecurityError(f"makes a text of more than {MOST_CHARACTERS:,} characters")


def printed(value: Any) -> Any:
    """The text or number that is to be printed; anything else raises SecurityError."""
    if not isinstance(value, (str, int, float, Undefined, type(None))):
        raise SecurityError(
            "only a text or a number can be printed: a list goes through a loop or 'join'"
        )
    text = value if isinstance(value, str) else str(value)
    fits(len(text))
    if (char := control(text)) is not None:
        raise SecurityError(f"makes a character that can't be shown: {ascii(char)[1:-1]}")
    return text


class _Code(CodeGenerator):
    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        """`a ~ b` through `Sandbox.joined`: Jinja's own makes texts of any length."""
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of templates; `begin` before each text.

    What is too much is a SecurityError, what can't be read a TemplateSyntaxError at its line.
    """

    code_generator_class = _Code
    intercepted_binops = frozenset({"+", "*", "**", "%"})
    steps = 0
    known: Mapping[str, Any] = {}

    def __init__(self, files: BaseLoader, finish: Finish | None) -> None:
        @pass_context  # so that nothing is printed while a template is compiled
        def finished(_: Any, value: Any) -> Any:
            text = printed(value)
            return text if finish is None or isinstance(text, Markup) else Markup(finish(str(text)))

        super().__init__(
            loader=files,
            undefined=_unknown(self),
            autoescape=True,
            finalize=finished,
            trim_blocks=True,
            lstrip_blocks=True,
            cache_size=-1,
            optimized=False,
        )
        self.globals = {"range": self._range}
        texts = {name: self.filters[name] for name in _TEXTS} | {"capital": capital}
        self.filters = {name: self.filters[name] for name in _ENTRIES}
        self.filters |= {name: _of_text(one) for name, one in texts.items()}
        self.filters |= {"join": self._join, "_counted": self._counted}

    def begin(self, words: Mapping[str, Any]) -> None:
        """Start counting steps for a new text, and remember the names that it may use."""
        self.steps, self.known = 0, words

    def step(self, steps: int = 1) -> None:
        """Count one step; raises SecurityError for one too many."""
        self.steps += steps
        if self.steps > MOST_STEPS:
            raise SecurityError(f"takes more than {MOST_STEPS:,} steps")

    def concat(self, pieces: Iterable[str]) -> str:
        """Join the parts of macros, blocks and `{% set %}`, within the limit on text."""
        pieces = list(pieces)
        fits(sum(map(len, pieces)))
        return "".join(pieces)

    def joined(self, parts: Iterable[Any]) -> str:
        """The result of `a ~ b`, within the limit on text."""
        shown = [printed(part) for part in parts]
        fits(sum(map(len, shown)))
        return markup_join(shown)

    def _join(self, value: Iterable[Any], d: str = "") -> str:
        parts = [part for one in self._counted(value) for part in (d, one)][1:]
        return self.joined(parts)

    def _counted(self, items: Iterable[Any]) -> Iterator[Any]:
        for item in items:
            self.step()
            yield item

    def _range(self, *ends: int) -> range:
        numbers = range(*ends)
        self.step(len(numbers[:MOST_STEPS]))
        return numbers

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Nor `format`, which older sandboxes call without asking whether it may be called."""
        formats = isinstance(obj, str) and attr in ("format", "format_map")
        return not formats and super().is_safe_attribute(obj, attr, value)

    def is_safe_callable(self, obj: Any) -> bool:
        self.step()
        if not isinstance(obj, (Macro, LoopContext, BlockReference, Undefined)) and (
            obj != self._range
        ):
            raise SecurityError("only macros can be called: words come ready to print")
        return True

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Add texts and lists, add and multiply whole numbers; SecurityError for all else."""
        numbers = all(isinstance(one, int) and abs(one) < 10**15 for one in (left, right))
        kinds = (str, list, tuple)
        added = any(isinstance(left, kind) and isinstance(right, kind) for kind in kinds)
        if not (operator in "+*" if numbers else added and operator == "+"):
            raise SecurityError(f"'{operator}' is not for templates: words come ready to print")
        if added:
            fits(len(left) + len(right))
        return super().call_binop(context, operator, left, right)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parser = None
        try:
            parser = Parser(self, source, name, filename)
            tree = parser.parse()
        except (RecursionError, ValueError) as error:  # ValueError: more digits than Python reads
            line = parser.stream.current.lineno if parser else 1
            told = "is nested too deeply" if isinstance(error, RecursionError) else str(error)
            raise TemplateSyntaxError(told, line, name, filename) from None
        try:
            _check(tree)
        except TemplateSyntaxError as error:
            raise TemplateSyntaxError(error.message or "", error.lineno, name, filename) from None
        tree.set_environment(self)
        return tree

    def _compile(self, source: str, filename: str) -> CodeType:
        try:
            return super()._compile(source, filename)
        except (SyntaxError, RecursionError, MemoryError, ValueError, OverflowError) as error:
            said = getattr(error, "msg", None) or "it is nested too deeply"
            raise TemplateSyntaxError(f"can't be used: {said}", 1, None, filename) from None


def _check(tree: nodes.Template) -> None:
    """Refuse what a template may not do, and make each of its loops count its rounds.

    Raises TemplateSyntaxError for what is nested too deeply or can't be computed.
    """
    rest: list[tuple[nodes.Node, int, int]] = [(tree, 0, 0)]
    while rest:
        node, blocks, parts = rest.pop()
        blocks, parts = blocks + isinstance(node, nodes.Stmt), parts + isinstance(node, nodes.Expr)
        if blocks > MOST_BLOCKS or parts > MOST_PARTS:
            raise TemplateSyntaxError("is nested too deeply", node.lineno)
        rest += [(child, blocks, parts) for child in node.iter_child_nodes()]
        match node:
            case nodes.For(recursive=True):
                raise TemplateSyntaxError("'recursive' is not for templates", node.lineno)
            case nodes.Const(value=float(value)) if not isfinite(value):
                raise TemplateSyntaxError("has a number that is too large", node.lineno)
            case nodes.For():
                node.iter = nodes.Filter(
                    node.iter, "_counted", [], [], None, None, lineno=node.lineno
                )


def _of_text(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that takes texts and numbers alone."""

    @wraps(function)
    def checked(value: Any) -> Any:
        printed(value)
        return function(value)

    return checked


def _unknown(environment: Sandbox) -> type[StrictUndefined]:
    class UnknownName(StrictUndefined):
        """A name that no template knows; using it raises an error with the nearest known name."""

        __slots__ = ()

        @property
        def _undefined_message(self) -> str:
            name, of = str(self._undefined_name), self._undefined_obj
            known = (
                environment.known
                if of is missing
                else [one.name for one in fields(of)]
                if is_dataclass(of)
                else ()
            )
            return self._undefined_hint or f"unknown name '{name}'{nearest(name, known)}"

    return UnknownName
