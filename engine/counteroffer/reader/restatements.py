"""Find amounts of a sentence that say the same figure again.

They say it in another currency, as a number of shares, or for a year.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from decimal import Decimal

from counteroffer.reader.figure import FigureRead
from counteroffer.reader.grammar import masked
from counteroffer.reader.sentences import FigureDraft

_OPENS = re.compile(
    r"^[^#()]{0,40}\(\s*(?:approximately|about|roughly|or|equivalent to|~|≈)?\s*$", re.IGNORECASE
)
_SLASH = re.compile(r"^\s*/\s*$")


def said_again(text: str, drafts: Sequence[FigureDraft], bands: Sequence[FigureRead]) -> None:
    """Of two amounts that say the same figure, mark the one that repeats the guide's own figure."""
    view = masked(text, [(one.start, one.end) for one in drafts])
    for one, other in itertools.pairwise(drafts):
        gap = view[one.end : other.start]
        if _OPENS.match(gap):
            _in_parentheses(one, other)
        elif (
            _SLASH.match(gap)
            and _two_currencies(one, other)
            and "respectively" not in view
            and _converted(one, other, bands)
        ):
            _copy(one, other)


def _in_parentheses(one: FigureDraft, other: FigureDraft) -> None:
    if _two_currencies(one, other) and (not other.explicit or other.component == one.component):
        _copy(one, other)
    elif one.unit == "shares" and other.unit == "money":
        _copy(one, other)
        one.alternate, other.alternate = True, False
    elif other.unit == "shares" and one.unit == "money" and one.component == "equity":
        _copy(one, other)
    elif one.yearly and one.component == "equity" and _grant(other) and other.low > one.low:
        _copy(one, other)
        one.alternate, other.alternate = True, False


def _grant(one: FigureDraft) -> bool:
    return bool(one.amount.mention.years) or not one.explicit or one.component == "equity"


def _two_currencies(one: FigureDraft, other: FigureDraft) -> bool:
    return one.unit == other.unit == "money" and one.currency != other.currency


def _copy(one: FigureDraft, other: FigureDraft) -> None:
    other.component, other.explicit, other.alternate = one.component, one.explicit, True
    other.role, other.tier, other.region = one.role, one.tier, one.region


def _converted(one: FigureDraft, other: FigureDraft, bands: Sequence[FigureRead]) -> bool:
    """Whether the second amount is the first one converted.

    It is where the table has its currency only beside another, at about the same rate, or not at
    all.
    """
    if other.currency not in {band.currency for band in bands}:
        return True
    rates = []
    for band, again in itertools.pairwise(bands):
        if (
            again.alternate
            and (band.currency, again.currency) == (one.currency, other.currency)
            and again.high
        ):
            rates.append(Decimal(band.high) / Decimal(again.high))
    rate = one.high / other.high if other.high else Decimal(0)
    return any(abs(rate - known) <= known / 6 for known in rates)
