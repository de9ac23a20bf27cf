"""`counteroffer replay`: work out a saved answer again, and say what differs."""

from __future__ import annotations

import click

from counteroffer.analysis.compare.saved import read_saved
from counteroffer.answers.record import dumped
from counteroffer.calculator.calculator import Calculator
from counteroffer.commands.options import load_rules, locale_option, read_bytes, rules_option
from counteroffer.commands.output import tell
from counteroffer.formats.replay import lines, record


@click.command("replay")
@click.argument("answer", metavar="ANSWER")
@click.option("--json", "as_json", is_flag=True, help="What differs as JSON.")
@locale_option
@rules_option
@click.pass_context
def command(
    ctx: click.Context, answer: str, as_json: bool, locale: str | None, rules: tuple[str, ...]
) -> None:
    """Work out a saved answer again from the facts and the rates that it carries, and say what
    differs.

    ANSWER is what `counteroffer ask CASE --json` printed, or - for standard input. The exit code is
    0 where the answer is the same byte for byte, and 1 where it is not. An answer in a locale needs
    the same --locale.

    \b
    counteroffer ask examples/hugging-face-paris.yaml --json > answer.json
    counteroffer replay answer.json
    """
    saved = read_saved(*read_bytes(answer))
    found = Calculator(load_rules(rules), locale=locale).replay(saved)
    if as_json:
        click.echo(dumped(record(found)), nl=False)
    else:
        tell("\n".join(lines(found)))
    ctx.exit(0 if found.same else 1)
