"""Read YAML or JSON into plain values, with the line and column of each.

YAML 1.2 scalars (NO and ON are words, not booleans), numbers as `int` or `Decimal` and never
floats, keys always as text. Duplicate keys, aliases, tags and a second document are refused, all
problems of a file at once.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from counteroffer.documents.json_values import exact_number
from counteroffer.text.characters import brief, cut
from counteroffer.text.codes import ProblemCode
from counteroffer.text.errors import InputError, Problem, Way, dotted

LARGEST = 1_000_000  # bytes: a hundred times the largest guide seen
DEEPEST = 32  # nested collections
MOST_PARTS = 500_000  # as many as fit into the largest file

Path_ = Way

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"[-+]?[0-9]{1,4000}\Z", re.ASCII)
_DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)\Z", re.ASCII)
_SPLIT_AMOUNT = re.compile(r"[0-9]{3}(?:[.,0-9]*[KkMm]?\+?)?\Z", re.ASCII)
_CONSTANTS = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_NULLS = {"", "~", "null", "Null", "NULL"}
_SURROGATES = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")


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
        return self._problem(place, message)

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

    def _problem(self, place: Location, message: str) -> Problem:
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


def read_file(
    path: Path, name: str | None = None, error: type[InputError] = InputError
) -> Document:
    """Read a YAML or JSON file.

    Raises `error` with all that is wrong.
    """
    name = name or str(path)
    return read(read_bytes(path, error, name), name, error)


def read_bytes(path: Path, error: type[InputError] = InputError, name: str | None = None) -> bytes:
    """The bytes of a file; a large one is cut, at more than `read` takes.

    Raises `error`.
    """
    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except (OSError, ValueError) as reason:
        why = getattr(reason, "strerror", None) or reason
        problem = Problem(f"can't be read: {why}", name or str(path), code="document.unreadable")
        raise error([problem]) from None


def read(data: bytes | str, name: str, error: type[InputError] = InputError) -> Document:
    """Read YAML or JSON.

    `name` stands for the file in errors. Raises `error` with all that is wrong.
    """
    try:
        return _document(data, name)
    except InputError as wrong:
        raise error(wrong.problems) from None


def _document(data: bytes | str, name: str) -> Document:
    if len(data) > LARGEST:
        raise InputError(
            [
                Problem(
                    f"is larger than {LARGEST:,} bytes; a case or a guide is a few thousand",
                    name,
                    code="document.too-large",
                )
            ]
        )
    text = _decode(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"), name)
    digest = hashlib.sha256(text.encode()).hexdigest()
    text = text.removeprefix("\ufeff")
    lines = tuple(text.splitlines())
    json_text = _json_as_yaml(text) if text.lstrip()[:1] in ("{", "[") else None
    text = text if json_text is None else json_text
    builder = _Builder(name, lines, _json_scalar if json_text is not None else _scalar)
    value = None
    try:
        value = builder.document(iter(_LOADER(text).get_event, None))
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        if mark and (before := _stopped(name, lines, text[: mark.index])):
            raise InputError(before.problems) from None
        place = Location(mark.line + 1, mark.column + 1, 1) if mark else Location(1, 1, 1)
        if place.line > len(lines):  # not closed at the end of the file
            place = Location(len(lines), len(lines[-1]) + 1, 1)
        builder.say(
            place,
            f"this is not {_kind(name)}: {wrong.problem or wrong.context or 'it ends too early'}",
        )
    except yaml.YAMLError:
        builder.say(*_unacceptable(text))
    if builder.problems:
        raise InputError(builder.problems)
    if builder.empty:
        raise InputError([Problem("is empty", name, code="document.empty")])
    return Document(name, value, lines, builder.places, builder.keys, digest)


def _stopped(name: str, lines: tuple[str, ...], text: str) -> _Builder | None:
    """The builder stopped by one of our own limits before the parser's own failure, if any.

    The parser's scanner is up to a line ahead, and refuses what is nested too deep for itself
    before we have seen that much.
    """
    builder = _Builder(name, lines)
    with suppress(yaml.YAMLError):
        builder.document(iter(_LOADER(text).get_event, None))
    return builder if builder.stopped else None


def _kind(name: str) -> str:
    return "JSON" if name.lower().endswith((".json", ".jsonl")) else "YAML"


def _unacceptable(text: str) -> tuple[Location, str]:
    """The first character that YAML does not take, and where it stands."""
    found = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if not found:
        return Location(1, 1, 1), "is not text in YAML or JSON"
    before = text[: found.start()].splitlines(keepends=True)
    if not before or before[-1].splitlines() != [before[-1]]:  # at the start of a line
        before.append("")
    word = f"is not text in YAML or JSON: unacceptable character {ascii(found[0])[1:-1]}"
    return Location(len(before), len(before[-1]) + 1, 1), word


def _decode(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8")) + 1
        raise InputError(
            [
                Problem(
                    "is not UTF-8 text; a case is a YAML or JSON file",
                    name,
                    line,
                    column,
                    code="document.unreadable",
                )
            ]
        ) from None


def _json_as_yaml(text: str) -> str | None:
    """JSON with its tabs and surrogate pairs as YAML has them; None for a text that is not JSON."""
    try:
        json.loads(text, parse_int=str, parse_float=str)  # read below, exactly
    except (ValueError, RecursionError):
        return None
    return _SURROGATES.sub(lambda pair: json.loads(f'"{pair[0]}"'), text.replace("\t", " "))


class _Stop(Exception):
    """Raised where reading can't go on sensibly."""


