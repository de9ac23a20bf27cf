"""Levels in a case: which one is meant, and that none is assumed."""

from __future__ import annotations

from typing import Any

import pytest

from counteroffer import Case, CaseError, Rulebook, check, counter, what_if
from tests.support.samples import guide_file

LABELS = {"mid": "Mid (L4)", "senior": "Senior (L5)", "principal": "L6: Principal Engineer"}
BASES = {"mid": (140, 190), "senior": (190, 240), "principal": (250, 310)}
GUIDE = guide_file(
    reference="here-senior",
    bands={
        f"{region}-{level}": {
            "label": region.title(),
            "level": LABELS[level],
            "currency": "USD",
            "base": f"${low - off}K-${high - off}K",
        }
        for level, (low, high) in BASES.items()
        for region, off in (("here", 0), ("there", 10))
    },
    headline={"here-senior": {"base": "$230K"}},
    floor={"here-senior": "$210K"},
)
BOOK = Rulebook().with_guide(GUIDE, "acme/engineer")


def case(**more: Any) -> Case:
    return Case.of(guide="acme/engineer", today="2026-11-20", offer={"base": "$200K"}, **more)


@pytest.mark.parametrize(
    ("named", "level"),
    [
        ("L6", "l6-principal-engineer"),
        ("l6: principal engineer", "l6-principal-engineer"),
        ("senior-l5", "senior-l5"),
        ("Mid", "mid-l4"),
    ],
)
def test_a_level_is_named_by_its_label_its_slug_or_its_code(named: str, level: str) -> None:
    assert counter(case(region="here", level=named), rulebook=BOOK).level == level


@pytest.mark.parametrize("level", [None, "L9", "engineer of some kind"])
def test_a_level_that_is_missing_or_unknown_is_asked_for_with_the_list(level: str | None) -> None:
    found = check(case(region="here", level=level), rulebook=BOOK)
    assert [one.path for one in found] == [("level",)]
    assert "senior-l5 (Senior (L5))" in found[0].message
    assert found[0].code == ("entry.missing" if level is None else "level.unknown")


def test_a_guide_without_levels_says_that_a_level_changes_nothing() -> None:
    stated = Case.of(guide="stability-ai/devops-engineer", region="london", level="senior")
    answer = counter(stated)
    assert answer.level == "senior"
    assert any("'senior' changes nothing" in text for text in answer.assumptions)


def test_carried_figures_say_the_level_that_they_are_from() -> None:
    answer = counter(case(region="there", level="mid"), rulebook=BOOK)
    assert answer.floor
    assert (answer.floor.base, answer.floor.how) == (150_000, "carried")
    assert any("Here, Senior (L5)" in text for text in answer.assumptions)


def test_scenarios_go_over_levels_and_regions() -> None:
    vary = {"level": "all", "region": "all"}
    rows = what_if(case(region="here", level="mid"), vary, rulebook=BOOK).collect()
    found = {(row["level"], row["region"]): row["floor.base"] for row in rows.to_dicts()}
    assert found["l6-principal-engineer", "here"] == 274_000
    assert found["mid-l4", "there"] == 150_000
    assert len(found) == 6


def test_a_region_without_a_band_on_a_level_is_told() -> None:
    bands = {name: band for name, band in GUIDE["bands"].items() if name != "there-principal"}
    book = Rulebook().with_guide({**GUIDE, "bands": bands}, "acme/engineer")
    with pytest.raises(CaseError, match="no band for There at L6: Principal Engineer; it has here"):
        counter(case(region="there", level="L6"), rulebook=book)
