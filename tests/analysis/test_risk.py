"""What an answer hangs on: known figures, each threshold put back into the case, and the tornado
against single cases."""

from __future__ import annotations

import copy
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counteroffer import Case
from counteroffer.analysis.risk.risk import FactMove, Hinge, Lens, Risk, risk
from counteroffer.analysis.risk.thresholds import to_try
from counteroffer.cases.overrides import changed
from counteroffer.language.declarations import Declaration
from tests.support.samples import RULES, Facts, cases, sample, settled


def risked(facts: Facts, **options: Any) -> Risk:
    return risk(Case.of(**facts), **{"rulebook": RULES, **options})


def hinge(facts: Facts, package: str = "ask") -> Hinge:
    return next(one for one in risked(facts).hinges if one.package == package)


def lens(facts: Facts, view: str) -> Lens:
    return next(one for one in risked(facts).lenses if one.view == view)


def move(found: Risk, path: str) -> FactMove:
    return next(one for one in found.tornado if one.path == path)


def test_the_discount_at_which_the_london_deal_is_level() -> None:
    found = hinge(sample("stability-ai, London"))
    assert found.discount == Fraction(6, 17)  # 35.3 %: 15,000 of 42,500
    assert (found.worth, found.best, found.against) == (167_500, 152_500, "Google")


def test_what_profit_sharing_must_pay_at_the_floor() -> None:
    found = hinge(sample("midjourney"), "floor")
    assert (found.equity, found.best, found.against) == (50_000, 265_000, "Datadog")
    assert found.discount == Fraction(9, 14)
    assert hinge(sample("midjourney")).equity == 20_000


def test_the_bonus_payout_at_which_the_deal_is_level() -> None:
    found = hinge(sample("hugging"))
    assert found.payout == Fraction(5, 7)  # 7,500 of 10,500
    assert found.discount is None
    assert "its equity (RSUs) is liquid" in found.why


def test_both_thresholds_put_back_into_the_case_make_it_level() -> None:
    london = sample("stability-ai, London")
    found = hinge(london)
    assert found.discount is not None
    assert 125_000 + Fraction(170_000, 4) * (1 - found.discount) == 152_500
    francisco = sample("hugging")
    payout = hinge(francisco).payout
    assert payout is not None
    assert 210_000 * (1 + Fraction(5, 100) * payout) + 55_000 == 272_500


def test_a_discount_falls_on_all_illiquid_equity() -> None:
    facts = sample("stability-ai, London")
    facts["competing"][0]["equity"] = {"amount": "£100K", "years": 4, "vehicle": "options"}
    facts["competing"].append(
        {"company": "Zed", "base": "£120K", "equity": {"amount": "£100K/4yr", "vehicle": "rsu"}}
    )
    # Against Google 110 + 25(1 − d), against Zed 120 + 25, which is level first: 125 + 42.5(1 − d)
    # = 145.
    assert hinge(facts).discount == Fraction(225, 425)
    facts["competing"].pop()
    assert hinge(facts).discount is None
    assert "it beats what is held even if its equity comes to nothing" in hinge(facts).why
    facts["competing"][0]["base"] = "£130K"
    # 125 + 42.5(1 − d) = 130 + 25(1 − d)
    assert hinge(facts).discount == Fraction(125, 175)


@pytest.mark.parametrize(
    ("entries", "package", "why"),
    [
        ({}, "floor", "it is already worth £5,000 a year less"),
        (
            {"offer": {"base": "£100K", "bonus": "50%", "equity": "£100K/4yr"}},
            "ask",
            "it beats what is held without any bonus",
        ),
        (
            {
                "offer": {"base": "£160K"},
                "candidate": {},
                "competing": [{"company": "Zed", "base": "£100K"}],
            },
            "offer",
            "it has no equity",
        ),
    ],
)
def test_where_nothing_is_decided_it_says_why(entries: Facts, package: str, why: str) -> None:
    assert why in hinge(sample("stability-ai, London", **entries), package).why


