"""Blocks of a page → its levers: which blocks belong to which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from counteroffer.reader.grammar import Grammar
from counteroffer.reader.markdown_blocks import Block
from counteroffer.reader.strategy import is_strategic, strategy_blocks

_NUMBERED = re.compile(r"\blever\s*#?(\d{1,2})\b", re.IGNORECASE)
_LEADING = re.compile(r"^\W{0,4}(\d{1,2})[.):]\s")


@dataclass(slots=True)
class LeverBlocks:
    """A lever: its number, its title and the blocks that make it."""

    number: int
    title: str
    line: int
    blocks: list[Block] = field(default_factory=list)


def lever_blocks(blocks: Sequence[Block], words: Grammar) -> tuple[LeverBlocks, ...]:
    """The levers of a guide, in their order.

    They are numbered bold titles under a heading of levers, or titles that say "Lever 2".
    """
    strategic = {id(block) for block in strategy_blocks(blocks, words)}
    found: list[LeverBlocks] = []
    zone: int | None = None  # the level of the heading of levers that is open; 9 for a bold title
    titled = False  # whether the levers have titles of their own: items are then what they say
    bullets = fresh = False  # whether bullets are levers: those right below the title of the levers
    for block in blocks:
        if id(block) in strategic:
            zone, titled = None, False
            continue
        own = _own_title(block)
        if own and (named := _NUMBERED.search(own)):
            found.append(LeverBlocks(int(named.group(1)), _title(own), block.line))
            zone, titled = zone or 9, block.number is None
        elif zone is not None and (leading := _lead_in(block)):
            found.append(LeverBlocks(int(leading.group(1)), _title(own), block.line))
        elif block.kind == "heading" or _is_title(block):
            zone, titled = _zone(block, own, zone, titled, found, words)
        elif zone is not None and block.number is not None and block.title and not titled:
            found.append(LeverBlocks(block.number, _title(block.title), block.line))
        elif (
            zone is not None
            and not titled
            and block.kind == "item"
            and block.title
            and (bullets or fresh)
        ):
            found.append(LeverBlocks(len(found) + 1, _title(block.title), block.line))
            bullets = True
        opens = bool(own) and block.kind != "item" and _opens(block, own, words)
        fresh, bullets = opens, bullets and not opens and zone is not None
        if zone is not None and found and block.kind not in ("table", "heading"):
            found[-1].blocks.append(block)
    return tuple(found)


def _lead_in(block: Block) -> re.Match[str] | None:
    """The number of a paragraph that begins with its title: "**1.

    Scarcity.** Few people ...".
    """
    plain = block.kind in ("paragraph", "quote") and bool(block.title) and not _is_title(block)
    return _LEADING.match(block.title) if plain else None


def _opens(block: Block, own: str, words: Grammar) -> bool:
    """Whether a heading or a bold title opens the levers."""
    title = block.kind == "heading" or _is_title(block)
    return title and bool(words.levers.search(own)) and not is_strategic(own, words)


def _zone(
    block: Block, own: str, zone: int | None, titled: bool, found: list[LeverBlocks], words: Grammar
) -> tuple[int | None, bool]:
    level = block.level if block.kind == "heading" else 9
    leading = _LEADING.match(own)
    if zone is not None and leading and block.kind != "heading":
        found.append(LeverBlocks(int(leading.group(1)), _title(own), block.line))
        return zone, True
    if words.levers.search(own) and not is_strategic(own, words):
        return level, False
    if zone is not None and level > zone:
        return zone, titled
    return (
        (zone, titled)
        if zone is not None and block.kind != "heading" and zone < 9
        else (None, False)
    )


def _own_title(block: Block) -> str:
    return block.text if block.kind == "heading" else block.title


def _is_title(block: Block) -> bool:
    """Whether a paragraph is nothing but a bold title."""
    return (
        block.kind == "paragraph"
        and bool(block.title)
        and block.text.strip(" :.") == block.title.strip(" :.")
    )


def _title(text: str) -> str:
    text = re.sub(
        r"^\W*(?:global\s+)?(?:lever\s*#?\d{1,2}|\d{1,2}[.)])\s*[-–—:.]*\s*",
        "",
        text,
        flags=re.IGNORECASE,
    )
    return text.strip(" :.")


def texts(blocks: Sequence[Block]) -> Iterator[str]:
    """What the blocks of a lever say, without its title."""
    for at, block in enumerate(blocks):
        text = block.text
        yield text.removeprefix(block.title).lstrip(" :.") if not at and block.title else text
