"""`counteroffer batch` on files: formats, order, wrong rows and wrong files, a run that is killed
and goes on."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from counteroffer import InputError, Rates, apply
from counteroffer.answers.setting import Setting
from counteroffer.files.lock import Held, held
from counteroffer.tables import files as tables
from counteroffer.tables import run as batch_run
from counteroffer.tables.apply import RowSettings
from counteroffer.tables.files import CHUNK, open_table
from counteroffer.tables.rows import ANSWERS, NUMBERS
from counteroffer.tables.run import write_answers
from tests.support.command import ROOT, environment, run
from tests.support.processes import python
from tests.support.samples import RULES, SAMPLES, TODAY, Facts, sample
from tests.support.table_rows import expected, flat

TERMS = RowSettings(Setting(RULES, Rates.snapshot(), TODAY))
GOOD = "id,guide,region,offer.base\n1,midjourney/devops-engineer,san-francisco,200K\n"


def batch(*arguments: str, text: str | bytes = b"") -> subprocess.CompletedProcess[str]:
    return run("batch", *arguments, text=text)


def rows() -> list[Facts]:
    """The six samples, and in their midst a row that is wrong, each with columns that are none of
    ours."""
    found = [flat(sample(name), "named") for name in SAMPLES]
    found.insert(3, {**found[0], "offer.base": "£1.234K"})
    return [
        {"id": f"00{number}", "note": 'said "hm", twice\n', **row}
        for number, row in enumerate(found)
    ]


def columns() -> list[str]:
    return list(dict.fromkeys(name for row in rows() for name in row))


def as_csv(delimiter: str = ",") -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns(), restval="", delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows())
    return text.getvalue()


def table(folder: Path, kind: str) -> Path:
    path = folder / f"cases.{kind}"
    if kind == "csv":
        path.write_text(as_csv(), "utf-8", newline="")
    elif kind == "jsonl":
        lines = [{"id": f"00{n}", "note": row["note"], **row} for n, row in enumerate(rows())]
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    else:
        texts = [
            {name: None if row.get(name) is None else str(row[name]) for name in columns()}
            for row in rows()
        ]
        pl.DataFrame(texts, schema=dict.fromkeys(columns(), pl.String)).write_parquet(path)
    return path


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of answers: numbers as numbers, what is empty as None."""
    if path.suffix == ".parquet":
        return pl.read_parquet(path).to_dicts()
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    with path.open(encoding="utf-8", newline="") as stream:
        found: list[dict[str, Any]] = list(csv.DictReader(stream))
    for row in found:
        row |= {name: int(row[name]) if row[name] else None for name in NUMBERS}
        row |= {name: row[name] or None for name in ANSWERS if name not in NUMBERS}
    return found


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_every_kind_of_table_gives_every_kind_of_answer(kind: str, tmp_path: Path) -> None:
    given = table(tmp_path, kind)
    wanted = [expected(sample(name)) for name in SAMPLES]
    for form in ("csv", "jsonl", "parquet"):
        output = tmp_path / f"answers.{form}"
        write_answers(open_table(given), TERMS, output)
        found = read(output)
        wrong = found.pop(3)
        assert [tuple(row[name] for name in ANSWERS) for row in found] == wanted
        assert wrong["error"].startswith("offer.base: can't tell thousands from decimals")
        assert [row["id"] for row in found] == ["000", "001", "002", "004", "005", "006"]
        assert {row["note"] for row in found} == {'said "hm", twice\n'}
        assert not list(tmp_path.glob("*.parts"))


def test_what_is_passed_through_is_untouched(tmp_path: Path) -> None:
    line = (
        '{"id": 7.10, "big": 123456789012345678901, "x": [1.50, null], "guide": "g", "region": '
        '"r" }'
    )
    (tmp_path / "a.jsonl").write_text(f"\n{line}\n")
    write_answers(open_table(tmp_path / "a.jsonl"), TERMS, tmp_path / "b.jsonl")
    assert (
        (tmp_path / "b.jsonl")
        .read_text()
        .startswith(line.removesuffix(" }") + ', "ask.base": null')
    )
    typed = pl.DataFrame(
        {
            "guide": ["g"],
            "region": ["r"],
            "day": [date(2026, 1, 1)],
            "list": [[1, 2]],
            "part": [{"a": 1}],
        }
    )
    typed.write_parquet(tmp_path / "a.parquet")
    write_answers(open_table(tmp_path / "a.parquet"), TERMS, tmp_path / "b.parquet")
    assert pl.read_parquet(tmp_path / "b.parquet").select(typed.columns).equals(typed)
    write_answers(open_table(tmp_path / "a.parquet"), TERMS, tmp_path / "c.jsonl")
    assert (
        read(tmp_path / "c.jsonl")[0] | {"day": "2026-01-01", "list": [1, 2], "part": {"a": 1}}
        == read(tmp_path / "c.jsonl")[0]
    )


