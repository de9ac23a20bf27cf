"""The published schemas describe what is read and what is answered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from counteroffer import Case, Counteroffer, counter, render, to_dict
from counteroffer.answers.record import as_dict
from counteroffer.authoring.schemas import NAMES, schema
from tests.support.samples import RULES, Facts, attempt, cases, sample, settled

ROOT = Path(__file__).parents[2]
VALIDATED: dict[str, Any] = schema("answer")


def test_the_schemas_that_files_point_to_are_the_current_ones() -> None:
    for name in ("case", "guide", "lever", "answer"):
        kept = json.loads((ROOT / "rules" / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
        assert kept == schema(name), f"counteroffer schema {name} > rules/schemas/{name}.json"


@pytest.mark.parametrize("name", NAMES)
def test_every_property_that_is_not_obvious_is_described(name: str) -> None:
    assert str(schema(name)["$schema"]).endswith("2020-12/schema")
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
        "level",
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


def entries(part: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every entry that a schema names, with the way to it."""
    for name, one in part.get("properties", {}).items():
        yield f"{path}/{name}", one
        yield from entries(one, f"{path}/{name}")
    for name, one in part.get("$defs", {}).items():
        yield from entries(one, f"{path}/$defs/{name}")


def closed(part: Any) -> Any:
    """A schema that takes no entry but those that it names."""
    if isinstance(part, list):
        return [closed(one) for one in part]
    if not isinstance(part, dict):
        return part
    made = {name: closed(one) for name, one in part.items()}
    return {**made, "additionalProperties": False} if "properties" in part else made


def test_every_entry_of_an_answer_is_described() -> None:
    found = dict(entries(schema("answer")))
    assert len(found) > 70
    assert [path for path, one in found.items() if not one.get("description")] == []


ANSWERS = Draft202012Validator(closed(schema("answer")))


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_a_random_answer_has_the_entries_of_its_schema_and_no_others(facts: Facts) -> None:
    answer = attempt(settled, facts)
    if isinstance(answer, Counteroffer):
        assert [one.message for one in ANSWERS.iter_errors(to_dict(answer))] == []
        assert json.loads(render(answer, "json", RULES)) == to_dict(answer)


@pytest.mark.parametrize("entry", list(VALIDATED["properties"]))
def test_an_answer_without_one_of_its_entries_does_not_fit(entry: str) -> None:
    answer = to_dict(settled(sample("huggingface")))
    assert not [*ANSWERS.iter_errors(answer)]
    del answer[entry]
    assert [*ANSWERS.iter_errors(answer)]


def test_an_unknown_schema_is_told_with_those_that_there_are() -> None:
    with pytest.raises(ValueError, match=r"name must be one of case, answer, .*, not 'offer'"):
        schema("offer")
