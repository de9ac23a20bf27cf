"""All that is wrong with a case is told at once: what is malformed and what the rules know
nothing of."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from counteroffer import Calculator, Case, check, problems_json
from tests.support.samples import MIDJOURNEY, RULES, SAMPLES, TODAY, sample

WRONG: dict[str, Any] = {
    "guide": MIDJOURNEY,
    "region": "san-francisco",
    "candidate": {"gpu_yeers": 1, "clouds": 3},
    "offer": {"base": "many", "equity": {"amount": "150K", "vehicle": "rsuu"}},
    "competing": [{"company": "A", "base": "$200K"}, {"compny": "B", "base": "$200K"}],
    "home": "XXQ",
    "today": "soon",
}
TOLD = {
    "/candidate/gpu_yeers": "fact.unknown",
    "/candidate/clouds": "fact.wrong-type",
    "/offer/base": "amount.unreadable",
    "/offer/equity/vehicle": "vehicle.unknown",
    "/competing/1/company": "entry.missing",
    "/competing/1/compny": "entry.unknown",
    "/home": "rate.unknown",
    "/today": "date.unreadable",
}


def found(case: Any, **options: Any) -> dict[str, Any]:
    return {one.pointer: one.code for one in check(case, rulebook=RULES, **options)}


def test_structure_and_meaning_are_told_together() -> None:
    assert found(WRONG) == TOLD


@pytest.mark.parametrize(
    ("changes", "more"),
    [
        ({"guide": "nobody/nothing"}, {"/guide": "guide.unknown"}),
        ({"guide": 5}, {"/guide": "value.wrong-type"}),
        ({"region": "atlantis"}, {"/region": "region.unknown"}),
        ({"region": None}, {"/region": "value.wrong-type"}),
        ({"rates": {"EUR": 1}}, {"/rates/EUR": "rate.unusable"}),
    ],
)
def test_a_guide_or_region_that_is_none_hides_nothing_else(
    changes: dict[str, Any], more: dict[str, str]
) -> None:
    assert found({**WRONG, **changes}) == TOLD | more


@pytest.mark.parametrize("entry", ["region"])
def test_a_region_that_is_missing_hides_nothing_else(entry: str) -> None:
    stated = {name: one for name, one in WRONG.items() if name != entry}
    assert found(stated) == TOLD | {f"/{entry}": "entry.missing"}


def test_what_hangs_on_a_place_is_not_told_where_there_is_none() -> None:
    """What is far too small in one currency is not in another."""
    assert found(sample("midjourney", region="atlantis", offer={"base": 900})) == {
        "/region": "region.unknown"
    }


def test_the_region_asked_for_is_checked_beside_the_case() -> None:
    problems = check(sample("midjourney", offer={"base": 80}), region="atlantis", rulebook=RULES)
    assert {(one.pointer, one.code) for one in problems} == {
        ("", "region.unknown"),
        ("/offer/base", "amount.too-small"),
    }


@pytest.mark.parametrize("name", SAMPLES)
def test_a_case_that_is_answered_has_no_problem(name: str) -> None:
    assert check(SAMPLES[name], rulebook=RULES, today=TODAY) == ()
    assert check(Case.of(SAMPLES[name]), rulebook=RULES) == ()
    assert Calculator(RULES).check(SAMPLES[name]) == ()


def test_a_file_is_checked_with_lines(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(WRONG, indent=1), "utf-8")
    problems = problems_json(check(path, rulebook=RULES))
    assert {one["pointer"]: one["code"] for one in problems} == TOLD
    lines = path.read_text("utf-8").splitlines()
    for one in problems:
        assert lines[one["line"] - 1][one["column"] - 1 :]
    assert [one["line"] for one in problems] == sorted(one["line"] for one in problems)


@pytest.mark.parametrize("value", [None, 5, "guide: x", [], [{}], {}, {1: 2}])
def test_values_that_are_no_case_are_problems(value: Any) -> None:
    assert check(value, rulebook=RULES)


def test_wrong_options_are_told_by_name() -> None:
    with pytest.raises(TypeError, match=r"today must be a datetime\.date"):
        check(WRONG, today="2026-11-20")  # type: ignore[arg-type]
    assert check(sample("midjourney"), today=date(2026, 11, 20)) == ()
