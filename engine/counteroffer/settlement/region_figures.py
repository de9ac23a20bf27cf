"""All figures of a guide in one region, as expressions: stated, carried or converted.

A figure is carried from the guide's reference region to the same position in the local band.
`rate.GBP.num` / `rate.GBP.den` is what one unit of a currency of the guide is in the region's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from counteroffer.language.compile import compiled
from counteroffer.language.declarations import closest, meant, slug
from counteroffer.language.expr import (
    NOTHING,
    TRUE,
    And,
    Choose,
    Expr,
    Fact,
    Greatest,
    Is,
    Number,
    Or,
    Product,
    Provenance,
    Quotient,
    Rounding,
    Sum,
    count_nodes,
    facts_of,
)
from counteroffer.money.read_amount import Amount
from counteroffer.rulebook.checks.copies import SCALED_COPY
from counteroffer.rulebook.guide import COMPONENTS, Band, Component, Figures, FloorFigures, Guide
from counteroffer.rulebook.guides import GuideRules
from counteroffer.rulebook.levers import Lever
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.annual import Portion, base_making, less, or_zero
from counteroffer.text.characters import cut
from counteroffer.text.errors import CaseError, Problem
from counteroffer.text.kept import Keeper


@dataclass(frozen=True, slots=True)
class RegionFigure:
    """What a figure is worth in a region, and how it got there.

    Stated, carried or converted, matched, of the band, assumed by an import, or (a base) what makes
    up a figure on the annual total.
    """

    value: Expr
    how: str


BYTES_OF_A_NODE = 1_000  # measured, with the functions and the rules that interpreters make of it
Asks = Mapping[Component, RegionFigure]
EQUITY_MIDDLE = "band_equity_middle"
NO_MARKET = "no_market"  # whether a converted band says nothing of its place
ASSUMED = "assumed"
_DIRECTNESS = ("stated", "carried", "converted", "total", "matched", "band", ASSUMED)


@dataclass(frozen=True, slots=True)
class Tier:
    """A tier of the floor in a region: its base, its total, and the base that makes that up.

    `is_least` says that the guide goes no lower: a tier at which it would accept can be all that it
    states.
    """

    base: RegionFigure | None
    total: RegionFigure | None
    base_for_total: Expr | None
    is_least: bool

    @property
    def assumed(self) -> bool:
        """Whether it is no floor of the guide's, but an import's default."""
        return any(one.how == ASSUMED for one in (self.base, self.total) if one)

    @property
    def lifts_the_ask(self) -> bool:
        """Whether less base than this is never asked: it is the guide's own, here or carried."""
        return self.is_least and self.base is not None and self.base.how in ("stated", "carried")


@dataclass(frozen=True, slots=True)
class Origin:
    """How a figure that can be asked got here, its name, and the name of its lever's firing."""

    how: str
    figure: str
    fired: str = ""


