"""The JSON Schemas of what people write and what the engine answers."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from counteroffer.answer import Counteroffer
from counteroffer.case import Case
from counteroffer.guide import Guide
from counteroffer.rule_files import LeverFile

NAMES = ("case", "answer", "guide", "lever")

_TYPES: dict[str, Any] = {"case": Case, "answer": Counteroffer, "guide": Guide, "lever": LeverFile}


def schema(name: str) -> dict[str, Any]:
    """The schema of a case, an answer, a guide or a lever (2020-12)."""
    mode: Any = "serialization" if name == "answer" else "validation"
    stated = TypeAdapter(_TYPES[name]).json_schema(mode=mode)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name, **stated}
