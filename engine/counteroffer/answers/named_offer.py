"""The held offer that sentences for the other side name: what it beats, and how it is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from counteroffer.cases.normalise import CompetingOffer, Situation
from counteroffer.language.declarations import listed
from counteroffer.language.expr import Value
from counteroffer.rulebook.guide import COMPONENTS
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.by_locale import percent
from counteroffer.text.characters import in_order
from counteroffer.text.phrases import component_phrase

PRESENT_EMPLOYER = "present-employer"
_HOW = {"written": " in writing", "verbal": " by word of mouth"}


def best_of(offers: Iterable[CompetingOffer], values: Mapping[str, Value]) -> CompetingOffer | None:
    """The offer with the greatest annual total, then base, then name."""

    def rank(one: CompetingOffer) -> tuple[int, int, tuple[str, str]]:
        annual, base = values.get(f"{one.key}.annual"), values.get(f"{one.key}.base_here")
        return (
            -(annual if isinstance(annual, int) else -1),
            -(base if isinstance(base, int) else -1),
            in_order(one.offer.company),
        )

    return min(offers, key=rank, default=None)


@dataclass(frozen=True, slots=True)
class NamedOffer:
    """The best held offer that may be named, and by fact what it beats, where both are known."""

    held: CompetingOffer
    comparisons: Mapping[str, bool]

    def words(
        self, known: Situation, values: Mapping[str, Value], rulebook: Rulebook
    ) -> Iterator[tuple[str, str | None]]:
        """The words that a sentence may use of it; None for what it does not state."""
        offer, base = self.held.offer, values.get(f"{self.held.key}.base")
        kind = f"a {offer.evidence} offer" if offer.evidence else "an offer"
        yield "best.company", offer.company
        yield "best.offer", kind
        if offer.origin == PRESENT_EMPLOYER:
            how = _HOW.get(offer.evidence or "", "")
            yield (
                "best.holding",
                f"To keep me, my present employer has made me a counter-offer{how}",
            )
        else:
            yield "best.holding", f"I hold {kind} from {offer.company}"
        currency = self.held.currency
        yield "best.base", known.money(base, currency) if isinstance(base, int) else None
        yield "best.package", listed(self._package(known, values, rulebook)) or None

    def _package(
        self, known: Situation, values: Mapping[str, Value], rulebook: Rulebook
    ) -> Iterator[str]:
        """Its parts in its own currency, without those that are nothing."""
        offer, key, currency = self.held.offer, self.held.key, self.held.currency
        called = offer.equity and offer.equity.vehicle
        vehicle = rulebook.vehicles.get(called) if called else None
        years = values.get(f"{key}.years")
        over = years if isinstance(years, int) else 1
        for component in COMPONENTS:
            amount = values.get(f"{key}.{component}")
            if isinstance(amount, int) and amount:
                name = vehicle.name if vehicle else "equity"
                yield component_phrase(component, known.money(amount, currency), name, over)
        rate, bonus = values.get(f"{key}.bonus_rate"), values.get(f"{key}.bonus_amount")
        if offer.bonus is not None and rate:
            yield f"a target bonus of {percent(offer.bonus.low, known.locale)}"
        elif isinstance(bonus, int) and bonus:
            yield f"a target bonus of {known.money(bonus, currency)}"


def named_offer(
    known: Situation, values: Mapping[str, Value], rulebook: Rulebook
) -> NamedOffer | None:
    """The best held offer that is not private and beats what is in hand, in base or in a year.

    Where nothing is in hand, the best of all of them. In a raise present pay is in hand.
    """
    nothing = known.case.offer is None and not known.present_pay_stands
    pairs = {
        "best_beats_base": ("base_here", "offer_base"),
        "best_beats_annual": ("annual", "offer_annual"),
        "best_beats_ask": ("annual", "ask.annual"),
    }

    def compared(one: CompetingOffer) -> dict[str, bool]:
        sides = (
            (name, values.get(f"{one.key}.{theirs}"), values.get(mine))
            for name, (theirs, mine) in pairs.items()
        )
        return {
            name: there > here
            for name, there, here in sides
            if isinstance(there, int) and isinstance(here, int)
        }

    def beats(one: CompetingOffer) -> bool:
        found = compared(one)
        return nothing or bool(found.get("best_beats_base") or found.get("best_beats_annual"))

    open_ones = [one for one in known.alternatives if one.held and not one.offer.private]
    best = best_of(filter(beats, open_ones), values)
    return NamedOffer(best, compared(best)) if best else None
