"""The command line: what it prints where, and its exit codes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tests.support.command import (
    CASE,
    EXAMPLES,
    HUGGING_FACE,
    ROOT,
    commands,
    process,
    run,
)


def answer(*arguments: str, text: str | None = None) -> dict[str, object]:
    done = run("ask", *arguments, "--json", text=text)
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_every_example_is_answered_in_every_format(example: Path, form: str) -> None:
    done = run("ask", str(example), "--format", form)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("\n")


def test_standard_input_is_read_for_a_dash() -> None:
    from_file = run("ask", HUGGING_FACE, "--json").stdout
    text = Path(HUGGING_FACE).read_text(encoding="utf-8")
    assert run("ask", "-", "--json", text=text).stdout == from_file


def test_json_is_read_like_yaml() -> None:
    case = {
        "guide": "midjourney/devops-engineer",
        "region": "san-francisco",
        "offer": {"base": 200000},
    }
    assert answer("-", text=json.dumps(case))["offer"] == {
        "base": 200000,
        "equity": None,
        "equity_years": 1,
        "signing": None,
        "annual": 200000,
    }


def test_an_option_states_any_part_of_an_offer_in_its_own_form() -> None:
    stated = ("--guide", "huggingface-enterprise/devops-engineer", "--region", "san-francisco")
    offer = (
        "base=CHF 8'500/Monat x 13, equity.shares=400 equity.price=$112 equity.years=4"
        " signing.1=75K signing.2=50K extras.relocation=10K extras.relocation.once=yes"
    )
    held = "Data Dog base=110K CAD equity=8 LPA bonus=10%"
    case = answer(*stated, "--offer", offer, "--competing", held)["case"]
    assert isinstance(case, dict)
    paid, other = case["offer"], case["competing"][0]
    assert (paid["base"], paid["currency"]) == ("CHF 8500/mo x 13", "CHF")
    assert (paid["equity"]["shares"], paid["equity"]["price"]) == (400, 112)
    assert paid["signing"] == ["USD 75000", "USD 50000"]
    assert paid["extras"] == [{"name": "relocation", "amount": "USD 10000", "once": True}]
    assert (other["company"], other["base"]) == ("Data Dog", 110_000)


def test_a_case_can_be_stated_by_options_alone() -> None:
    found = answer(
        "--guide",
        "midjourney/devops-engineer",
        "--region",
        "san-francisco",
        "--offer",
        "base=200K equity=80K/yr",
        "--competing",
        "Datadog base=210K equity=220K",
        "--competing",
        "Big Cloud Co base=205K",
        "--fact",
        "gpu_years=5",
        "--fact",
        "owns_full_stack=yes",
        "--today",
        "2026-11-20",
    )
    assert found["ask"]["base"] == 245000  # type: ignore[index]
    assert [one["company"] for one in found["alternatives"]] == ["Big Cloud Co", "Datadog"]  # type: ignore[attr-defined]


def test_options_change_a_case_from_a_file() -> None:
    plain, paris = (
        answer(HUGGING_FACE),
        answer(HUGGING_FACE, "--region", "paris", "--rate", "USD/EUR=0.86", "--home", "GBP"),
    )
    assert plain["region"] == "san-francisco"
    assert (paris["region"], paris["currency"], paris["ask"]["base"]) == ("paris", "EUR", 179000)  # type: ignore[index]
    assert paris["home"]["currency"] == "GBP"  # type: ignore[index]
    without = answer(HUGGING_FACE, "--fact", "clouds=aws")
    silent = {lever["id"]: lever["why_not"] for lever in without["levers"] if not lever["fired"]}  # type: ignore[attr-defined]
    assert silent == {"multi-cloud": ["count(clouds) is 1, needs 2 or more"]}


def test_the_trace_names_the_engine_on_standard_error_and_changes_no_byte_of_the_answer() -> None:
    plain = run("ask", HUGGING_FACE, "--json", "--engine", "plain", "--trace")
    assert plain.stderr.startswith("engine plain\n")
    assert "headline" in plain.stderr
    assert plain.stdout == run("ask", HUGGING_FACE, "--json").stdout


def test_the_version_names_the_engine() -> None:
    assert re.fullmatch(
        r"counteroffer \d+\.\d+\.\d+, engine (rete|plain)\n", run("--version").stdout
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask"], "a case is needed"),
        (["ask", "no-such-file.yaml"], "no-such-file.yaml: can't be read: No such file"),
        (
            ["ask", HUGGING_FACE, "--region", "pariss"],
            "unknown region 'pariss'; did you mean 'paris'?",
        ),
        (["ask", HUGGING_FACE, "--rate", "GBPUSD=1.3"], "write GBP/USD"),
        (["ask", HUGGING_FACE, "--rate", "1.3"], "not of the form name=value"),
        (["ask", HUGGING_FACE, "--home", "EURO"], "a code of three letters"),
        (["ask", HUGGING_FACE, "--home", "XQZ"], "no exchange rate for 'XQZ'"),
        (["ask", HUGGING_FACE, "--today", "tomorrow"], "a date is written 2026-12-04"),
        (
            ["ask", HUGGING_FACE, "--fact", "gpu_yeers=4"],
            "unknown fact 'gpu_yeers'; did you mean 'gpu_years'?",
        ),
        (
            ["ask", HUGGING_FACE, "--rules", "no-such-folder"],
            "no-such-folder: is not a folder of rules",
        ),
        (["ask", HUGGING_FACE, "--engine", "fast"], "--engine"),
        (
            ["ask", "--guide", "midjourney/devops", "--region", "sf"],
            "did you mean 'midjourney/devops-engineer'?",
        ),
        (
            [
                "ask",
                "--guide",
                "midjourney/devops-engineer",
                "--region",
                "sf",
                "--offer",
                "base=£1.234K",
            ],
            "offer.base: ",
        ),
        (
            [
                "ask",
                "--guide",
                "midjourney/devops-engineer",
                "--region",
                "sf",
                "--offer",
                "base='2",
            ],
            "No closing quotation",
        ),
        (["guide", "show", "../../etc/passwd"], "unknown guide"),
        (["aks"], "did you mean 'ask'?"),
        (["schema", "cases"], "cases"),
    ],
)
def test_a_mistake_is_one_clear_text_on_standard_error_and_exit_code_2(
    arguments: list[str], said: str
) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_all_mistakes_of_a_file_are_told_at_once_in_their_order() -> None:
    wrong = (
        CASE.replace("base: 200K", "base: £1.234K")
        + "candidate: {gpu_yeers: 1, years: many}\nhome: EURO\n"
    )
    done = run("ask", "-", text=wrong)
    places = re.findall(r"<stdin>:(\d+:\d+): ", done.stderr)
    assert places == ["3:16", "5:13", "5:34", "6:7"]
    assert "3 | offer: {base: £1.234K, equity: 80K/yr}" in done.stderr


def test_binary_noise_and_emptiness_are_refused() -> None:
    assert "UTF-8" in run("ask", "-", text=b"\xff\xfe\x00").stderr
    assert "is empty" in run("ask", "-", text=b"").stderr


def test_colour_only_where_it_is_wanted() -> None:
    assert "\x1b[" not in run("ask", HUGGING_FACE).stdout
    assert "\x1b[" in run("ask", HUGGING_FACE, FORCE_COLOR="1").stdout
    assert "\x1b[" not in run("ask", HUGGING_FACE, FORCE_COLOR="1", NO_COLOR="1").stdout


def test_a_reader_that_stops_early_is_no_error() -> None:
    command = f'"{sys.executable}" -m counteroffer schema answer | head -c 1'
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "engine")}
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=environment)
    assert done.stderr == ""


def test_a_new_case_passes_its_check(tmp_path: Path) -> None:
    for guide in (
        "stability-ai/devops-engineer",
        "midjourney/devops-engineer",
        "huggingface-enterprise/devops-engineer",
    ):
        path = tmp_path / "case.yaml"
        path.write_text(run("case", "new", "--guide", guide).stdout, encoding="utf-8")
        done = run("case", "check", str(path))
        assert (done.returncode, done.stderr) == (0, "")
        filled = re.sub(r"^  # (?=[a-z_]+: )", "  ", path.read_text(encoding="utf-8"), flags=re.M)
        path.write_text(filled.replace("  {}", "  # {}"), encoding="utf-8")
        done = run("case", "check", str(path))
        assert (done.returncode, done.stderr) == (0, "")
        assert "gpu_years 5" in done.stdout


def test_a_folder_of_rules_adds_a_lever_without_python(tmp_path: Path) -> None:
    (tmp_path / "levers" / "every-guide").mkdir(parents=True)
    (tmp_path / "facts.yaml").write_text(
        "profile:\n  papers: {type: number, unit: papers, help: Papers published.}\n"
    )
    (tmp_path / "levers" / "every-guide" / "research.yaml").write_text(
        "title: Research\nwhen: papers >= 3\nsays:\n  - text: I have published {papers} papers.\n"
        "cases:\n  fires: [{papers: 3}]\n  silent: [{papers: 2}]\n"
    )
    given = ("ask", HUGGING_FACE, "--fact", "papers=4", "--json")
    by_option = json.loads(run(*given, "--rules", str(tmp_path)).stdout)
    by_variable = json.loads(process(*given, COUNTEROFFER_RULES=str(tmp_path)).stdout)
    assert by_option == by_variable
    assert "I have published 4 papers." in [point["text"] for point in by_option["talking_points"]]


def paths(group: click.Command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if not isinstance(group, click.Group):
        return [path]
    context = click.Context(group)
    inner = [(name, group.get_command(context, name)) for name in group.list_commands(context)]
    return [
        path,
        *(found for name, command in inner if command for found in paths(command, (*path, name))),
    ]


def every_command() -> list[tuple[str, ...]]:
    return paths(commands().cli)


@pytest.mark.parametrize("command", every_command(), ids=" ".join)
def test_every_command_has_help_with_an_example(command: tuple[str, ...]) -> None:
    done = run(*command, "-h")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"^ +(\w.* \| )?counteroffer ", done.stdout.split("\n\n", 1)[1], re.M)
    assert max(map(len, done.stdout.splitlines())) <= 110


@pytest.mark.parametrize("command", every_command(), ids=" ".join)
def test_a_process_says_the_same(command: tuple[str, ...]) -> None:
    done, here = process(*command, "-h"), run(*command, "-h")
    assert (done.returncode, done.stdout, done.stderr) == (0, here.stdout, here.stderr)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete_commands(shell: str) -> None:
    done = run(_COUNTEROFFER_COMPLETE=f"{shell}_source")
    assert "counteroffer" in done.stdout
