"""The numbers: each rule of the settlement by itself, beside the cases of tests/conformance."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from counteroffer import Counteroffer, Rate, Rates, Rulebook
from tests.support.samples import (
    HUGGING_FACE,
    MIDJOURNEY,
    STABILITY,
    TODAY,
    Facts,
    guide_file,
    sample,
    settled,
    write,
)


def parts(package: Any) -> tuple[int | None, int | None, int | None]:
    return package.base, package.equity, package.signing


def lone(guide: str, region: str, **entries: Any) -> Facts:
    """A case without a candidate's facts or offers but those given."""
    return {"guide": guide, "region": region, "today": "2026-11-20", **entries}


def codes(answer: Counteroffer) -> list[str]:
    return [warning.code for warning in answer.warnings]


def fired(answer: Counteroffer) -> set[str]:
    return {lever.id for lever in answer.levers if lever.fired}


# The annual total


def test_what_an_offer_does_not_state_adds_nothing_and_is_said() -> None:
    answer = settled(
        lone(
            HUGGING_FACE,
            "new-york",
            offer={"base": "$180K"},
            competing=[{"company": "Acme", "equity": "$90K/yr"}],
        )
    )
    assert (
        "the offer in hand states no equity and no bonus, which adds nothing to its annual total"
        in answer.assumptions
    )
    assert (
        "Acme's offer states no base and no bonus, which adds nothing to its annual total"
        in answer.assumptions
    )


def test_a_component_that_nothing_states_or_proposes_is_null() -> None:
    answer = settled(lone(HUGGING_FACE, "san-francisco", offer={"base": "$300K"}))
    assert parts(answer.ask) == (300_000, None, None)
    assert answer.ask.how == {"base": "offered", "equity": None, "signing": None}


# Ask and stretch


def test_the_ask_is_capped_by_the_headline_even_where_it_does_not_fire() -> None:
    answer = settled(
        lone(
            HUGGING_FACE,
            "san-francisco",
            candidate={"clouds": ["aws", "gcp"]},
            offer={"base": "$200K", "equity": "$300K/4yr"},
        )
    )
    assert not answer.headline
    assert answer.ask.base == 210_000
    assert answer.stretch.base == 215_000


def test_lever_figures_combine_by_the_greatest() -> None:
    one = settled(sample("midjourney", competing=None))
    assert one.ask.base == 245_000
    assert fired(one) == {
        "cost-optimization",
        "full-stack-ownership",
        "gpu-infrastructure",
        "market-band",
    }


def test_the_ask_is_never_under_the_offer_in_hand() -> None:
    answer = settled(
        sample("huggingface", offer={"base": "$250K", "equity": "$100K/yr", "signing": "$60K"})
    )
    assert parts(answer.ask) == parts(answer.stretch) == (250_000, 400_000, 60_000)
    assert set(answer.ask.how.values()) == {"offered"}


def test_the_headline_needs_competing_offers_and_a_lever_of_the_guides_own() -> None:
    rival = [{"company": "Acme", "base": "$190K"}]
    offer = {"base": "$180K", "equity": "$100K/4yr"}
    alone = settled(lone(HUGGING_FACE, "san-francisco", offer=offer, competing=rival))
    assert fired(alone) == {"competing-offers", "market-band"}
    assert not alone.headline
    together = settled(
        lone(
            HUGGING_FACE,
            "san-francisco",
            offer=offer,
            competing=rival,
            candidate={"uptime_pct": "99.9"},
        )
    )
    assert together.headline


def test_the_headline_brings_its_own_figures() -> None:
    """Signing 25,000 is proposed by enterprise-sla, which is silent here, and by the headline."""
    answer = settled(sample("huggingface", candidate={"clouds": ["aws", "gcp"], "uptime_pct": 99}))
    assert "enterprise-sla" not in fired(answer)
    assert answer.ask.signing == 25_000


