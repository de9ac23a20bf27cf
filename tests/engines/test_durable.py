"""The confined durable-rules: what its rules mean, what is refused, and that nothing here can crash
or leak."""

from __future__ import annotations

import operator
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import counteroffer
from counteroffer.engines.rete import durable
from counteroffer.engines.rete import trial as durable_trial
from counteroffer.engines.rete.durable import Pattern, ReteFact, Rule, Ruleset, Test
from counteroffer.text.errors import EngineError

pytestmark = pytest.mark.skipif(
    not durable.available(),
    reason="durable-rules is not installed here (it exists for Python 3.10 to 3.12 only)",
)

COMPARE: dict[str, Callable[[int, int], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
Chain = Callable[[str], Iterable[ReteFact]]


def matches(pattern: Pattern, fact: ReteFact) -> bool:
    return pattern.kind == fact.kind and all(
        t.field in fact.fields and COMPARE[t.op](fact.fields[t.field], t.value)
        for t in pattern.tests
    )


def plain(
    rules: list[Rule], facts: list[ReteFact], chain: Chain = lambda name: ()
) -> tuple[str, ...]:
    """The same by hand: again and again the first rule that can fire and hasn't."""
    known, fired = list(facts), dict[str, None]()
    waiting = sorted(rules, key=lambda rule: rule.priority)
    while ready := [
        r for r in waiting if all(any(matches(p, f) for f in known) for p in r.patterns)
    ][:1]:
        waiting.remove(ready[0])
        fired[ready[0].name] = None
        known += chain(ready[0].name)
    return tuple(fired)


def one(*tests: Test, kind: str = "x") -> list[Rule]:
    return [Rule("hit", (Pattern(kind, tests),))]


def some_test(rng: random.Random) -> Test:
    if rng.random() < 0.3:
        return Test(rng.choice("pq"), "==", rng.random() < 0.5)
    return Test(rng.choice("abc"), rng.choice(list(durable.OPERATORS)), rng.choice(VALUES))  # type: ignore[arg-type]


def some_fact(rng: random.Random) -> ReteFact:
    numbers = {name: rng.choice(VALUES) for name in "abc" if rng.random() < 0.7}
    return ReteFact(
        rng.choice(KINDS),
        {**numbers, **{name: rng.random() < 0.5 for name in "pq" if rng.random() < 0.7}},
    )


def some_rule(rng: random.Random, index: int) -> Rule:
    patterns = (
        Pattern(rng.choice(KINDS), tuple(some_test(rng) for _ in range(rng.randrange(4))))
        for _ in range(rng.choice((1, 1, 1, 2, 3)))
    )
    return Rule(f"rule {index}", tuple(patterns), rng.randrange(4))


KINDS = ("x", "y", "profile", "profile_2")
VALUES = (-(2**53) + 1, -7, -1, 0, 1, 2, 5, 1_000_000, 10**15, 2**53 - 1)


def agree(rng: random.Random, rules: int, facts: int, links: int) -> None:
    """A random case fires the same rules in the same order here and by hand."""
    book = [some_rule(rng, index) for index in range(rules)]
    given_facts = [some_fact(rng) for _ in range(facts)]
    further = {
        f"rule {rng.randrange(rules)}": [some_fact(rng) for _ in range(2)] for _ in range(links)
    }

    def chain(name: str) -> Iterable[ReteFact]:
        return further.get(name, ())

    assert Ruleset(book).fire(given_facts, chain) == plain(book, given_facts, chain)


# What rules mean


@pytest.mark.parametrize("op", durable.OPERATORS)
@pytest.mark.parametrize("value", [-(2**53) + 1, -5, 0, 5, 10**15, 2**53 - 2])
def test_numbers_are_compared_exactly(op: durable.Op, value: int) -> None:
    ruleset = Ruleset(one(Test("a", op, value)))
    for given_value in (value - 1 if value > -(2**53) + 1 else value, value, value + 1, -value):
        assert bool(ruleset.fire([ReteFact("x", {"a": given_value})])) is COMPARE[op](
            given_value, value
        )


@pytest.mark.parametrize("wanted", [True, False])
def test_an_unknown_value_passes_no_test(wanted: bool) -> None:
    ruleset = Ruleset(one(Test("p", "==", wanted)))
    assert ruleset.fire([ReteFact("x", {"p": wanted})]) == ("hit",)
    assert ruleset.fire([ReteFact("x", {"p": not wanted})]) == ()
    assert ruleset.fire([ReteFact("x", {})]) == ()
    assert Ruleset(one(Test("a", "!=", 5))).fire([ReteFact("x", {})]) == ()


def test_a_pattern_without_tests_takes_any_fact_of_its_kind() -> None:
    assert Ruleset(one()).fire([ReteFact("x", {})]) == ("hit",)
    assert Ruleset(one()).fire([ReteFact("xx", {}), ReteFact("", {"p": True})]) == ()
    assert Ruleset(one()).fire([]) == ()
    assert Ruleset([]).fire([ReteFact("x", {})]) == ()


def test_all_patterns_must_match_and_one_fact_may_match_several() -> None:
    young, old = Pattern("x", (Test("a", "<", 5),)), Pattern("x", (Test("b", ">", 5),))
    ruleset = Ruleset(
        [
            Rule("both", (young, old)),
            Rule("twice", (young, young)),
            Rule("three", (young, old, Pattern("y"))),
        ]
    )
    assert ruleset.fire([ReteFact("x", {"a": 1, "b": 9})]) == ("both", "twice")
    assert ruleset.fire([ReteFact("x", {"a": 1}), ReteFact("x", {"b": 9})]) == ("both", "twice")
    assert ruleset.fire([ReteFact("x", {"a": 1}), ReteFact("y", {})]) == ("twice",)
    assert ruleset.fire([ReteFact("y", {}), ReteFact("x", {"b": 9}), ReteFact("x", {"a": 1})]) == (
        "both",
        "twice",
        "three",
    )
    assert ruleset.fire([]) == ()


def test_a_rule_fires_once_by_priority_and_then_as_declared() -> None:
    rules = [
        Rule(name, (Pattern("x"),), rank)
        for name, rank in [("c", 2), ("b", 1), ("a", 1), ("last", 70_000), ("first", -3)]
    ]
    assert Ruleset(rules).fire([ReteFact("x", {"a": n}) for n in range(5)]) == (
        "first",
        "b",
        "a",
        "c",
        "last",
    )


def test_a_firing_may_add_facts() -> None:
    rules = [
        Rule("last", (Pattern("y", (Test("a", ">", 2),)), Pattern("x")), 9),
        Rule("open", (Pattern("x"),), 1),
        Rule("urgent", (Pattern("y"),), 0),
    ]
    told: list[str] = []

    def chain(name: str) -> list[ReteFact]:
        told.append(name)
        return {"open": [ReteFact("y", {"a": 1})], "urgent": [ReteFact("y", {"a": 3})]}.get(
            name, []
        )

    assert Ruleset(rules).fire([ReteFact("x", {})], chain) == ("open", "urgent", "last")
    assert told == ["open", "urgent", "last"]


@pytest.mark.parametrize("name", ["", "a b", 'quo"te', "$start", "back\\slash", "é" * 30_000])
def test_a_rule_may_have_any_name(name: str) -> None:
    assert Ruleset([Rule(name, (Pattern("x"),))]).fire([ReteFact("x", {})]) == (name,)


def test_fields_and_kinds_that_no_rule_asks_for_are_ignored() -> None:
    extra = ReteFact(
        "x",
        {"a": 5, **{f"extra{n}": n for n in range(1_000)}, "costarring": 1, "liquid": 2, "id": 3},
    )
    assert Ruleset(one(Test("a", "==", 5))).fire([extra, ReteFact("other kind", {"a": True})]) == (
        "hit",
    )


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 12), st.integers(0, 6), st.integers(0, 4))
def test_it_agrees_with_plain_python(
    rng: random.Random, rules: int, facts: int, links: int
) -> None:
    agree(rng, rules, facts, links)


