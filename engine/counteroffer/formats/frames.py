"""A frame of scenarios into a file or a pipe, in a stream: CSV, JSON lines or Parquet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import IO

import polars as pl

from counteroffer.files.native_errors import numbered

FORMATS = ("csv", "jsonl", "parquet")
MORSEL = (
    5_000  # rows at a time: memory is for some of these and for the group that is being encoded
)
GROUP = 250_000  # rows of a group in a Parquet file
Seen = Callable[[int], None]


def write(
    frame: pl.LazyFrame, target: Path | IO[bytes], form: str, seen: Seen | None = None
) -> None:
    """Write a frame in one of `FORMATS`, in small blocks; `seen` is told the rows as they go by.

    Raises OSError.
    """
    if seen is not None:
        counted = seen

        def passing(rows: pl.DataFrame) -> pl.DataFrame:
            counted(rows.height)
            return rows

        frame = frame.map_batches(passing, streamable=True, schema=frame.collect_schema())
    with numbered(), pl.Config() as config:
        config.set_streaming_chunk_size(MORSEL)
        match form:
            case "csv":
                frame.sink_csv(target, engine="streaming")
            case "jsonl":
                frame.sink_ndjson(target, engine="streaming")
            case _:
                frame.sink_parquet(target, row_group_size=GROUP, engine="streaming")
