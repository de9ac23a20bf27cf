"""Findings as SARIF 2.1.0 and as JSON: what consumers of either rely on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from counteroffer import Rulebook
from counteroffer.formats import check as formats
from counteroffer.formats import sarif
from counteroffer.reader.checking import check_text
from counteroffer.rulebook.checks.finding import CODES
from counteroffer.rulebook.checks.findings import Checked
from counteroffer.text.errors import Problem
from tests.support.samples import TODAY
from tests.support.small_guide import guide

MISSED = "| Lisbon | €60K-€80K | €40K-€80K | 10% | €76K-€119K |"


@pytest.fixture
def checked(rulebook: Rulebook) -> tuple[Checked, ...]:
    sound = check_text(guide(), "sound.md", rulebook, TODAY)
    wrong = check_text(guide(MISSED, sources=""), "folder/with space ü.md", rulebook, TODAY)
    return sound, wrong, Checked("torn.md", problems=(Problem("is not UTF-8 text", "torn.md", 3),))


@pytest.fixture
def run(checked: tuple[Checked, ...]) -> dict[str, Any]:
    found = sarif.record(checked, "1.2.3")
    assert json.loads(json.dumps(found)) == found
    assert found["version"] == "2.1.0"
    assert found["$schema"].endswith("sarif-2.1.0.json")
    (only,) = found["runs"]
    return dict(only)


def test_every_code_is_a_rule_with_a_description_and_a_level(run: dict[str, Any]) -> None:
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"]) == ("counteroffer", "1.2.3")
    assert [rule["id"] for rule in driver["rules"]] == list(CODES)
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"].endswith(".")
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")


def test_every_result_points_at_its_rule_and_its_line(run: dict[str, Any]) -> None:
    assert [result["ruleId"] for result in run["results"]] == [
        "no-sources",
        "total-does-not-add-up",
    ]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] == "warning"
        assert result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "folder/with%20space%20%C3%BC.md"
        assert place["region"]["startLine"] >= 1


def test_what_can_not_be_read_is_a_notification_and_no_result(run: dict[str, Any]) -> None:
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    (notification,) = invocation["toolExecutionNotifications"]
    assert notification["message"]["text"] == "is not UTF-8 text"
    assert notification["locations"][0]["physicalLocation"]["region"] == {"startLine": 3}


def test_an_absolute_path_is_a_file_uri(rulebook: Rulebook) -> None:
    path = Path("guide.md").absolute()
    found = sarif.record([check_text(guide(MISSED), str(path), rulebook, TODAY)], "1")
    uri = found["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"][
        "uri"
    ]
    assert uri == path.as_uri()


def test_json_has_findings_by_file_and_counts(checked: tuple[Checked, ...]) -> None:
    found = formats.record(checked, TODAY)
    assert json.loads(json.dumps(found)) == found
    assert (found["schema"], found["today"]) == ("counteroffer-check/1", "2026-11-20")
    assert found["counts"] == {"error": 0, "warning": 2, "note": 0}
    assert [(one["file"], len(one["findings"])) for one in found["files"]] == [
        ("sound.md", 0),
        ("folder/with space ü.md", 2),
    ]
    assert found["files"][0]["guide"] == "Quillmark · Compiler Engineer"
    total = found["files"][1]["findings"][1]
    assert (total["code"], total["severity"], total["region"]) == (
        "total-does-not-add-up",
        "warning",
        "Lisbon",
    )
    assert total["line"] == 5
    assert total["detail"]
    assert found["unreadable"] == [{"file": "torn.md", "line": 3, "message": "is not UTF-8 text"}]


def test_text_is_as_a_compiler_has_it(checked: tuple[Checked, ...]) -> None:
    lines = formats.text(checked).splitlines()
    assert lines[2].startswith(
        "folder/with space ü.md:5: warning: [total-does-not-add-up] the totals of Lisbon do not"
    )
    assert lines[3] == f"  5 | {MISSED}"
    assert lines[-1] == "2 guides, 1 that can't be read: 2 warnings"


def test_a_line_that_could_move_the_cursor_does_not(rulebook: Rulebook) -> None:
    text = guide(MISSED + " \x1b[2J |")
    assert "\x1b" not in formats.text([check_text(text, "a.md", rulebook, TODAY)])
