"""The third interpreter: expressions as polars columns agree with plain on every row, wide numbers
and unknowns included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings

from counteroffer.analysis.what_if.factor import JoinedTable, stages
from counteroffer.analysis.what_if.grid import ColumnPlan, batches, settled_columns, step
from counteroffer.engines.columns import column
from counteroffer.language import expr as x
from counteroffer.language.compile import compiled
from counteroffer.language.expr import Expr, Value
from counteroffer.language.intervals import Range
from counteroffer.text.errors import CounterofferError, EngineError
from tests.support.samples import attempt
from tests.support.trees import RANGES, conditions, expressions, numbers, rows

Row = Mapping[str, Value]


def frame(table: Sequence[Row]) -> pl.DataFrame:
    """Rows as the columns that expressions are over."""

    def listed(name: str, made: Any) -> list[Any]:
        return [None if row[name] is None else made(row[name]) for row in table]

    numbers = [
        pl.Series(name, [row[name] for row in table], dtype=pl.Int64)
        for name in ("a", "b", "c", "d")
    ]
    flags = [pl.Series(name, [row[name] for row in table], dtype=pl.Boolean) for name in ("p", "q")]
    return pl.DataFrame(
        [
            *numbers,
            *flags,
            pl.Series("word", [row["word"] for row in table], dtype=pl.String),
            pl.Series("tags", listed("tags", lambda tags: True), dtype=pl.Boolean),
            pl.Series("count tags", listed("tags", len), dtype=pl.Int64),
            pl.Series("tags has gpu", listed("tags", lambda tags: "gpu" in tags), dtype=pl.Boolean),
        ]
    )


def evaluated(expr: Expr, table: Sequence[Row]) -> list[Any]:
    made, _ = column(expr, RANGES)
    return frame(table).lazy().select(x=made).collect(engine="streaming")["x"].to_list()


@settings(max_examples=400)
@given(expressions, rows)
def test_columns_equal_plain(expr: Expr, table: Sequence[Row]) -> None:
    wanted = [compiled(expr)(row) for row in table]
    found = attempt(evaluated, expr, table)
    if isinstance(found, EngineError):
        assert "2**53" in str(found) or "128 bits" in str(found)
        return
    assert not isinstance(found, CounterofferError)
    # A constant is one row, to be spread over all.
    assert (found * len(table) if len(found) == 1 else found) == wanted


@pytest.mark.parametrize("rounding", ["half-up", "up"])
@pytest.mark.parametrize("step_", [1, 3, 1000])
@pytest.mark.parametrize("by", [x.Number(1), x.Number(2), x.Number(7), x.Number(100), x.Fact("d")])
def test_rounding_at_and_beside_the_half(rounding: Any, step_: int, by: Expr) -> None:
    numbers = [*range(-30, 31), -1500, -1499, -501, -500, -499, 499, 500, 501, 1499, 1500, 1501]
    table = [_row(a=a, d=d) for a in numbers for d in (1, 2, 5, 6)]
    expr = x.Quotient(x.Fact("a"), by, rounding, step_)
    assert evaluated(expr, table) == [compiled(expr)(row) for row in table]


def _row(**known: Value) -> dict[str, Value]:
    return {**dict.fromkeys(RANGES), **known}


@pytest.mark.parametrize("make", [x.Greatest, x.Least])
def test_the_greatest_of_what_may_all_be_unknown(make: Any) -> None:
    values = (None, -5, 0, 7)
    table = [_row(a=a, b=b, c=c) for a, b, c in product(values, repeat=3)]
    for expr in (
        make((x.Fact("a"), x.Fact("b"), x.Fact("c"))),
        make((x.Fact("a"),)),
        make((x.Fact("a"), x.Fact("b"), x.Number(0))),
    ):
        assert evaluated(expr, table) == [compiled(expr)(row) for row in table]


def test_lists_of_tags_words_and_what_is_not_stated() -> None:
    table = [
        _row(tags=frozenset({"gpu", "rust"}), word="senior"),
        _row(tags=frozenset(), word="junior"),
        _row(p=True),
    ]
    for expr in (
        x.Has(x.Fact("tags"), "gpu"),
        x.Count(x.Fact("tags")),
        x.Known(x.Fact("tags")),
        x.Is(x.Fact("word"), "senior"),
        x.Known(x.Fact("word")),
        x.Choose(x.Fact("p"), x.Number(1), x.NOTHING),
        x.Compare(">=", x.Count(x.Fact("tags")), x.Number(2)),
    ):
        assert evaluated(expr, table) == [compiled(expr)(row) for row in table]


def test_an_intermediate_of_128_bits_is_exact() -> None:
    ranges = {"amount": Range(0, 10**13), "num": Range(1, 10**18), "den": Range(10**17, 10**18)}
    expr = x.Quotient(x.Product((x.Fact("amount"), x.Fact("num"))), x.Fact("den"), "half-up", 1000)
    table = [
        {"amount": amount, "num": num, "den": den}
        for amount in (0, 1, 123_456_789, 2 * 10**12 + 1, 10**13)
        for num, den in ((10**18, 10**17), (10**18 - 1, 10**18), (10**17 + 7, 10**18 - 3))
    ]
    made, _ = column(expr, ranges)
    found = pl.DataFrame(table, schema=dict.fromkeys(ranges, pl.Int64)).lazy().select(x=made)
    assert found.collect(engine="streaming")["x"].to_list() == [
        compiled(expr)(row) for row in table
    ]


@pytest.mark.parametrize("make", [x.Sum, x.Greatest, x.Least, x.FirstKnown])
@pytest.mark.parametrize("rounding", ["half-up", "up"])
@pytest.mark.parametrize("by", [x.Number(10**19), x.Product((x.Fact("den"), x.Number(100)))])
def test_every_operation_in_128_bits(make: Any, rounding: Any, by: Expr) -> None:
    ranges = {
        "amount": Range(-(10**12), 10**12, True),
        "other": Range(0, 10**12, True),
        "den": Range(10**17, 10**17 + 9),
    }
    wide = [x.Product((x.Fact(name), x.Number(10**18 + 1))) for name in ("amount", "other")]
    chosen = x.Choose(x.Compare(">", wide[0], wide[1]), wide[0], x.Product((wide[1], x.Number(-3))))
    expr = x.Quotient(make((chosen, *wide)), by, rounding, 10)
    table = [
        {"amount": amount, "other": other, "den": den}
        for amount in (None, -(10**12), -7, 0, 10**12)
        for other in (None, 0, 7, 10**12)
        for den in (10**17, 10**17 + 9)
    ]
    made, _ = column(expr, ranges)
    found = pl.DataFrame(table, schema=dict.fromkeys(ranges, pl.Int64)).lazy().select(x=made)
    assert found.collect(engine="streaming")["x"].to_list() == [
        compiled(expr)(row) for row in table
    ]


def test_a_column_of_128_bits_is_read_as_such() -> None:
    rates = [10**25 + 1, 3 * 10**25]
    expr = x.Quotient(x.Product((x.Fact("amount"), x.Fact("num"))), x.Number(10**25), "half-up")
    made, _ = column(expr, {"amount": Range(0, 10**6), "num": Range(min(rates), max(rates))})
    table = pl.DataFrame({"amount": [1_000, 999_999], "num": pl.Series(rates, dtype=pl.Int128)})
    assert table.lazy().select(x=made).collect(engine="streaming")["x"].to_list() == [
        1_000,
        2_999_997,
    ]


@pytest.mark.parametrize(
    ("expr", "said"),
    [
        (x.Product((x.Fact("a"), x.Fact("b"))), "nothing over 2**53"),
        (x.Quotient(x.Product((x.Fact("a"),) * 4), x.Number(10**39), "up"), "128 bits"),
        (x.Compare("<", x.Product((x.Fact("a"),) * 6), x.Number(1)), "128 bits"),
    ],
)
def test_what_cannot_be_proved_to_fit_is_refused(expr: Expr, said: str) -> None:
    with pytest.raises(EngineError, match=said.replace("*", r"\*")):
        column(expr, {"a": Range(1, 10**10), "b": Range(1, 10**13)})


@settings(max_examples=150)
@given(numbers(), numbers(), conditions(), rows)
def test_a_factored_grid_equals_the_unfactored(
    one: Expr, two: Expr, third: Expr, table: Sequence[Row]
) -> None:
    """The facts in three tables, joined as factoring likes; the second expression uses the first,
    and a flag the third."""
    groups = (("a", "p"), ("b", "c", "q"), ("d", "word", "tags"))
    names = [
        set(group) | ({"count tags", "tags has gpu"} if "tags" in group else set())
        for group in groups
    ]
    row = pl.int_range(pl.len())
    tables = [
        frame(table).select(sorted(group)).with_columns(row.alias(f"n{n}"))
        for n, group in enumerate(names)
    ]
    ranges, inputs = dict(RANGES), {name: frozenset([name]) for name in RANGES}
    steps = []
    try:
        for name, expr, certain in (
            ("first", x.Sum((one, x.Fact("a"))), False),
            ("flag", third, True),
            (
                "last",
                x.Greatest((x.Fact("first"), x.Choose(x.Fact("flag"), two, x.Fact("d")))),
                False,
            ),
            ("other", x.FirstKnown((x.Fact("last"), x.Fact("first"), x.Fact("b"))), False),
        ):
            made, ranges[name] = step(name, expr, ranges, inputs, certain)
            inputs[name] = made.inputs
            steps.append(made)
    except EngineError:
        return
    plan = ColumnPlan(tuple(steps), {}, ranges)
    crossed = (
        tables[0].lazy().join(tables[1].lazy(), how="cross").join(tables[2].lazy(), how="cross")
    )
    wanted = settled_columns(crossed, plan)
    joined: pl.LazyFrame | None = None
    for stage in stages(
        plan, [JoinedTable(frozenset(group), 1 + n) for n, group in enumerate(groups)]
    ):
        here = tables[stage.table].lazy()
        joined = here if joined is None else joined.join(here, how="cross")
        for batch in batches(stage.steps):
            joined = joined.with_columns(batch)
    assert joined is not None
    columns = ["n0", "n1", "n2", "first", "flag", "last", "other"]
    found = joined.select(columns).sort("n0", "n1", "n2").collect()
    assert found.equals(wanted.select(columns).sort("n0", "n1", "n2").collect())


def test_a_part_of_an_expression_is_worked_out_where_its_facts_are() -> None:
    """Of a maximum over three tables each stage holds its part, and the last only the last
    comparison."""
    terms = (
        x.Product((x.Fact("a"), x.Number(3))),
        x.Product((x.Fact("b"), x.Number(5))),
        x.Product((x.Fact("c"), x.Number(7))),
    )
    made, found = step(
        "x", x.Greatest(terms), RANGES, {name: frozenset([name]) for name in "abc"}, False
    )
    plan = ColumnPlan((made,), {}, {**RANGES, "x": found})
    order = stages(
        plan,
        [JoinedTable(frozenset(name), rows) for name, rows in (("a", 1000), ("b", 10), ("c", 100))],
    )
    assert [stage.table for stage in order] == [1, 2, 0]
    assert [len(stage.steps) for stage in order] == [1, 1, 1] or [
        len(one.steps) for one in order
    ] == [0, 1, 1]
    assert order[-1].steps[-1].name == "x"
    assert isinstance(order[-1].steps[-1].expr, x.Greatest)
    assert len(order[-1].steps[-1].expr.terms) == 2
