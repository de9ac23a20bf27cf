"""`counteroffer rules`: test levers and guides by the cases beside them."""

from __future__ import annotations

from pathlib import Path

import click

from counteroffer.answers.record import dumped
from counteroffer.commands import completion
from counteroffer.commands.options import load_rules, rules_option
from counteroffer.commands.output import tell


@click.group("rules")
def command() -> None:
    """Test the rules of guides and levers.

    \b
    counteroffer rules test
    """


@command.command("test")
@click.argument(
    "names", nargs=-1, metavar="[LEVER|GUIDE|FILE]...", shell_complete=completion.guides
)
@rules_option
@click.option(
    "--engine",
    "engines",
    type=click.Choice(["rete", "plain", "columns"]),
    multiple=True,
    help="Run on this engine alone. Repeatable; default: all.",
)
@click.option(
    "--coverage",
    is_flag=True,
    help="Say which conditions never held or never failed, what was never said.",
)
@click.option(
    "--fail-under",
    type=click.IntRange(0, 100),
    metavar="PERCENT",
    help="Fail as well where fewer of the conditions were seen to hold and to fail.",
)
@click.option("--json", "as_json", is_flag=True, help="The whole report as JSON, with coverage.")
@click.pass_context
def test(
    ctx: click.Context,
    names: tuple[str, ...],
    rules: tuple[str, ...],
    engines: tuple[str, ...],
    coverage: bool,
    fail_under: int | None,
    as_json: bool,
) -> None:
    """Run the cases beside levers and guides on every engine, and prove which levers can't fire.

    Tests all rules in force; with --rules those folders and what they touch; else what is named.
    Exits with 1 where a case fails, a rule can't ever hold or coverage is too low, and with 2 for
    rules that can't be read.

    \b
    counteroffer rules test
    counteroffer rules test --rules my-rules --coverage --fail-under 90
    counteroffer rules test gpu-infrastructure stability-ai/devops-engineer
    """
    from counteroffer.authoring import selection
    from counteroffer.authoring.report import rules_test
    from counteroffer.authoring.trials import ENGINES
    from counteroffer.formats.rules_test import record, text

    book = load_rules(rules)
    if names:
        chosen = selection.named(book, names)
    elif rules:
        chosen = selection.of_folders(book, map(Path, rules))
    else:
        chosen = selection.everything(book)
    report = rules_test(chosen, book, [name for name in ENGINES if not engines or name in engines])
    if as_json:
        click.echo(dumped(record(report)), nl=False)
    else:
        tell(text(report, with_coverage=coverage))
    if fail_under is not None and not report.coverage.reaches(fail_under):
        tell(f"coverage is under {fail_under} %", err=True)
        ctx.exit(1)
    if not report.sound:
        ctx.exit(1)
