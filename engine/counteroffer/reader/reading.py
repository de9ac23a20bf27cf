"""A guide's Markdown → its title, bands, levers and strategy, and what a person has to look at."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from counteroffer.reader.accounting import unaccounted
from counteroffer.reader.figure import FigureRead, LeverRead, UnreadText
from counteroffer.reader.grammar import Grammar
from counteroffer.reader.markdown_blocks import Block, Page, read_page
from counteroffer.reader.prose import read_prose
from counteroffer.reader.review import gathered
from counteroffer.reader.several_roles import first_role
from counteroffer.reader.tables import bands
from counteroffer.reader.titles import title_of
from counteroffer.reader.vocabulary import Vocabulary, vocabulary
from counteroffer.rulebook.rulebook import default_rulebook
from counteroffer.text.errors import InputError, Problem

__all__ = [
    "LARGEST",
    "LeverRead",
    "Reading",
    "UnreadText",
    "figures",
    "read_bytes_as_guide",
    "read_guide",
]

LARGEST = 100_000  # characters: four times the largest guide seen
_YEAR = re.compile(r"(?<!\d)20[12]\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a guide says.

    `year` is the latest that it names; `layout` that of its pay table; `sections` their titles;
    `unsure` the lines of the table on which something was not read.
    """

    file: str
    company: str
    role: str
    bands: tuple[FigureRead, ...]
    levers: tuple[LeverRead, ...]
    strategy: tuple[FigureRead, ...]
    sources: tuple[tuple[int, str], ...]
    levels: tuple[str, ...]
    year: int | None
    layout: str
    needs_review: tuple[UnreadText, ...]
    sections: tuple[str, ...]
    unsure: frozenset[int] = frozenset()


def read_guide(text: str, file: str, words: Vocabulary | None = None) -> Reading:
    """Read any text as a guide.

    What can't be read is in `needs_review`; a text without a guide gives an empty one.
    """
    words = words or vocabulary(default_rulebook())
    cut = len(text) > LARGEST
    page, review_of_roles = first_role(read_page(text[:LARGEST], file), words)
    table = bands(page, words)
    company, role = title_of(page)
    said = read_prose(page, table.figures, words, company)
    review = [*review_of_roles, *table.review, *said.review]
    if cut:
        review.append(
            UnreadText(
                len(page.source), "", f"the file goes on, but only {LARGEST:,} characters are read"
            )
        )
    levers = tuple(replace(lever, figures=_standing(lever.figures, page)) for lever in said.levers)
    strategy = _standing(said.strategy, page)
    sources = tuple(_sources(page, words.prose))
    every = (*table.figures, *(one for lever in levers for one in lever.figures), *strategy)
    lines = {line for line, _ in sources}
    review += unaccounted(page, every, review, lines, said.blocks, words)
    return Reading(
        file=file,
        company=company,
        role=role,
        bands=table.figures,
        levers=levers,
        strategy=strategy,
        sources=sources,
        levels=tuple(_levels(page, table.figures)),
        year=_year(page, sources),
        layout=table.layout,
        needs_review=gathered(review),
        unsure=frozenset(one.line for one in table.review),
        sections=tuple(_sections(page)),
    )


def _standing(figures: tuple[FigureRead, ...], page: Page) -> tuple[FigureRead, ...]:
    """The figures, each with a text that is in the file.

    Where the file writes it otherwise (`&pound;5K`), the text is the whole line.
    """
    lines = page.source
    return tuple(
        one if one.text in lines[one.line - 1] else replace(one, text=lines[one.line - 1].strip())
        for one in figures
    )


def read_bytes_as_guide(content: bytes, file: str, words: Vocabulary | None = None) -> Reading:
    """Read a file as a guide.

    Raises InputError for one that is too large; letters that are none are replaced.
    """
    text = content.decode(
        "utf-16" if content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8",
        "replace",
    )
    if len(text) > LARGEST:
        raise InputError(
            [
                Problem(
                    f"has more than {LARGEST:,} characters: this is no guide, or several in one",
                    file,
                    code="document.too-large",
                )
            ]
        )
    return read_guide(text, file, words)


def figures(reading: Reading) -> tuple[FigureRead, ...]:
    """All figures of a reading: bands, levers, strategy."""
    return (
        *reading.bands,
        *(one for lever in reading.levers for one in lever.figures),
        *reading.strategy,
    )


def _sources(page: Page, words: Grammar) -> Iterator[tuple[int, str]]:
    """The lines under a heading or a bold title that names sources, until the next of its kind."""
    depth = 0  # of the heading that sources stand under, 7 for a bold title, 0 outside
    for block in page.blocks:
        bold = (
            block.kind == "paragraph"
            and bool(block.title)
            and block.title == block.lines[0].text.strip(" :")
        )
        rank = block.level if block.kind == "heading" else 7
        title = block.text if block.kind == "heading" else block.title
        if (block.kind == "heading" or bold) and (not depth or rank <= depth):
            depth = rank if words.is_sources(title) else 0
            yield from ((line.line, line.text) for line in block.lines[1:] if depth)
        elif depth and block.kind != "heading":
            yield from ((line.line, line.text) for line in block.lines)


def _levels(page: Page, figures: tuple[FigureRead, ...]) -> Iterator[str]:
    """What the guide says of levels, line by line: its level mapping, else its bands."""
    found = False
    for block in page.blocks:
        if (
            not re.search(r"(?i)\blevel", f"{block.section} {block.title}")
            or block.kind == "heading"
        ):
            continue
        rows = [" | ".join(cell.text for cell in row) for row in block.cells[1:]]
        if block.kind == "table" and not any(
            one.line == row[0].line for row in block.cells for one in figures
        ):
            found = True
            yield from rows
        elif re.search(r"(?i)\blevel", block.title):
            found = True
            yield re.sub(r"^[\s:]+", "", block.text.removeprefix(block.title))
    if not found:
        yield from dict.fromkeys(one.level for one in figures if one.level)


def _year(page: Page, sources: tuple[tuple[int, str], ...]) -> int | None:
    """The latest year that the guide names, of its sources where these name one."""
    cited = [text for _, text in sources]
    texts = [*(block.text for block in page.blocks), *page.matter]
    for some in (cited, texts):
        years = [int(year) for text in some for year in _YEAR.findall(text)]
        if years:
            return max(years)
    return None


def _sections(page: Page) -> Iterator[str]:
    """Titles of sections, and bold lead-ins, in their order."""
    titles: dict[str, None] = {}
    for block in page.blocks:
        for title in (block.text if block.kind == "heading" else "", block.section, _lead(block)):
            if title:
                titles.setdefault(title)
    yield from titles


def _lead(block: Block) -> str:
    return block.title if block.kind in ("paragraph", "quote") else ""
