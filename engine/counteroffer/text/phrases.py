"""Words that several sentences share: parts of a package, counts, and a capital at the start."""

from __future__ import annotations


def over(years: int) -> str:
    """`a year`, `over 4 years`."""
    return "a year" if years == 1 else f"over {years} years"


def component_phrase(
    component: str, amount: str, vehicle: str, years: int, kind: str = "offer"
) -> str:
    """A component in words, such as `£170,000 of pre-IPO equity over 4 years`.

    Also `a base of £125,000`, `a signing bonus of £20,000`, or where `kind` is raise, and nothing
    is signed, `a one-off payment of £20,000`.
    """
    if component == "base":
        return f"a base of {amount}"
    if component == "signing":
        return f"{paid_once(kind)} of {amount}"
    return f"{amount} of {vehicle} {over(years)}"


def paid_once(kind: str) -> str:
    """What is paid once, in an offer or in a raise."""
    return "a one-off payment" if kind == "raise" else "a signing bonus"


def capital(text: str) -> str:
    """The text with a capital first letter, the others as they are."""
    return text[:1].upper() + text[1:]


def counted(number: int, noun: str) -> str:
    """`1 case`, `1,200 cases`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
