"""Saved answers: of a case, or with fields edited."""

from __future__ import annotations

import json
from typing import Any

from counteroffer.analysis.compare.saved import Saved, read_saved
from counteroffer.formats import render
from tests.support.samples import (
    RULES,
    Facts,
    settled,
)


def saved(facts: Facts, **options: Any) -> Saved:
    """The answer to a case as `ask --json` prints it, read again."""
    return read_saved(render(settled(facts, **options), "json", RULES).encode(), "answer.json")


def edited(fields: dict[str, Any]) -> Saved:
    return read_saved(
        (json.dumps(fields, ensure_ascii=False, indent=2) + "\n").encode(), "answer.json"
    )


def plain(one: Saved) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(one.data)
    return found
