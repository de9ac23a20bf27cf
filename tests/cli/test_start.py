"""The command line answers in the same bytes whatever earlier runs kept, and keeps no case."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from counteroffer.engines.rete import trial
from counteroffer.engines.rete.durable import Pattern, Rule, Test, available
from counteroffer.engines.rete.verdicts import tried_before_use
from counteroffer.files import user_cache
from counteroffer.text.errors import EngineError
from counteroffer.text.home import EXAMPLES, HOME, RULES

CASE = EXAMPLES / "hugging-face-san-francisco.yaml"


def started(cache: Path | str, *arguments: str | Path) -> subprocess.Popen[bytes]:
    switch = {"COUNTEROFFER_CACHE": "off"} if cache == "off" else {"XDG_CACHE_HOME": str(cache)}
    return subprocess.Popen(
        [sys.executable, "-m", "counteroffer", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(HOME / "engine"), **switch},
    )


def said(cache: Path | str, *arguments: str | Path) -> tuple[bytes, bytes, int]:
    run = started(cache, *arguments)
    return *run.communicate(), run.returncode


def kept(cache: Path) -> dict[Path, tuple[int, int]]:
    """The files that are kept, each with its inode and its time."""
    files = [one for one in cache.rglob("*") if one.is_file()]
    return {one: (one.stat().st_ino, one.stat().st_mtime_ns) for one in files}


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", CASE, "--json"),
        ("ask", EXAMPLES / "stability-ai-london.yaml", "--full"),
        ("ask", CASE, "--guide", "nowhere/nobody"),
    ],
)
def test_the_bytes_are_the_same_without_a_cache_with_an_empty_one_and_with_a_full_one(
    tmp_path: Path, arguments: tuple[str | Path, ...]
) -> None:
    first = said(tmp_path, *arguments)
    files = kept(tmp_path)
    assert files
    assert said(tmp_path, *arguments) == first == said("off", *arguments)
    assert kept(tmp_path) == files  # the second run found all it needed


def test_damaged_files_are_made_anew_in_silence(tmp_path: Path) -> None:
    first = said(tmp_path, "ask", CASE)
    for number, file in enumerate(sorted(kept(tmp_path))):
        content = file.read_bytes()
        file.write_bytes(content[: len(content) // 2] if number % 2 else b"\0" * len(content))
    damaged = {file: file.read_bytes() for file in kept(tmp_path)}
    assert said(tmp_path, "ask", CASE) == first
    assert all(file.read_bytes() != data for file, data in damaged.items())


def test_processes_that_fill_the_cache_at_once_all_answer_alike(tmp_path: Path) -> None:
    runs = [started(tmp_path, "ask", CASE, "--json") for _ in range(3)]
    answers = {run.communicate() for run in runs}
    assert answers == {said("off", "ask", CASE, "--json")[:2]}
    files = kept(tmp_path)
    assert said(tmp_path, "ask", CASE, "--json")[:2] in answers
    assert kept(tmp_path) == files
    assert not [file for file in files if file.name.endswith(".part")]


def test_nothing_of_a_case_is_kept(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    stated = (
        CASE.read_text("utf-8").replace("NVIDIA", "Zanzibar Widgets").replace("$210K", "213457")
    )
    case.write_text(stated, "utf-8")
    cache = tmp_path / "cache"
    out, err, status = said(cache, "ask", case, "--json")
    assert (err, status) == (b"", 0)
    assert b"213457" in out
    posted = ("--company", "Zanzibar Widgets", "--band", "171234-201987", "--region", "Lisbon")
    said(cache, "ask", "--offer", "187654", *posted)
    content = b"".join(file.read_bytes() for file in kept(cache))
    assert content
    for private in (b"Zanzibar", b"213457", b"187654", b"171234"):
        assert private not in content


def test_a_changed_rule_of_the_users_own_changes_the_answer(tmp_path: Path) -> None:
    lever = tmp_path / "rules" / "levers" / "gpu-infrastructure.yaml"
    lever.parent.mkdir(parents=True)
    shipped = (RULES / "levers" / lever.name).read_text("utf-8")
    lever.write_text(shipped, "utf-8")
    cache, asked = tmp_path / "cache", ("ask", CASE, "--json", "--rules", tmp_path / "rules")
    first = said(cache, *asked)
    title = next(line for line in shipped.splitlines() if line.startswith("title:"))
    lever.write_text(shipped.replace(title, "title: Something else"), "utf-8")
    second = said(cache, *asked)
    assert second != first
    assert second == said("off", *asked)


@pytest.mark.skipif(not available(), reason="durable-rules is not here")
def test_rules_stand_one_trial_and_changed_ones_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(user_cache, "_on", True)
    user_cache.folder.cache_clear()
    rules = [Rule("one", (Pattern("x", (Test("a", ">", 1),)),))]
    tried_before_use(rules, [])
    trial._end()
    monkeypatch.setattr(trial, "_CHILD", ("-c", "import sys; sys.exit(7)"))
    tried_before_use(rules, [])  # starts no process
    with pytest.raises(EngineError, match="can't be tried"):
        tried_before_use([Rule("one", (Pattern("x", (Test("a", ">", 2),)),))], [])
    with pytest.raises(EngineError, match="can't be tried"):  # a bad verdict is not kept
        tried_before_use([Rule("one", (Pattern("x", (Test("a", ">", 2),)),))], [])
    trial._end()
    user_cache.folder.cache_clear()
