"""Amounts as people write them: what each text means exactly, and what is refused, where and
why."""

from __future__ import annotations

import decimal
from dataclasses import FrozenInstanceError, replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counteroffer.money.currencies import HOME_DOLLARS, ISO_CODES, SIGNS
from counteroffer.money.numerals import MAX_DIGITS
from counteroffer.money.read_amount import (
    MAX_LENGTH,
    Amount,
    read_amount,
)
from counteroffer.text.errors import AmountError

DOLLAR = ("$ read as USD",)


def amount(
    low: int | str, high: int | str | None = None, currency: str | None = None, **others: Any
) -> Amount:
    if currency == "USD":
        others.setdefault("assumptions", DOLLAR)
    return Amount(
        Decimal(low), Decimal(low if high is None else high), **{"currency": currency, **others}
    )


def usd(low: int | str, high: int | str | None = None, **others: Any) -> Amount:
    """With the $ assumed to be USD."""
    return amount(low, high, "USD", **others)


def plain(low: int | str, currency: str | None = None, **others: Any) -> Amount:
    """A single figure, nothing assumed."""
    return amount(low, None, currency, **{"assumptions": (), **others})


READ = [
    # suffixes
    ("£125K", plain(125_000, "GBP")),
    ("$210k", usd(210_000)),
    ("210K", plain(210_000)),
    ("~$1B", usd(1_000_000_000, approximate=True)),
    ("$1.5 million", usd(1_500_000)),
    ("1.5M", plain(1_500_000)),
    ("€1,5M", plain(1_500_000, "EUR")),
    ("0.125M", plain(125_000)),
    ("1.2345M", plain(1_234_500)),
    ("1,234.5K", plain(1_234_500)),
    ("SGD 2 mn", plain(2_000_000, "SGD")),
    # lakh and crore
    ("₹45L", plain(4_500_000, "INR")),
    ("₹1.2Cr", plain(12_000_000, "INR")),
    ("₹47,00,000", plain(4_700_000, "INR")),
    ("₹1,25,00,000.50", plain("12500000.50", "INR")),
    ("₹45 lakh", plain(4_500_000, "INR")),
    ("₹45 lakhs", plain(4_500_000, "INR")),
    ("₹1.2 crore", plain(12_000_000, "INR")),
    ("₹45 LPA", plain(4_500_000, "INR", period="year")),
    ("₹35-45 LPA", amount(3_500_000, 4_500_000, "INR", period="year")),
    ("45L", plain(4_500_000, "INR", assumptions=("L read as INR",))),
    ("Rs 45L", plain(4_500_000, "INR", assumptions=("L read as INR",))),
    # grouping
    ("210,000", plain(210_000)),
    ("210000", plain(210_000)),
    ("S$245,000", plain(245_000, "SGD")),
    ("CHF 180'000", plain(180_000, "CHF")),
    ("CHF 180’000", plain(180_000, "CHF")),
    ("CHF 180\u2009000", plain(180_000, "CHF")),
    ("CHF 180\u00a0000", plain(180_000, "CHF")),
    ("CHF 180\u202f000", plain(180_000, "CHF")),
    ("CHF 1'180'000.50", plain("1180000.50", "CHF")),
    ("€80.000", plain(80_000, "EUR")),
    ("€80.000,50", plain("80000.50", "EUR")),
    ("€80,50", plain("80.50", "EUR")),
    ("HK$900,000", plain(900_000, "HKD")),
    ("0", plain(0)),
    ("999999999999999", plain(999_999_999_999_999)),
    # currencies, before or after
    ("A$200K", plain(200_000, "AUD")),
    ("C$185K", plain(185_000, "CAD")),
    ("CA$185K", plain(185_000, "CAD")),
    ("CAD$185K", plain(185_000, "CAD")),
    ("$185K CAD", plain(185_000, "CAD", assumptions=("$ read as CAD",))),
    ("US$200K", plain(200_000, "USD")),
    ("$200K USD", plain(200_000, "USD")),
    ("NT$2.5M", plain(2_500_000, "TWD")),
    ("NZ$180K", plain(180_000, "NZD")),
    ("R$410,000", plain(410_000, "BRL")),
    ("MX$1.2M", plain(1_200_000, "MXN")),
    ("USD 165K", plain(165_000, "USD")),
    ("165K€", plain(165_000, "EUR")),
    ("200k EUR", plain(200_000, "EUR")),
    ("AED 450K", plain(450_000, "AED")),
    ("240 000 zł", plain(240_000, "PLN")),
    ("1,5M Kč", plain(1_500_000, "CZK")),
    ("₩90M", plain(90_000_000, "KRW")),
    ("₺1.8M", plain(1_800_000, "TRY")),
    ("฿1.5M", plain(1_500_000, "THB")),
    ("₫900M", plain(900_000_000, "VND")),
    ("₴2M", plain(2_000_000, "UAH")),
    ("Rp900M", plain(900_000_000, "IDR")),
    ("RM120K", plain(120_000, "MYR")),
    ("18M Ft", plain(18_000_000, "HUF")),
    ("240 000 lei", plain(240_000, "RON")),
    ("R900K", plain(900_000, "ZAR")),
    ("CN¥600K", plain(600_000, "CNY")),
    ("¥12M JPY", plain(12_000_000, "JPY")),
    ("kr 900 000 NOK", plain(900_000, "NOK", assumptions=("kr read as NOK",))),
    # ranges
    ("EUR140K–EUR183K", amount(140_000, 183_000, "EUR")),
    ("$165–215K", usd(165_000, 215_000)),
    ("165K-215K USD", amount(165_000, 215_000, "USD", assumptions=())),
    ("165K-215K", amount(165_000, 215_000)),
    ("£165,000–215K", amount(165_000, 215_000, "GBP")),
    ("$900,000–1.2M", usd(900_000, 1_200_000)),
    ("$165K - $215K", usd(165_000, 215_000)),
    ("$165K — $215K", usd(165_000, 215_000)),
    ("$165K − $215K", usd(165_000, 215_000)),
    ("$165K‑$215K", usd(165_000, 215_000)),
    ("$165K to $215K", usd(165_000, 215_000)),
    ("A$200K–$300K", amount(200_000, 300_000, "AUD", assumptions=("$ read as AUD",))),
    ("$70K-$150K+", usd(70_000, 150_000, open_ended=True)),
    ("about £70K", plain(70_000, "GBP", approximate=True)),
    ("circa £70K", plain(70_000, "GBP", approximate=True)),
    ("c. £70K", plain(70_000, "GBP", approximate=True)),
    # percentages
    ("5%", plain(5, "%")),
    ("5–10%", amount(5, 10, "%")),
    ("5%-10%", amount(5, 10, "%")),
    ("7,5%", plain("7.5", "%")),
    ("0.125%", plain("0.125", "%")),
    ("1.125%", plain("1.125", "%")),
    # periods
    ("SEK 85K/mo", plain(85_000, "SEK", period="month")),
    ("₪45K/month", plain(45_000, "ILS", period="month")),
    ("€7K per month", plain(7_000, "EUR", period="month")),
    ("$80K/yr", usd(80_000, period="year")),
    ("$80K / year", usd(80_000, period="year")),
    ("$80K per year", usd(80_000, period="year")),
    ("£80K p.a.", plain(80_000, "GBP", period="year")),
    ("£80K annually", plain(80_000, "GBP", period="year")),
    ("£60K-£80K+/yr", amount(60_000, 80_000, "GBP", period="year", open_ended=True)),
    ("$150K/4yr", usd(150_000, years=4)),
    ("$150K/4", usd(150_000, years=4)),
    ("$150K/4 years", usd(150_000, years=4)),
    ("$150K over 4 years", usd(150_000, years=4)),
    # the same figure again
    ("€90K ($97K)", plain(90_000, "EUR", alternates=(usd(97_000),))),
    ("€90K (~$97K)", plain(90_000, "EUR", alternates=(usd(97_000, approximate=True),))),
    ("€90K / ~$97K", plain(90_000, "EUR", alternates=(usd(97_000, approximate=True),))),
    ("90K ($97K)", plain(90_000, alternates=(usd(97_000),))),
    (
        "€90K ($97K)/yr",
        plain(90_000, "EUR", period="year", alternates=(usd(97_000, period="year"),)),
    ),
    (
        "€90K / $97K per year",
        plain(90_000, "EUR", period="year", alternates=(usd(97_000, period="year"),)),
    ),
    ("$12K-$24K (10-15%)", usd(12_000, 24_000, alternates=(amount(10, 15, "%"),))),
    ("$12K-$24K / 10-15%", usd(12_000, 24_000, alternates=(amount(10, 15, "%"),))),
    (
        "£109K / $137K - £148K / $186K",
        amount(109_000, 148_000, "GBP", alternates=(usd(137_000, 186_000),)),
    ),
    (
        "£109K-£148K / $137K-$186K",
        amount(109_000, 148_000, "GBP", alternates=(usd(137_000, 186_000),)),
    ),
    (
        "£90K / €105K / $115K",
        plain(90_000, "GBP", alternates=(plain(105_000, "EUR"), usd(115_000))),
    ),
    (
        "$128K - $248K ($32K-$62K/yr)",
        usd(128_000, 248_000, alternates=(usd(32_000, 62_000, period="year"),)),
    ),
    ("  £125K  ", plain(125_000, "GBP")),
]


