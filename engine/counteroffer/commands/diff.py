"""`counteroffer diff`: explain by rule why two saved answers differ."""

from __future__ import annotations

import click

from counteroffer.analysis.compare.saved import read_saved
from counteroffer.answers.record import dumped
from counteroffer.calculator.calculator import Calculator
from counteroffer.commands.options import load_rules, locale_option, read_bytes, rules_option
from counteroffer.commands.output import tell
from counteroffer.formats.difference import lines, record


@click.command("diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--json", "as_json", is_flag=True, help="The difference as JSON.")
@locale_option
@rules_option
def command(
    before: str, after: str, as_json: bool, locale: str | None, rules: tuple[str, ...]
) -> None:
    """Explain by rule why two saved answers differ.

    A and B are what `counteroffer ask CASE --json` printed; one of them may be - for standard
    input. It tells which facts, rates and rules changed, which levers fire or fall silent, and for
    each figure what every change does to it: the parts sum to the whole difference.

    \b
    counteroffer ask examples/hugging-face-paris.yaml --json > before.json
    counteroffer ask examples/hugging-face-paris.yaml --fact clouds=aws --json > after.json
    counteroffer diff before.json after.json
    """
    if before == after == "-":
        raise click.UsageError("only one of the answers can be standard input")
    calculator = Calculator(load_rules(rules), locale=locale)
    found = calculator.diff(read_saved(*read_bytes(before)), read_saved(*read_bytes(after)))
    if as_json:
        click.echo(dumped(record(found)), nl=False)
    else:
        tell("\n".join(lines(found, calculator.rules.formatter(locale))))
