"""What became of a saved answer, for a terminal or as a JSON record (`counteroffer-replay/1`)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from counteroffer.analysis.compare.replay import ABSENT, Replay
from counteroffer.analysis.compare.saved import SCHEMA as CONTRACT
from counteroffer.text.characters import cut, escaped

SCHEMA = "counteroffer-replay/1"
_MOST = 40  # deviations that a terminal is shown


def record(found: Replay) -> dict[str, Any]:
    """The replay as JSON has it.

    Where a value is absent on one side, the difference has no entry for that side.
    """
    return {
        "schema": SCHEMA,
        "same": found.same,
        "same_values": found.same or found.spelled,
        "contract": found.contract,
        "rules": {"saved": found.rules_saved, "now": found.rules_now},
        "differences": [
            {
                "path": one.path,
                **{
                    side: value
                    for side, value in (("saved", one.saved), ("now", one.now))
                    if value != ABSENT
                },
            }
            for one in found.deviations
        ],
        "carried": list(found.carried),
    }


def lines(found: Replay) -> Iterator[str]:
    """The replay for a terminal."""
    if found.same:
        yield "the same, byte for byte"
    elif found.spelled:
        yield (
            "every value is the same, but the file is written otherwise (spaces, line ends or the"
            " order of entries)"
        )
    else:
        number = len(found.deviations)
        yield f"{number:,} value{' differs' if number == 1 else 's differ'}:"
    if found.contract != CONTRACT:
        yield (
            f"  it was made under the earlier contract {found.contract}: what follows from the"
            " figures is worked out otherwise now"
        )
    if found.rules_saved != found.rules_now:
        yield (
            f"  the rules are others: saved {cut(found.rules_saved, 20)}, in force"
            f" {cut(found.rules_now, 20)}"
        )
    for one in found.deviations[:_MOST]:
        yield escaped(f"  {cut(one.path, 200)}: saved {_shown(one.saved)}, now {_shown(one.now)}")
    if len(found.deviations) > _MOST:
        yield f"  and {len(found.deviations) - _MOST:,} more (see --json)"
    if found.deviations and all(_only_written(one.saved, one.now) for one in found.deviations):
        yield "  only the way of writing amounts differs: they come again with --locale"
    if found.carried:
        yield "Carried over, as only the texts that the facts were first read from tell it:"
        yield from (escaped(f"  {text}") for text in found.carried)


def _only_written(saved: Any, now: Any) -> bool:
    """Whether two texts differ only in how amounts are written.

    They have the same digits in the same order, and the same words.
    """
    if not (isinstance(saved, str) and isinstance(now, str)):
        return False
    one, other = (
        (re.findall(r"\d", text), set(re.findall(r"[a-z]{3,}", text))) for text in (saved, now)
    )
    return bool(one[0]) and one == other


def _shown(value: Any) -> str:
    return (
        value if value == ABSENT else cut(json.dumps(value, ensure_ascii=False, default=str), 120)
    )
