"""All figures of a guide in one region, as expressions: stated, carried or converted.

A figure is carried from the guide's reference region to the same position in the local band.
`rate.GBP.num` / `rate.GBP.den` is what one unit of a currency of the guide is in the region's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from counteroffer.language.declarations import closest, meant, slug
from counteroffer.language.expr import (
    NOTHING,
    TRUE,
    And,
    Choose,
    Expr,
    Fact,
    Is,
    Or,
    count_nodes,
    facts_of,
)
from counteroffer.rulebook.checks.copies import SCALED_COPY
from counteroffer.rulebook.guide import COMPONENTS, Component, Guide
from counteroffer.rulebook.guides import GuideRules
from counteroffer.rulebook.levers import Lever
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.carrying import ASSUMED, Asks, Carrier, RegionFigure, Tier
from counteroffer.text.characters import cut
from counteroffer.text.errors import CaseError, Problem
from counteroffer.text.kept import Keeper

BYTES_OF_A_NODE = 1_000  # measured, with the functions and the rules that interpreters make of it
EQUITY_MIDDLE = "band_equity_middle"
NO_MARKET = "no_market"  # whether a converted band says nothing of its place
_DIRECTNESS = ("stated", "carried", "converted", "total", "matched", "band", ASSUMED)


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
        guide = self.rules.whole
        used = {guide.bands[offer.region].currency for offer in guide.example_offers}
        return tuple(sorted(used | {guide.bands[name].currency for name in self.sources}))

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The bands of the guide that figures are carried or converted from, the first first."""
        here = self.rules.band_at(self.guide.reference)
        return tuple(dict.fromkeys((here, *self._from)))

    @cached_property
    def carried_from(self) -> tuple[str, ...]:
        """The names of the bands that figures are carried from."""
        return tuple(self.rules.whole.bands[name].name for name in dict.fromkeys(self._from))

    @property
    def from_another_level(self) -> bool:
        """Whether a figure is carried from another level of the guide."""
        return any(not self.rules.has(name) for name in self._from)

    @property
    def _from(self) -> tuple[str, ...]:
        figures = [one for asks in (self.headline, *self.asks.values()) for one in asks.values()]
        figures += [
            one
            for tier in (self.floor, self.accept_at)
            for one in (tier and (tier.base, tier.total)) or ()
            if one
        ]
        return tuple(one.source for one in figures if one.source)


def find_region(rulebook: Rulebook, rules: GuideRules, region: str) -> tuple[str, str, str]:
    """Id, label and currency of a region of a guide, or of a hiring place that it does not have.

    Raises CaseError.
    """
    spelled, bands = slug(region), rules.guide.bands
    place = None if spelled in rules.regions else rulebook.places.get(spelled)
    name = place[0] if place else rules.regions.get(spelled, "")
    if name in bands:
        return name, bands[name].label, bands[name].currency
    _only_at_other_levels(rules, place[0] if place else spelled)
    if place is None:
        own = [one for one in bands if set(spelled.split("-")) <= set(one.split("-"))]
        near = own[0] if len(own) == 1 else closest(spelled, {*bands, *rulebook.places})
        advice = f"{meant(near)} The" if near else "; the"
        word = f"unknown region '{cut(region)}'{advice} guide has {', '.join(bands)}"
        raise CaseError([Problem(word, code="region.unknown", suggestion=near)])
    return place[0], place[1].label, place[1].currency


def _only_at_other_levels(rules: GuideRules, region: str) -> None:
    """Raises CaseError for a region that the guide has, but not at this level."""
    elsewhere = rules.of_all_levels.regions.get(region) if rules.of_all_levels else None
    if elsewhere:
        label = next(
            band.label
            for name, band in rules.whole.bands.items()
            if rules.whole.region_of(name) == elsewhere
        )
        word = f"the guide has no band for {cut(label)} at {rules.levels[rules.level]}"
        word += f"; it has {', '.join(rules.guide.bands)}"
        raise CaseError([Problem(word, code="region.unknown")])


def place(rulebook: Rulebook, rules: GuideRules, region: str) -> RegionFigures:
    """A guide's figures as they stand in one region.

    Raises CaseError for a region that is not known.
    """
    name, label, currency = find_region(rulebook, rules, region)
    return rulebook.kept.get(
        ("place", rules.id, rules.digest, rules.level, name, label, currency),
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
    carrier = Carrier(rules, name, currency, step)
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
    whose = carrier.whose(guide.floor)
    floor = guide.floor[whose] if whose else None
    least = above = None
    if floor and whose:
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
        tier.annual and _in_a_market(tier.annual),
        tier.is_least,
    )
