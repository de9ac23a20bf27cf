"""Earlier rounds in a case: read exactly, said where they are wrong, and never asked above."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counteroffer import Case, CaseError, CounterofferError, Rates
from counteroffer.guide import COMPONENTS
from counteroffer.plan.concessions import concessions, concessions_on
from counteroffer.plan.ground import ground
from counteroffer.situation import read_whole
from counteroffer.source import read
from tests.samples import RULES, Facts, cases, sample, settled

SAN_FRANCISCO = "huggingface-enterprise, San"
ROUNDS: list[Facts] = [
    {
        "on": "2026-11-10",
        "offer": {"base": "$170K", "equity": "$160K/4yr"},
        "ask": {"base": "$212K", "signing": "$20K"},
    },
    {"on": "2026-11-13", "offer": {"base": "$175K"}, "ask": {"base": "£150K", "equity": "$50K/yr", "currency": "GBP"}},
]


def test_the_understood_case_has_the_rounds_in_full_and_reads_back_as_the_same() -> None:
    rounds = [ROUNDS[0], {"offer": {"base": "175K"}, "ask": {"equity": "210K"}}]
    answer = settled(sample(SAN_FRANCISCO, rounds=rounds))
    assert answer.case["rounds"] == [
        {
            "on": "2026-11-10",
            "offer": {"base": 170_000, "equity": {"amount": 160_000, "years": 4}, "currency": "USD"},
            "ask": {"base": 212_000, "signing": 20_000, "currency": "USD"},
        },
        {
            "offer": {"base": 175_000, "currency": "USD"},
            "ask": {"equity": {"amount": 210_000, "years": 4}, "currency": "USD"},
        },
    ]
    assert settled(dict(answer.case)).case == answer.case
    assert "the equity asked for before is taken to be over 4 years, the guide's period" in answer.assumptions


def test_rounds_change_no_figure_of_the_answer() -> None:
    plain, after = settled(sample(SAN_FRANCISCO)), settled(sample(SAN_FRANCISCO, rounds=ROUNDS[:1]))
    assert (after.ask, after.floor, after.break_even, after.levers) == (
        plain.ask,
        plain.floor,
        plain.break_even,
        plain.levers,
    )


def test_the_next_ask_never_rises_and_a_warning_says_so() -> None:
    facts = sample(SAN_FRANCISCO, rounds=[ROUNDS[0], {"ask": {"base": "$205K", "equity": "$52K/yr"}}])
    found = concessions(Case.of(**facts), rulebook=RULES)
    assert (found.ask.base, found.ask.equity, found.ask.signing) == (205_000, 208_000, 20_000)
    warnings = [one.message for one in settled(facts).warnings if one.code == "ask-over-earlier-round"]
    assert warnings == [
        "You asked for less in an earlier round: base US$205,000, and the rules now say US$210,000; equity US$208,000 over "
        "4 years, and the rules now say US$220,000; signing US$20,000, and the rules now say US$25,000. The plan starts "
        "from the lower figure."
    ]


def test_an_ask_in_another_currency_is_converted_exactly_and_rounded_down() -> None:
    facts = sample(SAN_FRANCISCO, rounds=[{"ask": {"base": "£150001"}}], rates={"GBP/USD": "1.31"})
    assert concessions(Case.of(**facts), rulebook=RULES).ask.base == 196_501  # 196,501.31


def test_how_their_offer_moved_is_said() -> None:
    found = concessions(Case.of(**sample(SAN_FRANCISCO, rounds=ROUNDS[:1])), rulebook=RULES).standing
    assert "Their base went up by US$10,000: US$170,000, then US$180,000." in found
    assert "Their equity went down (US$160,000, then US$150,000): ask what changed before you give anything." in found


def test_when_they_offer_what_was_asked_before_there_is_nothing_left_to_give() -> None:
    met = sample(SAN_FRANCISCO, rounds=[{"ask": {"base": "$180K", "equity": "$150K/4yr", "signing": 0}}])
    found = concessions(Case.of(**met), rulebook=RULES)
    assert (found.rounds, found.ask.base) == ((), 180_000)
    assert "the offer gives all of the next ask already" in found.because[0]


@pytest.mark.parametrize(
    ("rounds", "said"),
    [
        ("[{}]", "5:10: this round states nothing"),
        ("[{ask: {}}]", "5:16: this ask states nothing"),
        ("[{on: 2026-13-01, ask: {base: 1M}}]", "5:15: a date is written"),
        ("[{on: 2026-12-01, ask: {base: 200K}}]", "5:15: 2026-12-01 is after today"),
        ("[{on: 2026-11-02, ask: {base: 200K}}, {on: 2026-11-01, ask: {base: 200K}}]", "give the oldest round first"),
        ("[{ask: {base: 20}}]", "5:23: base of 20 USD is far too small"),
        ("[{ask: {bonus: 5%}}]", "unknown entry 'bonus'"),
        ("[{offer: {base: $200K, signing: £10K}}]", "one offer, several currencies"),
        ("[3]", "5:10"),
    ],
)
def test_what_is_wrong_with_a_round_is_said_at_its_place_beside_other_mistakes(rounds: str, said: str) -> None:
    text = (
        "guide: huggingface-enterprise/devops-engineer\nregion: san-francisco\n"
        f"offer: {{base: 18}}\ntoday: 2026-11-20\nrounds: {rounds}\n"
    )
    with pytest.raises(CaseError) as caught:
        read_whole(read(text, "case.yaml", CaseError), RULES)
    assert said in str(caught.value)
    assert "3:15: base of 18 USD is far too small" in str(caught.value)


asked = st.fixed_dictionaries(
    {"base": st.sampled_from(["$100K", "$190K", "£150K", "€203456"])},
    optional={"equity": st.sampled_from(["$100K/4yr", "€50K/yr"]), "currency": st.sampled_from(["USD", "JPY"])},
).filter(lambda one: "equity" not in one or one["equity"][0] == one["base"][0])


@given(cases(), st.lists(st.fixed_dictionaries({"ask": asked}), min_size=1, max_size=3))
def test_no_ask_of_the_plan_is_above_an_earlier_one_or_under_the_offer(facts: Facts, rounds: list[Any]) -> None:
    try:
        here = ground(Case.of(**facts, rounds=rounds), rulebook=RULES, rates=Rates.snapshot())
    except CounterofferError:
        return
    found = concessions_on(here)
    for component in COMPONENTS:
        before = [one.ask[component] for one in here.known.rounds if component in one.ask]
        offered = here.offered.of(component) or 0
        for now in (found.ask.of(component), *(getattr(one, component) for one in found.rounds)):
            assert now is None or now <= max([offered, *([min(before)] if before else [now])])
            assert now is None or now >= offered
    assert Case.of(**here.answer.case).rounds