def test_a_minimum_lifts_ask_stretch_and_floor_and_says_so() -> None:
    answer = settled(sample("huggingface", candidate={"minimum_base": "$260K"}))
    assert answer.ask.base == answer.stretch.base == 260_000
    assert answer.ask.how["base"] == "minimum"
    assert answer.floor
    assert answer.floor.base == 260_000
    assert "minimum-lifts-ask" in codes(answer)
    assert "You said that you would not go under US$260,000." in answer.floor.reasons


def test_a_minimum_under_the_ask_lifts_only_the_floor() -> None:
    answer = settled(
        sample(
            "huggingface", candidate={"minimum_base": "$200K", "gpu_years": 4, "skills": ["k8s"]}
        )
    )
    assert answer.ask.base == 210_000
    assert answer.floor
    assert answer.floor.base == 200_000
    assert "minimum-lifts-ask" not in codes(answer)


def test_a_minimum_in_another_currency_is_converted_up() -> None:
    answer = settled(
        lone(
            HUGGING_FACE,
            "san-francisco",
            candidate={"minimum_base": "£200001"},
            rates={"GBP/USD": "1.3"},
        )
    )
    assert answer.ask.base == 260_002  # 260,001.30


# Figures for a region


def test_levers_bound_to_a_region_ask_and_fire_nowhere_else() -> None:
    expected = {
        "london": {"uk-ai-market"},
        "remote-us": {"us-remote"},
        "san-francisco": set(),
        "toronto": set(),
    }
    for region, bound in expected.items():
        answer = settled(lone(STABILITY, region, candidate={"gpu_years": 4}))
        levers = {one.id: one for one in answer.levers}
        assert fired(answer) & {"uk-ai-market", "us-remote"} == bound
        assert {name for name in ("uk-ai-market", "us-remote") if levers[name].asks} == bound


def test_a_region_that_the_guide_does_not_have_is_converted_and_says_so() -> None:
    answer = settled(
        lone(HUGGING_FACE, "toronto", candidate={"uptime_pct": "99.9"}, rates={"USD/CAD": "1.4005"})
    )
    levers = {one.id: one.asks for one in answer.levers}
    assert levers["enterprise-sla"] == {"base": 294_000, "signing": 35_000}  # 294,105 and 35,012
    assert answer.currency == "CAD"
    assert answer.ask.how == {"base": "converted", "equity": "converted", "signing": "converted"}
    assert "converted, not a market band" in next(
        w.message for w in answer.warnings if w.code == "converted-region"
    )
    assert answer.floor
    assert answer.floor.base == 273_000  # 273,097.5
    assert [(rate.base, rate.quote, rate.rate) for rate in answer.rates] == [
        ("USD", "CAD", "1.4005")
    ]


def test_steps_follow_the_weight_of_the_currency() -> None:
    answer = settled(lone(HUGGING_FACE, "tokyo", rates={"USD/JPY": "151.23"}))
    assert next(one.asks for one in answer.levers if one.id == "multi-cloud") == {
        "base": 32_500_000
    }  # 32,514,450


def test_another_region_never_reinterprets_a_bare_number() -> None:
    facts = lone(HUGGING_FACE, "paris", offer={"base": 150_000}, rates={"USD/EUR": "0.5"})
    answer = settled(facts, region="new-york")
    assert answer.offer
    assert (answer.currency, answer.offer.base) == ("USD", 300_000)


@pytest.mark.parametrize("width", ["$100K-$100K", "$90K-$190K"])
def test_a_band_without_width_carries_by_exchange_rate(width: str, tmp_path: Path) -> None:
    bands = {
        "here": {"label": "Here", "currency": "USD", "base": width},
        "there": {"label": "There", "currency": "GBP", "base": "£50K-£70K"},
    }
    guide = guide_file(
        bands=bands, levers={"multi-cloud": {"figures": {"here": {"base": "$120K"}}}}
    )
    rules = Rulebook(write(tmp_path, {"guides/acme/engineer.yaml": guide}))
    answer = settled(lone("acme/engineer", "there", rates={"USD/GBP": "0.7511"}), rulebook=rules)
    asked = next(one.asks for one in answer.levers if one.id == "multi-cloud")
    assert asked == {
        "base": 90_000 if width == "$100K-$100K" else 56_000
    }  # 90,132; 50 + 20 × 30/100


