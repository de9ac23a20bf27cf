"""Jinja templates of the rules, sandboxed: the name of a template and its words → text.

A folder of rules may hold `templates/<name>`, which takes the place of ours with that name; `counteroffer/<name>` is
always ours, to extend it. What a template does wrong is a RuleError at its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup

from counteroffer.errors import Problem, RuleError
from counteroffer.facts import nearest
from counteroffer.home import HOME, RULES
from counteroffer.legible import cut
from counteroffer.rulebook import Rulebook

OURS = "counteroffer/"
MOST_STEPS = 20_000  # rounds of loops and calls in one text
MOST_CHARACTERS = 1_000_000
LARGEST = 200_000  # bytes of a template's file
_FILTERS = (
    "count", "d", "default", "e", "escape", "first", "join", "last", "length", "list", "lower", "safe", "trim", "upper",
)  # fmt: skip
_TESTS = ("defined", "undefined", "none", "sameas", "eq", "ne", "gt", "ge", "lt", "le", "in", "true", "false")

Finish = Callable[[str], str]


class Templates:
    """The templates of a rulebook for one form of text; `finish` makes a value safe there, None is HTML."""

    def __init__(self, rulebook: Rulebook, finish: Finish | None = None) -> None:
        self._files = _Files(rulebook.folders)
        self._environment = _environment(self._files, finish)

    def names(self, folder: str) -> tuple[str, ...]:
        """The templates in a folder of templates, sorted, those of all folders of rules together."""
        return self._files.names(folder)

    def render(self, name: str, words: Mapping[str, Any]) -> str:
        """The text that a template makes of words. Raises RuleError at the place of what is wrong."""
        self._environment.begin(words)
        pieces, length = [], 0
        try:
            for piece in self._environment.get_template(name).generate(words):
                pieces.append(piece)
                length += len(piece)
                if length > MOST_CHARACTERS:
                    raise SecurityError(f"makes a text of more than {MOST_CHARACTERS:,} characters")
        except RuleError:
            raise
        except TemplateNotFound as error:
            known = self._files.names("")
            raise RuleError(
                [Problem(f"unknown template '{cut(str(error.name))}'{nearest(str(error.name), known)}")]
            ) from None
        except RecursionError:
            raise RuleError([self._files.problem(name, 0, "calls itself without an end")]) from None
        except (
            TemplateError,
            TypeError,
            ValueError,
            ArithmeticError,
            LookupError,
            AttributeError,
            MemoryError,
        ) as error:
            raise RuleError([self._problem(name, error)]) from None
        return "".join(pieces)

    def _problem(self, name: str, error: Exception) -> Problem:
        """What went wrong, at the innermost line of a template that took part in it."""
        if isinstance(error, TemplateSyntaxError):
            return self._files.problem(error.name or name, error.lineno, error.message or "can't be read")
        where, line, trace = name, 0, error.__traceback__
        while trace:
            if (found := self._files.called(trace.tb_frame.f_code.co_filename)) is not None:
                where, line = found, trace.tb_lineno
            trace = trace.tb_next
        return self._files.problem(where, line, str(error) or type(error).__name__)


class _Files(BaseLoader):
    """Finds templates in folders of rules, the last that has it; remembers what it read, to point at mistakes."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = tuple(folders)
        self._read: dict[str, tuple[Path, str]] = {}

    def names(self, folder: str) -> tuple[str, ...]:
        places = [place for one in self._folders if (place := one / "templates" / folder).is_dir()]
        start = f"{folder}/" if folder else ""
        return tuple(
            sorted({f"{start}{path.relative_to(place).as_posix()}" for place in places for path in place.rglob("*.j2")})
        )

    def get_source(self, environment: Any, template: str) -> tuple[str, str, Callable[[], bool]]:
        folders = (RULES,) if template.startswith(OURS) else self._folders[::-1]
        parts = template.removeprefix(OURS).split("/")
        if len(template) > 200 or any(not part or part.startswith(".") or "\\" in part for part in parts):
            raise TemplateNotFound(template)
        path = next((path for one in folders if (path := one.joinpath("templates", *parts)).is_file()), None)
        if path is None:
            raise TemplateNotFound(template)
        try:
            if path.stat().st_size > LARGEST:
                raise RuleError([Problem(f"is larger than {LARGEST:,} bytes", self._shown(path))])
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            raise RuleError([Problem(f"can't be read: {error.strerror}", self._shown(path))]) from None
        except UnicodeDecodeError:
            raise RuleError([Problem("is not UTF-8 text", self._shown(path))]) from None
        self._read[template] = (path, text)
        return text, str(path), lambda: True

    @staticmethod
    def _shown(path: Path) -> str:
        return path.relative_to(HOME).as_posix() if path.is_relative_to(RULES) else str(path)

    def called(self, file: str) -> str | None:
        """The name under which a file was asked for."""
        return next((name for name, (path, _) in self._read.items() if str(path) == file), None)

    def problem(self, name: str, line: int, message: str) -> Problem:
        if name not in self._read:
            return Problem(message, name, line)
        path, text = self._read[name]
        lines = text.splitlines()
        if not 1 <= line <= len(lines):
            return Problem(message, self._shown(path))
        named = re.search(r"'([^']+)'", message)
        at = re.search(rf"(?<!\w){re.escape(named[1])}(?!\w)", lines[line - 1]) if named else None
        start, width = at.span() if at else (len(lines[line - 1]) - len(lines[line - 1].lstrip()), 0)
        return Problem(message, self._shown(path), line, start + 1, max(1, width - start), lines[line - 1])


