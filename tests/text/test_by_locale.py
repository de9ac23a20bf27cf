"""Percentages and days by locale, in English sentences."""

from __future__ import annotations

from datetime import date

import pytest

from counteroffer import CounterofferError
from counteroffer.text.by_locale import day, percent

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("number", "locale", "said"),
    [
        ("10", None, "10%"),
        ("99.990", None, "99.99%"),
        ("10", "en_GB", "10%"),
        ("10", "fr_FR", "10 %"),
        ("99.99", "de", "99,99 %"),
        ("100", "tr", "%100"),
    ],
)
def test_a_percentage_is_as_the_locale_writes_it(
    number: str, locale: str | None, said: str
) -> None:
    assert percent(number, locale).replace("\xa0", " ").replace("\u202f", " ") == said


@pytest.mark.parametrize(
    ("on", "locale", "said"),
    [
        (date(2026, 12, 4), None, "Friday 4 December"),
        (date(2026, 12, 4), "en_GB", "Friday 4 December"),
        (date(2026, 12, 4), "de", "Friday 4 December"),
        (date(2026, 12, 4), "en_US", "Friday, December 4"),
        (date(2027, 1, 4), None, "Monday 4 January 2027"),
        (date(2027, 1, 4), "en_US", "Monday, January 4, 2027"),
    ],
)
def test_a_day_is_english_in_the_order_of_the_locale(
    on: date, locale: str | None, said: str
) -> None:
    assert day(on, TODAY, locale) == said


def test_an_unknown_locale_is_refused_with_what_can_be_written() -> None:
    with pytest.raises(CounterofferError, match="write de, en_GB"):
        percent("10", "xx_nowhere")
