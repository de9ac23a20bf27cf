"""Aligned columns for a terminal, and how wide its window is."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator, Sequence
from textwrap import wrap

Rows = Sequence[Sequence[str]]


def columns(most: int = 100) -> int:
    """The width of the window, within what reads well; `most` where there is no window."""
    return max(40, min(shutil.get_terminal_size((most, 24)).columns, most))


def table(rows: Rows, right: Collection[int] = (), width: int | None = None) -> str:
    """Rows as aligned columns, the first row being the header; the columns in `right` are aligned
    there.

    Where that is wider than `width`, each row is a title with a line for each of its cells.
    """
    if not fits(rows, width):
        return "\n".join(_stacked(rows, width or 0))
    widths = _widths(rows)

    def aligned(column: int, cell: str) -> str:
        return cell.rjust(widths[column]) if column in right else cell.ljust(widths[column])

    return "\n".join("  ".join(aligned(*cell) for cell in enumerate(row)).rstrip() for row in rows)


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
        yield from wrap(named, width, subsequent_indent="  ")
        for name, cell in zip(head[1:], cells, strict=True):
            if cell:
                yield from wrap(
                    f"{name}: {cell}" if name else cell,
                    width,
                    initial_indent="  ",
                    subsequent_indent="    ",
                )
