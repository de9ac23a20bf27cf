"""Percentages and days as they are written: in English, or by the habit of a locale.

Sentences stay English in every locale; what follows the locale is how a number and a date are
put together. Babel is loaded only where a locale is given.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from counteroffer.text.errors import CounterofferError

if TYPE_CHECKING:
    from babel import Locale


def percent(number: Decimal | str, locale: str | None = None) -> str:
    """A number of percent: `10%`, `99.99%`; `10 %` in French."""
    plain = f"{Decimal(number).normalize():f}"
    if locale is None:
        return f"{plain}%"
    from babel.numbers import format_percent

    known = _known(locale)
    pattern = known.percent_formats[None].pattern.replace("0", "0.####", 1)
    return format_percent(Decimal(plain) / 100, format=pattern, locale=known)


def day(on: date, today: date, locale: str | None = None) -> str:
    """A day with its weekday, and with the year where that is not today's: `Friday 4 December`.

    In the order of the locale, always in English: `Friday, December 4` for en_US.
    """
    year = "" if on.year == today.year else f" {on.year}"
    if locale is not None and _month_first(locale):
        return f"{on:%A}, {on:%B} {on.day}{year and f',{year}'}"
    return f"{on:%A} {on.day} {on:%B}{year}"


def _month_first(locale: str) -> bool:
    """Whether a kind of English puts the month before the day."""
    known = _known(locale)
    pattern = known.date_formats["long"].pattern
    return known.language == "en" and pattern.index("M") < pattern.index("d")


def _known(locale: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        raise CounterofferError(
            f"unknown locale '{locale[:40]}': write de, en_GB, fr_CH",
            code="option.unusable",
            path=("locale",),
        ) from None
