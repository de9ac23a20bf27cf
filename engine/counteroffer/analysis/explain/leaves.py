"""Where derivations end: facts of the case, figures of the guide, and exchange rates.

Facts have their place in the case, figures their line in the guide, rates their date and source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from counteroffer.analysis.explain.sentences import sentences
from counteroffer.analysis.explain.stated_pay import origin
from counteroffer.analysis.explain.step import Step
from counteroffer.cases.pay import PayPart
from counteroffer.cases.situation import CompetingOffer, Situation
from counteroffer.documents.document import Document, Path_
from counteroffer.language.compile import compiled
from counteroffer.language.expr import Expr, Fact, Least, Number, Product, Quotient, Value
from counteroffer.money.rates import Rate, codes_of
from counteroffer.rulebook.guide import COMPONENTS
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.annual import SHARES
from counteroffer.text.phrases import over

Words = dict[str, str | None]
_WHY = {"expired": "expired", "expected": "only expected"}


class Leaves:
    """The facts, figures and rates of one settled case; amounts are whole units."""

    def __init__(self, known: Situation, values: Mapping[str, Value], rulebook: Rulebook) -> None:
        self.known, self.rulebook, self.sentences = known, rulebook, sentences(rulebook)
        self.place, self.guide = known.place, known.place.rules.whole
        self.reference = known.place.rules.band_at(known.place.guide.reference)
        self._alternatives = {one.key: one for one in known.alternatives}
        self.rounds, asked = _asked_before(known, self.guide.years)
        self.values = {**asked, **values}

    # words

    def text(self, key: str, name: str, value: object = True, **more: str | None) -> str:
        """The sentence `key` for a name and its value."""
        return self.sentences.say(key, {**self.words(name), **more}, value)

    def called(self, name: str) -> str | None:
        """What a figure is called in the sentence of another."""
        return self.sentences.called(name, self.words(name))

    def words(self, name: str) -> Words:
        """What the sentences about a figure can name."""
        first, *rest = name.split(".")
        bands, one = self.guide.bands, self._offer(name)
        words: Words = dict.fromkeys(("company", "evidence", "why", "lever", "round"), None)
        if one:
            words["company"] = one.offer.company
            words["evidence"] = f" ({one.offer.evidence})" if one.offer.evidence else ""
            words["why"] = _WHY.get(one.why or "")
        if first in ("example", "example_offers"):
            words["company"] = self.guide.example_offers[int(rest[0])].company
        if first == "asks":
            words["lever"] = rest[0]
        if first == "rounds":
            words["round"] = rest[0]
        region = next((part for part in rest if part in bands), self.reference)
        part = rest[-2] if rest and rest[-1] in ("low", "high") else rest[-1] if rest else name
        return words | {
            "part": part,
            "name": name,
            "period": over(self._years(name)),
            "currency": self.place.currency,
            "region": bands[region].name,
            "here": self.place.label,
            "reference": bands[self.reference].name,
        }

    def _offer(self, name: str) -> CompetingOffer | None:
        return self._alternatives.get(".".join(name.split(".")[:2]))

    def _years(self, name: str) -> int:
        """What an equity is over: as it is stated, else as the guide counts it."""
        if name.startswith("example_offers."):
            equity = self.guide.example_offers[int(name.split(".")[1])].equity
            return (equity and equity.years) or self.guide.years
        stated = name.endswith(".equity") and self.values.get(
            f"{name.removesuffix('.equity')}.years"
        )
        return stated if isinstance(stated, int) and stated else self.guide.years

    def shown_as(self, name: str) -> str:
        """The name of a step: that of the company in place of its number."""
        one = self._offer(name)
        return name.replace(one.key, f"competing.{one.offer.company}", 1) if one else name

    def money(self, amount: int, currency: str | None = None) -> str:
        return self.known.money(amount, currency or self.place.currency)

    def missing(self, name: str, children: tuple[Step, ...] = ()) -> Step:
        """What nobody states."""
        plain = name in self.rulebook.profile
        key = "candidate" if plain and not self.sentences.find(name) else name
        shown = f"candidate.{name}" if plain else self.shown_as(name)
        return Step(shown, "unstated", None, "–", self.text(key, name, None), children=children)

    # the case

    def fact(self, name: str) -> Step:
        """A fact that the case states."""
        value = self.values.get(name)
        first, _, part = name.rpartition(".")
        if value is None:
            return self.missing(name)
        if part == "amount":
            path, unit = ("candidate", first), self.currency(first)
            return self._stated(path, f"candidate.{first}", value, "candidate", name, unit)
        if name in self.rulebook.profile:
            return self._candidate(name)
        if name == "region":
            step = self._stated((name,), name, value, name, name)
            own = value == self.known.understood["region"]
            return step if own else replace(step, source="--region")
        if part in SHARES and isinstance(value, int):
            percent = f"{(Decimal(value) / 100).normalize():f}"
            shown_as, shown = self.shown_as(name), f"{percent} %"
            step = self._stated(self._path(name), shown_as, f"{percent}%", name, name, "", shown)
            return self._made_of(name, step)
        counted = int(value is True) if part == "held" else self._paid(name, value)
        unit = "" if isinstance(value, bool) else self.currency(name)
        step = self._stated(self._path(name), self.shown_as(name), counted, name, name, unit)
        return self._made_of(name, step)

    def _made_of(self, name: str, step: Step) -> Step:
        """A component of an offer, with what it was made of where it is not stated as it is."""
        key, _, component = name.rpartition(".")
        one, case = self._alternatives.get(key), self.known.case
        offer = one.offer if one else {"offer": case.offer, "current": case.current}.get(key)
        pay = self.known.pay.get(key)
        made = origin(offer, pay, component) if offer and pay else None
        if made is None:
            return step
        start = self._path(f"{key}.base")[:-1]
        below = tuple(
            Step(
                f"{self.shown_as(name)}.{term.key}",
                "fact",
                term.shown,
                term.shown,
                self.sentences.say(f"pay.{term.key}", {"name": term.called}),
                "",
                self._where((*start, *term.path)) if term.path else "",
            )
            for term in made.terms
        )
        whole = isinstance(step.value, int)
        return replace(step, formula=made.formula if whole else "", children=below)

    def _candidate(self, name: str) -> Step:
        declaration, value = self.rulebook.declared[name], self.values[name]
        plain, shown = declaration.plain(value), declaration.show(value) or "none"
        held = ", ".join(plain) if isinstance(plain, list) else plain
        return self._stated(
            ("candidate", name), f"candidate.{name}", held, "candidate", name, "", shown
        )

    def _path(self, name: str) -> Path_:
        first, *rest = name.split(".")
        if first == "offer_stated":
            return ("offer",)
        part = self._entry(first, rest)
        if first == "rounds":
            return "rounds", int(rest[0]) - 1, "ask", part
        one = self._offer(name)
        if one is None:
            return first, part
        number = next(n for n, o in enumerate(self.known.case.competing) if o is one.offer)
        return ("competing", number) if part == "held" else ("competing", number, part)

    def _entry(self, first: str, rest: list[str]) -> str:
        """The entry of an offer that a value comes from."""
        entry = rest[-1].partition("_")[0]
        return "ote" if entry == "bonus" and self._by_ote(".".join((first, *rest))) else entry

    def _by_ote(self, name: str) -> bool:
        one = self._offer(name)
        offer = one.offer if one else self.known.case.offer
        return bool(offer and offer.ote and not offer.bonus)

    def _paid(self, name: str, value: Any) -> Any:
        """An amount in whole currency, where it stands in smaller units.

        It is exact, and a text where it has a fraction.
        """
        part = self._part(name)
        if part is None or part.unit == 1 or value != part.number:
            return value
        exact = part.amount
        if exact.denominator == 1:
            return exact.numerator
        return str((Decimal(exact.numerator) / Decimal(exact.denominator)).normalize())

    def _part(self, name: str) -> PayPart | None:
        """The component that a value is of."""
        offer, _, component = name.rpartition(".")
        pay = self.known.pay.get(offer)
        return pay.parts.get(component) if pay else None

    def _stated(
        self,
        path: Path_,
        name: str,
        value: Any,
        key: str,
        about: str,
        unit: str = "",
        shown: str = "",
    ) -> Step:
        if isinstance(value, bool):
            shown = "yes" if value else "no"
        elif isinstance(value, int) and unit:
            shown = self.money(value, unit)
        shown = shown or str(value)
        text = self.text(key, about, value)
        return Step(name, "fact", value, shown, text, unit, self._where(path))

    def _where(self, path: Path_) -> str:
        """Where the case states this: `case.yaml:9`, `--fact`, or the path if no file states it."""
        place = self.known.case.problem(path, "")
        return (
            f"{place.file}:{place.line}" if place.line else place.file or ".".join(map(str, path))
        )

    # the guide

    def figure(self, number: Number, path: tuple[str | int, ...]) -> Step:
        """A figure of the guide, with its line."""
        name = ".".join(map(str, path))
        keys = (name, f"stated.{path[-1]}", "stated")
        key = next(key for key in keys if self.sentences.find(key))
        region = next((part for part in path if part in self.guide.bands), "")
        if path[0] == "example_offers":
            region = self.guide.example_offers[int(path[1])].region
        unit = self.guide.bands[str(region)].currency
        stands = path[:-1] if path[0] == "bands" else path
        shown, text = self.money(number.value, unit), self.text(key, name)
        bonus = self.guide.bands[str(region)].bonus if path[-2] == "bonus" else None
        if bonus and bonus.currency == "%":
            unit, shown = "", f"{(Decimal(number.value) / 100).normalize():f} %"
        source = line(self.place.rules.document, stands)
        return Step(name, "figure", number.value, shown, text, unit, source)

    # rates

    def currency(self, offer: str) -> str:
        """The currency of a component, a fact or a rate that values are given for."""
        first, _, rest = offer.partition(".")
        understood = self.known.understood
        if first == "rate":
            return rest
        if part := self._part(offer):
            return part.currency
        if offer in self.rulebook.profile:
            return str(understood["candidate"][offer]).partition(" ")[0]
        return ""

    def rate(self, offer: str) -> tuple[str, Step] | None:
        """What converts an offer's amounts to the region's currency; None where that is the same.

        The end of a formula, and the rate as a step.
        """
        currency = self.currency(offer)
        if currency in ("", self.place.currency):
            return None
        rate = self.known.table.rate(currency, self.place.currency)
        return times(rate), self._rate(rate)

    def _rate(self, rate: Rate) -> Step:
        source = f"{rate.date or 'undated'}, {rate.source}"
        text = f"1 {rate.base} is {rate.text} {rate.quote}"
        given = self.known.case.rates if rate.source == "given in the case" else ()
        pair = next((one for one in given if codes_of(one) == {rate.base, rate.quote}), None)
        if pair and not rate.legs:
            source = f"{source}: {self._where(('rates', pair))}"
        formula, legs = f"1{times(rate)}", tuple(map(self._rate, rate.legs))
        return Step(
            rate.pair, "rate", rate.text, rate.text, text, "", source, formula, children=legs
        )


def _asked_before(known: Situation, years: int) -> tuple[dict[str, Expr], dict[str, Value]]:
    """The least that was asked for each component in an earlier round.

    As expressions by name, and the values that they name.
    """
    named: dict[str, Expr] = {}
    values: dict[str, Value] = {}
    for number, _ in enumerate(known.rounds, 1):
        key = f"rounds.{number}.ask"
        pay = known.pay.get(key)
        for component in COMPONENTS:
            part = pay.parts.get(component) if pay else None
            if pay is None or part is None:
                continue
            over_years = (pay.years or years) if component == "equity" else years
            paid, rate = f"{key}.{component}", known.table.rate(part.currency, known.place.currency)
            values |= {f"{key}.years": pay.years, paid: part.number}
            values |= {
                f"{paid}.num": rate.value.numerator,
                f"{paid}.den": rate.value.denominator * part.unit,
            }
            above = Product((Fact(paid), Number(years), Fact(f"{paid}.num")))
            below = Product((Number(over_years), Fact(f"{paid}.den")))
            name = f"rounds.{number}.here.{component}"
            named[name] = Quotient(above, below, "half-up")
            values[name] = compiled(named[name])(values)
    for component in COMPONENTS:
        if each := tuple(Fact(name) for name in named if name.endswith(f".{component}")):
            named[f"asked_before.{component}"] = Least(each)
    return named, values


def times(rate: Rate) -> str:
    """What is done, exactly, to an amount in the rate's base: ` * 0.86`.

    For a cross ` / 1.1573 * 0.8338`.
    """
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
