"""Parts of a package in words, for sentences and for the closing of an answer."""

from __future__ import annotations


def over(years: int) -> str:
    """`a year`, `over 4 years`."""
    return "a year" if years == 1 else f"over {years} years"


def component_phrase(component: str, amount: str, vehicle: str, years: int) -> str:
    """`a base of £125,000`, `£170,000 of pre-IPO equity over 4 years`, `a signing bonus of £20,000`."""
    if component == "base":
        return f"a base of {amount}"
    if component == "signing":
        return f"a signing bonus of {amount}"
    return f"{amount} of {vehicle} {over(years)}"
