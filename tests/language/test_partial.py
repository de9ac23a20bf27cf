"""Partial evaluation and ranges: what is left has the same value, and no value leaves its range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counteroffer.language import expr as x
from counteroffer.language.compile import assigning, compiled
from counteroffer.language.expr import Expr, Value, facts_of
from counteroffer.language.intervals import ANYTHING, NEVER, STEP, Range, over_box, range_of
from counteroffer.language.partial import (
    CONDITIONS,
    Partial,
    Settled,
    as_condition,
    as_expr,
    partial,
)
from tests.support.trees import RANGES, expressions, rows

A, B, C, D, P = (x.Fact(name) for name in "abcdp")


def value(left: Partial, condition: bool, row: Mapping[str, Value]) -> Value:
    found: Value = compiled(as_condition(left) if condition else as_expr(left))(row)
    return found


def facts_left(left: Partial) -> set[str]:
    return set() if isinstance(left, Settled) else set(facts_of(left))


def is_condition(expr: Expr) -> bool:
    return isinstance(expr, CONDITIONS) or expr in (x.Fact("p"), x.Fact("q"))


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
        ("b", x.Product((x.Number(3), x.Fact("a"))), False),
        ("c", x.Quotient(x.Fact("b"), x.Number(7), "half-up"), False),
        ("p", x.Compare(">", x.Fact("c"), x.Number(20)), True),
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
        (x.Greatest((D, x.Number(0))), D),
        (x.Greatest((D, x.Number(100))), Settled(100)),
        (x.Least((x.Greatest((D, x.Number(100))), x.Number(50))), Settled(50)),
        (
            x.Greatest((x.Choose(P, x.Number(150), x.NOTHING), x.Number(120), D)),
            x.Greatest((x.Number(120), x.Choose(P, x.Number(150), x.Number(120)))),
        ),
        (x.Greatest((A, x.Number(5))), x.Greatest((x.Number(5), x.FirstKnown((A, x.Number(5)))))),
        (x.FirstKnown((D, x.Number(0))), D),
        (x.FirstKnown((x.NOTHING, A, D, B)), x.FirstKnown((A, D))),
        (x.Known(D), Settled(True)),
        (x.Known(A), x.Known(A)),
        (x.Or((x.Known(D), x.Known(A))), Settled(True)),
        (x.And((x.Compare("<", D, x.Number(98)), x.Known(A))), x.Known(A)),
        (x.Not(x.Compare(">", D, x.Number(0))), Settled(False)),
        (x.Choose(x.Compare(">", D, x.Number(500)), A, B), B),
        (x.Choose(P, A, A), A),
        (
            x.Quotient(
                x.Sum((x.Product((A, x.Number(40_000))), x.Product((B, x.Number(10_000))))),
                x.Number(40_000),
                "half-up",
            ),
            x.Quotient(x.Sum((x.Product((A, x.Number(4))), B)), x.Number(4), "half-up"),
        ),
        (x.Quotient(x.Product((A, x.Number(100))), x.Number(100), "up"), A),
        (
            x.Compare(">", x.Product((A, x.Number(10_000))), x.Number(0)),
            x.Compare(">", A, x.Number(0)),
        ),
        (x.Sum((A, x.Number(0))), A),
        (x.Compare("==", x.NOTHING, A), Settled(None)),
    ],
)
def test_what_makes_no_difference_is_left_out(expr: Expr, left: Partial) -> None:
    assert partial(expr, {}, RANGES) == left


@pytest.mark.parametrize(
    ("expr", "found"),
    [
        (x.Compare("<", D, x.Number(1)), Range(0, 0)),
        (x.Compare(">=", D, x.Number(1)), Range(1, 1)),
        (x.Compare("!=", x.Number(1), x.Number(1)), Range(0, 0)),
        (x.Compare("<", C, x.Number(6)), Range(1, 1, True)),
        (x.And((x.Compare("<", C, x.Number(6)), x.Compare("<", D, x.Number(1)))), Range(0, 0)),
        (x.Or((P, x.Known(D))), Range(1, 1)),
        (x.Not(P), Range(0, 1, True)),
        (x.Known(x.NOTHING), Range(0, 0)),
        (x.Compare("<", x.NOTHING, D), NEVER),
        (x.Fact("nobody states it"), NEVER),
        (x.Quotient(D, x.Number(10), "up", 1), Range(1, 10)),
        (x.Quotient(D, x.Number(10), "up", 5), Range(5, 10)),
    ],
)
def test_ranges(expr: Expr, found: Range) -> None:
    assert range_of(expr, RANGES) == found
