"""The words that the formats for people share: figures, facts and reasons of an answer, as short texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from counteroffer.answer import Counteroffer, LeverAnswer
from counteroffer.facts import listed
from counteroffer.money import Shown
from counteroffer.rulebook import Rulebook

VERDICTS = {
    "counter": "counter: there is more to ask for",
    "accept": "accept: nothing more is supported",
    "walk-away": "walk away: the last word is under the floor",
}
HOW = {
    "stated": "stated by the guide",
    "carried": "carried from the guide's reference region",
    "converted": "converted, not a market figure",
    "matched": "matches the best that you hold",
    "band": "the middle of the band",
    "offered": "as offered",
    "minimum": "your own minimum",
}


@dataclass(frozen=True, slots=True)
class Words:
    """An answer in words."""

    answer: Counteroffer
    rulebook: Rulebook
    shown: Shown

    def money(self, amount: int | None, currency: str | None = None) -> str:
        return "–" if amount is None else self.shown(amount, currency or self.answer.currency)

    @property
    def title(self) -> str:
        """Company, role and region."""
        return f"{self.rulebook.guide(self.answer.guide).guide.name} · {self.region}"

    @property
    def region(self) -> str:
        band = self.rulebook.guide(self.answer.guide).guide.bands.get(self.answer.region)
        return band.label if band else self.rulebook.places[self.answer.region][1].label

    @property
    def equity(self) -> str:
        """What the guide's equity is, and over which time."""
        guide = self.rulebook.guide(self.answer.guide).guide
        vehicle = self.rulebook.vehicles.get(guide.vehicle)
        return (
            f"{vehicle.name if vehicle else guide.vehicle} {'a year' if guide.years == 1 else f'/ {guide.years} years'}"
        )

    def table(self) -> Iterator[tuple[str, ...]]:
        """Header and rows of the figures: component, ask, stretch, floor, offer, how the ask came about."""
        ask, stretch, floor, offer = self.answer.ask, self.answer.stretch, self.answer.floor, self.answer.offer
        yield "", "ask", "stretch", "floor", "offer", ""
        rows = (("base", "base"), ("equity", self.equity), ("signing", "signing"), ("annual", "worth a year"))
        for name, label in rows:
            below = getattr(floor, name, None) if name in ("base", "annual") else None
            figures = (getattr(ask, name), getattr(stretch, name), below, getattr(offer, name, None))
            if any(figure is not None for figure in figures):
                yield label, *(self.money(figure) if figure is not None else "" for figure in figures), self._how(name)

    def _how(self, name: str) -> str:
        how = self.answer.ask.how.get(name)
        return HOW[how] if how else ""

    def break_even(self) -> str | None:
        """The break-even in a sentence, or None."""
        even = self.answer.break_even
        if even is None:
            return None
        offered = ""
        if even.base_as_offered is not None and even.base_as_offered != even.base:
            offered = f" (with the equity as offered: {self.money(even.base_as_offered)})"
        return f"{self.money(even.base)} of base is worth as much a year as {even.against}'s offer{offered}"

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
            return f"{offer['company']}'s {part} {self._part(offer, part)}" if part else f"{offer['company']}'s offer"
        if head == "offer":
            return f"offered {rest} {self._part(case['offer'], rest)}"
        return f"{head} {self.region}"

    def has(self, path: str) -> bool:
        """Whether the case states this part of an offer."""
        head, _, rest = path.partition(".")
        offer, part = self._competing(rest) if head == "competing" else (self.answer.case.get("offer", {}), rest)
        return part in offer

    def _competing(self, rest: str) -> tuple[dict[str, Any], str]:
        """The competing offer behind `NVIDIA` or `NVIDIA.base`, and the part; a name may have points in it."""
        offers = sorted(self.answer.case["competing"], key=lambda one: -len(one["company"]))
        offer = next(one for one in offers if rest == one["company"] or rest.startswith(f"{one['company']}."))
        return offer, rest.removeprefix(offer["company"]).removeprefix(".")

    def _part(self, offer: dict[str, Any], part: str) -> str:
        value = offer[part]
        if part == "equity":
            years = value["years"]
            return f"{self.money(value['amount'], offer['currency'])}{'/yr' if years == 1 else f'/{years}yr'}"
        return self.money(value, offer["currency"]) if isinstance(value, int) else str(value)

    def facts(self, paths: tuple[str, ...]) -> str:
        """Facts in a row; an offer named as a whole is left out where its parts follow."""
        whole = {path for path in paths if any(other.startswith(f"{path}.") for other in paths)}
        return ", ".join(self.fact(path) for path in paths if path not in whole)

    def rates(self) -> Iterator[str]:
        for rate in self.answer.rates:
            yield f"1 {rate.base} = {rate.rate} {rate.quote}, {rate.date or 'undated'}, {rate.source}"

    def alternatives(self) -> Iterator[str]:
        for one in self.answer.alternatives:
            state = "held" if one.held else f"{one.why}, does not count"
            yield f"{one.company}: {self.money(one.annual)} a year, {state}"

    def home(self) -> str | None:
        """Ask and floor in the home currency, or None."""
        home = self.answer.home
        if home is None:
            return None
        ask = listed(
            f"{name} {self.money(amount, home.currency)}" for name, amount in home.ask.items() if amount is not None
        )
        floor = f"; floor base {self.money(home.floor['base'], home.currency)}" if home.floor else ""
        return f"in {home.currency}: ask {ask}{floor}"
