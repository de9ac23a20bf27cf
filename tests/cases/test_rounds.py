"""Earlier rounds in a case: read exactly, said where they are wrong, and never asked above, whoever
asks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counteroffer import Case, CaseError, CounterofferError, letter, playbook
from counteroffer.analysis.explain.derivation import explain
from counteroffer.analysis.what_if.what_if import what_if
from counteroffer.answers.recruiter import recruiter_view
from counteroffer.answers.setting import Setting
from counteroffer.cases.check import read_whole
from counteroffer.cases.rounds import least_asked
from counteroffer.documents.document import read
from counteroffer.letters.playbook import letter_with_notices
from counteroffer.rulebook.guide import COMPONENTS
from counteroffer.strategy.both_sides import both_sides
from counteroffer.strategy.concessions import concessions, concessions_on
from tests.support.samples import RULES, Facts, cases, sample, settled

SAN_FRANCISCO = "huggingface-enterprise, San"
ROUNDS: list[Facts] = [
    {
        "on": "2026-11-10",
        "offer": {"base": "$170K", "equity": "$160K/4yr"},
        "ask": {"base": "$212K", "signing": "$20K"},
    },
    {
        "on": "2026-11-13",
        "offer": {"base": "$175K"},
        "ask": {"base": "£150K", "equity": "$50K/yr", "currency": "GBP"},
    },
]


def test_the_understood_case_has_the_rounds_in_full_and_reads_back_as_the_same() -> None:
    rounds = [ROUNDS[0], {"offer": {"base": "175K"}, "ask": {"equity": "210K"}}]
    answer = settled(sample(SAN_FRANCISCO, rounds=rounds))
    assert answer.case["rounds"] == (
        {
            "on": "2026-11-10",
            "offer": {
                "base": 170_000,
                "equity": {"amount": 160_000, "years": 4},
                "currency": "USD",
            },
            "ask": {"base": 212_000, "signing": 20_000, "currency": "USD"},
        },
        {
            "offer": {"base": 175_000, "currency": "USD"},
            "ask": {"equity": {"amount": 210_000, "years": 4}, "currency": "USD"},
        },
    )
    assert settled(dict(answer.case)).case == answer.case
    assert (
        "the equity asked for before is taken to be over 4 years, the guide's period"
        in answer.assumptions
    )


def test_rounds_that_asked_for_no_less_change_no_figure_of_the_answer() -> None:
    more = [
        {"ask": {"base": "$215K", "equity": "$220K/4yr", "signing": "$25K"}},
        {"offer": {"base": "$170K"}},
    ]
    plain, after = settled(sample(SAN_FRANCISCO)), settled(sample(SAN_FRANCISCO, rounds=more))
    assert (after.ask, after.stretch, after.floor, after.break_even, after.levers) == (
        plain.ask,
        plain.stretch,
        plain.floor,
        plain.break_even,
        plain.levers,
    )


def test_every_answer_is_held_to_the_least_that_was_asked_before() -> None:
    facts = sample(
        SAN_FRANCISCO,
        rounds=[{"ask": {"base": "$206K"}}, {"ask": {"base": "$207K", "equity": "$52K/yr"}}],
    )
    answer, case = settled(facts), Case.of(**facts)
    assert (answer.ask.base, answer.ask.equity, answer.stretch.base) == (206_000, 208_000, 206_000)
    assert (answer.ask.how["base"], answer.ask.how["equity"], answer.ask.how["signing"]) == (
        "asked",
        "asked",
        "stated",
    )
    assert "a base of US$206,000, US$208,000 of RSUs" in letter(case, rulebook=RULES)
    assert recruiter_view(case, rulebook=RULES).ask == answer.ask
    assert concessions(case, rulebook=RULES).ask.base == 206_000
    rows = what_if(case, {"gpu_years": [0, 4]}, rulebook=RULES).collect()
    assert set(rows["ask.base"]) == {206_000}
    page = playbook(case, rulebook=RULES).markdown
    assert "210,000" not in page.split("## The numbers")[1].split("##")[0]
    worth = f"{answer.ask.annual:,}"
    assert page.count(worth) >= 2


def test_how_an_earlier_ask_holds_the_ask_down_is_explained_with_its_line() -> None:
    text = (
        "guide: huggingface-enterprise/devops-engineer\nregion: san-francisco\ncandidate: "
        "{clouds: [aws, gcp]}\n"
        "offer: {base: 180K}\nrounds:\n  - ask: {base: 206K}\n  - ask: {base: £150K}\ntoday: "
        "2026-11-20\n"
        "rates: {GBP/USD: 1.31}\n"
    )
    (step,) = explain(Case.loads(text, "case.yaml"), target="ask.base", rulebook=RULES).steps
    assert step.value == 196_500
    found = {one.name: one for one in step.walk()}
    assert found["supported.base"].kind == "least"
    assert found["rounds.1.ask.base"].source == "case.yaml:6"
    assert found["rounds.2.ask.base"].source == "case.yaml:7"
    assert found["rounds.2.here.base"].formula == "150000 * 1.31"


def test_a_minimum_wins_over_an_earlier_ask_and_says_so() -> None:
    facts = sample(SAN_FRANCISCO, rounds=[{"ask": {"base": "$190K"}}])
    facts["candidate"]["minimum_base"] = "$230K"
    answer = settled(facts)
    assert (answer.ask.base, answer.ask.how["base"]) == (230_000, "minimum")
    assert answer.floor is not None
    assert answer.floor.base == 230_000
    said = [one.message for one in answer.warnings if one.code == "minimum-lifts-ask"]
    assert said == [
        "Your minimum of US$230,000 is more than you asked for before (US$190,000): tell "
        "them why the ask goes up. The rules "
        "ask for US$210,000."
    ]
    # The minimum is private: the letter keeps to what was asked before, and the candidate is told.
    made = letter_with_notices(Setting.of(rulebook=RULES), Case.of(**facts))
    assert "230,000" not in made.text
    assert "a base of US$230,000" in made.notices[0].message


def test_the_floor_never_goes_over_an_ask_that_is_held_down() -> None:
    answer = settled(sample(SAN_FRANCISCO, rounds=[{"ask": {"base": "$190K"}}]))
    assert answer.floor is not None
    assert (answer.ask.base, answer.floor.base) == (190_000, 190_000)
    assert (
        answer.floor.reasons[-1]
        == "Held down to the ask: in an earlier round you asked for no more than that."
    )


def test_the_next_ask_never_rises_and_a_warning_says_so() -> None:
    facts = sample(
        SAN_FRANCISCO, rounds=[ROUNDS[0], {"ask": {"base": "$205K", "equity": "$52K/yr"}}]
    )
    found = concessions(Case.of(**facts), rulebook=RULES)
    assert (found.ask.base, found.ask.equity, found.ask.signing) == (205_000, 208_000, 20_000)
    warnings = [
        one.message for one in settled(facts).warnings if one.code == "ask-over-earlier-round"
    ]
    assert warnings == [
        "The ask is held to what you asked for in an earlier round: base to US$205,000, "
        "where the rules now say US$210,000; "
        "equity to US$208,000 over 4 years, where the rules now say US$220,000; signing to "
        "US$20,000, where the rules now "
        "say US$25,000."
    ]


@pytest.mark.parametrize(("asked", "figure"), [("£150001", 196_501), ("£150050", 196_566)])
def test_an_ask_in_another_currency_is_converted_exactly_and_rounded_half_up(
    asked: str, figure: int
) -> None:
    facts = sample(SAN_FRANCISCO, rounds=[{"ask": {"base": asked}}], rates={"GBP/USD": "1.31"})
    assert settled(facts).ask.base == figure  # of 196,501.31 and 196,565.5


def test_how_their_offer_moved_is_said() -> None:
    found = concessions(
        Case.of(**sample(SAN_FRANCISCO, rounds=ROUNDS[:1])), rulebook=RULES
    ).standing
    assert "Their base went up by US$10,000: US$170,000, then US$180,000." in found
    assert (
        "Their equity went down (US$160,000, then US$150,000): ask what changed before you "
        "give anything." in found
    )


def test_when_they_offer_what_was_asked_before_there_is_nothing_left_to_give() -> None:
    met = sample(
        SAN_FRANCISCO, rounds=[{"ask": {"base": "$180K", "equity": "$150K/4yr", "signing": 0}}]
    )
    found = concessions(Case.of(**met), rulebook=RULES)
    assert (found.rounds, found.ask.base) == ((), 180_000)
    assert "the offer gives all of the ask already" in found.because[0]


@pytest.mark.parametrize(
    ("rounds", "said"),
    [
        ("[{}]", "5:10: this round states nothing"),
        ("[{ask: {}}]", "5:16: this ask states nothing"),
        ("[{on: 2026-13-01, ask: {base: 1M}}]", "5:15: a date is written"),
        ("[{on: 2026-12-01, ask: {base: 200K}}]", "5:15: 2026-12-01 is after today"),
        (
            "[{on: 2026-11-02, ask: {base: 200K}}, {on: 2026-11-01, ask: {base: 200K}}]",
            "give the oldest round first",
        ),
        ("[{ask: {base: 20}}]", "5:23: base of 20 USD is far too small"),
        ("[{ask: {bonus: 5%}}]", "unknown entry 'bonus'"),
        ("[{offer: {base: $200K, bonus: 0.1}}]", "write 10% or 0.1K"),
        ("[3]", "5:10"),
    ],
)
def test_what_is_wrong_with_a_round_is_said_at_its_place_beside_other_mistakes(
    rounds: str, said: str
) -> None:
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
    optional={
        "equity": st.sampled_from(["$100K/4yr", "€50K/yr"]),
        "currency": st.sampled_from(["USD", "JPY"]),
    },
).filter(lambda one: "equity" not in one or one["equity"][0] == one["base"][0])


@given(cases(), st.lists(st.fixed_dictionaries({"ask": asked}), min_size=1, max_size=3))
def test_no_ask_of_the_plan_is_above_an_earlier_one_or_under_the_offer(
    facts: Facts, rounds: list[Any]
) -> None:
    try:
        both = both_sides(Setting.of(rulebook=RULES), Case.of(**{**facts, "rounds": rounds}))
    except CounterofferError:
        return
    found, here = concessions_on(both), both.mine
    for component in COMPONENTS:
        before = least_asked(here.known.rounds, component)
        offered = here.offered.of(component) or 0
        minimum = here.values.get("minimum_base") if component == "base" else None
        least = max(offered, minimum if isinstance(minimum, int) else 0)
        for now in (found.ask.of(component), *(getattr(one, component) for one in found.rounds)):
            assert now is None or before is None or now <= max(before, least)
            assert now is None or now >= offered
    assert Case.of(**here.answer.case).rounds
