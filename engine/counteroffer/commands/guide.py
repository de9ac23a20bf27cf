"""`counteroffer guide`: find and read guides."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from counteroffer.answers.record import dumped
from counteroffer.commands import completion
from counteroffer.commands.lazy import lazy_group
from counteroffer.commands.options import load_rules, rules_option
from counteroffer.commands.output import tell
from counteroffer.formats.tables import window, within
from counteroffer.rulebook.rulebook import Rulebook

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
@click.option("--company", metavar="TEXT", help="Only guides of companies with these words.")
@click.option("--role", metavar="TEXT", help="Only guides of roles with these words: SRE, pm.")
@click.option("--region", metavar="TEXT", help="Only guides that have such a region.")
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Only guides in this folder of rules.",
)
@rules_option
@click.pass_context
def list_(
    ctx: click.Context,
    company: str | None,
    role: str | None,
    region: str | None,
    folder: Path | None,
    rules: tuple[str, ...],
) -> None:
    """List every guide with its regions, and below it its earlier versions: a case may name one of
    these.

    More than fits on the screen is shown page by page. Exits with 1 where no guide is left.

    \b
    counteroffer guide list
    counteroffer guide list --role sre --region london
    counteroffer guide list --rules my-rules --folder my-rules
    """
    from counteroffer.formats.guides import lines, which_wins
    from counteroffer.rulebook.search import chosen

    book = load_rules(rules)
    heads = sorted(
        (
            one
            for one in chosen(book, company=company, role=role, region=region)
            if folder is None or _lies_in(book, one.id, folder)
        ),
        key=lambda one: one.id.partition("@"),
    )
    if not heads:
        click.echo("no guide is left: ask for less, or see counteroffer guide list", err=True)
        ctx.exit(1)
    _paged(list(lines(heads, {one.id: which_wins(book, one.id) for one in heads})))


def _lies_in(book: Rulebook, guide: str, folder: Path) -> bool:
    return book.guide_files[guide].path.resolve().is_relative_to(folder.resolve())


def _paged(lines: list[str]) -> None:
    """As wide as the window; page by page on a terminal that has fewer lines."""
    text = within("\n".join(lines), window())
    if sys.stdout.isatty() and text.count("\n") + 1 >= shutil.get_terminal_size().lines:
        click.echo_via_pager(text)
    else:
        click.echo(text)


@command.command()
@click.argument("guide", shell_complete=completion.guides)
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

        tell(text(found, book))
