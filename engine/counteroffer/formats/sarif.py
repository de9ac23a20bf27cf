"""Findings of guides and of drafts as SARIF 2.1.0, which editors show beside the lines."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from counteroffer.formats.check import explained
from counteroffer.replies.finding import CODES as REPLY_CODES
from counteroffer.replies.finding import CheckedReply
from counteroffer.rulebook.checks.finding import CODES, Code
from counteroffer.rulebook.checks.findings import Checked

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


@dataclass(frozen=True, slots=True)
class SarifResult:
    """One result; `region` says where it stands in the file, empty for the file as a whole."""

    file: str
    code: str
    level: str
    message: str
    region: Mapping[str, int]


def record(files: Iterable[Checked], version: str) -> dict[str, Any]:
    """The findings of guides as a SARIF run: codes as rules, unread files as notifications."""
    files = tuple(files)
    results = [
        SarifResult(one.file, found.code, found.severity, explained(found), _line(found.line))
        for one in files
        for found in one.findings
    ]
    unread = [
        SarifResult(one.file, "", "error", problem.message, _line(problem.line))
        for one in files
        for problem in one.problems
    ]
    return _log(results, unread, CODES, version)


def reply_record(found: CheckedReply, file: str, version: str) -> dict[str, Any]:
    """The findings of a draft, each with its place to the character."""
    results = [
        SarifResult(file, one.code, one.severity, one.message, dict(_place(found.text, one.start,
                    one.end, one.line, one.column)))
        for one in found.findings
    ]  # fmt: skip
    return _log(results, (), REPLY_CODES, version)


def _place(text: str, start: int, end: int, line: int, column: int) -> Iterator[tuple[str, int]]:
    """Where a part of a text stands, by lines and columns and by offset."""
    said = text[start:end]
    breaks = said.count("\n")
    yield "startLine", line
    yield "startColumn", column
    yield "endLine", line + breaks
    yield "endColumn", len(said) - said.rfind("\n") if breaks else column + len(said)
    yield "charOffset", start
    yield "charLength", end - start


def _line(line: int) -> dict[str, int]:
    return {"startLine": line} if line else {}


def _log(
    results: Iterable[SarifResult],
    unread: Iterable[SarifResult],
    codes: Mapping[str, Code],
    version: str,
) -> dict[str, Any]:
    rules = [
        {
            "id": code,
            "name": "".join(word.capitalize() for word in code.split("-")),
            "shortDescription": {"text": about.meaning},
            "defaultConfiguration": {"level": about.severity},
        }
        for code, about in codes.items()
    ]
    notifications = [_told(one) for one in unread]
    run = {
        "tool": {"driver": {"name": "counteroffer", "semanticVersion": version, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not notifications,
                "toolExecutionNotifications": notifications,
            }
        ],
        "results": [
            {"ruleId": one.code, "ruleIndex": list(codes).index(one.code), **_told(one)}
            for one in results
        ],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _told(one: SarifResult) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(one.file)}}
    if one.region:
        physical["region"] = dict(one.region)
    return {
        "level": one.level,
        "message": {"text": one.message},
        "locations": [{"physicalLocation": physical}],
    }


def _uri(file: str) -> str:
    """The path of a file as a URI: a relative one escaped, an absolute one as `file:///...`."""
    if os.path.isabs(file):
        return Path(file).as_uri()
    return quote(Path(file).as_posix())
