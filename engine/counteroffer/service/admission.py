"""How many requests are worked on at a time, how many wait, and until when one must be answered."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from counteroffer.service.problems import Refusal
from counteroffer.service.settings import ServiceSettings
from counteroffer.text.deadline import within

Result = TypeVar("Result")


class Admission:
    """Works on so many requests at a time, lets so many wait, and refuses the others at once.

    Work is stopped by the deadline that the library looks at between its steps; the time a request
    waits counts.
    """

    def __init__(self, settings: ServiceSettings) -> None:
        self._limiter = CapacityLimiter(settings.threads)
        self._most = settings.threads + settings.waiting
        self._seconds = settings.seconds
        self.inside = 0

    async def run(self, work: Callable[[], Result]) -> Result:
        """The result of `work`, done in a thread. Raises Refusal where there is no room."""
        if self.inside >= self._most:
            raise Refusal("busy", "ask again in a moment", headers={"Retry-After": "1"})
        self.inside += 1
        try:
            deadline = time.monotonic() + self._seconds
            return await to_thread.run_sync(partial(_within, deadline, work), limiter=self._limiter)
        finally:
            self.inside -= 1


def _within(deadline: float, work: Callable[[], Result]) -> Result:
    with within(deadline):
        return work()
