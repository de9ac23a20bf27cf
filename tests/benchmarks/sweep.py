"""How fast sweeps are, beside what one could use instead: all on one core, in one interleaved run.

python -m tests.benchmarks.sweep # 10 million scenarios: a minute and a half python -m
tests.benchmarks.sweep --rows 1000000 # a quick look python -m tests.benchmarks.sweep --scaling #
cost per row at 10, 100, 1,000 levers; 1, 10, 100 offers python -m tests.benchmarks.sweep --memory #
peak memory at 10 and at 300 million scenarios: minutes

Every contestant answers the same scenarios in each round, and the best of its rounds counts. That
they agree is checked beforehand: row by row where rows come out one by one, by the sum of every
column where there are millions.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

    from tests.benchmarks.model import Axes, Known, Row

SMALL = 3_600  # scenarios that are compared row by row
ROWS_FOR = {"plain Python": 4_000, "zen-engine": 800, "durable-rules": 400}
Timed = dict[str, tuple[int, Callable[[], Any]]]


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.sweep", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument(
        "--rows", type=int, default=10_000_000, help="scenarios of the sweep (10 million)"
    )
    parser.add_argument("--rounds", type=int, default=5, help="how often each is run (5)")
    parser.add_argument(
        "--threads", type=int, default=1, help="of polars (1: what is measured is a core)"
    )
    parser.add_argument(
        "--scaling", action="store_true", help="the cost of a row as levers and offers grow"
    )
    parser.add_argument(
        "--memory", action="store_true", help="peak memory at 10 and 300 million scenarios"
    )
    parser.add_argument("--peak", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.memory:
        for threads in sorted({1, os.cpu_count() or 1}):
            memory((10_000_000, 300_000_000), threads)
        return
    os.environ["POLARS_MAX_THREADS"] = str(chosen.threads)  # before polars is imported
    if chosen.peak:
        peak(chosen.peak)
    elif chosen.scaling:
        from tests.benchmarks.scaling import scaling

        print("\n".join(scaling(chosen.rounds)))
    else:
        print("\n".join(sweep(chosen.rows, chosen.rounds)))


def best(timed: Timed, rounds: int) -> dict[str, float]:
    """Rows of each in a second of a core (not of the clock), in the best of its rounds; all take
    turns."""
    rates = dict.fromkeys(timed, 0.0)
    for _ in range(rounds):
        for name, (rows, run) in timed.items():
            start = time.process_time()
            run()
            rates[name] = max(rates[name], rows / (time.process_time() - start))
    return rates


def sweep(rows: int, rounds: int) -> Iterator[str]:
    from counteroffer.analysis.what_if.what_if import NUMBERS
    from tests.benchmarks import model
    from tests.benchmarks.numba_model import loop

    known = model.known()
    small, large = model.axes(SMALL), model.axes(rows)
    size = model.size(large)
    singles, missing = _singles(known)
    yield (
        f"{size:,} scenarios of {len(NUMBERS) + 1} columns, polars on "
        f"{os.environ['POLARS_MAX_THREADS']} thread(s)"
    )
    yield from (f"{name} is not here and is left out" for name in missing)
    yield _agree_by_row(known, small, singles)
    compiled = loop()
    start = time.process_time()
    made = {"what_if": model.by_what_if(known, large)}
    planning = time.process_time() - start
    made |= {"unfactored": model.unfactored(known, large), "polars by hand": model.by_hand(large)}
    frames = {name: partial(sums, frame) for name, frame in made.items()}
    yield _agree_by_sum(frames, compiled, large)
    timed: Timed = {name: (size, run) for name, run in frames.items()}
    timed["what_if with levers"] = (
        size,
        partial(sums, model.by_what_if(known, large, levers=True)),
    )
    if compiled:
        timed["numba loop"] = (size, partial(compiled, large))
    else:
        yield "numba is not here and is left out"
    factored, joined, count = model.abroad(rows)
    yield _agree_by_sum(
        {"factored abroad": partial(sums, factored), "unfactored abroad": partial(sums, joined)},
        None,
        large,
    )
    timed |= {
        "factored abroad": (count, partial(sums, factored)),
        "unfactored abroad": (count, partial(sums, joined)),
    }
    some = model.scenarios(small)
    for name, settle in singles.items():
        timed[name] = (ROWS_FOR[name], partial(_all, settle, some[-ROWS_FOR[name] :]))
    rates = best(timed, rounds)
    yield ""
    yield (
        f"{'planning (what_if)':22} {planning:10.4f} s, once: each value of an axis is read as a "
        f"case is"
    )
    yield from (f"{name:22} {rate / 1e6:10.4f} million/s" for name, rate in rates.items())
    yield ""
    mine = rates["what_if"]
    yield _verdict("time against polars by hand", rates["polars by hand"] / mine, "at most", 1.2)
    for name, aim in (("plain Python", 20), ("zen-engine", 300), ("durable-rules", 1_000)):
        if name in rates:
            yield _verdict(f"rate against {name}", mine / rates[name], "at least", aim)
    yield (
        f"{'rate against unfactored':32} {mine / rates['unfactored']:10.2f}   one currency, "
        f"little to share"
    )
    abroad = rates["factored abroad"] / rates["unfactored abroad"]
    yield _verdict("rate against unfactored, abroad", abroad, "at least", 1.5)
    if "numba loop" in rates:
        yield f"{'limit: numba loop':32} {rates['numba loop'] / mine:10.2f} times what_if"


def _verdict(what: str, ratio: float, word: str, aim: float) -> str:
    met = ratio <= aim if word == "at most" else ratio >= aim
    return f"{what:32} {ratio:10.2f}   aim: {word} {aim:,} {'✓' if met else '✗'}"


def _singles(known: Known) -> tuple[dict[str, Callable[[Row], Sequence[int | None]]], list[str]]:
    """Those that answer one scenario at a time, and the names of those that are not installed."""
    from tests.benchmarks import model
    from tests.benchmarks.zen_model import zen

    made = {
        "plain Python": model.plain(known),
        "zen-engine": zen(),
        "durable-rules": model.rete(known),
    }
    return {name: settle for name, settle in made.items() if settle}, [
        name for name, settle in made.items() if not settle
    ]


def _all(settle: Callable[[Row], Any], rows: Sequence[Row]) -> None:
    for row in rows:
        settle(row)


def sums(frame: pl.LazyFrame) -> dict[str, int]:
    """The sum of each column: all rows are computed, and none is kept."""
    import polars as pl

    from counteroffer.analysis.what_if.what_if import NUMBERS

    verdict = pl.col("verdict").to_physical().cast(pl.Int64)
    levers = (
        [pl.col("levers").to_physical().cast(pl.Int64).max()]
        if "levers" in frame.collect_schema()
        else []
    )
    totals = frame.select(pl.col(NUMBERS).sum(), verdict.sum(), *levers).collect(engine="streaming")
    return {name: int(total) for name, total in totals.row(0, named=True).items()}


def _agree_by_row(
    known: Known, small: Axes, singles: dict[str, Callable[[Row], Sequence[int | None]]]
) -> str:
    """Every contestant that gives rows gives the same ones."""
    from tests.benchmarks import model

    expected = model.sorted_rows(model.by_hand(small), small)
    for name, frame in (
        ("what_if", model.by_what_if(known, small)),
        ("unfactored", model.unfactored(known, small)),
    ):
        assert model.sorted_rows(frame, small) == expected, (
            f"{name} does not agree with polars by hand"
        )
    rows = model.scenarios(small)
    for name, settle in singles.items():
        for number in range(0, len(rows), 1 if name == "plain Python" else 7):
            assert tuple(settle(rows[number])) == expected[number], (
                f"{name} does not agree on {rows[number]}"
            )
    return (
        f"agree on {len(expected):,} scenarios, row by row: what_if, unfactored, polars by hand, "
        f"{', '.join(singles)}"
    )


def _agree_by_sum(
    frames: Mapping[str, Callable[[], Any]], compiled: Callable[[Axes], Any] | None, large: Axes
) -> str:
    totals: dict[str, Any] = {name: run() for name, run in frames.items()}
    if compiled:
        totals["numba loop"] = compiled(large)  # the first time it is compiled as well
    (first, expected), *others = totals.items()
    for name, found in others:
        assert found == expected, f"{name} does not agree with {first}: {found} and {expected}"
    return f"agree on the sum of every column: {', '.join(totals)}"


def peak(rows: int) -> None:
    """Sum the columns of a sweep, and say how much memory this process has held at most, in KiB."""
    import polars as pl

    from counteroffer.formats.frames import MORSEL
    from tests.benchmarks import model

    pl.Config.set_streaming_chunk_size(MORSEL)  # as the command has it
    sums(model.by_what_if(model.known(), model.axes(rows), levers=True))
    print(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])


def memory(sizes: Sequence[int], threads: int) -> None:
    """Peak memory of sweeps of several sizes, each in a process of its own."""
    if not Path("/proc/self/status").exists():
        print("peak memory is asked of Linux")
        return
    peaks = []
    for rows in sizes:
        start = time.perf_counter()
        command = [
            sys.executable,
            "-m",
            "tests.benchmarks.sweep",
            "--peak",
            str(rows),
            "--threads",
            str(threads),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        peaks.append(int(done.stdout) / 1024)
        print(
            (
                f"{rows:13,} scenarios, {threads} thread(s)  {peaks[-1]:8.1f} MiB  "
                f"{time.perf_counter() - start:7.1f} s"
            ),
            flush=True,
        )
    print(_verdict("peak memory", peaks[-1] / peaks[0], "at most", 1.2))


if __name__ == "__main__":
    main()
