"""Keep the compiled methods of data classes between runs.

`dataclasses` writes the source of some 900 methods and compiles each at every start, which takes
longer than all else that an answer needs. Here the code of a source that was met before comes from
the user's cache instead: same source, same Python, same code.
"""

from __future__ import annotations

import atexit
import dataclasses
import marshal
from types import CodeType
from typing import Any

from counteroffer.files import user_cache

NAME = "dataclasses"
MOST = 8_000  # sources; a checkout that is worked on meets new ones all the time


def keep_dataclass_code() -> None:
    """From now on data classes take their methods' code from the cache, where it is there."""
    if user_cache.is_on():
        known = _known()
        # As a global of that module it stands before the built-in one, which it only precedes.
        vars(dataclasses)["exec"] = _Exec(known)


def _known() -> dict[str, CodeType]:
    content = user_cache.kept(NAME)
    try:
        found = marshal.loads(content) if content else {}
    except (ValueError, EOFError, TypeError):
        return {}
    return found if isinstance(found, dict) and len(found) <= MOST else {}


class _Exec:
    """`exec`, which compiles a source once, and keeps what was new at the end of the process."""

    def __init__(self, known: dict[str, CodeType]) -> None:
        self._known = known
        self._before = len(known)
        atexit.register(self._keep)

    def __call__(self, source: str, *scopes: Any, **named: Any) -> None:
        code = self._known.get(source)
        if code is None:
            code = self._known[source] = compile(source, "<string>", "exec")
        exec(code, *scopes, **named)

    def _keep(self) -> None:
        if len(self._known) > self._before:
            user_cache.keep(NAME, marshal.dumps(self._known))
