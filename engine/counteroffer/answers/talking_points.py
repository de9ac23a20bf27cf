"""Talking points: sentences made only of the case's facts, the guide's cited market and the ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from counteroffer.answers.answer import TalkingPoint
from counteroffer.cases.case import Offer
from counteroffer.cases.normalise import CompetingOffer, Situation
from counteroffer.cases.pay import Pay
from counteroffer.engines.interface import Firing
from counteroffer.language.compile import compiled
from counteroffer.language.declarations import listed
from counteroffer.language.expr import Value
from counteroffer.language.why import support
from counteroffer.rulebook.guide import COMPONENTS, Component
from counteroffer.rulebook.levers import Lever, Say
from counteroffer.rulebook.places import Places
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.region_figures import RegionFigures
from counteroffer.text.characters import in_order
from counteroffer.text.phrases import component_phrase, over


def talking_points(
    known: Situation, firing: Firing, rulebook: Rulebook, paths: Paths
) -> tuple[TalkingPoint, ...]:
    """One point for each lever that fired and can be argued truly, the one that adds most first."""
    speaker = _Speaker(known, firing.values, rulebook, paths)
    points = [speaker.point(lever) for lever in known.place.levers if firing.levers[lever.id]]

    def gain(point: TalkingPoint) -> tuple[int, int, str]:
        annual, signing = (
            firing.values[f"gain.{point.lever}"],
            firing.values[f"gain.{point.lever}.signing"],
        )
        assert isinstance(annual, int)
        assert isinstance(signing, int)
        return -annual, -signing, point.lever

    return tuple(sorted([point for point in points if point is not None], key=gain))


def spoken_values(
    known: Situation, values: Mapping[str, Value], rulebook: Rulebook
) -> Mapping[str, Value]:
    """The values that the conditions of sentences are judged by.

    Those of the settled case, and what may be compared.
    """
    return _Speaker(known, values, rulebook, Paths(known, values))._values


def best_of(offers: Iterable[CompetingOffer], values: Mapping[str, Value]) -> CompetingOffer | None:
    """The offer with the greatest annual total, then base, then name."""

    def rank(one: CompetingOffer) -> tuple[int, int, tuple[str, str]]:
        annual, base = values.get(f"{one.key}.annual"), values.get(f"{one.key}.base_here")
        return (
            -(annual if isinstance(annual, int) else -1),
            -(base if isinstance(base, int) else -1),
            in_order(one.offer.company),
        )

    return min(offers, key=rank, default=None)


def rests_on_band(lever: Lever) -> bool:
    """Whether a lever argues with the region's band."""
    return any(ask.how == "band" for ask in lever.asks.values())


def asked(values: Mapping[str, Value], component: Component) -> bool:
    """Whether the ask has more of a component than the offer in hand."""
    wanted, offered = values[f"ask.{component}"], values[f"offer_{component}"]
    return isinstance(wanted, int) and (not isinstance(offered, int) or offered < wanted)


def _asked(values: Mapping[str, Value]) -> dict[str, Value]:
    return {"base_is_asked": asked(values, "base"), "equity_is_asked": asked(values, "equity")}


def cited(rulebook: Rulebook, place: RegionFigures) -> tuple[str, ...]:
    """The guide's sources that a claim about a region can rest on.

    All of them for its reference region; elsewhere those that are not of other places alone.
    """
    return rulebook.kept.get(("cited", place), lambda: _cited(rulebook, place), lambda _: 1_000)


def _cited(rulebook: Rulebook, place: RegionFigures) -> tuple[str, ...]:
    guide = place.guide
    if place.region == guide.reference:
        return guide.sources
    named = {name: (one.currency, id_) for name, (id_, one) in rulebook.places.items()}
    named |= {one.label: (one.currency, id_) for id_, one in rulebook.places.values()}
    named |= {band.label: (band.currency, id_) for id_, band in guide.bands.items()}
    places = Places(named)
    return tuple(
        one for one in guide.sources if place.region in (places.ids(one) or {place.region})
    )


