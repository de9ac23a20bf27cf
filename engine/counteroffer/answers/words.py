"""Figures, facts and reasons of an answer as short texts, for the formats that people read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any, Protocol

from counteroffer.answers.answer import (
    Alternative,
    Counteroffer,
    LeverAnswer,
    RateUsed,
    TalkingPoint,
    understood,
)
from counteroffer.answers.as_stated import part_as_stated
from counteroffer.answers.dates import deadlines, when
from counteroffer.answers.vehicle import vehicle_name
from counteroffer.cases.negotiated import rules_of_understood
from counteroffer.language.compile import compiled
from counteroffer.language.declarations import listed
from counteroffer.language.expr import Value, facts_of
from counteroffer.money.write_amount import Shown
from counteroffer.rulebook.guide import COMPONENTS
from counteroffer.rulebook.guides import GuideRules
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.region_figures import place
from counteroffer.text.by_locale import day
from counteroffer.text.phrases import component_phrase

VERDICTS = {
    "prepare": "Prepare",
    "counter": "Counter",
    "accept": "Accept",
    "walk-away": "Walk away",
}
# The guide's own contradictions are listed by `guide show`; here is what they mean for the reader.
CONTRADICTIONS = {
    "total-does-not-add-up": "its printed totals do not add up, so none of them is used here",
    "ask-above-band": "it asks for more than its own band pays, so expect to hear that",
    "lever-over-headline": "an argument asks for more than its headline, where the ask stops",
    "floor-under-example-offer": (
        "its floor is worth less than the offer that it argues with, so mind the walk-away"
    ),
    "scaled-copy": "its band here is another region's scaled, and says little of what is paid",
}


class AnswerBasics(Protocol):
    """What an answer has in common for either side."""

    @property
    def guide(self) -> str | None: ...
    @property
    def region(self) -> str: ...
    @property
    def currency(self) -> str: ...
    @property
    def today(self) -> str: ...
    @property
    def case(self) -> Mapping[str, Any]: ...
    @property
    def alternatives(self) -> tuple[Alternative, ...]: ...
    @property
    def talking_points(self) -> tuple[TalkingPoint, ...]: ...
    @property
    def rates(self) -> tuple[RateUsed, ...]: ...


@dataclass(frozen=True, slots=True)
class SharedWords:
    """What both sides can be told of an answer, in words."""

    answer: AnswerBasics
    rulebook: Rulebook
    shown: Shown
    locale: str | None = None

    def money(self, amount: int | None, currency: str | None = None) -> str:
        return "–" if amount is None else self.shown(amount, currency or self.answer.currency)

    def day(self, on: date) -> str:
        """A day as the locale writes it: `Friday 4 December`."""
        return day(on, date.fromisoformat(self.answer.today), self.locale)

    @property
    def rules(self) -> GuideRules:
        """The rules of the answer's guide or market."""
        return rules_of_understood(self.answer.case, self.rulebook)

    @property
    def kind(self) -> str:
        """What is negotiated: an offer or a raise."""
        return str(self.answer.case.get("kind", "offer"))

    @property
    def once(self) -> str:
        """What is paid once: a signing bonus, or in a raise a one-off payment."""
        return "one-off" if self.kind == "raise" else "signing"

    @property
    def title(self) -> str:
        """Company, role and region."""
        return title_of(self.rules, self.answer.region, self.rulebook)

    @property
    def region(self) -> str:
        return label_of(self.rules, self.answer.region, self.rulebook)

    @property
    def converted(self) -> str:
        """What to add to a band's name: nothing for the guide's own, whose it is if converted."""
        guide = self.rules.guide
        own = self.answer.region in guide.bands
        return "" if own else f", that of {guide.bands[guide.reference].label} converted"

    @property
    def equity(self) -> str:
        """What the guide's equity is, and over which time."""
        years = self.rules.guide.years
        return f"{self.vehicle} {'a year' if years == 1 else f'/ {years} years'}"

    @property
    def vehicle(self) -> str:
        """What the equity is called, as the offer has it, else as the guide does."""
        return vehicle_name(self.rulebook, self.answer.case)

    def bonus(self) -> str:
        """The offered bonus, or nothing."""
        offer = self.answer.case.get("offer") or {}
        return self._as_stated(offer, "bonus") if "bonus" in offer else ""

    def _as_stated(self, offer: Mapping[str, Any], part: str) -> str:
        return part_as_stated(offer, part, self.shown, self.locale)

    def asks(self, lever: LeverAnswer) -> str:
        """What a lever asks for."""
        return listed(f"{name} {self.money(amount)}" for name, amount in lever.asks.items())

    def fact(self, path: str) -> str:
        """A fact of the case with its value: `gpu_years 4`."""
        head, _, rest = path.partition(".")
        case: Any = self.answer.case
        if head == "candidate":
            declaration = self.rulebook.declared[rest]
            if declaration.type == "money":
                currency, _, amount = case["candidate"][rest].partition(" ")
                return f"{rest} {self.money(int(amount), currency)}"
            return f"{rest} {declaration.show(declaration.read(case['candidate'][rest]))}"
        if head == "competing":
            offer, part = self._competing(rest)
            if not part:
                return f"{offer['company']}'s offer"
            return f"{offer['company']}'s {part} {self._as_stated(offer, part)}"
        if head == "offer":
            return f"offered {rest} {self._as_stated(case['offer'], rest)}"
        return f"{head} {self.region}"

    def _competing(self, rest: str) -> tuple[dict[str, Any], str]:
        """The competing offer behind `NVIDIA` or `NVIDIA.base`, and the part of it.

        A company's name may have points in it.
        """
        offers = sorted(self.answer.case["competing"], key=lambda one: -len(one["company"]))
        offer = next(
            one for one in offers if rest == one["company"] or rest.startswith(f"{one['company']}.")
        )
        return offer, rest.removeprefix(offer["company"]).removeprefix(".")

    def facts(self, paths: tuple[str, ...]) -> str:
        """Facts in a row; an offer named as a whole is left out where its parts follow."""
        whole = {path for path in paths if any(other.startswith(f"{path}.") for other in paths)}
        return ", ".join(self.fact(path) for path in paths if path not in whole)

    def rates(self) -> Iterator[str]:
        yield from map(rate_told, self.answer.rates)

    def alternatives(self) -> Iterator[str]:
        stated = {one["company"]: one for one in self.answer.case.get("competing", ())}
        for one in self.answer.alternatives:
            offer = stated[one.company]
            details = [offer.get("evidence", "") if one.held else f"{one.why}, does not count"]
            details += ["private"] if offer.get("private") else []
            detail = ", ".join(filter(None, details))
            yield (
                f"{one.company}: {self.money(one.annual)} a year{f' ({detail})' if detail else ''}"
            )

    def points(self) -> Iterator[tuple[str, str]]:
        """Each talking point and the sources of what it cites."""
        for point in self.answer.talking_points:
            yield point.text, "; ".join(point.sources)


