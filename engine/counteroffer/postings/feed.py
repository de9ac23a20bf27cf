"""An XML feed of postings → plain values with the line and column of each element."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from counteroffer.postings.source import Lines, Path, PayloadTree, found_from
from counteroffer.text.errors import CounterofferError

DEEPEST = 64
MOST_ELEMENTS = 200_000


class _Refused(CounterofferError):
    """A feed with what no feed needs."""


def tree_of(raw: str) -> PayloadTree:
    """The elements of a feed as objects: those of one name as a list, attributes as entries.

    Raises expat.ExpatError, and CounterofferError for entities of its own (they can grow without
    end), for too many elements and for too deep ones.
    """
    builder = _FeedBuilder(raw)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.EntityDeclHandler = builder.entity
    builder.byte = lambda: parser.CurrentByteIndex
    parser.Parse(raw.encode("utf-8", "replace"), True)
    return builder.tree()


@dataclass(slots=True)
class _Element:
    """An element that begins at `at`, and its text at `text_at`."""

    at: int
    attributes: dict[str, str] = field(default_factory=dict)
    inner: dict[str, list[_Element]] = field(default_factory=dict)
    pieces: list[str] = field(default_factory=list)
    text_at: int = 0

    def value(self) -> Any:
        """As plain values: a text, or an object whose own text is its `value`."""
        text = "".join(self.pieces).strip()
        if not self.inner and not self.attributes:
            return text or None
        own: dict[str, Any] = {**self.attributes, **({"value": text} if text else {})}
        for name, some in self.inner.items():
            own[name] = some[0].value() if len(some) == 1 else [one.value() for one in some]
        return own


class _FeedBuilder:
    def __init__(self, raw: str) -> None:
        self.raw, self.lines = raw, Lines(raw)
        self.root = _Element(0)
        self.stack = [self.root]
        self.elements = 0
        self.byte: Callable[[], int] = lambda: 0
        self._bytes, self._chars = 0, 0

    def offset(self) -> int:
        """The character that the parser is at, from the bytes that it counts."""
        at = self.byte()
        while self._bytes < at and self._chars < len(self.raw):
            self._bytes += len(self.raw[self._chars].encode("utf-8", "replace"))
            self._chars += 1
        return self._chars

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise _Refused(f"has more than {MOST_ELEMENTS:,} elements")
        if len(self.stack) > DEEPEST:
            raise _Refused(f"is nested more than {DEEPEST} deep")
        one = _Element(self.offset(), attributes)
        self.stack[-1].inner.setdefault(name, []).append(one)
        self.stack.append(one)

    def end(self, name: str) -> None:
        one = self.stack.pop()
        text = "".join(one.pieces)
        if text.strip():
            begins = _first_of(text)
            one.text_at = found_from(self.raw, self.raw.find(">", one.at) + 1, text, begins)

    def text(self, text: str) -> None:
        self.stack[-1].pieces.append(text)

    def entity(self, name: str, *_: Any) -> None:
        raise _Refused(f"declares an entity of its own ({name[:40]}): not read")

    def tree(self) -> PayloadTree:
        def within(path: Path, text: str) -> Callable[[int], str]:
            begins = self.place(path)
            return lambda at: self.lines.place(found_from(self.raw, begins, text, at))

        return PayloadTree(
            self.root.value(), lambda path: self.lines.place(self.place(path)), within
        )

    def place(self, path: Path) -> int:
        """Where the text of a part stands, or the part begins."""
        one, steps = self.root, list(path)
        while steps:
            name = steps.pop(0)
            some = one.inner.get(name) if isinstance(name, str) else None
            if not some:
                break
            number = steps.pop(0) if steps and isinstance(steps[0], int) else 0
            one = some[min(int(number), len(some) - 1)]
        return one.text_at or one.at


def _first_of(text: str) -> int:
    return len(text) - len(text.lstrip())
