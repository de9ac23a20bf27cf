"""The program as rules for durable-rules; the headline chains on the levers that fired.

A lever becomes a rule for each way in which its condition can hold, and one for each way in which
it can fail, so that neither firing means that facts are missing. What durable-rules must not do
(compare two fields, count, look into a list) is worked out beforehand and asserted as a field of
its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from counteroffer.engines.interface import Firing, settle
from counteroffer.engines.rete.durable import Pattern, Rule, Ruleset, Test
from counteroffer.engines.rete.durable import ReteFact as Asserted
from counteroffer.language import expr as x
from counteroffer.language.compile import EvaluateAll, compiled_all
from counteroffer.language.expr import Expr, Value, facts_of, positive, ways
from counteroffer.settlement.asks import COMPETING
from counteroffer.settlement.program import Program
from counteroffer.settlement.region_figures import NO_MARKET
from counteroffer.text.kept import remembered

_LEVERS, _HEADLINE, _SETTLE, _REASONS = 1, 2, 3, 4  # the order of the stages
_START = Asserted("start", {})


class Rete:
    """The engine that fires rules by durable-rules, limited to what `durable` allows."""

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
    """The facts to assert: each field's kind and name, and the function for all of their values."""

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
    """The rules, what each stands for, and what to assert for them.

    For each rule its stage and the lever or the reason; what to assert before and after, and for a
    lever.
    """

    rules: Ruleset
    stages: Mapping[str, tuple[str, str]]
    before: _Asserting
    after: _Asserting
    chained: Mapping[str, tuple[Asserted, ...]]


@remembered
def _compiled(program: Program) -> _Compiled:
    before, after = _Fields(program.kinds, settled=False), _Fields(program.kinds, settled=True)
    rules: list[Rule] = []
    for lever, condition in program.levers.items():
        rules += _rules(f"fires {lever}", condition, _LEVERS, before.test)
        rules += _rules(f"silent {lever}", x.Not(condition), _LEVERS, before.test)
    both = (
        Pattern("fired", (Test("competing", "==", True),)),
        Pattern("fired", (Test("own", "==", True),)),
    )
    rules.append(Rule("headline", (*both, *_somewhere(program, before)), _HEADLINE))
    rules.append(Rule("settle", (Pattern("start"),), _SETTLE))
    for reason in program.reasons:
        rules += _rules(f"{reason.about} {reason.id}", reason.when, _REASONS, after.test)
    stages = {rule.name: _stage(rule.name) for rule in rules}
    chained = {
        lever.id: (Asserted("fired", {"competing" if lever.id == COMPETING else "own": True}),)
        for lever in program.place.levers
        if lever.own or lever.id == COMPETING
    }
    if (
        program.foreign
    ):  # a crash of the C module can't be caught: rules from outside are tried elsewhere first
        from counteroffer.engines.rete.verdicts import tried_before_use

        tried_before_use(rules, _sample(rules))
    return _Compiled(Ruleset(rules), stages, before.asserting(), after.asserting(), chained)


def _somewhere(program: Program, before: _Fields) -> Iterator[Pattern]:
    """Of a converted region, that the guide says something of the place."""
    if program.place.converted:
        kind, test = before.test(x.Not(x.Fact(NO_MARKET)))
        yield Pattern(kind, (test,))


def _sample(rules: list[Rule]) -> list[Asserted]:
    """A fact of each kind that passes tests of the rules, so that a trial fires something."""
    kinds: dict[str, dict[str, Any]] = {}
    for rule in rules:
        for pattern in rule.patterns:
            kinds.setdefault(pattern.kind, {}).update(
                {test.field: test.value for test in pattern.tests}
            )
    return [Asserted(kind, fields) for kind, fields in kinds.items()]


def _stage(rule: str) -> tuple[str, str]:
    """Of `fires gpu-infrastructure #0` the first and the second word."""
    stage, _, rest = rule.partition(" ")
    return stage, rest.partition(" #")[0]


def _rules(
    name: str, condition: Expr, stage: int, test: Callable[[Expr], tuple[str, Test]]
) -> list[Rule]:
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
    """The fields that rules ask for, one for each thing that is compared or asked."""

    def __init__(self, kinds: Mapping[str, str], *, settled: bool) -> None:
        self._kinds, self._settled = kinds, settled
        self._fields: dict[Expr, tuple[str, str]] = {}

    def asserting(self) -> _Asserting:
        """What works out the values of all fields."""
        return _Asserting(tuple(self._fields.values()), compiled_all(self._fields))

    def _kind(self, name: str) -> str:
        """The kind of fact that a field is asserted with; its own for a measure no rule names."""
        return "settled" if self._settled else self._kinds.get(name, "measured")

    def test(self, leaf: Expr) -> tuple[str, Test]:
        """A leaf of a condition as the kind of fact and the test of one of its fields."""
        match leaf:
            case x.Compare(operator, x.Fact() | x.Count() as left, x.Number(value)):
                kind, name = self._field(left)
                return kind, Test(name, operator, value)
            case x.Not(term):
                kind, name = self._field(term)
                return kind, Test(name, "==", False)
            case _:
                kind, name = self._field(leaf)
                return kind, Test(name, "==", True)

    def _field(self, value: Expr) -> tuple[str, str]:
        """Kind and name of the field that holds a value: a fact, a count, or a leaf's truth."""
        if value not in self._fields:
            first = next(facts_of(value))
            # The number tells apart what would else be spelled the same; durable-rules takes ASCII
            # of some length.
            name = f"v{len(self._fields)}_{re.sub(r'[^A-Za-z0-9]+', '_', first)[:40]}"
            self._fields[value] = (self._kind(first), name)
        return self._fields[value]