@dataclass(frozen=True, eq=False)
class RegionFigures(Keeper):
    """One region of a guide with all its figures, in the region's currency."""

    rules: GuideRules = field(repr=False)
    region: str
    label: str
    currency: str
    step: int
    converted: bool
    band: Mapping[str, tuple[Expr, Expr]]
    levers: tuple[Lever, ...] = field(repr=False)
    conditions: Mapping[str, Expr] = field(repr=False)
    asks: Mapping[str, Asks]
    headline: Asks
    floor: Tier | None
    accept_at: Tier | None = None

    @property
    def guide(self) -> Guide:
        return self.rules.guide

    @property
    def posted(self) -> bool:
        """Whether the band is an employer's own range, as its posting states it."""
        return self.rules.basis == "posted" and not self.converted

    @cached_property
    def observed(self) -> bool:
        """Whether the band is the guide's own for this place, not another band times a factor."""
        copies = (one for one in self.rules.findings if one.code == SCALED_COPY)
        of_a_guide = self.rules.basis == "market"
        return (
            of_a_guide and not self.converted and all(one.region != self.region for one in copies)
        )

    @cached_property
    def origins(self) -> Mapping[Component, tuple[Origin, ...]]:
        """Where each component of the ask can come from, the most direct origin first."""
        origins: dict[Component, tuple[Origin, ...]] = {}
        for component in COMPONENTS:
            found = [
                Origin(one.how, f"headline.{component}")
                for name, one in self.headline.items()
                if name == component
            ]
            found += [
                Origin(asks[component].how, f"asks.{lever}.{component}", f"fired.{lever}")
                for lever, asks in self.asks.items()
                if component in asks
            ]
            origins[component] = tuple(
                sorted(found, key=lambda origin: _DIRECTNESS.index(origin.how))
            )
        return origins

    @cached_property
    def named(self) -> frozenset[str]:
        """The facts and measures that the sentences of its levers name."""
        return frozenset(
            name for lever in self.levers for say in lever.says for name in say.template.names
        )

    @cached_property
    def named_with_unit(self) -> frozenset[str]:
        """The facts that the sentences of its levers name with their unit."""
        return frozenset(
            name.removesuffix(".unit") for name in self.named if name.endswith(".unit")
        )

    @cached_property
    def currencies(self) -> tuple[str, ...]:
        """The guide's currencies that figures of this region, or examples, are converted from."""
        guide = self.guide
        used = {guide.bands[offer.region].currency for offer in guide.example_offers}
        return tuple(sorted(used | {guide.bands[guide.reference].currency}))


def find_region(rulebook: Rulebook, rules: GuideRules, region: str) -> tuple[str, str, str]:
    """Id, label and currency of a region of a guide, or of a hiring place that it does not have.

    Raises CaseError.
    """
    spelled, bands = slug(region), rules.guide.bands
    place = None if spelled in rules.regions else rulebook.places.get(spelled)
    name = place[0] if place else rules.regions.get(spelled, "")
    if name in bands:
        return name, bands[name].label, bands[name].currency
    if place is None:
        own = [one for one in bands if set(spelled.split("-")) <= set(one.split("-"))]
        near = own[0] if len(own) == 1 else closest(spelled, {*bands, *rulebook.places})
        advice = f"{meant(near)} The" if near else "; the"
        word = f"unknown region '{cut(region)}'{advice} guide has {', '.join(bands)}"
        raise CaseError([Problem(word, code="region.unknown", suggestion=near)])
    return place[0], place[1].label, place[1].currency


def place(rulebook: Rulebook, rules: GuideRules, region: str) -> RegionFigures:
    """A guide's figures as they stand in one region.

    Raises CaseError for a region that is not known.
    """
    name, label, currency = find_region(rulebook, rules, region)
    return rulebook.kept.get(
        ("place", rules.id, rules.digest, name, label, currency),
        lambda: _place(rulebook, rules, name, label, currency),
        _weight,
    )


def _weight(here: RegionFigures) -> int:
    """An estimate in bytes of a region's figures with what is made of them.

    Without its conditions, which are the guide's.
    """
    return BYTES_OF_A_NODE * count_nodes(
        figure.value for asks in (here.headline, *here.asks.values()) for figure in asks.values()
    )


