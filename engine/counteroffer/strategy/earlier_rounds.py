"""Earlier rounds in words: how far the ask has come down, and how their offer has moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from counteroffer.cases.rounds import least_asked
from counteroffer.language.compile import half_up
from counteroffer.language.expr import Value
from counteroffer.rulebook.guide import COMPONENTS, Component
from counteroffer.strategy.negotiation import Ground
from counteroffer.text.phrases import over

Line = tuple[Mapping[str, "str | None"], Mapping[str, Value]]


def standing(here: Ground) -> tuple[str, ...]:
    """What earlier rounds say, in sentences for the candidate; empty where the case has none.

    The sentences are notes of `plan.yaml` (`standing`), tried for each component.
    """
    asked = [_asked(here, component) for component in COMPONENTS]
    lines = [*asked, *(_offered(here, component) for component in COMPONENTS)]
    notes = (
        here.book.plan.noted("standing", words, {**here.steps.values, **facts})
        for words, facts in filter(None, lines)
    )
    return tuple(text for found in notes for text in found)


def _asked(here: Ground, component: Component) -> Line | None:
    """How the ask for a component has come down."""
    before = least_asked(here.known.rounds, component)
    if before is None:
        return None
    now, rules = here.ask.of(component), here.values.get(f"capped.{component}")
    words = {
        "part": component,
        "before": _amount(here, component, before),
        "now": None if now is None else here.money(now),
        "by_rules": here.money(rules) if isinstance(rules, int) else None,
    }
    return words, {
        "asked_before": before,
        "asked_now": now,
        "asked_by_rules": rules,
        "offered_now": here.offered.of(component),
    }


def _offered(here: Ground, component: Component) -> Line | None:
    """How a part of their offer moved, from the first time that it was stated to now."""
    now = here.offered.of(component)
    stated = [one.offer[component] for one in here.known.rounds if component in one.offer]
    if not stated:
        return None
    figures = [half_up(amount) for amount in stated] + ([now] if now is not None else [])
    first, last = figures[0], figures[-1]
    words = {
        "part": component,
        "first": _amount(here, component, first),
        "last": _amount(here, component, last),
        "up": here.money(last - first) if last > first else None,
        "path": ", then ".join(here.money(one) for one in _changes(figures)),
    }
    return words, {
        "offers_stated": len(figures),
        "offered_first": first,
        "offered_now": now,
        "offered_last": last,
        "offer_moved": len(set(figures)) > 1,
        "offer_went_down": any(one > other for one, other in pairwise(figures)),
    }


def _changes(figures: list[int]) -> Iterator[int]:
    """The figures without those that repeat the one before."""
    for number, one in enumerate(figures):
        if number == 0 or one != figures[number - 1]:
            yield one


def _amount(here: Ground, component: Component, amount: int) -> str:
    span = f" of {here.vehicle} {over(here.years)}" if component == "equity" else f" of {component}"
    return f"{here.money(amount)}{span}"
