"""Python in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import counteroffer
from counteroffer.text.home import HOME


def in_a_new_process(program: str, *arguments: str, **environment: str) -> str:
    """What a program that has the library and these tests prints; it must end well."""
    paths = os.pathsep.join((str(HOME), str(HOME / "engine")))
    run = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": paths, **environment},
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def python(code: str, *args: str) -> subprocess.Popen[str]:
    """Start a program that has the library, to be raced with or killed; its output can be read."""
    sources = str(Path(counteroffer.__path__[0]).parent)
    environment = {**os.environ, "PYTHONPATH": sources, "NO_PROXY": "*"}
    return subprocess.Popen(
        [sys.executable, "-c", code, *args], env=environment, stdout=subprocess.PIPE, text=True
    )
