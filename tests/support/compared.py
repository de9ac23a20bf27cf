"""Answers compared with each other."""

from __future__ import annotations

from counteroffer import Counteroffer

ROUNDED_UP = 1  # a base is a whole unit, so what it makes a year can be one over what it makes up


def at_least(more: Counteroffer, less: Counteroffer, *sides: str) -> None:
    """Every figure of the one is as great as that of the other.

    The bases of floor and walk-away can be less beside more equity, where they are what makes up
    the best held offer; what they are worth a year is not, but for the rounding of that base.
    """
    for side in sides:
        for part in ("base", "equity", "signing", "annual"):
            low, high = getattr(getattr(less, side), part), getattr(getattr(more, side), part)
            assert low is None or high >= low, f"{side}.{part}: {high} under {low}"
    if less.floor:
        assert more.floor
        assert more.floor.annual >= less.floor.annual - ROUNDED_UP
    if less.walk_away and more.walk_away:
        assert more.walk_away.annual >= less.walk_away.annual - ROUNDED_UP
    elif less.walk_away:  # no base is too low where the asked equity alone is worth as much
        annual, base = more.ask.annual or 0, more.ask.base or 0
        assert annual - base >= less.walk_away.annual - ROUNDED_UP
