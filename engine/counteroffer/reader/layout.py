"""A table of a page → its cells of pay, each with what it is of: component, region and level.

A table's axes are told by its header and by the labels of its rows, never by its place in the
guide. A table that compares companies, maps levels or lists aims is none of pay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from counteroffer.reader.markdown_blocks import Block, Line
from counteroffer.reader.vocabulary import Vocabulary

Layout = Literal[
    "region rows",
    "level rows",
    "level and region rows",
    "component rows",
    "level by region",
    "level by component",
]
End = Literal["low", "high", "middle"]

_LEVEL = re.compile(r"^\(?(?:[A-Z]{1,4}-?\d{1,2}\b|\d{1,2}(?:\s*[-–+/]\s*\d{0,2})?$)")
_LEVEL_INSIDE = re.compile(r"\b(?:L|IC|E|P|M|T|G|SE|SDE|SWE)\s?-?\d{1,2}\b")
_BASE = re.compile(r"(?i)\bbase\b")
_GUIDE = re.compile(r"(?i)\b(?:guide|playbook)\b")  # the title of the whole file
MOST_KEYS = 4  # columns from the left that may hold regions or levels
_FIGURE = re.compile(r"\d")
_TITLE_CUT = re.compile(r"\s+[—–|-]\s+|:")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of pay.

    `title` is all that its row and column say of its unit; `end` is set where a range has a column
    for each of its ends.
    """

    line: Line
    component: str
    region: str | None
    level: str | None
    title: str
    end: End | None = None


@dataclass(frozen=True, slots=True)
class PayTable:
    """A table of pay: its layout and its cells, row by row."""

    layout: Layout
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table as rows of equal length, with the words to read it by."""

    header: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]
    section: str
    words: Vocabulary

    @property
    def columns(self) -> range:
        return range(1, len(self.header))

    def column(self, number: int) -> list[str]:
        return [row[number].text for row in self.rows if row[number].text.strip()]

    @property
    def labels(self) -> list[str]:
        return self.column(0)


def pay_table(block: Block, words: Vocabulary) -> PayTable | None:
    """The cells of pay of a table; None for a table that is none of pay."""
    grid = _grid(block, words)
    if grid is None or any(_foreign(cell.text, words) for cell in grid.header):
        return None
    for attempt in (_component_columns, _component_rows, _crossed):
        found = attempt(grid)
        if found and sum(bool(_FIGURE.search(cell.line.text)) for cell in found.cells):
            return found
    return None


def _foreign(title: str, words: Vocabulary) -> bool:
    """Whether a column is of other companies; "Tel Aviv (ILS/USD equiv)" is a region's."""
    own = words.stated_currencies(title) or re.fullmatch(
        r"(?i)\s*company (?:level|grade|title)\s*", title
    )
    return words.says("foreign", title) and not own


def _grid(block: Block, words: Vocabulary) -> _Grid | None:
    if not block.cells or len(block.cells) < 2:
        return None
    header, *rows = block.cells
    if len(header) < 2:
        return None
    kept = tuple(
        row for row in rows if len(row) == len(header) and any(cell.text.strip() for cell in row)
    )
    return _Grid(header, kept, block.section, words) if kept else None


# A component in each column: region rows, level rows, or both


def _component_columns(grid: _Grid) -> PayTable | None:
    keys, components = _columns(grid)
    aims = [column for column in components if grid.words.says("aims", grid.header[column].text)]
    if not components or len(aims) * 2 > len(components):
        return None
    keys = keys or _keys_by_labels(grid, components)
    if not keys:
        return None
    region, level = keys.get("region"), keys.get("level")
    here = region_of(grid.section, grid.words) if region is None else None
    cells = []
    where = which = None
    for row in grid.rows:
        # An empty cell below a region or a level means the one above.
        where = (row[region].text.strip() or where) if region is not None else here
        which = (row[level].text.strip() or which) if level is not None else None
        cells += [
            Cell(row[column], name, where, which, grid.header[column].text, end)
            for column, (name, end) in components.items()
        ]
    if region is not None and level is not None:
        return PayTable("level and region rows", tuple(cells))
    return PayTable("level rows" if region is None else "region rows", tuple(cells))


def _columns(grid: _Grid) -> tuple[dict[str, int], dict[int, tuple[str, End | None]]]:
    """The columns of regions and of levels, and those of components."""
    words = grid.words
    keys: dict[str, int] = {}
    components: dict[int, tuple[str, End | None]] = {}
    for column, title in enumerate(grid.header):
        key = _key(title.text, words)
        if key and key not in keys and column < MOST_KEYS and not _money(grid.column(column)):
            keys[key] = column
        elif (
            column
            and not _says_only(words, "silent", title.text)
            and (named := _named(title.text, words))
        ):
            components[column] = named
    totals = any(name == "total" for name, _ in components.values())
    return keys, {column: (_cash(name, totals), end) for column, (name, end) in components.items()}


def _cash(component: str, totals: bool) -> str:
    """Total cash is the total where a table has no other."""
    return ("other" if totals else "total") if component == "total cash" else component


def _named(title: str, words: Vocabulary) -> tuple[str, End | None] | None:
    component = words.component(title)
    end = _end(words, title)
    if component:
        return component, end
    return ("unspecified", end) if end and end != "middle" else None


def _end(words: Vocabulary, title: str) -> End | None:
    bare = re.sub(r"\([^)]*\)", "", title)
    ends: tuple[End, ...] = ("low", "high", "middle")
    said = [end for end in ends if words.says(end, bare)]
    return said[0] if len(said) == 1 else None


def _key(title: str, words: Vocabulary) -> str | None:
    """Whether a column holds regions or levels, by its title."""
    if words.says("levels", title):
        return "level"
    return "region" if words.says("regions", title) else None


