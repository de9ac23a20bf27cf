"""The sources that a sentence about pay may cite: of pay alone, and no more than two."""

from __future__ import annotations

import re
from collections.abc import Iterable

from counteroffer.rulebook.places import Places
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.region_figures import RegionFigures

MOST = 2  # sources behind one sentence


def cited(rulebook: Rulebook, place: RegionFigures) -> tuple[str, ...]:
    """The guide's sources that a claim about a region can rest on, the first two of them.

    Only those that are about pay, and elsewhere than in the reference region none that is of other
    places alone. Empty where there are none.
    """
    return rulebook.kept.get(("cited", place), lambda: _cited(rulebook, place), lambda _: 1_000)


def of_pay(rulebook: Rulebook, sources: Iterable[str]) -> tuple[str, ...]:
    """Those sources that are about pay, in their order."""
    about = re.compile("|".join(map(_word, rulebook.pay_sources)) or r"(?!)", re.IGNORECASE)
    return tuple(one for one in sources if about.search(one))


def _cited(rulebook: Rulebook, place: RegionFigures) -> tuple[str, ...]:
    guide = place.guide
    sources = of_pay(rulebook, guide.sources)
    if place.region == guide.reference:
        return sources[:MOST]
    named = {name: (one.currency, id_) for name, (id_, one) in rulebook.places.items()}
    named |= {one.label: (one.currency, id_) for id_, one in rulebook.places.values()}
    named |= {band.label: (band.currency, id_) for id_, band in guide.bands.items()}
    places = Places(named)
    return tuple(one for one in sources if place.region in (places.ids(one) or {place.region}))[
        :MOST
    ]


def _word(word: str) -> str:
    stem = re.escape(word.rstrip("*")).replace(r"\ ", r"\s+")
    return rf"(?<!\w){stem}" + (r"\w*" if word.endswith("*") else r"(?!\w)")
