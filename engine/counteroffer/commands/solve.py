"""`counteroffer solve`: the smallest change of one fact that gives a result."""

from __future__ import annotations

from typing import Any

import click

from counteroffer.answers.record import dumped
from counteroffer.commands import completion
from counteroffer.commands.options import (
    asked,
    case_options,
    locale_option,
    rates_options,
    rules_option,
    today_option,
)
from counteroffer.commands.output import tell
from counteroffer.formats.solution import lines, record


@click.command("solve")
@case_options
@click.option(
    "--want",
    required=True,
    metavar="RESULT",
    shell_complete=completion.wants,
    help="ask.base=240K (at least), 'break_even.base<=200K', verdict=accept, lever.multi-cloud.",
)
@click.option(
    "--by",
    required=True,
    metavar="FACT",
    shell_complete=completion.paths(""),
    help="What may change: offer.base, competing.NVIDIA.base, gpu_years, clouds, fx.GBP/USD.",
)
@click.option("--json", "as_json", is_flag=True, help="The solution as JSON.")
@locale_option
@rates_options
@today_option
@rules_option
def command(
    want: str, by: str, as_json: bool, today: Any, live: Any, locale: str | None, **given: Any
) -> None:
    """Find the smallest change of one fact that gives a result, or why none does.

    Figures are wanted of ask, stretch (base, equity, signing, annual), floor, walk_away, break_even
    and gap; an amount is at least that much unless it says <=. The change is exact: any smaller one
    is proved not to be enough.

    \b
    counteroffer solve examples/hugging-face-san-francisco.yaml \\
        --want floor.base=200K --by competing.NVIDIA.base
    counteroffer solve CASE --want verdict=accept --by offer.base
    counteroffer solve CASE --want lever.multi-cloud --by clouds
    """
    calculator, case = asked(given, live, today, locale)
    found = calculator.solve(case, want, by)
    if as_json:
        click.echo(dumped(record(found)), nl=False)
    else:
        tell("\n".join(lines(found, calculator.rules.formatter(locale))))
