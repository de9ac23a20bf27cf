"""`counteroffer case`: start a case file, check one, or make one of a recruiting system's offer."""

from __future__ import annotations

import click

from counteroffer.answers.answer import understood
from counteroffer.answers.words import Words
from counteroffer.calculator.calculator import Calculator
from counteroffer.cases.check import read_whole
from counteroffer.commands import completion
from counteroffer.commands.options import load_rules, read_bytes, read_document, rules_option
from counteroffer.commands.output import PRIVATE, tell, write
from counteroffer.rulebook.levels import find_level
from counteroffer.text.characters import escaped


@click.group("case")
def command() -> None:
    """Start a case file, check one, or take one out of an applicant tracking system.

    \b
    counteroffer case new --guide midjourney/devops-engineer > my-case.yaml
    counteroffer case check my-case.yaml
    counteroffer case from offer.json --format ashby --map map.yaml > my-case.yaml
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
    """Print a case file to fill in, with what a guide asks about.

    It has the facts that the guide's levers read, and what each lever would say. What can be stated
    stands behind one #: take it away from any of these lines.

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


@command.command("from")
@click.argument("file", metavar="FILE|-", type=click.Path(allow_dash=True))
@click.option(
    "--format",
    "system",
    metavar="SYSTEM",
    help="greenhouse, ashby, lever, workable, or json for any other; else the map's 'system'.",
)
@click.option(
    "--map",
    "mapping",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Which fields are which facts: facts: {offer.base: salary, offer.signing: /sign_on}.",
)
@click.option(
    "--guide",
    metavar="ID",
    shell_complete=completion.guides,
    help="The guide: company/role. Before the map's.",
)
@click.option(
    "--region",
    metavar="REGION",
    shell_complete=completion.regions,
    help="The region. Before the map's.",
)
@click.option("--offer", metavar="ID", help="Which offer, where several stand in the file.")
@click.option("-o", "output", metavar="FILE", help="Where to; standard output unless said.")
@rules_option
def from_system(
    file: str,
    system: str | None,
    mapping: str | None,
    guide: str | None,
    region: str | None,
    offer: str | None,
    output: str | None,
    rules: tuple[str, ...],
) -> None:
    """Print the case that an applicant tracking system's offer is, in YAML that `ask -` reads.

    FILE is what the system answers or sends, as JSON; - is standard input. Nothing is guessed: what
    no map names, and what can't be taken over exactly, stands in comments with the reason. Present
    pay is never taken over.

    \b
    counteroffer case from offer.json --format ashby --guide acme/engineer --region london
    counteroffer case from offer.json --map map.yaml | counteroffer ask -
    """
    from counteroffer.systems.case_from import LARGEST, case_by_map, map_document, payload_values
    from counteroffer.systems.system_map import system_map

    book = load_rules(rules)
    read = system_map(book, system, map_document(mapping))
    values = payload_values(*read_bytes(file, LARGEST))
    found = case_by_map(values, read, book, guide, region, offer)
    write(output, found.yaml().encode("utf-8", "backslashreplace"), PRIVATE)
