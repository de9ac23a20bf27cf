"""Forward chaining by the C module of durable-rules, limited to the right and safe part of it.

`Ruleset(rules).fire(facts)` turns typed facts into the names of the rules that fire, in the order
fired. Values are booleans and whole numbers; a test compares one field of one fact with a constant,
and a field that a fact doesn't have passes no test. A rule fires once, as soon as each of its
patterns is matched by a fact (one fact may match several patterns); among those that can fire the
lowest `priority` goes first, then the one declared first.

A mistake in what C is given is a crash or a silent wrong answer, not an exception. So only this can
be said at all, and all of it is checked here: everything that doesn't fit raises EngineError. This
is the only module that imports `durable_rules_engine`; where that isn't installed, importing this
one still works and `available()` is False.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from counteroffer.text.errors import EngineError

Op = Literal["==", "!=", "<", "<=", ">", ">="]

OPERATORS = {"==": "$eq", "!=": "$neq", "<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte"}
MAX_VALUE = (
    2**53
)  # C holds numbers as doubles: below it every whole number is exact, without an exponent
MAX_RULES = 4_000  # C: 4,096 actions in a ruleset
MAX_PATTERNS = 12  # of one rule; C: 16 facts in a frame
MAX_NAME = 100  # characters of a kind or a field
# Of one internal kind; C has a stack of 64 matching nodes per fact, and lists of 256 that overflow.
SHARD_PATTERNS = 50
SHARD_FIELDS = 240  # of one internal kind; C: 255 properties in a fact
MAX_SHARDS = 500  # C: a table of 512 kinds
# Facts given to C in one evaluation, each about 10 KB there; their ids have distinct hashes.
MAX_MESSAGES = 10_000
# Combinations of facts, which C stores one by one, that rules of several patterns can match.
MAX_JOINED = 100_000
MAX_FIRINGS = 200_000  # of one evaluation, counting a rule once per combination of facts as C does

# `id` and `sid` are C's own, `kind` is ours, `_1` is the constant that C's rules with joins need.
_RESERVED = ("id", "sid", "kind", "_1")
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_START = '{"id":"start","sid":"s","kind":"$start"}'


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison of one field of a fact with a constant.

    Booleans by `==` only, whole numbers between −2**53 and 2**53 by all operators.
    """

    __test__ = False  # not for pytest to collect

    field: str
    op: Op
    value: bool | int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A fact of this kind that passes all the tests; with no tests, any fact of the kind."""

    kind: str
    tests: tuple[Test, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """Fires when each pattern is matched by some fact; the lowest `priority` first."""

    name: str
    patterns: tuple[Pattern, ...]
    priority: int = 1


@dataclass(frozen=True, slots=True)
class ReteFact:
    """One fact; what isn't known is absent from `fields`."""

    kind: str
    fields: Mapping[str, bool | int]


def available() -> bool:
    """Whether rules can be fired here."""
    return not reason()


def reason() -> str:
    """Why rules can't be fired here; empty where they can."""
    return _engine()[1]


def build() -> str:
    """Which build of the C module this is: its file, its size and its time; empty without one."""
    place = getattr(_engine()[0], "__file__", None)
    if not place:
        return ""
    status = os.stat(place)
    return f"{place} {status.st_size} {status.st_mtime_ns}"


@cache
def _engine() -> tuple[Any, str]:
    try:
        import durable_rules_engine
    except (
        ImportError
    ) as error:  # not installed, or built for another Python: on 3.13 it builds and doesn't load
        return None, f"durable-rules can't be used: {error}"
    return durable_rules_engine, ""


