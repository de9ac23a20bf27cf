"""The published schemas take what the readers take, and refuse what they refuse."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from counteroffer import Case
from counteroffer.authoring.guide_cases import GuideFile
from counteroffer.authoring.schemas import schema
from counteroffer.cases.check import read_whole
from counteroffer.documents.reading import read, read_file
from counteroffer.documents.validate import checked
from counteroffer.rulebook.rule_files import LeverFile
from counteroffer.text.errors import InputError, Problem
from tests.support.samples import RULES, Facts, cases, lever_file

ROOT = Path(__file__).parents[2]
WRITTEN = {
    "case": sorted((ROOT / "examples").glob("*.yaml")),
    "guide": sorted((ROOT / "rules" / "guides").rglob("*.yaml")),
    "lever": sorted((ROOT / "rules" / "levers").rglob("*.yaml")),
}
VALIDATORS = {name: Draft202012Validator(schema(name)) for name in WRITTEN}
MODELS: dict[str, Any] = {"guide": GuideFile, "lever": LeverFile}

# What JSON Schema can't say, by what the readers say of it.
MORE = re.compile(
    "|".join(
        (
            r"vesting schedule .* (sums to|names)",
            "equity has two periods",
            "is in [A-Z]{3}, the region in",
            "walk_away is the floor",
            # amounts
            "mixed currencies",
            "is said twice",
            "counts rupees only",
            "Rs is INR",
            "the low end of a range comes first",
            "Write both ends in full",
            "at most 15 digits",
            "say once whether it is per year",
            "one range, two periods",
            "leave out /[0-9]+yr, which only equity has",
            "this has no period",
            "name the currency of the second figure",
            "whole years, or the currency of this figure",
            "say both ends in both currencies",
            "close the bracket with",
            "a . belongs after the high end",
            "a range has two ends",
            "is no percentage of base that anyone pays",
            "is it a percentage or an amount",
            "a percentage has no currency",
            "the amount is in .* and the currency is",
            "the amount names its currencies already",
            "the currency stands beside an amount",
            # spellings of numbers, characters, dates
            r"[0-9.]+ is read as the number",
            "can't tell thousands from decimals",
            "has a character that can't be shown",
            "a company is a name",
            "a name is needed here",  # of signs outside ASCII alone
            r"a date is written 2026-12-04, not '[0-9]{4}-02-29'",
            "a year vests 0 to 100 %, with at most two places",
        )
    )
)

WORDS = (
    *("", " ", "x", "yes", "No", " true ", "on", "1", "0", "4", " 07", "-1", "1.5", "yes please"),
    *("$5", "£5", "5%", "500.5%", "0.5", "$150K/4yr", "$80K/yr", "€6,800/mo", "45 LPA", "¥12M"),
    *(
        "$100K-$120K",
        "$100K+",
        "~$100K",
        "£5 EUR",
        "XYZ 5",
        "USD150K",
        "150KUSD",
        "CAD$5",
        "1.234K",
    ),
    *("1,234,567", "12,34,567", "80.000,50", "007", "1e5", "$-5", "$5/hour", "$5/11yr", "(5)"),
    *("5-10%", "€90K-€99K ($97K-$107K)", "£109K / $137K", "$120K over 4 years", "about 5K p.a."),
    *("25/25/25/25", "5/15/40/40", "50%/50%", "100", "101", "25/", "33.33/33.33/33.34", "-0/100"),
    *(
        "2026-11-20",
        "2026-11-20T08:30:00Z",
        "2026-11-20T24:00",
        "2026-02-30",
        "2026-13-01",
        "20261120",
        "2026-1-1",
        "0000-01-01",
        "today",
    ),
    *("2026-11-20T08:30:00Z", "2026-11-20 24:00"),
    *("usd", " GBP ", "EURO", "G8P", "GBP/USD", "written", "Written", "rsu", "year", "!", "_", "ß"),
)
NUMBERS = (0, 1, 4, 10, 11, 121, -1, 999, 1000, 150_000, 10**15, 10**16, 0.5, 4.0, 25.5, -0.5)
SCALARS = st.sampled_from([*WORDS, *NUMBERS, True, False, None])
ODD: st.SearchStrategy[Any] = st.one_of(
    SCALARS,
    SCALARS,
    st.text(st.sampled_from("$£€%0159.,KMLk -–/+()~yrmoatpe"), max_size=8),
    st.lists(SCALARS, max_size=3),
    st.dictionaries(st.sampled_from(["amount", "years", "per", "base", "x"]), SCALARS, max_size=2),
    st.fixed_dictionaries({"amount": SCALARS, "currency": SCALARS}),
    st.just([["nested"]]),
    st.just({"deep": {"deeper": [1]}}),
)
KEYS = st.sampled_from(
    [
        *("guide", "region", "offer", "home", "today", "rates", "competing", "rounds", "on", "ask"),
        *("company", "base", "equity", "signing", "bonus", "currency", "evidence", "expires"),
        *("final", "private", "amount", "vehicle", "per", "years", "vesting", "cliff", "unknown"),
        *("total", "label", "walk_away", "accept_at", "and", "market", "needs_review", "when"),
    ]
)


def plain(value: Any) -> Any:
    """Values as another reader of YAML has them."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return float(value) if isinstance(value, Decimal) else value


