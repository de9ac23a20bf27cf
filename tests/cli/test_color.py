"""Colours and drawn tables: on a real terminal alone, and as people ask for them."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
from collections.abc import Mapping

import click
import pytest

from counteroffer import Case, counter, render
from tests.support.command import HUGGING_FACE, environment, process, run

CASE = Case.load(HUGGING_FACE)
LOADED = """
import sys
from counteroffer.__main__ import main
sys.argv = ["counteroffer", *sys.argv[1:]]
try:
    main()
except SystemExit:
    pass
print("rich" in sys.modules, file=sys.stderr)
"""
TABLES = [
    ["compare", HUGGING_FACE],
    ["ask", HUGGING_FACE],
    ["ask", HUGGING_FACE, "--audience", "recruiter"],
    ["regions", HUGGING_FACE, "--home", "GBP"],
    ["plan", HUGGING_FACE],
    ["risk", HUGGING_FACE],
    ["what-if", HUGGING_FACE, "--vary", "gpu_years=0,2"],
    ["rates", "show", "USD", "INR"],
]


def on_a_terminal(
    *arguments: str, columns: int = 90, variables: Mapping[str, str] = {}
) -> tuple[str, bool]:
    """What the real process writes to a terminal so wide, and whether it loaded rich."""
    fcntl, pty, termios = (pytest.importorskip(one) for one in ("fcntl", "pty", "termios"))
    main, worker = pty.openpty()
    size = b"".join(one.to_bytes(2, sys.byteorder) for one in (50, columns, 0, 0))
    fcntl.ioctl(worker, termios.TIOCSWINSZ, size)
    child = subprocess.Popen(
        [sys.executable, "-c", LOADED, *arguments],
        stdout=worker,
        stderr=subprocess.PIPE,
        env=environment(**{"TERM": "xterm-256color", **variables}),
    )
    os.close(worker)
    written = bytearray()
    while select.select([main], [], [], 60)[0]:
        try:
            part = os.read(main, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        written += part
    os.close(main)
    assert child.stderr
    loaded = child.stderr.read().decode().strip()
    child.stderr.close()
    assert child.wait(60) == 0
    return written.decode().replace("\r\n", "\n"), loaded.endswith("True")


def words(text: str) -> list[str]:
    return [word for word in click.unstyle(text).split() if not re.fullmatch("─+", word)]


def test_a_terminal_has_colours_and_drawn_tables_of_its_width() -> None:
    text, loaded = on_a_terminal("compare", HUGGING_FACE, columns=70)
    assert loaded
    assert "\x1b[1m" in text
    assert "───" in text
    assert max(len(line) for line in click.unstyle(text).splitlines()) <= 70


@pytest.mark.parametrize(
    ("arguments", "variables"),
    [([], {"NO_COLOR": "1"}), ([], {"TERM": "dumb"}), (["--color", "never"], {})],
)
def test_who_wants_no_colours_has_plain_text_and_rich_is_not_loaded(
    arguments: list[str], variables: dict[str, str]
) -> None:
    text, loaded = on_a_terminal("ask", HUGGING_FACE, *arguments, variables=variables)
    assert not loaded
    assert "\x1b" not in text


def test_what_is_piped_loads_no_rich() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, "compare", HUGGING_FACE],
        capture_output=True,
        env=environment(),
        timeout=60,
    )
    assert done.stderr.decode().strip() == "False"
    assert b"\x1b" not in done.stdout


@pytest.mark.parametrize("call", TABLES, ids=" ".join)
@pytest.mark.parametrize("width", ["60", "100"])
def test_the_words_are_the_same_with_and_without_colours(call: list[str], width: str) -> None:
    plain = run(*call, COLUMNS=width)
    coloured = run(*call, "--color", "always", COLUMNS=width)
    assert "\x1b[" not in plain.stdout
    assert "\x1b[" in coloured.stdout
    assert words(coloured.stdout) == words(plain.stdout)
    lines = click.unstyle(coloured.stdout).splitlines()
    assert max(map(len, lines)) <= max(map(len, plain.stdout.splitlines()))


@pytest.mark.parametrize(
    ("arguments", "variables", "colours"),
    [
        ([], {}, False),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "0"}, False),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": ""}, True),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        (["--color=never"], {"FORCE_COLOR": "1"}, False),
        (["--color", "auto"], {"FORCE_COLOR": "1"}, True),
    ],
)
@pytest.mark.parametrize("before", [True, False])
def test_what_is_asked_for_comes_before_what_the_environment_says(
    arguments: list[str], variables: dict[str, str], colours: bool, before: bool
) -> None:
    call = [*arguments, "ask", HUGGING_FACE] if before else ["ask", HUGGING_FACE, *arguments]
    done = run(*call, **variables)
    assert done.returncode == 0
    assert ("\x1b[" in done.stdout) == colours


def test_the_last_word_is_that_behind_the_command() -> None:
    done = run("--color", "always", "ask", HUGGING_FACE, "--color", "never")
    assert "\x1b[" not in done.stdout


def test_documents_have_no_colours_whatever_is_asked() -> None:
    for call in (["ask", HUGGING_FACE, "--json"], ["letter", HUGGING_FACE], ["schema", "case"]):
        assert "\x1b[" not in run(*call, "--color", "always").stdout


def test_a_command_in_colour_leaves_the_library_without() -> None:
    run("ask", HUGGING_FACE, "--color", "always")
    assert "\x1b" not in render(counter(CASE))
    assert "\x1b[1m" in render(counter(CASE), color=True)


def test_an_output_without_the_sign_of_a_rule_has_tables_without_rules() -> None:
    call = ("compare", HUGGING_FACE, "--color", "always")
    assert "─" in process(*call).stdout
    plain = process(*call, PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert plain.returncode == 0
    assert "\x1b[" in plain.stdout
    assert "u2500" not in plain.stdout
