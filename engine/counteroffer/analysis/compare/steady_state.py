"""The steady state of a package: the years that pay the same, until its grant has vested."""

from __future__ import annotations

from dataclasses import dataclass

from counteroffer.analysis.compare.side import Side
from counteroffer.language.compile import half_up


@dataclass(frozen=True, slots=True)
class SteadyState:
    """What each year pays once nothing is paid for one year alone and the grant vests evenly.

    From the year `first` to the year `last`, in which the grant has vested; None where that never
    ends.
    """

    first: int
    last: int | None
    total: int

    @property
    def years(self) -> str:
        """The years of it: `2–4`, `3`, `2 on`."""
        if self.last is None:
            return f"{self.first} on"
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


def _changing(side: Side) -> int:
    """The years in which something is paid that later years don't have, or not yet."""
    paid = max((number for number, one in enumerate(side.once, 1) if one), default=0)
    return max(paid, 1 if side.refresh else 0)


def _ends(side: Side) -> bool:
    """Whether the package has a grant that is over after some years."""
    return len(side.shares) > 1 and side.states("equity") and side.part("equity") != 0


def steady_state(side: Side) -> SteadyState | None:
    """The steady state of a package; None where it has none, or is known as a total alone."""
    first, last, shares = _changing(side), None, side.shares
    if side.total_alone:
        return None
    if _ends(side):
        even = next(at for at in range(len(shares)) if len(set(shares[at:])) == 1)
        first, last = max(first, even), len(shares)
        if last - even < 2 or first >= last:  # a last year unlike all others is no state
            return None
    total = side.pays(first)
    return None if total is None else SteadyState(first + 1, last, half_up(total))


def after_grant(side: Side) -> int | None:
    """What a year pays once the grant has vested; None without such a grant."""
    if not _ends(side) or side.total_alone:
        return None
    total = side.pays(max(len(side.shares), _changing(side)))
    return None if total is None else half_up(total)
