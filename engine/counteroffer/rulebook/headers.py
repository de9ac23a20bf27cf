"""Headers of guides: company, role, date, regions and levels, without parsing whole files.

The lines that such files begin with are looked at one by one, so that thousands of guides can be
listed and searched. A file that is written in another way (JSON, braces, odd quotes) is read in
full.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from counteroffer.documents.document import read
from counteroffer.language.declarations import slug
from counteroffer.rulebook.folders import RuleFile
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.errors import RuleError

_ENTRY = re.compile(r"(?P<indent> *)(?P<dash>- )?(?:(?P<key>[\w.+#-]+):(?: +|$))?(?P<value>.*)")
_COMMENT = re.compile(r"(?:^|\s)#.*$")
_QUOTED = re.compile(r"'((?:[^']|'')*)'|\"([^\"\\]*)\"")
_INSIDE = ("", " ", "-", "#")  # how a line begins that belongs to the entry above, or to none
_ODD = ("{", "[", "&", "*", "!", "|", ">", "%", "@", "`", "?")


@dataclass(frozen=True, slots=True)
class Head:
    """What a guide is about.

    `regions` are ids, `labels` the same as people write them.
    """

    id: str
    company: str
    role: str
    year: str
    regions: tuple[str, ...]
    labels: tuple[str, ...]
    levels: tuple[str, ...]

    @property
    def name(self) -> str:
        """Company and role, as a person says it."""
        return f"{self.company} · {self.role}"


def heads(book: Rulebook) -> Iterator[Head]:
    """The head of each guide of the rules in force, by id.

    Raises RuleError for a file that can't be read.
    """
    for name, file in book.guide_files.items():
        yield head(name, file)


def head(name: str, file: RuleFile) -> Head:
    """The head of one guide.

    Raises RuleError.
    """
    try:
        text = file.data.decode()
    except UnicodeDecodeError:
        text = ""
    found = _scanned(text)
    return _head(name, _whole(file) if found is None else found)


def _whole(file: RuleFile) -> dict[str, Any]:
    """All entries of a file, read as YAML.

    Raises RuleError.
    """
    document = read(file.content(), str(file.path), RuleError)
    if not isinstance(document.value, dict):
        raise RuleError(
            [
                document.problem(
                    (), "needs entries of the form 'name: value'", code="value.wrong-type"
                )
            ]
        )
    return document.value


def _head(name: str, stated: dict[str, Any]) -> Head:
    bands, levels = stated.get("bands"), stated.get("levels")
    stood = {name: one if isinstance(one, dict) else {} for name, one in _entries(bands)}
    regions = dict.fromkeys(
        slug(str(one.get("label"))) if one.get("level") else name for name, one in stood.items()
    )
    labels = dict.fromkeys(one.get("label") for one in stood.values())
    of_bands = dict.fromkeys(str(one["level"]) for one in stood.values() if one.get("level"))
    company, role = (
        str(stated.get(key) or part)
        for key, part in zip(("company", "role"), name.split("/"), strict=True)
    )
    return Head(
        name,
        company,
        role,
        str(stated.get("as_of") or "")[:4],
        tuple(map(str, regions)),
        tuple(str(one) for one in labels if one),
        (*of_bands, *(map(str, levels) if isinstance(levels, list) else ())),
    )


def _entries(bands: object) -> list[tuple[str, Any]]:
    return [(str(name), one) for name, one in bands.items()] if isinstance(bands, dict) else []


def _scanned(text: str) -> dict[str, Any] | None:
    """The entries of a head, from lines in block style; None where the file is not written so."""
    scan = _Scan()
    for line in text.splitlines():
        if line[:1] in _INSIDE and scan.section not in ("bands", "levels"):
            continue
        bare = _COMMENT.sub("", line).rstrip() if "#" in line else line.rstrip()
        entry = _ENTRY.match(bare)
        if bare.strip() and entry and not scan.takes(entry, bare):
            return None
    return (
        scan.found
        if {"company", "role", "as_of"} <= scan.found.keys() and scan.found["bands"]
        else None
    )


class _Scan:
    """What the lines so far say, and which entry they are in."""

    def __init__(self) -> None:
        self.found: dict[str, Any] = {"bands": {}, "levels": []}
        self.section = ""
        self._region, self._deep = "", 0

    def takes(self, entry: re.Match[str], line: str) -> bool:
        """Take in one line; False where the line needs a real YAML reader."""
        indent, key, value = len(entry["indent"]), entry["key"], entry["value"]
        if not indent and not entry["dash"]:
            return key is not None and self._top(key, value)
        if self.section == "bands":
            return self._band(indent, key, value)
        if self.section == "levels" and entry["dash"]:
            text = line.strip().removeprefix("- ")
            self.found["levels"].append(_plain(text))
            return self.found["levels"][-1] is not None
        return True

    def _top(self, key: str, value: str) -> bool:
        self.section, self._region, self._deep = key, "", 0
        if key in ("company", "role", "as_of"):
            self.found[key] = _plain(value)
            return self.found[key] is not None
        return not (key in ("bands", "levels") and value)

    def _band(self, indent: int, key: str | None, value: str) -> bool:
        self._deep = self._deep or indent
        if indent == self._deep and key:
            self._region, self.found["bands"][key] = key, {}
            return not value
        if key in ("label", "level") and self._region:
            self.found["bands"][self._region][key] = _plain(value)
            return self.found["bands"][self._region][key] is not None
        return True


def _plain(value: str) -> str | None:
    """A scalar on one line; None for one that needs a real YAML reader."""
    quoted = _QUOTED.fullmatch(value)
    if quoted:
        return quoted[2] if quoted[1] is None else quoted[1].replace("''", "'")
    return None if not value or value.startswith((*_ODD, "'", '"')) else value
