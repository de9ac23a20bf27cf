"""Ask and stretch as steps, from what the levers propose."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from counteroffer.analysis.explain.basis import Basis
from counteroffer.analysis.explain.figures import FigureSteps
from counteroffer.analysis.explain.firing import FiringSteps
from counteroffer.analysis.explain.offers import OfferSteps, Part, total
from counteroffer.analysis.explain.step import Step, competing
from counteroffer.rulebook.guide import Component
from counteroffer.rulebook.levers import Lever

Side = Literal["ask", "stretch"]


class NumberSteps:
    """Says of each figure of the ask and the stretch how it was settled."""

    def __init__(self, basis: Basis) -> None:
        self.basis, self.place = basis, basis.place
        self.figures = FigureSteps(basis)
        self.offers = OfferSteps(basis, self.figures)
        self.figures.in_hand = lambda: (self.offered("equity"), *self.bonus())
        self.firing = FiringSteps(basis, self.offers)

    # levers

    def lever(self, lever: Lever) -> Step:
        """A lever: what it asks if it fires, and its condition."""
        fired = self.basis.values.get(f"fired.{lever.id}") is True
        condition = self.firing.lever(lever)
        asks = tuple(
            self.ask_of(lever, component)
            for component in self.place.asks[lever.id]
            if self.basis.number(f"asks.{lever.id}.{component}") is not None
        )
        word = (
            "fires"
            if fired
            else "is silent"
            if condition.value is False
            else "is undecided for want of facts"
        )
        text = (
            f"{lever.title}. If it fired, it would ask this" if asks and not fired else lever.title
        )
        return Step(
            f"lever.{lever.id}",
            "condition",
            condition.value,
            word,
            text,
            children=(condition, *asks),
        )

    def ask_of(self, lever: Lever, component: Component) -> Step:
        """What a lever asks for one component: the guide's figure, or what is measured."""
        value, name = (
            self.basis.number(f"asks.{lever.id}.{component}"),
            f"asks.{lever.id}.{component}",
        )
        if component in self._own(lever):
            step = self.figures.lever(lever.id, component)
        else:
            step = self.offers.measure(lever.asks[component].measure)
        shown = "–" if value is None else self.basis.money(value)
        return Step(
            name,
            "proposal",
            value,
            shown,
            f"{lever.id} asks",
            self.basis.currency,
            children=(step,),
        )

    def _own(self, lever: Lever) -> set[Component]:
        """The components for which the figures are the guide's own."""
        own = self.place.asks[lever.id]
        return {
            one
            for one, figure in own.items()
            if figure.how in ("stated", "carried", "converted", "total")
            and not (one in lever.asks and not (lever.own and lever.own.figures))
        }

    # ask and stretch

    def component(self, side: Side, component: Component) -> Step:
        """A figure of the ask or the stretch."""
        value, name = self.basis.number(f"{side}.{component}"), f"{side}.{component}"
        offered = self.offered(component)
        if value is None:
            return self.basis.missing(
                name, f"nothing proposes {component}, and the offer states none"
            )
        parts = [self._supported(side, component), offered]
        words = ["what the rules support", "the offer in hand"]
        if component == "base":
            parts.append(self.offers.measure("minimum_base"))
            words.append("your minimum")
        said = [word for word, part in zip(words, parts, strict=True) if part.value is not None]
        text = (
            f"the greatest of {', '.join(said[:-1])} and {said[-1]}" if len(said) > 1 else said[0]
        )
        return self.basis.chosen("greatest", name, text, competing(parts, value), value)

    def offered(self, component: Part) -> Step:
        """A component of the offer in hand, in the region's currency."""
        return self.offers.measure(f"offer_{component}")

    def _supported(self, side: Side, component: Component) -> Step:
        """What the rules say, but no more than was asked for in an earlier round."""
        rules = self._capped(component) if side == "ask" else self._proposed(component)
        before = self.basis.number(f"asked_before.{component}")
        if before is None or not isinstance(rules.value, int):
            return rules
        value, name = (
            min(rules.value, before),
            "supported" if side == "ask" else "supported_stretch",
        )
        text = f"no more than the {component} asked for in an earlier round"
        parts = competing((rules, self.offers.asked_before(component)), value)
        return self.basis.chosen("least", f"{name}.{component}", text, parts, value)

    def _capped(self, component: Component) -> Step:
        """What is proposed, but no more than the headline."""
        proposed = self._proposed(component)
        if component not in self.place.headline or proposed.value is None:
            return proposed
        value = self.basis.number(f"capped.{component}")
        text = f"no more than the headline's {component}"
        parts = competing((proposed, self.figures.headline(component)), value)
        return self.basis.chosen("least", f"capped.{component}", text, parts, value)

    def _proposed(self, component: Component) -> Step:
        """The greatest figure that a fired lever or the fired headline proposes."""
        name, value = f"proposed.{component}", self.basis.number(f"proposed.{component}")
        fired = [lever for lever in self.place.levers if self.basis.values.get(f"fired.{lever.id}")]
        proposals = [
            self._proposal(lever, component)
            for lever in fired
            if component in self.place.asks[lever.id]
        ]
        if component in self.place.headline and self.basis.values["headline"] is True:
            figure = self.figures.headline(component)
            proposals.append(
                Step(
                    f"headline.{component}",
                    "proposal",
                    figure.value,
                    figure.shown,
                    "the headline asks",
                    figure.unit,
                    children=(figure, self.firing.headline()),
                )
            )
        if value is None:
            return self.basis.missing(name, "no rule that fired proposes it")
        text = "the greatest that a rule which fired proposes"
        return self.basis.chosen("greatest", name, text, competing(proposals, value), value)

    def _proposal(self, lever: Lever, component: Component) -> Step:
        asked = self.ask_of(lever, component)
        return replace(asked, children=(*asked.children, self.firing.lever(lever)))

    def annual(self, side: Side) -> Step:
        """What the whole ask is worth a year."""
        parts = (self.component(side, "base"), self.component(side, "equity"))
        return self.package(f"{side}.annual", *parts, self.basis.number(f"{side}.annual"))

    def package(self, name: str, base: Step, equity: Step, value: int | None) -> Step:
        """What a base and an equity are worth a year with the offered bonus."""
        if value is None:
            return self.basis.missing(name, "neither base nor equity is known")
        bonus, factor, rates = self.bonus()
        formula = total(base, equity, self.place.guide.years, bonus, factor)
        text = "base, equity a year and the offered bonus" if bonus else "base and equity a year"
        known = tuple(part for part in (base, equity, bonus) if part and part.value is not None)
        return self.basis.amount(name, text, formula, (*known, *rates), value)

    def bonus(self) -> tuple[Step | None, str, tuple[Step, ...]]:
        """The offered bonus; where it is an amount in another currency, with what converts it."""
        bonus = self.offers.bonus(None) if self.basis.known.case.offer else None
        factor, rates = self.basis.rate(bonus.unit) if bonus and bonus.unit else ("", ())
        return bonus, factor, rates
