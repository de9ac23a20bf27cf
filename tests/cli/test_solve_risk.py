"""Solving and risk on the command line."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from tests.support.command import HUGGING_FACE, ROOT, run

LONDON = str(ROOT / "examples" / "stability-ai-london.yaml")
SVG = "{http://www.w3.org/2000/svg}"


def test_a_solution_says_the_change_and_what_else_it_does() -> None:
    done = run("solve", HUGGING_FACE, "--want", "floor.base=200K", "--by", "competing.NVIDIA.base")
    assert (done.returncode, done.stderr) == (0, "")
    first = (
        "floor.base of at least US$200,000: competing.NVIDIA.base US$215,000 (now US$210,000: "
        "US$5,000 more)."
    )
    assert done.stdout.splitlines()[0] == first
    assert "Never claim an offer that you do not hold." in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["--want", "ask.base=240K", "--by", "competing.NVIDIA.base"],
            "out of reach by competing.NVIDIA.base. The best is US$210,000",
        ),
        (
            ["--want", "floor.base=200K", "--by", "competing.Acme.base"],
            "if you held an offer from Acme with base US$277,500",
        ),
        (
            ["--want", "floor.base=200K", "--by", "competing.Acme.base"],
            "Never say that you hold what you do not hold.",
        ),
        (
            ["--want", "lever.multi-cloud", "--by", "clouds"],
            "so it is, with clouds aws, azure, gcp.",
        ),
        (["--want", "lever.multi-cloud", "--by", "clouds", "--fact", "clouds=aws"], "add azure"),
        (["--want", "break_even.base<=200K", "--by", "competing.NVIDIA.equity"], "US$29,999 less"),
        (["--want", "verdict=walk-away", "--by", "offer.final"], "offer.final yes instead of no"),
        (
            ["--want", "floor.base=200K", "--by", "competing.NVIDIA.base", "--locale", "de"],
            "215.000",
        ),
        (
            ["--want", "floor.base=200K", "--by", "competing.NVIDIA.base", "--region", "new-york"],
            "US$220,000",
        ),
    ],
)
def test_solutions_in_words(arguments: list[str], said: str) -> None:
    done = run("solve", HUGGING_FACE, *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert said in done.stdout


def test_a_solution_as_json() -> None:
    done = run(
        "solve", HUGGING_FACE, "--want", "ask.base=240K", "--by", "competing.NVIDIA.base", "--json"
    )
    found = json.loads(done.stdout)
    assert (found["reached"], found["value"], found["best"], found["by"]) == (
        False,
        None,
        210_000,
        "competing.NVIDIA.base",
    )
    assert found["because"] == ["the guide's headline caps the ask for base at US$210,000"]
    assert found["before"]["ask"] == {
        "base": 210_000,
        "equity": 220_000,
        "signing": 25_000,
        "annual": 275_500,
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["solve", HUGGING_FACE, "--want", "ask.bse=1", "--by", "offer.base"],
            "did you mean 'ask.base'",
        ),
        (
            ["solve", HUGGING_FACE, "--want", "ask.base=240K", "--by", "expires"],
            "not a fact that can be solved for",
        ),
        (["solve", HUGGING_FACE, "--by", "offer.base"], "--want"),
        (["solve", "nowhere.yaml", "--want", "ask.base=1M", "--by", "offer.base"], "nowhere.yaml"),
        (["risk", "nowhere.yaml"], "nowhere.yaml"),
        (["risk", HUGGING_FACE, "--plot", "chart.png"], ".svg or .html"),
        (["risk", HUGGING_FACE, "--plot", "/no/such/folder/chart.svg"], "can't be written"),
        (["risk"], "a case is needed"),
    ],
)
def test_what_is_wrong_is_one_line_and_exit_code_2(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_risk_in_words() -> None:
    done = run("risk", LONDON)
    assert (done.returncode, done.stderr) == (0, "")
    assert "level at a discount of 35.3 % on its equity" in " ".join(done.stdout.split())
    assert "competing.Google.base" in done.stdout
    assert "│██████" in done.stdout
    midjourney = run("risk", str(ROOT / "examples" / "midjourney-san-francisco.yaml")).stdout
    assert "its equity must pay US$50,000 a year" in " ".join(midjourney.split())


def test_risk_as_json_has_its_fractions_exact() -> None:
    found = json.loads(run("risk", LONDON, "--json").stdout)
    assert found["hinges"][0]["discount"] == {"fraction": "6/17", "percent": "35.3"}
    assert [one["view"] for one in found["lenses"]] == ["at target", "first year", "guaranteed"]
    assert found["tornado"][0]["path"] == "competing.Google.base"
    assert len(found["years"][0]["years"]) == 4


@pytest.mark.parametrize("name", ["tornado.svg", "tornado.html"])
def test_a_chart_stands_by_itself_and_says_what_it_shows(tmp_path: Path, name: str) -> None:
    done = run("risk", LONDON, "--plot", str(tmp_path / name))
    assert (done.returncode, done.stderr) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == [name]
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    start, end = text.index("<svg"), text.index("</svg>") + len("</svg>")
    drawn = ElementTree.fromstring(text[start:end])
    assert drawn.get("role") == "img"
    title, desc = drawn.find(f"{SVG}title"), drawn.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert "Stability AI · DevOps Engineer · London" in (title.text or "")
    assert "competing.Google.base ±10 %: ask 0, floor +11,000" in (desc.text or "")
    assert "+11,000" in {one.text for one in drawn.iter(f"{SVG}text")}


def test_a_name_cannot_break_a_chart(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(
        Path(LONDON).read_text(encoding="utf-8").replace("Google", '"<b>&\'Co"'), encoding="utf-8"
    )
    done = run("risk", str(case), "--plot", str(tmp_path / "out.html"))
    assert (done.returncode, done.stderr) == (0, "")
    text = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert "<b>" not in text
    ElementTree.fromstring(text[text.index("<svg") : text.index("</svg>") + len("</svg>")])