@pytest.mark.parametrize(("text", "expected"), READ, ids=[text for text, _ in READ])
def test_reads_exactly(text: str, expected: Amount) -> None:
    assert read_amount(text) == expected


REGIONAL = [
    (
        "¥12M",
        "JPY",
        plain(12_000_000, "JPY", assumptions=("¥ read as JPY, the region's currency",)),
    ),
    (
        "¥350,000",
        "CNY",
        plain(350_000, "CNY", assumptions=("¥ read as CNY, the region's currency",)),
    ),
    (
        "kr 900 000",
        "SEK",
        plain(900_000, "SEK", assumptions=("kr read as SEK, the region's currency",)),
    ),
    (
        "kr550,000–kr750,000",
        "DKK",
        amount(550_000, 750_000, "DKK", assumptions=("kr read as DKK, the region's currency",)),
    ),
    ("$80K", "USD", usd(80_000)),
    ("$80K", "GBP", usd(80_000)),
    ("$80K", "CAD", plain(80_000, "CAD", assumptions=("$ read as CAD, the region's currency",))),
    ("$80K", "CLP", plain(80_000, "CLP", assumptions=("$ read as CLP, the region's currency",))),
    ("80K", "CAD", plain(80_000)),
    ("£80K", "SEK", plain(80_000, "GBP")),
    ("45L", "INR", plain(4_500_000, "INR", assumptions=("L read as INR",))),
]


