"""Tables as columns: whatever the table, all columns of the answers are those of the row path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counteroffer import Rates, apply
from counteroffer.answers.setting import Setting
from counteroffer.tables.apply import RowSettings, answer_frame, cells
from counteroffer.tables.columns.cells import TableCells, table_of
from counteroffer.tables.columns.unfolded import TableColumns
from counteroffer.tables.rows import ANSWERS, Answerer, Answers, Header
from tests.support.random_tables import nested, plain_table, random_table
from tests.support.samples import HUGGING_FACE, MIDJOURNEY, RULES, TODAY, Facts, cases
from tests.support.table_rows import flat

TERMS = RowSettings(Setting(RULES, Rates.snapshot(), TODAY))
STYLES = ("named", "numbered", "whole")
of_one_row = cases().map(
    lambda facts: {name: one for name, one in facts.items() if name != "rounds"}
)


class Counted:
    """The row path, and how many rows were left to it."""

    rows = 0

    def __call__(self, answerer: Answerer, rows: Sequence[Any]) -> list[Answers]:
        self.rows += len(rows)
        return answerer.answers(rows)


def differences(table: pl.DataFrame, terms: RowSettings = TERMS) -> tuple[list[Any], int]:
    """Where columns and rows differ, with both answers, and the rows that are left over."""
    header = terms.header(table.columns)
    answerer, left = terms.answerer(header), Counted()
    stated = TableCells({name: table[name] for name in header.paths}, table.height)
    found = TableColumns(answerer, few=1).answers(stated, left)
    expected = answer_frame(answerer.answers(cells(table, header)))
    wrong = [
        (name, table.row(row, named=True), expected[name][row], found[name][row])
        for name in ANSWERS
        for row in (~expected[name].eq_missing(found[name])).arg_true().to_list()
    ]
    return wrong, left.rows


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**9))
def test_a_random_table_gets_the_answers_and_errors_of_its_rows(seed: int) -> None:
    assert differences(random_table(seed, 60))[0] == []


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**9))
def test_nested_records_get_the_answers_and_errors_of_their_rows(seed: int) -> None:
    assert _of_records(nested(random_table(seed, 60))) == []


def _of_records(records: Sequence[Facts]) -> list[Any]:
    """Where columns and rows differ for records, with both answers."""
    header = Header.of(dict.fromkeys(name for row in records for name in row), RULES)
    stated = [[row.get(column) for column in header.paths] for row in records]
    answerer = TERMS.answerer(header)
    table = table_of(tuple(header.paths), stated)
    found = TableColumns(answerer, few=1).answers(table, Counted()).rows()
    both = zip(records, answerer.answers(stated), found, strict=True)
    return [(row, mine, theirs) for row, mine, theirs in both if mine != theirs]


@settings(max_examples=30, deadline=None)
@given(st.lists(of_one_row, min_size=1, max_size=6), st.sampled_from(STYLES))
def test_random_cases_get_the_answers_of_their_rows(several: list[Facts], style: str) -> None:
    assert _of_records([flat(facts, style) for facts in several]) == []


@pytest.mark.slow
def test_six_thousand_rows_of_three_guides_are_those_of_the_row_path() -> None:
    found, left = differences(plain_table(6_000))
    assert (found, left) == ([], 0)


@pytest.mark.slow
def test_thousands_of_rows_with_errors_are_those_of_the_row_path() -> None:
    for seed in range(6):
        rows = random_table(seed, 300)
        assert differences(rows)[0] == []
        assert _of_records(nested(rows)) == []


def test_what_columns_can_say_is_not_left_to_the_row_path() -> None:
    assert differences(plain_table(300)) == ([], 0)


ROW: Mapping[str, Any] = {
    "guide": HUGGING_FACE,
    "region": "san-francisco",
    "offer.base": 180_000,
    "offer.equity": "$150K/4yr",
    "skills": "gpu, kubernetes",
    "gpu_years": 4,
    "competing.NVIDIA.base": "$210K",
}


def table(**columns: Sequence[Any]) -> pl.DataFrame:
    """A row for each of the values of the columns that are given, all else the same."""
    named = {name.replace("__", "."): list(values) for name, values in columns.items()}
    height = max(map(len, named.values()))
    same = {name: [value] * height for name, value in ROW.items() if name not in named}
    return pl.DataFrame({**same, **named}, strict=False)


@pytest.mark.parametrize(
    "columns",
    [
        {"rates__USD/EUR": ["0.86", "0.9", None], "region": ["paris"] * 3},
        {"rates__GBP/USD": [1.31, 1.2, 9.0], "offer__base": ["£100K"] * 3},
        {
            "today": ["2026-11-20", "2027-03-01", "x"],
            "competing__NVIDIA__expires": ["2026-11-30"] * 3,
        },
        {"offer__expires": ["2026-11-19", "2026-11-20", None]},
        {"competing__NVIDIA__evidence": ["written", "expected", "hearsay"]},
        {"competing__NVIDIA__private": [True, False, None]},
        {"minimum_base": [170_000, 260_000, 5]},
        {"current_base": ["$300K", "€90K", None]},
        {"home": ["GBP", "ZZZ", None]},
        {"offer__final": ["yes", None, "no"], "offer__base": [100_000, 150_000, 260_000]},
        {"offer__total": ["$230K", None, "$90K"]},
        {"offer__ote": [None, "$200K", "$100K"], "offer__bonus": ["10%", None, None]},
        {"offer__currency": ["GBP", None, "EUR"], "offer__base": [150_000] * 3},
        {"offer__base": ["$180K", "£150K", "¥30M"], "region": ["toronto", "oslo", "tokyo"]},
        {"offer__base": ["$90K", "kr 900K", "$1.9M"], "region": ["toronto", "oslo", "mexico-city"]},
        {"offer__hours": ["40", None, "35"], "offer__base": ["$95/h", None, "$90/h"]},
        {"offer__base": [None, None, None], "offer__equity": [None, None, "$80K/yr"]},
        {"offer__base": [180_000.0, 180_000.5, float("nan")]},
        {"offer__base": [180, 0, -5]},
        {"skills": [["gpu"], [], None]},
        {"guide": ["x/y", HUGGING_FACE, None], "offer__base": [80, 80, 180_000]},
        {"region": ["atlantis", "berlin", None], "offer__base": [80, 180_000, 180_000]},
        {"competing__nvidia__base": ["$200K", None, "$1"]},
        {"competing__1__base": ["$200K", None, None], "competing__1__company": [None, "Acme", "A"]},
        {"candidate": [{"gpu_years": 1}, None, {"gpu_yeers": 2}], "gpu_years": [None, 3, 4]},
        {"offer": [{"base": "$170K"}, None, {"bse": "$170K"}], "offer__base": [None, 180_000, 1]},
        {"competing": [[{"company": "Acme", "base": "$250K"}], None, [{"company": "Acme"}]]},
    ],
    ids=lambda columns: " and ".join(columns),
)
def test_each_kind_of_column_is_read_as_in_a_row(columns: dict[str, list[Any]]) -> None:
    assert differences(table(**columns))[0] == []


def test_region_and_guide_can_be_said_for_all_rows() -> None:
    terms = RowSettings(Setting(RULES, Rates.snapshot(), TODAY, region="paris"), HUGGING_FACE)
    rows = table(offer__base=["$180K", 150_000, "€160K", "x"]).drop("guide")
    assert differences(rows, terms)[0] == []


def test_a_guide_whose_equity_is_by_the_year_is_settled_in_columns() -> None:
    rows = table(guide=[MIDJOURNEY] * 3, offer__base=[200_000, 230_000, 250_000])
    assert differences(rows)[0] == []


def test_a_frame_of_many_chunks_is_answered_as_one() -> None:
    several = pl.concat([plain_table(200)] * 3)
    whole = apply(several, rulebook=RULES, today=TODAY)
    lazily = apply(several.lazy(), rulebook=RULES, today=TODAY).collect(engine="streaming")
    parts = [apply(part, rulebook=RULES, today=TODAY) for part in several.iter_slices(150)]
    assert whole.equals(pl.concat(parts))
    assert whole.equals(lazily)
