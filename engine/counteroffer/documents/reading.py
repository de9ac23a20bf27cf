"""Read YAML or JSON into plain values, with the line and column of each.

YAML 1.2 scalars (NO and ON are words, not booleans), numbers as `int` or `Decimal` and never
floats, keys always as text. Duplicate keys, aliases, tags and a second document are refused, all
problems of a file at once.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from counteroffer.documents.document import DEEPEST, LARGEST, Document, Location, Path_
from counteroffer.documents.json_values import exact_number
from counteroffer.text.characters import brief, cut
from counteroffer.text.codes import ProblemCode
from counteroffer.text.errors import InputError, Problem

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
        problem = self._shell.problem_at(place, message)
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
