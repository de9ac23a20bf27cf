"""What pay is per: the words for it, and how often it is paid in a year.

Words are those of payslips and postings, as `rules/money.yaml` has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from counteroffer.money.pay_words import periods, words_of

Period = Literal["year", "month", "week", "day", "hour"]

_NAMES: Mapping[Period, str] = {
    "year": "/yr",
    "month": "/mo",
    "week": "/wk",
    "day": "/day",
    "hour": "/h",
}


UNITS: Mapping[str, Period] = periods("per")  # behind "/" or "per"
ADVERBS: Mapping[str, Period] = periods("alone")
PER = words_of("per")
GROSS = words_of("gross")  # said of pay, and all that is meant here
NET = words_of("net")
TOTAL = words_of("total")  # the whole package
TIMES, TIMES_OF = words_of("times"), words_of("times_of")
SALARIES = words_of("salaries")

MONTHS, WEEKS, DAYS_A_WEEK, HOURS = 12, 52, 5, 40
LEAST_MONTHS, MOST_MONTHS = 10, 18


def sign(period: Period) -> str:
    """How a period is written behind an amount: `/mo`."""
    return _NAMES[period]


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """What turns pay by the hour, day or week into a year's: stated, or taken as usual (None).

    `hours` a week, `weeks` and `days` a year.
    """

    hours: Fraction | None = None
    weeks: Fraction | None = None
    days: Fraction | None = None

    def a_year(self, period: Period, months: Fraction | None = None) -> Fraction:
        """How often a period's pay is paid in a year, of so many monthly salaries."""
        weeks = WEEKS if self.weeks is None else self.weeks
        return {
            "year": Fraction(1),
            "month": months or Fraction(MONTHS),
            "week": Fraction(weeks),
            "day": Fraction(DAYS_A_WEEK) * weeks if self.days is None else self.days,
            "hour": (HOURS if self.hours is None else self.hours) * Fraction(weeks),
        }[period]

    def told(self, period: Period, months: Fraction | None = None) -> str:
        """How a period's pay became a year's, as a sentence without its subject, or nothing."""
        times = shown(self.a_year(period, months))
        weeks = self._of("weeks", WEEKS)
        if period == "month":
            return f"a monthly figure times {times}"
        if period == "week":
            return f"a weekly figure times {times}"
        if period == "day":
            said = f" ({DAYS_A_WEEK} days a week, {weeks})" if self.days is None else ""
            return f"a daily figure times {times}{said}"
        if period == "hour":
            return f"an hourly figure times {times} ({self._of('hours', HOURS)} a week, {weeks})"
        return ""

    def _of(self, name: Literal["hours", "weeks"], usual: int) -> str:
        value = getattr(self, name)
        return f"{shown(Fraction(usual) if value is None else value)} {name}"


def shown(number: Fraction) -> str:
    """A number with commas, in full where its decimals end: `2,080`, `37.5`."""
    if number.denominator == 1:
        return f"{number.numerator:,}"
    return f"{float(number):,.10g}"
