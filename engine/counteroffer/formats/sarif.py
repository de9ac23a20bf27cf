"""Findings of guides as SARIF 2.1.0, which code hosts and editors show beside the lines."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from counteroffer.formats.check import explained
from counteroffer.rulebook.checks.finding import CODES, Finding
from counteroffer.rulebook.checks.findings import Checked

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def record(files: Iterable[Checked], version: str) -> dict[str, Any]:
    """A SARIF run: codes as rules, findings as results, unreadable files as notifications."""
    files = tuple(files)
    unread = [(one, problem) for one in files for problem in one.problems]
    rules = [
        {
            "id": code,
            "name": "".join(word.capitalize() for word in code.split("-")),
            "shortDescription": {"text": about.meaning},
            "defaultConfiguration": {"level": about.severity},
        }
        for code, about in CODES.items()
    ]
    driver = {"name": "counteroffer", "semanticVersion": version, "rules": rules}
    invocation = {
        "executionSuccessful": not unread,
        "toolExecutionNotifications": [
            {
                "level": "error",
                "message": {"text": problem.message},
                "locations": [_location(one.file, problem.line)],
            }
            for one, problem in unread
        ],
    }
    results = [_result(one.file, finding) for one in files for finding in one.findings]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": results,
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(file: str, finding: Finding) -> dict[str, Any]:
    return {
        "ruleId": finding.code,
        "ruleIndex": list(CODES).index(finding.code),
        "level": finding.severity,
        "message": {"text": explained(finding)},
        "locations": [_location(file, finding.line)],
    }


def _location(file: str, line: int) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(file)}}
    if line:
        physical["region"] = {"startLine": line}
    return {"physicalLocation": physical}


def _uri(file: str) -> str:
    """The path of a file as a URI: a relative one escaped, an absolute one as `file:///...`."""
    if os.path.isabs(file):
        return Path(file).as_uri()
    return quote(Path(file).as_posix())