def test_signing_without_a_base_of_its_own_is_carried_by_the_headlines(tmp_path: Path) -> None:
    bands = {
        "here": {"label": "Here", "currency": "USD", "base": "$100K-$200K"},
        "there": {"label": "There", "currency": "USD", "base": "$50K-$100K"},
    }
    levers = {"multi-cloud": {"figures": {"here": {"signing": "$40K"}}}}
    with_headline = guide_file(bands=bands, levers=levers, headline={"here": {"base": "$160K"}})
    rules = Rulebook(
        write(
            tmp_path,
            {
                "guides/acme/one.yaml": with_headline,
                "guides/acme/two.yaml": guide_file(bands=bands, levers=levers),
            },
        )
    )
    for name, signing in (
        ("one", 20_000),
        ("two", 40_000),
    ):  # 160 is carried to 80; else at the exchange rate
        answer = settled(lone(f"acme/{name}", "there"), rulebook=rules)
        assert next(one.asks for one in answer.levers if one.id == "multi-cloud") == {
            "signing": signing
        }


def test_figures_from_the_reference_are_not_carried_over_stated_ones() -> None:
    """Remote US has a headline of its own at Stability AI: 205 and 185, not what 125 and 170 are
    carried to."""
    answer = settled(sample("stability-ai, Remote"))
    assert answer.ask.base == 205_000
    assert answer.ask.how["base"] == "stated"


# Competing offers


def test_matched_base_and_equity_are_the_greatest_held_each() -> None:
    rivals = [
        {"company": "One", "base": "£131001", "equity": "£50K/4yr"},
        {"company": "Two", "base": "£90K", "equity": "£61003/4yr"},
    ]
    answer = settled(
        lone(STABILITY, "london", offer={"base": "£100K", "equity": "£10K/4yr"}, competing=rivals)
    )
    assert next(one.asks for one in answer.levers if one.id == "competing-offers") == {
        "base": 131_001,
        "equity": 61_003,
    }
    assert answer.stretch.base == 131_001
    assert answer.stretch.how["base"] == "matched"
    assert answer.ask.base == 125_000  # the headline's cap


def test_today_is_the_cases_before_the_one_given() -> None:
    facts = lone(HUGGING_FACE, "new-york")
    assert settled(facts, today=date(2027, 1, 1)).today == "2026-11-20"
    del facts["today"]
    assert settled(facts, today=date(2027, 1, 1)).today == "2027-01-01"


def test_an_expected_offer_never_counts(engine: str) -> None:
    facts = sample("huggingface")
    without = settled({**facts, "competing": []}, engine=engine)
    for rival in facts["competing"]:
        rival |= {"evidence": "expected", "base": "$400K"}
    answer = settled(facts, engine=engine)
    assert (answer.ask, answer.stretch, answer.floor) == (
        without.ask,
        without.stretch,
        without.floor,
    )
    assert answer.break_even is None
    assert [(one.held, one.why) for one in answer.alternatives] == [(False, "expected")] * 2
    assert codes(answer).count("alternative-expected") == 2


def test_the_best_held_offer_is_by_annual_then_base_then_name() -> None:
    def best(*rivals: Facts) -> str:
        answer = settled(
            lone(HUGGING_FACE, "san-francisco", offer={"base": "$100K"}, competing=list(rivals))
        )
        assert answer.break_even
        return answer.break_even.against

    rich = {"company": "Rich", "base": "$100K", "equity": "$200K/yr"}
    paid = {"company": "Paid", "base": "$210K", "equity": "$90K/yr"}
    also = {"company": "Also", "base": "$210K", "equity": "$90K/yr"}
    poor = {"company": "Poor", "base": "$220K"}
    assert best(poor, rich) == "Rich"
    assert best(rich, paid) == "Paid"
    assert best(rich, paid, also, poor) == "Also"


