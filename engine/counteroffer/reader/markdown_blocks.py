"""Markdown text → a page of blocks with their lines.

Blocks are headings, paragraphs, items, quotes and tables, all as plain text. Any text is Markdown,
so nothing is refused. What is no such block (code, HTML) is a paragraph of its lines, so that no
figure is lost without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Literal

from counteroffer.reader.html_tables import rows_of, whole_tables

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

Kind = Literal["heading", "paragraph", "item", "quote", "table"]

_NEWLINE = re.compile(r"\r\n?|\n")
_TAG = re.compile(r"<[^<>]{0,300}>")
_RULE = re.compile(r"^[ >]*\|?[ ]*:?-{2,}:?[ ]*\|", re.MULTILINE)
_ENTRY = re.compile(r"[ \t]+|-\s|#|[\w -]+:(?:\s|$)")  # a line of front matter
_MOST_OF_MATTER = 60  # lines
MOST_OF_A_TITLE = 100  # characters
_TITLE_END = " \t:：-–—."


@dataclass(frozen=True, slots=True)
class Line:
    """Text without markup, and the line of the file that it stands on, from 1."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Block:
    """One block.

    `level` is that of a heading, otherwise how deep it is nested; `number` that of an ordered item.
    `title` is its bold lead-in, without a colon; `section` the heading or the bold title above it.
    `cells` are the rows of a table, header first.
    """

    kind: Kind
    level: int
    lines: tuple[Line, ...]
    number: int | None = None
    title: str = ""
    section: str = ""
    cells: tuple[tuple[Line, ...], ...] = ()

    @property
    def text(self) -> str:
        """All of its lines, with a space between them."""
        return " ".join(line.text for line in self.lines)

    @property
    def line(self) -> int:
        """The line that it begins on."""
        first = self.lines or (self.cells[0] if self.cells else ())
        return first[0].line if first else 1


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown file as blocks.

    `source` has its lines as they are, `matter` those of its front matter.
    """

    file: str
    blocks: tuple[Block, ...]
    source: tuple[str, ...]
    matter: tuple[str, ...] = ()


@dataclass(slots=True)
class _BlockReader:
    tokens: Sequence[Token]
    at: int = 0
    section: str = ""
    blocks: list[Block] = field(default_factory=list)
    numbers: list[int | None] = field(
        default_factory=list
    )  # of the lists that are open: the next item's, None for bullets
    item: list[int | None] = field(
        default_factory=list
    )  # the number of an item whose first block is still to come
    quotes: list[str] = field(default_factory=list)  # the lead-in of each quote that is open
    shift: int = 0  # lines of the file above this text
    fenced: bool = False  # whether this text is code of another

    @property
    def depth(self) -> int:
        return len(self.numbers) + len(self.quotes)

    def first(self, token: Token) -> int:
        """The line that a token begins on."""
        return (token.map or [0])[0] + 1 + self.shift

    def read(self) -> tuple[Block, ...]:
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            step = getattr(self, f"_{token.type}", None)
            if step:
                step(token)
            self.at += 1
        return tuple(self.blocks)

    def _ordered_list_open(self, token: Token) -> None:
        self.numbers.append(int(token.attrs.get("start", 1)))

    def _bullet_list_open(self, token: Token) -> None:
        self.numbers.append(None)

    def _ordered_list_close(self, token: Token) -> None:
        self.numbers.pop()

    _bullet_list_close = _ordered_list_close

    def _list_item_open(self, token: Token) -> None:
        number = self.numbers[-1]
        self.item = [number]
        if number is not None:
            self.numbers[-1] = number + 1

    def _list_item_close(self, token: Token) -> None:
        self.item = []

    def _blockquote_open(self, token: Token) -> None:
        self.quotes.append("")

    def _blockquote_close(self, token: Token) -> None:
        self.quotes.pop()

    def _heading_open(self, token: Token) -> None:
        self.at += 1
        lines, _ = _inline(self.tokens[self.at], self.first(token))
        block = Block("heading", int(token.tag[1:]), lines, section=self.section)
        self.section = block.text.strip(_TITLE_END)
        self.blocks.append(block)

    def _inline(self, token: Token) -> None:
        lines, bold = _inline(token, self.first(token))
        if not lines:
            return
        kind: Kind = "item" if self.item else "quote" if self.quotes else "paragraph"
        number = self.item.pop() if self.item else None
        title = bold.strip(_TITLE_END)
        section = next((quote for quote in reversed(self.quotes) if quote), "") or self.section
        # A line that is nothing but bold is a title of what follows, whether a blank line stands
        # between or not.
        if (
            title
            and kind == "paragraph"
            and not self.numbers
            and bold.strip() == lines[0].text
            and _is_title(bold)
        ):
            section = self.section = title
        elif title and self.quotes and not self.quotes[-1]:
            self.quotes[-1] = title
        self.blocks.append(Block(kind, self.depth, lines, number, title, section))

    def _table_open(self, token: Token) -> None:
        rows: list[tuple[Line, ...]] = []
        row: list[Line] = []
        while self.tokens[self.at].type != "table_close":
            self.at += 1
            here = self.tokens[self.at]
            if here.type == "tr_open":
                row = []
            elif here.type == "inline":
                line = self.first(here if here.map else token)
                row.append(Line(" ".join(one.text for one in _inline(here, line)[0]), line))
            elif here.type == "tr_close":
                rows.append(tuple(row))
        self.blocks.append(Block("table", self.depth, (), section=self.section, cells=tuple(rows)))

    def _fence(self, token: Token) -> None:
        first = self.first(token) + (token.type == "fence")
        if (
            _RULE.search(token.content) and not self.fenced
        ):  # a table that was indented or fenced is a table
            inner = _BlockReader(
                _markdown().parse(token.content), shift=first - 1, section=self.section, fenced=True
            )
            self.blocks += inner.read()
            return
        lines = tuple(_lines(token.content.split("\n"), first))
        if lines:
            self.blocks.append(Block("paragraph", self.depth, lines, section=self.section))

    _code_block = _fence

    def _html_block(self, token: Token) -> None:
        if "<table" in token.content.lower():
            rows = rows_of(token.content, self.first(token))
            cells = tuple(tuple(Line(text, line) for text, line in row) for row in rows)
            if cells:
                self.blocks.append(
                    Block("table", self.depth, (), section=self.section, cells=cells)
                )
                return
        lines = tuple(
            _lines((_TAG.sub(" ", text) for text in token.content.split("\n")), self.first(token))
        )
        if lines:
            self.blocks.append(Block("paragraph", self.depth, lines, section=self.section))


def read_page(text: str, file: str) -> Page:
    """A Markdown text as blocks; never raises."""
    text = text.removeprefix("\ufeff")
    source = tuple(_NEWLINE.split(text))
    end = _matter_end(source)
    body = "\n".join(("",) * end + source[end:])
    tokens = _markdown().parse(whole_tables(body))
    return Page(file, _BlockReader(tokens).read(), source, source[1 : max(end - 1, 1)])


def _matter_end(source: Sequence[str]) -> int:
    """How many lines the front matter has, with the dashes around it; 0 where there is none."""
    if not source or source[0].rstrip() != "---":
        return 0
    for number, line in enumerate(source[1:_MOST_OF_MATTER], 2):
        if line.rstrip() in ("---", "..."):
            return number
        if line.strip() and not _ENTRY.match(line):
            return 0
    return 0


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table")


def _lines(texts: Iterable[str], first: int) -> Iterator[Line]:
    for number, text in enumerate(texts, first):
        if text.strip():
            yield Line(text.strip(), number)


def _inline(token: Token, first: int) -> tuple[tuple[Line, ...], str]:
    """The lines of an inline token without markup, and the bold text that they begin with."""
    lines, texts, bold, depth, leading = [[""]], [], "", 0, True
    for child in token.children or ():
        if child.type == "strong_open":
            depth += 1
        elif child.type == "strong_close":
            depth -= 1
            leading = leading and not bold.strip()
        elif child.type in ("softbreak", "hardbreak"):
            lines.append([""])
            leading = leading and not bold.strip()
        else:
            text = " " if child.type == "html_inline" else child.content
            texts.append(text)
            lines[-1].append(text)
            if leading and depth:
                bold += text
            elif text.strip():
                leading = leading and not _says(text)
    return tuple(_lines(("".join(parts) for parts in lines), first)), bold


def _is_title(bold: str) -> bool:
    """Whether bold text is a title, and no sentence."""
    return len(bold) <= MOST_OF_A_TITLE and not bold.rstrip().endswith((".", "!", "?", ","))


def _says(text: str) -> bool:
    """Whether a text before bold text has words.

    After an emoji or a mark alone the bold text still begins its paragraph.
    """
    return any(char.isalnum() for char in text)
