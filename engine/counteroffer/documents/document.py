"""The values of a file, or of none, with the line and column of each: where a problem stands.

What is wrong is told at the place of the part that it is about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, NamedTuple

from counteroffer.text.codes import ProblemCode
from counteroffer.text.errors import Problem, Way, dotted

LARGEST = 1_000_000  # bytes: a hundred times the largest guide seen
DEEPEST = 32  # nested collections
MOST_PARTS = 500_000  # as many as fit into the largest file

Path_ = Way


class Location(NamedTuple):
    """Where a value or a key stands: line and column from 1, and its width on that line."""

    line: int
    column: int
    width: int
    plain: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """A file's `value`, the sha256 of its bytes, and where each value and key stands, by path.

    `given` says where the parts come from that do not stand in the file: `{("offer", "base"):
    "--offer"}`.
    """

    file: str
    value: Any
    lines: tuple[str, ...] = field(repr=False)
    places: dict[Path_, Location] = field(repr=False)
    keys: dict[Path_, Location] = field(repr=False)
    digest: str = ""
    given: Mapping[Path_, str] = field(default_factory=dict, repr=False)

    def with_value(self, value: Any, given: Mapping[Path_, str] | None = None) -> Document:
        """The same document with another value.

        `given` are the paths that were changed or added, and by what.
        """
        if not given:
            return replace(self, value=value)
        places, keys = (
            {
                path: place
                for path, place in places.items()
                if not any(path[:n] in given for n in range(1, len(path) + 1))
            }
            for places in (self.places, self.keys)
        )
        return replace(self, value=value, places=places, keys=keys, given={**self.given, **given})

    def problem(
        self,
        path: Path_,
        message: str,
        *,
        code: ProblemCode | None = None,
        suggestion: str | None = None,
        key: bool = False,
        start: int = 0,
        width: int = 0,
    ) -> Problem:
        """What is wrong at `path`, or at the nearest part around it that stands in the document.

        `start` and `width` narrow it to a part of a text on one line. Values that stand in no file
        are named by their path.
        """
        path = self.reached(path)
        placed = self._placed(path, message, key=key, start=start, width=width)
        return replace(placed, path=path, code=code, suggestion=suggestion)

    def reached(self, path: Path_) -> Path_:
        """As much of a path as leads to a part of the value.

        The whole path where the entry is there, or is missing in an object that is there; else the
        way to the part that has no entries.
        """
        value = self.value
        for number, step in enumerate(path):
            if isinstance(value, Mapping):
                if step not in value:
                    return path[: number + 1]
            elif not _is_index(step, value):
                return path[:number]
            value = value[step]
        return path

    def holds(self, path: Path_) -> bool:
        """Whether a path leads to an entry that is there."""
        value = self.value
        for step in path:
            inside = step in value if isinstance(value, Mapping) else _is_index(step, value)
            if not inside:
                return False
            value = value[step]
        return True

    def _placed(self, path: Path_, message: str, *, key: bool, start: int, width: int) -> Problem:
        option = next(
            (self.given[path[:n]] for n in range(1, len(path) + 1) if path[:n] in self.given), ""
        )
        if option or not self.places:
            where = f"{dotted(path)}: " if path else ""
            return Problem(where + message, option or self.file)
        if width and not self._stands(path):
            start = width = 0
        while path and path not in self.places:
            path, start, width = path[:-1], 0, 0
        place = self.keys.get(path) if key else None
        place = place or self.places.get(path) or Location(1, 1, 1)
        if width:
            place = Location(place.line, place.column + start, width)
        return self.problem_at(place, message)

    def _stands(self, path: Path_) -> bool:
        """Whether the text at `path` stands in the file letter by letter, without escapes."""
        place, value = self.places.get(path), self.value
        if place is None or not place.plain or place.line > len(self.lines):
            return False
        try:
            for step in path:
                value = value[step]
        except (LookupError, TypeError):
            return False
        text = f"{value:f}" if isinstance(value, Decimal) else str(value)
        return self.lines[place.line - 1][place.column - 1 :][: place.width] == text

    def problem_at(self, place: Location, message: str) -> Problem:
        """What is wrong at a place, with its line; of a long line the part behind the place."""
        source = self.lines[place.line - 1] if place.line <= len(self.lines) else ""
        shown, caret = _window(source, place.column)
        width = max(1, min(place.width, len(shown) - caret + 1))
        return Problem(
            message, self.file, place.line, place.column, width, shown.replace("\t", " "), caret
        )


def plain_document(value: Any) -> Document:
    """A document of values that stand in no file."""
    return Document("", value, (), {}, {})


def endless(value: Any) -> Problem | None:
    """What is wrong with values that no document could hold; None for those that one can.

    Such values are nested too deep, stand in themselves, or are too many.
    """
    waiting: list[tuple[Any, Way]] = [(value, ())]
    seen = 0
    while waiting:
        part, path = waiting.pop()
        if not isinstance(part, (Mapping, list, tuple, set, frozenset)):
            continue
        if len(path) >= DEEPEST:
            word = f"{dotted(path[:1])}: nested more than {DEEPEST} deep"
            return Problem(word, path=path[:1], code="document.too-deep")
        seen += len(part)
        if seen > MOST_PARTS:
            word = f"has more than {MOST_PARTS:,} parts; a case is a few hundred"
            return Problem(word, code="document.too-large")
        steps = part.items() if isinstance(part, Mapping) else enumerate(part)
        waiting += [
            (one, (*path, step if isinstance(step, int) else str(step))) for step, one in steps
        ]
    return None


def _is_index(step: object, value: Any) -> bool:
    listed = isinstance(value, (list, tuple))
    return listed and isinstance(step, int) and 0 <= step < len(value)


def _window(source: str, column: int) -> tuple[str, int]:
    return (source, column) if len(source) <= 200 else (source[max(0, column - 1) :][:120], 1)
