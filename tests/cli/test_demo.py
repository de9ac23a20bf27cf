"""`counteroffer demo`: an example is answered, or printed to begin one's own with."""

from __future__ import annotations

from counteroffer import Case
from counteroffer.commands.demo import names
from tests.support.command import ROOT, run


def test_each_example_is_answered() -> None:
    assert names()[0] == "hugging-face-san-francisco"
    for name in names():
        done = run("demo", name)
        assert done.returncode == 0
        assert run("ask", str(ROOT / "examples" / f"{name}.yaml")).stdout == done.stdout


def test_the_case_itself_can_be_printed_and_read_again() -> None:
    done = run("demo", "--case")
    assert done.returncode == 0
    assert Case.loads(done.stdout).guide == "huggingface-enterprise/devops-engineer"
