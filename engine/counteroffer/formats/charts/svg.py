"""What surrounds a picture: its size, scales and labels, the SVG and the page around it.

Nothing comes from outside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any

from counteroffer.analysis.what_if.axes import Axis
from counteroffer.answers.words import Words

WIDTH, HEIGHT = 960, 560
LEFT, RIGHT, TOP, BOTTOM = 104, 176, 72, 76
INK, FAINT, GROUND = "#1a1a1a", "#d9d9d9", "#ffffff"


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds a picture: its title, of which case, the description, and the labels of its
    sides."""

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
        yield f'<path d="M{LEFT} {y:.1f} H{WIDTH - RIGHT}" stroke="{FAINT}"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{short(value)}</text>'


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
            yield f'<path d="M{before:.1f} {HEIGHT - BOTTOM} v5" stroke="{INK}"/>'
            yield (
                f'<text x="{before:.1f}" y="{HEIGHT - BOTTOM + 20}"'
                f' text-anchor="middle">{escape(tick_text(label))}</text>'
            )
    yield f'<path d="M{LEFT} {HEIGHT - BOTTOM} H{WIDTH - RIGHT}" stroke="{INK}"/>'


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


def picture(frame: Frame, body: Sequence[str]) -> str:
    middle = (TOP + HEIGHT - BOTTOM) / 2
    return "\n".join(
        (
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
                f' width="{WIDTH}" height="{HEIGHT}" role="img" aria-labelledby="title description"'
                f' font-family="system-ui, sans-serif" font-size="13" fill="{INK}">'
            ),
            f'<title id="title">{escape(frame.case)}: {escape(frame.title)}</title>',
            f'<desc id="description">{escape(frame.description)}</desc>',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{GROUND}"/>',
            (
                f'<text x="{LEFT}" y="28" font-size="17"'
                f' font-weight="600">{escape(frame.title)}</text>'
            ),
            f'<text x="{LEFT}" y="48">{escape(frame.case)}</text>',
            *body,
            (
                f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 22}" text-anchor="middle"'
                f' font-size="14">{escape(frame.across)}</text>'
            ),
            (
                f'<text x="24" y="{middle}" text-anchor="middle" font-size="14"'
                f' transform="rotate(-90 24 {middle})">{escape(frame.up)}</text>'
            ),
            "</svg>\n",
        )
    )


def page(svg: str, words: Words) -> str:
    """The picture as a page of its own."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport"'
        f' content="width=device-width, initial-scale=1">\n<title>{escape(words.title)}:'
        " scenarios</title>\n<style>body { margin: 1rem; background: #fff; color: #1a1a1a;"
        " font-family: system-ui, sans-serif } svg { max-width: 100%; height: auto"
        f" }}</style>\n</head>\n<body>\n<main>\n{svg}<p>As of {escape(words.answer.today)}, rules"
        f" {escape(words.answer.rules[:12])}. Amounts are in"
        f" {escape(words.answer.currency)}.</p>\n</main>\n</body>\n</html>\n"
    )
