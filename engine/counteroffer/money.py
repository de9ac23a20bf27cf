"""Amounts as people read them: a sign that can be taken for one currency only, and thousands apart."""

from __future__ import annotations

from counteroffer.rulebook import Rulebook


def shown(amount: int, currency: str, rulebook: Rulebook) -> str:
    """`US$210,000`, `£125,000`, `SGD 245,000`."""
    sign = rulebook.currency(currency).sign or currency
    return f"{sign}{' ' if sign[-1].isalpha() else ''}{amount:,}"
