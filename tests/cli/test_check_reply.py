"""`counteroffer check-reply`: text with carets, JSON, SARIF and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.command import HUGGING_FACE, run

DRAFT = "Hello,\n\nI hold an offer from Google.\nI will sign today.\n"


@pytest.fixture
def draft(tmp_path: Path) -> str:
    path = tmp_path / "draft.txt"
    path.write_text(DRAFT, "utf-8")
    return str(path)


def test_findings_have_their_line_and_a_caret(draft: str) -> None:
    done = run("check-reply", HUGGING_FACE, draft)
    assert done.returncode == 1
    assert f"{draft}:3:22: error: [offer-not-held] the case holds no offer" in done.stdout
    assert "  3 | I hold an offer from Google.\n    |                      ^^^^^^\n" in done.stdout
    assert done.stdout.endswith("2 errors\n")


def test_our_own_letter_passes(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text(run("letter", HUGGING_FACE).stdout, "utf-8")
    done = run("check-reply", HUGGING_FACE, str(path))
    assert (done.returncode, done.stdout) == (0, "nothing found\n")


def test_json_and_sarif_say_the_same(draft: str) -> None:
    told = json.loads(run("check-reply", HUGGING_FACE, draft, "--json").stdout)
    sarif = json.loads(run("check-reply", HUGGING_FACE, draft, "--sarif").stdout)
    (only,) = sarif["runs"]
    assert told["counts"] == {"error": 2, "warning": 0, "note": 0}
    assert [one["ruleId"] for one in only["results"]] == [one["code"] for one in told["findings"]]
    for result, found in zip(only["results"], told["findings"], strict=True):
        region = result["locations"][0]["physicalLocation"]["region"]
        assert (region["startLine"], region["startColumn"]) == (found["line"], found["column"])
        at, length = region["charOffset"], region["charLength"]
        assert DRAFT[at : at + length] == found["text"]
        assert only["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_where_nothing_can_be_checked_the_code_is_2(tmp_path: Path) -> None:
    latin = tmp_path / "latin.txt"
    latin.write_bytes(b"\xe9t\xe9")
    empty = tmp_path / "empty.txt"
    empty.write_text("\n")
    for name in (str(tmp_path / "none.txt"), str(latin), str(empty)):
        done = run("check-reply", HUGGING_FACE, name)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("error: ")
