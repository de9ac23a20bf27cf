"""Talking points: sentences that render only from the facts of the case, the guide's cited market and the ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from counteroffer.answer import TalkingPoint
from counteroffer.case import Offer
from counteroffer.engines import Firing
from counteroffer.expr import Value
from counteroffer.facts import listed
from counteroffer.guide import COMPONENTS
from counteroffer.plain import compiled
from counteroffer.rulebook import Lever, Rulebook, Say
from counteroffer.situation import Alternative, Situation, over
from counteroffer.why import support


def talking_points(known: Situation, firing: Firing, rulebook: Rulebook) -> tuple[TalkingPoint, ...]:
    """One point for each lever that fired and can be argued truly, the one that adds most first."""
    speaker = _Speaker(known, firing.values, rulebook)
    points = [
        (lever, point)
        for lever in known.place.levers
        if firing.levers[lever.id] and (point := speaker.point(lever)) is not None
    ]  # fmt: skip

    def gain(lever: Lever) -> tuple[int, int, str]:
        annual, signing = (firing.values[f"gain.{lever.id}{part}"] for part in ("", ".signing"))
        assert isinstance(annual, int)
        assert isinstance(signing, int)
        return -annual, -signing, lever.id

    return tuple(point for _, point in sorted(points, key=lambda pair: gain(pair[0])))


def best_held(known: Situation, values: Mapping[str, Value], *, private: bool) -> Alternative | None:
    """The held offer with the greatest annual total, then base, then name; with the private ones or without."""

    def rank(one: Alternative) -> tuple[int, int, str]:
        annual, base = values.get(f"{one.key}.annual"), values.get(f"{one.key}.base_here")
        return (
            -(annual if isinstance(annual, int) else -1),
            -(base if isinstance(base, int) else -1),
            one.offer.company,
        )

    return min(
        (one for one in known.alternatives if one.held and (private or not one.offer.private)), key=rank, default=None
    )


class _Speaker:
    """The words that sentences of one case may use, and the facts that each stands for."""

    def __init__(self, known: Situation, values: Mapping[str, Value], rulebook: Rulebook) -> None:
        self._known, self._rulebook = known, rulebook
        self._best = self._beating(values)
        written = True if self._best and self._best.offer.evidence == "written" else None
        self._values = {**values, "best_in_writing": written}
        self._words = dict(self._all_words())

    def _beating(self, values: Mapping[str, Value]) -> Alternative | None:
        """The best held offer that may be named and that beats what is in hand."""
        known = self._known
        open_ones = [one for one in known.alternatives if one.held and not one.offer.private]

        def beats(one: Alternative) -> bool:
            pairs = (("base_here", "offer_base"), ("annual", "offer_annual"))
            both = ((values.get(f"{one.key}.{theirs}"), values.get(mine)) for theirs, mine in pairs)
            return known.case.offer is None or any(
                isinstance(there, int) and isinstance(here, int) and there > here for there, here in both
            )

        keys = {one.key for one in open_ones if beats(one)}
        hidden = {f"{one.key}.annual": None for one in known.alternatives if one.key not in keys}
        best = best_held(known, {**values, **hidden}, private=False)
        return best if best and best.key in keys else None

    def point(self, lever: Lever) -> TalkingPoint | None:
        """The first sentence of a lever that can be said truly, with what it asks for."""
        market = lever.own.market if lever.own else None
        words = dict(self._words)
        if market:
            words["market.companies"] = listed(market.companies)
            words["market.base"] = self._known.money(int(market.base.low), self._currency(market.base.currency))
        for say in lever.says:
            if say.needs is not None and compiled(say.needs)(self._values) is not True:
                continue
            text = say.template.render(words)
            if text is not None:
                sources: tuple[str, ...] = (market.source,) if market and "market.base" in say.template.names else ()
                if any(ask.how == "band" for ask in lever.asks.values()):
                    sources = self._known.place.guide.sources
                return TalkingPoint(lever.id, text + self._asking(lever), self._facts(say), sources)
        return None

    def _currency(self, stated: str | None) -> str:
        return stated or self._known.place.currency

    def _asking(self, lever: Lever) -> str:
        """What the lever asks for, at the ask's figures, where that is more than is offered."""
        parts = []
        for component in COMPONENTS:
            ask, offered = self._values.get(f"ask.{component}"), self._values.get(f"offer_{component}")
            wanted = self._values.get(f"asks.{lever.id}.{component}")
            if isinstance(ask, int) and wanted is not None and not (isinstance(offered, int) and offered >= ask):
                guide = self._known.place.guide
                vehicle = self._rulebook.vehicles.get(guide.vehicle)
                name = vehicle.name if vehicle else guide.vehicle
                amount = self._known.money(ask, self._known.place.currency)
                parts.append(_component(component, amount, name, guide.years))
        return f" I am asking for {listed(parts)}." if parts else ""

    def _facts(self, say: Say) -> tuple[str, ...]:
        """The paths in the case of everything that a sentence is made of."""
        used = list(say.template.names)
        used += support(say.needs, self._values) if say.needs is not None else ()
        return tuple(dict.fromkeys(path for name in used for path in self._paths(name)))

    def _paths(self, name: str) -> Iterator[str]:
        if name in ("best.company", "best.package", "best_in_writing") and self._best:
            company, offer = self._best.offer.company, self._best.offer
            yield f"competing.{company}"
            stated = ("base", "equity", "signing", "bonus") if name == "best.package" else ()
            yield from (f"competing.{company}.{part}" for part in stated if getattr(offer, part) is not None)
            if name == "best_in_writing":
                yield f"competing.{company}.evidence"
        else:
            yield from paths(name, self._known, self._values)

    def _all_words(self) -> Iterator[tuple[str, str | None]]:
        known, place = self._known, self._known.place
        for name in known.case.candidate:
            if name in self._rulebook.sayable and self._values.get(name) is not None:
                yield name, self._rulebook.declared[name].show(self._values[name])
        yield "region", place.label
        yield "role", place.guide.role
        yield "company", place.guide.company
        if known.case.offer:
            currency = known.understood["offer"]["currency"]
            base, equity = (self._values.get(f"offer.{part}") for part in ("base", "equity"))
            yield "offer.base", self._known.money(base, currency) if isinstance(base, int) else None
            years = self._values.get("offer.years")
            grant = self._known.money(equity, currency) if isinstance(equity, int) else None
            yield "offer.equity", grant and f"{grant} {over(years if isinstance(years, int) else 1)}"
        if self._best:
            yield "best.company", self._best.offer.company
            yield "best.package", self._package(self._best.offer, self._best)

    def _package(self, offer: Offer, held: Alternative) -> str:
        parts = []
        vehicle = offer.equity and offer.equity.vehicle and self._rulebook.vehicles.get(offer.equity.vehicle)
        for component in COMPONENTS:
            amount, years = self._values.get(f"{held.key}.{component}"), self._values.get(f"{held.key}.years")
            if isinstance(amount, int) and amount:
                text = self._known.money(amount, held.currency)
                name = vehicle.name if vehicle else "equity"
                parts.append(_component(component, text, name, years if isinstance(years, int) else 1))
        if offer.bonus is not None:
            percent = offer.bonus.currency == "%"
            bonus = self._values.get(f"{held.key}.bonus_amount")
            amount_ = self._known.money(bonus, held.currency) if isinstance(bonus, int) else ""
            parts.append(
                f"a target bonus of {offer.bonus.low.normalize():f} %" if percent else f"a target bonus of {amount_}"
            )
        return listed(parts)


