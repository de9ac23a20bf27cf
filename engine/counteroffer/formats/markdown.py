"""The answer as Markdown, to paste into notes or a message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from counteroffer.answers.words import Words
from counteroffer.text.phrases import capital

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")


def render(words: Words) -> str:
    return "\n".join(_lines(words)).rstrip() + "\n"


def _lines(words: Words) -> Iterator[str]:
    answer = words.answer
    yield f"# {plain(words.title)}"
    yield ""
    yield f"**{plain(words.verdict)}**"
    yield ""
    for text in answer.reasons[1:]:
        yield plain(text)
        yield ""
    named = (("Ask", words.asked()), ("Walk away", words.walk_away()))
    lines = [f"- {name}: {plain(text)}." for name, text in named if text]
    if lines:
        yield from (*lines, "")
    for text in words.dates():
        yield f"{plain(capital(text))}."
        yield ""
    for number, row in enumerate(words.table()):
        yield f"| {' | '.join(plain(cell) for cell in row)} |"
        if number == 0:
            yield "|---|--:|--:|--:|--:|---|"
    yield ""
    if home := words.home():
        yield f"{plain(capital(home))}."
        yield ""
    closing = words.closing()
    points = (f"{text}{f' [{sources}]' if sources else ''}" for text, sources in words.points())
    yield from section("What to say", (*points, *((closing,) if closing else ())))
    yield from section("Why this floor", answer.floor.reasons if answer.floor else ())
    even = words.break_even()
    yield from section("Break-even", [even] if even else ())
    yield from section("Offers elsewhere", words.alternatives())
    fired = (lever for lever in answer.levers if lever.fired)
    reasons = (f"{lever.id}: {words.facts(lever.facts) or 'the guide'}" for lever in fired)
    yield from section("Your arguments", reasons)
    silent = (lever for lever in answer.levers if not lever.fired)
    yield from section(
        "What does not count here", (f"{lever.id}: {'; '.join(lever.why_not)}" for lever in silent)
    )
    yield from section("Rates", words.rates())
    yield from section("Stated and not used", words.unused())
    yield from section("Before you rely on this", words.warnings())
    yield from section("Assumed", answer.assumptions)
    yield f"As of {answer.today}, rules {answer.rules[:12]}."


def section(title: str, items: Iterable[str]) -> Iterator[str]:
    """A heading and its items as a list; nothing where there are none."""
    lines = [f"- {plain(item)}" for item in items]
    if lines:
        yield from (f"## {title}", "", *lines, "")


def plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", text)
