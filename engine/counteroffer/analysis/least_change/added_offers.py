"""Offers that a lever would need beside those of a case: as words, always a hypothesis, and as a
case states them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from counteroffer.analysis.least_change.another_offer import ANNUAL, BASE, EQUITY, Kind
from counteroffer.analysis.least_change.satisfy import FactChange
from counteroffer.language.declarations import Declaration
from counteroffer.settlement.region_figures import Place

_WORDS = ((BASE, "with a base of {}"), (ANNUAL, "worth {} a year"), (EQUITY, "with equity of {}"))


@dataclass(frozen=True, slots=True)
class AddedOffers:
    """So many offers of a kind, all with the same figures: those that need to be of some size."""

    number: int
    kind: Kind
    figures: Mapping[str, FactChange]

    def words(self, named: Collection[int], money: Callable[[int], str]) -> str:
        """`with a base of more than US$180,000`; nothing where any figure will do.

        `named` are figures of the case.
        """
        parts = [] if self.kind.states else ["with a signing bonus and no more"]
        for name, words in _WORDS:
            change = self.figures.get(name)
            if change is None:
                continue
            wanted = change.text.partition(": ")[2].removesuffix(" (not stated)")
            if (
                isinstance(change.value, int)
                and change.value - 1 in named
                and wanted.endswith(" or more")
            ):
                wanted = f"more than {money(change.value - 1)}"
            parts.append(words.format(wanted))
        return " and ".join(parts)

    def stated(self, place: Place, declared: Mapping[str, Declaration]) -> dict[str, Any]:
        """One of them as a case has it, but for its company; figures of no matter are the least
        that makes sense."""

        def figure(name: str) -> int:
            change = self.figures.get(name)
            return change.value if change and isinstance(change.value, int) else declared[name].min

        stated: dict[str, Any] = {"currency": place.currency}
        base = figure(BASE) if BASE in self.kind.states else 0
        if base:
            stated["base"] = base
        if ANNUAL in self.kind.states:
            stated["equity"] = {"amount": figure(ANNUAL) - base, "years": 1}
        if EQUITY in self.kind.states:
            stated["equity"] = {"amount": figure(EQUITY), "years": place.guide.years}
        return stated if self.kind.states else {**stated, "signing": place.step}


def hypothesis(
    offers: tuple[AddedOffers, ...], named: Collection[int], money: Callable[[int], str]
) -> str:
    """`if you held another offer with a base of more than US$180,000, or one worth more than
    US$226,500 a year`."""
    number = offers[0].number
    held, one = ("another offer", "one") if number == 1 else (f"{number} more offers", "ones")
    texts = [text for added in offers if (text := added.words(named, money))]
    return f"if you held {held}" + (
        f" {f', or {one} '.join(texts)}" if len(texts) == len(offers) else ""
    )
