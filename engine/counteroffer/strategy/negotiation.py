"""Ask, walk-away, caps and exact weights that packages, concessions and a fixed base start from.

What a package is worth a year is the settlement's own expression; since that is a sum of base and
equity with fixed weights, its weights are read off it here, and the arithmetic stands in one place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from counteroffer.analysis.compare.side import exact
from counteroffer.analysis.compare.vesting import sides
from counteroffer.answers.answer import Counteroffer, understood
from counteroffer.answers.counter import written
from counteroffer.answers.setting import Setting
from counteroffer.answers.vehicle import vehicle_name
from counteroffer.cases.case import Case
from counteroffer.cases.grant_reader import COMPETING_YEARS
from counteroffer.cases.situation import Situation
from counteroffer.engines.interface import Firing
from counteroffer.language.compile import compiled, divide
from counteroffer.language.expr import Expr, Fact, Value
from counteroffer.rulebook.guide import COMPONENTS, Component
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.annual import package
from counteroffer.settlement.region_figures import RegionFigures
from counteroffer.strategy.step_facts import StepFacts, best_held, meets_ask

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
    """Ask, walk-away, caps and exact weights that the parts of a plan start from.

    Amounts are in the region's currency.
    """

    answer: Counteroffer
    known: Situation = field(repr=False)
    book: Rulebook = field(repr=False)
    firing: Firing = field(repr=False)

    @property
    def values(self) -> Mapping[str, Value]:
        return self.firing.values

    @cached_property
    def steps(self) -> StepFacts:
        """What the answer says, for the lines of the plan."""
        locale = self.known.locale
        return StepFacts(self.answer, self.book, self.book.formatter(locale), locale)

    @cached_property
    def facts(self) -> Mapping[str, Value]:
        """What conditions of requests and of words for the other side may compare."""
        offer = self.known.case.offer
        return {
            **self.values,
            **self.steps.values,
            "ask_equity": self.ask.equity,
            "ask_signing": self.ask.signing or None,
            "equity_years": self.years,
            "offer_cliff": offer.equity.cliff if offer and offer.equity else None,
        }

    @property
    def place(self) -> RegionFigures:
        return self.known.place

    @property
    def kind(self) -> str:
        """What is negotiated: an offer or a raise."""
        return str(understood(self.answer).get("kind", "offer"))

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
        return meets_ask(self.answer)

    @cached_property
    def least_base(self) -> int | None:
        """The base that no package goes under, with whatever else.

        The floor, an assumed one aside, and the minimum, but not under what is offered.
        None where nothing says so.
        """
        floor = self.answer.floor
        binding = [
            floor.base if floor and floor.how != "assumed" else None,
            self.offered.base,
            minimum if (minimum := self._int("minimum_base")) else None,
        ]
        return max((one for one in binding if one is not None), default=None)

    @property
    def least_annual(self) -> int | None:
        """What every round and package is worth a year at least: the walk-away's worth."""
        return self.answer.walk_away.annual if self.answer.walk_away else None

    @cached_property
    def last_base(self) -> int | None:
        """The base of the last round: the walk-away up to a step, or what is offered.

        At most the ask. Where nothing says where to leave it is what is offered; None where that
        is not stated.
        """
        if self.ask.base is None:
            return None
        least, offered = self.answer.walk_away, self.offered.base
        if least is None:
            return None if offered is None else min(offered, self.ask.base)
        if offered is not None and least.base <= offered:
            return min(offered, self.ask.base)
        step = self.place.step
        return min(-(-least.base // step) * step, self.ask.base)

    @cached_property
    def best_held(self) -> tuple[str, int] | None:
        """The best held offer: its company, and what it is worth a year."""
        return best_held(self.answer)

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
        return sides(self.known, self.firing, self.book)[1][0].vested(0)

    @property
    def offered_first_year(self) -> int | None:
        """What the offer in hand pays in its first year, as its own equity vests.

        None where it states nothing.
        """
        compared = sides(self.known, self.firing, self.book)[1]
        found = next((one for one in compared if one.name == "offer" and not one.held), None)
        year = found.year(0) if found else None
        return year.total if year else None

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
        """What the equity is called, as the offer has it, else as the guide does."""
        return vehicle_name(self.book, self.answer.case)

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


def ground(setting: Setting, case: Case, locale: str | None = None) -> Ground:
    """Settle a case into what its plan starts from; errors as in `counter`."""
    known, firing = setting.settled(case, locale)
    return Ground(written(known, firing, setting.rulebook), known, setting.rulebook, firing)
