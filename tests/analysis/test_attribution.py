"""What each lever adds to the ask: Shapley values, held against every set of levers through the
settlement itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, pairwise
from math import factorial
from typing import Any

import pytest
from hypothesis import given, settings

from counteroffer import Case, Rates, Rulebook, attribution
from counteroffer.analysis.explain.attribution import GUIDE_FLOOR, LEAST_ASK, MINIMUM, Attribution
from counteroffer.cases.normalise import situation
from counteroffer.engines.interface import measure, settle
from counteroffer.language.compile import compiled
from counteroffer.language.expr import NOTHING, Value
from counteroffer.rulebook.guide import COMPONENTS
from counteroffer.settlement.program import Program
from tests.support.samples import (
    RULES,
    SAMPLES,
    Facts,
    cases,
    guide_file,
    lever_file,
    sample,
    settled,
    write,
)

FIGURES = (*COMPONENTS, "annual")


def attributed(facts: Facts, rulebook: Rulebook = RULES) -> Attribution:
    return attribution(Case.of(**facts), rulebook=rulebook)


def _ask(
    rules: Program, values: Mapping[str, Value], players: frozenset[str]
) -> dict[str, int | None]:
    """The ask if only these had fired, from the settlement."""
    now = {**values, **{f"fired.{lever}": lever in players for lever in rules.levers}}
    if MINIMUM not in players:
        now[MINIMUM] = None
    if GUIDE_FLOOR not in players:
        bare = [(name, NOTHING if name == LEAST_ASK else how) for name, how in rules.settlement]
        rules = replace(rules, settlement=tuple(bare))
    settle(rules, now, compiled(rules.headline)(now) is True)
    return {component: _int(now[f"ask.{component}"]) for component in COMPONENTS}


def _int(value: Value) -> int | None:
    return value if isinstance(value, int) else None


def shapley(facts: Facts, players: tuple[str, ...]) -> dict[str, dict[str, Fraction]]:
    """The definition: what a player adds to each set of the others, weighted by how often that set
    comes before it."""
    known = situation(Case.of(**facts), RULES, region=None, rates=Rates.snapshot(), today=None)
    rules = known.program(RULES)
    values = measure(rules, known.values)
    sets = [
        frozenset(one) for size in range(len(players) + 1) for one in combinations(players, size)
    ]
    asks = {one: _ask(rules, values, one) for one in sets}
    weights = [
        Fraction(factorial(size) * factorial(len(players) - size - 1), factorial(len(players)))
        for size in range(len(players))
    ]
    return {
        component: {
            player: sum(
                (
                    weights[len(one)]
                    * ((asks[one | {player}][component] or 0) - (asks[one][component] or 0))
                    for one in sets
                    if player not in one
                ),
                Fraction(0),
            )
            for player in players
        }
        for component in COMPONENTS
    }


@settings(max_examples=80)
@given(cases())
def test_each_share_is_the_shapley_value_of_the_settlement_to_the_unit(facts: Facts) -> None:
    found = attributed(facts)
    players = tuple(one.lever for one in found.contributions)
    exact = shapley(facts, players)
    for component in COMPONENTS:
        if getattr(found.total, component) is not None:
            for one in found.contributions:
                assert abs(getattr(one, component) - exact[component][one.lever]) < 1


@given(cases())
def test_the_shares_sum_to_the_ask_less_the_offer(facts: Facts) -> None:
    found, answer = attributed(facts), settled(facts)
    fired = {one.id for one in answer.levers if one.fired}
    assert {one.lever for one in found.contributions} - {MINIMUM, GUIDE_FLOOR} == fired
    for name in COMPONENTS:
        ask, offer = getattr(answer.ask, name), answer.offer and getattr(answer.offer, name)
        total = None if ask is None else ask - (offer or 0)
        assert getattr(found.total, name) == total
        shares = [getattr(one, name) for one in found.contributions]
        assert (
            (sum(shares) == total and min(shares, default=0) >= 0)
            if total is not None
            else set(shares) <= {None}
        )
    raised = any(getattr(one, name) for one in found.contributions for name in ("base", "equity"))
    if answer.ask.annual is not None:
        annual = answer.ask.annual - ((answer.offer and answer.offer.annual) or 0)
        assert found.total.annual == (annual if raised else 0)
        assert sum(one.annual or 0 for one in found.contributions) == found.total.annual
    assert found.against == ("offer" if answer.offer else "nothing")


@pytest.mark.parametrize("name", SAMPLES)
def test_the_known_answers_are_shared_out_whole(name: str) -> None:
    found, answer = attributed(sample(name)), settled(sample(name))
    assert answer.offer is not None
    assert found.total.base == (answer.ask.base or 0) - (answer.offer.base or 0)
    assert found.total.annual == (answer.ask.annual or 0) - (answer.offer.annual or 0)


def test_hugging_face_in_full() -> None:
    found = attributed(sample("huggingface-enterprise, San"))
    rows = {
        one.lever: (one.base, one.equity, one.signing, one.annual) for one in found.contributions
    }
    assert rows == {
        "competing-offers": (7_000, 31_167, 6_250, 15_142),
        "enterprise-sla": (7_000, 0, 14_584, 7_350),
        "gpu-infrastructure": (7_000, 31_167, 2_083, 15_142),
        "market-band": (2_000, 7_666, 0, 4_016),
        "multi-cloud": (7_000, 0, 2_083, 7_350),
    }
    assert found.assumptions == ("the offer states no signing: the whole ask for it is shared out",)


def test_without_an_offer_the_whole_ask_is_shared_out() -> None:
    found = attributed(sample("midjourney", offer=None))
    assert (found.against, found.total.base) == ("nothing", 245_000)
    assert found.assumptions[0] == "there is no offer in hand: the whole ask is shared out"


def test_equal_shares_that_are_told_apart_say_why() -> None:
    found = attributed(sample("midjourney", offer=None))
    bases = sorted({one.base or 0 for one in found.contributions})
    assert [high - low for low, high in pairwise(bases)].count(1) == 1, bases
    word = "equal shares may differ by one unit, since whole units have to sum to the total"
    assert word in found.assumptions


def test_the_candidates_minimum_is_a_player_only_where_it_lifts_the_base() -> None:
    profile = sample("huggingface")["candidate"]
    lifted = attributed(sample("huggingface", candidate={**profile, "minimum_base": "$230K"}))
    rest = {one.lever: one.base for one in lifted.contributions}
    assert (
        rest[MINIMUM] == 25_666
    )  # 20,000 that no lever asks, a fifth of 20,000 and a sixth of 10,000
    assert sum(value or 0 for value in rest.values()) == 50_000
    under = attributed(sample("huggingface", candidate={**profile, "minimum_base": "$200K"}))
    assert MINIMUM not in {one.lever for one in under.contributions}


def test_a_lever_that_adds_nothing_is_listed_with_nothing() -> None:
    offer = {"base": "$214K", "equity": "$300K/4yr", "signing": "$30K"}
    facts = sample("huggingface", offer=offer, candidate={"gpu_years": 4, "skills": ["k8s"]})
    rows = {
        one.lever: (one.base, one.equity, one.signing, one.annual)
        for one in attributed(facts).contributions
    }
    assert rows["gpu-infrastructure"] == (0, 0, 0, 0)


def _book(tmp_path: Any, names: tuple[str, ...]) -> Rulebook:
    """A guide whose levers have these names, the first two of which ask for the same."""
    figures = ("170K", "170K", "180K", "150K")
    levers = {
        name: {"figures": {"here": {"base": figure}}}
        for name, figure in zip(names, figures, strict=True)
    }
    files: dict[str, Any] = {f"levers/{name}.yaml": lever_file("years >= 1") for name in names}
    guide = guide_file(levers=dict(reversed(levers.items())), headline={"here": {"base": "175K"}})
    return Rulebook(write(tmp_path, {**files, "guides/acme/engineer.yaml": guide}))


def test_names_and_order_of_levers_change_nothing_but_names(tmp_path: Any) -> None:
    facts = {
        "guide": "acme/engineer",
        "region": "here",
        "candidate": {"years": 3},
        "offer": {"base": "$110K"},
        "competing": [{"company": "Beta", "base": "$121001"}],
        "today": "2026-01-02",
    }
    shares = []
    for number, names in enumerate([("a", "b", "c", "d"), ("z", "y", "b", "a")]):
        rows = {
            one.lever: one.base or 0
            for one in attributed(facts, _book(tmp_path / str(number), names)).contributions
        }
        assert rows.keys() == {*names, "competing-offers", "market-band"}
        assert abs(rows[names[0]] - rows[names[1]]) <= 1
        shares.append([rows[name] for name in (*names, "competing-offers", "market-band")])
    assert all(abs(one - other) <= 1 for one, other in zip(*shares, strict=True))
