"""`counteroffer posting read`: the figures of pay in a job posting, a saved page or a recruiting
system's answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from counteroffer.commands import posting_import
from counteroffer.commands.options import load_rules, rules_option
from counteroffer.commands.output import tell

if TYPE_CHECKING:
    from counteroffer.postings.figure import PayFigure, PostingRead
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
    found = read_posting(file, load_rules(rules))
    if as_json:
        click.echo(_json(found))
    else:
        tell("\n".join(_lines(found)))


def read_posting(file: str, book: Rulebook) -> PostingRead:
    """The figures of pay in a file, or in standard input for -."""
    from counteroffer.commands.options import read_bytes
    from counteroffer.postings.reading import LARGEST

    return read_bytes_of_posting(*read_bytes(file, LARGEST), book)


def read_bytes_of_posting(content: bytes, name: str, book: Rulebook) -> PostingRead:
    """The figures of pay in the bytes of a file; `name` stands for it in errors."""
    from counteroffer.postings.reading import read_posting_bytes
    from counteroffer.postings.words import words_of

    places = {place.label: place.currency for _, place in book.places.values()}
    words = words_of(book.documents("postings.yaml"), places)
    return read_posting_bytes(content, name, words)


def _json(found: PostingRead) -> str:
    def number(value: Any) -> float:
        if not isinstance(value, Decimal):
            raise TypeError(value)
        return float(value)  # of at most 15 digits: its shortest form has the same

    record = {
        "figures": [one.as_dict() for one in found.figures],
        "unread": [asdict(one) for one in found.unread],
    }
    return json.dumps(record, indent=1, ensure_ascii=False, default=number)


def _lines(found: PostingRead) -> Iterator[str]:
    from counteroffer.formats.tables import table, window
    from counteroffer.text.characters import cut, escaped

    count = len(found.figures)
    yield f"{escaped(found.file)}: {count} figure{'' if count == 1 else 's'} of pay"
    rows = [["at", "component", "figure", "period", "location", "posting", ""]]
    for one in found.figures:
        cells = (
            one.at,
            one.component,
            _figure(one),
            _marked(one, "period"),
            one.location or "",
            one.posting or "",
            ", ".join(one.notes),
        )
        rows.append([escaped(cut(cell)) for cell in cells])
    if count:
        yield table(rows, (2,), window())
    if any(one.inferred for one in found.figures):
        yield "* concluded, not stated in the file"
    if found.unread:
        yield "unread"
    for note in found.unread:
        yield f"  {escaped(note.at) or '/'}: {escaped(note.why)}: {escaped(cut(note.text))}"


def _figure(one: PayFigure) -> str:
    low, high = (None if end is None else f"{end:,}" for end in (one.low, one.high))
    if low is None or high is None:
        ends = f"from {low}" if high is None else f"up to {high}"
    else:
        ends = low if low == high else f"{low}–{high}"
    return f"{ends} {_marked(one, 'currency')}".rstrip()


def _marked(one: PayFigure, name: str) -> str:
    value = getattr(one, name) or ""
    return f"{value}*" if name in one.inferred else value
