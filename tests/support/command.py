"""The command line: in this process, which is fast, or in one of its own, which is the real
thing."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
HUGGING_FACE = str(ROOT / "examples" / "hugging-face-san-francisco.yaml")
CASE = """\
guide: midjourney/devops-engineer
region: san-francisco
offer: {base: 200K, equity: 80K/yr}
today: 2026-11-20
"""

_OF_A_TERMINAL = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE")
Done = subprocess.CompletedProcess[str]


def environment(**variables: str) -> dict[str, str]:
    """The environment without what a user may have set for `counteroffer` or of a terminal, and
    with these."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("COUNTEROFFER") and name not in _OF_A_TERMINAL
    }
    return {**clean, "PYTHONPATH": str(ROOT / "engine"), "PYTHONUTF8": "1", **variables}


def process(*arguments: str, text: str | bytes | None = None, **variables: str) -> Done:
    """The command in a process of its own: for what the interpreter does, such as encodings."""
    command = [sys.executable, "-m", "counteroffer", *arguments]
    data = text.encode() if isinstance(text, str) else text
    done = subprocess.run(
        command, capture_output=True, env=environment(**variables), input=data, timeout=60
    )
    return Done(command, done.returncode, done.stdout.decode(), done.stderr.decode())


def run(*arguments: str, text: str | bytes | None = None, **variables: str) -> Done:
    """The command in this process, with streams, arguments and environment of its own."""
    data = text.encode() if isinstance(text, str) else text or b""
    with _streams(data) as (out, err), patch.dict(os.environ, environment(**variables), clear=True):
        with patch.object(sys, "argv", ["counteroffer", *arguments]):
            try:
                commands().main()
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else int(bool(end.code))
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        return Done([*arguments], code, out.getvalue().decode(), err.getvalue().decode())


@contextmanager
def _streams(data: bytes) -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    """Standard input with these bytes, and outputs that are kept."""
    out, err = io.BytesIO(), io.BytesIO()
    with (
        patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), "utf-8")),
        patch.object(sys, "stdout", io.TextIOWrapper(out, "utf-8", newline="\n")),
        patch.object(sys, "stderr", io.TextIOWrapper(err, "utf-8", newline="\n")),
    ):
        yield out, err


@cache
def commands() -> ModuleType:
    """The module of the commands, loaded as `python -m counteroffer` loads it."""
    spec = spec_from_file_location("counteroffer_cli", ROOT / "cli.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
