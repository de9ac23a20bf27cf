"""Levels of a guide: what they are called, and which of its bands are whose.

A guide with levels has a band for each region and level. A level's id is the slug of its label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from counteroffer.language.declarations import closest, meant, slug
from counteroffer.rulebook.guide import Guide
from counteroffer.rulebook.places import words_of
from counteroffer.text.characters import cut
from counteroffer.text.errors import CaseError, Problem

_CODE = re.compile(r"\W*([a-z]{1,4}\d{1,2})(?![a-z0-9])", re.IGNORECASE)  # at the beginning: L7


def levels_of(guide: Guide) -> Mapping[str, str]:
    """The labels of a guide's levels by their ids, in the order of its bands; empty for none."""
    labels: dict[str, str] = {}
    for band in guide.bands.values():
        if band.level:
            labels.setdefault(slug(band.level), band.level)
    return labels


def level_of(guide: Guide, band: str) -> str:
    """The id of a band's level; "" for none."""
    return slug(guide.bands[band].level or "")


def find_level(levels: Mapping[str, str], named: str) -> str:
    """The id of the level that a name means: its label, its slug, its code, or words of it alone.

    Raises CaseError where no level, or several, are called that.
    """
    spelled, words = slug(named), set(words_of(named))
    if spelled in levels:
        return spelled
    by_code = [id_ for id_, label in levels.items() if _code(label) == named.strip().casefold()]
    by_words = [id_ for id_, label in levels.items() if words and words <= set(words_of(label))]
    for found in (by_code, by_words):
        if len(found) == 1:
            return found[0]
    near = closest(spelled, levels)
    said = f"'{cut(named)}' can be several levels" if by_words else f"unknown level '{cut(named)}'"
    advice = "" if by_words else meant(near)
    problem = Problem(
        f"{said}{advice or f'; the guide has {listing(levels)}'}",
        code="level.unknown",
        suggestion=near,
    )
    raise CaseError([problem])


def listing(levels: Mapping[str, str]) -> str:
    """The levels for people to choose from: each id, with its label where that is another."""
    return ", ".join(
        id_ if id_ == label.casefold() else f"{id_} ({label})" for id_, label in levels.items()
    )


def at_level(guide: Guide, level: str) -> Guide:
    """The guide with the bands of one level alone, by the ids of their regions.

    Labels say the level. Asks and floors stay as they are stated, by band.
    """
    bands = {
        guide.region_of(name): band.model_copy(update={"label": band.name})
        for name, band in guide.bands.items()
        if level_of(guide, name) == level
    }
    home = guide.region_of(guide.reference)
    reference = home if home in bands else next(iter(bands))
    return guide.model_copy(update={"bands": bands, "reference": reference})


def lineage(guide: Guide, region: str, level: str, reference: str) -> tuple[str, ...]:
    """The bands whose figures a region's can be carried from, the first to be looked at first.

    That is the reference region's on this level; then this region's on other levels, the nearest
    level first and of two the lower; then the reference region's on other levels. `guide` has the
    bands of all levels; `reference` is the id of the reference region.
    """
    order = list(levels_of(guide))

    def far(band: str) -> tuple[int, int]:
        there, here = order.index(level_of(guide, band)), order.index(level)
        return abs(there - here), there

    def of(whose: str) -> Iterator[str]:
        found = [name for name in guide.bands if guide.region_of(name) == whose]
        return iter(sorted(found, key=far))

    own, home = list(of(region)), list(of(reference))
    same = [name for name in home if level_of(guide, name) == level]
    return tuple(dict.fromkeys((*same, *own, *home)))


def without_level(guide: Guide) -> Iterator[str]:
    """The bands without a level in a guide that has levels."""
    if levels_of(guide):
        yield from (name for name, band in guide.bands.items() if not band.level)


def _code(label: str) -> str:
    found: Any = _CODE.match(label)
    return found[1].casefold() if found else ""
