"""Best-first search: the least value that gives what is wanted, without trying each.

A box is a set of candidates of which one rank is known: nothing in it is less of a change. Boxes
are opened in the order of their ranks, so that the first that is wholly what is wanted has the
least change; what is never opened is proved to have none that is less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from heapq import heapify, heappop, heappush
from itertools import count
from typing import Any, TypeVar

from counteroffer.text.deadline import in_time

Box = TypeVar("Box")
Rank = tuple[Any, ...]  # of the same shape within one search; equal ranks come in their order


def first_that_does(
    boxes: Iterable[tuple[Rank, Box]],
    opened: Callable[[Box], Iterable[tuple[Rank, Box]] | None],
) -> Box | None:
    """The box of least rank that is all of what is wanted; None where there is none.

    `opened` gives None for such a box, and else the boxes within it that may hold what is wanted,
    each with its rank: none of less than its own.
    """
    order = count()
    waiting = [(rank, next(order), box) for rank, box in boxes]
    heapify(waiting)
    while waiting:
        in_time()
        _, _, box = heappop(waiting)
        within = opened(box)
        if within is None:
            return box
        for rank, part in within:
            heappush(waiting, (rank, next(order), part))
    return None
