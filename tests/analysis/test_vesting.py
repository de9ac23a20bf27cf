"""Vesting schedules: how they are read, what they refuse, and what a package pays in each of its
years."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counteroffer import Case, CaseError
from counteroffer.analysis.compare.side import Year
from counteroffer.analysis.compare.vesting import Schedule, year_by_year
from counteroffer.answers.answer import understood as case_of
from tests.support.samples import RULES, Facts, cases, sample, settled


def with_equity(**equity: Any) -> Facts:
    return sample(
        "hugging", offer={"base": "$180K", "signing": "$30K", "bonus": "5%", "equity": equity}
    )


def years(facts: Facts, name: str = "offer", **options: Any) -> list[Year]:
    found: dict[str, Schedule] = {
        one.name: one for one in year_by_year(Case.of(**facts), **{"rulebook": RULES, **options})
    }
    return list(found[name].years)


@pytest.mark.parametrize(
    ("stated", "understood"),
    [
        ([5, 15, 40, 40], [5, 15, 40, 40]),
        ("33/33/22/12", [33, 33, 22, 12]),
        ("25 % / 25% / 25/25", [25, 25, 25, 25]),
        (["33.4", 33.3, "33.3"], ["33.4", "33.3", "33.3"]),
        ((0, 100), [0, 100]),
    ],
)
def test_a_schedule_is_read_and_understood(stated: Any, understood: list[Any]) -> None:
    answer = settled(with_equity(amount="$150K", vesting=stated))
    equity = case_of(answer)["offer"]["equity"]
    assert (equity["vesting"], equity["years"]) == (tuple(understood), len(understood))
    assert settled(dict(answer.case)).case == answer.case


@pytest.mark.parametrize(
    ("equity", "said"),
    [
        (
            {"vesting": [5, 15, 40, 39]},
            "the vesting schedule 5/15/40/39 sums to 99 %, not to 100 %",
        ),
        ({"vesting": "33/33/33"}, "sums to 99 %"),
        (
            {"vesting": "50/50", "years": 4},
            "the vesting schedule 50/50 names 2 years, and the equity is for 4",
        ),
        (
            {"vesting": [100], "per": "year", "cliff": 13},
            "a cliff of 13 months is longer than the grant, a year",
        ),
        ({"vesting": [50, "half"]}, "is a percentage, such as 25, not 'half'"),
        ({"vesting": [150, -50]}, "a year vests 0 to 100 %"),
        ({"vesting": [33.333, 66.667]}, "at most two places after the point"),
        ({"vesting": [True, 99]}, "is a percentage, such as 25"),
        ({"vesting": []}, "percent by year, such as"),
        ({"vesting": 100}, "percent by year, such as"),
        ({"vesting": [10] * 11}, "percent by year, such as"),
        ({"cliff": 49, "years": 4}, "a cliff of 49 months is longer than the grant, over 4 years"),
        ({"cliff": 0}, "cliff"),
    ],
)
def test_a_schedule_that_can_not_be_is_refused(equity: Facts, said: str) -> None:
    with pytest.raises(CaseError) as error:
        settled(with_equity(amount="$150K", **equity))
    assert said in str(error.value)


def test_what_it_is_worth_a_year_stays_the_average_and_says_so() -> None:
    even, uneven = (
        settled(with_equity(amount="$150K", **one))
        for one in ({"years": 4}, {"vesting": "5/15/40/40"})
    )
    assert even.offer == uneven.offer
    assert even.ask == uneven.ask
    said = "the offered equity vests 5/15/40/40 % by year; what it is worth a year is the average"
    assert said in uneven.assumptions
    assert not [text for text in even.assumptions if "vests" in text]


def test_year_by_year() -> None:
    found = years(with_equity(amount="$150K", vesting=[5, 15, 40, 40]))
    assert found == [
        Year(1, 180_000, 9_000, 0, 30_000, 7_500, 226_500),
        Year(2, 180_000, 9_000, 0, 0, 22_500, 211_500),
        Year(3, 180_000, 9_000, 0, 0, 60_000, 249_000),
        Year(4, 180_000, 9_000, 0, 0, 60_000, 249_000),
    ]


def test_the_ask_vests_as_the_offer_does_where_the_years_are_the_same() -> None:
    facts = with_equity(amount="$150K", vesting=[5, 15, 40, 40])
    assert [year.vests for year in years(facts, "ask")] == [11_000, 33_000, 88_000, 88_000]
    assert [year.once for year in years(facts, "ask")] == [30_000, 0, 0, 0]
    shorter = with_equity(amount="$150K", vesting="60/40")
    assert [year.vests for year in years(shorter, "ask")] == [
        75_000
    ] * 4  # 150K over 2 years is 300K over 4
    assert [year.vests for year in years(shorter)] == [90_000, 60_000, 0, 0]


@pytest.mark.parametrize(
    ("cliff", "vested"),
    [
        (12, [37_500] * 4),
        (13, [0, 75_000, 37_500, 37_500]),
        (24, [0, 75_000, 37_500, 37_500]),
        (48, [0, 0, 0, 150_000]),
    ],
)
def test_nothing_vests_before_the_cliff_and_then_all_that_has_accrued(
    cliff: int, vested: list[int]
) -> None:
    assert [year.vests for year in years(with_equity(amount="$150K/4yr", cliff=cliff))] == vested


def test_profit_sharing_comes_every_year_of_the_longest_grant() -> None:
    facts = sample("midjourney")
    assert [year.vests for year in years(facts, "ask")] == [140_000] * 4
    assert [year.total for year in years(facts, "Datadog")] == [265_000] * 4


def test_what_is_held_is_in_the_currency_of_the_region() -> None:
    (google,) = {year.total for year in years(sample("stability-ai, Remote"), "Google")}
    assert google == 199_775  # (110,000 + 170,000 / 4) × 1.31


def test_offers_that_are_not_held_have_no_years() -> None:
    facts = sample("hugging")
    facts["competing"][0]["evidence"] = "expected"
    facts["competing"][1]["expires"] = "2026-01-01"
    assert [one.name for one in year_by_year(Case.of(**facts))] == ["ask", "offer"]
    assert [
        one.name for one in year_by_year(Case.of(**sample("hugging", offer=None, competing=None)))
    ] == ["ask"]


@given(
    st.integers(1, 500_000),
    st.lists(st.integers(0, 60), min_size=1, max_size=5),
    st.integers(1, 60),
)
def test_the_years_of_a_grant_add_up_to_it(amount: int, parts: list[int], cliff: int) -> None:
    schedule = [*parts, 100 - sum(parts)]
    if not 0 <= schedule[-1] <= 100 or cliff > 12 * len(schedule):
        return
    equity = {"amount": f"USD {max(1000, amount)}", "vesting": schedule, "cliff": cliff}
    found = years(with_equity(**equity))
    assert sum(year.vests or 0 for year in found) == max(1000, amount)
    assert all((year.vests or 0) >= 0 for year in found)


@given(cases())
def test_the_second_year_of_an_even_grant_is_the_annual_total(facts: Facts) -> None:
    answer = settled(facts)
    found = {one.name: one.years for one in year_by_year(Case.of(**facts), rulebook=RULES)}
    assert set(found) >= {"ask"} if answer.ask.annual is not None else "ask" not in found
    for name, package in (("ask", answer.ask), ("offer", answer.offer)):
        if (
            name in found
            and package is not None
            and len({year.vests for year in found[name][:2]}) == 1
        ):
            last = found[name][-1]
            assert package.annual is not None
            assert abs(last.total - last.once - package.annual) <= 1 or last.vests == 0
    for one in answer.alternatives:
        if one.held and one.annual is not None:
            first = found[one.company][0]
            assert first.total - first.once in (one.annual - 1, one.annual, one.annual + 1)
            parts = (first.base, first.bonus, first.extras, first.once, first.vests)
            assert abs(sum(part or 0 for part in parts) - first.total) <= 2


def test_parts_are_exact_until_they_are_shown() -> None:
    facts = with_equity(amount="USD 100001", vesting=["33.33", "33.33", "33.34"])
    found = years(facts)
    assert [year.vests for year in found] == [33_330, 33_331, 33_340, 0]
    assert Fraction(100_001) == sum(year.vests or 0 for year in found)
