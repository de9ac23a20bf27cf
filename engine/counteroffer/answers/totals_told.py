"""What is said of a base that makes up a total: what the guide's totals count, and whose bonus."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from counteroffer.cases.situation import Situation
from counteroffer.text.by_locale import percent


def of_totals(known: Situation, hows: Collection[str | None]) -> Iterator[str]:
    """How a total that is asked for, or a floor on one, was taken apart; nothing without either.

    `hows` say where the asked figures come from.
    """
    place = known.place
    floor = place.floor and place.floor.total
    way = place.rules.made_up
    if way is None or not ("total" in hows or floor):
        return
    if way.equity == "whole" or way.signing:
        yield f"the guide's own totals are {way}, and what it asks in total is taken apart so"
    band = place.guide.bands.get(place.region) or place.guide.bands[place.guide.reference]
    offer = known.case.offer
    if not way.bonus or band.bonus is None or (offer and (offer.bonus or offer.ote)):
        return
    bonus = band.bonus
    top = (
        percent(bonus.high, known.locale)
        if bonus.currency == "%"
        else known.money(int(bonus.high), band.currency)
    )
    yield (
        "the guide's totals count a bonus and none is offered: of what it asks in total its own,"
        f" {top}, is taken off before the base"
    )
