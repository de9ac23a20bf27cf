"""Rates: exact conversion, crosses, given pairs, where a rate comes from and how old it is."""

from __future__ import annotations

import json
import pickle
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counteroffer.money.rate import Rate, stated_rate
from counteroffer.money.rate_notes import age, age_note
from counteroffer.money.rates import Rates
from counteroffer.money.rates_file import exact_json, read_rates_file
from counteroffer.text.errors import RateError

SNAPSHOT = Rates.snapshot()
DAY, EARLIER = date(2026, 11, 20), date(2026, 11, 3)
SMALL = Rates(
    (
        Rate("EUR", "USD", Fraction("1.1"), DAY, "ECB reference rate"),
        Rate("EUR", "GBP", Fraction("0.8"), EARLIER, "ECB reference rate"),
        Rate("USD", "AED", Fraction("3.67"), EARLIER, "NBP mid rates"),
    )
)

codes = st.sampled_from(sorted(SNAPSHOT.currencies))
amounts = st.one_of(
    st.integers(-(10**12), 10**12),
    st.decimals(-(10**12), 10**12, places=4),
    st.fractions(-(10**9), 10**9, max_denominator=10**6),
)
numbers = st.decimals("0.0001", "10000", places=4)


@given(codes, amounts)
def test_a_currency_is_worth_itself(code: str, amount: Fraction) -> None:
    rate = SNAPSHOT.rate(code, code)
    assert (rate.convert(amount), rate.text, rate.source, rate.date) == (
        amount,
        "1",
        "same currency",
        None,
    )


@given(codes, codes, amounts)
def test_there_and_back_is_exact(one: str, other: str, amount: Fraction) -> None:
    there, back = SNAPSHOT.rate(one, other), SNAPSHOT.rate(other, one)
    assert back.convert(there.convert(amount)) == amount
    assert there.inverse.value == back.value
    assert there.inverse.inverse == there


@given(codes, codes, codes, amounts)
def test_a_way_around_is_exact(one: str, two: str, three: str, amount: Fraction) -> None:
    direct = SNAPSHOT.rate(one, three).convert(amount)
    assert SNAPSHOT.rate(two, three).convert(SNAPSHOT.rate(one, two).convert(amount)) == direct


@given(codes.filter(lambda code: code != "EUR"), codes, codes)
def test_another_base_changes_nothing(base: str, one: str, two: str) -> None:
    rebased = Rates(
        tuple(SNAPSHOT.rate(base, code) for code in sorted(SNAPSHOT.currencies - {base}))
    )
    assert rebased.currencies == SNAPSHOT.currencies
    assert rebased.rate(one, two).value == SNAPSHOT.rate(one, two).value


@given(codes, codes, numbers)
def test_a_given_pair_wins_both_ways_and_leaves_a_way_back(
    one: str, two: str, number: Decimal
) -> None:
    if one == two:
        return
    rates = SNAPSHOT.with_given({f"{one}/{two}": number}, DAY)
    there, back = rates.rate(one, two), rates.rate(two, one)
    assert (there.value, there.date, there.source, there.legs) == (
        Fraction(number),
        DAY,
        "given",
        (),
    )
    assert (back.value, back.source) == (1 / Fraction(number), "given")
    for code in rates.currencies:
        assert rates.rate(one, code).value * rates.rate(code, one).value == 1
    assert SNAPSHOT.rate(one, two).source != "given"


def test_a_cross_names_its_legs_and_has_the_older_date() -> None:
    rate = SMALL.rate("GBP", "USD")
    assert rate.value == Fraction("1.1") / Fraction("0.8")
    assert (rate.source, rate.date) == ("cross of EUR/GBP and EUR/USD", EARLIER)
    assert [leg.pair for leg in rate.legs] == ["EUR/GBP", "EUR/USD"]
    assert [leg.date for leg in rate.legs] == [EARLIER, DAY]
    three = SMALL.rate("GBP", "AED")
    assert three.source == "cross of EUR/GBP, EUR/USD and USD/AED"
    assert three.value == Fraction("1.1") / Fraction("0.8") * Fraction("3.67")


