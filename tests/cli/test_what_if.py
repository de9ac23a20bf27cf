"""`counteroffer what-if`: tables, conditions, files, pictures, and what it leaves alone."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from counteroffer import Case
from counteroffer.analysis.what_if.where import Column, WhereError, where
from counteroffer.answers.setting import Setting
from counteroffer.files.atomic_write import whole
from counteroffer.formats.charts.plots import drawing
from tests.support.command import HUGGING_FACE, ROOT, run
from tests.support.samples import RULES, sample

BASE = ("--vary", "offer.base=180K:240K:20K")
NVIDIA = ("--vary", "competing.NVIDIA=absent,held")


def what_if(*arguments: str, **environment: str) -> str:
    done = run("what-if", HUGGING_FACE, *arguments, **environment)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_a_table_is_told_against_the_baseline() -> None:
    lines = what_if(*BASE, "--vary", "clouds=aws,aws+gcp").splitlines()
    assert lines[0] == "Hugging Face Enterprise · DevOps Engineer · San Francisco"
    assert lines[1].startswith("baseline: ask US$210,000, equity US$220,000")
    assert lines[1].endswith("gpu-infrastructure, market-band, multi-cloud")
    widest = next(line for line in lines if line.lstrip().startswith("240,000"))
    assert "+30,000" in widest
    assert "+████████████" in widest
    assert any(line.endswith("−multi-cloud") for line in lines)
    assert lines[-1].startswith("all 8 scenarios, the widest changes")


def test_the_widest_changes_come_first_and_the_rest_is_said() -> None:
    lines = what_if(*BASE, "--top", "2").splitlines()
    assert [line.split()[0] for line in lines[4:6]] == ["240,000", "220,000"]
    assert lines[-1].startswith("2 of 4 scenarios")
    assert "2 are not shown: --top 4 for all here, or --out scenarios.csv" in lines[-1]


def test_a_terminal_without_colour_or_with() -> None:
    assert "\x1b[" not in what_if(*BASE)
    assert "\x1b[" in what_if(*BASE, FORCE_COLOR="1")


def test_sorting_up_and_down() -> None:
    up = [
        line.split(",")[0]
        for line in what_if(*BASE, "--format", "csv", "--sort", "ask.base").splitlines()[1:]
    ]
    down = [
        line.split(",")[0]
        for line in what_if(*BASE, "--format", "csv", "--sort=-ask.base").splitlines()[1:]
    ]
    assert up == ["180000", "200000", "220000", "240000"]
    assert down == ["240000", "220000", "180000", "200000"]


def test_csv_and_json_lines_have_the_same_rows() -> None:
    arguments = (*BASE, *NVIDIA, "--vary", "fx.EUR/USD=1.10,1.20", "--vary", "skills+=cuda")
    rows = list(csv.DictReader(io.StringIO(what_if(*arguments, "--format", "csv"))))
    lines = [json.loads(line) for line in what_if(*arguments, "--format", "jsonl").splitlines()]
    assert len(rows) == len(lines) == 4 * 2 * 2 * 2
    assert list(rows[0]) == list(lines[0])
    assert list(rows[0])[:5] == [
        "offer.base",
        "competing.NVIDIA",
        "fx.EUR/USD",
        "skills+",
        "ask.base",
    ]
    assert list(rows[0])[-2:] == ["verdict", "levers"]
    for row, line in zip(rows, lines, strict=True):
        assert row == {name: "" if value is None else str(value) for name, value in line.items()}
    assert [row["offer.base"] for row in rows[::8]] == ["180000", "200000", "220000", "240000"]


@pytest.mark.parametrize("name", ["out.parquet", "out.csv", "out.jsonl"])
def test_a_file_is_there_when_it_is_whole(tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    out.write_text("what was there before")
    assert what_if(*BASE, *NVIDIA, "--out", str(out)) == ""
    read: Any = {"parquet": pl.read_parquet, "csv": pl.read_csv, "jsonl": pl.read_ndjson}[
        name.split(".")[1]
    ]
    frame = read(out)
    assert frame.height == 8
    assert frame["ask.base"].to_list() == [210_000] * 4 + [220_000] * 2 + [240_000] * 2
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert oct(out.stat().st_mode & 0o777) == oct(0o666 & ~_umask())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_run_that_is_stopped_leaves_what_was_there(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("what was there before")
    command = [
        sys.executable,
        "-m",
        "counteroffer",
        "what-if",
        HUGGING_FACE,
        "--vary",
        "offer.base=100K:300K:50",
        "--vary",
        "competing.NVIDIA.base=100K:300K:50",
        "--vary",
        "gpu_years=0:9:1",
        "--out",
        str(out),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "engine")}
    running = subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    )
    until = time.monotonic() + 30
    while not any(path.stat().st_size for path in tmp_path.glob(".out.csv*.part")):
        assert time.monotonic() < until
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=30)
    assert running.returncode != 0
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
    assert out.read_text() == "what was there before"


def test_a_reader_that_stops_early_is_no_error() -> None:
    given = (
        f"what-if {HUGGING_FACE} --vary offer.base=150K:250K:5 --vary gpu_years=0:9:1 --format csv"
    )
    done = subprocess.run(
        ["bash", "-c", f'"{sys.executable}" -m counteroffer {given} | head -c 1'],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "engine")},
    )
    assert (done.stdout, done.stderr) == ("o", "")


def test_what_fails_inside_leaves_no_part(tmp_path: Path) -> None:
    def stopped() -> None:
        with whole(tmp_path / "a.csv") as part:
            part.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert list(tmp_path.iterdir()) == []


def test_only_what_is_asked_for() -> None:
    told = what_if(*BASE, *NVIDIA, "--where", "ask.base >= 220K and competing.NVIDIA == held")
    assert "all 2 scenarios that match, of 8" in told
    assert "none of 8 scenarios matches" in what_if(*BASE, *NVIDIA, "--where", "ask.base > 900K")


def test_several_regions_and_currencies() -> None:
    lines = what_if("--vary", "region=all", "--rate", "USD/EUR=0.86").splitlines()
    paris = next(line for line in lines if line.startswith("paris"))
    assert "€179,000" in paris
    assert "−█" in paris
    frame = list(csv.DictReader(io.StringIO(what_if("--vary", "region=all", "--format", "csv"))))
    assert [(row["region"], row["currency"]) for row in frame] == [
        ("san-francisco", "USD"),
        ("new-york", "USD"),
        ("paris", "EUR"),
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--vary"),
        (("--vary", "offer.base"), "not of the form offer.base=160K:220K:5K"),
        (("--vary", "offer.base=160K", "--vary", "offer.base=170K"), "varied twice"),
        (("--vary", "offer.base=160"), "offer.base=160: "),
        (("--vary", "offer.bsae=160K"), "did you mean 'offer.base'?"),
        ((*BASE, "--where", "ask.base >="), "a value is missing here"),
        ((*BASE, "--sort", "ask.bsae"), "did you mean 'ask.base'?"),
        ((*BASE, "--out", "x.xlsx"), "end it in .csv, .jsonl or .parquet"),
        ((*BASE, "--format", "parquet"), "--out FILE.parquet"),
        ((*BASE, "--out", "no/such/folder/x.csv"), "can't be written"),
        ((*BASE, "--plot", "x.png"), "ends in .svg or .html"),
        ((*BASE, "--plot", "x.svg", "--of", "verdict"), "'verdict' can't be drawn"),
        ((*BASE, *NVIDIA, "--vary", "gpu_years=1,2", "--plot", "x.svg"), "one or two facts"),
        (
            ("--vary", "offer.base=100K:200K:1", "--vary", "competing.NVIDIA.base=100K:200K:1"),
            "scenarios are too many",
        ),
    ],
)
def test_a_mistake_is_one_clear_text(arguments: tuple[str, ...], said: str) -> None:
    done = run("what-if", HUGGING_FACE, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


# Pictures


def picture(tmp_path: Path, name: str, *arguments: str) -> str:
    out = tmp_path / name
    done = run("what-if", HUGGING_FACE, *arguments, "--plot", str(out))
    assert (done.returncode, done.stdout) == (0, "")
    return out.read_text(encoding="utf-8")


def elements(svg: str, tag: str) -> list[ET.Element]:
    return list(ET.fromstring(svg).iter(f"{{http://www.w3.org/2000/svg}}{tag}"))


@pytest.mark.parametrize(
    "arguments", [BASE, (*BASE, *NVIDIA), NVIDIA, (*BASE, "--vary", "gpu_years=absent,0,2")]
)
def test_a_picture_stands_by_itself_and_says_what_it_shows(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    svg = picture(tmp_path, "x.svg", *arguments)
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "title description"
    assert "Hugging Face Enterprise" in (elements(svg, "title")[0].text or "")
    assert "US$" in (elements(svg, "desc")[0].text or "")
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|<script|url\(|@import", svg)
    page = picture(tmp_path, "x.html", *arguments)
    assert page.startswith("<!DOCTYPE html>")
    assert svg.strip() in page


def test_lines_have_a_unit_and_a_name_each(tmp_path: Path) -> None:
    svg = picture(tmp_path, "x.svg", *BASE)
    texts = [one.text for one in elements(svg, "text")]
    assert {
        "offer.base (USD)",
        "base (USD)",
        "ask 240K",
        "floor 195K",
        "the case as it stands",
    } <= set(texts)
    dashes = {
        one.get("stroke-dasharray") for one in elements(svg, "path") if one.get("fill") == "none"
    }
    assert len(dashes) == 4


def test_a_heat_map_has_a_cell_for_each_scenario(tmp_path: Path) -> None:
    svg = picture(
        tmp_path,
        "x.svg",
        *BASE,
        "--vary",
        "competing.NVIDIA.base=190K:230K:10K",
        "--of",
        "floor.base",
    )
    said = [one.text or "" for one in elements(svg, "title")]
    assert len([text for text in said if text.startswith("offer.base ")]) == 20
    assert "floor.base" in said[0]


def test_names_can_hold_no_markup() -> None:
    from counteroffer.analysis.what_if.what_if import explore_in
    from counteroffer.answers.counter import counter
    from counteroffer.answers.words import Words

    facts = sample("huggingface", competing=[{"company": '<b>&"Co', "base": "$210K"}])
    case = Case.of(**facts)
    found = explore_in(Setting.of(rulebook=RULES), case, {'competing.<b>&"Co.base': "200K,210K"})
    words = Words(counter(case, rulebook=RULES), RULES, RULES.formatter())
    svg = drawing(found, found.frame, words, ".html")
    assert "<b>" not in svg
    assert "&lt;b&gt;&amp;" in svg


# Conditions on columns

_COLUMNS = {
    "ask.base": Column(True, "USD"),
    "floor.base": Column(True, "USD"),
    "competing.Big Co.base": Column(True, "USD"),
    "gpu_years": Column(True, "years"),
    "offer.bonus": Column(True, "%"),
    "verdict": Column(False, words=("counter", "accept")),
    "levers": Column(False),
    "competing.Big Co": Column(False, words=("absent", "held")),
}
_FRAME = pl.DataFrame(
    {
        "n": [0, 1, 2, 3],
        "ask.base": [200_000, 210_000, 240_000, None],
        "floor.base": [190_000, 210_000, None, None],
        "competing.Big Co.base": [1, 2, 3, 250_000],
        "gpu_years": [0, 1, 2, 3],
        "offer.bonus": [5, 5, 10, 10],
        "verdict": pl.Series(
            ["counter", "accept", "accept", "counter"], dtype=pl.Enum(["counter", "accept"])
        ),
        "levers": ["multi-cloud+sla", "sla", "", "multi-cloud-plus"],
        "competing.Big Co": ["absent", "held", "held", "absent"],
    }
)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("ask.base >= 210K", [1, 2]),
        ("ask.base >= $210K and verdict == accept", [1, 2]),
        ("ask.base >= USD210000", [1, 2]),
        ("210K <= ask.base", [1, 2]),
        ("ask.base == floor.base", [1]),
        ("ask.base != floor.base", [0]),
        ("not ask.base > 200K", [0]),
        ("not known(floor.base)", [2, 3]),
        ("known(ask.base) and not (verdict == accept or gpu_years < 0.5)", []),
        ("verdict == counter or gpu_years == 2", [0, 2, 3]),
        ("verdict != 'accept'", [0, 3]),
        ("multi-cloud in levers", [0]),
        ("not sla in levers", [2, 3]),
        ("competing.Big Co.base > 2", [2, 3]),
        ("competing.Big Co == held", [1, 2]),
        ("offer.bonus == 10%", [2, 3]),
        ("gpu_years > 1.5", [2, 3]),
        ("gpu_years<=1", [0, 1]),
        ("verdict == accept or verdict == counter and ask.base < 205K", [0, 1, 2]),
    ],
)
def test_conditions(text: str, rows: list[int]) -> None:
    assert _FRAME.filter(where(text, _COLUMNS, ["multi-cloud", "sla"]))["n"].to_list() == rows


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("", 1, "a value is missing"),
        ("ask.bsae > 1", 1, "did you mean 'ask.base'?"),
        ("ask.base", 9, "compare with"),
        ("ask.base = 210K", 10, "equal is written =="),
        ("ask.base > 210KK", 12, "210KK"),
        ("ask.base > £210K", 12, "is in USD, not in GBP"),
        ("ask.base > 10%", 12, "is in USD, not in %"),
        ("verdict == acept", 12, "did you mean 'accept'?"),
        ("verdict > accept", 9, "holds words"),
        ("verdict == ask.base", 12, "can't be compared"),
        ("multicloud in levers", 1, "did you mean 'multi-cloud'?"),
        ("multi-cloud in verdict", 16, "'in' is for levers"),
        ("(ask.base > 1", 14, "')' is missing"),
        ("ask.base > 1 verdict == accept", 14, "nothing can follow"),
        ("known(ask)", 7, "unknown column 'ask'"),
        ("ask.base > 1 and", 17, "a value is missing"),
        ("(" * 80 + "ask.base > 1" + ")" * 80, 51, "too many brackets"),
        ("ask.base > __import__('os')", 12, "ask.base > __import__"),
    ],
)
def test_a_condition_that_cannot_be_read_is_pointed_at(text: str, column: int, said: str) -> None:
    with pytest.raises(WhereError) as error:
        where(text, _COLUMNS, ["multi-cloud", "sla"])
    problem = error.value.problems[0]
    assert problem.column == column
    assert said in str(error.value)


# What others pay for it


def test_polars_is_imported_by_scenario_runs_alone() -> None:
    code = (
        "import sys, runpy\nsys.argv = ['counteroffer', 'ask', {case!r}]\n"
        "try: runpy.run_module('counteroffer', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "import counteroffer\nassert 'polars' not in sys.modules\n"
        "assert counteroffer.what_if and 'polars' in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", code.format(case=HUGGING_FACE)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "engine")},
    )
    assert (done.returncode, done.stderr) == (0, "")
