"""The figures of a posting → its ranges of base pay by place and tier, told by the year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from counteroffer.language.declarations import slug
from counteroffer.postings.figure import PayFigure, PostingRead
from counteroffer.rulebook.rulebook import Rulebook

# How often a period of a posting is paid in a year of 52 weeks, 5 days and 40 hours.
PER_YEAR: Mapping[str, int] = {
    "year": 1,
    "month": 12,
    "half month": 24,
    "two weeks": 26,
    "week": 52,
    "day": 260,
    "hour": 2_080,
}
BESIDE = ("equity", "signing", "bonus")
_LONGEST_PLACE = 4  # words


@dataclass(frozen=True, slots=True)
class PostedRange:
    """One range of base pay, and what the posting states beside it for the same place.

    `region` is the id of the hiring place that its location names, None for none or several;
    `tier` is what else the location says: a level, a zone.
    """

    base: PayFigure
    beside: tuple[PayFigure, ...]
    region: str | None
    tier: str | None

    @property
    def told(self) -> str:
        """Its figures and its location: `EUR 85,000-110,000 a year (Berlin)`."""
        place = f" ({self.base.location})" if self.base.location else ""
        return f"{self.base.shown}{place}"

    @property
    def named(self) -> str:
        """All that a person may choose it by, in small letters."""
        return f"{self.base.location or ''} {self.base.posting or ''}".casefold()

    def is_meant(self, words: str) -> bool:
        """Whether its location and posting have all of these words."""
        return all(word in self.named for word in re.split(r"[\s,;]+", words.casefold()))

    @property
    def unusable(self) -> str:
        """Why it can't be settled on; nothing where it can."""
        if self.base.currency is None:
            return "nothing tells its currency"
        if self.base.low is None or self.base.high is None:
            return "it has one end alone"
        if (self.base.period or "year") not in PER_YEAR:
            return f"its period, {self.base.period}, is not known"
        return ""


@dataclass(frozen=True, slots=True)
class YearlyRange:
    """A figure by the year in whole units, half-up, and what was taken for granted."""

    low: int
    high: int
    assumed: str

    @property
    def text(self) -> str:
        """`121680-148200`."""
        return "-".join(dict.fromkeys((str(self.low), str(self.high))))


def yearly(one: PayFigure) -> YearlyRange:
    """A figure with both ends by the year; one that is paid once as it is."""
    times = 1 if one.component == "signing" else PER_YEAR.get(one.period or "year", 1)
    low, high = (
        int((Decimal(end or 0) * times).quantize(Decimal(1), ROUND_HALF_UP))
        for end in (one.low, one.high)
    )
    assumed = ""
    if one.period is None and one.component != "signing":
        assumed = f"the posted {one.component}, {one.shown}, is taken to be for a year"
    elif times != 1:
        assumed = f"the posted {one.component}, {one.shown}, is taken {times:,} times a year"
    return YearlyRange(low, high, assumed)


def posted_ranges(found: PostingRead, book: Rulebook) -> tuple[PostedRange, ...]:
    """The ranges of base pay of a posting, each once, in their order."""
    ranges: dict[tuple[object, ...], PostedRange] = {}
    for one in found.figures:
        if one.component != "base":
            continue
        region, tier = _where(one.location or "", book)
        key = (one.low, one.high, one.currency, one.period, one.location, one.posting)
        beside = tuple(_beside(found.figures, one))
        ranges.setdefault(key, PostedRange(one, beside, region, tier))
    return tuple(ranges.values())


def _beside(figures: Iterable[PayFigure], base: PayFigure) -> Iterator[PayFigure]:
    """The other figures of the same place, of which there is one a component."""
    for part in BESIDE:
        ones = [
            one
            for one in figures
            if (one.component, one.posting) == (part, base.posting)
            and one.location in (base.location, None)
            and one.currency == base.currency
            and None not in (one.low, one.high)
        ]
        if len(ones) == 1:
            yield ones[0]


def _where(location: str, book: Rulebook) -> tuple[str | None, str | None]:
    """The hiring place that a location names, and what else it says."""
    words = re.findall(r"[^\W_]+(?:[.+]\d+)?", location)
    found: dict[str, tuple[int, int]] = {}
    at = 0
    while at < len(words):
        size = next(
            (
                n
                for n in range(min(_LONGEST_PLACE, len(words) - at), 0, -1)
                if slug(" ".join(words[at : at + n])) in book.places
            ),
            0,
        )
        if size:
            found.setdefault(book.places[slug(" ".join(words[at : at + size]))][0], (at, at + size))
        at += size or 1
    if len(found) != 1:
        return None, location.strip() or None
    region, (start, end) = next(iter(found.items()))
    rest = [word for word in (*words[:start], *words[end:]) if not _is_code(word, region, book)]
    return region, " ".join(rest) or None


def _is_code(word: str, region: str, book: Rulebook) -> bool:
    """Whether a word only says again where the place is: the CA of San Francisco, CA."""
    place = book.places[region][1]
    return (
        len(word) == 2
        and word.isupper()
        and (word in (place.country, place.subdivision) or place.country in ("US", "CA", "AU"))
    )
