"""Company and role by the title of a guide or by its front matter."""

from __future__ import annotations

import pytest

from counteroffer.reader.reading import read_guide


@pytest.mark.parametrize(
    ("text", "company", "role"),
    [
        ("# Cooper Engineer | Stavewell Negotiation Guide", "Stavewell", "Cooper Engineer"),
        ("# Salary Negotiation Guide for DevOps Engineers", "", "DevOps Engineer"),
        ("# Stavewell – Data Engineer Pay 2026", "Stavewell", "Data Engineer"),
        (
            "---\ntitle: Stavewell – Data Engineer Pay 2026\n---\n\nText",
            "Stavewell",
            "Data Engineer",
        ),
        ("---\ncompany: Stavewell\nrole: Cooper\n---\n\n# Pay", "Stavewell", "Cooper"),
        ("---\n\n# Engineer at Stavewell", "Stavewell", "Engineer"),
    ],
)
def test_titles(text: str, company: str, role: str) -> None:
    reading = read_guide(text, "guide.md")
    assert (reading.company, reading.role) == (company, role)


def test_lines_behind_front_matter_keep_their_numbers() -> None:
    text = "---\nrole: Cooper\nyear: 2025\n---\n\n| City | Base | Bonus |\n|---|---|---|\n"
    reading = read_guide(f"{text}| Leeds | £100K | 5% |\n", "guide.md")
    assert ({one.line for one in reading.bands}, reading.year) == ({8}, 2025)
