"""Find the blocks of a page that are its strategy.

They are under its title or, in a guide without one, the lines that say what to ask for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from counteroffer.reader.grammar import Grammar
from counteroffer.reader.markdown_blocks import Block

_DIGIT = re.compile(r"[0-9]")
_MARKS = re.compile(r"^[\W\d_]+|[\W_]+$")
_WHOSE = re.compile(r"(?i)^(?:the|your|my|our|a)\s+")

Titled = Callable[[str], bool]


def strategy_blocks(blocks: Sequence[Block], words: Grammar) -> tuple[Block, ...]:
    """The blocks of the strategy, under its heading or after its bold lead-in."""

    def says(titles: re.Pattern[str]) -> Titled:
        return lambda title: bool(titles.search(title)) and not words.not_strategy.search(title)

    for title in (says(words.strategy), says(words.strategy_else)):
        if found := _titled(blocks, title, words):
            return found
    alone = _titled(blocks, lambda title: bool(words.strategy_alone.fullmatch(_bare(title))), words)
    if any(_DIGIT.search(block.text) for block in alone):
        return alone
    return tuple(block for block in blocks if _directs(block, words))


def is_strategic(title: str, words: Grammar) -> bool:
    """Whether a title is one of strategies that have a title of their own."""
    return bool(words.strategy.search(title)) and not words.not_strategy.search(title)


def _titled(blocks: Sequence[Block], wanted: Titled, words: Grammar) -> tuple[Block, ...]:
    found: list[Block] = []
    under: int | None = None  # the level of the heading that is open
    for block in blocks:
        if block.kind == "heading":
            if under is None or block.level <= under:
                under = block.level if wanted(block.text) else None
            elif words.is_sources(block.text):
                under = None
        elif block.kind == "table" or not block.lines or words.is_sources(block.section):
            continue
        elif under is not None or wanted(block.title) or wanted(block.section):
            found.append(block)
    return tuple(found)


def _bare(title: str) -> str:
    """A title without its number, marks and "your"."""
    return _WHOSE.sub("", _MARKS.sub("", title))


def _directs(block: Block, words: Grammar) -> bool:
    """Whether a line by itself says what to ask for or to accept: "Ask: $148K.

    Floor: $135K."
    """
    if block.kind in ("heading", "table") or block.number is not None or not block.lines:
        return False
    if words.levers.search(block.section) or words.is_sources(block.section):
        return False
    text = block.text.lstrip("\"“”'*_ ")
    return bool(words.directs.match(text)) and bool(_DIGIT.search(text))
