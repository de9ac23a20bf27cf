"""One case → its counteroffer: facts, rules, settlement, and the reasons for all of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Literal, cast

from counteroffer.answers.answer import (
    Alternative,
    Basis,
    BreakEven,
    Counteroffer,
    FloorAnswer,
    Gap,
    HomeFigures,
    How,
    HowFloor,
    LeverAnswer,
    OfferInHand,
    Package,
    RateUsed,
    Verdict,
    WalkAway,
)
from counteroffer.answers.arguments import checked_arguments
from counteroffer.answers.audit import digest
from counteroffer.answers.currency_assumed import another_verdict, currency_assumed
from counteroffer.answers.named_offer import best_of
from counteroffer.answers.notices import Notices
from counteroffer.answers.setting import Setting
from counteroffer.answers.talking_points import Paths, talking_points
from counteroffer.answers.unused import idle_entries, unused_facts
from counteroffer.cases.case import Case
from counteroffer.cases.intake import with_legs
from counteroffer.cases.situation import Situation
from counteroffer.engines.interface import Engine, Firing
from counteroffer.language.compile import compiled, half_up
from counteroffer.language.why import support, why_not
from counteroffer.money.rates import Rates
from counteroffer.rulebook.guide import COMPONENTS, Component
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.rulebook.shared import REASONED, About
from counteroffer.settlement.outcome import BEST_HELD, FLOOR, MINIMUM, VERDICTS
from counteroffer.settlement.region_figures import NO_MARKET
from counteroffer.text.log import listening


@checked_arguments
def counter(
    case: Case,
    *,
    region: str | None = None,
    rulebook: Rulebook | None = None,
    rates: Rates | None = None,
    engine: Engine | str | None = None,
    today: date | None = None,
    locale: str | None = None,
    deadline: float | None = None,
) -> Counteroffer:
    """What to ask for, what to accept and what to say.

    `region` settles the same facts elsewhere; `rates` come after the case's own and are the
    embedded snapshot unless given; `engine` is `"rete"`, `"plain"` or an `Engine`; `today` stands
    in where the case has none; `locale` writes the amounts in texts its way. The same arguments
    give the same answer on every engine.

    Amounts are whole units of the region's currency, which the answer names: what is proposed is on
    the currency's rounding step, half up; floor, walk-away and break-even are rounded up. Raises
    CaseError for facts that can't be, RuleError for a guide or a lever that can't be used,
    RateError for a currency without a rate, EngineError for an engine that is not there, and
    DeadlineError once `deadline`, a moment of `time.monotonic()`, has passed.
    """
    return answer(Setting.of(region, rulebook, rates, today, engine), case, locale)[0]


def answer(setting: Setting, case: Case, locale: str | None = None) -> tuple[Counteroffer, Firing]:
    """The answer of `counter`, and what the engine fired."""
    started = time.perf_counter()
    known, firing = setting.settled(case, locale)
    found = written(known, firing, setting.rulebook)
    otherwise = another_verdict(setting, case)
    assumed = tuple(currency_assumed(known, found.verdict, otherwise))
    if assumed:
        found = replace(found, warnings=(*found.warnings, *assumed))
    if logger := listening():
        took = 1000 * (time.perf_counter() - started)
        told = "answered guide=%s region=%s answer=%s in %.1f ms"
        logger.debug(told, found.guide, found.region, digest(found), took)
    return found, firing


def written(known: Situation, firing: Firing, rulebook: Rulebook) -> Counteroffer:
    """The answer to a settled case."""
    return _Writer(known, firing, rulebook).counteroffer()


class _Writer:
    """Puts the numbers of a settled case into an answer."""

    def __init__(self, known: Situation, firing: Firing, rulebook: Rulebook) -> None:
        self.known, self.firing, self.rulebook = known, firing, rulebook
        self.values = firing.values
        self._int = cast("Callable[[str], int | None]", firing.values.get)
        self.place = known.place
        self.best = best_of([one for one in known.alternatives if one.held], self.values)

    def counteroffer(self) -> Counteroffer:
        known, place = self.known, self.place
        ask, stretch = self._package("ask"), self._package("stretch")
        floor, even = self._floor(), self._break_even()
        levers = tuple(self._levers(paths := Paths(known, self.values)))
        notices = Notices(known, self.firing, self.rulebook, self.best)
        return Counteroffer(
            today=known.today.isoformat(),
            rules=place.rules.digest,
            case=known.understood,
            guide=known.case.guide and place.rules.id,
            market=known.understood.get("market"),
            region=place.region,
            level=known.understood.get("level"),
            currency=place.currency,
            basis=self._basis(),
            ask=ask,
            stretch=stretch,
            headline=self.firing.headline,
            floor=floor,
            walk_away=self._walk_away(),
            break_even=even,
            gap=self._gap(),
            verdict=cast("Verdict", VERDICTS[cast("int", self.values["verdict"])]),
            reasons=tuple(self._reasons("verdict")),
            offer=self._offer(),
            alternatives=tuple(self._alternatives()),
            levers=levers,
            unused=(
                *(f"candidate.{name}" for name in unused_facts(known, self.rulebook)),
                *idle_entries(known),
            ),
            talking_points=talking_points(known, self.firing, self.rulebook, paths),
            home=self._home(ask, floor),
            rates=self._rates(),
            warnings=tuple(notices.warnings(ask)),
            assumptions=(*known.assumptions, *notices.assumptions(ask, stretch, even)),
        )

    def _money(self, amount: int) -> str:
        return self.known.money(amount, self.place.currency)

    # the numbers

    def _package(self, side: str) -> Package:
        base, equity, signing = (self._int(f"{side}.{component}") for component in COMPONENTS)
        how: dict[str, How | None] = {
            component: self._how(side, component) for component in COMPONENTS
        }
        return Package(
            base, equity, self.place.guide.years, signing, self._int(f"{side}.annual"), how
        )

    def _how(self, side: str, component: Component) -> How | None:
        """Where a figure of the ask comes from.

        The offer if it is met, an earlier ask that holds it down, or the most direct of what
        proposes it.
        """
        figure = self._int(f"{side}.{component}")
        if figure is None:
            return None
        if figure == self._int(f"offer_{component}"):
            return "offered"
        whole = self._int(f"{'capped' if side == 'ask' else 'proposed'}.{component}")
        if component == "base":
            whole = max(whole or 0, self._int("base_without_rounds") or 0)
        before = self._int(f"asked_before.{component}")
        if figure == before and figure < (whole or 0) and figure != self._int("minimum_base"):
            return "asked"
        for origin in self.place.origins[component]:
            if figure == self._int(origin.figure) and (
                not origin.fired or self.values[origin.fired]
            ):
                matched = self.values.get(NO_MARKET) and origin.how == "converted"
                return "matched" if matched else cast("How", origin.how)
        return "floor" if figure == self._int("least_ask.base") else "minimum"

    def _basis(self) -> Basis:
        """What kind of band the figures stand in; "none" where a converted band says nothing."""
        if self.values.get(NO_MARKET):
            return "none"
        return "converted" if self.place.converted else self.place.rules.basis

    def _offer(self) -> OfferInHand | None:
        if self.known.case.offer is None and not self.known.present_pay_stands:
            return None
        base, equity, signing = (self._int(f"offer_{component}") for component in COMPONENTS)
        return OfferInHand(base, equity, self.place.guide.years, signing, self._int("offer_annual"))

    def _floor(self) -> FloorAnswer | None:
        base, annual = self._int("floor.base"), self._int("floor.annual")
        if base is None or annual is None:
            return None
        return FloorAnswer(
            base,
            annual,
            self._how_floor(),
            tuple(self._reasons("floor")),
            self._int("floor.accept_at"),
        )

    def _how_floor(self) -> HowFloor:
        argued, minimum = self._int("argued_floor"), self._int("minimum_base")
        if argued is None or (minimum is not None and minimum > argued):
            return "minimum"
        floor = self.place.floor
        on_total = self._int("guide_floor.on_total")
        if floor is None or (on_total is not None and on_total == self._int("guide_floor")):
            return "assumed" if floor and floor.assumed else "total"
        return cast("HowFloor", floor.base.how if floor.base else "total")

    def _walk_away(self) -> WalkAway | None:
        base, annual = self._int("walk_away.base"), self._int("walk_away.annual")
        if base is None or annual is None:
            return None
        decided = self._int("walk_away.because")
        names = {MINIMUM: "minimum", FLOOR: "floor", BEST_HELD: self._best_company}
        return WalkAway(base, annual, names[cast("int", decided)])

    def _gap(self) -> Gap | None:
        annual = self._int("gap.annual")
        return None if annual is None else Gap(annual, self._best_company)

    @property
    def _best_company(self) -> str:
        return self.best.offer.company if self.best else ""

    def _reasons(self, about: About) -> Iterator[str]:
        """The reasons that hold, as sentences."""
        words: dict[str, str | None] = {name: self._money_or_none(name) for name in REASONED}
        words["region"] = self.place.label
        words["guide_floor.how"] = self._floor_how()
        words["best_held.company"] = self._best_company or None
        held = set(self.firing.reasons)
        for reason in self.rulebook.reasons:
            if reason.about == about and reason.id in held:
                text = reason.template.render(words)
                if text:
                    yield text

    def _money_or_none(self, name: str) -> str | None:
        value = self.values.get(name)
        return self._money(value) if isinstance(value, int) else None

    def _floor_how(self) -> str | None:
        """How the guide's floor came to this region: stated, carried or converted, and so on.

        It is said of its base, or of the annual total that makes up the base.
        """
        floor = self.place.floor
        on_total = self._int("guide_floor.on_total")
        if (
            floor
            and floor.total
            and on_total is not None
            and on_total >= (self._int("guide_floor") or 0)
        ):
            total = compiled(floor.total.value)(self.values)
            return (
                f"on an annual total of {self._money(total)}, {floor.total.how}"
                if isinstance(total, int)
                else None
            )
        return floor.base.how if floor and floor.base else None

    def _break_even(self) -> BreakEven | None:
        base = self._int("break_even.base")
        if base is None or self.best is None:
            return None
        return BreakEven(base, self._int("break_even.base_as_offered"), self.best.offer.company)

    def _alternatives(self) -> Iterator[Alternative]:
        for one in self.known.alternatives:
            why = cast("Literal['expired', 'expected'] | None", one.why)
            yield Alternative(one.offer.company, self._int(f"{one.key}.annual"), one.held, why)

    def _home(self, ask: Package, floor: FloorAnswer | None) -> HomeFigures | None:
        home = self.known.case.home
        if home is None:
            return None
        rate = self.known.table.rate(self.place.currency, home)

        def at_home(amount: int | None) -> int | None:
            return None if amount is None else half_up(rate.convert(amount))

        figures = {name: at_home(getattr(ask, name)) for name in (*COMPONENTS, "annual")}
        below = (
            {
                "base": half_up(rate.convert(floor.base)),
                "annual": half_up(rate.convert(floor.annual)),
            }
            if floor
            else None
        )
        return HomeFigures(home, figures, below)

    def _rates(self) -> tuple[RateUsed, ...]:
        used = {rate.pair: rate for rate in self.known.rates}
        if (home := self.known.case.home) and home != self.place.currency:
            for rate in with_legs(self.known.table.rate(self.place.currency, home)):
                used.setdefault(rate.pair, rate)
        return tuple(
            RateUsed(
                rate.base,
                rate.quote,
                rate.text,
                rate.date.isoformat() if rate.date else None,
                rate.source,
            )
            for _, rate in sorted(used.items())
        )

    # the rules

    def _levers(self, paths: Paths) -> Iterator[LeverAnswer]:
        for lever in self.place.levers:
            fired = self.firing.levers[lever.id]
            condition = self.place.conditions[lever.id]
            asks: dict[str, int] = {
                component: value
                for component in self.place.asks[lever.id]
                if (value := self._int(f"asks.{lever.id}.{component}")) is not None
            }
            facts: tuple[str, ...] = ()
            reasons: tuple[str, ...] = ()
            if fired:
                names = support(condition, self.values)
                facts = tuple(dict.fromkeys([path for name in names for path in paths[name]]))
            else:
                reasons = why_not(condition, self.values, self.rulebook.declared, self._money)
            yield LeverAnswer(lever.id, fired, asks, facts, reasons)
