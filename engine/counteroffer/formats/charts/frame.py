"""What surrounds a picture of scenarios: its size, scales and labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from counteroffer.analysis.what_if.axes import Axis
from counteroffer.formats.charts.svg import INK, element, picture, text

WIDTH, HEIGHT = 960, 560
LEFT, RIGHT, TOP, BOTTOM = 104, 176, 72, 76
FAINT = "#d9d9d9"


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds a chart: title, the case it is of, description, and the labels of its axes."""

    title: str
    case: str
    description: str
    across: str
    up: str


@dataclass(frozen=True, slots=True)
class Span:
    """What the height of a picture stands for."""

    low: int
    high: int
    step: int

    def at(self, value: float) -> float:
        return (
            HEIGHT - BOTTOM - (value - self.low) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM)
        )


def span_of(values: Sequence[int]) -> Span:
    low, high = min(values), max(values)
    step, width = 1, max(high - low, abs(high) // 20, 5)
    for factor in (2, 5, 10) * 20:
        if width / step <= 6:
            break
        step = {2: step * 2, 5: step // 2 * 5, 10: step * 2}[factor]
    return Span((low - 1) // step * step, (high // step + 1) * step, step)


def grid_lines(span: Span) -> Iterator[str]:
    for value in range(span.low, span.high + 1, span.step):
        y = span.at(value)
        yield element("path", d=f"M{LEFT} {y:.1f} H{WIDTH - RIGHT}", stroke=FAINT)
        yield text(LEFT - 8, y + 4, short(value), text_anchor="end")


def places_across(axis: Axis) -> dict[Any, float]:
    """Where each value of the axis stands: numbers by their size, anything else side by side."""
    width = WIDTH - LEFT - RIGHT
    labels = list(axis.labels)
    known = [label for label in labels if isinstance(label, (int, Decimal))]
    if len(known) == len(labels) and min(known) != max(known):
        low, high = min(known), max(known)
        return {label: LEFT + float((label - low) / (high - low)) * width for label in known}
    return {
        label: LEFT + (number + 0.5) / len(labels) * width for number, label in enumerate(labels)
    }


def axis_marks(axis: Axis, across: Mapping[Any, float]) -> Iterator[str]:
    labels = sorted(axis.labels, key=lambda label: across[label])
    longest = max(len(tick_text(label)) for label in labels)
    room, before = longest * 7.5 + 14, float("-inf")
    for label in labels:
        if across[label] - before >= room:
            before = across[label]
            yield element("path", d=f"M{before:.1f} {HEIGHT - BOTTOM} v5", stroke=INK)
            yield text(before, HEIGHT - BOTTOM + 20, tick_text(label), text_anchor="middle")
    yield element("path", d=f"M{LEFT} {HEIGHT - BOTTOM} H{WIDTH - RIGHT}", stroke=INK)


def tick_text(label: Any) -> str:
    if label is None:
        return "absent"
    return short(label) if isinstance(label, int) else str(label)


def in_full(label: Any) -> str:
    return (
        "absent"
        if label is None
        else f"{label:,}"
        if isinstance(label, (int, Decimal))
        else str(label)
    )


def short(value: int) -> str:
    """An amount in as few signs as it is exact in: 215K, 1.25M, 207,143."""
    for unit, name in ((10**9, "B"), (10**6, "M"), (1_000, "K")):
        if abs(value) >= unit and value % (unit // 100) == 0:
            return f"{Decimal(value) / unit:,f}{name}"
    return f"{value:,}"


def with_unit(name: str, unit: str) -> str:
    return f"{name} ({unit})" if unit else name


def framed(frame: Frame, body: Sequence[str]) -> str:
    """The picture of a body in its frame."""
    middle = (TOP + HEIGHT - BOTTOM) / 2
    parts = (
        text(LEFT, 28, frame.title, font_size=17, font_weight=600),
        text(LEFT, 48, frame.case),
        *body,
        text(
            (LEFT + WIDTH - RIGHT) / 2,
            HEIGHT - 22,
            frame.across,
            text_anchor="middle",
            font_size=14,
        ),
        text(
            24,
            middle,
            frame.up,
            text_anchor="middle",
            font_size=14,
            transform=f"rotate(-90 24 {middle})",
        ),
    )
    title = f"{frame.case}: {frame.title}"
    return picture((0, 0, WIDTH, HEIGHT), title, frame.description, parts) + "\n"