@dataclass(frozen=True, slots=True)
class Words(SharedWords):
    """The candidate's answer in words."""

    answer: Counteroffer

    def base_band(self) -> tuple[int, int] | None:
        """The ends of the region's base band, converted at the rates that the answer states."""
        here, values = (
            place(self.rulebook, self.rules, self.answer.region),
            dict[str, Value](),
        )
        for rate in self.answer.rates:
            if rate.quote == self.answer.currency:
                value = Fraction(rate.rate)
                values |= {
                    f"rate.{rate.base}.num": value.numerator,
                    f"rate.{rate.base}.den": value.denominator,
                }
        low, high = (compiled(end)(values) for end in here.band["base"])
        return None if low is None or high is None else (low, high)

    def points(self) -> Iterator[tuple[str, str]]:
        """Each talking point with its sources, where the verdict is to counter.

        An offer that is accepted or declined needs none.
        """
        if self.answer.verdict in ("counter", "prepare"):
            yield from SharedWords.points(self)

    @property
    def verdict(self) -> str:
        """The verdict with its first reason; an acceptance says if facts could change it."""
        undecided = sum(lever.fired is None for lever in self.answer.levers)
        levers = "lever is" if undecided == 1 else "levers are"
        missing = f" But {undecided} {levers} undecided for want of facts."
        because = f". {self.answer.reasons[0]}" if self.answer.reasons else "."
        could_change = undecided and self.answer.verdict == "accept"
        return VERDICTS[self.answer.verdict] + because + (missing if could_change else "")

    def asked(self) -> str | None:
        """The ask in a line with what it is worth a year; None where nothing is known to ask."""
        years = self.rules.guide.years
        ask = self.answer.ask
        parts = [
            component_phrase(name, self.money(figure), self.vehicle, years, self.kind)
            for name in COMPONENTS
            if (figure := getattr(ask, name)) is not None
        ]
        worth = f", worth {self.money(ask.annual)} a year" if ask.annual is not None else ""
        return f"{listed(parts)}{worth}" if parts else None

    def walk_away(self) -> str | None:
        """The base under which to leave, with what it is worth and what decides it."""
        found = self.answer.walk_away
        if found is None:
            return None
        why = {
            "minimum": "you said that you would not go under it",
            "floor": "it is the floor",
        }.get(found.because, f"{found.because}'s offer is worth as much, or more")
        equity = " with the asked equity" if self.answer.ask.equity else ""
        return (
            f"under {self.money(found.base)} of base{equity}, {self.money(found.annual)} a year:"
            f" {why}"
        )

    def dates(self) -> Iterator[str]:
        """When the offer in hand and the held ones expire, the next first."""
        for one in deadlines(self.answer):
            if one.left >= 0:
                yield f"{one.whose} expires on {self.day(one.day)}, {when(one.left)}"

    def table(self) -> Iterator[tuple[str, ...]]:
        """Header and rows of the figures.

        Component, ask, stretch, floor, offer, how the ask came about.
        """
        ask, stretch, floor, offer = (
            self.answer.ask,
            self.answer.stretch,
            self.answer.floor,
            self.answer.offer,
        )
        yield "", "ask", "stretch", "floor", "offer", "the ask is"
        rows = (
            ("base", "base"),
            ("equity", self.equity),
            ("signing", self.once),
            ("annual", "worth a year"),
        )
        for name, label in rows:
            if name == "annual" and (bonus := self.bonus()):
                yield "bonus", bonus, bonus, bonus if floor else "", bonus, "offered"
            below = getattr(floor, name, None) if name in ("base", "annual") else None
            if name == "equity" and floor:
                below = ask.equity
            figures = (
                getattr(ask, name),
                getattr(stretch, name),
                below,
                getattr(offer, name, None),
            )
            if any(figure is not None for figure in figures):
                cells = (self.money(figure) if figure is not None else "" for figure in figures)
                yield label, *cells, ask.how.get(name) or ""

    def closing(self) -> str | None:
        """The whole ask as the sentence that ends the conversation's first half.

        None where all of it is met.
        """
        ask, offer = self.answer.ask, self.answer.offer
        years = self.rules.guide.years
        parts = []
        for name in ("base", "equity", "signing"):
            figure, offered = getattr(ask, name), getattr(offer, name, None)
            if figure is not None and (offered is None or offered < figure):
                parts.append(
                    component_phrase(name, self.money(figure), self.vehicle, years, self.kind)
                )
        opening = "For these reasons I am" if self.answer.talking_points else "I am"
        return (
            f"{opening} asking for {listed(parts)}."
            if parts and self.answer.verdict == "counter"
            else None
        )

    def break_even(self) -> str | None:
        """The break-even in a sentence, or None."""
        even = self.answer.break_even
        if even is None:
            return None
        offered = ""
        if even.base_as_offered is not None and even.base_as_offered != even.base:
            offered = f" (with the equity as offered: {self.money(even.base_as_offered)})"
        return (
            f"{self.money(even.base)} of base is worth as much a year as {even.against}'s"
            f" offer{offered}"
        )

    def has(self, path: str) -> bool:
        """Whether the case states this part of an offer."""
        head, _, rest = path.partition(".")
        offer, part = (
            self._competing(rest)
            if head == "competing"
            else (understood(self.answer).get("offer", {}), rest)
        )
        return part in offer

    def unused(self) -> Iterator[str]:
        """The stated facts that no rule of the guide reads."""
        for path in self.answer.unused:
            yield f"{self.fact(path)}: no rule of this guide reads it"

    def warnings(self) -> Iterator[str]:
        """Each warning, and each kind of contradiction in the guide with what it means."""
        for notice in self.answer.warnings:
            if notice.code not in CONTRADICTIONS:
                yield notice.message
        codes = dict.fromkeys(
            notice.code for notice in self.answer.warnings if notice.code in CONTRADICTIONS
        )
        if codes:
            told = "; ".join(CONTRADICTIONS[code] for code in codes)
            yield f"The guide contradicts itself: {told}."

    def missing(self) -> Iterator[str]:
        """Each fact about the candidate that an undecided lever waits for, with its help."""
        candidate = self.answer.case.get("candidate")
        stated = candidate if isinstance(candidate, Mapping) else {}
        undecided = {one.id for one in self.answer.levers if one.fired is None}
        levers = (one for one in self.rules.levers if one.id in undecided)
        names = dict.fromkeys(name for one in levers for name in facts_of(one.when))
        for name in names:
            if name in self.rulebook.profile and name not in stated:
                yield f"{name}: {self.rulebook.profile[name].help}"

    def home(self) -> str | None:
        """Ask and floor in the home currency, or None."""
        home = self.answer.home
        if home is None:
            return None
        ask = listed(
            f"{name} {self.money(amount, home.currency)}"
            for name, amount in home.ask.items()
            if amount is not None
        )
        floor = (
            f"; floor base {self.money(home.floor['base'], home.currency)}" if home.floor else ""
        )
        return f"in {home.currency}: ask {ask}{floor}"


def label_of(rules: GuideRules, region: str, rulebook: Rulebook) -> str:
    """What a region is called."""
    band = rules.guide.bands.get(region)
    return band.label if band else rulebook.places[region][1].label


def title_of(rules: GuideRules, region: str, rulebook: Rulebook) -> str:
    """Company, role and region."""
    return f"{rules.guide.name} · {label_of(rules, region, rulebook)}"


def rate_told(rate: RateUsed) -> str:
    """A rate that was used, with its day and where it comes from."""
    return (
        f"1 {rate.base} = {short_rate(rate.rate)} {rate.quote}, {rate.date or 'undated'},"
        f" {rate.source}"
    )


def short_rate(text: str) -> str:
    """A rate to six significant digits, for the eye."""
    return f"{Context(prec=6).create_decimal(Decimal(text)).normalize():f}"
