"""Every question at one place gives what the function of the same name gives."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import counteroffer
from counteroffer import Calculator, Case, Rates, Rulebook
from counteroffer.analysis.compare.difference import explain_difference
from counteroffer.analysis.compare.replay import replay
from counteroffer.analysis.compare.saved import Saved, read_saved
from counteroffer.answers.regions import regions
from counteroffer.strategy.plan import plan
from tests.support.samples import RULES, TODAY, Facts, guide_file, sample, write

CASE = Case.of(**{name: one for name, one in sample("midjourney").items() if name != "today"})
CALCULATOR = Calculator(RULES, today=TODAY, engine="plain", locale="en_GB")
SETTLED: Facts = {"rulebook": RULES, "rates": CALCULATOR.rates, "today": TODAY}
WORDED: Facts = {**SETTLED, "locale": "en_GB"}
FIRED: Facts = {**WORDED, "engine": "plain"}


@pytest.mark.parametrize(
    ("name", "terms"),
    [
        *(("counter", FIRED), ("recruiter_view", FIRED)),
        *(("explain", WORDED), ("packages", WORDED), ("concessions", WORDED), ("letter", WORDED)),
        *(("smallest_changes", SETTLED), ("attribution", SETTLED)),
        *(("risk", SETTLED), ("year_by_year", SETTLED), ("compare", WORDED)),
    ],
)
@pytest.mark.parametrize("region", [None, "remote-us"])
def test_a_question_is_answered_as_by_its_function(
    name: str, terms: Facts, region: str | None
) -> None:
    function: Callable[..., Any] = getattr(counteroffer, name)
    asked = getattr(CALCULATOR, name)(CASE, region=region)
    assert asked == function(CASE, region=region, **terms)


def test_a_playbook_and_a_plan_are_those_of_their_functions() -> None:
    mine = CALCULATOR.playbook(CASE)
    assert mine.markdown == counteroffer.playbook(CASE, **WORDED).markdown
    assert CALCULATOR.plan(CASE) == plan(CASE, **WORDED)


def test_questions_with_further_arguments_hand_them_on() -> None:
    assert CALCULATOR.regions(CASE, also="berlin") == regions(
        CASE, also="berlin", engine="plain", **SETTLED
    )
    wanted = ("ask.base=240K", "offer.base")
    assert CALCULATOR.solve(CASE, *wanted) == counteroffer.solve(CASE, *wanted, **SETTLED)
    vary = {"offer.base": "180K,200K"}
    found = CALCULATOR.what_if(CASE, vary).collect()
    assert found.equals(counteroffer.what_if(CASE, vary, **SETTLED).collect())
    one = CALCULATOR.explain(CASE, target="ask.base", freeze=("gpu_years",))
    assert one.target == "ask.base"


def test_the_trace_is_beside_the_answer() -> None:
    answer, firing = CALCULATOR.answer(CASE)
    assert answer == CALCULATOR.counter(CASE)
    assert set(firing.levers) == {one.id for one in answer.levers}


def test_a_table_is_answered_with_the_same_rules_and_day() -> None:
    frame = pl.DataFrame({"region": ["san-francisco"], "offer.base": [200_000], "gpu_years": [5]})
    found = CALCULATOR.apply(frame, guide=CASE.guide)
    assert found.equals(counteroffer.apply(frame, guide=CASE.guide, **SETTLED))
    assert found["error"].to_list() == [None]


def test_a_saved_answer_is_replayed_and_told_from_another() -> None:
    def saved(region: str) -> Saved:
        text = CALCULATOR.render(CALCULATOR.counter(CASE, region=region), "json")
        return read_saved(text.encode(), region)

    one, other = saved("san-francisco"), saved("remote-us")
    assert CALCULATOR.replay(one).same
    assert CALCULATOR.replay(one) == replay(one, rulebook=RULES, locale="en_GB")
    assert CALCULATOR.diff(one, other) == explain_difference(one, other, rulebook=RULES)


def test_what_is_not_given_is_as_for_the_functions(tmp_path: Path) -> None:
    assert Calculator().counter(CASE) == counteroffer.counter(CASE)
    assert Calculator().rates == Rates.snapshot()
    other = Calculator(Rulebook.load(write(tmp_path, {"guides/acme/engineer.yaml": guide_file()})))
    assert "acme/engineer" in other.rules.guide_ids()


def test_a_calculator_never_changes() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        CALCULATOR.locale = "de"  # type: ignore[misc]
    assert dataclasses.replace(CALCULATOR, locale="de").rules is RULES


def test_a_region_said_once_holds_for_every_question_that_names_no_other() -> None:
    there = dataclasses.replace(CALCULATOR, region="remote-us")
    assert there.counter(CASE) == CALCULATOR.counter(CASE, region="remote-us")
    assert there.risk(CASE) == CALCULATOR.risk(CASE, region="remote-us")
    assert there.counter(CASE, region="san-francisco") == CALCULATOR.counter(CASE)
    elsewhere = dataclasses.replace(CALCULATOR, region="berlin")
    assert elsewhere.regions(CASE) == CALCULATOR.regions(CASE, also="berlin")
