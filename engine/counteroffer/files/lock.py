"""A lock on a folder that one process at a time may hold, and that ends with the process."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where nothing says that another process is at work
    fcntl = None  # type: ignore[assignment]


class Held(Exception):
    """Another process holds the folder."""


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder while the block runs, making it if there is none.

    The lock is on the folder itself: there is no file that a killed process could leave behind.
    Raises Held where another process holds it, and OSError.
    """
    handle = _locked(folder)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _locked(folder: Path) -> int | None:
    for _ in range(10):  # another process may take the folder away between two steps
        folder.mkdir(exist_ok=True)
        if fcntl is None:
            return None
        try:
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except FileNotFoundError:
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(handle), os.stat(folder)):
                return handle
        except FileNotFoundError:
            pass
        except OSError as error:
            os.close(handle)
            if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
                raise Held(str(folder)) from None
            if error.errno in (errno.ENOLCK, errno.ENOTSUP):  # a file system without locks
                return None
            raise
        os.close(handle)
    raise Held(str(folder))
