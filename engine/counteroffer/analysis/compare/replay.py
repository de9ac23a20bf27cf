"""Replay a saved answer: work it out again from what it carries, and list what differs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from counteroffer.analysis.compare.saved import (
    BRIDGE,
    SCHEMA,
    Saved,
    SavedAnswer,
    saved_answer,
)
from counteroffer.answers.answer import Counteroffer
from counteroffer.answers.arguments import checked_arguments
from counteroffer.answers.counter import answer
from counteroffer.answers.record import as_dict, dumped
from counteroffer.answers.setting import Setting
from counteroffer.money.rates import Rates
from counteroffer.rulebook.rulebook import Rulebook, default_rulebook
from counteroffer.text.errors import CaseError, Problem
from counteroffer.text.frozen import freeze

ABSENT = "(absent)"


@dataclass(frozen=True, slots=True)
class Deviation:
    """A value that differs: its path in the JSON, as it was saved and as it is now.

    Paths are `ask.base`, `levers[2].fired` and so on.
    """

    path: str
    saved: Any
    now: Any

    def __post_init__(self) -> None:
        freeze(self, "saved", "now")


@dataclass(frozen=True, slots=True)
class Replay:
    """What became of a saved answer.

    `same`: to the byte. `spelled`: all values are the same, and the file is written otherwise.
    `carried` are the notes on how texts were read when the case was first read, which an answer
    keeps and nothing can work out again. `contract` is the one that it was made under; of an
    earlier one the figures may follow other rules of arithmetic.
    """

    same: bool
    spelled: bool
    rules_saved: str
    rules_now: str
    deviations: tuple[Deviation, ...]
    carried: tuple[str, ...]
    contract: str = SCHEMA


@checked_arguments
def replay(
    saved: SavedAnswer,
    *,
    rulebook: Rulebook | None = None,
    locale: str | None = None,
    deadline: float | None = None,
) -> Replay:
    """Work a saved answer out again with the rules in force, by its own rates and on its own day.

    `saved` is an answer, its plain values, its JSON as text or bytes, or the Path of its file.
    Raises CaseError, RuleError, RateError, and DeadlineError once `deadline`, a moment of
    `time.monotonic()`, has passed.
    """
    saved = saved_answer(saved)
    book = rulebook or default_rulebook()
    first = _replayed(saved, saved.table(), book, locale)
    if first.same or saved.rates == saved.shown:
        return first
    second = _replayed(saved, saved.table(as_shown=True), book, locale)
    return second if len(second.deviations) < len(first.deviations) or second.same else first


def settled_again(
    saved: Saved, rulebook: Rulebook, rates: Rates | None = None, locale: str | None = None
) -> Counteroffer:
    """The answer to a saved case in its region, with the rates that it carries or those given."""
    setting = Setting.of(saved.answer.region, rulebook, rates or saved.table(), saved.today)
    found, _ = answer(setting, saved.case, locale)
    if missing := [f"{rate.base}/{rate.quote}" for rate in found.rates if rate.source == BRIDGE]:
        word = (
            f"needs a rate by way of {missing[0]} with the rules in force, and the answer carries"
            " none"
        )
        raise CaseError([Problem(word, saved.name, code="rate.unknown", path=("rates",))])
    return found


def _replayed(saved: Saved, rates: Rates, book: Rulebook, locale: str | None) -> Replay:
    now = settled_again(saved, book, rates, locale)
    carried = _left_over(now.assumptions, saved.answer.assumptions)
    if carried is not None:
        now = replace(now, assumptions=saved.answer.assumptions)
    text = dumped(as_dict(now))
    found = tuple(deviations("", dict(saved.fields), json.loads(text)))
    same = text.encode("utf-8", "surrogatepass") == saved.data
    return Replay(
        same,
        not same and not found,
        saved.answer.rules,
        now.rules,
        found,
        carried or (),
        saved.contract,
    )


def _left_over(part: Sequence[str], whole: Sequence[str]) -> tuple[str, ...] | None:
    """The rest of `whole` after the items of `part`, if they stand in it in order; else None."""
    rest, left = list(part), []
    for text in whole:
        if rest and rest[0] == text:
            rest.pop(0)
        else:
            left.append(text)
    return None if rest else tuple(left)


def deviations(path: str, saved: Any, now: Any) -> Iterator[Deviation]:
    """Every value below `path` that differs; what one side lacks is `ABSENT`."""
    if isinstance(saved, dict) and isinstance(now, dict):
        for name in dict.fromkeys((*saved, *now)):
            inner = f"{path}.{name}" if path else name
            yield from deviations(inner, saved.get(name, ABSENT), now.get(name, ABSENT))
    elif isinstance(saved, list) and isinstance(now, list):
        for number in range(max(len(saved), len(now))):
            one, other = (side[number] if number < len(side) else ABSENT for side in (saved, now))
            yield from deviations(f"{path}[{number}]", one, other)
    elif type(saved) is not type(now) or saved != now:
        yield Deviation(path, saved, now)
