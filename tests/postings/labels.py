"""Figures that a reader must find, in short, and whether it found them and no other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from counteroffer.postings.figure import PayFigure


@dataclass(frozen=True)
class Label:
    """`80000..95000 USD~ year base|ote`: ~ marks what is concluded and may be left out."""

    text: str
    optional: bool = False

    def fits(self, one: PayFigure) -> bool:
        """Whether a figure is this one."""
        ends, currency, period, component = self.text.split()
        low, high = (None if end == "-" else Decimal(end) for end in ends.split(".."))
        return (
            (one.low, one.high) == (low, high)
            and _same(currency, one.currency)
            and (_same(period, one.period) or (period == "-" and _concluded_year(one)))
            and one.component in component.split("|")
        )


def _same(wanted: str, found: str | None) -> bool:
    stated = wanted.rstrip("~")
    found = found and found.replace(" ", "-")
    return found == (None if stated == "-" else stated) or (found is None and wanted[-1] == "~")


def _concluded_year(one: PayFigure) -> bool:
    return one.period == "year" and "period" in one.inferred


def labels(must: Iterable[str], may: Iterable[str] = ()) -> list[Label]:
    """The labels of what must be found, then those of what may be."""
    return [*map(Label, must), *(Label(text, True) for text in may)]


def differences(wanted: Sequence[Label], found: Iterable[PayFigure]) -> list[str]:
    """What is missed, and what is read and should not be."""
    left, wrong = list(wanted), []
    for one in found:
        label = next((label for label in left if label.fits(one)), None)
        if label is None:
            wrong.append(f"wrong: {one}")
        else:
            left.remove(label)
    return [f"missed: {one.text}" for one in left if not one.optional] + wrong
