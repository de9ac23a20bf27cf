"""Values are values: frozen to the bottom, hashable, and equal by what they say."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from counteroffer import Case, counter
from counteroffer.analysis.explain.derivation import explain
from counteroffer.answers.record import as_dict
from counteroffer.answers.recruiter import recruiter_view
from counteroffer.documents.document import Document
from counteroffer.strategy.plan import plan
from counteroffer.text.frozen import FrozenDict
from tests.support.samples import SAMPLES, sample, settled

FACTS = sample(
    "stability",
    offer={"base": "~£100K", "equity": "£100K", "bonus": "5%"},
    home="EUR",
    rates={"GBP/USD": "1.31", "GBP/EUR": "1.15"},
    rounds=[{"on": "2026-11-01", "ask": {"base": "£130K"}}],
)


def parts(value: Any) -> Iterator[Any]:
    """A value and everything inside it, but for the documents and rules that it came from."""
    if isinstance(value, Document):
        return
    yield value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        inner = [getattr(value, one.name) for one in dataclasses.fields(value) if one.compare]
    elif isinstance(value, Mapping):
        inner = [*value.values()]
    elif isinstance(value, (list, tuple, set, frozenset)):
        inner = [*value]
    else:
        inner = [*value.__dict__.values()] if isinstance(value, Case) else []
    for one in inner:
        yield from parts(one)


def answers() -> dict[str, Any]:
    case = Case.of(FACTS)
    return {
        "case": case,
        "answer": counter(case),
        "recruiter": recruiter_view(case),
        "explanation": explain(case),
        "plan": plan(case),
    }


VALUES = answers()


@pytest.mark.parametrize("name", VALUES)
def test_no_mapping_or_list_inside_can_be_changed(name: str) -> None:
    for part in parts(VALUES[name]):
        assert not isinstance(part, (list, set)), part
        if isinstance(part, Mapping):
            with pytest.raises(TypeError):
                part["base"] = 1  # type: ignore[index]


def test_how_an_ask_comes_about_can_not_be_changed() -> None:
    how: Any = VALUES["answer"].ask.how
    with pytest.raises(TypeError, match="frozen"):
        how["base"] = "offered"


@pytest.mark.parametrize("name", VALUES)
def test_values_of_the_same_facts_are_equal_and_have_one_hash(name: str) -> None:
    again = answers()[name]
    assert again == VALUES[name]
    assert hash(again) == hash(VALUES[name])
    assert len({again, VALUES[name]}) == 1


def test_a_case_is_the_same_whatever_file_it_is_from(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(json.dumps(FACTS), "utf-8")
    (tmp_path / "two.yaml").write_text("# facts\n" + json.dumps(FACTS, indent=1), "utf-8")
    found = [Case.load(tmp_path / name) for name in ("one.json", "two.yaml")]
    assert found[0] == found[1] == Case.of(FACTS) == Case.of(**FACTS)
    assert len({*found, Case.of(FACTS)}) == 1


def test_a_case_with_another_fact_is_another() -> None:
    assert Case.of(FACTS) != Case.of(FACTS, home="USD")
    assert Case.of(FACTS) != FACTS


@pytest.mark.parametrize("name", SAMPLES)
def test_a_case_that_was_dumped_is_the_same_case(name: str) -> None:
    case = Case.of(SAMPLES[name])
    assert Case.of(case.model_dump()) == case
    assert counter(Case.of(case.model_dump())) == counter(case)


@pytest.mark.parametrize("facts", [*SAMPLES.values(), FACTS], ids=str)
def test_the_case_of_an_answer_has_the_same_answer_and_its_assumptions(facts: Any) -> None:
    answer = settled(facts)
    assert settled(dict(answer.case)) == answer
    assert counter(Case.of(answer.case), engine="plain") == answer
    assert counter(Case.loads(json.dumps(as_dict(answer)["case"])), engine="plain") == answer


def test_what_was_assumed_of_an_amount_stays_with_the_case_of_its_answer() -> None:
    answer = settled(FACTS)
    assert "base of about 100,000 is taken as exact" in answer.assumptions
    assert Case.of(answer.case).assumptions == answer.case["assumptions"]


def test_the_recruiter_is_not_told_what_was_assumed_of_private_facts() -> None:
    private = [{"company": "Google", "base": "~£140K", "private": True}]
    answer = settled({**FACTS, "competing": private})
    assert "Google's base of about 140,000 is taken as exact" in answer.assumptions
    again = recruiter_view(Case.of(answer.case))
    assert "140" not in json.dumps([again.assumptions, again.case])


def test_a_frozen_dictionary_is_hashed_by_its_entries() -> None:
    one, other = FrozenDict(a=1, b=(2,)), FrozenDict(b=(2,), a=1)
    assert hash(one) == hash(other)
    assert one == other
