"""`counteroffer what-if`: scenario runs, from ten rows to hundreds of millions."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counteroffer.commands import completion
from counteroffer.commands.options import (
    asked,
    case_options,
    locale_option,
    rates_options,
    rules_option,
    today_option,
)
from counteroffer.commands.output import tell, written

if TYPE_CHECKING:
    import polars as pl

    from counteroffer.analysis.what_if.what_if import WhatIf
    from counteroffer.answers.words import Words
    from counteroffer.formats.frames import Seen
    from counteroffer.formats.scenarios import Row

_ORDERED = 1_000_000  # rows up to which a file has them as typed
_LONG = 2_000_000  # rows from which on a bar shows how far it is
_SUFFIXES = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}


@click.command("what-if")
@case_options
@click.option(
    "--vary",
    "vary",
    multiple=True,
    metavar="PATH=VALUES",
    shell_complete=completion.paths("="),
    required=True,
    help=(
        "A fact and its values: offer.base=160K:220K:5K, gpu_years=0,2,4,"
        " competing.NVIDIA=absent,held, region=all, fx.GBP/USD=1.20:1.40:0.01, skills+=cuda."
        " Repeatable."
    ),
)
@click.option(
    "--where",
    "condition",
    metavar="CONDITION",
    help="Only these rows: 'ask.base >= 240K and verdict == accept'.",
)
@click.option(
    "--top",
    type=click.IntRange(1),
    metavar="N",
    help="Only the N rows with the widest change of the annual total.",
)
@click.option(
    "--sort", metavar="COLUMN", help="By this column, upwards; --sort=-ask.base downwards."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "jsonl", "parquet"]),
    help="Default: what --out ends in, else table.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write to a file, .csv, .jsonl or .parquet; it is there when it is whole.",
)
@click.option(
    "--plot",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Draw one axis as lines, two as a heat map: .svg or .html.",
)
@click.option(
    "--of",
    "of",
    metavar="COLUMN",
    help="What to draw. Default: ask, stretch, floor and break-even; or ask.base.",
)
@locale_option
@rates_options
@today_option
@rules_option
def command(
    vary: tuple[str, ...],
    condition: str | None,
    top: int | None,
    sort: str | None,
    form: str | None,
    out: Path | None,
    plot: Path | None,
    of: str | None,
    today: Any,
    live: Any,
    locale: str | None,
    **given: Any,
) -> None:
    """Settle a case in every combination of other facts, and tell what changes.

    \b
    counteroffer what-if examples/hugging-face-san-francisco.yaml --vary offer.base=160K:220K:5K
    counteroffer what-if CASE --vary competing.NVIDIA=absent,held --where 'verdict == accept'
    counteroffer what-if CASE --vary offer.base=150K:250K:100 --vary gpu_years=0:9 --out all.parquet
    counteroffer what-if CASE --vary offer.base=160K:220K:5K --vary gpu_years=0:6:1 --plot map.html
    """
    from counteroffer.answers.words import Words

    form = _form(form, out)
    calculator, case = asked(given, live, today, locale)
    found, book = calculator.explore(case, _vary(vary)), calculator.rules
    words = Words(calculator.counter(case), book, book.formatter(locale))
    for path, why in found.idle.items():
        click.echo(f"{path} changes nothing: {why}", err=True)
    run = _Run(found, words, condition, top, sort)
    if plot:
        run.draw(plot, of)
    if out or form != "table":
        run.write(out, form)
    elif not plot:
        run.tell()


def _form(form: str | None, out: Path | None) -> str:
    """The format that was asked for, or that a file ends in."""
    if out is None:
        if form == "parquet":
            raise click.UsageError("Parquet goes into a file: --out FILE.parquet")
        return form or "table"
    by_name = _SUFFIXES.get(out.suffix.casefold())
    if form == "table" or (form is None and by_name is None):
        raise click.UsageError(f"{out}: end it in .csv, .jsonl or .parquet, or say --format")
    return form or by_name or "csv"


def _vary(texts: tuple[str, ...]) -> dict[str, str]:
    """Paths and values as typed; the `=` of `skills+=cuda` is the one after the path."""
    found: dict[str, str] = {}
    for text in texts:
        path, equals, values = text.partition("=")
        if not equals or not path.strip() or not values.strip():
            raise click.BadParameter(
                f"'{text}' is not of the form offer.base=160K:220K:5K", param_hint="--vary"
            )
        if path.strip() in found:
            raise click.BadParameter(
                f"'{path.strip()}' is varied twice: put all its values into one",
                param_hint="--vary",
            )
        found[path.strip()] = values.strip()
    return found


class _Run:
    """The scenarios that were asked for, and what is to be done with them."""

    def __init__(
        self,
        found: WhatIf,
        baseline: Words,
        condition: str | None,
        top: int | None,
        sort: str | None,
    ) -> None:
        self._found, self._baseline = found, baseline
        self._condition, self._top, self._sort = condition, top, sort
        self._frame = found.with_change(baseline.answer.ask.annual, baseline.answer.currency)
        if condition:
            self._frame = self._frame.filter(found.where(condition))
        if sort and sort.removeprefix("-") not in found.columns:
            from counteroffer.language.declarations import nearest

            raise click.BadParameter(
                f"unknown column '{sort}'{nearest(sort, found.columns)}", param_hint="--sort"
            )

    def _chosen(self, most: int | None) -> pl.LazyFrame:
        """The rows in the order asked for, at most so many: the widest changes, unless another
        order is."""
        import polars as pl

        if most is None and self._sort is None:
            return self._frame.sort("row") if self._found.rows <= _ORDERED else self._frame
        widest = [pl.col("change").abs().fill_null(-1), -pl.col("row")]
        if self._sort is None or self._top is not None:
            frame = self._frame.top_k(most or self._found.rows, by=widest)
            if self._sort is None:
                return frame.sort(widest, descending=True)
        else:
            frame = self._frame
        down = (self._sort or "").startswith("-")
        name = (self._sort or "").removeprefix("-")
        order = [pl.col(name), pl.col("row")]
        frame = frame.sort(order, descending=[down, False], nulls_last=True)
        return frame if most is None else frame.head(most)

    def tell(self) -> None:
        """Print a table: as many rows as the terminal has room for, or as were asked for."""
        import polars as pl

        from counteroffer.formats.scenarios import ScenarioTable, render
        from counteroffer.formats.tables import window

        room = max(10, shutil.get_terminal_size((120, 40)).lines - 9)
        most = self._top or room
        rows: Sequence[Row] = []
        with _patience(self._found.rows) as seen:
            rows = self._chosen(most).collect(engine="streaming").rows(named=True)
            seen(self._found.rows)
        matching = None
        if self._condition:
            matching = self._frame.select(pl.len()).collect(engine="streaming").item()
        order = (
            f"by {self._sort}"
            if self._sort
            else "the widest changes of what the ask is worth a year first"
        )
        paths = [axis.path for axis in self._found.axes]
        told = ScenarioTable(
            self._baseline, rows, paths, self._found.rows, matching, order, self._found.worths
        )
        tell(render(told, window()))

    def write(self, out: Path | None, form: str) -> None:
        """Write all rows to a file, or to standard output."""
        from counteroffer.formats.frames import write

        frame = self._chosen(self._top).select(self._found.columns)
        with _patience(self._found.rows) as seen:
            if out is None:
                sys.stdout.flush()
                try:
                    write(frame, sys.stdout.buffer, form)
                except BrokenPipeError as error:  # with its number click would make it a failure
                    raise BrokenPipeError from error
            else:
                with written(out) as part:
                    write(frame, part, form, seen)

    def draw(self, plot: Path, of: str | None) -> None:
        """Draw the scenarios into a file."""
        from counteroffer.formats.charts.plots import drawing

        text = drawing(self._found, self._frame, self._baseline, plot.suffix.casefold(), of)
        with written(plot) as part:
            part.write_text(text, "utf-8")
        tell(f"{plot} is drawn", err=True)


@contextmanager
def _patience(rows: int) -> Iterator[Seen]:
    """Shows on a terminal how far a long run is; gives what to tell of the rows that went by."""
    if rows < _LONG or not sys.stderr.isatty():
        yield lambda count: None
        return
    from threading import Lock

    lock = Lock()
    click.echo(f"{rows:,} scenarios", err=True)
    with click.progressbar(length=rows, file=sys.stderr, show_pos=False) as bar:

        def seen(count: int) -> None:
            with lock:
                bar.update(count)

        yield seen
