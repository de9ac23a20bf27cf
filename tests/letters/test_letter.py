"""The letter, the call and the answers to push-back: usable as they are, and made of nothing but
what may be said."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counteroffer import Case, Counteroffer, letter, playbook
from counteroffer.answers.setting import Setting
from counteroffer.letters.playbook import Playbook, letter_with_notices
from tests.support.samples import HUGGING_FACE, MIDJOURNEY, RULES, SAMPLES, STABILITY, Facts, cases

STABILITY_OFFER: Facts = {
    "guide": STABILITY,
    "region": "london",
    "offer": {"base": "£100K", "equity": "£100K/4yr"},
    "today": "2026-11-20",
}
SF = SAMPLES["huggingface-enterprise, San Francisco"]


def book(facts: Facts, **options: Any) -> Playbook:
    return playbook(Case.of(**facts), rulebook=RULES, **options)


def written(facts: Facts, **options: Any) -> str:
    return letter(Case.of(**facts), rulebook=RULES, **options)


def for_them(made: Playbook) -> str:
    """All that is for the other side."""
    script = [line.text for line in made.script if not line.aside]
    answers = [text for one in made.push_back for text in one.you]
    return "\n".join([made.letter, *script, *answers])


def test_a_letter_asks_word_for_word() -> None:
    assert written(SF) == (
        "Subject: Your offer for the DevOps Engineer role\n\n"
        "Hello,\n\n"
        "Thank you for your offer for the DevOps Engineer role (San Francisco): a base of "
        "US$180,000, US$150,000 of RSUs over "
        "4 years and a target bonus of 5%. Before I answer, I would like to talk about the "
        "terms.\n\n"
        "I hold an offer from NVIDIA: a base of US$210,000 and US$250,000 of equity over 4 "
        "years. To choose you, I need this "
        "offer to stand beside that one.\n\n"
        "I have run GPU infrastructure for 4 years, and I work with Kubernetes. People who "
        "have kept accelerators busy in "
        "production are few, and that is the work this role starts with.\n\n"
        "I have delivered 99.99% availability. Enterprise contracts are signed on that "
        "number, so that is work which brings "
        "in revenue.\n\n"
        "For these reasons I am asking for a base of US$210,000, US$220,000 of RSUs over 4 "
        "years and a signing bonus of "
        "US$25,000. The rest of your offer can stay as it is.\n\n"
        "I would be glad to talk it through on a call. Could you tell me what is possible?\n\n"
        "Thank you,\n"
    )


FINAL = {**SF, "candidate": {"gpu_years": 4}, "competing": []}
ENOUGH = {"base": "$250K", "equity": "$150K/yr", "bonus": "10%"}


@pytest.mark.parametrize(
    ("facts", "verdict", "said", "unsaid"),
    [
        (
            {"guide": STABILITY, "region": "london", "candidate": {"gpu_years": 3}},
            "prepare",
            [
                "could you tell me the range that you have planned for it",
                "the second letter: only if they press you for a figure",
                "i am looking for a base of £125,000",
                "i would rather hear first what you have planned",
            ],
            ["your offer", "considering"],
        ),
        (
            {"guide": MIDJOURNEY, "region": "san-francisco", "offer": ENOUGH},
            "accept",
            [
                "glad to accept it: a base of us$250,000, us$150,000 of profit sharing a "
                "year and a target bonus of 10%",
                "in writing",
            ],
            ["asking for"],
        ),
        (
            {
                "guide": MIDJOURNEY,
                "region": "san-francisco",
                "offer": {**ENOUGH, "expires": "2026-11-02"},
            },
            "accept",
            ["it ran until monday 2 november", "if it still stands"],
            [],
        ),
        (
            {
                "guide": HUGGING_FACE,
                "region": "san-francisco",
                "candidate": {"minimum_base": "$201K"},
                "offer": {"base": "$150K", "final": True},
            },
            "walk-away",
            ["have to decline"],
            ["201", "195", "asking for"],
        ),
        (
            {**SF, "offer": {**SF["offer"], "expires": "2026-11-24"}},
            "counter",
            ["could you extend it to tuesday 1 december?"],
            ["before tuesday"],
        ),
        (
            {**SF, "offer": {**SF["offer"], "expires": "2026-12-24"}},
            "counter",
            ["could you tell me what is possible before thursday 24 december?"],
            ["extend"],
        ),
        (
            {"guide": STABILITY, "region": "tokyo"},
            "prepare",
            ["a base of jp¥"],
            ["market", "paid for this role"],
        ),
    ],
)
def test_a_letter_fits_the_verdict_and_the_dates(
    facts: Facts, verdict: str, said: list[str], unsaid: list[str]
) -> None:
    made = book({"today": "2026-11-20", **facts})
    assert made.answer.verdict == verdict
    text = for_them(made).lower()
    assert [one for one in said if one not in text] == []
    assert [one for one in unsaid if one in made.letter.lower()] == []


def test_written_is_said_only_of_an_offer_that_is() -> None:
    verbal = {**SF, "competing": [{**one, "evidence": "verbal"} for one in SF["competing"]]}
    assert "a verbal offer from NVIDIA" in written(verbal)
    assert "written offer" not in for_them(book(verbal)).lower()


def test_a_letter_asks_for_no_more_than_the_round_before() -> None:
    asked = {**SF, "rounds": [{"ask": {"base": "$205K"}}]}
    assert "a base of US$205,000, US$220,000 of RSUs" in written(asked)
    assert "210,000 and" not in written(asked).replace(
        "a base of US$210,000 and US$250,000 of equity", ""
    )


def test_amounts_follow_the_locale() -> None:
    assert "a base of 210.000 $" in written(SF, locale="de").replace("\xa0", " ")


@pytest.mark.parametrize(
    ("they", "said"),
    [
        ("This is our best offer.", "I hold an offer from NVIDIA"),
        ("This is our best offer.", "If the base is fixed at US$180,000"),
        ("The band is fixed.", "US$165,000 to US$215,000, and what I ask for lies in it"),
        ("The band is fixed.", "If the base is fixed at US$180,000"),
        ("Others accepted this.", "I have run GPU infrastructure for 4 years"),
        ("We can revisit in six months.", "a signing bonus of US$25,000 now would bridge the time"),
        ("What do you earn now?", "I would rather not go by that"),
    ],
)
def test_answers_to_push_back_draw_on_the_levers_that_fired(they: str, said: str) -> None:
    answers = {one.they: " ".join(one.you) for one in book(SF).push_back}
    assert said in answers[they]


def test_without_a_lever_the_answers_claim_nothing() -> None:
    bare = book(
        {"guide": STABILITY, "region": "tokyo", "offer": {"base": "JPY 15M"}, "today": "2026-11-20"}
    )
    assert bare.said.points == ()
    assert len(bare.push_back) == 5
    assert not re.search(
        r"\bI (hold|have run|bring|work|have delivered|have done)\b", for_them(bare)
    )


def test_an_ask_over_the_band_is_never_said_to_lie_in_it() -> None:
    over = book(SAMPLES["stability-ai, Remote US"])
    assert over.said.band is None
    assert "lies in it" not in for_them(over)


def test_what_is_asked_for_with_a_fixed_base_has_one_price() -> None:
    answers = {one.they: one.you[-1] for one in book(SF).push_back}
    assert answers["This is our best offer."] == answers["The band is fixed."]


def test_only_an_ask_inside_the_band_says_that_no_band_is_broken() -> None:
    inside, outside = book(SF), book(SAMPLES["stability-ai, Remote US"])
    assert "I don't want to ask you to break your bands" in for_them(inside)
    assert "break your bands" not in for_them(outside)
    assert "the base I ask for may be outside yours" in for_them(outside)


def test_the_letter_that_asks_for_time_names_no_figure_and_the_second_asks() -> None:
    made = book({**SF, "offer": {**SF["offer"], "expires": "2026-11-20"}})
    first, _, second = made.letter.partition("(The second letter")
    assert "could you extend it" in first
    assert "US$" not in first
    assert "asking for a base of US$210,000" in second
    assert "extend" not in second
    assert "come back to you before the offer runs out" in for_them(made)
    assert "before Friday 20 November" not in for_them(made)


# what must always hold


def same(one: Counteroffer, other: Counteroffer) -> bool:
    """Whether two answers ask for the same, with the same verdict."""
    return (one.ask, one.stretch, one.verdict) == (other.ask, other.stretch, other.verdict)


def without(facts: Facts, *names: str) -> Facts:
    return {
        **facts,
        "candidate": {name: one for name, one in facts["candidate"].items() if name not in names},
    }


@settings(max_examples=25)
@given(cases(), st.sampled_from(["$95K", "£101K", "€123456"]))
def test_a_minimum_and_the_current_pay_change_no_byte_where_the_ask_stays(
    facts: Facts, amount: str
) -> None:
    plain = book(without(facts, "minimum_base", "current_base"))
    changed = {
        **facts,
        "candidate": {**facts["candidate"], "minimum_base": amount, "current_base": "$87,654"},
    }
    other = book(changed)
    if same(plain.answer, other.answer):
        assert for_them(plain) == for_them(other)


@settings(max_examples=25)
@given(cases())
def test_an_offer_that_is_private_or_not_held_is_never_named(facts: Facts) -> None:
    made = book(facts)
    held = {one.company for one in made.answer.alternatives if one.held}
    secret = [
        one["company"]
        for one in facts.get("competing", ())
        if one.get("private") or one["company"] not in held
    ]
    assert [name for name in secret if name in for_them(made)] == []


@settings(max_examples=25)
@given(cases(), st.sampled_from(["2026-11-01", None]))
def test_an_offer_that_is_not_held_changes_no_byte(facts: Facts, expires: str | None) -> None:
    more = {
        "company": "Nowhere Corp",
        "base": "$777K",
        "evidence": "written" if expires else "expected",
    }
    added = {
        **facts,
        "competing": [
            *facts.get("competing", ()),
            {**more, **({"expires": expires} if expires else {})},
        ],
    }
    assert for_them(book(facts)) == for_them(book(added))


@settings(max_examples=25)
@given(cases())
def test_a_letter_is_ready_to_send(facts: Facts) -> None:
    text = written(facts)
    assert text.startswith("Subject: ")
    assert text.endswith("Thank you,\n")
    assert not re.search(r"\n\n\n|[\[\]{}<>]|None|–|  |\.\.| ,", text)
    assert text == written(facts)


@settings(max_examples=25)
@given(cases())
def test_the_name_of_a_private_offer_changes_no_byte(facts: Facts) -> None:
    def named(company: str) -> Facts:
        secret = {"company": company, "base": "$250K", "private": True}
        return {**facts, "competing": [*facts.get("competing", ()), secret]}

    assert for_them(book(named("Quiet Corp"))) == for_them(book(named("Zz Quiet Corp")))


SETTING = Setting.of(rulebook=RULES)
SECRET = {**STABILITY_OFFER, "candidate": {"gpu_years": 4, "minimum_base": "£131,234"}}


def test_a_secret_minimum_is_not_the_figure_that_the_letter_asks_for() -> None:
    made = letter_with_notices(SETTING, Case.of(**SECRET))
    assert "£125,000" in made.text
    assert "131,234" not in made.text
    assert [one.code for one in made.notices] == ["public-case-differs"]
    assert all(
        part in made.notices[0].message for part in ("£131,234", "£125,000", "your minimum base")
    )


def test_nothing_is_noted_where_nothing_private_decides() -> None:
    open_case = {**SECRET, "candidate": {"gpu_years": 4, "minimum_base": "£90,000"}}
    assert letter_with_notices(SETTING, Case.of(**open_case)).notices == ()


def test_a_letter_that_accepts_for_want_of_what_is_private_is_not_to_be_sent() -> None:
    enough = {**STABILITY_OFFER, "offer": {"base": "£125K", "equity": "£170K/4yr"}}
    held = {"company": "Secretco", "base": "£160K", "equity": "£300K/4yr", "private": True}
    made = letter_with_notices(
        SETTING, Case.of(**{**enough, "candidate": {"gpu_years": 4}, "competing": [held]})
    )
    assert "Secretco" not in made.text
    assert made.notices[0].message.startswith("Do not send this letter as it is: it accepts")


def test_the_playbook_tells_the_candidate_what_the_letter_leaves_out() -> None:
    made = book(SECRET)
    assert "£131,234" in made.own.mind[0]
    assert "131,234" not in for_them(made)