def _place(
    rulebook: Rulebook, rules: GuideRules, name: str, label: str, currency: str
) -> RegionFigures:
    guide, step = rules.guide, rulebook.currency(currency).step
    here, reference = guide.bands.get(name), guide.bands[guide.reference]
    carrier = _Carrier(guide, name, here, reference, currency, step)
    conditions, asks = {}, {}
    headline = carrier.figures(guide.headline, ("headline",))
    for lever in rules.levers:
        own = lever.own
        bound = Is(Fact("region"), own.only_in) if own and own.only_in else None
        when = lever.when if (here or reference).equity else _without_equity(lever.when)
        conditions[lever.id] = And((bound, when)) if bound else when
        asks[lever.id] = (
            carrier.figures(
                own.figures,
                ("levers", lever.id, "figures"),
                bound=bound is not None,
                headline=headline,
            )
            if own
            else {}
        )
    for lever in rules.levers:
        defaults = _defaults(lever, converted=here is None)
        if here is None:
            asks[lever.id] = _where_there_is_a_market(asks[lever.id], defaults)
        elif not asks[lever.id]:
            asks[lever.id] = defaults
    if here is None:
        headline = _where_there_is_a_market(headline, {})
    floor = guide.floor.get(name) or guide.floor.get(guide.reference)
    whose = name if name in guide.floor else guide.reference
    least = above = None
    if floor:
        least_stated = floor.least is not floor.accept_at
        least = carrier.tier(floor.least, whose, floor.tier_path(), headline, is_least=least_stated)
        above = carrier.tier(floor.above, whose, ("accept_at",), headline, is_least=False)
    return RegionFigures(
        rules,
        name,
        label,
        currency,
        step,
        here is None,
        carrier.bands() if rules.basis != "none" else {"base": (NOTHING, NOTHING)},
        rules.levers,
        conditions,
        asks,
        headline,
        _tier_of_a_market(least) if here is None else least,
        _tier_of_a_market(above) if here is None else above,
    )


def _without_equity(when: Expr) -> Expr:
    """A condition where there is no equity band: what compares with its middle can't hold."""
    if not isinstance(when, Or):
        return when
    kept = tuple(one for one in when.terms if EQUITY_MIDDLE not in facts_of(one))
    return kept[0] if len(kept) == 1 else Or(kept) if kept else when


def _defaults(lever: Lever, *, converted: bool) -> dict[Component, RegionFigure]:
    """What a lever asks for where the guide gives it no figures."""
    return {
        component: RegionFigure(
            Choose(ask.when or TRUE, Fact(ask.measure), NOTHING),
            "converted" if converted and ask.how == "band" else ask.how,
        )
        for component, ask in lever.asks.items()
    }


def _where_there_is_a_market(own: Asks, defaults: Asks) -> dict[Component, RegionFigure]:
    """The figures of a lever in a converted region.

    They are the guide's own, or where it says nothing of the place what matches the held offers.
    """
    found: dict[Component, RegionFigure] = {}
    for component in COMPONENTS:
        default = defaults.get(component)
        figure = own.get(component) if own else default
        if default and default.how == "matched":
            value = _in_a_market(figure.value if figure else NOTHING, default.value)
            found[component] = RegionFigure(value, figure.how if figure else default.how)
        elif figure:
            found[component] = replace(figure, value=_in_a_market(figure.value))
    return found


def _in_a_market(value: Expr, otherwise: Expr = NOTHING) -> Expr:
    return value if value == otherwise else Choose(Fact(NO_MARKET), otherwise, value)


def _tier_of_a_market(tier: Tier | None) -> Tier | None:
    """A tier of a converted floor, which is none where the guide says nothing of the place."""
    if tier is None:
        return None
    base, total, made_up = tier.base, tier.total, tier.base_for_total
    return Tier(
        base and replace(base, value=_in_a_market(base.value)),
        total and replace(total, value=_in_a_market(total.value)),
        made_up and _in_a_market(made_up),
        tier.is_least,
    )


def cited(value: int, *path: str | int) -> Number:
    """A figure of the guide as a constant, with the path that states it."""
    return Number(value, Provenance(path))


