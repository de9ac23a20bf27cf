"""Why a lever does not fire, as the smallest change that makes it fire, or as what can't be
changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from counteroffer import Case, CaseError, Rulebook, smallest_changes
from counteroffer.analysis.least_change.smallest import SmallestChange
from counteroffer.cases.bounds import sensible
from tests.support.samples import (
    RULES,
    Facts,
    cases,
    guide_file,
    lever_file,
    sample,
    settled,
    write,
)


def changes(facts: Facts, **options: Any) -> dict[str, SmallestChange]:
    found = smallest_changes(Case.of(**facts), **{"rulebook": RULES, **options})
    return {one.lever: one for one in found}


def texts(facts: Facts, **options: Any) -> dict[str, list[str]]:
    return {
        name: [change.text for change in one.changes]
        for name, one in changes(facts, **options).items()
    }


def own_rules(folder: Path, when: str) -> Rulebook:
    """Rules with a lever that fires under a condition, in a small guide."""
    files = {
        "levers/mine.yaml": lever_file(when),
        "guides/acme/engineer.yaml": guide_file(levers={"mine": {}}),
    }
    return Rulebook(write(folder, files))


def own_case(**facts: Any) -> Case:
    """A case of that guide."""
    offer = {"base": "$150K", "equity": "$60K/4yr"}
    return Case.of(guide="acme/engineer", region="here", offer=offer, today="2026-01-02", **facts)


BARE = sample("huggingface", candidate={"gpu_years": 1, "clouds": ["aws"]}, competing=None)


def test_every_silent_lever_has_its_change() -> None:
    assert texts(BARE) == {
        "competing-offers": [
            (
                "if you held another offer with a base of more than US$180,000, or one worth "
                "more than US$226,500 a year"
            )
        ],
        "enterprise-sla": ["uptime_pct: 99.9 or more (not stated)"],
        "gpu-infrastructure": [
            "gpu_years: 2 or more (is 1)",
            "skills: add kubernetes (not stated)",
        ],
        "multi-cloud": ["clouds: add one more (has AWS)"],
    }


@pytest.mark.parametrize(
    ("offer", "fires"),
    [
        ({"base": 180_001}, True),
        ({"base": 180_000}, False),
        ({"equity": "$226501/yr"}, True),
        ({"equity": "$226500/yr"}, None),
    ],
)
def test_the_thresholds_of_a_competing_offer_are_exact(offer: Facts, fires: bool | None) -> None:
    answer = settled({**BARE, "competing": [{"company": "Acme", **offer}]})
    assert next(one.fired for one in answer.levers if one.id == "competing-offers") is fires


def test_an_offer_is_a_hypothesis_and_before_there_is_one_in_hand_any_will_do() -> None:
    facts = sample("midjourney", candidate={}, offer=None, competing=None)
    assert texts(facts, lever="competing-offers") == {
        "competing-offers": ["if you held another offer"]
    }


def test_the_lever_that_is_named_is_the_one_that_is_answered() -> None:
    assert list(changes(BARE, lever="multi-cloud")) == ["multi-cloud"]
    found = changes(sample("huggingface"), lever="multi-cloud")["multi-cloud"]
    assert (found.fired, found.possible, found.changes) == (True, True, ())


def test_what_is_not_the_candidates_to_change_is_a_certified_no() -> None:
    found = changes({**BARE, "guide": "stability-ai/devops-engineer"}, lever="uk-ai-market")[
        "uk-ai-market"
    ]
    assert not found.possible
    assert found.because == ("region is san-francisco, needs london: not yours to change",)


def test_frozen_facts_never_appear() -> None:
    found = changes(BARE, freeze=["gpu_years", "held_offers"])
    assert found["gpu-infrastructure"].because == (
        "gpu_years is 1, needs 2 or more: gpu_years is frozen",
    )
    assert not found["competing-offers"].possible
    assert found["competing-offers"].because[0].endswith("competing offers are frozen")
    assert found["multi-cloud"].possible


@pytest.mark.parametrize(
    "word", ["competing", "held_offers", "highest_held_base", "best_held_annual"]
)
def test_each_word_for_competing_offers_freezes_them(word: str) -> None:
    assert not changes(BARE, lever="competing-offers", freeze=[word])["competing-offers"].possible


@pytest.mark.parametrize(
    ("options", "advice"),
    [
        ({"freeze": ["gpu_yeers"]}, "did you mean 'gpu_years'"),
        ({"lever": "multi-clod"}, "did you mean 'multi-cloud'"),
    ],
)
def test_what_is_not_known_is_an_error_with_advice(options: Facts, advice: str) -> None:
    with pytest.raises(CaseError, match=advice):
        changes(BARE, **options)


@pytest.mark.parametrize(
    ("when", "text"),
    [
        ("held_offers >= 2", "if you held 2 more offers"),
        ("highest_held_base > offer_base", "with a base of more than US$150,000"),
        ("known(best_held_annual)", "if you held another offer"),
        (
            "highest_held_base > offer_base and best_held_annual > offer_annual",
            "a base of more than",
        ),
        (
            "held_offers == 1 and not known(highest_held_base) and best_held_annual > offer_base",
            "worth more than US$150,000",
        ),
        ("matched_equity > offer_equity", "with equity of more than US$60,000"),
        ("held_offers >= 1 and not known(best_held_annual)", "with a signing bonus and no more"),
        ("minimum_base > offer_base", "minimum_base: US$150,001 or more (not stated)"),
        (
            (
                "held_offers >= 1 and gpu_years >= 2 or years >= 3 and gpu_years >= 2 and "
                "owns_full_stack"
            ),
            "another offer",
        ),
    ],
)
def test_conditions_of_ones_own_on_what_is_held(tmp_path: Path, when: str, text: str) -> None:
    (found,) = smallest_changes(own_case(), lever="mine", rulebook=own_rules(tmp_path, when))
    assert found.possible
    assert text in " / ".join(change.text for change in found.changes)


@settings(max_examples=40)
@given(cases())
def test_every_lever_either_fires_with_its_change_or_has_a_reason(facts: Facts) -> None:
    answer = settled(facts)
    found = {
        one.lever: one for one in smallest_changes(Case.of(**facts), rulebook=RULES)
    }  # each change is settled there
    assert list(found) == [one.id for one in answer.levers if not one.fired]
    for one in found.values():
        assert one.possible == bool(one.changes) == (not one.because)
        assert all(
            change.text.startswith("if you held") == (change.fact == "competing")
            for change in one.changes
        )


@pytest.mark.parametrize(
    ("when", "because"),
    [
        (
            'held_offers >= 1 and region == "there"',
            ["region is here, needs there: not yours to change"],
        ),
        (
            'gpu_years > 60 or region == "there"',
            [
                "gpu_years is 1, needs more than 60: no value that makes sense is enough",
                "region is here, needs there: not yours to change",
            ],
        ),
        ("not offer_stated", ["offer_stated is yes, needs no: not yours to change"]),
        (
            "held_offers == 0",
            ["the number of held offers is 1, needs exactly 0: another offer does not change that"],
        ),
        (
            "not known(gpu_years)",
            ["gpu_years is stated, and should not be: no value that makes sense is enough"],
        ),
    ],
)
def test_a_certified_no_names_what_stands_in_the_way(
    tmp_path: Path, when: str, because: list[str]
) -> None:
    competing = [{"company": "Beta", "base": "$140K"}]
    (found,) = smallest_changes(
        own_case(candidate={"gpu_years": 1}, competing=competing),
        lever="mine",
        rulebook=own_rules(tmp_path, when),
    )
    assert (found.possible, list(found.because)) == (False, because)


@settings(max_examples=30)
@given(cases())
def test_a_unit_less_of_a_competing_offer_is_not_enough(facts: Facts) -> None:
    for one in changes(facts, lever="competing-offers").values():
        if not one.possible or not one.changes or not isinstance(one.changes[0].value, int):
            continue
        figure, part = (
            one.changes[0].value,
            "base" if "with a base" in one.changes[0].text else "equity",
        )
        least, _ = sensible(part, RULES.currency(settled(facts).currency).step)
        for number, enough in (
            ((figure, True), (figure - 1, False)) if figure > least else ((figure, True),)
        ):
            amount = f"{settled(facts).currency} {number}" + ("/yr" if part == "equity" else "")
            offers = [*facts.get("competing", []), {"company": "Another", part: amount}]
            fired = next(
                lever.fired
                for lever in settled({**facts, "competing": offers}).levers
                if lever.id == "competing-offers"
            )
            assert (fired is True) is enough
