"""Do a guide's asks and floors agree with its bands, its headline and its own examples?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from counteroffer.rulebook.checks.comparable import (
    OTHER,
    ComparableFigure,
    ComparableGuide,
    ComparableOffer,
    Row,
    in_thousands,
)
from counteroffer.rulebook.checks.finding import Finding, found

_ASKED = ("base", "equity", "total")


def asks_above_band(guide: ComparableGuide) -> Iterator[Finding]:
    """The components for which something asks for more than the region's band holds."""
    asks = [*guide.headline, *(ask for lever in guide.levers for ask in lever.asks)]
    for region, label in {row.region: row.label for row in reversed(guide.rows)}.items():
        over: dict[str, str] = {}
        first: ComparableFigure | None = None
        for ask in asks:
            limit = _limit(guide, ask, "high") if ask.region == region else None
            if limit is not None and _put_over(ask, limit) > limit.high:
                over.setdefault(
                    ask.component,
                    f"{_words(ask)} {_said(ask, limit)} over {_shown(limit, limit.high)}",
                )
                first = first or ask
        if first is not None:
            message = f"{label or 'the pay table'}: asks above the band, {', '.join(over.values())}"
            yield found("ask-above-band", message, first.spot, region=region)


def floors_below_band(guide: ComparableGuide) -> Iterator[Finding]:
    """Floors that are under the bottom of their band."""
    for floor in guide.floors:
        band = _limit(guide, floor, "low")
        if band is not None and _put_over(floor, band) < band.low:
            label = guide.rows_of(floor)[0].label or "the pay table"
            under = f"{_words(floor)} {_said(floor, band)} under {in_thousands(band.low)}"
            message = f"{label}: the floor is below the band, {under}"
            yield found("floor-below-band", message, floor.spot, region=floor.region)


def _limit(guide: ComparableGuide, figure: ComparableFigure, end: str) -> ComparableFigure | None:
    """The band that a figure is compared with: of several levels the one that reaches farthest."""
    if figure.component not in _ASKED:
        return None
    bands = [band for row in guide.rows_of(figure) for band in (*row.figures.values(), *row.more)]
    bands = [
        one for one in bands if (one.component, one.currency) == (figure.component, figure.currency)
    ]
    if end == "high":
        return max(bands, key=lambda band: band.high, default=None)
    return min(bands, key=lambda band: band.low, default=None)


def _put_over(figure: ComparableFigure, other: ComparableFigure) -> Fraction:
    """The low end of a figure, with a grant put over the period of the other one.

    Where one of the two states no period, as it stands.
    """
    if figure.component != "equity" or not figure.years or not other.years:
        return figure.low
    return figure.low * other.years / figure.years


def _said(figure: ComparableFigure, other: ComparableFigure) -> str:
    shown, same = _shown(figure, figure.low), _shown(figure, _put_over(figure, other))
    if shown == same or not figure.years or not other.years:
        return shown
    return f"{shown} {_over(figure.years)} (as much as {same} {_over(other.years)})"


def _shown(figure: ComparableFigure, amount: Fraction) -> str:
    """An amount in thousands; a percentage as it is."""
    return f"{float(amount):g} %" if figure.currency == "%" else in_thousands(amount)


def _words(figure: ComparableFigure) -> str:
    return figure.component.replace("_", " ")


def _over(years: int) -> str:
    return "a year" if years == 1 else f"over {years} years"


def levers_over_headline(guide: ComparableGuide) -> Iterator[Finding]:
    """Figures of levers greater than all that the headline asks of that component and region."""
    for lever in guide.levers:
        for ask in lever.asks:
            top = max(
                (one for one in guide.headline if _same_kind(one, ask)),
                key=lambda one: one.high,
                default=None,
            )
            if top is not None and _put_over(ask, top) > top.high:
                figures = f"{_words(ask)} {_said(ask, top)} over {_shown(top, top.high)}"
                message = f"{lever.id} asks for more than the headline: {figures}"
                yield found("lever-over-headline", message, ask.spot, lever=lever.id)


def _same_kind(one: ComparableFigure, other: ComparableFigure) -> bool:
    """Whether two asks are of the same component of the same row."""
    return (
        (one.component, one.region, one.currency) == (other.component, other.region, other.currency)
        and one.region is not None
        and (one.level == other.level or None in (one.level, other.level))
    )


class _Worth(NamedTuple):
    """What a floor is worth a year at most, and the words for its parts."""

    amount: Fraction
    parts: str


def floors_under_examples(guide: ComparableGuide) -> Iterator[Finding]:
    """Floors, a tier at a time, worth less than an offer that the guide itself argues with."""
    tiers: dict[tuple[str | None, str | None, str, str], dict[str, ComparableFigure]] = {}
    for floor in guide.floors:
        money = floor.currency if floor.currency != "%" else ""
        tiers.setdefault((floor.region, floor.level, floor.tier, money), {}).setdefault(
            floor.component, floor
        )
    for parts in tiers.values():
        least = parts.get("total") or parts.get("base")
        rows = guide.rows_of(least) if least else ()
        worth = _worth(guide, parts, rows[0]) if rows else None
        if least is None or worth is None:
            continue
        offer = next((one for one in guide.offers if _beats(one, least, worth)), None)
        if offer is not None:
            example = f"the guide's own example, {offer.company} at {in_thousands(offer.annual)}"
            message = (
                f"the floor is worth {in_thousands(worth.amount)} ({worth.parts}), under {example}"
            )
            yield found("floor-under-example-offer", message, least.spot)


def _beats(offer: ComparableOffer, floor: ComparableFigure, worth: _Worth) -> bool:
    return (offer.region, offer.currency) == (
        floor.region,
        floor.currency,
    ) and offer.annual > worth.amount


def _worth(
    guide: ComparableGuide, parts: Mapping[str, ComparableFigure], row: Row
) -> _Worth | None:
    """What a floor is worth a year: its total, or its base with equity and bonus.

    Those are its own, else what is asked, else the most of the band.
    """
    if total := parts.get("total"):
        return _Worth(total.low, "all together")
    floor = parts["base"]
    if floor.currency != row.currency:
        return None
    where = (floor.region, floor.currency)
    asked = [one for one in guide.headline if (one.region, one.currency) == where]
    valued = any(
        one.component == "equity" for one in (*parts.values(), *asked, *row.figures.values())
    )
    if row.partial and not valued:
        return None  # shares, or words: nobody knows what they are worth
    worth, said = floor.low, [in_thousands(floor.low)]
    for name in ("equity", *OTHER):
        own, band = parts.get(name), row.figures.get(name)
        asks = [own] if own else [one for one in asked if one.component == name]
        if asks or band or name == "equity":
            known = asks or ([band] if band else [])
            more = max((one.a_year[1] for one in known), default=Fraction(0))
            worth += more
            said.append(f"{'' if asks or not band else 'at most '}{in_thousands(more)} a year")
    share = parts.get("bonus") or row.figures.get("bonus")
    bonus = (
        (floor.low * share.high / 100 if share.currency == "%" else share.high)
        if share
        else Fraction(0)
    )
    most = "" if "bonus" in parts else "at most "
    said += [f"{most}{in_thousands(bonus)} bonus"] if bonus else []
    return _Worth(worth + bonus, " + ".join(said))
