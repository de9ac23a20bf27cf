"""The public names: all there, typed, and not to be shadowed by a module of the same name."""

from __future__ import annotations

import json
import pkgutil
from pathlib import Path
from typing import Any

import pytest

import counteroffer
from counteroffer import Case, CaseError, Rulebook, counter, diff, explore, render, replay, to_dict
from tests.support.command import ROOT
from tests.support.processes import in_a_new_process
from tests.support.samples import RULES, TODAY, sample

CASE = Case.of(sample("huggingface"))
ANSWER = counter(CASE, engine="plain", rulebook=RULES)
BETTER = Case.of(sample("huggingface", offer={"base": "$260K", "equity": "$150K/4yr"}))
OTHER = counter(BETTER, engine="plain", rulebook=RULES)

ALONE = """
import importlib, sys
import counteroffer
name = sys.argv[1]
if sys.argv[2] == "before":
    before = getattr(counteroffer, name)
for module in sys.argv[3:]:
    try:
        importlib.import_module(module)
    except ModuleNotFoundError:
        assert module == f"counteroffer.{name}", module
after = getattr(counteroffer, name)
assert sys.argv[2] == "after" or after is before
assert not isinstance(after, type(sys)), after
print(getattr(after, "__qualname__", name))
"""
ALL = """
import importlib, sys
import counteroffer
kept = {name: getattr(counteroffer, name) for name in counteroffer.__all__} if sys.argv[1] else {}
for module in sys.argv[2:]:
    try:
        importlib.import_module(module)
    except ImportError as error:
        if not (error.name or "").startswith(("durable", "weasyprint", "currency", "nbp")):
            raise
modules = [one for one in counteroffer.__all__ if isinstance(getattr(counteroffer, one), type(sys))]
others = [one for one, value in kept.items() if getattr(counteroffer, one) is not value]
print(modules, others)
"""
MODULES = sorted(
    one.name
    for one in pkgutil.walk_packages(counteroffer.__path__, "counteroffer.")
    if not one.name.endswith(("__main__", "parquet_child", ".cli"))
)


def test_every_public_name_is_listed_and_there() -> None:
    assert set(counteroffer.__all__) <= set(dir(counteroffer))
    assert len(counteroffer.__all__) == len(set(counteroffer.__all__))
    for name in counteroffer.__all__:
        assert getattr(counteroffer, name) is not None
    lazy = set(counteroffer._LATER)
    assert lazy <= set(counteroffer.__all__)
    public = {
        one
        for one, value in vars(counteroffer).items()
        if callable(value)
        and not one.startswith("_")
        and getattr(value, "__module__", "").startswith("counteroffer")
    }
    assert public <= set(counteroffer.__all__)
    with pytest.raises(AttributeError, match="no attribute 'haggle'"):
        _ = counteroffer.haggle


def test_the_names_are_listed_before_anything_is_loaded() -> None:
    listed = in_a_new_process(
        "import counteroffer; print(*sorted(set(dir(counteroffer))), sep=',')"
    ).strip()
    assert set(counteroffer.__all__) <= set(listed.split(","))


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("name", ["counter", "check", "explore", "replay", "schema", "diff"])
def test_importing_a_module_of_its_name_leaves_a_function_as_it_is(name: str, when: str) -> None:
    modules = [one for one in MODULES if one.rpartition(".")[2] == name]
    found = in_a_new_process(ALONE, name, when, f"counteroffer.{name}", *modules)
    assert found.strip() == name


@pytest.mark.parametrize("when", ["before", ""])
def test_no_module_of_the_library_shadows_a_public_name(when: str) -> None:
    assert len(MODULES) > 200
    assert in_a_new_process(ALL, when, *MODULES).strip() == "[] []"


def test_no_public_name_is_that_of_a_room() -> None:
    rooms = {one.name for one in pkgutil.iter_modules(counteroffer.__path__)}
    assert rooms & set(counteroffer.__all__) == set()


# saved answers


def forms(folder: Path) -> dict[str, Any]:
    text = render(ANSWER, "json", RULES)
    (folder / "answer.json").write_text(text, encoding="utf-8")
    return {
        "answer": ANSWER,
        "values": to_dict(ANSWER),
        "text": text,
        "bytes": text.encode(),
        "file": folder / "answer.json",
    }


@pytest.mark.parametrize("form", ["answer", "values", "text", "bytes", "file"])
def test_a_saved_answer_is_taken_in_each_of_its_forms(form: str, tmp_path: Path) -> None:
    saved = forms(tmp_path)[form]
    assert replay(saved, rulebook=RULES).same
    found = diff(saved, OTHER, rulebook=RULES)
    assert found.one.ask == ANSWER.ask
    assert "ask.base" in [one.name for one in found.figures]
    assert diff(saved, ANSWER, rulebook=RULES).figures == ()


@pytest.mark.parametrize(
    "wrong",
    [{}, {"schema": "counteroffer/9"}, "", b"\xff", "[1]", {"schema": {1, 2}}, {(1, 2): 3}],
    ids=repr,
)
def test_what_is_no_answer_is_told_as_data_that_is_wrong(wrong: Any) -> None:
    with pytest.raises(CaseError) as caught:
        replay(wrong)
    assert caught.value.problems[0].code


def test_values_that_stand_in_themselves_are_no_answer(tmp_path: Path) -> None:
    looped: dict[str, Any] = to_dict(ANSWER)
    looped["case"] = looped
    for wrong in (looped, tmp_path / "none.json"):
        with pytest.raises(CaseError):
            diff(wrong, ANSWER)


def test_what_can_be_no_saved_answer_is_a_type_error_that_says_what_can() -> None:
    with pytest.raises(TypeError, match="other must be a Counteroffer, its to_dict"):
        diff(ANSWER, 7)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="saved must be"):
        replay(None)  # type: ignore[arg-type]


def test_the_values_of_an_answer_are_those_of_its_json_and_the_callers_own() -> None:
    values = to_dict(ANSWER)
    assert values == json.loads(render(ANSWER, "json", RULES))
    values["ask"] = None
    assert to_dict(ANSWER)["ask"] is not None
    with pytest.raises(TypeError, match="answer must be a Counteroffer"):
        to_dict(CASE)  # type: ignore[arg-type]


def test_the_rows_of_scenarios_are_counted_before_they_are_worked_out() -> None:
    found = explore(CASE, {"offer.base": "100K:400K:1", "gpu_years": "0:9:1"}, rulebook=RULES)
    assert found.rows == 300_001 * 10
    assert found.columns[:2] == ["offer.base", "gpu_years"]
    few = explore(CASE, {"gpu_years": "0:9:1"}, rulebook=Rulebook(), today=TODAY)
    assert few.collect().height == few.rows == 10


def test_types_are_shipped() -> None:
    assert (ROOT / "engine" / "counteroffer" / "py.typed").exists()
