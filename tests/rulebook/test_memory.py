"""What is worked out of rules goes with them, and grows no further than its weight."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WARM = "from tests.benchmarks.memory import *; load_and_answer(20); import tempfile;"
LOADED = "print(growth(lambda: load_and_answer(500)))"
REGIONS = (
    "rules = rules_with_places(Path(tempfile.mkdtemp()), 900);"
    "print(growth(lambda: many_regions(900, 100, rules)))"
)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="measured by getrusage")
@pytest.mark.parametrize(
    ("work", "most"), [(LOADED, 10), (REGIONS, 100)], ids=["500 rulebooks", "900 regions"]
)
def test_a_process_grows_by_no_more_mebibytes_than(work: str, most: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WARM + work], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < most
