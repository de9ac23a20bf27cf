"""`counteroffer explain`: where each figure comes from, and what would make a silent lever fire."""

from __future__ import annotations

from pathlib import Path
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
from counteroffer.formats.explanation import lines, record


@click.command("explain")
@case_options
@click.argument("target", required=False, metavar="[TARGET]", shell_complete=completion.targets)
@click.option("--full", is_flag=True, help="Also follow what was outdone down to its facts.")
@click.option(
    "--freeze",
    multiple=True,
    metavar="FACT",
    help="A fact that can't change to make a lever fire. Repeatable.",
)
@click.option("--json", "as_json", is_flag=True, help="The whole tree as JSON.")
@locale_option
@rates_options
@today_option
@rules_option
def command(
    target: str | None,
    full: bool,
    freeze: tuple[str, ...],
    as_json: bool,
    today: Any,
    live: Any,
    locale: str | None,
    **given: Any,
) -> None:
    """Show where each figure comes from, and what would make a silent lever fire.

    Every number goes down to the facts of the case, the lines of the rules and the rates. For a
    lever that does not fire, the smallest change of facts under which it would is worked out; for
    the ask, what each lever adds to it. TARGET is a figure (ask.base, stretch.equity, floor,
    walk_away, break_even, gap, verdict), a lever, or nothing for all figures.

    \b
    counteroffer explain examples/hugging-face-paris.yaml ask.base
    counteroffer explain examples/hugging-face-paris.yaml floor --json
    counteroffer explain examples/stability-ai-london.yaml us-remote
    counteroffer explain CASE multi-cloud --freeze skills
    """
    if target is None and given["guide"] and given["case"] and not Path(given["case"]).is_file():
        target, given["case"] = given["case"], None  # the case is stated by options alone
    calculator, case = asked(given, live, today, locale)
    found = calculator.explain(case, target=target, freeze=freeze)
    if as_json:
        click.echo(dumped(record(found)), nl=False)
    else:
        tell("\n".join(lines(found, calculator.rules.formatter(locale), full=full)))
