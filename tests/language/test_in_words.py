"""Conditions as words."""

from __future__ import annotations

import pytest

from counteroffer import Rulebook
from counteroffer.language.in_words import in_words
from counteroffer.language.parse import parse

RULES = Rulebook.load()


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("gpu_years >= 2", "gpu_years is 2 years or more"),
        (
            "1 < gpu_years <= 2.5",
            "gpu_years is more than 1 year and gpu_years is 2.5 years or less",
        ),
        ("not gpu_years >= 2", "gpu_years is less than 2 years"),
        ('"kubernetes" in skills', "skills has Kubernetes"),
        ('not "kubernetes" in skills', "skills lacks Kubernetes"),
        ("count(clouds) >= 2", "the number of clouds is 2 or more"),
        ("owns_full_stack", "owns_full_stack is yes"),
        ("not owns_full_stack", "owns_full_stack is no"),
        ("known(years)", "years is stated"),
        ("not known(years)", "years is not stated"),
        ("offer_stated", "there is an offer in hand"),
        ("not offer_stated", "there is no offer yet"),
        ('region != "london"', "region is other than london"),
        ("uptime_pct >= 99.9", "uptime_pct is 99.9 % or more"),
        ("minimum_base > 0", "minimum_base is more than 0"),
        (
            "offer_base < band_base_middle",
            "the offered base is less than the middle of the base band",
        ),
        (
            "years > 1 and (on_call or relocating)",
            "years is more than 1 year and either on_call is yes or relocating is yes",
        ),
        (
            "years > 1 or on_call and relocating",
            "years is more than 1 year or on_call is yes and relocating is yes",
        ),
    ],
)
def test_a_condition_says_what_has_to_hold(condition: str, words: str) -> None:
    assert in_words(parse(condition, RULES.declared), RULES.declared) == words


def test_every_shipped_condition_has_words_without_its_signs() -> None:
    for name in RULES.lever_ids():
        lever = RULES.lever(name)
        conditions = [lever.when, *(say.needs for say in lever.says if say.needs is not None)]
        for one in conditions:
            words = in_words(one, RULES.declared)
            assert words
            assert not any(sign in words for sign in ("<", ">", "==", "!=", "(", '"'))
