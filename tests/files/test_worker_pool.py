"""Worker processes get their starting state, however large, and leave nothing behind."""

from __future__ import annotations

from counteroffer.files.worker_pool import WorkerPool

_told = b""


def begin(state: bytes) -> None:
    global _told
    _told = state


def told(_: int) -> int:
    return len(_told)


def test_a_state_larger_than_a_pipe_reaches_every_worker_and_its_file_goes() -> None:
    state = b"x" * 1_000_000
    with WorkerPool(2, begin, state) as pool:
        assert pool._state_file.stat().st_mode & 0o077 == 0
        assert list(pool.map(told, range(4))) == [len(state)] * 4
    assert not pool._state_file.exists()
