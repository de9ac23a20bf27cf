"""A Jinja sandbox whose templates end: what each operation takes and makes is paid for out of one
budget a text.

Templates put words in order, and compute next to nothing. Lists and texts are paid for by all that
is in them, code by the nodes that it runs through, so that no filter, operator, macro or loop can
take long or hold much.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import wraps
from types import CodeType, MethodType
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, TemplateSyntaxError, nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.parser import Parser
from jinja2.runtime import BlockReference, LoopContext, Macro, Undefined, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup

from counteroffer.language.declarations import nearest
from counteroffer.letters.prices import check, price
from counteroffer.text.characters import legible
from counteroffer.text.phrases import capital

MOST_STEPS = 20_000  # rounds of loops and calls in one text
MOST_WORK = 1_000_000  # entries of lists, pieces of eight characters, and nodes of code that are gone through
MOST_CHARACTERS = 1_000_000  # of a text, and of any value in it
LARGEST = 200_000  # bytes of a template's file, and characters of what is handed to a macro
_PRINTED = (str, int, float, Undefined, type(None))
_CONTAINERS = (list, tuple, dict)
_FILTERS = (
    "count",
    "d",
    "default",
    "e",
    "escape",
    "first",
    "join",
    "last",
    "length",
    "list",
    "lower",
    "safe",
    "trim",
    "upper",
)
_TESTS = (
    "defined",
    "undefined",
    "none",
    "sameas",
    "eq",
    "ne",
    "gt",
    "ge",
    "lt",
    "le",
    "in",
    "true",
    "false",
)

Finish = Callable[[str], str]


def control(text: str) -> str | None:
    """The first character of a text that is not printed as itself and breaks no line."""
    if text.isprintable():
        return None
    found = {char for char in set(text) if char not in "\n\t" and not legible(char)}
    return next((char for char in text if char in found), None) if found else None


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of templates; `begin` before each text.

    What is too much is a SecurityError.
    """

    intercepted_binops = frozenset({"+", "*", "**", "%"})
    steps = work = 0
    known: Mapping[str, Any] = {}

    def __init__(self, files: BaseLoader, finish: Finish | None) -> None:
        @pass_context  # so that nothing is printed while a template is compiled
        def finished(_: Any, value: Any) -> Any:
            text = self.printed(value)
            return text if finish is None or isinstance(text, Markup) else Markup(finish(str(text)))

        super().__init__(
            loader=files,
            undefined=_unknown(self),
            autoescape=True,
            finalize=finished,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            cache_size=-1,
            optimized=False,
        )
        self.globals.clear()
        self.globals["range"] = _range
        own: dict[str, Callable[..., Any]] = {name: self.filters[name] for name in _FILTERS} | {
            "capital": capital,
            "join": self._join,
        }
        printing = ("capital", "e", "escape", "lower", "safe", "trim", "upper")
        self.filters = {name: self._paid(one, name in printing) for name, one in own.items()}
        self.filters |= {
            "_counted": self._counted,
            "_weighed": self.weighed,
            "_code": self._code,
            "_joined": self._joined,
        }
        tests: dict[str, Any] = dict(self.tests)
        self.tests = {name: self._paid(tests[name], False) for name in _TESTS}

    def begin(self, words: Mapping[str, Any]) -> None:
        self.steps, self.work, self.known = 0, 0, words

    # what things cost

    def step(self) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise SecurityError(f"takes more than {MOST_STEPS:,} steps")

    def pay(self, work: int) -> None:
        self.work += work
        if self.work > MOST_WORK:
            raise SecurityError("is too much work for a template: words come ready to print")

    def weighed(self, value: Any) -> Any:
        """The value, once all that is in it is paid for."""
        rest = [value]
        while rest:
            one = rest.pop()
            self.pay(1)
            if isinstance(one, str):
                if len(one) > MOST_CHARACTERS:
                    raise SecurityError(f"makes a text of more than {MOST_CHARACTERS:,} characters")
                self.pay(len(one) // 8)
            elif isinstance(one, _CONTAINERS):
                self.pay(len(one))
                rest += one.values() if isinstance(one, dict) else one
            elif isinstance(one, range):
                self.pay(len(one))
        return value

    def printed(self, value: Any) -> Any:
        """The value, where it can be printed: a text or a number."""
        if not isinstance(value, _PRINTED):
            raise SecurityError(
                "only a text or a number can be printed: a list goes through a loop or 'join'"
            )
        text = value if isinstance(value, str) else str(value)
        if (char := control(text)) is not None:
            raise SecurityError(f"makes a character that can't be shown: {ascii(char)[1:-1]}")
        return self.weighed(text)

    def concat(self, pieces: Iterable[str]) -> str:
        """What macros, blocks and `{% set %}` put together."""
        pieces = list(pieces)
        self.pay(len(pieces))
        if sum(map(len, pieces)) > MOST_CHARACTERS:
            raise SecurityError(f"makes a text of more than {MOST_CHARACTERS:,} characters")
        return str(self.weighed("".join(pieces)))

    def _joined(self, parts: list[Any]) -> str:
        """`a ~ b`."""
        self.concat([str(self.printed(one)) for one in parts])
        return markup_join(parts)

    def _join(self, value: Iterable[Any], d: str = "") -> str:
        parts = []
        for one in value:
            self.pay(1)
            parts.append(self.printed(one))
        if len(self.printed(d)) * len(parts) > MOST_CHARACTERS:
            raise SecurityError(f"makes a text of more than {MOST_CHARACTERS:,} characters")
        self.concat(map(str, parts))
        return (
            Markup(d).join(parts)
            if any(isinstance(one, Markup) for one in (d, *parts))
            else d.join(map(str, parts))
        )

    def _paid(self, function: Callable[..., Any], printing: bool) -> Callable[..., Any]:
        """A filter or a test that pays for what it takes and makes; one that prints takes texts and
        numbers alone."""

        @wraps(function)
        def paid(*given: Any, **named: Any) -> Any:
            for one in (*given, *named.values()):
                self.weighed(one)
            if printing:
                self.printed(given[0])
            return self.weighed(function(*given, **named))

        return paid

    def _counted(self, items: Iterable[Any], code: int) -> Iterator[Any]:
        for item in items:
            self.step()
            self.pay(code)
            yield item

    def _code(self, code: int) -> None:
        self.pay(code)

    # what templates may do

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parser = Parser(self, source, name, filename)
        try:
            tree = parser.parse()
        except RecursionError:
            raise TemplateSyntaxError(
                "is nested too deeply", parser.stream.current.lineno, name, filename
            ) from None
        try:
            check(tree)
            price(tree)
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

    def call(__self, __context: Any, __object: Any, *args: Any, **kwargs: Any) -> Any:
        __self.step()
        owner = __object.__self__ if isinstance(__object, MethodType) else __object
        if not (
            owner is _range or isinstance(owner, (Macro, LoopContext, BlockReference, Undefined))
        ):
            raise SecurityError("only macros can be called: words come ready to print")
        if any(isinstance(one, str) and len(one) > LARGEST for one in (*args, *kwargs.values())):
            raise SecurityError("hands on too long a text")
        __self.weighed([*args, *kwargs.values()])
        return super().call(__context, __object, *args, **kwargs)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        numbers = all(isinstance(one, int) and abs(one) < 10**15 for one in (left, right))
        added = operator == "+" and any(
            isinstance(left, kind) and isinstance(right, kind) for kind in (str, list, tuple)
        )
        if not (added or (numbers and operator in "+*")):
            raise SecurityError(f"'{operator}' is not for templates: words come ready to print")
        self.weighed([left, right])
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return not isinstance(obj, (str, bytes, int, *_CONTAINERS)) and super().is_safe_attribute(
            obj, attr, value
        )


def _unknown(environment: Sandbox) -> type[StrictUndefined]:
    class Unknown(StrictUndefined):
        """A name that is not known, with the nearest that is."""

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

    return Unknown


def _range(*ends: Any, **named: Any) -> range:
    if named or not 1 <= len(ends) <= 3 or not all(isinstance(one, int) for one in ends):
        raise TypeError("'range' takes one to three whole numbers")
    return range(*ends)[:MOST_STEPS]