def test_a_bare_equity_is_over_the_guides_period_in_hand_and_four_years_elsewhere() -> None:
    facts = lone(
        MIDJOURNEY,
        "san-francisco",
        offer={"base": "$200K", "equity": "$80K"},
        competing=[{"company": "Acme", "base": "$200K", "equity": "$80K"}],
    )
    answer = settled(facts)
    assert answer.offer
    assert answer.offer.annual == 280_000
    assert answer.alternatives[0].annual == 220_000
    assert "the offered equity is taken to be a year, the guide's period" in answer.assumptions
    assert (
        "Acme's equity is taken to be over 4 years, as nothing else is said" in answer.assumptions
    )


# The market band


# Floor


def test_the_floor_is_raised_by_what_a_better_alternative_is_worth_more_than_the_example() -> None:
    """NVIDIA at 210 + 250/4 = 272.5 is what the floor was argued from; 282.5 here."""
    facts = sample(
        "huggingface", competing=[{"company": "Acme", "base": "$220K", "equity": "$250K/4yr"}]
    )
    floor = settled(facts).floor
    assert floor
    assert floor.base == 205_000
    assert any(
        "Raised by US$10,000: Acme, at US$282,500 a year" in reason for reason in floor.reasons
    )


def test_the_floor_is_never_over_the_ask() -> None:
    facts = sample(
        "huggingface", competing=[{"company": "Acme", "base": "$300K", "equity": "$250K/4yr"}]
    )
    answer = settled(facts)
    assert answer.floor
    assert answer.floor.base == answer.ask.base == 210_000
    assert answer.floor.reasons[-1].startswith("Held down to the ask")
    assert {"ask-under-alternative", "floor-under-break-even"} <= set(codes(answer))


def test_the_floor_is_carried_like_any_figure() -> None:
    floor = settled(sample("huggingface-enterprise, Paris")).floor
    assert floor
    assert floor.reasons == ("The guide's floor for Paris is €166,000 (carried).",)


def test_the_floor_package_has_the_asked_equity_and_the_offered_bonus() -> None:
    floor = settled(sample("huggingface")).floor
    assert floor
    assert floor.annual == 195_000 + 220_000 // 4 + 9_750


def test_a_guide_without_a_floor_gives_none_but_the_minimum(tmp_path: Path) -> None:
    rules = Rulebook(write(tmp_path, {"guides/acme/engineer.yaml": guide_file()}))
    assert settled(lone("acme/engineer", "here"), rulebook=rules).floor is None
    floor = settled(
        lone("acme/engineer", "here", candidate={"minimum_base": "$110K"}), rulebook=rules
    ).floor
    assert floor
    assert floor.base == 110_000
    assert floor.reasons == ("You said that you would not go under US$110,000.",)


# Break-even


def test_break_even_as_offered_stands_beside() -> None:
    even = settled(sample("huggingface")).break_even
    assert even
    assert even.base_as_offered == 223_810  # (272,500 − 37,500) / 1.05 = 223,809.5


def test_break_even_with_a_bonus_of_an_amount() -> None:
    even = settled(
        sample("huggingface", offer={"base": "$180K", "equity": "$150K/4yr", "bonus": "$9K"})
    ).break_even
    assert even
    assert (even.base, even.base_as_offered) == (208_500, 226_000)


def test_without_an_alternative_there_is_no_break_even_and_the_reason_is_given() -> None:
    answer = settled(sample("huggingface", competing=None))
    assert answer.break_even is None
    assert "there is no break-even: no competing offer is held" in answer.assumptions


def test_an_alternative_without_an_annual_total_gives_no_break_even() -> None:
    answer = settled(sample("huggingface", competing=[{"company": "Acme", "signing": "$50K"}]))
    assert answer.break_even is None
    assert "there is no break-even: Acme's offer has no annual total" in answer.assumptions


