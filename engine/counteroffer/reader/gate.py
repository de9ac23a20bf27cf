"""Refuse an asked pay or a floor that is far outside the band it would be for.

"A $20,000 base increase" and revenue of 2 million read like an asked base, and are none.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from counteroffer.reader.figure import FigureRead
from counteroffer.reader.sentences import FigureDraft

LEAST, MOST = Decimal("0.6"), Decimal("1.5")  # of the low and of the high end of a band
_GUESSED = Decimal("0.3")  # of the low end, for equity that no word names
_A_YEAR = {"month": 12, "week": 52, "day": 260, "hour": 2080}
_ROLES = ("ask", "floor", "employer-counter")


def gate(draft: FigureDraft, bands: Sequence[FigureRead]) -> None:
    """Sets `refused` of an amount that can't be what its component says.

    A base is held against the bands of its region (of its currency where none is named), from 0.6
    of the lowest to 1.5 of the highest; so is an amount whose component is only inferred. A small
    one of those is pay of another kind.
    """
    if draft.role not in _ROLES or draft.unit not in ("money", "percent"):
        return
    if draft.component != "base" and draft.explicit:
        return
    ends = _ends(draft, bands)
    if ends is None:
        return
    low, high = ends
    times = _A_YEAR.get(draft.amount.mention.period or "", 1)
    least = _GUESSED if draft.component == "equity" else LEAST
    small = draft.low * times < low * least
    if not small and draft.high * times <= high * MOST:
        return
    if small and not draft.explicit:
        draft.component = "other"
    elif draft.component == "base":
        draft.refused = "no base: under 0.6 or over 1.5 of the band"
    else:
        draft.refused = f"no word beside it says what it is, and no {draft.component} is near it"


def _ends(draft: FigureDraft, bands: Sequence[FigureRead]) -> tuple[Decimal, Decimal] | None:
    """The lowest and the highest end of the bands that an amount is held against, a year."""
    same = [
        band
        for band in bands
        if band.unit == draft.unit
        and band.currency == draft.currency
        and band.component in _alike(draft.component)
    ]
    here = [band for band in same if draft.region and band.region == draft.region] or same
    if not here:
        return None
    years = [(Decimal(one.low), Decimal(one.high), _times(one)) for one in here]
    lows, highs = zip(*((low * times, high * times) for low, high, times in years), strict=True)
    return min(lows), max(highs)


def _times(band: FigureRead) -> int:
    return _A_YEAR.get(band.period or "", 1) if band.component != "equity" else 1


def _alike(component: str | None) -> tuple[str, ...]:
    return ("base", "unspecified") if component == "base" else (component or "base",)