def test_a_stated_rate_is_no_cross() -> None:
    for base, quote, text in (
        ("EUR", "USD", "1.1"),
        ("USD", "EUR", "0.909090909091"),
        ("USD", "AED", "3.67"),
    ):
        rate = SMALL.rate(base, quote)
        assert (rate.text, rate.legs) == (text, ())


def test_a_given_euro_rate_is_a_leg_of_crosses() -> None:
    rates = SMALL.with_given({"USD/EUR": "0.5"}, DAY)
    assert rates.rate("EUR", "USD").text == "2"
    cross = rates.rate("GBP", "USD")
    assert cross.value == 2 / Fraction("0.8")
    assert (cross.source, cross.legs[1].source) == ("cross of EUR/GBP and USD/EUR", "given")
    assert rates.rate("USD", "AED").text == "3.67", (
        "a rate that is stated per dollar stays true to it"
    )
    assert SMALL.with_given({"EUR/AED": 4}, DAY).rate("EUR", "AED").text == "4"
    assert SMALL.with_given({"USD/AED": 4}, DAY).rate("EUR", "AED").value == Fraction("4.4")


def test_another_given_pair_leaves_crosses_alone() -> None:
    rates = SMALL.with_given({"GBP/USD": "1.31"}, DAY)
    assert rates.rate("GBP", "USD").text == "1.31"
    assert rates.rate("EUR", "USD") == SMALL.rate("EUR", "USD")
    assert rates.rate("GBP", "AED") == SMALL.rate("GBP", "AED")


def test_a_given_pair_reaches_a_new_currency() -> None:
    rates = SMALL.with_given({"XYZ/USD": 2, "QQQ/XYZ": 3}, DAY)
    assert {"XYZ", "QQQ"} <= rates.currencies
    assert rates.rate("XYZ", "GBP").value == 2 / Fraction("1.1") * Fraction("0.8")
    assert rates.rate("QQQ", "USD").value == 6
    assert rates.rate("QQQ", "USD").source == "cross of QQQ/XYZ and XYZ/USD"
    apart = SMALL.with_given({"QQQ/XYZ": 3}, DAY)
    assert apart.rate("XYZ", "QQQ").value == Fraction(1, 3)
    assert "XYZ" not in apart.currencies
    with pytest.raises(RateError, match="no exchange rate for 'XYZ'"):
        apart.rate("XYZ", "USD")


def test_what_is_given_later_wins() -> None:
    rates = SMALL.with_given({"GBP/USD": "1.3"}, EARLIER, "the file").with_given(
        {"USD/GBP": "0.5"}, DAY
    )
    assert (rates.rate("GBP", "USD").text, rates.rate("GBP", "USD").date, len(rates.given)) == (
        "2",
        DAY,
        1,
    )