def test_at_or_below_zero_there_is_no_break_even_and_the_reason_is_given() -> None:
    """Asked equity 140,000 a year is as much as the alternative."""
    answer = settled(
        sample(
            "midjourney", competing=[{"company": "Acme", "base": "$140K"}], offer={"base": "$100K"}
        )
    )
    assert answer.ask.equity == 140_000
    assert answer.break_even is None
    reason = (
        "there is no break-even: without any base the ask is already worth Acme's US$140,000 a year"
    )
    assert reason in answer.assumptions


def test_before_the_offer_break_even_is_with_the_asked_equity_only() -> None:
    even = settled(sample("huggingface", offer=None)).break_even
    assert even
    assert (even.base, even.base_as_offered) == (217_500, None)  # 272,500 − 55,000


def test_a_floor_under_break_even_is_warned_of_with_the_figures() -> None:
    warning = next(
        w for w in settled(sample("huggingface")).warnings if w.code == "floor-under-break-even"
    )
    assert "US$195,000" in warning.message
    assert "US$207,143" in warning.message


# Verdict


def test_facts_that_are_missing_are_named_first() -> None:
    facts = sample("huggingface", candidate={}, rates={"GBP/USD": "1.3"})
    answer = settled(facts)
    assert codes(answer)[0] == "facts-missing"
    assert codes(answer).count("facts-missing") == 1
    for name in ("gpu_years", "skills", "clouds", "uptime_pct"):
        assert name in answer.warnings[0].message
    assert "facts-missing" not in codes(settled(sample("huggingface")))


# Before the offer


def test_before_the_offer_market_band_and_any_held_offer_fire() -> None:
    answer = settled(sample("huggingface", offer=None, candidate=None))
    assert fired(answer) == {"competing-offers", "market-band"}
    assert answer.offer is None
    assert answer.verdict == "prepare"
    assert answer.ask.base == 210_000


def test_an_expired_offer_in_hand_is_settled_and_said() -> None:
    answer = settled(sample("huggingface", offer={"base": "$180K", "expires": "2026-11-01"}))
    assert any(
        one.code == "offer-expired" and "2026-11-01" in one.message for one in answer.warnings
    )


# Home and rates


def test_home_figures_are_for_orientation_only() -> None:
    facts = sample("huggingface", rates={"USD/GBP": "0.76"})
    plain, home = settled(facts), settled({**facts, "home": "GBP"})
    assert home.home
    assert home.home.currency == "GBP"
    assert home.home.ask == {
        "base": 159_600,
        "equity": 167_200,
        "signing": 19_000,
        "annual": 209_380,
    }
    assert home.home.floor == {"base": 148_200, "annual": 197_410}
    assert (home.ask, home.stretch, home.floor) == (plain.ask, plain.stretch, plain.floor)


def test_the_rates_used_are_shown_with_their_source() -> None:
    (rate,) = settled(sample("stability-ai, Remote")).rates
    assert (rate.base, rate.quote, rate.rate, rate.source) == (
        "GBP",
        "USD",
        "1.31",
        "given in the case",
    )
    embedded = settled(sample("stability-ai, Remote", rates=None)).rates
    assert {(rate.base, rate.quote) for rate in embedded} >= {
        ("GBP", "USD"),
        ("EUR", "GBP"),
        ("EUR", "USD"),
    }
    assert all(rate.date and rate.source for rate in embedded)


@pytest.mark.parametrize(
    ("age", "old"), [(0, None), (4, None), (5, "note"), (30, "note"), (31, "warning")]
)
def test_the_age_of_rates_is_told(age: int, old: str | None) -> None:
    then = TODAY - timedelta(age)
    rates = Rates(
        (
            Rate("EUR", "USD", Fraction(5, 4), then, "a bank"),
            Rate("EUR", "GBP", Fraction(4, 5), TODAY, "a bank"),
        )
    )
    answer = settled(sample("stability-ai, Remote", rates=None), rates=rates)
    assert ("stale-rate" in codes(answer)) is (old == "warning")
    assert any(f"EUR/USD is {age} days old" in text for text in answer.assumptions) is (
        old == "note"
    )


def test_no_rates_are_shown_where_none_is_used() -> None:
    assert settled(sample("huggingface")).rates == ()
