"""Write amounts for people: unambiguous signs, or a locale's own way (by Babel) if asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from counteroffer.text.errors import CounterofferError

Shown = Callable[[int, str], str]


@lru_cache(maxsize=64)
def in_locale(locale: str) -> Shown:
    """A function from an amount and its currency to a text in a locale's own way, `210.000 $`.

    Raises CounterofferError for a locale that Babel does not know.
    """
    from babel import Locale, UnknownLocaleError
    from babel.numbers import format_currency

    try:
        known = Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        raise CounterofferError(
            f"unknown locale '{locale[:40]}': write de, en_GB, fr_CH",
            code="option.unusable",
            path=("locale",),
        ) from None
    pattern = known.currency_formats["standard"].pattern.replace(".00", "")
    return lambda amount, currency: format_currency(
        amount, currency, format=pattern, locale=known, currency_digits=False
    )


def unambiguous(sign_of: Callable[[str], str], in_lakh: Callable[[str], bool]) -> Shown:
    """A function from an amount and its currency to a text that can mean one currency only.

    `US$210,000`, `£125,000`, `SGD 245,000`, `₹48,00,000`. `sign_of` gives the sign of a currency's
    code, `in_lakh` whether it is grouped as rupees are.
    """
    signs: dict[str, str] = {}

    def shown(amount: int, currency: str) -> str:
        if currency not in signs:
            sign = sign_of(currency)
            signs[currency] = f"{sign} " if sign[-1].isalpha() else sign
        digits = lakh(amount) if in_lakh(currency) else f"{amount:,}"
        return f"{signs[currency]}{digits}"

    return shown


def lakh(amount: int) -> str:
    """A whole number in groups of two before the last three digits: `48,00,000`."""
    head, tail = divmod(abs(amount), 1000)
    if not head:
        return str(amount)
    groups = [f"{tail:03}"]
    while head:
        head, pair = divmod(head, 100)
        groups.insert(0, f"{pair:02}" if head else str(pair))
    return ("-" if amount < 0 else "") + ",".join(groups)
