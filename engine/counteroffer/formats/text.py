"""The answer for a terminal: what a person wants first, wrapped to the width of the window.

Verdict and why, the ask, where to leave, the next step; then the figures, what to say and what to
mind. The rest is counted, and told by `full`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterable, Iterator

from counteroffer.answers.own_words import in_own_words
from counteroffer.answers.words import Words
from counteroffer.formats.tables import Rows, columns, table
from counteroffer.formats.terminal import style
from counteroffer.language.declarations import listed
from counteroffer.strategy.next_step import next_step
from counteroffer.text.phrases import counted

_VERDICT_COLOURS = {
    "prepare": "cyan",
    "counter": "yellow",
    "accept": "green",
    "walk-away": "red",
}


def render(words: Words) -> str:
    """The short answer, ending in a newline."""
    width = columns()
    lines = [*opening(words, width), *advice(words, width), "", *_rest(words, width)]
    return "\n".join(lines) + "\n"


def opening(words: Words, width: int) -> Iterator[str]:
    """Verdict and why, the ask, the walk-away, the next step, and the table of figures."""
    answer = words.answer
    yield style(textwrap.fill(words.title, width), "bold")
    yield style(textwrap.fill(words.verdict, width), _VERDICT_COLOURS[answer.verdict])
    yield from (textwrap.fill(one, width) for one in answer.reasons[1:])
    yield from (textwrap.fill(one, width, subsequent_indent="  ") for one in words.dates())
    yield ""
    yield from _named("Ask", words.asked(), width)
    yield from _named("Walk away", words.walk_away(), width)
    step = next_step(answer, rulebook=words.rulebook, shown=words.shown, locale=words.locale)
    yield from _named("Next", step, width)
    yield ""
    yield from _table(list(words.table()), width)
    if home := words.home():
        yield from textwrap.wrap(home, width, initial_indent="  ", subsequent_indent="    ")


def advice(words: Words, width: int) -> Iterator[str]:
    """What to say, and what to mind."""
    yield from section("What to say", _said(words), width)
    own = (f"{title} ({because})" for title, because in in_own_words(words))
    yield from section("In your own words", own, width)
    yield from section("Before you rely on this", words.warnings(), width)


def footer(words: Words, width: int) -> str:
    """Of which day and which rules the answer is."""
    answer = words.answer
    return style(textwrap.fill(f"As of {answer.today}, rules {answer.rules[:12]}.", width), "dim")


def _named(name: str, text: str | None, width: int) -> Iterator[str]:
    if text:
        yield from textwrap.wrap(
            text,
            width,
            initial_indent=f"  {name:<11}",
            subsequent_indent=" " * 13,
            break_on_hyphens=False,
        )


def _rest(words: Words, width: int) -> Iterator[str]:
    """What is not shown, counted."""
    answer = words.answer
    fired = sum(lever.fired is True for lever in answer.levers)
    silent = len(answer.levers) - fired
    missing = sum(1 for _ in words.missing())
    parts = [
        ("why this floor", bool(answer.floor)),
        ("the break-even", answer.break_even is not None),
        (f"{counted(len(answer.alternatives), 'offer')} elsewhere", bool(answer.alternatives)),
        (counted(fired, "argument"), bool(fired)),
        (f"{counted(silent, 'lever')} that {'does' if silent == 1 else 'do'} not count", silent),
        (f"{counted(missing, 'fact')} not stated", missing),
        (counted(len(answer.unused), "unused fact"), bool(answer.unused)),
        (counted(len(answer.rates), "rate"), bool(answer.rates)),
        (counted(len(answer.assumptions), "assumption"), bool(answer.assumptions)),
    ]
    shown = [name for name, there in parts if there]
    if shown:
        text = f"With --full also {listed(shown)}."
        yield style(textwrap.fill(text, width, break_on_hyphens=False), "dim")
    yield footer(words, width)


def _said(words: Words) -> Iterator[str]:
    for text, sources in words.points():
        yield f"“{text}”{f' [{sources}]' if sources else ''}"
    if closing := words.closing():
        yield f"“{closing}”"


def _table(rows: list[tuple[str, ...]], width: int) -> Iterator[str]:
    kept = [column for column in range(6) if any(row[column] for row in rows[1:])]
    if not kept:
        return  # nothing is known of any figure
    shown = [[row[column] for column in kept] for row in rows]
    right = {place for place, column in enumerate(kept) if 1 <= column <= 4}
    yield from under_header(shown, right, width)


def under_header(rows: Rows, right: Collection[int], width: int) -> Iterator[str]:
    """A table in two spaces."""
    yield from (f"  {line}" for line in table(rows, right, width - 2).splitlines())


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
        yield style(title, "bold")
        yield from lines
