"""A guide in YAML as the checks see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from counteroffer.documents.document import Document, Path_
from counteroffer.money.read_amount import Amount
from counteroffer.rulebook.checks.comparable import (
    ComparableFigure,
    ComparableGuide,
    ComparableLever,
    ComparableOffer,
    Row,
    Spot,
)
from counteroffer.rulebook.guide import COMPONENTS, Band, Figures, Guide

_COLUMNS = ("base", "equity", "signing", "bonus", "total")


def comparable_from_yaml(
    guide: Guide, document: Document, steps: Mapping[str, int]
) -> ComparableGuide:
    """All figures of a guide with the lines that they stand on.

    `steps` gives what each currency's figures are rounded to.
    """
    reader = _GuideFigureReader(guide, document)
    return ComparableGuide(
        rows=tuple(reader.row(region, band) for region, band in guide.bands.items()),
        levers=tuple(
            ComparableLever(name, tuple(reader.asks(("levers", name, "figures"), lever.figures)))
            for name, lever in guide.levers.items()
        ),
        headline=tuple(reader.asks(("headline",), guide.headline)),
        floors=tuple(reader.floors()),
        offers=tuple(reader.offers()),
        as_of=_last_day(guide),
        dated=reader.spot("as_of"),
        missing=tuple(_missing(guide)),
        sources=len(guide.sources),
        steps=steps,
    )


def _last_day(guide: Guide) -> date:
    """The last day that the figures can be of: an import of a year alone has its first day."""
    first = guide.source is not None and (guide.as_of.month, guide.as_of.day) == (1, 1)
    return guide.as_of.replace(month=12, day=31) if first else guide.as_of


def _missing(guide: Guide) -> Iterator[str]:
    """The parts that a guide has not; what an import put there itself is none of its own."""
    there = {
        "lever": bool(guide.levers),
        "ask": any(
            getattr(one, part) is not None and part not in one.assumed
            for one in guide.headline.values()
            for part in (*COMPONENTS, "total")
        ),
        "floor": any(not one.assumed for one in guide.floor.values()),
        "level mapping": bool(guide.levels),
    }
    yield from (part for part, found in there.items() if not found)


class _GuideFigureReader:
    def __init__(self, guide: Guide, document: Document) -> None:
        self.guide, self._places = guide, document.places

    def spot(self, *path: str | int) -> Spot:
        """The line of a path, or of the nearest part around it."""
        around = path
        while around and around not in self._places:
            around = around[:-1]
        return Spot(self._places[around].line if around else 1, path)

    def stated(self, component: str, amount: Amount, region: str, path: Path_) -> ComparableFigure:
        currency = (
            "%"
            if component == "bonus" and amount.currency == "%"
            else self.guide.bands[region].currency
        )
        years = self.guide.years if component == "equity" else None
        low, high = Fraction(amount.low), Fraction(amount.high)
        return ComparableFigure(
            component, low, high, currency, self.spot(*path), region, None, years
        )

    def row(self, region: str, band: Band) -> Row:
        path = ("bands", region)
        stated = {name: getattr(band, name) for name in _COLUMNS}
        figures = {
            name: self.stated(name, amount, region, (*path, name))
            for name, amount in stated.items()
            if amount is not None
        }
        unread = band.equity is None and bool(
            self.guide.needs_review
        )  # an import could not settle all of it
        return Row(
            region, band.label, band.level, band.currency, figures, self.spot(*path), partial=unread
        )

    def asks(self, path: Path_, by_region: Mapping[str, Figures]) -> Iterator[ComparableFigure]:
        for region, figures in by_region.items():
            for component in (*COMPONENTS, "total"):
                amount: Amount | None = getattr(figures, component)
                # what an import put there itself contradicts nothing that the guide says
                if amount is not None and component not in figures.assumed:
                    lower = replace(
                        amount, high=amount.low
                    )  # what is asked for in the end is the lower one
                    yield self.stated(component, lower, region, (*path, region, component))

    def floors(self) -> Iterator[ComparableFigure]:
        for region, floor in self.guide.floor.items():
            if floor.assumed:
                continue
            tiers = (
                ((), floor),
                (("walk_away",), floor.walk_away),
                (("accept_at",), floor.accept_at),
            )
            for inner, tier in tiers:
                for component in ("base", "total", "equity") if tier else ():
                    amount: Amount | None = getattr(tier, component)
                    if amount is not None:
                        floor_at = self.stated(
                            component, amount, region, self._floor_path(region, *inner, component)
                        )
                        yield replace(floor_at, tier=".".join(inner))

    def _floor_path(self, region: str, *inner: str) -> Path_:
        """Where a figure of a floor stands: `105K` alone is the base."""
        path = ("floor", region, *inner)
        while path not in self._places and len(path) > 2:
            path = path[:-1]
        return path

    def offers(self) -> Iterator[ComparableOffer]:
        for number, offer in enumerate(self.guide.example_offers):
            annual = offer.annual(self.guide.years, with_equity=False)
            if annual is not None:
                currency = self.guide.bands[offer.region].currency
                yield ComparableOffer(
                    offer.company,
                    offer.region,
                    currency,
                    annual,
                    self.spot("example_offers", number),
                )
