"""What changed between two saved answers, and the way from one to the other, a change at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from counteroffer.analysis.compare.saved import Saved
from counteroffer.text.characters import folded
from counteroffer.text.frozen import freeze

_APART = ("guide", "region", "candidate", "offer", "competing", "home", "rates", "today")
NO_FIGURE = ("home",)  # what no figure of an answer hangs on
Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Changed:
    """One fact that differs, by its path; None on the side without it.

    Paths are `candidate.gpu_years`, `competing.NVIDIA` and so on.
    """

    fact: str
    before: Any
    after: Any

    def __post_init__(self) -> None:
        freeze(self, "before", "after")


@dataclass(frozen=True, slots=True)
class State:
    """What an answer on the way is worked out from.

    `late` says that the rates are those of the second answer.
    """

    facts: Facts
    region: str
    late: bool = False


def changed_facts(one: Saved, other: Saved) -> tuple[Changed, ...]:
    """Every fact, the region and the day that differ, in the order in which they are changed."""
    return tuple(change for change, _ in way(one, other))


def way(one: Saved, other: Saved) -> Iterator[tuple[Changed, State]]:
    """Each change with the state that it leads to; the last state has all of the second's facts."""
    before, after = one.facts, other.facts
    facts: dict[str, Any] = dict(before)
    region = one.answer.region
    if (region, facts["region"]) != (other.answer.region, after["region"]):
        region, facts = other.answer.region, {**facts, "region": after["region"]}
        yield Changed("region", one.answer.region, region), State(facts, region)
    for change, entry in _entries(before, after):
        facts = _with(facts, entry, after)
        yield change, State(facts, region)
    if before.get("rates") != after.get("rates") or _rates(one) != _rates(other):
        facts = _with(facts, ("rates",), after)
        yield Changed("rates", _rates(one), _rates(other)), State(facts, region, late=True)
    if before["today"] != after["today"]:
        yield (
            Changed("today", before["today"], after["today"]),
            State({**facts, "today": after["today"]}, region, late=True),
        )


def _rates(saved: Saved) -> dict[str, str]:
    return {f"{rate.base}/{rate.quote}": rate.rate for rate in saved.answer.rates}


def _entries(before: Facts, after: Facts) -> Iterator[tuple[Changed, tuple[str, ...]]]:
    """The facts that differ, each with the entry that holds it."""
    mine, yours = before.get("candidate") or {}, after.get("candidate") or {}
    for name in sorted({*mine, *yours}):
        if mine.get(name) != yours.get(name):
            yield Changed(f"candidate.{name}", mine.get(name), yours.get(name)), ("candidate", name)
    yield from _offer(before.get("offer"), after.get("offer"))
    rivals, others = (
        {folded(one["company"]): one for one in side.get("competing") or ()}
        for side in (before, after)
    )
    for name in sorted({*rivals, *others}):
        if rivals.get(name) != others.get(name):
            company = (rivals.get(name) or others[name])["company"]
            yield (
                Changed(f"competing.{company}", rivals.get(name), others.get(name)),
                ("competing", name),
            )
    for name in sorted({*before, *after} - {*_APART} | {*NO_FIGURE}):
        if before.get(name) != after.get(name):
            yield Changed(name, before.get(name), after.get(name)), (name,)


def _offer(mine: Facts | None, yours: Facts | None) -> Iterator[tuple[Changed, tuple[str, ...]]]:
    """The parts of the offer in hand that differ.

    The whole offer where one side has none, or it is in another currency.
    """
    if mine is None or yours is None or mine.get("currency") != yours.get("currency"):
        if mine != yours:
            yield Changed("offer", mine, yours), ("offer",)
        return
    # What is added comes first, so that the offer never states nothing.
    for name in sorted({*mine, *yours}, key=lambda part: (part not in yours, part)):
        if mine.get(name) != yours.get(name):
            yield Changed(f"offer.{name}", mine.get(name), yours.get(name)), ("offer", name)


def _with(facts: Facts, entry: tuple[str, ...], after: Facts) -> dict[str, Any]:
    """The facts with one entry as it is in `after`."""
    head, *inner = entry
    if head == "competing":
        company = inner[0]
        kept = [one for one in facts.get("competing") or () if folded(one["company"]) != company]
        kept += [one for one in after.get("competing") or () if folded(one["company"]) == company]
        return {**facts, "competing": kept}
    if not inner:
        rest = {name: value for name, value in facts.items() if name != head}
        return {**rest, head: after[head]} if head in after else rest
    group = {name: value for name, value in (facts.get(head) or {}).items() if name != inner[0]}
    source = after.get(head) or {}
    return {
        **facts,
        head: {**group, **({inner[0]: source[inner[0]]} if inner[0] in source else {})},
    }
