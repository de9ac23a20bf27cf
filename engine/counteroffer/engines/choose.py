"""Which engine answers: the one of a name, or the best that is installed."""

from __future__ import annotations

from counteroffer.engines.interface import Engine, Plain
from counteroffer.text.characters import cut
from counteroffer.text.errors import EngineError

NAMES = ("rete", "plain")


def engine(name: str | None = None) -> Engine:
    """The engine of that name; without one, rete where durable-rules is, else plain.

    Raises EngineError.
    """
    if name not in (None, *NAMES):
        raise EngineError(
            f"unknown engine '{cut(name or '')}'; there are {' and '.join(NAMES)}",
            path=("engine",),
            code="engine.unknown",
        )
    if name == "plain":
        return Plain()
    from counteroffer.engines.rete import durable

    if durable.available():
        from counteroffer.engines.rete.engine import Rete

        return Rete()
    if name == "rete":
        raise EngineError(
            f"rete is not available here: {durable.reason()}",
            code="engine.unavailable",
            path=("engine",),
        )
    return Plain()
