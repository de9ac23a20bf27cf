"""Earlier rounds: what they offered and what was asked, and the least that was ever asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from counteroffer.language.compile import divide
from counteroffer.rulebook.guide import Component

Figures = Mapping[Component, Fraction]


@dataclass(frozen=True, slots=True)
class EarlierRound:
    """One round: their offer and our ask, by component.

    Exact amounts in the region's currency, equity over the guide's period. A component that was not
    stated is absent.
    """

    on: date | None
    offer: Figures
    ask: Figures


def least_asked(rounds: Iterable[EarlierRound], component: Component) -> int | None:
    """The least that was ever asked for a component; None where no round states it.

    Whole units, rounded to the nearest, ties up.
    """
    asked = [one.ask[component] for one in rounds if component in one.ask]
    return divide(min(asked).numerator, min(asked).denominator, "half-up") if asked else None
