"""Keep checked rules between runs of the command line, in the user's cache directory.

What is kept are values: rules read back equal those read from their files, at a tenth of the time.
They are found by the content and the places of all files that they are made of, and by the state of
the modules that made them, so that a changed rule or an updated package is read anew.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

import pydantic

from counteroffer.files import user_cache
from counteroffer.rulebook.folders import RuleFiles
from counteroffer.text.home import PACKAGE

T = TypeVar("T")

# The packages whose values are kept, and that work them out.
_MADE_BY = ("text", "money", "language", "documents", "rulebook", "rulebook/checks")


class KeptRules:
    """What was made of the files of some folders of rules, by what it is."""

    def __init__(self, files: RuleFiles) -> None:
        self._files = files
        # What is on no disk was made of a case, of which nothing is kept.
        self._on = all(one.path.is_absolute() for one in files.folders)

    def get(self, part: str, make: Callable[[], T]) -> T:
        """A part of the rules as an earlier run made it, or else made, and kept for the next.

        Raises what `make` raises, and then keeps nothing.
        """
        return user_cache.kept_value(lambda: self._name(part), make) if self._on else make()

    def _name(self, part: str) -> str:
        return f"rules-{self._digest}-{hashlib.sha256(part.encode()).hexdigest()[:16]}"

    @cached_property
    def _digest(self) -> str:
        digest = hashlib.sha256(f"{self._files.digest} {pydantic.VERSION}".encode())
        for folder in self._files.folders:
            digest.update(os.fsencode(folder.path) + b"\0")
        for package in _MADE_BY:
            with os.scandir(PACKAGE / package) as entries:
                modules = sorted(
                    (one.name, one.stat().st_mtime_ns, one.stat().st_size)
                    for one in entries
                    if one.name.endswith(".py")
                )
            digest.update(repr(modules).encode())
        return digest.hexdigest()
