"""One region of a guide: what every figure is worth there, stated, carried or converted, as
expressions of the tree.

A figure is carried from the guide's reference region to the same position in the local band.
`rate.GBP.num` / `rate.GBP.den` is what one unit of a currency of the guide is in the region's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

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
    Product,
    Provenance,
    Quotient,
    Rounding,
    Sum,
    count_nodes,
)
from counteroffer.money.read_amount import Amount
from counteroffer.rulebook.checks.copies import SCALED_COPY
from counteroffer.rulebook.guide import COMPONENTS, Band, Component, Figures, FloorFigures, Guide
from counteroffer.rulebook.guides import GuideRules
from counteroffer.rulebook.levers import Lever
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.annual import base_making, or_one, or_zero
from counteroffer.text.characters import cut
from counteroffer.text.errors import CaseError, Problem
from counteroffer.text.kept import Keeper


@dataclass(frozen=True, slots=True)
class Figure:
    """What a figure is worth in a region, and how it got there.

    Stated, carried or converted, matched, of the band, or (a base) what makes up a figure on the
    annual total.
    """

    value: Expr
    how: str


BYTES_OF_A_NODE = 1_000  # measured, with the functions and the rules that interpreters make of it
Asks = Mapping[Component, Figure]
_DIRECTNESS = ("stated", "carried", "converted", "total", "matched", "band")


@dataclass(frozen=True, slots=True)
class Tier:
    """A tier of the floor in a region: its base, its annual total, and the base that makes that
    total up."""

    base: Figure | None
    total: Figure | None
    base_for_total: Expr | None


@dataclass(frozen=True, slots=True)
class Origin:
    """How a figure that can be asked got here, its name, and the name that says whether its lever
    fired."""

    how: str
    figure: str
    fired: str = ""


@dataclass(frozen=True, eq=False)
class Place(Keeper):
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

    @cached_property
    def observed(self) -> bool:
        """Whether the band says what the place pays: it is the guide's own, and not another one
        times a factor."""
        copies = (one for one in self.rules.findings if one.code == SCALED_COPY)
        return not self.converted and all(one.region != self.region for one in copies)

    @cached_property
    def origins(self) -> Mapping[Component, tuple[Origin, ...]]:
        """Where a figure of the ask can come from, the most direct first."""
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
        """What the sentences of its levers name."""
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
        """The guide's currencies that this region's figures or the guide's examples are converted
        from."""
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
        near = closest(spelled, {*bands, *rulebook.places})
        advice = meant(near) or f"; the guide has {', '.join(bands)}"
        word = f"unknown region '{cut(region)}'{advice}"
        raise CaseError([Problem(word, code="region.unknown", suggestion=near)])
    return place[0], place[1].label, place[1].currency


def place(rulebook: Rulebook, rules: GuideRules, region: str) -> Place:
    """A guide's figures as they stand in one region.

    Raises CaseError for a region that is not known.
    """
    name, label, currency = find_region(rulebook, rules, region)
    return rulebook.kept.get(
        ("place", rules.id, name, label, currency),
        lambda: _place(rulebook, rules.id, name, label, currency),
        _weight,
    )


def _weight(here: Place) -> int:
    """Bytes that a place takes with what is made of its own expressions; its conditions are the
    guide's."""
    return BYTES_OF_A_NODE * count_nodes(
        figure.value for asks in (here.headline, *here.asks.values()) for figure in asks.values()
    )


def _place(rulebook: Rulebook, guide_id: str, name: str, label: str, currency: str) -> Place:
    rules = rulebook.guide(guide_id)
    guide, step = rules.guide, rulebook.currency(currency).step
    here, reference = guide.bands.get(name), guide.bands[guide.reference]
    carrier = _Carrier(guide, name, here, reference, currency, step)
    conditions, asks = {}, {}
    headline = carrier.figures(guide.headline, ("headline",))
    for lever in rules.levers:
        own = lever.own
        bound = Is(Fact("region"), own.only_in) if own and own.only_in else None
        conditions[lever.id] = And((bound, lever.when)) if bound else lever.when
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
        if not asks[lever.id]:
            asks[lever.id] = {
                component: Figure(
                    Choose(ask.when or TRUE, Fact(ask.measure), NOTHING),
                    "converted" if here is None and ask.how == "band" else ask.how,
                )
                for component, ask in lever.asks.items()
            }
    floor = guide.floor.get(name) or guide.floor.get(guide.reference)
    whose = name if name in guide.floor else guide.reference
    return Place(
        rules,
        name,
        label,
        currency,
        step,
        here is None,
        carrier.bands(),
        rules.levers,
        conditions,
        asks,
        headline,
        carrier.tier(floor.least, whose, floor.tier_path(), headline) if floor else None,
        carrier.tier(floor.above, whose, ("accept_at",), headline) if floor else None,
    )


def cited(value: int, *path: str | int) -> Number:
    """A figure of the guide, with the path that states it."""
    return Number(value, Provenance(path))


