"""Every public value can be hashed, copied and sent to another process, and stays the same."""

from __future__ import annotations

import asyncio
import copy
import pickle
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from counteroffer import (
    AmountError,
    Calculator,
    Case,
    CaseError,
    CounterofferError,
    DeadlineError,
    EngineError,
    Guide,
    LimitError,
    Limits,
    Market,
    Problem,
    RateError,
    Rates,
    Rulebook,
    RuleError,
)
from tests.support.samples import RULES, TODAY, guide_file, sample

CASE = Case.of(sample("huggingface"))
BY = Calculator(RULES, today=TODAY, engine="plain")
ANSWER = BY.counter(CASE)
PROBLEM = Problem("is wrong", path=("offer", "base"), code="amount.too-small")
VALUES: dict[str, Any] = {
    "case": CASE,
    "market": Market.of({"company": "Acme", "base": "$100K-$120K"}),
    "guide": Guide.of(guide_file()),
    "calculator": BY,
    "rulebook": RULES,
    "made rulebook": RULES.with_guide(guide_file()),
    "rates": Rates.snapshot().with_given({"GBP/USD": "1.31"}, TODAY),
    "rate": Rates.snapshot().rate("USD", "INR"),
    "limits": Limits(offers=3),
    "problem": PROBLEM,
    "answer": ANSWER,
    "recruiter": BY.recruiter_view(CASE),
    "regions": BY.regions(CASE),
    "explanation": BY.explain(CASE),
    "changes": BY.smallest_changes(CASE),
    "attribution": BY.attribution(CASE),
    "solution": BY.solve(CASE, "ask.base=240K", "offer.base"),
    "risk": BY.risk(CASE),
    "years": BY.year_by_year(CASE),
    "packages": BY.packages(CASE),
    "concessions": BY.concessions(CASE),
    "plan": BY.plan(CASE),
    "playbook": BY.playbook(CASE),
    "letter": BY.letter_with_notices(CASE),
    "replay": BY.replay(ANSWER),
    "difference": BY.diff(ANSWER, BY.counter(CASE, region="paris")),
}
ERRORS: tuple[CounterofferError, ...] = (
    CaseError([PROBLEM]),
    RuleError([PROBLEM, PROBLEM]),
    RateError("no rate", path=("GBP/USD",)),
    AmountError("a figure is missing", "$K", 1, 2),
    DeadlineError(),
    LimitError("too many", path=("offer.base",)),
    EngineError("no engine", code="engine.unknown"),
)
WAYS = {
    "pickled": lambda one: pickle.loads(pickle.dumps(one)),
    "copied": copy.copy,
    "copied deep": copy.deepcopy,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", VALUES)
def test_a_copy_of_a_value_equals_it_and_has_its_hash(name: str, way: str) -> None:
    again = WAYS[way](VALUES[name])
    assert again == VALUES[name]
    assert hash(again) == hash(VALUES[name])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("error", ERRORS, ids=lambda one: type(one).__name__)
def test_a_copy_of_an_error_tells_the_same(error: CounterofferError, way: str) -> None:
    again = WAYS[way](error)
    assert (type(again), str(again), again.problems) == (type(error), str(error), error.problems)
    assert again.__dict__ == error.__dict__


def test_rules_of_the_same_files_are_the_same() -> None:
    assert Rulebook() == Rulebook()
    assert Rulebook() != RULES.with_guide(guide_file())
    assert Rulebook() != "rules"
    assert Calculator(Rulebook(), today=TODAY) == Calculator(Rulebook(), today=TODAY)


def test_threads_and_tasks_get_the_same_answer() -> None:
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: BY.counter(CASE), range(16))) == {ANSWER}

    async def asked() -> list[Any]:
        return await asyncio.gather(*(asyncio.to_thread(BY.counter, CASE) for _ in range(8)))

    assert set(asyncio.run(asked())) == {ANSWER}


def test_the_deadline_of_one_task_is_not_that_of_another() -> None:
    async def asked(deadline: float | None) -> str:
        await asyncio.sleep(0)
        try:
            return BY.counter(CASE, deadline=deadline).verdict
        except DeadlineError:
            return "late"

    async def all_of(*deadlines: float | None) -> list[str]:
        return await asyncio.gather(*map(asked, deadlines))

    found = asyncio.run(all_of(0, None, 0, time.monotonic() + 600))
    assert found == ["late", ANSWER.verdict, "late", ANSWER.verdict]
