"""Letters read back against the figures that they stand for, over random cases.

A letter says that an ask is met only where it is, names the best offer that may be named wherever
that decides, and never accepts for less than is held without a word of by how much beside it.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from counteroffer import Case, Counteroffer, CounterofferError, counter, playbook
from counteroffer.answers.answer import Alternative
from counteroffer.answers.setting import Setting
from counteroffer.cases.public import public
from counteroffer.letters.playbook import Letter, Playbook, letter_with_notices
from counteroffer.rulebook.guide import COMPONENTS
from tests.support.samples import RULES, TODAY, Facts, attempt, cases

SETTING = Setting.of(rulebook=RULES, today=TODAY)
ACCEPTS = re.compile(r"\bI am glad to (accept|agree)\b")
DECLINES = re.compile(r"\bI have to decline\b|\bI can't agree to it\b")
ASKS = re.compile(r"\basking for\b|\blooking for\b|\bclose the gap\b|Is there anything that you")
MEETS = re.compile(r"\bmeets?\b|\bis met\b")


@st.composite
def negotiations(draw: st.DrawFn) -> Facts:
    """A case of any kind: an offer or a raise, what it is worth beyond others, where offers are
    from and how they are known."""
    facts = draw(cases())
    offer = facts.get("offer")
    if offer and draw(st.booleans()):
        facts["offer"] = {**offer, "evidence": draw(st.sampled_from(["verbal", "written"]))}
    if draw(st.booleans()):
        facts["kind"] = "raise"
        facts["candidate"].pop("current_base", None)
        facts["current"] = {"base": draw(st.sampled_from(["$91K", "£151K", "€60K"]))}
    if draw(st.booleans()):
        facts["worth_more"] = draw(st.sampled_from(["$10K/yr", "£200K/yr"]))
    if facts.get("competing") and draw(st.booleans()):
        first, *others = facts["competing"]
        facts["competing"] = [{**first, "from": "present-employer"}, *others]
    return facts


def best(answer: Counteroffer) -> Alternative | None:
    """The held offer that is worth most a year."""
    held = [one for one in answer.alternatives if one.held and one.annual is not None]
    return max(held, key=lambda one: one.annual or 0, default=None)


def met(answer: Counteroffer) -> bool:
    asked = ((getattr(answer.ask, one), getattr(answer.offer, one, None)) for one in COMPONENTS)
    return answer.offer is not None and all(
        ask is None or ask <= (offered or 0) for ask, offered in asked
    )


def read_back(facts: Facts) -> None:
    case = Case.of(**facts)
    made = attempt(lambda: letter_with_notices(SETTING, case))
    assume(not isinstance(made, CounterofferError))
    assert isinstance(made, Letter)
    mine, theirs = (
        counter(one, rulebook=RULES, engine="plain", today=TODAY)
        for one in (case, public(case, RULES, TODAY))
    )
    _says_what_the_verdict_is(made, theirs)
    _names_what_decides(made, theirs, facts)
    _tells_what_is_given_up(made, mine, theirs)


def _says_what_the_verdict_is(made: Letter, theirs: Counteroffer) -> None:
    event(theirs.verdict)
    accepts, declines = bool(ACCEPTS.search(made.text)), bool(DECLINES.search(made.text))
    assert accepts == (theirs.verdict == "accept")
    assert declines == (theirs.verdict == "walk-away")
    if theirs.verdict == "counter":
        assert ASKS.search(made.text)
    if MEETS.search(made.text):
        assert met(theirs)
    if theirs.verdict == "prepare" and theirs.case.get("kind") != "raise":
        first = made.text.partition("(The second letter")[0]
        assert "range" in first
        assert not re.search(r"\d,\d{3}", first)


def _names_what_decides(made: Letter, theirs: Counteroffer, facts: Facts) -> None:
    """Where a better offer that may be named is why the letter asks or declines, it is in it."""
    other = best(theirs)
    offered = theirs.offer.annual if theirs.offer else None
    if other is None or other.annual is None or offered is None:
        return
    behind = other.annual > offered
    if theirs.verdict == "counter" and theirs.gap:
        assert behind
    if behind and theirs.verdict in ("counter", "walk-away"):
        event("a better offer decides")
        stated = next(one for one in facts["competing"] if one["company"] == other.company)
        present = stated.get("from") == "present-employer"
        assert ("my present employer" if present else other.company) in made.text


def _tells_what_is_given_up(made: Letter, mine: Counteroffer, theirs: Counteroffer) -> None:
    other = best(mine)
    accepts = "accept" in (mine.verdict, theirs.verdict)
    offered = mine.offer.annual if mine.offer else None
    if not accepts or other is None or other.annual is None or offered is None:
        return
    less = other.annual - offered
    told = [one.message for one in made.notices if one.code == "accepts-less-than-held"]
    assert bool(told) == (less > 0)
    if told:
        event("accepts for less than is held")
        assert str(less) in told[0].replace(",", "")  # whatever the grouping
        assert other.company in told[0]


@given(negotiations())
@settings(max_examples=40)
def test_in_every_situation_the_words_are_whole(facts: Facts) -> None:
    made = attempt(lambda: playbook(Case.of(**facts), rulebook=RULES, today=TODAY))
    assume(not isinstance(made, CounterofferError))
    assert isinstance(made, Playbook)
    assert made.letter.startswith("Subject: ")
    assert made.letter.endswith("Thank you,\n")
    called = [line.text for line in made.script]
    answers = [text for one in made.push_back for text in (one.they, *one.you)]
    for text in (made.letter, *called, *answers):
        assert text.strip()
        assert not re.search(r"\n\n\n|[\[\]{}<>]|\bNone\b|–|  |\.\.| ,|: \.|: \?", text)


@given(negotiations())
@settings(max_examples=80)
def test_a_letter_says_what_the_figures_are(facts: Facts) -> None:
    read_back(facts)


@pytest.mark.slow
@given(negotiations())
@settings(max_examples=300)
def test_a_letter_says_what_the_figures_are_over_300_cases(facts: Facts) -> None:
    read_back(facts)
