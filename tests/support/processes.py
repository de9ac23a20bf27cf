"""Python in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys

from counteroffer.text.home import HOME


def in_a_new_process(program: str, *arguments: str, **environment: str) -> str:
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
