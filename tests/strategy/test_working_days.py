"""Working days of a region: weekends and public holidays, from data that comes along."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from counteroffer import Rulebook
from counteroffer.strategy.working_days import WorkingDays
from tests.support.samples import RULES, guide_file, write

STABILITY = "stability-ai/devops-engineer"


def of(region: str, book: Rulebook = RULES, guide: str = STABILITY) -> WorkingDays:
    return WorkingDays.of(book, guide, region)


@pytest.mark.parametrize(
    ("region", "day", "off"),
    [
        ("london", date(2026, 12, 24), None),
        ("london", date(2026, 12, 25), "a public holiday (Christmas Day)"),
        ("london", date(2026, 12, 28), "a public holiday (Boxing Day (observed))"),
        ("london", date(2026, 12, 27), "a weekend"),
        ("london", date(2026, 11, 30), None),
        ("edinburgh", date(2026, 11, 30), "a public holiday (Saint Andrew's Day)"),
        ("san-francisco", date(2026, 11, 26), "a public holiday (Thanksgiving Day)"),
        ("remote-us", date(2026, 11, 26), "a public holiday (Thanksgiving Day)"),
        ("munich", date(2026, 1, 6), "a public holiday (Epiphany)"),
        ("berlin", date(2026, 1, 6), None),
        ("riyadh", date(2026, 11, 27), "a weekend"),
        ("riyadh", date(2026, 11, 29), None),
        ("remote-eu", date(2026, 12, 25), None),
        ("remote-eu", date(2026, 12, 26), "a weekend"),
    ],
)
def test_a_day_off_is_told_by_what_it_is(region: str, day: date, off: str | None) -> None:
    assert of(region).off(day) == off


def test_days_are_counted_over_holidays() -> None:
    london = of("london")
    assert london.at_work(date(2026, 12, 25)) == date(2026, 12, 29)
    assert london.before(date(2026, 12, 29)) == date(2026, 12, 24)
    assert london.later(date(2026, 12, 23), 2) == date(2026, 12, 29)
    assert london.before(date.min) == date.min
    assert of("remote-eu").later(date.max, 3) == date.max


def test_a_calendar_says_where_it_comes_from_and_a_place_without_a_country_that_it_has_none() -> (
    None
):
    assert "are those of GB-ENG in the holidays library" in of("london").source
    assert "no country is known for Remote EU" in of("remote-eu").source
    assert "public holidays are not taken into account" in of("remote-eu").source


def test_a_region_of_a_guides_own_is_found_by_its_label(tmp_path: Path) -> None:
    band = {"label": "London (HQ)", "currency": "GBP", "base": "£100K-£200K"}
    acme = guide_file(bands={"hq": band}, reference="hq")
    nowhere = {"atlantis": {"label": "Atlantis", "currency": "GBP", "country": "QQ"}}
    files = {"guides/acme/engineer.yaml": acme, "places.yaml": {"places": nowhere}}
    book = Rulebook(write(tmp_path, files))
    assert of("hq", book, "acme/engineer").off(date(2026, 12, 28))
    assert "has no calendar for QQ" in of("atlantis", book, "acme/engineer").source


def test_every_place_with_a_country_has_a_calendar() -> None:
    for name, (_, place) in RULES.places.items():
        if place.country:
            assert of(name).calendar is not None, name


def test_the_calendars_are_loaded_only_where_days_are_told() -> None:
    code = "import sys, counteroffer.commands.plan; print('holidays' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
