"""What is wrong with single parts of a guide: ranges, currencies, what is missing, and its age."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from counteroffer.language.declarations import listed
from counteroffer.rulebook.checks.comparable import TOP, ComparableFigure, ComparableGuide
from counteroffer.rulebook.checks.finding import Finding, Severity, found
from counteroffer.rulebook.places import Places


def bad_ranges(guide: ComparableGuide) -> Iterator[Finding]:
    """Ranges whose low end is the greater one, and those over two currencies."""
    for figure in _all(guide):
        if figure.low > figure.high:
            message = f"the low end of '{figure.text}' is above the high end"
            yield found("low-above-high", message, figure.spot, region=figure.region)
    for one in guide.mixed:
        yield found(
            "range-mixes-currencies", f"'{one.text}' goes from {one.low} to {one.high}", one.spot
        )


def _all(guide: ComparableGuide) -> Iterator[ComparableFigure]:
    for row in guide.rows:
        yield from row.figures.values()
    for lever in guide.levers:
        yield from lever.asks
    yield from guide.headline
    yield from guide.floors


def bad_currencies(guide: ComparableGuide, places: Places) -> Iterator[Finding]:
    """Rows in several currencies, and rows in one that is not paid in their region."""
    broken = {(one.spot.line, one.text) for one in guide.mixed}  # said already
    for row in guide.rows:
        whole = {
            name: one
            for name, one in row.figures.items()
            if (one.spot.line, one.text) not in broken
        }
        used = dict.fromkeys(
            one.currency for one in whole.values() if one.currency not in ("%", "")
        )
        if len(used) > 1:
            parts = [
                f"{listed(name for name, one in whole.items() if one.currency == code)} in {code}"
                for code in used
            ]
            yield found(
                "row-mixes-currencies",
                f"{row.name}: {', '.join(parts)}",
                row.spot,
                region=row.region,
            )
        expected = places.currencies(row.label)
        if expected and row.currency and not expected & {row.currency, *row.also}:
            paid = listed(sorted(expected), "or")
            message = f"the figures of {row.name} are in {row.currency}; {paid} is paid there"
            meant: Severity | None = (
                "note" if row.currency in row.label else None  # London (USD) means it
            )
            yield found("region-currency", message, row.spot, region=row.region, severity=meant)


def gaps(guide: ComparableGuide) -> Iterator[Finding]:
    """Parts and sources that are not there, and texts with placeholders in the place of figures."""
    for part in guide.missing:
        yield found("missing-section", f"no {part} was read", TOP)
    if not guide.sources:
        yield found("no-sources", "no sources are given: nobody can check its figures", TOP)
    for blank in guide.blanks:
        message = f"{blank.what} has {blank.text} where its figures belong, and no figure"
        milder: Severity | None = None if blank.whole else "note"
        yield found("placeholder-only", message, blank.spot, severity=milder)


def age(guide: ComparableGuide, today: date) -> Iterator[Finding]:
    """Whether the figures are older than 12 months; nothing where no date is known."""
    if guide.as_of is not None and _a_year_after(guide.as_of) < today:
        months = (
            12 * (today.year - guide.as_of.year)
            + today.month
            - guide.as_of.month
            - (today.day < guide.as_of.day)
        )
        message = f"the figures are of {guide.as_of} at the latest, {months} months old on {today}"
        yield found("stale", message, guide.dated)


def _a_year_after(day: date) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, **({"month": 3, "day": 1} if leap_day else {}))
