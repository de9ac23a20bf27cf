"""Where a guide contradicts itself, as answers warn of it: the checks of `guide check` that compare
figures with figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from counteroffer.documents.document import Document
from counteroffer.rulebook.checks.arguments import (
    asks_above_band,
    floors_below_band,
    floors_under_examples,
    levers_over_headline,
)
from counteroffer.rulebook.checks.comparable import View
from counteroffer.rulebook.checks.copies import scaled_copies
from counteroffer.rulebook.checks.finding import Finding
from counteroffer.rulebook.checks.from_yaml import view_of_guide
from counteroffer.rulebook.checks.totals import check_totals
from counteroffer.rulebook.guide import Guide

__all__ = ["Finding", "contradictions", "findings"]


def findings(guide: Guide, document: Document, steps: Mapping[str, int]) -> tuple[Finding, ...]:
    """All contradictions of a guide, in the order of its regions and levers; `steps` are those of
    its currencies."""
    return tuple(contradictions(view_of_guide(guide, document, steps)))


def contradictions(view: View) -> Iterator[Finding]:
    """What of a guide is at odds with another part of it, with the arithmetic."""
    for check in (
        check_totals,
        asks_above_band,
        floors_below_band,
        levers_over_headline,
        floors_under_examples,
        scaled_copies,
    ):
        yield from check(view)
