"""Which levers hold in one case, and what follows: the interface of the engines, and the plain one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from counteroffer.errors import EngineError
from counteroffer.expr import Value
from counteroffer.plain import Evaluate, EvaluateAll, assigning, compiled, compiled_all
from counteroffer.settle import Program

NAMES = ("rete", "plain")


@dataclass(frozen=True, slots=True)
class Firing:
    """What the rules found: each lever fired (True), silent (False) or undecided (None), and all values after settling.

    `trace` names the rules in the order in which the engine fired them.
    """

    levers: Mapping[str, bool | None]
    headline: bool
    reasons: tuple[str, ...]
    values: Mapping[str, Value]
    trace: tuple[str, ...]


class Engine(Protocol):
    """Fires a program's rules on the values of one case, measures included."""

    @property
    def name(self) -> str: ...

    def fire(self, program: Program, values: dict[str, Value]) -> Firing: ...


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
        reasons = tuple(reason.id for reason, holds in zip(program.reasons, code.reasons(values), strict=True) if holds)
        trace = (*(lever for lever, fired in levers.items() if fired), *(("headline",) if headline else ()), *reasons)
        return Firing(levers, headline, reasons, values, trace)


@dataclass(frozen=True, slots=True)
class Functions:
    """A program's expressions, compiled."""

    measure: Callable[[dict[str, Value]], None]
    levers: EvaluateAll
    headline: Evaluate
    settle: Callable[[dict[str, Value]], None]
    reasons: EvaluateAll


@lru_cache(maxsize=1024)
def functions(program: Program) -> Functions:
    """A program's expressions as functions, made once."""
    return Functions(
        assigning(program.measures), compiled_all(program.levers.values()), compiled(program.headline),
        assigning(program.settlement), compiled_all(reason.when for reason in program.reasons),
    )  # fmt: skip


def measure(program: Program, values: Mapping[str, Value]) -> dict[str, Value]:
    """The values of a case with the measures that conditions name."""
    known = dict(values)
    functions(program).measure(known)
    return known


def settle(program: Program, values: dict[str, Value], headline: bool) -> None:
    """Add everything that follows from the levers that fired (`fired.<lever>`)."""
    values["headline"] = headline
    functions(program).settle(values)


def engine(name: str | None = None) -> Engine:
    """The engine of that name; without one, rete where durable-rules is, else plain. Raises EngineError."""
    if name not in (None, *NAMES):
        raise EngineError(f"unknown engine '{name}'; there are {' and '.join(NAMES)}")
    if name == "plain":
        return Plain()
    from counteroffer import durable

    if durable.available():
        from counteroffer.rete import Rete

        return Rete()
    if name == "rete":
        raise EngineError(f"rete is not available here: {durable.reason()}")
    return Plain()
