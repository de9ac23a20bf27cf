"""`python -m tests.fuzz`: mutants of every kind of file, and how many end in anything but words.

python -m tests.fuzz --count 20000 --seed 1
python -m tests.fuzz --only saved --count 500
python -m tests.fuzz --show saved:17 --seed 1 > mutant.json
"""

from __future__ import annotations

import argparse
import sys

from tests.fuzz.run import Count, bytes_of, fuzz
from tests.fuzz.targets import TARGETS


def main() -> int:
    """Print a line for each kind; 1 where one mutant ended in a mistake."""
    options = argparse.ArgumentParser(prog="python -m tests.fuzz")
    options.add_argument("--count", type=int, default=20_000, help="mutants of each kind")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", choices=list(TARGETS), action="append")
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--show", metavar="KIND:NUMBER", help="write this mutant, do nothing else")
    given = options.parse_args()
    if given.show:
        kind, _, number = given.show.partition(":")
        sys.stdout.buffer.write(bytes_of(kind, given.seed, int(number)))
        return 0
    bad = 0
    for kind in given.only or TARGETS:
        found: Count = fuzz(kind, given.count, given.seed, given.workers)
        bad += len(found.mistakes) + found.crashes + len(found.slow)
        print(found, flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
