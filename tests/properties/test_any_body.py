"""Whatever JSON a program hands over: an answer or one of the library's own errors, whose problems
lead into what was handed over."""

from __future__ import annotations

import copy
import json
from random import Random
from typing import Any

import pytest

from counteroffer import Case, Counteroffer, CounterofferError, check, counter, problems_json
from counteroffer.text.codes import CODES
from tests.support.pointers import leads
from tests.support.samples import RULES, SAMPLES, TODAY, attempt

NAMES = (
    *("guide", "region", "candidate", "offer", "competing", "rounds", "home", "rates", "today"),
    *("assumptions", "company", "base", "equity", "signing", "bonus", "currency", "evidence"),
    *("expires", "final", "private", "amount", "years", "per", "vehicle", "vesting", "cliff", "on"),
    *("ask", "gpu_years", "clouds", "skills", "uptime_pct", "owns_full_stack", "minimum_base"),
    *(
        "current_base",
        "cls",
        "self",
        "",
        "[key]",
        "GBP/USD",
        "a/b~c",
        "\ud800",
        "\x1b[31m",
        "__x__",
    ),
)
ODD: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 4, 10**15, 10**30, 10**400, 0.5, -0.0, 1e300, 5e-324),
    *(float("nan"), float("inf"), "", " ", "x", "\ud800", "\x00", "²", "\u202e", "x" * 5_000),
    *("$150K/4yr", "£95K", "5%", "1e9", "9" * 400, "2026-12-04T00:00:00Z", "0000-00-00", "kr 5"),
    *([], {}, [[]], [{}], {"amount": 180_000, "currency": "USD"}, {"amount": "£5", "currency": 5}),
    *({"company": "A", "base": "$200K"}, [{"company": "A", "base": 1}] * 101, ["gpu"] * 300),
    *({"amount": {"amount": 5}}, {"GBP/USD": {"decimal": 1}}, "5/15/40/40", "usd", "held", "all"),
)


def parts(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to the parts of a value, but for what is nested very deep."""
    kept = isinstance(value, (dict, list)) and len(path) < 40
    steps: Any = (value if isinstance(value, dict) else range(len(value))) if kept else ()
    return [path, *(way for step in steps for way in parts(value[step], (*path, step)))]


def deep(rng: Random) -> Any:
    value: Any = 1
    for _ in range(rng.choice((5, 31, 33, 900))):
        value = [value] if rng.random() < 0.5 else {rng.choice(NAMES): value}
    return value


def body(rng: Random) -> Any:
    """A body of a sample with one to four entries changed, added or taken away."""
    value = copy.deepcopy(rng.choice(list(SAMPLES.values())))
    for _ in range(rng.choice((1, 1, 2, 4))):
        ways = parts(value)
        way = rng.choice(ways)
        new = deep(rng) if rng.random() < 0.03 else copy.deepcopy(rng.choice(ODD))
        inner: Any = value
        for step in way[:-1]:
            inner = inner[step]
        target = inner[way[-1]] if way else value
        kind = rng.random()
        if isinstance(target, dict) and kind < 0.4:
            target[rng.choice(NAMES)] = new
        elif isinstance(target, list) and kind < 0.3:
            target.insert(rng.randint(0, len(target)), new)
        elif way and kind < 0.9:
            inner[way[-1]] = new
        elif way:
            del inner[way[-1]]
        elif kind > 0.98:
            return new
        if len(json.dumps(value)) > 60_000:
            return value
    return value


def outcome(value: Any) -> None:
    """Ask, and look at what comes of it."""
    answer = attempt(asked, value)
    told = check(value, rulebook=RULES, today=TODAY)
    if not isinstance(answer, CounterofferError):
        assert answer.verdict
        assert told == ()
        return
    assert answer.problems
    assert {one.message for one in answer.problems} <= {one.message for one in told}
    for problem in (*answer.problems, *told):
        assert problem.code in CODES
        assert leads(value, problem.path), problem
    json.dumps(problems_json(answer), allow_nan=False).encode()


def asked(value: Any) -> Counteroffer:
    return counter(Case.of(value), rulebook=RULES, engine="plain", today=TODAY)


def bodies(first: int, last: int) -> None:
    for number in range(first, last):
        rng = Random(f"body {number}")
        value = body(rng)
        try:
            outcome(value)
        except Exception as error:
            raise AssertionError(f"body {number}: {json.dumps(value)[:2_000]}") from error


def test_whatever_the_body_there_is_an_answer_or_an_error_with_pointers_into_it() -> None:
    bodies(0, 400)


@pytest.mark.slow
def test_ten_thousand_bodies_end_in_an_answer_or_an_error() -> None:
    bodies(0, 10_000)
