"""Offers of applicant tracking systems → cases: what is taken over, and what is only listed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from counteroffer import Case, CaseError, CounterofferError, case_from, counter
from counteroffer.systems.case_from import LARGEST
from counteroffer.systems.system_case import LeftField, SystemCase
from tests.support.samples import TODAY
from tests.systems.payloads import (
    BY_SALARY,
    HERE,
    ashby_event,
    ashby_offer,
    euros,
    harvest,
    lever_offers,
)

DOLLARS = {"amount": "215000.0", "unit": "USD"}


def taken(found: SystemCase) -> dict[str, Any]:
    return {one.fact: one.value for one in found.taken if "." in one.fact}


def left(found: SystemCase, name: str) -> LeftField:
    return next(one for one in found.left if one.name == name)


# Ashby


def test_ashby_salary_is_taken_with_its_currency_and_the_assumed_year_is_told() -> None:
    found = case_from({"results": ashby_offer(euros(98_000))}, "ashby", mapping=HERE)
    assert taken(found) == {"offer.base": "EUR 98000"}
    assert found.assumed == (
        "offer.base: Ashby states no interval for 'salary'; it is taken as per year",
    )
    assert found.case.assumptions == found.assumed
    assert found.assumed[0] in counter(found.case, today=TODAY).assumptions


@pytest.mark.parametrize("wrap", [lambda one: {"results": one}, ashby_event, lambda one: one])
def test_ashby_offer_is_found_wherever_it_stands(wrap: Any) -> None:
    found = case_from(wrap(ashby_offer(euros(98_000))), "ashby", mapping=HERE)
    assert taken(found) == {"offer.base": "EUR 98000"}


def test_ashby_fields_are_taken_by_their_titles() -> None:
    offer = ashby_offer(
        euros(8_100),
        ("Paid per", "Monthly"),
        ("Starter", euros(9_000)),
        ("Target %", Decimal("12.5")),
        ("Options", 4_000),
    )
    facts = {
        "offer.base": {"at": "/latestVersion/salary", "period": {"field": "Paid per"}},
        "offer.signing": "Starter",
        "offer.bonus": {"field": "target %", "unit": "percent"},
        "offer.equity.options": "Options",
    }
    found = case_from({"results": offer}, "ashby", mapping={**HERE, "facts": facts})
    assert taken(found) == {
        "offer.base": "EUR 8100/mo",
        "offer.signing": "EUR 9000",
        "offer.bonus": "12.5%",
        "offer.equity.options": 4_000,
    }
    assert found.assumed == ()
    assert "Paid per" not in [one.name for one in found.left]


def test_no_year_is_assumed_where_a_field_speaks_of_another_interval() -> None:
    found = case_from(
        {"results": ashby_offer(euros(8_100), ("Paid per", "Monthly"))}, "ashby", mapping=HERE
    )
    assert found.case.offer is None
    assert "'Monthly'" in left(found, "salary").why


def test_nothing_is_taken_where_the_salary_is_null() -> None:
    found = case_from(ashby_event(ashby_offer(None), "offerUpdate"), "ashby", mapping=HERE)
    assert not found.pays
    assert "/data/offer/latestVersion/salary" in found.empty


# Greenhouse


@pytest.mark.parametrize(
    ("pay", "base"),
    [
        (DOLLARS, "USD 215000"),
        ({"value": 215_000, "currency": "usd"}, "USD 215000"),
        ({"value": Decimal("215000.50"), "currency": "USD"}, "USD 215000.5"),
        ("$215,000", "$215000"),
        ("USD 215,000", "USD 215000"),
    ],
)
def test_greenhouse_fields_of_the_type_currency_are_money(pay: Any, base: str) -> None:
    found = case_from(harvest(pay), "greenhouse", mapping=BY_SALARY)
    assert taken(found) == {"offer.base": base}


@pytest.mark.parametrize(
    ("pay", "kind", "why"),
    [
        ("$215,000", "short_text", "of the type short_text"),
        ("Around $215k", "short_text", "about so much"),
        ("Around $215k", "currency", "about so much"),
        ("$190,000 - $215,000", "currency", "a range"),
        ({"unit": "USD", "min_value": "1.0", "max_value": "2.0"}, "currency", "no single amount"),
        ("tbd", "currency", "no exact amount"),
        ({"amount": 215_000, "unit": "dollars"}, "currency", "no code"),
        ({"amount": Decimal("215000.125"), "unit": "USD"}, "currency", "thousands from decimals"),
        ({"amount": -5, "unit": "USD"}, "currency", ""),
        ({"amount": 12, "unit": "USD"}, "currency", "too small"),
        (True, "currency", "no amount"),
    ],
)
def test_what_is_no_exact_amount_of_money_is_listed(pay: Any, kind: str, why: str) -> None:
    found = case_from(harvest(pay, kind), "greenhouse", mapping=BY_SALARY)
    assert found.case.offer is None
    one = left(found, "Pay rate")
    assert one.at == "/keyed_custom_fields/pay_rate"
    assert why in one.why


def test_the_copy_of_a_field_without_its_type_is_no_way_around_the_type() -> None:
    facts = {"offer.base": {"at": "/custom_fields/pay_rate", "period": "year"}}
    asked = {**HERE, "facts": facts}
    assert not case_from(harvest("$215,000", "short_text"), "greenhouse", mapping=asked).pays
    assert case_from(harvest("$215,000"), "greenhouse", mapping=asked).pays


def test_without_a_map_greenhouse_states_nothing_that_could_be_taken() -> None:
    found = case_from(harvest(DOLLARS), "greenhouse", mapping=HERE)
    assert taken(found) == {}
    assert left(found, "Pay rate").why == "not mapped"


def test_a_base_without_an_interval_is_listed() -> None:
    facts = {"offer.base": "pay_rate"}
    found = case_from(harvest(DOLLARS), "greenhouse", mapping={**HERE, "facts": facts})
    assert not found.pays
    assert "'period: year'" in left(found, "Pay rate").why


def test_an_old_version_is_said_to_be_one() -> None:
    found = case_from([harvest(DOLLARS, status="deprecated")], "greenhouse", mapping=BY_SALARY)
    assert found.pays
    assert "deprecated: an old version" in found.case.assumptions[-1]


def test_of_several_versions_the_newest_that_stands_is_taken_and_all_are_told() -> None:
    older = harvest({"amount": 1, "unit": "USD"}, id=1, version=3, status="deprecated")
    newer = harvest(DOLLARS, id=2, version=2)
    found = case_from([older, newer], "greenhouse", mapping=BY_SALARY)
    assert taken(found) == {"offer.base": "USD 215000"}
    assert found.told[0] == "2 offers stand there; taken is 2 (2, unresolved)"
    assert "left out: 1 (3, deprecated)" in found.told
    assert not any(one.at.startswith("/0/") for one in found.left)


def test_offers_of_several_applications_are_told_apart_by_their_id() -> None:
    both = [harvest(DOLLARS, id=1), harvest(DOLLARS, id=2, application_id=78)]
    with pytest.raises(CaseError, match=r"several applications: name one of 1, 2"):
        case_from(both, "greenhouse", mapping=BY_SALARY)
    assert case_from(both, "greenhouse", mapping=BY_SALARY, offer="2").pays
    with pytest.raises(CaseError, match="no offers have the id 3"):
        case_from(both, "greenhouse", mapping=BY_SALARY, offer="3")


# Lever and others


def test_lever_amounts_take_currency_and_interval_from_the_fields_beside_them() -> None:
    fields = {
        "salary_amount": 15_500,
        "salary_currency": "USD",
        "salary_interval": "per-month-salary",
    }
    found = case_from(lever_offers((5, fields)), "lever", mapping=HERE)
    assert taken(found) == {"offer.base": "USD 15500/mo"}
    assert found.assumed == ()


@pytest.mark.parametrize("interval", ["per-bi-week-salary", "one-time-payment", "whenever"])
def test_an_interval_that_a_case_can_not_state_is_listed(interval: str) -> None:
    fields = {
        "salary_amount": 15_500,
        "salary_currency": "USD",
        "salary_interval": interval,
    }
    found = case_from(lever_offers((5, fields)), "lever", mapping=HERE)
    assert not found.pays
    assert left(found, "Salary Amount").why.startswith("offer.base: it is per ")


def test_texts_that_are_one_exact_figure_are_taken_by_a_map() -> None:
    fields = {"base_pay": "$196,500", "bonus": "10%", "options": "8,000", "sign": "about 5k"}
    facts = {
        "offer.base": {"field": "base_pay", "period": "year"},
        "offer.bonus": "bonus",
        "offer.equity.options": "options",
        "offer.signing": "sign",
    }
    found = case_from(lever_offers((5, fields)), "lever", mapping={**HERE, "facts": facts})
    assert taken(found) == {
        "offer.base": "$196500",
        "offer.bonus": "10%",
        "offer.equity.options": "8,000",
    }
    assert left(found, "Sign").value == '"about 5k"'


def test_an_amount_without_a_currency_is_told_and_not_taken_beside_a_foreign_one() -> None:
    fields = {"salary_amount": 99_000, "salary_interval": "yearly", "sign": 5_000}
    facts = {"offer.signing": "sign"}
    bare = case_from(lever_offers((5, fields)), "lever", mapping={**HERE, "facts": facts})
    assert taken(bare) == {"offer.base": "99000", "offer.signing": "5000"}
    assert "no currency is stated" in bare.assumed[0]
    foreign = lever_offers((5, {**fields, "salary_currency": "EUR"}))
    found = case_from(foreign, "lever", mapping={**HERE, "facts": facts})
    assert taken(found) == {"offer.base": "EUR 99000"}
    assert "in EUR where the region has USD" in left(found, "Sign").why


def test_the_newest_of_lever_offers_is_taken() -> None:
    def fields(pay: int) -> dict[str, Any]:
        return {"salary_amount": pay, "salary_currency": "USD", "salary_interval": "yearly"}

    both = lever_offers((5, fields(200_000)), (9, fields(210_000)))
    assert taken(case_from(both, "lever", mapping=HERE)) == {"offer.base": "USD 210000"}


def test_any_json_is_read_by_pointers() -> None:
    payload = {"terms": {"gross": 205_000, "cur": "USD", "office": "Bay"}, "gpu": "4.5"}
    facts = {
        "offer.base": {
            "at": "/terms/gross",
            "currency": {"at": "/terms/cur"},
            "period": "year",
        },
        "candidate.gpu_years": "/gpu",
    }
    mapping = {
        "guide": "midjourney/devops-engineer",
        "region": {"at": "/terms/office", "words": {"Bay": "san-francisco"}},
        "facts": facts,
    }
    found = case_from(payload, "json", mapping=mapping)
    assert found.case.region == "san-francisco"
    assert taken(found) == {"offer.base": "USD 205000", "candidate.gpu_years": "4.5"}


def test_two_fields_of_one_name_that_differ_are_not_taken() -> None:
    offer = ashby_offer(None, ("Starter", euros(1_000)), ("Starter", euros(2_000)))
    mapping = {**HERE, "facts": {"offer.signing": "Starter"}}
    found = case_from({"results": offer}, "ashby", mapping=mapping)
    assert not found.pays
    assert "several fields have that name" in left(found, "Starter").why


# what is listed


@pytest.mark.parametrize(
    "name",
    [
        *("Current salary", "currentBaseSalary", "current_ctc", "Previous compensation"),
        *("Salary history", "Aktuelles Gehalt", "Salaire actuel", "last drawn pay"),
        *("What do you earn now?", "Salário atual", "RAL attuale", "現在の年収（万円）"),
    ],
)
def test_present_pay_is_listed_without_its_figure(name: str) -> None:
    offer = ashby_offer(euros(98_000), (name, 71_234))
    found = case_from({"results": offer}, "ashby", mapping=HERE)
    assert left(found, name).value is None
    assert "salary-history" in left(found, name).why
    assert "71234" not in found.yaml()


def test_a_field_by_key_whose_name_is_present_pay_is_not_taken() -> None:
    offer = {**harvest(DOLLARS)}
    offer["keyed_custom_fields"] = {
        "pay_rate": {"name": "Current salary", "type": "currency", "value": DOLLARS}
    }
    found = case_from(offer, "greenhouse", mapping=BY_SALARY)
    assert not found.pays
    assert "215000" not in found.yaml().replace("custom_fields/", "").split("pay_rate")[0]


def test_what_may_be_private_is_listed_without_its_value() -> None:
    offer = ashby_offer(euros(98_000), ("Candidate email", "x"), ("Team", "SRE"), ("Blurb", "a@b"))
    offer["latestVersion"]["customFields"].append(
        {"title": "Tier", "value": "gold", "isPrivate": True}
    )
    found = case_from({"results": offer}, "ashby", mapping=HERE)
    shown = {one.name: one.value for one in found.left}
    assert shown["Team"] == '"SRE"'
    assert [shown[name] for name in ("Candidate email", "Tier", "Blurb")] == [None] * 3


def test_a_text_that_speaks_of_present_pay_is_not_shown_either() -> None:
    offer = ashby_offer(euros(98_000), ("Remark", "on 71234 now"), ("Mood", "currently at 71234"))
    text = case_from({"results": offer}, "ashby", mapping=HERE).yaml()
    assert "71234" not in text


def test_the_current_version_of_the_offer_is_no_present_pay() -> None:
    offer = ashby_offer(None, ("Current offer base", euros(98_000)))
    source = {"field": "Current offer base", "period": "year"}
    found = case_from(
        {"results": offer}, "ashby", mapping={**HERE, "facts": {"offer.base": source}}
    )
    assert taken(found) == {"offer.base": "EUR 98000"}


def test_an_interval_beside_the_amount_is_what_counts() -> None:
    monthly = {**euros(8_100), "interval": "1 MONTH"}
    found = case_from({"results": ashby_offer(monthly)}, "ashby", mapping=HERE)
    assert taken(found) == {"offer.base": "EUR 8100/mo"}
    assert found.assumed == ()
    facts = {"offer.signing": "Starter"}
    offer = ashby_offer(None, ("Starter", monthly))
    found = case_from({"results": offer}, "ashby", mapping={**HERE, "facts": facts})
    assert "only a base" in left(found, "Starter").why


def test_every_field_is_taken_listed_or_said_to_state_nothing() -> None:
    found = case_from(harvest(DOLLARS), "greenhouse", mapping=BY_SALARY)
    places = {one.at for one in found.left} | {one.at for one in found.taken} | set(found.empty)
    assert places >= {
        *("/id", "/version", "/application_id", "/sent_at", "/status"),
        *(f"/keyed_custom_fields/{name}" for name in ("pay_rate", "shift_worked", "notes")),
    }


def test_the_yaml_is_a_case_whose_comments_can_not_end() -> None:
    offer = ashby_offer(euros(98_000), ("a\nregion: paris", "b\n\u2028offer: {}\x1b[2J"))
    text = case_from({"results": offer}, "ashby", mapping=HERE).yaml()
    assert "\x1b" not in text
    again = Case.loads(text)
    assert again == case_from({"results": offer}, "ashby", mapping=HERE).case
    assert again.region == "san-francisco"


# what can't be used


def test_a_region_is_needed() -> None:
    with pytest.raises(CaseError, match="which region"):
        case_from(ashby_offer(euros(98_000)), "ashby", guide="midjourney/devops-engineer")


def test_a_wrong_guide_is_told_at_its_place_in_the_map(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text("region: san-francisco\nguide: midjourney/devops-enginer\n")
    with pytest.raises(CaseError) as error:
        case_from(ashby_offer(euros(98_000)), "ashby", mapping=path)
    (problem,) = error.value.problems
    assert (problem.line, problem.suggestion) == (2, "midjourney/devops-engineer")


@pytest.mark.parametrize(
    "payload",
    [b"", b"{", b"5", b'{"a": 1, "a": 2}', b"[" * 100_000, b"\xff", b"[]", b" " * (LARGEST + 1)],
)
def test_what_is_no_payload_is_told(payload: bytes) -> None:
    with pytest.raises(CounterofferError):
        case_from(payload, "greenhouse", mapping=HERE)


def test_numbers_without_end_are_no_amounts() -> None:
    for pay in (10**400, Decimal("1e90"), Decimal("NaN"), float("inf"), 10**30):
        found = case_from(harvest(pay), "greenhouse", mapping=BY_SALARY)
        assert not found.pays
        assert Case.loads(found.yaml()) == found.case
