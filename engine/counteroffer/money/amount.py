"""An amount of money, as it was stated: a figure or a range, per what, and what was assumed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Context, Decimal
from fractions import Fraction

from counteroffer.money.numerals import MAX_DIGITS
from counteroffer.money.periods import Period, WorkingTime


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure or a range in one currency, in whole units and never in thousands.

    `low == high` for a single figure. `currency` is an ISO 4217 code, "%" for a percentage (5 is
    five percent), None where the text names none. Figures are per `period`, or for all the `years`
    together, or neither where the text doesn't say; never both. `alternates` are the same figure in
    another currency, as a percentage, or over another period. `months` is how many monthly salaries
    a year has, where that is said; `total` says that the text calls it the whole package (CTC).
    """

    low: Decimal
    high: Decimal
    currency: str | None = None
    period: Period | None = None
    years: int | None = None
    open_ended: bool = False
    approximate: bool = False
    alternates: tuple[Amount, ...] = ()
    assumptions: tuple[str, ...] = ()
    months: Decimal | None = None
    total: bool = False

    @property
    def per_year(self) -> Amount:
        """What is paid in a year of usual working time, with its alternates.

        A yearly figure or one without a period is unchanged.
        """
        if self.period in (None, "year"):
            return self
        exact, months = Context(prec=4 * MAX_DIGITS), Fraction(self.months) if self.months else None
        usual = WorkingTime()
        found = usual.a_year(self.period, months)
        times = exact.divide(Decimal(found.numerator), Decimal(found.denominator))
        return replace(
            self,
            low=exact.multiply(self.low, times),
            high=exact.multiply(self.high, times),
            period="year",
            months=None,
            alternates=tuple(alternate.per_year for alternate in self.alternates),
            assumptions=(*self.assumptions, usual.told(self.period, months)),
        )
