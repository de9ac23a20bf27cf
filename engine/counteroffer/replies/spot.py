"""What is wrong at one place of the text as it is read, before that is a finding of the draft."""

from __future__ import annotations

from dataclasses import dataclass

from counteroffer.rulebook.checks.finding import Severity
from counteroffer.text.errors import Way


@dataclass(frozen=True, slots=True)
class DraftSpot:
    """A code and its message at a place; `severity` where it is another than the code's own."""

    code: str
    message: str
    start: int
    end: int
    path: Way = ()
    severity: Severity | None = None
