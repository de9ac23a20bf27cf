"""What a scenario costs as the rules and the case grow: 10, 100, 1,000 levers; 1, 10, 100 competing
offers."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from counteroffer import Case, CounterofferError, Rates, Rulebook
from counteroffer.analysis.what_if.what_if import NUMBERS, what_if
from counteroffer.cases.normalise import situation
from counteroffer.engines.choose import engine
from counteroffer.engines.interface import measure
from tests.benchmarks.sweep import sums
from tests.support.samples import guide_file, lever_file, write

ENGINES = ("plain", "rete")
SIDE, BASES = 40, 100  # values of each of two facts, and of a competing base


def scaling(rounds: int) -> Iterator[str]:
    """A table: what one scenario costs in a sweep over two facts and a base, and on the engines."""
    yield (
        f"microseconds of a core for a scenario: in a sweep of {SIDE * SIDE * BASES:,} (planned "
        f"in seconds), and one by one"
    )
    yield f"{'':24}{'plan s':>9}{'sweep':>9}{'plain':>9}{'rete':>9}"
    with tempfile.TemporaryDirectory() as folder:
        for levers in (10, 100, 1_000):
            rules = Rulebook(write(Path(folder) / str(levers), _levers(levers)))
            yield _line(f"{levers:,} levers, 1 offer", rules, _case(1), rounds)
        for offers in (10, 100):
            rules = Rulebook(Path(folder) / "10")
            yield _line(
                f"10 levers, {offers} offer{'s' if offers > 1 else ''}",
                rules,
                _case(offers),
                rounds,
            )


def _levers(count: int) -> dict[str, Any]:
    """Rules of so many levers, each with a condition on two facts and figures of its own."""
    chance = random.Random(count)
    files: dict[str, Any] = {}
    for number in range(count):
        gpu_years, years = chance.randint(0, 30), chance.randint(0, 30)
        word = chance.choice(["and", "or"])
        files[f"levers/lever-{number}.yaml"] = lever_file(
            f"gpu_years >= {gpu_years} {word} years >= {years}"
        )
    figures = {
        f"lever-{number}": {"figures": {"here": {"base": f"{150 + number % 50}K"}}}
        for number in range(count)
    }
    headline = {"here": {"base": "180K", "equity": "60K"}}
    files["guides/acme/engineer.yaml"] = guide_file(
        levers=figures, headline=headline, floor={"here": "120K"}
    )
    return files


def _case(offers: int) -> Case:
    competing = [
        {"company": f"Company {number}", "base": f"${120 + number % 40}K", "equity": "$60K/4yr"}
        for number in range(offers)
    ]
    return Case.of(
        guide="acme/engineer",
        region="here",
        offer={"base": "$120K", "equity": "$40K/4yr"},
        competing=competing,
        candidate={"gpu_years": 4, "years": 10},
        today="2026-11-20",
    )


def _line(name: str, rules: Rulebook, case: Case, rounds: int) -> str:
    vary = {
        "gpu_years": [f"{number * 30 / SIDE:.1f}" for number in range(SIDE)],
        "years": [f"{number * 30 / SIDE:.1f}" for number in range(SIDE)],
        "competing.Company 0.base": [f"USD {100_000 + 1_000 * number}" for number in range(BASES)],
    }
    try:
        start = time.process_time()
        frame = what_if(case, vary, rulebook=rules).select(*NUMBERS, "verdict")
        sums(frame)
        planned, swept = (
            time.process_time() - start,
            _fastest(lambda: sums(frame), rounds) / (SIDE * SIDE * BASES),
        )
        cells = f"{planned:9.2f}{swept * 1e6:9.3f}"
    except CounterofferError as error:
        cells = f"{'–':>9}{'–':>9}  ({str(error)[:60]}) "
    for engine_name in ENGINES:
        cells += _one_by_one(engine_name, rules, case, rounds)
    return f"{name:24}{cells}"


def _one_by_one(name: str, rules: Rulebook, case: Case, rounds: int) -> str:
    """A case on one of the engines, after its facts are in numbers."""
    known = situation(case, rules, region=None, rates=Rates.snapshot(), today=None)
    made = known.program(rules)
    try:
        fires = engine(name)
        fires.fire(made, measure(made, known.values))
    except CounterofferError:
        return f"{'–':>9}"
    return (
        f"{_fastest(lambda: fires.fire(made, measure(made, known.values)), 20 * rounds) * 1e6:9.1f}"
    )


def _fastest(run: Callable[[], Any], rounds: int) -> float:
    """Seconds of a core for the fastest of its rounds."""
    found = []
    for _ in range(rounds):
        start = time.process_time()
        run()
        found.append(time.process_time() - start)
    return min(found)
