"""`counteroffer guide`: find and read guides."""

from __future__ import annotations

import click

from counteroffer.answers.record import dumped
from counteroffer.commands.lazy import lazy_group
from counteroffer.commands.options import complete_guide, load_rules, rules_option

LAZY = ("check", "figures", "import", "search")


@click.group("guide", cls=lazy_group(LAZY, "counteroffer.commands.guide_"))
def command() -> None:
    """Find, read, check and import guides.

    \b
    counteroffer guide list
    counteroffer guide show stability-ai/devops-engineer
    counteroffer guide search "sre at stability"
    counteroffer guide import guide.md -o my-rules
    """


@command.command("list")
@rules_option
def list_(rules: tuple[str, ...]) -> None:
    """List every guide with its regions, and below it its earlier versions: a case may name one of
    these.

    \b
    counteroffer guide list
    """
    from counteroffer.formats.guides import lines
    from counteroffer.rulebook.headers import heads

    for line in lines(sorted(heads(load_rules(rules)), key=lambda one: one.id.partition("@"))):
        click.echo(line)


@command.command()
@click.argument("guide", shell_complete=complete_guide)
@click.option("--json", "as_json", is_flag=True, help="The guide as JSON.")
@rules_option
def show(guide: str, as_json: bool, rules: tuple[str, ...]) -> None:
    """Show what a guide says: bands, levers and what they need, headline, floor, sources.

    \b
    counteroffer guide show stability-ai/devops-engineer
    """
    book = load_rules(rules)
    found = book.guide(guide)
    if as_json:
        click.echo(dumped(found.guide.model_dump(mode="json", by_alias=True)), nl=False)
    else:
        from counteroffer.formats.guide_text import text

        click.echo(text(found, book))