# How much it takes


def test_a_thousand_rules() -> None:
    agree(random.Random(1), rules=1_000, facts=8, links=30)


def test_a_thousand_rules_that_all_match_one_fact() -> None:
    rules = [Rule(f"{n}", (Pattern("x", (Test("a", "<=", n + 5),)),)) for n in range(1_000)]
    assert Ruleset(rules).fire([ReteFact("x", {"a": 5})]) == tuple(rule.name for rule in rules)


@pytest.mark.parametrize("several", [False, True])
def test_six_hundred_identical_conditions(several: bool) -> None:
    patterns = (Pattern("x", (Test("a", ">", 1),)), *(Pattern("y"),) * several)
    rules = [Rule(f"{n}", patterns) for n in range(600)]
    assert Ruleset(rules).fire([ReteFact("x", {"a": 5}), ReteFact("y", {})]) == tuple(
        rule.name for rule in rules
    )


def test_the_largest_patterns() -> None:
    fields = [f"f{n}" for n in range(durable.SHARD_FIELDS)]
    wide = Rule("wide", (Pattern("x", tuple(Test(name, "==", 1) for name in fields)),))
    other = Rule("other", (Pattern("x", tuple(Test(f"g{n}", "==", 1) for n in range(99))),))
    deep = Rule(
        "deep",
        tuple(Pattern("x", (Test(name, ">", 0),)) for name in fields[: durable.MAX_PATTERNS]),
    )
    fact = dict.fromkeys(fields, 1)
    assert Ruleset([wide, other, deep]).fire([ReteFact("x", fact)]) == ("wide", "deep")
    assert Ruleset([wide, other]).fire([ReteFact("x", {**fact, "f7": 2})]) == ()