class _Builder:
    def __init__(
        self, name: str, lines: tuple[str, ...], scalar: Callable[[Any], Any] | None = None
    ) -> None:
        self._scalar = scalar or _scalar
        self.problems: list[Problem] = []
        self.places: dict[Path_, Location] = {}
        self.keys: dict[Path_, Location] = {}
        self.empty = self.stopped = False
        self._shell = Document(name, None, lines, self.places, self.keys)

    def say(
        self,
        place: Location,
        message: str,
        path: Path_ = (),
        code: ProblemCode = "document.syntax",
    ) -> None:
        problem = self._shell._problem(place, message)
        self.problems.append(replace(problem, path=path, code=code))

    def document(self, events: Iterator[Any]) -> Any:
        if not any(isinstance(event, yaml.DocumentStartEvent) for event in events):
            self.empty = True
            return None
        try:
            value = self._value(next(events), events, ())
        except _Stop:
            self.stopped = True
            return None
        next(events)
        extra = next(events)
        if isinstance(extra, yaml.DocumentStartEvent):
            self.say(_place(extra), "a second document starts here; one file holds one")
        return value

    def _value(self, event: Any, events: Iterator[Any], path: Path_) -> Any:
        place = self.places[path] = _place(event)
        if isinstance(event, yaml.AliasEvent):
            self.say(
                place,
                f"aliases (*{cut(str(event.anchor))}) are not used here: write the value out",
                path,
            )
            return None
        if event.tag not in (None, "!"):
            self.say(
                place, f"tags ({cut(str(event.tag))}) are not used here: write a plain value", path
            )
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if len(path) >= DEEPEST:
            self.say(place, f"nested more than {DEEPEST} deep", path, "document.too-deep")
            raise _Stop
        if isinstance(event, yaml.SequenceStartEvent):
            return self._items(events, path)
        return self._entries(events, path, flow=bool(event.flow_style))

    def _items(self, events: Iterator[Any], path: Path_) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self._value(event, events, (*path, len(items))))
        return items

    def _entries(self, events: Iterator[Any], path: Path_, *, flow: bool) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            place = _place(event)
            if not isinstance(event, yaml.ScalarEvent):
                self.say(place, "a key is a word, not a list or a mapping", path)
                raise _Stop
            name, inner = event.value, (*path, event.value)
            first = self.keys.get(inner)
            if first is not None:
                told = f"{brief(name)} stands twice; the first is on line {first.line}"
                self.say(place, told, inner, "entry.repeated")
                self._value(next(events), events, (*inner, "again"))
                continue
            self.keys[inner] = place
            first_event = next(events)
            entries[name] = self._value(first_event, events, inner)
            bare = (
                not event.style
                and getattr(first_event, "value", None) == ""
                and not first_event.style
            )
            if flow and bare and _SPLIT_AMOUNT.match(name):
                before = list(entries)[-2] if len(entries) > 1 else ""
                self.say(
                    place,
                    f"inside braces a comma ends the entry, so '{name}' is not part of"
                    f" {cut(before) or 'it'}: write the amount without commas (210K) or in quotes",
                    (*path, before) if before else path,
                )
        return entries


def _place(event: Any) -> Location:
    start, end = event.start_mark, event.end_mark
    one_line = start.line == end.line and isinstance(event, yaml.ScalarEvent)
    quoted = 1 if isinstance(event, yaml.ScalarEvent) and event.style in ("'", '"') else 0
    width = end.column - start.column - 2 * quoted if one_line else 1
    return Location(start.line + 1, start.column + 1 + quoted, max(1, width), one_line)


def _scalar(event: Any) -> Any:
    text: str = event.value
    if event.style in ("'", '"', "|", ">"):
        return text
    if text in _NULLS:
        return None
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INT.match(text):
        return int(text)
    if _DECIMAL.match(text):
        return Decimal(text)
    return text


def _json_scalar(event: Any) -> Any:
    """As `_scalar`, with the exponents of JSON's numbers, exactly: 1.2E7 is 12000000."""
    value = _scalar(event)
    return exact_number(value) if isinstance(value, str) and not event.style else value