class _Speaker:
    """The words that sentences of one case may use, and the facts that each stands for."""

    def __init__(
        self, known: Situation, values: Mapping[str, Value], rulebook: Rulebook, paths: Paths
    ) -> None:
        self._known, self._rulebook, self._paths = known, rulebook, paths
        self._best = self._beating(values)
        self._values = {**values, **self._comparisons(values), **_asked(values)}
        self._words = dict(self._all_words())

    def _beating(self, values: Mapping[str, Value]) -> CompetingOffer | None:
        """The best held offer that may be named and that beats what is in hand."""
        known = self._known
        open_ones = [one for one in known.alternatives if one.held and not one.offer.private]

        def beats(one: CompetingOffer) -> bool:
            pairs = (("base_here", "offer_base"), ("annual", "offer_annual"))
            both = ((values.get(f"{one.key}.{theirs}"), values.get(mine)) for theirs, mine in pairs)
            return known.case.offer is None or any(
                isinstance(there, int) and isinstance(here, int) and there > here
                for there, here in both
            )

        return best_of(filter(beats, open_ones), values)

    def _comparisons(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """What the named offer beats, where both sides are known."""
        if self._best is None:
            return {}
        pairs = {
            "best_beats_base": ("base_here", "offer_base"),
            "best_beats_annual": ("annual", "offer_annual"),
            "best_beats_ask": ("annual", "ask.annual"),
        }
        sides = {
            name: (values[f"{self._best.key}.{theirs}"], values[mine])
            for name, (theirs, mine) in pairs.items()
        }
        return {
            name: there > here
            for name, (there, here) in sides.items()
            if isinstance(there, int) and isinstance(here, int)
        }

    def point(self, lever: Lever) -> TalkingPoint | None:
        """The first sentence of a lever that can be said truly, with the sources that it cites."""
        of_band = rests_on_band(lever)
        if of_band and not self._known.place.observed:  # nothing is known of what the place pays
            return None
        if self._met(lever):
            return None
        market = lever.own.market if lever.own else None
        words = self._words
        if market:
            base = self._known.money(int(market.base.low), self._currency(market.base.currency))
            words = {**words, "market.companies": listed(market.companies), "market.base": base}
        for say in lever.says:
            if say.needs is not None and compiled(say.needs)(self._values) is not True:
                continue
            text = say.template.render(words)
            if text is not None:
                sources: tuple[str, ...] = (
                    (market.source,) if market and "market.base" in say.template.names else ()
                )
                if of_band:
                    sources = cited(self._rulebook, self._known.place)
                return TalkingPoint(lever.id, text, self._facts(say), sources)
        return None

    def _met(self, lever: Lever) -> bool:
        """Whether the offer gives all that the ask has of what a lever asks for."""
        asks = self._known.place.asks[lever.id]
        parts = [one for one in asks if self._values[f"asks.{lever.id}.{one}"] is not None]
        return bool(parts) and not any(asked(self._values, one) for one in parts)

    def _currency(self, stated: str | None) -> str:
        return stated or self._known.place.currency

    def _facts(self, say: Say) -> tuple[str, ...]:
        """The paths in the case of everything that a sentence is made of."""
        used = list(say.template.names)
        used += support(say.needs, self._values) if say.needs is not None else ()
        return tuple(dict.fromkeys([path for name in used for path in self._places(name)]))

    def _places(self, name: str) -> tuple[str, ...]:
        if name in _SAID and self._best:
            where = f"competing.{self._best.offer.company}"
            return (where, *stated(where, self._best.offer, _SAID[name]))
        return self._paths[name.removesuffix(".unit")]

    def _all_words(self) -> Iterator[tuple[str, str | None]]:
        known, place = self._known, self._known.place
        for name in place.named & known.case.candidate.keys():
            if (value := self._values.get(name)) is not None:
                yield name, self._rulebook.declared[name].show(value)
        for name in place.named_with_unit & known.case.candidate.keys():
            if (value := self._values.get(name)) is not None:
                yield f"{name}.unit", self._rulebook.declared[name].with_unit(value)
        yield "region", place.label
        yield "role", place.guide.role
        yield "company", place.guide.company
        if known.case.offer:
            pay = known.pay["offer"]
            grant = self._stated(pay, "equity")
            yield "offer.base", self._stated(pay, "base")
            yield "offer.equity", grant and f"{grant} {over(pay.years or 1)}"
        if self._best:
            offer = self._best.offer
            yield "best.company", offer.company
            yield "best.offer", f"a {offer.evidence} offer" if offer.evidence else "an offer"
            yield "best.base", self._stated(self._best.pay, "base")
            yield "best.package", self._package(self._best.offer, self._best)

    def _stated(self, pay: Pay, component: str) -> str | None:
        """A component in its own currency, in whole units."""
        part = pay.parts.get(component)
        return self._known.money(part.whole, part.currency) if part else None

    def _package(self, offer: Offer, held: CompetingOffer) -> str:
        parts = []
        vehicle = (
            offer.equity
            and offer.equity.vehicle
            and self._rulebook.vehicles.get(offer.equity.vehicle)
        )
        for component in COMPONENTS:
            part = held.pay.parts.get(component)
            if part and part.whole:
                text = self._known.money(part.whole, part.currency)
                name = vehicle.name if vehicle else "equity"
                parts.append(component_phrase(component, text, name, held.pay.years or 1))
        if offer.bonus is not None:
            target, amount_ = offer.bonus.target, self._stated(held.pay, "bonus_amount")
            percent = f"{target.low.normalize():f} %" if target.currency == "%" else amount_
            parts += [f"a target bonus of {percent}"] if percent else []
        return listed(parts)


_BASE, _ANNUAL = ("base",), ("base", "equity", "bonus")
_OFFERED = {
    "offer_base": _BASE,
    "offer_equity": ("equity",),
    "offer_annual": _ANNUAL,
    "offer.base": _BASE,
    "offer.equity": ("equity",),
    "offer.annual": _ANNUAL,
}
_SAID = {
    "best.company": (),
    "best.offer": ("evidence",),
    "best.base": _BASE,
    "best.package": ("base", "equity", "signing", "bonus"),
    "best_beats_base": _BASE,
    "best_beats_annual": _ANNUAL,
    "best_beats_ask": _ANNUAL,
}
_HELD = {"highest_held_base": ("base_here", _BASE), "best_held_annual": ("annual", _ANNUAL)}


class Paths(dict[str, tuple[str, ...]]):
    """The places in the case that a fact or a measure is read from, found when asked for."""

    def __init__(self, known: Situation, values: Mapping[str, Value]) -> None:
        self._known, self._values = known, values
        self._held = [one for one in known.alternatives if one.held]

    def __missing__(self, name: str) -> tuple[str, ...]:
        found = self[name] = self._find(name)
        return found

    def _find(self, name: str) -> tuple[str, ...]:
        case = self._known.case
        if name in case.candidate:
            return (f"candidate.{name}",)
        if name == "region":
            return ("region",)
        if name in _OFFERED and case.offer:
            return stated("offer", case.offer, _OFFERED[name])
        if name == "held_offers":
            return tuple([f"competing.{one.offer.company}" for one in self._held])
        if name not in _HELD:
            return ()
        own, parts = _HELD[name]
        first = [
            one.offer
            for one in self._held
            if self._values[f"{one.key}.{own}"] == self._values[name]
        ]
        return tuple(
            [path for offer in first for path in stated(f"competing.{offer.company}", offer, parts)]
        )


def stated(where: str, offer: Offer, parts: Iterable[str]) -> tuple[str, ...]:
    """The places of those parts of an offer that it states."""
    return tuple([f"{where}.{part}" for part in parts if getattr(offer, part) is not None])