def test_the_order_of_given_pairs_does_not_matter() -> None:
    pairs = {"GBP/USD": "1.31", "USD/GBP": "0.7634", "XYZ/GBP": "2", "USD/XYZ": "0.4"}
    one = SMALL.with_given(pairs, DAY)
    assert one == SMALL.with_given(dict(reversed(pairs.items())), DAY)
    assert hash(one) == hash(SMALL.with_given(pairs, DAY))
    assert pickle.loads(pickle.dumps(one)).rate("XYZ", "AED") == one.rate("XYZ", "AED")


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ({"GBPUSD": "1.31"}, "write GBP/USD"),
        ({"gbp-usd": "1.31"}, "write GBP/USD"),
        ({"GBP USD": "1.31"}, "write GBP/USD"),
        ({"GBP": "1.31"}, "two codes, such as GBP/USD"),
        ({"GBP/USDT": "1.31"}, "two codes"),
        ({"": "1.31"}, "two codes"),
        ({"GBP" + " " * 100_000 + "!": "1.31"}, "two codes"),
        ({"USD/usd": "1"}, "same currency twice"),
        ({"GBP/USD": "0"}, "above zero"),
        ({"GBP/USD": Decimal("-0.0")}, "positive number"),
        ({"GBP/USD": "-1.31"}, "positive number such as 1.31, not '-1.31'"),
        ({"GBP/USD": "NaN"}, "positive number"),
        ({"GBP/USD": Decimal("NaN")}, "positive number"),
        ({"GBP/USD": Decimal("Infinity")}, "positive number"),
        ({"GBP/USD": float("inf")}, "positive number"),
        ({"GBP/USD": True}, "positive number"),
        ({"GBP/USD": "1,31"}, "positive number"),
        ({"GBP/USD": "1_3"}, "positive number"),
        ({"GBP/USD": "١"}, "positive number"),
        ({"GBP/USD": ""}, "positive number"),
        ({"GBP/USD": "1" * 100_000}, "positive number"),
        ({"GBP/USD": "1e400"}, "can't be right"),
        ({"GBP/USD": "1e999999999"}, "positive number"),
        ({"GBP/USD": "1e-10"}, "can't be right"),
        ({"GBP/USD": 10**10}, "can't be right"),
        (
            {"GBP/USD": "1.31", "USD/GBP": "0.77"},
            "GBP/USD 1.31 and USD/GBP 0.77 contradict each other",
        ),
        ({"GBP/USD": "1.31", "gbp/usd": "1.35"}, "contradict"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_given_rate_that_cannot_be_right(
    pairs: Mapping[str, Decimal | str | int], message: str
) -> None:
    with pytest.raises(RateError, match=message) as caught:
        SMALL.with_given(pairs, DAY)
    assert len(str(caught.value)) < 200


def test_a_number_too_long_to_write() -> None:
    with pytest.raises(RateError, match="positive number"):
        SMALL.with_given({"GBP/USD": 10**5000}, DAY)


def test_given_rates_are_read_as_people_write_them() -> None:
    for number in ("1.31", " 1.310 ", Decimal("1.31"), 1.31, "131e-2"):
        assert SMALL.with_given({" gbp / usd ": number}, DAY).rate("GBP", "USD").text == "1.31"
    assert (
        SMALL.with_given({"GBP/USD": "1.31", "USD/GBP": "0.7634"}, DAY).rate("GBP", "USD").text
        == "1.31"
    )


def test_an_unknown_currency_is_named_with_the_nearest_known() -> None:
    with pytest.raises(RateError, match="no exchange rate for 'GPB'; did you mean GBP"):
        SMALL.rate("USD", "GPB")
    with pytest.raises(RateError, match="did you mean USD"):
        SMALL.rate("usd", "GBP")
    with pytest.raises(
        RateError, match="'QXQ'; name its rate to a currency that is known, such as EUR"
    ):
        SMALL.rate("QXQ", "GBP")
    with pytest.raises(RateError):
        SMALL.rate("", "")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction("1.31"), "1.31"),
        (Fraction(1_000_000), "1000000"),
        (Fraction("0.00015030"), "0.0001503"),
        (Fraction("1.23456789012345"), "1.23456789012345"),
        (Fraction(2, 3), "0.666666666667"),
        (Fraction(10**12 + 5, 10**13) + Fraction(1, 10**30), "0.100000000001"),
        (Fraction(1_000_000_000_025, 10**13) + Fraction(1, 10**40), "0.100000000003"),
    ],
)
def test_the_text_of_a_rate(value: Fraction, text: str) -> None:
    assert Rate("EUR", "USD", value, DAY, "given").text == text


def test_no_float_is_ever_stored_or_converted() -> None:
    with pytest.raises(RateError):
        Rate("EUR", "USD", 1.1, DAY, "given")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="never float"):
        SMALL.rate("EUR", "USD").convert(1.5)  # type: ignore[arg-type]
    with pytest.raises(RateError):
        Rate("EUR", "USD", Fraction(0), DAY, "given")


@pytest.mark.parametrize(
    ("days", "note"),
    [
        (-1, None),
        (0, None),
        (4, None),
        (5, "note"),
        (30, "note"),
        (31, "warning"),
        (900, "warning"),
    ],
)
def test_the_age_of_a_rate(days: int, note: str | None) -> None:
    rate = SMALL.rate("GBP", "USD")
    today = EARLIER + timedelta(days=days)
    assert (age(rate, today), age_note(rate, today)) == (days, note)


