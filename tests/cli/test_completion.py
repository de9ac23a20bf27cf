"""What a shell is offered: asked of the real process, as the shell does, and always sorted."""

from __future__ import annotations

from pathlib import Path

import pytest

from counteroffer.analysis.explain.derivation import FIGURES
from counteroffer.analysis.least_change import target
from tests.support.command import HUGGING_FACE, process, run

GUIDE = "huggingface-enterprise/devops-engineer"


def offered(*words: str, typed: str = "", real: bool = False) -> list[str]:
    """What bash is given for the word `typed` behind these."""
    variables = {
        "_COUNTEROFFER_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(("counteroffer", *words, typed)),
        "COMP_CWORD": str(len(words) + 1),
    }
    done = (process if real else run)(**variables)
    assert (done.returncode, done.stderr) == (0, "")
    return [line.partition(",")[2] for line in done.stdout.splitlines()]


CASES = {
    "regions of a guide": (("ask", "--guide", GUIDE, "--region"), ["new-york", "paris"]),
    "regions of a case": (("ask", HUGGING_FACE, "--region"), ["new-york", "san-francisco"]),
    "targets": (("explain", HUGGING_FACE), ["walk_away", "walk_away.base", "multi-cloud"]),
    "wants": (
        ("solve", HUGGING_FACE, "--want"),
        ["gap.annual=", "lever.multi-cloud", "verdict=accept", "walk_away.base="],
    ),
    "what may change": (
        ("solve", HUGGING_FACE, "--by"),
        ["competing.NVIDIA.base", "gpu_years", "offer.base"],
    ),
    "paths": (
        ("what-if", HUGGING_FACE, "--vary"),
        ["competing.NVIDIA=", "fx.EUR/USD=", "gpu_years=", "offer.hours=", "region=", "skills+="],
    ),
    "facts": (("ask", "--fact"), ["gpu_years=", "skills="]),
    "guides": (("guide", "show"), ["midjourney/devops-engineer", GUIDE]),
    "commands": ((), ["ask", "compare", "what-if"]),
    "where colours are": (("compare", HUGGING_FACE, "--color"), ["always", "never"]),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_offered_by_the_real_process(name: str) -> None:
    words, some = CASES[name]
    found = offered(*words, real=True)
    assert set(some) <= set(found)
    if name != "where colours are":  # in the order of their meaning
        assert found == sorted(found)
    assert len(found) == len(set(found))


def test_what_is_typed_is_what_it_begins_with() -> None:
    assert offered("explain", HUGGING_FACE, typed="walk") == [
        *("walk_away", "walk_away.annual", "walk_away.base")
    ]
    assert offered("ask", HUGGING_FACE, "--region") == ["new-york", "paris", "san-francisco"]
    assert offered("ask", HUGGING_FACE, "--region", typed="to") == ["tokyo", "toronto", "toulouse"]


def test_every_figure_that_can_be_wanted_or_explained_is_offered() -> None:
    assert {*FIGURES} - {"floor.accept_at"} < set(offered("explain", HUGGING_FACE))
    assert {f"{name}=" for name in target.FIGURES} < set(offered("solve", "--want"))


def test_what_is_offered_is_understood() -> None:
    for name in offered("explain", HUGGING_FACE):
        assert run("explain", HUGGING_FACE, name, "--json").returncode == 0, name
    for name in offered("solve", HUGGING_FACE, "--want"):
        want = f"{name}200K" if name.endswith("=") else name
        done = run("solve", HUGGING_FACE, "--want", want, "--by", "offer.base")
        assert done.returncode == 0, name


def test_a_case_or_a_guide_that_can_not_be_read_breaks_nothing(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    for text in ("guide: [", "competing: 7\nguide: 5\nrates: [x]", "", "- 1"):
        case.write_text(text, "utf-8")
        assert "offer.base=" in offered("what-if", str(case), "--vary")
    assert "london" in offered("ask", "missing.yaml", "--guide", "nobody/nothing", "--region")


def test_help_names_the_walk_away() -> None:
    assert "walk_away" in run("explain", "--help").stdout
