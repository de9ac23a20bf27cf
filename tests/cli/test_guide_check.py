"""`guide check`, `guide search` and `guide list` as processes: what they print where, and their
exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from counteroffer.text.home import RULES as RULES_FOLDER
from tests.support.command import run
from tests.support.imported_guide import WHOLE
from tests.support.samples import GUIDES, MIDJOURNEY, guide_file, write
from tests.support.small_guide import guide

TODAY = ("--today", "2026-11-20")
OFF = guide("| Lisbon | €60K-€80K | €40K-€80K | 10% | €76K-€119K |")
MIXED = guide("| Lisbon | €60K-€80K | €40K-£80K | 10% | €76K-€108K |")
NOTE = guide(strategy='"I ask for €78K base and €70K equity/4yr."')


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (guide(), (), 0),
        (NOTE, (), 0),
        (NOTE, ("--fail-on", "note"), 1),
        (OFF, (), 1),
        (OFF, ("--fail-on", "error"), 0),
        (OFF, ("--fail-on", "never"), 0),
        (OFF, ("--ignore", "total-does-not-add-up"), 0),
        (MIXED, ("--fail-on", "error"), 1),
        ("Dear all", (), 2),
    ],
)
def test_the_exit_code_is_for_ci(
    text: str, options: tuple[str, ...], code: int, tmp_path: Path
) -> None:
    (tmp_path / "guide.md").write_text(text, encoding="utf-8")
    assert run("guide", "check", str(tmp_path / "guide.md"), *TODAY, *options).returncode == code


def test_findings_go_to_standard_output_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "guide.md"
    path.write_text(OFF, encoding="utf-8")
    done = run("guide", "check", str(path), *TODAY)
    assert done.stderr == ""
    assert (
        done.stdout
        == f"{path}:5: warning: [total-does-not-add-up] the totals of Lisbon do not add up: "
        "high 119 printed, 108 from base 80 + equity a year 20 + bonus 8; "
        "no way to add up these columns gives the printed high ends\n"
        "  5 | | Lisbon | €60K-€80K | €40K-€80K | 10% | €76K-€119K |\n"
        "1 guide: 1 warning\n"
    )


def test_a_folder_is_checked_in_order_and_a_bad_file_stops_nothing(tmp_path: Path) -> None:
    names = [f"guide-{number:02}.md" for number in range(20)]  # enough for processes
    rows = [f"| Lisbon | €{60 + n}K-€80K | €40K-€80K | 10% | €{76 + n}K-€108K |" for n in range(20)]
    write(tmp_path, {name: guide(row) for name, row in zip(names, rows, strict=True)})
    (tmp_path / "guide-07.md").write_bytes(b"\xff")
    done = run("guide", "check", str(tmp_path), *TODAY, "--json")
    assert done.returncode == 2
    assert "guide-07.md:1: is not UTF-8 text" in done.stderr
    found = json.loads(done.stdout)
    assert [Path(one["file"]).name for one in found["files"]] == [
        name for name in names if name != "guide-07.md"
    ]
    assert [Path(one["file"]).name for one in found["unreadable"]] == ["guide-07.md"]


def test_sarif_and_json_are_whole_documents(tmp_path: Path) -> None:
    (tmp_path / "guide.md").write_text(OFF, encoding="utf-8")
    for form, key in (("--sarif", "runs"), ("--json", "files")):
        done = run("guide", "check", str(tmp_path), *TODAY, form)
        assert (done.returncode, done.stderr) == (1, "")
        assert len(json.loads(done.stdout)[key]) == 1


def test_a_guide_of_the_rules_is_named_by_its_id(tmp_path: Path) -> None:
    done = run("guide", "check", MIDJOURNEY, *TODAY, "--fail-on", "error")
    assert done.returncode == 0
    assert done.stdout.endswith("1 guide: 2 warnings\n")
    own = str(write(tmp_path, {"guides/acme/engineer.yaml": guide_file(floor={"here": "90K"})}))
    done = run("guide", "check", "acme/engineer", "--rules", own, *TODAY)
    assert "floor-below-band" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (["guide", "check", "no-such.md"], "no such file"),
        (["guide", "check", "midjourney/devops"], "did you mean 'midjourney/devops-engineer'?"),
        (["guide", "check", "."], "there is no guide in it"),
        (["guide", "check", "x", "--today", "soon"], "a date is written"),
        (["guide", "check"], "FILE|DIR|GUIDE"),
        (["guide", "search"], "TEXT"),
    ],
)
def test_what_can_not_be_done_says_why(
    arguments: list[str], advice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert advice in done.stderr
    assert "Traceback" not in done.stderr


def test_search_prints_what_list_prints() -> None:
    listed = run("guide", "list").stdout.splitlines()
    assert [line.split()[0] for line in listed] == sorted(GUIDES)
    done = run("guide", "search", "midjurney", "devops")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split()[0] == MIDJOURNEY


def test_search_as_json_and_without_a_hit() -> None:
    done = run("guide", "search", "sre google", "--json", "--limit", "2")
    found = json.loads(done.stdout)
    assert (found["schema"], found["found"], len(found["guides"])) == (
        "counteroffer-search/1",
        3,
        2,
    )
    assert set(found["guides"][0]) == {"id", "company", "role", "as_of", "regions", "missing"}
    none = run("guide", "search", "zeppelin")
    assert (none.returncode, none.stdout) == (1, "")
    assert "counteroffer guide list" in none.stderr
    none = run("guide", "search", "zeppelin", "--json")
    assert (none.returncode, json.loads(none.stdout)["guides"]) == (1, [])


def test_list_takes_filters_and_says_where_none_is_left(tmp_path: Path) -> None:
    own = str(write(tmp_path, {"guides/acme/engineer.yaml": guide_file()}))
    (line,) = run("guide", "list", "--rules", own, "--folder", own).stdout.splitlines()
    assert line.startswith("acme/engineer")
    listed = run("guide", "list", "--role", "sre", "--region", "london").stdout.splitlines()
    assert [line.split()[0] for line in listed] == ["stability-ai/devops-engineer"]
    none = run("guide", "list", "--company", "zeppelin")
    assert (none.returncode, none.stdout) == (1, "")
    assert "no guide is left" in none.stderr


def test_of_two_guides_of_one_id_it_is_said_which_is_used_wherever_it_is_named(
    tmp_path: Path,
) -> None:
    shipped = RULES_FOLDER / "guides" / f"{MIDJOURNEY}.yaml"
    path = tmp_path / "guides" / f"{MIDJOURNEY}.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(f"{shipped.read_text('utf-8')}# ours\n", "utf-8")
    own = ("--rules", str(tmp_path))
    case = ("--guide", MIDJOURNEY, "--region", "san-francisco", "--offer", "base=200K")
    for arguments in (["list"], ["show", MIDJOURNEY], ["search", "midjourney"]):
        done = run("guide", *arguments, *own)
        said = " ".join((done.stdout + done.stderr).split())
        assert f"two guides are called {MIDJOURNEY}: {path} is used" in said
        assert "which comes with counteroffer, is not" in said
        assert "two guides" not in run("guide", *arguments).stdout
    answer = json.loads(run("ask", *case, *own, "--json").stdout)
    (notice,) = [one for one in answer["warnings"] if one["code"] == "guide-replaced"]
    assert str(tmp_path) not in notice["message"]
    assert "guide-replaced" not in run("ask", *case, "--json").stdout
    path.write_bytes(shipped.read_bytes())  # the same guide is no other one
    assert "guide-replaced" not in run("ask", *case, *own, "--json").stdout


def test_an_import_in_place_of_a_shipped_guide_says_so(tmp_path: Path) -> None:
    guide = WHOLE.replace("Reliability Engineer | Brambleworks", "DevOps Engineer | Midjourney")
    source = tmp_path / "guide.md"
    source.write_text(guide, "utf-8")
    done = run("guide", "import", str(source), "-o", str(tmp_path / "own"))
    assert f"in place of rules/guides/{MIDJOURNEY}.yaml" in done.stdout


def test_what_an_import_put_for_want_of_a_figure_is_shown_as_assumed(tmp_path: Path) -> None:
    source = tmp_path / "guide.md"
    source.write_text(guide(strategy="Ask for more."), "utf-8")
    own = str(tmp_path / "own")
    run("guide", "import", str(source), "-o", own)
    shown = run("guide", "show", "quillmark/compiler-engineer", "--rules", own).stdout
    assert shown.count("(assumed: none was read)") == 3  # base and equity of the ask, the floor
    assert "would say" in shown
