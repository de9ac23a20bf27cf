"""Where a guide says what to ask for: under its titles, or in plain lines."""

from __future__ import annotations

import pytest

from counteroffer.reader.reading import read_guide

BAND = """# Cooper | Stavewell Negotiation Guide

| Region | Base | RSUs (4 years) |
|---|---|---|
| Leeds | £100K-£150K | £60K-£120K |

"""


def asked(text: str) -> list[tuple[str, str, int]]:
    reading = read_guide(BAND + text, "stavewell.md")
    return [(one.role, one.component, int(one.low)) for one in reading.strategy]


@pytest.mark.parametrize(
    "title", ["Strategy", "What to ask for", "Negotiation", "Your Targets", "Walk-away", "2. Asks"]
)
def test_a_section_under_any_such_title_is_the_strategy(title: str) -> None:
    text = f"## {title}\n\nAsk for £140K base and £110K RSUs. Don't accept below £120K base.\n"
    assert asked(text) == [
        ("ask", "base", 140_000),
        ("ask", "equity", 110_000),
        ("floor", "base", 120_000),
    ]


def test_labelled_items_are_read() -> None:
    text = "## Targets\n\n- Base: £140K\n- RSUs: £110K\n- Lowest base to accept: £120K\n"
    assert asked(text) == [
        ("ask", "base", 140_000),
        ("ask", "equity", 110_000),
        ("floor", "base", 120_000),
    ]


def test_a_plain_line_says_it_too() -> None:
    assert asked("Ask: £140K. Floor: £120K.\n") == [
        ("ask", "base", 140_000),
        ("floor", "base", 120_000),
    ]


def test_an_example_beside_the_strategy_is_no_ask() -> None:
    text = "## Comparing\n\nBase: £190,000\n\n## Negotiation\n\nAsk for £140K base.\n"
    assert asked(text) == [("ask", "base", 140_000)]


def test_what_is_acceptable_is_a_floor_and_a_signing_ask_needs_no_bonus() -> None:
    text = "> **Negotiate Up Strategy:** £140K base, with £9K to sign. £125K base is acceptable.\n"
    assert asked(text) == [
        ("ask", "base", 140_000),
        ("ask", "signing", 9_000),
        ("floor", "base", 125_000),
    ]


def test_an_ask_that_trails_behind_a_colon_is_the_levers() -> None:
    text = '**Levers**\n\n1. **Uptime:** "A quiet day is what earns: £140K base."\n'
    (lever,) = read_guide(BAND + text, "stavewell.md").levers
    assert [(one.role, one.component, one.low) for one in lever.figures] == [
        ("ask", "base", 140_000)
    ]


def test_a_percentage_is_a_bonus_under_a_title_that_says_so() -> None:
    text = '**Levers**\n\n1. **Bonus:** "Targets run from 10 to 20%. I\'m aiming for 20%."\n'
    (lever,) = read_guide(BAND + text, "stavewell.md").levers
    assert [(one.component, one.low) for one in lever.figures] == [("bonus", 20)]


@pytest.mark.parametrize(
    ("title", "lists"), [("Sources", True), ("Reference Checks", False), ("References", True)]
)
def test_reference_checks_are_no_sources(title: str, lists: bool) -> None:
    reading = read_guide(f"{BAND}## {title}\n\n- A letter of a cooper\n", "stavewell.md")
    assert bool(reading.sources) is lists
