"""How fast tables of cases are answered: as columns, by the row, and by `counter` itself.

python -m tests.benchmarks tables # a million rows of three guides: some minutes
python -m tests.benchmarks tables --rows 100000 # a quick look

All on one core, in one interleaved run; the best of the rounds of each counts, as rows in a second
of a core (not of the clock). Beforehand columns and rows are compared in every cell, also of a
table with many rows that are wrong. `counter` is what a row costs without a table: the whole answer
with its texts, and no amount kept.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks.sweep import Timed, _verdict, best

if TYPE_CHECKING:
    import polars as pl

    from counteroffer.tables.rows import Answerer

COMPARED, WRONG = 6_000, 3_000  # rows that are compared cell by cell
BY_COUNTER, BY_ROW = 400, 1_000  # rows of a round of the slow ones
AT_LEAST = 150  # times the rate of `counter` a row at a time
AT_LEAST_BY_ROW = 2.2


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks tables", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--rows", type=int, default=1_000_000, help="of the table (1 million)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is run (3)")
    parser.add_argument("--peak", metavar="CASES", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    os.environ["POLARS_MAX_THREADS"] = "1"  # before polars is imported
    if chosen.peak:
        peak(Path(chosen.peak))
    else:
        for line in compared(chosen.rows, chosen.rounds):
            print(line, flush=True)


def compared(rows: int, rounds: int) -> Iterator[str]:
    from tests.support.random_tables import plain_table

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for height in (rows // 4, rows):
            plain_table(height).write_parquet(folder / f"{height}.parquet")
        yield f"{rows:,} rows of three guides, 12 columns of facts, one core"
        yield _agreement()
        rates = best(_timed(folder, rows), rounds)
        slow = rates["counter, a row at a time"]
        yield ""
        yield from (
            f"{way:28} {rate:12,.0f} rows/s {rate / slow:9.1f} times counter"
            for way, rate in rates.items()
        )
        yield ""
        yield _verdict("apply against counter by row", rates["apply"] / slow, "at least", AT_LEAST)
        by_row = rates["row path"] / slow
        yield _verdict("row path against counter", by_row, "at least", AT_LEAST_BY_ROW)
        yield ""
        for height in (rows // 4, rows):
            yield f"peak memory, lazily, {height:>9,} rows: {_peak_of(folder, height):5.0f} MiB"


def _answerer(columns: list[str]) -> Answerer:
    from counteroffer import Rates
    from counteroffer.answers.setting import Setting
    from counteroffer.tables.apply import RowSettings
    from tests.support.samples import RULES, TODAY

    terms = RowSettings(Setting(RULES, Rates.snapshot(), TODAY))
    return terms.answerer(terms.header(columns))


def _agreement() -> str:
    """That columns and rows give the same, errors included."""
    from counteroffer import apply
    from counteroffer.tables.apply import answer_frame, cells
    from counteroffer.tables.rows import ANSWERS
    from tests.support.random_tables import plain_table, random_table
    from tests.support.samples import RULES, TODAY

    wrong = 0
    for table in (plain_table(COMPARED), random_table(0, WRONG)):
        answerer = _answerer(table.columns)
        by_row = answer_frame(answerer.answers(cells(table, answerer.header)))
        found = apply(table, rulebook=RULES, today=TODAY).select(ANSWERS)
        if not found.equals(by_row):
            sys.exit("columns and rows differ: nothing is measured")
        wrong += by_row.height - by_row["error"].null_count()
    return (
        f"columns and rows agree on {COMPARED + WRONG:,} rows × {len(ANSWERS)} columns, of which"
        f" {wrong:,} rows are wrong"
    )


def _timed(folder: Path, rows: int) -> Timed:
    import polars as pl

    from counteroffer.tables.apply import cells

    path = folder / f"{rows}.parquet"
    table = pl.read_parquet(path)
    answerer = _answerer(table.columns)
    some = cells(table.head(BY_ROW), answerer.header)
    return {
        "counter, a row at a time": (BY_COUNTER, partial(_by_counter, answerer, some)),
        "row path": (BY_ROW, partial(answerer.answers, some)),
        "apply": (rows, partial(_apply, table)),
        "apply, lazily, to Parquet": (rows, partial(_lazily, path, folder / "answers.parquet")),
        "batch, Parquet to Parquet": (rows, partial(_batch, path, folder / "batch.parquet")),
        "batch, Parquet to CSV": (rows, partial(_batch, path, folder / "batch.csv")),
    }


def _by_counter(answerer: Answerer, rows: Any) -> None:
    from counteroffer.answers.counter import answer
    from counteroffer.cases.case import Case
    from counteroffer.money import read_amount

    for row in rows[:BY_COUNTER]:
        read_amount._read.cache_clear()
        answer(answerer.setting, Case.from_document(answerer.document(row)))


def _apply(table: pl.DataFrame) -> None:
    from counteroffer import apply
    from tests.support.samples import RULES, TODAY

    apply(table, rulebook=RULES, today=TODAY)


def _lazily(path: Path, output: Path) -> None:
    import polars as pl

    from counteroffer import apply
    from tests.support.samples import RULES, TODAY

    apply(pl.scan_parquet(path), rulebook=RULES, today=TODAY).sink_parquet(output)


def _batch(path: Path, output: Path) -> None:
    from counteroffer import Rates
    from counteroffer.answers.setting import Setting
    from counteroffer.tables.apply import RowSettings
    from counteroffer.tables.files import open_table
    from counteroffer.tables.run import write_answers
    from tests.support.samples import RULES, TODAY

    write_answers(open_table(path), RowSettings(Setting(RULES, Rates.snapshot(), TODAY)), output)


def peak(path: Path) -> None:
    """Answer a table lazily, and print the peak of memory in MiB."""
    _lazily(path, path.with_suffix(".answers"))
    status = Path("/proc/self/status")
    if status.is_file():  # of this process alone; ru_maxrss begins with that of its parent
        print(int(status.read_text().partition("VmHWM:")[2].split()[0]) / 2**10)
    else:
        unit = 2**20 if sys.platform == "darwin" else 2**10
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)


def _peak_of(folder: Path, rows: int) -> float:
    command = [sys.executable, "-m", "tests.benchmarks", "tables", "--peak"]
    done = subprocess.run(
        [*command, str(folder / f"{rows}.parquet")], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


if __name__ == "__main__":
    main()
