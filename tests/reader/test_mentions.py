"""Amounts in running text and in cells: what is one, what it says, and what is no amount."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counteroffer.reader.mentions import Mention, cell_mentions, mentions
from tests.support.guides import junk


def only(text: str, home: str | None = None) -> Mention:
    (one,) = mentions(text, home)
    return one


@pytest.mark.parametrize(
    ("text", "low", "high", "currency"),
    [
        ("$125K", 125_000, 125_000, "USD"),
        ("£110K+", 110_000, 110_000, "GBP"),
        ("$185K–$245K", 185_000, 245_000, "USD"),
        ("$185–245K", 185_000, 245_000, "USD"),
        ("$165,000–$210,000", 165_000, 210_000, "USD"),
        ("430-560K", 430_000, 560_000, None),
        ("₹45L", 4_500_000, 4_500_000, "INR"),
        ("₹32-50 LPA", 3_200_000, 5_000_000, "INR"),
        ("₹1.2 Cr", 12_000_000, 12_000_000, "INR"),
        ("₹49,00,000 - ₹60,00,000", 4_900_000, 6_000_000, "INR"),
        ("R$1,670K", 1_670_000, 1_670_000, "BRL"),
        ("$1.015M", 1_015_000, 1_015_000, "USD"),
        ("~$41,250", 41_250, 41_250, "USD"),
        ("EUR 75,000", 75_000, 75_000, "EUR"),
        ("75.000 €", 75_000, 75_000, "EUR"),
        ("80 000 €", 80_000, 80_000, "EUR"),
        ("CHF 120'000", 120_000, 120_000, "CHF"),
        ("UYU 4,300,000", 4_300_000, 4_300_000, "UYU"),
        ("A$182,000+", 182_000, 182_000, "AUD"),
        ("EUR140K–EUR183K", 140_000, 183_000, "EUR"),
        ("between $120K and $130K", 120_000, 130_000, "USD"),
        ("$165K to $185K", 165_000, 185_000, "USD"),
        ("15–20%", 15, 20, "%"),
        ("0.05%-0.1%", Decimal("0.05"), Decimal("0.1"), "%"),
        ("22,000 options", 22_000, 22_000, None),
        ("$23.3K", 23_300, 23_300, "USD"),
    ],
)
def test_an_amount_is_read_exactly(text: str, low: int, high: int, currency: str | None) -> None:
    one = only(text)
    assert (one.low, one.high, one.currency, one.note) == (low, high, currency, "")


@pytest.mark.parametrize(
    ("text", "unit"),
    [("$5K", "money"), ("10%", "percent"), ("750 RSUs", "shares"), ("$[X]K", "placeholder")],
)
def test_units(text: str, unit: str) -> None:
    assert only(text).unit == unit


@pytest.mark.parametrize(
    "text",
    [
        "2025-2026",
        "Feb 10, 2026",
        "L5",
        "500K+ models",
        "9 years",
        "24/7",
        "[X years]",
        "TOP 10",
        "3.5x",
        "v2.1",
        "L4-L5",
        "5th",
    ],
)
def test_what_is_no_amount(text: str) -> None:
    assert mentions(text, None) == ()


@pytest.mark.parametrize(
    ("text", "period", "years"),
    [
        ("$45K-$65K/year", "year", None),
        ("$45K a year", "year", None),
        ("€5,000 per month", "month", None),
        ("SEK 55K–72K/mo", "month", None),
        ("$200K over 4 years", None, 4),
        ("$200K over four years", None, 4),
        ("$200K RSU/4yr", None, 4),
        ("£125K", None, None),
    ],
)
def test_periods(text: str, period: str | None, years: int | None) -> None:
    assert (only(text).period, only(text).years) == (period, years)


def test_interleaved_currencies_are_two_ranges() -> None:
    own, other = mentions("€107K / $116K - €146K / $159K", None)
    assert (own.low, own.high, own.currency) == (107_000, 146_000, "EUR")
    assert (other.low, other.high, other.currency) == (116_000, 159_000, "USD")


def test_home_says_what_a_shared_sign_means() -> None:
    assert only("¥350,000", "CNY").currency == "CNY"
    assert only("kr 500 000", "NOK").currency == "NOK"
    unsure = only("¥350,000")
    assert unsure.currency is None
    assert unsure.note == "the sign may be JPY or CNY"


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("$70,000 - S$160,000", "one range, two currencies: USD and SGD"),
        ("$200K-$150K", "the low end is above the high end"),
        ("$60/hr", "per hr"),
        ("$1.234K", "1.234 may be 1,234"),
    ],
)
def test_what_is_unsure_is_said(text: str, note: str) -> None:
    assert only(text).note == note


def test_a_placeholder_may_have_digits() -> None:
    assert [
        (one.low, one.high, one.unit) for one in mentions("$[310K] or $[12-20]K, not $[X]K", None)
    ] == [
        (310_000, 310_000, "placeholder"),
        (12_000, 20_000, "placeholder"),
        (0, 0, "placeholder"),
    ]


def test_a_header_in_thousands_scales_bare_numbers_alone() -> None:
    assert [one.low for one in cell_mentions("140-180", "USD", 3)] == [140_000]
    assert [one.low for one in cell_mentions("$140K", "USD", 3)] == [140_000]
    assert [one.low for one in cell_mentions("140,000", "USD", 3)] == [140_000]


STYLES = (
    lambda sign, n: f"{sign}{n:,}",
    lambda sign, n: f"{sign}{n:,}".replace(",", "."),
    lambda sign, n: f"{sign} {n:,}".replace(",", "’"),
    lambda sign, n: f"{sign}{n // 1000}K",
    lambda sign, n: f"{sign} {n // 1000}k",
    lambda sign, n: f"{sign}{Decimal(n) / 1_000_000}M",
)


@given(
    st.integers(10, 999),
    st.integers(0, 400),
    st.sampled_from(STYLES),
    st.sampled_from(
        [("$", "USD"), ("£", "GBP"), ("€", "EUR"), ("CHF", "CHF"), ("S$", "SGD"), ("PLN", "PLN")]
    ),
    st.sampled_from(["-", " - ", "–", " — ", " to "]),
)
def test_every_style_of_a_range_is_read_back(low: int, width: int, style, sign, dash) -> None:  # type: ignore[no-untyped-def]
    ends = (low * 1000, (low + width) * 1000)
    one = only(f"We ask for {style(sign[0], ends[0])}{dash}{style(sign[0], ends[1])} base.")
    assert (one.low, one.high, one.currency) == (*ends, sign[1])


@given(junk)
def test_any_text_is_searched_and_nothing_is_invented(text: str) -> None:
    for one in mentions(text, "EUR"):
        assert text[one.start : one.end] == one.text
        assert any(char.isdigit() for char in one.text) or (one.low, one.high) == (0, 0)
