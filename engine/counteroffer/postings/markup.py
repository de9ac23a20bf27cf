"""HTML → the text that a reader sees, a line for each block, with the place of each character.

justhtml parses as browsers do, without recursion and in a time that grows with the file alone; it
keeps the offset of each node, so that a figure can be named by line and column.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from counteroffer.text.errors import CounterofferError

MOST_TAGS = 120_000
_LONGEST_PIECE = 50_000  # characters that entities are counted in
INSTALL = "to read HTML install justhtml: pip install justhtml"
_TAG = re.compile(r"<[a-zA-Z!/?]")
_MARKED_UP = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?")
_HIDDEN = frozenset(
    ("script", "style", "noscript", "template", "head", "svg", "select", "textarea")
)
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        """address article aside blockquote br button caption dd details div dl dt fieldset figure
        footer form h1 h2 h3 h4 h5 h6 header hr label legend li main nav ol p pre section summary
        table tbody td tfoot th thead title tr ul""",
    )
)


@dataclass(frozen=True, slots=True)
class Visible:
    """The text of a page; `places` are the offsets of its pieces in the text and in the file.

    `apart` are the parts of the text that nodes stand in which were set apart.
    """

    text: str
    places: tuple[tuple[int, int], ...]
    raw: str
    apart: tuple[tuple[int, int], ...] = ()

    def only(self, *, apart: bool) -> str:
        """The text of the parts that were set apart, or of all others, the rest left blank."""
        kept, at = [], 0
        for start, end in (*self.apart, (len(self.text), len(self.text))):
            for begin, stop, wanted in ((at, start, not apart), (start, end, apart)):
                piece = self.text[begin:stop]
                kept.append(piece if wanted else re.sub(r"[^\n]", " ", piece))
            at = end
        return "".join(kept)

    def offset(self, at: int) -> int:
        """Where a character of the text stands in the file."""
        index = bisect_right(self.places, (at, len(self.raw))) - 1
        if index < 0:
            return 0
        begin, place = self.places[index]
        next_entity = self.raw.find("&", place, place + at - begin + 1)
        if next_entity < 0 or at - begin > _LONGEST_PIECE:
            return min(place + at - begin, len(self.raw))
        for _ in range(at - begin):
            entity = _ENTITY.match(self.raw, place) if self.raw[place : place + 1] == "&" else None
            place = entity.end() if entity and html.unescape(entity[0]) != entity[0] else place + 1
        return min(place, len(self.raw))


def parsed(text: str) -> Any:
    """The root of a page's tree.

    Raises CounterofferError for a page of too many tags, and where justhtml is missing.
    """
    if sum(1 for _ in _TAG.finditer(text)) > MOST_TAGS:
        raise CounterofferError(
            f"has more than {MOST_TAGS:,} tags: save the posting alone", code="document.too-large"
        )
    try:
        from justhtml import JustHTML
    except ImportError:
        raise CounterofferError(INSTALL, code="package.missing") from None
    return JustHTML(text, track_node_locations=True, sanitize=False).root


def elements(root: Any) -> Any:
    """The nodes of a tree in the order of the page.

    Each stands twice: (node, True) where it begins, (node, False) where it ends.
    """
    stack = [(root, True)]
    while stack:
        node, begins = stack.pop()
        yield node, begins
        if begins:
            stack.append((node, False))
            stack.extend((child, True) for child in reversed(getattr(node, "children", None) or ()))


def visible(root: Any, raw: str, apart: Collection[int] = ()) -> Visible:
    """The text that is shown, a line for each block.

    `apart` are the `id` of nodes whose text is to be told apart.
    """
    pieces: list[str] = []
    places: list[tuple[int, int]] = []
    parts: list[tuple[int, int]] = []
    box: Any = None
    length = hidden = start = 0
    for node, begins in elements(root):
        name = getattr(node, "name", "")
        if box is None and begins and id(node) in apart:
            box, start = node, length
        elif node is box and not begins:
            parts.append((start, length))
            box = None
        if name in _HIDDEN:
            hidden += 1 if begins else -1
        if hidden:
            continue
        piece = "\n" if name in _BLOCKS else ""
        if name == "li" and begins:
            piece = "\n• "
        if name == "#text" and begins:
            piece = re.sub(r"[\r\n\t\f]", " ", node.data or "")
            if node.origin_offset is not None:
                places.append((length, node.origin_offset))
        pieces.append(piece)
        length += len(piece)
    return Visible("".join(pieces), tuple(places), raw, tuple(parts))


def plain(text: str) -> str:
    """The text of a piece of HTML, escaped once or not at all; other text as it is."""
    if "&lt;" in text and "<" not in text:
        text = html.unescape(text)
    if not _MARKED_UP.search(text):
        return html.unescape(text) if "&" in text else text
    return visible(parsed(text), text).text
