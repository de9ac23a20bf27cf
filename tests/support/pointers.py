"""Whether the path of a problem leads somewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def leads(value: Any, path: tuple[str | int, ...]) -> bool:
    """Whether a path leads to an entry that is there, or to a missing one of an object that is
    there."""
    for number, step in enumerate(path):
        if isinstance(value, Mapping):
            if step not in value:
                return number == len(path) - 1
        elif not isinstance(value, (list, tuple)) or step not in range(len(value)):
            return False
        value = value[step]
    return True
