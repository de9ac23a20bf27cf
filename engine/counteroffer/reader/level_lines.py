"""Lines such as `E4: 140k-160k base, 70k rsu / year, 10% bonus` → a table of pay.

They count only in a guide that has no table, and only where two levels or more have one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from counteroffer.reader.layout import Cell, PayTable, is_level, region_of
from counteroffer.reader.markdown_blocks import Block, Line
from counteroffer.reader.mentions import cell_mentions
from counteroffer.reader.strategy import strategy_blocks
from counteroffer.reader.vocabulary import Vocabulary

_LINE = re.compile(r"^\W*(?P<level>[^:|]{1,40}?)\s*(?::|\s[—–-]\s)\s*(?P<rest>.*\d.*)$")
_PARTS = re.compile(r"\s*(?:[;|+]|,(?!\d{3}(?!\d))|\band\b|\bplus\b)\s*")
_PLACE_END = re.compile(r"[,:;(]")


def in_lines(blocks: Sequence[Block], words: Vocabulary) -> PayTable | None:
    """The cells of lines that begin with a level and name a base; None where there are few."""
    apart = {id(block) for block in strategy_blocks(blocks, words.prose)}
    where: str | None = None
    said = ""
    cells: list[Cell] = []
    for block in blocks:
        if id(block) in apart or block.kind == "table":
            continue
        for line in block.lines:
            found = list(_cells(line, where, said, words)) if block.kind != "heading" else []
            if found:
                cells += found
            elif here := _region(line.text, words):
                where, said = here, line.text
    levels = {cell.level for cell in cells}
    return PayTable("level rows", tuple(cells)) if len(levels) > 1 else None


def _cells(line: Line, where: str | None, said: str, words: Vocabulary) -> Iterator[Cell]:
    """The parts of one line, each with its component; none for a line of another kind.

    `said` is the line that names the region, and perhaps the currency.
    """
    match = _LINE.match(line.text)
    if match is None or not is_level(match["level"], words):
        return
    parts = [part.strip() for part in _PARTS.split(match["rest"]) if part.strip()]
    named = [(part, words.component(_bare(part))) for part in parts if cell_mentions(part, "USD")]
    if not any(name == "base" for _, name in named):
        return
    level = match["level"].strip(" *_-•")
    stated = " ".join(words.stated_currencies(said))
    for part, name in named:
        if name:
            yield Cell(Line(part, line.line), name, where, level, f"{_bare(part)} {stated}".strip())


def _bare(part: str) -> str:
    """A part without its figures."""
    return re.sub(r"\S*\d\S*", " ", part).strip()


def _region(text: str, words: Vocabulary) -> str | None:
    """The region that a line is about: `Seattle, in US dollars:`."""
    if not text.rstrip().endswith(":") and len(text.split()) > 4:
        return None
    return region_of(_PLACE_END.split(text)[0].strip(), words)
