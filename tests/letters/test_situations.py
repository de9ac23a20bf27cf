"""The letter, the call and the answers of each situation: a raise, before an offer, an offer by
word of mouth, a better one elsewhere, and their last word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from counteroffer import Case, Rulebook, counter, playbook, render
from counteroffer.answers.setting import Setting
from counteroffer.letters.playbook import Playbook, letter_with_notices
from tests.support.samples import (
    HUGGING_FACE,
    MIDJOURNEY,
    RULES,
    STABILITY,
    Facts,
    guide_file,
    lever_file,
    write,
)

RAISE: Facts = {
    "guide": STABILITY,
    "region": "london",
    "kind": "raise",
    "candidate": {"gpu_years": 4, "skills": ["gpu"]},
    "current": {"base": "£92K"},
    "today": "2026-11-20",
}
BEFORE: Facts = {
    "guide": HUGGING_FACE,
    "region": "new-york",
    "candidate": {"gpu_years": 0, "clouds": [], "uptime_pct": 99},
    "today": "2026-11-20",
}
BETTER: Facts = {
    "guide": MIDJOURNEY,
    "region": "san-francisco",
    "candidate": {"gpu_years": 5},
    "offer": {"base": "$245K", "equity": "$140K/yr"},
    "competing": [{"company": "Obelisk", "base": "$300K", "equity": "$800K/4yr"}],
    "today": "2026-11-20",
}
FINAL: Facts = {
    "guide": STABILITY,
    "region": "london",
    "candidate": {"gpu_years": 4, "skills": ["gpu"]},
    "offer": {"base": "£112K", "equity": "£102K/4yr", "final": True},
    "competing": [{"company": "Google", "base": "£110K", "equity": "£170K/4yr"}],
    "today": "2026-11-20",
}


def made(facts: Facts) -> Playbook:
    return playbook(Case.of(**facts), rulebook=RULES)


def called(book: Playbook) -> str:
    return "\n".join(line.text for line in book.script)


def test_a_raise_is_asked_of_who_pays_now_without_thanks_for_an_offer() -> None:
    book = made(RAISE)
    assert book.letter.startswith("Subject: My pay in the DevOps Engineer role\n")
    assert "My base of £92,000 is in the lower half" in book.letter
    assert "I am asking for a base of £125,000" in book.letter
    assert not re.search(r"(?i)considering|your offer|put an offer", book.letter + called(book))
    assert "There is no budget for that." in [one.they for one in book.push_back]
    assert "What do you earn now?" not in [one.they for one in book.push_back]
    assert ("your pay now, a year", "£92,000") in book.own.worth


@pytest.mark.parametrize(
    ("changes", "verdict", "said"),
    [
        ({"offer": {"base": "£100K"}}, "counter", "what you propose for my pay"),
        ({"offer": {"base": "£130K", "equity": "£180K/4yr"}}, "accept", "I am glad to agree"),
        ({"offer": {"base": "£95K", "final": True}}, "walk-away", "I can't agree to it"),
    ],
)
def test_what_the_present_employer_proposes_is_answered_as_that(
    changes: Facts, verdict: str, said: str
) -> None:
    book = made({**RAISE, **changes})
    assert book.answer.verdict == verdict
    assert said in book.letter
    assert "Thank you for your offer" not in book.letter
    assert "have to decline" not in book.letter + called(book)  # nobody resigns by this letter


def test_before_an_offer_the_range_is_asked_for_and_a_figure_named_only_if_pressed() -> None:
    book = made(BEFORE)
    first, _, second = book.letter.partition("(The second letter: only if they press you")
    assert "the range that you have planned" in first
    assert not re.search(r"\d{2},\d{3}", first)
    assert "a base of US$190,000" in second  # the guide's floor: no less is named
    without, _, pressed = called(book).partition("Only when they press you for a figure")
    assert not re.search(r"\d{2},\d{3}", without)
    assert "US$190,000" in pressed
    answers = {one.they: " ".join(one.you) for one in book.push_back}
    assert "US$" not in answers["What do you expect to be paid?"]
    assert "US$190,000" in answers["We need a figure from you."]


def test_a_verbal_offer_is_asked_for_in_writing_first() -> None:
    verbal = {**FINAL["offer"], "final": False, "evidence": "verbal"}
    book = made({**FINAL, "offer": verbal})
    first, _, second = book.letter.partition("(The second letter: once you have the offer in")
    assert "Could you send it to me in writing" in first
    assert "asking" not in first
    assert "I am asking for a base of £125,000" in second
    assert "Could you send me that in writing" in called(book)


def test_where_nothing_more_is_asked_the_better_offer_is_named_to_close_the_gap() -> None:
    book = made(BETTER)
    assert book.answer.gap
    for words in (book.letter, called(book)):
        assert "I hold an offer from Obelisk: a base of US$300,000" in words
        assert "an you close the gap between the two" in words
    assert "worth more a year than all" not in book.letter


def test_a_last_word_under_a_better_offer_is_declined_with_its_name() -> None:
    book = made(FINAL)
    assert book.answer.verdict == "walk-away"
    assert "I hold an offer from Google" in book.letter
    assert "I have to decline" in book.letter
    assert "accept it" not in book.letter


def test_what_this_job_is_worth_beyond_others_changes_no_byte_and_is_told() -> None:
    setting = Setting.of(rulebook=RULES)
    plain = letter_with_notices(setting, Case.of(**FINAL))
    wanted = letter_with_notices(setting, Case.of(**FINAL, worth_more="£20K/yr"))
    assert plain.text == wanted.text
    assert plain.notices == ()
    told = {one.code: one.message for one in wanted.notices}
    assert told["public-case-differs"].startswith("Do not send this letter as it is: it declines")
    assert "£15,000 a year less than you hold" in told["accepts-less-than-held"]


def test_equity_is_asked_for_in_the_vehicle_that_is_offered() -> None:
    equity = {"amount": "£100K", "years": 4, "vehicle": "options"}
    book = made({**FINAL, "offer": {"base": "£100K", "equity": equity}})
    assert "£170,000 of options over 4 years" in book.letter
    assert "pre-IPO" not in book.letter + called(book) + str(book.push_back)


def test_a_proposal_that_runs_out_soon_is_asked_time_for_by_who_gets_the_raise() -> None:
    book = made({**RAISE, "offer": {"base": "£100K", "expires": "2026-11-24"}})
    first, _, second = book.letter.partition("(The second letter: before the new date")
    assert first.startswith("Subject: My pay in the DevOps Engineer role: more time\n")
    assert "could I have until Tuesday 1 December?" in first
    assert "£125,000" in second
    assert "£125,000" not in first
    assert "your offer" not in book.letter


def test_what_is_paid_once_in_a_raise_is_no_signing_bonus() -> None:
    candidate = {"gpu_years": 4, "skills": ["gpu", "kubernetes"], "clouds": ["aws", "gcp"]}
    facts = {**RAISE, "guide": HUGGING_FACE, "region": "san-francisco", "candidate": candidate}
    held = [{"company": "NVIDIA", "base": "$210K", "equity": "$250K/4yr"}]
    book = made({**facts, "current": {"base": "$180K"}, "competing": held})
    assert "a one-off payment of US$25,000" in book.letter
    assert "signing" not in book.letter + called(book) + str(book.push_back)


def test_a_lever_without_a_sentence_is_for_the_candidates_own_words(tmp_path: Path) -> None:
    quiet = lever_file("gpu_years >= 2", [])
    acme = guide_file(levers={"quiet": {"figures": {"here": {"base": "$180K"}}}})
    rules = {"levers/quiet.yaml": quiet, "guides/acme/engineer.yaml": acme}
    book, facts = Rulebook(write(tmp_path, rules)), {"guide": "acme/engineer", "region": "here"}
    case = Case.of(**facts, candidate={"gpu_years": 4}, offer={"base": "$120K"})
    found = playbook(case, rulebook=book)
    listed = [(one.title, one.because) for one in found.own.in_own_words]
    assert listed == [("Lever", "gpu_years 4")]
    assert "### In your own words" in found.markdown
    assert "In your own words" in render(counter(case, rulebook=book), rulebook=book)
    assert "gpu" not in found.letter
    assert made(RAISE).own.in_own_words == ()


def test_the_walk_away_and_the_annual_floor_stand_beside_annual_figures() -> None:
    book = made(FINAL)
    worth = dict(book.own.worth)
    assert worth["your floor, a year"] == "£147,500"
    assert worth["walk away under, a year"] == "£152,500"
    assert (book.own.walk_away or "").startswith("Walk away under a base of £110,000")
    assert "offer decides that" in book.html
