"""`counteroffer posting read`: the pay in a job posting, saved page or job board's answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from counteroffer.commands import posting_import
from counteroffer.commands.options import load_rules, rules_option
from counteroffer.commands.output import tell

if TYPE_CHECKING:
    from counteroffer.postings.figure import PostingRead
    from counteroffer.rulebook.rulebook import Rulebook


@click.group("posting")
def command() -> None:
    """Read what job postings state of pay, and keep one as a guide.

    \b
    counteroffer posting read page.html
    counteroffer posting read board.json --json
    counteroffer posting import page.html -o my-rules --company Acme
    """


command.add_command(posting_import.command)


@command.command("read")
@click.argument("file", metavar="FILE|-", type=click.Path(allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="The figures, and what is unread, as JSON.")
@rules_option
def read(file: str, as_json: bool, rules: tuple[str, ...]) -> None:
    """List the figures of pay in a posting, with the place of each.

    FILE is a saved page, a text, JSON-LD, or an answer of Ashby, Greenhouse, Lever, Workable,
    Recruitee, SmartRecruiters, Teamtailor and others, or an XML feed; - is standard input. What the
    file does not state is empty; what was concluded is marked with *. What looks like pay and can't
    be read is listed below as unread, with why.

    \b
    counteroffer posting read page.html
    counteroffer posting read - --json < posting.txt
    """
    from counteroffer.formats.postings import as_text_of_json, lines

    found = read_posting(file, load_rules(rules))
    if as_json:
        click.echo(as_text_of_json(found), nl=False)
    else:
        tell("\n".join(lines(found)))


def read_posting(file: str, book: Rulebook) -> PostingRead:
    """The figures of pay in a file, or in standard input for -."""
    from counteroffer.commands.options import read_bytes
    from counteroffer.postings.reading import LARGEST

    return read_bytes_of_posting(*read_bytes(file, LARGEST), book)


def read_bytes_of_posting(content: bytes, name: str, book: Rulebook) -> PostingRead:
    """The figures of pay in the bytes of a file; `name` stands for it in errors."""
    from counteroffer.formats.postings import rulebook_words
    from counteroffer.postings.reading import read_posting_bytes

    return read_posting_bytes(content, name, rulebook_words(book))
