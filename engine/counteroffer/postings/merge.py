"""The same pay said in several parts of one posting → said once, with what they say differently."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from counteroffer.postings.figure import PayFigure

_MOST_ALIKE = 200  # figures that one is compared with
_DATA = ("baseSalary",)


def once(figures: Iterable[PayFigure]) -> list[PayFigure]:
    """Each figure once.

    Two entries of one list are two, even with the same figures (two tiers); what a text says of a
    range that the payload states beside it is the same.
    """
    kept: list[PayFigure] = []
    alike: dict[tuple[object, object], list[int]] = {}
    for one in figures:
        some = alike.setdefault((one.low, one.high), [])
        index = next((n for n in some[:_MOST_ALIKE] if _same(kept[n], one)), None)
        if index is None:
            some.append(len(kept))
            kept.append(one)
        else:
            kept[index] = _both(kept[index], one)
    return _contradicted(kept)


def _same(one: PayFigure, other: PayFigure) -> bool:
    if (one.low, one.high) != (other.low, other.high) or not _one_posting(one, other):
        return False
    if not (_agree(one, other, "currency") and _agree(one, other, "period")):
        return False
    if {one.component, other.component} not in ({one.component}, {"base", "ote"}):
        return False
    if one.source != other.source:
        return True
    text = one.source.startswith(("text", "page"))
    places = {one.location, other.location} - {None}
    return text and one.component == other.component and len(places) < 2


def _one_posting(one: PayFigure, other: PayFigure) -> bool:
    return one.scope == other.scope or "page" in (one.source, other.source)


def _agree(one: PayFigure, other: PayFigure, name: str) -> bool:
    a, b = getattr(one, name), getattr(other, name)
    return a == b or None in (a, b) or name in one.inferred or name in other.inferred


def _both(one: PayFigure, other: PayFigure) -> PayFigure:
    """The first, with what the second states and the first does not."""
    currency, period = (_of_both(one, other, name) for name in ("currency", "period"))
    told = {"currency": currency, "period": period}
    inferred = tuple(
        name
        for name in one.inferred
        if name in other.inferred or told[name] != getattr(other, name)
    )
    location = one.location or other.location
    return replace(one, currency=currency, period=period, inferred=inferred, location=location)


def _of_both(one: PayFigure, other: PayFigure, name: str) -> str | None:
    """What the second states and the first does not, else what the first has."""
    own: str | None = getattr(one, name)
    stated: str | None = getattr(other, name) if name not in other.inferred else None
    return stated if stated and (own is None or name in one.inferred) else own


def _contradicted(figures: list[PayFigure]) -> list[PayFigure]:
    """With a note where a posting's text states another base than its data."""
    data = {one.scope: one for one in figures if one.source in _DATA}
    told = []
    for one in figures:
        other = data.get(one.scope)
        text = one.source.startswith("text") and one.component == "base"
        if other and text and other.component == "base":
            one = replace(
                one, notes=(*one.notes, f"the posting's data says otherwise at {other.at}")
            )
        told.append(one)
    return told
