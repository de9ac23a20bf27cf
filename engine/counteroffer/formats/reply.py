"""What was found in a draft as a compiler prints it, and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from counteroffer.replies.finding import CheckedReply, ReplyFinding
from counteroffer.rulebook.checks.finding import SEVERITIES
from counteroffer.text.errors import Problem
from counteroffer.text.phrases import counted

_WIDEST, _BEFORE = 160, 60  # of a line that is shown, and of it before a finding


def text(found: CheckedReply, file: str) -> str:
    """A line for each finding, with a caret under its place, and a summary at the end.

    `file:line:column: error: [code] message` is what it begins with.
    """
    lines = found.text.split("\n")
    blocks = [_block(one, file, lines[one.line - 1]) for one in found.findings]
    return "\n".join([*blocks, summary(found)])


def _block(one: ReplyFinding, file: str, line: str) -> str:
    begin = max(0, one.column - 1 - _BEFORE) if len(line) > _WIDEST else 0
    shown = line[begin : begin + _WIDEST].rstrip("\r")
    width = min(one.end - one.start, len(shown) - (one.column - 1 - begin))
    problem = Problem(
        f"{one.severity}: [{one.code}] {one.message}",
        file,
        one.line,
        one.column,
        max(1, width),
        shown,
        one.column - begin,
    )
    return str(problem)


def summary(found: CheckedReply) -> str:
    """`2 errors, 1 note`, or that nothing was found."""
    numbers = Counter(one.severity for one in found.findings)
    told = [counted(numbers[one], one) for one in reversed(SEVERITIES) if numbers[one]]
    return ", ".join(told) or "nothing found"


def record(found: CheckedReply, file: str) -> dict[str, Any]:
    """All of it as plain values: `counteroffer-reply/1`."""
    numbers = Counter(one.severity for one in found.findings)
    return {
        "schema": "counteroffer-reply/1",
        "file": file,
        "counts": {severity: numbers[severity] for severity in reversed(SEVERITIES)},
        "findings": list(map(_finding, _each(found))),
    }


def _each(found: CheckedReply) -> Iterator[tuple[ReplyFinding, str]]:
    for one in found.findings:
        yield one, found.text[one.start : one.end]


def _finding(told: tuple[ReplyFinding, str]) -> dict[str, Any]:
    one, said = told
    return {
        "code": one.code,
        "severity": one.severity,
        "message": one.message,
        "path": list(one.path),
        "text": said,
        "start": one.start,
        "end": one.end,
        "line": one.line,
        "column": one.column,
    }
