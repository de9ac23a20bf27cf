"""Levels of a guide in Markdown: tables under headings, lines, and levels that sentences name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from counteroffer.reader.importing import imported
from counteroffer.reader.level_names import LevelNames
from counteroffer.reader.reading import Reading, read_guide
from tests.support.samples import RULES

TABLES = """# Potter | Claywell Negotiation Guide

### P2: Potter

| Location | Base Salary | RSU (4 years) |
|---|---|---|
| Lyon | €50K-€60K | €20K-€30K |

### P3: Senior Potter

| Location | Base Salary | RSU (4 years) |
|---|---|---|
| Lyon | €70K-€90K | €40K-€60K |

> **Negotiate Up Strategy:** "For P2 in Lyon I am asking for €58K base." Accept at €56K+ base.
"""
LINES = """# Potter | Claywell Negotiation Guide

Lyon:

P2: 50k-60k base, 10k rsu / year, 5% bonus
P3: 70k-90k base, 15k rsu / year, 10% bonus
"""


def bands(reading: Reading) -> list[tuple[str, str | None, str | None, int]]:
    return [(one.component, one.region, one.level, int(one.high)) for one in reading.bands]


def test_tables_under_headings_of_levels_are_bands_of_these_levels() -> None:
    assert bands(read_guide(TABLES, "guide.md")) == [
        ("base", "Lyon", "P2: Potter", 60_000),
        ("equity", "Lyon", "P2: Potter", 30_000),
        ("base", "Lyon", "P3: Senior Potter", 90_000),
        ("equity", "Lyon", "P3: Senior Potter", 60_000),
    ]


def test_one_heading_of_a_level_alone_makes_no_levels() -> None:
    text = TABLES.replace("### P3: Senior Potter", "### Elsewhere")
    assert {one.level for one in read_guide(text, "guide.md").bands} == {None}


def test_a_line_for_each_level_has_its_base_its_yearly_grant_and_its_bonus() -> None:
    found = read_guide(LINES, "guide.md")
    assert bands(found) == [
        ("base", "Lyon", "P2", 60_000),
        ("equity", "Lyon", "P2", 10_000),
        ("bonus", "Lyon", "P2", 5),
        ("base", "Lyon", "P3", 90_000),
        ("equity", "Lyon", "P3", 15_000),
        ("bonus", "Lyon", "P3", 10),
    ]
    assert {one.currency for one in found.bands if one.component == "base"} == {"EUR"}
    assert {one.period for one in found.bands if one.component == "equity"} == {"year"}


def test_what_a_sentence_asks_belongs_to_the_level_that_it_names() -> None:
    """Not to that of the heading above, which is of the last table."""
    asked = read_guide(TABLES, "guide.md").strategy
    assert [(one.role, one.level, one.low) for one in asked] == [
        ("ask", "P2: Potter", 58_000),
        ("floor", "P2: Potter", 56_000),
    ]


def test_an_imported_guide_has_a_band_for_each_region_and_level() -> None:
    found = imported(TABLES.encode(), "claywell/potter.md", RULES, date(2026, 11, 28))
    assert (found.regions, found.levels) == (("lyon",), ("p2-potter", "p3-senior-potter"))
    assert "headline:\n  lyon-p2-potter:\n    base: 58K" in found.text


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("For P3 in Lyon", ["P3: Senior Potter"]),
        ("Senior Potter, Lyon", []),
        ("as a P20", []),
        ("P2 and P3", ["P2: Potter", "P3: Senior Potter"]),
    ],
)
def test_the_names_of_levels_in_a_sentence(text: str, named: list[Any]) -> None:
    names = LevelNames.of(["P2: Potter", "P3: Senior Potter"])
    assert [label for _, label in names.found(text)] == named


def test_what_could_be_two_levels_names_neither() -> None:
    names = LevelNames.of(["Senior (L5)", "Senior (L6)"])
    assert names.found("Senior: €90K") == []
    assert names.of_title("L6") == "Senior (L6)"


def test_bullets_under_levels_are_of_the_place_above_them() -> None:
    text = """# Potter | Claywell Negotiation Guide

## Lyon (EUR)

### P2

- Base: €50k - €60k
- RSU: €20k - €30k over 4 years

### P3

- Base: €70k - €90k
- RSU: €40k - €60k over 4 years
"""
    assert bands(read_guide(text, "guide.md")) == [
        ("base", "Lyon (EUR)", "P2", 60_000),
        ("equity", "Lyon (EUR)", "P2", 30_000),
        ("base", "Lyon (EUR)", "P3", 90_000),
        ("equity", "Lyon (EUR)", "P3", 60_000),
    ]


def test_a_total_that_names_no_level_goes_to_the_level_that_it_fits() -> None:
    """90 of base at the most are P3's: a floor of 95 in all is not P2's, whose base ends at 60."""
    text = TABLES.replace(" Accept at €56K+ base.", " Walk away below €95K total comp.")
    text = text.replace('"For P2 in Lyon I am asking for €58K base."', "")
    found = imported(text.encode(), "claywell/potter.md", RULES, date(2026, 11, 28))
    assert "floor:\n  lyon-p3-senior-potter:\n    walk_away:\n      total: 95K" in found.text
