"""Every public name has a page and an example, and every page shows what really comes out.

`python -m tests.package.test_docs` writes what the pages print anew.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from docs import reference

import counteroffer
from tests.support.command import ROOT
from tests.support.pages import as_run, fences

DOCS = ROOT / "docs"
PAGES = (*sorted(DOCS.glob("*.md")), *sorted(reference.EXAMPLES.glob("*.md")))


@pytest.mark.parametrize("name", reference.names())
def test_a_public_name_has_a_page_and_an_example_that_uses_it(name: str) -> None:
    path = reference.example(name)
    assert path.exists(), f"write an example of {name} into docs/examples/{path.name}"
    page = reference.pages()[name]
    assert f".. auto{reference.kind(name)}:: counteroffer.{name}\n" in page
    code = "".join(fences(page, "pycon"))
    assert re.search(rf"\b{name}\b", code)
    assert [line for line in code.splitlines() if not line.startswith((">>>", "..."))]


@pytest.mark.parametrize("name", reference.names())
def test_a_public_name_says_what_it_is(name: str) -> None:
    thing = getattr(counteroffer, name)
    inherited = [base.__doc__ for base in getattr(thing, "__mro__", (thing,))[1:]]
    assert thing.__doc__
    assert thing.__doc__ not in inherited


@pytest.mark.parametrize(
    "name", [name for name in reference.names() if reference.kind(name) == "function"]
)
def test_a_public_function_says_what_it_raises(name: str) -> None:
    told = getattr(counteroffer, name).__doc__
    assert re.search(r"\b(Raises|errors (as|of))\b", told), f"{name}: say Raises ..., if nothing so"


def test_names_that_are_loaded_late_are_public_names() -> None:
    assert set(counteroffer._LATER) <= set(reference.names())


def test_no_example_is_of_a_name_that_is_gone() -> None:
    examples = {path.stem for path in reference.EXAMPLES.glob("*.md")}
    assert examples - set(reference.names()) == set()


def test_no_two_pages_are_one_file_where_case_does_not_count() -> None:
    pages = [name.casefold() for name in reference.pages()]
    assert len(pages) == len(set(pages))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(DOCS)))
def test_a_page_shows_what_comes_out(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for variable in [one for one in os.environ if one.startswith("COUNTEROFFER")]:
        monkeypatch.delenv(variable)
    text = path.read_text(encoding="utf-8")
    assert text == as_run(text), "run python -m tests.package.test_docs"


def test_commands_of_other_programs_are_those_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = [
        line
        for path in PAGES
        for block in fences(path.read_text(encoding="utf-8"), "console")
        for line in block.splitlines()
        if line.startswith("$ ") and not line.startswith("$ counteroffer ")
    ]
    assert len(shown) == 2
    assert [line for line in shown if line not in readme.splitlines()] == []


@pytest.mark.slow
def test_the_site_is_built_without_a_warning_and_tells_nothing_of_where(tmp_path: Path) -> None:
    pytest.importorskip("sphinx", reason="needs the extra docs")
    build = [sys.executable, "-m", "sphinx", "-W", "-n", "-q", "-b", "html", "-d"]
    done = subprocess.run(
        [*build, str(tmp_path / "trees"), "docs", str(tmp_path / "site")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (0, "")
    site = {
        path.relative_to(tmp_path / "site").as_posix(): path.read_text(encoding="utf-8")
        for path in (tmp_path / "site").rglob("*.html")
    }
    for name in reference.names():
        assert f'id="counteroffer.{name}"' in site[f"api/{name}.html"]
    here = {str(ROOT), str(Path.home()), sys.prefix}
    assert [page for page, text in site.items() if any(path in text for path in here)] == []


if __name__ == "__main__":
    os.chdir(ROOT)
    for page in PAGES:
        page.write_text(as_run(page.read_text(encoding="utf-8")), encoding="utf-8")