@pytest.mark.parametrize(("text", "region", "expected"), REGIONAL)
def test_the_region_decides_signs_that_several_currencies_share(
    text: str, region: str, expected: Amount
) -> None:
    assert read_amount(text, currency=region) == expected


# text, part of the reason, what is marked
REFUSED = [
    ("", "missing", ""),
    ("   ", "missing", "   "),
    ("abc", "a figure is missing", "abc"),
    ("nan", "a figure is missing", "nan"),
    ("inf", "a figure is missing", "inf"),
    ("£", "a figure is missing", ""),
    ("K", "a figure is missing", "K"),
    ("£100K-", "a figure is missing", ""),
    ("£100K to", "a figure is missing", ""),
    ("-£5K", "can't be negative", "-"),
    ("£-5K", "can't be negative", "-"),
    ("−5%", "can't be negative", "−"),
    ("£5K--£10K", "can't be negative", "-"),
    ("+5%", "leave out the +", "+"),
    ("(£5K)", "a figure is missing", "("),
    ("£100K-$150K", "mixed currencies, £ and $", "$"),
    ("US$185K EUR", "mixed currencies", "EUR"),
    ("$5%", "mixed currencies", "%"),
    ("$200K-$150K", "the low end of a range comes first", "200K-$150K"),
    ("£1K-£2K-£3K", "a range has two ends", "3K"),
    ("£70K+-£150K", "belongs after the high end", "70K"),
    ("£900–1.2M", "900 or 900M? Write both ends in full", "900"),
    ("£165K–215", "215 or 215K? Write both ends in full", "215"),
    ("£1.234–2.5M", "1.234 or 1.234M? Write both ends in full", "1.234"),
    ("£1.234K", "can't tell thousands from decimals here: write the figure in full", "1.234K"),
    ("£1,234K", "can't tell thousands from decimals", "1,234K"),
    ("1,125%", "write a decimal point", "1,125"),
    ("£125KK", "leave out 'KK'", "KK"),
    ("£125K K", "leave out 'K'", "K"),
    ("$250K RSU", "'RSU' is no currency known here", "RSU"),
    ("$250K profit sharing", "leave out 'profit'", "profit"),
    ("XYZ 5K", "'XYZ' is no currency known here", "XYZ"),
    ("Q$5K", "'Q$' is no currency known here", "Q$"),
    ("200k eur", "write a currency in capitals: EUR", "eur"),
    ("1e400", "exponents are not read", "1e"),
    ("1.5E6", "exponents are not read", "1.5E"),
    ("1e-5", "exponents are not read", "1e"),
    ("$45L", "L counts rupees only", "L"),
    ("1.2 crore EUR", "crore counts rupees only", "crore"),
    ("5K%", "a percentage takes no K", "K"),
    ("1234567890123456", "at most 15 digits", "1234567890123456"),
    ("1000000B", "at most 15 digits", "1000000B"),
    ("80.00.0", "can't tell thousands from decimals", "80.00.0"),
    ("1,2,3", "can't tell thousands from decimals", "1,2,3"),
    ("12,3456", "can't tell thousands from decimals", "12,3456"),
    ("1234.567", "can't tell thousands from decimals", "1234.567"),
    ("1,234.567", "can't tell thousands from decimals", "1,234.567"),
    ("1.234,567,890", "can't tell thousands from decimals", "1.234,567,890"),
    ("0125", "can't start with a zero", "0125"),
    ("0,125", "can't start with a zero", "0,125"),
    (".5M", "'.' has no place", "."),
    ("5.", "'.' has no place", "."),
    ("1_000", "'_' has no place", "_"),
    ("<£95,000", "'<' has no place", "<"),
    ("٣٤٥", "write digits as 0 to 9", "٣"),
    ("１２５K", "write digits as 0 to 9", "１"),
    ("1 5K", "two figures side by side", "5"),
    ("¥12M", "¥ is JPY or CNY: write JPY 12M or CNY 12M", "¥"),
    ("kr 900 000", "kr is SEK, NOK, DKK or ISK: write SEK 900 000, NOK 900 000", "kr"),
    (
        "£80K/fortnight",
        "'fortnight' is not read here: write /yr, /mo, /wk, /day, /h or",
        "/fortnight",
    ),
    ("£80K/m", "'m' is not read here", "/m"),
    ("£80K/yr/mo", "say once", "/"),
    ("£80K/yr-£90K/mo", "one range, two periods", "80K/yr-£90K"),
    ("£80K/40", "1 to 10 whole years", "40"),
    ("£80K/0 years", "1 to 10 whole years", "0"),
    ("£80K over 1.5 years", "1 to 10 whole years", "1.5"),
    ("£80K / 90K", "name the currency of the second figure", "90K"),
    ("£80K / £90K", "GBP is said twice", "90K"),
    ("£80K / $90K / $91K", "USD is said twice", "91K"),
    ("£80K / $90K-$99K", "say both ends in both currencies", "90K-$99K"),
    ("£80K ($90K", "close the bracket", "($90K"),
    ("£80K ($90K) - £90K ($99K)", "say the whole range first", "-"),
    ("£80K)", "leave out ')'", ")"),
    ("£80K++", "leave out '+'", "+"),
]


