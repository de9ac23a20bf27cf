"""Aligned columns for a terminal, and how wide its window is."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Iterator, Sequence
from textwrap import wrap
from typing import Any

from click import unstyle

from counteroffer.formats.terminal import coloured, drawn, style

Rows = Sequence[Sequence[str]]
READABLE, NARROWEST = 100, 40  # columns: of running text, of any window
_WHOLE: Any = {"break_long_words": False, "break_on_hyphens": False}
_LEAST = 24  # columns that a last column must have to go on below itself
_SOURCE = re.compile(r"  \d+ \| ")
_CARET = re.compile(r" *\| *\^+")


def columns(most: int = READABLE) -> int:
    """The width of the window, COLUMNS or the terminal's, within `most`; where there is none what
    reads well."""
    return max(NARROWEST, min(shutil.get_terminal_size((READABLE, 24)).columns, most))


def window() -> int | None:
    """The width of the window, where there is one: text that goes to a program is left as it is."""
    found = shutil.get_terminal_size((0, 0)).columns
    return max(NARROWEST, found) if found else None


def within(text: str, width: int | None) -> str:
    """A text whose lines end at the width: what is longer goes on below, further in.

    The source line of a problem is cut to what stands around its caret.
    """
    if width is None:
        return text
    lines, found = text.split("\n"), list[str]()
    for number, line in enumerate(lines):
        above = lines[number - 1] if number else ""
        below = lines[number + 1] if number + 1 < len(lines) else ""
        if _SOURCE.match(line) and _CARET.fullmatch(below):
            found.append(_around(line, below, width)[0])
        elif _CARET.fullmatch(line) and _SOURCE.match(above):
            found.append(_around(above, line, width)[1])
        else:
            found += _broken(line, width)
    return "\n".join(found)


def _broken(line: str, width: int) -> list[str]:
    """A line as one or more; what is drawn in it, such as colours, goes where it has to break."""
    plain = unstyle(line)
    if len(plain) <= width:
        return [line]
    margin = " " * (len(plain) - len(plain.lstrip()))
    below = margin[: width // 2] + "    "
    return wrap(
        plain.strip(),
        width,
        initial_indent=margin[: width // 2],
        subsequent_indent=below,
        **_WHOLE,
    )


def _around(source: str, caret: str, width: int) -> tuple[str, str]:
    """A source line and the carets under it, cut to the width at both ends."""
    if len(source) <= width:
        return source, caret[:width]
    at = source.index("| ") + 2
    room, first = width - at, caret.index("^")
    start = max(at, min(first - room // 3, len(source) - room))
    head = source[:at] if start == at else f"{source[:at]}…"
    shown = head + source[start + len(head) - at :]
    cut = shown if len(shown) <= width else f"{shown[: width - 1]}…"
    under = caret[:at] + " " * (first - start) + caret[first:]
    return cut, under[:width]


def table(rows: Rows, right: Collection[int] = (), width: int | None = None) -> str:
    """Rows as aligned columns, the first row being the header; the columns in `right` are aligned
    there.

    Where that is wider than `width`, the last column goes on below itself; where there is no room
    for that, each row is a title with a line for each of its cells.
    """
    if width is None or fits(rows, width):
        return _drawn(rows, right)
    if stands(rows, right, width):
        room = _room(rows, width)
        return _drawn([part for row in rows for part in _below(row, room)], right)
    return "\n".join(_stacked(rows, width))


def stands(rows: Rows, right: Collection[int], width: int | None) -> bool:
    """Whether columns stand beside each other in the width, with the last going on below itself."""
    last = len(rows[0]) - 1
    room = width is not None and _room(rows, width) >= _LEAST
    return fits(rows, width) or (last > 0 and last not in right and room)


def _room(rows: Rows, width: int) -> int:
    """What the columns before the last leave it of the width."""
    last = len(rows[0]) - 1
    return width - sum(_widths(rows)[:last]) - 2 * last


def _drawn(rows: Rows, right: Collection[int]) -> str:
    if coloured():
        return drawn(rows, right)
    widths = _widths(rows)

    def aligned(column: int, cell: str) -> str:
        return cell.rjust(widths[column]) if column in right else cell.ljust(widths[column])

    return "\n".join("  ".join(aligned(*cell) for cell in enumerate(row)).rstrip() for row in rows)


def _below(row: Sequence[str], room: int) -> Iterator[list[str]]:
    """A row whose last cell is wrapped, as one or more rows."""
    *cells, last = row
    first, *others = wrap(last, room, **_WHOLE) or [""]
    yield [*cells, first]
    yield from ([*("" for _ in cells), other] for other in others)


def fits(rows: Rows, width: int | None) -> bool:
    """Whether the columns stand beside each other in the width."""
    widths = _widths(rows)
    return width is None or sum(widths) + 2 * (len(widths) - 1) <= width


def blocks(rows: Rows, width: int) -> Iterator[list[str]]:
    """Rows whose first column is what they are, all others aligned right, in lines that are
    indented by two: as many columns side by side as there is room for, the others below.
    """
    first, last = 1, len(rows[0])
    while first < last:
        end = first + 1
        while end < last and fits(_chosen(rows, first, end + 1), width):
            end += 1
        drawn = table(_chosen(rows, first, end), range(1, end), width)
        yield [f"  {line}" for line in drawn.splitlines()]
        first = end


def _chosen(rows: Rows, first: int, end: int) -> Rows:
    """Some columns beside the first, of the rows that have something in them."""
    return [[row[0], *row[first:end]] for row in rows if any(row[first:end])]


def _widths(rows: Rows) -> list[int]:
    return [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]


def _stacked(rows: Rows, width: int) -> Iterator[str]:
    head, *others = rows
    for title, *cells in others:
        named = f"{head[0]} {title}" if head[0] and title.isdigit() else title
        heading = wrap(named, width, subsequent_indent="  ", **_WHOLE)
        yield from (style(line, "bold") for line in heading)
        for name, cell in zip(head[1:], cells, strict=True):
            if cell:
                yield from wrap(
                    f"{name}: {cell}" if name else cell,
                    width,
                    initial_indent="  ",
                    subsequent_indent="    ",
                    **_WHOLE,
                )
