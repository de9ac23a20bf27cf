"""Best-first search: what it finds is the first in the order of the ranks, as trying every
candidate finds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hypothesis import given
from hypothesis import strategies as st

from counteroffer.analysis.least_change.best_first import Rank, first_that_does

Ends = tuple[int, int]


@given(st.sets(st.integers(0, 200)), st.integers(0, 200), st.integers(0, 50))
def test_the_nearest_that_does_is_found_and_nothing_farther_is_opened(
    wanted: set[int], was: int, cut: int
) -> None:
    opened_at: list[int] = []

    def distance(box: Ends) -> int:
        return max(0, box[0] - was, was - box[1])

    def ranked(boxes: Iterable[Ends]) -> Iterator[tuple[Rank, Ends]]:
        return (((distance(box), -box[0]), box) for box in boxes)

    def opened(box: Ends) -> Iterable[tuple[Rank, Ends]] | None:
        opened_at.append(distance(box))
        low, high = box
        if low == high:
            return None if low in wanted else ()
        middle = (low + high) // 2
        return ranked([(low, middle), (middle + 1, high)])

    found = first_that_does(ranked([(0, cut), (cut + 1, 200)]), opened)
    nearest = min(wanted, key=lambda one: (abs(one - was), -one), default=None)
    assert (found and found[0]) == nearest
    assert nearest is None or max(opened_at) <= abs(nearest - was)


def test_of_equal_ranks_the_first_comes_first() -> None:
    assert first_that_does([((1,), "a"), ((0,), "b"), ((0,), "c")], lambda box: None) == "b"


def test_without_boxes_there_is_nothing() -> None:
    assert first_that_does([], lambda box: None) is None
