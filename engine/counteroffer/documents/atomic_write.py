"""Writing a file: whole or not at all, where the name leads to, and nobody more may read it than before.

A symbolic link is followed, an existing file keeps its mode and its owner, and what is no regular file (a pipe, a device)
is written to and never replaced.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_STREAMS = (
    "/dev/",
    "/proc/",
)  # also a regular file is a stream by these names, with what others wrote to it before


@contextmanager
def whole(path: Path, mode: int | None = None) -> Iterator[Path]:
    """A temporary file whose content is that of `path` at the end, and which goes where there is no
    end.

    A new file gets `mode`, or what the umask says. Raises OSError, and then leaves `path` as it
    was.
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        found = None
    if found and (not stat.S_ISREG(found.st_mode) or str(path.absolute()).startswith(_STREAMS)):
        if stat.S_ISDIR(found.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        with _part(None, "counteroffer") as part:
            yield part
            with part.open("rb") as source, path.open("ab") as stream:
                shutil.copyfileobj(source, stream, 1 << 20)
        return
    target = Path(os.path.realpath(path))
    if found and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    with _part(target.parent, target.name) as part:
        if found and found.st_uid != part.stat().st_uid:
            with suppress(PermissionError):
                os.chown(part, found.st_uid, found.st_gid)
        part.chmod(
            stat.S_IMODE(found.st_mode) if found else 0o666 & ~_umask() if mode is None else mode
        )
        yield part
        with part.open("rb+") as stream:
            os.fsync(stream.fileno())
        part.replace(target)


@contextmanager
def _part(folder: Path | None, name: str) -> Iterator[Path]:
    """An empty file for its owner alone, which goes at the end unless it was moved."""
    handle, made = tempfile.mkstemp(prefix=f".{name[:60]}.", suffix=".part", dir=folder)
    os.close(handle)
    part = Path(made)
    try:
        yield part
    finally:
        for _ in range(3):  # an interrupt can come more than once
            with suppress(KeyboardInterrupt):
                part.unlink(missing_ok=True)
                break


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
