"""Why a lever is silent or undecided: each part of its condition that does not hold, with what was
read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from counteroffer import Rulebook
from counteroffer.language.declarations import Declaration
from counteroffer.language.expr import Value
from counteroffer.language.parse import parse
from counteroffer.language.why import lacking, support, why_not
from tests.support.samples import Facts, cases, sample, settled

TAGS = frozenset


def pounds(amount: int) -> str:
    return f"£{amount:,}"


@pytest.mark.parametrize(
    ("condition", "values", "texts"),
    [
        ("gpu_years >= 2", {"gpu_years": 10}, ["gpu_years is 1, needs 2 or more"]),
        ("gpu_years >= 2", {"gpu_years": 19}, ["gpu_years is 1.9, needs 2 or more"]),
        ("gpu_years > 2", {"gpu_years": 20}, ["gpu_years is 2, needs more than 2"]),
        ("gpu_years <= 2.5", {"gpu_years": 30}, ["gpu_years is 3, needs 2.5 or less"]),
        ("gpu_years < 2", {"gpu_years": 20}, ["gpu_years is 2, needs less than 2"]),
        ("gpu_years == 2", {"gpu_years": 30}, ["gpu_years is 3, needs exactly 2"]),
        ("gpu_years != 2", {"gpu_years": 20}, ["gpu_years is 2, needs other than 2"]),
        ("not gpu_years >= 2", {"gpu_years": 20}, ["gpu_years is 2, needs less than 2"]),
        ("gpu_years >= 2", {}, ["gpu_years is not stated"]),
        (
            "uptime_pct >= 99.9",
            {"uptime_pct": 99_8999 * 1},
            ["uptime_pct is 99.8999, needs 99.9 or more"],
        ),
        (
            "gpu_years > years",
            {"gpu_years": 10, "years": 30},
            ["gpu_years is 1, needs more than years, 3"],
        ),
        ("count(clouds) >= 2", {}, ["clouds is not stated"]),
        ("count(clouds) >= 2", {"clouds": TAGS({"aws"})}, ["count(clouds) is 1, needs 2 or more"]),
        ("count(clouds) >= 2", {"clouds": TAGS()}, ["count(clouds) is 0, needs 2 or more"]),
        ('"kubernetes" in skills', {"skills": TAGS({"gpu"})}, ["skills lacks Kubernetes"]),
        ('"k8s" not in skills', {"skills": TAGS({"kubernetes"})}, ["skills has Kubernetes"]),
        ('"rust" in skills', {"skills": TAGS({"gpu"})}, ["skills lacks rust"]),
        ('region == "london"', {"region": "paris"}, ["region is paris, needs london"]),
        ('region != "paris"', {"region": "paris"}, ["region is paris, needs another than paris"]),
        ("owns_full_stack", {"owns_full_stack": False}, ["owns_full_stack is no, needs yes"]),
        ("not owns_full_stack", {"owns_full_stack": True}, ["owns_full_stack is yes, needs no"]),
        ("owns_full_stack", {}, ["owns_full_stack is not stated"]),
        ("known(gpu_years)", {}, ["gpu_years is not stated"]),
        ("not known(gpu_years)", {"gpu_years": 10}, ["gpu_years is stated, and should not be"]),
        (
            "offer_base < band_base_middle",
            {"offer_base": 200_000, "band_base_middle": 190_000},
            ["the offered base is £200,000, needs less than the middle of the base band, £190,000"],
        ),
        (
            "offer_base < band_base_middle",
            {"band_base_middle": 190_000},
            ["the offered base is not stated"],
        ),
        ("offer_equity > 0", {"offer_equity": 0}, ["the offered equity is £0, needs more than £0"]),
        (
            "held_offers >= 1",
            {"held_offers": 0},
            ["the number of held offers is 0, needs 1 or more"],
        ),
        (
            "held_offers >= 1 and highest_held_base > offer_base",
            {"held_offers": 0, "offer_base": 1},
            ["the number of held offers is 0, needs 1 or more"],
        ),  # of no offers there is no greatest base
        (
            "gpu_years >= 2 and owns_full_stack",
            {"gpu_years": 10},
            ["gpu_years is 1, needs 2 or more", "owns_full_stack is not stated"],
        ),
        (
            "gpu_years >= 2 and owns_full_stack",
            {"gpu_years": 30},
            ["owns_full_stack is not stated"],
        ),
        (
            "gpu_years >= 2 or owns_full_stack",
            {"gpu_years": 10},
            ["gpu_years is 1, needs 2 or more", "owns_full_stack is not stated"],
        ),
        (
            "gpu_years >= 2 and gpu_years >= 2",
            {"gpu_years": 10},
            ["gpu_years is 1, needs 2 or more"],
        ),
        (
            "not (gpu_years < 2 or owns_full_stack)",
            {"gpu_years": 10, "owns_full_stack": True},
            ["gpu_years is 1, needs 2 or more", "owns_full_stack is yes, needs no"],
        ),
        (
            "not offer_stated or offer_base < 0",
            {"offer_stated": True, "offer_base": 1},
            ["the offered base is £1, needs less than £0"],
        ),  # that there is an offer can't be helped
    ],
)
def test_each_part_that_does_not_hold_is_said(
    condition: str, values: dict[str, Value], texts: list[str], rulebook: Rulebook
) -> None:
    condition = condition.replace("offer_base < 0", "offer_base <= 0")
    texts = [text.replace("needs less than £0", "needs £0 or less") for text in texts]
    tree = parse(condition, rulebook.declared)
    assert list(why_not(tree, values, rulebook.declared, pounds)) == texts


@pytest.mark.parametrize(
    ("condition", "values", "facts"),
    [
        ("gpu_years >= 2", {"gpu_years": 20}, ["gpu_years"]),
        (
            'gpu_years >= 2 and "gpu" in skills',
            {"gpu_years": 20, "skills": TAGS({"gpu"})},
            ["gpu_years", "skills"],
        ),
        ('gpu_years >= 2 or "gpu" in skills', {"gpu_years": 20}, ["gpu_years"]),
        (
            'gpu_years >= 2 or "gpu" in skills',
            {"gpu_years": 10, "skills": TAGS({"gpu"})},
            ["skills"],
        ),
        ("not (gpu_years < 2)", {"gpu_years": 20}, ["gpu_years"]),
        (
            "gpu_years > years and gpu_years > 0",
            {"gpu_years": 20, "years": 10},
            ["gpu_years", "years"],
        ),
    ],
)
def test_what_a_condition_holds_on(
    condition: str, values: dict[str, Value], facts: list[str], rulebook: Rulebook
) -> None:
    assert list(support(parse(condition, rulebook.declared), values)) == facts


@pytest.mark.parametrize(
    ("condition", "values", "facts"),
    [
        ("gpu_years >= 2", {}, ["gpu_years"]),
        ("gpu_years >= 2 and owns_full_stack", {"gpu_years": 30}, ["owns_full_stack"]),
        ('gpu_years >= 2 or "gpu" in skills', {"gpu_years": 10}, ["skills"]),
        ("gpu_years > years", {"years": 1}, ["gpu_years"]),
    ],
)
def test_what_a_condition_lacks(
    condition: str, values: dict[str, Value], facts: list[str], rulebook: Rulebook
) -> None:
    assert list(lacking(parse(condition, rulebook.declared), values)) == facts


def silent(facts: Facts, lever: str, **options: Any) -> tuple[bool | None, tuple[str, ...]]:
    one = next(one for one in settled(facts, **options).levers if one.id == lever)
    return one.fired, one.why_not


@pytest.mark.parametrize(
    ("name", "candidate", "lever", "fired", "texts"),
    [
        (
            "stability-ai, London",
            {"gpu_years": 1},
            "gpu-infrastructure",
            False,
            ["gpu_years is 1, needs 2 or more"],
        ),
        ("huggingface", {}, "multi-cloud", None, ["clouds is not stated"]),
        (
            "huggingface",
            {"clouds": ["aws", "Amazon"]},
            "multi-cloud",
            False,
            ["count(clouds) is 1, needs 2 or more"],
        ),
        ("huggingface", {"gpu_years": 4}, "gpu-infrastructure", None, ["skills is not stated"]),
        (
            "huggingface",
            {"gpu_years": 1},
            "gpu-infrastructure",
            False,
            ["gpu_years is 1, needs 2 or more", "skills is not stated"],
        ),
        (
            "midjourney",
            {"owns_full_stack": "no"},
            "full-stack-ownership",
            False,
            ["owns_full_stack is no, needs yes"],
        ),
        (
            "midjourney",
            {"compute_savings_pct": "4.99%"},
            "cost-optimization",
            False,
            ["compute_savings_pct is 4.99, needs 5 or more"],
        ),
    ],
)
def test_the_answer_says_why_a_lever_is_silent(
    name: str, candidate: Facts, lever: str, fired: bool | None, texts: list[str], engine: str
) -> None:
    assert silent(sample(name, candidate=candidate), lever, engine=engine) == (fired, tuple(texts))


def test_a_lever_bound_to_a_region_says_that_the_region_is_another() -> None:
    fired, texts = silent(sample("stability-ai, London"), "us-remote")
    assert fired is False
    assert "region is london, needs remote-us" in texts


def test_measures_are_said_by_their_names_and_in_the_regions_currency() -> None:
    facts = sample(
        "huggingface-enterprise, Paris", competing=[{"company": "Acme", "base": "€140K"}]
    )
    fired, texts = silent(facts, "competing-offers")
    assert fired is False
    assert texts == (
        "the greatest held base is €140,000, needs more than the offered base, €150,000",
        (
            "the greatest annual total held is €140,000, needs more than the annual total of the "
            "offer, €185,000"
        ),
    )


@given(cases())
def test_every_lever_has_its_facts_or_its_reasons(facts: Facts) -> None:
    for lever in settled(facts).levers:
        if lever.fired:
            assert lever.why_not == ()
        else:
            assert lever.why_not
            assert lever.facts == ()
            assert (lever.fired is None) <= any("is not stated" in text for text in lever.why_not)


@given(cases())
def test_undecided_levers_are_named_in_the_first_warning(facts: Facts) -> None:
    answer = settled(facts)
    undecided = [lever.id for lever in answer.levers if lever.fired is None]
    codes = [warning.code for warning in answer.warnings]
    assert ("facts-missing" in codes) is bool(undecided)
    if undecided:
        (place,) = {"no-market-here", "facts-missing"} & set(codes[:1])
        missing = answer.warnings[place == "no-market-here"]
        assert missing.code == "facts-missing"
        assert all(lever in missing.message for lever in undecided)


def test_tags_are_said_in_their_own_spelling() -> None:
    cloud = Declaration(
        type="tags", help="Clouds.", names={"aws": "AWS"}, aliases={"amazon": "aws"}
    )
    assert cloud.show(cloud.read(["amazon", "gcp", "AWS"])) == "AWS and gcp"
    assert cloud.plain(cloud.read("gcp, aws")) == ["aws", "gcp"]
