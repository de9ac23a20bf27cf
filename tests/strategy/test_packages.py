"""Packages of equal worth: three, apart from each other, inside what may be asked; and the rates
between components."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given

from counteroffer import Case, CounterofferError
from counteroffer.answers.setting import Setting
from counteroffer.strategy.negotiation import Ground, ground
from counteroffer.strategy.packages import Bundle, packages, packages_on
from tests.support.samples import RULES, SAMPLES, Facts, cases, sample

PARTS = ("base", "equity", "signing")


def figures(bundle: Bundle) -> tuple[int, int, int]:
    return bundle.base or 0, bundle.equity or 0, bundle.signing or 0


@pytest.mark.parametrize(
    "name",
    [one for one in SAMPLES if not any(at in one for at in ("Remote", "Paris", "New York"))],
)
def test_known_cases_have_three_packages(name: str) -> None:
    found = packages(Case.of(**SAMPLES[name]), rulebook=RULES)
    assert [one.name for one in found.bundles] == ["base-heavy", "equity-heavy", "first-year"]
    assert found.because == ()


def test_where_the_ask_is_at_the_top_already_there_is_no_package_with_more_of_it() -> None:
    found = packages(Case.of(**sample("stability-ai, Remote")), rulebook=RULES)
    assert [one.name for one in found.bundles] == ["equity-heavy", "first-year"]
    assert [reason.partition(":")[0] for reason in found.because] == ["no base-heavy package"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("huggingface-enterprise, San", [(215, 199, 25), (209, 225, 25), (214, 198, 31)]),
        ("huggingface-enterprise, Paris", [(183, 170, 21), (178, 191, 21)]),
        ("midjourney", [(250, 135, 0), (235, 150, 0), (250, 134, 4)]),
        ("stability-ai, London", [(130, 150, 0), (123, 180, 0), (130, 147, 3)]),
        ("stability-ai, Remote", [(196, 223, 0), (205, 180, 5)]),
    ],
)
def test_the_packages_of_known_cases_in_thousands(
    name: str, expected: list[tuple[int, int, int]]
) -> None:
    found = packages(Case.of(**sample(name)), rulebook=RULES)
    assert [tuple(part // 1000 for part in figures(one)) for one in found.bundles] == expected


def grounds(facts: Facts) -> Ground | None:
    try:
        return ground(Setting.of(rulebook=RULES), Case.of(**facts))
    except CounterofferError:
        return None


@given(cases())
def test_packages_are_worth_the_same_and_stay_inside_their_limits(facts: Facts) -> None:
    here = grounds(facts)
    if here is None:
        return
    found = packages_on(here)
    asked = found.ask_annual
    in_all = asked * here.horizon + (here.ask.signing or 0)
    for one in found.bundles:
        base, equity, signing = figures(one)
        assert 200 * abs(one.annual - asked) <= asked
        assert 200 * abs(one.annual * here.horizon + signing - in_all) <= in_all
        assert base >= (here.least_base or 0)
        assert one.annual >= (here.least_annual or 0)
        assert base <= here.top("base")
        assert equity <= here.top("equity")
        for part, amount in zip(PARTS, (base, equity, signing), strict=True):
            assert amount >= (getattr(here.offered, part) or 0)
            assert amount % here.place.step == 0 or amount == getattr(here.ask, part)


@given(cases())
def test_packages_differ_in_two_components_from_the_ask_and_from_each_other(facts: Facts) -> None:
    here = grounds(facts)
    if here is None:
        return
    found = packages_on(here)
    asked = tuple(getattr(here.ask, part) or 0 for part in PARTS)
    for one, other in combinations([asked, *map(figures, found.bundles)], 2):
        assert sum(left != right for left, right in zip(one, other, strict=True)) >= 2
    for bundle in found.bundles:
        assert bundle.differs == tuple(
            part
            for part, left, right in zip(PARTS, figures(bundle), asked, strict=True)
            if left != right
        )
    assert len(found.bundles) == 3 or found.because


@given(cases())
def test_each_package_is_what_its_name_says(facts: Facts) -> None:
    here = grounds(facts)
    if here is None:
        return
    found = packages_on(here)
    assert found.ask_first_year == here.first_year(here.ask)
    for one in found.bundles:
        if one.name == "base-heavy":
            assert (one.base or 0) > (here.ask.base or 0)
            assert (one.equity or 0) < (here.ask.equity or 0)
        elif one.name == "equity-heavy":
            assert (one.equity or 0) > (here.ask.equity or 0)
            assert (one.base or 0) < (here.ask.base or 0)
        else:
            assert one.first_year > found.ask_first_year
            assert 100 * ((one.signing or 0) - (here.ask.signing or 0)) >= found.ask_annual


def test_the_first_year_is_that_of_the_vesting_that_the_case_states() -> None:
    offer = {
        "base": "$180K",
        "equity": {"amount": 150000, "years": 4, "vesting": "5/15/40/40"},
        "bonus": "5%",
    }
    late = packages(Case.of(**sample("huggingface-enterprise, San", offer=offer)), rulebook=RULES)
    first = late.bundles[0]
    assert first.first_year == 225_750 + 199_000 * 5 // 100 + 25_000


def test_the_rates_of_exchange_are_exact() -> None:
    found = packages(Case.of(**sample("huggingface-enterprise, San")), rulebook=RULES)
    assert [one.text for one in found.swaps] == [
        "US$1,000 of base a year is worth US$4,200 of RSUs over 4 years",
        "US$1,000 of base a year is worth US$4,200 of signing, paid once and weighed over 4 years",
        (
            "US$1,000 of RSUs over 4 years is worth US$1,000 of signing, paid once and weighed "
            "over 4 years"
        ),
    ]
    odd = sample("midjourney", offer={"base": "$200K", "equity": "$80K/yr", "bonus": "7.25%"})
    assert packages(Case.of(**odd), rulebook=RULES).swaps[0].text == (
        "US$2,000 of base a year is worth US$2,145 of profit sharing a year"
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"offer": {"base": "$230K", "equity": "$300K/4yr", "signing": "$30K"}},
            "the verdict is to accept",
        ),
        ({"offer": {"base": "$150K", "final": True}}, "their last word"),
        (
            {"offer": {"base": "$180K"}, "competing": None, "candidate": {"gpu_years": 0}},
            "no equity is stated",
        ),
        ({"offer": {"base": "$250K", "equity": "$150K/4yr"}}, "no equity-heavy package"),
    ],
)
def test_a_package_that_is_missing_has_its_reason(changes: Facts, said: str) -> None:
    found = packages(Case.of(**sample("huggingface-enterprise, San", **changes)), rulebook=RULES)
    assert any(said in reason for reason in found.because)


def test_packages_start_from_the_lower_ask_of_an_earlier_round() -> None:
    lower = sample("huggingface-enterprise, San", rounds=[{"ask": {"base": "$205K"}}])
    assert packages(Case.of(**lower), rulebook=RULES).ask_annual == 270_250