# What is refused


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        (one() + one(), "two rules of this name"),
        ([Rule("r", ())], "0 patterns"),
        ([Rule("r", (Pattern("x"),) * 13)], "13 patterns"),
        ([Rule("r", (Pattern("x"),), True)], "priority True"),
        ([Rule(str(n), (Pattern("x"),)) for n in range(4_001)], "4001 rules"),
        ([Rule(str(n), (Pattern(f"x{n}"),)) for n in range(501)], "too many kinds"),
        (one(kind=""), "'' can't name a kind"),
        (one(kind="$start"), "can't name a kind"),
        (one(kind="x#2"), "can't name a kind"),
        (one(kind='x"'), "can't name a kind"),
        (one(kind="x" * 101), "can't name a kind"),
        (one(Test("é", "==", 1)), "can't name a field"),
        (one(Test("a.b", "==", 1)), "can't name a field"),
        (one(Test("a\n", "==", 1)), "can't name a field"),
        (one(Test("1a", "==", 1)), "can't name a field"),
        *((one(Test(name, "==", 1)), "can't be called") for name in ("id", "sid", "kind", "_1")),
        (one(Test("a", "=~", 1)), "unknown operator '=~'"),  # type: ignore[arg-type]
        (one(Test("p", "!=", True)), "a yes or no is compared by == only"),
        (one(Test("a", "==", 1), Test("a", "==", True)), "a is a whole number in another test"),
        (one(Test("a", "==", 2**53)), "out of range"),
        (one(Test("a", ">", -(2**53))), "out of range"),
        *(
            (one(Test("a", "<", value)), "neither")  # type: ignore[arg-type]
            for value in (1.0, float("nan"), float("inf"), "5", None)
        ),
        (one(*(Test(f"f{n}", "==", 1) for n in range(241))), "241 fields"),
        (one(Test("costarring", "==", 1), Test("liquid", "==", 1)), "can't be told apart"),
        (
            [
                Rule("r", (Pattern("x", (Test("declinate", ">", 1),)),)),
                *one(Test("macallums", "==", True), kind="y"),
            ],
            "apart",
        ),
    ],
)
def test_rules_that_do_not_fit_are_refused(rules: list[Rule], why: str) -> None:
    with pytest.raises(EngineError, match=why):
        Ruleset(rules)


