"""Merge a new import of a guide into its file, which people have edited since the last one.

Three texts meet: the last import, the file as it stands, and the new import. A line that people did
not touch follows the import, one that only they touched stays theirs. Where both changed, theirs
stays, and what the import says now stands above it as a comment. That a figure moved to another
line of its source is no change of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff

_LINE = re.compile(r"# line [0-9]+")
_NOW = "# the guide now says: "


@dataclass(frozen=True, slots=True)
class Update:
    """The merged text; `diff` is what changes in the file.

    `conflicts` is how many edits the import disagrees with.
    """

    text: str
    diff: str
    conflicts: int


def updated(before: str, file: str, after: str, name: str) -> Update:
    """Merge a file that came from the import `before` with the import `after`."""
    base, own, new = before.splitlines(), file.splitlines(), after.splitlines()
    lines, conflicts = _merged(base, own, new)
    text = "\n".join(lines) + "\n"
    diff = unified_diff(own, lines, f"{name} (as it stands)", f"{name} (updated)", lineterm="", n=1)
    return Update(text, "\n".join(diff), conflicts)


def nearest_base(texts: Iterable[str], file: str) -> str:
    """The text that a file most likely came from: the one that differs from it in the fewest lines.

    Of two alike the first.
    """
    own = file.splitlines()
    return min(texts, key=lambda text: len(text.splitlines()) + len(own) - 2 * _shared(text, own))


def _shared(text: str, own: Sequence[str]) -> int:
    return len(_kept(text.splitlines(), own))


def _merged(base: Sequence[str], own: Sequence[str], new: Sequence[str]) -> tuple[list[str], int]:
    """Three texts as one, by the stretches of `base` that both others keep."""
    in_own, in_new = _kept(base, own), _kept(base, new)
    merged: list[str] = []
    conflicts = at_base = at_own = at_new = 0
    anchors = [line for line in range(len(base)) if line in in_own and line in in_new]
    for anchor in (*anchors, None):
        to_base = len(base) if anchor is None else anchor
        to_own = len(own) if anchor is None else in_own[anchor]
        to_new = len(new) if anchor is None else in_new[anchor]
        some, clash = _stretch(base[at_base:to_base], own[at_own:to_own], new[at_new:to_new])
        merged += some
        conflicts += clash
        if anchor is not None:
            merged.append(_with_line(own[to_own], base[anchor], new[to_new]))
        at_base, at_own, at_new = to_base + 1, to_own + 1, to_new + 1
    return merged, conflicts


def _stretch(base: Sequence[str], own: Sequence[str], new: Sequence[str]) -> tuple[list[str], int]:
    """What stands between two lines that all three have."""
    if _same(base, own):
        return list(new), 0
    if _same(base, new) or _same(own, new):
        return list(own), 0
    said = set(map(_plain, (*base, *own)))
    said |= {_plain(line.strip().removeprefix(_NOW)) for line in own if _NOW in line}
    news = [line for line in new if not {_plain(line), _plain(line.strip())} & said]
    return [*(f"{_indent(line)}{_NOW}{line.strip()}" for line in news), *own], 1


def _kept(base: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """The lines of `base` that another text has, with where they stand there."""
    matcher = SequenceMatcher(
        None, list(map(_plain, base)), list(map(_plain, other)), autojunk=False
    )
    return {one.a + n: one.b + n for one in matcher.get_matching_blocks() for n in range(one.size)}


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    return list(map(_plain, one)) == list(map(_plain, other))


def _plain(line: str) -> str:
    """A line without the number of the source's line."""
    return _LINE.sub("# line", line).rstrip()


def _with_line(own: str, base: str, new: str) -> str:
    """A line that stays, with the number that its figure's line has now."""
    now = _LINE.search(new)
    return _LINE.sub(now.group(), own) if now and _LINE.search(base) else own


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
