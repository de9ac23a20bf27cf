"""Writing a file: whole or not at all, through links and into pipes, with the mode that it had;
and the window's width."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from counteroffer.files.atomic_write import _ORPHANED, whole, write_text
from counteroffer.formats.tables import fits, table
from tests.support.command import HUGGING_FACE, ROOT, process, run
from tests.support.processes import python

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


WRITE = """
import sys, pathlib
from counteroffer.files.atomic_write import write_text
print("ready", flush=True)
for turn in range(10**6):
    write_text(pathlib.Path(sys.argv[1]), str(turn % 10) * 200_000)
"""


WHOLE = {digit * 200_000 for digit in "0123456789"}


def test_a_killed_process_never_leaves_a_torn_file(tmp_path: Path) -> None:
    file = tmp_path / "rates-latest.json"
    file.write_text("0" * 200_000)
    for milliseconds in (3, 8, 15, 24):
        with python(WRITE, str(file)) as writer:
            assert writer.stdout
            writer.stdout.readline()
            until = time.monotonic() + milliseconds / 1000
            seen = set()
            while time.monotonic() < until:
                seen.add(file.read_text())
            writer.kill()
        assert seen <= WHOLE
        assert file.read_text() in WHOLE


DIE = """
import os, sys, pathlib
from counteroffer.files import atomic_write
atomic_write.os.fsync = lambda _: os._exit(9)
atomic_write.write_text(pathlib.Path(sys.argv[1]), "new" * 100)
"""


def test_a_process_that_dies_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "rates-latest.json"
    write_text(file, "old")
    with python(DIE, str(file)) as writer:
        assert writer.wait() == 9
    assert file.read_text() == "old"
    (orphan,) = tmp_path.glob(".*.part")
    write_text(file, "newer")
    assert orphan.exists(), "it might be in the making"
    long_ago = time.time() - _ORPHANED - 1
    os.utime(orphan, (long_ago, long_ago))
    write_text(file, "newest")
    assert [left.name for left in tmp_path.iterdir()] == ["rates-latest.json"]
    assert file.read_text() == "newest"


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "rates.json"
    write_text(file, "old")
    with pytest.raises(UnicodeEncodeError):
        write_text(file, "\udcff")
    assert file.read_text() == "old"
    assert [left.name for left in tmp_path.iterdir()] == ["rates.json"]


@pytest.mark.parametrize("step", ["fsync", "replace", "chmod", "full disk"])
def test_what_fails_at_any_step_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    write_text(file, "old", 0o640)

    def failing(*given: object, **named: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    owner = os if step == "fsync" else Path
    monkeypatch.setattr(owner, "write_bytes" if step == "full disk" else step, failing)
    with pytest.raises(OSError, match="No space left"):
        write_text(file, "new")
    monkeypatch.undo()
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("old", 0o640)
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def test_the_umask_stays_as_it_is_whatever_threads_write(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda n: write_text(tmp_path / str(n), "x"), range(400)))
        assert os.umask(0o022) == 0o022
        assert {one.stat().st_mode & 0o777 for one in tmp_path.iterdir()} == {0o644}
    finally:
        os.umask(before)
