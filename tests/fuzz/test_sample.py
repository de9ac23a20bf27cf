"""A small sample of `python -m tests.fuzz`, each time the same."""

from __future__ import annotations

import sys

import pytest

from tests.fuzz.run import bytes_of, fuzz
from tests.fuzz.targets import TARGETS


@pytest.mark.parametrize("kind", [kind for kind in TARGETS if kind != "parquet"])
def test_no_mutant_ends_in_anything_but_words(kind: str) -> None:
    found = fuzz(kind, 60, seed=1)
    assert (found.tried, found.mistakes, found.slow) == (60, {}, {})
    assert found.refused


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_no_mutant_of_a_parquet_file_ends_the_process() -> None:
    found = fuzz("parquet", 40, seed=1, workers=1)
    assert (found.tried, found.crashes, found.mistakes) == (40, 0, {})


def test_a_mutant_is_known_by_its_number() -> None:
    assert bytes_of("cases", 1, 7) == bytes_of("cases", 1, 7) != bytes_of("cases", 2, 7)
