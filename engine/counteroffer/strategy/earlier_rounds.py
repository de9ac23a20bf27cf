"""Earlier rounds in words: how far the ask has come down, and how their offer has moved."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from counteroffer.cases.rounds import least_asked
from counteroffer.language.compile import half_up
from counteroffer.rulebook.guide import COMPONENTS, Component
from counteroffer.strategy.negotiation import Ground
from counteroffer.text.phrases import over


def standing(here: Ground) -> tuple[str, ...]:
    """What earlier rounds say, in sentences for the candidate; empty where the case has none."""
    return (*_asked(here), *_offered(here))


def _asked(here: Ground) -> Iterator[str]:
    """The components that can't be asked for in full any more."""
    for component in COMPONENTS:
        before = least_asked(here.known.rounds, component)
        if before is None:
            continue
        said = f"You asked for {_amount(here, component, before)} before"
        now, rules = here.ask.of(component), here.values.get(f"capped.{component}")
        if now is None:
            yield (
                f"{said}; nothing asks for {component} now: say so only against something in"
                " return."
            )
        elif now > before and now == here.offered.of(component):
            yield (
                f"{said}; they offer {_amount(here, component, now)} now, and you ask for no less."
            )
        elif now > before:
            yield f"{said}; your minimum is {here.money(now)}, so the ask goes up: tell them why."
        elif isinstance(rules, int) and now < rules:
            yield f"{said}: the ask stays there, though the rules now say {here.money(rules)}."
        elif now < before:
            yield (
                f"{said}, and ask for {here.money(now)} now: name it as a step that you have taken,"
                " before you take another."
            )


def _offered(here: Ground) -> Iterator[str]:
    """How each part of their offer moved, from the first time that it was stated to now."""
    for component in COMPONENTS:
        now = here.offered.of(component)
        stated = [one.offer[component] for one in here.known.rounds if component in one.offer]
        figures = [half_up(amount) for amount in stated] + ([now] if now is not None else [])
        if len(figures) < 2:
            if stated and now is None:
                amount = _amount(here, component, figures[0])
                yield (
                    f"They offered {amount} before and state none now: ask whether it is still in."
                )
            continue
        first, last = figures[0], figures[-1]
        path = ", then ".join(here.money(one) for one in _changes(figures))
        if last > first:
            yield f"Their {component} went up by {here.money(last - first)}: {path}."
        elif last == first and len(set(figures)) == 1:
            yield f"Their {component} has not moved from {_amount(here, component, last)}."
        if any(one > other for one, other in pairwise(figures)):
            yield (
                f"Their {component} went down ({path}): ask what changed before you give anything."
            )


def _changes(figures: list[int]) -> list[int]:
    """The figures without those that repeat the one before."""
    return [one for number, one in enumerate(figures) if number == 0 or one != figures[number - 1]]


def _amount(here: Ground, component: Component, amount: int) -> str:
    span = f" of {here.vehicle} {over(here.years)}" if component == "equity" else f" of {component}"
    return f"{here.money(amount)}{span}"
