"""Every argument of every public name, given what it can't be: told by its name, or as data."""

from __future__ import annotations

import dataclasses
import inspect
import warnings
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import counteroffer
from counteroffer import (
    Calculator,
    Case,
    CaseError,
    Counteroffer,
    CounterofferError,
    Guide,
    Limits,
    Market,
    Problem,
    Rates,
    RuleError,
    counter,
)
from counteroffer.documents.document import plain_document
from counteroffer.money.rates import SNAPSHOT
from counteroffer.text.codes import CODES
from tests.support.command import ROOT
from tests.support.samples import RULES, TODAY, guide_file, sample

CASE = Case.of(sample("huggingface"))
ANSWER = counter(CASE, rulebook=RULES, engine="plain", today=TODAY)
RATE = Rates.snapshot().rate("USD", "EUR")
ODD: tuple[Any, ...] = (
    *(5, -1, 10**400, 1.5, float("nan"), True, None, object(), int),
    *("", "x", "\ud800", "\0", b"", b"\xff"),
    *([], (), {}, [[]], {1: 2}, {"a": object()}, {"x": [object()]}, {1}),
)
# Arguments that can be used, by what takes them; of others by their names alone.
USABLE: dict[str, dict[str, Any]] = {
    "Case": {"region": "paris"},
    "Guide": guide_file(),
    "Counteroffer": {
        one.name: getattr(ANSWER, one.name) for one in dataclasses.fields(Counteroffer)
    },
    "Rates.snapshot": {"path": SNAPSHOT},
    "Limits.values_within": {"path": "offer.base"},
    "Rulebook.tried": {"name": "acme/engineer", "document": plain_document(guide_file())},
    "Rulebook.is_shipped": {"path": SNAPSHOT},
    "Rulebook.replaced": {"name": "midjourney/devops-engineer"},
    "Rulebook.guide": {"name": "midjourney/devops-engineer"},
    "Rulebook.lever": {"name": "multi-cloud"},
    "Rulebook.with_guide": {"stated": guide_file()},
    "Guide.region_of": {"band": "san-francisco"},
    "Guide.of": {"stated": guide_file()},
    "Case.problem": {"path": (), "message": "is wrong"},
    "Case.loads": {"text": "region: x"},
}
GIVEN: dict[str, Any] = {
    "case": CASE,
    "answer": ANSWER,
    "saved": ANSWER,
    "one": ANSWER,
    "other": ANSWER,
    "vary": {"offer.base": [180_000]},
    "want": "ask.base=240K",
    "by": "offer.base",
    "frame": pl.DataFrame({"region": ["san-francisco"], "offer.base": [200_000]}),
    "guide": "midjourney/devops-engineer",
    "name": "case",
    "found": CounterofferError("x"),
    "base": "USD",
    "quote": "EUR",
    "value": Fraction(1, 2),
    "date": date(2026, 11, 20),
    "source": "a source",
    "message": "is wrong",
    "reason": "no amount",
    "text": "x",
    "problems": [Problem("is wrong")],
    "path": ROOT / "examples" / "hugging-face-paris.yaml",
    "stated": {"company": "A"},
    "amount": 5,
    "pairs": {},
    "rates": Rates.snapshot(),
    "document": plain_document({}),
    "code": "USD",
    "names": ["ask.base"],
    "levers": {},
    "step": "x",
    "declared": RULES.declared,
    "rows": 5,
    "values": [1],
    "payload": {"results": {"latestVersion": {}}},
}
INSTANCES: dict[str, Any] = {
    "Calculator": Calculator(RULES, today=TODAY, engine="plain"),
    "Case": CASE,
    "Guide": RULES.guide("midjourney/devops-engineer").guide,
    "Rates": Rates.snapshot(),
    "Rulebook": RULES,
    "Limits": Limits(),
    "Rate": RATE,
    "Problem": Problem("is wrong"),
    "RateError": counteroffer.RateError("is wrong"),
    "CounterofferError": CounterofferError("is wrong"),
}


