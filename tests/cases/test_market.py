"""Cases of a company that has no guide: a posted range, or nothing at all."""

from __future__ import annotations

import json
from typing import Any

import pytest

from counteroffer import Case, CaseError, counter, letter
from counteroffer.answers.record import as_dict
from counteroffer.rulebook.market import Market
from tests.support.engines import CONFORMING
from tests.support.samples import RULES, Facts, settled

RANGE: Facts = {"company": "Acme", "role": "Site reliability engineer", "base": "€85K-€110K"}
ACME: Facts = {
    "market": {**RANGE, "source": "job posting"},
    "region": "berlin",
    "candidate": {"gpu_years": 4},
    "offer": {"base": "€88K"},
    "today": "2026-11-20",
}


@pytest.mark.parametrize("engine", [one for one in CONFORMING if one != "columns"])
def test_a_posted_range_is_asked_at_nine_tenths_and_has_no_floor(engine: str) -> None:
    answer = settled(ACME, engine=engine)
    assert (answer.ask.base, answer.ask.how["base"], answer.basis) == (108_000, "assumed", "posted")
    assert (answer.floor, answer.walk_away, answer.guide) == (None, None, None)
    assert answer.market is not None
    assert answer.market["base"] == "EUR 85000-110000"


def test_an_assumed_ask_holds_down_nothing_that_is_held() -> None:
    held = {"company": "Zalando", "base": "€130K"}
    answer = settled({**ACME, "competing": [held]})
    assert (answer.ask.base, answer.ask.how["base"]) == (130_000, "matched")
    assert answer.walk_away is not None
    assert (answer.walk_away.base, answer.walk_away.because) == (130_000, "Zalando")


def test_a_last_word_under_an_assumed_ask_is_no_reason_to_leave() -> None:
    answer = settled({**ACME, "offer": {"base": "€88K", "final": True}})
    assert answer.verdict == "accept"


def test_the_range_is_said_as_what_was_posted() -> None:
    texts = " ".join(point.text for point in settled(ACME).talking_points)
    assert "the range that you posted, €85,000 to €110,000" in texts
    assert "paid for this role" not in texts


def test_a_letter_names_neither_guide_nor_assumption() -> None:
    text = letter(Case.of(ACME), rulebook=RULES)
    assert "€108,000" in text
    assert not any(word in text for word in ("guide", "assum", "Sources"))


def test_an_equity_range_is_asked_at_its_own_position() -> None:
    answer = settled({**ACME, "market": {**RANGE, "equity": "€20K-€60K/4yr"}})
    assert (answer.ask.equity, answer.ask.equity_years) == (56_000, 4)


def test_without_any_range_what_is_held_earned_and_needed_decides_alone() -> None:
    facts = {name: one for name, one in ACME.items() if name != "market"}
    facts["candidate"] = {"gpu_years": 4, "minimum_base": "€90K"}
    answer = settled({**facts, "competing": [{"company": "Zalando", "base": "€95K"}]})
    assert (answer.ask.base, answer.ask.how["base"], answer.basis) == (95_000, "matched", "none")
    assert answer.floor is not None
    assert (answer.floor.base, answer.floor.how) == (90_000, "minimum")
    assert any("no range is known" in text for text in answer.assumptions)


def test_the_case_of_an_answer_gives_the_same_answer() -> None:
    answer = settled(ACME)
    again = counter(Case.loads(json.dumps(as_dict(answer)["case"])), rulebook=RULES)
    assert again == answer


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"guide": "midjourney/devops-engineer"}, "keep one of the two"),
        ({"region": "atlantis", "market": {"base": "85K-110K"}}, "nothing tells the currency"),
        ({"market": {"base": "10%"}}, "amount"),
        ({"market": {"bace": "€85K"}}, "did you mean 'base'?"),
    ],
)
def test_what_can_not_be_is_told(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(CaseError, match=told):
        settled({**ACME, **changes})


def test_a_region_that_nobody_knows_is_settled_in_the_ranges_own_currency() -> None:
    answer = settled({**ACME, "region": "Atlantis"})
    assert (answer.region, answer.currency) == ("atlantis", "EUR")


def test_a_market_is_made_of_plain_values() -> None:
    assert Market.of(RANGE).name == "Acme · Site reliability engineer"
    with pytest.raises(CaseError):
        Market.of({"base": "many"})
