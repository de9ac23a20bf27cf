"""A change of one fact in words: `gpu_years: 2 or more (is 1)`.

Also `clouds: add one more (has AWS)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from counteroffer.analysis.least_change.needs import Need
from counteroffer.language.declarations import listed
from counteroffer.language.expr import Value

_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def change_text(need: Need, value: Value, amount: Callable[[int], str]) -> str:
    """What must be true of a fact, and what is: the least change of it from `value`.

    `amount` shows money.
    """
    shown = _shown(need, amount)
    if isinstance(value, frozenset):
        return f"{need.fact}: {_tags(need, value)}{_has(need, value, shown)}"
    is_now = "not stated" if need.was is None else f"is {shown(need.was)}"
    return f"{need.fact}: {_figure(need, value, shown)} ({is_now})"


def _shown(need: Need, amount: Callable[[int], str]) -> Callable[[Value], str]:
    def shown(value: Value) -> str:
        money = need.declaration.type == "money" and isinstance(value, int)
        return amount(value) if money and isinstance(value, int) else need.declaration.show(value)

    return shown


def _figure(need: Need, value: Value, shown: Callable[[Value], str]) -> str:
    if isinstance(value, bool) or need.declaration.type == "tag":
        return (
            f"other than {listed(map(shown, sorted(need.barred)), 'or')}"
            if need.barred - need.must
            else shown(value)
        )
    low, high = need.low, need.high
    while low is not None and low in need.holes:
        low += 1
    while high is not None and high in need.holes:
        high -= 1
    if low is not None and high is not None:
        return f"exactly {shown(low)}" if low == high else f"{shown(low)} to {shown(high)}"
    if low is not None:
        return f"{shown(low)} or more"
    if high is not None:
        return f"{shown(high)} or less"
    return (
        f"other than {listed(map(shown, sorted(need.holes)), 'or')}" if need.holes else "any figure"
    )


def _tags(need: Need, value: frozenset[str]) -> str:
    return " and ".join(_parts(need, value)) or "state it, with or without entries"


def _parts(need: Need, value: frozenset[str]) -> Iterator[str]:
    """What to add, named tags first, and what to leave out."""
    named = sorted((value - need.stated) & need.must)
    others = len(value - need.stated) - len(named)
    if named or others:
        count = _NUMBERS[others] if others < len(_NUMBERS) else f"{others:,}"
        more = "more" if named or need.stated else "or more"
        if more == "or more" and need.high is not None:
            more = ""
        yield f"add {listed([*named, *([f'{count} {more}'.rstrip()] if others else [])])}"
    if removed := sorted(need.stated - value):
        yield f"leave out {listed(removed)}"
    elif need.was is None and need.barred:
        yield f"state it without {listed(sorted(need.barred), 'or')}"


def _has(need: Need, value: frozenset[str], shown: Callable[[Value], str]) -> str:
    """What there is, where that is not plain from what is to be added."""
    if need.was is None:
        return " (not stated)"
    others = value - need.stated - need.must
    return f" (has {shown(need.was) or 'none'})" if others else ""
