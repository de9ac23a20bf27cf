"""The answer for a terminal: plain text that reads without colour, wrapped to the width of the
window."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Collection, Iterable, Iterator

import click

from counteroffer.answers.words import Words
from counteroffer.formats.charts.gauge import SCALE, gauge, sides, strokes
from counteroffer.formats.tables import Rows, columns, fits, table
from counteroffer.strategy.next_step import next_step

_VERDICT_COLOURS = {"counter": "yellow", "accept": "green", "walk-away": "red"}


def render(words: Words) -> str:
    return "\n".join(_lines(words, columns())) + "\n"


def _lines(words: Words, width: int) -> Iterator[str]:
    answer = words.answer
    yield click.style(textwrap.fill(words.title, width), bold=True)
    yield click.style(textwrap.fill(words.verdict, width), fg=_VERDICT_COLOURS[answer.verdict])
    yield from (textwrap.fill(one, width, subsequent_indent="  ") for one in words.dates())
    yield ""
    yield from _table(list(words.table()), width)
    if home := words.home():
        yield from textwrap.wrap(home, width, initial_indent="  ", subsequent_indent="    ")
    yield from _band(words, width)
    yield from section("Say", _said(words), width)
    if answer.floor:
        yield from section(
            "Floor (with the asked equity and the offered bonus)", answer.floor.reasons, width
        )
    if even := words.break_even():
        yield from section("Break-even", [even], width)
    yield from section("You hold", words.alternatives(), width)
    yield from section("Fired", _fired(words), width)
    yield from section("Silent", _silent(words), width)
    yield from section("Rates", words.rates(), width)
    yield from section("Mind", words.warnings(), width)
    yield from section("Assumed", answer.assumptions, width)
    yield ""
    yield click.style(
        textwrap.fill(f"as of {answer.today}, rules {answer.rules[:12]}", width), dim=True
    )
    if step := next_step(answer):
        yield from textwrap.wrap(
            f"Next: {step}", width, subsequent_indent="  ", break_on_hyphens=False
        )


def _band(words: Words, width: int) -> Iterator[str]:
    answer, ends = words.answer, words.base_band()
    if ends:
        floor = answer.floor.base if answer.floor else None
        offer = answer.offer.base if answer.offer else None
        marks = sides(offer=offer, floor=floor, ask=answer.ask.base, stretch=answer.stretch.base)
        drawn = strokes(getattr(sys.stdout, "encoding", None))
        title = textwrap.fill(f"Base band{words.converted} ({SCALE})", width)
        yield from under(title, gauge(*ends, marks, words.money, width, drawn))


def _said(words: Words) -> Iterator[str]:
    for text, sources in words.points():
        yield f"“{text}”{f' [{sources}]' if sources else ''}"
    if closing := words.closing():
        yield f"“{closing}”"


def _table(rows: list[tuple[str, ...]], width: int) -> Iterator[str]:
    kept = [column for column in range(6) if any(row[column] for row in rows[1:])]
    shown = [[row[column] for column in kept] for row in rows]
    right = {place for place, column in enumerate(kept) if 1 <= column <= 4}
    yield from under_header(shown, right, width)


def under_header(rows: Rows, right: Collection[int], width: int) -> Iterator[str]:
    """A table with a header that stands back, in two spaces."""
    lines = [f"  {line}" for line in table(rows, right, width - 2).splitlines()]
    if fits(rows, width - 2):
        lines[0] = click.style(lines[0], dim=True)
    yield from lines


def _fired(words: Words) -> Iterator[str]:
    for lever in words.answer.levers:
        if lever.fired:
            asks = words.asks(lever)
            yield (
                f"{lever.id}{f' asks {asks}' if asks else ''}  ←"
                f" {words.facts(lever.facts) or 'the guide'}"
            )


def _silent(words: Words) -> Iterator[str]:
    for lever in words.answer.levers:
        if not lever.fired:
            mark = "?" if lever.fired is None else "–"
            yield f"{mark} {lever.id}: {'; '.join(lever.why_not)}"


def section(title: str, items: Iterable[str], width: int) -> Iterator[str]:
    """A title and its items, wrapped; nothing where there are none."""
    lines = [
        line
        for item in items
        for line in textwrap.wrap(
            item, width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False
        )
    ]
    yield from under(textwrap.fill(title, width), lines)


def under(title: str, lines: Collection[str]) -> Iterator[str]:
    """Lines under a title; nothing where there are none."""
    if lines:
        yield ""
        yield click.style(title, bold=True)
        yield from lines
