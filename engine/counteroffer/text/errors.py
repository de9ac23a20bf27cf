"""What can go wrong, as typed errors that say where it stands and what to do about it.

The library raises these; only the command line turns them into text and exit codes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, ClassVar, TypedDict

from counteroffer.text.arguments import (
    TEXT,
    WHOLE,
    Argument,
    all_of,
    check_argument,
    check_fields,
    kind_of,
)
from counteroffer.text.characters import cut, escaped, masked
from counteroffer.text.codes import ProblemCode

MOST_SHOWN = 50  # problems of one input in the text of an error

Way = tuple[str | int, ...]  # the entries and numbers that lead to a part of an input
_OF_A_PROBLEM = {
    **dict.fromkeys(("message", "file", "source", "code", "suggestion"), TEXT),
    **dict.fromkeys(("line", "column", "width", "caret"), WHOLE),
    "path": Argument(kind_of(tuple), "a tuple of names and numbers"),
}


class _AlwaysTold(TypedDict):
    pointer: str
    code: ProblemCode | None
    detail: str
    suggestion: str | None


class ProblemJson(_AlwaysTold, total=False):
    """A problem as plain values; `line` and `column` where it stands in a file."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input.

    `line` and `column` count from 1; 0 means that there is no such place. `source` is the line, or
    a part of a long one, and `caret` the column in that. `path` leads to what is wrong: to an entry
    that is there, or to a missing one of an object that is there; it is empty for the input as a
    whole. `code` is one of `counteroffer.text.codes.CODES`, and `suggestion` what was meant, where
    that can be guessed. As a text nothing of it but its own line breaks can move a terminal's
    cursor.
    """

    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    width: int = 1
    source: str = ""
    caret: int = 0
    path: Way = ()
    code: ProblemCode | None = None
    suggestion: str | None = None

    def __post_init__(self) -> None:
        check_fields(self, _OF_A_PROBLEM, ("code", "suggestion"))

    @property
    def pointer(self) -> str:
        """The path as a JSON pointer (RFC 6901): `/competing/0/base`, and nothing for the whole."""
        steps = (str(step).replace("~", "~0").replace("/", "~1") for step in self.path)
        return "".join(f"/{step}" for step in steps)

    @property
    def detail(self) -> str:
        """The message without the path that it may begin with."""
        return self.message.removeprefix(f"{dotted(self.path)}: ")

    def as_json(self) -> ProblemJson:
        """The problem as plain values: `pointer`, `code`, `detail` and `suggestion`.

        `line` and `column` too where it stands in a file.
        """
        told: ProblemJson = {
            "pointer": self.pointer.encode("utf-8", "backslashreplace").decode(),
            "code": self.code,
            "detail": escaped(self.detail),
            "suggestion": self.suggestion,
        }
        if self.line:
            told["line"], told["column"] = self.line, self.column
        return told

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


def dotted(path: Way) -> str:
    """A path as a message names it: `offer.base`."""
    return ".".join(cut(str(step)) for step in path)


class CounterofferError(Exception):
    """Everything that this library raises on purpose; `problems` says what is wrong.

    `problems` is empty only where no input is to blame. Printed, no character of it but its own
    line breaks can move a terminal's cursor.
    """

    code: ClassVar[ProblemCode] = "input.unusable"  # of a problem that has none of its own
    problems: tuple[Problem, ...] = ()

    def __init__(
        self,
        message: str = "",
        *,
        code: ProblemCode | None = None,
        path: Way = (),
        suggestion: str | None = None,
    ) -> None:
        told = Problem(message, path=path, code=code or type(self).code, suggestion=suggestion)
        super().__init__(escaped(message, keep="\n"))
        self.problems = (told,)

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.args, self.__dict__)

    def problems_json(self) -> list[ProblemJson]:
        """The problems as the `errors` of an RFC 9457 answer: see `Problem.as_json`."""
        return problems_json(self)


def _again(
    kind: type[CounterofferError], told: tuple[Any, ...], stated: dict[str, Any]
) -> CounterofferError:
    """A copy of an error, or one that was sent from another process."""
    error = kind.__new__(kind, *told)
    error.args = told
    error.__dict__.update(stated)
    return error


def problems_json(found: CounterofferError | Iterable[Problem]) -> list[ProblemJson]:
    """What is wrong as plain values for the `errors` of an RFC 9457 answer.

    Each has `pointer`, `code`, `detail` and `suggestion`; `line` and `column` where there is a
    file. Raises TypeError for what is neither; an error without problems gives an empty list.
    """
    problems = found.problems if isinstance(found, CounterofferError) else found
    check_argument("found", problems, _PROBLEMS, False)
    problems = tuple(problems)
    check_argument("found", problems, Argument(all_of(Problem), _PROBLEMS.words), False)
    return [problem.as_json() for problem in problems]


_PROBLEMS = Argument(kind_of(Iterable), "an error of this library, or its problems")


class InputError(CounterofferError):
    """A case, a guide or a rule that can't be used; `problems` has all that is wrong, in order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        check_argument("problems", problems, _PROBLEMS, False)
        told = tuple(problems)
        check_argument("problems", told, Argument(all_of(Problem), _PROBLEMS.words), False)
        found = tuple(one if one.code else replace(one, code=type(self).code) for one in told)
        lines = [str(problem) for problem in found[:MOST_SHOWN]]
        more = len(found) - MOST_SHOWN
        super().__init__("\n".join([*lines, f"and {more:,} more"] if more > 0 else lines))
        self.problems = found


