"""The answer as text for people or programs: one module a format, each with one `render`."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from counteroffer.answer import Counteroffer
from counteroffer.rulebook import Rulebook

FORMATS = ("text", "json", "markdown")


def render(answer: Counteroffer, form: str, rulebook: Rulebook) -> str:
    """The answer in one of `FORMATS`, ending in a newline."""
    return cast(str, import_module(f"counteroffer.formats.{form}").render(answer, rulebook))
