"""What each lever that fired adds to the ask: its Shapley value, whatever the order of levers.

The ask for a component, had only some of the levers fired, is the greatest of what they propose
within the headline's cap, and never less than the offer. Taken apart into levels, each worth the
step up from the one below, a level is reached by any of the levers that propose as much; or by the
headline, which needs competing-offers and another lever of the guide's own. What each lever is
worth to reaching one level has a closed form, so no set of levers is ever enumerated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from counteroffer.answers.arguments import checked_arguments
from counteroffer.answers.setting import Setting
from counteroffer.cases.case import Case
from counteroffer.language.expr import Value
from counteroffer.money.rates import Rates
from counteroffer.rulebook.guide import COMPONENTS, Component
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.annual import RATE
from counteroffer.settlement.asks import COMPETING
from counteroffer.settlement.region_figures import RegionFigures

MINIMUM, GUIDE_FLOOR = "minimum_base", "guide_floor"
LEAST_ASK = "least_ask.base"
Shares = Mapping[str, Fraction]
NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one lever adds, in whole units.

    `minimum_base` is the candidate's own minimum, where it lifts the base.

    None where the ask has no such component.
    """

    lever: str
    base: int | None
    equity: int | None
    signing: int | None
    annual: int | None


@dataclass(frozen=True, slots=True)
class AskGap:
    """The ask less what it is compared with, in whole units, by component.

    None where the ask has no such component.
    """

    base: int | None
    equity: int | None
    signing: int | None
    annual: int | None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Every lever that fired, by id, with what it adds, and their sum: the ask less the offer.

    `against` is `nothing` where there is no offer: then the whole ask is shared out. `assumptions`
    says the same of a single component that the offer does not state.
    """

    contributions: tuple[Contribution, ...]
    total: AskGap
    against: str
    currency: str
    equity_years: int
    assumptions: tuple[str, ...]


@checked_arguments
def attribution(
    case: Case,
    *,
    region: str | None = None,
    rulebook: Rulebook | None = None,
    rates: Rates | None = None,
    today: date | None = None,
    deadline: float | None = None,
) -> Attribution:
    """What each lever that fired adds to the ask of a case.

    Amounts are whole units of the region's currency, equity over the guide's years; rounded so that
    they sum to the ask less the offer. Raises as `counter` does.

    Raises DeadlineError once `deadline`, a moment of `time.monotonic()`, has passed.
    """
    return attribution_in(Setting.of(region, rulebook, rates, today), case)


def attribution_in(setting: Setting, case: Case) -> Attribution:
    """`attribution`, in a setting."""
    known, firing = setting.settled(case)
    fired = tuple(lever for lever, holds in firing.levers.items() if holds)
    return _Shared(known.place, firing.values, fired).attribution(has_offer=case.offer is not None)


class _Shared:
    """The ask of a settled case, shared out among the levers that fired."""

    def __init__(
        self, place: RegionFigures, values: Mapping[str, Value], fired: tuple[str, ...]
    ) -> None:
        self.place, self.values = place, values
        own = {lever.id for lever in place.levers if lever.own}
        self.others = (
            frozenset(own & set(fired)) - {COMPETING} if COMPETING in fired else frozenset()
        )
        self.fired = fired
        self.lifted = self._lifts()
        self.players = (*fired, *self.lifted)
        self.shares: dict[str, Shares] = {
            component: self._shares(component) for component in COMPONENTS
        }

    def _int(self, name: str) -> int | None:
        value = self.values.get(name)
        return value if isinstance(value, int) else None

    def _shares(self, component: Component) -> Shares:
        """What each player adds to a component, exactly."""
        offered = self._int(f"offer_{component}") or 0
        limits = (self._int(f"headline.{component}"), self._int(f"asked_before.{component}"))
        cap = min((limit for limit in limits if limit is not None), default=None)
        asks = {lever: self._int(f"asks.{lever}.{component}") for lever in self.fired}
        reach = {
            lever: min(ask, ask if cap is None else cap)
            for lever, ask in asks.items()
            if ask is not None
        }
        if component == "base":
            reach |= self.lifted
        headline = cap if cap is not None and limits[0] is not None and self.others else 0
        shares = dict.fromkeys(self.players, NOTHING)
        below = offered
        for level in sorted({one for one in (*reach.values(), headline) if one > offered}):
            alone = {player for player, figure in reach.items() if figure >= level}
            for player, part in _reaching(alone, self.others if headline >= level else frozenset()):
                shares[player] += part * (level - below)
            below = level
        return shares

    def _lifts(self) -> dict[str, int]:
        """The minimum and the guide's floor, where the base would be less without both."""
        without = max(self._int("supported.base") or 0, self._int("offer_base") or 0)
        least = {MINIMUM: self._int(MINIMUM), GUIDE_FLOOR: self._int(LEAST_ASK)}
        return {name: base for name, base in least.items() if base is not None and base > without}

    def attribution(self, *, has_offer: bool) -> Attribution:
        shares = {**self.shares, "annual": self._yearly()}
        totals = {name: self._total(name) for name in shares}
        if not any(shares["annual"].values()) and totals["annual"] is not None:
            totals["annual"] = 0
        parts = {
            name: _whole(shares[name], total) if total is not None else {}
            for name, total in totals.items()
        }
        return Attribution(
            tuple(
                Contribution(one, *(parts[name].get(one) for name in totals))
                for one in sorted(self.players)
            ),
            AskGap(*(totals[name] for name in totals)),
            "offer" if has_offer else "nothing",
            self.place.currency,
            self.place.guide.years,
            (*self._assumptions(has_offer), *_apart(shares, parts)),
        )

    def _total(self, name: str) -> int | None:
        ask = self._int(f"ask.{name}")
        return None if ask is None else ask - (self._int(f"offer_{name}") or 0)

    def _yearly(self) -> Shares:
        """What each player adds a year: base with the offered bonus on it, and a year's equity."""
        bonus = Fraction(self._int("offer.bonus_rate") or 0, RATE)
        base, equity = self.shares["base"], self.shares["equity"]
        years = self.place.guide.years
        return {one: part * (1 + bonus) + equity[one] / years for one, part in base.items()}

    def _assumptions(self, has_offer: bool) -> Iterator[str]:
        if self._total("annual") and not any(self._yearly().values()):
            yield "the annual totals of the ask and of the offer differ by rounding alone"
        if not has_offer:
            yield "there is no offer in hand: the whole ask is shared out"
            return
        for component in COMPONENTS:
            if (
                self._int(f"ask.{component}") is not None
                and self._int(f"offer_{component}") is None
            ):
                yield f"the offer states no {component}: the whole ask for it is shared out"


