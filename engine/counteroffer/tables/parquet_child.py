"""A Parquet file read in a process of its own, since a damaged one can end the one that reads it.

Run as a script: `parquet_child.py FILE ROWS [START ...]`. It goes through the whole file and prints
one line of JSON, `{"columns": [...], "height": n}` or `{"error": "..."}`; then for each START that
many ROWS from there, as the length in eight bytes and an Arrow stream. It knows nothing of the
package, so that it starts fast.
"""

from __future__ import annotations

import json
import os
import sys
from io import BytesIO
from typing import IO, Any


def main(out: IO[bytes], path: str, rows: int, starts: list[int]) -> None:
    """Check the file, or where there are starts write the rows from there."""
    import polars as pl

    scan = pl.scan_parquet(path, glob=False)
    if starts:
        for start in starts:
            _send(out, scan.slice(start, rows).collect())
        return
    try:
        columns, height = list(scan.collect_schema()), int(scan.select(pl.len()).collect().item())
        for start in range(0, height, rows):
            _tried(scan.slice(start, rows).collect())
    except (pl.exceptions.PolarsError, OSError, ValueError, OverflowError) as error:
        found: dict[str, Any] = {"error": (str(error).splitlines() or ["it is damaged"])[0]}
    else:
        found = {"columns": columns, "height": height}
    out.write(json.dumps(found).encode() + b"\n")


def _send(out: IO[bytes], frame: Any) -> None:
    stream = BytesIO()
    frame.write_ipc_stream(stream)
    out.write(stream.tell().to_bytes(8, "big"))
    out.write(stream.getbuffer())
    out.flush()


def _tried(frame: Any) -> None:
    """Send some rows to nowhere, and make values of those that Python may have none for."""
    with open(os.devnull, "wb") as nowhere:
        _send(nowhere, frame)
    for column in frame:
        if column.dtype.is_temporal() or column.dtype.is_nested() or column.dtype.is_decimal():
            column.to_list()


if __name__ == "__main__":
    del sys.path[0]  # this folder, whose modules are named like others
    main(sys.stdout.buffer, sys.argv[1], int(sys.argv[2]), [int(start) for start in sys.argv[3:]])
