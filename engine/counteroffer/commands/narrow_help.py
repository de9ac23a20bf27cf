"""Help within the window: an example that is longer goes on in a line of its own, as a shell has
it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

_WORD = re.compile(r"""(?:'[^']*'|"[^"]*"|\S)+""")
_FURTHER = 4  # columns by which a continued line stands further in


class NarrowHelp(click.HelpFormatter):
    """Click's help, but that no example is wider than the window either."""

    def getvalue(self) -> str:
        lines = super().getvalue().split("\n")
        return "\n".join(part for line in lines for part in _continued(line, self.width))


def _continued(line: str, width: int) -> Iterator[str]:
    """A command as lines that end in a backslash where they go on, broken between its words."""
    margin = " " * (len(line) - len(line.lstrip()))
    words = _WORD.findall(line)
    if len(line) <= width or len(words) < 2:
        yield line
        return
    shown = f"{margin}{words[0]}"
    for word in words[1:]:
        if len(shown) + 1 + len(word) > width - (0 if word in (words[-1], "\\") else 2):
            yield f"{shown} \\"
            shown = margin + " " * _FURTHER + word
        elif not shown.endswith("\\"):
            shown = f"{shown} {word}"
    yield shown
