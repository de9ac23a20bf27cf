"""`counteroffer plan` as a process."""

from __future__ import annotations

import json

import pytest

from tests.support.command import EXAMPLES, HUGGING_FACE, run


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_has_a_plan(example: object) -> None:
    done = run("plan", str(example))
    assert (done.returncode, done.stderr) == (0, "")
    for heading in ("Packages worth the same", "Giving way", "If the base is fixed", "Day by day"):
        assert heading in done.stdout


def test_the_plan_as_json() -> None:
    found = json.loads(run("plan", HUGGING_FACE, "--json").stdout)
    assert list(found) == [
        "schema",
        "today",
        "rules",
        "case",
        "guide",
        "region",
        "currency",
        "verdict",
        "next_step",
        "ask",
        "say",
        "side_by_side",
        "packages",
        "concessions",
        "fixed_base",
        "days",
        "warnings",
        "assumptions",
    ]
    assert found["schema"] == "counteroffer-plan/1"
    assert found["ask"] == {
        "base": 210_000,
        "equity": 220_000,
        "signing": 25_000,
        "equity_years": 4,
        "annual": 275_500,
        "first_year": 300_500,
    }
    assert [one["base"] for one in found["packages"]["bundles"]] == [215_000, 209_000, 214_000]
    assert [one["base"] for one in found["concessions"]["rounds"]] == [208_000]
    assert found["fixed_base"]["equity"] == 225_000
    assert found["concessions"]["walk_away"] == 207_143
    rows = {one["name"]: one for one in found["side_by_side"]}
    assert (rows["offer"]["equity"], rows["floor"]["equity"]) == (150_000, 220_000)
    assert rows["walk-away"]["annual"] == 272_500
    assert "holidays library" in found["assumptions"][-1]
    assert found["days"][0]["date"] == "2026-11-20"


def test_regions_and_locales_are_as_everywhere() -> None:
    paris = run("plan", HUGGING_FACE, "--region", "paris", "--locale", "de").stdout
    assert "179.000\N{NO-BREAK SPACE}€" in paris


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.yaml"], "nowhere.yaml"),
        ([], "a case is needed"),
        ([HUGGING_FACE, "--region", "pariss"], "did you mean"),
    ],
)
def test_what_is_wrong_is_one_line_and_exit_code_2(arguments: list[str], said: str) -> None:
    done = run("plan", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
