"""Aligned columns for a terminal."""

from __future__ import annotations

from collections.abc import Collection


def table(rows: list[list[str]], right: Collection[int] = ()) -> str:
    """Rows as aligned columns, the first row being the header; the columns in `right` are aligned there."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]

    def aligned(column: int, cell: str) -> str:
        return cell.rjust(widths[column]) if column in right else cell.ljust(widths[column])

    return "\n".join("  ".join(aligned(*cell) for cell in enumerate(row)).rstrip() for row in rows)
