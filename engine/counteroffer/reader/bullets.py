"""Lines such as `- Base: $150k - $200k` under the title of a place → a table of pay.

They count only in a guide that has no table: beside one, a line like that may be anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from counteroffer.reader.layout import Cell, PayTable, is_level, region_of
from counteroffer.reader.markdown_blocks import Block, Line
from counteroffer.reader.strategy import strategy_blocks
from counteroffer.reader.vocabulary import Vocabulary

_LABELLED = re.compile(
    r"^(?P<label>[^:|]{2,60}?)\s*(?::|\s[—–-]\s)\s*(?P<figure>[^\s\w(]{0,3}\S*\d.*)$"
)
_FEWEST = 2  # lines of pay: one by itself may be an example


def bulleted(blocks: Sequence[Block], words: Vocabulary) -> PayTable | None:
    """The cells of pay in lines with a component before a colon; None where there are few."""
    apart = {id(block) for block in strategy_blocks(blocks, words.prose)}
    cells = tuple(_cells([block for block in blocks if id(block) not in apart], words))
    known = {cell.component for cell in cells}
    if len(cells) < _FEWEST or not known & {"base", "total"}:
        return None
    return PayTable("component rows", cells)


def _cells(blocks: Sequence[Block], words: Vocabulary) -> Iterator[Cell]:
    level = around = ""
    levels = {block.text for block in blocks if _is_level_heading(block, words)}
    for block in blocks:
        if _is_level_heading(block, words):
            level = block.text.strip(" :")
        elif block.kind == "heading":
            around = region_of(block.text, words) or ""
        if block.kind != "item" or words.prose.levers.search(block.section):
            continue
        for line in block.lines:
            named = _LABELLED.match(line.text)
            component = words.component(named["label"]) if named else None
            if named is None or component in (None, "other") or words.says("aims", named["label"]):
                continue
            place = block.section.strip(" :")
            where = around or None if not place or place == level else place
            yield Cell(
                Line(named["figure"], line.line),
                "total" if component == "total cash" else str(component),
                where,
                level if len(levels) > 1 and level else None,
                named["label"],
            )


def _is_level_heading(block: Block, words: Vocabulary) -> bool:
    return block.kind == "heading" and block.level > 1 and is_level(block.text, words)
