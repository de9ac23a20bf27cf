"""The held offer that sentences for the other side name: what it beats, and how it is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from counteroffer.cases.pay import Pay
from counteroffer.cases.situation import CompetingOffer, Situation
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

    def words(self, known: Situation, rulebook: Rulebook) -> Iterator[tuple[str, str | None]]:
        """The words that a sentence may use of it; None for what it does not state."""
        offer, pay = self.held.offer, self.held.pay
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
        yield "best.base", stated_money(known, pay, "base")
        yield "best.package", listed(self._package(known, rulebook)) or None

    def _package(self, known: Situation, rulebook: Rulebook) -> Iterator[str]:
        """Its parts, each in its own currency, without those that are nothing."""
        offer, pay = self.held.offer, self.held.pay
        called = offer.equity and offer.equity.vehicle
        vehicle = rulebook.vehicles.get(called) if called else None
        for component in COMPONENTS:
            part = pay.parts.get(component)
            if part and part.whole:
                name = vehicle.name if vehicle else "equity"
                money = known.money(part.whole, part.currency)
                yield component_phrase(component, money, name, pay.years or 1)
        yield from self._bonus(known)

    def _bonus(self, known: Situation) -> Iterator[str]:
        bonus, part = self.held.offer.bonus, self.held.pay.parts.get("bonus_amount")
        if bonus and bonus.target.currency == "%" and bonus.target.low:
            yield f"a target bonus of {percent(bonus.target.low, known.locale)}"
        elif bonus and not bonus.usual and part and part.whole:
            yield f"a target bonus of {known.money(part.whole, part.currency)}"


def stated_money(known: Situation, pay: Pay, component: str) -> str | None:
    """A component in its own currency, in whole units; None where it is not stated."""
    part = pay.parts.get(component)
    return known.money(part.whole, part.currency) if part else None


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
