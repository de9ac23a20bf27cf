"""A settled case → the words that may go to the other side.

Everything here is made of talking points, of figures that are asked for, of the offer they made
(in a raise, of what they pay), and of the guide's sources of pay. The floor, the candidate's
minimum and current pay, and offers that are private or not held are not among it, so that no
template, a user's own neither, can let them slip.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from counteroffer.answers.answer import TalkingPoint, understood
from counteroffer.answers.citing import of_pay
from counteroffer.answers.words import Words
from counteroffer.language.declarations import listed
from counteroffer.rulebook.guide import COMPONENTS, Component
from counteroffer.settlement.asks import COMPETING
from counteroffer.strategy.negotiation import Ground
from counteroffer.text.by_locale import day, percent
from counteroffer.text.phrases import component_phrase

BAND = "market-band"
SAID = 3  # points in a letter
ASKS = ("prepare", "counter")  # the verdicts with something to ask for


@dataclass(frozen=True, slots=True)
class Point:
    """A true thing to say, and the sources of what it cites, in a row."""

    lever: str
    text: str
    sources: str


@dataclass(frozen=True, slots=True)
class Said:
    """The words for the other side.

    Amounts are texts; None and empty where there is nothing to say. `verdict` is prepare, counter,
    accept or walk-away, `kind` is offer or raise. `offer` is what they offer, `verbal` says that
    it is not in writing, `final` that it is their last word. `ask` is what is asked beyond the
    offer (beyond what they pay, in a raise) and `base`, `equity`, `signing` its parts; `other` is
    the ask without base. `points` are there while there is something to ask for, and begin with the
    strongest, one about a held offer among the first three; `held` is that one, also where it is
    why the offer is declined; `own` are those about the candidate, `market` is the one about the
    band. `gap` says that nothing is asked beyond the offer and the held one is worth more. `band`
    is the region's base band where the ask lies in it. `until` is the last day of the offer,
    `expired` says that it is over, `time` asks for more of it. `fixed` asks for what makes up for a
    base that can't move.
    """

    company: str
    role: str
    region: str
    verdict: str
    kind: str
    offered: bool
    offer: str
    verbal: bool
    final: bool
    ask: str
    base: str | None
    equity: str | None
    signing: str | None
    other: str
    points: tuple[Point, ...]
    held: Point | None
    gap: bool
    own: tuple[Point, ...]
    market: Point | None
    band: str | None
    sources: tuple[str, ...]
    until: str | None
    expired: bool
    time: str | None
    fixed: str | None


def said(words: Words, here: Ground, time: str | None, fixed: str | None) -> Said:
    """The words for the other side, of an answer and its next ask.

    `time` is a sentence that asks for more of it, `fixed` one for the case that their base can't
    move.
    """
    answer = words.answer
    guide = words.rules.guide
    asked = dict(_asked(words, here))
    told = tuple(_point(one) for one in answer.talking_points)
    held = next((one for one in told if one.lever == COMPETING), None)
    points = _in_order(told, held) if answer.verdict in ASKS else ()
    offer: Mapping[str, Any] = understood(answer).get("offer") or {}
    expires = date.fromisoformat(offer["expires"]) if "expires" in offer else None
    declines = answer.verdict == "walk-away" and here.values.get("worth_leaving") is True
    return Said(
        company=guide.company,
        role=guide.role,
        region=words.region,
        verdict=answer.verdict,
        kind=words.kind,
        offered=answer.offer is not None,
        offer=listed(_offered(words, here)),
        verbal=offer.get("evidence") == "verbal",
        final=bool(offer.get("final")),
        ask=listed(asked.values()),
        base=asked.get("base"),
        equity=asked.get("equity"),
        signing=asked.get("signing"),
        other=listed(text for name, text in asked.items() if name != "base"),
        points=points,
        held=held if points or declines else None,
        gap=answer.gap is not None,
        own=tuple(one for one in points if one.lever not in (COMPETING, BAND)),
        market=next((one for one in points if one.lever == BAND), None),
        band=_band(words, here.ask.base),
        sources=of_pay(words.rulebook, guide.sources),
        until=day(expires, here.known.today, here.known.locale) if expires else None,
        expired=expires is not None and expires < here.known.today,
        time=time,
        fixed=fixed,
    )


def _in_order(points: tuple[Point, ...], held: Point | None) -> tuple[Point, ...]:
    """The strongest first, and the one about a held offer among those that are said."""
    if held is None or held in points[:SAID]:
        return points
    others = tuple(one for one in points if one is not held)
    return (*others[: SAID - 1], held, *others[SAID - 1 :])


def _asked(words: Words, here: Ground) -> Iterator[tuple[Component, str]]:
    """What is asked beyond what is offered, or paid in a raise, as phrases; nothing where an offer
    is accepted or declined."""
    for name in COMPONENTS:
        figure, offered = here.ask.of(name), here.offered.of(name)
        if words.answer.verdict in ASKS and figure and (offered is None or offered < figure):
            yield (
                name,
                component_phrase(name, words.money(figure), words.vehicle, here.years, words.kind),
            )


def _offered(words: Words, here: Ground) -> Iterator[str]:
    """The parts of the offer in hand that are something, each in its own currency."""
    offer, pay = here.known.case.offer, here.known.pay.get("offer")
    if offer is None or pay is None:
        return
    for name in COMPONENTS:
        part = pay.parts.get(name)
        if part and part.whole:
            money = words.money(part.whole, part.currency)
            yield component_phrase(name, money, words.vehicle, pay.years or 1, words.kind)
    bonus, amount = offer.bonus, pay.parts.get("bonus_amount")
    if bonus and bonus.target.currency == "%" and bonus.target.low:
        yield f"a target bonus of {percent(bonus.target.low, here.known.locale)}"
    elif bonus and not bonus.usual and amount and amount.whole:
        yield f"a target bonus of {words.money(amount.whole, amount.currency)}"


def _point(point: TalkingPoint) -> Point:
    return Point(point.lever, point.text, "; ".join(point.sources))


def _band(words: Words, base: int | None) -> str | None:
    """The region's own base band as a text, where the asked base lies in it."""
    band = words.rules.guide.bands.get(words.answer.region)
    if band is None or base is None or not band.base.low <= base <= band.base.high:
        return None
    return f"{words.money(int(band.base.low))} to {words.money(int(band.base.high))}"
