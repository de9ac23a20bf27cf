"""Draw a band as an SVG, with offer, floor, ask, stretch and alternatives marked on it.

The figures stand in rows, the greatest first, each with its name and amount over its mark on the
axis: no label can cover another, whatever the figures, and the whole is as narrow as a phone, where
its text is as large as the page's. Marks differ in shape as well as in colour.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from unicodedata import combining, east_asian_width

from counteroffer.formats.charts.svg import GROUND, Value, element, picture, text

Kind = Literal["stretch", "ask", "floor", "offer", "alternative"]
BAND, EDGE, RAIL = "#dce9f5", "#44607c", "#5c5c5c"
FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
COLOURS: dict[Kind, str] = {
    "stretch": "#0b4f94",
    "ask": "#0b4f94",
    "floor": "#8f3d00",
    "offer": "#1a1a1a",
    "alternative": "#00594e",
}
SIZE, ROW, HEAD = 15, 42, 46  # of a text, a row and what stands over the rows, in px
LEAST, NAMES, GAP = 328, 190, 14  # px: the whole, the names at most, between columns


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure with its name, and the amount as a text."""

    kind: Kind
    name: str
    value: int
    shown: str


@dataclass(frozen=True, slots=True)
class DrawnBand:
    """What to draw: a component's range, what it is called (`market band`), and figures to mark."""

    title: str
    caption: str
    converted: bool
    low: int
    high: int
    ends: str
    marks: tuple[Mark, ...]
    described: str


@dataclass(frozen=True, slots=True)
class Label:
    """A text in the picture.

    `x` is its start, middle or end, as `anchor` says; `y` is the line that it stands on.
    """

    x: float
    y: float
    text: str
    anchor: Literal["start", "middle", "end"] = "start"
    strong: bool = False

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the room that it may take."""
        width = width_of(self.text, self.strong)
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return left, self.y - SIZE, left + width, self.y + SIZE * 0.3


@dataclass(frozen=True, slots=True)
class Layout:
    """Where all stands in the picture: its size, its labels, the band's ends and each mark."""

    width: float
    height: float
    labels: tuple[Label, ...]
    ends: tuple[float, float]
    left: float
    places: tuple[tuple[Mark, float, float], ...]


def layout(band: DrawnBand) -> Layout:
    """Put a band and its marks into rows."""
    marks = sorted(
        band.marks, key=lambda mark: (-mark.value, list(COLOURS).index(mark.kind), mark.name)
    )
    amounts = max((width_of(mark.shown, True) for mark in marks), default=0.0)
    names = min(
        NAMES, max((width_of(mark.name, mark.kind == "ask") for mark in marks), default=0.0)
    )
    labelled = names + GAP + amounts
    width = max(LEAST, labelled, width_of(band.caption), width_of(band.ends))
    low, high = (
        min([band.low, *(mark.value for mark in marks)]),
        max([band.high, *(mark.value for mark in marks)]),
    )

    def across(value: int) -> float:
        room = width - 2 * GAP
        return GAP + (room * ((value - low) / (high - low)) if high > low else room / 2)

    ends = across(band.low), max(across(band.high), across(band.low) + 2)
    half = max(width_of(band.caption), width_of(band.ends)) / 2
    middle = min(max(sum(ends) / 2, half), width - half)
    labels = [Label(middle, 16, band.caption, "middle"), Label(middle, 36, band.ends, "middle")]
    places = []
    for number, mark in enumerate(marks):
        top, strong = HEAD + ROW * number, mark.kind == "ask"
        labels.append(Label(0, top + 18, fitted(mark.name, names, strong), strong=strong))
        labels.append(Label(width, top + 18, mark.shown, "end", strong))
        places.append((mark, across(mark.value), float(top + 32)))
    return Layout(width, HEAD + ROW * len(marks) + 6, tuple(labels), ends, 0.0, tuple(places))


def band_svg(band: DrawnBand, name: str) -> str:
    """The picture as an SVG element without blank lines; `name` makes its ids unique in a page."""
    placed = layout(band)
    width, height = round(placed.width), round(placed.height)
    return picture(
        (0, 0, width, height),
        band.title,
        band.described,
        (*_rows(placed, band.converted), *(_text(label) for label in placed.labels)),
        ids=(f"{name}-title", f"{name}-desc"),
        font=FONTS,
        size=SIZE,
    )


def _rows(placed: Layout, converted: bool) -> Iterator[str]:
    """For each mark its axis with the band on it, dashed where the band was converted."""
    first, last = placed.ends
    for mark, x, y in placed.places:
        rail = f"M{placed.left:.1f} {y:.1f} H{placed.width:.1f}"
        yield element("path", d=rail, stroke=RAIL, stroke_dasharray="1 4")
        yield element(
            "rect",
            x=first,
            y=y - 6,
            width=last - first,
            height=12,
            fill=BAND,
            stroke=EDGE,
            stroke_dasharray="5 4" if converted else None,
        )
        yield _shape(mark.kind, x, y)


def _shape(kind: Kind, x: float, y: float) -> str:
    colour = COLOURS[kind]
    match kind:
        case "ask":
            return element("circle", cx=x, cy=y, r=8, fill=colour)
        case "stretch":
            line: dict[str, Value] = {"stroke": colour, "stroke_width": 2.5}
            return element("circle", cx=x, cy=y, r=6.5, fill=GROUND, **line)
        case "floor":
            return element("path", d=f"M{x:.1f} {y - 8:.1f} l8 14.5 h-16z", fill=colour)
        case "offer":
            return element("rect", x=x - 6.5, y=y - 6.5, width=13, height=13, fill=colour)
        case "alternative":
            return element("path", d=f"M{x:.1f} {y - 8:.1f} l8 8 l-8 8 l-8 -8z", fill=colour)


def _text(label: Label) -> str:
    return text(
        float(label.x),
        float(label.y),
        label.text,
        text_anchor=None if label.anchor == "start" else label.anchor,
        font_weight=700 if label.strong else None,
    )


def width_of(text: str, strong: bool = False) -> float:
    """The room that a text may take in px, with the widest of the usual system fonts in mind."""
    return sum(map(_advance, text)) * SIZE * (1.1 if strong else 1.0)


def _advance(char: str) -> float:
    if combining(char):
        return 0.0
    if east_asian_width(char) in "WF":
        return 1.05
    if char in "mwMW@%—…":
        return 1.0
    if char in " .,:;'|il!-–":
        return 0.4
    return 0.66 if char.isascii() and not char.isupper() else 0.8 if char.isascii() else 0.9


def fitted(text: str, room: float, strong: bool = False) -> str:
    """The start of a text that there is room for."""
    if width_of(text, strong) <= room:
        return text
    while text and width_of(f"{text}…", strong) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"
