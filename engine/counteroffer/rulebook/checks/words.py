"""How the checks compare figures, and how they write them."""

from __future__ import annotations

from fractions import Fraction

TOLERANCE, RELATIVE = (
    1_000,
    Fraction(1, 200),
)  # a printed figure may be off by this, or by half a percent


def close(one: Fraction, other: Fraction, step: int | None = None) -> bool:
    """Whether two figures are the same in print: within the currency's step (1,000 of most), or
    half a percent."""
    return abs(one - other) <= max(
        Fraction(step or TOLERANCE), RELATIVE * max(abs(one), abs(other))
    )


def in_thousands(amount: Fraction | int) -> str:
    """An amount in thousands, as guides write it: 203.25."""
    thousands = Fraction(amount) / 1000
    hundredths = int(abs(thousands) * 100 + Fraction(1, 2))
    text = f"{hundredths // 100:,}.{hundredths % 100:02}".rstrip("0").rstrip(".")
    return f"-{text}" if thousands < 0 else text
