"""What an answer hangs on, as text for a terminal or as a JSON record."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from counteroffer.analysis.risk.risk import FactMove, Hinge, Risk
from counteroffer.answers.words import Words
from counteroffer.cases.overrides import ABSENT
from counteroffer.formats.charts.tornado import bars
from counteroffer.formats.tables import columns, table
from counteroffer.formats.terminal import style
from counteroffer.language.compile import divide
from counteroffer.language.declarations import listed

_MOST_STEPS = 8  # named of one fact


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
        {
            **asdict(one),
            "discount": part(one.discount),
            "payout": part(one.payout),
            "price": _price(one),
        }
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
        "tried": {path: list(said) for path, said in found.tried.items()},
        "notes": list(found.notes),
    }


def _price(hinge: Hinge) -> dict[str, str] | None:
    price = hinge.price
    if price is None:
        return None
    return {
        "entry": price.entry,
        "amount": f"{price.amount:f}",
        "currency": price.currency,
        "now": f"{price.now:f}",
    }


def lines(found: Risk, words: Words) -> Iterator[str]:
    """All of it for a terminal."""
    money = words.money
    yield style(textwrap.fill(words.title, columns()), "bold")
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
    for move in found.tornado:
        for text in _outcomes(found, move, words):
            yield from _wrapped(text)
    if found.still:
        tried = (f"{path} ({_tried(found, path)})" for path in found.still)
        yield from _wrapped(f"Nothing is moved by {listed(tried)}.")
    if found.notes:
        yield from _section("Mind")
        for note in found.notes:
            yield from _wrapped(note)


def _outcomes(found: Risk, move: FactMove, words: Words) -> Iterator[str]:
    """What follows from the steps of a fact that change something, those alike together."""
    alike: dict[tuple[int | None, int | None, int | None, str], list[str]] = {}
    for one in move.tried:
        if one.differs(found.now):
            alike.setdefault((one.annual, one.base, one.floor, one.verdict), []).append(one.said)
    for (annual, base, floor, verdict), said in alike.items():
        parts = [f"the ask is {words.money(base)} of base"] if base is not None else []
        parts += [f"{words.money(annual)} a year"] if annual is not None else []
        if floor != found.now.floor:
            parts.append(f"the floor {words.money(floor)}" if floor else "there is no floor")
        if verdict != found.now.verdict:
            parts.append(f"the verdict {verdict}")
        yield f"{move.path} {' or '.join(_short(said))}: {', '.join(parts)}"


def _tried(found: Risk, path: str) -> str:
    return ", ".join(_short(list(found.tried[path])))


def _short(said: list[str]) -> list[str]:
    """The first of many steps, and how many more there are; absent is always named."""
    if len(said) <= _MOST_STEPS:
        return said
    first = [one for one in said if one != ABSENT][:_MOST_STEPS]
    rest = len(said) - len(first) - (ABSENT in said)
    return [*first, *([ABSENT] if ABSENT in said else []), f"{rest} more"]


def _section(title: str) -> Iterator[str]:
    yield ""
    yield style(title, "bold")


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
    if price := hinge.price:
        what = "a share" if price.entry == "price" else "the company"
        now = f"now {price.now:,f}"
        must += f", so {what} must be worth {price.amount:,f} {price.currency} ({now})"
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
        if state := one.steady_state:
            yield ["", f"steady, {state.years}", *[""] * 5, words.money(state.total)]
