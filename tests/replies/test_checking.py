"""What is found in drafts, by what they say; a draft says one thing each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from counteroffer import Calculator, Case, CounterofferError, Rulebook, RuleError, check_reply
from counteroffer.replies.finding import CODES
from tests.support.samples import HUGGING_FACE, RULES, TODAY, write

CASE = Case.of(
    guide=HUGGING_FACE,
    region="san-francisco",
    candidate={"minimum_base": "$203,456", "gpu_years": 4, "skills": ["kubernetes", "gpu"]},
    offer={"base": "$180K", "equity": "$150K/4yr", "bonus": "5%", "evidence": "verbal"},
    current={"base": "$171K", "bonus": "7%"},
    competing=[
        {"company": "NVIDIA", "base": "$210K", "equity": "$250K/4yr", "evidence": "verbal"},
        {"company": "Databricks", "base": "$205K", "equity": "$230K/4yr"},
        {"company": "Quiet Corp", "base": "$333K", "private": True},
        {"company": "Datadog", "base": "$222K", "expires": "2026-01-01"},
    ],
    today="2026-11-20",
)


def codes(draft: str, case: Case = CASE) -> list[str]:
    found = check_reply(case, draft, rulebook=RULES, today=TODAY)
    return [one.code for one in found.findings if one.severity != "note"]


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        ("I hold an offer from Google with a base of US$210,000.", "offer-not-held"),
        ("Stripe has offered me more.", "offer-not-held"),
        ("I have offers from NVIDIA and Stripe.", "offer-not-held"),
        ("I have an offer from datadog.", "offer-not-held"),
        ("Hooli's offer is better.", "offer-not-held"),
        ("I hold three other offers.", "more-offers-than-held"),
        ("There are 4 competing offers.", "more-offers-than-held"),
        ("I hold an offer from NVIDIA with a base of $215,137.", "offer-misstated"),
        ("I hold an offer from NVIDIA with a base of $205K.", "offer-misstated"),
        ("I hold a written offer from NVIDIA.", "not-in-writing"),
        ("I hold an offer from NVIDIA. I have it in writing.", "not-in-writing"),
        ("I have a signed offer from Databricks.", "not-in-writing"),
        ("Thank you for your written offer.", "not-in-writing"),
        ("Quiet Corp wrote to me.", "private-fact"),
        ("My minimum is 203K.", "private-fact"),
        ("I won't go below 203.", "private-fact"),
        ("I currently make 171.", "private-fact"),
        ("I earn 14,250 a month now.", "private-fact"),
        ("My current bonus is 7%.", "private-fact"),
        ("One hundred seventy-one thousand is a number to think of.", "private-fact"),
        ("Two hundred three thousand four hundred fifty-six dollars.", "private-fact"),
        ("The base: 203 456 USD.", "private-fact"),
        ("The base: 203.456 $.", "private-fact"),
        ("The base: 2 0 3 4 5 6 $.", "private-fact"),
        ("The base: ２０３４５６ $.", "private-fact"),
        ("The base: 203\u200b,456 $.", "private-fact"),
        ("The base: $0.203456M.", "private-fact"),
        ("Between $203K and $240K.", "private-fact"),
        ("I would be happy with 190K.", "under-walk-away"),
        ("I'd need a base of $170,500.", "under-walk-away"),
        ("You can bring me down to $180K.", "under-walk-away"),
        ("I will sign today.", "promise"),
        ("I accept.", "promise"),
        ("If you get to $210K I'm ready to sign.", "promise"),
        ("I have to decline your offer.", "declines"),
        ("Thank you for your offer of 185k.", "figure-of-nowhere"),
        ("They pay €108.000 in Berlin.", "figure-of-nowhere"),
        ("I expect a bonus of 12.5%.", "figure-of-nowhere"),
        ("I am asking for a base of US$230,000.", "figure-misplaced"),
        ("Thank you for your offer of a base of $205K.", "figure-misplaced"),
    ],
)
def test_what_is_untrue_or_private_is_found(draft: str, code: str) -> None:
    assert code in codes(draft)


@pytest.mark.parametrize(
    "draft",
    [
        "I hold a verbal offer from NVIDIA: a base of 210K USD and $62.5K of equity a year.",
        "I have received your offer of $180,000 and would like to talk about it.",
        "NVIDIA offers 210k base, which is 30K more than your base of 180K.",
        "I am asking for a base of $210k; the rest can stay as it is.",
        "Could you send me your offer in writing?",
        "Before I accept, I would like to talk about the terms.",
        "I can't accept your offer as it stands.",
        "I have two other offers.",
        "I have run 150 GPUs for 4 years, and led 20 people.",
        "Call me on +1 415 555 0100 by 2026-12-04, at 10:30.",
        "Levels.fyi has 2025 and 2026.",
    ],
)
def test_what_is_true_passes(draft: str) -> None:
    assert codes(draft) == []


def test_a_finding_says_where_it_stands_and_against_what() -> None:
    draft = "Hello,\n\nI hold a verbal offer from\nGoogle.\n"
    (one,) = check_reply(CASE, draft, rulebook=RULES, today=TODAY).findings
    assert (one.line, one.column, draft[one.start : one.end]) == (4, 1, "Google")
    assert (one.code, one.severity, one.path) == ("offer-not-held", "error", ("competing",))
    assert one.code in CODES


def test_present_pay_may_be_said_to_who_pays_it() -> None:
    stated: dict[str, Any] = {"guide": HUGGING_FACE, "region": "san-francisco", "kind": "raise"}
    raised = Case.of({**stated, "current": {"base": "$171K"}})
    assert codes("My current base is $171K.", raised) == []
    assert codes("My current base is $171K.") == ["private-fact"]


def test_an_offer_may_be_accepted_where_that_is_the_verdict() -> None:
    offer = {"base": "$300K", "equity": "$400K/4yr", "signing": "$50K"}
    case = Case.of(guide=HUGGING_FACE, region="san-francisco", offer=offer)
    assert codes("I accept your offer.", case) == []
    assert codes("I have to decline your offer.", case) == ["declines"]


def test_a_calculator_finds_the_same() -> None:
    draft = "I hold an offer from Google. I will sign today."
    found = Calculator(RULES, today=TODAY).check_reply(CASE, draft)
    assert found == check_reply(CASE, draft, rulebook=RULES, today=TODAY)
    assert not found.sound


def test_own_rules_add_words(tmp_path: Path) -> None:
    german = {"de": {"promises": ["ich unterschreibe"]}}
    own = Rulebook(write(tmp_path, {"replies.yaml": german}))
    draft = "Ich unterschreibe noch heute."
    assert [one.code for one in check_reply(CASE, draft, rulebook=own).findings] == ["promise"]
    wrong = Rulebook(write(tmp_path / "wrong", {"replies.yaml": {"de": {"promise": ["a"]}}}))
    with pytest.raises(RuleError, match="promise"):
        check_reply(CASE, draft, rulebook=wrong)


@pytest.mark.parametrize("draft", ["", " \n", "a" * 100_001])
def test_a_draft_that_can_not_be_checked_is_an_error(draft: str) -> None:
    with pytest.raises(CounterofferError, match="draft"):
        check_reply(CASE, draft)
