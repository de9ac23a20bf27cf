"""A saved page → the pay in it.

From postings in JSON-LD, microdata and RDFa, the state that a job board's page carries in a script,
and the text that is shown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Any

from counteroffer.postings.figure import OF_ANOTHER, PayFigure, Unread
from counteroffer.postings.markup import elements, parsed, visible
from counteroffer.postings.others import boxes_of_others
from counteroffer.postings.payload import read_payload
from counteroffer.postings.prose import TextSetting, figures_of_text
from counteroffer.postings.schema_org import bare
from counteroffer.postings.source import Lines, Path, PayloadTree, inside, loads
from counteroffer.postings.words import PostingVocabulary
from counteroffer.text.characters import cut

_MOST_SCRIPTS = 200  # and postings in microdata
_STATE = re.compile(
    r"\b(?:__remixContext|__appData|__INITIAL_STATE__|__PRELOADED_STATE__)\s*=\s*(?=\{)"
)
_DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=lambda _: None, strict=False)
_JSON = re.compile(r"[{\[]")

Read = tuple[list[PayFigure], list[Unread]]


def read_page(raw: str, words: PostingVocabulary) -> Read:
    """The figures of a page; those of its data before those of its text.

    Raises CounterofferError.
    """
    root, lines = parsed(raw), Lines(raw)
    figures: list[PayFigure] = []
    unread: list[Unread] = []
    others = boxes_of_others(root, words)
    for tree, posting_only in _data(root, raw, lines, others, unread):
        reader = read_payload(tree, words, posting_only)
        figures += reader.figures
        unread += reader.unread
    shown = visible(root, raw, others)
    setting = TextSetting(lambda at: lines.place(shown.offset(at)), source="page")
    some, left = figures_of_text(shown.only(apart=False), words, setting)
    if shown.apart:
        elsewhere, _ = figures_of_text(shown.only(apart=True), words, setting)
        left += (Unread(one.at, one.shown, OF_ANOTHER) for one in elsewhere)
    return [*figures, *some], [*unread, *left]


def _data(
    root: Any, raw: str, lines: Lines, others: Collection[int], unread: list[Unread]
) -> Iterator[tuple[PayloadTree, bool]]:
    scripts = 0
    posting: Any = None  # the outermost that is open
    box: Any = None  # the outermost of other postings
    for node, begins in elements(root):
        if id(node) in others and (box is None or node is box):
            box = node if begins else None
        posting = None if node is posting and not begins else posting
        name = getattr(node, "name", "")
        attributes = getattr(node, "attrs", None) or {}
        if not begins or name[:1] in ("#", "!"):
            continue
        if name == "script" and scripts < _MOST_SCRIPTS:
            scripts += 1
            yield from _script(node, attributes, raw, lines, unread)
        elif posting is box is None and scripts < _MOST_SCRIPTS and _is_posting(attributes):
            posting = node
            scripts += 1
            values, places = _item(node)
            yield _marked(values, places, lines), True


def _script(
    node: Any, attributes: dict[str, Any], raw: str, lines: Lines, unread: list[Unread]
) -> Iterator[tuple[PayloadTree, bool]]:
    text = "".join(child.data or "" for child in node.children or () if child.name == "#text")
    start = next(
        (c.origin_offset for c in node.children or () if c.origin_offset is not None), None
    )
    if start is None or raw[start : start + len(text)] != text:
        return
    kind = str(attributes.get("type") or "").casefold()
    if "ld+json" in kind:
        first = _JSON.search(text)
        begin = first.start() if first else 0
        try:
            value, _ = _DECODER.raw_decode(text, begin)
        except (ValueError, RecursionError):
            place = lines.place(start + begin)
            unread.append(Unread(place, cut(text.strip()), "this script is not JSON"))
            return
        yield inside(value, raw, start + begin, lines), True
    elif kind == "application/json" and attributes.get("id") == "__NEXT_DATA__":
        try:
            yield inside(loads(text), raw, start, lines), False
        except (ValueError, RecursionError):
            return
    else:
        for found in list(_STATE.finditer(text))[:4]:
            try:
                value, _ = _DECODER.raw_decode(text, found.end())
            except (ValueError, RecursionError):
                continue
            yield inside(value, raw, start + found.end(), lines), False


# Microdata and RDFa


def _is_posting(attributes: dict[str, Any]) -> bool:
    kinds = f"{attributes.get('itemtype') or ''} {attributes.get('typeof') or ''}"
    return any(bare(kind) == "JobPosting" for kind in kinds.split())


def _item(node: Any) -> tuple[dict[str, Any], dict[Path, int]]:
    """An item's properties as JSON-LD has them, and where their values stand."""
    value: dict[str, Any] = {"@type": "JobPosting"}
    places: dict[Path, int] = {(): node.origin_offset or 0}
    holders: list[tuple[Any, dict[str, Any], Path]] = [(node, value, ())]
    for one, begins in elements(node):
        if one is node:
            continue
        if not begins:
            if holders and holders[-1][0] is one:
                holders.pop()
            continue
        attributes = getattr(one, "attrs", None) or {}
        names = str(attributes.get("itemprop") or attributes.get("property") or "").split()
        opens = "itemscope" in attributes or "typeof" in attributes
        _, holder, path = holders[-1]
        inner: Any = {} if opens else _content(one, attributes)
        for name in map(bare, names):
            here = _put(holder, name, inner, path)
            places[here] = _where(one)
        if opens:
            last = bare(names[-1]) if names else ""
            target = _last_path(holder, last, path) if last else path
            holders.append((one, inner, target))
    return value, places


def _put(holder: dict[str, Any], name: str, inner: Any, path: Path) -> Path:
    """Enter a property, the second of a name as a list's."""
    before = holder.get(name)
    if before is None:
        holder[name] = inner
        return (*path, name)
    if not isinstance(before, list):
        holder[name] = before = [before]
    before.append(inner)
    return (*path, name, len(before) - 1)


def _last_path(holder: dict[str, Any], name: str, path: Path) -> Path:
    entry = holder.get(name)
    return (*path, name, len(entry) - 1) if isinstance(entry, list) else (*path, name)


def _content(node: Any, attributes: dict[str, Any]) -> str:
    for key in ("content", "datetime", "value"):
        if isinstance(attributes.get(key), str):
            return str(attributes[key])
    return visible(node, "").text.strip()


def _where(node: Any) -> int:
    """Where a property's text begins: its first text, or its tag where an attribute holds it."""
    attributes = getattr(node, "attrs", None) or {}
    if "content" not in attributes:
        for one, begins in elements(node):
            text = getattr(one, "data", None) if getattr(one, "name", "") == "#text" else None
            if begins and text and text.strip() and one.origin_offset is not None:
                return int(one.origin_offset) + len(text) - len(text.lstrip())
    return int(node.origin_offset or 0)


def _marked(value: dict[str, Any], places: dict[Path, int], lines: Lines) -> PayloadTree:
    def at(path: Path) -> str:
        while path and path not in places:
            path = path[:-1]
        return lines.place(places.get(path, 0))

    return PayloadTree(value, at, lambda path, text: lambda offset: at(path))
