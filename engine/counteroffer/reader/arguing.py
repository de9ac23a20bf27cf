"""The levers and example offers of a Markdown guide → levers in YAML.

Levers that only this guide has become files of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from counteroffer.reader.figure import FigureRead
from counteroffer.reader.figures_of_guide import (
    ByRegion,
    Homes,
    asks_of,
    component_of,
    period_of,
    unit_problem,
)
from counteroffer.reader.limits_of_guide import ask_of
from counteroffer.reader.reading import LeverRead, Reading
from counteroffer.reader.speech import sayable, title_words
from counteroffer.reader.writing import Noted, Written, amount, clean, noted, short_slug, written
from counteroffer.rulebook.rule_files import KindsFile
from counteroffer.rulebook.rulebook import Rulebook

_SCHEMA = "yaml-language-server: $schema=../schemas/lever.json"


@dataclass(slots=True)
class Arguments:
    """The levers by id with what they ask, and the files of those that are the guide's own."""

    years: int
    asks: dict[str, ByRegion] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    files: dict[str, Written] = field(default_factory=dict)

    def values(self) -> dict[str, Any]:
        """The entry `levers` of a guide."""
        values: dict[str, Any] = {}
        for name, title in self.titles.items():
            figures = {region: ask_of(parts) for region, parts in self.asks[name].items() if parts}
            values[name] = Noted({"figures": figures} if figures else {}, title)
        return values


def example_offers(strategy: Iterable[FigureRead], homes: Homes) -> list[dict[str, Any]]:
    """The entry `example_offers`: offers that the guide makes up, by company and region."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for figure in (one for one in strategy if one.role == "example-offer" and not one.alternate):
        component, problem = component_of(figure), unit_problem(figure)
        if not problem and component not in ("base", "equity", "total"):
            problem = "an example offer has a base, an equity and a total"
        if problem:
            homes.notes.put(figure, problem)
            continue
        region = homes.of(figure)
        if region is None:
            continue
        company = clean(figure.company or "") or "a competing offer"
        offer = found.setdefault((company, region.id), {"company": company, "region": region.id})
        years = period_of(figure) if component == "equity" else None
        span = "" if component != "equity" else "/yr" if years == 1 else f"/{years or 4}yr"
        if figure.low != figure.high:
            homes.notes.put(figure, "an example offer has one figure: its lower end is taken")
        text = f"{amount(figure.low, figure.low)}{span}"
        value = Noted(int(text) if text.isdigit() else text, noted(figure.line, figure.text))
        first = offer.setdefault(component, value)
        if first.value != value.value:
            homes.notes.put(figure, f"another figure of {company}'s offer came first")
    return [_in_order(offer) for offer in found.values()]


def _in_order(offer: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: offer[name]
        for name in ("company", "region", "base", "equity", "total")
        if name in offer
    }


def arguments(
    reading: Reading, homes: Homes, identity: str, years: int, book: Rulebook
) -> Arguments:
    """The levers of a reading: of a shared kind where the title says so, else of the guide's own.

    Several titles may be of one kind; each stands beside it with its line.
    """
    found, kinds = Arguments(years), book.kinds_of_levers
    for lever in reading.levers:
        title = clean(lever.title) or f"Lever {lever.number}"
        name = kind_of(title, kinds) or _own(found, lever, title, identity, book)
        note = f"line {lever.line}: {title}"
        found.titles[name] = f"{found.titles[name]}; {note}" if name in found.titles else note
        asks = asks_of((one for one in lever.figures if one.role == "ask"), homes, years)
        _merge(found.asks.setdefault(name, {}), asks, homes)
        for figure in lever.figures:
            if figure.role != "ask" and not figure.alternate:
                homes.notes.put(
                    figure, f"a lever's {figure.role} figure is not settled by a rule", 5
                )
    return found


def _merge(asks: ByRegion, more: ByRegion, homes: Homes) -> None:
    """Of two figures of one kind of lever the greater: the other is for review."""
    for region, parts in more.items():
        here = asks.setdefault(region, {})
        for component, figure in parts.items():
            first = here.setdefault(component, figure)
            if (first.low, first.high) == (figure.low, figure.high):
                continue
            less, here[component] = sorted((first, figure), key=lambda one: one.low)
            homes.notes.put(less, "another lever of the same kind asks for more", 4)


def _own(found: Arguments, lever: LeverRead, title: str, identity: str, book: Rulebook) -> str:
    """The file of a lever that only this guide has.

    It fires once the candidate confirms it, and says its script, where that can be said without its
    figures.
    """
    company, _, role = identity.partition("/")
    word = wanted = short_slug(title) or f"lever-{lever.number}"
    number = 1
    while (name := f"{company}.{role}.{word}") in found.titles:
        number += 1
        word = f"{wanted}-{number}"
    said = sayable(lever.text, book.kinds_of_levers)
    text = Noted(said, f"line {lever.line}, without its figures")
    values = {
        "title": title,
        "when": f'"{word}" in confirmed',
        "says": [{"text": text}] if said else [],
        "cases": {
            "fires": [{"confirmed": (word,)}],
            "silent": [{"confirmed": ()}],
            "unknown": [{"years": 1}],
        },
    }
    whose = (
        "The guide's own words. They are said by a candidate who states"
        if said
        else f"The guide's words (line {lever.line}) are no statement to be said: argue it in your"
        " own. It counts for a candidate who states"
    )
    found.files[name] = written(values, (_SCHEMA, f"{whose}: confirmed: [{word}]"))
    return name


def kind_of(title: str, kinds: KindsFile) -> str | None:
    """The shared lever that a title is about; None for one of its own."""
    for name, words in kinds.kinds.items():
        if words and _any(words).search(title):
            unlike = kinds.unlike.get(name, ())
            if not unlike or not _any(unlike).search(title):
                return name
    return None


@lru_cache(maxsize=512)
def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    return title_words(words)
