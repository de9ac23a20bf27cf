"""`counteroffer plan`: packages of equal worth, concessions, what to ask for with a fixed base, and
days."""

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
from counteroffer.formats.plan import record, text


@click.command("plan")
@case_options
@click.option(
    "--json", "as_json", is_flag=True, help="The plan as JSON, schema counteroffer-plan/1."
)
@locale_option
@rates_options
@today_option
@rules_option
def command(as_json: bool, today: Any, live: Any, locale: str | None, **given: Any) -> None:
    """Plan packages of equal worth, concessions and days.

    Three packages worth the same a year as the ask, with the rates of exchange; the rounds from the
    ask to the walk-away, each for a request in return; what to ask for if the base is fixed; and
    what to do on which day. Earlier rounds stand in the case under `rounds`. The plan is for your
    eyes: only what stands in quotes is for the other side.

    \b
    counteroffer plan examples/hugging-face-san-francisco.yaml
    counteroffer plan CASE --region paris --json
    """
    calculator, case = asked(given, live, today, locale)
    found = calculator.plan(case)
    if as_json:
        click.echo(dumped(record(found)), nl=False)
    else:
        tell(text(found, calculator.rules, locale))
