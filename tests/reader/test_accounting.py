"""Every amount and percentage of a file is a figure, under review, or named as not about pay."""

from __future__ import annotations

from counteroffer.reader.figure import UnreadText
from counteroffer.reader.reading import read_guide
from counteroffer.reader.review import gathered

GUIDE = """# Cooper | Stavewell Negotiation Guide

| Region | Base Salary |
|---|---|
| Leeds | £100K-£150K |

## The company

Sales of £3B grew by 12 %.

## Beside pay

- Yearly bonus: 10-15% of base
- Pay in York is 0.9x of this, and 85% in Hull
"""


def test_percentages_and_multipliers_of_pay_are_listed() -> None:
    notes = {one.rank: one for one in read_guide(GUIDE, "stavewell.md").needs_review}
    assert notes[2].text == "10-15%, 85%, 0.9x"
    assert "lines 13-14" in notes[2].why


def test_what_is_not_about_pay_is_named_by_its_part_and_stands_last() -> None:
    last = read_guide(GUIDE, "stavewell.md").needs_review[-1]
    assert (last.text, last.rank) == ("£3B, 12 %", 9)
    assert "'The company', line 9" in last.why


def test_notes_of_one_cause_are_one_and_the_gravest_stands_first() -> None:
    notes = [
        UnreadText(4, "b", "another", 2),
        UnreadText(9, "a", "no figure", 1),
        UnreadText(3, "c", "no figure", 1),
    ]
    assert gathered(notes) == (
        UnreadText(3, "a, c", "no figure (lines 3, 9)", 1),
        UnreadText(4, "b", "another", 2),
    )
