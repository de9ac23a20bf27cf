"""Every block of the README is what really comes out.

`python -m tests.package.test_readme` writes the generated ones anew.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from counteroffer.answers.answer import How, Verdict
from tests.support.command import run as command_line

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
EXAMPLE = "examples/hugging-face-san-francisco.yaml"
WRONG = """\
guide: huggingface-enterprise/devops-engineer
region: san-francisco
candidate: {gpu_yeers: 4}
offer:
  base: 80
"""
GENERATED = re.compile(
    r"<!-- (?P<name>[^>]+) -->\n```(?P<language>\w+)\n(?P<text>.*?)\n?```\n", re.S
)


def run(arguments: str, cwd: Path, text: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "counteroffer", *shlex.split(arguments)]
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith("COUNTEROFFER")
    }
    environment = {**clean, "COLUMNS": "100", "PYTHONPATH": str(ROOT / "engine"), "PYTHONUTF8": "1"}
    return subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        input=text,
        encoding="utf-8",
    )


def generated(name: str, folder: Path) -> str:
    if name == "answer":
        return run(f"ask {EXAMPLE}", ROOT).stdout.rstrip("\n")
    if name == "error":
        (folder / "my-case.yaml").write_text(WRONG)
        return run("ask my-case.yaml", folder).stderr.rstrip("\n")
    if name.startswith("counteroffer "):
        return run(name.removeprefix("counteroffer "), ROOT).stdout.rstrip("\n")
    return (ROOT / name).read_text(encoding="utf-8").rstrip("\n")


def code(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README.read_text(encoding="utf-8"), re.S)


def commands() -> list[str]:
    return [
        line[2:]
        for block in code("console")
        for line in block.splitlines()
        if line.startswith("$ ")
    ]


def test_generated_blocks_are_what_comes_out(tmp_path: Path) -> None:
    found = list(GENERATED.finditer(README.read_text(encoding="utf-8")))
    assert {"answer", "error"} <= {match["name"] for match in found}
    for match in found:
        assert match["text"] == generated(match["name"], tmp_path), (
            f"{match['name']}: run python -m tests.package.test_readme"
        )


INSTALLS = ("python3 -m venv", ".venv/bin/pip install", "curl ")


@pytest.mark.parametrize("command", [line for line in commands() if not line.startswith(INSTALLS)])
def test_each_command_runs(command: str, tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    (tmp_path / "my-case.yaml").write_text(
        command_line("case", "new", "--guide", "stability-ai/devops-engineer").stdout
    )
    (tmp_path / "cases.csv").write_text(
        "guide,region,offer.base\nmidjourney/devops-engineer,san-francisco,200K\n"
    )
    if "answer.json" in command:
        for saved, region in (("answer.json", "paris"), ("another-answer.json", "new-york")):
            (tmp_path / saved).write_text(
                command_line("ask", str(ROOT / EXAMPLE), "--json", "--region", region).stdout,
                encoding="utf-8",
            )
    (tmp_path / "draft.txt").write_text(command_line("letter", str(ROOT / EXAMPLE)).stdout, "utf-8")
    first, _, second = command.partition(" | ")
    piped = None
    if first.startswith("cat "):
        piped = (tmp_path / first.removeprefix("cat ")).read_text(encoding="utf-8")
    elif second:
        piped = run(first.removeprefix("counteroffer "), tmp_path).stdout
    arguments = (second or first).removeprefix("counteroffer ").partition(" > ")[0]
    done = run(arguments, tmp_path, piped)
    assert done.returncode == 0, done.stderr
    files = {"--out", "-o", "--plot"} & set(command.split())
    assert (done.stdout, done.stderr) != ("", "") or files
    assert files or done.stderr == ""


def test_the_first_two_commands_set_up_an_environment() -> None:
    setups = [
        line
        for line in commands()
        if line.startswith("python3 -m venv .venv && .venv/bin/pip install")
    ]
    assert setups[0].endswith(f".venv/bin/counteroffer ask {EXAMPLE}")
    assert ".venv/bin/python -m pytest" in setups[1]


def test_the_case_in_yaml_is_answered() -> None:
    case = next(block for block in code("yaml") if "owns_full_stack: true" in block)
    assert run("ask -", ROOT, case).returncode == 0


def test_without_its_offer_the_verdict_is_prepare() -> None:
    case = next(block for block in code("yaml") if "owns_full_stack: true" in block)
    before = "".join(line for line in case.splitlines(True) if not line.startswith("offer:"))
    assert json.loads(run("ask - --json", ROOT, before).stdout)["verdict"] == "prepare"


def test_the_origins_and_verdicts_it_names_are_all_that_there_are() -> None:
    said = " ".join(README.read_text(encoding="utf-8").split())
    origins = said.partition("origin stands beside it: ")[2].partition(". ")[0]
    named = set(re.split(r", | or ", re.sub(r" \([^)]*\)", "", origins)))
    assert named == set(get_args(How))
    verdicts = said.partition("the verdict is ")[2].partition(", each with its reasons")[0]
    assert set(re.findall(r"`([a-z-]+)`", verdicts)) == set(get_args(Verdict))


@pytest.mark.parametrize("source", [one for one in code("python") if "Case.load" in one])
def test_python_code_prints_what_its_comments_say(source: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "engine"), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", source],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.stderr == ""
    for said in re.findall(r"(?:print\(.*\)  |^)# (.*)", source, re.MULTILINE):
        assert said in done.stdout.splitlines()


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        text = GENERATED.sub(
            lambda match: (
                f"<!-- {match['name']} "
                f"-->\n```{match['language']}\n{generated(match['name'], Path(folder))}\n```\n"
            ),
            README.read_text(encoding="utf-8"),
        )
    README.write_text(text, encoding="utf-8")
