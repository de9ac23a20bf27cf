"""The regions of a guide's table → which of them the amounts of a sentence are meant for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from counteroffer.reader.figure import FigureRead
from counteroffer.reader.grammar import Grammar, masked
from counteroffer.reader.sentences import FigureDraft

_SPLIT = re.compile(r"\s*(?:/|,|&|\||\band\b|\bor\b|\(|\)|–|—|\s-\s)\s*")
_TOGETHER = re.compile(r"\s*(?:/|&|\band\b|\bor\b)\s*")
_PREFIX = re.compile(
    r"(?:^|[;:.,(\"“—]|\s-\s)\s*(?:(?:and|or|but)\s*,?\s+)?(?:(?:for|in|at)\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Areas:
    """The regions of a guide's table, in its order, with their currencies and names.

    `own` are a region's currencies without those that only repeat a figure in a second currency.
    """

    regions: tuple[str, ...]
    currencies: dict[str, frozenset[str]]
    own: dict[str, frozenset[str]]
    names: dict[str, str]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Place:
    """Regions that are named in one: "Oakland/NYC" are two."""

    regions: tuple[str, ...]
    start: int
    end: int
    text: str

    @property
    def region(self) -> str:
        """The region as the table calls it.

        It is as the text calls it where several are meant, or where the two names share no word.
        """
        one = self.regions[0]
        alike = set(plain(one).split()) & set(plain(self.text).split())
        return one if len(self.regions) == 1 and alike else self.text


def areas(bands: Iterable[FigureRead], words: Grammar) -> Areas:
    """What the table calls its regions, and what else they are called."""
    currencies: dict[str, set[str]] = {}
    own: dict[str, set[str]] = {}
    for band in bands:
        if band.region:
            if not band.alternate:
                own.setdefault(band.region, set()).add(band.currency or "")
            currencies.setdefault(band.region, set()).update(
                {band.currency} if band.currency and band.currency != "%" else ()
            )
    names: dict[str, str] = {}
    for region in currencies:
        for name in _names(region, words):
            names.setdefault(name, region)
    ordered = sorted(names, key=lambda one: (-len(one), one))
    body = "|".join(
        re.escape(one).replace(r"\ ", r"[\s-]+").replace(r"\-", r"[\s-]") for one in ordered
    )
    return Areas(
        tuple(currencies),
        {region: frozenset(codes) for region, codes in currencies.items()},
        {region: frozenset(own.get(region, ())) for region in currencies},
        names,
        re.compile(rf"(?<!\w)(?:{body})(?!\w|\.\w)" if body else r"(?!)", re.IGNORECASE),
    )


def plain(text: str) -> str:
    """A name without accents, marks and capitals."""
    base = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(
        re.findall(r"[^\W_]+", "".join(char for char in base if not unicodedata.combining(char)))
    )


def _names(region: str, words: Grammar) -> list[str]:
    said = [part for part in (region, *_SPLIT.split(region)) if part and plain(part)]
    kept = [_without(part, words) for part in said]
    names = [
        name for name in kept if len(name) > 1 and not re.fullmatch(r"[A-Z]{3}(?:/[A-Z]{3})*", name)
    ]
    names += [
        cut for name in names if len(cut := re.sub(r"\s+[A-Z]{2}$", "", name)) > 1 and cut != name
    ]
    more = []
    for name in names:
        for group in words.places:
            plains = [plain(one) for one in group]
            if plain(name) in plains or any(
                plain(name).startswith(f"{one} ") for one in plains if len(one) > 3
            ):
                more += list(group)
    return [name.casefold() for name in (*names, *more) if plain(name)]


def _without(part: str, words: Grammar) -> str:
    """A part of a region's name without what is no name: flags, "HQ", "rare"."""
    kept = [
        word for word in re.findall(r"[\w.'’-]+", part) if word.casefold() not in words.place_noise
    ]
    return " ".join(kept).strip(" .-")


