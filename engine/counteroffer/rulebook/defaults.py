"""What is asked where a guide or a posting states a band and no ask: an assumption, told as one."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from counteroffer.language.compile import divide
from counteroffer.rulebook.guide import Component

# Where in its band an ask stands that nobody stated: a convention, never called anybody's.
POSITION: Mapping[Component, Fraction] = {
    "base": Fraction(90, 100),
    "equity": Fraction(89, 100),
}


def at_position(low: int | Fraction, high: int | Fraction, position: Fraction, step: int) -> int:
    """The figure at a position of a band, to the step; ties go up."""
    exact = Fraction(low) + position * (Fraction(high) - Fraction(low))
    return divide(exact.numerator, exact.denominator, "half-up", step)
