"""A plan for a terminal, and as JSON (`counteroffer-plan/1`): whole units, null where there is
nothing."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from counteroffer.answers.words import Words
from counteroffer.formats.tables import columns, table
from counteroffer.formats.terminal import style
from counteroffer.formats.text import section
from counteroffer.rulebook.guide import COMPONENTS
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.strategy.plan import Plan


def record(plan: Plan) -> dict[str, Any]:
    """The plan as plain dictionaries and lists, its schema first."""
    answer, packages = plan.answer, plan.packages
    ask: dict[str, int | None] = {
        **{name: getattr(answer.ask, name) for name in COMPONENTS},
        "equity_years": answer.ask.equity_years,
        "annual": packages.ask_annual or None,
        "first_year": packages.ask_first_year if answer.ask.annual is not None else None,
    }
    concessions = asdict(plan.concessions)
    del concessions["words"]  # they stand under "say"
    return {
        "schema": "counteroffer-plan/1",
        "today": answer.today,
        "rules": answer.rules,
        "case": answer.case,
        "guide": answer.guide,
        "region": answer.region,
        "currency": answer.currency,
        "verdict": answer.verdict,
        "next_step": plan.next_step,
        "ask": ask,
        "say": asdict(plan.say),
        "side_by_side": [asdict(one) for one in plan.side_by_side],
        "packages": asdict(plan.packages),
        "concessions": concessions,
        "fixed_base": asdict(plan.fixed_base),
        "days": [asdict(day) for day in plan.days],
        "warnings": [asdict(one) for one in (*plan.notices, *answer.warnings)],
        "assumptions": list(plan.assumptions),
    }


def text(plan: Plan, rulebook: Rulebook, locale: str | None) -> str:
    """The plan for a terminal, wrapped to the width of the window."""
    words = Words(plan.answer, rulebook, rulebook.formatter(locale), locale)
    return "\n".join(_lines(plan, words, columns())) + "\n"


def _lines(plan: Plan, words: Words, width: int) -> Iterator[str]:
    yield style(textwrap.fill(words.title, width), "bold")
    yield textwrap.fill(words.verdict, width)
    yield from textwrap.wrap(f"Next: {plan.next_step}.", width)
    yield from _side_by_side(plan, words, width)
    yield from section("First, time", _time(plan), width)
    yield from section("Where it stands", plan.concessions.standing, width)
    yield from _packages(plan, words, width)
    yield from _concessions(plan, words, width)
    yield from _fixed_base(plan, words, width)
    yield from _days(plan, width)
    yield from section("Mind", _to_mind(plan, words), width)
    yield from section("Taken for granted", plan.assumptions, width)
    yield ""
    mine = "For your eyes: only what stands in quotes is for the other side."
    yield style(textwrap.fill(mine, width), "dim")


def _to_mind(plan: Plan, words: Words) -> Iterator[str]:
    yield from (one.message for one in plan.notices)
    yield from words.warnings()


def _time(plan: Plan) -> Iterator[str]:
    if plan.concessions.ask_for_time:
        yield f"“{plan.concessions.ask_for_time}”"
    for one in plan.concessions.others:
        company, _, said = one.partition(": ")
        yield f"to {company}: “{said}”"


def _packages(plan: Plan, words: Words, width: int) -> Iterator[str]:
    found, asked = plan.packages, plan.concessions.ask
    yield from _heading("Packages worth the same a year")
    if found.bundles:
        rows = [_head(words)]
        worth = (found.ask_annual, found.ask_first_year)
        rows.append(["ask", *_amounts(words, asked.base, asked.equity, asked.signing, *worth)])
        rows += [
            [
                one.name,
                *_amounts(words, one.base, one.equity, one.signing, one.annual, one.first_year),
            ]
            for one in found.bundles
        ]
        yield from _indented(table(rows, {1, 2, 3, 4, 5}, width - 2))
        yield from _wrapped(_not_shown(words), width)
    yield from _wrapped(found.because, width)
    yield from _wrapped((one.text for one in found.swaps), width)


def _side_by_side(plan: Plan, words: Words, width: int) -> Iterator[str]:
    """What is asked, offered and to leave at, one under the other."""
    if not plan.side_by_side:
        return
    yield from _heading("Side by side")
    rows = [
        [
            one.name,
            *_amounts(words, one.base, one.equity, one.signing, one.annual, one.first_year),
        ]
        for one in plan.side_by_side
    ]
    yield from _indented(table([_head(words), *rows], {1, 2, 3, 4, 5}, width - 2))
    yield from _wrapped(_not_shown(words), width)
    if {"floor", "walk-away"} & {one.name for one in plan.side_by_side}:
        once = "one-off payment" if words.kind == "raise" else "signing bonus"
        said = f"walk-away and floor are a base with the asked equity and the offered {once}"
        yield from _wrapped([said], width)


def _head(words: Words) -> list[str]:
    return ["", "base", words.equity, words.once, "a year", "first year"]


def _not_shown(words: Words) -> Iterator[str]:
    """What an annual total has that no column shows."""
    if bonus := words.bonus():
        yield f"a year is base, a year of equity and the offered bonus ({bonus})"


def _concessions(plan: Plan, words: Words, width: int) -> Iterator[str]:
    found = plan.concessions
    yield from _heading("Giving way, each time for something")
    if found.rounds:
        rows = [["round", "base", words.equity, words.once, "a year", "gives a year"]]
        rows.append(
            [
                "ask",
                *_amounts(words, found.ask.base, found.ask.equity, found.ask.signing, found.annual),
                "",
            ]
        )
        rows += [
            [
                str(one.number),
                *_amounts(words, one.base, one.equity, one.signing, one.annual, one.gives),
            ]
            for one in found.rounds
        ]
        yield from _indented(table(rows, {1, 2, 3, 4, 5}, width - 2))
        yield from _wrapped(_not_shown(words), width)
        yield from _wrapped(
            (
                f"{one.number}. {one.request}{f' “{one.say}”' if one.say else ''}"
                for one in found.rounds
            ),
            width,
        )
    yield from _wrapped(found.because, width)


def _fixed_base(plan: Plan, words: Words, width: int) -> Iterator[str]:
    found = plan.fixed_base
    yield from _heading("If the base is fixed")
    if found.say:
        yield from _wrapped(
            [
                f"“{found.say}”",
                f"Worth {words.money(found.annual)} a year without what is paid once.",
            ],
            width,
        )
    yield from _wrapped(found.because, width)
    if found.requests:
        yield from _wrapped(["And ask for: " + " ".join(found.requests)], width)


def _days(plan: Plan, width: int) -> Iterator[str]:
    yield from _heading("Day by day")
    for day in plan.days:
        yield f"  {day.named}, {day.when}"
        yield from (f"  {line}" for line in _wrapped(day.items, width - 2))


def _heading(title: str) -> Iterator[str]:
    yield ""
    yield style(title, "bold")


def _wrapped(items: Iterable[str], width: int) -> Iterator[str]:
    for item in items:
        yield from textwrap.wrap(
            item, width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False
        )


def _indented(text: str) -> Iterator[str]:
    yield from (f"  {line}".rstrip() for line in text.splitlines())


def _amounts(words: Words, *amounts: int | None) -> list[str]:
    return [words.money(amount) for amount in amounts]
