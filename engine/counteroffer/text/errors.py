"""What can go wrong, as typed errors that say where it stands and what to do about it.

The library raises these; only the command line turns them into text and exit codes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from counteroffer.text.characters import escaped, masked

MOST_SHOWN = 50  # problems of one input in the text of an error


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input.

    `line` and `column` count from 1; 0 means that there is no such place. `source` is the line, or
    a part of a long one, and `caret` the column in that. Printed, no character of it but its own
    line breaks can move a terminal's cursor.
    """

    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    width: int = 1
    source: str = ""
    caret: int = 0

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (escaped(self.file), self.line, self.column) if part)
        message = escaped(self.message)
        head = f"{place}: {message}" if place else message
        if not (self.line and self.source):
            return head
        margin = f"  {self.line} | "
        caret = (
            " " * (len(margin) - 2)
            + "| "
            + " " * ((self.caret or self.column) - 1)
            + "^" * max(1, self.width)
        )
        return f"{head}\n{margin}{masked(self.source)}\n{caret}"


class CounterofferError(Exception):
    """The base of every error that this library raises on purpose.

    `problems` is empty where no input is to blame. Printed, no character of it but its own line
    breaks can move a terminal's cursor.
    """

    problems: tuple[Problem, ...] = ()

    def __init__(self, message: str = "") -> None:
        super().__init__(escaped(message, keep="\n"))


class InputError(CounterofferError):
    """A case, a guide or a rule that can't be used.

    `problems` holds all that is wrong with it, in order of the file; `paths` the entries of the
    document that are malformed, where they are known.
    """

    def __init__(
        self, problems: Iterable[Problem], paths: Iterable[tuple[str | int, ...]] = ()
    ) -> None:
        self.problems = tuple(problems)
        self.paths = tuple(paths)
        lines = [str(problem) for problem in self.problems[:MOST_SHOWN]]
        more = len(self.problems) - MOST_SHOWN
        super().__init__("\n".join([*lines, f"and {more:,} more"] if more > 0 else lines))


class CaseError(InputError):
    """The facts of a negotiation can't be read."""


class RuleError(InputError):
    """A rule, a guide or the declared facts can't be used."""


class AmountError(CounterofferError, ValueError):
    """A text that is not an amount of money.

    `start` and `end` mark the part of `text` that can't be read.
    """

    def __init__(self, reason: str, text: str, start: int = 0, end: int | None = None) -> None:
        self.reason, self.text = reason, text
        self.start, self.end = start, len(text) if end is None else end
        super().__init__(reason)


class RateError(CounterofferError, ValueError):
    """No exchange rate, or one that can't be trusted."""


class EngineError(CounterofferError):
    """The chosen rules engine is not installed, or can't run these rules."""
