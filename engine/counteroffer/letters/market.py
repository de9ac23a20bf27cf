"""A settled case → where its figures stand in the region's bands, as pictures and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, cast

from counteroffer.answers.words import Words
from counteroffer.language.compile import compiled, divide
from counteroffer.language.declarations import listed
from counteroffer.letters.picture import COLOURS, DrawnBand, Kind, Mark, band_svg
from counteroffer.settlement.measures import equity_here
from counteroffer.settlement.region_figures import RegionFigures
from counteroffer.strategy.negotiation import Ground
from counteroffer.text.by_locale import percent
from counteroffer.text.characters import in_order
from counteroffer.text.phrases import capital, over

Part = Literal["base", "equity"]
MOST_ALTERNATIVES = 8  # in a picture: what is held has all of them
_NAMES: Mapping[Kind, str] = {
    "offer": "their offer",
    "floor": "your floor",
    "ask": "your ask",
    "stretch": "stretch",
}


@dataclass(frozen=True, slots=True)
class FigurePosition:
    """A figure, its amount, and where it stands: `halfway up`, `over the band`."""

    name: str
    amount: str
    where: str


@dataclass(frozen=True, slots=True)
class Picture:
    """One component's band: its name, the SVG, the same in a sentence, and each figure with its
    position."""

    of: str
    svg: str
    told: str
    standings: tuple[FigurePosition, ...]
    left_out: str | None


def pictures(here: Ground, words: Words) -> tuple[Picture, ...]:
    """The pictures of base and, where the guide has a band for it, equity."""
    return tuple(
        _picture(here, words, component)
        for component in ("base", "equity")
        if component in here.place.band
    )


def _picture(here: Ground, words: Words, component: Part) -> Picture:
    place = here.place
    of = "base" if component == "base" else f"{here.vehicle} {over(here.years)}"
    low, high = (cast(int, compiled(end)(here.values)) for end in place.band[component])
    mine = tuple(_own(here, component))
    held = sorted(_held(here, component), key=_descending)
    marks = sorted((*mine, *held[:MOST_ALTERNATIVES]), key=_descending)
    ends = f"{words.money(low)} to {words.money(high)}"
    caption, kind, note = _band_words(place)
    everyone = tuple(
        FigurePosition(mark.name, mark.shown, where(mark.value, low, high, words.locale))
        for mark in sorted((*mine, *held), key=_descending)
    )
    drawn_names = {(mark.name, mark.shown) for mark in marks}
    told = listed(
        f"{one.name} {one.amount} ({one.where})"
        for one in everyone
        if (one.name, one.amount) in drawn_names
    )
    title = f"{capital(of)} in {kind}, {place.label}"
    said = f"The range is {ends}{note}{f': {told}' if marks else ''}."
    drawn = band_svg(
        DrawnBand(title, caption, place.converted, low, high, ends, tuple(marks), said),
        f"band-{component}",
    )
    more = len(held) - MOST_ALTERNATIVES
    return Picture(
        capital(of),
        drawn,
        said,
        everyone,
        f"{more} lower offers are left out of the picture." if more > 0 else None,
    )


def _band_words(place: RegionFigures) -> tuple[str, str, str]:
    """What a band is called above it and in a title, and what must be said of it: only one that was
    observed is the market's."""
    if place.converted:
        return (
            "converted, not a market band",
            "a converted range",
            ", converted from the guide's own region and not a market band",
        )
    if not place.observed:
        return (
            f"scaled band, {place.label}",
            "a scaled band",
            ", scaled from another region's band and not observed",
        )
    return f"market band, {place.label}", "the market band", ""


def _descending(mark: Mark) -> tuple[int, int, tuple[str, str]]:
    return -mark.value, list(COLOURS).index(mark.kind), in_order(mark.name)


def _own(here: Ground, component: Part) -> Iterator[Mark]:
    """The candidate's figures, and what is offered; the stretch by itself only where it is not the
    ask."""
    ask, stretch = here.ask.of(component), getattr(here.answer.stretch, component)
    figures: dict[Kind, int | None] = {
        "stretch": None if stretch == ask else stretch,
        "ask": ask,
        "offer": here.offered.of(component),
        "floor": here.answer.floor.base if here.answer.floor and component == "base" else None,
    }
    for kind, value in figures.items():
        if value is not None:
            name = _NAMES[kind]
            if kind == "ask" and value == stretch:
                name = "ask, stretch"
            elif kind == "offer" and here.known.present_pay_stands:
                name = "your pay now"
            yield Mark(kind, name, value, here.money(value))


def _held(here: Ground, component: Part) -> Iterator[Mark]:
    """The held offers in the region's currency, their equity over the guide's period."""
    for one in here.known.alternatives:
        found = (
            here.values.get(f"{one.key}.base_here")
            if component == "base"
            else compiled(equity_here(one.key, here.years, "half-up"))(here.values)
        )
        if one.held and isinstance(found, int):
            yield Mark("alternative", one.offer.company, found, here.money(found))


def where(figure: int, low: int, high: int, locale: str | None = None) -> str:
    """Where a figure stands in a band, in words."""
    if figure < low:
        return "under the band"
    if figure > high:
        return "over the band"
    if figure in (low, high):
        return "the bottom of the band" if figure == low else "the top of the band"
    share = str(divide((figure - low) * 100, high - low, "half-up"))
    return f"{percent(share, locale)} of the way up"
