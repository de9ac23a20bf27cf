"""One case → its counteroffer: facts, rules, settlement, and the reasons for all of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Literal, cast

from counteroffer.answer import (
    Alternative,
    BreakEven,
    Counteroffer,
    Floor,
    HomeFigures,
    How,
    LeverAnswer,
    Notice,
    OfferInHand,
    Package,
    RateUsed,
)  # fmt: skip
from counteroffer.case import Case
from counteroffer.engines import Engine, Firing, engine, measure
from counteroffer.expr import Value
from counteroffer.facts import listed
from counteroffer.findings import findings
from counteroffer.fx import Rate, Rates, age, age_note
from counteroffer.guide import COMPONENTS
from counteroffer.money import shown
from counteroffer.rulebook import Rulebook, default_rulebook
from counteroffer.sentences import best_held, paths, talking_points
from counteroffer.settle import ACCEPT, COUNTER, WALK_AWAY, program
from counteroffer.situation import Situation, situation, with_legs
from counteroffer.why import lacking, support, why_not

_VERDICTS: Mapping[Value, Literal["counter", "accept", "walk-away"]] = {
    COUNTER: "counter", ACCEPT: "accept", WALK_AWAY: "walk-away",
}  # fmt: skip


def counter(
    case: Case,
    *,
    region: str | None = None,
    rulebook: Rulebook | None = None,
    rates: Rates | None = None,
    by: Engine | str | None = None,
    today: date | None = None,
) -> Counteroffer:
    """What to ask for, what to accept and what to say.

    `region` settles the same facts elsewhere; `rates` come after the case's own and are the embedded snapshot unless
    given; `by` is the engine, `"rete"`, `"plain"` or an `Engine`; `today` stands in where the case has none. The same
    arguments give the same answer on every engine. Raises CaseError, RuleError, EngineError.
    """
    return answer(case, region=region, rulebook=rulebook, rates=rates, by=by, today=today)[0]


def answer(
    case: Case,
    *,
    region: str | None = None,
    rulebook: Rulebook | None = None,
    rates: Rates | None = None,
    by: Engine | str | None = None,
    today: date | None = None,
) -> tuple[Counteroffer, Firing]:
    """`counter`, with what the engine did beside it."""
    rulebook = rulebook or default_rulebook()
    known = situation(case, rulebook, region=region, rates=rates or Rates.snapshot(), today=today)
    rules = program(rulebook, known.place, len(known.alternatives))
    chosen = by if by is not None and not isinstance(by, str) else engine(by)
    firing = chosen.fire(rules, measure(rules, known.values))
    return _Writer(known, firing, rulebook).counteroffer(), firing


class _Writer:
    """Puts the numbers of a settled case into an answer."""

    def __init__(self, known: Situation, firing: Firing, rulebook: Rulebook) -> None:
        self.known, self.firing, self.rulebook = known, firing, rulebook
        self.values = firing.values
        self.place = known.place
        self.best = best_held(known, self.values, private=True)

    def counteroffer(self) -> Counteroffer:
        known, place = self.known, self.place
        ask, stretch = self._package("ask"), self._package("stretch")
        floor, even = self._floor(), self._break_even()
        return Counteroffer(
            today=known.today.isoformat(), rules=place.rules.digest, case=known.understood, guide=place.rules.id,
            region=place.region, currency=place.currency, ask=ask, stretch=stretch, headline=self.firing.headline,
            floor=floor, break_even=even, verdict=_VERDICTS[self.values["verdict"]], offer=self._offer(),
            alternatives=tuple(self._alternatives()), levers=tuple(self._levers()),
            talking_points=talking_points(known, self.firing, self.rulebook), home=self._home(ask, floor),
            rates=self._rates(), warnings=tuple(self._warnings(ask, floor, even)),
            assumptions=(*known.assumptions, *self._assumptions(even)),
        )  # fmt: skip

    def _int(self, name: str) -> int | None:
        return cast("int | None", self.values.get(name))

    def _money(self, amount: int) -> str:
        return shown(amount, self.place.currency, self.rulebook)

    # the numbers

    def _package(self, side: str) -> Package:
        base, equity, signing = (self._int(f"{side}.{component}") for component in COMPONENTS)
        how = {component: self._how(side, component) for component in COMPONENTS}
        return Package(base, equity, self.place.guide.years, signing, self._int(f"{side}.annual"), how)

    def _how(self, side: str, component: str) -> How | None:
        """Where a figure of the ask comes from: the offer if it is met, else the most direct of what proposes it."""
        figure = self._int(f"{side}.{component}")
        if figure is None:
            return None
        if figure == self._int(f"offer_{component}"):
            return "offered"
        found = set()
        headline = self.place.headline.get(component)  # type: ignore[call-overload]
        if headline and figure == self._int(f"headline.{component}"):
            found.add(headline.how)
        for lever, asks in self.place.asks.items():
            one = asks.get(component)  # type: ignore[call-overload]
            if one and self.values.get(f"fired.{lever}") and figure == self._int(f"asks.{lever}.{component}"):
                found.add(one.how)
        order: tuple[How, ...] = ("stated", "carried", "converted", "matched", "band")
        return next((how for how in order if how in found), "minimum")

    def _offer(self) -> OfferInHand | None:
        if self.known.case.offer is None:
            return None
        base, equity, signing = (self._int(f"offer_{component}") for component in COMPONENTS)
        return OfferInHand(base, equity, self.place.guide.years, signing, self._int("offer_annual"))

    def _floor(self) -> Floor | None:
        base, annual = self._int("floor.base"), self._int("floor.annual")
        if base is None or annual is None:
            return None
        names = ("guide_floor", "floor_raise", "best_held_annual", "minimum_base")
        words = {name: None if (value := self._int(name)) is None else self._money(value) for name in names}
        words |= {"region": self.place.label, "guide_floor.how": self.place.floor and self.place.floor.how}
        words["best_held.company"] = self.best and self.best.offer.company
        by_id = {reason.id: reason for reason in self.rulebook.reasons}
        texts = (by_id[name].template.render(words) for name in self.firing.reasons)
        return Floor(base, annual, tuple(text for text in texts if text))

    def _break_even(self) -> BreakEven | None:
        base = self._int("break_even.base")
        if base is None or self.best is None:
            return None
        return BreakEven(base, self._int("break_even.base_as_offered"), self.best.offer.company)

    def _alternatives(self) -> Iterator[Alternative]:
        for one in self.known.alternatives:
            why = cast("Literal['expired', 'expected'] | None", one.why)
            yield Alternative(one.offer.company, self._int(f"{one.key}.annual"), one.held, why)

    def _home(self, ask: Package, floor: Floor | None) -> HomeFigures | None:
        home = self.known.case.home
        if home is None:
            return None
        rate = self.known.table.rate(self.place.currency, home)

        def at_home(amount: int | None) -> int | None:
            return None if amount is None else _whole(rate.convert(amount))

        figures = {name: at_home(getattr(ask, name)) for name in (*COMPONENTS, "annual")}
        below = (
            {"base": _whole(rate.convert(floor.base)), "annual": _whole(rate.convert(floor.annual))} if floor else None
        )
        return HomeFigures(home, figures, below)

    def _rates(self) -> tuple[RateUsed, ...]:
        used = {rate.pair: rate for rate in self.known.rates}
        if (home := self.known.case.home) and home != self.place.currency:
            for rate in with_legs(self.known.table.rate(self.place.currency, home)):
                used.setdefault(rate.pair, rate)
        return tuple(
            RateUsed(rate.base, rate.quote, rate.text, rate.date.isoformat() if rate.date else None, rate.source)
            for _, rate in sorted(used.items())
        )

    # the rules

    def _levers(self) -> Iterator[LeverAnswer]:
        for lever in self.place.levers:
            fired = self.firing.levers[lever.id]
            condition = self.place.conditions[lever.id]
            asked = {component: self._int(f"asks.{lever.id}.{component}") for component in self.place.asks[lever.id]}
            asks = {component: value for component, value in asked.items() if value is not None}
            facts: tuple[str, ...] = ()
            reasons: tuple[str, ...] = ()
            if fired:
                used = (
                    path for name in support(condition, self.values) for path in paths(name, self.known, self.values)
                )
                facts = tuple(dict.fromkeys(used))
            else:
                reasons = why_not(condition, self.values, self.rulebook.declared, self._money)
            yield LeverAnswer(lever.id, fired, asks, facts, reasons)

    def _missing(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The levers that are undecided, and the facts that would decide them."""
        for lever in self.place.levers:
            if self.firing.levers[lever.id] is None:
                names = lacking(self.place.conditions[lever.id], self.values)
                yield lever.id, tuple(self.rulebook.declared[name].label or name for name in names)

    # what must be said

    def _warnings(self, ask: Package, floor: Floor | None, even: BreakEven | None) -> Iterator[Notice]:
        if missing := list(self._missing()):
            facts = listed(dict.fromkeys(name for _, names in missing for name in names))
            levers = listed(lever for lever, _ in missing)
            yield Notice(
                "facts-missing",
                f"{levers} can't be decided: {facts} not stated. They may be worth more than this answer.",
            )
        for one in self.known.alternatives:
            if one.why == "expired":
                yield Notice(
                    "alternative-expired",
                    f"{one.offer.company}'s offer expired on {one.offer.expires}: it does not count.",
                )
            elif one.why == "expected":
                yield Notice(
                    "alternative-expected",
                    f"{one.offer.company}'s offer is only expected: it does not count and is not said.",
                )
        if self.place.converted:
            reference = self.place.guide.bands[self.place.guide.reference].label
            yield Notice("converted-region", f"The guide does not have {self.place.label}: every figure is {reference}'s, "
                                             "converted, not a market band.")  # fmt: skip
        yield from self._about_money(ask, floor, even)
        yield from self._about_rates()
        for finding in findings(self.place.guide):
            if finding.region in (None, self.place.region) and (
                finding.lever is None or self.firing.levers[finding.lever]
            ):
                yield Notice(finding.code, f"The guide contradicts itself: {finding.message}.")

    def _about_money(self, ask: Package, floor: Floor | None, even: BreakEven | None) -> Iterator[Notice]:
        minimum, others = self._int("minimum_base"), max(self._int("capped.base") or 0, self._int("offer_base") or 0)
        if minimum is not None and minimum > others and ask.base == minimum:
            yield Notice("minimum-lifts-ask", f"Your minimum of {self._money(minimum)} is more than the rules ask for"
                         + (f" ({self._money(others)})." if others else "."))  # fmt: skip
        best = self._int("best_held_annual")
        company = self.best.offer.company if self.best else ""
        if floor and even and floor.base < even.base:
            yield Notice("floor-under-break-even", f"At the floor of {self._money(floor.base)} the deal is worth less than {company}'s: "
                         f"break-even is {self._money(even.base)}.")  # fmt: skip
        if best is not None and ask.annual is not None and ask.annual < best:
            yield Notice("ask-under-alternative", f"The whole ask, {self._money(ask.annual)} a year, is worth less than {company}'s "
                         f"{self._money(best)}.")  # fmt: skip

    def _about_rates(self) -> Iterator[Notice]:
        for rate in self.known.rates:
            if not rate.legs and age_note(rate, self.known.today) == "warning":
                yield Notice(
                    "stale-rate", f"The rate {rate.pair} is {age(rate, self.known.today)} days old ({rate.date})."
                )

    def _assumptions(self, even: BreakEven | None) -> Iterator[str]:
        offers: list[tuple[str, Any]] = [("the offer in hand", self.known.case.offer)] if self.known.case.offer else []
        offers += [(f"{one.offer.company}'s offer", one.offer) for one in self.known.alternatives if one.held]
        for whose, offer in offers:
            unsaid = [name for name in ("base", "equity", "bonus") if getattr(offer, name) is None]
            if unsaid:
                yield f"{whose} states no {listed(unsaid, 'and no')}, which adds nothing to its annual total"
        hows = {how for side in ("ask", "stretch") for component in COMPONENTS if (how := self._how(side, component))}
        reference = self.place.guide.bands[self.place.guide.reference].label
        if "carried" in hows:
            yield f"carried figures stand in {self.place.label}'s band where the guide's stand in {reference}'s"
        if "converted" in hows and not self.place.converted:
            yield f"converted figures are {reference}'s at the exchange rate, for want of a band to carry them in"
        if even is None:
            yield self._no_break_even()
        for rate in self.known.rates:
            if not rate.legs and age_note(rate, self.known.today) == "note":
                yield f"the rate {rate.pair} is {age(rate, self.known.today)} days old"

    def _no_break_even(self) -> str:
        if self.best is None:
            return "there is no break-even: no competing offer is held"
        best = self._int("best_held_annual")
        if best is None:
            return f"there is no break-even: {self.best.offer.company}'s offer has no annual total"
        return f"there is no break-even: without any base the ask is already worth {self.best.offer.company}'s {self._money(best)} a year"


def _whole(amount: Fraction) -> int:
    return int((Decimal(amount.numerator) / Decimal(amount.denominator)).quantize(Decimal(1), ROUND_HALF_UP))


__all__ = ["Rate", "answer", "counter"]
