"""Floor, break-even and verdict as steps: what the ask and the offer are held against."""

from __future__ import annotations

from counteroffer.analysis.explain.numbers import NumberSteps
from counteroffer.analysis.explain.step import Step, competing
from counteroffer.language.compile import divide
from counteroffer.rulebook.guide import COMPONENTS, Component
from counteroffer.text.phrases import over


class LimitSteps:
    """Says how the least to accept, the base that makes up the best alternative, and the verdict
    are worked out."""

    def __init__(self, numbers: NumberSteps) -> None:
        self._numbers, self._offers = numbers, numbers.offers
        self.basis, self.place = numbers.basis, numbers.place

    # floor

    def floor(self) -> Step:
        """The least base to accept."""
        value = self.basis.number("floor.base")
        if value is None:
            return self.basis.missing(
                "floor.base", "the guide has none here, no minimum is stated, or nothing is asked"
            )
        parts = competing((self._least_base(), self._numbers.component("ask", "base")), value)
        return self.basis.chosen(
            "least", "floor.base", "the argued floor, but never over the ask", parts, value
        )

    def _least_base(self) -> Step:
        argued, minimum = self._argued_floor(), self._offers.measure("minimum_base")
        if minimum.value is None:
            return argued
        value = self.basis.number("least_base")
        text = (
            "the greatest of the guide's floor and your minimum"
            if argued.value is not None
            else "your minimum"
        )
        return self.basis.chosen(
            "greatest", "least_base", text, competing((argued, minimum), value), value
        )

    def _argued_floor(self) -> Step:
        if self.place.floor is None:
            return self.basis.missing("guide_floor", "the guide has no floor here")
        guide, raised = self._numbers.figures.floor(), self._raise()
        if guide.value is None:
            return guide
        text = "the guide's floor, raised by what a better alternative is worth"
        return self.basis.amount(
            "argued_floor",
            text,
            f"{guide.value} + {raised.value}",
            (guide, raised),
            self.basis.number("argued_floor"),
        )

    def _raise(self) -> Step:
        best, value = self._offers.measure("best_held_annual"), self.basis.number("floor_raise")
        if self.basis.number("example_annual") is None:
            return self.basis.amount(
                "floor_raise",
                "the guide has no whole example to compare with: no raise",
                "0",
                (),
                value,
            )
        example = self._examples()
        if best.value is None:
            return self.basis.amount(
                "floor_raise", "nothing held: no raise", "0", (best, example), value
            )
        if value:
            text = "by how much the best held offer beats the example that the guide's floor was argued from"
            return self.basis.amount(
                "floor_raise", text, f"{best.value} - {example.value}", (best, example), value
            )
        text = "the best held offer is worth no more than the example that the guide's floor was argued from: no raise"
        return self.basis.amount("floor_raise", text, "0", (best, example), value)

    def _examples(self) -> Step:
        guide, value = self.place.guide, self.basis.number("example_annual")
        each = []
        for number, offer in enumerate(guide.example_offers):
            value_here = self._example(number)
            if value_here is None:
                continue
            unit, path = guide.bands[offer.region].currency, ("example_offers", number)
            years = (offer.equity and offer.equity.years) or guide.years
            name = f"example_offers.{offer.company}"
            whose = f"the example of {offer.company}"
            stated = [("base", offer.base, ""), ("equity", offer.equity, f" {over(years)}")]
            stated = [("total", offer.total, "")] if offer.total else stated
            parts = [
                self.basis.figure(
                    (*path, part), f"{name}.{part}", int(amount.low), f"{whose}: {part}{span}", unit
                )
                for part, amount, span in stated
                if amount
            ]
            factor, rates = self.basis.rate(unit)
            terms = " + ".join(
                f"{one.value} / {years}" if one.name.endswith(".equity") else f"{one.value}"
                for one in parts
            )
            text = f"the guide's example of {offer.company}, a year"
            each.append(
                self.basis.amount(name, text, f"({terms}){factor}", (*parts, *rates), value_here)
            )
        return self.basis.chosen(
            "greatest",
            "example_annual",
            "the best example of the guide",
            competing(each, value),
            value,
        )

    def _example(self, number: int) -> int | None:
        guide = self.place.guide
        offer = guide.example_offers[number]
        annual = offer.annual(guide.years, with_equity=guide.has_equity)
        rate = self.basis.known.table.rate(
            guide.bands[offer.region].currency, self.basis.currency
        ).value
        if annual is None:
            return None
        here = annual * rate
        return divide(here.numerator, here.denominator, "half-up")

    def floor_annual(self) -> Step:
        """What the floor is worth a year with the asked equity and the offered bonus."""
        value = self.basis.number("floor.annual")
        return self._numbers.package(
            "floor.annual", self.floor(), self._numbers.component("ask", "equity"), value
        )

    def _floor_total(self) -> Step:
        """The least annual total that the guide would accept, but never over the ask."""
        total, raised = self._numbers.figures.floor_total(), self._raise()
        text = "the guide's floor on the annual total, raised as the floor is"
        value = int(total.value or 0) + int(raised.value or 0)
        floor = self.basis.amount(
            "argued_total", text, f"{total.value} + {raised.value}", (total, raised), value
        )
        least = self.basis.number("floor.total")
        parts = competing((floor, self._numbers.annual("ask")), least)
        return self.basis.chosen(
            "least", "floor.total", "the floor on the total, but never over the ask", parts, least
        )

    def accept_at(self) -> Step:
        """The base at which the guide would accept at once."""
        value = self.basis.number("floor.accept_at")
        if value is None:
            return self.basis.missing(
                "floor.accept_at", "the guide has no tier of its floor above the least"
            )
        tier, raised, floor = (
            self._numbers.figures.floor("guide_accept_at"),
            self._raise(),
            self.floor(),
        )
        argued = int(tier.value or 0) + int(raised.value or 0)
        first = self.basis.amount(
            "argued_accept_at",
            "raised as the floor is",
            f"{tier.value} + {raised.value}",
            (tier, raised),
            argued,
        )
        least = max(argued, int(floor.value or 0))
        above = self.basis.chosen(
            "greatest",
            "least_accept_at",
            "never under the floor",
            competing((first, floor), least),
            least,
        )
        parts = competing((above, self._numbers.component("ask", "base")), value)
        return self.basis.chosen(
            "least",
            "floor.accept_at",
            "what the guide would take, but never over the ask",
            parts,
            value,
        )

    # break-even

    def break_even(self, *, offered: bool) -> Step:
        """The base at which the deal is worth the best held offer, with the asked or the offered
        equity."""
        name = "break_even.base_as_offered" if offered else "break_even.base"
        value, best = self.basis.number(name), self._offers.measure("best_held_annual")
        if best.value is None or (offered and self.basis.known.case.offer is None):
            why = (
                "there is no competing offer to compare with"
                if best.value is None
                else "there is no offer in hand"
            )
            return self.basis.missing(name, why)
        if offered and self.basis.number("break_even.base") is None:
            return self.basis.missing(name, "there is no break-even: see break_even.base")
        equity, years, factor, rates = self._against(offered)
        bonus, converted, more = self._numbers.bonus()
        rest = f"{best.value}"
        if equity and equity.value is not None:
            rest += f" - {equity.value}{f' / {years}' if years != 1 else ''}{factor}"
        if bonus and isinstance(bonus.value, int):
            rest += f" - {bonus.value}{converted}"
        if bonus and isinstance(bonus.value, str):
            rest = f"({rest}) / (1 + {bonus.value.removesuffix('%')} / 100)"
        text = f"the base at which equity as {'offered' if offered else 'asked'} and bonus make up the best held offer"
        if value is None:
            text = "without any base it is already worth the best held offer"
        known = tuple(part for part in (best, equity, bonus) if part and part.value is not None)
        seen = dict.fromkeys((*rates, *more))
        return self.basis.amount(name, text, rest, (*known, *seen), value, "up")

    def _against(self, offered: bool) -> tuple[Step | None, int, str, tuple[Step, ...]]:
        """The equity that break-even counts: the step, its years, and what converts it."""
        if not offered:
            return self._numbers.component("ask", "equity"), self.place.guide.years, "", ()
        leaf = self._offers.leaf(None, "equity")
        factor, rates = self.basis.rate(leaf.unit) if leaf else ("", ())
        return leaf, self.basis.number("offer.years") or 1, factor, rates

    # verdict

    def verdict(self, word: str) -> Step:
        """Counter, accept or walk away, and the comparisons that it follows from."""
        parts = [
            self._met(component)
            for component in COMPONENTS
            if self.basis.number(f"ask.{component}") is not None
        ]
        best = self._offers.measure("best_held_annual")
        if best.value is not None:
            mine = self._offers.measure("offer_annual")
            parts.append(self._compare("the offer is not under the best held offer", mine, best))
        final = self.basis.values.get("offer.final") is True
        if final and not all(part.value for part in parts):
            last = self.basis.stated(
                ("offer", "final"), "offer.final", True, "it is their last word", shown="yes"
            )
            base, annual = self._offers.measure("offer_base"), self._offers.measure("offer_annual")
            parts += [
                last,
                self._compare("the offered base is not under the floor", base, self.floor()),
                self._compare(
                    "the offer is not worth less than the floor", annual, self.floor_annual()
                ),
            ]
            if self.basis.number("floor.total") is not None:
                parts.append(
                    self._compare(
                        "the offer is not under the guide's floor on the total",
                        annual,
                        self._floor_total(),
                    )
                )
        why = {
            "counter": "the offer does not meet all of this, and is not their last word",
            "accept": "all of this is met"
            if not final
            else "their last word, and it is not under the floor on both counts",
            "walk-away": "their last word is under the floor in base and in annual total",
        }[word]
        if self.basis.known.case.offer is None:
            why = "there is no offer in hand yet"
        elif not parts:
            why = "no rule asks for anything that the offer does not have"
        return Step("verdict", "decision", word, word, why, children=tuple(parts))

    def _met(self, component: Component) -> Step:
        return self._compare(
            f"the offered {component} meets the ask",
            self._numbers.offered(component),
            self._numbers.component("ask", component),
        )

    def _compare(self, text: str, mine: Step, other: Step) -> Step:
        """Whether one number is at least another; None where one is not known."""
        one, least = mine.value, other.value
        value = one >= least if isinstance(one, int) and isinstance(least, int) else None
        return Step(
            "",
            "condition",
            value,
            {True: "yes", False: "no", None: "not known"}[value],
            text,
            children=(mine, other),
        )
