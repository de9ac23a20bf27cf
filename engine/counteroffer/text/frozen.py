"""A dictionary that never changes: what frozen values hold inside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn


class FrozenDict(dict[str, Any]):
    """Like `dict`, equal to one with the same entries, written to JSON like one; changing it is a
    TypeError."""

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
    return tuple(map(frozen, value)) if isinstance(value, (list, tuple)) else value
