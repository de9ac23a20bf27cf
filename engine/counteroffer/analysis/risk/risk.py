"""Risk: how far equity and bonus can fall before the deal stops beating the best held offer.

Three views of the ask against the held offers, the discount and the payout at which they are level,
and how far each fact of the case moves the ask and the floor. Everything is worked out by the
settlement's own expressions, exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from counteroffer.analysis.compare.side import NOTHING, ONE, Side
from counteroffer.analysis.compare.vesting import Schedule, schedules, sides
from counteroffer.analysis.least_change.search_grid import AMOUNTS
from counteroffer.analysis.risk.sensitivity import AMOUNT, RATE, Effect, FactMove, Still
from counteroffer.analysis.risk.share_price import LevelPrice, level_price
from counteroffer.answers.answer import Counteroffer
from counteroffer.answers.arguments import checked_arguments
from counteroffer.answers.setting import Setting
from counteroffer.cases.case import Case
from counteroffer.cases.situation import Situation
from counteroffer.language.compile import compiled, divide, half_up
from counteroffer.language.declarations import listed
from counteroffer.money.rates import Rates
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.program import Program
from counteroffer.text.characters import in_order
from counteroffer.text.frozen import freeze

__all__ = [
    "AMOUNT",
    "AMOUNTS",
    "RATE",
    "Effect",
    "FactMove",
    "Hinge",
    "Lens",
    "LevelPrice",
    "Risk",
    "View",
    "risk",
]

View = Literal["at target", "first year", "guaranteed"]


@dataclass(frozen=True, slots=True)
class Lens:
    """The ask against the best held offer, seen one way; figures a year, in whole units.

    - at target: base, equity averaged over its years, the target bonus; what `counter` compares.
    - first year: base, the equity that vests in the first year, the target bonus, and signing in
      full.
    - guaranteed: base and liquid equity alone, averaged: no bonus, no signing, nothing that can't
      be sold. Equity of a held offer that does not say what it is counts in full here, which makes
      the alternative strong.

    `break_even` is the base at which the two are level, the rest of the ask unchanged; None where
    any base is enough or nothing is held. `break_even_without` is the same without the equity of
    held offers whose kind is not stated, where that makes a difference.
    """

    view: View
    ask: int
    best: int | None
    against: str | None
    break_even: int | None
    break_even_without: int | None


@dataclass(frozen=True, slots=True)
class Hinge:
    """How far one package can fall before it stops beating the best held offer.

    The package is `ask`, `floor` or `offer`.

    `discount` is the part of its illiquid equity that can be lost (the same discount on illiquid
    equity that is held elsewhere), `payout` the part of its target bonus that must be paid; each
    alone, None where it decides nothing, as `why` says. `equity` is the least equity a year with
    which it is level; `price` what a share or the company must be worth for that, where the grant
    is of shares, options or a percentage.
    """

    package: str
    worth: int
    best: int
    against: str
    discount: Fraction | None
    payout: Fraction | None
    equity: int
    why: tuple[str, ...]
    price: LevelPrice | None = None


@dataclass(frozen=True, slots=True)
class Risk:
    """What the answer hangs on.

    `tornado` has the facts that move the ask, the floor or the verdict, the widest first; `still`
    those that move none of them by any step that was tried. `tried` has the steps for every fact,
    `now` is the case as it is.
    """

    answer: Counteroffer
    lenses: tuple[Lens, ...]
    hinges: tuple[Hinge, ...]
    years: tuple[Schedule, ...]
    now: Effect
    tornado: tuple[FactMove, ...]
    still: tuple[str, ...]
    tried: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...]

    def __post_init__(self) -> None:
        freeze(self, "tried")


@checked_arguments
def risk(
    case: Case,
    *,
    region: str | None = None,
    rulebook: Rulebook | None = None,
    rates: Rates | None = None,
    today: date | None = None,
    deadline: float | None = None,
) -> Risk:
    """What the answer to a case hangs on.

    Amounts are whole units a year of the region's currency; break-evens are rounded up, so that at
    the base they name the deal is not worth less. Raises as `counter` does.

    Raises DeadlineError once `deadline`, a moment of `time.monotonic()`, has passed.
    """
    return risk_in(Setting.of(region, rulebook, rates, today), case)


def risk_in(setting: Setting, case: Case) -> Risk:
    """`risk`, in a setting."""
    known, firing = setting.settled(case)
    rules, compared = sides(known, firing, setting.rulebook)
    held = tuple(side for side in compared if side.held and side.worth() is not None)
    lenses = tuple(
        _lens(view, compared[0], held, rules) for view in ("at target", "first year", "guaranteed")
    )
    mine = [side for side in compared if not side.held and side.worth() is not None]
    hinges = tuple(_hinge(side, held, known) for side in mine if held)
    still = Still(setting, known)
    moves = list(still.moves())
    order = sorted(
        (move for move in moves if any(one.differs(still.now) for one in move.tried)),
        key=lambda move: (-max(move.ask, move.floor), -move.ask - move.floor, move.path),
    )
    return Risk(
        still.answer,
        lenses,
        hinges,
        schedules(tuple(side for side in compared if side.held or side.name != "floor")),
        still.now,
        tuple(order),
        tuple(move.path for move in moves if move not in order),
        {move.path: tuple(one.said for one in move.tried) for move in moves},
        tuple(_notes(compared, held)),
    )


def _notes(compared: tuple[Side, ...], held: tuple[Side, ...]) -> Iterator[str]:
    """What was taken for granted."""
    ask = compared[0]
    if ask.vehicle and not ask.liquid:
        kind = (
            "which is not liquid"
            if ask.liquid is False
            else "and whether that is liquid is unknown"
        )
        yield f"the equity of this deal is {ask.vehicle}, {kind}"
    unsaid = [
        side.name
        for side in held
        if side.liquid is None and side.worth() != side.worth(equity=NOTHING)
    ]
    if unsaid:
        yield (
            f"it is not stated what the equity of {listed(unsaid)} is: whether it is liquid is"
            " unknown, and it is neither discounted nor left out"
        )
    if not held:
        yield "no competing offer is held: there is nothing to compare with"
    if any(len(set(side.shares)) > 1 for side in compared):
        yield (
            "equity that vests unevenly is averaged over its years, except in the first year and"
            " year by year"
        )


# the deal against what is held


def _seen(side: Side, view: View, *, unknown: bool = True) -> Fraction:
    """What a package is worth in one view.

    `unknown` is whether equity of a kind that is not stated counts as liquid.
    """
    equity, bonus = ONE, ONE
    if view == "first year":
        equity = side.shares[0] * len(side.shares)
    elif view == "guaranteed":
        equity = ONE if side.liquid or (side.liquid is None and unknown) else NOTHING
        bonus = NOTHING
    return side.worth(equity=equity, bonus=bonus, signing=view == "first year") or NOTHING


def _lens(view: View, ask: Side, held: tuple[Side, ...], rules: Program) -> Lens:
    worth = half_up(_seen(ask, view))
    if not held:
        return Lens(view, worth, None, None, None, None)
    best, against = _best(held, view, unknown=True)
    level = _level(view, ask, best, rules)
    without = _level(view, ask, _best(held, view, unknown=False)[0], rules)
    return Lens(view, worth, best, against, level, without if without != level else None)


def _best(held: tuple[Side, ...], view: View, *, unknown: bool) -> tuple[int, str]:
    """The greatest that a held offer is worth, and whose it is."""
    worth, side = min(
        ((-half_up(_seen(side, view, unknown=unknown)), side) for side in held),
        key=lambda pair: (pair[0], in_order(pair[1].name)),
    )
    return -worth, side.name


def _level(view: View, ask: Side, best: int, rules: Program) -> int | None:
    """The break-even base against the best held offer, as one view counts it.

    With the ask's equity, bonus and signing as the view has them.
    """
    equity = ask.shares[0] * len(ask.shares) if view == "first year" else ONE
    if view == "guaranteed" and ask.liquid is False:
        equity = NOTHING
    scaled: dict[str, Any] = dict(ask.scaled(equity, NOTHING if view == "guaranteed" else ONE))
    scaled["best_held_annual"] = best - (ask.signing if view == "first year" else 0)
    found = compiled(dict(rules.settlement)["break_even.base"])(scaled)
    return int(found) if found is not None else None


def _hinge(side: Side, held: tuple[Side, ...], known: Situation) -> Hinge:
    worth, bare = side.worth() or NOTHING, side.worth(equity=NOTHING) or NOTHING
    against = min(held, key=lambda one: (-(one.worth() or NOTHING), in_order(one.name)))
    best = against.worth() or NOTHING
    ahead = worth - best
    why: list[str] = []
    discount, payout = None, None
    if ahead < 0:
        less = known.money(half_up(-ahead), known.place.currency)
        why.append(f"it is already worth {less} a year less")
    else:
        discount = _discount(side, held, worth - bare, why)
        unpaid = side.worth(bonus=NOTHING) or NOTHING
        if worth == unpaid:
            why.append("no bonus is stated")
        elif unpaid >= best:
            why.append("it beats what is held without any bonus")
        else:
            payout = (best - unpaid) / (worth - unpaid)
    least = max(best - bare, NOTHING)
    return Hinge(
        side.name,
        half_up(worth),
        half_up(best),
        against.name,
        discount,
        payout,
        divide(least.numerator, least.denominator, "up"),
        tuple(why),
        level_price(
            known, side.name, side.values.get("ask.equity"), side.values.get("offer_equity"), least
        ),
    )


def _discount(
    side: Side, held: tuple[Side, ...], grant: Fraction, why: list[str]
) -> Fraction | None:
    """The least discount on illiquid equity at which a held offer is level.

    None where there is none; the reason is added to `why`.
    """
    if not grant:
        why.append("it has no equity")
        return None
    if side.liquid is not False:
        kind = side.vehicle or "of a kind not stated"
        why.append(
            f"its equity ({kind}) is {'liquid' if side.liquid else 'not known to be illiquid'}"
        )
        return None
    levels = []
    for other in held:
        theirs = other.worth() or NOTHING
        lost = (
            theirs - (other.worth(equity=NOTHING) or NOTHING) if other.liquid is False else NOTHING
        )
        if grant > lost:
            levels.append(((side.worth() or NOTHING) - theirs) / (grant - lost))
    least = min(levels, default=None)
    if least is None or least > 1:
        why.append("it beats what is held even if its equity comes to nothing")
        return None
    return least