class CaseError(InputError):
    """The facts of a negotiation can't be read, or can't be answered by the rules in force."""

    code = "value.unusable"


class RuleError(InputError):
    """A rule, a guide or the declared facts can't be used."""

    code = "rule.unusable"


class ValueProblem(ValueError):
    """A value that can't be used, with the code of what is wrong with it.

    `inner` leads from the value to the part of it that is wrong.
    """

    def __init__(
        self,
        code: ProblemCode,
        message: str,
        *,
        inner: Way = (),
        suggestion: str | None = None,
    ) -> None:
        super().__init__(message)
        self.code, self.inner, self.suggestion = code, inner, suggestion


class AmountError(CounterofferError, ValueError):
    """A text that is not an amount of money.

    `start` and `end` mark the part of `text` that can't be read.
    """

    code = "amount.unreadable"

    def __init__(self, reason: str, text: str, start: int = 0, end: int | None = None) -> None:
        check_argument("reason", reason, TEXT, False)
        check_argument("text", text, TEXT, False)
        self.reason, self.text = reason, text
        self.start, self.end = start, len(text) if end is None else end
        super().__init__(reason)


class RateError(CounterofferError, ValueError):
    """No exchange rate, or one that can't be trusted."""

    code = "rate.unusable"

    def under(self, step: str | int) -> RateError:
        """The same of an entry of what was read: its path begins with that."""
        (told,) = self.problems
        return RateError(
            told.message, code=told.code, path=(step, *told.path), suggestion=told.suggestion
        )

    def of_file(self, name: str) -> RateError:
        """The same of what a file holds: its text begins with that file's name."""
        check_argument("name", name, TEXT, False)
        (told,) = self.problems
        error = RateError(f"{name}: {self}")
        error.problems = (replace(told, file=name),)
        return error


class EngineError(CounterofferError):
    """The rules engine asked for is not there, or the rules don't fit it."""

    code: ClassVar[ProblemCode] = "engine.unusable"


class DeadlineError(EngineError):
    """A question was not answered before its deadline; asked again with more time it can be."""

    code = "engine.limit"

    def __init__(
        self,
        message: str = "not answered before the deadline, which is a moment of time.monotonic():"
        " ask for less, or give more time",
        *,
        code: ProblemCode | None = None,
        path: Way = (),
        suggestion: str | None = None,
    ) -> None:
        super().__init__(message, code=code, path=path, suggestion=suggestion)


class LimitError(EngineError):
    """A question is more than a limit of this service allows; it was not begun."""

    code = "engine.limit"


def told_of(error: Exception, path: Way = ()) -> Problem:
    """What is wrong with the value at `path`, of which a reader raised `error`."""
    if isinstance(error, CounterofferError):
        first = error.problems[0]
        return replace(first, path=(*path, *first.path))
    if isinstance(error, ValueProblem):
        return Problem(
            str(error), path=(*path, *error.inner), code=error.code, suggestion=error.suggestion
        )
    return Problem(str(error), path=path, code="value.unusable")