@pytest.mark.parametrize("value", [1, 0, 2**53, 1.0, "true", None])
def test_a_fact_of_another_type_is_refused(value: object) -> None:
    with pytest.raises(EngineError, match=r"^x\.p: "):
        Ruleset(one(Test("p", "==", True))).fire([ReteFact("x", {"p": value})])  # type: ignore[dict-item]


@pytest.mark.parametrize(
    "value", [True, 2**53, -(2**53), 10**400, 5.0, float("nan"), float("inf"), "5"]
)
def test_a_fact_that_is_no_whole_number_in_range_is_refused(value: object) -> None:
    ruleset = Ruleset(one(Test("a", "==", 5)))
    with pytest.raises(EngineError, match=r"^x\.a: "):
        ruleset.fire([ReteFact("x", {}), ReteFact("x", {"a": value})])  # type: ignore[dict-item]
    assert ruleset.fire([ReteFact("x", {"a": 5})]) == ("hit",)


def test_a_chain_in_a_circle_ends() -> None:
    rules = [Rule("ping", (Pattern("x"),)), Rule("pong", (Pattern("y"),))]
    chain = {"ping": [ReteFact("y", {})], "pong": [ReteFact("x", {}), ReteFact("x", {"a": 1})]}
    assert Ruleset(rules).fire([ReteFact("x", {})], chain.__getitem__) == ("ping", "pong")


def test_a_chain_without_end_is_refused() -> None:
    with pytest.raises(EngineError, match="too many facts"):
        Ruleset(one(Test("a", ">", 0))).fire(
            [ReteFact("x", {"a": 1})], lambda name: (ReteFact("x", {"a": n}) for n in count())
        )


def test_too_many_firings_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable, "MAX_FIRINGS", 10)
    facts = [ReteFact("x", {"a": n}) for n in range(11)]
    assert Ruleset(one(Test("a", ">=", 0))).fire(facts[:10]) == ("hit",)
    with pytest.raises(EngineError, match="don't come to an end"):
        Ruleset(one(Test("a", ">=", 0))).fire(facts)


def test_too_many_combinations_are_refused() -> None:
    ruleset = Ruleset([Rule("r", tuple(Pattern("x", (Test("a", ">", n),)) for n in range(12)))])
    with pytest.raises(EngineError, match=r"ways; the limit is"):
        ruleset.fire(ReteFact("x", {"a": n}) for n in range(20, 40))
    assert ruleset.fire(
        [ReteFact("x", {"b": n}) for n in range(20)] + [ReteFact("x", {"a": 99})]
    ) == ("r",)


