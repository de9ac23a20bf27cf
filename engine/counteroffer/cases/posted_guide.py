"""The ranges of a posting → a guide's values: bands by place and level, and assumed asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from counteroffer.cases.posted import PostedRange, yearly
from counteroffer.language.declarations import slug
from counteroffer.postings.figure import PayFigure, Unread
from counteroffer.rulebook.defaults import POSITION, at_position
from counteroffer.rulebook.market import market_levers
from counteroffer.rulebook.rulebook import POSTED, POSTED_BASIS, Rulebook

_YEARS = 4  # what a grant is over where the posting does not say
_SHORT = 300  # characters of a text to review


@dataclass(frozen=True, slots=True)
class PostedPlace:
    """A band to be: its id, and the range that it is made of."""

    id: str
    label: str
    of: PostedRange


@dataclass(frozen=True, slots=True)
class PostedGuide:
    """A guide's values as its file has them, and by path where each figure of a band stands."""

    values: Mapping[str, Any]
    places: Mapping[tuple[str, ...], str] = field(default_factory=dict)


def places_of(
    ranges: Sequence[PostedRange], book: Rulebook, region: str | None
) -> tuple[PostedPlace, ...]:
    """The bands that the ranges which can be settled on become; of two of one name the first.

    A range that names no hiring place is of `region`, where that is given, and a level or a zone
    of its own stands beside it. Raises ValueError where nothing tells the place of one.
    """
    found: dict[str, PostedPlace] = {}
    for one in ranges:
        if one.unusable:
            continue
        label = _label(one, book, region)
        name = slug(label)
        if not name:
            raise ValueError(f"nothing tells the place of {one.told}: say it, --region berlin")
        found.setdefault(name, PostedPlace(name, label, one))
    return tuple(found.values())


def _label(one: PostedRange, book: Rulebook, region: str | None) -> str:
    place = book.places.get(one.region or slug(region or ""))
    home = place[1].label if place else region or ""
    return ", ".join(filter(None, (home, one.tier)))


def posted_guide(
    names: tuple[str, str], places: Sequence[PostedPlace], unread: Sequence[Unread], book: Rulebook,
    today: date,
) -> PostedGuide:  # fmt: skip
    """A guide of a company and role, of at least one place.

    What stood where pay stands and was not read, or has one end alone, is listed to be reviewed.
    """
    first = places[0]
    grants = [one for place in places for one in place.of.beside if one.component == "equity"]
    years = 1 if grants and all(one.period for one in grants) else _YEARS
    bands: dict[str, Any] = {}
    stands: dict[tuple[str, ...], str] = {}
    assumed: dict[str, None] = {}
    for place in places:
        band: dict[str, Any] = {"label": place.label, "currency": place.of.base.currency}
        for one in (place.of.base, *place.of.beside):
            by_year = yearly(one)
            band[one.component] = by_year.text
            stands["bands", place.id, one.component] = f"{one.at or '/'}: {one.shown}"
            assumed |= dict.fromkeys(_assumed(one, by_year.assumed, years))
        bands[place.id] = band
    step = book.currency(str(first.of.base.currency)).step
    asked = dict(_asked(first, step))
    figures = {first.id: {**asked, "assumed": tuple(sorted(asked))}}
    values = {
        "company": names[0],
        "role": names[1],
        "as_of": today.isoformat(),
        "basis": POSTED_BASIS,
        "reference": first.id,
        "vehicle": "equity",
        "years": years,
        "bands": bands,
        "levers": {
            name: {} if name == POSTED else {"figures": figures}
            for name in market_levers(book, posted=True)
        },
        "headline": figures,
        "sources": [f"job posting, {today.isoformat()}"],
        "assumptions": [*assumed, "the posting states no ask: 0.90 of the band is taken"],
        "needs_review": [_review(one) for one in unread if one.may_be_pay],
    }
    return PostedGuide(values, stands)


def _assumed(one: PayFigure, by_year: str, years: int) -> Iterator[str]:
    if one.component == "equity":
        yield f"the posted equity, {one.shown}, is taken to be over {years} years"
    elif by_year:
        yield by_year
    if "currency" in one.inferred:
        yield f"the currency of {one.shown} is concluded, not stated"


def _asked(place: PostedPlace, step: int) -> Iterator[tuple[str, int]]:
    for one in (place.of.base, *place.of.beside):
        for component, position in POSITION.items():
            if component == one.component:
                ends = yearly(one)
                asked = at_position(ends.low, ends.high, position, step)
                yield component, min(asked, ends.high)


def _review(one: Unread) -> dict[str, Any]:
    line = one.at.partition(":")[0]
    number = int(line) if line.isdigit() and line != "0" else 1
    place = "" if line.isdigit() else f"{one.at}: "
    return {"line": number, "text": f"{place}{one.text}"[:_SHORT], "why": one.why}