class Ruleset:
    """Rules, checked and compiled once.

    Safe to use from several threads: C keeps the interpreter lock throughout each call, and every
    evaluation has a handle of its own.

    EngineError where durable-rules is missing, or for a rule that it could not hold or would
    misread.
    """

    __slots__ = ("_engine", "_json", "_kinds", "_rules", "_types")

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._engine, missing = _engine()
        if missing:
            raise EngineError(missing)
        rules = tuple(rules)
        self._types = _check(rules)
        # In the order of firing: C sorts by a 16-bit priority and then as written, so writing in
        # order is all it takes.
        self._rules = tuple(sorted(rules, key=lambda rule: rule.priority))
        self._kinds, self._json = _compile(self._rules)
        try:
            self._engine.delete_ruleset(self._engine.create_ruleset("counteroffer", self._json))
        except self._engine.error as error:
            raise EngineError(f"durable-rules refuses these rules: {error}") from error

    def fire(
        self,
        facts: Iterable[ReteFact],
        chain: Callable[[str], Iterable[ReteFact]] = lambda name: (),
    ) -> tuple[str, ...]:
        """The names of the rules that fire on these facts, each once, in the order fired.

        `chain(name)` is called once for each, when it fires, and returns further facts to take into
        account. Kinds and fields that no rule asks for are ignored, and so is a fact that is
        already known. EngineError for a value of the wrong type, and for more facts, combinations
        or firings than the limits above.
        """
        session = _Session(self._engine, self._json)
        try:
            for fact in facts:
                self._tell(session, fact)
            fired: dict[str, None] = {}
            index = session.first()
            while index is not None:
                name = self._rules[index].name
                if name not in fired:
                    fired[name] = None
                    for fact in chain(name):
                        self._tell(session, fact)
                index = session.next()
            return tuple(fired)
        except self._engine.error as error:
            raise EngineError(f"durable-rules stopped: {error}") from error
        finally:
            session.close()

    def _tell(self, session: _Session, fact: ReteFact) -> None:
        kind = self._kinds.get(fact.kind)
        if kind is None:
            return
        shadow = {}
        for name, value in fact.fields.items():
            if name in self._types:
                declared = _type(value, f"{fact.kind}.{name}")
                if declared is not self._types[name]:
                    raise EngineError(
                        f"{fact.kind}.{name}: {value!r} is not {_ARTICLE[self._types[name]]}"
                    )
                shadow[name] = f',"{name}":{_text(value)}'
        if not session.new(fact.kind, shadow):
            return
        kind.count(session.candidates, shadow)
        for shard in kind.shards:
            session.tell(
                shard.name, "".join([shadow[name] for name in shard.fields if name in shadow])
            )


