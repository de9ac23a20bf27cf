"""A pay band as a line of text with a letter at each figure, and a line that explains the letters.

    US$165,000 ├───────────O─────────F─────────A──S┤ US$215,000
    O offer 0.30, F floor 0.60, A ask 0.90, S stretch 1.00

The band is to scale. What lies beyond it stands on a dotted line on that side, to the same scale
where there is room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap

from counteroffer.language.compile import divide
from counteroffer.language.declarations import listed
from counteroffer.settlement.position import position

Money = Callable[[int], str]
INDENT = "  "
# Cells that the whole line needs beside the amounts; with less the amounts go into the words.
_LEAST = 20


@dataclass(frozen=True, slots=True)
class Strokes:
    """The characters that draw a gauge: the band's ends, the band, and what lies beyond it."""

    low: str
    high: str
    band: str
    beyond: str


SCALE = "0 is its bottom, 1 its top"
BOX, ASCII = Strokes("├", "┤", "─", "┈"), Strokes("[", "]", "-", ".")


def strokes(encoding: str | None) -> Strokes:
    """Box characters where an output's encoding has them, ASCII elsewhere."""
    try:
        f"{BOX.low}{BOX.high}{BOX.band}{BOX.beyond}".encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return BOX


@dataclass(frozen=True, slots=True)
class GaugeMark:
    """A figure in whole units, its letter on the line, and its name in the words."""

    letter: str
    name: str
    figure: int


def sides(**figures: int | None) -> list[GaugeMark]:
    """A mark for each figure that is known, `offer=180000`, with the first letter of its name."""
    return [
        GaugeMark(name[0].upper(), name, figure)
        for name, figure in figures.items()
        if figure is not None
    ]


def gauge(
    low: int, high: int, marks: Iterable[GaugeMark], money: Money, width: int, drawn: Strokes = BOX
) -> list[str]:
    """The lines of the gauge, none wider than `width`, which is 40 or more.

    Empty where the band has no width or there is nothing to mark.
    """
    merged = _merged(marks)
    if high <= low or not merged:
        return []
    ends = [money(low), money(high)]
    words = [f"{mark.letter} {mark.name} {position(mark.figure, low, high)}" for mark in merged]
    room = (
        width - len(INDENT) - 2 - sum(len(end) + 1 for end in ends) - 2
    )  # brackets; a space at most on every side
    if room < _LEAST:
        words = [f"{drawn.low} {ends[0]}", *words, f"{drawn.high} {ends[1]}"]
        ends, room = ["", ""], width - len(INDENT) - 2 - 2
    line = _line(low, high, merged, ends, room, drawn)
    return [
        INDENT + line,
        *wrap(", ".join(words), width, initial_indent=INDENT, subsequent_indent=INDENT * 2),
    ]


def _merged(marks: Iterable[GaugeMark]) -> list[GaugeMark]:
    """One mark for each figure, in ascending order, with the names of all that share the figure."""
    at: dict[int, list[GaugeMark]] = {}
    for mark in marks:
        at.setdefault(mark.figure, []).append(mark)
    return [
        GaugeMark(same[0].letter, listed(one.name for one in same), figure)
        for figure, same in sorted(at.items())
    ]


def _line(
    low: int, high: int, marks: Sequence[GaugeMark], ends: Sequence[str], room: int, drawn: Strokes
) -> str:
    below = [mark for mark in marks if mark.figure < low]
    above = [mark for mark in marks if mark.figure > high]
    within = [mark for mark in marks if low <= mark.figure <= high]
    least, most = min(low, marks[0].figure), max(high, marks[-1].figure)

    def share(length: int, inside: Sequence[GaugeMark]) -> int:
        """How many cells the stretch on one side of the band gets.

        As many as the scale asks for, but at least one more than it has marks and at most a quarter
        of the line.
        """
        wanted = divide(room * length, most - least, "half-up")
        return max(len(inside) + 1, min(wanted, room // 4)) if inside else 0

    left, right = share(low - least, below), share(most - high, above)
    return " ".join(
        part
        for part in (
            _segment(below, least, low, left, drawn.beyond),
            ends[0],
            drawn.low + _segment(within, low, high, room - left - right, drawn.band) + drawn.high,
            ends[1],
            _segment(above, high, most, right, drawn.beyond),
        )
        if part
    )


def _segment(marks: Sequence[GaugeMark], low: int, high: int, cells: int, stroke: str) -> str:
    """A part of the line, each letter in the cell of its figure or the nearest one that is free."""
    places = [divide((mark.figure - low) * (cells - 1), high - low, "half-up") for mark in marks]
    for number in range(1, len(places)):
        places[number] = max(places[number], places[number - 1] + 1)
    for number in range(len(places)):
        places[-1 - number] = min(places[-1 - number], cells - 1 - number)
    drawn = [stroke] * cells
    for mark, place in zip(marks, places, strict=True):
        drawn[place] = mark.letter
    return "".join(drawn)