@dataclass(frozen=True, slots=True)
class _Carrier:
    """Takes the figures of a guide to one region."""

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
    ) -> dict[Component, Figure]:
        """The figures of a lever or of the headline here; `headline` is what a lever's total takes
        its equity from.

        `path` is where they stand by region in the guide's file, and `inner` where in the entry of
        a region.
        """
        stated, source = by_region.get(self.region), by_region.get(self.guide.reference)
        source = None if bound else source
        figures: dict[Component, Figure] = {}
        for component in COMPONENTS:
            value = stated.of(component) if stated else None
            if value is not None:
                stands = cited(value, *path, self.region, *inner, component)
                figures[component] = Figure(stands, "stated")
            elif component == "base" and stated and stated.total is not None:
                continue  # it follows from the total, which is stated here
            elif source and (value := source.of(component)) is not None:
                there = cited(value, *path, self.guide.reference, *inner, component)
                figures[component] = self._carried(
                    component, there, self._signing_base(source, path, figures.get("base"))
                )
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
        figures: dict[Component, Figure],
        headline: Asks,
    ) -> dict[Component, Figure]:
        """The figures with the base that their annual total asks for, and with the equity that it
        is reached with."""
        stated = by_region.get(self.region)
        here = stated if stated and stated.total is not None else None
        total = self._total(here, self.region, path) or self._total(
            source, self.guide.reference, path
        )
        if total is None:
            return figures
        equity = figures.get("equity") or headline.get("equity")
        base = Figure(self._base_for(total, equity, "half-up", self.step), "total")
        with_equity: dict[Component, Figure] = {"equity": equity} if equity else {}
        return {"base": base, **with_equity, **figures}

    def tier(
        self, floor: FloorFigures | None, whose: str, inner: tuple[str, ...], headline: Asks
    ) -> Tier | None:
        """A tier of the floor, stated for this region or for the reference region."""
        if floor is None:
            return None
        stated = Figures(base=floor.base, equity=floor.equity)
        figures = self.figures({whose: stated}, ("floor",), inner)
        total = self._total(Figures(total=floor.total), whose, ("floor",), inner)
        equity = figures.get("equity") or headline.get("equity")
        base = figures.get("base")
        return (
            Tier(base, total, self._base_for(total, equity, "up", 1) if total else None)
            if base or total
            else None
        )

    def _total(
        self,
        figures: Figures | None,
        region: str,
        path: tuple[str, ...],
        inner: tuple[str, ...] = (),
    ) -> Figure | None:
        """An annual total here: stated, or carried from the reference region."""
        value = figures.of("total") if figures else None
        if value is None:
            return None
        stated = cited(value, *path, region, *inner, "total")
        return (
            Figure(stated, "stated")
            if region == self.region
            else self._carried("total", stated, None)
        )

    def _base_for(
        self, total: Figure, equity: Figure | None, rounding: Rounding, step: int
    ) -> Expr:
        """The base that makes up a total with this equity, or with the offered one where that is
        more.

        The equity is what the guide asks in full, not what a case supports: so more facts never ask
        for less base. Where nothing says how much of the total is equity, there is no saying what
        is base.
        """
        offered: Expr = Fact("offer_equity")
        if equity:
            reached: Expr = Greatest((equity.value, offered))
        else:
            reached = offered if (self.here or self.reference).equity else or_zero(offered)
        den = or_one(Fact("offer.den"))
        return base_making(
            total.value, Product((reached, den)), Number(self.guide.years), rounding, step, over=den
        )

    def _carried(
        self,
        component: Component | Literal["total"],
        stated: Number,
        base: tuple[Expr, Figure] | None,
    ) -> Figure:
        """A figure of the reference region here; `base` is what signing goes in proportion to."""
        if self.here is None:
            return Figure(self._converted(stated), "converted")
        if component == "signing":
            return self._carried_signing(stated, base)
        origin, target = getattr(self.reference, component), getattr(self.here, component)
        if origin is None or target is None or origin.low == origin.high:
            return Figure(self._converted(stated), "converted")
        low, high = self._ends(self.guide.reference, component, origin)
        to_low, to_high = self._ends(self.region, component, target)
        width = _less(high, low)
        above = Product((_less(stated, low), _less(to_high, to_low)))
        exact = Sum((Product((to_low, width)), above))
        return Figure(_constant(Quotient(exact, width, "half-up", self.step), "carried"), "carried")

    def _signing_base(
        self, source: Figures, path: tuple[str, ...], base: Figure | None
    ) -> tuple[Expr, Figure] | None:
        """The base that signing is in proportion to, there and here: of the same rule, else of the
        headline."""
        stated, whose = source.of("base"), path
        if stated is None:
            headline, whose = self.guide.headline.get(self.guide.reference), ("headline",)
            stated = headline.of("base") if headline else None
            carried = {self.guide.reference: Figures(base=headline.base)} if headline else {}
            base = self.figures(carried, whose).get("base") if stated else None
        if not stated or base is None:
            return None
        return cited(stated, *whose, self.guide.reference, "base"), base

    def _carried_signing(self, stated: Number, base: tuple[Expr, Figure] | None) -> Figure:
        if base is None:
            return Figure(self._converted(stated), "converted")
        there, here = base
        exact = Quotient(Product((stated, here.value)), there, "half-up", self.step)
        return Figure(_constant(exact, "in-proportion"), here.how)

    def _converted(self, stated: Number) -> Expr:
        source = self.reference.currency
        if source == self.currency:
            return _constant(Quotient(stated, Number(1), "half-up", self.step), "as-it-is")
        return in_here(stated, f"rate.{source}", "half-up", self.step)


def _less(one: Expr, other: Expr) -> Expr:
    return Sum((one, Product((Number(-1), other))))


def _constant(expr: Expr, how: str) -> Expr:
    """The number that an expression of constants is; one that needs a rate stays as it is."""
    value = compiled(expr)({})
    return expr if value is None else Number(value, Provenance(how=how, worked=expr))


def in_here(amount: Expr, rate: str, rounding: Rounding, step: int = 1) -> Expr:
    """An amount in the region's currency."""
    return Quotient(Product((amount, Fact(f"{rate}.num"))), Fact(f"{rate}.den"), rounding, step)
