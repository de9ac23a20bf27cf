"""The plain engine: every rule as one generated Python function."""

from __future__ import annotations

from counteroffer.engines.interface import Firing, functions, settle
from counteroffer.language.expr import Value
from counteroffer.settlement.program import Program


class Plain:
    """The rules as functions, in their order."""

    name = "plain"

    def fire(self, program: Program, values: dict[str, Value]) -> Firing:
        code = functions(program)
        levers: dict[str, bool | None] = dict(zip(program.levers, code.levers(values), strict=True))
        for lever, fired in levers.items():
            values[f"fired.{lever}"] = fired is True
        headline = code.headline(values) is True
        settle(program, values, headline)
        reasons = tuple(
            reason.id
            for reason, holds in zip(program.reasons, code.reasons(values), strict=True)
            if holds
        )
        trace = (
            *(lever for lever, fired in levers.items() if fired),
            *(("headline",) if headline else ()),
            *reasons,
        )
        return Firing(levers, headline, reasons, values, trace)
