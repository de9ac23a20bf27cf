"""Partial evaluation and ranges: what is left has the same value, and no value leaves its range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counteroffer.language.compile import assigning, compiled
from counteroffer.language.expr import (
    NOTHING,
    And,
    Choose,
    Compare,
    Expr,
    Fact,
    FirstKnown,
    Greatest,
    Known,
    Least,
    Not,
    Number,
    Or,
    Product,
    Quotient,
    Sum,
    Value,
    facts_of,
)
from counteroffer.language.intervals import ANYTHING, NEVER, STEP, Range, over_box, range_of
from counteroffer.language.partial import (
    CONDITIONS,
    Partial,
    Settled,
    as_condition,
    as_expr,
    facts_left,
    partial,
)
from tests.support.trees import RANGES, expressions, rows

A, B, C, D, P = (Fact(name) for name in "abcdp")


def value(left: Partial, condition: bool, row: Mapping[str, Value]) -> Value:
    found: Value = compiled(as_condition(left) if condition else as_expr(left))(row)
    return found


def is_condition(expr: Expr) -> bool:
    return isinstance(expr, CONDITIONS) or expr in (Fact("p"), Fact("q"))


@settings(max_examples=300)
@given(expressions, rows, st.sets(st.sampled_from(sorted(RANGES))))
def test_what_is_left_has_the_same_value(
    expr: Expr, table: Sequence[dict[str, Value]], varies: set[str]
) -> None:
    for row in table:
        known = {name: one for name, one in row.items() if name not in varies}
        wanted = compiled(expr)(row)
        for ranges in (RANGES, dict.fromkeys(RANGES, ANYTHING)):
            left = partial(expr, known, {name: ranges[name] for name in varies})
            assert facts_left(left) <= varies
            assert value(left, is_condition(expr), row) == wanted


@settings(max_examples=300)
@given(expressions, rows)
def test_no_value_leaves_its_range(expr: Expr, table: Sequence[dict[str, Value]]) -> None:
    found = range_of(expr, RANGES)
    for row in table:
        one = compiled(expr)(row)
        if one is None:
            assert found.unknown or found.never
        else:
            assert found.low <= one <= found.high


@settings(max_examples=300)
@given(expressions, rows, st.integers(-20, 99_990), st.integers(0, 12))
def test_no_value_leaves_its_range_while_one_fact_takes_every_value_of_a_box(
    expr: Expr, table: Sequence[dict[str, Value]], low: int, wide: int
) -> None:
    follow: tuple[tuple[str, Expr, bool], ...] = (
        ("a", STEP, False),
        ("b", Product((Number(3), Fact("a"))), False),
        ("c", Quotient(Fact("b"), Number(7), "half-up"), False),
        ("p", Compare(">", Fact("c"), Number(20)), True),
    )
    work = assigning((name, expr) for name, expr, _ in follow)
    for row in table:
        found = over_box(low, low + wide, follow, row).of(expr)
        for step in range(low, low + wide + 1):
            values = {**row, STEP.name: step}
            work(values)
            one = compiled(expr)(values)
            assert found.low <= one <= found.high if one is not None else not found.sure


@settings(max_examples=200)
@given(expressions)
def test_what_is_left_adds_no_fact_and_is_not_wider(expr: Expr) -> None:
    left = partial(expr, {}, RANGES)
    assert facts_left(left) <= set(facts_of(expr))
    before = range_of(expr, RANGES)
    if not isinstance(left, Settled) and not before.never and not is_condition(expr):
        after = range_of(left, RANGES)
        assert after.never or (before.low <= after.low and after.high <= before.high)


@pytest.mark.parametrize(
    ("expr", "left"),
    [
        (Greatest((D, Number(0))), D),
        (Greatest((D, Number(100))), Settled(100)),
        (Least((Greatest((D, Number(100))), Number(50))), Settled(50)),
        (
            Greatest((Choose(P, Number(150), NOTHING), Number(120), D)),
            Greatest((Number(120), Choose(P, Number(150), Number(120)))),
        ),
        (Greatest((A, Number(5))), Greatest((Number(5), FirstKnown((A, Number(5)))))),
        (FirstKnown((D, Number(0))), D),
        (FirstKnown((NOTHING, A, D, B)), FirstKnown((A, D))),
        (Known(D), Settled(True)),
        (Known(A), Known(A)),
        (Or((Known(D), Known(A))), Settled(True)),
        (And((Compare("<", D, Number(98)), Known(A))), Known(A)),
        (Not(Compare(">", D, Number(0))), Settled(False)),
        (Choose(Compare(">", D, Number(500)), A, B), B),
        (Choose(P, A, A), A),
        (
            Quotient(
                Sum((Product((A, Number(40_000))), Product((B, Number(10_000))))),
                Number(40_000),
                "half-up",
            ),
            Quotient(Sum((Product((A, Number(4))), B)), Number(4), "half-up"),
        ),
        (Quotient(Product((A, Number(100))), Number(100), "up"), A),
        (Compare(">", Product((A, Number(10_000))), Number(0)), Compare(">", A, Number(0))),
        (Sum((A, Number(0))), A),
        (Compare("==", NOTHING, A), Settled(None)),
    ],
)
def test_what_makes_no_difference_is_left_out(expr: Expr, left: Partial) -> None:
    assert partial(expr, {}, RANGES) == left


@pytest.mark.parametrize(
    ("expr", "found"),
    [
        (Compare("<", D, Number(1)), Range(0, 0)),
        (Compare(">=", D, Number(1)), Range(1, 1)),
        (Compare("!=", Number(1), Number(1)), Range(0, 0)),
        (Compare("<", C, Number(6)), Range(1, 1, True)),
        (And((Compare("<", C, Number(6)), Compare("<", D, Number(1)))), Range(0, 0)),
        (Or((P, Known(D))), Range(1, 1)),
        (Not(P), Range(0, 1, True)),
        (Known(NOTHING), Range(0, 0)),
        (Compare("<", NOTHING, D), NEVER),
        (Fact("nobody states it"), NEVER),
        (Quotient(D, Number(10), "up", 1), Range(1, 10)),
        (Quotient(D, Number(10), "up", 5), Range(5, 10)),
    ],
)
def test_ranges(expr: Expr, found: Range) -> None:
    assert range_of(expr, RANGES) == found
