"""`counteroffer guide figures` as a process."""

from __future__ import annotations

import json
import time
from pathlib import Path

from tests.support.command import run
from tests.support.guides import GUIDE, LEVELS


def figures(*arguments: str, text: str | bytes | None = None) -> object:
    done = run("guide", "figures", *arguments, "--json", text=text)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_json_of_one_file_is_a_flat_list(tmp_path: Path) -> None:
    file = tmp_path / "guide.md"
    file.write_text(GUIDE, encoding="utf-8")
    found = figures(str(file))
    assert isinstance(found, list)
    assert {
        "part": "band",
        "role": "band",
        "region": "Austin",
        "level": None,
        "component": "base",
        "low": 150000,
        "high": 190000,
        "currency": "USD",
        "line": 8,
        "alternate": False,
    }.items() <= found[5].items()
    assert {one["part"] for one in found} == {"band", "lever", "headline"}


def test_a_dash_is_standard_input_in_any_encoding() -> None:
    assert (
        figures("-", text=GUIDE)
        == figures("-", text=GUIDE.encode("utf-16"))
        == figures("-", text="\ufeff" + GUIDE)
    )


def test_json_of_several_files_and_of_a_folder_is_an_object_by_file(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    one, two = tmp_path / "one.md", tmp_path / "deep" / "two.md"
    one.write_text(GUIDE, encoding="utf-8")
    two.write_text(LEVELS, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("$5K", encoding="utf-8")
    folder = figures(str(tmp_path))
    assert isinstance(folder, dict)
    assert set(folder) == {str(one), str(two)}
    assert figures(str(one), str(two)) == folder


def test_text_shows_a_table_and_what_needs_review() -> None:
    done = run("guide", "figures", "-", text=GUIDE)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Northwind Robotics · Platform Engineer" in done.stdout
    assert "150,000–190,000 USD" in done.stdout
    assert "needs_review\n  line 9: no figure: Varies by country" in done.stdout


def test_a_file_that_can_t_be_read_stops_nothing(tmp_path: Path) -> None:
    file = tmp_path / "guide.md"
    file.write_text(GUIDE, encoding="utf-8")
    done = run("guide", "figures", str(tmp_path / "none.md"), str(file), "--json")
    assert done.returncode == 2
    assert "can't be read" in done.stderr
    assert list(json.loads(done.stdout)) == [str(file)]


def test_a_text_that_is_too_large_is_refused_and_any_bytes_are_read() -> None:
    done = run("guide", "figures", "-", text="$5K base\n" * 50_000)
    assert (done.returncode, done.stdout) == (2, "")
    assert "has more than 100,000 characters" in done.stderr
    assert figures("-", text=bytes(range(256)) * 20) == []


def test_a_guide_is_read_in_a_second(tmp_path: Path) -> None:
    file = tmp_path / "guide.md"
    file.write_text(GUIDE + "\n\nMore of the same, for $5K base.\n" * 500, encoding="utf-8")
    figures(str(file))  # compiled once
    started = time.monotonic()
    figures(str(file))
    assert time.monotonic() - started < 5  # a second where nothing else runs
