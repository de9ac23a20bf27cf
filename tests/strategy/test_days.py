"""The days of a plan and the next step: nothing before today, nothing at weekends, what is urgent
first."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counteroffer import Case, CounterofferError
from counteroffer.strategy.days import days
from counteroffer.strategy.next_step import next_step
from counteroffer.strategy.plan import plan as plan_of
from counteroffer.strategy.working_days import WorkingDays
from tests.support.samples import RULES, Facts, attempt, cases, sample, settled

SAN_FRANCISCO = "huggingface-enterprise, San"
NVIDIA: Facts = {"company": "NVIDIA", "base": "$210K", "equity": "$250K/4yr"}
OFFER: Facts = {"base": "$180K", "equity": "$150K/4yr", "bonus": "5%"}
GOOD: Facts = {"base": "$230K", "equity": "$300K/4yr", "signing": "$30K"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Send the letter with the whole ask, or read it out if you talk to them"),
        (
            {"competing": [{**NVIDIA, "expires": "2026-11-23"}]},
            "NVIDIA's offer expires in 3 days: ask for time",
        ),
        (
            {"competing": [{**NVIDIA, "expires": "2026-11-28"}]},
            "Send the letter with the whole ask, or read it out if you talk to them",
        ),
        (
            {"competing": [{**NVIDIA, "expires": "2026-11-19"}]},
            "Send the letter with the whole ask, or read it out if you talk to them",
        ),
        (
            {"offer": {**OFFER, "expires": "2026-11-20"}},
            "The offer in hand expires today: ask for time today, and send the whole ask today "
            "if they give none",
        ),
        (
            {"offer": {**OFFER, "expires": "2026-11-21"}},
            "The offer in hand expires tomorrow: ask for time today, and send the whole ask today "
            "if they give none",
        ),
        (
            {"offer": {**OFFER, "expires": "2026-11-19"}},
            "The offer in hand expired on Thursday 19 November: ask whether it still stands",
        ),
        (
            {
                "offer": {**OFFER, "expires": "2026-11-24"},
                "competing": [{**NVIDIA, "expires": "2026-11-24"}],
            },
            "The offer in hand expires in 4 days: ask for time",
        ),
        (
            {"offer": {**GOOD, "expires": "2026-12-04"}},
            "The offer meets your ask: accept it in writing by Friday 4 December",
        ),
        (
            {"offer": {**GOOD, "expires": "2026-11-23"}},
            "The offer in hand expires in 3 days: accept it in writing today",
        ),
        (
            {"offer": GOOD, "competing": [{**NVIDIA, "expires": "2026-11-23"}]},
            "The offer meets your ask: accept it in writing",
        ),
        (
            {"offer": {"base": "$150K", "final": True}},
            "It is their last word, worth US$122,500 a year less than NVIDIA's offer: decline it "
            "in writing",
        ),
        (
            {"offer": {"base": "$150K", "final": True}, "competing": None},
            "It is their last word, and under the least to accept: decline it in writing",
        ),
        (
            {"offer": {**OFFER, "base": "$200K", "final": True}, "competing": None},
            "It is their last word, less than you ask for, and nothing that you hold is worth "
            "more a year: accept it in writing",
        ),
        (
            {"offer": {**OFFER, "base": "$200K", "final": True}, "worth_more": "$30K/yr"},
            "It is their last word, worth US$25,000 a year less than NVIDIA's offer and within the "
            "US$30,000 that this job is worth to you beyond it: accept it in writing",
        ),
        ({"offer": {**OFFER, "evidence": "verbal"}}, "by word of mouth, so ask for it in writing"),
        ({"offer": None}, "ask for the range first"),
        (
            {"competing": [{**NVIDIA, "base": "$280K", "equity": "$300K/4yr"}]},
            "even the whole ask is worth US$79,500 a year less than NVIDIA's offer",
        ),
        (
            {"offer": GOOD, "competing": [{**NVIDIA, "base": "$400K"}]},
            "NVIDIA's is worth US$157,500 a year more: ask them to close the gap",
        ),
    ],
)
def test_the_next_step(changes: Facts, said: str) -> None:
    assert said in next_step(settled(sample(SAN_FRANCISCO, **changes)))


def test_facts_that_would_decide_a_lever_are_the_next_step() -> None:
    step = next_step(settled(sample(SAN_FRANCISCO, candidate={"skills": ["gpu"]})))
    assert step.startswith(
        "Undecided: enterprise-sla and 1 more (uptime_pct is not stated): state it"
    )


def plan(**changes: Any) -> dict[str, tuple[str, ...]]:
    return {
        one.date: one.items
        for one in days(settled(sample(SAN_FRANCISCO, **changes)), rulebook=RULES)
    }


def test_time_is_asked_for_before_the_letter_and_the_decision_is_the_day_before() -> None:
    found = plan(offer={**OFFER, "expires": "2026-11-25"})
    assert list(found) == ["2026-11-20", "2026-11-24", "2026-11-25"]
    assert found["2026-11-20"][0].startswith("Ask for time first")
    assert found["2026-11-20"][1].startswith("If they give you time, send the second letter")
    assert not any("Send the letter" in one for items in found.values() for one in items)
    assert found["2026-11-24"][0].startswith("No answer about the time? Send the second letter")
    assert any(one.startswith("Decide") and "US$207,143" in one for one in found["2026-11-24"])
    assert found["2026-11-25"] == (
        "The offer in hand expires today: answer in writing before the day is over.",
    )


def test_a_weekend_waits_for_monday_and_a_last_day_on_one_is_dealt_with_on_friday() -> None:
    found = plan(today="2026-11-21", offer={**OFFER, "expires": "2026-12-06"})
    assert found["2026-11-21"] == (
        "Today is a weekend: get ready, and write on Monday 23 November.",
    )
    assert list(found) == ["2026-11-21", "2026-11-23", "2026-11-25", "2026-12-04"]
    assert "expires on Sunday 6 December, a weekend" in " ".join(found["2026-12-04"])


def test_an_offer_that_does_not_outlive_the_weekend_is_answered_at_once() -> None:
    found = plan(today="2026-11-21", offer={**OFFER, "expires": "2026-11-22"})
    assert found["2026-11-21"][0].startswith("Ask for time first")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"offer": GOOD}, "Accept in writing"),
        ({"offer": {**GOOD, "expires": "2026-12-04"}}, "by Friday 4 December"),
        ({"offer": {"base": "$150K", "final": True}}, "decline in writing"),
        ({"offer": None}, "Ask for the range first"),
        ({"offer": None}, "name the ask only if pressed"),
        ({"offer": {**OFFER, "evidence": "verbal"}}, "Ask for the offer in writing"),
        ({"offer": {**OFFER, "expires": "2026-11-18"}}, "whether the offer still stands"),
        ({"competing": [{**NVIDIA, "expires": "2026-11-24"}]}, "Ask NVIDIA for time"),
    ],
)
def test_the_first_day_does_what_the_verdict_and_the_dates_ask_for(
    changes: Facts, said: str
) -> None:
    assert said in " ".join(plan(**changes)["2026-11-20"])


def test_before_an_acceptance_the_offers_that_run_out_are_named() -> None:
    soon = plan(offer=GOOD, competing=[{**NVIDIA, "expires": "2026-11-20"}])
    assert any(
        "NVIDIA's offer expires today" in one and "or let it go knowingly" in one
        for one in soon["2026-11-20"]
    )
    later = plan(offer=GOOD, competing=[{**NVIDIA, "expires": "2026-11-27"}])
    assert any(
        "expires on Friday 27 November: if nothing is signed" in one for one in later["2026-11-25"]
    )


@given(cases(), st.dates(date(2026, 11, 1), date(2026, 12, 31)))
def test_days_are_in_order_and_only_today_or_a_last_day_can_be_a_weekend(
    facts: Facts, today: date
) -> None:
    answer = attempt(lambda: settled({**facts, "today": today.isoformat()}))
    if isinstance(answer, CounterofferError):
        return
    found = days(answer, rulebook=RULES)
    dates = [date.fromisoformat(one.date) for one in found]
    assert dates == sorted(set(dates))
    assert dates[0] == today
    assert found[0].when == "today"
    assert all(one.items for one in found)
    work = WorkingDays.of(RULES, answer.guide, answer.region)
    assert all(work.works(one) for one in dates[1:])
    assert not any("next round" in item for one in found for item in one.items)
    assert days(answer, rulebook=RULES) == found


def test_a_letter_that_does_otherwise_than_the_own_answer_is_not_sent() -> None:
    facts = sample(
        SAN_FRANCISCO,
        offer={**OFFER, "base": "$200K", "final": True},
        competing=[{"company": "NVIDIA", "base": "$205K", "equity": "$250K/4yr"}],
        worth_more="$40K/yr",
    )
    made = plan_of(Case.of(**facts), rulebook=RULES)
    items = made.days[0].items
    assert made.answer.verdict == "accept"
    assert items[0].startswith("Do not send the letter as it is: it declines, and your own answer")
    assert any("NVIDIA's offer is worth US$" in one for one in items)
    assert made.notices[0].code == "public-case-differs"


def test_days_are_written_as_the_locale_has_them() -> None:
    answer = settled(sample(SAN_FRANCISCO, offer={**GOOD, "expires": "2026-12-04"}))
    found = days(answer, rulebook=RULES, locale="en_US")
    assert found[0].named == "Friday, November 20"
    assert found[0].items[0].startswith("Accept in writing by Friday, December 4,")


LONDON: Facts = {"guide": "stability-ai/devops-engineer", "region": "london"}


def in_london(today: str, expires: str) -> dict[str, tuple[str, ...]]:
    offer = {"base": "£105K", "equity": "£120K/4yr", "expires": expires}
    facts = {**LONDON, "candidate": {"gpu_years": 4}, "offer": offer, "today": today}
    return {one.date: one.items for one in days(settled(facts), rulebook=RULES)}


def test_nothing_is_done_on_public_holidays_either() -> None:
    found = in_london("2026-12-23", "2026-12-31")
    assert [*found] == ["2026-12-23", "2026-12-29", "2026-12-30", "2026-12-31"]


def test_an_offer_that_ends_on_the_holiday_after_a_weekend_is_answered_today() -> None:
    found = in_london("2026-12-26", "2026-12-28")
    assert [*found] == ["2026-12-26"]
    assert (
        "a public holiday (Boxing Day (observed)): answer in writing today"
        in found["2026-12-26"][-1]
    )


def test_an_offer_that_ends_on_the_next_working_day_is_answered_today() -> None:
    found = in_london("2026-11-28", "2026-11-30")
    assert [*found] == ["2026-11-28", "2026-11-30"]
    assert found["2026-11-30"] == (
        "The offer in hand expires today: see that your answer has reached them.",
    )


def test_a_holiday_is_named_and_waits_for_the_next_working_day() -> None:
    found = in_london("2026-12-25", "2027-01-20")
    assert found["2026-12-25"] == (
        "Today is a public holiday (Christmas Day): get ready, and write on Tuesday 29 December.",
    )


def test_the_end_of_time_has_a_plan() -> None:
    assert in_london("9999-12-29", "9999-12-31")