class _Environment(ImmutableSandboxedEnvironment):
    """A sandbox in which loops, calls and texts end: templates put words in order, and compute nothing."""

    intercepted_binops = frozenset({"*", "**", "%"})
    steps = 0
    known: Mapping[str, Any] = {}

    def begin(self, words: Mapping[str, Any]) -> None:
        self.steps, self.known = 0, words

    def step(self) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise SecurityError(f"takes more than {MOST_STEPS:,} steps")

    def counted(self, items: Iterable[Any]) -> Iterator[Any]:
        for item in items:
            self.step()
            yield item

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, "_counted", [], [], None, None, lineno=loop.iter.lineno)
        return tree

    def call(__self, __context: Any, __object: Any, *args: Any, **kwargs: Any) -> Any:
        __self.step()
        if any(isinstance(one, str) and len(one) > LARGEST for one in (*args, *kwargs.values())):
            raise SecurityError("hands on too long a text")
        return super().call(__context, __object, *args, **kwargs)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator != "*" or not all(isinstance(one, int) and abs(one) < 10**15 for one in (left, right)):
            raise SecurityError(f"'{operator}' is not for templates: words come ready to print")
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return not isinstance(obj, (str, bytes)) and super().is_safe_attribute(obj, attr, value)


def _environment(files: _Files, finish: Finish | None) -> _Environment:
    def finished(value: Any) -> Any:
        return value if finish is None or hasattr(value, "__html__") else Markup(finish(str(value)))

    class Unknown(StrictUndefined):
        """A name that is not known, with the nearest that is."""

        __slots__ = ()

        @property
        def _undefined_message(self) -> str:
            name, of = str(self._undefined_name), self._undefined_obj
            known = environment.known if of is missing else [one.name for one in fields(of)] if is_dataclass(of) else ()
            return self._undefined_hint or f"unknown name '{name}'{nearest(name, known)}"

    environment = _Environment(
        loader=files, undefined=Unknown, autoescape=True, finalize=finished, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=False, cache_size=50,
    )  # fmt: skip
    environment.globals.clear()
    environment.globals["range"] = lambda *ends: range(*ends)[:MOST_STEPS]
    environment.filters = {name: environment.filters[name] for name in _FILTERS}
    environment.filters |= {"_counted": environment.counted, "capital": _capital}
    environment.tests = {name: environment.tests[name] for name in _TESTS}
    return environment


def _capital(text: str) -> str:
    """The text with a capital first letter, the others as they are."""
    return text[:1].upper() + text[1:]
