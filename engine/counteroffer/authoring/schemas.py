"""The JSON Schemas of what people write and what the engine answers."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from counteroffer.answers.answer import Counteroffer
from counteroffer.answers.recruiter import RecruiterView
from counteroffer.authoring.guide_cases import GuideFile
from counteroffer.cases.case import Case
from counteroffer.rulebook.rule_files import LeverFile

NAMES = ("case", "answer", "recruiter", "guide", "lever")

_TYPES: dict[str, Any] = {
    "case": Case,
    "answer": Counteroffer,
    "recruiter": RecruiterView,
    "guide": GuideFile,
    "lever": LeverFile,
}


def schema(name: str) -> dict[str, Any]:
    """The schema of a case, an answer for either side, a guide or a lever (2020-12)."""
    mode: Any = "serialization" if name in ("answer", "recruiter") else "validation"
    stated = TypeAdapter(_TYPES[name]).json_schema(mode=mode)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        **_one_line(stated),
    }


def _one_line(value: Any) -> Any:
    """The schema with each description, a docstring of ours, on one line."""
    if isinstance(value, list):
        return [_one_line(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: (
            " ".join(one.split())
            if key == "description" and isinstance(one, str)
            else _one_line(one)
        )
        for key, one in value.items()
    }
