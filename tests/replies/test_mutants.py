"""No untrue letter passes, and no true one is refused: over the samples and random cases."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from counteroffer import Case, CounterofferError, Rulebook, check_reply, counter
from counteroffer.answers.setting import Setting
from counteroffer.letters.of_case import known_case
from counteroffer.letters.playbook import playbook_in
from counteroffer.replies.checking import check_draft
from counteroffer.replies.finding import CheckedReply
from counteroffer.replies.words import reply_words
from counteroffer.strategy.plan import plan
from tests.properties.test_letters_read_back import negotiations
from tests.replies.mutants import mutants
from tests.support.command import EXAMPLES
from tests.support.samples import RULES, SAMPLES, TODAY, Facts, attempt
from tests.support.secrets import kept, with_kept

WORDS = reply_words(RULES.documents("replies.yaml"))
SETTING = Setting.of(rulebook=RULES, today=TODAY)
KINDS = {
    "another company", "a higher figure of an offer", "in writing", "a promise",
    "an ask under the walk-away", "a private figure", "a private offer",
}  # fmt: skip


def checked(facts: Facts, text: str) -> CheckedReply:
    return check_reply(Case.of(**facts), text, rulebook=RULES, today=TODAY)


def told(found: CheckedReply) -> list[str]:
    return [
        f"{one.severity} {one.code} {found.text[one.start : one.end]!r}: {one.message}"
        for one in found.findings
    ]


def true_texts(facts: Facts) -> list[str]:
    """All that the case gives to say to the other side: letter, call, answers, points, rounds."""
    case = Case.of(**facts)
    made = playbook_in(SETTING, case)
    say = plan(case, rulebook=RULES, today=TODAY).say
    return [
        made.letter,
        *(line.text for line in made.script),
        *(text for one in made.push_back for text in one.you),
        *(point.text for point in made.said.points),
        *filter(None, (say.more_time, say.fixed_base, *say.rounds)),
    ]


def assert_true_texts_pass(facts: Facts) -> None:
    whole = "\n\n".join(true_texts(facts))
    found = checked(facts, whole)
    assert found.sound, told(found)


def assert_no_mutant_passes(facts: Facts, seed: int) -> int:
    made = playbook_in(SETTING, Case.of(**facts))
    mine = counter(Case.of(**facts), rulebook=RULES, engine="plain", today=TODAY)
    known, words = known_case(SETTING, Case.of(**facts)), WORDS
    count = 0
    for one in mutants(facts, made.letter, mine, Random(seed)):
        found = check_draft(one.text, known, words)
        codes = {finding.code for finding in found.findings if finding.severity != "note"}
        assert codes & one.codes, (one.kind, one.text, told(found))
        count += 1
    return count


@st.composite
def private_negotiations(draw: st.DrawFn) -> Facts:
    """A case of any kind, with what the candidate keeps private."""
    facts = draw(negotiations())
    secret = draw(kept(facts["guide"], facts["region"]))
    places = draw(st.lists(st.integers(0, 3), min_size=3, max_size=3))
    whole = with_kept(facts, secret, places)
    if whole.get("kind") == "raise":
        whole["candidate"].pop("current_base", None)
        whole.setdefault("current", facts.get("current"))
    assume(not isinstance(attempt(true_texts, whole), CounterofferError))
    return whole


@pytest.mark.parametrize("name", SAMPLES)
def test_what_the_samples_say_is_found_true(name: str) -> None:
    assert_true_texts_pass(SAMPLES[name])


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_letters_of_the_examples_are_found_true(path: object) -> None:
    case = Case.load(str(path))
    made = playbook_in(Setting.of(rulebook=Rulebook()), case)
    found = check_reply(case, "\n\n".join([made.letter, *(one.text for one in made.script)]))
    assert found.sound, told(found)


def test_every_kind_of_mutant_is_made_of_the_samples_and_none_passes() -> None:
    kinds: set[str] = set()
    for facts in SAMPLES.values():
        for evidence in ("written", "verbal", None):
            competing = [{**one, "evidence": evidence} for one in facts["competing"]]
            hidden = {"company": "Quiet Corp", "base": "$207,300", "private": True}
            candidate = {**facts["candidate"], "minimum_base": "€203456"}
            whole = {**facts, "candidate": candidate, "competing": [*competing, hidden]}
            made = playbook_in(SETTING, Case.of(**whole))
            mine = counter(Case.of(**whole), rulebook=RULES, engine="plain", today=TODAY)
            kinds |= {one.kind for one in mutants(whole, made.letter, mine, Random(1))}
            assert_no_mutant_passes(whole, 1)
    assert kinds == KINDS


@given(private_negotiations())
@settings(max_examples=8, suppress_health_check=list(HealthCheck))
def test_what_a_case_gives_to_say_is_found_true(facts: Facts) -> None:
    assert_true_texts_pass(facts)


@given(private_negotiations(), st.integers(0, 10**6))
@settings(max_examples=8, suppress_health_check=list(HealthCheck))
def test_no_mutated_letter_passes(facts: Facts, seed: int) -> None:
    assert_no_mutant_passes(facts, seed)


@pytest.mark.slow
@given(private_negotiations())
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_what_a_case_gives_to_say_is_found_true_over_60_cases(facts: Facts) -> None:
    assert_true_texts_pass(facts)


@pytest.mark.slow
@given(private_negotiations(), st.integers(0, 10**6))
@settings(max_examples=100, suppress_health_check=list(HealthCheck))
def test_no_letter_of_100_cases_mutated_in_every_way_passes(facts: Facts, seed: int) -> None:
    assert_no_mutant_passes(facts, seed)
