"""Amounts with their currency beside them, and times of a day, as programs write them."""

from __future__ import annotations

import json
from datetime import date, datetime, timezone
from typing import Any

import pytest

from counteroffer import Case, CaseError, counter
from counteroffer.answers.answer import understood
from tests.support.samples import RULES, sample, settled

USD = {"amount": 180_000, "currency": "USD"}


@pytest.mark.parametrize(
    ("structured", "text"),
    [
        (USD, "USD 180000"),
        ({"amount": "180K", "currency": "usd"}, "$180K"),
        ({"amount": 180_000.0, "currency": "GBP"}, "£180K"),
        ({"amount": "$180K", "currency": "CAD"}, "C$180K"),
        ({"amount": "$180K"}, "$180K"),
        ({"amount": 180_000, "currency": None}, "180K"),
        ({"amount": "15K/mo", "currency": "EUR"}, "€15K/mo"),
    ],
)
@pytest.mark.parametrize("name", ["base", "equity", "signing", "bonus"])
def test_it_says_the_same_as_a_text(structured: Any, text: str, name: str) -> None:
    if name == "signing" and "/mo" in text:
        return
    one, other = (
        settled(sample("midjourney", offer={name: amount}, home="EUR"))
        for amount in (structured, text)
    )
    assert one.case["offer"] == other.case["offer"]
    assert (one.ask, one.rates) == (other.ask, other.rates)


def test_it_is_taken_wherever_an_amount_is() -> None:
    facts = sample("midjourney", rounds=[{"ask": {"base": {"amount": 300_000, "currency": "USD"}}}])
    facts["offer"] = {
        "base": USD,
        "equity": {"amount": 80_000, "currency": "USD", "per": "year", "vehicle": "profit-sharing"},
        "signing": {"amount": 20_000, "currency": "USD"},
        "bonus": {"amount": 20_000, "currency": "USD"},
    }
    facts["competing"] = [{"company": "A", "equity": {"amount": USD, "years": 4}}]
    facts["candidate"] = {"minimum_base": {"amount": 150_000, "currency": "EUR"}}
    case = understood(settled(facts))
    assert (case["offer"]["base"], case["offer"]["signing"], case["offer"]["bonus"]) == (
        180_000,
        20_000,
        20_000,
    )
    assert case["offer"]["equity"] == {"amount": 80_000, "years": 1, "vehicle": "profit-sharing"}
    assert case["competing"][0]["equity"] == {"amount": 180_000, "years": 4}
    assert case["candidate"]["minimum_base"] == "EUR 150000"
    assert case["rounds"][0]["ask"]["base"] == 300_000


@pytest.mark.parametrize(
    ("amount", "pointer", "code"),
    [
        ({"amount": "£180K", "currency": "USD"}, "/offer/base/currency", "currency.mixed"),
        ({"amount": 5, "currency": "USDX"}, "/offer/base/currency", "currency.unreadable"),
        ({"currency": "USD"}, "/offer/base/amount", "entry.missing"),
        ({"amount": "many"}, "/offer/base/amount", "amount.unreadable"),
        ({"amount": True}, "/offer/base/amount", "value.wrong-type"),
        ({"amount": 5, "curency": "USD"}, "/offer/base/curency", "entry.unknown"),
        ({"amount": {"amount": 5}}, "/offer/base/amount", "entry.missing"),
        ({"amount": "10%", "currency": "USD"}, "/offer/base/currency", "amount.not-money"),
    ],
)
def test_what_is_wrong_inside_is_told_there(amount: Any, pointer: str, code: str) -> None:
    with pytest.raises(CaseError) as caught:
        settled(sample("midjourney", offer={"base": amount}))
    (problem,) = caught.value.problems
    assert (problem.pointer, problem.code) == (pointer, code)


@pytest.mark.parametrize(
    "written",
    [
        *("2026-12-04T00:00:00Z", "2026-12-04T23:59:59.999+01:00", "2026-12-04 08:30"),
        *(date(2026, 12, 4), datetime(2026, 12, 4, 8, tzinfo=timezone.utc)),
    ],
)
def test_of_a_time_the_date_is_taken(written: Any) -> None:
    offer = {"base": "$200K", "expires": written}
    case = understood(settled(sample("midjourney", offer=offer)))
    assert case["offer"]["expires"] == "2026-12-04"


def test_an_exponent_in_json_is_the_number() -> None:
    facts = json.dumps(sample("midjourney", offer={"base": 1}))
    texts = [facts.replace('"base": 1', f'"base": {one}') for one in ("2.1E5", "210000")]
    one, other = (counter(Case.loads(text), rulebook=RULES, engine="plain") for text in texts)
    assert one == other
