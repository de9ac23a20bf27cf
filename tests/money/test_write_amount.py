"""Amounts as people read them."""

from __future__ import annotations

import pytest
from babel.numbers import get_currency_symbol
from hypothesis import given
from hypothesis import strategies as st

from counteroffer import Case, Rulebook, counter
from counteroffer.language.compile import divide
from counteroffer.money.rates import Rates
from counteroffer.money.write_amount import lakh
from counteroffer.text.errors import CounterofferError

BOOK = Rulebook()


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (210000, "USD", "US$210,000"),
        (1, "CAD", "CA$1"),
        (5, "AUD", "A$5"),
        (125000, "GBP", "£125,000"),
        (245000, "SGD", "SGD 245,000"),
        (4500000, "INR", "₹45,00,000"),
        (12000000, "JPY", "JP¥12,000,000"),
        (1000, "XAF", "XAF 1,000"),
    ],
)
def test_without_a_locale_a_sign_means_one_currency(amount: int, currency: str, text: str) -> None:
    assert BOOK.formatter()(amount, currency) == text


def test_no_two_currencies_share_a_sign() -> None:
    signs = [one.sign for one in BOOK.currencies.values()]
    assert len(signs) == len(set(signs))


def test_the_signs_are_those_that_babel_has_for_the_world() -> None:
    for code, currency in BOOK.currencies.items():
        assert currency.sign == get_currency_symbol(code, locale="en_001")


def test_every_currency_of_the_snapshot_has_a_step_of_about_a_thousand_dollars() -> None:
    rates = Rates.snapshot()
    for code in rates.currencies:
        assert code in BOOK.currencies
        assert 400 < rates.rate(code, "USD").convert(BOOK.currency(code).step) < 3000, code


@pytest.mark.parametrize(
    ("locale", "text"),
    [("en_US", "$210,000"), ("de", "210.000 $"), ("en-IN", "$2,10,000"), ("fr_CA", "210 000 $ US")],
)
def test_a_locale_writes_amounts_its_own_way(locale: str, text: str) -> None:
    spaced = BOOK.formatter(locale)(210000, "USD").replace("\xa0", " ").replace("\u202f", " ")
    assert spaced == text


@pytest.mark.parametrize("locale", ["xx_QQ", "", "de_DE_de_DE", "../.."])
def test_an_unknown_locale_is_refused(locale: str) -> None:
    with pytest.raises(CounterofferError, match="unknown locale"):
        BOOK.formatter(locale)


@pytest.mark.parametrize(
    ("number", "by", "rounding", "step", "result"),
    [
        (5, 2, "half-up", 1, 3),
        (-5, 2, "half-up", 1, -2),
        (7, 3, "up", 1, 3),
        (-7, 3, "up", 1, -2),
        (1500, 1, "half-up", 1000, 2000),
        (1499, 1, "half-up", 1000, 1000),
        (1001, 1, "up", 1000, 2000),
        (1000, 1, "up", 1000, 1000),
    ],
)
def test_rounding_is_half_up_or_up_and_never_half_even(
    number: int, by: int, rounding: str, step: int, result: int
) -> None:
    assert divide(number, by, rounding, step) == result


@given(
    st.integers(-(10**12), 10**12),
    st.integers(1, 10**6),
    st.sampled_from(["half-up", "up"]),
    st.sampled_from([1, 500, 1000]),
)
def test_rounding_is_idempotent_and_never_further_than_a_step(
    number: int, by: int, rounding: str, step: int
) -> None:
    once = divide(number, by, rounding, step)
    assert divide(once, 1, rounding, step) == once
    assert abs(once * by - number) <= step * by


@given(
    st.sampled_from(["GBP", "EUR", "INR", "JPY", "TWD", "KRW"]),
    st.integers(60, 300),
    st.integers(60, 300),
)
def test_ask_and_order_of_alternatives_do_not_depend_on_the_display_currency(
    home: str, one: int, other: int
) -> None:
    def case(home: str | None) -> Case:
        return Case.of(
            guide="stability-ai/devops-engineer",
            region="london",
            home=home,
            today="2026-11-20",
            candidate={"gpu_years": 4},
            offer={"base": "100K"},
            competing=[
                {"company": "Acme", "base": f"£{one}K"},
                {"company": "Zenith", "base": f"${other}K", "equity": "$80K/4yr"},
            ],
        )

    at_home, plain = counter(case(home), engine="plain"), counter(case(None), engine="plain")
    assert (at_home.ask, at_home.stretch, at_home.floor, at_home.break_even) == (
        plain.ask,
        plain.stretch,
        plain.floor,
        plain.break_even,
    )
    assert at_home.alternatives == plain.alternatives
    assert at_home.talking_points == plain.talking_points
    assert at_home.home is not None
    assert plain.home is None


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (0, "0"),
        (999, "999"),
        (1_000, "1,000"),
        (99_999, "99,999"),
        (100_000, "1,00,000"),
        (4_800_000, "48,00,000"),
        (123_456_789, "12,34,56,789"),
        (-4_800_000, "-48,00,000"),
    ],
)
def test_rupees_are_grouped_in_lakh(amount: int, written: str) -> None:
    assert lakh(amount) == written
    assert int(written.replace(",", "")) == amount
