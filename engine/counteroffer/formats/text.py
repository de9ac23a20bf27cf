"""The answer for a terminal: plain text that reads without colour, wrapped to the width of the window."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Collection, Iterable, Iterator

import click

from counteroffer.formats.gauge import SCALE, gauge, sides, strokes
from counteroffer.formats.words import Words
from counteroffer.plan.next_step import next_step

_VERDICT_COLOURS = {"counter": "yellow", "accept": "green", "walk-away": "red"}


def render(words: Words) -> str:
    return "\n".join(_lines(words, columns())) + "\n"


def columns() -> int:
    """The width of the window, within what reads well."""
    return max(60, min(shutil.get_terminal_size((100, 24)).columns, 100))


def _lines(words: Words, width: int) -> Iterator[str]:
    answer = words.answer
    yield click.style(words.title, bold=True)
    yield click.style(words.verdict, fg=_VERDICT_COLOURS[answer.verdict])
    yield from words.dates()
    yield ""
    yield from _table(list(words.table()))
    if home := words.home():
        yield from textwrap.wrap(home, width, initial_indent="  ", subsequent_indent="    ")
    yield from _band(words, width)
    yield from section("Say", _said(words), width)
    if answer.floor:
        yield from section("Floor (with the asked equity and the offered bonus)", answer.floor.reasons, width)
    if even := words.break_even():
        yield from section("Break-even", [even], width)
    yield from section("You hold", words.alternatives(), width)
    yield from section("Fired", _fired(words), width)
    yield from section("Silent", _silent(words), width)
    yield from section("Rates", words.rates(), width)
    yield from section("Mind", words.warnings(), width)
    yield from section("Assumed", answer.assumptions, width)
    yield ""
    yield click.style(f"as of {answer.today}, rules {answer.rules[:12]}", dim=True)
    if step := next_step(answer):
        yield from textwrap.wrap(f"Next: {step}", width, subsequent_indent="  ", break_on_hyphens=False)


def _band(words: Words, width: int) -> Iterator[str]:
    answer, ends = words.answer, words.base_band()
    if ends:
        floor = answer.floor.base if answer.floor else None
        offer = answer.offer.base if answer.offer else None
        marks = sides(offer=offer, floor=floor, ask=answer.ask.base, stretch=answer.stretch.base)
        drawn = strokes(getattr(sys.stdout, "encoding", None))
        yield from under(f"Base band{words.converted} ({SCALE})", gauge(*ends, marks, words.money, width, drawn))


def _said(words: Words) -> Iterator[str]:
    for text, sources in words.points():
        yield f"“{text}”{f' [{sources}]' if sources else ''}"
    if closing := words.closing():
        yield f"“{closing}”"


def _table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    widths = [
        max(len(row[column]) for row in rows[1:]) and max(len(row[column]) for row in rows) for column in range(6)
    ]
    for number, row in enumerate(rows):
        cells = [row[0].ljust(widths[0]), *(row[column].rjust(widths[column]) for column in range(1, 5)), row[5]]
        line = "  " + "  ".join(cell for cell, width in zip(cells, widths, strict=True) if width)
        yield click.style(line.rstrip(), dim=True) if number == 0 else line.rstrip()


def _fired(words: Words) -> Iterator[str]:
    for lever in words.answer.levers:
        if lever.fired:
            asks = words.asks(lever)
            yield f"{lever.id}{f' asks {asks}' if asks else ''}  ← {words.facts(lever.facts) or 'the guide'}"


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
        for line in textwrap.wrap(item, width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
    ]
    yield from under(title, lines)


def under(title: str, lines: Collection[str]) -> Iterator[str]:
    """Lines under a title; nothing where there are none."""
    if lines:
        yield ""
        yield click.style(title, bold=True)
        yield from lines
