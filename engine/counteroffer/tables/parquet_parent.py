"""What a Parquet file holds, from the process that reads it (`parquet_child`)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from counteroffer.tables import parquet_child

if TYPE_CHECKING:
    import polars as pl

_MOST_STARTS = 2_000  # numbers on one command line


def checked_in_child(path: Path, rows: int) -> dict[str, Any]:
    """`columns` and `height` of a file of which every row can be read; else `error`, the reason.

    `rows` are read at a time.
    """
    with _child(path, rows) as child:
        assert child.stdout is not None
        line = child.stdout.readline()
    try:
        found: dict[str, Any] = json.loads(line)
    except ValueError:
        return {"error": "it is damaged"}
    return found


def frames_from_child(
    path: Path, rows: int, starts: Sequence[int]
) -> Iterator[tuple[int, pl.DataFrame | None]]:
    """So many rows from each start, in order; None and no more where the file can't be read."""
    import polars as pl

    for at in range(0, len(starts), _MOST_STARTS):
        some = starts[at : at + _MOST_STARTS]
        child = _child(path, rows, some)
        try:
            assert child.stdout is not None
            for start in some:
                data = _received(child.stdout)
                yield start, None if data is None else pl.read_ipc_stream(BytesIO(data))
                if data is None:
                    return
        finally:
            child.kill()
            child.communicate()


def _received(stream: IO[bytes]) -> bytes | None:
    size = int.from_bytes(stream.read(8), "big")
    data = stream.read(size)
    return data if size and len(data) == size else None


def _child(path: Path, rows: int, starts: Sequence[int] = ()) -> subprocess.Popen[bytes]:
    command = [sys.executable, parquet_child.__file__, str(path.absolute()), str(rows)]
    return subprocess.Popen(
        [*command, *map(str, starts)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
