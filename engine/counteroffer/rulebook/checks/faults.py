"""Figures that can't be right as they stand, and currencies that don't belong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from counteroffer.language.declarations import listed
from counteroffer.rulebook.checks.comparable import Spot, Stated, View
from counteroffer.rulebook.checks.finding import CODES, Finding
from counteroffer.rulebook.places import Places


def _finding(code: str, message: str, spot: Spot, region: str | None = None) -> Finding:
    return Finding(
        code, message, spot.path, region=region, severity=CODES[code].severity, line=spot.line
    )


def bad_ranges(view: View) -> Iterator[Finding]:
    """Ranges whose low end is the greater one, and those over two currencies."""
    for figure in _all(view):
        if figure.low > figure.high:
            message = f"the low end of '{figure.text}' is above the high end"
            yield _finding("low-above-high", message, figure.spot, figure.region)
    for one in view.mixed:
        yield _finding(
            "range-mixes-currencies", f"'{one.text}' goes from {one.low} to {one.high}", one.spot
        )


def _all(view: View) -> Iterator[Stated]:
    for row in view.rows:
        yield from row.figures.values()
    for lever in view.levers:
        yield from lever.asks
    yield from view.headline
    yield from view.floors


def bad_currencies(view: View, places: Places) -> Iterator[Finding]:
    """Rows in several currencies, and rows in one that is not paid in their region."""
    broken = {(one.spot.line, one.text) for one in view.mixed}  # said already
    for row in view.rows:
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
            yield _finding(
                "row-mixes-currencies", f"{row.name}: {', '.join(parts)}", row.spot, row.region
            )
        expected = places.currencies(row.label)
        if expected and row.currency and not expected & {row.currency, *row.also}:
            message = f"the figures of {row.name} are in {row.currency}; {listed(sorted(expected), 'or')} is paid there"
            found = _finding("region-currency", message, row.spot, row.region)
            yield (
                replace(found, severity="note") if row.currency in row.label else found
            )  # London (USD) means it
