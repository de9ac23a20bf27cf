"""A pool of spawned worker processes whose starting state may be large.

A spawned process usually gets its state through a pipe, and its parent waits until all of it is
written. A child that dies before it has read everything (its main module can't be found, say) would
be waited for without end as soon as the state is larger than the pipe. So the state goes through a
file.
"""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any


class WorkerPool(ProcessPoolExecutor):
    """Spawned processes, each of which calls `start(*state)` before its first piece of work.

    The file with the state is readable by this user alone, and gone after `shutdown`.
    """

    def __init__(self, workers: int, start: Callable[..., None], *state: Any) -> None:
        handle, name = tempfile.mkstemp(prefix="counteroffer-")
        self._state_file = Path(name)
        with os.fdopen(handle, "wb") as stream:
            pickle.dump((start, state), stream)
        super().__init__(workers, get_context("spawn"), _begin, (name,))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait, cancel_futures=cancel_futures)
        self._state_file.unlink(missing_ok=True)


def _begin(name: str) -> None:
    with open(name, "rb") as stream:
        start, state = pickle.load(stream)
    start(*state)
