"""Talking points: sentences made only of the case's facts, the guide's cited market and the ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from counteroffer.answers.answer import TalkingPoint
from counteroffer.answers.citing import cited
from counteroffer.answers.named_offer import named_offer, stated_money
from counteroffer.cases.case import Offer
from counteroffer.cases.situation import Situation
from counteroffer.engines.interface import Firing
from counteroffer.language.compile import compiled
from counteroffer.language.declarations import listed
from counteroffer.language.expr import Value
from counteroffer.language.why import support
from counteroffer.rulebook.guide import Component
from counteroffer.rulebook.levers import Lever, Say
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.asks import COMPETING
from counteroffer.text.by_locale import percent
from counteroffer.text.phrases import over


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


def rests_on_band(lever: Lever) -> bool:
    """Whether a lever argues with the region's band."""
    return any(ask.how == "band" for ask in lever.asks.values())


def asked(values: Mapping[str, Value], component: Component) -> bool:
    """Whether the ask has more of a component than the offer in hand."""
    wanted, offered = values[f"ask.{component}"], values[f"offer_{component}"]
    return isinstance(wanted, int) and (not isinstance(offered, int) or offered < wanted)


def _asked(values: Mapping[str, Value]) -> dict[str, Value]:
    return {"base_is_asked": asked(values, "base"), "equity_is_asked": asked(values, "equity")}


class _Speaker:
    """The words that sentences of one case may use, and the facts that each stands for."""

    def __init__(
        self, known: Situation, values: Mapping[str, Value], rulebook: Rulebook, paths: Paths
    ) -> None:
        self._known, self._rulebook, self._paths = known, rulebook, paths
        self._best = named_offer(known, values, rulebook)
        self._values = {
            **values,
            **(self._best.comparisons if self._best else {}),
            **_asked(values),
            "is_raise": known.case.kind == "raise",
        }
        self._words = dict(self._all_words())

    def point(self, lever: Lever) -> TalkingPoint | None:
        """The first sentence of a lever that can be said truly, with the sources that it cites."""
        of_band = rests_on_band(lever)
        here = self._known.place
        if of_band and not (here.observed or here.posted):  # what the place pays is not known
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
        """Whether the offer gives all that the ask has of what a lever asks for.

        A better offer elsewhere stays an argument where nothing is asked for: it is what decides.
        """
        if lever.id == COMPETING:
            return False
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
            offer = self._best.held.offer
            where = f"competing.{offer.company}"
            return (where, *stated(where, offer, _SAID[name]))
        if name == "current.base":
            return ("current.base",)
        return self._paths[name.removesuffix(".unit")]

    def _all_words(self) -> Iterator[tuple[str, str | None]]:
        known, place = self._known, self._known.place
        for name in place.named & known.case.candidate.keys():
            if (value := self._values.get(name)) is not None:
                declared, raw = self._rulebook.declared[name], known.case.candidate[name]
                own = declared.spelled(raw) if declared.type == "tags" else None
                yield name, declared.show(value, own)
        for name in place.named_with_unit & known.case.candidate.keys():
            if (value := self._values.get(name)) is not None:
                yield f"{name}.unit", self._counted(name, value)
        for name, ends in place.band.items():
            low, high = (compiled(end)(self._values) for end in ends)
            if isinstance(low, int) and isinstance(high, int):
                texts = dict.fromkeys(known.money(end, place.currency) for end in (low, high))
                yield f"band.{name}", " to ".join(texts)
        yield "region", place.label
        yield "role", place.guide.role
        yield "company", place.guide.company
        if known.case.offer:
            pay = known.pay["offer"]
            grant = stated_money(known, pay, "equity")
            yield "offer.base", stated_money(known, pay, "base")
            yield "offer.equity", grant and f"{grant} {over(pay.years or 1)}"
        elif known.present_pay_stands:
            yield "current.base", self._present_base()
        if self._best:
            yield from self._best.words(known, self._rulebook)

    def _counted(self, name: str, value: Value) -> str:
        declared = self._rulebook.declared[name]
        if declared.unit == "%":
            return percent(str(declared.plain(value)), self._known.locale)
        return declared.with_unit(value)

    def _present_base(self) -> str | None:
        """Present pay's base in its own currency."""
        known = self._known
        if pay := known.pay.get("current"):
            return stated_money(known, pay, "base")
        currency, _, amount = str(known.understood["candidate"]["current_base"]).partition(" ")
        return known.money(int(amount), currency)


_BASE, _ANNUAL = ("base",), ("base", "equity", "bonus", "ote", "extras", "total")
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
    "best.holding": ("evidence",),
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
    return tuple(
        [f"{where}.{part}" for part in parts if getattr(offer, part, None) not in (None, ())]
    )
