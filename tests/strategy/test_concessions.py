"""The plan of concessions: shrinking steps, each for a request, never under the floor, and words
that give nothing away."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given

from counteroffer import Case, CounterofferError, Rulebook, RuleError
from counteroffer.answers.setting import Setting
from counteroffer.strategy.both_sides import both_sides
from counteroffer.strategy.concessions import Concessions, concessions, concessions_on
from counteroffer.strategy.fixed_base import fixed_base
from tests.support.samples import RULES, SAMPLES, Facts, cases, guide_file, sample, write

HUGGING_FACE = "huggingface-enterprise, San"
# Enough for the headline, and too little to move floor or walk-away.
EQUAL = [{"company": "Equal", "base": "$181K", "equity": "$150K/4yr"}]


def planned(facts: Facts, rulebook: Rulebook = RULES) -> Concessions:
    return concessions(Case.of(**facts), rulebook=rulebook)


@pytest.mark.parametrize(
    ("name", "bases"),
    [
        ("huggingface-enterprise, San", [208]),
        ("midjourney", [230, 220, 215]),
        ("stability-ai, London", [117, 112, 110]),
        ("stability-ai, Remote", [184, 170, 163]),
    ],
)
def test_the_way_to_the_walk_away_in_thousands(name: str, bases: list[int]) -> None:
    found = planned(sample(name))
    assert [(one.base or 0) // 1000 for one in found.rounds] == bases
    assert found.walk_away
    assert 0 <= (found.rounds[-1].base or 0) - found.walk_away < 1_000


def test_where_the_walk_away_is_the_ask_there_are_no_rounds_and_it_says_why() -> None:
    found = planned(sample("huggingface-enterprise, Paris"))
    assert found.rounds == ()
    assert found.because == (
        "the base of the ask is where to walk away (NVIDIA's offer): there is no way down;"
        " only the signing bonus is open",
    )


def test_where_the_job_is_worth_more_to_the_candidate_the_way_down_is_told_and_not_worded() -> None:
    plain, more = planned(sample(HUGGING_FACE)), planned(sample(HUGGING_FACE, worth_more="$10K/yr"))
    assert (plain.walk_away, more.walk_away) == (207_143, 197_620)
    assert more.rounds == plain.rounds
    assert more.words == plain.words
    assert more.because[0].startswith(
        "you could go down to a base of US$198,000, but only in words"
    )
    assert not any("you could go down" in one for one in plain.because)


def test_words_go_where_both_sides_know_and_rounds_no_further_than_the_own_minimum() -> None:
    """The way is that of the public case; what is under the own minimum is left out, and told."""
    plain = sample(HUGGING_FACE, competing=EQUAL)
    kept = {**plain, "candidate": {**plain["candidate"], "minimum_base": "$202,500"}}
    open_, own = planned(plain), planned(kept)
    assert own.words == open_.words
    assert [one.base for one in open_.rounds] == [202_000, 197_000, 195_000]
    assert [one.base for one in own.rounds] == [203_000]
    assert own.rounds[0].say is None
    assert own.ask == open_.ask
    assert "leads further down than your own walk-away (US$202,500 of base" in own.because[0]
    assert "202,500" not in " ".join(own.words)


def test_where_only_private_facts_leave_a_way_there_are_no_words() -> None:
    """A private offer raises the own ask, and the letter accepts."""
    offer = {"base": "$215K", "equity": "$230K/4yr", "signing": "$30K"}
    hidden = [{"company": "Secret", "base": "$230K", "equity": "$300K/4yr", "private": True}]
    facts = sample(HUGGING_FACE, offer=offer, competing=hidden, candidate={"gpu_years": 4})
    found = planned(facts)
    assert found.rounds == ()
    assert found.words == ()
    assert found.because


def test_an_assumed_floor_ends_nothing(tmp_path: Path) -> None:
    acme = guide_file(floor={"here": {"base": "$150K", "assumed": True}})
    book = Rulebook(write(tmp_path, {"guides/acme/engineer.yaml": acme}))
    found = planned({"guide": "acme/engineer", "region": "here", "offer": {"base": "$120K"}}, book)
    assert found.walk_away is None
    assert found.rounds[-1].base == 120_000
    assert "nothing says where to walk away" in found.because[-1]


@given(cases())
def test_steps_shrink_and_no_round_is_under_the_walk_away_or_the_offer(facts: Facts) -> None:
    try:
        both = both_sides(Setting.of(rulebook=RULES), Case.of(**facts))
    except CounterofferError:
        return
    here = both.mine
    found, least = concessions_on(both), here.answer.walk_away
    assert found.rounds or found.because
    gives = [one.gives for one in found.rounds]
    assert all(one > other for one, other in pairwise(gives))
    assert all(one > 0 for one in gives)
    for one in found.rounds:
        assert one.base is not None
        assert one.annual is not None
        assert one.base >= (least.base if least else here.offered.base or 0)
        assert one.annual >= (least.annual if least else 0)
        assert one.base % here.place.step == 0 or one.base in (here.offered.base, found.ask.base)
        for part in ("base", "equity", "signing"):
            assert (getattr(one, part) or 0) >= (getattr(here.offered, part) or 0)
            assert (getattr(one, part) or 0) <= (getattr(found.ask, part) or 0)
    assert len({one.request for one in found.rounds}) == len(found.rounds)


@pytest.mark.parametrize("name", SAMPLES)
def test_words_for_the_other_side_keep_what_is_the_candidates_own(name: str) -> None:
    competing = [
        {
            "company": "Secret",
            "base": "$212K",
            "equity": "$251K/4yr",
            "private": True,
            "expires": "2026-11-24",
        }
    ]
    offer = {**SAMPLES[name]["offer"], "expires": "2026-11-23"}
    candidate = {**SAMPLES[name]["candidate"], "minimum_base": "$90K", "current_base": "$91K"}
    found = planned(sample(name, competing=competing, offer=offer, candidate=candidate))
    said = " ".join([found.ask_for_time or "", *found.words])
    assert found.ask_for_time
    for word in (
        "floor",
        "minimum",
        "least",
        "break-even",
        "Secret",
        "212",
        "251",
        "another offer",
        "$90,000",
        "$91,000",
        "£90,000",
        "£91,000",
    ):
        assert word not in said


def test_signing_goes_along_with_base_and_is_not_asked_for_twice() -> None:
    found = planned(sample(HUGGING_FACE, competing=EQUAL))
    assert [one.signing for one in found.rounds] == [11_000, 3_000, 0]
    assert not any("signing bonus that makes up" in one.request for one in found.rounds)
    assert found.words[-1].endswith(
        "a base of US$195,000 without a signing bonus; US$220,000 of RSUs over 4 years "
        "stays as I asked."
    )
    assert "a signing bonus of £5,000" in planned(sample("stability-ai, London")).words[1]


def test_rounds_are_on_the_step_and_the_last_one_is_rounded_up_from_the_floor() -> None:
    candidate = {
        **SAMPLES["huggingface-enterprise, San Francisco"]["candidate"],
        "minimum_base": "$196,667",
    }
    found = planned(
        sample(
            HUGGING_FACE,
            candidate=candidate,
            competing=EQUAL,
            rounds=[{"ask": {"base": "$209,500", "signing": "$24,300"}}],
        )
    )
    assert [one.base for one in found.rounds] == [201_000, 197_000]
    assert [(one.signing or 0) % 1_000 for one in found.rounds] == [0, 0]
    assert found.floor == 196_667
    assert found.because[-1].startswith(
        "the last round is where to walk away, US$196,667 (your own minimum), rounded up"
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"offer": {"base": "$230K", "equity": "$300K/4yr", "signing": "$30K"}},
            "the verdict is to accept",
        ),
        ({"offer": {"base": "$150K", "final": True}}, "their last word"),
        (
            {"offer": {"equity": "$130K/4yr"}, "competing": None, "candidate": None},
            "the base of the ask is where to walk away (the floor)",
        ),
        (
            {"offer": {"base": "$215K", "equity": "$100K/4yr"}},
            "the base of the ask is what is offered",
        ),
    ],
)
def test_no_rounds_have_their_reason(changes: Facts, said: str) -> None:
    found = planned(sample(HUGGING_FACE, **changes))
    assert found.rounds == ()
    assert said in found.because[0]


@pytest.mark.parametrize(
    ("expires", "said"),
    [
        ("2026-11-20", "extend it to Friday 27 November?"),
        ("2026-11-27", "extend it to Friday 4 December?"),
        ("2026-11-28", None),
        ("2026-11-18", "does it still stand"),
    ],
)
def test_an_offer_that_runs_out_within_a_week_asks_for_time_first(
    expires: str, said: str | None
) -> None:
    offer = {"base": "$180K", "equity": "$150K/4yr", "expires": expires}
    words = planned(sample(HUGGING_FACE, offer=offer)).ask_for_time
    assert (words is None) if said is None else (words is not None and said in words)


def test_time_is_asked_for_until_after_the_alternative_that_may_be_named() -> None:
    competing = [
        {"company": "NVIDIA", "base": "$210K", "equity": "$250K/4yr", "expires": "2026-12-03"}
    ]
    offer = {"base": "$180K", "equity": "$150K/4yr", "expires": "2026-11-24"}
    words = planned(sample(HUGGING_FACE, offer=offer, competing=competing)).ask_for_time or ""
    assert "I am weighing it against another offer" in words
    assert "extend it to Friday 4 December?" in words


def test_other_companies_are_asked_for_time_too() -> None:
    competing = [
        {"company": "NVIDIA", "base": "$210K", "equity": "$250K/4yr", "expires": "2026-11-23"}
    ]
    found = planned(sample(HUGGING_FACE, competing=competing))
    assert found.ask_for_time is None
    assert found.others[0].startswith("NVIDIA: Thank you for your offer.")


def test_a_folder_of_rules_adds_requests_and_replaces_them(tmp_path: Path) -> None:
    own = {"requests": {"review": {"what": "A dog in the office.", "say": "my dog may come along"}}}
    found = planned(sample(HUGGING_FACE), Rulebook(write(tmp_path, {"plan.yaml": own})))
    assert found.rounds[0].request == "A dog in the office."
    assert found.words[0].startswith("If my dog may come along, I can say yes to")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"what": "x", "say": "x {floor}"}, "'{floor}' can't be said here"),
        ({"what": "x", "say": "x", "when": "ask_sining > 1"}, "did you mean 'ask_signing'"),
        ({"what": "x"}, "'say' is missing"),
    ],
)
def test_a_request_that_is_wrong_is_refused_at_its_place(
    tmp_path: Path, entry: Facts, said: str
) -> None:
    with pytest.raises(RuleError, match=r"plan\.yaml:1:") as caught:
        planned(
            sample(HUGGING_FACE),
            Rulebook(write(tmp_path, {"plan.yaml": {"requests": {"mine": entry}}})),
        )
    assert said in str(caught.value)


def test_with_a_fixed_base_equity_goes_to_its_top_and_signing_makes_up_for_a_year() -> None:
    found = fixed_base(Case.of(**sample(HUGGING_FACE)), rulebook=RULES)
    assert (found.base, found.equity, found.signing) == (180_000, 225_000, 56_000)
    assert (found.annual, found.short) == (245_250, 30_250)
    assert found.say is not None
    assert "195" not in found.say
    small = sample(HUGGING_FACE, offer={"base": "$209K", "equity": "$150K/4yr", "bonus": "5%"})
    made_up = fixed_base(Case.of(**small), rulebook=RULES)
    assert (made_up.equity, made_up.signing, made_up.short) == (225_000, 25_000, 0)


def test_a_fixed_base_under_the_minimum_is_not_urged_and_is_held_against_the_alternative() -> None:
    candidate = {
        **SAMPLES["huggingface-enterprise, San Francisco"]["candidate"],
        "minimum_base": "$190K",
    }
    found = fixed_base(Case.of(**sample(HUGGING_FACE, candidate=candidate)), rulebook=RULES)
    assert found.because[0].startswith("the fixed base is under your own minimum of US$190,000")
    assert (
        found.because[1]
        == "all of this is worth US$245,250 a year, signing aside, less than NVIDIA's US$272,500"
    )
    assert not any("take it only with the rest in writing" in one for one in found.because)
    assert "190,000" not in (found.say or "")


@given(cases())
def test_a_fixed_base_has_an_ask_or_a_reason(facts: Facts) -> None:
    try:
        found = fixed_base(Case.of(**facts), rulebook=RULES)
    except CounterofferError:
        return
    assert (found.say is None) == (found.base is None)
    assert found.say or found.because


def test_a_folder_of_rules_says_it_in_its_own_words(tmp_path: Path) -> None:
    mine = [
        {
            "say": "Grant this: {request}. Then {asked}, and {asked_equity}.",
            "when": "gpu_years > 59",
        },
        {"say": "{asked}, {dropped}"},
        {"say": "For {asked}: {request}."},
    ]
    rules = Rulebook(write(tmp_path, {"plan.yaml": {"words": {"concession": mine}}}))
    first = planned(sample(HUGGING_FACE, competing=EQUAL), rules).words[0]
    assert first.startswith("For a base of US$")
    assert first.endswith(": we agree in writing, now, on a review of my pay after six months.")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"concesion": [{"say": "Yes."}]}, "nothing is said on 'concesion'; there are concession"),
        ({"concession": [{"say": "My floor is {floor}."}]}, "'{floor}' can't be said here"),
        ({"concession": []}, "the last wording is for all other cases"),
        ({"fixed-base": [{"say": "Yes.", "when": "gpu_years > 1"}]}, "it has no 'when'"),
        ({"more-time": [{"say": "Since {weighed}"}]}, "names nothing that is there at times only"),
    ],
)
def test_words_that_can_not_always_be_said_do_not_load(
    tmp_path: Path, words: dict[str, object], said: str
) -> None:
    rules = Rulebook(write(tmp_path, {"plan.yaml": {"words": words}}))
    with pytest.raises(RuleError, match=re.escape(said)):
        planned(sample(HUGGING_FACE), rules)
