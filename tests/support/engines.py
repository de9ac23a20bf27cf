"""The engines that can be used here: the one list of them that tests go by."""

from __future__ import annotations

import pytest

from counteroffer.engines.rete import durable

needs_rete = pytest.mark.skipif(
    not durable.available(), reason=durable.reason() or "durable-rules is here"
)
RETE = pytest.param("rete", marks=needs_rete)
ENGINES = ("plain", RETE)