def locate(text: str, drafts: Sequence[FigureDraft], known: Areas) -> str | None:
    """Set the region of each amount that the sentence names one for.

    Returns the region that also holds for the next sentence, or None.
    """
    view = masked(text, [(one.start, one.end) for one in drafts])
    places = _places(view, known)
    given: dict[int, _Place] = {}
    leads = False
    for at, place in enumerate(places):
        until = places[at + 1].start if at + 1 < len(places) else len(view)
        if _leads(view, place, drafts):
            leads = True
            given |= {id(one): place for one in drafts if place.end <= one.start < until}
        else:
            _behind(place, places[:at], drafts, given)
    _forward(view, places, drafts, given)
    for one in drafts:
        named = given.get(id(one))
        if named and _fits(one, named.regions, known):
            one.region = named.region
    if "respectively" in view.casefold():
        _respectively(drafts, known)
    alone = len({place.regions for place in places}) == 1 and len(places[0].regions) == 1
    return places[0].regions[0] if leads and alone else None


def _fits(one: FigureDraft, regions: Sequence[str], known: Areas) -> bool:
    """Whether an amount may be one of a region: by the currencies that the table gives it."""
    return (
        one.unit != "money"
        or not one.currency
        or any(one.currency in known.currencies[region] for region in regions)
    )


def _places(view: str, known: Areas) -> list[_Place]:
    places: list[_Place] = []
    for match in known.pattern.finditer(view):
        region = known.names[_key(match.group(), known)]
        last = places[-1] if places else None
        if last and _TOGETHER.fullmatch(view[last.end : match.start()]):
            regions = last.regions if region in last.regions else (*last.regions, region)
            places[-1] = _Place(regions, last.start, match.end(), view[last.start : match.end()])
        else:
            places.append(_Place((region,), *match.span(), match.group()))
    return places


def _key(name: str, known: Areas) -> str:
    folded = re.sub(r"[\s-]+", " ", name.casefold())
    if folded in known.names:
        return folded
    return next(
        (one for one in known.names if re.sub(r"[\s-]+", " ", one) == folded),
        next(iter(known.names)),
    )


def _leads(view: str, place: _Place, drafts: Sequence[FigureDraft]) -> bool:
    """Whether a place stands before its amounts and not behind them.

    "London £75,000" and "For London, …", not "$90K (Austin)".
    """
    gap = next((view[place.end : one.start] for one in drafts if one.start >= place.end), None)
    if gap is None:
        return False
    if not any(one.end <= place.start for one in drafts):
        return True
    if re.fullmatch(r"\s*:?\s*(?:base|total)?\s*", gap):
        return True
    if re.match(r"\s*\)", view[place.end :]) or view[place.start - 1 : place.start] == "(":
        return False
    return bool(_PREFIX.search(view[: place.start]))


def _behind(
    place: _Place, before: Sequence[_Place], drafts: Sequence[FigureDraft], given: dict[int, _Place]
) -> None:
    """A place behind amounts holds for those since the place before."""
    since = before[-1].end if before else 0
    for one in drafts:
        if since <= one.start and one.end <= place.start and id(one) not in given:
            given[id(one)] = place


def _forward(
    view: str, places: Sequence[_Place], drafts: Sequence[FigureDraft], given: dict[int, _Place]
) -> None:
    """The one place of a sentence, not in parentheses, holds for the amounts behind it too."""
    if (
        len({place.regions for place in places}) != 1
        or view[places[0].start - 1 : places[0].start] == "("
    ):
        return
    for one in drafts:
        if one.start >= places[0].end:
            given.setdefault(id(one), places[0])


def _respectively(drafts: Sequence[FigureDraft], known: Areas) -> None:
    """As many amounts as the table has regions, in the order of the table."""
    count = len(known.regions)
    if count and len(drafts) % count == 0:
        for at, one in enumerate(drafts):
            region = known.regions[at % count]
            if one.region is None and _fits(one, (region,), known):
                one.region = region
