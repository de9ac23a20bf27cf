"""Rules are read once: what happens to the files afterwards changes neither answers nor digest."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from counteroffer import Case, Rulebook, RuleError, counter
from tests.support.samples import guide_file, lever_file, sample, write


def test_a_file_that_is_edited_after_loading_changes_neither_rule_nor_digest(
    tmp_path: Path,
) -> None:
    folder = write(tmp_path, {"guides/acme/engineer.yaml": guide_file()})
    before = Rulebook.load(folder).guide("acme/engineer")
    rules = Rulebook.load(folder)
    write(tmp_path, {"guides/acme/engineer.yaml": guide_file(floor={"here": "123K"})})
    (folder / "facts.yaml").write_text("profile: {}\n", "utf-8")
    assert rules.guide("acme/engineer").digest == before.digest
    assert not rules.guide("acme/engineer").guide.floor
    assert Rulebook.load(folder).guide("acme/engineer").digest != before.digest


def test_files_that_come_after_loading_are_not_seen(tmp_path: Path) -> None:
    rules = Rulebook.load(tmp_path)
    write(tmp_path, {"levers/late.yaml": lever_file("gpu_years >= 1")})
    assert "late" not in rules.lever_ids()
    assert "late" in Rulebook.load(tmp_path).lever_ids()


def test_a_guide_that_is_not_asked_for_is_not_parsed(tmp_path: Path) -> None:
    files = {"guides/acme/engineer.yaml": guide_file()}
    folder = write(tmp_path, files)
    (folder / "guides" / "acme" / "broken.yaml").write_text("a: [", "utf-8")
    rules = Rulebook.load(folder)
    assert rules.guide("acme/engineer").guide.company
    with pytest.raises(RuleError, match=r"broken\.yaml"):
        rules.guide("acme/broken")


def test_a_rulebook_sent_to_another_process_has_the_bytes_it_was_made_of(tmp_path: Path) -> None:
    folder = write(tmp_path, {"guides/acme/engineer.yaml": guide_file()})
    rules = Rulebook.load(folder)
    (folder / "guides" / "acme" / "engineer.yaml").unlink()
    sent: Rulebook = pickle.loads(pickle.dumps(rules))
    assert sent.guide("acme/engineer").digest == rules.guide("acme/engineer").digest
    assert sent.folders == rules.folders


def test_an_answer_is_the_same_after_what_was_kept_has_gone() -> None:
    case, rules = Case.of(**sample("midjourney")), Rulebook.load()
    first = counter(case, rulebook=rules)
    for number in range(50):
        rules.kept.get(number, lambda: None, lambda _: 10**9)
    assert counter(case, rulebook=rules) == first
