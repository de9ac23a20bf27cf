"""`counteroffer risk`: what the answer hangs on, as text, JSON or a chart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from counteroffer.answers.record import dumped
from counteroffer.answers.words import Words
from counteroffer.commands.options import (
    asked,
    case_options,
    locale_option,
    rates_options,
    rules_option,
    today_option,
)
from counteroffer.commands.output import tell, write
from counteroffer.formats.charts.tornado import html, svg
from counteroffer.formats.risk import lines, record


@click.command("risk")
@case_options
@click.option("--json", "as_json", is_flag=True, help="All of it as JSON.")
@click.option(
    "--plot",
    metavar="FILE",
    help="Draw the tornado into a file that needs no other: out.svg or out.html.",
)
@locale_option
@rates_options
@today_option
@rules_option
def command(
    as_json: bool, plot: str | None, today: Any, live: Any, locale: str | None, **given: Any
) -> None:
    """Tell what the answer hangs on: equity, bonus, the first year, and each fact of the case.

    The ask against the best held offer at target, in the first year (with signing and what vests in
    it), and with only what is guaranteed and can be sold; the discount on illiquid equity and the
    bonus payout at which they are level; each package year by year; and how far each fact moves the
    ask and the floor.

    \b
    counteroffer risk examples/stability-ai-london.yaml
    counteroffer risk examples/midjourney-san-francisco.yaml --plot tornado.html
    """
    if plot and Path(plot).suffix not in (".svg", ".html"):
        raise click.BadParameter(
            f"a chart is written as .svg or .html, not {plot}", param_hint="--plot"
        )
    calculator, case = asked(given, live, today, locale)
    found, book = calculator.risk(case), calculator.rules
    words = Words(found.answer, book, book.formatter(locale))
    if plot:
        drawn = svg(found, words) if plot.endswith(".svg") else html(found, words)
        write(plot, drawn.encode())
    if as_json:
        click.echo(dumped(record(found)), nl=False)
    else:
        tell("\n".join(lines(found, words)))
