"""Answers a request's body, with a record of what was answered."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from counteroffer import (
    Calculator,
    Case,
    CaseError,
    Counteroffer,
    DeadlineError,
    LimitError,
    Limits,
    Market,
    Rates,
    Rulebook,
    audit,
    check,
    counter,
    diff,
    explain,
    explore,
    packages,
    problems_json,
    render,
    replay,
    risk,
    schema,
    smallest_changes,
    solve,
    to_dict,
)

CALCULATOR = Calculator(
    Rulebook(),
    Rates.snapshot(),
    date(2026, 11, 20),
    engine="plain",
    limits=Limits(offers=20, rounds=10, tags=200, rows=100_000, values=1_000),
)


@dataclass(frozen=True)
class Reply:
    """What the service sends back, and what it keeps."""

    status: int
    body: str
    kept: tuple[str, ...] = ()


def reply(body: Mapping[str, object], seconds: float = 2.0) -> Reply:
    """The answer to one case with its risk and packages, or what is wrong with it."""
    deadline = time.monotonic() + seconds
    try:
        case = Case.of(body)
        answer = CALCULATOR.counter(case)
        moved = [fact.path for fact in CALCULATOR.risk(case, deadline=deadline).tornado]
        offered = [one.name for one in CALCULATOR.packages(case, deadline=deadline).bundles]
    except CaseError as error:
        return Reply(422, "\n".join(f"{one.pointer} {one.code}" for one in error.problems))
    except (DeadlineError, LimitError) as error:
        return Reply(503, str(error))
    record = audit(answer, engine="plain")
    return Reply(200, text_of(answer), (record["answer"], record["rules"], *moved, *offered))


def wrong_with(body: Mapping[str, object]) -> tuple[str, ...]:
    """What is wrong with a body, as a client shows it beside its fields."""
    found = problems_json(CALCULATOR.check(body))
    return tuple(f"{one['pointer']} {one['code']} {one['suggestion'] or ''}" for one in found)


def understood(answer: Counteroffer) -> tuple[str, ...]:
    """The entries of the case as it was understood, and those that an answer has."""
    entries = schema("answer")["properties"]
    named = sorted(entries) if isinstance(entries, dict) else []
    case = to_dict(answer)["case"]
    offer = case["offer"] if isinstance(case, dict) else None
    return (*answer.case, *named, *(offer if isinstance(offer, dict) else ()))


def without_a_guide(base: str, deadline: float | None = None) -> int | None:
    """The ask by the range of a posting alone, and by a guide that is made of it."""
    market = Market.of({"company": "Acme", "base": base})
    case = Case.of(market=market, region="berlin", offer={"base": "€88K"})
    made = {
        "company": "Acme",
        "role": "Engineer",
        "as_of": date(2026, 1, 1),
        "reference": "berlin",
        "bands": {"berlin": {"label": "Berlin", "currency": "EUR", "base": base}},
    }
    by = Calculator(Rulebook().with_guide(made), today=date(2026, 11, 20), engine="plain")
    guided = Case.of({"guide": "acme/engineer", "region": "berlin", "offer": {"base": "€88K"}})
    asks = [one.counter(of, deadline=deadline).ask for one, of in ((by, guided), (by, case))]
    return max((one.base for one in asks if one.base is not None), default=None)


def text_of(answer: Counteroffer) -> str:
    """The figures in one line."""
    floor = 0 if answer.floor is None else answer.floor.base
    fired = [lever.id for lever in answer.levers if lever.fired]
    how = answer.ask.how["base"]
    return f"{answer.currency} {answer.ask.base or 0} {floor} {answer.verdict} {how} {len(fired)}"


def compared(case: Case, other: Case) -> tuple[str, ...]:
    """What tells two cases apart, and what would be needed."""
    one, two = counter(case), counter(other)
    figures = [figure.name for figure in diff(one, two).figures]
    needed = solve(case, "ask.base=240K", "offer.base")
    silent = [change.lever for change in smallest_changes(case)]
    steps = [step.name for step in explain(case, target="ask.base").steps]
    fits = replay(to_dict(one)).same and not check(case)
    words = render(one, "markdown").splitlines()[0]
    named = [one.name for one in packages(case).bundles]
    return (*figures, str(needed.reached), *silent, *steps, str(fits), words, *named)


def counted(case: Case) -> int:
    """How many scenarios there are, and how many were worked out."""
    found = explore(case, {"offer.base": "180K:200K:10K"})
    now = risk(case).now
    return found.rows - found.collect(deadline=time.monotonic() + 60).height + (now.base or 0)
