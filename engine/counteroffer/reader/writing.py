"""The values of a guide or a lever → YAML text, with the source line behind each figure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from counteroffer.documents.document import Path_
from counteroffer.language.declarations import slug
from counteroffer.text.characters import legible

_PLAIN = re.compile(r"[^\W_][\w .,;()'/&+%–·$£€-]*\Z")
_NUMBER = re.compile(r"[-+]?[0-9.,_eE:-]+\Z")
_WORDS = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))
_NOTED = 90  # characters of a figure's text in a comment
# Bytes of a part of a file's name: three parts and a date fit into the 255 of most file systems.
_NAME = 60


@dataclass(frozen=True, slots=True)
class Noted:
    """A value with a comment behind it; that of a mapping stands behind its name."""

    value: str | int | Mapping[str, Any]
    note: str


@dataclass(frozen=True, slots=True)
class Written:
    """A file's text, and for each line of it (from 1) the path of the value that stands there."""

    text: str
    paths: Mapping[int, Path_]


def written(values: Mapping[str, Any], head: Sequence[str]) -> Written:
    """The text of a file with these values, below `head` as comment lines.

    There is a blank line before each block; tuples stand on one line.
    """
    lines = [f"# {line}" for line in head]
    paths: dict[int, Path_] = {}
    for name, value in values.items():
        if value in ({}, [], ()):
            continue
        block = isinstance(value, (dict, list))
        lines += [""] if block else []
        for path, line in _lines(name, value, 0, (name,)):
            lines.append(line)
            paths[len(lines)] = path
    return Written("\n".join(lines) + "\n", paths)


def clean(text: str) -> str:
    """A text on one line, without what can't be shown."""
    return "".join(sign for sign in " ".join(text.split()) if legible(sign))


def short_slug(text: str) -> str:
    """A slug that fits into the name of a file beside others."""
    return slug(text).encode()[:_NAME].decode(errors="ignore").strip("-.")


def noted(line: int, text: str) -> str:
    """Where a figure stands: `line 20: "$125K base"`."""
    said = clean(text)
    return f'line {line}: "{said if len(said) <= _NOTED else said[: _NOTED - 1] + "…"}"'


def amount(low: int | Decimal, high: int | Decimal) -> str:
    """A figure or a range as a guide has it: `125K`, `80K-130K`, in the region's currency."""
    return "-".join(dict.fromkeys((short(low), short(high))))


def short(number: int | Decimal) -> str:
    """A whole number with its thousands as K where that is exact."""
    whole = int(number)
    if whole != number:
        return f"{Decimal(number).normalize():f}"
    return f"{whole // 1000}K" if whole and whole % 1000 == 0 else str(whole)


def percent(low: int | Decimal, high: int | Decimal) -> str:
    """`5-10%`."""
    ends = dict.fromkeys(f"{Decimal(end).normalize():f}" for end in (low, high))
    return f"{'-'.join(ends)}%"


def _lines(name: str, value: Any, deep: int, path: Path_) -> Iterator[tuple[Path_, str]]:
    indent = "  " * deep
    key = f"{indent}{_scalar(name)}:"
    inside = value.value if isinstance(value, Noted) else value
    if isinstance(inside, Mapping):
        note = f"  # {value.note}" if isinstance(value, Noted) else ""
        yield path, f"{key}{note}" if inside else f"{key} {{}}{note}"
        for inner, one in inside.items():
            yield from _lines(inner, one, deep + 1, (*path, inner))
    elif isinstance(value, list):
        yield path, key
        for number, one in enumerate(value):
            yield from _item(one, deep + 1, (*path, number))
    else:
        yield path, f"{key} {_leaf(value)}"


def _item(value: Any, deep: int, path: Path_) -> Iterator[tuple[Path_, str]]:
    indent = "  " * deep
    if not isinstance(value, Mapping):
        yield path, f"{indent}- {_leaf(value)}"
        return
    dash = "- "
    for name, one in value.items():
        for inner, line in _lines(name, one, deep + 1, (*path, name)):
            yield inner, indent + dash + line[len(indent) + 2 :]
            dash = "  "


def _leaf(value: Any) -> str:
    if isinstance(value, Noted):
        return f"{_leaf(value.value)}  # {value.note}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_scalar, value))}]"
    return _scalar(value)


def _scalar(value: str | int) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    risky = value.casefold() in _WORDS or _NUMBER.match(value)
    day = re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value)
    if day or (
        _PLAIN.match(value) and not risky and ": " not in value and not value.endswith((":", " "))
    ):
        return value
    return json.dumps(value, ensure_ascii=False)
