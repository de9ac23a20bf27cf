"""What-if: every row is what `counter` says of that case; axes; factoring; what is refused; laziness."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counteroffer import Case, CaseError, Counteroffer, EngineError, Rulebook, counter
from counteroffer.axes import Axis, axes
from counteroffer.changes import PARTS, changed
from counteroffer.fx import Rates
from counteroffer.situation import situation
from counteroffer.whatif import NUMBERS, explore, what_if
from tests.samples import (
    GUIDES,
    RULES,
    SAMPLES,
    TODAY,
    Facts,
    attempt,
    cases,
    guide_file,
    lever_file,
    needs_rete,
    sample,
    write,
)  # fmt: skip
from tests.test_engines import rulebooks, rules_folder, small_cases

Vary = Mapping[str, Any]


def scenario(case: Case, found: tuple[Axis, ...], pick: tuple[int, ...], rules: Rulebook, engine: str = "plain") -> Counteroffer:
    """The answer to one scenario, from the case with each fact changed in turn and nothing else."""
    stated: Mapping[str, Any] = situation(case, rules, region=None, rates=Rates.snapshot(), today=TODAY).understood
    region = None
    named = [(axis.path, axis.values[number]) for axis, number in zip(found, pick, strict=True)]
    whole = [path == "offer" or (path.startswith("competing.") and path.rpartition(".")[2] not in PARTS) for path, _ in named]
    order = [(PARTS.index(path.rpartition(".")[2]) if path.rpartition(".")[2] in PARTS else 0) for path, _ in named]
    for _, (path, value) in sorted(zip(zip(whole, order, strict=True), named, strict=True), key=lambda one: one[0]):
        if path == "region":
            region = value
        else:
            stated = changed(stated, path, value)
    return counter(Case.of(**stated), region=region, rulebook=rules, engine=engine, today=TODAY)


def figures(answer: Counteroffer) -> tuple[Any, ...]:
    """An answer as a row has it."""
    numbers = {
        **{f"ask.{name}": getattr(answer.ask, name) for name in ("base", "equity", "signing", "annual")},
        **{f"stretch.{name}": getattr(answer.stretch, name) for name in ("base", "equity", "signing", "annual")},
        "floor.base": answer.floor and answer.floor.base, "break_even.base": answer.break_even and answer.break_even.base,
    }  # fmt: skip
    levers = "+".join(lever.id for lever in answer.levers if lever.fired)
    return (*(numbers[name] for name in NUMBERS), answer.verdict, levers)


def check(facts: Facts, vary: Vary, rules: Rulebook = RULES, rows: int = 60, engines: tuple[str, ...] = ("plain",)) -> int:
    """Compare a sample of rows, or all, with the case that each stands for; how many were compared."""
    case = Case.of(**facts)
    base = situation(case, rules, region=None, rates=Rates.snapshot(), today=TODAY)
    found = axes(vary, rules.declared, base.place.guide.bands)
    picks = list(itertools.product(*(range(len(axis.values)) for axis in found)))
    chance = random.Random(len(picks))
    chosen = sorted(chance.sample(range(len(picks)), min(rows, len(picks))))
    made = attempt(lambda: explore(case, vary, rulebook=rules, today=TODAY))
    if isinstance(made, CaseError):  # then at least one of them is no case
        assert any(isinstance(attempt(scenario, case, found, pick, rules), CaseError) for pick in picks), str(made)
        return 0
    assert not isinstance(made, BaseException), made
    frame = made.frame.sort("row").collect(engine="streaming")
    assert frame.height == len(picks)
    assert frame["row"].to_list() == list(range(len(picks)))
    for row in chosen:
        got = frame.row(row, named=True)
        for name in engines:
            wanted = figures(scenario(case, found, picks[row], rules, name))
            assert tuple(got[column] for column in (*NUMBERS, "verdict", "levers")) == wanted, (got, picks[row])
        for axis, pick in zip(found, picks[row], strict=True):
            assert got[axis.path] == axis.labels[pick]
    return len(chosen)


# Random axes

_BASES = ["absent", "95K", "100K", "$150K", "£120K", "189999", "190K", "190001", "215K", "€180K", "¥20M"]
_EQUITY = ["absent", "100K", "150K/4yr", "80K/yr", "$200K/4yr", "90K/3yr"]
_POOL: dict[str, list[str]] = {
    "offer": ["absent", "held"],
    "offer.base": _BASES,
    "offer.equity": _EQUITY,
    "offer.signing": ["absent", "10K", "25K", "$30K"],
    "offer.bonus": ["absent", "5%", "7.25%", "10K", "$20K"],
    "offer.final": ["yes", "no"],
    "offer.currency": ["USD", "GBP", "EUR"],
    "offer.years": ["1", "4"],
    "competing.Google": ["absent", "held"],
    "competing.NVIDIA": ["absent", "held"],
    "competing.Google.base": _BASES,
    "competing.NVIDIA.base": _BASES[1:],
    "competing.NVIDIA.equity": _EQUITY,
    "competing.NVIDIA.expires": ["absent", "2026-11-19", "2026-11-20", "2026-11-21"],
    "competing.Google.evidence": ["absent", "expected", "written"],
    "competing.NVIDIA.private": ["yes", "no"],
    "competing.New One.base": _BASES[1:],
    "competing.Zeta Labs.bonus": ["10%", "20K"],
    "today": ["2026-11-18", "2026-11-20", "2026-11-22"],
    "fx.GBP/USD": ["1.20", "1.31", "1.45"],
    "fx.USD/EUR": ["0.80", "0.9"],
    "fx.EUR/USD": ["1.05", "1.2"],
    "fx.USD/JPY": ["110", "150.5"],
    "gpu_years": ["absent", "0", "0.5", "1.9", "2", "4"],
    "uptime_pct": ["unknown", "99", "99.9", "99.99%"],
    "compute_savings_pct": ["absent", "4.99", "5", "12%"],
    "owns_full_stack": ["absent", "yes", "no"],
    "minimum_base": ["absent", "100K", "£150K", "$300K"],
    "current_base": ["90K", "100K"],
    "clouds": ["absent", "aws", "aws+gcp", "aws+amazon"],
    "skills": ["absent", "gpu", "k8s+gpu", "rust"],
    "skills+": ["cuda", "gpu", "kubernetes+gpu"],
    "experience+": ["commercial-api-serving", "open-model-distribution+API serving"],
    "region": ["london", "san-francisco", "remote-us", "new-york", "paris", "toronto", "tokyo"],
    "home": ["GBP", "USD"],
}


@st.composite
def varied(draw: st.DrawFn, most: int = 3) -> dict[str, str]:
    paths = draw(st.lists(st.sampled_from(sorted(_POOL)), unique=True, min_size=1, max_size=most))
    return {
        path: ",".join(draw(st.lists(st.sampled_from(_POOL[path]), unique=True, min_size=min(2, len(_POOL[path])), max_size=5))) for path in paths
    }  # fmt: skip


@settings(max_examples=150)
@given(cases(), varied())
def test_every_row_is_what_counter_says_of_that_case(facts: Facts, vary: dict[str, str]) -> None:
    check(facts, vary, rows=12)