def test_an_error_of_the_caller_passes_through() -> None:
    ruleset = Ruleset(one())
    with pytest.raises(ZeroDivisionError):
        ruleset.fire([ReteFact("x", {})], lambda name: [ReteFact("x", {"a": 1 // 0})])
    assert ruleset.fire(
        [ReteFact("x", {})],
        lambda name: [ReteFact("x", {})] * len(ruleset.fire([ReteFact("x", {})])),
    ) == ("hit",)


def test_where_durable_rules_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    durable._engine.cache_clear()
    try:
        assert not durable.available()
        assert "durable-rules can't be used" in durable.reason()
        with pytest.raises(EngineError, match="durable-rules can't be used"):
            Ruleset(one())
    finally:
        durable._engine.cache_clear()


def test_the_ids_of_messages_are_told_apart() -> None:
    ids = {"start", "sid-s", *(f"f{n + 1}" for n in range(durable.MAX_MESSAGES))}
    assert len({durable._fnv(name) for name in ids}) == durable.MAX_MESSAGES + 2


# That it holds


def test_eight_threads_find_what_one_finds() -> None:
    rng = random.Random(2)
    ruleset = Ruleset([some_rule(rng, index) for index in range(20)])
    cases = [[some_fact(rng) for _ in range(4)] for _ in range(500)]
    expected = [ruleset.fire(case) for case in cases]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(ruleset.fire, cases)) == expected
    finally:
        sys.setswitchinterval(interval)


def child(*arguments: str) -> str:
    """Run this file with these arguments, in a process of its own."""
    path = os.pathsep.join(
        [str(Path(counteroffer.__path__[0]).parent), os.environ.get("PYTHONPATH", "")]
    )
    command = [sys.executable, __file__, *arguments]
    return subprocess.run(
        command,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
    ).stdout


@pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="memory is read from /proc, as on Linux"
)
def test_memory_stays_flat() -> None:
    assert int(child("memory", "5000")) < 1_000_000


def test_nothing_random_kills_it() -> None:
    assert child("fuzz", "1500") == "alive\n"


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def memory(evaluations: int) -> int:
    """By how many bytes the process grows over so many evaluations, good ones and refused ones."""
    ruleset = Ruleset(
        [
            *one(Test("a", ">", 1)),
            Rule("two", (Pattern("x"), Pattern("y", (Test("p", "==", True),)))),
        ]
    )
    facts = [ReteFact("x", {"a": 2}), ReteFact("y", {"p": True})]
    before = 0
    for turn in range(evaluations):
        if turn == evaluations // 5:
            before = resident()
        if turn % 10:
            ruleset.fire(facts, lambda name: [ReteFact("x", {"a": 3})])
        else:
            with pytest.raises(EngineError):
                ruleset.fire(facts, lambda name: [ReteFact("x", {"a": True})])
    return resident() - before


def fuzz(cases: int) -> str:
    rng = random.Random(3)
    for _ in range(cases):
        agree(rng, rules=rng.randrange(1, 30), facts=rng.randrange(7), links=rng.randrange(6))
    return "alive"


# Trying rules in a child process


def test_a_trial_accepts_what_fires() -> None:
    durable_trial.trial(
        one(Test("a", ">", 1), Test("p", "==", True)), [ReteFact("x", {"a": 2, "p": True})]
    )


def test_a_trial_says_what_is_refused() -> None:
    with pytest.raises(EngineError, match="can't be used: hit: 'é' can't name a field"):
        durable_trial.trial(one(Test("é", "==", 1)))
    with pytest.raises(EngineError, match=r"can't be used: x\.p: 1 is not a yes or no"):
        durable_trial.trial(one(Test("p", "==", True)), [ReteFact("x", {"p": 1})])
    with pytest.raises(EngineError, match="can't be tried"):
        durable_trial.trial(one(Test("a", "==", object())))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("instead", "why"),
    [
        ("os.abort()", "the trial died with status -6"),
        ("time.sleep(60)", "did not come to an end within 0.5 seconds"),
        ("1 / 0", "the trial died with status 1"),
    ],
)
def test_a_trial_survives_rules_that_crash_or_hang(
    monkeypatch: pytest.MonkeyPatch, instead: str, why: str
) -> None:
    """Rules called `bad` crash or hang where they are fired; the next ones are tried all the
    same."""
    code = f"""
import os, time
from counteroffer.engines.rete import trial
real = trial.Ruleset
def ruleset(rules):
    rules = tuple(rules)
    return {instead} if rules[0].name == "bad" else real(rules)
trial.Ruleset = ruleset
trial.main()
"""
    durable_trial._end()
    monkeypatch.setattr(durable_trial, "_CHILD", ("-c", code))
    bad = Rule("bad", (Pattern("x"),))
    with pytest.raises(EngineError, match=why):
        durable_trial.trial([bad], seconds=0.5)
    durable_trial.trial(one(Test("a", ">", 1)))
    durable_trial._end()


def test_a_trial_that_cannot_be_held_is_told_and_the_next_one_is_held(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    durable_trial._end()
    with monkeypatch.context() as patch:
        patch.setattr(durable_trial, "_CHILD", ("-c", "import sys; sys.exit(7)"))
        with pytest.raises(EngineError, match="can't be tried"):
            durable_trial.trial(one(Test("a", ">", 1)))
    durable_trial.trial(one(Test("a", ">", 1)))


if __name__ == "__main__":
    print({"memory": memory, "fuzz": fuzz}[sys.argv[1]](int(sys.argv[2])))
