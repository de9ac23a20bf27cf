"""`counteroffer guide figures`: every figure of a guide in Markdown, with the line that it stands
on."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counteroffer.commands.options import load_rules, read_bytes, rules_option
from counteroffer.commands.output import tell

if TYPE_CHECKING:
    from counteroffer.reader.figure import FigureRead
    from counteroffer.reader.reading import Reading
    from counteroffer.reader.vocabulary import Vocabulary

_MARKDOWN = (".md", ".markdown", ".mdown")


@click.command("figures")
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE|DIR|-...", type=click.Path(allow_dash=True)
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="A list of figures as JSON; of several files an object by file.",
)
@rules_option
@click.pass_context
def command(
    ctx: click.Context, files: tuple[str, ...], as_json: bool, rules: tuple[str, ...]
) -> None:
    """List the figures of guides in Markdown: what is paid, asked, refused, with the line of each.

    Nothing is worked out: a figure stands on its line as it is listed. What can't be read, or not
    surely, is listed below under needs_review.

    \b
    counteroffer guide figures guide.md
    counteroffer guide figures guide.md --json
    counteroffer guide figures my-guides --json > figures.json
    """
    from counteroffer.reader.vocabulary import vocabulary
    from counteroffer.text.errors import InputError

    words = vocabulary(load_rules(rules))
    readings: dict[str, Reading] = {}
    failed = False
    for file in _every(files):
        try:
            readings[file] = _reading(file, words)
        except InputError as error:
            if len(files) == 1 and files[0] == file:
                raise
            failed = True
            tell(f"error: {error}", err=True)
    single = len(files) == 1 and not Path(files[0]).is_dir()
    if as_json:
        lists = {file: _records(reading) for file, reading in readings.items()}
        click.echo(_json(lists[files[0]] if single else lists))
    else:
        tell("\n\n".join("\n".join(_lines(reading)) for reading in readings.values()))
    if failed:
        ctx.exit(2)


def _every(names: tuple[str, ...]) -> Iterator[str]:
    """Each file by its name, and the Markdown files of each folder, in order, every one once."""
    files: dict[str, None] = {}
    for name in names:
        if name != "-" and Path(name).is_dir():
            below = (Path(folder) / file for folder, _, some in os.walk(name) for file in some)
            files.update(
                (str(path), None) for path in sorted(below) if path.suffix.lower() in _MARKDOWN
            )
        else:
            files[name] = None
    yield from files


def _reading(file: str, words: Vocabulary) -> Reading:
    from counteroffer.reader.reading import read_bytes_as_guide

    return read_bytes_as_guide(*read_bytes(file), words)


def _records(reading: Reading) -> list[dict[str, Any]]:
    from counteroffer.reader.reading import figures

    return [asdict(figure) for figure in figures(reading)]


def _json(value: Any) -> str:
    def number(value: Any) -> float:
        if not isinstance(value, Decimal):
            raise TypeError(value)
        return float(value)  # of at most 15 digits: its shortest form has the same

    return json.dumps(value, indent=1, ensure_ascii=False, default=number)


def _lines(reading: Reading) -> Iterator[str]:
    from counteroffer.formats.tables import table, window
    from counteroffer.reader.reading import figures
    from counteroffer.text.characters import cut, escaped

    named = " · ".join(filter(None, (reading.company, reading.role))) or "no title"
    yield f"{escaped(reading.file)}: {escaped(named)}, {reading.layout}"
    rows = [["line", "part", "role", "component", "region", "level", "figure", ""]]
    for one in figures(reading):
        cells = (
            one.part,
            one.role,
            one.component,
            one.region or "",
            one.level or "",
            _figure(one),
            _also(one),
        )
        rows.append([str(one.line), *(escaped(cut(cell)) for cell in cells)])
    if len(rows) > 1:
        yield table(rows, (0, 6), window())
    if reading.needs_review:
        yield "needs_review"
    for note in reading.needs_review:
        yield f"  line {note.line}: {escaped(note.why)}: {escaped(cut(note.text))}"


def _figure(one: FigureRead) -> str:
    ends = "–".join(f"{end:,}" for end in dict.fromkeys((one.low, one.high)))
    return f"{ends} {one.currency or (one.unit if one.unit != 'money' else '')}".rstrip()


def _also(one: FigureRead) -> str:
    period = f"a {one.period}" if one.period else f"over {one.years} years" if one.years else ""
    said = (period, one.tier or "", one.company or "", "said again" if one.alternate else "")
    return ", ".join(filter(None, said))
