"""The whole process of `counteroffer ask CASE --json` beside importing click and pydantic's models.

python -m tests.benchmarks.start # half a minute
python -m tests.benchmarks.start --rounds 100 # for a noisy machine

All take turns in every round, and their CPU time (user and system) is what counts. The denominator
is `python -c "import click, pydantic; pydantic.BaseModel"`: what a command line that validates
pays before it does anything (`import pydantic` alone loads little: it imports its parts late).
The cache directory is one of the benchmark's own, filled before the first round that counts.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.benchmarks.one_case import CASE, measured, process, show

FLOOR = "import click, pydantic; pydantic.BaseModel"
ASK = ("-m", "counteroffer", "ask", str(CASE), "--json")
LEVER = CASE.parent.parent / "rules" / "levers" / "gpu-infrastructure.yaml"


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.start", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--rounds", type=int, default=40, help="how often each is run (40)")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as place:
        own = Path(place, "rules")
        (own / "levers").mkdir(parents=True)
        (own / "levers" / LEVER.name).write_bytes(LEVER.read_bytes())
        on, off = {"XDG_CACHE_HOME": place}, {"COUNTEROFFER_CACHE": "off"}
        ask, rules = "counteroffer ask CASE --json", ("--rules", str(own))
        processes = {
            FLOOR: process("-c", FLOOR),
            ask: process(*ASK, **on),
            f"{ask}, no cache": process(*ASK, **off),
            f"{ask} --rules": process(*ASK, *rules, **on),
            f"{ask} --rules, no cache": process(*ASK, *rules, **off),
        }
        ratios = [(name, FLOOR, "aim 1.3, at most 1.6") for name in (ask, f"{ask} --rules")]
        ratios += [(f"{name}, no cache", FLOOR, "the first time") for name, *_ in ratios]
        show("a process", "ms", 1e3, measured(processes, rounds), ratios)


if __name__ == "__main__":
    main()
