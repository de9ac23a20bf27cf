"""How much the process grows: rules loaded anew for each answer, and cases that share nothing.

`python -m tests.benchmarks.memory` prints both, in MiB of peak resident memory over a warm start.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from counteroffer import Case, Rulebook, counter

_UNIT = 2**20 if sys.platform == "darwin" else 2**10  # of ru_maxrss, in a MiB
_STATED: dict[str, Any] = {
    "guide": "stability-ai/devops-engineer",
    "region": "london",
    "candidate": {"gpu_years": 4},
    "offer": {"base": 100_000, "equity": 100_000},
    "today": "2026-10-31",
}


def growth(work: Callable[[], None]) -> float:
    """By how many MiB work lifts the peak of the process."""
    before = _peak()
    work()
    return _peak() - before


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _UNIT


def load_and_answer(times: int) -> None:
    """One answer each of rules that are loaded for it."""
    for _ in range(times):
        rules = Rulebook.load()
        counter(Case.of(**_STATED), rulebook=rules)


def many_regions(cases: int, offers: int, rules: Rulebook) -> None:
    """A case with many offers in each of many regions, on the same rules."""
    held = [
        {"company": f"Company {n}", "base": f"${100_000 + n}", "equity": f"${90_000 + n}"}
        for n in range(offers)
    ]
    for number in range(cases):
        stated = {**_STATED, "region": f"place-{number}", "competing": held}
        counter(Case.of(**stated), rulebook=rules, engine="plain")


def rules_with_places(folder: Path, places: int) -> Rulebook:
    """The shipped rules and a folder with this many places of hiring."""
    entries = [f"  place-{n}: {{label: Place {n}, currency: USD}}" for n in range(places)]
    folder.joinpath("places.yaml").write_text("\n".join(["places:", *entries, ""]), "utf-8")
    return Rulebook.load(folder)


if __name__ == "__main__":
    load_and_answer(20)
    print(f"500 rulebooks with an answer each: {growth(lambda: load_and_answer(500)):.1f} MiB")
    with tempfile.TemporaryDirectory() as name:
        rules = rules_with_places(Path(name), 900)
        print(f"900 regions of 100 offers: {growth(lambda: many_regions(900, 100, rules)):.1f} MiB")
