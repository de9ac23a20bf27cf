"""What can be wrong with a draft: the codes with their severities, one finding, and all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from counteroffer.rulebook.checks.finding import Code, Severity, reaches
from counteroffer.text.errors import Way

CODES: Mapping[str, Code] = {
    "offer-not-held": Code("error", "An offer is claimed that the case does not hold."),
    "more-offers-than-held": Code("error", "More offers are claimed than the case holds."),
    "offer-misstated": Code("error", "A figure is claimed of an offer that does not state it."),
    "not-in-writing": Code(
        "error", "An offer is said to be in writing, and the case does not say so."
    ),
    "private-fact": Code("error", "Something is said that the candidate keeps private."),
    "under-walk-away": Code(
        "error", "Less is asked for, or named as acceptable, than the candidate would stay for."
    ),
    "promise": Code("error", "It is promised to sign or to accept, and that is not the verdict."),
    "declines": Code("warning", "The offer is declined, and that is not the verdict."),
    "figure-of-nowhere": Code("warning", "A figure is none of those of the case that may be said."),
    "figure-misplaced": Code(
        "warning", "A figure of the case is said of something that it does not belong to."
    ),
}


@dataclass(frozen=True, slots=True)
class ReplyFinding:
    """One finding, at `text[start:end]` of the draft, which begins at `line` and `column`.

    Offsets count characters from 0, line and column from 1. `code` is one of `CODES`, `severity`
    is error, warning or note, and `path` leads to what of the case stands against it; it is empty
    where nothing does.
    """

    code: str
    severity: Severity
    message: str
    path: Way
    start: int
    end: int
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class CheckedReply:
    """A draft and what was found in it, in the order of the text."""

    text: str
    findings: tuple[ReplyFinding, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing above a note was found."""
        return not any(reaches(one.severity, "warning") for one in self.findings)
