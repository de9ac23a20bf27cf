"""Answers compared with each other."""

from __future__ import annotations

from counteroffer import Counteroffer


def at_least(more: Counteroffer, less: Counteroffer, *sides: str) -> None:
    """Every figure of the one is as great as that of the other."""
    for side in sides:
        for part in ("base", "equity", "signing", "annual"):
            low, high = getattr(getattr(less, side), part), getattr(getattr(more, side), part)
            assert low is None or high >= low, f"{side}.{part}: {high} under {low}"
    if less.floor:
        assert more.floor
        # Its base can be less beside more equity, where it is held at the break-even.
        assert more.floor.annual >= less.floor.annual