def _component(component: str, amount: str, vehicle: str, years: int) -> str:
    if component == "base":
        return f"a base of {amount}"
    if component == "signing":
        return f"a signing bonus of {amount}"
    return f"{amount} of {vehicle} {over(years)}"


def paths(name: str, known: Situation, values: Mapping[str, Value]) -> Iterator[str]:
    """The places in the case that a fact or a measure is read from."""
    case = known.case
    parts = {"offer_base": ("base",), "offer_equity": ("equity",), "offer_annual": ("base", "equity", "bonus"),
             "offer.base": ("base",), "offer.equity": ("equity",), "offer.annual": ("base", "equity", "bonus"),
             "offer_stated": ()}  # fmt: skip
    if name in case.candidate:
        yield f"candidate.{name}"
    elif name == "region":
        yield "region"
    elif name in parts and case.offer:
        yield from (f"offer.{part}" for part in parts[name] if getattr(case.offer, part) is not None)
    elif name == "held_offers":
        yield from (f"competing.{one.offer.company}" for one in known.alternatives if one.held)
    elif name in ("highest_held_base", "best_held_annual"):
        key = "base_here" if name == "highest_held_base" else "annual"
        for one in known.alternatives:
            if one.held and values.get(f"{one.key}.{key}") == values.get(name):
                counted = ("base",) if name == "highest_held_base" else ("base", "equity", "bonus")
                yield from (
                    f"competing.{one.offer.company}.{part}" for part in counted if getattr(one.offer, part) is not None
                )
