"""What is kept stays under its weight, and goes with what it was made of."""

from __future__ import annotations

import gc
import weakref
from dataclasses import dataclass

from counteroffer.language.compile import compiled
from counteroffer.language.expr import Fact, Number, Sum
from counteroffer.text.kept import Keeper, Kept, remembered


def test_what_was_not_asked_for_longest_goes_first() -> None:
    kept = Kept(30)
    for name in ("a", "b", "c", "a", "d"):
        kept.get(name, lambda name=name: name, lambda _: 10)  # type: ignore[misc]
    made: list[str] = []
    for name in ("a", "c", "d", "b"):
        kept.get(name, lambda name=name: made.append(name), lambda _: 10)  # type: ignore[misc]
    assert made == ["b"]
    assert kept.weight == 30


def test_the_newest_stays_whatever_it_weighs() -> None:
    kept = Kept(30)
    kept.get("small", lambda: 1, lambda _: 10)
    kept.get("large", lambda: 2, lambda _: 1_000)
    assert (len(kept), kept.weight) == (1, 1_000)
    kept.get("next", lambda: 3, lambda _: 10)
    assert (len(kept), kept.weight) == (1, 10)


@dataclass(frozen=True)
class Value(Keeper):
    """A value that other things are made of."""

    number: int


def test_a_thing_is_made_once_for_each_value_and_argument() -> None:
    asked: list[tuple[int, int]] = []

    @remembered
    def times(value: Value, by: int = 1) -> int:
        asked.append((value.number, by))
        return value.number * by

    one = Value(3)
    assert [times(one, 2), times(one, 2), times(one, by=5), times(one), times(one)] == [
        *(6, 6, 15, 3, 3)
    ]
    assert asked == [(3, 2), (3, 5), (3, 1)]
    assert one == Value(3)


def test_a_compiled_function_goes_with_its_expression_at_once() -> None:
    gc.disable()
    try:
        expr = Sum((Fact("one"), Number(2)))
        function = compiled(expr)
        assert compiled(expr) is function
        gone = weakref.ref(function)
        del expr, function
        assert gone() is None
    finally:
        gc.enable()
