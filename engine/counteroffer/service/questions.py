"""What can be asked over HTTP: a body and the calculator of a tenant → the bytes of an answer.

Each answer is what the command of that question prints as JSON, byte for byte. Case errors that
are found while answering point into the part of the body that the case is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from counteroffer.analysis.compare.saved import read_saved
from counteroffer.answers.record import dumped
from counteroffer.calculator.calculator import Calculator
from counteroffer.cases.case import Case
from counteroffer.formats import explanation, plan, recruiter, replay, side_by_side, solution
from counteroffer.formats.postings import as_text_of_json, rulebook_words
from counteroffer.postings.reading import read_posting_bytes
from counteroffer.service.intake import (
    answered,
    case_in,
    case_of,
    entries,
    part,
    parts,
    text_in,
    values_of,
)
from counteroffer.service.problems import Refusal
from counteroffer.text.errors import Problem

JSON, TEXT = "application/json", "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Endpoint:
    """One address under `/v1/`, how it is answered, and what it says of itself."""

    path: str
    title: str
    answer: Callable[[Calculator, bytes], bytes]
    body: str  # the name of the schema of its body, see `openapi`
    media_type: str = JSON
    json_body: bool = True


def counteroffer(calculator: Calculator, body: bytes) -> bytes:
    case = case_of(values_of(body))
    return answered(lambda: calculator.render(calculator.counter(case), "json")).encode()


def recruiter_view(calculator: Calculator, body: bytes) -> bytes:
    case = case_of(values_of(body))
    view = answered(lambda: calculator.recruiter_view(case))
    return recruiter.render(view, "json", calculator.rules).encode()


def what_if(calculator: Calculator, body: bytes) -> bytes:
    values = entries(body, ("case", "vary"))
    case, vary = case_in(values, "case"), _axes(values["vary"])

    def place(pointer: str) -> str:
        """An axis has the name of what it varies; all else is a part of the case."""
        axis = pointer.split("/")[1].replace("~1", "/").replace("~0", "~") if pointer else None
        return "/case" if pointer and axis not in vary else "/vary"

    return _plain(parts(place, lambda: answered(lambda: _scenarios(calculator, case, vary))))


def _axes(vary: Any) -> dict[str, str | list[Any]]:
    """The values of each path, as a text or as a list. Raises Refusal."""
    if not isinstance(vary, dict) or not vary:
        told = 'an object of paths and their values is needed: {"offer.base": "180K:220K:10K"}'
        raise _wrong_type(told, "vary")
    for path, values in vary.items():
        items = values if isinstance(values, list) else [values]
        if isinstance(values, (str, list)) and not any(isinstance(x, (dict, list)) for x in items):
            continue
        raise _wrong_type('the values are a text, "180K,200K", or a list', "vary", path)
    return vary


def _wrong_type(told: str, *path: str) -> Refusal:
    return Refusal("invalid-case", told, [Problem(told, path=path, code="value.wrong-type")])


def _scenarios(
    calculator: Calculator, case: Case, vary: Mapping[str, str | list[Any]]
) -> dict[str, Any]:
    found = calculator.explore(case, vary)
    frame = found.frame.sort("row").select(found.columns).collect(engine="streaming")
    return {
        "schema": "counteroffer-what-if/1",
        "columns": found.columns,
        "rows": [list(row) for row in frame.iter_rows()],
        "total": found.rows,
    }


def explanation_of(calculator: Calculator, body: bytes) -> bytes:
    values = entries(body, ("case",), ("target",))
    case = case_in(values, "case")
    target = text_in(values, "target") if values.get("target") is not None else None
    found = part("case", lambda: answered(lambda: calculator.explain(case, target=target)))
    return _plain(explanation.record(found))


def change(calculator: Calculator, body: bytes) -> bytes:
    values = entries(body, ("case", "want", "by"))
    case, want, by = case_in(values, "case"), text_in(values, "want"), text_in(values, "by")
    found = part("case", lambda: answered(lambda: calculator.solve(case, want, by)))
    return _plain(solution.record(found))


def plan_of(calculator: Calculator, body: bytes) -> bytes:
    case = case_of(values_of(body))
    return _plain(plan.record(answered(lambda: calculator.plan(case))))


def compared(calculator: Calculator, body: bytes) -> bytes:
    case = case_of(values_of(body))
    return _plain(side_by_side.record(answered(lambda: calculator.compare(case))))


def letter(calculator: Calculator, body: bytes) -> bytes:
    case = case_of(values_of(body))
    return answered(lambda: calculator.letter(case)).encode()


def replayed(calculator: Calculator, body: bytes) -> bytes:
    values_of(body)
    saved = answered(lambda: read_saved(body, "<body>"))
    return _plain(replay.record(answered(lambda: calculator.replay(saved))))


def posting(calculator: Calculator, body: bytes) -> bytes:
    if not body.strip():
        told = "the posting is empty"
        raise Refusal("invalid-case", told, [Problem(told, code="document.empty")])
    words = rulebook_words(calculator.rules)
    return as_text_of_json(answered(lambda: read_posting_bytes(body, "<body>", words))).encode()


def checked(calculator: Calculator, body: bytes) -> bytes:
    """Nothing for a case that can be answered; else all that is wrong with it as a refusal."""
    problems = answered(lambda: calculator.check(values_of(body)))
    if problems:
        count = len(problems)
        told = f"{count} thing{'' if count == 1 else 's'} to mend"
        raise Refusal("invalid-case", told, problems)
    return b""


def _plain(record: Any) -> bytes:
    return dumped(record).encode()


ENDPOINTS = (
    Endpoint("counteroffers", "The ask, the floor and what to say", counteroffer, "case"),
    Endpoint("recruiter-view", "What the other side may see", recruiter_view, "case"),
    Endpoint("what-if", "Every combination of some values, a row each", what_if, "what-if"),
    Endpoint("explanations", "Where each figure comes from", explanation_of, "explanation"),
    Endpoint("changes", "The smallest change that gives a result", change, "change"),
    Endpoint("plans", "Packages, concessions, days", plan_of, "case"),
    Endpoint("compare", "What is offered, asked and held, side by side", compared, "case"),
    Endpoint("letters", "The letter that asks, accepts or declines", letter, "case", TEXT),
    Endpoint("replays", "A saved answer worked out again", replayed, "answer"),
    Endpoint("postings", "The pay that a posting states", posting, "posting", json_body=False),
    Endpoint("cases/check", "All that is wrong with a case", checked, "case"),
)
