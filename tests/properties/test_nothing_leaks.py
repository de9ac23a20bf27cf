"""Changing anything that the candidate keeps private changes no byte of what the other side
reads."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from counteroffer import Case, CounterofferError, letter, playbook, recruiter_view
from counteroffer.formats.recruiter import render
from counteroffer.strategy.plan import Plan, plan
from tests.support.samples import RULES, TODAY, Facts, attempt, cases
from tests.support.secrets import kept, with_kept

FORMATS = ("text", "markdown", "json")
LOCALES = (None, "de", "en_GB")


def for_the_other_side(facts: Facts, locale: str | None) -> str:
    """The letter, the call, the answers to push-back, the words of the plan and the recruiter's
    view."""
    case = Case.of(**facts)
    made = playbook(case, rulebook=RULES, today=TODAY, locale=locale)
    said = [text for one in made.push_back for text in (one.they, *one.you)]
    words = spoken(plan(case, rulebook=RULES, today=TODAY, locale=locale))
    view = recruiter_view(case, rulebook=RULES, today=TODAY)
    shown = [
        render(view, form, locale=locale, rulebook=RULES) for form in ("text", "markdown", "json")
    ]
    return "\n".join([made.letter, *(line.text for line in made.script), *said, *words, *shown])


def spoken(made: Plan) -> list[str]:
    """All that a plan has for the other side."""
    say = made.say
    return [say.more_time or "-", *say.rounds, say.fixed_base or "-"]


@st.composite
def twins(draw: st.DrawFn) -> tuple[Facts, Facts]:
    """Two cases that differ in nothing but what the candidate keeps private.

    In a raise present pay is known to who pays it, and is the same in both.
    """
    facts = draw(cases())
    paid = draw(st.sampled_from([None, {"base": "$91K"}, {"base": "£151K", "bonus": "10%"}]))
    places = st.lists(st.integers(0, 3), min_size=3, max_size=3)
    made = []
    for _ in range(2):
        secret = draw(kept(facts["guide"], facts["region"]))
        one = with_kept(facts, secret, draw(places))
        if paid:
            known = one["candidate"].items()
            stated = {name: fact for name, fact in known if name != "current_base"}
            one |= {"kind": "raise", "candidate": stated, "current": paid}
        made.append(one)
    return made[0], made[1]


def assert_nothing_leaks(pair: tuple[Facts, Facts], locale: str | None) -> None:
    first, second = (attempt(for_the_other_side, one, locale) for one in pair)
    # A mistake in what is private is an error for the candidate alone: then nothing is written.
    assume(not any(isinstance(one, CounterofferError) for one in (first, second)))
    assert first == second


@given(twins(), st.sampled_from(LOCALES))
@settings(max_examples=60)
def test_private_facts_change_no_byte_of_letter_script_and_push_back(
    pair: tuple[Facts, Facts], locale: str | None
) -> None:
    assert_nothing_leaks(pair, locale)


@given(twins())
@settings(max_examples=40)
def test_the_plan_says_nothing_but_those_words(pair: tuple[Facts, Facts]) -> None:
    made = attempt(lambda: plan(Case.of(**pair[0]), rulebook=RULES, today=TODAY))
    assume(not isinstance(made, CounterofferError))
    assert isinstance(made, Plan)
    words = [one.say for one in made.concessions.rounds if one.say]
    assert tuple(words) == made.say.rounds[: len(words)]
    assert made.concessions.ask_for_time == made.say.more_time
    assert made.fixed_base.say in (None, made.say.fixed_base)


@given(twins())
@settings(max_examples=20)
def test_the_letter_alone_is_that_of_the_playbook(pair: tuple[Facts, Facts]) -> None:
    case = Case.of(**pair[0])
    written = attempt(lambda: letter(case, rulebook=RULES, today=TODAY))
    assume(not isinstance(written, CounterofferError))
    assert written == playbook(case, rulebook=RULES, today=TODAY).letter


@pytest.mark.slow
@given(twins(), st.sampled_from(LOCALES))
@settings(max_examples=250)
def test_private_facts_change_nothing_over_250_cases(
    pair: tuple[Facts, Facts], locale: str | None
) -> None:
    assert_nothing_leaks(pair, locale)
