"""An asked base far outside its band goes to review."""

from __future__ import annotations

import pytest

from counteroffer.reader.reading import Reading, read_guide

BAND = """# Cooper | Stavewell Negotiation Guide

| Region | Base Salary | Stock (RSU/4yr) |
|---|---|---|
| Leeds | £100K-£150K | £60K-£120K |

> **Negotiate Up Strategy:** """


def read(strategy: str) -> Reading:
    return read_guide(BAND + strategy, "stavewell.md")


@pytest.mark.parametrize(
    ("strategy", "kept"),
    [
        ("I'd like a base of £60K.", True),
        ("I'd like a base of £59K.", False),
        ("I'd like a base of £225K.", True),
        ("I'd like a base of £226K.", False),
    ],
)
def test_a_base_is_kept_from_six_tenths_to_one_and_a_half_of_its_band(
    strategy: str, kept: bool
) -> None:
    reading = read(strategy)
    assert bool(reading.strategy) is kept
    assert any("under 0.6 or over 1.5" in one.why for one in reading.needs_review) is not kept


def test_an_increase_is_no_base_and_is_not_lost() -> None:
    reading = read("Begin with a £12,000-£20,000 base increase. Accept at £110K base.")
    assert [(one.role, one.low) for one in reading.strategy] == [("floor", 110_000)]
    assert any("£12,000-£20,000" in one.text for one in reading.needs_review)


def test_revenue_is_neither_base_nor_equity() -> None:
    reading = read(
        "Each line adds £3-5M of ARR. Ask for more on deals above £400K. Ask £140K base."
    )
    assert [(one.component, one.low) for one in reading.strategy] == [("base", 140_000)]