def test_an_undated_rate_has_no_age() -> None:
    rate = SMALL.rate("GBP", "GBP")
    assert (age(rate, DAY), age_note(rate, DAY)) == (None, None)
    undated = SMALL.with_given({"USD/EUR": "0.9"}, None).rate("GBP", "USD")
    assert undated.date == EARLIER


def test_a_file_of_rates(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text(
        '{"GBP/USD": 1.31, "USD/EUR": {"rate": "0.86", "date": "2026-11-19", "source": "my bank"}}'
    )
    pound, euro = read_rates_file(file, DAY)
    assert pound == Rate("GBP", "USD", Fraction("1.31"), DAY, "given in mine.json")
    assert euro == Rate("USD", "EUR", Fraction("0.86"), date(2026, 11, 19), "my bank")
    assert SMALL.with_rates((pound, euro)).rate("USD", "GBP").value == 1 / Fraction("1.31")


def test_a_file_in_the_shape_of_the_snapshot(tmp_path: Path) -> None:
    file = tmp_path / "rates.json"
    rates = {"USD": "1.2", "AED": {"base": "USD", "rate": 3.67, "date": "2026-01-02"}}
    file.write_text(json.dumps({"base": "EUR", "date": "2026-01-01", "rates": rates}))
    assert read_rates_file(file, source="mine") == (
        Rate("EUR", "USD", Fraction("1.2"), date(2026, 1, 1), "mine"),
        Rate("USD", "AED", Fraction("3.67"), date(2026, 1, 2), "mine"),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "JSON"),
        ("[]", "expected"),
        ("[" * 100_000, "JSON"),
        ('{"GBP/USD": NaN}', "NaN"),
        ('{"GBP/USD": 1, "GBP/USD": 2}', "twice"),
        ('{"GBP/USD": 1e99999999999999999999}', "rates.json"),
        ('{"GBP/USD": null}', "positive number"),
        ('{"GBP/USD": {"date": "2026-01-01"}}', "expected a number"),
        ('{"GBP/USD": {"rate": 1, "day": "2026-01-01"}}', "expected a number"),
        ('{"GBP/USD": {"rate": 1, "date": "20260101"}}', "not a date"),
        ('{"GBP/USD": {"rate": 1, "date": "2026-02-30"}}', "not a date"),
        ('{"rates": {"USD": 1}}', "expected .*base"),
        ('{"base": "EUR", "rates": [1]}', "expected .*base"),
        ('{"base": "EUR", "rates": {"USD": {"base": 1, "rate": 1}}}', "two codes"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "rates.json"
    file.write_text(text)
    with pytest.raises(RateError, match=message) as caught:
        read_rates_file(file)
    assert str(file) in str(caught.value)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(RateError, match="can't be read"):
        read_rates_file(tmp_path / "none.json")
    (tmp_path / "binary.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RateError, match="can't be read"):
        read_rates_file(tmp_path / "binary.json")


def test_a_snapshot_has_a_date_for_each_rate_and_is_read_once(tmp_path: Path) -> None:
    file = tmp_path / "undated.json"
    file.write_text('{"base": "EUR", "rates": {"USD": "1.1"}}')
    with pytest.raises(RateError, match="EUR/USD has no date"):
        Rates.snapshot(file)
    assert Rates.snapshot() is SNAPSHOT


@given(
    st.text(max_size=30),
    st.one_of(st.text(max_size=30), st.integers(), st.floats(), st.booleans(), st.none()),
)
def test_any_input_gives_a_rate_or_a_rate_error(pair: str, number: object) -> None:
    with suppress(RateError):
        assert stated_rate(pair, number, DAY, "given").value > 0  # type: ignore[arg-type]


@given(st.text(max_size=200))
def test_any_text_is_json_or_a_rate_error(text: str) -> None:
    with suppress(RateError):
        exact_json(text)