@pytest.mark.parametrize(
    ("text", "reason", "marked"), REFUSED, ids=[text for text, _, _ in REFUSED]
)
def test_refuses_with_a_reason_and_marks_the_place(text: str, reason: str, marked: str) -> None:
    with pytest.raises(AmountError) as caught:
        read_amount(text)
    assert reason in caught.value.reason
    assert text[caught.value.start : caught.value.end] == marked
    assert caught.value.text == text


@pytest.mark.parametrize(
    ("text", "region"), [("¥12M", "USD"), ("kr 900 000", "EUR"), ("45L", "GBP")]
)
def test_refuses_a_sign_that_the_region_does_not_settle(text: str, region: str) -> None:
    with pytest.raises(AmountError):
        read_amount(text, currency=region)


HOSTILE = [
    "1",
    "1,",
    "1 ",
    "1 000",
    "$",
    "(",
    ")",
    "-",
    "/",
    "~",
    "+",
    ".",
    "'",
    " ",
    "\n",
    "K",
    "kr",
    "p.a",
    "٣",
    "₹",
    "é",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_refuses_a_hostile_length_before_reading_it(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    with pytest.raises(AmountError, match=f"at most {MAX_LENGTH} characters") as caught:
        read_amount(text)
    assert caught.value.start == MAX_LENGTH


@pytest.mark.parametrize("unit", HOSTILE)
def test_refuses_repetition_within_the_length(unit: str) -> None:
    with pytest.raises(AmountError):
        read_amount(unit * (MAX_LENGTH // len(unit)))


def test_a_monthly_figure_and_its_alternates_become_yearly_and_say_so() -> None:
    yearly = read_amount("€7.000,25-€8.000/mo ($8K-$9K) (10%)").per_year
    said = "a monthly figure times 12"
    dollars = usd(96_000, 108_000, period="year", assumptions=("$ read as USD", said))
    assert yearly == amount(
        "84003.00",
        96_000,
        "EUR",
        period="year",
        assumptions=(said,),
        alternates=(dollars, plain(10, "%")),
    )


@pytest.mark.parametrize("text", ["£80K", "£80K/yr", "£150K/4yr", "5%", "£80K (£7K/mo)"])
def test_what_is_not_monthly_stays_as_it_is(text: str) -> None:
    read = read_amount(text)
    assert read.per_year == read


def test_figures_are_exact_whatever_the_decimal_context() -> None:
    with decimal.localcontext(decimal.Context(prec=2, traps=[decimal.Inexact, decimal.Rounded])):
        read = read_amount("£123,456.78/mo")
        assert read.low == Decimal("123456.78")
        assert read.per_year.low == Decimal("1481481.36")
        assert read_amount("1.2345M").low == Decimal(1_234_500)


def test_an_amount_is_frozen_and_hashable() -> None:
    read = read_amount("€90K ($97K)")
    with pytest.raises(FrozenInstanceError):
        read.low = Decimal(0)  # type: ignore[misc]
    assert hash(read) == hash(replace(read))


def test_the_currencies_are_those_that_babel_knows() -> None:
    from babel.core import Locale

    known = set(Locale("en").currencies)
    assert known >= ISO_CODES - {"ZWG"}  # of 2024
    assert {code for codes in SIGNS.values() for code in codes} <= ISO_CODES | {"%"}
    assert set(HOME_DOLLARS) <= ISO_CODES


AMOUNT_LIKE = st.lists(
    st.sampled_from(
        [
            *SIGNS,
            *"0123456789.,' /()+-–~%KkMLe",
            "1",
            "000",
            "250",
            "USD",
            "lakh",
            " to ",
            "/yr",
            "4yr",
            "p.a.",
        ]
    )
).map("".join)


@given(
    st.one_of(st.text(), AMOUNT_LIKE),
    st.sampled_from([None, "USD", "JPY", "SEK", "INR", "CAD", "%", "?"]),
)
def test_any_text_is_an_amount_or_an_amount_error(text: str, region: str | None) -> None:
    read: Amount | None = None
    span = 0, 0
    try:
        read = read_amount(text, currency=region)
    except AmountError as error:
        span = error.start, error.end
    assert 0 <= span[0] <= span[1] <= len(text)
    for one in (read, *read.alternates, read.per_year) if read else ():
        assert Decimal(0) <= one.low <= one.high
        assert one.high.is_finite()
        assert not (one.period and one.years)
        assert one.currency is None or one.currency == "%" or one.currency in ISO_CODES
    assert read is None or all(other.currency and not other.alternates for other in read.alternates)


def indian(number: int) -> str:
    head, tail = divmod(number, 1000)
    groups = [] if head == 0 else [f"{tail:03}"]
    while head >= 100:
        head, rest = divmod(head, 100)
        groups.append(f"{rest:02}")
    return ",".join([str(head or tail), *reversed(groups)])


@given(
    st.integers(0, 10**MAX_DIGITS - 1),
    st.sampled_from([",", ".", "'", "’", " ", "\u00a0", "\u2009", "\u202f", ""]),
)
def test_every_grouping_reads_back(number: int, mark: str) -> None:
    assert read_amount(f"{number:,}".replace(",", mark)) == plain(number)


@given(st.integers(0, 10**MAX_DIGITS - 1))
def test_indian_grouping_reads_back(number: int) -> None:
    assert read_amount(f"₹{indian(number)}") == plain(number, "INR")


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from(sorted(ISO_CODES)))
def test_a_range_reads_back_or_is_refused_backward(low: int, high: int, code: str) -> None:
    text = f"{code} {low:,}–{code} {high:,}"
    if low <= high:
        assert read_amount(text) == Amount(Decimal(low), Decimal(high), code)
    else:
        with pytest.raises(AmountError, match="the low end of a range comes first"):
            read_amount(text)
