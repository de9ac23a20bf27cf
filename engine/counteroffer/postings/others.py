"""A page's tree → the parts of it that are about other postings: "Similar jobs" and its like.

They are told by the class or the name of an element, or by a heading; what is under one belongs to
other postings up to the next heading of its rank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from counteroffer.postings.markup import elements
from counteroffer.postings.words import PostingVocabulary

_NAMES = ("id", "class", "aria-label", "data-testid", "data-test", "data-qa", "data-ui")
_WORD_ENDS = re.compile(r"[-_\s]+|(?<=[a-z])(?=[A-Z])")
_LONGEST = 80  # characters of a heading
_MOST = 200  # boxes of one page
_MOST_NODES = 16  # of a heading
_LONGEST_NAME = 300
_RANKS = {f"h{number}": number for number in range(1, 7)}
_LABELS = frozenset(("p", "div", "span", "strong", "b", "summary", "legend", "header"))
_WHOLE = frozenset(("html", "body", "main", "#document"))


def boxes_of_others(root: Any, words: PostingVocabulary) -> frozenset[int]:
    """The `id` of each outermost node that belongs to other postings.

    A node that holds a page's main heading belongs to its own posting, whatever it is called.
    """
    found: set[int] = set()
    own = _with_main_heading(root)

    @cache
    def tells(name: str) -> bool:
        return words.others.search(_WORD_ENDS.sub(" ", name)) is not None

    for node, begins in elements(root):
        if begins and id(node) not in own and len(found) < _MOST:
            if any(map(tells, _names_of(node))):
                found.add(id(node))
            elif _is_heading(node, words):
                found.update(map(id, _under(node, own)))
    return frozenset(found)


def _with_main_heading(root: Any) -> set[int]:
    """The nodes around the first heading of the first rank, and those that are all of a page."""
    own: set[int] = set()
    main = None
    for node, begins in elements(root):
        name = getattr(node, "name", "")
        if begins and name in _WHOLE:
            own.add(id(node))
        if begins and name == "h1" and main is None:
            main = node
    while main is not None:
        own.add(id(main))
        main = getattr(main, "parent", None)
    return own


def _names_of(node: Any) -> Iterator[str]:
    attributes = getattr(node, "attrs", None) or {}
    for name in _NAMES:
        if value := attributes.get(name):
            yield str(value)[:_LONGEST_NAME]


def _is_heading(node: Any, words: PostingVocabulary) -> bool:
    name = getattr(node, "name", "")
    if name not in _RANKS and name not in _LABELS:
        return False
    text = _text(node)
    if not text or len(text) > _LONGEST:
        return False
    found = words.others.match(text)
    return found is not None and (name in _RANKS or found.end() >= len(text.rstrip(" :")))


def _text(node: Any) -> str:
    """The text of a node; nothing of one that is longer than a heading."""
    pieces: list[str] = []
    length = 0
    for number, (one, begins) in enumerate(elements(node)):
        if number > _MOST_NODES:
            return ""
        if begins and getattr(one, "name", "") == "#text":
            pieces.append(one.data or "")
            length += len(pieces[-1])
            if length > 4 * _LONGEST:
                return ""
    return " ".join("".join(pieces).split())


def _under(heading: Any, own: set[int]) -> Iterator[Any]:
    """What a heading is over: all of a box that it begins, else what follows it there."""
    rank, text, node = _RANKS.get(heading.name, 7), _text(heading), heading
    parent = getattr(node, "parent", None)
    while parent is not None and id(parent) not in own and _text(parent) == text:
        node, parent = parent, getattr(parent, "parent", None)
    if parent is None:
        return
    siblings = [one for one in parent.children or () if not _blank(one)]
    at = next(number for number, one in enumerate(siblings) if one is node)
    if at == 0 and id(parent) not in own:
        yield parent
        return
    yield node
    for one in siblings[at + 1 :]:
        if _RANKS.get(getattr(one, "name", ""), 8) <= rank and rank < 7:
            return
        if id(one) in own:
            return
        yield one


def _blank(node: Any) -> bool:
    name = getattr(node, "name", "")
    return name == "#comment" or (name == "#text" and not (node.data or "").strip())