def wrong(name: str, value: Any) -> list[str]:
    """What the schema says against a value."""
    return [f"{one.json_path}: {one.message[:200]}" for one in VALIDATORS[name].iter_errors(value)]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to each part of a value."""
    yield path
    if isinstance(value, (dict, list)):
        for step in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[step], (*path, step))


@st.composite
def mutated(draw: st.DrawFn, value: Any) -> Any:
    """A copy of a value with one entry changed, added or taken away."""
    value = copy.deepcopy(value)
    *way, last = draw(st.sampled_from([path for path in places(value) if path]))
    inner = value
    for step in way:
        inner = inner[step]
    match draw(st.sampled_from(["change", "change", "change", "add", "drop"])):
        case "change":
            inner[last] = draw(ODD)
        case "add" if isinstance(inner[last], dict):
            inner[last][draw(KEYS)] = draw(ODD)
        case "add" if isinstance(inner, dict):
            inner[draw(KEYS)] = draw(ODD)
        case _:
            del inner[last]
    return value


@st.composite
def stated(draw: st.DrawFn) -> Facts:
    """A random case, some of whose entries are written in their other forms."""
    facts = draw(cases())
    offer = facts.setdefault("offer", {"base": "$180K"})
    if draw(st.booleans()):
        offer["equity"] = {"amount": "$150K", "years": 4, "vesting": [25, 25, 25, 25], "cliff": 12}
    return facts


def problems_of(name: str, value: Any) -> tuple[Problem, ...]:
    """What the reader of such files says against a value."""
    try:
        document = read(json.dumps(value), f"<{name}>")
        if name == "case":
            Case.from_document(document)
        else:
            checked(MODELS[name], document)
    except InputError as error:
        return error.problems
    return ()


def agree(name: str, value: Any, guide: str = "") -> None:
    """Fail where the schema takes what the reader refuses, or refuses what it takes."""
    said, problems = wrong(name, value), problems_of(name, value)
    if not said:
        missed = [one.message for one in problems if not MORE.search(one.message)]
        assert not missed, (missed, value)
    elif not problems:
        assert refused_by_rules(name, value, guide), (said, value)


def refused_by_rules(name: str, value: Any, guide: str) -> bool:
    """Whether a case, or one of a guide's own, states what the rules refuse: they read its facts,
    and a guide's cases when those are run."""
    own = [{"guide": guide, **one["case"]} for one in value.get("cases", ())]
    try:
        for case in [value] if name == "case" else own if name == "guide" else []:
            read_whole(read(json.dumps(case), "<case>"), RULES)
    except InputError:
        return True
    return False


@pytest.mark.parametrize(
    ("name", "path"),
    [(name, path) for name, paths in WRITTEN.items() for path in paths],
    ids=lambda one: one if isinstance(one, str) else f"{one.parent.name}/{one.stem}",
)
def test_every_file_that_is_shipped_fits_its_schema(name: str, path: Path) -> None:
    assert wrong(name, plain(read_file(path).value)) == []


@pytest.mark.parametrize("name", WRITTEN)
def test_every_schema_is_one_of_2020_12_and_describes_each_entry(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))
    whole: dict[str, Any] = schema(name)
    models = [whole, *whole.get("$defs", {}).values()]
    for model in [inner for one in models for inner in (one, *one.get("anyOf", ()))]:
        if not model.get("additionalProperties", True):
            for entry, one in model["properties"].items():
                assert one.get("description"), entry


@settings(max_examples=500)
@given(cases())
def test_random_cases_fit_the_schema_of_a_case(facts: Facts) -> None:
    assert wrong("case", facts) == []


@settings(max_examples=1_000, suppress_health_check=[HealthCheck.too_slow])
@given(stated().flatmap(mutated))
def test_the_schema_of_a_case_and_its_reader_refuse_the_same(facts: Facts) -> None:
    agree("case", facts)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(WRITTEN["guide"]), st.data())
def test_the_schema_of_a_guide_and_its_reader_refuse_the_same(
    path: Path, data: st.DataObject
) -> None:
    guide = data.draw(mutated(plain(read_file(path).value)))
    agree("guide", guide, f"{path.parent.name}/{path.stem}")


@settings(max_examples=300)
@given(
    st.just(lever_file("gpu_years >= 2", asks={"base": {"figure": "matched_base"}})).flatmap(
        mutated
    )
)
def test_the_schema_of_a_lever_and_its_reader_refuse_the_same(lever: Facts) -> None:
    agree("lever", lever)


@pytest.mark.parametrize(
    "entry",
    [
        {"base": 180_000},
        {"base": "€6,800/mo"},
        {"equity": "$150K/4yr"},
        {"equity": 150_000},
        {"equity": {"amount": "$150K", "years": "4"}},
        {"equity": {"amount": "$80K", "per": "year"}},
        {"bonus": "5%"},
        {"bonus": 20_000},
        {"base": "$180K", "final": "yes"},
        {"base": "$180K", "private": " No "},
        {"equity": {"amount": "$150K", "years": 4, "vesting": "5/15/40/40"}},
        {"equity": {"amount": "$150K", "years": 4, "vesting": [5, "15%", 40, 40]}},
    ],
    ids=str,
)
def test_every_short_form_of_an_offer_fits_the_schema_and_is_read(entry: Facts) -> None:
    case = {"guide": "a/b", "region": "c", "candidate": {"skills": "gpu, k8s"}, "offer": entry}
    assert wrong("case", case) == []
    assert problems_of("case", case) == ()


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"base": None},
        {"base": True},
        {"base": "$5/4yr"},
        {"base": "$100K-$120K"},
        {"base": "XYZ 5"},
        {"bonus": 10},
        {"equity": {"years": 4}},
        {"equity": {"amount": "$150K", "years": True}},
        {"salary": "$180K"},
        {"base": "$180K", "expires": "2026-02-30"},
        {"base": "$180K", "final": "perhaps"},
    ],
    ids=str,
)
def test_what_the_schema_of_an_offer_refuses_is_not_read(entry: Facts) -> None:
    case = {"guide": "a/b", "region": "c", "offer": entry}
    assert wrong("case", case) != []
    assert problems_of("case", case) != ()
