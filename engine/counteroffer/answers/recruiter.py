"""What the compensation team may see of a case: the same settlement, of its public part alone.

What the candidate keeps is taken out before anything is worked out (see `public`), so no figure,
reason, rate, order or trace can depend on it. The view too is put together of named parts: what an
answer gains later stays out until it is let in here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from counteroffer.answers.answer import (
    Alternative,
    Counteroffer,
    LeverAnswer,
    Notice,
    OfferInHand,
    Package,
    RateUsed,
    TalkingPoint,
    Understood,
)
from counteroffer.answers.arguments import checked_arguments
from counteroffer.answers.counter import written
from counteroffer.answers.notices import Notices
from counteroffer.answers.setting import Setting
from counteroffer.cases.case import Case
from counteroffer.cases.public import public, shown
from counteroffer.cases.situation import Situation
from counteroffer.engines.interface import Engine, Firing
from counteroffer.language.compile import Evaluate, compiled
from counteroffer.language.expr import Fact
from counteroffer.money.rates import Rates
from counteroffer.rulebook.guide import COMPONENTS
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.annual import package
from counteroffer.settlement.position import position
from counteroffer.settlement.region_figures import RegionFigures
from counteroffer.text.characters import folded
from counteroffer.text.frozen import freeze
from counteroffer.text.kept import remembered

Audience = Literal["candidate", "recruiter"]
CANDIDATE: Audience = "candidate"
RECRUITER: Audience = "recruiter"
Alone = Literal["base", "equity"]  # what can make up for the other by itself
_ALONE: tuple[Alone, ...] = ("base", "equity")
# Of the guide's contradictions those of its bands alone: the others tell of a floor, or of more
# than is asked for.
_TOLD = frozenset(
    (
        "offer-expired",
        "converted-region",
        "rates",
        "stale-rate",
        "total-does-not-add-up",
        "scaled-copy",
    )
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A component's band in whole units, and the positions of the offer and the ask in it.

    A position is 0 at the bottom of the band and 1 at the top.
    """

    low: int
    high: int
    offer: str | None
    ask: str | None


@dataclass(frozen=True, slots=True)
class Move:
    """How much the ask adds to each component of the offer, and what that costs.

    A component that the ask does not raise has 0. `annual` is the cost of every year, `first_year`
    that of the first. Equity counts at its yearly average in both.
    """

    base: int
    equity: int
    signing: int
    annual: int
    first_year: int


@dataclass(frozen=True, slots=True)
class SingleMove:
    """The least raise of one component alone that is worth as much a year as the ask.

    `figure` is what the component is raised to, on the currency's step. `added` is how much more
    that is than offered, `annual` what it costs a year; `within` says whether it stays in the band,
    and `position` where it then stands.
    """

    component: Alone
    figure: int
    added: int
    annual: int
    position: str | None
    within: bool


@dataclass(frozen=True, slots=True)
class Level:
    """The same level at another company, and what the candidate's offer from there is worth a year.

    `alternative` is the company and `annual` its annual total; None where no offer from there is
    held.
    """

    level: str
    alternative: str | None
    annual: int | None


@dataclass(frozen=True, slots=True)
class RecruiterView:
    """What the compensation team sees of one case in one region.

    Amounts are whole units of the region's currency. `ask` is what the facts that may be said
    support; `bands` has base, and equity where the guide gives it; `move` is None where the offer
    meets the ask. `levers` are those that fired, with what they support of the ask.
    """

    today: str
    rules: str
    case: Understood
    guide: str | None
    market: Understood | None
    region: str
    currency: str
    converted: bool
    bands: Mapping[str, Standing]
    offer: OfferInHand | None
    ask: Package
    move: Move | None
    single_moves: tuple[SingleMove, ...]
    levels: tuple[Level, ...]
    alternatives: tuple[Alternative, ...]
    levers: tuple[LeverAnswer, ...]
    talking_points: tuple[TalkingPoint, ...]
    rates: tuple[RateUsed, ...]
    warnings: tuple[Notice, ...]
    assumptions: tuple[str, ...]
    schema: Literal["counteroffer-recruiter/1"] = "counteroffer-recruiter/1"

    def __post_init__(self) -> None:
        freeze(self, "case", "bands")


@checked_arguments
def recruiter_view(
    case: Case,
    *,
    region: str | None = None,
    rulebook: Rulebook | None = None,
    rates: Rates | None = None,
    engine: Engine | str | None = None,
    today: date | None = None,
    locale: str | None = None,
    deadline: float | None = None,
) -> RecruiterView:
    """The compensation team's view of a case; arguments and errors as in `counter`.

    Changing, adding or taking away a private fact or offer changes nothing in it.
    """
    return answer(Setting.of(region, rulebook, rates, today, engine), case, locale)[0]


def answer(setting: Setting, case: Case, locale: str | None = None) -> tuple[RecruiterView, Firing]:
    """The answer of `recruiter_view`, and what the engine fired."""
    shared = public(case, setting.rulebook, case.today or setting.today)
    known, firing = setting.settled(shared, locale)
    return _view(known, firing, setting.rulebook), firing


