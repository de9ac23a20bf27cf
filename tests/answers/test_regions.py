"""The same facts in every region, and in one that the guide does not have."""

from __future__ import annotations

from pathlib import Path

import pytest

from counteroffer import Case, counter
from counteroffer.answers.regions import regions

ROOT = Path(__file__).parents[2]
HUGGING_FACE = Case.load(ROOT / "examples" / "hugging-face-san-francisco.yaml")


def test_every_region_of_the_guide_is_listed_as_it_would_be_settled_alone() -> None:
    rows = regions(HUGGING_FACE)
    assert [row.region for row in rows] == ["san-francisco", "new-york", "paris"]
    for row in rows:
        assert row.answer == counter(HUGGING_FACE, region=row.region)


def test_carried_asks_keep_their_position_and_plain_exchange_overshoots_the_band() -> None:
    _, new_york, paris = regions(
        Case.of(
            **HUGGING_FACE.model_dump(exclude_unset=True, exclude={"offer", "competing"}),
            rates={"USD/EUR": "0.86"},
        )
    )
    assert (new_york.position, new_york.answer.ask.base, new_york.overshoots) == (
        "0.900",
        205000,
        False,
    )
    assert (paris.position, paris.answer.ask.base) == ("0.907", 179000)
    # 0.86 × 210,000 = 180,600: inside the band of 140,000 to 183,000.
    assert (paris.plain_fx, paris.overshoots) == (181000, False)


def test_plain_exchange_that_overshoots_the_band_is_marked() -> None:
    paris = regions(
        Case.of(**HUGGING_FACE.model_dump(exclude_unset=True), rates={"USD/EUR": "0.90"})
    )[2]
    assert (paris.plain_fx, paris.band, paris.overshoots) == (189000, (140000, 183000), True)


@pytest.mark.parametrize("region", ["toronto", "Zürich", "bengaluru", "zurich"])
def test_a_region_that_the_guide_does_not_have_is_converted_and_says_so(region: str) -> None:
    if region == "Zürich":
        with pytest.raises(Exception, match="did you mean 'zurich'"):
            counter(HUGGING_FACE, region=region)
        return
    answer = counter(HUGGING_FACE, region=region)
    assert set(answer.ask.how.values()) == {"converted"}
    notice = next(one for one in answer.warnings if one.code == "converted-region")
    assert "converted, not a market band" in notice.message
    assert {(rate.base, rate.quote) for rate in answer.rates} & {("USD", answer.currency)}


def test_the_rates_of_a_conversion_come_with_their_legs_dates_and_sources() -> None:
    answer = counter(HUGGING_FACE, region="toronto")
    rates = {(rate.base, rate.quote): rate for rate in answer.rates}
    cross, legs = rates["USD", "CAD"], [rates["EUR", "CAD"], rates["EUR", "USD"]]
    assert cross.source.startswith("cross of ")
    assert cross.date == min(leg.date or "" for leg in legs)
    assert all("ECB" in leg.source for leg in legs)
