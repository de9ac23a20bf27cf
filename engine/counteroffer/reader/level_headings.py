"""Pay tables that each stand under the heading of a level → the same tables with that level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from counteroffer.reader.layout import PayTable, is_level, pay_table, region_of
from counteroffer.reader.markdown_blocks import Block
from counteroffer.reader.vocabulary import Vocabulary

_BOLD = 7  # the rank of a title that is bold text alone; headings have 1 to 6
_LONGEST = 8  # words of a heading that names a level


def by_heading(blocks: Sequence[Block], words: Vocabulary) -> Mapping[int, PayTable]:
    """The pay tables under headings of levels, by the number of their block.

    Empty unless the headings name two levels or more: one alone says nothing of the others.
    """
    found: dict[int, PayTable] = {}
    levels: set[str] = set()
    open_titles: dict[int, str] = {}
    for at, block in enumerate(blocks):
        if rank := _rank(block):
            open_titles = {one: text for one, text in open_titles.items() if one < rank}
            open_titles[rank] = block.title if rank == _BOLD else block.text.strip(" :")
        elif block.kind == "table" and (level := _level(open_titles, words)):
            table = pay_table(block, words)
            if table and all(cell.level is None for cell in table.cells):
                found[at] = _under(table, level, open_titles, words)
                levels.add(level)
    return found if len(levels) > 1 else {}


def _rank(block: Block) -> int:
    """The rank of a title; 0 for what is none."""
    if block.kind == "heading":
        return block.level
    alone = block.kind == "paragraph" and block.lines and block.title
    return _BOLD if alone and block.title == block.lines[0].text.strip(" :") else 0


def _level(titles: Mapping[int, str], words: Vocabulary) -> str | None:
    """The innermost title that names a level, the file's own aside."""
    for rank in sorted(titles, reverse=True):
        title = titles[rank]
        if rank > 1 and len(title.split()) <= _LONGEST and is_level(title, words):
            return title
    return None


def _under(table: PayTable, level: str, titles: Mapping[int, str], words: Vocabulary) -> PayTable:
    """The table with its level, and where it names no region that of the titles around it."""
    around = (titles[rank] for rank in sorted(titles, reverse=True) if titles[rank] != level)
    here = next((region for title in around if (region := region_of(title, words))), None)
    cells = (replace(one, level=level, region=one.region or here) for one in table.cells)
    return replace(table, cells=tuple(cells))
