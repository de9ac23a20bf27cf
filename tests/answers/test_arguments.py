"""A wrong argument is told by its name and what it may be; wrong data is the library's own
error."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

import counteroffer
from counteroffer import (
    Calculator,
    Case,
    CaseError,
    CounterofferError,
    Rates,
    counter,
    explain,
    letter,
    render,
    risk,
    solve,
    what_if,
)
from counteroffer.answers.arguments import ARGUMENTS
from tests.support.samples import RULES, sample

CASE = Case.of(sample("huggingface"))
ANSWER = counter(CASE, rulebook=RULES, engine="plain")
ANY: Any = None


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: counter({"guide": "x"}), "case must be a Case"),  # type: ignore[arg-type]
        (lambda: counter(CASE, today="2026-11-20"), "today must be a datetime.date"),  # type: ignore[arg-type]
        (lambda: counter(CASE, today=datetime(2026, 11, 20)), "today must be a datetime.date"),
        (lambda: counter(CASE, rulebook="rules"), "rulebook must be a Rulebook"),  # type: ignore[arg-type]
        (lambda: counter(CASE, rates={"GBP/USD": 1.31}), "rates must be Rates"),  # type: ignore[arg-type]
        (lambda: counter(CASE, rates={}), "rates must be Rates"),  # type: ignore[arg-type]
        (lambda: counter(CASE, engine=5), "engine must be 'rete', 'plain' or an Engine"),  # type: ignore[arg-type]
        (lambda: counter(CASE, locale=5), "locale must be the name of a locale"),  # type: ignore[arg-type]
        (lambda: counter(CASE, region=5), "region must be the name of a region"),  # type: ignore[arg-type]
        (lambda: render(ANSWER, "html"), "form must be one of text, json, markdown"),
        (lambda: render(CASE), "answer must be a Counteroffer"),  # type: ignore[arg-type]
        (lambda: what_if(CASE, {"offer.base": 160_000}), "vary['offer.base'] must be a list"),  # type: ignore[dict-item]
        (lambda: what_if(CASE, ["offer.base"]), "vary must be a mapping from paths"),  # type: ignore[arg-type]
        (lambda: solve(CASE, 5, "offer.base"), "want must be a text"),  # type: ignore[arg-type]
        (lambda: explain(CASE, freeze="gpu_years"), "freeze must be a list"),
        (lambda: risk({}), "case must be a Case"),  # type: ignore[arg-type]
        (lambda: letter(None), "case must be a Case"),  # type: ignore[arg-type]
        (lambda: Calculator(today="x"), "today must be a datetime.date"),  # type: ignore[arg-type]
        (lambda: Calculator("rules"), "rules must be a Rulebook"),  # type: ignore[arg-type]
        (lambda: Calculator(RULES).counter({}), "case must be a Case"),  # type: ignore[arg-type]
        (lambda: Calculator(RULES).plan({}), "case must be a Case"),  # type: ignore[arg-type]
    ],
)
def test_a_wrong_argument_is_named_with_what_it_may_be(
    call: Callable[[], object], words: str
) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        call()
    assert not isinstance(caught.value, CounterofferError)
    assert words in str(caught.value)


def test_the_arguments_of_every_public_function_are_known() -> None:
    # a table, problems, what check takes, saved answers, the name of a schema, a draft, and what
    # recruiting systems send
    data = {"frame", "found", "case", "saved", "one", "other", "name", "text"}
    data |= {"payload", "system", "mapping", "offer"}
    for name in counteroffer.__all__:
        one = getattr(counteroffer, name)
        if inspect.isfunction(one):
            assert set(inspect.signature(one).parameters) <= ARGUMENTS.keys() | data, name


def nested(depth: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for _ in range(depth):
        value = {"x": value}
    return value


def in_itself() -> dict[str, Any]:
    value: dict[str, Any] = {}
    value["one"], value["other"] = value, [value]
    return value


def doubled(depth: int) -> dict[str, Any]:
    """Small in memory, and without an end when it is written out."""
    value: dict[str, Any] = {}
    for _ in range(depth):
        value = {"x": value, "y": value}
    return value


@pytest.mark.parametrize(
    "facts",
    [
        {"cls": 1},
        {"self": 1},
        {"[key]": 1},
        {1: 2},
        {"candidate": nested(5_000)},
        {"candidate": in_itself()},
        {"candidate": doubled(30)},
        {"offer": {"base": Decimal("1e999999999")}},
        {"offer": {"base": 10**5_000}},
        {"offer": {"base": float("nan")}},
        {"offer": {"equity": {"amount": "$150K", "years": Decimal("1e999999999")}}},
        {"offer": {"equity": {"amount": "$150K", "vesting": [10**5_000]}}},
        {"candidate": {"gpu_years": 10**5_000}},
        {"candidate": {"gpu_years": Decimal("1e999999999")}},
        {"rates": {"GBP/USD": float("inf")}},
        {"rates": {"GBP/USD": 10**5_000}},
        {"today": 10**5_000},
        {"offer": {"base": object()}},
        {"competing": {"company": "A"}},
    ],
)
def test_whatever_the_values_are_it_is_a_case_error(facts: dict[Any, Any]) -> None:
    with pytest.raises(CaseError) as caught:
        counter(Case.of({**sample("huggingface"), **facts}), rulebook=RULES)
    assert all(len(one.message) < 1_000 for one in caught.value.problems)


@pytest.mark.parametrize("value", [None, 5, "x", [1], [["guide", "x"]]])
def test_what_is_no_mapping_is_a_case_error(value: Any) -> None:
    with pytest.raises(CaseError):
        Case.of(value)


def test_errors_of_rates_and_engines_have_a_path_and_a_code() -> None:
    with pytest.raises(CounterofferError) as rates:
        Rates.snapshot().with_given({"GBP/USD": "many"}, None)
    (problem,) = rates.value.problems_json()
    assert (problem["pointer"], problem["code"]) == ("/GBP~1USD", "rate.unusable")
    with pytest.raises(CounterofferError) as engine:
        counter(CASE, engine="rite", rulebook=RULES)
    assert engine.value.problems_json()[0]["code"] == "engine.unknown"
