"""Where the library says what it does: the logger `counteroffer`, silent unless a program listens.

Nothing is said above DEBUG where all is well, and at no level a figure or anything that a candidate
states.
"""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from logging import Logger

_DEBUG = 10  # logging.DEBUG


def listening() -> Logger | None:
    """The logger, where a program listens to DEBUG; None elsewhere.

    Who has not loaded `logging` does not listen, and is spared loading it.
    """
    if "logging" not in sys.modules:
        return None
    logger = _logger()
    return logger if logger.isEnabledFor(_DEBUG) else None


@cache
def _logger() -> Logger:
    import logging

    logger = logging.getLogger("counteroffer")
    logger.addHandler(logging.NullHandler())
    return logger
