"""Where the library says what it does: the logger `counteroffer`, silent unless a program listens.

Nothing is said above DEBUG where all is well, and at no level a figure or anything that a candidate
states.
"""

from __future__ import annotations

import logging

LOGGER = logging.getLogger("counteroffer")
LOGGER.addHandler(logging.NullHandler())
