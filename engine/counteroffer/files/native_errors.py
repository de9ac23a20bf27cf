"""File errors of native libraries, which give the system's error number in words only."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

_NUMBER = re.compile(r"\(os error ([0-9]+)\)")


@contextmanager
def numbered() -> Iterator[None]:
    """Turn an error whose text ends in `(os error 28)`, as polars has it, into that OSError."""
    try:
        yield
    except Exception as error:
        found = _NUMBER.search(str(error))
        if found is None or getattr(error, "errno", None):
            raise
        raise OSError(int(found[1]), os.strerror(int(found[1]))) from error
