"""The tree for durable-rules: conditions as rules over facts by kind, the headline chained on the levers that fired.

A lever becomes a rule for each way in which its condition can hold, and one for each way in which it can fail, so that
neither firing means that facts are missing. What durable-rules must not do (compare two fields, count, look into a
list) is worked out beforehand and asserted as a field of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from counteroffer.durable import Fact as Asserted
from counteroffer.durable import Pattern, Rule, Ruleset, Test
from counteroffer.engines import Firing, settle
from counteroffer.expr import Compare, Count, Expr, Fact, Has, Is, Known, Not, Number, Value, facts_of, positive, ways
from counteroffer.plain import EvaluateAll, compiled_all
from counteroffer.settle import COMPETING, Program

_LEVERS, _HEADLINE, _SETTLE, _REASONS = 1, 2, 3, 4  # the order of the stages
_START = Asserted("start", {})
_WORDS = {"==": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}


class Rete:
    """durable-rules, confined to what `durable` allows."""

    name = "rete"

    def fire(self, program: Program, values: dict[str, Value]) -> Firing:
        code = _compiled(program)
        levers: dict[str, bool | None] = dict.fromkeys(program.levers)
        reasons: set[str] = set()
        headline = False

        def chain(rule: str) -> Iterable[Asserted]:
            nonlocal headline
            stage, name = code.stages[rule]
            if stage == "fires":
                levers[name] = True
                return code.chained.get(name, ())
            if stage == "silent":
                levers[name] = False
            elif stage == "headline":
                headline = True
            elif stage == "settle":
                for lever, fired in levers.items():
                    values[f"fired.{lever}"] = fired is True
                settle(program, values, headline)
                return code.after.facts(values)
            else:
                reasons.add(name)
            return ()

        fired = code.rules.fire((_START, *code.before.facts(values)), chain)
        trace = tuple(rule for rule in fired if not rule.startswith("settle"))
        ordered = tuple(reason.id for reason in program.reasons if reason.id in reasons)
        return Firing(levers, headline, ordered, values, trace)


@dataclass(frozen=True, slots=True)
class _Asserting:
    """What is asserted: for each field its kind and its name, and what works out the values of all of them."""

    fields: tuple[tuple[str, str], ...]
    evaluate: EvaluateAll

    def facts(self, values: dict[str, Value]) -> list[Asserted]:
        """One fact of each kind, with the fields that are known."""
        kinds: dict[str, dict[str, Any]] = {}
        for (kind, name), value in zip(self.fields, self.evaluate(values), strict=True):
            if value is not None:
                kinds.setdefault(kind, {})[name] = value
        return [Asserted(kind, known) for kind, known in kinds.items()]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """The rules; for each its stage and the lever or the reason; what to assert before and after, and for a lever."""

    rules: Ruleset
    stages: Mapping[str, tuple[str, str]]
    before: _Asserting
    after: _Asserting
    chained: Mapping[str, tuple[Asserted, ...]]


@lru_cache(maxsize=256)
def _compiled(program: Program) -> _Compiled:
    before, after = _Fields(program.kinds, settled=False), _Fields(program.kinds, settled=True)
    rules: list[Rule] = []
    for lever, condition in program.levers.items():
        rules += _rules(f"fires {lever}", condition, _LEVERS, before.test)
        rules += _rules(f"silent {lever}", Not(condition), _LEVERS, before.test)
    both = (Pattern("fired", (Test("competing", "==", True),)), Pattern("fired", (Test("own", "==", True),)))
    rules.append(Rule("headline", both, _HEADLINE))
    rules.append(Rule("settle", (Pattern("start"),), _SETTLE))
    for reason in program.reasons:
        rules += _rules(f"floor {reason.id}", reason.when, _REASONS, after.test)
    stages = {rule.name: _stage(rule.name) for rule in rules}
    chained = {
        lever.id: (Asserted("fired", {"competing" if lever.id == COMPETING else "own": True}),)
        for lever in program.place.levers
        if lever.own or lever.id == COMPETING
    }
    return _Compiled(Ruleset(rules), stages, before.asserting(), after.asserting(), chained)


def _stage(rule: str) -> tuple[str, str]:
    """Of `fires gpu-infrastructure #0` the first and the second word."""
    stage, _, rest = rule.partition(" ")
    return stage, rest.partition(" #")[0]


def _rules(name: str, condition: Expr, stage: int, test: Callable[[Expr], tuple[str, Test]]) -> list[Rule]:
    """A rule for each way in which a condition can hold."""
    rules = []
    for number, way in enumerate(ways(positive(condition))):
        kinds: dict[str, dict[Test, None]] = {}
        for leaf in way:
            kind, one = test(leaf)
            kinds.setdefault(kind, {})[one] = None
        patterns = tuple(Pattern(kind, tuple(tests)) for kind, tests in kinds.items())
        rules.append(Rule(f"{name} #{number}", patterns, stage))
    return rules


class _Fields:
    """The fields that rules ask for, each once."""

    def __init__(self, kinds: Any, *, settled: bool) -> None:
        self._kinds, self._settled = kinds, settled
        self._fields: dict[str, tuple[str, Expr]] = {}

    def asserting(self) -> _Asserting:
        """What works out the values of all fields."""
        fields = tuple((kind, name) for name, (kind, _) in self._fields.items())
        return _Asserting(fields, compiled_all(value for _, value in self._fields.values()))

    def test(self, leaf: Expr) -> tuple[str, Test]:
        """A leaf of a condition as the kind of fact and the test of one of its fields."""
        match leaf:
            case Compare(operator, Fact(name) as left, Number(value)):
                return self._field(left, name, Test(name, operator, value))
            case Compare(operator, Count(Fact(name)) as left, Number(value)):
                counted = f"count_{name}"
                return self._field(left, counted, Test(counted, operator, value))
            case Compare(operator, left, right):
                name = f"{_name(left)}_{_WORDS[operator]}_{_name(right)}"
                return self._field(leaf, name, Test(name, "==", True))
            case Not(term):
                kind, test = self.test(term)
                return kind, Test(test.field, "==", False)
            case Has(Fact(name), tag):
                return self._flag(leaf, f"{name}_has_{tag}")
            case Is(Fact(name), tag):
                return self._flag(leaf, f"{name}_is_{tag}")
            case Known(term):
                return self._flag(leaf, f"{_name(term)}_known")
            case Fact(name):
                return self._flag(leaf, name)
            case _:
                raise TypeError(f"not a leaf of a condition: {leaf!r}")

    def _flag(self, leaf: Expr, name: str) -> tuple[str, Test]:
        field = re.sub(r"\W", lambda sign: f"_{ord(sign[0]):x}_", name, flags=re.ASCII)
        return self._field(leaf, field, Test(field, "==", True))

    def _field(self, value: Expr, name: str, test: Test) -> tuple[str, Test]:
        if name not in self._fields:
            kind = "settled" if self._settled else self._kinds[next(facts_of(value))]
            self._fields[name] = (kind, value)
        return self._fields[name][0], test


def _name(term: Expr) -> str:
    match term:
        case Fact(name):
            return name
        case Count(Fact(name)):
            return f"count_{name}"
        case Number(value):
            return str(value).replace("-", "minus_")
        case _:
            raise TypeError(f"not a term of a condition: {term!r}")
