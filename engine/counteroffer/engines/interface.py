"""What an engine does: find the levers that hold in one case, and settle; and the plain engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from counteroffer.language.compile import Evaluate, EvaluateAll, assigning, compiled, compiled_all
from counteroffer.language.expr import Value
from counteroffer.settlement.program import Program
from counteroffer.text.kept import remembered


@dataclass(frozen=True, slots=True)
class Firing:
    """The outcome of the rules: levers fired (True), silent (False), undecided (None), and values.

    `values` are all of the case after settling. `trace` names the rules in the order in which the
    engine fired them.
    """

    levers: Mapping[str, bool | None]
    headline: bool
    reasons: tuple[str, ...]
    values: Mapping[str, Value]
    trace: tuple[str, ...]


class Engine(Protocol):
    """Fires a program's rules on the values of one case; the values include the measures."""

    @property
    def name(self) -> str: ...

    def fire(self, program: Program, values: dict[str, Value]) -> Firing: ...


@dataclass(frozen=True, slots=True)
class Functions:
    """A program's expressions, compiled."""

    measure: Callable[[dict[str, Value]], None]
    levers: EvaluateAll
    headline: Evaluate
    settle: Callable[[dict[str, Value]], None]
    reasons: EvaluateAll


@remembered
def functions(program: Program) -> Functions:
    """A program's expressions as functions, made once."""
    return Functions(
        assigning(program.measures),
        compiled_all(program.levers.values()),
        compiled(program.headline),
        assigning(program.settlement),
        compiled_all(reason.when for reason in program.reasons),
    )


def measure(program: Program, values: Mapping[str, Value]) -> dict[str, Value]:
    """The values of a case with the measures that conditions name."""
    known = dict(values)
    functions(program).measure(known)
    return known


def settle(program: Program, values: dict[str, Value], headline: bool) -> None:
    """Add to `values` everything that follows from the levers that fired (`fired.<lever>`)."""
    values["headline"] = headline
    functions(program).settle(values)


class Plain:
    """The plain engine: each expression is a Python function, called in the program's order."""

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
