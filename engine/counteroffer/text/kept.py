"""Caches that live as long as the value they belong to.

`remembered` keeps results on the very value that they were made of; `Kept` keeps them by key, up to
a number of bytes.
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
    """A value that carries what `remembered` functions made of it.

    Those results are no part of its equality, its repr or its copies.
    """

    __slots__ = ("made",)
    made: dict[Any, Any]


def remembered(make: Callable[Concatenate[K, P], T]) -> Callable[Concatenate[K, P], T]:
    """Cache a function's results on its first argument, one for each set of further arguments.

    They lie on that very object, because hashing one (a tree, say) can take longer than the
    function itself. A result must not refer to the object, or only the garbage collector frees
    both. Threads may compute the same result twice; either is as good.
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
    """A cache by key that holds at most `most` bytes.

    The least recently used goes first; the newest stays, whatever it weighs. Weights are
    estimates. Safe to share between threads: two may compute the same value, and one of the two is
    kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._weight = 0
        self._made: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    @property
    def weight(self) -> int:
        """The estimated size of everything kept, in bytes."""
        return self._weight

    def __len__(self) -> int:
        return len(self._made)

    def get(self, key: Hashable, make: Callable[[], T], weigh: Callable[[T], int]) -> T:
        """The value kept for `key`; where there is none, it is made, weighed and kept."""
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
