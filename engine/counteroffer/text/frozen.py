"""A dictionary that can't be changed, and functions that freeze what frozen dataclasses hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn


class FrozenDict(dict[str, Any]):
    """A `dict` that can't be changed: trying to is a TypeError.

    It equals a `dict` with the same entries and is written to JSON like one. It is hashable where
    all its values are.
    """

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("this is frozen: make a new one")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type[FrozenDict], tuple[dict[str, Any]]]:
        return FrozenDict, (dict(self),)


def frozen(value: Any) -> Any:
    """A value with every mapping in it as a FrozenDict and every list as a tuple."""
    if isinstance(value, Mapping):
        return FrozenDict((name, frozen(one)) for name, one in value.items())
    return tuple(map(frozen, value)) if type(value) in (list, tuple) else value


def freeze(value: object, *names: str) -> None:
    """Freeze what a frozen dataclass was given for these fields, from its `__post_init__`."""
    for name in names:
        object.__setattr__(value, name, frozen(getattr(value, name)))
