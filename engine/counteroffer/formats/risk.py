"""What an answer hangs on, as text for a terminal or as a JSON record."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import asdict
from fractions import Fraction
from typing import Any

import click

from counteroffer.analysis.risk.risk import Hinge, Risk
from counteroffer.answers.words import Words
from counteroffer.formats.charts.tornado import bars
from counteroffer.formats.tables import columns, table
from counteroffer.language.compile import divide


def percent(part: Fraction | None) -> str | None:
    """A part of the whole in percent, to one decimal, half-up."""
    if part is None:
        return None
    tenths = divide(part.numerator * 1000, part.denominator, "half-up")
    return f"{tenths // 10}.{tenths % 10}"


def record(found: Risk) -> dict[str, Any]:
    """All of it as JSON has it; fractions as texts, with their percentage beside them."""

    def part(of: Fraction | None) -> dict[str, str] | None:
        return None if of is None else {"fraction": str(of), "percent": str(percent(of))}

    hinges = [
        {**asdict(one), "discount": part(one.discount), "payout": part(one.payout)}
        for one in found.hinges
    ]
    return {
        "guide": found.answer.guide,
        "region": found.answer.region,
        "currency": found.answer.currency,
        "today": found.answer.today,
        "lenses": [asdict(one) for one in found.lenses],
        "hinges": hinges,
        "years": [asdict(one) for one in found.years],
        "now": asdict(found.now),
        "tornado": [asdict(one) for one in found.tornado],
        "still": list(found.still),
        "notes": list(found.notes),
    }


def lines(found: Risk, words: Words) -> Iterator[str]:
    """All of it for a terminal."""
    money = words.money
    yield click.style(textwrap.fill(words.title, columns()), bold=True)
    best = found.lenses[0]
    against = (
        f"{best.against}'s offer {money(best.best)}" if best.against else "and nothing is held"
    )
    yield textwrap.fill(f"the ask is worth {money(best.ask)} a year, {against}", columns())
    if found.hinges:
        yield from _section("Against what is held")
        rows = [["", "the ask", "best held", "", "level at a base of"]]
        rows += [
            [
                one.view,
                money(one.ask),
                money(one.best),
                one.against or "",
                money(one.break_even) if one.break_even else "any",
            ]
            for one in found.lenses
        ]
        yield from (f"  {line}" for line in table(rows, {1, 2, 4}, columns() - 2).splitlines())
        for one in found.lenses:
            if one.break_even_without is not None:
                text = (
                    f"{one.view}: {money(one.break_even_without)} if the equity held elsewhere"
                    " can't be sold"
                )
                yield from _wrapped(text)
        yield from _section("How far it can fall")
        for hinge in found.hinges:
            yield from _wrapped(_hinge(hinge, words))
    yield from _section("Year by year")
    yield from (
        f"  {line}"
        for line in table(list(_years(found, words)), set(range(2, 8)), columns() - 2).splitlines()
    )
    yield from _section("What moves it, each fact by itself")
    yield from (f"  {line}" for line in bars(found, columns() - 2).splitlines())
    if found.still:
        yield from _wrapped(
            f"Neither the ask a year nor the floor is moved by {', '.join(found.still)}."
        )
    if found.notes:
        yield from _section("Mind")
        for note in found.notes:
            yield from _wrapped(note)


def _section(title: str) -> Iterator[str]:
    yield ""
    yield click.style(title, bold=True)


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(
        text, columns(), initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False
    )


def _hinge(hinge: Hinge, words: Words) -> str:
    """One package in a sentence."""
    money = words.money
    named = {
        "ask": "The ask",
        "floor": "The floor, with the asked equity,",
        "offer": "The offer as it stands",
    }
    parts = []
    if hinge.discount is not None:
        parts.append(f"level at a discount of {percent(hinge.discount)} % on its equity")
    if hinge.payout is not None:
        parts.append(f"level when {percent(hinge.payout)} % of the bonus is paid")
    must = (
        f"its equity must pay {money(hinge.equity)} a year"
        if hinge.equity
        else "its equity may pay nothing"
    )
    text = "; ".join([*parts, *hinge.why, f"to match, {must}"])
    return (
        f"{named[hinge.package]} ({money(hinge.worth)}) against {hinge.against}"
        f" ({money(hinge.best)}): {text}."
    )


def _years(found: Risk, words: Words) -> Iterator[list[str]]:
    yield ["", "year", "base", "bonus", "extras", "once", "vests", "total"]
    for one in found.years:
        for year in one.years:
            figures = (year.base, year.bonus, year.extras, year.once, year.vests, year.total)
            yield [
                one.name if year.year == 1 else "",
                str(year.year),
                *(words.money(figure) if figure else "–" for figure in figures),
            ]