def test_a_nested_case_on_each_line(tmp_path: Path) -> None:
    lines = [json.dumps({"id": name, **sample(name)}) for name in SAMPLES]
    (tmp_path / "cases.jsonl").write_text(
        "\n".join([*lines, "{nonsense", "[1]", '{"guide": 1, "guide": 2}']), "utf-8"
    )
    done = batch(str(tmp_path / "cases.jsonl"), "-o", str(tmp_path / "out.jsonl"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("out.jsonl: 9 rows, 3 of them wrong, see the column error\n")
    found = read(tmp_path / "out.jsonl")
    assert [tuple(row[name] for name in ANSWERS) for row in found[:6]] == [
        expected(sample(name)) for name in SAMPLES
    ]
    assert "the line is not JSON: " in found[6]["error"]
    assert found[7]["error"] == "the line is not a JSON object"
    assert "twice" in found[8]["error"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_standard_input_and_output_are_csv(delimiter: str) -> None:
    done = batch("-", text="\ufeff" + as_csv(delimiter))
    assert (done.returncode, done.stderr) == (0, "7 rows, 1 of them wrong, see the column error\n")
    found = list(csv.DictReader(io.StringIO(done.stdout), delimiter=delimiter))
    assert [row["ask.base"] for row in found] == [
        str(expected(sample(name))[0]) for name in list(SAMPLES)[:3]
    ] + [""] + [str(expected(sample(name))[0]) for name in list(SAMPLES)[3:]]


def test_a_row_with_a_cell_too_many_says_what_to_do() -> None:
    done = batch(
        "-",
        text=GOOD
        + "2,midjourney/devops-engineer,san-francisco,$210,000\n3,x\n\n"
        + GOOD.splitlines()[1],
    )
    found = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["id"] for row in found] == ["1", "2", "3", "1"]
    assert found[1]["error"].endswith(
        "5 cells and the header has 4: write amounts without commas (210K), or in quotes"
    )
    assert found[2]["error"] == "the row has 2 cells and the header has 4"
    assert found[0]["ask.base"] == found[3]["ask.base"] != ""


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.parquet"])
@pytest.mark.parametrize("output", ["b.csv", "b.jsonl", "b.parquet"])
def test_an_empty_table_has_empty_answers(name: str, output: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if name == "a.parquet":
        pl.DataFrame(schema={"guide": pl.String, "region": pl.String}).write_parquet(path)
    else:
        path.write_text("guide,region\n" if name == "a.csv" else "")
    assert write_answers(open_table(path), TERMS, tmp_path / output).rows == 0
    assert read(tmp_path / output) == []
    if output == "b.parquet":
        assert pl.read_parquet(tmp_path / output).columns[-len(ANSWERS) :] == list(ANSWERS)


def test_the_option_for_all_rows_and_notes(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("offer.base,gpu_yeers,today\n180K,4,2026-11-20\n")
    done = batch(
        str(path),
        "--guide",
        "huggingface-enterprise/devops-engineer",
        "--region",
        "paris",
        "--rates-file",
        os.devnull,
    )
    assert done.returncode == 2
    done = batch(
        str(path), "--guide", "huggingface-enterprise/devops-engineer", "--region", "paris"
    )
    assert done.stderr == (
        "note: column 'gpu_yeers' is no part of a case and is passed through; did you mean "
        "'gpu_years'?\n"
    )
    assert ",EUR," in done.stdout


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.csv", None, "can't be read: No such file"),
        ("a.csv", b"", "is empty"),
        ("a.csv", b"id,offer.base\n1,200K\n", "no column 'guide'"),
        ("a.csv", b"guide,region,guide\nx,y,z\n", "a.csv:1: two columns are called 'guide'"),
        ("a.csv", b"guide,region,ask.base\nx,y,1\n", "a column 'ask.base' already"),
        ("a.csv", b"guide,region\nx,caf\xe9\n", "is not UTF-8 text"),
        ("a.csv", b'guide,region\nx,"y\nz,z\n', "is a quote not closed?"),
        ("a.xlsx", b"PK", "name it .csv, .jsonl or .parquet"),
        ("a.jsonl", b"guide,region\nx,y\n", "a.jsonl:1: is not JSON lines"),
        ("a.jsonl", b"\xff\xfe\x00", "is not UTF-8 text"),
        ("a.parquet", b"guide,region\nx,y\n", "is not a Parquet file"),
        ("a.parquet", b"PAR1" * 100, "is not a Parquet file"),
    ],
)
def test_a_file_that_is_no_table_is_one_clear_text_and_exit_code_2(
    name: str, data: bytes | None, said: str, tmp_path: Path
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as error:
        write_answers(open_table(tmp_path / name), TERMS, tmp_path / "out.csv")
    assert said in str(error.value)
    assert {path.name for path in tmp_path.iterdir()} <= {name}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["no-such.csv"], "no-such.csv: can't be read: No such file"),
        (["-", "--resume"], "--resume needs a file"),
        (["-", "-o", "answers.txt"], "name it .csv, .jsonl or .parquet"),
        (["-", "-o", "no/such/folder/a.csv"], "there is no folder"),
        (["-", "--workers", "0"], "--workers"),
        ([], "CASES"),
    ],
)
def test_a_mistake_has_exit_code_2(arguments: list[str], said: str, tmp_path: Path) -> None:
    done = batch(*arguments, text=GOOD)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_the_table_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(GOOD)
    done = batch(str(path), "-o", str(path))
    assert (done.returncode, path.read_text()) == (2, GOOD)


