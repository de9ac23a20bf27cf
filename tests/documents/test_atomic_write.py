"""Writing a file: whole or not at all, through links and into pipes, with the mode that it had;
and the window's width."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from counteroffer.documents.atomic_write import whole
from counteroffer.formats.tables import fits, table
from tests.support.command import HUGGING_FACE, ROOT, process, run

COMMANDS = {
    "letter.txt": ["letter", HUGGING_FACE, "-o"],
    "playbook.md": ["playbook", HUGGING_FACE, "-o"],
    "tornado.svg": ["risk", HUGGING_FACE, "--plot"],
    "scenarios.csv": ["what-if", HUGGING_FACE, "--vary", "offer.base=200K,210K", "--out"],
    "scenarios.parquet": ["what-if", HUGGING_FACE, "--vary", "offer.base=200K,210K", "--out"],
    "map.svg": ["what-if", HUGGING_FACE, "--vary", "offer.base=200K,210K", "--plot"],
}


def _batch(folder: Path) -> list[str]:
    table_ = folder / "cases.csv"
    table_.write_text("guide,region\nmidjourney/devops-engineer,san-francisco\n")
    return ["batch", str(table_), "-o"]


def _command(name: str, folder: Path) -> list[str]:
    return _batch(folder) if name == "answers.csv" else COMMANDS[name]


@pytest.mark.parametrize("name", [*COMMANDS, "answers.csv"])
def test_a_link_is_followed_and_the_mode_is_kept(tmp_path: Path, name: str) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    target = kept / name
    target.write_text("what was there before")
    target.chmod(0o640)
    link = tmp_path / name
    link.symlink_to(target)
    done = run(*_command(name, tmp_path), str(link))
    assert (done.returncode, done.stderr.replace(f"{link} is drawn\n", "")) == (0, "")
    assert link.is_symlink()
    assert target.read_bytes() not in (b"", b"what was there before")
    assert target.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in kept.iterdir()] == [name]


@pytest.mark.parametrize("name", [*COMMANDS, "answers.csv"])
def test_a_pipe_gets_all_of_it_and_stays_a_pipe(tmp_path: Path, name: str) -> None:
    pipe, got = tmp_path / name, tmp_path / "got"
    os.mkfifo(pipe)
    with got.open("wb") as stream:
        reader = subprocess.Popen(["cat", str(pipe)], stdout=stream)
        done = run(*_command(name, tmp_path), str(pipe))
        reader.wait(timeout=30)
    assert done.returncode == 0, done.stderr
    assert pipe.is_fifo()
    direct = tmp_path / f"direct{pipe.suffix}"
    assert run(*_command(name, tmp_path), str(direct)).returncode == 0
    assert got.read_bytes() == direct.read_bytes()


def test_a_device_is_written_to_and_stays_one(tmp_path: Path) -> None:
    done = process("letter", HUGGING_FACE, "-o", "/dev/stdout")
    assert done.stdout.startswith("Subject: ")
    target = tmp_path / "log"
    command = f"{sys.executable} -m counteroffer letter {HUGGING_FACE} -o /dev/stdout"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "engine")}
    subprocess.run(
        ["bash", "-c", f"(echo before; {command}) >> {target}"], check=True, env=environment
    )
    assert target.read_text().startswith("before\nSubject: ")


def test_a_new_playbook_is_for_its_owner_and_a_letter_as_the_umask_says(tmp_path: Path) -> None:
    command = f"umask 022; exec {sys.executable} -m counteroffer"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "engine")}
    for name, mode in (("playbook.md", 0o600), ("letter.txt", 0o644)):
        given = f"{command} {name.split('.')[0]} {HUGGING_FACE} -o {tmp_path / name}"
        subprocess.run(["bash", "-c", given], check=True, env=environment)
        assert (tmp_path / name).stat().st_mode & 0o777 == mode


def test_a_link_to_nothing_makes_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "made")
    with whole(tmp_path / "link") as part:
        part.write_text("x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "made").read_text() == "x"


def test_an_error_leaves_file_and_pipe_as_they_were(tmp_path: Path) -> None:
    file, pipe = tmp_path / "file", tmp_path / "pipe"
    file.write_text("before")
    os.mkfifo(pipe)

    def stopped(path: Path) -> None:
        with whole(path) as part:
            part.write_text("half")
            raise KeyboardInterrupt

    for path in (file, pipe):
        with pytest.raises(KeyboardInterrupt):
            stopped(path)
    assert file.read_text() == "before"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file", "pipe"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["playbook", HUGGING_FACE, "-o", ""], "is the name of a file"),
        (["letter", HUGGING_FACE, "-o", ""], "is the name of a file"),
        (["letter", HUGGING_FACE, "-o", "/tmp"], "/tmp: can't be written: Is a directory"),
        (
            ["playbook", HUGGING_FACE, "-o", "x.md", "--format", "html"],
            "html does not go into a .md file",
        ),
    ],
)
def test_what_can_not_be_written_is_told(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


@pytest.mark.parametrize("columns", [40, 57, 80])
@pytest.mark.parametrize(
    "arguments",
    [["ask"], ["ask", "--audience", "recruiter"], ["plan"], ["risk"], ["explain"]],
    ids=lambda given: "-".join(given),
)
def test_no_line_is_wider_than_the_window(arguments: list[str], columns: int) -> None:
    done = run(arguments[0], HUGGING_FACE, *arguments[1:], COLUMNS=str(columns))
    assert done.returncode == 0
    # A step of a tree that stands far to the right has some cells all the same.
    most = columns if arguments != ["explain"] else max(columns, 48)
    assert [line for line in done.stdout.splitlines() if len(line) > most] == []


def test_a_table_without_room_is_told_row_by_row() -> None:
    rows = [
        ["", "base", "equity"],
        ["ask", "US$210,000", "US$220,000"],
        ["floor", "US$195,000", ""],
    ]
    assert fits(rows, 29)
    assert not fits(rows, 28)
    assert table(rows, {1, 2}, 29).splitlines()[1] == "ask    US$210,000  US$220,000"
    assert table(rows, {1, 2}, 28) == (
        "ask\n  base: US$210,000\n  equity: US$220,000\nfloor\n  base: US$195,000"
    )
