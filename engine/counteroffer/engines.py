"""Which levers hold in one case, and what follows: the interface of the engines, and the plain one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from counteroffer.errors import EngineError
from counteroffer.expr import Expr, Value
from counteroffer.plain import Evaluate, compiled
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
    """Conditions as closures, in the order of the rules."""

    name = "plain"

    def fire(self, program: Program, values: dict[str, Value]) -> Firing:
        code = closures(program)
        levers = {lever: condition(values) for lever, condition in code.levers}
        values.update({f"fired.{lever}": fired is True for lever, fired in levers.items()})
        headline = code.headline(values) is True
        settle(program, values, headline)
        reasons = tuple(name for name, condition in code.reasons if condition(values))
        trace = (*(lever for lever, fired in levers.items() if fired), *(("headline",) if headline else ()), *reasons)
        return Firing(levers, headline, reasons, values, trace)


@dataclass(frozen=True, slots=True)
class Closures:
    """A program's expressions, compiled."""

    measures: tuple[tuple[str, Evaluate], ...]
    levers: tuple[tuple[str, Evaluate], ...]
    headline: Evaluate
    settlement: tuple[tuple[str, Evaluate], ...]
    reasons: tuple[tuple[str, Evaluate], ...]


@lru_cache(maxsize=1024)
def closures(program: Program) -> Closures:
    """A program's expressions as closures, made once."""

    def each(named: tuple[tuple[str, Expr], ...]) -> tuple[tuple[str, Evaluate], ...]:
        return tuple((name, compiled(expr)) for name, expr in named)

    return Closures(
        each(program.measures), each(tuple(program.levers.items())), compiled(program.headline),
        each(program.settlement), each(tuple((reason.id, reason.when) for reason in program.reasons)),
    )  # fmt: skip


def measure(program: Program, values: Mapping[str, Value]) -> dict[str, Value]:
    """The values of a case with the measures that conditions name."""
    known = dict(values)
    for name, evaluate in closures(program).measures:
        known[name] = evaluate(known)
    return known


def settle(program: Program, values: dict[str, Value], headline: bool) -> None:
    """Add everything that follows from the levers that fired (`fired.<lever>`)."""
    values["headline"] = headline
    for name, evaluate in closures(program).settlement:
        values[name] = evaluate(values)


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
