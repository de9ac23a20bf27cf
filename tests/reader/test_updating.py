"""A guide imported again keeps what people wrote into its file, shows what changes, and keeps last
year's version."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from counteroffer import Case, Rulebook, RuleError, counter
from counteroffer.reader.importing import imported
from counteroffer.reader.storing import Stored, store
from counteroffer.reader.updating import updated
from tests.support.command import run
from tests.support.imported_guide import BOOK, WHOLE, of
from tests.support.processes import python

NAME = "guides/brambleworks/reliability-engineer.yaml"


def stored(folder: Path, text: str, *, update: bool = True) -> Stored:
    return store(of(text), folder, BOOK, update=update)


def test_the_same_guide_again_changes_nothing(tmp_path: Path) -> None:
    stored(tmp_path, WHOLE, update=False)
    before = (tmp_path / NAME).read_text("utf-8")
    assert stored(tmp_path, WHOLE).diff == ""
    assert (tmp_path / NAME).read_text("utf-8") == before


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("year", ["", " (2025)"])
def test_what_did_not_change_is_not_written_on_another_day_either(
    tmp_path: Path, year: str
) -> None:
    text = WHOLE.replace("Negotiation Guide", f"Negotiation Guide{year}")
    stored(tmp_path, text, update=False)
    path = tmp_path / NAME
    path.write_bytes(path.read_bytes().replace(b"floor:", b"# agreed\nfloor:"))
    for file in tmp_path.rglob("*.yaml"):
        os.utime(file, (1, 1))
    before = state(tmp_path)
    later = imported(text.encode(), "brambleworks/reliability.md", BOOK, date(2027, 3, 1))
    found = store(later, tmp_path, BOOK, update=True)
    assert found.unchanged
    assert state(tmp_path) == before


def test_ends_of_lines_are_no_change(tmp_path: Path) -> None:
    stored(tmp_path, WHOLE, update=False)
    path = tmp_path / NAME
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = state(tmp_path)
    assert stored(tmp_path, WHOLE).unchanged
    assert state(tmp_path) == before


def test_without_update_a_file_is_never_touched(tmp_path: Path) -> None:
    stored(tmp_path, WHOLE, update=False)
    with pytest.raises(RuleError, match="--update"):
        stored(tmp_path, WHOLE, update=False)


def test_comments_and_edits_survive_and_the_change_is_shown(tmp_path: Path) -> None:
    stored(tmp_path, WHOLE, update=False)
    path = tmp_path / NAME
    text = path.read_text("utf-8")
    edited = text.replace("floor:\n", "# agreed with Ada\nfloor:\n").replace(
        "label: Boston", "label: Greater Boston  # ours"
    )
    path.write_text(edited, "utf-8")
    newer = "\n" + WHOLE.replace(
        "£125K base and £140K", "£128K base and £140K"
    )  # and every line moves by one
    found = stored(tmp_path, newer)
    after = path.read_text("utf-8")
    assert "# agreed with Ada\nfloor:" in after
    assert "label: Greater Boston  # ours" in after
    assert "base: 128K" in after
    assert "+    base: 128K" in found.diff
    assert "-    base: 125K" in found.diff
    assert '# line 6: "£90K-£130K"' in after
    assert found.conflicts == 0
    assert (
        Rulebook(tmp_path).guide("brambleworks/reliability-engineer").guide.bands["boston"].label
        == "Greater Boston"
    )


def test_where_both_changed_the_edit_stays_and_the_import_is_told(tmp_path: Path) -> None:
    stored(tmp_path, WHOLE, update=False)
    path = tmp_path / NAME
    path.write_text(path.read_text("utf-8").replace("base: 105K", "base: 108K"), "utf-8")
    found = stored(tmp_path, WHOLE.replace("£105K", "£110K"))
    after = path.read_text("utf-8")
    assert found.conflicts == 1
    assert "base: 108K" in after
    assert "# the guide now says: base: 110K" in after


def test_last_years_answer_can_be_repeated(tmp_path: Path) -> None:
    stored(tmp_path, WHOLE, update=False)
    facts = {
        "region": "leeds",
        "candidate": {"gpu_years": 3},
        "offer": {"base": "£100K"},
        "today": "2026-11-20",
    }

    def ask(guide: str) -> int | None:
        return counter(
            Case.of(guide=guide, **facts), rulebook=Rulebook(tmp_path), engine="plain"
        ).ask.base

    before = ask("brambleworks/reliability-engineer")
    newer = WHOLE.replace("(2025-2026)", "(2024-2025)").replace("£125K", "£129K")
    found = stored(tmp_path, newer)
    assert found.kept == "reliability-engineer@2026-01-01"
    assert ask("brambleworks/reliability-engineer") == 129_000
    assert ask("brambleworks/reliability-engineer@2026-01-01") == before == 125_000
    listed = run("guide", "list", "--rules", str(tmp_path)).stdout
    assert "  as of 2026-01-01: brambleworks/reliability-engineer@2026-01-01" in listed


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    source, out = tmp_path / "guide.md", tmp_path / "mine"
    source.write_text(WHOLE, "utf-8")
    done = run("guide", "import", str(source), "-o", str(out), "--dry-run")
    assert done.returncode == 0
    assert "base: 90K-130K" in done.stdout
    assert not out.exists()


@pytest.mark.parametrize(
    ("before", "file", "after", "merged"),
    [
        ("a\nb\nc\n", "a\nb\nc\n", "a\nx\nc\n", "a\nx\nc\n"),
        ("a\nb\nc\n", "a\nmine\nc\n", "a\nb\nc\n", "a\nmine\nc\n"),
        ("a\nb\nc\n", "a\n# mine\nb\nc\n", "a\nb\nc\nd\n", "a\n# mine\nb\nc\nd\n"),
        ("a\nb\nc\n", "a\nc\n", "a\nb\nc\n", "a\nc\n"),
        ("a\nb\nc\n", "a\nb\nc\n", "a\nc\n", "a\nc\n"),
        ("a\nb\nc\n", "a\nmine\nc\n", "a\nnew\nc\n", "a\n# the guide now says: new\nmine\nc\n"),
        ("a  # line 1: x\n", "a  # line 1: x\n", "a  # line 9: x\n", "a  # line 9: x\n"),
    ],
)
def test_three_texts_become_one(before: str, file: str, after: str, merged: str) -> None:
    assert updated(before, file, after, "guide.yaml").text == merged


NEWER = WHOLE.replace("£125K base and £140K", "£128K base and £140K").replace("£105K", "£110K")

DIE_AT_EACH_STEP = """
import os, sys, pathlib, shutil
from datetime import date
from counteroffer import Rulebook
from counteroffer.files import atomic_write
from counteroffer.reader.importing import imported
from counteroffer.reader.storing import store

