"""What a guide lacks as a whole: parts, sources, figures, and a recent date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from counteroffer.rulebook.checks.comparable import TOP, Spot, View
from counteroffer.rulebook.checks.finding import CODES, Finding


def _finding(code: str, message: str, spot: Spot = TOP) -> Finding:
    return Finding(code, message, spot.path, severity=CODES[code].severity, line=spot.line)


def gaps(view: View) -> Iterator[Finding]:
    """Parts and sources that are not there, and texts with placeholders in the place of figures."""
    for part in view.missing:
        yield _finding("missing-section", f"the guide has no {part}")
    if not view.sources:
        yield _finding("no-sources", "no sources are given: nobody can check its figures")
    for blank in view.blanks:
        message = f"{blank.what} has {blank.text} where its figures belong, and no figure"
        found = _finding("placeholder-only", message, blank.spot)
        yield found if blank.whole else replace(found, severity="note")


def age(view: View, today: date) -> Iterator[Finding]:
    """Whether the figures are older than 12 months; nothing where no date is known."""
    if view.as_of is not None and _a_year_after(view.as_of) < today:
        months = (
            12 * (today.year - view.as_of.year)
            + today.month
            - view.as_of.month
            - (today.day < view.as_of.day)
        )
        message = f"the figures are of {view.as_of} at the latest, {months} months old on {today}"
        yield _finding("stale", message, view.dated)


def _a_year_after(day: date) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, **({"month": 3, "day": 1} if leap_day else {}))
