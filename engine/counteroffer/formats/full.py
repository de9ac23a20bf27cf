"""The whole answer for a terminal: the short one with all that it rests on."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator

from counteroffer.answers.words import Words
from counteroffer.formats.charts.gauge import SCALE, gauge, sides, strokes
from counteroffer.formats.tables import columns
from counteroffer.formats.text import advice, footer, opening, section, under

_MISSING = "Facts that are not stated, and may be worth more"
_FLOOR = "Why this floor (a base with the asked equity and the offered bonus)"


def render(words: Words) -> str:
    """The whole answer, ending in a newline."""
    return "\n".join(_lines(words, columns())) + "\n"


def _lines(words: Words, width: int) -> Iterator[str]:
    answer = words.answer
    yield from opening(words, width)
    yield from _band(words, width)
    yield from advice(words, width)
    yield from section(_FLOOR, answer.floor.reasons if answer.floor else (), width)
    even = words.break_even()
    yield from section("Break-even", [even] if even else (), width)
    yield from section("Offers elsewhere", words.alternatives(), width)
    yield from section("Your arguments", _fired(words), width)
    yield from section("What does not count here", _silent(words), width)
    yield from section(_MISSING, words.missing(), width)
    yield from section("Stated and not used", words.unused(), width)
    yield from section("Rates", words.rates(), width)
    yield from section("Assumed", answer.assumptions, width)
    yield ""
    yield footer(words, width)


def _band(words: Words, width: int) -> Iterator[str]:
    answer, ends = words.answer, words.base_band()
    if ends and answer.basis != "none":
        floor = answer.floor.base if answer.floor else None
        offer = answer.offer.base if answer.offer else None
        marks = sides(offer=offer, floor=floor, ask=answer.ask.base, stretch=answer.stretch.base)
        drawn = strokes(getattr(sys.stdout, "encoding", None))
        title = textwrap.fill(f"Base band{words.converted} ({SCALE})", width)
        yield from under(title, gauge(*ends, marks, words.money, width, drawn))


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
