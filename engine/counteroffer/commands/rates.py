"""`counteroffer rates`: the exchange rates in force, and the making of the embedded snapshot."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from counteroffer.commands.options import load_rates, rates_options, today_option
from counteroffer.commands.output import tell
from counteroffer.formats.tables import table, window
from counteroffer.money.rates import EURO, SNAPSHOT, Rates, age, age_note, far_from_snapshot


class _Rates(click.Group):
    """A group that takes currencies where a command's name could stand."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not any(argument in self.commands for argument in args) and not {"-h", "--help"} & set(
            args
        ):
            args = ["show", *args]
        return super().parse_args(ctx, args)


@click.group("rates", cls=_Rates, invoke_without_command=True)
def command() -> None:
    """Print the exchange rates in force, with the date and source of each.

    \b
    counteroffer rates
    counteroffer rates USD GBP INR
    counteroffer rates --live
    counteroffer rates --as-of 2026-03-31 USD
    """


@command.command()
@click.argument("currencies", nargs=-1)
@click.option(
    "--to",
    "quote",
    default=EURO,
    show_default=True,
    metavar="CURRENCY",
    help="What one of each is worth in.",
)
@click.option(
    "--rate",
    multiple=True,
    metavar="PAIR=RATE",
    help="A rate before all others: GBP/USD=1.31. Repeatable.",
)
@rates_options
@today_option
def show(
    currencies: tuple[str, ...], quote: str, rate: tuple[str, ...], live: Any, today: date | None
) -> None:
    """Print the rates in force (the word may be left out).

    \b
    counteroffer rates show USD GBP --to CHF
    """
    rates = load_rates(live, rate, today)
    on = today or date.today()
    rows = [["", "", "", "date", "", "source"]]
    for code in [code.upper() for code in currencies] or sorted(rates.currencies - {quote.upper()}):
        found = rates.rate(quote.upper(), code)
        note = {"warning": "old!", "note": "old"}.get(age_note(found, on) or "", "")
        note = "far off!" if far_from_snapshot(found) else note
        when = f"{found.date} ({age(found, on)} days)" if found.date else "undated"
        rows.append([f"1 {quote.upper()} =", found.text, code, when, note, found.source])
    tell(table(rows, right={1}, width=window()))
    for text in rates.notes:
        tell(text, err=True)


@command.command()
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    default=SNAPSHOT,
    help="Default: where the rules lie.",
)
def snapshot(output: Path) -> None:
    """Make the embedded snapshot anew (for maintainers: needs the extra counteroffer[rates]).

    \b
    pip install 'counteroffer[rates]'
    counteroffer rates snapshot -o rates.json
    """
    from counteroffer.money.snapshot import write_snapshot

    made: Rates = write_snapshot(output)
    tell(f"{output}: {len(made.currencies)} currencies")
