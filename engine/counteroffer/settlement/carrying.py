"""Figures of a guide brought to one region and level: stated, carried or converted.

A figure is carried to the same position in the local band, from the band that it was stated for.
`rate.GBP.num` / `rate.GBP.den` is what one unit of a currency of the guide is in the region's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from counteroffer.language.compile import compiled
from counteroffer.language.expr import (
    Expr,
    Fact,
    Greatest,
    Number,
    Product,
    Provenance,
    Quotient,
    Rounding,
    Sum,
)
from counteroffer.money.read_amount import Amount
from counteroffer.rulebook.guide import COMPONENTS, Band, Component, Figures, FloorFigures
from counteroffer.rulebook.guides import GuideRules
from counteroffer.rulebook.levels import lineage
from counteroffer.settlement.annual import at_most, less, or_zero
from counteroffer.settlement.totals import TotalMaking

ASSUMED, TOTAL = "assumed", "total"


@dataclass(frozen=True, slots=True)
class RegionFigure:
    """What a figure is worth in a region, and how it got there.

    Stated, carried or converted, matched, of the band, assumed by an import, or (a base) what makes
    up a figure on the annual total. `source` is the band that it was carried from.
    """

    value: Expr
    how: str
    source: str = ""


Asks = Mapping[Component, RegionFigure]


@dataclass(frozen=True, slots=True)
class Tier:
    """A tier of the floor in a region: its base, its total, and the base that makes that up.

    `annual` is what the total is worth a year as answers count it, where it counts otherwise.
    `is_least` says that the guide goes no lower: a tier at which it would accept can be all that it
    states.
    """

    base: RegionFigure | None
    total: RegionFigure | None
    base_for_total: Expr | None
    annual: Expr | None
    is_least: bool

    @property
    def assumed(self) -> bool:
        """Whether it is no floor of the guide's, but an import's default."""
        return any(one.how == ASSUMED for one in (self.base, self.total) if one)

    @property
    def lifts_the_ask(self) -> bool:
        """Whether less base than this is never asked: it is the guide's own, here or carried."""
        return self.is_least and self.base is not None and self.base.how in ("stated", "carried")


def cited(value: int, *path: str | int) -> Number:
    """A figure of the guide as a constant, with the path that states it."""
    return Number(value, Provenance(path))


