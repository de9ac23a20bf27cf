"""Where a command's document goes: a file, whole or not at all, or standard output."""

from __future__ import annotations

import os
from pathlib import Path

import click

from counteroffer.errors import CounterofferError


def write(output: str | None, content: bytes) -> None:
    """Write to a file, or to standard output for `-` and None. Raises CounterofferError."""
    if output is None or output == "-":
        click.echo(content, nl=False)
        return
    path = Path(output)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise CounterofferError(f"{path}: can't be written: {error.strerror or error}") from error
