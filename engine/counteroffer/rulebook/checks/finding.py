"""What can be wrong with a guide: the codes with their severities, and one finding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from counteroffer.rulebook.checks.comparable import Spot

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("note", "warning", "error")  # each worse than those before it


class Code(NamedTuple):
    """The severity of a code, and what it means, in one sentence."""

    severity: Severity
    meaning: str


CODES: Mapping[str, Code] = {
    "low-above-high": Code("error", "The low end of a range is greater than its high end."),
    "range-mixes-currencies": Code(
        "error", "The two ends of one range are in different currencies."
    ),
    "row-mixes-currencies": Code(
        "warning", "The figures of one row of the pay table are in different currencies."
    ),
    "region-currency": Code(
        "warning", "A region's figures are in a currency that is not paid there."
    ),
    "total-does-not-add-up": Code(
        "warning", "A printed total is not base, equity a year and bonus together."
    ),
    "ask-above-band": Code("warning", "An ask is greater than the top of its band."),
    "floor-below-band": Code("warning", "A floor is under the bottom of its band."),
    "lever-over-headline": Code(
        "warning", "A lever asks for more than the guide's own opening position."
    ),
    "floor-under-example-offer": Code(
        "warning", "The floor is worth less than an offer the guide argues with."
    ),
    "scaled-copy": Code(
        "warning",
        "Every figure of a row is one factor times that of another: scaled, not observed.",
    ),
    "same-table-as": Code("warning", "Every figure of the pay table is that of another guide."),
    "missing-section": Code("note", "A part that guides have is not there."),
    "stale": Code("warning", "The figures are older than 12 months."),
    "no-sources": Code("warning", "No sources are given."),
    "placeholder-only": Code("warning", "Where figures belong there are only placeholders."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    `region` and `lever` say what it touches (None: the whole guide); `path` where it stands in
    YAML. `line` counts from 1, and 0 is no line. `detail` is what would explain it, where that can
    be said.
    """

    code: str
    message: str
    path: tuple[str | int, ...] = ()
    region: str | None = None
    lever: str | None = None
    severity: Severity = "warning"
    line: int = 0
    detail: str = ""


def found(
    code: str,
    message: str,
    spot: Spot,
    *,
    region: str | None = None,
    lever: str | None = None,
    detail: str = "",
    severity: Severity | None = None,
) -> Finding:
    """A finding at its figure's place, as severe as its code unless `severity` says otherwise."""
    worst = severity or CODES[code].severity
    return Finding(code, message, spot.path, region, lever, worst, spot.line, detail)


def reaches(severity: Severity, threshold: Severity) -> bool:
    """Whether a severity is at least as bad as the threshold."""
    return SEVERITIES.index(severity) >= SEVERITIES.index(threshold)
