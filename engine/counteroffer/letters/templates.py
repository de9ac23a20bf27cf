"""Jinja templates of the rules, sandboxed: the name of a template and its words → text.

A folder of rules may hold `templates/<name>`, which takes the place of ours with that name;
`counteroffer/<name>` is always ours, to extend it. What a template does wrong is a RuleError at its
line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import BaseLoader, TemplateError, TemplateNotFound, TemplateSyntaxError

from counteroffer.language.declarations import nearest
from counteroffer.letters.sandbox import LARGEST, Finish, Sandbox, control, fits
from counteroffer.rulebook.folders import RuleFile, RuleFiles
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.characters import cut
from counteroffer.text.errors import Problem, RuleError
from counteroffer.text.home import RULES

OURS = "counteroffer/"
_CALLED = re.compile(r"^[\w.<>]+\(\) ")  # how Python begins what it says of a call


class Templates:
    """The templates of a rulebook for one format of text.

    `finish` makes a value safe to stand in that format; None is for HTML.
    """

    def __init__(self, rulebook: Rulebook, finish: Finish | None = None) -> None:
        self._files = _Files(rulebook.files)
        self._environment = Sandbox(self._files, finish)

    def names(self, folder: str) -> tuple[str, ...]:
        """The names of the templates in a folder of templates, of all folders of rules, sorted."""
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
    """Find a template in the folders of rules; where several have it, the last one holds.

    What was read is kept, to show the line of a mistake.
    """

    def __init__(self, files: RuleFiles) -> None:
        self._files = files
        self._read: dict[str, tuple[RuleFile, str]] = {}

    def names(self, folder: str) -> tuple[str, ...]:
        start = f"templates/{folder}/" if folder else "templates/"
        found = set(self._files.matching(start, ".j2"))
        return tuple(sorted(name.removeprefix("templates/") for name in found))

    def get_source(self, environment: Any, template: str) -> tuple[str, str, Callable[[], bool]]:
        name, ours = template.removeprefix(OURS), template.startswith(OURS)
        found = self._files.named(f"templates/{name}")
        hidden = any(part.startswith(".") for part in name.split("/"))
        if hidden or not found or (ours and found[0].path != RULES / "templates" / name):
            raise TemplateNotFound(template)
        file = found[0 if ours else -1]
        if len(file.data) > LARGEST:
            raise RuleError(
                [
                    Problem(
                        f"is larger than {LARGEST:,} bytes", file.shown, code="document.too-large"
                    )
                ]
            )
        try:
            text = file.content().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise RuleError(
                [Problem("is not UTF-8 text", file.shown, code="document.unreadable")]
            ) from None
        text = text.replace("\r\n", "\n").replace("\r", "\n")  # as a file of text is read
        self._read[template] = (file, text)
        if (char := control(text)) is not None:
            line = text.count("\n", 0, text.index(char)) + 1
            told = f"has a character that can't be shown: {ascii(char)[1:-1]}"
            raise RuleError([self.problem(template, line, told)])
        return text, str(file.path), lambda: True

    def called(self, file: str) -> str | None:
        """The name under which a file was asked for."""
        return next((name for name, (one, _) in self._read.items() if str(one.path) == file), None)

    def problem(self, name: str, line: int, message: str) -> Problem:
        if name not in self._read:
            return Problem(message, code="template.unusable")
        file, text = self._read[name]
        lines = text.split("\n")
        if not 1 <= line <= len(lines):
            return Problem(message, file.shown, code="template.unusable")
        named = re.search(r"'([^']+)'", message)
        at = re.search(rf"(?<!\w){re.escape(named[1])}(?!\w)", lines[line - 1]) if named else None
        start, width = (
            at.span() if at else (len(lines[line - 1]) - len(lines[line - 1].lstrip()), 0)
        )
        return Problem(
            message,
            file.shown,
            line,
            start + 1,
            max(1, width - start),
            lines[line - 1],
            code="template.unusable",
        )
