"""The working days of a region: its weekends and public holidays told apart from them.

A region's country is data (`places.yaml`); the calendars are those that the `holidays` library
brings along, so that nothing is fetched. A region without a country has Saturdays and Sundays only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from counteroffer.rulebook.guide import Band
from counteroffer.rulebook.guides import GuideRules
from counteroffer.rulebook.listed import Place
from counteroffer.rulebook.places import Places
from counteroffer.rulebook.rulebook import Rulebook

if TYPE_CHECKING:
    from holidays import HolidayBase

_DAY = timedelta(days=1)
_LONGEST = 30  # days in a row on which nobody works; none is as long


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Which days are working days, and `source`: a sentence that says where that comes from."""

    calendar: HolidayBase | None
    source: str

    @classmethod
    def of(cls, book: Rulebook, guide: str | None, region: str) -> WorkingDays:
        """The calendar of a region, of a guide's where there is one."""
        label, place = _place(book, guide, region)
        if place is None or place.country is None:
            return cls(
                None,
                f"no country is known for {label}: its days off are Saturdays and Sundays, and"
                " public holidays are not taken into account",
            )
        code = "-".join(filter(None, (place.country, place.subdivision)))
        calendar, version = _calendar(place.country, place.subdivision)
        if calendar is None:
            return cls(
                None,
                f"the holidays library {version} has no calendar for {code}: the days off of"
                f" {label} are Saturdays and Sundays, and public holidays are not taken into"
                " account",
            )
        return cls(
            calendar,
            f"weekends and public holidays of {label} are those of {code} in the holidays library"
            f" {version}",
        )

    def works(self, day: date) -> bool:
        """Whether people are at work on a day."""
        if self.calendar is None:
            return day.weekday() < 5
        return bool(self.calendar.is_working_day(day))

    def off(self, day: date) -> str | None:
        """What a day off is, `a weekend` or `a public holiday (Boxing Day)`; None if it is none."""
        if self.works(day):
            return None
        name = self.calendar.get(day) if self.calendar is not None else None
        return f"a public holiday ({name})" if name else "a weekend"

    def at_work(self, day: date) -> date:
        """The day, or the first working day after it."""
        return self._first(day, _DAY)

    def before(self, day: date) -> date:
        """The last working day before a day."""
        return self._first(_moved(day, -_DAY), -_DAY)

    def later(self, day: date, working_days: int) -> date:
        """The day that many working days later."""
        for _ in range(working_days):
            day = self.at_work(_moved(day, _DAY))
        return day

    def _first(self, day: date, step: timedelta) -> date:
        """The first working day from a day on; the day itself at the ends of time."""
        found = day
        for _ in range(_LONGEST):
            if self.works(found):
                return found
            found = _moved(found, step)
        return day


def _moved(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day


def _band(rules: GuideRules, region: str) -> Band | None:
    """A band of a region, on any level."""
    whole = rules.whole
    return next((one for name, one in whole.bands.items() if whole.region_of(name) == region), None)


def _place(book: Rulebook, guide: str | None, region: str) -> tuple[str, Place | None]:
    """What a region is called, and where it is: by its id, or by what its label says.

    None where that is nowhere, or places of several countries.
    """
    band = _band(book.guide(guide), region) if guide else None
    if region in book.places:
        own = book.places[region][1]
        return (band.label if band else own.label), own
    label = band.label if band else region
    named = Places(dict(_names(book.places))).ids(label)
    found = [book.places[one][1] for one in sorted(named)]
    countries = {one.country for one in found}
    if len(countries) != 1:
        return label, None
    parts = {one.subdivision for one in found}
    one = found[0]
    return label, one if len(parts) == 1 else one.model_copy(update={"subdivision": None})


def _names(places: Mapping[str, tuple[str, Place]]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Every name of every place, with its currency and id."""
    for name, (place, one) in places.items():
        yield name, (one.currency, place)
        yield one.label, (one.currency, place)


@lru_cache(maxsize=64)
def _calendar(country: str, subdivision: str | None) -> tuple[HolidayBase | None, str]:
    """The library's calendar of a country, its names in English, and the library's version."""
    import importlib.metadata

    import holidays

    version = importlib.metadata.version("holidays")

    def made(language: str | None) -> HolidayBase:
        return holidays.country_holidays(country, subdiv=subdivision, language=language)

    try:
        found = made(None)
        english = [one for one in sorted(found.supported_languages) if one.startswith("en")]
        # Left out, the language is the system's: one is always named, the country's own at need.
        language = english[0] if english else found.default_language
        return (made(language) if language else found), version
    except NotImplementedError:
        return None, version
