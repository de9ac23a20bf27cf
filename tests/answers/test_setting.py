"""A case settled in a setting, and settled again with a fact put otherwise."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date

import pytest

from counteroffer import Case, CaseError, Rates, counter
from counteroffer.answers.counter import written
from counteroffer.answers.setting import Setting
from counteroffer.cases.overrides import changed
from tests.support.samples import RULES, SAMPLES, TODAY, sample, settled

SETTING = Setting(RULES, Rates.snapshot(), TODAY)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_case_settled_again_as_it_was_understood_gives_the_same_figures(name: str) -> None:
    known, firing = SETTING.settled(Case.of(**SAMPLES[name]))
    again, fired = SETTING.again(known.understood)
    assert (again.values, fired) == (known.values, firing)


def test_a_fact_put_otherwise_is_settled_as_a_case_that_states_it() -> None:
    facts = sample("huggingface")
    otherwise = sample("huggingface", offer={**facts["offer"], "base": "$190K"})
    known = SETTING.read(Case.of(**facts))
    found = written(*SETTING.again(changed(known.understood, "offer.base", "$190K")), RULES)
    assert found.offer is not None
    assert found.offer.base == 190_000
    assert (found.ask, found.floor) == (settled(otherwise).ask, settled(otherwise).floor)


def test_what_makes_no_case_is_refused_when_it_is_settled_again() -> None:
    known = SETTING.read(Case.of(**sample("huggingface")))
    with pytest.raises(CaseError, match="gpu_years"):
        SETTING.again(changed(known.understood, "gpu_years", "many"))


def test_the_region_of_a_setting_comes_before_that_of_the_case() -> None:
    case = Case.of(**sample("midjourney"))
    assert SETTING.read(case).place.region == "san-francisco"
    assert replace(SETTING, region="remote-us").read(case).place.region == "remote-us"


def test_the_day_of_a_setting_stands_in_where_the_case_has_none() -> None:
    later = replace(SETTING, today=date(2027, 1, 2))
    assert later.read(Case.of(**sample("midjourney", today=None))).today == date(2027, 1, 2)
    assert later.read(Case.of(**sample("midjourney"))).today == TODAY


def test_a_setting_reaches_another_process_whole() -> None:
    case = Case.of(**sample("midjourney"))
    there: Setting = pickle.loads(pickle.dumps(SETTING))
    assert written(*there.settled(case), there.rulebook) == counter(case, rulebook=RULES)
