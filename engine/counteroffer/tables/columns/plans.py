"""The program of a place over columns, planned once for all groups and chunks that vary alike."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from counteroffer.analysis.what_if.grid import FIRED, ColumnPlan, plan
from counteroffer.analysis.what_if.what_if import tags_asked
from counteroffer.settlement.program import Program
from counteroffer.settlement.warned_of import warned_of
from counteroffer.tables.columns.values import PlaceValues
from counteroffer.tables.rows import NUMBERS
from counteroffer.text.kept import remembered

MOST_PLANS = 256
WARNED = "warned."
WANTED = (*NUMBERS, "verdict")


@dataclass
class Plans:
    """Plans that were made, the last used longest."""

    _made: OrderedDict[Any, ColumnPlan] = field(default_factory=OrderedDict, repr=False)

    def plan(self, program: Program, values: PlaceValues) -> ColumnPlan:
        """How to work out the answers to rows with such values.

        Raises EngineError for what can't be proved to fit.
        """
        key = (
            program,
            frozenset(values.known.items()),
            tuple(
                sorted(
                    (name, one.low, one.high, one.unknown) for name, one in values.ranges.items()
                )
            ),
        )
        if key not in self._made:
            self._made[key] = _plan(program, values)
            if len(self._made) > MOST_PLANS:
                self._made.popitem(last=False)
        self._made.move_to_end(key)
        return self._made[key]


def _plan(program: Program, values: PlaceValues) -> ColumnPlan:
    warned = tuple((f"{WARNED}{code}", when) for code, when in warned_of(program))
    fired = tuple(f"{FIRED}{lever.id}" for lever in program.place.levers)
    wanted = (*WANTED, *fired, *(name for name, _ in warned))
    return plan(program, values.known, values.ranges, wanted, warned)


@remembered
def tags_of(program: Program) -> Mapping[str, Sequence[str]]:
    """The tags that conditions look for, by the fact that is asked."""
    found: dict[str, dict[str, None]] = {}
    named = (*program.levers.values(), *(expr for _, expr in program.settlement))
    for name, tag in (pair for expr in named for pair in tags_asked(expr)):
        found.setdefault(name, {})[tag] = None
    return {name: tuple(tags) for name, tags in found.items()}
