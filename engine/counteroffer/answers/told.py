"""What the conditions of warnings ask of days, offers' terms, rates and folders of rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from counteroffer.cases.intake import with_legs
from counteroffer.cases.situation import Situation
from counteroffer.money.rates import Rate, age_note, far_from_snapshot
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.warned_of import (
    EXPECTED,
    EXPIRED,
    FAR,
    OFFER_EXPIRED,
    RATES,
    REPLACED,
    STALE,
    TOLD,
)


def told(known: Situation, rulebook: Rulebook) -> Mapping[str, bool]:
    """The flags of `TOLD`."""
    whys = {one.why for one in known.alternatives}
    return {
        TOLD[OFFER_EXPIRED]: offer_expired(known),
        TOLD[EXPIRED]: "expired" in whys,
        TOLD[EXPECTED]: "expected" in whys,
        **told_of_rules(known, rulebook),
        **told_of_rates(known),
    }


def told_of_rules(known: Situation, rulebook: Rulebook) -> Mapping[str, bool]:
    """The flags that are the same for all cases of a guide."""
    replaced = rulebook.replaced(known.place.rules.id) is not None
    return {TOLD[REPLACED]: replaced, TOLD[RATES]: bool(known.table.notes)}


def told_of_rates(known: Situation) -> Mapping[str, bool]:
    """Whether rates that figures come from are stale, and far from the snapshot's."""
    used = tuple(rates_used(known))
    return {
        TOLD[STALE]: any(age_note(one, known.today) == "warning" for one in used),
        TOLD[FAR]: any(far_from_snapshot(one) for one in used),
    }


def offer_expired(known: Situation) -> bool:
    """Whether the last day of the offer in hand is past."""
    mine = known.case.offer
    return bool(mine and mine.expires and mine.expires < known.today)


def rates_used(known: Situation) -> Iterator[Rate]:
    """The stated rates that figures come from, those in the home currency too."""
    used = {rate.pair: rate for rate in known.rates}
    home, here = known.case.home, known.place.currency
    if home and home != here:
        used |= {rate.pair: rate for rate in with_legs(known.table.rate(here, home))}
    yield from (rate for rate in used.values() if not rate.legs)
