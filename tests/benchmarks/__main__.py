"""`python -m tests.benchmarks NAME` runs one benchmark: tables, sweep, one_case, ...; with its own
options behind the name."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

NAMES = sorted(
    path.stem
    for path in Path(__file__).parent.glob("*.py")
    if '__name__ == "__main__"' in path.read_text("utf-8")
)


def main() -> None:
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in NAMES:
        sys.exit(f"usage: python -m tests.benchmarks {{{','.join(NAMES)}}}")
    del sys.argv[1]
    runpy.run_module(f"tests.benchmarks.{name}", run_name="__main__")


main()
