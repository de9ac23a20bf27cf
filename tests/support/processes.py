"""Python in a process of its own, to be raced with or killed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import counteroffer


def python(code: str, *args: str) -> subprocess.Popen[str]:
    """Start a program that has the library; its standard output can be read."""
    sources = str(Path(counteroffer.__path__[0]).parent)
    environment = {**os.environ, "PYTHONPATH": sources, "NO_PROXY": "*"}
    return subprocess.Popen(
        [sys.executable, "-c", code, *args], env=environment, stdout=subprocess.PIPE, text=True
    )
