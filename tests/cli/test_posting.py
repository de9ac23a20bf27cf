"""`counteroffer posting read` as a process."""

from __future__ import annotations

import json

from tests.support.command import run


def test_json_of_standard_input() -> None:
    done = run("posting", "read", "-", "--json", text="Salary: €41,000 per year, €800 stipend")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {
        "figures": [
            {
                "low": 41000,
                "high": 41000,
                "currency": "EUR",
                "period": "year",
                "component": "base",
                "location": None,
                "inferred": [],
                "at": "1:9",
            }
        ],
        "unread": [
            {"at": "1:27", "text": "€800", "why": "stands by “stipend”: a perk, not pay"},
        ],
    }


def test_a_table_for_people_marks_what_is_concluded() -> None:
    done = run("posting", "read", "-", text="Salary: $41,000 - $52,000")
    assert "41,000–52,000 USD*" in done.stdout
    assert "* concluded" in done.stdout


def test_broken_json_is_told_with_its_place() -> None:
    done = run("posting", "read", "-", text='{"salary": 5\n"x": 1}')
    assert done.returncode == 2
    assert "2:1: this is not JSON" in done.stderr
    assert "Traceback" not in done.stderr
