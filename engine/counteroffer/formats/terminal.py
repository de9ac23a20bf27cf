"""Colour and drawn tables for a terminal, by rich, which is loaded for nothing else.

Elsewhere the same words come out as plain text. Which of the two holds is said once, where a
command begins or an answer is rendered.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from io import StringIO

_IN_COLOUR: ContextVar[bool] = ContextVar("in_colour", default=False)
_UNKNOWN = frozenset(("–", "unknown", "not stated", "none", "in the total"))


@contextmanager
def in_colour(wanted: bool) -> Iterator[None]:
    """Whether what is formatted within goes to a terminal that shows colours."""
    token = _IN_COLOUR.set(wanted)
    try:
        yield
    finally:
        _IN_COLOUR.reset(token)


def coloured() -> bool:
    """Whether colours are shown."""
    return _IN_COLOUR.get()


def style(text: str, look: str) -> str:
    """A text that looks so (`bold`, `dim`, `red`) where colours are shown."""
    if not coloured():
        return text
    from rich.color import ColorSystem
    from rich.style import Style

    return Style.parse(look).render(text, color_system=ColorSystem.STANDARD)


def drawn(rows: Sequence[Sequence[str]], right: Collection[int]) -> str:
    """Rows that fit as a table with a rule under its header, in colour."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    head, *others = rows
    table = Table(
        box=box.SIMPLE_HEAD if _can_draw() else None,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        header_style="dim",
    )
    for number, title in enumerate(head):
        justify = "right" if number in right else "left"
        table.add_column(Text(title), justify=justify, no_wrap=True)  # type: ignore[arg-type]
    for row in others:
        table.add_row(*(Text(cell, _look(number, cell)) for number, cell in enumerate(row)))
    page = StringIO()
    console = Console(
        file=page,
        force_terminal=True,
        color_system="standard",
        no_color=False,
        legacy_windows=False,
        width=sum(max(map(len, column)) + 3 for column in zip(*rows, strict=True)),
    )
    console.print(table)
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines())


def _look(number: int, cell: str) -> str:
    if number == 0:
        return "bold"
    if cell in _UNKNOWN:
        return "dim"
    return {"−": "red", "+": "green"}.get(cell[:1], "")


def _can_draw() -> bool:
    """Whether the output has the sign of a rule."""
    try:
        "─".encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except (LookupError, UnicodeError):
        return False
    return True
