"""What earlier runs of the command line worked out, kept in the user's cache directory.

Only what can be made anew at any time, and nothing of a case. A file is used where it is whole, the
user's own, in a folder of their own that nobody else can write to, and of this version of the
package and of Python; any other is passed over in silence and made again. Used by the command line
alone, which calls `switch_on`, on systems where files have owners; COUNTEROFFER_CACHE=off switches
it off.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import stat
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TypeVar

from counteroffer.text.version import VERSION

T = TypeVar("T")

VARIABLE = "COUNTEROFFER_CACHE"
LARGEST = 16 * 2**20  # bytes of a file
MOST = 256  # files that are kept
_SHA256 = 32
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_on = False


def switch_on() -> None:
    """Keep and use files from now on, unless the variable says `off`."""
    global _on
    _on = hasattr(os, "geteuid") and os.environ.get(VARIABLE, "").lower() not in ("off", "0", "no")
    try:
        _on = _on and folder().is_absolute()
    except (RuntimeError, OSError):  # a user without a home
        _on = False


def is_on() -> bool:
    """Whether files are kept and used."""
    return _on


def kept(name: str) -> bytes | None:
    """What was kept by this name; None where nothing is, or nothing that can be trusted."""
    if not _on:
        return None
    path = folder() / name
    try:
        if not _own(os.lstat(path.parent)):
            return None
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as stream:
            if not _own(os.fstat(stream.fileno())):
                return None
            data = stream.read(LARGEST + 1)
    except OSError:
        return None
    content = data[_SHA256:]
    return content if data[:_SHA256] == _digest(name, content) else None


def kept_value(name: Callable[[], str], make: Callable[[], T]) -> T:
    """A value that an earlier run kept by this name, or else made, and kept for the next.

    The name is asked for where values are kept, and must say all that the value depends on. Raises
    what `make` raises, and then keeps nothing.
    """
    if not _on:
        return make()
    known = name()
    content = kept(known)
    if content is not None:
        try:
            found: T = pickle.loads(content)  # the user's own: `kept` sees to it
            return found
        except Exception:  # whatever it is, it can be made anew
            pass
    made = make()
    keep(known, pickle.dumps(made, protocol=5))
    return made


def keep(name: str, content: bytes) -> None:
    """Keep something by a name, whole or not at all; a failure is passed over."""
    if not _on or len(content) + _SHA256 > LARGEST:
        return
    from counteroffer.files.atomic_write import whole

    path = folder()
    with suppress(OSError):
        if not _own(_nearest(path).stat()):  # under sudo, say: it would be root's from then on
            return
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _own(os.lstat(path)):
            return
        with whole(path / name, 0o600, path) as part:
            part.write_bytes(_digest(name, content) + content)
        _sweep(path)


@cache
def folder() -> Path:
    """The folder of this version of the package and of Python; it need not be there."""
    python = f"{sys.implementation.cache_tag}-{sys.hexversion:x}"
    return _base() / f"start-{VERSION}-{python}"


def _base() -> Path:
    """Where `platformdirs` has the user's cache; on Linux without the time to load it."""
    if sys.platform == "linux":
        named, home = os.environ.get("XDG_CACHE_HOME", ""), os.environ.get("HOME", "")
        if os.path.isabs(named):
            return Path(named, "counteroffer")
        if os.path.isabs(home):
            return Path(home, ".cache", "counteroffer")
    from platformdirs import user_cache_path

    return user_cache_path("counteroffer", appauthor=False)


def _digest(name: str, content: bytes) -> bytes:
    return hashlib.sha256(f"{folder().name}/{name}\n".encode() + content).digest()


def _own(status: os.stat_result) -> bool:
    """Whether something is the user's, and nobody else can write to it."""
    return status.st_uid == os.geteuid() and not status.st_mode & _OTHERS_WRITE


def _nearest(path: Path) -> Path:
    """The nearest folder around that is there."""
    return next(one for one in (path, *path.parents) if one.exists())


def _sweep(path: Path) -> None:
    """Remove the oldest files where there are too many."""
    files = sorted(os.scandir(path), key=lambda one: one.stat().st_mtime)
    for one in files[:-MOST]:
        if time.time() - one.stat().st_mtime > 60:  # not what another process is writing
            os.unlink(one)
