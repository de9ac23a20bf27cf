"""`counteroffer compare`: what is offered, asked and held elsewhere, side by side."""

from __future__ import annotations

from typing import Any

import click

from counteroffer.answers.record import dumped
from counteroffer.commands.options import (
    asked,
    case_options,
    locale_option,
    rates_options,
    rules_option,
    today_option,
)
from counteroffer.commands.output import tell
from counteroffer.formats.side_by_side import lines, record


@click.command("compare")
@case_options
@click.option("--json", "as_json", is_flag=True, help="All of it as JSON.")
@click.option(
    "--audience",
    type=click.Choice(["candidate", "recruiter"]),
    default="candidate",
    help=(
        "recruiter: worked out from what both sides may know, without anything private. Default:"
        " candidate."
    ),
)
@locale_option
@rates_options
@today_option
@rules_option
def command(
    as_json: bool, audience: Any, today: Any, live: Any, locale: str | None, **given: Any
) -> None:
    """Put what is offered, asked and held elsewhere side by side, and present pay.

    By component and by year: the first year, the second, the steady state (what each year pays once
    nothing is paid for one year alone and the grant vests evenly) and the sum of four years; then
    each package against the offer and against the ask. What is stated without what it is worth is
    unknown, never nothing, and what is missing is named.

    \b
    counteroffer compare examples/hugging-face-san-francisco.yaml
    counteroffer compare CASE --competing 'Acme base=$190K equity=$300K/4yr' --json
    """
    calculator, case = asked(given, live, today, locale)
    found = calculator.compare(case, audience=audience)
    if as_json:
        click.echo(dumped(record(found)), nl=False)
    else:
        shown = calculator.rules.formatter(locale)
        tell("\n".join(lines(found, calculator.rules, shown)))
