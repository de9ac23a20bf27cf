"""What was worked out once is kept where it belongs: on the value that it was made of, or, bounded
by weight, on the value that owns it. Both go when that value goes.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Concatenate, ParamSpec, TypeVar

K = TypeVar("K", bound="Keeper")
P = ParamSpec("P")
T = TypeVar("T")


class Keeper:
    """A value that carries what `remembered` functions made of it; no part of what it is equal to,
    of its repr or of a copy."""

    __slots__ = ("made",)
    made: dict[Any, Any]


def remembered(make: Callable[Concatenate[K, P], T]) -> Callable[Concatenate[K, P], T]:
    """Make a thing of a value once for the same further arguments: it lies on that
    very value, since to hash one (a tree, say) can take longer than to make the thing.

    What is made must not hold the value itself, or only the garbage collector frees both. Threads
    may make the same thing twice, and either is as good.
    """

    def remember(value: K, /, *more: P.args, **named: P.kwargs) -> T:
        try:
            made = value.made
        except AttributeError:
            made = {}
            object.__setattr__(value, "made", made)  # the values are frozen
        key = (make, *more, *named.items()) if more or named else make
        if key not in made:
            made[key] = make(value, *more, **named)
        found: T = made[key]
        return found

    return remember


class Kept:
    """What was made, by key, while all of it together weighs at most `most` bytes.

    What was not asked for longest goes first; the newest stays, whatever it weighs. Weights are
    estimates. Safe to share between threads: two may make the same thing, and one of both is kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._weight = 0
        self._made: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    @property
    def weight(self) -> int:
        """Bytes that all that is kept weighs."""
        return self._weight

    def __len__(self) -> int:
        return len(self._made)

    def get(self, key: Hashable, make: Callable[[], T], weigh: Callable[[T], int]) -> T:
        """What is kept under a key; where there is nothing, it is made, weighed and kept."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                known: T = self._made[key][0]
                return known
        made = make()
        weight = weigh(made)
        with self._lock:
            if key in self._made:
                first: T = self._made[key][0]
                return first
            self._made[key] = (made, weight)
            self._weight += weight
            while self._weight > self._most and len(self._made) > 1:
                self._weight -= self._made.popitem(last=False)[1][1]
        return made
