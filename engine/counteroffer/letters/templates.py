"""Jinja templates of the rules, sandboxed: the name of a template and its words → text.

A folder of rules may hold `templates/<name>`, which takes the place of ours with that name;
`counteroffer/<name>` is always ours, to extend it. What a template does wrong is a RuleError at its
line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, TemplateError, TemplateNotFound, TemplateSyntaxError

from counteroffer.language.declarations import nearest
from counteroffer.letters.sandbox import LARGEST, Finish, Sandbox, control, fits
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.characters import cut
from counteroffer.text.errors import Problem, RuleError
from counteroffer.text.home import HOME, RULES

OURS = "counteroffer/"
_CALLED = re.compile(r"^[\w.<>]+\(\) ")  # how Python begins what it says of a call


class Templates:
    """The templates of a rulebook for one form of text; `finish` makes a value safe there, None is
    HTML."""

    def __init__(self, rulebook: Rulebook, finish: Finish | None = None) -> None:
        self._files = _Files(rulebook.folders)
        self._environment = Sandbox(self._files, finish)

    def names(self, folder: str) -> tuple[str, ...]:
        """The templates in a folder of templates, sorted, those of all folders of rules
        together."""
        return self._files.names(folder)

    def render(self, name: str, words: Mapping[str, Any]) -> str:
        """The text that a template makes of words.

        Raises RuleError at the place of what is wrong.
        """
        self._environment.begin(words)
        pieces, length = [], 0
        try:
            for piece in self._environment.get_template(name).generate(words):
                pieces.append(piece)
                length += len(piece)
                fits(length)
        except RuleError:
            raise
        except (
            TemplateError,
            TypeError,
            ValueError,
            ArithmeticError,
            LookupError,
            AttributeError,
            MemoryError,
            RecursionError,
        ) as error:
            raise RuleError([self._problem(name, error)]) from None
        return "".join(pieces)

    def _problem(self, name: str, error: Exception) -> Problem:
        """What went wrong, at the innermost line of a template that took part in it."""
        if isinstance(error, TemplateSyntaxError):
            at = error.name or self._files.called(error.filename or "") or name
            return self._files.problem(at, error.lineno, error.message or "can't be read")
        where, line, trace = name, 0, error.__traceback__
        while trace:
            if (found := self._files.called(trace.tb_frame.f_code.co_filename)) is not None:
                where, line = found, trace.tb_lineno
            trace = trace.tb_next
        if isinstance(error, TemplateNotFound):
            unknown = str(error.name)
            told = f"unknown template '{cut(unknown)}'{nearest(unknown, self._files.names(''))}"
        elif isinstance(error, RecursionError):
            told = "calls itself without an end"
        else:
            told = _CALLED.sub("what is called here ", str(error)) or type(error).__name__
        return self._files.problem(where, line, told)


class _Files(BaseLoader):
    """Finds templates in folders of rules, the last that has it; remembers what it read, to point
    at mistakes."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = tuple(folders)
        self._read: dict[str, tuple[Path, str]] = {}

    def names(self, folder: str) -> tuple[str, ...]:
        places = [place for one in self._folders if (place := one / "templates" / folder).is_dir()]
        start = f"{folder}/" if folder else ""
        return tuple(
            sorted(
                {
                    f"{start}{path.relative_to(place).as_posix()}"
                    for place in places
                    for path in place.rglob("*.j2")
                }
            )
        )

    def get_source(self, environment: Any, template: str) -> tuple[str, str, Callable[[], bool]]:
        folders = (RULES,) if template.startswith(OURS) else self._folders[::-1]
        parts = template.removeprefix(OURS).split("/")
        if len(template) > 200 or any(
            not part or part.startswith(".") or "\\" in part for part in parts
        ):
            raise TemplateNotFound(template)
        path = next(
            (path for one in folders if (path := one.joinpath("templates", *parts)).is_file()), None
        )
        if path is None:
            raise TemplateNotFound(template)
        try:
            if path.stat().st_size > LARGEST:
                raise RuleError([Problem(f"is larger than {LARGEST:,} bytes", self._shown(path))])
            text = path.read_text(encoding="utf-8-sig")
        except OSError as error:
            raise RuleError(
                [Problem(f"can't be read: {error.strerror}", self._shown(path))]
            ) from None
        except UnicodeDecodeError:
            raise RuleError([Problem("is not UTF-8 text", self._shown(path))]) from None
        self._read[template] = (path, text)
        if (char := control(text)) is not None:
            line = text.count("\n", 0, text.index(char)) + 1
            told = f"has a character that can't be shown: {ascii(char)[1:-1]}"
            raise RuleError([self.problem(template, line, told)])
        return text, str(path), lambda: True

    @staticmethod
    def _shown(path: Path) -> str:
        return path.relative_to(HOME).as_posix() if path.is_relative_to(RULES) else str(path)

    def called(self, file: str) -> str | None:
        """The name under which a file was asked for."""
        return next((name for name, (path, _) in self._read.items() if str(path) == file), None)

    def problem(self, name: str, line: int, message: str) -> Problem:
        if name not in self._read:
            return Problem(message)
        path, text = self._read[name]
        lines = text.split("\n")
        if not 1 <= line <= len(lines):
            return Problem(message, self._shown(path))
        named = re.search(r"'([^']+)'", message)
        at = re.search(rf"(?<!\w){re.escape(named[1])}(?!\w)", lines[line - 1]) if named else None
        start, width = (
            at.span() if at else (len(lines[line - 1]) - len(lines[line - 1].lstrip()), 0)
        )
        return Problem(
            message, self._shown(path), line, start + 1, max(1, width - start), lines[line - 1]
        )
