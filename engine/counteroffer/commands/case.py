"""`counteroffer case`: start a case file, or check one."""

from __future__ import annotations

import click

from counteroffer.answers.answer import understood
from counteroffer.answers.words import Words
from counteroffer.calculator.calculator import Calculator
from counteroffer.cases.check import read_whole
from counteroffer.commands import completion
from counteroffer.commands.options import load_rules, read_document, rules_option
from counteroffer.commands.output import tell
from counteroffer.rulebook.levels import find_level
from counteroffer.text.characters import escaped


@click.group("case")
def command() -> None:
    """Start a case file, or check one.

    \b
    counteroffer case new --guide midjourney/devops-engineer > my-case.yaml
    counteroffer case check my-case.yaml
    """


@command.command()
@click.option(
    "--guide",
    default="huggingface-enterprise/devops-engineer",
    show_default=True,
    metavar="ID",
    shell_complete=completion.guides,
)
@click.option(
    "--region",
    metavar="REGION",
    shell_complete=completion.regions,
    help="Default: the guide's reference region.",
)
@click.option(
    "--level",
    metavar="LEVEL",
    shell_complete=completion.levels,
    help="The level, where the guide has levels.",
)
@rules_option
def new(guide: str, region: str | None, level: str | None, rules: tuple[str, ...]) -> None:
    """Print a case file to fill in: the facts that the guide's levers read, with what each would
    say.

    What can be stated stands behind one #: take it away from any of these lines.

    \b
    counteroffer case new --guide stability-ai/devops-engineer --region london > my-case.yaml
    """
    from counteroffer.formats.blank_case import blank_case

    book = load_rules(rules)
    found = book.guide(guide)
    chosen = found.at(find_level(found.levels, level)) if level else found.somewhere
    where = region or chosen.guide.reference
    click.echo(blank_case(chosen, where, book, level_said=level is not None), nl=False)


@command.command()
@click.argument("case")
@rules_option
def check(case: str, rules: tuple[str, ...]) -> None:
    """Read a case and say what is wrong with it, or how it is understood.

    \b
    counteroffer case check my-case.yaml
    """
    book = load_rules(rules)
    stated = read_whole(read_document(case), book)
    words = Words(Calculator(book).counter(stated), book, book.formatter())
    tell(f"{escaped(case)}: {words.title}")
    for name in understood(words.answer)["candidate"]:
        tell(f"  {words.fact(f'candidate.{name}')}")
    for path in ("offer", *(f"competing.{one.company}" for one in words.answer.alternatives)):
        parts = (f"{path}.{part}" for part in ("base", "equity", "signing", "bonus"))
        stated_parts = [words.fact(part) for part in parts if words.has(part)]
        if stated_parts:
            tell(f"  {', '.join(stated_parts)}")
    for text in words.answer.assumptions:
        tell(f"  assumed: {text}")
    for notice in words.answer.warnings:
        tell(f"  [{notice.code}] {notice.message}")