# A run that stops


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (tables, batch_run):
        monkeypatch.setattr(module, "CHUNK", 2)
    monkeypatch.setattr(tables, "_AT_ONCE", 4)


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_an_interrupted_run_goes_on_where_it_stopped(kind: str, tmp_path: Path) -> None:
    given, output = table(tmp_path, kind), tmp_path / f"answers.{kind}"
    whole = tmp_path / f"whole.{kind}"
    write_answers(open_table(given), TERMS, whole)
    told: list[int] = []

    def stop(rows: int) -> None:
        told.append(rows)
        if len(told) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_answers(open_table(given), TERMS, output, progress=stop)
    assert not output.exists()
    parts = tmp_path / f"answers.{kind}.parts"
    assert sorted(path.name for path in parts.iterdir()) == ["000000.0", "000001.1", "run.json"]
    with pytest.raises(InputError, match="interrupted run: --resume goes on"):
        write_answers(open_table(given), TERMS, output)
    told.clear()
    outcome = write_answers(open_table(given), TERMS, output, resume=True, progress=told.append)
    assert told == [4, 2, 1]
    assert (outcome.rows, outcome.wrong) == (7, 1)
    assert not parts.exists()
    if kind == "parquet":
        assert pl.read_parquet(output).equals(pl.read_parquet(whole))
    else:
        assert output.read_bytes() == whole.read_bytes()


