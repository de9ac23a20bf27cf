"""Ordinary input that once ended in a mistake, a thread or a colour too many."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from counteroffer import Case, RateError, counter, render
from counteroffer.money.rates_file import read_rates_file
from counteroffer.text.errors import CounterofferError
from tests.support.command import CASE, HUGGING_FACE, ROOT, run
from tests.support.processes import python

HEAD = "guide: midjourney/devops-engineer\nregion: san-francisco\ntoday: 2026-11-20\n"
SAID = "should not happen"


def shell(command: str) -> subprocess.CompletedProcess[str]:
    program = f"{sys.executable} -m counteroffer"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "engine")}
    return subprocess.run(
        ["bash", "-c", command.replace("counteroffer", program)],
        capture_output=True,
        env=environment,
        text=True,
        timeout=60,
    )


def test_a_saved_answer_whose_case_has_no_day_is_of_its_own(tmp_path: Path) -> None:
    saved = json.loads(run("ask", HUGGING_FACE, "--json").stdout)
    later = {**saved, "case": {k: v for k, v in saved["case"].items() if k != "today"}}
    for name, record in (("one", saved), ("two", later)):
        (tmp_path / name).write_text(json.dumps(record))
    for names in (("one", "two"), ("two", "one"), ("two", "two")):
        done = run("diff", *(str(tmp_path / name) for name in names))
        assert (done.returncode, done.stderr) == (0, "")
        assert "today" not in done.stdout


def test_a_saved_offer_without_a_currency_can_be_compared(tmp_path: Path) -> None:
    saved = json.loads(run("ask", HUGGING_FACE, "--json").stdout)
    del saved["case"]["offer"]["currency"]
    (tmp_path / "one").write_text(json.dumps(saved))
    done = run("diff", str(tmp_path / "one"), HUGGING_FACE)
    assert SAID not in done.stderr
    assert run("diff", str(tmp_path / "one"), str(tmp_path / "one")).returncode == 0


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_full_disk_is_told_where_scenarios_go_to_standard_output(form: str) -> None:
    vary = f"--vary offer.base=180K,190K --format {form}"
    done = shell(f"counteroffer what-if {HUGGING_FACE} {vary} > /dev/full")
    assert (done.returncode, done.stderr) == (
        2,
        "error: can't write the answer: No space left on device\n",
    )


def test_a_reader_who_has_seen_enough_ends_scenarios_without_a_word() -> None:
    vary = "--vary offer.base=150K:250K:100 --vary gpu_years=0:9:0.1 --format csv"
    done = shell(f"counteroffer what-if {HUGGING_FACE} {vary} | head -n 1; exit ${{PIPESTATUS[0]}}")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "command",
    [
        "counteroffer guide import /dev/zero -o {0}",
        "yes | counteroffer guide import - -o {0}",
        "yes | counteroffer guide import /dev/stdin -o {0}",
    ],
)
def test_a_guide_without_an_end_is_too_large(command: str, tmp_path: Path) -> None:
    done = shell(command.format(tmp_path / "rules"))
    assert done.returncode == 2
    assert "is larger than 1,000,000 bytes" in done.stderr
    assert not (tmp_path / "rules").exists()


def test_an_error_of_the_library_moves_no_cursor(tmp_path: Path) -> None:
    (tmp_path / "rates.json").write_text('{"USD/EUR": 0.86, "\\u202e": {"amount": 1}}')
    with pytest.raises(RateError) as caught:
        read_rates_file(tmp_path / "rates.json")
    assert "\\u202e: expected a number" in str(caught.value)
    assert str(CounterofferError("one\n\x1b[2Jtwo")) == "one\n\\x1b[2Jtwo"


def test_a_companys_name_is_struck_out_by_no_format() -> None:
    case = CASE + 'competing: [{company: "~~Initech~~", base: 215K}]\n'
    for form in ("markdown",):
        told = run("ask", "-", "--format", form, text=case).stdout
        assert "\\~\\~Initech\\~\\~" in told
        assert "~~" not in told


def test_an_offer_of_a_bonus_alone_is_worth_that_bonus() -> None:
    answer = counter(Case.loads(HEAD + "offer: {bonus: $30K}"))
    assert answer.offer is not None
    floor = 215_000  # less than the guide's floor is never asked
    assert (answer.ask.annual, answer.offer.annual) == (floor + 30_000, 30_000)


@pytest.mark.parametrize("names", [("Zyx", "aaa Corp"), ("aaa Corp", "Zyx")])
def test_of_offers_alike_the_best_is_the_first_by_name_everywhere(names: tuple[str, str]) -> None:
    offers = ", ".join(f"{{company: {name}, base: 215K, equity: 220K/4yr}}" for name in names)
    text = HEAD + f"offer: {{base: 200K, equity: 80K/yr}}\ncompeting: [{offers}]\n"
    answer = counter(Case.loads(text))
    assert answer.break_even is not None
    assert answer.break_even.against == "aaa Corp"
    assert [one.company for one in answer.alternatives] == ["aaa Corp", "Zyx"]
    assert "aaa Corp's offer US$270,000" in run("risk", "-", text=text).stdout


def test_a_rendered_text_has_colours_only_where_they_are_asked_for() -> None:
    answer = counter(Case.load(HUGGING_FACE))
    assert "\x1b" not in render(answer, "text")
    assert "\x1b[1m" in render(answer, "text", color=True)
    plain = run("ask", HUGGING_FACE).stdout
    assert "\x1b" not in plain
    assert "\x1b" in run("ask", HUGGING_FACE, FORCE_COLOR="1").stdout
    assert "\x1b" not in run("ask", HUGGING_FACE, FORCE_COLOR="1", NO_COLOR="1").stdout


PAGES = """
import os, sys
from concurrent.futures import ThreadPoolExecutor
from counteroffer import Case, CounterofferError, playbook
book = playbook(Case.load(sys.argv[1]))
os.environ.pop("SOURCE_DATE_EPOCH", None)
try:
    with ThreadPoolExecutor(6) as pool:
        made = set(pool.map(lambda _: book.pdf(), range(6)))
    print(len(made), os.environ.get("SOURCE_DATE_EPOCH"))
except CounterofferError:
    print("no Pango")
"""


@pytest.mark.skipif(find_spec("weasyprint") is None, reason="needs the extra counteroffer[pdf]")
def test_pages_made_in_threads_leave_the_environment_as_it_was() -> None:
    with python(PAGES, HUGGING_FACE) as made:
        said = made.communicate(timeout=120)[0]
    assert said in ("1 None\n", "no Pango\n")
