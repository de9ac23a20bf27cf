"""Asks and floors on the annual total, floors of two tiers, and guides without a column: the same
on every engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counteroffer import Case, Counteroffer, Rulebook, RuleError, counter
from counteroffer.analysis.explain.derivation import explain
from counteroffer.analysis.explain.step import Step
from tests.support.compared import at_least
from tests.support.engines import needs_rete
from tests.support.formulas import rounded, worked_out
from tests.support.samples import Facts, guide_file, lever_file, write

BANDS = {
    "here": {
        "label": "Here",
        "currency": "USD",
        "base": "$200K-$300K",
        "equity": "$200K-$400K",
        "total": "$250K-$400K",
    },
    "there": {
        "label": "There",
        "currency": "EUR",
        "base": "€150K-€250K",
        "equity": "€100K-€300K",
        "total": "€175K-€325K",
    },
    "away": {"label": "Away", "currency": "USD", "base": "$150K-$200K"},
}
TOTALS: Facts = guide_file(
    bands=BANDS,
    levers={
        "scale": {"figures": {"here": {"total": "$400K"}}},
        "depth": {"figures": {"here": {"total": "$390K", "equity": "$320K"}}},
        "pay": {"figures": {"here": {"base": "$280K"}}},
    },
    headline={"here": {"equity": "$360K", "total": "$410K"}},
    floor={
        "here": {"walk_away": {"total": "$330K", "base": "$210K"}, "accept_at": {"total": "$350K"}}
    },
    example_offers=[
        {"company": "Whole", "region": "here", "total": "$340K"},
        {"company": "Half", "region": "here", "base": "$390K"},
    ],
)
LEVERS = {
    "levers/scale.yaml": lever_file('"scale" in skills'),
    "levers/depth.yaml": lever_file('"depth" in skills'),
    "levers/pay.yaml": lever_file('"pay" in skills'),
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return rulebook(tmp_path_factory.mktemp("totals"), TOTALS)


def rulebook(folder: Path, guide: Facts) -> Rulebook:
    return Rulebook(write(folder, {"guides/acme/engineer.yaml": guide, **LEVERS}))


def settled(book: Rulebook, engine: str = "plain", **facts: Any) -> Counteroffer:
    stated = {"guide": "acme/engineer", "region": "here", "today": "2026-11-20", **facts}
    return counter(Case.of(**stated), rulebook=book, engine=engine)


OFFER = {"base": "$220K", "equity": "$200K/4yr"}


def test_a_headline_on_the_total_is_a_cap(tmp_path: Path) -> None:
    """410 − 360/4 = 320 of base: an ask of 350 is held down to it, and the stretch is not."""
    guide = {**TOTALS, "levers": {"pay": {"figures": {"here": {"base": "$350K"}}}}}
    answer = settled(rulebook(tmp_path, guide), candidate={"skills": ["pay"]}, offer=OFFER)
    assert (answer.ask.base, answer.stretch.base) == (320_000, 350_000)


def test_without_an_offer_and_a_word_of_equity_a_total_says_nothing_of_base(tmp_path: Path) -> None:
    guide = {**TOTALS, "headline": {}}
    answer = settled(rulebook(tmp_path, guide), candidate={"skills": ["scale"]})
    assert {lever.id: lever.asks for lever in answer.levers}["scale"] == {}
    assert answer.ask.how["base"] == "band"


def test_a_guide_without_equity_puts_all_of_a_total_into_base(tmp_path: Path) -> None:
    bands = {
        "here": {"label": "Here", "currency": "USD", "base": "$200K-$300K", "bonus": "$10K-$20K"}
    }
    guide = guide_file(
        bands=bands,
        levers={"scale": {"figures": {"here": {"total": "$290K"}}}},
        floor={"here": {"total": "$240K"}},
    )
    answer = settled(
        rulebook(tmp_path, guide),
        candidate={"skills": ["scale"]},
        offer={"base": "$220K", "bonus": "$15K"},
    )
    assert (answer.ask.base, answer.ask.equity, answer.ask.annual) == (275_000, None, 290_000)
    assert answer.floor
    assert (answer.floor.base, answer.floor.annual, answer.floor.accept_at) == (
        225_000,
        240_000,
        None,
    )


def test_totals_are_carried_to_the_same_position_of_the_band_of_totals(book: Rulebook) -> None:
    """400 is the top of 250-400, which is €325K of 175-325; equity 360 at 0.8 is €260K: 325 − 65."""
    answer = settled(
        book,
        candidate={"skills": ["scale"]},
        region="there",
        offer={"base": "€160K", "equity": "€120K/4yr"},
    )
    assert (answer.ask.base, answer.ask.equity, answer.ask.annual) == (260_000, 260_000, 325_000)


def test_of_two_tiers_the_lower_is_the_floor_and_the_other_is_told(book: Rulebook) -> None:
    """330 − 360/4 = 240, over the base of 210 beside it; accept-at 350 − 90."""
    answer = settled(book, candidate={"skills": ["scale"]}, offer=OFFER)
    assert answer.floor
    assert (answer.floor.base, answer.floor.accept_at, answer.floor.annual) == (
        240_000,
        260_000,
        330_000,
    )
    assert any("260,000" in reason and "accept" in reason for reason in answer.floor.reasons)
    assert any("annual total of US$330,000" in reason for reason in answer.floor.reasons)


@pytest.mark.parametrize(
    ("floor", "said"),
    [
        ({}, "a base or a total"),
        ({"equity": "$100K"}, "a base or a total"),
        ({"accept_at": {"equity": "$100K"}}, "a base or a total"),
        ({"base": "$100K", "walk_away": {"base": "$90K"}}, "walk_away is the floor"),
        ({"base": "€100K"}, "EUR"),
        ({"accept_at": {"base": "€100K"}}, "EUR"),
        ({"base": "$100K", "equity": "$100K/3yr"}, "3 years"),
    ],
)
def test_floors_that_are_none(tmp_path: Path, floor: Any, said: str) -> None:
    with pytest.raises(RuleError, match=said):
        rulebook(tmp_path, {**TOTALS, "floor": {"here": floor}}).guide("acme/engineer")


def test_a_floor_is_raised_over_whole_examples_alone(book: Rulebook) -> None:
    """340 is the best whole example: that of 390 names no equity.

    An alternative of 350 raises by 10.
    """
    held = [{"company": "Other", "base": "$300K", "equity": "$200K/4yr"}]
    answer = settled(book, candidate={"skills": ["scale"]}, offer=OFFER, competing=held)
    assert answer.floor
    assert answer.floor.base == 250_000


skills = st.lists(st.sampled_from(["scale", "depth", "pay"]), unique=True)


def in_one_currency(stated: Facts, sign: str) -> Facts:
    return {
        name: value if isinstance(value, bool) or "%" in value else f"{sign}{value}"
        for name, value in stated.items()
    }


amounts = st.fixed_dictionaries(
    {},
    optional={
        "base": st.sampled_from(["100K", "210001", "280K", "500K"]),
        "equity": st.sampled_from(["10K/4yr", "90K/yr", "400K/4yr", "3K/yr"]),
        "bonus": st.sampled_from(["10%", "7.25%", "15K"]),
        "final": st.booleans(),
    },
).filter(lambda offer: offer.keys() & {"base", "equity", "bonus"})
signs = st.sampled_from(["$", "€"])
offers = st.none() | st.builds(in_one_currency, amounts, signs)
elsewhere = st.fixed_dictionaries(
    {"base": st.sampled_from(["200K", "300K"]), "equity": st.sampled_from(["100K/4yr", "120K/yr"])}
)
held = st.lists(
    st.builds(
        lambda terms, company: {**terms, "company": company},
        st.builds(in_one_currency, elsewhere, signs),
        st.sampled_from(["One", "Two"]),
    ),
    max_size=2,
    unique_by=lambda one: one["company"],
)
regions = st.sampled_from(["here", "there", "away", "london"])


def facts_of(region: str, offer: Facts | None, competing: list[Facts], **candidate: Any) -> Facts:
    stated: Facts = {"region": region, "candidate": candidate, "competing": competing}
    return {**stated, "offer": offer} if offer else stated


@needs_rete
@settings(max_examples=60, deadline=None)
@given(region=regions, offer=offers, competing=held, known=skills)
def test_engines_agree_and_each_figure_is_derived(
    book: Rulebook, region: str, offer: Facts | None, competing: list[Facts], known: list[str]
) -> None:
    facts = facts_of(region, offer, competing, skills=known)
    answer = settled(book, "plain", **facts)
    assert settled(book, "rete", **facts) == answer
    found = explain(Case.of(guide="acme/engineer", today="2026-11-20", **facts), rulebook=book)
    values = {step.name: step.value for step in found.steps}
    for side in ("ask", "stretch"):
        for part in ("base", "equity", "annual"):
            assert values[f"{side}.{part}"] == getattr(getattr(answer, side), part)
    assert values["floor.base"] == (answer.floor.base if answer.floor else None)
    assert values["floor.accept_at"] == (answer.floor.accept_at if answer.floor else None)
    assert values["verdict"] == answer.verdict
    assert all(_holds(step) for top in found.steps for step in top.walk())


def _holds(step: Step) -> bool:
    """Whether a formula gives the value that stands beside it, and a choice one of its parts."""
    if step.kind in ("greatest", "least") and step.value is not None:
        return step.value in [part.value for part in step.children]
    if (
        step.kind != "formula"
        or step.value is None
        or not step.formula
        or not isinstance(step.value, int)
    ):
        return True
    return step.value == rounded(worked_out(step.formula), step)


@settings(max_examples=100, deadline=None)
@given(region=regions, offer=offers, competing=held, known=skills, more=skills)
def test_more_facts_lower_neither_ask_nor_floor(
    book: Rulebook,
    region: str,
    offer: Facts | None,
    competing: list[Facts],
    known: list[str],
    more: list[str],
) -> None:
    less = settled(book, **facts_of(region, offer, competing, skills=known))
    at_least(
        settled(book, **facts_of(region, offer, competing, skills=[*known, *more])),
        less,
        "ask",
        "stretch",
    )