@pytest.mark.usefixtures("small_chunks")
def test_another_run_does_not_go_on_with_the_parts_of_this_one(tmp_path: Path) -> None:
    given, output = table(tmp_path, "csv"), tmp_path / "answers.csv"

    def stop(rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_answers(open_table(given), TERMS, output, progress=stop)
    for terms, said in (
        (RowSettings(Setting(RULES, Rates.snapshot(), TODAY, region="paris")), "--region changed"),
        (RowSettings(Setting(RULES, Rates.snapshot(), date(2026, 11, 21))), "--today changed"),
        (
            RowSettings(Setting(RULES, Rates.snapshot().with_given({"GBP/USD": 1}, TODAY), TODAY)),
            "the rates changed",
        ),
    ):
        with pytest.raises(InputError, match=said):
            write_answers(open_table(given), terms, output, resume=True)
    assert batch_run.begun(output) == TODAY
    given.write_text(as_csv().replace("£100K", "£101K"), "utf-8", newline="")
    with pytest.raises(InputError, match="the input changed since: delete the folder"):
        write_answers(open_table(given), TERMS, output, resume=True)


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "answers.csv.parts").mkdir()
    (tmp_path / "answers.csv.parts" / "1.0").write_text("mine")
    with pytest.raises(InputError, match="is in the way"):
        write_answers(
            open_table(table(tmp_path, "csv")), TERMS, tmp_path / "answers.csv", resume=True
        )


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_run_leaves_whole_parts_and_no_output(end: signal.Signals, tmp_path: Path) -> None:
    path, output = tmp_path / "cases.csv", tmp_path / "answers.csv"
    path.write_text(GOOD + GOOD.splitlines(True)[1] * 20 * CHUNK)
    parts = tmp_path / "answers.csv.parts"
    command = [
        sys.executable,
        "-m",
        "counteroffer",
        "batch",
        str(path),
        "-o",
        str(output),
        "--workers",
        "2",
    ]
    with subprocess.Popen(
        command, env=environment(), stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        while not list(parts.glob("0*")) and process.poll() is None:
            time.sleep(0.02)
        process.send_signal(end)
        said = process.communicate()[1].decode()
    assert process.returncode == (130 if end == signal.SIGINT else -signal.SIGKILL)
    assert ("--resume goes on from here" in said) == (end == signal.SIGINT)
    assert not output.exists()
    assert all(len(part.read_text().splitlines()) == CHUNK for part in parts.glob("0*"))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the peak")
@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_memory_is_flat_in_the_number_of_rows(kind: str, tmp_path: Path) -> None:
    """Wide rows that are wrong at once, in smaller chunks than usual, so that what is held shows
    and the work does not."""
    source = (
        "import sys\n"
        "from pathlib import Path\n"
        "from counteroffer import Rates\n"
        "from counteroffer.answers.setting import Setting\n"
        "from counteroffer.tables import files as tables, run as batch_run\n"
        "from counteroffer.tables.apply import RowSettings\n"
        "from tests.support.samples import RULES, TODAY\n"
        "EACH = RowSettings(Setting(RULES, Rates.snapshot(), TODAY))\n"
        "tables.CHUNK, tables._AT_ONCE, batch_run.CHUNK = 200, 1_000, 200\n"
        "batch_run.write_answers(tables.open_table(Path(sys.argv[1])), EACH, Path(sys.argv[2]))\n"
        # KiB, of this process alone
        "print(Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0])"
    )
    paths = os.pathsep.join((str(ROOT / "engine"), str(ROOT)))
    peaks = []
    for height in (4_000, 14_000):
        path = tmp_path / f"{height}.{kind}"
        wide = pl.DataFrame(
            {"guide": ["x"] * height, "region": ["y"] * height, "payload": ["z" * 10_000] * height}
        )
        {"csv": wide.write_csv, "jsonl": wide.write_ndjson, "parquet": wide.write_parquet}[kind](
            path
        )  # type: ignore[operator]
        command = [sys.executable, "-c", source, str(path), str(tmp_path / f"out.{kind}")]
        done = subprocess.run(
            command, env=environment(PYTHONPATH=paths), capture_output=True, text=True, check=True
        )
        peaks.append(int(done.stdout))
    assert peaks[1] - peaks[0] < 50_000, peaks  # of 100 MB more of rows


def test_rows_of_a_file_are_those_of_a_frame(tmp_path: Path) -> None:
    path = table(tmp_path, "parquet")
    write_answers(open_table(path), TERMS, tmp_path / "answers.parquet", workers=2)
    assert pl.read_parquet(tmp_path / "answers.parquet").equals(
        apply(pl.read_parquet(path), rulebook=RULES, today=TODAY)
    )


DAMAGED = sorted((Path(__file__).parents[1] / "tables" / "damaged").glob("*.parquet"))


@pytest.mark.parametrize("path", DAMAGED, ids=lambda path: path.stem)
def test_a_damaged_parquet_file_ends_in_words_before_anything_is_written(path: Path) -> None:
    done = batch(str(path))
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not a Parquet file that can be read" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("column", "shown"),
    [("competing.².base", "competing.²"), (f"competing.{'1' * 5000}.base", "competing.111")],
)
def test_an_offer_that_is_misnumbered_names_its_column(column: str, shown: str) -> None:
    text = GOOD.replace("offer.base", column)
    done = batch("-", text=text)
    assert (done.returncode, done.stdout) == (2, "")
    assert shown in done.stderr
    assert "should not happen" not in done.stderr


def test_where_all_rows_are_wrong_the_exit_code_says_so() -> None:
    wrong = GOOD.replace("san-francisco", "atlantis")
    done = batch("-", text=wrong)
    assert done.returncode == 1
    assert "1 rows, all of them wrong" in done.stderr
    assert batch("-", text=GOOD + wrong.splitlines()[1]).returncode == 0


