"""An HTML table inside Markdown → its rows, with the line that each cell begins on."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_TABLE = re.compile(r"(?is)<table\b.*?</table\s*>")
_BLANK = re.compile(r"\n(?=[ \t]*\n)")
_FILLER = "<!-- -->"  # a blank line would end the HTML for Markdown

Rows = list[list[tuple[str, int]]]


def whole_tables(text: str) -> str:
    """The text with each HTML table as one block: nothing blank in it, and as many lines."""

    def filled(match: re.Match[str]) -> str:
        lines = match.group().split("\n")
        return "\n".join(line if line.strip() else _FILLER for line in lines)

    return _TABLE.sub(filled, text) if "<table" in text.lower() else text


def rows_of(html: str, first: int) -> Rows:
    """The rows of the first table of a piece of HTML, which begins on line `first` of its file."""
    reader = _RowReader(first)
    reader.feed(html)
    reader.close()
    return [row for row in reader.rows if row]


class _RowReader(HTMLParser):
    def __init__(self, first: int) -> None:
        super().__init__(convert_charrefs=True)
        self.first = first
        self.rows: Rows = []
        self.open = False
        self.ended = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if self.ended:
            return
        if tag == "tr":
            self.rows.append([])
            self.open = False
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].append(("", self.first + self.getpos()[0] - 1))
            self.open = True
        elif tag == "br":
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.open = False
        self.ended = self.ended or tag == "table"

    def handle_data(self, data: str) -> None:
        if self.open and not self.ended:
            text, line = self.rows[-1][-1]
            self.rows[-1][-1] = (" ".join(f"{text}{data}".split()) if data.strip() else text, line)
