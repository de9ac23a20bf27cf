"""What every engine must give: the cases in the folders beside this file, on each engine.

A file has `cases`, and under `rules` the files of rules that they need beside those of the package.
A case has a `name`, the `case` that is asked, perhaps `rules` whose entries come before those of
the file, and what the answer `gives`: of the answer's own entries as many as matter. `fired`,
`silent` and `undecided` are levers that are so, `asks` what levers ask, `warnings` codes that are
there and `unwarned` codes that are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from counteroffer import Case, Rulebook
from tests.support.engines import ANSWERERS, CONFORMING
from tests.support.samples import RULES, write

HERE = Path(__file__).parent
LEVERS = ("fired", "silent", "undecided")


def stated() -> Iterator[Any]:
    for path in sorted(HERE.rglob("*.yaml")):
        document = yaml.safe_load(path.read_text("utf-8"))
        for one in document["cases"]:
            rules = dict(document.get("rules", {}))
            for name, entries in one.get("rules", {}).items():
                rules[name] = {**rules.get(name, {}), **entries}
            place = path.relative_to(HERE).with_suffix("").as_posix()
            yield pytest.param(one["case"], rules, one["gives"], id=f"{place}: {one['name']}")


STATED = list(stated())


def holds(wanted: Any, found: Any, path: str) -> None:
    """Whether an answer has what is wanted of it; what an engine does not tell is not asked."""
    if not isinstance(wanted, Mapping) or path.startswith("asks."):
        assert found == wanted, path
        return
    assert isinstance(found, Mapping), f"{path}: {found}"
    for name, value in wanted.items():
        if name in found:
            holds(value, found[name], f"{path}.{name}".lstrip("."))


@pytest.mark.parametrize("engine", CONFORMING)
@pytest.mark.parametrize(("case", "files", "gives"), STATED)
def test_an_engine_gives_what_it_must(
    case: dict[str, Any], files: dict[str, Any], gives: dict[str, Any], engine: str, tmp_path: Path
) -> None:
    rules = Rulebook(write(tmp_path, files)) if files else RULES
    found = ANSWERERS[engine](Case.of(**case), rules)
    given = dict(gives)
    codes = found.get("warnings", [])
    assert not set(given.pop("unwarned", ())) & set(codes)
    if "warnings" in found:
        assert set(given.pop("warnings", ())) <= set(codes)
    for word in LEVERS:
        levers = set(given.pop(word, ()))
        assert levers <= set(found.get(word, levers))
        assert word == "fired" or not levers & set(found["fired"])
    holds(given, found, "")


@pytest.mark.parametrize(("case", "files", "gives"), STATED)
def test_a_case_asks_for_what_an_answer_has(
    case: dict[str, Any], files: dict[str, Any], gives: dict[str, Any], tmp_path: Path
) -> None:
    """An entry with a slip in its name would never be compared."""
    rules = Rulebook(write(tmp_path, files)) if files else RULES
    found = {**ANSWERERS["plain"](Case.of(**case), rules), "unwarned": []}

    def named(wanted: Any, found: Any) -> None:
        if isinstance(wanted, Mapping):
            assert set(wanted) <= set(found), set(wanted) - set(found)
            for name, value in wanted.items():
                named(value, found[name])

    asks = gives.get("asks", {})
    assert set(asks) <= set(found["asks"])
    named({name: one for name, one in gives.items() if name != "asks"}, found)
