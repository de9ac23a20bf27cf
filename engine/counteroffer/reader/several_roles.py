"""A page with the pay of several roles, each under a heading of its own → the part of the first."""

from __future__ import annotations

import re
from dataclasses import replace

from counteroffer.reader.figure import UnreadText
from counteroffer.reader.markdown_blocks import Block, Page
from counteroffer.reader.titles import names_role
from counteroffer.reader.vocabulary import Vocabulary

_WORD = re.compile(r"[^\W\d_]+")


def first_role(page: Page, words: Vocabulary) -> tuple[Page, tuple[UnreadText, ...]]:
    """The page without the sections of other roles than its first, and what to say of them.

    Levels of one role ("Senior Engineer", "Staff Engineer") are no roles of their own.
    """
    parts = _parts(page, words)
    roles = {_role(title, words) for title, _, _ in parts}
    if len(roles) < 2:
        return page, ()
    own = _role(parts[0][0], words)
    others = [part for part in parts if _role(part[0], words) != own]
    dropped = {at for _, start, end in others for at in range(start, end)}
    kept = tuple(block for at, block in enumerate(page.blocks) if at not in dropped)
    names = ", ".join(dict.fromkeys(title for title, _, _ in others))
    why = (
        f"the file has the pay of {len(roles)} roles, and only that of the first is read"
        f" ({parts[0][0]}): put each role into a file of its own"
    )
    line = page.blocks[others[0][1]].line
    return replace(page, blocks=kept), (UnreadText(line, names, why, 1),)


def _parts(page: Page, words: Vocabulary) -> list[tuple[str, int, int]]:
    """The sections under headings that name a role and hold a table: title, first block, end."""
    blocks = page.blocks
    parts = []
    for at, block in enumerate(blocks):
        if block.kind != "heading" or block.level < 2 or not _is_role(block, words):
            continue
        end = next(
            (
                other
                for other in range(at + 1, len(blocks))
                if blocks[other].kind == "heading" and blocks[other].level <= block.level
            ),
            len(blocks),
        )
        if any(one.kind == "table" for one in blocks[at:end]):
            parts.append((block.text.strip(" :"), at, end))
    return parts


def _is_role(block: Block, words: Vocabulary) -> bool:
    title = block.text
    return names_role(title) and len(_WORD.findall(title)) <= 5 and "guide" not in title.casefold()


def _role(title: str, words: Vocabulary) -> str:
    """A role without words of levels: "Senior Data Engineer (L5)" is data engineer."""
    bare = re.sub(r"\([^)]*\)", " ", title)
    kept = [word for word in _WORD.findall(bare) if not words.says("level_names", word)]
    return " ".join(kept).casefold() or "manager"
