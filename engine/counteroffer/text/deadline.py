"""When a question must be answered: what is asked within a deadline raises once it has passed.

What takes long looks at the clock at each of its steps, which are short; so nothing is left half
done, and no thread or signal is needed. The deadline is that of the thread or the asyncio task that
asks.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from counteroffer.text.errors import DeadlineError

_until: ContextVar[float | None] = ContextVar("until", default=None)


@contextmanager
def within(deadline: float | None) -> Iterator[None]:
    """Whatever is asked inside has to be answered before a moment of `time.monotonic()`.

    None is no deadline. Of one inside another the earlier holds. Raises DeadlineError, at once for
    a deadline that has passed.
    """
    token = _until.set(
        min((one for one in (_until.get(), deadline) if one is not None), default=None)
    )
    try:
        in_time()
        yield
    finally:
        _until.reset(token)


def in_time() -> None:
    """Look at the clock.

    Raises DeadlineError where the deadline of what is asked has passed.
    """
    until = _until.get()
    if until is not None and time.monotonic() >= until:
        raise DeadlineError


def seconds_left() -> float | None:
    """How long there is until the deadline of what is asked, 0 once it has passed; None without."""
    until = _until.get()
    return None if until is None else max(0.0, until - time.monotonic())
