"""Mutants by their numbers, in processes that a mutant may end, and what became of them."""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context

from counteroffer import CounterofferError
from tests.fuzz.mutants import mutant
from tests.fuzz.targets import TARGETS

SLOW = 2.0  # seconds of work, whatever else the machine does
_AT_ONCE = 50


@dataclass
class Count:
    """What became of the mutants of one kind; `mistakes` by number, with what was raised."""

    kind: str
    tried: int = 0
    answered: int = 0
    refused: int = 0
    crashes: int = 0
    mistakes: dict[int, str] = field(default_factory=dict)
    slow: dict[int, float] = field(default_factory=dict)

    def add(self, number: int, ended: str, seconds: float) -> None:
        """One more: `answered`, `refused`, or the mistake."""
        self.tried += 1
        if ended in ("answered", "refused"):
            setattr(self, ended, getattr(self, ended) + 1)
        else:
            self.mistakes[number] = ended
        if seconds > SLOW:
            self.slow[number] = round(seconds, 1)

    def __str__(self) -> str:
        counts = (
            f"{self.kind}: {self.tried:,} mutants, {self.answered:,} answered, "
            f"{self.refused:,} refused in words, {self.crashes} crashes, "
            f"{len(self.mistakes)} should not happen, {len(self.slow)} over {SLOW:g} s"
        )
        shown = [f"  {self.kind}:{n} {text}" for n, text in list(self.mistakes.items())[:20]]
        return "\n".join(
            [counts, *shown, *(f"  {self.kind}:{n} {s} s" for n, s in self.slow.items())]
        )


def bytes_of(kind: str, seed: int, number: int) -> bytes:
    """A mutant by its number."""
    return mutant(_seeds(kind), f"{seed}:{kind}:{number}", binary=TARGETS[kind].binary)


@cache
def _seeds(kind: str) -> tuple[bytes, ...]:
    return tuple(TARGETS[kind].seeds())


def fuzz(kind: str, count: int, seed: int, workers: int = 0) -> Count:
    """So many mutants of a kind; without workers in this process."""
    found = Count(kind)
    spans = [(at, min(at + _AT_ONCE, count)) for at in range(0, count, _AT_ONCE)]
    if not workers:
        for span in spans:
            for one in tried(kind, seed, *span):
                found.add(*one)
        return found
    for ended in _pooled(kind, seed, spans, workers):
        if ended is None:
            found.crashes += 1
        else:
            for one in ended:
                found.add(*one)
    return found


Ended = list[tuple[int, str, float]]


def _pooled(
    kind: str, seed: int, spans: list[tuple[int, int]], workers: int
) -> Iterator[Ended | None]:
    """What became of each span; one that ends its process is tried again number by number, and each
    that does so again is None."""
    left = list(spans)
    while left:
        again: list[tuple[int, int]] = []
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            jobs: dict[tuple[int, int], Future[Ended]] = {
                span: pool.submit(tried, kind, seed, *span) for span in left
            }
            for span, job in jobs.items():
                try:
                    yield job.result()
                except BrokenProcessPool:
                    if span[1] - span[0] == 1 and len(left) == 1:
                        yield None
                    else:
                        again.append(span)
        left = _smaller(again)
        if len(left) > 1 and all(end - start == 1 for start, end in left):
            yield from (one for span in left for one in _pooled(kind, seed, [span], 1))
            return


def _smaller(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(number, number + 1) for start, end in spans for number in range(start, end)]


def tried(kind: str, seed: int, start: int, end: int) -> Ended:
    """What became of some mutants: number, how it ended, seconds of work."""
    ended: Ended = []
    for number in range(start, end):
        data = bytes_of(kind, seed, number)
        began = time.process_time()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            how = _one(kind, data)
        ended.append((number, how, time.process_time() - began))
    return ended


def _one(kind: str, data: bytes) -> str:
    try:
        TARGETS[kind].run(data)
    except CounterofferError:
        return "refused"
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:200]}"
    return "answered"