start, place, text = map(pathlib.Path, sys.argv[1:])
book = Rulebook()
guide = imported(text.read_bytes(), "reliability.md", book, date(2026, 11, 20))
replace, unlink, fsync = pathlib.Path.replace, pathlib.Path.unlink, os.fsync


def dying(step):
    left = [step]

    def counted(call):
        def made(*given, **named):
            left[0] -= 1
            if not left[0]:
                os._exit(9)
            return call(*given, **named)
        return made

    os.fsync, pathlib.Path.replace = counted(fsync), counted(replace)
    pathlib.Path.unlink = counted(unlink)


step, ended = 0, 9
while ended == 9:
    step += 1
    folder = place / str(step)
    shutil.copytree(start, folder)
    child = os.fork()
    if not child:
        dying(step)
        store(guide, folder, book, update=True)
        os._exit(0)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
print(step, ended)
"""


def test_killed_at_any_step_an_update_leaves_the_old_guide_or_the_new_one_and_can_go_on(
    tmp_path: Path,
) -> None:
    start, places, source = tmp_path / "start", tmp_path / "places", tmp_path / "newer.md"
    stored(start, WHOLE, update=False)
    path = start / NAME
    edited = (
        path.read_text("utf-8")
        .replace("base: 105K", "base: 108K")
        .replace("label: Boston", "label: Greater Boston  # ours")
    )
    path.write_text(edited, "utf-8")
    source.write_text(NEWER, "utf-8")
    with python(DIE_AT_EACH_STEP, str(start), str(places), str(source)) as dying:
        steps, ended = dying.communicate(timeout=120)[0].split()
    assert (int(steps) > 8, ended) == (True, "0")
    new = (places / steps / NAME).read_text("utf-8")
    assert "# the guide now says: base: 110K" in new
    seen = set()
    for step in range(1, int(steps)):
        killed = places / str(step)
        stands = (killed / NAME).read_text("utf-8")
        assert stands in (edited, new)
        seen.add(stands)
        stored(killed, NEWER)
        assert (killed / NAME).read_text("utf-8") == new, step
        later = NEWER.replace("£128K base", "£129K base")
        stored(killed, later)
        assert "base: 129K" in (killed / NAME).read_text("utf-8")
        assert not list(killed.rglob("*.next"))
    assert seen == {edited, new}


def test_of_an_update_that_was_killed_the_figures_are_no_edits(tmp_path: Path) -> None:
    stored(tmp_path, WHOLE, update=False)
    stored(tmp_path, NEWER)
    copy = tmp_path / ".imported" / NAME.removeprefix("guides/")
    newest = copy.read_text("utf-8")
    copy.with_name(f"{copy.name}.next").write_text(newest, "utf-8")  # as after a kill
    copy.write_text(of(WHOLE).text, "utf-8")
    found = stored(tmp_path, NEWER.replace("£128K base", "£131K base"))
    assert found.conflicts == 0
    assert "base: 131K" in (tmp_path / NAME).read_text("utf-8")


def test_a_guide_that_no_import_wrote_is_never_overwritten(tmp_path: Path) -> None:
    stored(tmp_path, WHOLE, update=False)
    (tmp_path / ".imported" / NAME.removeprefix("guides/")).unlink()
    path = tmp_path / NAME
    path.write_text(path.read_text("utf-8").replace("base: 105K", "base: 108K"), "utf-8")
    assert stored(tmp_path, WHOLE).conflicts == 1
    assert "base: 108K" in path.read_text("utf-8")
    assert "# the guide now says: base: 105K" in path.read_text("utf-8")


@pytest.mark.parametrize("name", ["guides", "guides/brambleworks", ".imported", "schemas"])
def test_a_link_in_the_folder_of_rules_is_not_followed_out_of_it(tmp_path: Path, name: str) -> None:
    rules, outside = tmp_path / "rules", tmp_path / "outside"
    outside.mkdir()
    (rules / name).parent.mkdir(parents=True)
    (rules / name).symlink_to(outside)
    with pytest.raises(OSError, match="a link leads out of"):
        stored(rules, WHOLE, update=False)
    assert list(outside.rglob("*")) == []