@dataclass(frozen=True)
class Carrier:
    """Carries the figures of a guide to one region, on the level that its rules are settled at."""

    rules: GuideRules
    region: str
    currency: str
    step: int

    @cached_property
    def here(self) -> Band | None:
        """The region's own band; None where the guide has none."""
        return self.rules.guide.bands.get(self.region)

    @cached_property
    def standing(self) -> Band:
        """The band that stands for the region: its own, else that of the reference region."""
        return self.here or self.rules.guide.bands[self.rules.guide.reference]

    @cached_property
    def band(self) -> str:
        """The id of that band in the guide's file."""
        return self.rules.standing_for(self.region)

    @cached_property
    def lineage(self) -> tuple[str, ...]:
        """The bands whose figures can be carried here, the first to be looked at first."""
        guide, whole = self.rules.guide, self.rules.whole
        if not self.rules.level:
            return (guide.reference,)
        home = whole.region_of(whole.reference)
        found = lineage(whole, self.region, self.rules.level, home)
        return found if self.here else tuple(dict.fromkeys((self.band, *found)))

    def whose(self, by_band: Mapping[str, Any], *, bound: bool = False) -> str | None:
        """The band whose entry holds here: the region's own, else the first to be carried from."""
        if self.here and self.band in by_band:
            return self.band
        return self._source(by_band, bound=bound)

    def _source(self, by_band: Mapping[str, Any], *, bound: bool = False) -> str | None:
        """The band that figures are carried from; where they are bound, of this region alone."""
        own = self.rules.whole.region_of
        return next(
            (
                one
                for one in self.lineage
                if one in by_band
                and (not bound or (bool(self.rules.level) and own(one) == self.region))
            ),
            None,
        )

    def bands(self) -> dict[str, tuple[Expr, Expr]]:
        """The ends of the bands of base and equity here."""
        names = ("base", "equity") if self.standing.equity else ("base",)
        ends = {name: self._ends(self.band, name, getattr(self.standing, name)) for name in names}
        if self.here:
            return dict(ends)
        return {
            name: (self._converted(low), self._converted(high))
            for name, (low, high) in ends.items()
        }

    def _ends(self, band: str, name: str, amount: Amount) -> tuple[Number, Number]:
        path = ("bands", band, name)
        return cited(int(amount.low), *path, "low"), cited(int(amount.high), *path, "high")

    def figures(
        self,
        by_band: Mapping[str, Figures],
        path: tuple[str, ...],
        inner: tuple[str, ...] = (),
        *,
        bound: bool = False,
        headline: Asks | None = None,
    ) -> dict[Component, RegionFigure]:
        """The figures of a lever or of the headline in this region.

        `path` is where they stand by band in the guide's file, and `inner` where in the entry of a
        band. `headline` is what a lever's total takes its equity from.
        """
        stated = by_band.get(self.band) if self.here else None
        whose = self._source(by_band, bound=bound)
        source = by_band[whose] if whose else None
        figures: dict[Component, RegionFigure] = {}
        for component in COMPONENTS:
            value = stated.of(component) if stated else None
            if value is not None:
                stands = cited(value, *path, self.band, *inner, component)
                assert stated
                figures[component] = _owned(RegionFigure(stands, "stated"), component, stated)
            elif component == "base" and stated and stated.total is not None:
                continue  # it follows from the total, which is stated here
            elif source and whose and (value := source.of(component)) is not None:
                there = cited(value, *path, whose, *inner, component)
                carried = self._carried(
                    component,
                    there,
                    whose,
                    self._signing_base(source, path, whose, figures.get("base")),
                )
                figures[component] = _owned(carried, component, source)
        if "base" in figures:
            return figures
        return self._on_total(stated, (source, whose), path, figures, headline or {})

    def _on_total(
        self,
        stated: Figures | None,
        carried: tuple[Figures | None, str | None],
        path: tuple[str, ...],
        figures: dict[Component, RegionFigure],
        headline: Asks,
    ) -> dict[Component, RegionFigure]:
        """The figures with the base and the equity that their annual total needs."""
        own = self._total(stated, self.band, path)
        total = own or self._total(*carried, path)
        if total is None or self._making is None:
            return figures
        asked: dict[Component, RegionFigure] = {**headline, **figures}
        made_up = self._base_for(total, asked, "half-up", self.step)
        base = RegionFigure(made_up, TOTAL, total.source)
        equity = asked.get("equity")
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
        """A tier of the floor, stated for this region's band or for that which it is carried from.

        A total that is made up in no way that is found says nothing.
        """
        if floor is None:
            return None
        assumed: Any = ("base", "equity", "total") if floor.assumed else ()
        stated = Figures(base=floor.base, equity=floor.equity, assumed=assumed)
        figures = self.figures({whose: stated}, ("floor",), inner)
        of_total = Figures(total=floor.total, assumed=assumed) if self._making else None
        total = self._total(of_total, whose, ("floor",), inner)
        asked: dict[Component, RegionFigure] = {**headline, **figures}
        base = figures.get("base")
        if not (base or total):
            return None
        if not total or not self._making:
            return Tier(base, None, None, None, is_least)
        made_up = self._base_for(total, asked, "up", 1)
        annual = (
            total.value
            if self._making.plain
            else self._making.annual(
                at_most(made_up, Fact("band_base_high")), self._equity(asked.get("equity"))
            )
        )
        return Tier(base, total, made_up, annual, is_least)

    def _total(
        self,
        figures: Figures | None,
        whose: str | None,
        path: tuple[str, ...],
        inner: tuple[str, ...] = (),
    ) -> RegionFigure | None:
        """An annual total here: stated, or carried from another band."""
        value = figures.of("total") if figures else None
        if value is None or whose is None:
            return None
        assert figures
        stated = cited(value, *path, whose, *inner, "total")
        here = self.here is not None and whose == self.band
        total = (
            RegionFigure(stated, "stated") if here else self._carried("total", stated, whose, None)
        )
        return _owned(total, "total", figures)

    @cached_property
    def _making(self) -> TotalMaking | None:
        """How totals are made up here; None where no way is found."""
        way = self.rules.made_up
        if way is None:
            return None
        band, columns = self.standing, self.rules.whole.bands.values()
        counted = way.bonus or all(one.bonus is None for one in columns)
        bonus = band.bonus if way.bonus else None
        if bonus is None:
            return TotalMaking(way, self.rules.guide.years, counted)
        path = ("bands", self.band, "bonus", "high")
        if bonus.currency == "%":
            rate = cited(int(bonus.high * 100), *path)
            return TotalMaking(way, self.rules.guide.years, counted, bonus_rate=rate)
        amount: Expr = cited(int(bonus.high), *path)
        amount = amount if self.here else self._converted(cited(int(bonus.high), *path))
        return TotalMaking(way, self.rules.guide.years, counted, bonus_amount=amount)

    def _base_for(self, total: RegionFigure, asked: Asks, rounding: Rounding, step: int) -> Expr:
        """The base that makes up a total with what is asked beside it.

        The equity is what the guide asks in full, not what a case supports: so more facts never ask
        for less base. Where nothing says how much of the total is equity, the base is unknown.
        """
        assert self._making
        signing = asked.get("signing")
        offered = Fact("offer_signing")
        paid_once = Greatest((signing.value, offered)) if signing else offered
        equity = self._equity(asked.get("equity"))
        return self._making.base_for(total.value, equity, paid_once, rounding, step)

    def _equity(self, asked: RegionFigure | None) -> Expr:
        """The asked equity, or the offered one if that is more."""
        offered: Expr = Fact("offer_equity")
        if asked:
            return Greatest((asked.value, offered))
        return offered if self.standing.equity else or_zero(offered)

    def _carried(
        self,
        component: Component | Literal["total"],
        stated: Number,
        whose: str,
        base: tuple[Expr, RegionFigure] | None,
    ) -> RegionFigure:
        """A figure of another band, carried here.

        `base` is what signing goes in proportion to.
        """
        if whose == self.band:  # which stands for a place that has none
            return RegionFigure(self._converted(stated), "converted")
        if component == "signing" and base:
            there, here = base
            exact = Quotient(Product((stated, here.value)), there, "half-up", self.step)
            return RegionFigure(_constant(exact, "in-proportion"), here.how, whose)
        origin = self.rules.whole.bands[whose]
        value = None if component == "signing" else self._at_position(component, stated, whose)
        if value is None and origin.level != self._level:
            value = self._in_proportion(component, stated, whose)
        if value is None:
            return RegionFigure(self._converted(stated, origin.currency), "converted", whose)
        if self.here is None:
            return RegionFigure(self._converted(value), "converted", whose)
        return RegionFigure(value, "carried", whose)

    @property
    def _level(self) -> str | None:
        return self.rules.whole.bands[self.band].level

    @property
    def _step(self) -> int:
        """What carried figures are rounded to: the step of the band that they are carried to."""
        return self.step if self.here else self.rules.steps.get(self.standing.currency, 1_000)

    def _at_position(
        self, component: Component | Literal["total"], stated: Number, whose: str
    ) -> Expr | None:
        """The figure at the same position of the band here; None for want of bands with width."""
        origin = getattr(self.rules.whole.bands[whose], component)
        target = getattr(self.standing, component)
        if origin is None or target is None or origin.low == origin.high:
            return None
        low, high = self._ends(whose, component, origin)
        to_low, to_high = self._ends(self.band, component, target)
        width = less(high, low)
        above = Product((less(stated, low), less(to_high, to_low)))
        exact = Sum((Product((to_low, width)), above))
        return _constant(Quotient(exact, width, "half-up", self._step), "carried")

    def _in_proportion(
        self, component: Component | Literal["total"], stated: Number, whose: str
    ) -> Expr:
        """A figure of another level in the proportion of the middles of the bands, else of base."""
        there, here = self.rules.whole.bands[whose], self.standing
        both = getattr(there, component) and getattr(here, component) and component != "signing"
        name = component if both else "base"
        low, high = self._ends(whose, name, getattr(there, name))
        to_low, to_high = self._ends(self.band, name, getattr(here, name))
        above = Product((stated, Sum((to_low, to_high))))
        exact = Quotient(above, Sum((low, high)), "half-up", self._step)
        return _constant(exact, "in-proportion.level")

    def _signing_base(
        self,
        source: Figures,
        path: tuple[str, ...],
        whose: str,
        base: RegionFigure | None,
    ) -> tuple[Expr, RegionFigure] | None:
        """The base that signing is in proportion to, there and here.

        It is of the same rule, else of the headline.
        """
        stated, named = source.of("base"), path
        if stated is None:
            headline, named = self.rules.whole.headline.get(whose), ("headline",)
            stated = headline.of("base") if headline else None
            carried = {whose: Figures(base=headline.base)} if headline else {}
            base = self.figures(carried, named).get("base") if stated else None
        if not stated or base is None:
            return None
        return cited(stated, *named, whose, "base"), base

    def _converted(self, stated: Expr, currency: str | None = None) -> Expr:
        """An amount of the band that stands for this place, in the place's own currency."""
        source = currency or self.standing.currency
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
