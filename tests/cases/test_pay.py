"""Pay as people state it: each component in its own currency and form, converted exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counteroffer import Case, CaseError, recruiter_view
from counteroffer.language.compile import half_up
from tests.support.samples import Facts, settled

RATES = {"GBP/USD": "1.28", "EUR/GBP": "0.85", "GBP/INR": "107.5"}
IN_POUNDS = {
    "GBP": Fraction(1),
    "USD": 1 / Fraction("1.28"),
    "EUR": Fraction("0.85"),
    "INR": 1 / Fraction("107.5"),
}


def london(offer: Facts, **more: Any) -> Facts:
    return {
        "guide": "stability-ai/devops-engineer",
        "region": "london",
        "offer": offer,
        "rates": RATES,
        "today": "2026-11-20",
        **more,
    }


def annual(offer: Facts) -> int | None:
    found = settled(london(offer)).offer
    assert found is not None
    return found.annual


def san_francisco(offer: Facts, **more: Any) -> Facts:
    guide = "huggingface-enterprise/devops-engineer"
    return london(offer, guide=guide, region="san-francisco", **more)


CODES = st.sampled_from(sorted(IN_POUNDS))


@settings(max_examples=60)
@given(
    st.tuples(CODES, st.integers(10_000, 90_000)),
    st.tuples(CODES, st.integers(200_000, 9_000_000)),
    st.tuples(CODES, st.integers(20_000, 900_000)),
    st.tuples(CODES, st.integers(20_000, 900_000)),
    st.permutations(["base", "equity", "bonus", "extras"]),
)
def test_any_currencies_in_any_order_are_converted_exactly_and_rounded_once(
    base: tuple[str, int],
    equity: tuple[str, int],
    bonus: tuple[str, int],
    extra: tuple[str, int],
    order: list[str],
) -> None:
    stated: Facts = {
        "base": f"{base[0]} {base[1]}/mo x 13",
        "equity": f"{equity[0]} {equity[1]}/4yr",
        "bonus": f"{bonus[0]} {bonus[1]}",
        "extras": [{"name": "car", "amount": f"{extra[0]} {extra[1]}/yr"}],
    }
    by_hand = 13 * base[1] * IN_POUNDS[base[0]] + equity[1] * IN_POUNDS[equity[0]] / 4
    by_hand += bonus[1] * IN_POUNDS[bonus[0]] + extra[1] * IN_POUNDS[extra[0]]
    found = settled(london({name: stated[name] for name in order}))
    assert found.offer is not None
    assert found.offer.annual == half_up(by_hand)
    codes = {base[0], equity[0], bonus[0], extra[0]} - {"GBP"}
    assert {end for one in found.rates for end in (one.base, one.quote)} >= codes


@pytest.mark.parametrize(
    ("offer", "worth"),
    [
        ({"base": "£6,000/mo"}, 72_000),
        ({"base": "£6,000/mo x 14"}, 84_000),
        ({"base": "£1,500/wk", "weeks": 46}, 69_000),
        ({"base": "£600/day", "days": 220}, 132_000),
        ({"base": "£60/h", "hours": 37.5, "part_time": "80%"}, 93_600),
        ({"base": "£80K", "part_time": "80%", "bonus": "10%"}, 70_400),
        ({"base": "£85K", "equity": {"shares": 369, "price": "$112", "years": 4}}, 93_072),
        ({"base": "£88K", "equity": {"options": 100, "strike": 7, "price": 6}}, 88_000),
        ({"base": "£88K", "equity": {"shares": 100}}, 88_000),
        ({"base": "£88K", "signing": ["5K", "€5K"]}, 88_000),
        ({"base": "£90K", "bonus": {"target": "30%", "usual": "10%"}}, 99_000),
        ({"base": "£91K", "ote": "£105K"}, 105_000),
        ({"base": "£90K", "extras": [{"name": "pension", "amount": "6%"}]}, 95_400),
        ({"base": "£90K", "extras": [{"name": "move", "amount": "9K", "once": True}]}, 90_000),
        ({"base": "£90K", "extras": [{"name": "lunch", "amount": "£200/mo"}]}, 92_400),
        ({"total": "£128K"}, 128_000),
        ({"total": "£128K", "bonus": "10%"}, 128_000),
        ({"base": "128K GBP CTC"}, 128_000),
    ],
)
def test_each_form_makes_its_year_and_reads_back_as_itself(offer: Facts, worth: int) -> None:
    assert annual(offer) == worth
    answer = settled(london(offer))
    assert settled(dict(answer.case)) == answer


def test_a_grant_without_a_price_is_unknown_and_says_what_is_missing() -> None:
    answer = settled(london({"base": "£88K", "equity": {"options": 900, "strike": "£2"}}))
    assert answer.offer is not None
    assert answer.offer.equity is None
    assert any("unknown without 'price'" in text for text in answer.assumptions)


@pytest.mark.parametrize(
    ("offer", "said"),
    [
        ({"base": "$105K", "ote": "$91K"}, "ote of 91,000 USD is under the base"),
        ({"base": "$95/h", "hours": 169}, "hours a week are a number, such as 37.5, up to 168"),
        ({"base": "$95K", "part_time": 0.8}, "write 80%"),
        ({"base": "$95K", "bonus": 0.1}, "write 10% or 0.1K"),
        ({"base_salary": "$95K", "stock": 1, "base": "$1M"}, "did you mean 'equity'?"),
        ({"base": "$95K", "retention": "$1K"}, "it goes under 'extras'"),
        ({"base": "$95K netto"}, "is after tax"),
        (
            {"base": "$1M", "equity": {"shares": 100, "price": 100, "amount": "90K"}},
            "the amount is 90,000 USD, and what is granted is worth 10,000 USD",
        ),
        ({"base": "$90K", "total": "$80K"}, "but its parts come to 90,000 USD"),
    ],
)
def test_what_can_not_be_is_refused_with_advice(offer: Facts, said: str) -> None:
    with pytest.raises(CaseError) as error:
        settled(san_francisco(offer))
    assert said in str(error.value)


def test_what_no_figure_takes_in_is_kept_and_told_and_is_nobody_elses() -> None:
    plain = london({"base": "£90K"}, candidate={"gpu_years": 3})
    stated = london({"base": "£90K", "vacation": "25 days"}, candidate={"gpu_years": 3})
    stated["candidate"]["tax_rate"] = "41%"
    stated["cost_of_living"] = 1.2
    answer = settled(stated)
    told = [text for text in answer.assumptions if "left out on purpose" in text]
    assert [text.split()[0] for text in told] == ["leave", "tax", "what"]
    assert answer.ask == settled(plain).ask
    assert settled(dict(answer.case)) == answer
    theirs = str(recruiter_view(Case.of(**stated)))
    assert "41%" not in theirs
    assert "tax and social" not in theirs


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("100k euro", 100_000),
        ("8'500 EUR/Mt. x13", 110_500),
        ("0,07 Mio. €", 70_000),
        ("70 Tsd. €", 70_000),
        ("€65.000,-", 65_000),
        ("6.000 € mtl.", 72_000),
        ("45 €/Std.", 93_600),
        ("550 € Tagessatz", 143_000),
        ("45k€ bruts annuels", 45_000),
        ("3 500 € brut mensuel sur 13 mois", 45_500),
        ("2.500 € al mes en 14 pagas", 35_000),
        ("30.000 € brutos al año", 30_000),
        ("€ 4.500 p/m", 54_000),
        ("€95 p/u", 197_600),
        ("65k p.a.", 65_000),
        ("70.000 €/a", 70_000),
        ("etwa 70.000 €", 70_000),
    ],
)
def test_pay_is_read_as_people_write_it_elsewhere(text: str, worth: int) -> None:
    berlin = settled(san_francisco({"base": text}) | {"region": "berlin"})
    assert berlin.offer is not None
    assert berlin.offer.annual == worth


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("$5,000 biweekly", "write half of it behind a /wk"),
        ("$5,000 semi-monthly", "write twice as much behind a /mo"),
        ("210K TC", "stands under 'total'"),
        ("daily $450", "write it behind the figure"),
        ("$40K take-home", "is after tax"),
    ],
)
def test_a_word_that_is_not_read_says_what_to_write(text: str, advice: str) -> None:
    with pytest.raises(CaseError, match=advice.replace("/", ".")):
        settled(san_francisco({"base": text}))


def test_a_percentage_of_a_base_that_nobody_states_is_told() -> None:
    answer = settled(london({"total": "£128K", "bonus": "10%"}))
    assert "bonus in percent of base counts nothing, as no base is stated" in answer.assumptions


def test_working_time_beside_a_yearly_base_is_told_as_unused() -> None:
    assert "offer.hours" in settled(london({"base": "£90K", "hours": 30})).unused


def test_a_dollar_is_that_of_the_region_and_warned_of_where_it_decides() -> None:
    toronto = {"region": "toronto", "rates": {"USD/CAD": "1.4"}}
    held = [{"company": "Harbour", "base": "$400K", "evidence": "written"}]
    offer = {"base": "C$450K", "equity": "C$900K/4yr", "signing": "C$90K"}
    answer = settled(san_francisco(offer, competing=held) | toronto)
    assert answer.alternatives[0].annual == 400_000
    told = [one.message for one in answer.warnings if one.code == "currency-assumed"]
    assert (answer.verdict == "accept") == any("in USD" in text for text in told)
    assert settled(dict(answer.case)).warnings == answer.warnings
    assert Case.of(**answer.case) is not None