def _keys_by_labels(grid: _Grid, components: dict[int, tuple[str, End | None]]) -> dict[str, int]:
    """What the first column holds where its title doesn't say."""
    if 0 in components or len({name for name, _ in components.values()}) < 2:
        return {}
    kinds = [_label(label, grid.words) for label in grid.labels]
    for kind in ("region", "level"):
        if kinds.count(kind) * 2 > len(kinds):
            return {kind: 0}
    return {}


def _label(label: str, words: Vocabulary) -> str | None:
    if words.stated_currencies(label) or words.place_currency(label):
        return "region"
    return "level" if is_level(label, words) else None


def is_level(label: str, words: Vocabulary) -> bool:
    """Whether a label names a level: L5, Senior (L5), Staff+."""
    return bool(
        _LEVEL.search(label.strip())
        or _LEVEL_INSIDE.search(label)
        or words.says("level_names", label)
    )


# A component in each row: by region, or by level


def _component_rows(grid: _Grid) -> PayTable | None:
    words = grid.words
    named = [
        words.component(label) if label and _key(label, words) is None else None
        for label in (row[0].text for row in grid.rows)
    ]
    named = [name and _cash(name, "total" in named) for name in named]
    known = {name for name in named if name not in (None, "other", "unspecified")}
    if len(known) < 2 or any(
        words.says("aims", grid.header[column].text) for column in grid.columns
    ):
        return None
    columns = [
        column
        for column in grid.columns
        if not _says_only(words, "silent", grid.header[column].text)
    ]
    ends = {column: _end(words, grid.header[column].text) for column in columns}
    paired = {"low", "high"} <= set(ends.values())
    kinds = {
        column: "" if paired and ends[column] else _label(grid.header[column].text, words) or ""
        for column in columns
    }
    if any(kind == "region" for kind in kinds.values()):
        kinds = dict.fromkeys(columns, "region")
    elif not any(kind == "level" for kind in kinds.values()):
        kinds = dict.fromkeys(columns, "")
        if not all(
            ends[column]
            or words.component(grid.header[column].text)
            or _plain(grid.header[column].text)
            for column in columns
        ):
            kinds = dict.fromkeys(columns, "region")
    here = region_of(grid.section, words)
    cells = [
        Cell(
            row[column],
            name,
            grid.header[column].text.strip() or None if kinds[column] == "region" else here,
            grid.header[column].text.strip() or None if kinds[column] == "level" else None,
            f"{row[0].text} {grid.header[column].text}",
            None if kinds[column] else ends[column],
        )
        for row, name in zip(grid.rows, named, strict=True)
        if name
        for column in columns
    ]
    return PayTable(
        "level by component" if "level" in kinds.values() else "component rows", tuple(cells)
    )


def _plain(title: str) -> bool:
    """Whether a title says no more than that its column holds figures."""
    return bool(
        re.fullmatch(
            r"(?i)\W*(?:amount|value|figure|estimate|data|details?|est\.?|\(?[A-Z]{3}\)?|)s?\W*",
            title,
        )
    )


# Levels against regions: what a cell is of is not said


def _crossed(grid: _Grid) -> PayTable | None:
    words = grid.words
    first = _key(grid.header[0].text, words)
    columns = [
        column
        for column in grid.columns
        if not _says_only(words, "silent", grid.header[column].text)
    ]
    priced = [column for column in columns if _money(grid.column(column))]
    if first is None:
        kinds = [_label(label, words) for label in grid.labels]
        first = next(
            (kind for kind in ("level", "region") if kinds.count(kind) * 2 > len(kinds)), None
        )
    if (
        first is None
        or len(priced) * 2 <= len(columns)
        or any(words.says("aims", grid.header[column].text) for column in priced)
    ):
        return None
    kinds_ = [_label(grid.header[column].text, words) for column in priced]
    other = "region" if first == "level" else "level"
    if kinds_.count(other) * 2 < len(priced):
        return None
    component = _section_component(grid)
    cells = [
        Cell(
            row[column],
            component,
            (grid.header[column].text if first == "level" else row[0].text).strip() or None,
            (row[0].text if first == "level" else grid.header[column].text).strip() or None,
            grid.header[column].text,
        )
        for row in grid.rows
        for column in priced
    ]
    return PayTable("level by region", tuple(cells))


def _section_component(grid: _Grid) -> str:
    """The component that the title above a table names, or "unspecified".

    The cells of such a table name none themselves.
    """
    component = grid.words.component(grid.section)
    named = component in ("equity", "total", "bonus", "signing") or (
        component == "base" and _BASE.search(grid.section)
    )
    return component if component and named and not _GUIDE.search(grid.section) else "unspecified"


def _money(texts: Sequence[str]) -> bool:
    """Whether most cells of a column hold figures of money."""
    money = re.compile(r"[$€£₹¥₪₩₺₱₫฿]|\b[A-Z]{3}\b ?\d|\d{2,}[.,' ]?\d{3}|\d ?[kKMLl]\b")
    return bool(texts) and sum(bool(money.search(text)) for text in texts) * 5 >= len(texts) * 3


def _says_only(words: Vocabulary, kind: str, title: str) -> bool:
    return words.says(kind, title) and words.component(title) is None


def region_of(section: str, words: Vocabulary) -> str | None:
    """The region that a section's title names: "Boston (USD) — HQ Premium" is Boston (USD)."""
    if _GUIDE.search(section):
        return None
    first = _TITLE_CUT.split(section.strip())[0].strip()
    if (
        words.component(first) is None
        and len(first.split()) <= 4
        and (words.stated_currencies(first) or words.place(first))
    ):
        return first
    return words.place(first)
