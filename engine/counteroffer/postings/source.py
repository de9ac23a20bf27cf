"""Payloads as plain values whose parts know where they stand.

That is a JSON pointer, or line and column of the file that they were taken from.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from counteroffer.money.numerals import MAX_DIGITS

Path = tuple[str | int, ...]
_WHITE = re.compile(r"\s*")
_DECODER = json.JSONDecoder(strict=False)
_SMALLEST = -6  # digits behind the point


@dataclass(frozen=True, slots=True)
class PayloadTree:
    """A payload whose parts know where they stand.

    `at(path)` says where a part is, `within(path, text)` where each character of a text in it is.
    """

    value: Any
    at: Callable[[Path], str]
    within: Callable[[Path, str], Callable[[int], str]]


class Lines:
    """Offsets in a text → `line:column`, both from 1."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer(r"\n|\r\n?", text))]

    def place(self, offset: int) -> str:
        line = bisect_right(self._starts, offset)
        return f"{line}:{offset - self._starts[line - 1] + 1}"


def loads(text: str) -> Any:
    """JSON with exact numbers.

    Raises ValueError and RecursionError.
    """
    return json.loads(text, parse_float=Decimal, parse_constant=lambda _: None, strict=False)


def pointer(path: Path) -> str:
    """A path as a JSON pointer, RFC 6901."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


def by_pointer(value: Any) -> PayloadTree:
    """A JSON file's value."""
    return PayloadTree(value, pointer, lambda path, text: lambda offset: pointer(path))


def inside(value: Any, raw: str, start: int, lines: Lines) -> PayloadTree:
    """JSON that stands in another file's text at `start`: its parts have lines and columns."""
    offsets = _Offsets(raw, start)

    def within(path: Path, text: str) -> Callable[[int], str]:
        begin = offsets.of(path)
        return lambda offset: lines.place(found_from(raw, begin, text, offset))

    return PayloadTree(value, lambda path: lines.place(offsets.of(path)), within)


def found_from(raw: str, start: int, text: str, offset: int) -> int:
    """Where the word at `text[offset]` stands in a file that has the text from `start` on.

    The file may have it with escapes; `start` where it is not found.
    """
    word = re.compile(r"[^\s<>&\"\\]+").match(text, offset)
    at = raw.find(word[0], start, start + 2 * len(text) + 2000) if word else -1
    return at if at >= 0 else start


@dataclass(slots=True)
class _Offsets:
    raw: str
    start: int
    known: dict[Path, int] = field(default_factory=dict)

    def of(self, path: Path) -> int:
        """Where the first character of a part's text stands, behind its quotation mark."""
        at = self._value(path)
        return at + 1 if self.raw[at : at + 1] == '"' else at

    def _value(self, path: Path) -> int:
        if not path:
            return _white(self.raw, self.start)
        if path not in self.known:
            self._open(path[:-1])
        return self.known.get(path, self.start)

    def _open(self, path: Path) -> None:
        """The offsets of all that is right under a part."""
        at = self._value(path)
        if self.raw[at : at + 1] not in ("{", "["):
            return
        named, at, number = self.raw[at] == "{", _white(self.raw, at + 1), 0
        while self.raw[at : at + 1] not in ("}", "]", ""):
            key: str | int = number
            if named:
                key, at = _DECODER.raw_decode(self.raw, at)
                at = _white(self.raw, _white(self.raw, at) + 1)
            own: Path = (*path, key)
            self.known[own] = at
            at = _white(self.raw, _DECODER.raw_decode(self.raw, at)[1])
            at = _white(self.raw, at + 1) if self.raw[at : at + 1] == "," else at
            number += 1


def _white(raw: str, at: int) -> int:
    found = _WHITE.match(raw, at)
    return found.end() if found else at


def usable(value: Any) -> Decimal | None:
    """A number of a payload as an exact amount; none for a flag, and for what no amount can be."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return None
    if isinstance(value, int):
        return Decimal(value) if abs(value) < 10**MAX_DIGITS else None
    exponent = value.as_tuple().exponent
    if not value.is_finite() or not isinstance(exponent, int):
        return None
    return value if exponent >= _SMALLEST and value.adjusted() < MAX_DIGITS else None
