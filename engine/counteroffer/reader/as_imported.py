"""A guide in Markdown → the figures that its import settles by, as the checks see them, with the
lines of the Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from counteroffer.documents.document import Document, read
from counteroffer.documents.validate import checked
from counteroffer.reader.importing import imported_reading
from counteroffer.reader.reading import Reading
from counteroffer.rulebook.checks.comparable import (
    ComparableFigure,
    ComparableGuide,
    ComparableLever,
    ComparableOffer,
    Row,
    Spot,
)
from counteroffer.rulebook.checks.from_yaml import comparable_from_yaml
from counteroffer.rulebook.guide import Guide
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.errors import RuleError

_NOTED = re.compile(r"  # line ([0-9]+)(?:: (.*))?$")
_NO_DIGEST = "0" * 64  # of a guide that is not kept


def as_imported(reading: Reading, text: str, book: Rulebook, today: date) -> ComparableGuide | None:
    """The figures of the imported guide; None for one that can't be imported."""
    try:
        made = imported_reading(reading, text, _NO_DIGEST, book, today)
        document = read(made.text.encode(), reading.file, RuleError)
        guide = checked(Guide, document, error=RuleError)
    except RuleError:
        return None
    steps = {code: currency.step for code, currency in book.currencies.items()}
    return _Lines(document, guide).of(comparable_from_yaml(guide, document, steps))


@dataclass(frozen=True, slots=True)
class _Lines:
    """Puts what stands in YAML where it stands in the Markdown, under the names that it has there:
    each figure has its line behind it."""

    document: Document
    guide: Guide

    def of(self, view: ComparableGuide) -> ComparableGuide:
        return replace(
            view,
            rows=tuple(map(self._row, view.rows)),
            levers=tuple(map(self._lever, view.levers)),
            headline=self._figures(view.headline),
            floors=self._figures(view.floors),
            offers=tuple(map(self._offer, view.offers)),
        )

    def _row(self, row: Row) -> Row:
        figures = {name: self._figure(one) for name, one in row.figures.items()}
        spot = min((one.spot for one in figures.values()), default=self._spot(row.spot))
        return replace(row, region=row.label, figures=figures, spot=spot)

    def _lever(self, lever: ComparableLever) -> ComparableLever:
        place = self.document.places.get(("levers", lever.id))
        # The name stands on the line of its value, or on the one before that.
        lines = (place.line, place.line - 1) if place else ()
        named = (line for line in lines if lever.id in self.document.lines[line - 1])
        noted = next(filter(None, map(self._noted, named)), None)
        title = noted[2].partition("; line ")[0] if noted and noted[2] else lever.id
        return ComparableLever(title, self._figures(lever.asks))

    def _offer(self, offer: ComparableOffer) -> ComparableOffer:
        return replace(offer, region=self._label(offer.region), spot=self._spot(offer.spot))

    def _figures(self, figures: Sequence[ComparableFigure]) -> tuple[ComparableFigure, ...]:
        return tuple(map(self._figure, figures))

    def _figure(self, figure: ComparableFigure) -> ComparableFigure:
        return replace(figure, region=self._label(figure.region), spot=self._spot(figure.spot))

    def _label(self, region: str | None) -> str | None:
        band = self.guide.bands.get(region) if region else None
        return band.label if band else region

    def _spot(self, spot: Spot) -> Spot:
        """The line that is noted where something stands in YAML, or behind the next one below."""
        below = range(spot.line, len(self.document.lines) + 1)
        noted = next(filter(None, map(self._noted, below)), None)
        return Spot(int(noted[1])) if noted else Spot(1)

    def _noted(self, line: int) -> re.Match[str] | None:
        return _NOTED.search(self.document.lines[line - 1])
