"""`counteroffer posting import` as a process: a posting becomes a guide that everything takes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.command import run

POSTING = """Night operator

Berlin: €85,000 - €110,000 per year, signing bonus €5,000
Paris: €80,000 - €99,000 per year
San Francisco, CA: $58.50/hr - $71.25/hr
€1,000 learning budget. Salary in Warsaw: up to 20,000 PLN a month.
"""
ACME = ("--company", "Acme", "--role", "Night operator", "--today", "2026-11-20")


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    (tmp_path / "posting.txt").write_text(POSTING, encoding="utf-8")
    done = run("posting", "import", str(tmp_path / "posting.txt"), "-o", str(tmp_path / "r"), *ACME)
    assert (done.returncode, done.stderr) == (0, "")
    assert "--guide acme/night-operator --region berlin" in done.stdout
    return tmp_path / "r"


def test_each_place_is_a_region_and_each_figure_keeps_where_it_was_read(rules: Path) -> None:
    text = (rules / "guides" / "acme" / "night-operator.yaml").read_text("utf-8")
    assert '    base: "85000-110000"  # 3:9: EUR 85,000-110,000 a year' in text
    assert '    base: "121680-148200"  # 5:20: USD 58.5-71.25 an hour' in text
    assert "is taken 2,080 times a year" in text
    assert "sources:\n  - job posting, 2026-11-20" in text
    assert "learning budget" not in text


def test_the_guide_is_checked_tested_and_asked(rules: Path) -> None:
    own = ("--rules", str(rules))
    assert run("guide", "check", *own, "acme/night-operator", "--fail-on", "error").returncode == 0
    assert run("rules", "test", *own, "acme/night-operator").returncode == 0
    asked = (*own, "--guide", "acme/night-operator", "--fact", "gpu_years=4", "--json")
    berlin = json.loads(run("ask", *asked, "--region", "berlin", "--offer", "base=88K").stdout)
    paris = json.loads(run("ask", *asked, "--region", "paris", "--offer", "base=82K").stdout)
    assert (berlin["ask"]["base"], berlin["basis"]) == (108_000, "posted")
    assert (paris["ask"]["base"], paris["basis"]) == (97_000, "posted")
    assert any("the range that you posted" in one["text"] for one in paris["talking_points"])


def test_the_answer_is_that_of_the_posting_itself(rules: Path) -> None:
    facts = ("--offer", "base=88K", "--fact", "gpu_years=4", "--today", "2026-11-20", "--json")
    kept = run(
        "ask", "--rules", str(rules), "--guide", "acme/night-operator", "--region", "berlin", *facts
    )
    posting = ("--posting", str(rules.parent / "posting.txt"), "--company", "Acme")
    asked = run("ask", *posting, "--region", "berlin", *facts)
    one, other = json.loads(kept.stdout), json.loads(asked.stdout)
    assert [one[name] for name in ("ask", "stretch", "verdict", "basis")] == [
        other[name] for name in ("ask", "stretch", "verdict", "basis")
    ]


@pytest.mark.parametrize(
    ("text", "options", "told"),
    [
        ("€1,000 learning budget", ("--role", "X"), "states no base pay"),
        ("Salary: €60,000 - €70,000", ("--role", "X"), "nothing tells the place"),
        ("Berlin: €60,000 - €70,000", (), "say the role"),
        ("Berlin: salary up to €70,000", ("--role", "X"), "it has one end alone"),
    ],
)
def test_what_is_missing_is_said(
    tmp_path: Path, text: str, options: tuple[str, ...], told: str
) -> None:
    (tmp_path / "p.txt").write_text(text, encoding="utf-8")
    file, output = str(tmp_path / "p.txt"), str(tmp_path / "r")
    done = run("posting", "import", file, "-o", output, "--company", "Acme", *options)
    assert done.returncode == 2
    assert told in " ".join(done.stderr.split())
    assert not (tmp_path / "r").exists()