def test_the_three_lenses() -> None:
    facts = sample(
        "hugging",
        offer={
            "base": "$180K",
            "bonus": "5%",
            "equity": {"amount": "$150K", "vesting": "5/15/40/40"},
        },
    )
    facts["competing"][0] |= {
        "signing": "$40K",
        "bonus": "10%",
        "equity": {"amount": "$250K", "years": 4, "vehicle": "rsu"},
    }
    target, first, sure = risked(facts).lenses
    answer = settled(facts)
    assert (target.ask, target.best, target.against) == (275_500, 293_500, "NVIDIA")
    assert answer.break_even
    assert target.break_even == answer.break_even.base
    # 210,000 × 1.05 + 5 % of 220,000 + 25,000, against 210,000 × 1.1 + 62,500 + 40,000
    assert (first.ask, first.best) == (256_500, 333_500)
    assert first.break_even == -(-(333_500 - 25_000 - 11_000) * 100 // 105)
    assert (sure.ask, sure.best, sure.break_even) == (265_000, 272_500, 217_500)


def test_what_is_guaranteed_leaves_out_what_cannot_be_sold_and_says_what_is_unknown() -> None:
    facts = sample("stability-ai, London")
    found = lens(facts, "guaranteed")
    assert (found.ask, found.best, found.break_even, found.break_even_without) == (
        125_000,
        152_500,
        152_500,
        110_000,
    )
    assert any("Google" in note and "unknown" in note for note in risked(facts).notes)
    facts["competing"][0]["equity"] = {"amount": "£170K", "years": 4, "vehicle": "private"}
    found = lens(facts, "guaranteed")
    assert (found.best, found.break_even, found.break_even_without) == (110_000, 110_000, None)
    assert not any("Google" in note for note in risked(facts).notes)


def test_another_offer_can_be_the_best_in_another_view() -> None:
    facts = sample("hugging")
    facts["competing"][1]["signing"] = "$50K"
    assert (lens(facts, "at target").against, lens(facts, "first year").against) == (
        "NVIDIA",
        "Databricks",
    )


def test_without_a_held_offer_there_is_nothing_to_compare() -> None:
    found = risked(
        sample(
            "hugging", competing=[{"company": "NVIDIA", "base": "$210K", "evidence": "expected"}]
        )
    )
    assert (found.hinges, found.lenses[0].best, found.lenses[0].break_even) == ((), None, None)
    assert "no competing offer is held: there is nothing to compare with" in found.notes
    assert found.tornado
    assert (
        risked(sample("hugging", offer=None, competing=None, candidate={})).answer.verdict
        == "prepare"
    )


def test_a_company_may_be_called_like_a_package() -> None:
    facts = sample("stability-ai, London")
    facts["competing"][0]["company"] = "floor"
    found = risked(facts)
    assert (found.hinges[0].discount, found.hinges[0].against) == (Fraction(6, 17), "floor")
    assert [one.name for one in found.years] == ["ask", "offer", "floor"]


@pytest.mark.parametrize(
    ("path", "less", "more"),
    [
        ("competing.NVIDIA.base", "USD 189000", "USD 231000"),
        ("competing.Databricks.base", "USD 184500", "USD 225500"),
        ("competing.NVIDIA.equity", "USD 225000", "USD 275000"),
        ("offer.bonus", "4%", "6%"),
        ("offer", "absent", None),
    ],
)
def test_each_move_is_what_the_case_gives_with_that_fact(
    path: str, less: str, more: str | None
) -> None:
    found = risked(sample("hugging"))
    one = move(found, path)
    for effect, value in ((one.less, less), (one.more, more)):
        assert (effect is None) is (value is None)
        if effect:
            answer = settled(changed(found.answer.case, path, value))
            assert answer.floor
            assert (effect.annual, effect.base, effect.floor) == (
                answer.ask.annual,
                answer.ask.base,
                answer.floor.base,
            )


def test_facts_move_by_their_own_measure() -> None:
    facts = sample(
        "hugging",
        candidate={"gpu_years": "2.5", "skills": ["gpu", "kubernetes"], "minimum_base": "$215K"},
        competing=None,
    )
    found = risked(facts)
    moved = {
        one.path: (one.by, one.less and one.less.said, one.more and one.more.said)
        for one in found.tornado
    }
    assert moved["gpu_years"] == ("±1", "1.5", "3.5")
    uptime = move(
        risked(sample("hugging", candidate={"uptime_pct": "99.95"}, competing=None)), "uptime_pct"
    )
    assert (uptime.less and uptime.less.said, uptime.more and uptime.more.said) == ("98.95", "100")
    assert moved["skills"] == ("±1 tag", "−kubernetes", "+cuda")
    assert moved["minimum_base"] == ("±10 %", "US$193,500", "US$236,500")


def test_flags_are_turned_and_rates_move_by_a_twentieth() -> None:
    facts = sample("midjourney", competing=None, candidate={"owns_full_stack": True})
    turned = move(risked(facts), "owns_full_stack")
    assert (turned.by, turned.less and turned.less.said, turned.more) == ("turned", "no", None)
    paris = sample("huggingface-enterprise, Paris", candidate={})
    paris["competing"][0]["base"] = "$215K"
    rate = move(risked(paris), "fx.USD/EUR")
    assert (rate.less and rate.less.said, rate.more and rate.more.said) == ("0.817", "0.903")
    crossed = risked(sample("hugging", region="toronto"))
    assert "fx.USD/CAD" in {one.path for one in crossed.tornado} | set(crossed.still)


def test_a_fact_is_tried_absent_and_on_each_side_of_what_conditions_compare_it_with() -> None:
    offer = {"base": "£100K", "equity": "£100K/4yr"}
    facts = sample("stability-ai, London", candidate={"gpu_years": 4}, competing=None, offer=offer)
    years = move(risked(facts), "gpu_years")
    by_step = {one.said: (one.base, one.annual) for one in years.tried}
    assert [*by_step] == ["3", "2", "1", "0", "absent", "5"]
    assert by_step["2"] == by_step["3"] == by_step["5"] == (125_000, 167_500)
    assert by_step["1"] == (125_000, 154_500)
    assert by_step["0"] == by_step["absent"] == (105_000, 134_500)
    assert years.ask == 33_000


def test_every_step_that_was_tried_is_what_a_case_with_that_fact_gives() -> None:
    found = risked(sample("hugging"))
    assert [*found.tried] == [*dict.fromkeys(found.tried)]
    assert {*found.tried} == {*found.still} | {one.path for one in found.tornado}
    for one in found.tornado:
        for effect in one.tried:
            if effect.said == "absent":
                answer = settled(changed(found.answer.case, one.path, "absent"))
                assert effect.base == answer.ask.base
    assert "absent" in found.tried["clouds"]
    assert "none" in found.tried["clouds"]
    assert {"99.9", "absent"} <= {*found.tried["uptime_pct"]}


@given(st.integers(0, 600), st.lists(st.integers(0, 600), max_size=4))
def test_every_way_that_comparisons_can_turn_out_is_among_the_values_to_try(
    now: int, thresholds: list[int]
) -> None:
    declared = Declaration(type="number", help="Years.", decimals=1, max=60)
    inside = tuple(sorted({*thresholds}))
    tried = {now, *to_try(declared, now, inside)}

    def outcome(value: int) -> tuple[tuple[bool, bool], ...]:
        return tuple((value > one, value >= one) for one in inside)

    assert {outcome(one) for one in tried} == {outcome(one) for one in range(601)}
    assert all(0 <= one <= 600 for one in tried)


@settings(max_examples=25)
@given(cases())
def test_every_case_has_its_risk_the_widest_first(facts: Facts) -> None:
    before = copy.deepcopy(facts)
    found = risked(facts)
    assert facts == before
    assert found.answer.ask == settled(facts).ask
    widths = [max(one.ask, one.floor) for one in found.tornado]
    assert widths == sorted(widths, reverse=True)
    for one in found.hinges:
        assert one.discount is None or 0 <= one.discount <= 1
        assert one.payout is None or 0 < one.payout <= 1
        assert one.equity >= 0
    answer = found.answer
    assert found.lenses[0].break_even == (answer.break_even and answer.break_even.base)
    held = [one.annual for one in answer.alternatives if one.held and one.annual is not None]
    assert found.lenses[0].best == max(held, default=None)


def test_the_price_at_which_shares_are_level_is_that_of_the_grants_own_currency() -> None:
    grant = {"shares": 40_000, "price": "$6.50", "years": 4}
    held = [{"company": "Harbour", "base": "$200K", "equity": "$250K/4yr"}]
    facts = {
        "guide": "huggingface-enterprise/devops-engineer",
        "region": "san-francisco",
        "offer": {"base": "$180K", "equity": grant},
        "competing": held,
    }
    price = hinge(facts, "offer").price
    assert price is not None
    assert (price.entry, price.amount, price.currency, price.now) == (
        "price",
        Decimal("8.25"),
        "USD",
        Decimal("6.5"),
    )
    level = {**facts, "offer": {"base": "$180K", "equity": {**grant, "price": "$8.25"}}}
    found = hinge(level, "offer")
    assert found.worth == found.best
    options = {"options": 40_000, "strike": "$1", "price": "$7.50", "years": 4}
    struck = hinge({**facts, "offer": {"base": "$180K", "equity": options}}, "offer").price
    assert struck is not None
    assert struck.amount == Decimal("9.25")
    moved = {one.path for one in (*risked(facts).tornado,)} | set(risked(facts).still)
    assert "offer.equity.price" in moved
