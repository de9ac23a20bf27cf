"""`counteroffer batch`: a table of cases in, the same table with its answers out."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click

from counteroffer.calculator.calculator import Calculator
from counteroffer.commands.options import (
    RatesFrom,
    load_rates,
    load_rules,
    rates_options,
    rules_option,
    today_option,
)
from counteroffer.commands.output import tell
from counteroffer.tables.files import Table, kind_of, open_table
from counteroffer.tables.run import Progress, RowTally, begun, print_answers, write_answers
from counteroffer.text.characters import escaped
from counteroffer.text.errors import InputError, Problem


@click.command("batch")
@click.argument("cases", metavar="CASES")
@click.option(
    "--output",
    "-o",
    default="-",
    metavar="FILE",
    help="A .csv, .jsonl or .parquet; CSV to standard output else.",
)
@click.option("--guide", metavar="ID", help="The guide of every row: company/role.")
@click.option(
    "--region", metavar="REGION", help="Settle every row in this region, whatever it says."
)
@click.option("--resume", is_flag=True, help="Go on with an interrupted run, where there is one.")
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    metavar="N",
    help="Processes at work. Default: one for each core.",
)
@rates_options
@today_option
@rules_option
def command(
    cases: str,
    output: str,
    guide: str | None,
    region: str | None,
    resume: bool,
    workers: int | None,
    live: RatesFrom,
    today: date | None,
    rules: tuple[str, ...],
) -> None:
    """Answer a table of cases, one in each row.

    CASES is a .csv, .jsonl or .parquet file, or - for CSV from standard input. Columns are named
    like the facts of a case: guide, region, offer.base, offer.equity, gpu_years, skills (joined by
    commas), competing.NVIDIA.base or competing.1.company, rates.GBP/USD; all others are passed
    through. The answers are columns beside them: ask.base to break_even.base, verdict, currency,
    levers, warnings. A row that is wrong says so in its column error and stops nothing; where all
    are, the exit code is 1.

    \b
    counteroffer batch cases.csv -o answers.csv
    counteroffer batch cases.parquet -o answers.parquet --resume
    cat cases.csv | counteroffer batch - --guide midjourney/devops-engineer > answers.csv
    """
    target = None if output == "-" else Path(output)
    if resume and target is None:
        raise click.UsageError("--resume needs a file to go on with: name it with -o")
    if target is not None:
        _writable(target, cases)
    day = today or (begun(target) if target and resume else None) or date.today()
    book, rates = load_rules(rules), load_rates(live, today=today)
    terms = Calculator(book, rates, day, region=region).terms(guide)
    with _opened(cases) as table, _bar(table.height) as progress:
        for notice in terms.header(table.columns, table.name).notices:
            tell(f"note: {escaped(notice)}", err=True)
        processes = workers or os.cpu_count() or 1
        try:
            if target is None:
                done = print_answers(table, terms, sys.stdout, workers=processes, progress=progress)
            else:
                done = write_answers(
                    table, terms, target, resume=resume, workers=processes, progress=progress
                )
        except KeyboardInterrupt:
            click.echo(
                "\ninterrupted" + (": the same with --resume goes on from here" if target else ""),
                err=True,
            )
            sys.exit(130)
    _say(done, target)
    if done.rows and done.wrong == done.rows:
        sys.exit(1)


def _say(done: RowTally, target: Path | None) -> None:
    many = "all" if done.wrong == done.rows else f"{done.wrong:,}"
    wrong = f"{many} of them wrong, see the column error" if done.wrong else "none wrong"
    if target is not None:
        tell(f"{target}: {done.rows:,} rows, {wrong}")
    elif done.wrong:
        tell(f"{done.rows:,} rows, {wrong}", err=True)


def _writable(target: Path, cases: str) -> None:
    kind_of(target)
    if not target.parent.is_dir():
        raise InputError(
            [
                Problem(
                    f"can't be written: there is no folder {target.parent}",
                    str(target),
                    code="file.unwritable",
                )
            ]
        )
    if target.is_dir() or (target.exists() and Path(cases).exists() and target.samefile(cases)):
        raise InputError(
            [
                Problem(
                    "can't be written: it is a folder, or the table itself",
                    str(target),
                    code="file.unwritable",
                )
            ]
        )


@contextmanager
def _opened(cases: str) -> Iterator[Table]:
    """The table of a file, or of standard input, which is kept in a file for the while."""
    if cases != "-":
        yield open_table(Path(cases))
        return
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "stdin.csv"
        with kept.open("wb") as stream:
            shutil.copyfileobj(sys.stdin.buffer, stream, 1 << 20)
        yield open_table(kept, "<stdin>")


@contextmanager
def _bar(rows: int) -> Iterator[Progress | None]:
    """A progress bar on standard error, where that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=rows, label="answering", file=sys.stderr, show_pos=True) as bar:
        yield bar.update
