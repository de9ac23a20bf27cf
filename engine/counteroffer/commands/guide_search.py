"""`counteroffer guide search`: find a guide by what one remembers of it."""

from __future__ import annotations

import click

from counteroffer.answers.record import dumped
from counteroffer.commands.options import load_rules, rules_option
from counteroffer.commands.output import tell
from counteroffer.text.characters import escaped


@click.command("search")
@click.argument("text", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="What was found as JSON.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, help="Show at most so many. Default: 20."
)
@rules_option
@click.pass_context
def command(
    ctx: click.Context, text: tuple[str, ...], as_json: bool, limit: int, rules: tuple[str, ...]
) -> None:
    """Find guides by company, role, region or level, in any order and with typos; the best comes
    first.

    Other words for a role are known: SRE finds DevOps. Exits with 1 where nothing is found.

    \b
    counteroffer guide search hugging face devops
    counteroffer guide search "SRE google"
    counteroffer guide search midjurney --json
    """
    from counteroffer.formats.guides import found_as_text, record, replaced_lines
    from counteroffer.rulebook.search import search

    asked = " ".join(text)
    book = load_rules(rules)
    hits = search(book, asked)
    if as_json:
        click.echo(dumped(record(asked, hits[:limit], len(hits))), nl=False)
    elif hits:
        tell(found_as_text(hits, limit))
        for line in replaced_lines(book, (hit.head.id for hit in hits[:limit])):
            click.echo(line, err=True)
    if not hits:
        if not as_json:
            advice = "try the company or the role alone; counteroffer guide list shows all"
            tell(f"no guide is about '{escaped(asked)}': {advice}", err=True)
        ctx.exit(1)
