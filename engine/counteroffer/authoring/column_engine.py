"""The columns engine for single cases: conditions and programs as polars expressions over one row.

What a case states is a column and nothing of it is folded away beforehand, so that every condition
and all of the arithmetic really is worked out by polars. Exchange rates alone stay constants, as
they are in what-if runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from counteroffer.analysis.what_if.grid import FIRED, plan, settled_columns
from counteroffer.analysis.what_if.scenario_columns import series, tags_asked
from counteroffer.authoring.lever_cases import LeverCase
from counteroffer.cases.intake import MOST_CONVERTED
from counteroffer.engines.columns import column
from counteroffer.language.declarations import Declarations
from counteroffer.language.expr import Expr, Value, facts_of
from counteroffer.language.intervals import FLAG, Range
from counteroffer.language.partial import Settled, as_condition, partial
from counteroffer.settlement.outcome import VERDICTS
from counteroffer.settlement.program import Program

NUMBERS = (
    *(
        f"{side}.{part}"
        for side in ("ask", "stretch")
        for part in ("base", "equity", "signing", "annual")
    ),
    "floor.base",
    "floor.annual",
    "walk_away.base",
    "walk_away.annual",
    "gap.annual",
    "break_even.base",
    "break_even.base_as_offered",
)
_DECIDED = "decided."


def fired(cases: Sequence[LeverCase], declared: Declarations) -> list[bool | None]:
    """Whether a lever fires in each of its own cases.

    Raises EngineError for what can't be a column.
    """
    condition = cases[0].lever.when
    stated = {
        name: [case.values.get(name) for case in cases]
        for name in dict.fromkeys(facts_of(condition))
    }
    stated = {
        name: values
        for name, values in stated.items()
        if any(value is not None for value in values)
    }
    ranges = {name: _declared(name, declared) for name in stated}
    left = partial(condition, {}, ranges)
    if isinstance(left, Settled):
        return [left.value if isinstance(left.value, bool) else None] * len(cases)
    made, _ = column(as_condition(left), ranges)
    found: list[bool | None] = _frame(stated, (condition,)).select(x=made).collect()["x"].to_list()
    return found * len(cases) if len(found) == 1 else found  # a constant is one row


def settled(program: Program, values: Mapping[str, Value]) -> dict[str, Any]:
    """The figures of one case, by the names that cases expect them by.

    Raises EngineError for what can't be a column.
    """
    known = {name: value for name, value in values.items() if name.endswith((".num", ".den"))}
    varies = {
        name: [value] for name, value in values.items() if value is not None and name not in known
    }
    ranges = {name: _around(value) for name, (value,) in varies.items()}
    decided = tuple((f"{_DECIDED}{lever}", when) for lever, when in program.levers.items())
    wanted = (
        *NUMBERS,
        "verdict",
        "headline",
        *(name for name, _ in decided),
        *(f"{FIRED}{x}" for x in program.levers),
    )
    made = plan(program, known, ranges, wanted, decided)
    rows = settled_columns(_frame(varies, program.levers.values()), made).collect()
    found: dict[str, Any] = {
        name: rows[name][0] if name in rows.columns else made.constants.get(name) for name in wanted
    }
    if found["break_even.base"] is None:
        found["break_even.base_as_offered"] = None
    return {name: found[name] for name in NUMBERS} | {
        "verdict": VERDICTS[found["verdict"]],
        "headline": found["headline"],
        "levers": tuple(lever for lever in program.levers if found[f"{FIRED}{lever}"]),
        "undecided": tuple(
            lever for lever in program.levers if found[f"{_DECIDED}{lever}"] is None
        ),
    }


def _frame(stated: Mapping[str, Sequence[Value]], conditions: Iterable[Expr]) -> pl.LazyFrame:
    asked = frozenset(tag for condition in conditions for tag in tags_asked(condition))
    return pl.DataFrame(
        [one for name, values in stated.items() for one in series(name, values, asked)]
    ).lazy()


def _declared(name: str, declared: Declarations) -> Range:
    """What a fact of a lever's case can be."""
    one = declared[name]
    if one.type == "number":
        return Range(one.min * 10**one.decimals, one.max * 10**one.decimals, True)
    return Range(-MOST_CONVERTED, MOST_CONVERTED, True) if one.type == "money" else FLAG


def _around(value: Value) -> Range:
    """A range that holds the value and at least one more.

    A range of a single value would be worked out beforehand, without polars.
    """
    return (
        Range(value, value + 1)
        if isinstance(value, int) and not isinstance(value, bool)
        else Range(0, 1)
    )
