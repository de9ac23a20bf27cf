"""What must be said of a rate: that it is old, or far from the embedded snapshot's."""

from __future__ import annotations

from datetime import date as Date
from fractions import Fraction

from counteroffer.money.rate import Rate
from counteroffer.money.rates import Rates

NOTE_DAYS, WARN_DAYS = 4, 30
FAR = 2  # times off the snapshot's rate: worth a word


def times_off_snapshot(rate: Rate) -> Fraction:
    """How many times larger or smaller a rate is than the embedded snapshot's: 1 or more.

    1 too where the snapshot has none.
    """
    snapshot = Rates.snapshot()
    if not {rate.base, rate.quote} <= snapshot.currencies:
        return Fraction(1)
    off = rate.value / snapshot.rate(rate.base, rate.quote).value
    return max(off, 1 / off)


def far_from_snapshot(rate: Rate) -> str | None:
    """A sentence on a rate more than twice or less than half the snapshot's; else None."""
    if times_off_snapshot(rate) <= FAR:
        return None
    known = Rates.snapshot().rate(rate.base, rate.quote)
    return (
        f"the rate {rate.pair} of {rate.text} ({rate.source}) is far from the snapshot's"
        f" {known.text}"
    )


def age(rate: Rate, today: Date) -> int | None:
    """How many days old the rate is on `today`; None if it is undated."""
    return (today - rate.date).days if rate.date else None


def age_note(rate: Rate, today: Date) -> str | None:
    """`"note"` for a rate older than 4 days, `"warning"` over 30, else None."""
    days = age(rate, today)
    if days is None or days <= NOTE_DAYS:
        return None
    return "warning" if days > WARN_DAYS else "note"
