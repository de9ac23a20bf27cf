"""The answer as Markdown, to paste into notes or a message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from counteroffer.formats.words import VERDICTS, Words

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


def render(words: Words) -> str:
    return "\n".join(_lines(words)).rstrip() + "\n"


def _lines(words: Words) -> Iterator[str]:
    answer = words.answer
    yield f"# {_plain(words.title)}"
    yield ""
    yield f"**{VERDICTS[answer.verdict].capitalize()}.**"
    yield ""
    for number, row in enumerate(words.table()):
        yield f"| {' | '.join(_plain(cell) for cell in row)} |"
        if number == 0:
            yield "|---|--:|--:|--:|--:|---|"
    yield ""
    if home := words.home():
        yield f"{_plain(home).capitalize()}."
        yield ""
    yield from _section("Floor", answer.floor.reasons if answer.floor else ())
    even = words.break_even()
    yield from _section("Break-even", [even] if even else ())
    yield from _section("What you hold", words.alternatives())
    yield from _section("What to say", (point.text for point in answer.talking_points))
    fired = (lever for lever in answer.levers if lever.fired)
    yield from _section(
        "Levers that fired", (f"{lever.id}: {words.facts(lever.facts) or 'the guide'}" for lever in fired)
    )
    silent = (lever for lever in answer.levers if not lever.fired)
    yield from _section("Levers that are silent", (f"{lever.id}: {'; '.join(lever.why_not)}" for lever in silent))
    yield from _section("Rates", words.rates())
    yield from _section("Mind", (f"{notice.code}: {notice.message}" for notice in answer.warnings))
    yield from _section("Assumed", answer.assumptions)
    yield f"As of {answer.today}, rules {answer.rules[:12]}."


def _section(title: str, items: Iterable[str]) -> Iterator[str]:
    lines = [f"- {_plain(item)}" for item in items]
    if lines:
        yield from (f"## {title}", "", *lines, "")


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", text)