@dataclass(frozen=True, slots=True)
class _Carrier:
    """Carries the figures of a guide to one region."""

    guide: Guide
    region: str
    here: Band | None
    reference: Band
    currency: str
    step: int

    def bands(self) -> dict[str, tuple[Expr, Expr]]:
        band, region = self.here or self.reference, self._region
        names = ("base", "equity") if band.equity else ("base",)
        ends = {name: self._ends(region, name, getattr(band, name)) for name in names}
        if self.here:
            return dict(ends)
        return {
            name: (self._converted(low), self._converted(high))
            for name, (low, high) in ends.items()
        }

    @property
    def _region(self) -> str:
        """The region whose band stands for this one."""
        return self.region if self.here else self.guide.reference

    def _ends(self, region: str, name: str, amount: Amount) -> tuple[Number, Number]:
        path = ("bands", region, name)
        return cited(int(amount.low), *path, "low"), cited(int(amount.high), *path, "high")

    def figures(
        self,
        by_region: Mapping[str, Figures],
        path: tuple[str, ...],
        inner: tuple[str, ...] = (),
        *,
        bound: bool = False,
        headline: Asks | None = None,
    ) -> dict[Component, RegionFigure]:
        """The figures of a lever or of the headline in this region.

        `path` is where they stand by region in the guide's file, and `inner` where in the entry of
        a region. `headline` is what a lever's total takes its equity from.
        """
        stated, source = by_region.get(self.region), by_region.get(self.guide.reference)
        source = None if bound else source
        figures: dict[Component, RegionFigure] = {}
        for component in COMPONENTS:
            value = stated.of(component) if stated else None
            if value is not None:
                stands = cited(value, *path, self.region, *inner, component)
                assert stated
                figures[component] = _owned(RegionFigure(stands, "stated"), component, stated)
            elif component == "base" and stated and stated.total is not None:
                continue  # it follows from the total, which is stated here
            elif source and (value := source.of(component)) is not None:
                there = cited(value, *path, self.guide.reference, *inner, component)
                carried = self._carried(
                    component, there, self._signing_base(source, path, figures.get("base"))
                )
                figures[component] = _owned(carried, component, source)
        return (
            figures
            if "base" in figures
            else self._on_total(by_region, path, source, figures, headline or {})
        )

    def _on_total(
        self,
        by_region: Mapping[str, Figures],
        path: tuple[str, ...],
        source: Figures | None,
        figures: dict[Component, RegionFigure],
        headline: Asks,
    ) -> dict[Component, RegionFigure]:
        """The figures with the base and the equity that their annual total needs."""
        stated = by_region.get(self.region)
        here = stated if stated and stated.total is not None else None
        total = self._total(here, self.region, path) or self._total(
            source, self.guide.reference, path
        )
        if total is None:
            return figures
        equity = figures.get("equity") or headline.get("equity")
        base = RegionFigure(self._base_for(total, equity, "half-up", self.step), "total")
        with_equity: dict[Component, RegionFigure] = {"equity": equity} if equity else {}
        return {"base": base, **with_equity, **figures}

    def tier(
        self,
        floor: FloorFigures | None,
        whose: str,
        inner: tuple[str, ...],
        headline: Asks,
        *,
        is_least: bool,
    ) -> Tier | None:
        """A tier of the floor, stated for this region or for the reference region."""
        if floor is None:
            return None
        assumed: Any = ("base", "equity", "total") if floor.assumed else ()
        stated = Figures(base=floor.base, equity=floor.equity, assumed=assumed)
        figures = self.figures({whose: stated}, ("floor",), inner)
        of_total = Figures(total=floor.total, assumed=assumed)
        total = self._total(of_total, whose, ("floor",), inner)
        equity = figures.get("equity") or headline.get("equity")
        base = figures.get("base")
        if not (base or total):
            return None
        made_up = self._base_for(total, equity, "up", 1) if total else None
        return Tier(base, total, made_up, is_least)

    def _total(
        self,
        figures: Figures | None,
        region: str,
        path: tuple[str, ...],
        inner: tuple[str, ...] = (),
    ) -> RegionFigure | None:
        """An annual total here: stated, or carried from the reference region."""
        value = figures.of("total") if figures else None
        if value is None:
            return None
        assert figures
        stated = cited(value, *path, region, *inner, "total")
        here = region == self.region
        total = RegionFigure(stated, "stated") if here else self._carried("total", stated, None)
        return _owned(total, "total", figures)

    def _base_for(
        self, total: RegionFigure, equity: RegionFigure | None, rounding: Rounding, step: int
    ) -> Expr:
        """The base that makes up a total with this equity, or with the offered one if that is more.

        The equity is what the guide asks in full, not what a case supports: so more facts never ask
        for less base. Where nothing says how much of the total is equity, the base is unknown.
        """
        offered: Expr = Fact("offer_equity")
        if equity:
            reached: Expr = Greatest((equity.value, offered))
        else:
            reached = offered if (self.here or self.reference).equity else or_zero(offered)
        equity_a_year = Portion(reached, (Number(self.guide.years),))
        return base_making(total.value, equity_a_year, rounding, step)

    def _carried(
        self,
        component: Component | Literal["total"],
        stated: Number,
        base: tuple[Expr, RegionFigure] | None,
    ) -> RegionFigure:
        """A figure of the reference region, carried here.

        `base` is what signing goes in proportion to.
        """
        if self.here is None:
            return RegionFigure(self._converted(stated), "converted")
        if component == "signing":
            return self._carried_signing(stated, base)
        origin, target = getattr(self.reference, component), getattr(self.here, component)
        if origin is None or target is None or origin.low == origin.high:
            return RegionFigure(self._converted(stated), "converted")
        low, high = self._ends(self.guide.reference, component, origin)
        to_low, to_high = self._ends(self.region, component, target)
        width = less(high, low)
        above = Product((less(stated, low), less(to_high, to_low)))
        exact = Sum((Product((to_low, width)), above))
        return RegionFigure(
            _constant(Quotient(exact, width, "half-up", self.step), "carried"), "carried"
        )

    def _signing_base(
        self, source: Figures, path: tuple[str, ...], base: RegionFigure | None
    ) -> tuple[Expr, RegionFigure] | None:
        """The base that signing is in proportion to, there and here.

        It is of the same rule, else of the headline.
        """
        stated, whose = source.of("base"), path
        if stated is None:
            headline, whose = self.guide.headline.get(self.guide.reference), ("headline",)
            stated = headline.of("base") if headline else None
            carried = {self.guide.reference: Figures(base=headline.base)} if headline else {}
            base = self.figures(carried, whose).get("base") if stated else None
        if not stated or base is None:
            return None
        return cited(stated, *whose, self.guide.reference, "base"), base

    def _carried_signing(
        self, stated: Number, base: tuple[Expr, RegionFigure] | None
    ) -> RegionFigure:
        if base is None:
            return RegionFigure(self._converted(stated), "converted")
        there, here = base
        exact = Quotient(Product((stated, here.value)), there, "half-up", self.step)
        return RegionFigure(_constant(exact, "in-proportion"), here.how)

    def _converted(self, stated: Number) -> Expr:
        source = self.reference.currency
        if source == self.currency:
            return _constant(Quotient(stated, Number(1), "half-up", self.step), "as-it-is")
        return in_here(stated, f"rate.{source}", "half-up", self.step)


def _owned(figure: RegionFigure, part: str, stated: Figures) -> RegionFigure:
    """A figure as it is, or marked as the default of an import."""
    return replace(figure, how=ASSUMED) if part in stated.assumed else figure


def _constant(expr: Expr, how: str) -> Expr:
    """The number that an expression of constants is; one that needs a rate stays as it is."""
    value = compiled(expr)({})
    return expr if value is None else Number(value, Provenance(how=how, worked=expr))


def in_here(amount: Expr, rate: str, rounding: Rounding, step: int = 1) -> Expr:
    """An amount in the region's currency."""
    return Quotient(Product((amount, Fact(f"{rate}.num"))), Fact(f"{rate}.den"), rounding, step)
