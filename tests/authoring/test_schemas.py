"""The published schemas describe what is read and what is answered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from counteroffer import Case, counter
from counteroffer.answers.record import as_dict
from counteroffer.authoring.schemas import NAMES, schema

ROOT = Path(__file__).parents[2]


def test_the_schemas_that_files_point_to_are_the_current_ones() -> None:
    for name in ("case", "guide", "lever"):
        kept = json.loads((ROOT / "rules" / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
        assert kept == schema(name), f"counteroffer schema {name} > rules/schemas/{name}.json"


@pytest.mark.parametrize("name", NAMES)
def test_every_property_that_is_not_obvious_is_described(name: str) -> None:
    assert schema(name)["$schema"].endswith("2020-12/schema")
    assert schema(name)["type"] == "object"


@pytest.mark.parametrize(
    "example", sorted((ROOT / "examples").glob("*.yaml")), ids=lambda path: path.stem
)
def test_every_answer_fits_its_schema(example: Path) -> None:
    answer = as_dict(counter(Case.load(example)))
    Draft202012Validator(schema("answer")).validate(json.loads(json.dumps(answer)))


def test_the_keys_of_an_answer_are_those_of_the_contract() -> None:
    answer = as_dict(counter(Case.load(ROOT / "examples" / "hugging-face-paris.yaml")))
    assert list(answer) == [
        "schema",
        "today",
        "rules",
        "case",
        "guide",
        "market",
        "region",
        "currency",
        "basis",
        "ask",
        "stretch",
        "headline",
        "floor",
        "walk_away",
        "break_even",
        "gap",
        "verdict",
        "reasons",
        "offer",
        "alternatives",
        "levers",
        "unused",
        "talking_points",
        "home",
        "rates",
        "warnings",
        "assumptions",
    ]
    assert list(answer["ask"]) == ["base", "equity", "equity_years", "signing", "annual", "how"]
    assert list(answer["rates"][0]) == ["from", "to", "rate", "date", "source"]
    assert list(answer["levers"][0]) == ["id", "fired", "asks", "facts", "why_not"]
    assert list(answer["talking_points"][0]) == ["lever", "text", "facts", "sources"]


def test_the_case_in_an_answer_is_a_case_that_gives_the_same_answer() -> None:
    for example in (ROOT / "examples").glob("*.yaml"):
        first = counter(Case.load(example))
        again = counter(Case.loads(json.dumps(as_dict(first)["case"])))
        assert again == first
