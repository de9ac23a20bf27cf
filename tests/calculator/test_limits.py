"""What a service allows: how much one question may hold, and until when it must be answered."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

import counteroffer
from counteroffer import Case, CaseError, CounterofferError, DeadlineError, Limits
from counteroffer.calculator.calculator import Calculator
from counteroffer.text.deadline import in_time, within
from tests.support.samples import RULES, TODAY, sample

CASE = Case.of(sample("huggingface"))
OFFERS = [{"company": f"Co {n}", "base": f"${150 + n}K", "equity": "$80K/yr"} for n in range(100)]
LARGE = Case.of({**sample("huggingface"), "competing": OFFERS})
GRID = {"offer.base": "100K:400K:100", "offer.signing": "10K:60K:10", "gpu_years": "0:9:1"}
TABLE = pl.DataFrame(  # each amount is a text of its own
    {
        "region": ["san-francisco"] * 30_000,
        "offer.base": [f"USD {base}" for base in range(200_000, 230_000)],
    }
)
TAGS = {"skills": [f"skill {n}" for n in range(100_000)]}
MANY_TAGS = Case.of(sample("huggingface", candidate=TAGS))
ASKED: dict[str, Callable[[Calculator, float | None], Any]] = {
    "counter": lambda by, end: by.counter(CASE, deadline=end),
    "recruiter_view": lambda by, end: by.recruiter_view(CASE, deadline=end),
    "regions": lambda by, end: by.regions(CASE, deadline=end),
    "check": lambda by, end: by.check(CASE, deadline=end),
    "letter": lambda by, end: by.letter(CASE, deadline=end),
    "year_by_year": lambda by, end: by.year_by_year(CASE, deadline=end),
    "replay": lambda by, end: by.replay(by.counter(CASE), deadline=end),
    "diff": lambda by, end: by.diff(by.counter(CASE), by.counter(LARGE), deadline=end),
    "apply": lambda by, end: by.apply(TABLE, guide=CASE.guide, deadline=end),
    "tags": lambda by, end: by.counter(MANY_TAGS, deadline=end),
    "what_if": lambda by, end: by.what_if(LARGE, {"offer.base": "100K:1000K:1"}, deadline=end),
    "explore": lambda by, end: by.explore(LARGE, {"offer.base": "100K:1000K:1"}, deadline=end),
    "collect": lambda by, end: by.explore(CASE, GRID).collect(deadline=end),
    "solve": lambda by, end: by.solve(LARGE, "ask.base=900K", "offer.base", deadline=end),
    "explain": lambda by, end: by.explain(LARGE, deadline=end),
    "smallest_changes": lambda by, end: by.smallest_changes(LARGE, deadline=end),
    "risk": lambda by, end: by.risk(LARGE, deadline=end),
    "packages": lambda by, end: by.packages(CASE, deadline=end),
    "plan": lambda by, end: by.plan(CASE, deadline=end),
    "playbook": lambda by, end: by.playbook(CASE, deadline=end),
}


def by(**limits: int) -> Calculator:
    return Calculator(RULES, today=TODAY, engine="plain", limits=Limits(**limits))


@pytest.mark.parametrize("name", ASKED)
def test_a_question_is_given_up_once_its_deadline_has_passed(name: str) -> None:
    with pytest.raises(DeadlineError) as caught:
        ASKED[name](by(), time.monotonic())
    assert caught.value.problems[0].code == "engine.limit"


@pytest.mark.parametrize("name", ["explore", "collect", "risk", "apply", "tags"])
def test_what_takes_seconds_ends_soon_after_its_deadline(name: str) -> None:
    """Far over what it takes on a slow machine (a tenth of a second), far under the whole."""
    end = time.monotonic() + 0.3
    with pytest.raises(DeadlineError):
        ASKED[name](by(), end)
    assert time.monotonic() - end < 3


def test_with_time_enough_the_answer_is_the_same() -> None:
    end = time.monotonic() + 600
    assert by().solve(CASE, "ask.base=240K", "offer.base", deadline=end) == by().solve(
        CASE, "ask.base=240K", "offer.base"
    )
    found = by().explore(CASE, {"offer.base": "150K:200K:1K"})
    whole = found.frame.select(found.columns).collect().sort("offer.base")
    assert found.collect(deadline=end).sort("offer.base").equals(whole)
    assert found.rows == whole.height == 51


@pytest.mark.parametrize("wrong", ["soon", True, float("nan"), object()])
def test_a_deadline_that_is_no_moment_is_told(wrong: Any) -> None:
    for ask in (counteroffer.risk, by().risk):
        with pytest.raises(TypeError, match=r"deadline must be a moment of time\.monotonic\(\)"):
            ask(CASE, deadline=wrong)


def test_the_earlier_of_two_deadlines_holds_and_none_is_left_behind() -> None:
    later = time.monotonic() + 600
    for soon_first in (True, False):
        soon = time.monotonic() + 0.2
        outer, inner = (soon, later) if soon_first else (later, soon)
        with within(outer), within(inner):
            time.sleep(0.21)
            with pytest.raises(DeadlineError):
                in_time()
    in_time()
    with within(None):
        in_time()


@pytest.mark.parametrize(
    ("limits", "changes", "path"),
    [
        ({"offers": 1}, {}, ("competing", 1)),
        ({"offers": 0}, {}, ("competing", 0)),
        ({"rounds": 1}, {"rounds": [{"ask": {"base": "$300K"}}] * 2}, ("rounds", 1)),
        ({"tags": 1}, {}, ("candidate", "skills", 1)),
        ({"tags": 2}, {"candidate": {"skills": "a, b, c"}}, ("candidate", "skills")),
    ],
)
def test_a_case_over_a_limit_is_refused_with_the_path_of_what_is_too_many(
    limits: dict[str, int], changes: dict[str, Any], path: tuple[Any, ...]
) -> None:
    facts = sample("huggingface", **changes)
    case = Case.of(facts)
    for ask in (by(**limits).counter, by(**limits).risk, by(**limits).recruiter_view):
        with pytest.raises(CaseError) as caught:
            ask(case)
        assert path in [one.path for one in caught.value.problems]
        assert {one.code for one in caught.value.problems} == {"list.too-long"}
    for stated in (case, facts):
        assert path in [one.path for one in by(**limits).check(stated)]
        assert by().check(stated) == ()


def test_an_amount_with_commas_is_no_list_of_tags() -> None:
    case = Case.of(sample("huggingface", candidate={"minimum_base": "$1,200,000"}))
    assert by(tags=1).check(case) == ()


def test_limits_bind_what_is_stated_and_no_hypothesis() -> None:
    """What would make a lever fire may be one offer more than a case may state."""
    held = len(CASE.competing)
    assert by(offers=held).smallest_changes(CASE) == by().smallest_changes(CASE)


def test_scenarios_over_a_limit_are_refused_before_any_is_read() -> None:
    with pytest.raises(CounterofferError) as caught:
        by(values=10).explore(CASE, {"gpu_years": [1, 2], "offer.base": "100K:1000K:1"})
    (problem,) = caught.value.problems
    assert (problem.path, problem.code) == (("offer.base",), "engine.limit")
    with pytest.raises(CounterofferError) as caught:
        by(rows=99).what_if(CASE, {"gpu_years": list(range(10)), "offer.base": "100K:109K:1K"})
    assert "100 scenarios are too many: at most 99" in str(caught.value)
    assert caught.value.problems[0].code == "engine.limit"
    assert by(rows=100).explore(CASE, {"gpu_years": "0:9:1", "offer.base": "100K:109K:1K"}).rows


def test_a_table_over_the_limit_of_rows_is_refused() -> None:
    frame = pl.DataFrame({"region": ["san-francisco"] * 3, "offer.base": [200_000] * 3})
    with pytest.raises(CounterofferError, match="3 cases are too many: at most 2"):
        by(rows=2).apply(frame, guide=CASE.guide)
    assert by(rows=3).apply(frame, guide=CASE.guide).height == 3


@pytest.mark.parametrize(
    ("limits", "error"),
    [
        ({"offers": -1}, ValueError),
        ({"rounds": 10**9}, ValueError),
        ({"rows": 1.5}, TypeError),
        ({"tags": True}, TypeError),
    ],
)
def test_a_limit_that_makes_no_sense_is_told(limits: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match=next(iter(limits))):
        Limits(**limits)
    with pytest.raises(TypeError, match="limits must be Limits"):
        Calculator(RULES, limits=limits)
