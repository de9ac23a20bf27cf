"""An XML feed of postings → plain values with the line and column of each element."""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

from counteroffer.postings.source import Lines, Path, Tree, found_from
from counteroffer.text.errors import CounterofferError

DEEPEST = 64
MOST_ELEMENTS = 200_000


class _Refused(CounterofferError):
    """A feed with what no feed needs."""


def tree_of(raw: str) -> Tree:
    """The elements of a feed as objects: those of one name as a list, attributes as entries.

    Raises expat.ExpatError, and CounterofferError for entities of its own (they can grow without
    end), for too many elements and for too deep ones.
    """
    builder = _Builder(raw)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.EntityDeclHandler = builder.entity
    builder.byte = lambda: parser.CurrentByteIndex
    parser.Parse(raw.encode("utf-8", "replace"), True)
    return builder.tree()


class _Builder:
    def __init__(self, raw: str) -> None:
        self.raw, self.lines = raw, Lines(raw)
        self.value: dict[str, Any] = {}
        self.stack: list[tuple[str, dict[str, Any], list[str], Path, int]] = [
            ("", self.value, [], (), 0)
        ]
        self.places: dict[Path, int] = {(): 0}
        self.elements = 0
        self.byte = lambda: 0
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
        self.stack.append((name, dict(attributes), [], self.stack[-1][3], self.offset()))
        _, holder, _, path, _ = self.stack[-2]
        before = holder.get(name)
        if before is None:
            own: Path = (*path, name)
            holder[name] = self.stack[-1][1]
        elif isinstance(before, list):
            own = (*path, name, len(before))
            before.append(self.stack[-1][1])
        else:
            own = (*path, name, 1)
            holder[name] = [before, self.stack[-1][1]]
            self.places[(*path, name, 0)] = self.places.get((*path, name), 0)
        self.stack[-1] = (*self.stack[-1][:3], own, self.stack[-1][4])
        self.places[own] = self.stack[-1][4]

    def end(self, name: str) -> None:
        _, value, pieces, path, begins = self.stack.pop()
        text = "".join(pieces)
        if not text.strip():
            return
        close = self.raw.find(">", begins)
        first = close + 1 + len(text) - len(text.lstrip()) if close >= 0 else begins
        if value:
            value["value"] = text.strip()
            self.places[(*path, "value")] = first
            return
        holder = self.stack[-1][1]
        self.places[path] = first
        if isinstance(path[-1], int) and isinstance(holder.get(name), list):
            holder[name][path[-1]] = text.strip()
        else:
            holder[name] = text.strip()

    def text(self, text: str) -> None:
        self.stack[-1][2].append(text)

    def entity(self, name: str, *_: Any) -> None:
        raise _Refused(f"declares an entity of its own ({name[:40]}): not read")

    def tree(self) -> Tree:
        def offset(path: Path) -> int:
            while path and path not in self.places:
                path = path[:-1]
            return self.places.get(path, 0)

        return Tree(
            self.value,
            lambda path: self.lines.place(offset(path)),
            lambda path, text: lambda at: self.lines.place(
                found_from(self.raw, offset(path), text, at)
            ),
        )
