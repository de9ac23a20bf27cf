"""Tell from what a guide has said so far what an amount without a word is.

It may only repeat an earlier one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from counteroffer.reader.figure import FigureRead
from counteroffer.reader.sentences import FigureDraft

_ROLES = ("ask", "floor", "example-offer", "employer-counter", "none")
_MAIN = ("base", "total", "equity")
_FAR, _FLOOR = (
    Decimal("0.55"),
    Decimal("0.6"),
)  # an amount less than this part of an ask is hardly of its component


@dataclass(slots=True)
class PassageFigures:
    """The figures of a passage so far, and the guide's bands."""

    bands: Sequence[FigureRead]
    drafts: list[FigureDraft] = field(default_factory=list)

    def repeats(self, draft: FigureDraft) -> bool:
        """Whether an amount was said before in the same role, so that it is one ask and not two."""
        return any(
            one.same_amount(draft) and draft.region in (None, one.region) and _again(one, draft)
            for one in self.drafts
        )

    def component(self, draft: FigureDraft) -> str:
        """The component that an amount without a word most likely is."""
        if draft.role == "example-offer":
            return self._banded(draft) or "total"
        primary = self._primary(draft)
        nearest = self._nearest(draft)
        if primary and draft.role in ("ask", "employer-counter") and _like(primary, draft, _FAR):
            return primary.component or "base"
        if (
            primary
            and draft.role == "floor"
            and primary.currency == draft.currency
            and _like(primary, draft, _FLOOR)
        ):
            return primary.component or "base"
        if nearest and _ratio(nearest, draft) >= Decimal("0.8"):
            return nearest.component or "base"
        return (
            self._banded(draft, primary.component if primary else None)
            or (primary.component if primary else None)
            or "base"
        )

    def _main(self) -> list[FigureDraft]:
        return [one for one in self.drafts if one.component in _MAIN and one.unit == "money"]

    def _primary(self, draft: FigureDraft) -> FigureDraft | None:
        """The first ask: in the same region, in the same currency, or at all."""
        asks = [one for one in self._main() if one.role == "ask" and not one.alternate]
        here = [
            one
            for one in asks
            if one.currency == draft.currency and draft.region and one.region == draft.region
        ]
        same = [one for one in asks if one.currency == draft.currency]
        return next(iter((*here, *same, *asks)), None)

    def _nearest(self, draft: FigureDraft) -> FigureDraft | None:
        near = [
            one for one in self._main() if one.role in _ROLES and one.currency == draft.currency
        ]
        return max(near, key=lambda one: _ratio(one, draft), default=None)

    def _banded(self, draft: FigureDraft, likely: str | None = None) -> str | None:
        """The component whose band holds the amount.

        Of several the likely one, else total, else base.
        """
        best: tuple[Decimal, str] | None = None
        for component in dict.fromkeys((likely, "total", "base")):
            for band in self.bands:
                if (
                    component not in ("base", "total")
                    or band.component != component
                    or band.currency != draft.currency
                    or not band.high
                ):
                    continue
                low, high = Decimal(band.low), Decimal(band.high)
                off = max(low - draft.high, draft.low - high, Decimal(0)) / max(high, Decimal(1))
                if best is None or off < best[0]:
                    best = (off, component)
        return best[1] if best and best[0] < Decimal("0.6") else None


def _like(ask: FigureDraft, draft: FigureDraft, least: Decimal) -> bool:
    return ask.currency != draft.currency or _ratio(ask, draft) >= least


def _ratio(one: FigureDraft, other: FigureDraft) -> Decimal:
    """How near two ranges are: 1 where they touch, else the smaller end over the larger one."""
    if one.low <= other.high and other.low <= one.high:
        return Decimal(1)
    small, large = sorted((min(one.high, other.high), max(one.low, other.low)))
    return small / large if large else Decimal(0)


def _again(one: FigureDraft, draft: FigureDraft) -> bool:
    if draft.role is None or (draft.role == "ask" and not draft.explicit):
        return one.role in ("ask", "floor")
    if draft.role == "example-offer" or (one.role, one.tier) != (draft.role, draft.tier):
        return False
    return one.component == draft.component or not draft.explicit
