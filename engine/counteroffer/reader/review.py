"""What of a guide a person has to look at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReviewNote:
    """A text that was not read, or not surely, with its line in the file and the reason."""

    line: int
    text: str
    why: str
