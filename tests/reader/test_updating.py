"""A guide imported again keeps what people wrote into its file, shows what changes, and keeps last
year's version."""

from __future__ import annotations

from pathlib import Path

import pytest

from counteroffer import Case, Rulebook, RuleError, counter
from counteroffer.reader.storing import Stored, store
from counteroffer.reader.updating import updated
from tests.support.command import run
from tests.support.imported_guide import BOOK, WHOLE, of

NAME = "guides/brambleworks/reliability-engineer.yaml"


def stored(folder: Path, text: str, *, update: bool = True) -> Stored:
    return store(of(text), folder, BOOK, update=update)


def test_the_same_guide_again_changes_nothing(tmp_path: Path) -> None:
    stored(tmp_path, WHOLE, update=False)
    before = (tmp_path / NAME).read_text("utf-8")
    assert stored(tmp_path, WHOLE).diff == ""
    assert (tmp_path / NAME).read_text("utf-8") == before


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
