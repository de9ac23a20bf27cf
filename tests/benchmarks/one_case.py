"""One case: the whole process beside importing click and pydantic; `counter` beside what it is made
of and zen-engine.

python -m tests.benchmarks.one_case # half a minute python -m tests.benchmarks.one_case --rounds 100
# for a noisy machine

All contestants take turns in every round. A ratio is the median of the rounds' ratios, so that
whatever slows the machine for a while slows both sides of it; the times beside are medians, of CPU
time, and mean nothing elsewhere. zen-engine answers by `decision.json`: the same levers with
figures and a sentence each, the same settlement, for this guide and region alone, its trace on.
That it says the same as `counter` is checked beforehand.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

from counteroffer import Case, Counteroffer, counter
from counteroffer.engines.rete.durable import ReteFact, Ruleset, available

HERE = Path(__file__).parent
CASE = HERE.parent.parent / "examples" / "hugging-face-san-francisco.yaml"
CALLS = 20  # of each contestant in a round

Seconds = Callable[[], float]


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.one_case", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--rounds", type=int, default=40, help="how often each is run (40)")
    rounds = parser.parse_args().rounds
    ask, click = "counteroffer ask CASE --json", "import click, pydantic"
    processes = {
        click: process("-c", click),
        ask: process("-m", "counteroffer", "ask", str(CASE), "--json"),
    }
    show("a process", "ms", 1e3, measured(processes, rounds), [(ask, click, "aim 1.5, at most 3")])
    case = Case.load(CASE)
    calls: dict[str, Callable[[], object]] = {
        "counter, plain": partial(counter, case, engine="plain")
    }
    wanted = []
    if available():
        calls["counter, rete"] = partial(counter, case, engine="rete")
        calls["durable alone"] = durable_alone(case)
        wanted.append(("counter, rete", "durable alone", "aim 1.5, at most 3"))
    if zen := zen_engine(counter(case)):
        calls["zen-engine"] = zen
        wanted += [
            (name, "zen-engine", "aim: under 1") for name in calls if name.startswith("counter")
        ]
    else:
        print("zen-engine is not here: pip install 'counteroffer[bench]', or zen-engine\n")
    times = measured({name: partial(cpu_time, call) for name, call in calls.items()}, rounds)
    show("one case", "µs", 1e6, times, wanted)


def measured(contestants: Mapping[str, Seconds], rounds: int) -> dict[str, list[float]]:
    """The seconds that each takes in each round, after one that does not count."""
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds + 1):
        for name, seconds in contestants.items():
            times[name].append(seconds())
    return {name: found[1:] for name, found in times.items()}


def show(
    title: str,
    unit: str,
    scale: float,
    times: Mapping[str, list[float]],
    ratios: Iterable[tuple[str, str, str]],
) -> None:
    print(f"{title}, CPU time in {unit}, median of {len(next(iter(times.values())))} rounds")
    for name, found in times.items():
        print(f"  {name:52} {median(found) * scale:8.1f}")
    print("ratio, the figure to compare between machines")
    for one, other, aim in ratios:
        ratio = median(ours / theirs for ours, theirs in zip(times[one], times[other], strict=True))
        print(f"  {f'{one} : {other}':52} {ratio:8.2f}  ({aim})")
    print()


def cpu_time(call: Callable[[], object]) -> float:
    """What one of several calls takes."""
    start = time.process_time()
    for _ in range(CALLS):
        call()
    return (time.process_time() - start) / CALLS


def process(*arguments: str, **variables: str) -> Seconds:
    """What a new Python takes, from its start to its end."""
    # As installed: what is imported has been compiled before.
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    } | variables
    nowhere = os.open(os.devnull, os.O_WRONLY)

    def seconds() -> float:
        child = os.posix_spawn(
            sys.executable,
            [sys.executable, *arguments],
            environment,
            file_actions=[(os.POSIX_SPAWN_DUP2, nowhere, sys.stdout.fileno())],
        )
        _, status, used = os.wait4(child, 0)
        if status:
            raise SystemExit(f"{' '.join(arguments)} failed: run it by hand to see why")
        return used.ru_utime + used.ru_stime

    return seconds


def durable_alone(case: Case) -> Callable[[], object]:
    """The inference within a `counter` of the case: the same rules on the same facts, chained facts
    looked up."""
    calls: list[Callable[[], object]] = []
    fire = Ruleset.fire

    def record(
        self: Ruleset, facts: Iterable[ReteFact], chain: Callable[[str], Iterable[ReteFact]]
    ) -> tuple[str, ...]:
        given, chained = tuple(facts), {}

        def remember(rule: str) -> Iterable[ReteFact]:
            chained[rule] = tuple(chain(rule))
            return chained[rule]

        fired = fire(self, given, remember)
        calls.append(lambda: fire(self, given, chained.__getitem__))
        return fired

    with patch.object(Ruleset, "fire", record):
        counter(case, engine="rete")
    return calls[0]


def zen_engine(answer: Counteroffer) -> Callable[[], object] | None:
    """The decision on the same facts with its trace on; None where zen-engine is not installed."""
    try:
        from zen import ZenEngine
    except ImportError:
        return None
    decision = ZenEngine().create_decision((HERE / "decision.json").read_text("utf-8"))
    facts = _facts(answer.case)
    found = decision.evaluate(facts)["result"]
    if (
        differing := {
            name: pair for name, pair in _compared(answer, found).items() if pair[0] != pair[1]
        }
    ) or (len(found["talking_points"]) != len(answer.talking_points)):
        raise SystemExit(f"counter and zen-engine do not agree: {json.dumps(differing)}")
    return lambda: decision.evaluate(facts, {"trace": True})


def _facts(case: Mapping[str, Any]) -> dict[str, Any]:
    """The case as the decision takes it: plain numbers, what is not stated zero."""

    def offer(stated: Mapping[str, Any]) -> dict[str, Any]:
        bonus = float(stated.get("bonus", "0%").removesuffix("%"))
        return {
            "company": stated.get("company"),
            "base": stated["base"],
            "equity": stated["equity"]["amount"],
            "years": stated["equity"]["years"],
            "signing": stated.get("signing", 0),
            "bonus": bonus,
            "held": True,
            "final": False,
        }

    candidate = {**case["candidate"], "uptime_pct": float(case["candidate"]["uptime_pct"])}
    return {
        "candidate": {
            name: list(one) if isinstance(one, tuple) else one for name, one in candidate.items()
        },
        "offer": offer(case["offer"]),
        "competing": [offer(one) for one in case["competing"]],
    }


def _compared(answer: Counteroffer, found: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Each number of the answer with the decision's."""
    assert answer.floor is not None
    assert answer.break_even is not None
    ours = {
        "levers": [lever.id for lever in answer.levers if lever.fired],
        "headline": answer.headline,
        "verdict": answer.verdict,
    }
    for name, part in (("ask", answer.ask), ("stretch", answer.stretch), ("floor", answer.floor)):
        ours[name] = {field: getattr(part, field) for field in found[name]}
    even = answer.break_even
    ours["break_even"] = {"base": even.base, "base_as_offered": even.base_as_offered}
    return {name: (one, found[name]) for name, one in ours.items()}


if __name__ == "__main__":
    main()