def _apart(shares: Mapping[str, Shares], parts: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """A remark where equal shares are shown as different figures because of rounding."""
    told = {
        (name, share, parts[name][one])
        for name, of_all in shares.items()
        for one, share in of_all.items()
        if parts[name]
    }
    if len(told) > len({(name, share) for name, share, _ in told}):
        yield "equal shares may differ by one unit, since whole units have to sum to the total"


def _reaching(alone: Collection[str], others: Collection[str]) -> Iterator[tuple[str, Fraction]]:
    """What each player is worth to reaching a level: Shapley values, which sum to 1.

    Any of `alone` reaches it by itself, competing-offers together with any of `others` as well. In
    a random order, a player is worth the chance that it is the one with which the level is reached.
    """
    rest = set(others) - set(alone)
    if COMPETING in alone or not rest:
        yield from ((player, Fraction(1, len(alone))) for player in alone)
        return
    before, among = len(alone) + 1, len(alone) + len(rest) + 1
    competing = Fraction(1, before) - Fraction(
        1, among
    )  # none of `alone` comes before it, and one of the rest does
    other = Fraction(1, among * (among - 1))  # competing-offers comes first of all, and it second
    yield COMPETING, competing
    yield from ((player, other) for player in rest)
    yield from ((player, (1 - competing - other * len(rest)) / len(alone)) for player in alone)


def _whole(shares: Shares, total: int) -> dict[str, int]:
    """The shares in whole units with the sum `total`, by the largest remainder.

    Ties go by name, and a share of nothing stays nothing.
    """
    whole = {player: int(share) for player, share in shares.items()}
    order = sorted(
        (player for player in shares if shares[player]),
        key=lambda one: (whole[one] - shares[one], one),
    )
    missing = total - sum(whole.values())
    for number in range(abs(missing)):
        player = order[number % len(order)] if missing > 0 else order[-1 - number % len(order)]
        whole[player] += 1 if missing > 0 else -1
    return whole