def _view(known: Situation, firing: Firing, rulebook: Rulebook) -> RecruiterView:
    place, found = known.place, written(known, firing, rulebook)
    bands = dict(_bands(known, found))
    return RecruiterView(
        today=found.today,
        rules=found.rules,
        case=shown(found.case),
        guide=found.guide,
        market=found.market,
        region=found.region,
        currency=found.currency,
        converted=place.converted,
        bands=bands,
        offer=found.offer,
        ask=found.ask,
        move=_move(found),
        single_moves=tuple(_single_moves(known, found, bands)),
        levels=tuple(_levels(place, found)),
        alternatives=found.alternatives,
        levers=tuple(_within(found)),
        talking_points=found.talking_points,
        rates=found.rates,
        warnings=tuple(one for one in found.warnings if one.code in _TOLD),
        assumptions=shared_assumptions(known, firing, found, rulebook),
    )


def shared_assumptions(
    known: Situation, firing: Firing, found: Counteroffer, rulebook: Rulebook
) -> tuple[str, ...]:
    """What was taken for granted in an answer to a public case, as both sides may know it."""
    notices = Notices(known, firing, rulebook, None)
    return (*known.assumptions, *notices.of_figures(found.ask), *notices.of_rates())


def _bands(known: Situation, found: Counteroffer) -> Iterator[tuple[str, Standing]]:
    for name, ends in known.place.band.items():
        low, high = (compiled(end)(known.values) for end in ends)
        if low is None or high is None:  # where nobody stated a range
            continue
        offered = getattr(found.offer, name, None)
        yield (
            name,
            Standing(
                low,
                high,
                position(offered, low, high),
                position(getattr(found.ask, name), low, high),
            ),
        )


def _move(found: Counteroffer) -> Move | None:
    added = {
        name: (getattr(found.ask, name) or 0) - (getattr(found.offer, name, None) or 0)
        for name in COMPONENTS
    }
    if not any(added.values()):
        return None
    annual = max(0, (found.ask.annual or 0) - _offered(found))
    return Move(added["base"], added["equity"], added["signing"], annual, annual + added["signing"])


def _offered(found: Counteroffer) -> int:
    return (found.offer and found.offer.annual) or 0


@remembered
def _worth(place: RegionFigures) -> Evaluate:
    """A function for what base and equity are worth a year with the offered bonus.

    By the settlement's own arithmetic.
    """
    return compiled(package(place.guide.years, Fact("to.base"), Fact("to.equity")))


def _single_moves(
    known: Situation, found: Counteroffer, bands: Mapping[str, Standing]
) -> Iterator[SingleMove]:
    """Raises of base alone and of equity alone.

    First those that stay within the band, then those that cost less a year.
    """
    wanted, offer = found.ask.annual, found.offer
    if offer is None or wanted is None or _offered(found) >= wanted:
        return
    moves = [
        _single_move(known, found, name, bands[name], wanted)
        for name in _alone(found)
        if name in bands
    ]
    yield from sorted(moves, key=lambda move: (not move.within, move.annual, move.component))


def _alone(found: Counteroffer) -> tuple[Alone, ...]:
    """What can be raised by itself; without an offered base there is none to raise."""
    if found.offer and found.offer.base is not None:
        return _ALONE
    return ("equity",) if found.ask.base is None else ()


def _single_move(
    known: Situation, found: Counteroffer, name: Alone, band: Standing, wanted: int
) -> SingleMove:
    offered = {f"to.{one}": getattr(found.offer, one) for one in _ALONE}
    step, worth = known.place.step, _worth(known.place)

    def annual(steps: int) -> int:
        total: int = worth({**known.values, **offered, f"to.{name}": steps * step})
        return total

    least = bisect_left(range(wanted * known.place.guide.years // step + 1), wanted, key=annual)
    figure, before = least * step, offered[f"to.{name}"] or 0
    return SingleMove(
        name,
        figure,
        figure - before,
        annual(least) - _offered(found),
        position(figure, band.low, band.high),
        figure <= band.high,
    )


def _levels(place: RegionFigures, found: Counteroffer) -> Iterator[Level]:
    for level in place.guide.levels:
        words = f"{folded(level)} "
        same = [one for one in found.alternatives if words.startswith(f"{folded(one.company)} ")]
        held = max(same, key=lambda one: len(one.company), default=None)
        yield Level(level, held.company, held.annual) if held else Level(level, None, None)


def _within(found: Counteroffer) -> Iterator[LeverAnswer]:
    """The levers that fired, each with what it supports of the ask.

    What it could ask beyond the ask is left out: that is not for the compensation team.
    """
    for lever in found.levers:
        if lever.fired:
            asked = {
                name: (figure, getattr(found.ask, name)) for name, figure in lever.asks.items()
            }
            yield replace(
                lever, asks={name: min(both) for name, both in asked.items() if None not in both}
            )
