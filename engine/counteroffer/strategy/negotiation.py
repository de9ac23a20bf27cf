"""Ask, floor, caps and exact weights that packages, concessions and a fixed base start from.

What a package is worth a year is the settlement's own expression; since that is a sum of base and
equity with fixed weights, its weights are read off it here, and the arithmetic stands in one place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import ceil

from counteroffer.analysis.compare.vesting import exact, sides
from counteroffer.answers.answer import Counteroffer
from counteroffer.answers.counter import answer
from counteroffer.cases.case import Case
from counteroffer.cases.normalise import Situation, situation
from counteroffer.cases.pay_reader import COMPETING_YEARS
from counteroffer.language.compile import compiled, divide
from counteroffer.language.expr import Expr, Fact, Value
from counteroffer.money.rates import Rates
from counteroffer.rulebook.guide import COMPONENTS, Component
from counteroffer.rulebook.rulebook import Rulebook, default_rulebook
from counteroffer.settlement.annual import package
from counteroffer.settlement.region_figures import RegionFigures

_BASE, _EQUITY = "plan.base", "plan.equity"


@dataclass(frozen=True, slots=True)
class Terms:
    """A package by component, in whole units of the region's currency.

    Equity is over the guide's period.
    """

    base: int | None
    equity: int | None
    signing: int | None

    def of(self, component: Component) -> int | None:
        value: int | None = getattr(self, component)
        return value


@dataclass(frozen=True)
class Ground:
    """Ask, floor, caps and exact weights that the parts of a plan start from.

    Amounts are in the region's currency.
    """

    answer: Counteroffer
    known: Situation = field(repr=False)
    book: Rulebook = field(repr=False)
    values: Mapping[str, Value] = field(repr=False)

    @property
    def place(self) -> RegionFigures:
        return self.known.place

    @property
    def years(self) -> int:
        """The period of every equity figure."""
        return self.place.guide.years

    @property
    def horizon(self) -> int:
        """The years over which what is paid once is weighed against what is paid each year.

        The grant's own; where the equity is paid anew each year the four that a competing grant is
        taken to have, as a single payment is no match for a yearly one.
        """
        return self.years if self.years > 1 else COMPETING_YEARS

    @cached_property
    def offered(self) -> Terms:
        return Terms(*(self._int(f"offer_{component}") for component in COMPONENTS))

    @cached_property
    def ask(self) -> Terms:
        return Terms(*(self._int(f"ask.{component}") for component in COMPONENTS))

    @cached_property
    def ask_annual(self) -> int:
        """What the ask is worth a year."""
        return self.annual(self.ask)

    @property
    def met(self) -> bool:
        """Whether an offer gives all of the ask already."""
        asked = ((self.ask.of(component), self.offered.of(component)) for component in COMPONENTS)
        return self.answer.offer is not None and all(
            one is None or one <= (here or 0) for one, here in asked
        )

    @cached_property
    def least_base(self) -> int | None:
        """The floor, but not under what is offered; None where there is no floor."""
        floor = self.answer.floor
        return None if floor is None else max(floor.base, self.offered.base or 0)

    @cached_property
    def floor(self) -> Terms | None:
        """The least package to accept; None where there is no floor.

        The asked equity, the offered signing, and as much base as the least annual total takes.
        """
        if self.least_base is None or self.floor_annual is None or self.ask.base is None:
            return None
        fixed, per_base, per_equity = self.weights
        rest = self.floor_annual - Fraction(1, 2) - fixed - per_equity * (self.ask.equity or 0)
        base = min(max(self.least_base, ceil(rest / per_base)), self.ask.base)
        return Terms(base, self.ask.equity, self.offered.signing)

    @property
    def floor_annual(self) -> int | None:
        """The least to accept in annual terms."""
        return self.answer.floor.annual if self.answer.floor else None

    @cached_property
    def best_held(self) -> tuple[str, int] | None:
        """The best held offer: its company, and what it is worth a year."""
        held = [
            (one.company, one.annual)
            for one in self.answer.alternatives
            if one.held and one.annual is not None
        ]
        best = max((annual for _, annual in held), default=0)
        named = self.answer.break_even.against if self.answer.break_even else None
        return next(
            (one for one in sorted(held, key=lambda one: one[0] != named) if one[1] == best), None
        )

    def top(self, component: Component) -> int:
        """The most that may be asked for: the band's end, or the guide's own figures if higher."""
        band = self.place.band.get(component)
        high = compiled(band[1])(self.values) if band else None
        stretch = self._int(f"stretch.{component}")
        return max(high if isinstance(high, int) else 0, stretch or 0, self.ask.of(component) or 0)

    def annual(self, terms: Terms) -> int:
        """What terms are worth a year with the offered bonus, 0 for none.

        Rounded as every annual total is.
        """
        value = compiled(self._worth)(self._with(terms))
        return value if isinstance(value, int) else 0

    @cached_property
    def weights(self) -> tuple[Fraction, Fraction, Fraction]:
        """What is paid each year anyway, and what one unit of base and one of equity add to it.

        The first is a bonus that is an amount.
        """
        nothing = self._exact(Terms(0, 0, None))
        return (
            nothing,
            self._exact(Terms(1, 0, None)) - nothing,
            self._exact(Terms(0, 1, None)) - nothing,
        )

    @cached_property
    def first_year_share(self) -> Fraction:
        """The part of the asked grant that vests in the first year.

        As the offered grant vests, else evenly.
        """
        return sides(self.known, self.book)[1][0].vested(0)

    def first_year(self, terms: Terms) -> int:
        """Base, bonus, signing and what vests of the equity in the first year."""
        exactly = self._exact(terms) + (terms.signing or 0)
        share = self.first_year_share * self.years - 1
        exactly += self.weights[2] * (terms.equity or 0) * share
        return divide(exactly.numerator, exactly.denominator, "half-up")

    def money(self, amount: int) -> str:
        return self.known.money(amount, self.place.currency)

    @property
    def vehicle(self) -> str:
        """What the guide's equity is called."""
        name = self.place.guide.vehicle
        vehicle = self.book.vehicles.get(name)
        return vehicle.name if vehicle else name

    @cached_property
    def _worth(self) -> Expr:
        return package(self.place.guide.years, Fact(_BASE), Fact(_EQUITY))

    def _exact(self, terms: Terms) -> Fraction:
        return exact(self._worth, self._with(terms)) or Fraction(0)

    def _with(self, terms: Terms) -> dict[str, Value]:
        return {**self.values, _BASE: terms.base, _EQUITY: terms.equity}

    def _int(self, name: str) -> int | None:
        value = self.values.get(name)
        return value if isinstance(value, int) else None


def ground(
    case: Case,
    *,
    region: str | None = None,
    rulebook: Rulebook | None = None,
    rates: Rates | None = None,
    today: date | None = None,
    locale: str | None = None,
) -> Ground:
    """Settle a case into what its plan starts from; arguments and errors as in `counter`."""
    book, table = rulebook or default_rulebook(), rates or Rates.snapshot()
    found, firing = answer(
        case, region=region, rulebook=book, rates=table, engine="plain", today=today, locale=locale
    )
    known = situation(case, book, region=region, rates=table, today=today, locale=locale)
    return Ground(found, known, book, firing.values)
