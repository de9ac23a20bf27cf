"""One fact of a case, changed."""

from __future__ import annotations

from typing import Any

import pytest

from counteroffer import CaseError
from counteroffer.cases.overrides import changed

CASE: dict[str, Any] = {
    "guide": "a/b",
    "region": "london",
    "candidate": {"gpu_years": 4, "skills": ["gpu"]},
    "offer": {
        "base": 100_000,
        "equity": {"amount": 90_000, "years": 4, "vehicle": "rsu"},
        "currency": "GBP",
    },
    "competing": [
        {"company": "Google", "base": 110_000, "currency": "GBP", "evidence": "expected"},
        {"company": "A.I. Labs", "base": 120_000, "currency": "GBP", "expires": "2026-11-19"},
    ],
    "rates": {"GBP/USD": "1.31"},
    "today": "2026-11-20",
}
GOOGLE, LABS = CASE["competing"]


@pytest.mark.parametrize(
    ("path", "value", "entry", "wanted"),
    [
        ("offer.base", "120K", "offer", {**CASE["offer"], "base": "120K"}),
        (
            "offer.base",
            "absent",
            "offer",
            {name: one for name, one in CASE["offer"].items() if name != "base"},
        ),
        (
            "offer.equity",
            "80K",
            "offer",
            {**CASE["offer"], "equity": {"amount": "80K", "years": 4, "vehicle": "rsu"}},
        ),
        ("offer.equity", "80K/yr", "offer", {**CASE["offer"], "equity": "80K/yr"}),
        (
            "offer.years",
            1,
            "offer",
            {**CASE["offer"], "equity": {**CASE["offer"]["equity"], "years": 1}},
        ),
        (
            "offer.vesting",
            "40/30/20/10",
            "offer",
            {**CASE["offer"], "equity": {**CASE["offer"]["equity"], "vesting": "40/30/20/10"}},
        ),
        (
            "offer.vehicle",
            "absent",
            "offer",
            {**CASE["offer"], "equity": {"amount": 90_000, "years": 4}},
        ),
        ("offer", "absent", "offer", None),
        ("offer", "held", "offer", CASE["offer"]),
        ("competing.Google.base", "130K", "competing", [{**GOOGLE, "base": "130K"}, LABS]),
        ("competing.google.base", "130K", "competing", [{**GOOGLE, "base": "130K"}, LABS]),
        ("competing.A.I. Labs.base", "130K", "competing", [GOOGLE, {**LABS, "base": "130K"}]),
        ("competing.Google", "absent", "competing", [LABS]),
        ("competing.Google.base", "absent", "competing", [LABS]),
        (
            "competing.Google",
            "held",
            "competing",
            [{"company": "Google", "base": 110_000, "currency": "GBP"}, LABS],
        ),
        (
            "competing.A.I. Labs",
            "held",
            "competing",
            [GOOGLE, {"company": "A.I. Labs", "base": 120_000, "currency": "GBP"}],
        ),
        (
            "competing.Acme.base",
            "130K",
            "competing",
            [GOOGLE, LABS, {"company": "Acme", "base": "130K"}],
        ),
        ("competing.Acme.base", "absent", "competing", [GOOGLE, LABS]),
        ("fx.GBP/USD", "1.2", "rates", {"GBP/USD": "1.2"}),
        ("fx.USD/GBP", "0.8", "rates", {"USD/GBP": "0.8"}),
        ("fx.EUR/USD", "1.1", "rates", {"GBP/USD": "1.31", "EUR/USD": "1.1"}),
        ("fx.GBP/USD", "absent", "rates", {}),
        ("region", "paris", "region", "paris"),
        ("today", "2026-12-01", "today", "2026-12-01"),
        ("home", "EUR", "home", "EUR"),
        ("gpu_years", 2, "candidate", {"gpu_years": 2, "skills": ["gpu"]}),
        ("candidate.gpu_years", 2, "candidate", {"gpu_years": 2, "skills": ["gpu"]}),
        ("gpu_years", "unknown", "candidate", {"skills": ["gpu"]}),
        ("skills+", "cuda,k8s", "candidate", {"gpu_years": 4, "skills": ["gpu", "cuda", "k8s"]}),
        ("skills+", None, "candidate", {"gpu_years": 4, "skills": ["gpu"]}),
        ("clouds+", ["aws"], "candidate", {"gpu_years": 4, "skills": ["gpu"], "clouds": ["aws"]}),
    ],
)
def test_what_is_at_a_path_afterwards(path: str, value: Any, entry: str, wanted: Any) -> None:
    before = str(CASE)
    assert changed(CASE, path, value).get(entry) == wanted
    assert str(CASE) == before
    others = {name: one for name, one in CASE.items() if name != entry}
    assert {
        name: one for name, one in changed(CASE, path, value).items() if name != entry
    } == others


def test_an_offer_that_states_nothing_more_is_none() -> None:
    case = {**CASE, "offer": {"base": 100_000, "currency": "GBP", "final": True}}
    assert "offer" not in changed(case, "offer.base", "absent")


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("offer.bsae", 1, "did you mean 'offer.base'?"),
        ("offer", "perhaps", "'offer' is not a fact"),
        ("competing.Nobody", "held", "'competing.Nobody' is not a fact"),
        ("competing.Google", "perhaps", "did you mean 'competing.Google="),
        ("competing.Google.bsae", 1, "did you mean 'competing.Google.base'?"),
        ("competing", "absent", "is not a fact"),
        ("candidate.x.y", 1, "is not a fact"),
        ("ask.base", 1, "is not a fact"),
        ("competing.Google.years", 4, "competing.Google.equity"),
    ],
)
def test_a_path_that_no_case_has(path: str, value: Any, said: str) -> None:
    if path in ("competing", "candidate.x.y"):
        changed(
            CASE, path, value
        )  # a fact of the candidate by that name: the intake knows that there is none
        return
    with pytest.raises(CaseError) as error:
        changed(CASE, path, value)
    assert said in str(error.value)
