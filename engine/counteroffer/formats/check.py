"""Findings of guides as a compiler prints them, and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from counteroffer.rulebook.checks.finding import SEVERITIES, Finding
from counteroffer.rulebook.checks.findings import Checked
from counteroffer.text.characters import escaped
from counteroffer.text.errors import Problem
from counteroffer.text.phrases import counted

_WIDEST = 160  # of a source line that is shown


def text(files: Iterable[Checked]) -> str:
    """Each finding as `file:line: warning: [code] message` with its source line, and a summary.

    The summary is the last line.
    """
    files = tuple(files)
    blocks = [block for one in files for block in _blocks(one)]
    return "\n".join([*blocks, summary(files)])


def _blocks(checked: Checked) -> Iterator[str]:
    lines = dict(checked.lines)
    for finding in checked.findings:
        source = lines.get(finding.line, "").strip()
        message = f"{finding.severity}: [{finding.code}] {explained(finding)}"
        head, newline, shown = str(
            Problem(
                message,
                checked.file,
                finding.line,
                0,
                1,
                source if len(source) <= _WIDEST else source[: _WIDEST - 1] + "…",
            )
        ).partition("\n")
        yield head + newline + shown.split("\n")[0]


def explained(finding: Finding) -> str:
    """The message, and what would explain it."""
    return f"{finding.message}; {finding.detail}" if finding.detail else finding.message


def summary(files: Iterable[Checked]) -> str:
    """`3 guides: 12 warnings, 4 notes` and how many can't be read."""
    files = tuple(files)
    read = sum(not one.problems for one in files)
    numbers = _by_severity(files)
    found = [
        counted(numbers[severity], severity)
        for severity in reversed(SEVERITIES)
        if numbers[severity]
    ]
    unread = f", {len(files) - read} that can't be read" if len(files) > read else ""
    return f"{counted(read, 'guide')}{unread}: {', '.join(found) or 'nothing found'}"


def _by_severity(files: Iterable[Checked]) -> Counter[str]:
    return Counter(finding.severity for one in files for finding in one.findings)


def record(files: Iterable[Checked], today: date) -> dict[str, Any]:
    """The findings as plain values: `counteroffer-check/1`."""
    files = tuple(files)
    numbers = _by_severity(files)
    return {
        "schema": "counteroffer-check/1",
        "today": today.isoformat(),
        "counts": {severity: numbers[severity] for severity in reversed(SEVERITIES)},
        "files": [
            {
                "file": one.file,
                "guide": one.name or None,
                "findings": [_finding(finding) for finding in one.findings],
            }
            for one in files
            if not one.problems
        ],
        "unreadable": [
            {"file": one.file, "line": problem.line or None, "message": escaped(problem.message)}
            for one in files
            for problem in one.problems
        ],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "line": finding.line or None,
        "message": finding.message,
        "detail": finding.detail or None,
        "region": finding.region,
        "lever": finding.lever,
        "path": list(finding.path) or None,
    }
