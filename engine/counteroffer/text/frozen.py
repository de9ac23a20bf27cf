"""A dictionary that never changes: what frozen values hold inside, and how they come to hold it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn


class FrozenDict(dict[str, Any]):
    """Like `dict`, equal to one with the same entries, written to JSON like one; changing it is a
    TypeError. It is hashable where all that it holds is."""

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
