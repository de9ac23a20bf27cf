"""Tables of cases: every row is what `counter` answers, whatever the shape of the table, and a
wrong row stops nothing."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import counteroffer
from counteroffer import Case, InputError, Rates, apply, counter
from counteroffer.answers.setting import Setting
from counteroffer.tables.apply import RowSettings, in_order
from counteroffer.tables.rows import ANSWERS, NUMBERS, Answers, Header
from tests.support.samples import RULES, SAMPLES, TODAY, Facts, cases, sample
from tests.support.table_rows import expected, flat, of

TERMS = RowSettings(Setting(RULES, Rates.snapshot(), TODAY))
STYLES = ("named", "numbered", "whole")
of_one_row = cases().map(
    lambda facts: {name: one for name, one in facts.items() if name != "rounds"}
)


def answered(rows: Sequence[Facts]) -> list[Answers]:
    header = Header.of(dict.fromkeys(name for row in rows for name in row), RULES)
    answerer = TERMS.answerer(header)
    found = answerer.answers([[row.get(column) for column in header.paths] for row in rows])
    return [(*row[:-1], "error" if row[-1] else None) for row in found]


@settings(max_examples=120)
@given(st.lists(of_one_row, min_size=1, max_size=4), st.sampled_from(STYLES))
def test_every_row_is_what_counter_answers(several: list[Facts], style: str) -> None:
    assert answered([flat(facts, style) for facts in several]) == [
        expected(facts) for facts in several
    ]


@given(st.lists(of_one_row, min_size=1, max_size=3), st.data())
def test_a_spoilt_cell_spoils_its_row_alone(several: list[Facts], data: st.DataObject) -> None:
    rows = [flat(facts, "named") for facts in several]
    wrong = data.draw(st.integers(0, len(rows) - 1))
    rows[wrong]["offer.base"] = data.draw(st.sampled_from(["£1.234K", "80", "much", "$1-2M", True]))
    found = answered(rows)
    assert found[wrong] == (*(None for _ in ANSWERS[1:]), "error")
    others = [number for number in range(len(rows)) if number != wrong]
    assert [found[number] for number in others] == [expected(several[number]) for number in others]


def frame(*names: str) -> pl.DataFrame:
    rows = [{"id": number, **flat(sample(name), "named")} for number, name in enumerate(names)]
    columns = dict.fromkeys(name for row in rows for name in row)
    as_text = [
        {
            name: row[name] if name == "id" else str(row[name]) if name in row else None
            for name in columns
        }
        for row in rows
    ]
    return pl.DataFrame(as_text, infer_schema_length=None)


def test_a_frame_keeps_its_columns_and_gets_the_answers() -> None:
    table = frame(*SAMPLES)
    found = apply(table, rulebook=RULES, today=TODAY)
    assert found.columns == [*table.columns, *ANSWERS]
    assert found.select(table.columns).equals(table)
    assert found.select(ANSWERS).rows() == [expected(sample(name)) for name in SAMPLES]
    assert all(found.schema[name] == pl.Int64 for name in NUMBERS)


def test_a_lazy_frame_stays_lazy_and_gives_the_same() -> None:
    table = frame(*SAMPLES)
    found = apply(table.lazy(), rulebook=RULES, today=TODAY)
    assert isinstance(found, pl.LazyFrame)
    assert found.collect().equals(apply(table, rulebook=RULES, today=TODAY))
    some = (
        found.filter(pl.col("currency") == "EUR")
        .select("id", "ask.base")
        .collect(engine="streaming")
    )
    assert some.rows() == [(5, 179000)]


@pytest.mark.parametrize("rows", [0, 1])
def test_a_table_of_hardly_anything(rows: int) -> None:
    found = apply(frame("stability").head(rows), rulebook=RULES)
    assert (found.height, found.columns[-1]) == (rows, "error")
    assert found.schema["ask.base"] == pl.Int64


def test_typed_cells_are_read_as_what_they_are() -> None:
    facts = sample("huggingface")
    table = pl.DataFrame(
        {
            "guide": pl.Series([facts["guide"]], dtype=pl.Categorical),
            "region": [facts["region"]],
            "today": [date(2026, 11, 20)],
            "offer.base": [180000.0],
            "offer.equity": [Decimal("150000.000")],
            "offer.years": [4.0],
            "offer.bonus": ["5%"],
            "offer.expires": [datetime(2026, 12, 4, 9)],
            "offer.signing": [float("nan")],
            "skills": [["gpu", "kubernetes"]],
            "gpu_years": [4],
            "clouds": [["aws", "gcp", "azure"]],
            "uptime_pct": [99.99],
            "owns_full_stack": [False],
            "competing": [
                [{"company": "NVIDIA", "base": "$210K", "equity": {"amount": "250K", "years": 4}}]
            ],
            "competing.1.company": ["Databricks"],
            "competing.1.base": [205000],
            "competing.1.equity": [230000],
            "competing.2.company": [None],
            "competing.2.base": [None],
            "competing.2.currency": ["USD"],
        }
    )
    offer = {**facts["offer"], "expires": "2026-12-04"}
    same = {**facts, "offer": offer, "candidate": {**facts["candidate"], "owns_full_stack": False}}
    assert apply(table, rulebook=RULES).select(ANSWERS).row(0) == expected(same)


def test_an_empty_cell_states_nothing_and_an_empty_list_does() -> None:
    row = flat(sample("huggingface"), "named")
    unknown, none = answered([{**row, "clouds": " "}, {**row, "clouds": []}])
    codes = ANSWERS.index("warnings")
    assert "facts-missing" in str(unknown[codes])
    assert "facts-missing" not in str(none[codes])


def test_guide_and_region_can_be_said_for_all_rows() -> None:
    facts = sample("huggingface")
    table = frame("huggingface").drop("guide")
    elsewhere = apply(table, guide=facts["guide"], region="new-york", rulebook=RULES)
    stated = apply(table.drop("region"), guide=facts["guide"], region="new-york", rulebook=RULES)
    there = of(counter(Case.of(**facts), region="new-york", rulebook=RULES))
    assert elsewhere.select(ANSWERS).row(0) == stated.select(ANSWERS).row(0) == there


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (
            {"region": "san-franisco"},
            "region: unknown region 'san-franisco'; did you mean 'san-francisco'?",
        ),
        ({"offer.base": "80"}, "offer.base: base of 80 USD is far too small: write 80K"),
        ({"offer.equity": "£1.234K/4yr"}, "offer.equity: can't tell thousands from decimals here"),
        ({"gpu_years": "many"}, "gpu_years: gpu_years needs a number of years, not 'many'"),
        ({"competing.NVIDIA.equity": "5 apples"}, "competing.NVIDIA.equity: leave out 'apples'"),
        ({"competing.1.base": "$200K"}, "competing.1.company: 'company' is missing"),
        ({"competing.1.base": "$200K", "competing.1.company": "nvidia"}, "stands twice"),
        ({"competing": [{"company": "X", "base": "$2"}]}, "competing.0.base: "),
        ({"today": "tomorrow"}, "today: a date is written 2026-12-04"),
        ({"offer.base": "€180K"}, "one offer, several currencies"),
        ({"rates.USD/GBP": "-1"}, "USD/GBP must be a positive number"),
        ({"offer": "180K"}, "offer"),
    ],
)
def test_an_error_is_one_line_with_the_name_of_its_column(cells: Facts, said: str) -> None:
    row = {**flat(sample("huggingface"), "named"), **cells}
    if "competing" in cells:
        row = {name: one for name, one in row.items() if not name.startswith("competing.")} | cells
    if "offer" in cells:
        row = {name: one for name, one in row.items() if not name.startswith("offer.")} | cells
    header = Header.of(row, RULES)
    error = str(TERMS.answerer(header).answer([row[column] for column in header.paths])[-1])
    assert said in error
    assert "\n" not in error
    assert error.startswith(next(iter(cells)).partition(".")[0])


def test_columns_that_look_like_a_fact_are_said_once() -> None:
    names = [
        "id",
        "email",
        "hired_on",
        "gpu_yeers",
        "Region",
        "offer.bse",
        "offer.notes",
        "competing.NVIDIA.eqity",
        "guide",
    ]
    notices = Header.of(names, RULES).notices
    meant = ["gpu_years", "region", "offer.base", "; an offer has base", "competing.NVIDIA.equity"]
    assert len(notices) == len(meant)
    assert all(word in notice for word, notice in zip(meant, notices, strict=True))
    table = frame("midjourney").with_columns(gpu_yeers=pl.lit(1))
    with pytest.warns(UserWarning, match="did you mean 'gpu_years'"):
        apply(table, rulebook=RULES)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        apply(frame("midjourney"), rulebook=RULES)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (["id"], "there is no column 'guide'"),
        (["guide", "region", "error"], "a column 'error' already"),
    ],
)
def test_a_frame_that_can_state_no_case_is_refused(columns: list[str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        apply(pl.DataFrame({name: ["x"] for name in columns}))


def test_processes_give_the_same_in_the_same_order() -> None:
    rows = [flat(sample(name), "numbered") for name in SAMPLES]
    header = Header.of(dict.fromkeys(name for row in rows for name in row), RULES)
    cells = [[row.get(column) for column in header.paths] for row in rows]
    chunks = [(number, cells[number % 6 :]) for number in range(12)]
    answerer = TERMS.answerer(header)
    assert list(in_order(answerer, chunks, 2)) == list(in_order(answerer, chunks, 1))
    assert [tag for tag, _ in in_order(answerer, chunks, 2)] == list(range(12))


def test_processes_that_die_leave_the_rest_to_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """As they do in a script that does not guard its entry: here they can't find their main
    file."""
    monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)
    monkeypatch.setattr(sys.modules["__main__"], "__file__", "/no/such/file.py", raising=False)
    header = Header.of(["guide", "region"], RULES)
    answerer = TERMS.answerer(header)
    chunks = [(number, [["x", "y"]] * number) for number in range(10)]
    assert list(in_order(answerer, chunks, 2)) == list(in_order(answerer, chunks, 1))


def test_a_run_that_is_given_up_leaves_no_process_behind() -> None:
    header = Header.of(["guide", "region"], RULES)
    endless = ((number, [["x", "y"]] * 50) for number in iter(int, 1))
    run = in_order(TERMS.answerer(header), endless, 2)
    assert next(run)[0] == 0
    run.close()


def test_polars_is_not_imported_before_it_is_needed() -> None:
    source = (
        "import sys, counteroffer; assert 'polars' not in sys.modules; counteroffer.apply; "
        "print('polars' in sys.modules)"
    )
    environment = {"PYTHONPATH": str(Path(counteroffer.__file__).parent.parent)}
    done = subprocess.run(
        [sys.executable, "-c", source], env=environment, capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == ("False\n", "")


def test_a_name_that_is_not_there_is_an_error() -> None:
    missing: Any = counteroffer
    with pytest.raises(AttributeError, match="no attribute 'aply'"):
        missing.aply  # noqa: B018


def test_the_answers_of_a_row_are_json() -> None:
    assert json.loads(json.dumps(answered([flat(sample("stability"), "named")])))
