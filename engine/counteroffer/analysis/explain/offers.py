"""The offers of a case as steps: the one in hand, those held, and what rules measure of them and of
the band."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from counteroffer.analysis.explain.basis import Basis
from counteroffer.analysis.explain.figures import FigureSteps
from counteroffer.analysis.explain.step import Step, competing
from counteroffer.cases.case import Offer
from counteroffer.cases.normalise import Alternative
from counteroffer.documents.document import Path_
from counteroffer.language.compile import divide
from counteroffer.text.phrases import over

Part = Literal["base", "equity", "signing"]


class OfferSteps:
    """Says of each measure how it is read from the case."""

    def __init__(self, basis: Basis, figures: FigureSteps) -> None:
        self.basis, self._figures = basis, figures
        known = basis.known
        self.years = known.place.guide.years
        self.held = tuple(one for one in known.alternatives if one.held)
        self._measures: dict[str, Callable[[], Step]] = {
            "offer_base": lambda: self._mine("base"),
            "offer_equity": lambda: self._mine("equity"),
            "offer_signing": lambda: self._mine("signing"),
            "offer_annual": self._my_annual,
            "offer_stated": self._offer_stated,
            "region": self._region,
            "held_offers": self._held_offers,
            "highest_held_base": lambda: self._over_held(
                "highest_held_base", "the greatest base held", self._base
            ),
            "best_held_annual": lambda: self._over_held(
                "best_held_annual", "the greatest annual total held", self.annual
            ),
            "matched_base": lambda: self._over_held(
                "matched_base", "the greatest base held", self._matched_base
            ),
            "matched_equity": lambda: self._over_held(
                "matched_equity", "the greatest equity held", self._matched_equity
            ),
            "band_base_low": lambda: figures.band_end("base", "low"),
            "band_base_middle": lambda: self._middle("band_base_middle", "base", "up", 1),
            "band_equity_middle": lambda: self._middle("band_equity_middle", "equity", "up", 1),
            "middle_base": lambda: self._middle("middle_base", "base", "half-up", known.place.step),
            "middle_equity": lambda: self._middle(
                "middle_equity", "equity", "half-up", known.place.step
            ),
        }

    def measure(self, name: str) -> Step:
        """A fact or a measure that a condition or a lever's ask names."""
        return self._measures[name]() if name in self._measures else self.candidate(name)

    def candidate(self, name: str) -> Step:
        """A fact of the candidate."""
        basis, path = self.basis, ("candidate", name)
        if basis.values.get(name) is None:
            return basis.missing(f"candidate.{name}", f"{name} is not stated")
        declaration = basis.rulebook.declared[name]
        value = basis.values[name]
        if declaration.type == "money":
            currency, _, amount = str(basis.known.understood["candidate"][name]).partition(" ")
            leaf = basis.stated(path, f"candidate.{name}", int(amount), "stated", currency)
            return self._here(name, leaf, basis.number(name), "up")
        plain = declaration.plain(value)
        held = ", ".join(plain) if isinstance(plain, list) else plain
        return basis.stated(
            path, f"candidate.{name}", held, "stated", shown=declaration.show(value) or "none"
        )

    # parts of an offer

    def path(self, one: Alternative | None) -> Path_:
        """Where an offer stands in the case; None is the one in hand."""
        if one is None:
            return ("offer",)
        return "competing", next(
            n for n, other in enumerate(self.basis.known.case.competing) if other is one.offer
        )

    def leaf(self, one: Alternative | None, part: Part) -> Step | None:
        """A part of an offer as it was stated, in its own currency; None where it does not state
        it."""
        key, name = (one.key, f"competing.{one.offer.company}") if one else ("offer", "offer")
        value = self.basis.number(f"{key}.{part}")
        if value is None:
            return None
        span = f", {over(self.basis.number(f'{key}.years') or 1)}" if part == "equity" else ""
        whose = f"{one.offer.company}'s" if one else "offered"
        evidence = f" ({one.offer.evidence})" if one and one.offer.evidence else ""
        return self.basis.stated(
            (*self.path(one), part),
            f"{name}.{part}",
            value,
            f"{whose} {part}{span}{evidence}",
            self._currency(one),
        )

    def bonus(self, one: Alternative | None) -> Step | None:
        """The target bonus of an offer: percent of base as a text, or an amount."""
        key, name = (one.key, f"competing.{one.offer.company}") if one else ("offer", "offer")
        rate, amount = (
            self.basis.number(f"{key}.bonus_rate"),
            self.basis.number(f"{key}.bonus_amount"),
        )
        path, name = (*self.path(one), "bonus"), f"{name}.bonus"
        if rate is not None:
            text = percent(rate)
            return self.basis.stated(
                path, name, f"{text}%", "target bonus, of base", shown=f"{text} %"
            )
        if amount is None:
            return None
        return self.basis.stated(path, name, amount, "target bonus a year", self._currency(one))

    def _currency(self, one: Alternative | None) -> str:
        return one.currency if one else str(self.basis.known.understood["offer"]["currency"])

    def _offer(self) -> Offer | None:
        return self.basis.known.case.offer

    def _here(
        self,
        name: str,
        leaf: Step,
        value: int | None,
        rounding: Literal["half-up", "up"] = "half-up",
        step: int = 1,
    ) -> Step:
        """An amount in the region's currency: itself, or converted."""
        factor, rates = self.basis.rate(leaf.unit)
        if not rates:
            return leaf
        text = f"{leaf.text}, in {self.basis.currency}"
        return self.basis.amount(
            name, text, f"{leaf.value}{factor}", (leaf, *rates), value, rounding, step
        )

    def _recast(
        self,
        name: str,
        one: Alternative | None,
        value: int | None,
        rounding: Literal["half-up", "up"],
        step: int,
    ) -> Step | None:
        """An offer's equity over the guide's period and in the region's currency."""
        leaf = self.leaf(one, "equity")
        years = self.basis.number(f"{one.key if one else 'offer'}.years") or 1
        if leaf is None or years == self.years:
            return leaf and self._here(name, leaf, value, rounding, step)
        factor, rates = self.basis.rate(leaf.unit)
        text = f"{leaf.text}, put {over(self.years)}"
        formula = f"{leaf.value} * {self.years} / {years}{factor}"
        return self.basis.amount(name, text, formula, (leaf, *rates), value, rounding, step)

    # earlier rounds

    def asked_before(self, part: Part) -> Step:
        """The least that was asked for a component in an earlier round, in the region's
        currency."""
        value, name = self.basis.number(f"asked_before.{part}"), f"asked_before.{part}"
        rounds: Sequence[Mapping[str, Any]] = self.basis.known.understood.get("rounds", ())
        each = [
            self._asked(number, one["ask"], part)
            for number, one in enumerate(rounds)
            if part in one.get("ask", {})
        ]
        if len(each) == 1:
            return each[0]
        return self.basis.chosen(
            "least", name, f"the least {part} asked for before", competing(each, value), value
        )

    def _asked(self, number: int, asked: Mapping[str, Any], part: Part) -> Step:
        stated, name = asked[part], f"rounds.{number + 1}.ask.{part}"
        amount, years = (
            (stated["amount"], stated["years"])
            if isinstance(stated, Mapping)
            else (stated, self.years)
        )
        span = f", {over(years)}" if part == "equity" else ""
        path, text = (
            ("rounds", number, "ask", part),
            f"the {part} asked for in round {number + 1}{span}",
        )
        leaf = self.basis.stated(path, name, amount, text, asked["currency"])
        factor, rates = self.basis.rate(leaf.unit)
        if not rates and years == self.years:
            return leaf
        exact = (
            amount
            * Fraction(self.years, years)
            * self.basis.known.table.rate(leaf.unit, self.basis.currency).value
        )
        recast = f" * {self.years} / {years}" if years != self.years else ""
        return self.basis.amount(
            f"{name}_here",
            f"{text}, {over(self.years)}" if recast else f"{text}, in {self.basis.currency}",
            f"{amount}{recast}{factor}",
            (leaf, *rates),
            divide(exact.numerator, exact.denominator, "half-up"),
        )

    # the offer in hand

    def _mine(self, part: Part) -> Step:
        name = f"offer_{part}"
        value = self.basis.number(name)
        if part == "equity":
            step = self._recast(name, None, value, "half-up", 1) if self._offer() else None
        else:
            leaf = self.leaf(None, part) if self._offer() else None
            step = leaf and self._here(name, leaf, value)
        return step or self.basis.missing(
            f"offer.{part}",
            f"the offer states no {part}" if self._offer() else "there is no offer in hand",
        )

    def _my_annual(self) -> Step:
        return self._annual("offer_annual", None) or self.basis.missing(
            "offer_annual", "no annual total is in hand"
        )

    def _offer_stated(self) -> Step:
        stated = self._offer() is not None
        if not stated:
            return Step("offer", "fact", False, "no", "there is no offer in hand", source="offer")
        return self.basis.stated(
            ("offer",), "offer", True, "there is an offer in hand", shown="yes"
        )

    def _region(self) -> Step:
        known = self.basis.known
        if known.place.region == known.understood["region"]:
            return self.basis.stated(("region",), "region", known.place.region, known.place.label)
        return Step(
            "region",
            "fact",
            known.place.region,
            known.place.region,
            known.place.label,
            source="--region",
        )

    # competing offers

    def _over_held(self, name: str, text: str, part: Callable[[Alternative], Step | None]) -> Step:
        value = self.basis.number(name)
        parts = competing((step for one in self.held if (step := part(one))), value)
        if value is None:
            return self.basis.missing(name, "no competing offer is held that states it")
        return self.basis.chosen("greatest", name, text, parts, value)

    def _base(self, one: Alternative) -> Step | None:
        leaf = self.leaf(one, "base")
        name = f"competing.{one.offer.company}.base_here"
        return leaf and self._here(name, leaf, self.basis.number(f"{one.key}.base_here"))

    def _matched_base(self, one: Alternative) -> Step | None:
        leaf, step = self.leaf(one, "base"), self.basis.place.step
        if leaf is None or one.currency == self.basis.currency:
            return leaf
        name = f"competing.{one.offer.company}.base_matched"
        return self._here(name, leaf, self._up(one, leaf, 1, 1), "up", step)

    def _matched_equity(self, one: Alternative) -> Step | None:
        leaf, years = self.leaf(one, "equity"), self.basis.number(f"{one.key}.years") or 1
        if leaf is None or not self.basis.values[f"{one.key}.recast"]:
            return leaf
        value = self._up(one, leaf, self.years, years)
        return self._recast(
            f"competing.{one.offer.company}.equity_matched", one, value, "up", self.basis.place.step
        )

    def _up(self, one: Alternative, leaf: Step, years: int, by: int) -> int:
        """An amount in the region's currency and over the guide's period, rounded up to the
        step."""
        rate = self.basis.known.table.rate(one.currency, self.basis.currency).value
        assert isinstance(leaf.value, int)
        return divide(
            leaf.value * years * rate.numerator, by * rate.denominator, "up", self.basis.place.step
        )

    def annual(self, one: Alternative) -> Step | None:
        """A competing offer's annual total."""
        return self._annual(f"competing.{one.offer.company}.annual", one)

    def _annual(self, name: str, one: Alternative | None) -> Step | None:
        key = one.key if one else "offer"
        value = self.basis.number("offer_annual" if one is None else f"{key}.annual")
        if value is None:
            return None
        base, equity, bonus = self.leaf(one, "base"), self.leaf(one, "equity"), self.bonus(one)
        factor, rates = self.basis.rate(self._currency(one))
        formula = total(base, equity, self.basis.number(f"{key}.years") or 1, bonus)
        whose = f"{one.offer.company}'s offer" if one else "the offer in hand"
        children = tuple(part for part in (base, equity, bonus) if part)
        return self.basis.amount(
            name,
            f"what {whose} is worth a year",
            f"({formula}){factor}" if factor else formula,
            (*children, *rates),
            value,
        )

    def _held_offers(self) -> Step:
        words = {
            None: "held",
            "expired": "expired, does not count",
            "expected": "only expected, does not count",
        }
        each = tuple(
            self.basis.stated(
                self.path(one), f"competing.{one.offer.company}", int(one.held), words[one.why]
            )
            for one in self.basis.known.alternatives
        )
        value = self.basis.number("held_offers")
        formula = " + ".join(str(one.value) for one in each) or "0"
        return Step(
            "held_offers",
            "formula",
            value,
            str(value),
            "how many competing offers are held",
            formula=formula,
            children=each,
        )

    # the band

    def _middle(
        self,
        name: str,
        part: Literal["base", "equity"],
        rounding: Literal["half-up", "up"],
        step: int,
    ) -> Step:
        value = self.basis.number(name)
        if value is None:
            return self.basis.missing(name, f"there is no {part} band")
        low, high = self._figures.band_end(part, "low"), self._figures.band_end(part, "high")
        text = f"the middle of {self.basis.place.label}'s {part} band"
        if self.basis.place.converted:
            text = f"the middle of the reference region's {part} band, converted"
        return self.basis.amount(
            name, text, f"({low.value} + {high.value}) / 2", (low, high), value, rounding, step
        )


def percent(rate: int) -> str:
    """Hundredths of a percent as percent: 725 is `7.25`."""
    return f"{(Decimal(rate) / 100).normalize():f}"


def total(
    base: Step | None, equity: Step | None, years: int, bonus: Step | None, factor: str = ""
) -> str:
    """Base, equity a year and target bonus added; `factor` converts an amount of bonus."""
    parts = [str(base.value)] if base and base.value is not None else []
    if equity and equity.value is not None:
        parts.append(f"{equity.value}{f' / {years}' if years != 1 else ''}")
    if bonus and isinstance(bonus.value, str):
        parts += (
            [f"{base.value} * {bonus.value.removesuffix('%')} / 100"]
            if base and base.value is not None
            else []
        )
    elif bonus:
        parts.append(f"{bonus.value}{factor}")
    return " + ".join(parts) or "0"
