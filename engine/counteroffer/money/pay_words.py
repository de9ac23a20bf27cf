"""The words around amounts: `words`, `dollars` and `left_out` of the package's `money.yaml`.

They are read once, from the package alone: amounts are read before any folder of rules is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import yaml

from counteroffer.files.user_cache import kept_value
from counteroffer.text.home import RULES

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def words_of(name: str) -> tuple[str, ...]:
    """The words of one list, such as `gross`, in their order."""
    return tuple(map(str, _file()["words"][name]))


def by_word(lists: Mapping[Any, Iterable[str]]) -> dict[str, Any]:
    """What each word of several lists stands for."""
    return {str(word): name for name, words in lists.items() for word in words}


def periods(how: str) -> dict[str, Any]:
    """The period that each word means, `per` behind a slash or `alone`."""
    return by_word({name: words[how] for name, words in _file()["words"]["periods"].items()})


def powers() -> dict[str, int]:
    """The power of ten that each suffix stands for."""
    return by_word(_file()["words"]["powers"])


def refused() -> Mapping[str, str]:
    """What to do about words that are understood and not read."""
    return {word: one["say"] for one in _file()["words"]["refused"] for word in one["words"]}


def dollars() -> Mapping[str, Mapping[str, Any]]:
    """Currencies whose own sign is a bare $: how to `write` them, and whether it is a `peso`."""
    found: Mapping[str, Mapping[str, Any]] = _file()["dollars"]
    return found


def left_out() -> Mapping[str, str]:
    """What is said of each entry that no figure takes in, by its name."""
    return {word: one["says"] for one in _file()["left_out"].values() for word in one["words"]}


@cache
def _file() -> Mapping[str, Any]:
    text = (RULES / "money.yaml").read_bytes()
    found: Mapping[str, Any] = kept_value(
        lambda: f"words-{hashlib.sha256(text).hexdigest()}", lambda: yaml.load(text, Loader=_LOADER)
    )
    return found