def _left(folder: Path, stated: str | None, *parts: str) -> Path:
    """What a run that was stopped left: what it said of itself, and finished chunks."""
    left = folder / "answers.csv.parts"
    left.mkdir()
    if stated is not None:
        (left / "run.json").write_text(stated)
    for name in parts:
        (left / name).write_text("mine")
    return left


@pytest.mark.parametrize("stated", ["", "[]", '{"rows": "many"}', '{"today": 7}', "[" * 100_000])
def test_a_run_that_can_not_say_what_it_was_is_told_in_words(stated: str, tmp_path: Path) -> None:
    given, output = table(tmp_path, "csv"), tmp_path / "answers.csv"
    left = _left(tmp_path, stated, "000000.0")
    done = batch(str(given), "-o", str(output), "--resume")
    assert done.returncode == 2
    assert f"{left / 'run.json'}: does not say of which run" in done.stderr
    assert (left / "000000.0").exists()


@pytest.mark.parametrize("stated", [None, "", '{"rows": "many"}'])
def test_a_run_that_was_stopped_before_its_first_chunk_can_be_begun_again(
    stated: str | None, tmp_path: Path
) -> None:
    left = _left(tmp_path, stated, ".run.json.abc.part")
    done = batch(str(table(tmp_path, "csv")), "-o", str(tmp_path / "answers.csv"))
    assert (done.returncode, done.stderr) == (0, "")
    assert not left.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="limits the size of files")
def test_a_run_that_a_full_disk_stopped_goes_on_with_resume(tmp_path: Path) -> None:
    given, output = tmp_path / "cases.csv", tmp_path / "answers.csv"
    given.write_text(GOOD + GOOD.splitlines(True)[1] * (2 * CHUNK + 500))
    command = f"{sys.executable} -m counteroffer batch {given} -o {output} --workers 1"
    # Chunks of about 2 MiB fit, what joins them does not.
    limited = ["bash", "-c", f"ulimit -f 4000; {command}"]
    done = subprocess.run(limited, capture_output=True, env=environment(), timeout=60)
    assert (done.returncode, output.exists()) == (2, False)
    assert b"can't be written: File too large" in done.stderr
    again = batch(str(given), "-o", str(output))
    assert "holds an interrupted run: --resume goes on with it" in again.stderr
    assert batch(str(given), "-o", str(output), "--resume").returncode == 0
    assert len(output.read_text().splitlines()) == 2 * CHUNK + 502


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such locks")
def test_of_two_runs_to_one_output_the_second_is_told_of_the_first(tmp_path: Path) -> None:
    given, output = table(tmp_path, "csv"), tmp_path / "answers.csv"
    parts = tmp_path / "answers.csv.parts"
    with held(parts):
        done = batch(str(given), "-o", str(output))
        assert done.returncode == 2
        assert "another run is writing it: wait for it" in done.stderr
    assert batch(str(given), "-o", str(output)).returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such locks")
def test_a_killed_process_leaves_no_lock_behind(tmp_path: Path) -> None:
    source = (
        "import pathlib, sys, time; from counteroffer.files.lock import held\n"
        "with held(pathlib.Path(sys.argv[1])): print('in', flush=True); time.sleep(60)"
    )
    with python(source, str(tmp_path / "folder")) as other:
        assert other.stdout
        other.stdout.readline()
        with pytest.raises(Held), held(tmp_path / "folder"):
            pass
        other.kill()
    with held(tmp_path / "folder"):
        assert list((tmp_path / "folder").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="makes a pipe")
def test_a_pipe_is_no_table(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "cases.csv")
    done = batch(str(tmp_path / "cases.csv"))
    assert done.returncode == 2
    assert "is a pipe or a device" in done.stderr


@pytest.mark.parametrize("number", ["1e9994", "1E400", "-1e9999999", "1." + "3" * 5_000])
def test_a_number_of_any_length_is_a_wrong_row_and_no_more(tmp_path: Path, number: str) -> None:
    path = tmp_path / "cases.jsonl"
    row = (
        '{"guide": "midjourney/devops-engineer", "region": "san-francisco", "candidate":'
        ' {"gpu_years": %s, "skills": ["\\u0067pu"]}}\n'
    )
    path.write_text(row % number + row % 3, "utf-8")
    done = run("batch", str(path))
    first, second = csv.DictReader(io.StringIO(done.stdout))
    assert first["error"]
    assert not second["error"]
