"""Amounts as people read them: unambiguous unless a locale is asked for, and then in that locale, by Babel."""

from __future__ import annotations

from collections.abc import Callable

from counteroffer.errors import CounterofferError
from counteroffer.rulebook import Rulebook

Shown = Callable[[int, str], str]


def formatter(rulebook: Rulebook, locale: str | None = None) -> Shown:
    """A function from an amount and its currency to a text.

    By default the sign can be taken for one currency only: `US$210,000`, `£125,000`, `SGD 245,000`. With a locale it is
    that locale's own way, `210.000 $`. Raises CounterofferError for a locale that Babel does not know.
    """
    if locale is None:
        return lambda amount, currency: _plain(amount, rulebook.currency(currency).sign or currency)
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


def _plain(amount: int, sign: str) -> str:
    return f"{sign}{' ' if sign[-1].isalpha() else ''}{amount:,}"
