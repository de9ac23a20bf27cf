"""What must be said beside the numbers: warnings with codes, and assumptions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from counteroffer.answers.answer import BreakEven, FloorAnswer, Notice, Package
from counteroffer.answers.talking_points import rests_on_band
from counteroffer.answers.totals_told import of_totals
from counteroffer.cases.intake import with_legs
from counteroffer.cases.situation import CompetingOffer, Situation
from counteroffer.engines.interface import Firing
from counteroffer.language.declarations import listed
from counteroffer.language.why import lacking
from counteroffer.money.rates import Rate, age, age_note, far_from_snapshot
from counteroffer.rulebook.folders import RuleFile
from counteroffer.rulebook.guide import COMPONENTS
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.carrying import ASSUMED
from counteroffer.settlement.outcome import WALK_AWAY
from counteroffer.settlement.region_figures import NO_MARKET
from counteroffer.text.phrases import capital, over

_MOST_NAMED, _NAMED = 12, 5  # of what is undecided


@dataclass(frozen=True, slots=True)
class Notices:
    """Looks at a settled case for what its reader must know; `best` is the best held offer."""

    known: Situation
    firing: Firing
    rulebook: Rulebook
    best: CompetingOffer | None

    def _int(self, name: str) -> int | None:
        return cast("int | None", self.firing.values.get(name))

    def _money(self, amount: int) -> str:
        return self.known.money(amount, self.known.place.currency)

    @property
    def _company(self) -> str:
        return self.best.offer.company if self.best else ""

    @property
    def _reference(self) -> str:
        guide = self.known.place.guide
        return guide.bands[guide.reference].label

    def warnings(
        self, ask: Package, floor: FloorAnswer | None, even: BreakEven | None
    ) -> Iterator[Notice]:
        """Missing facts first, then what bears on the numbers, then the guide's contradictions."""
        no_market = bool(self.firing.values.get(NO_MARKET))
        if no_market:
            yield Notice("no-market-here", self._no_market())
        yield from self._missing()
        yield from self._alternatives()
        if self.known.place.converted and not no_market:
            label = self.known.place.label
            text = (
                f"The guide does not have {label}: every figure is {self._reference}'s, converted,"
                " not a market band."
            )
            yield Notice("converted-region", text)
        yield from self._money_at_odds(ask, floor, even)
        yield from self._asked_before(ask)
        if replaced := self.rulebook.replaced(self.known.place.rules.id):
            yield Notice("guide-replaced", self._replaced(replaced))
        if to_review := len(self.known.place.guide.needs_review):
            lines = "one line" if to_review == 1 else f"{to_review} lines"
            text = (
                f"{lines} of the guide's source could not be settled by the import: see"
                " needs_review in its file."
            )
            yield Notice("guide-needs-review", text[0].upper() + text[1:])
        yield from (Notice("rates", note) for note in self.known.table.notes)
        for rate in self._rates():
            if age_note(rate, self.known.today) == "warning":
                days = age(rate, self.known.today)
                yield Notice(
                    "stale-rate", f"The rate {rate.pair} is {days} days old ({rate.date})."
                )
            if far := far_from_snapshot(rate):
                text = f"{capital(far)}: what rests on it may be wrong."
                yield Notice("rate-far-from-snapshot", text)
        for finding in self.known.place.rules.findings:
            here = finding.region in (None, self.known.place.region)
            if here and (finding.lever is None or self.firing.levers[finding.lever]):
                yield Notice(finding.code, f"The guide contradicts itself: {finding.message}.")

    def _replaced(self, other: RuleFile) -> str:
        """That another guide of the same id is not used."""
        name = self.known.place.rules.id
        whose = "comes with counteroffer" if self.rulebook.is_shipped(other) else "came before it"
        return (
            f"Two guides are called {name}: that of your own rules is used, and the one that"
            f" {whose} is not. Give yours a name of its own to have both."
        )

    def _no_market(self) -> str:
        """That the guide's figures, converted, are far from what is paid there."""
        low, high = (self._int(f"band_base_{end}") for end in ("low", "high"))
        if low is None or high is None:
            ends = "the converted band"
        else:
            ends = f"{self._money(low)} to {self._money(high)}"
        label = self.known.place.label
        return (
            f"The guide says nothing of {label}: {self._reference}'s band, converted, is {ends},"
            " far from what is offered there. None of its figures are used; what you hold, the"
            " offer and your minimum decide."
        )

    def _rates(self) -> Iterator[Rate]:
        """The stated rates that figures come from, those in the home currency too."""
        used = {rate.pair: rate for rate in self.known.rates}
        home, here = self.known.case.home, self.known.place.currency
        if home and home != here:
            used |= {rate.pair: rate for rate in with_legs(self.known.table.rate(here, home))}
        yield from (rate for rate in used.values() if not rate.legs)

    def _missing(self) -> Iterator[Notice]:
        """The levers that are undecided, and the facts that would decide them."""
        undecided, names = [], dict[str, None]()
        for lever in self.known.place.levers:
            if self.firing.levers[lever.id] is None:
                undecided.append(lever.id)
                missing = lacking(self.known.place.conditions[lever.id], self.firing.values)
                names |= dict.fromkeys(
                    self.rulebook.declared[name].label or name for name in missing
                )
        if undecided:
            facts = f"{_some(list(names))} {'is' if len(names) == 1 else 'are'} not stated"
            worth = "That may be worth more than this answer."
            yield Notice("facts-missing", f"Undecided: {_some(undecided)}, since {facts}. {worth}")

    def _alternatives(self) -> Iterator[Notice]:
        mine = self.known.case.offer
        if mine and mine.expires and mine.expires < self.known.today:
            yield Notice(
                "offer-expired",
                f"The offer in hand expired on {mine.expires}; it is settled as if it still stood.",
            )
        for one in self.known.alternatives:
            offer = one.offer
            if one.why == "expired":
                yield Notice(
                    "alternative-expired",
                    f"{offer.company}'s offer expired on {offer.expires}: it does not count.",
                )
            elif one.why == "expected":
                text = (
                    f"{offer.company}'s offer is only expected: it does not count and is not said."
                )
                yield Notice("alternative-expected", text)

    def _money_at_odds(
        self, ask: Package, floor: FloorAnswer | None, even: BreakEven | None
    ) -> Iterator[Notice]:
        if ask.base is None:
            yield Notice(
                "base-missing", "No base is stated and nothing proposes one: there is no floor."
            )
        yield from self._lifted(ask)
        yield from self._under_current_pay(ask)
        if floor and even and floor.base < even.base and floor.how != ASSUMED:
            less = (
                f"the deal is worth less than {self._company}'s: break-even is"
                f" {self._money(even.base)}"
            )
            yield Notice(
                "floor-under-break-even", f"At the floor of {self._money(floor.base)} {less}."
            )
        best = self._int("best_held_annual")
        if best is not None and ask.annual is not None and ask.annual < best:
            less = f"is worth less than {self._company}'s {self._money(best)}"
            yield Notice(
                "ask-under-alternative", f"The whole ask, {self._money(ask.annual)} a year, {less}."
            )

        offered = self._int("offer_annual")
        if (
            self.firing.values["verdict"] == WALK_AWAY
            and best is not None
            and offered is not None
            and offered > best
        ):
            more = f"{self._money(offered - best)} a year more than {self._company}'s"
            yield Notice(
                "walk-away-from-the-best",
                f"Their last word is under the floor, and still worth {more}.",
            )

    def _under_current_pay(self, ask: Package) -> Iterator[Notice]:
        """That less is asked for than is earned now."""
        earned = self._int("current_annual")
        if earned is not None and ask.annual is not None and ask.annual < earned:
            text = (
                f"The whole ask, {self._money(ask.annual)} a year, is less than the"
                f" {self._money(earned)} that you earn now."
            )
            yield Notice("ask-under-current-pay", text)

    def _lifted(self, ask: Package) -> Iterator[Notice]:
        """That the candidate's minimum is over what else there is to ask for."""
        minimum, before = self._int("minimum_base"), self._int("asked_before.base")
        least = self._int("least_ask.base") or 0
        rules = max(self._int("capped.base") or 0, least)
        offered = self._int("offer_base") or 0
        others = max(self._int("supported.base") or 0, least, offered)
        if minimum is None or minimum <= others or ask.base != minimum:
            return
        text = f"Your minimum of {self._money(minimum)} is more than"
        if before is not None and before < minimum:
            text += f" you asked for before ({self._money(before)}): tell them why the ask goes up."
            others = max(rules, offered)
            text += f" The rules ask for {self._money(others)}." if others else ""
        else:
            text += f" the rules ask for{f' ({self._money(others)})' if others else ''}."
        yield Notice("minimum-lifts-ask", text)

    def _asked_before(self, ask: Package) -> Iterator[Notice]:
        """Components that are asked for less than the rules say, because an earlier round was."""
        held = []
        for component in COMPONENTS:
            before, rules, now = (
                *(self._int(f"{name}.{component}") for name in ("asked_before", "capped")),
                getattr(ask, component),
            )
            if before is not None and rules is not None and before < rules and now < rules:
                span = f" {over(ask.equity_years)}" if component == "equity" else ""
                held.append(
                    f"{component} to {self._money(before)}{span}, where the rules now say"
                    f" {self._money(rules)}"
                )
                if now > before:
                    more = (
                        "they offer"
                        if now == self._int(f"offer_{component}")
                        else "your minimum is"
                    )
                    held[-1] += f", and {more} {self._money(now)}"
        if held:
            text = f"The ask is held to what you asked for in an earlier round: {'; '.join(held)}."
            yield Notice("ask-over-earlier-round", text)

    def assumptions(self, ask: Package, stretch: Package, even: BreakEven | None) -> Iterator[str]:
        """What was assumed, how figures came to this region, and why there is no break-even."""
        yield from (
            f"the guide rests on an assumption: {text}"
            for text in self.known.place.guide.assumptions
        )
        yield from self.of_figures(ask, stretch)
        if even is None:
            yield f"there is no break-even: {self._no_break_even()}"
        yield from self.of_rates()

    def of_figures(self, *sides: Package) -> Iterator[str]:
        """What offers do not state, and how the figures of these packages came to this region."""
        case = self.known.case
        offers = [("the offer in hand", case.offer)] if case.offer else []
        offers += [
            (f"{one.offer.company}'s offer", one.offer)
            for one in self.known.alternatives
            if one.held
        ]
        for whose, offer in offers:
            unsaid = [name for name in ("base", "equity", "bonus") if getattr(offer, name) is None]
            if unsaid:
                yield (
                    f"{whose} states no {listed(unsaid, 'and no')}, which adds nothing to its"
                    " annual total"
                )
        hows = {side.how[component] for side in sides for component in COMPONENTS}
        place = self.known.place
        if "carried" in hows or place.from_another_level:
            whose = listed(place.carried_from) or self._reference
            yield (
                f"carried figures stand in {place.label}'s band where the guide's stand in"
                f" {whose}'s"
            )
        yield from of_totals(self.known, hows)
        on_band = any(
            self.firing.levers[lever.id] and rests_on_band(lever) for lever in place.levers
        )
        of_a_guide = place.rules.basis == "market" and not place.converted
        if on_band and of_a_guide and not place.observed:
            yield (
                f"the band of {place.label} is another one scaled, so no sentence says what is paid"
                " there"
            )
        if "converted" in hows and not self.known.place.converted:
            yield (
                f"converted figures are {self._reference}'s at the exchange rate, for want of a"
                " band to carry them in"
            )

    def of_rates(self) -> Iterator[str]:
        """Of rates that are not of the day."""
        for rate in self._rates():
            if age_note(rate, self.known.today) == "note":
                yield f"the rate {rate.pair} is {age(rate, self.known.today)} days old"
            if (age(rate, self.known.today) or 0) < 0:
                yield f"the rate {rate.pair} is of {rate.date}, after {self.known.today}"

    def _no_break_even(self) -> str:
        best = self._int("best_held_annual")
        if self.best is None:
            return "no competing offer is held"
        if best is None:
            return f"{self._company}'s offer has no annual total"
        return (
            f"without any base the ask is already worth {self._company}'s {self._money(best)} a"
            " year"
        )


def _some(names: list[str]) -> str:
    """Names in a row; of many the first, and how many more there are."""
    if len(names) <= _MOST_NAMED:
        return listed(names)
    return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"
