"""The contradictions of the guides: which there are, and which touch which case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from counteroffer import Rulebook
from tests.support.samples import (
    HUGGING_FACE,
    MIDJOURNEY,
    SAMPLES,
    STABILITY,
    guide_file,
    sample,
    settled,
    write,
)

FOUND = {
    STABILITY: [
        ("ask-above-band", "remote-us", None, ["base 205 over 189", "equity 185 over 171"]),
        ("lever-over-headline", None, "gpu-infrastructure", ["equity 175 over 170"]),
        ("floor-under-example-offer", None, None, ["147.5", "105 + 42.5", "Google at 152.5"]),
        ("scaled-copy", "remote-us", None, ["Remote US is that of San Francisco × 0.90"]),
    ],
    MIDJOURNEY: [
        ("lever-over-headline", None, "cost-optimization", ["equity 145 over 140"]),
        ("scaled-copy", "remote-us", None, ["Remote US is that of San Francisco × 0.90"]),
    ],
    HUGGING_FACE: [
        (
            "total-does-not-add-up",
            "san-francisco",
            None,
            ["low 213 printed, 203.25 from", "base 165", "30", "8.25"],
        ),
        ("total-does-not-add-up", "new-york", None, ["low 208 printed, 198 from"]),
        ("total-does-not-add-up", "paris", None, ["low 181 printed, 172.5 from"]),
        ("lever-over-headline", None, "multi-cloud", ["base 215 over 210"]),
        ("floor-under-example-offer", None, None, ["269.5", "195 + 55", "NVIDIA at 272.5"]),
        ("scaled-copy", "paris", None, ["Paris is that of San Francisco × 0.85, EUR for USD"]),
    ],
}
CODES = {code for found in FOUND.values() for code, *_ in found}


@pytest.mark.parametrize("guide", FOUND)
def test_the_contradictions_of_each_guide_and_no_others(guide: str, rulebook: Rulebook) -> None:
    found = rulebook.guide(guide).findings
    assert [(one.code, one.region, one.lever) for one in found] == [
        expected[:3] for expected in FOUND[guide]
    ]
    for one, (_, _, _, phrases) in zip(found, FOUND[guide], strict=True):
        assert [phrase for phrase in phrases if phrase not in one.message] == []


@pytest.mark.parametrize("guide", FOUND)
def test_each_contradiction_stands_at_a_place_of_the_guide(guide: str, rulebook: Rulebook) -> None:
    rules = rulebook.guide(guide)
    for one in rules.findings:
        assert one.path in rules.document.places


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("stability-ai, London", ["lever-over-headline", "floor-under-example-offer"]),
        (
            "stability-ai, Remote",
            ["ask-above-band", "lever-over-headline", "floor-under-example-offer", "scaled-copy"],
        ),
        ("midjourney", ["lever-over-headline"]),
        (
            "huggingface-enterprise, San",
            ["total-does-not-add-up", "lever-over-headline", "floor-under-example-offer"],
        ),
        (
            "huggingface-enterprise, New",
            ["total-does-not-add-up", "lever-over-headline", "floor-under-example-offer"],
        ),
        (
            "huggingface-enterprise, Paris",
            [
                "total-does-not-add-up",
                "lever-over-headline",
                "floor-under-example-offer",
                "scaled-copy",
            ],
        ),
    ],
)
def test_the_contradictions_that_touch_a_case_are_warned_of(
    name: str, codes: list[str], engine: str
) -> None:
    warnings = [warning.code for warning in settled(sample(name), engine=engine).warnings]
    assert [code for code in warnings if code in CODES] == codes


def test_a_lever_that_is_silent_does_not_contradict_the_headline() -> None:
    answer = settled(sample("huggingface", candidate={"clouds": ["aws"]}))
    assert "lever-over-headline" not in {warning.code for warning in answer.warnings}


def test_every_sample_says_that_the_guide_contradicts_itself() -> None:
    for facts in SAMPLES.values():
        texts = [one.message for one in settled(facts).warnings if one.code in CODES]
        assert texts
        assert all(text.startswith("The guide contradicts itself: ") for text in texts)


def found(folder: Path, **entries: Any) -> list[str]:
    rules = Rulebook(write(folder, {"guides/acme/engineer.yaml": guide_file(**entries)}))
    return [one.code for one in rules.guide("acme/engineer").findings]


HERE = {"label": "Here", "currency": "USD", "base": "100K-200K", "equity": "40K-80K"}


@pytest.mark.parametrize(
    ("total", "codes"),
    [
        ("110K-220K", []),
        ("111K-221K", []),  # rounded to a thousand
        ("112K-220K", ["total-does-not-add-up"]),
        ("110K-222K", ["total-does-not-add-up"]),
    ],
)
def test_totals_are_base_equity_a_year_and_bonus(
    total: str, codes: list[str], tmp_path: Path
) -> None:
    assert found(tmp_path, bands={"here": {**HERE, "total": total}}) == codes


@pytest.mark.parametrize(
    ("entries", "codes"),
    [
        ({"headline": {"here": {"base": "200K", "equity": "80K"}}}, []),
        ({"headline": {"here": {"base": "201K"}}}, ["ask-above-band"]),
        ({"levers": {"multi-cloud": {"figures": {"here": {"equity": "81K"}}}}}, ["ask-above-band"]),
        (
            {
                "headline": {"here": {"base": "150K"}},
                "levers": {"multi-cloud": {"figures": {"here": {"base": "151K"}}}},
            },
            ["lever-over-headline"],
        ),
        (
            {
                "headline": {"here": {"base": "150K"}},
                "levers": {"multi-cloud": {"figures": {"here": {"base": "150K"}}}},
            },
            [],
        ),
        (
            {
                "floor": {"here": "100K"},
                "headline": {"here": {"equity": "40K"}},
                "example_offers": [
                    {"company": "Rival", "region": "here", "base": "110K", "equity": "0K/4yr"}
                ],
            },
            [],
        ),
        (
            {
                "floor": {"here": "100K"},
                "headline": {"here": {"equity": "40K"}},
                "example_offers": [
                    {"company": "Rival", "region": "here", "base": "110001", "equity": "0/4yr"}
                ],
            },
            ["floor-under-example-offer"],
        ),
    ],
)
def test_each_contradiction_has_its_edge(
    entries: dict[str, Any], codes: list[str], tmp_path: Path
) -> None:
    assert found(tmp_path, **entries) == codes


def test_a_scaled_copy_is_found_whatever_the_currency(tmp_path: Path) -> None:
    copy = {"label": "There", "currency": "EUR", "base": "90K-180K", "equity": "36K-72K"}
    observed = {**copy, "label": "Elsewhere", "equity": "36K-75K"}
    assert found(tmp_path, bands={"here": HERE, "there": copy, "elsewhere": observed}) == [
        "scaled-copy"
    ]