class _Session:
    """One evaluation, with a handle of its own.

    Sessions of a shared handle are told apart by a 32-bit hash alone.
    """

    __slots__ = (
        "candidates",
        "engine",
        "firings",
        "handle",
        "known",
        "messages",
        "started",
        "state",
    )

    def __init__(self, engine: Any, rules: str) -> None:
        self.engine = engine
        self.candidates: Counter[_Shape] = Counter()
        self.known: set[tuple[str, frozenset[str]]] = set()
        self.messages = self.firings = 0
        self.started = False
        self.handle: int = engine.create_ruleset("counteroffer", rules)
        try:
            self.state: int = engine.assert_fact(self.handle, _START)[1]
            # A rule is fired first of all: to delete a state in which none ever did frees garbage.
            engine.start_action_for_state(self.handle, self.state)
            self.started = True
            engine.complete_and_start_action(self.handle, self.state)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Free both the state and the ruleset: either alone leaks."""
        if self.started:
            self.engine.delete_state(self.handle, "s")
        self.engine.delete_ruleset(self.handle)

    def new(self, kind: str, shadow: dict[str, str]) -> bool:
        """Whether no equal fact was told before: to the rules, facts with equal fields are one."""
        before = len(self.known)
        self.known.add((kind, frozenset(shadow.values())))
        return len(self.known) > before

    def tell(self, kind: str, fields: str) -> None:
        self.messages += 1
        if self.messages > MAX_MESSAGES:
            raise EngineError(
                f"too many facts: durable-rules gets at most {MAX_MESSAGES} in one evaluation"
            )
        message = f'{{"id":"f{self.messages}","sid":"s","kind":"{kind}"{fields}}}'
        if self.engine.assert_fact(self.handle, message)[0] not in (
            0,
            1,
        ):  # 0: it matched something, 1: nothing
            raise EngineError(f"durable-rules did not take the fact {message}")

    def first(self) -> int | None:
        action = self.engine.start_action_for_state(self.handle, self.state)
        return self._index(action and action[1])

    def next(self) -> int | None:
        return self._index(self.engine.complete_and_start_action(self.handle, self.state))

    def _index(self, match: str | None) -> int | None:
        """`{"12":{"m0":...}}` is a match of rule 12."""
        if match is None:
            return None
        self.firings += 1
        if self.firings > MAX_FIRINGS:
            raise EngineError(f"the rules don't come to an end: more than {MAX_FIRINGS} firings")
        return int(match[2 : match.index('"', 2)])


_Shape = tuple[str, frozenset[str]]  # a kind and the fields that a pattern of it tests


@dataclass(slots=True)
class _Shard:
    """Part of the patterns of a kind under an internal kind, so that no table of C overflows."""

    name: str
    patterns: int = 0
    fields: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Kind:
    """What C knows about a kind: its shards, and which of its facts can match together."""

    shards: list[_Shard] = field(default_factory=list)
    shapes: set[_Shape] = field(default_factory=set)
    joins: Counter[tuple[_Shape, ...]] = field(default_factory=Counter)  # those of all kinds

    def count(self, candidates: Counter[_Shape], shadow: Mapping[str, str]) -> None:
        """Refuse what would explode in memory.

        C stores each combination of facts that a rule of several patterns can match.
        """
        found = [shape for shape in self.shapes if shape[1].issubset(shadow)]
        if not found:
            return
        candidates.update(found)
        joined = sum(
            n * math.prod(max(1, candidates[shape]) for shape in join)
            for join, n in self.joins.items()
        )
        if joined > MAX_JOINED:
            raise EngineError(
                f"rules of several patterns can match in {joined} ways; the limit is {MAX_JOINED}"
            )


def _compile(rules: tuple[Rule, ...]) -> tuple[dict[str, _Kind], str]:
    """The kinds by name, and the rules as C reads them.

    Rule n is called "n", its patterns m0, m1 and so on.
    """
    kinds: dict[str, _Kind] = {}
    joins: Counter[tuple[_Shape, ...]] = Counter()
    written: dict[str, Any] = {"$start": {"all": [{"m": {"$and": [{"$eq": {"kind": "$start"}}]}}]}}
    for index, rule in enumerate(rules):
        taken: set[str] = set()
        shapes: list[_Shape] = []
        every = []
        for alias, pattern in enumerate(dict.fromkeys(rule.patterns)):
            kind = kinds.setdefault(pattern.kind, _Kind(joins=joins))
            fields = frozenset(test.field for test in pattern.tests)
            shard = _place(kind.shards, pattern.kind, fields, taken)
            shapes.append((pattern.kind, fields))
            tests = [
                {OPERATORS[test.op]: {test.field: _number(test.value)}} for test in pattern.tests
            ]
            every.append({f"m{alias}": {"$and": [{"$eq": {"kind": shard}}, *tests]}})
        if len(every) > 1:
            joins[tuple(shapes)] += 1
            for shape in shapes:
                kinds[shape[0]].shapes.add(shape)
        written[str(index)] = {"all": every}
    if sum(len(kind.shards) for kind in kinds.values()) > MAX_SHARDS:
        raise EngineError(
            f"too many kinds and rules: durable-rules gets at most {MAX_SHARDS} groups of them"
        )
    return kinds, json.dumps(written, separators=(",", ":"))


def _place(shards: list[_Shard], kind: str, fields: frozenset[str], taken: set[str]) -> str:
    """The first shard with room.

    Patterns of one rule go to different ones: a fact is told once per shard, and C lets
    no fact match two patterns of a rule.
    """
    for shard in shards:
        full = shard.patterns == SHARD_PATTERNS or len(shard.fields | fields) > SHARD_FIELDS
        if shard.name not in taken and not full:
            break
    else:
        shard = _Shard(f"{kind}#{len(shards) + 1}")
        shards.append(shard)
    shard.patterns += 1
    shard.fields |= fields
    taken.add(shard.name)
    return shard.name


def _check(rules: tuple[Rule, ...]) -> dict[str, type]:
    """The type of each field that the rules test.

    EngineError for the first rule that doesn't fit.
    """
    if len(rules) > MAX_RULES:
        raise EngineError(f"{len(rules)} rules: durable-rules gets at most {MAX_RULES}")
    types: dict[str, type] = {}
    names: set[str] = set()
    for rule in rules:
        if rule.name in names:
            raise EngineError(f"{rule.name}: two rules of this name")
        names.add(rule.name)
        if type(rule.priority) is not int:
            raise EngineError(f"{rule.name}: the priority {rule.priority!r} is not a whole number")
        if not 1 <= len(rule.patterns) <= MAX_PATTERNS:
            raise EngineError(
                f"{rule.name}: {len(rule.patterns)} patterns; a rule has 1 to {MAX_PATTERNS}"
            )
        for pattern in rule.patterns:
            _check_pattern(rule.name, pattern, types)
    _check_hashes(types)
    return types


def _check_pattern(rule: str, pattern: Pattern, types: dict[str, type]) -> None:
    _check_name(rule, "kind", pattern.kind)
    for test in pattern.tests:
        _check_name(rule, "field", test.field)
        if test.field in _RESERVED:
            raise EngineError(f"{rule}: a field can't be called {test.field!r}")
        if test.op not in OPERATORS:
            raise EngineError(
                f"{rule}: unknown operator {test.op!r}; there are {' '.join(OPERATORS)}"
            )
        declared = _type(test.value, f"{rule}: {test.field}")
        if declared is bool and test.op != "==":
            raise EngineError(
                f"{rule}: {test.field} {test.op} {test.value}: a yes or no is compared by == only"
            )
        if types.setdefault(test.field, declared) is not declared:
            raise EngineError(
                f"{rule}: {test.field} is {_ARTICLE[types[test.field]]} in another test, not in"
                " this one"
            )
    fields = len({test.field for test in pattern.tests})
    if fields > SHARD_FIELDS:
        raise EngineError(
            f"{rule}: {fields} fields of one fact; durable-rules gets at most {SHARD_FIELDS}"
        )


def _check_name(rule: str, what: str, name: str) -> None:
    if not isinstance(name, str) or not _IDENTIFIER.fullmatch(name) or len(name) > MAX_NAME:
        raise EngineError(
            f"{rule}: {name!r} can't name a {what}: up to {MAX_NAME} letters, digits and _"
        )


def _check_hashes(names: Iterable[str]) -> None:
    """Refuse two names with one hash: C knows fields by a 32-bit hash (FNV-1a) only."""
    seen = {_fnv(name): name for name in _RESERVED}
    for name in names:
        other = seen.setdefault(_fnv(name), name)
        if other != name:
            raise EngineError(
                f"the fields {other!r} and {name!r} can't be told apart by durable-rules:"
                " rename one"
            )


def _fnv(name: str) -> int:
    code = 0x811C9DC5
    for byte in name.encode("ascii"):
        code = (code ^ byte) * 0x01000193 & 0xFFFFFFFF
    return code


_ARTICLE = {bool: "a yes or no", int: "a whole number"}


def _type(value: object, place: str) -> type:
    """Bool or int.

    A float is refused even where it is whole: C would take it, and also NaN, infinity and 1e300.
    """
    if type(value) is bool:
        return bool
    if type(value) is not int:
        raise EngineError(f"{place}: {value!r} is neither a yes or no nor a whole number")
    if not -MAX_VALUE < value < MAX_VALUE:
        raise EngineError(f"{place}: {value} is out of range, which is within 2**53 either way")
    return int


def _number(value: bool | int) -> bool | float:
    """Numbers as floats, so that C compares like with like.

    Exact below 2**53, and without an exponent as JSON.
    """
    return value if type(value) is bool else float(value)


def _text(value: bool | int) -> str:
    """`_number(value)` as JSON, without the cost of json.dumps: a fact has many."""
    return ("true" if value else "false") if type(value) is bool else f"{value}.0"
