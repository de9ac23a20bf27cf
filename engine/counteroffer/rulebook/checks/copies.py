"""Rows and tables that copy others: scaled by one factor, or the same to the last figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import ceil, floor

from counteroffer.rulebook.checks.comparable import TOLERANCE, ComparableGuide, Row, Spot
from counteroffer.rulebook.checks.finding import Finding, found

SCALED_COPY = "scaled-copy"
_LEAST = 4  # figures that a row needs to be called a copy
_COMPARED = ("base", "equity", "total", "signing", "other", "profit_sharing", "unspecified")

Table = tuple[tuple[str, str, Fraction, Fraction], ...]


def scaled_copies(guide: ComparableGuide) -> Iterator[Finding]:
    """For each row the first one that it is a multiple of, figure by figure."""
    copies: set[int] = set()
    for (_, one), (number, other) in combinations(enumerate(guide.rows), 2):
        if number in copies or one.level != other.level:
            continue
        factor = _factor(one, other, guide.steps)
        if factor is None:
            continue
        copies.add(number)
        units = "" if one.currency == other.currency else f", {other.currency} for {one.currency}"
        original = f"that of {one.name} × {_decimal(factor)}{units}"
        message = f"every figure of {other.name} is {original}: scaled, not observed"
        yield found(SCALED_COPY, message, other.spot, region=other.region)


def _factor(one: Row, other: Row, steps: Mapping[str, int]) -> Fraction | None:
    """The factor that turns every figure of one row into that of the other, if there is one.

    It is in hundredths, or else in thousandths.
    """
    first, second = _figures(one), _figures(other)
    if (
        first.keys() != second.keys()
        or len(set(first.values())) < _LEAST
        or not all(first.values())
    ):
        return None
    step = Fraction(steps.get(other.currency, TOLERANCE))
    least = max((second[key] - step) / first[key] for key in first)
    most = min((second[key] + step) / first[key] for key in first)
    same_money = one.currency == other.currency
    if least > most or most <= 0 or (same_money and least <= 1 <= most):
        return None
    mean = Fraction(sum(second.values())) / sum(first.values())
    for parts in (10, 20, 100, 1000):
        candidates = [
            Fraction(n, parts) for n in range(ceil(least * parts), floor(most * parts) + 1)
        ]
        if candidates:
            return min((abs(factor - mean), factor) for factor in candidates)[1]
    return None


def _figures(row: Row) -> dict[tuple[str, str], Fraction]:
    """Both ends of every amount of a row; a single one counts once."""
    ends: dict[tuple[str, str], Fraction] = {}
    for name in _COMPARED:
        figure = row.figures.get(name)
        if figure is not None and figure.currency == row.currency:
            ends[name, "low"] = figure.low
            if figure.high != figure.low:
                ends[name, "high"] = figure.high
    return ends


def _decimal(factor: Fraction) -> str:
    """A factor with at least two decimals: 0.90, 0.85, 1.125."""
    thousandths = int(factor * 1000)
    text = f"{thousandths // 1000}.{thousandths % 1000:03}"
    return text.removesuffix("0")


def table_of(guide: ComparableGuide) -> Table | None:
    """All figures of a pay table in order, to compare guides; None for too few to tell."""
    table = tuple(
        (name, figure.currency, figure.low, figure.high)
        for row in guide.rows
        for name, figure in sorted(row.figures.items())
    )
    return table if len(table) >= _LEAST else None


def same_tables(tables: Sequence[tuple[str, Table | None, Spot]]) -> Iterator[tuple[int, Finding]]:
    """Findings for files with the same table as others, each with the file's number.

    A finding names the first of the others.
    """
    alike: dict[Table, list[int]] = {}
    for number, (_, table, _) in enumerate(tables):
        if table is not None:
            alike.setdefault(table, []).append(number)
    for numbers in alike.values():
        for number in numbers if len(numbers) > 1 else ():
            others = [tables[one][0] for one in numbers if one != number]
            more = f" and of {len(others) - 1} more" if len(others) > 1 else ""
            message = f"every figure of the pay table is that of {others[0]}{more}"
            yield number, found("same-table-as", message, tables[number][2])
