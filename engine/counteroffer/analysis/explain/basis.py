"""A settled case → the steps that derivations are made of: facts, figures and rates with their
sources, and amounts."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Literal, cast

from counteroffer.analysis.explain.step import Step
from counteroffer.cases.normalise import Situation
from counteroffer.documents.document import Document, Path_
from counteroffer.language.expr import Value
from counteroffer.money.rates import Rate, codes_of
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.region_figures import Place


class Basis:
    """What the steps of one settled case stand on; amounts are whole units, of the region's
    currency unless said."""

    def __init__(self, known: Situation, values: Mapping[str, Value], rulebook: Rulebook) -> None:
        self.known, self.values, self.rulebook = known, values, rulebook

    @property
    def place(self) -> Place:
        return self.known.place

    @property
    def currency(self) -> str:
        return self.known.place.currency

    def number(self, name: str) -> int | None:
        """A settled number by its name."""
        return cast("int | None", self.values.get(name))

    def money(self, amount: int, currency: str | None = None) -> str:
        return self.known.money(amount, currency or self.currency)

    # leaves

    def stated(
        self, path: Path_, name: str, value: Any, text: str, unit: str = "", shown: str = ""
    ) -> Step:
        """A fact of the case, with the line, the option or the path that it comes from."""
        return Step(
            name, "fact", value, shown or self._shown(value, unit), text, unit, self.where(path)
        )

    def where(self, path: Path_) -> str:
        """Where the case states this: `case.yaml:9`, `--fact`, or the path where it was read from
        no file."""
        place = self.known.case.problem(path, "")
        return (
            f"{place.file}:{place.line}" if place.line else place.file or ".".join(map(str, path))
        )

    def missing(self, name: str, text: str) -> Step:
        """What nobody states."""
        return Step(name, "unstated", None, "–", text)

    def figure(self, path: Path_, name: str, value: int, text: str, unit: str) -> Step:
        """A figure of the guide, with its line."""
        return Step(
            name,
            "figure",
            value,
            self._shown(value, unit),
            text,
            unit,
            line(self.place.rules.document, path),
        )

    def _shown(self, value: Any, unit: str) -> str:
        return self.money(value, unit) if isinstance(value, int) and unit else str(value)

    # amounts

    def amount(
        self,
        name: str,
        text: str,
        formula: str,
        children: tuple[Step, ...],
        value: int | None,
        rounding: Literal["half-up", "up"] = "half-up",
        step: int = 1,
    ) -> Step:
        """A number worked out from those below it, in the region's currency."""
        shown = "–" if value is None else self.money(value)
        return Step(
            name,
            "formula",
            value,
            shown,
            text,
            self.currency,
            "",
            formula,
            rounding,
            step,
            children=children,
        )

    def chosen(
        self,
        kind: Literal["greatest", "least"],
        name: str,
        text: str,
        children: tuple[Step, ...],
        value: int | None,
    ) -> Step:
        """The greatest or the least of the steps below."""
        shown = "–" if value is None else self.money(value)
        return Step(name, kind, value, shown, text, self.currency, children=children)

    # rates

    def rate(self, currency: str) -> tuple[str, tuple[Step, ...]]:
        """What takes an amount of a currency to the region's: the end of a formula, and the rate as
        a step."""
        if currency == self.currency:
            return "", ()
        rate = self.known.table.rate(currency, self.currency)
        return times(rate), (self._rate(rate),)

    def _rate(self, rate: Rate) -> Step:
        source = f"{rate.date or 'undated'}, {rate.source}"
        text = f"1 {rate.base} is {rate.text} {rate.quote}"
        if rate.legs:
            return Step(
                rate.pair,
                "rate",
                rate.text,
                rate.text,
                text,
                "",
                source,
                f"1{times(rate)}",
                children=tuple(map(self._rate, rate.legs)),
            )
        pairs = (
            pair for pair in self.known.case.rates if codes_of(pair) == {rate.base, rate.quote}
        )
        if rate.source == "given in the case" and (pair := next(pairs, None)):
            source = f"{source}: {self.where(('rates', pair))}"
        return Step(rate.pair, "rate", rate.text, rate.text, text, "", source, f"1{times(rate)}")


def times(rate: Rate) -> str:
    """What is done to an amount of the rate's base, exactly: ` * 0.86`, ` / 1.1573 * 0.8338` for a
    cross."""
    at, parts = rate.base, []
    for leg in rate.legs or (rate,):
        forward = leg.base == at
        at = leg.quote if forward else leg.base
        sign, other = ("*", "/") if forward else ("/", "*")
        if _ends(leg.value):
            parts.append(f" {sign} {leg.text}")
        elif _ends(1 / leg.value):
            parts.append(f" {other} {leg.inverse.text}")
        else:
            parts.append(f" {sign} {leg.value.numerator} {other} {leg.value.denominator}")
    return "".join(parts)


def _ends(value: Fraction) -> bool:
    """Whether a fraction is shown exactly: a decimal that ends within 20 digits."""
    return Fraction(Rate("XXX", "YYY", value, None, "").text) == value


def line(document: Document, path: Path_) -> str:
    """The line of a part of a file of rules: `rules/guides/midjourney/devops-engineer.yaml:31`."""
    place = document.problem(path, "")
    return f"{place.file}:{place.line}"
