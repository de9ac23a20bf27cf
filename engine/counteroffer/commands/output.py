"""Where a command's document goes: a file, whole or not at all, or standard output."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from counteroffer.files.atomic_write import whole
from counteroffer.formats.tables import window, within
from counteroffer.text.errors import CounterofferError

PRIVATE = 0o600  # of a new file that nobody else may read


def tell(text: str, *, err: bool = False) -> None:
    """Print what people read: no line is longer than the window; where there is none, as it is."""
    click.echo(within(text.removesuffix("\n"), window()), err=err)


def write(output: str | None, content: bytes, mode: int | None = None) -> None:
    """Write to a file, or to standard output for `-` and None; a new file gets `mode`.

    Raises CounterofferError.
    """
    if output is None or output == "-":
        click.echo(content, nl=False)
        return
    with written(named(output), mode) as part:
        part.write_bytes(content)


def named(output: str, option: str = "-o") -> Path:
    """The file of an option, which must be named."""
    if not output.strip() or "\0" in output:
        raise click.BadParameter(
            "is the name of a file, or - for standard output, and not empty", param_hint=option
        )
    return Path(output)


@contextmanager
def written(path: Path, mode: int | None = None) -> Iterator[Path]:
    """`output.whole`, with its errors as a command tells them.

    Raises CounterofferError.
    """
    try:
        with whole(path, mode) as part:
            yield part
    except OSError as error:
        raise CounterofferError(
            f"{path}: can't be written: {error.strerror or error}", code="file.unwritable"
        ) from error
