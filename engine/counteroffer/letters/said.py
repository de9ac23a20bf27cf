"""A settled case → the words that may go to the other side.

Everything here is made of talking points, of figures that are asked for, of the offer they made,
and of the guide's sources. The floor, the candidate's minimum and current pay, and offers that are
private or not held are not among it, so that no template, a user's own neither, can let them slip.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from counteroffer.answers.answer import TalkingPoint
from counteroffer.answers.dates import named
from counteroffer.answers.words import Words
from counteroffer.language.declarations import listed
from counteroffer.rulebook.guide import COMPONENTS, Component
from counteroffer.settlement.asks import COMPETING
from counteroffer.strategy.negotiation import Terms
from counteroffer.text.phrases import component_phrase

BAND = "market-band"


@dataclass(frozen=True, slots=True)
class Point:
    """A true thing to say, and the sources of what it cites, in a row."""

    lever: str
    text: str
    sources: str


@dataclass(frozen=True, slots=True)
class Said:
    """The words for the other side.

    Amounts are texts; None and empty where there is nothing to say. `offer` is what they offer,
    `ask` what is asked beyond it and `base`, `equity`, `signing` its parts; `other` is the ask
    without base. `points` are there for a counter alone and begin with the strongest; `held` is the
    one about an offer held elsewhere, `own` those about the candidate, `market` the one about the
    band. `band` is the region's base band where the ask lies in it. `until` is the last day of the
    offer, `expired` says that it is over, `time` asks for more of it. `fixed` asks for what makes
    up for a base that can't move.
    """

    company: str
    role: str
    region: str
    verdict: str
    offered: bool
    offer: str
    ask: str
    base: str | None
    equity: str | None
    signing: str | None
    other: str
    points: tuple[Point, ...]
    held: Point | None
    own: tuple[Point, ...]
    market: Point | None
    band: str | None
    sources: tuple[str, ...]
    until: str | None
    expired: bool
    time: str | None
    fixed: str | None


def said(words: Words, ask: Terms, time: str | None, fixed: str | None) -> Said:
    """The words for the other side, of an answer and its next ask.

    `time` is a sentence that asks for more of it, `fixed` one for the case that their base can't
    move.
    """
    answer = words.answer
    guide = words.rulebook.guide(answer.guide).guide
    asked = dict(_asked(words, ask))
    points = (
        tuple(_point(one) for one in answer.talking_points) if answer.verdict == "counter" else ()
    )
    offer: Mapping[str, Any] = answer.case.get("offer") or {}
    expires = date.fromisoformat(offer["expires"]) if "expires" in offer else None
    return Said(
        company=guide.company,
        role=guide.role,
        region=words.region,
        verdict=answer.verdict,
        offered=answer.offer is not None,
        offer=listed(_offered(words, offer)),
        ask=listed(asked.values()),
        base=asked.get("base"),
        equity=asked.get("equity"),
        signing=asked.get("signing"),
        other=listed(text for name, text in asked.items() if name != "base"),
        points=points,
        held=next((one for one in points if one.lever == COMPETING), None),
        own=tuple(one for one in points if one.lever not in (COMPETING, BAND)),
        market=next((one for one in points if one.lever == BAND), None),
        band=_band(words, ask.base),
        sources=guide.sources,
        until=named(expires) if expires else None,
        expired=expires is not None and expires < date.fromisoformat(answer.today),
        time=time,
        fixed=fixed,
    )


def _asked(words: Words, ask: Terms) -> Iterator[tuple[Component, str]]:
    """What is asked beyond the offer, as phrases; nothing where an offer is accepted or
    declined."""
    answer = words.answer
    years = words.rulebook.guide(answer.guide).guide.years
    for name in COMPONENTS:
        figure, offered = ask.of(name), getattr(answer.offer, name, None)
        if answer.verdict == "counter" and figure and (offered is None or offered < figure):
            yield name, component_phrase(name, words.money(figure), words.vehicle, years)


def _offered(words: Words, offer: Mapping[str, Any]) -> Iterator[str]:
    """The parts of the offer in hand, in its own currency, as it states them."""
    guide = words.rulebook.guide(words.answer.guide).guide
    for name in COMPONENTS:
        stated = offer.get(name)
        if not stated:
            continue
        equity = stated if isinstance(stated, Mapping) else {}
        called = equity.get(
            "vehicle", guide.vehicle
        )  # what they grant is what the guide says, unless it is stated
        vehicle = words.rulebook.vehicles.get(called)
        amount = words.money(equity.get("amount", stated), offer["currency"])
        yield component_phrase(
            name, amount, vehicle.name if vehicle else called, equity.get("years", 1)
        )
    if bonus := offer.get("bonus"):
        amount = (
            words.money(bonus, offer["currency"])
            if isinstance(bonus, int)
            else str(bonus).replace("%", " %")
        )
        yield f"a target bonus of {amount}"


def _point(point: TalkingPoint) -> Point:
    return Point(point.lever, point.text, "; ".join(point.sources))


def _band(words: Words, base: int | None) -> str | None:
    """The region's own base band as a text, where the asked base lies in it."""
    band = words.rulebook.guide(words.answer.guide).guide.bands.get(words.answer.region)
    if band is None or base is None or not band.base.low <= base <= band.base.high:
        return None
    return f"{words.money(int(band.base.low))} to {words.money(int(band.base.high))}"
