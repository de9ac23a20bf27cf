"""The engines: the one list of them that tests go by, and what each says of a case.

A later engine joins `ANSWERERS` with a function that answers a case, and the conformance suite asks
it every case.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from typing import Any

import pytest

from counteroffer import Case, Rulebook, counter
from counteroffer.analysis.what_if.what_if import explore_in
from counteroffer.answers.setting import Setting
from counteroffer.engines.rete import durable

Answer = dict[str, Any]
Answerer = Callable[[Case, Rulebook], Answer]

needs_rete = pytest.mark.skipif(
    not durable.available(), reason=durable.reason() or "durable-rules is here"
)
RETE = pytest.param("rete", marks=needs_rete)
ENGINES = ("plain", RETE)  # those that `counter` has


def by_counter(engine: str, case: Case, rules: Rulebook) -> Answer:
    """All of an answer, with the ids of levers under `fired`, `silent` and `undecided`."""
    answer = counter(case, rulebook=rules, engine=engine)
    found = asdict(answer)
    words = {True: "fired", False: "silent", None: "undecided"}
    for word in words.values():
        found[word] = [lever.id for lever in answer.levers if words[lever.fired] == word]
    found["asks"] = {lever.id: dict(lever.asks) for lever in answer.levers}
    found["warnings"] = [warning.code for warning in answer.warnings]
    found["alternatives"] = {one.company: asdict(one) for one in answer.alternatives}
    return found


def by_columns(case: Case, rules: Rulebook) -> Answer:
    """The figures, the verdict and the levers that fired, as the first row of a what-if in which
    facts of the case are stated or absent, so that columns and no constants are settled."""
    vary: dict[str, Any] = {
        name: [value, "absent"]
        for name, value in case.candidate.items()
        if not isinstance(value, list | tuple)
    }
    frame = explore_in(Setting.of(rulebook=rules), case, dict(list(vary.items())[:3])).frame
    row = frame.sort("row").head(1).collect(engine="streaming").row(0, named=True)
    found: Answer = {
        "ask": {},
        "stretch": {},
        "floor": {},
        "walk_away": {},
        "break_even": {},
        "gap": {},
        "verdict": row["verdict"],
        "fired": [name for name in row["levers"].split("+") if name],
    }
    for name, value in row.items():
        side, _, part = name.partition(".")
        if part and side in found:
            found[side][part] = value
    for side, part in (
        ("floor", "base"),
        ("walk_away", "base"),
        ("break_even", "base"),
        ("gap", "annual"),
    ):
        found[side] = found[side] if found[side][part] is not None else None
    return found


ANSWERERS: Mapping[str, Answerer] = {
    "plain": partial(by_counter, "plain"),
    "rete": partial(by_counter, "rete"),
    "columns": by_columns,
}
CONFORMING = [RETE if name == "rete" else name for name in ANSWERERS]
