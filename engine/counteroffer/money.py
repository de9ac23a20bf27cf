"""Amounts as people read them: unambiguous unless a locale is asked for, and then in that locale, by Babel."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from counteroffer.errors import CounterofferError
from counteroffer.rulebook import Rulebook

Shown = Callable[[int, str], str]


@lru_cache(maxsize=64)
def formatter(rulebook: Rulebook, locale: str | None = None) -> Shown:
    """A function from an amount and its currency to a text.

    By default the sign can be taken for one currency only: `US$210,000`, `£125,000`, `SGD 245,000`. With a locale it is
    that locale's own way, `210.000 $`. Raises CounterofferError for a locale that Babel does not know.
    """
    if locale is None:
        return _Plain(rulebook)
    from babel import Locale, UnknownLocaleError
    from babel.numbers import format_currency

    try:
        known = Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        raise CounterofferError(f"unknown locale '{locale[:40]}': write de, en_GB, fr_CH") from None
    pattern = known.currency_formats["standard"].pattern.replace(".00", "")
    return lambda amount, currency: format_currency(
        amount, currency, format=pattern, locale=known, currency_digits=False
    )


class _Plain:
    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._signs: dict[str, str] = {}

    def __call__(self, amount: int, currency: str) -> str:
        if currency not in self._signs:
            sign = self._rulebook.currency(currency).sign or currency
            self._signs[currency] = f"{sign} " if sign[-1].isalpha() else sign
        return f"{self._signs[currency]}{amount:,}"