def public() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public function, class and method that is the library's own, by its name."""
    for name in counteroffer.__all__:
        one = getattr(counteroffer, name)
        yield name, one
        for method in vars(one) if inspect.isclass(one) else ():
            found = None if method[0] == "_" else getattr(INSTANCES.get(name, one), method, None)
            if callable(found) and found.__module__.startswith("counteroffer"):
                yield f"{name}.{method}", found


PUBLIC = dict(public())


def given(name: str, function: Callable[..., Any]) -> dict[str, Any]:
    """Arguments that it can use: those that it needs."""
    usable = {**GIVEN, **USABLE.get(name, {})}
    if name == "Rates.with_rates":
        usable["rates"] = [RATE]
    many = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return {
        one: usable[one]
        for one, parameter in inspect.signature(function).parameters.items()
        if parameter.kind not in many and (parameter.default is parameter.empty or one == "guide")
    }


def _coded(problem: Any) -> bool:
    return isinstance(problem, Problem) and problem.code in CODES


def call(function: Callable[..., Any], arguments: dict[str, Any]) -> None:
    """Call it, and look at all that comes of it."""
    positional: list[Any] = []
    named: dict[str, Any] = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if name in arguments:
            if parameter.kind in (parameter.VAR_POSITIONAL, parameter.POSITIONAL_ONLY):
                positional.append(arguments[name])
            else:
                named[name] = arguments[name]
    found = function(*positional, **named)
    if isinstance(found, pl.LazyFrame):
        found.collect()
    elif inspect.isgenerator(found):
        list(found)


@pytest.mark.parametrize("name", PUBLIC)
@pytest.mark.filterwarnings("ignore")
def test_whatever_an_argument_is_it_is_told_by_its_name_or_as_data(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    function, wrong = PUBLIC[name], []
    base = given(name, function)
    for parameter in inspect.signature(function).parameters:
        for value in ODD:
            try:
                call(function, {**base, parameter: value})
            except CounterofferError as error:
                wrong += [f"{one}" for one in error.problems or ("no problem",) if not _coded(one)]
            except (TypeError, ValueError) as error:
                if parameter not in str(error):
                    wrong.append(f"{parameter}={value!r:.40}: {error!r:.200}")
            except Exception as error:
                wrong.append(f"{parameter}={value!r:.40}: {error!r:.200}")
    assert wrong == []


def test_what_is_used_for_the_other_arguments_is_right() -> None:
    """Else a mistake of this test would stand in for the one that is looked for."""
    failing = []
    for name, function in PUBLIC.items():
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                call(function, given(name, function))
        except CounterofferError as error:
            failing.append((name, error.problems[0].code))
    assert failing == [
        ("Case.of", "entry.missing"),
        ("Case.from_document", "entry.missing"),
        ("Rulebook.sentences", "path.unknown"),  # there is no sentence of one name alone
        ("case_from", "value.unknown"),  # a payload alone does not say whose it is
    ]


def test_every_question_about_a_case_can_have_a_deadline() -> None:
    for name, function in PUBLIC.items():
        asked = {"case", "saved", "one", "frame"} & set(inspect.signature(function).parameters)
        if asked and name.partition(".")[0] not in ("Limits", "Counteroffer"):
            assert "deadline" in inspect.signature(function).parameters, name


@pytest.mark.parametrize(
    ("make", "facts", "error", "path", "code"),
    [
        (Case, {}, CaseError, ("region",), "entry.missing"),
        (Case, {"region": 5}, CaseError, ("region",), "value.wrong-type"),
        (Case, {"region": "x", "gide": "a"}, CaseError, ("gide",), "entry.unknown"),
        (Case, {"region": "x", "offer": {"base": "x"}}, CaseError, ("offer", "base"), None),
        (Market, {"base": [1]}, CaseError, ("base",), "value.wrong-type"),
        (Guide, {"company": "A"}, RuleError, ("role",), "entry.missing"),
    ],
)
def test_what_is_made_by_its_name_is_read_like_a_file(
    make: Any, facts: dict[str, Any], error: type[CounterofferError], path: Any, code: Any
) -> None:
    with pytest.raises(error) as caught:
        make(**facts)
    first = caught.value.problems[0]
    assert first.path == path
    assert first.code == (code or "amount.unreadable")
    assert "validation error" not in str(caught.value)
