"""Where a guide contradicts itself, with the arithmetic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Literal

from counteroffer.amounts import Amount
from counteroffer.guide import COMPONENTS, Band, Figures, Guide

TOLERANCE, RELATIVE = 1_000, Fraction(1, 200)  # a printed figure may be off by this, or by half a percent

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One contradiction. `region` and `lever` say what it touches (None: the whole guide); `path` where it stands."""

    code: str
    message: str
    path: tuple[str | int, ...]
    region: str | None = None
    lever: str | None = None
    severity: Severity = "warning"


def findings(guide: Guide) -> tuple[Finding, ...]:
    """All contradictions of a guide, in the order of its regions and levers."""
    return (*_totals(guide), *_above_band(guide), *_over_headline(guide), *_under_example(guide), *_scaled(guide))


def _close(one: Fraction, other: Fraction) -> bool:
    return abs(one - other) <= max(Fraction(TOLERANCE), RELATIVE * max(abs(one), abs(other)))


def _k(amount: Fraction | int) -> str:
    """An amount in thousands, as guides write it."""
    thousands = Fraction(amount) / 1000
    return f"{float(thousands):,.2f}".rstrip("0").rstrip(".")


def _totals(guide: Guide) -> Iterator[Finding]:
    for region, band in guide.bands.items():
        if band.total is None:
            continue
        off = []
        for end in ("low", "high"):
            printed = Fraction(getattr(band.total, end))
            base = Fraction(getattr(band.base, end))
            equity = Fraction(getattr(band.equity, end) if band.equity else 0) / guide.years
            bonus = base * Fraction(getattr(band.bonus, end) if band.bonus else 0) / 100
            if not _close(printed, base + equity + bonus):
                parts = [f"base {_k(base)}", f"equity a year {_k(equity)}", *([f"bonus {_k(bonus)}"] if bonus else [])]
                off.append(f"{end} {_k(printed)} printed, {_k(base + equity + bonus)} from {' + '.join(parts)}")
        if off:
            message = f"the totals of {band.label} do not add up: {'; '.join(off)}"
            yield Finding("total-does-not-add-up", message, ("bands", region, "total"), region=region)


def _above_band(guide: Guide) -> Iterator[Finding]:
    for region, band in guide.bands.items():
        over: dict[str, str] = {}
        sources: list[tuple[Figures | None, tuple[str, ...]]] = [(guide.headline.get(region), ("headline", region))]
        sources += [
            (lever.figures.get(region), ("levers", name, "figures", region)) for name, lever in guide.levers.items()
        ]
        where: tuple[str | int, ...] = ()
        for figures, path in sources:
            for component in ("base", "equity"):
                value, limit = figures.of(component) if figures else None, getattr(band, component)
                if value is not None and limit is not None and value > limit.high:
                    over.setdefault(component, f"{component} {_k(value)} over {_k(int(limit.high))}")
                    where = where or path
        if over:
            yield Finding(
                "ask-above-band", f"{band.label}: asks above the band, {', '.join(over.values())}", where, region=region
            )


def _over_headline(guide: Guide) -> Iterator[Finding]:
    for name, lever in guide.levers.items():
        for region, figures in lever.figures.items():
            headline = guide.headline.get(region)
            for component in COMPONENTS if headline else ():
                value, limit = figures.of(component), headline.of(component) if headline else None
                if value is not None and limit is not None and value > limit:
                    message = f"{name} asks for more than the headline: {component} {_k(value)} over {_k(limit)}"
                    path = ("levers", name, "figures", region, component)
                    yield Finding("lever-over-headline", message, path, lever=name)


def _under_example(guide: Guide) -> Iterator[Finding]:
    for region, floor in guide.floor.items():
        band, headline = guide.bands[region], guide.headline.get(region)
        equity = Fraction(headline.of("equity") or 0 if headline else 0) / guide.years
        bonus = Fraction(floor.low) * Fraction(band.bonus.high if band.bonus else 0) / 100
        worth = Fraction(floor.low) + equity + bonus
        for offer in guide.example_offers:
            theirs = _annual(offer.base, offer.equity, guide.years)
            if offer.region == region and worth < theirs:
                parts = f"{_k(int(floor.low))} + {_k(equity)} a year" + (
                    f" + at most {_k(bonus)} bonus" if bonus else ""
                )
                example = f"the guide's own example, {offer.company} at {_k(theirs)}"
                message = f"the floor is worth {_k(worth)} ({parts}), under {example}"
                yield Finding("floor-under-example-offer", message, ("floor", region))
                break


def _annual(base: Amount, equity: Amount, years: int) -> Fraction:
    return Fraction(base.low) + Fraction(equity.low) / (equity.years or years)


def _scaled(guide: Guide) -> Iterator[Finding]:
    for (_, one), (region, other) in combinations(guide.bands.items(), 2):
        pairs = list(zip(_row(one), _row(other), strict=False))
        if len(_row(one)) != len(_row(other)) or len(pairs) < 4:
            continue
        factor = Fraction(round(100 * sum(b for _, b in pairs) / sum(a for a, _ in pairs)), 100)
        if factor != 1 and all(abs(b - factor * a) <= TOLERANCE for a, b in pairs):
            units = "" if one.currency == other.currency else f", {other.currency} for {one.currency}"
            original = f"that of {one.label} × {float(factor):.2f}{units}"
            message = f"every figure of {other.label} is {original}: scaled, not observed"
            yield Finding("scaled-copy", message, ("bands", region), region=region)


def _row(band: Band) -> list[Fraction]:
    return [
        Fraction(end) for amount in (band.base, band.equity, band.total) if amount for end in (amount.low, amount.high)
    ]
