"""What is offered, asked, held and paid now, side by side: by hand, and as properties."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counteroffer import Case, CounterofferError, compare
from counteroffer.analysis.compare.package_parts import PackageParts
from counteroffer.analysis.compare.side_by_side import Comparison, PackageDifference
from counteroffer.analysis.compare.steady_state import SteadyState
from counteroffer.answers.record import dumped
from counteroffer.formats.side_by_side import lines, record
from tests.support.command import HUGGING_FACE, run
from tests.support.samples import RULES, Facts, attempt, cases, sample, settled
from tests.support.secrets import kept, with_kept


def compared(facts: Facts, **options: Any) -> Comparison:
    return compare(Case.of(**facts), **{"rulebook": RULES, **options})


def package(facts: Facts, name: str, **options: Any) -> PackageParts:
    found = {one.name: one for one in compared(facts, **options).packages}
    return found[name]


def held(**pay: Any) -> Facts:
    return sample("hugging", competing=[{"company": "Acme", **pay}])


def test_every_component_and_year_of_an_offer_by_hand() -> None:
    one = package(
        held(
            base="$200K",
            bonus="10%",
            equity={"amount": "$160K", "vesting": [5, 15, 40, 40]},
            signing=["$75K", "$50K"],
            refresh="$40K/yr",
            extras=[
                {"name": "car allowance", "amount": "6K/yr"},
                {"name": "relocation", "amount": "$10K", "once": True},
            ],
        ),
        "Acme",
    )
    assert (one.base, one.bonus, one.extras, one.equity) == (200_000, 20_000, 6_000, 40_000)
    assert (one.equity_total, one.equity_years, one.refresh) == (160_000, 4, 40_000)
    assert (one.signing, one.once, one.annual) == (125_000, 10_000, 266_000)
    assert (one.vesting, one.vesting_stated) == (("5", "15", "40", "40"), True)
    # 226 paid each year; 8 and 85 once; 24, 40 of refreshers and 50 once; 64 and 40 of refreshers
    assert [year.total for year in one.years] == [319_000, 340_000, 330_000, 330_000]
    assert (one.first_year, one.second_year) == (319_000, 340_000)
    assert one.steady_state == SteadyState(3, 4, 330_000)
    assert (one.after_grant, one.four_years) == (266_000, 1_319_000)


@pytest.mark.parametrize(
    ("equity", "steady"),
    [
        ("$200K/4yr", SteadyState(1, 4, 250_000)),
        ("$50K/yr", SteadyState(1, None, 250_000)),
        ({"amount": "$200K", "vesting": "40/30/20/10"}, None),
        ({"amount": "$200K", "vesting": "40/20/20/20"}, SteadyState(2, 4, 240_000)),
        ({"amount": "$200K/4yr", "cliff": 24}, SteadyState(3, 4, 250_000)),
        ({"amount": "$200K/4yr", "cliff": 48}, None),
        ("$50K/2yr", SteadyState(1, 2, 225_000)),
    ],
)
def test_the_steady_state_is_what_each_year_pays_until_the_grant_has_vested(
    equity: Any, steady: SteadyState | None
) -> None:
    one = package(held(base="$200K", equity=equity), "Acme")
    assert one.steady_state == steady
    if steady:
        last = steady.last or 4
        assert {year.total for year in one.years[steady.first - 1 : last]} == {steady.total}


def test_a_grant_without_a_price_is_unknown_and_never_nothing() -> None:
    found = compared(held(base="$200K", equity={"shares": 369, "years": 4}))
    one = next(one for one in found.packages if one.name == "Acme")
    assert (one.equity, one.equity_total, one.four_years) == (None, None, None)
    assert [year.vests for year in one.years] == [None] * 4
    assert one.missing[0].needs == ("competing.Acme.equity.price",)
    (against,) = (
        each for each in found.differences if (each.package, each.against) == ("Acme", "offer")
    )
    assert (against.bound, against.annual) == ("at least", 200_000 - 226_500)
    assert any("369 shares, without competing.Acme.equity.price" in one for one in found.notes)


def test_where_a_part_of_both_is_unknown_there_is_no_difference() -> None:
    unknown = {"base": "$180K", "equity": {"options": 1000, "years": 4}}
    facts = sample("hugging", offer=unknown, competing=[{"company": "Acme", **unknown}])
    facts["candidate"] = {}
    found = {(one.package, one.against): one for one in compared(facts).differences}
    assert found["Acme", "offer"] == PackageDifference(
        "Acme", "offer", None, None, "unknown", False
    )
    kept_equity = found["ask", "offer"]
    assert (kept_equity.bound, kept_equity.annual) == ("exact", 15_000)


def test_a_total_alone_is_told_as_that() -> None:
    found = compared(held(total="$300K"))
    one = next(one for one in found.packages if one.name == "Acme")
    assert (one.base, one.bonus, one.equity, one.four_years) == (None, None, None, None)
    assert (one.total_alone, one.annual, one.steady_state) == (True, 300_000, None)
    alone = {each.package for each in found.differences if each.on_total_alone}
    assert alone == {"Acme"}
    assert any("every comparison with it is one of totals" in note for note in found.notes)


def test_offers_that_do_not_count_and_present_pay_stand_beside_what_is_held() -> None:
    facts = sample(
        "hugging",
        current={"base": "$165K", "bonus": "10%"},
        competing=[
            {"company": "Held", "base": "£150K", "evidence": "verbal"},
            {"company": "Hope", "base": "$200K", "evidence": "expected"},
            {"company": "Gone", "base": "$200K", "expires": "2026-11-19"},
        ],
        rates={"GBP/USD": "1.3"},
    )
    found = compared(facts)
    kinds = {one.name: one.kind for one in found.packages}
    assert kinds == {
        "offer": "offer",
        "ask": "ask",
        "Held": "held",
        "Gone": "expired",
        "Hope": "expected",
        "present pay": "present",
    }
    figures = {one.name: one.annual for one in found.packages}
    assert (figures["Held"], figures["present pay"]) == (195_000, 181_500)
    assert [(one.base, one.quote, one.rate) for one in found.rates] == [("GBP", "USD", "1.3")]


def test_present_pay_in_its_short_form() -> None:
    facts = sample("hugging")
    facts["candidate"]["current_base"] = "$170K"
    assert package(facts, "present pay").base == 170_000


def test_in_a_raise_present_pay_is_what_the_ask_stands_beside() -> None:
    facts = sample("hugging", offer=None, kind="raise", current={"base": "$170K"})
    found = compared(facts)
    assert [one.name for one in found.packages][:1] == ["ask"]
    assert [one.name for one in found.packages][-1] == "present pay"
    assert ("present pay", "ask") in {(one.package, one.against) for one in found.differences}
    shared = compared(facts, audience="recruiter")
    assert "present pay" in {one.name for one in shared.packages}  # who pays it knows it


@given(cases())
def test_annual_totals_are_those_of_the_answer(facts: Facts) -> None:
    answer, found = settled(facts), compared(facts)
    figures = {one.name: one.annual for one in found.packages}
    if answer.offer:
        assert figures["offer"] == answer.offer.annual
    assert figures.get("ask") == answer.ask.annual
    for one in answer.alternatives:
        assert figures[one.company] == one.annual
    assert (found.rates, found.assumptions) == (answer.rates, answer.assumptions)


@given(cases())
def test_parts_add_up_to_the_annual_and_years_to_four_years(facts: Facts) -> None:
    for one in compared(facts).packages:
        parts = (one.base, one.bonus, one.extras, one.equity)
        if one.annual is not None and not one.total_alone:
            assert abs(sum(part or 0 for part in parts) - one.annual) <= 2
        if one.four_years is not None:
            assert abs(sum(year.total for year in one.years[:4]) - one.four_years) <= 2
        for year in one.years:
            assert year.bonus != 0 or one.bonus == 0


@given(
    st.permutations(["GBP", "USD", "EUR", "CHF"]), st.integers(50, 400), st.integers(1_000, 900_000)
)
def test_any_currency_of_each_component_is_as_converted_by_hand(
    codes: list[str], base: int, grant: int
) -> None:
    stated = {"GBP": "1.31", "EUR": "1.17", "CHF": "1.25"}
    rates = {"USD": Fraction(1), **{code: Fraction(rate) for code, rate in stated.items()}}
    facts = held(
        base=f"{codes[0]} {base}K",
        equity=f"{codes[1]} {grant}/4yr",
        bonus=f"{codes[2]} 12345",
        signing=f"{codes[3]} 20K",
    )
    facts["rates"] = {f"{code}/USD": rate for code, rate in stated.items()}
    one = package(facts, "Acme")
    paid = base * 1000 * rates[codes[0]] + 12345 * rates[codes[2]]
    exact = paid + Fraction(grant, 4) * rates[codes[1]]
    assert one.annual == int(exact + Fraction(1, 2))
    assert one.first_year == int(exact + 20_000 * rates[codes[3]] + Fraction(1, 2))


# the other side


def shown_to_them(facts: Facts) -> str:
    found = compared(facts, audience="recruiter")
    return dumped(record(found)) + "\n".join(lines(found, RULES, RULES.formatter("de")))


@given(st.data(), cases())
def test_nothing_private_changes_a_byte_of_what_the_recruiter_sees(
    data: st.DataObject, facts: Facts
) -> None:
    places = st.lists(st.integers(0, 3), min_size=3, max_size=3)
    one, other = (
        with_kept(facts, data.draw(kept(facts["guide"], facts["region"])), data.draw(places))
        for _ in range(2)
    )
    first, second = attempt(shown_to_them, one), attempt(shown_to_them, other)
    assert first == second or isinstance(first, CounterofferError)
    assert isinstance(first, CounterofferError) == isinstance(second, CounterofferError)


def test_the_recruiter_sees_neither_private_offers_nor_notes() -> None:
    facts = sample("hugging", current={"base": "$165K"})
    facts["offer"]["notes"] = "clawed back within a year"
    facts["competing"].append({"company": "Quiet Corp", "base": "$400K", "private": True})
    mine, theirs = (
        dumped(record(compared(facts, audience=audience)))
        for audience in ("candidate", "recruiter")
    )
    for word in ("Quiet Corp", "present pay", "clawed back"):
        assert word in mine
        assert word not in theirs


def test_an_audience_that_is_neither_is_told() -> None:
    with pytest.raises(ValueError, match="audience must be candidate or recruiter, not 'nobody'"):
        compared(sample("hugging"), audience="nobody")


# the command


def test_the_table_has_each_component_and_year() -> None:
    done = run("compare", HUGGING_FACE)
    assert (done.returncode, done.stderr) == (0, "")
    rows = [line.split() for line in done.stdout.splitlines() if line]
    assert ["base", "US$180,000", "US$210,000", "US$205,000", "US$210,000"] in rows
    assert ["signing", "not", "stated", "US$25,000", "not", "stated", "not", "stated"] in rows
    assert ["in", "the", "years", "1–4", "2–4", "1–4", "1–4"] in rows
    assert ["against", "the", "ask", "−US$13,000", "−US$3,000"] in rows


def test_unknown_and_totals_alone_stand_in_the_table() -> None:
    done = run("compare", HUGGING_FACE, "--competing", "Initech total=300K")
    for word in ("in the total", "totals alone", "unknown", "one of totals"):
        assert word in done.stdout


def test_json_has_the_years_of_each_package() -> None:
    found = json.loads(run("compare", HUGGING_FACE, "--json").stdout)
    assert found["schema"] == "counteroffer-compare/1"
    assert list(found["packages"][0]["years"][0]) == [
        *("year", "base", "bonus", "extras", "once", "vests", "total")
    ]
    assert [one["name"] for one in found["packages"]] == ["offer", "ask", "Databricks", "NVIDIA"]
    assert "case" not in found
