"""Write a file whole or not at all, to where its name leads, and readable by nobody new.

A symbolic link is followed (but never out of a folder that is written `inside`), an existing file
keeps its mode and its owner, and what is no regular file (a pipe, a device) is written to and never
replaced. Whoever reads the file, even after a full disk or a killed process, finds the old content
or the new one.
"""

from __future__ import annotations

import errno
import os
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# Also a regular file is a stream by these names, with what others wrote to it before.
_STREAMS = ("/dev/std", "/dev/fd/", "/proc/")
_UMASK = threading.Lock()
_ORPHANED = 3600  # seconds after which a part that is not touched can't be in the making any more


@contextmanager
def whole(
    path: Path, mode: int | None = None, inside: Path | None = None, *, sweep: bool = True
) -> Iterator[Path]:
    """A temporary file that becomes `path` when the block ends, and is removed if it fails.

    A new file gets `mode`, or what the umask says. `inside` is a folder that no link may lead out
    of. With `sweep`, leftovers of a killed process for the same file are removed too. Raises
    OSError, and then leaves `path` as it was.
    """
    target = Path(os.path.realpath(path))
    if inside is not None and not target.is_relative_to(os.path.realpath(inside)):
        raise OSError(errno.ELOOP, f"a link leads out of {inside}", str(path))
    try:
        found = path.stat()
    except FileNotFoundError:
        found = None
    if found and (not stat.S_ISREG(found.st_mode) or str(path.absolute()).startswith(_STREAMS)):
        if stat.S_ISDIR(found.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        import shutil

        with _part(None, "counteroffer") as part:
            yield part
            with part.open("rb") as source, path.open("ab") as stream:
                shutil.copyfileobj(source, stream, 1 << 20)
        return
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
        _fsync_folder(target.parent)
    if sweep:
        _sweep(target)


def write_bytes(
    path: Path, content: bytes, mode: int | None = None, inside: Path | None = None
) -> None:
    """Write a file whole or not at all, as `whole` does; its folder is made if need be.

    Raises OSError, and then leaves the file as it was.
    """
    _make_folder(path.parent, inside)
    with whole(path, mode, inside) as part:
        part.write_bytes(content)


def write_text(path: Path, text: str, mode: int | None = None, inside: Path | None = None) -> None:
    """Write a text in UTF-8, as `write_bytes` does.

    Raises OSError.
    """
    write_bytes(path, text.encode("utf-8"), mode, inside)


def _make_folder(folder: Path, inside: Path | None) -> None:
    """Make a folder, but none behind a link that leads out of `inside`."""
    around = Path(os.path.realpath(folder))
    if inside is not None and not around.is_relative_to(os.path.realpath(inside)):
        raise OSError(errno.ELOOP, f"a link leads out of {inside}", str(folder))
    folder.mkdir(parents=True, exist_ok=True)


@contextmanager
def _part(folder: Path | None, name: str) -> Iterator[Path]:
    """An empty file that only its owner can read, removed at the end unless it was moved."""
    import tempfile  # with `random` and more, which a command that writes nothing needs not

    handle, made = tempfile.mkstemp(prefix=_prefix(name), suffix=".part", dir=folder)
    os.close(handle)
    part = Path(made)
    try:
        yield part
    finally:
        for _ in range(3):  # an interrupt can come more than once
            with suppress(KeyboardInterrupt):
                part.unlink(missing_ok=True)
                break


def _prefix(name: str) -> str:
    return f".{os.fsdecode(os.fsencode(name)[:60])}."


def _sweep(target: Path) -> None:
    """Remove temporary files for this path that a killed process left behind long ago."""
    prefix = _prefix(target.name)
    with suppress(OSError):
        for entry in os.scandir(target.parent):
            if entry.name.startswith(prefix) and entry.name.endswith(".part"):
                with suppress(OSError):
                    if time.time() - entry.stat(follow_symlinks=False).st_mtime > _ORPHANED:
                        os.unlink(entry.path)


def _fsync_folder(folder: Path) -> None:
    """Put a folder's entries on the disk, where the system has a way to."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _umask() -> int:
    with _UMASK:  # of two at once the one would take the other's 0 for what was there
        mask = os.umask(0o077)
        os.umask(mask)
    return mask
