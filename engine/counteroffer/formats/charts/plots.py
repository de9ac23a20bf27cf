"""Draw scenarios: lines where one axis varies, a heat map where two do.

The picture is an SVG, by itself or in an HTML page, that loads nothing from outside. Colours have a
contrast of at least 3:1 with the ground, lines differ in dashes and marks too, and every picture
has a title and a description in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

import polars as pl

from counteroffer.analysis.what_if.axes import Axis
from counteroffer.analysis.what_if.what_if import NUMBERS, WhatIf
from counteroffer.answers.words import Words
from counteroffer.formats.charts.frame import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Frame,
    Span,
    axis_marks,
    framed,
    grid_lines,
    in_full,
    places_across,
    short,
    span_of,
    tick_text,
    with_unit,
)
from counteroffer.formats.charts.svg import GROUND, INK, Value, element, named, page, text
from counteroffer.formats.scenarios import figures
from counteroffer.language.declarations import listed, nearest
from counteroffer.text.errors import CounterofferError

LINES = {
    "ask.base": "ask",
    "stretch.base": "stretch",
    "floor.base": "floor",
    "break_even.base": "break-even",
}
MOST_POINTS, MOST_CELLS = 2_000, 40_000

_STYLES = (
    ("#0b5cad", None, "circle"),
    ("#a34700", "9 4", "square"),
    ("#00695c", "3 3", "diamond"),
    ("#8e24aa", "12 3 3 3", "up"),
)
# Light to dark: how bright a cell is says by itself how much it stands for.
_RAMP = ("#e8f1fa", "#b9d6ee", "#7fb4dc", "#418dc4", "#1d66a0", "#0c3f6e")
_NONE, _HERE = "#f3e9dc", "#b3261e"
_STYLE = (
    f"body {{ margin: 1rem; background: #fff; color: {INK}; font-family: system-ui, sans-serif }}"
    " svg { max-width: 100%; height: auto }"
)

Row = Mapping[str, Any]


def drawing(
    found: WhatIf, frame: pl.LazyFrame, words: Words, suffix: str, of: str | None = None
) -> str:
    """The scenarios in `frame` as lines or, where two axes vary, as a heat map.

    `suffix` is that of the file: .svg, or .html and .htm for a page; `of` is the column to draw.
    Raises CounterofferError for what can't be drawn.
    """
    if suffix not in (".svg", ".html", ".htm"):
        raise CounterofferError(
            "a plot is a file that ends in .svg or .html", code="option.unusable", path=("suffix",)
        )
    if of is not None and of not in NUMBERS:
        raise CounterofferError(
            f"'{of}' can't be drawn{nearest(of, NUMBERS) or '; there are ' + ', '.join(NUMBERS)}",
            code="option.unusable",
            path=("of",),
        )
    drawn = [axis for axis in found.axes if len(axis.values) > 1]
    if len(drawn) not in (1, 2):
        raise CounterofferError(
            f"one or two facts that vary can be drawn, not {len(drawn)}",
            code="option.unusable",
            path=("vary",),
        )
    if len(set(found.currencies.values())) > 1:
        raise CounterofferError(
            "amounts in several currencies can't be drawn on one scale: draw one region at a time",
            code="currency.mixed",
            path=("region",),
        )
    most = MOST_POINTS if len(drawn) == 1 else MOST_CELLS
    if found.rows > most:
        raise CounterofferError(
            f"{found.rows:,} scenarios are too many for a picture: at most {most:,}, so take longer"
            " steps",
            code="engine.limit",
            path=("vary",),
        )
    rows = frame.sort("row").collect(engine="streaming").rows(named=True)
    if not rows:
        raise CounterofferError(
            "there is no scenario to draw: none matches", code="option.unusable", path=("where",)
        )
    currency = next(iter(found.currencies.values()))
    if len(drawn) == 1:
        svg = _lines(rows, drawn[0], [of] if of else list(LINES), words, currency)
    else:
        svg = _heat(rows, (drawn[0], drawn[1]), of or "ask.base", words, currency)
    return svg if suffix == ".svg" else _page(svg, words)


def _page(svg: str, words: Words) -> str:
    """The picture as a page of its own."""
    answer = words.answer
    origin = f"As of {answer.today}, rules {answer.rules[:12]}. Amounts are in {answer.currency}."
    return page(f"{words.title}: scenarios", _STYLE, f"{svg}<p>{escape(origin)}</p>\n")


# lines


def _lines(
    rows: Sequence[Row], axis: Axis, columns: Sequence[str], words: Words, currency: str
) -> str:
    columns = [name for name in columns if any(row[name] is not None for row in rows)]
    if not columns:
        raise CounterofferError(
            "there is nothing to draw: what was asked for is unknown in every scenario",
            code="option.unusable",
            path=("of",),
        )
    across = places_across(axis)
    span = span_of([row[name] for row in rows for name in columns if row[name] is not None])
    names = [LINES.get(name, name) for name in columns]
    side = ", ".join(names) if len(names) < 3 else "base"
    frame = Frame(
        f"{' and '.join(names) if len(names) < 3 else 'Base: ' + listed(names)} by {axis.path}",
        words.title,
        " ".join(_told(rows, axis, name, words) for name in columns),
        with_unit(axis.path, axis.unit),
        with_unit(side, currency),
    )
    body = [*grid_lines(span), *axis_marks(axis, across), *_as_it_stands(axis, across, words)]
    ends = _apart([(span.at(_last(rows, name)), number) for number, name in enumerate(columns)])
    for number, name in enumerate(columns):
        body += _line(rows, axis, name, across, span, number % len(_STYLES))
        colour = _STYLES[number % len(_STYLES)][0]
        said = f"{names[number]} {short(_last(rows, name))}"
        body.append(text(WIDTH - RIGHT + 16, ends[number] + 4, said, fill=colour, font_weight=600))
    return framed(frame, body)


def _as_it_stands(axis: Axis, across: Mapping[Any, float], words: Words) -> Iterator[str]:
    """Where the case itself stands on the axis."""
    label = _stated(axis, words)
    if label in across and axis.numeric:
        x = across[label]
        line = f"M{x:.1f} {TOP} V{HEIGHT - BOTTOM}"
        yield element("path", d=line, stroke=INK, stroke_dasharray="1 4")
        yield text(x + 5, TOP + 12, "the case as it stands")


def _stated(axis: Axis, words: Words) -> Any:
    """What the case itself says at the path of an axis, as the axis would label it."""
    case: Mapping[str, Any] = words.answer.case
    head, _, rest = axis.path.partition(".")
    if head == "offer" and "offer" in case:
        return case["offer"].get(rest)
    if head == "competing":
        company, _, part = rest.rpartition(".")
        named = (
            offer
            for offer in case.get("competing", ())
            if offer["company"].casefold() == company.casefold()
        )
        return next((offer.get(part) for offer in named), None)
    value = case.get("candidate", {}).get(rest if head == "candidate" else axis.path)
    return value if isinstance(value, (int, str)) else None


def _line(
    rows: Sequence[Row], axis: Axis, name: str, across: Mapping[Any, float], span: Span, style: int
) -> Iterator[str]:
    colour, dashes, mark = _STYLES[style]
    points: list[tuple[float, float] | None] = [
        None if row[name] is None else (across[row[axis.path]], span.at(row[name])) for row in rows
    ]
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    for run in runs:
        if len(run) > 1 and axis.numeric:
            path = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in run)
            pen: dict[str, Value] = {"stroke": colour, "stroke_width": 2.5}
            yield element("path", d=path, fill="none", **pen, stroke_dasharray=dashes)
    every = max(1, len(rows) // 60)
    for row, point in list(zip(rows, points, strict=True))[::every]:
        if point:
            said = f"{axis.path} {in_full(row[axis.path])}: {LINES.get(name, name)} {row[name]:,}"
            yield element("g", named(said) + _mark(mark, *point), fill=colour)


def _mark(kind: str, x: float, y: float) -> str:
    match kind:
        case "circle":
            return element("circle", cx=x, cy=y, r=3.5)
        case "square":
            return element("rect", x=x - 3.2, y=y - 3.2, width=6.4, height=6.4)
        case "diamond":
            return element("path", d=f"M{x:.1f} {y - 4.6:.1f} l4.6 4.6 l-4.6 4.6 l-4.6 -4.6z")
        case _:
            return element("path", d=f"M{x:.1f} {y - 4.4:.1f} l4.4 7.6 h-8.8z")


def _told(rows: Sequence[Row], axis: Axis, name: str, words: Words) -> str:
    known = [row for row in rows if row[name] is not None]
    first, last = known[0], known[-1]
    low, high = min(row[name] for row in known), max(row[name] for row in known)
    return (
        f"{LINES.get(name, name)} goes from {words.money(first[name])} at {axis.path}"
        f" {in_full(first[axis.path])} to {words.money(last[name])} at {in_full(last[axis.path])},"
        f" between {words.money(low)} and {words.money(high)}."
    )


def _last(rows: Sequence[Row], name: str) -> int:
    return next(int(row[name]) for row in reversed(rows) if row[name] is not None)


def _apart(places: Sequence[tuple[float, int]], least: float = 18) -> dict[int, float]:
    """The heights of labels, moved apart until none covers another."""
    at: dict[int, float] = {}
    before = float("-inf")
    for place, number in sorted(places):
        before = at[number] = max(place, before + least)
    over = before - (HEIGHT - BOTTOM)
    return {number: place - max(0.0, over) for number, place in at.items()}


# heat map


def _heat(
    rows: Sequence[Row], axes: tuple[Axis, Axis], name: str, words: Words, currency: str
) -> str:
    one, other = axes
    if not one.numeric and other.numeric:
        one, other = other, one
    columns, lines = list(one.labels), list(other.labels)[::-1]
    values = [row[name] for row in rows if row[name] is not None]
    low, high = (min(values), max(values)) if values else (0, 0)
    width, height = (WIDTH - LEFT - RIGHT) / len(columns), (HEIGHT - TOP - BOTTOM) / len(lines)
    written = width >= 52 and height >= 20
    body = []
    for row in rows:
        x, y = (
            LEFT + columns.index(row[one.path]) * width,
            TOP + lines.index(row[other.path]) * height,
        )
        value = row[name]
        shade = _NONE if value is None else _shade(value, low, high)
        said = (
            f"{one.path} {in_full(row[one.path])}, {other.path} {in_full(row[other.path])}: "
            f"{name} {'unknown' if value is None else f'{value:,}'}, {row['verdict']}"
        )
        body.append(_cell(x, y, width + 0.3, height + 0.3, said, fill=shade))
        if written:
            ink = "#000000" if value is None or _light(shade) else GROUND
            shown, at = "–" if value is None else short(value), (x + width / 2, y + height / 2 + 4)
            body.append(text(*at, shown, text_anchor="middle", fill=ink))
    here = (_stated(one, words), _stated(other, words))
    stands = here[0] in columns and here[1] in lines and None not in here
    around: dict[str, Value] = {"fill": "none", "stroke": _HERE, "stroke_width": 2.5}
    if stands:
        x, y = LEFT + columns.index(here[0]) * width, TOP + lines.index(here[1]) * height
        body.append(_cell(x, y, width, height, "the case as it stands", **around))
    body += _sides(columns, lines, width, height)
    body += _legend(low, high, name, currency, any(row[name] is None for row in rows))
    if stands:
        body += _key(TOP + 250, "as it stands", **around)
    told = (
        f"Each cell is one scenario, {len(columns)} across and {len(lines)} up; the darker, the"
        f" more. {name} lies between {words.money(low)} and {words.money(high)}; as the case stands"
        f" it is {words.money(_baseline(words, name))}."
    )
    frame = Frame(
        f"{name} by {one.path} and {other.path}",
        words.title,
        told,
        with_unit(one.path, one.unit),
        with_unit(other.path, other.unit),
    )
    return framed(frame, body)


def _cell(x: float, y: float, width: float, height: float, said: str, **drawn: Value) -> str:
    """A cell to a hundredth of a px: a tenth would show as gaps where there are many."""
    box = {"x": x, "y": y, "width": width, "height": height}
    exact = {name: f"{value:.2f}" for name, value in box.items()}
    return element("rect", named(said), **exact, **drawn)


def _key(y: int, said: str, **drawn: Value) -> Iterator[str]:
    """A colour of the map and what it means, drawn beside it."""
    x = WIDTH - RIGHT + 28
    yield element("rect", x=x, y=y, width=20, height=14, **drawn)
    yield text(x + 28, y + 12, said)


def _baseline(words: Words, name: str) -> int | None:
    value = figures(words.answer)[name]
    return None if value is None else int(value)


def _sides(
    columns: Sequence[Any], lines: Sequence[Any], width: float, height: float
) -> Iterator[str]:
    longest = max(len(tick_text(label)) for label in columns)
    every = max(1, -int(-(longest * 7.5 + 10) // width))
    for number, label in enumerate(columns):
        if number % every == 0:
            x = LEFT + (number + 0.5) * width
            yield text(x, HEIGHT - BOTTOM + 18, tick_text(label), text_anchor="middle")
    every = max(1, -int(-16 // height))
    for number, label in enumerate(lines):
        if (len(lines) - 1 - number) % every == 0:
            y = TOP + (number + 0.5) * height + 4
            yield text(LEFT - 8, y, tick_text(label), text_anchor="end")


def _legend(low: int, high: int, name: str, currency: str, unknown: bool) -> Iterator[str]:
    x, size = WIDTH - RIGHT + 28, 168
    yield text(x, TOP + 4, name, font_weight=600)
    yield text(x, TOP + 20, currency)
    parts = 24
    for part in range(parts):
        value = high - (high - low) * part / max(1, parts - 1)
        y = TOP + 34 + part * size / parts
        shade = _shade(value, low, high)
        yield element("rect", x=x, y=y, width=20, height=size / parts + 0.4, fill=shade)
    for value, y in (
        (high, TOP + 34),
        ((high + low) // 2, TOP + 34 + size / 2),
        (low, TOP + 34 + size),
    ):
        yield text(x + 28, float(y + 4), short(value))
        if high == low:
            break
    if unknown:
        yield from _key(TOP + size + 52, "unknown", fill=_NONE, stroke=INK, stroke_width=0.5)


def _shade(value: float, low: int, high: int) -> str:
    if high == low:
        return _RAMP[2]
    place = (value - low) / (high - low) * (len(_RAMP) - 1)
    first = min(int(place), len(_RAMP) - 2)
    one, two = (_rgb(_RAMP[number]) for number in (first, first + 1))
    mixed = (round(a + (b - a) * (place - first)) for a, b in zip(one, two, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _light(colour: str) -> bool:
    """Whether black has more contrast than white on a colour (WCAG's relative luminance)."""
    linear = [
        (part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4)
        for part in _rgb(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] > 0.179
