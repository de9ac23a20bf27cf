"""All that is wrong with a comparable guide: what answers warn of, and what `guide check` finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from counteroffer.documents.document import Document
from counteroffer.rulebook.checks.arguments import (
    asks_above_band,
    floors_below_band,
    floors_under_examples,
    levers_over_headline,
)
from counteroffer.rulebook.checks.comparable import TOP, ComparableGuide, Spot
from counteroffer.rulebook.checks.copies import Table, same_tables, scaled_copies, table_of
from counteroffer.rulebook.checks.faults import age, bad_currencies, bad_ranges, gaps
from counteroffer.rulebook.checks.finding import Finding
from counteroffer.rulebook.checks.from_yaml import comparable_from_yaml
from counteroffer.rulebook.checks.totals import Composition, check_totals, composition, once
from counteroffer.rulebook.guide import Guide
from counteroffer.rulebook.places import Places
from counteroffer.text.errors import Problem

__all__ = ["Checked", "Finding", "check_guide", "findings", "together"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one file, by line; `name` is the company and role.

    `problems` say why it can't be read at all. `lines` are the lines of the file that findings
    stand on.
    """

    file: str
    name: str = ""
    findings: tuple[Finding, ...] = ()
    lines: tuple[tuple[int, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    table: Table | None = None
    table_spot: Spot = TOP


def findings(guide: Guide, document: Document, steps: Mapping[str, int]) -> tuple[Finding, ...]:
    """All contradictions of a guide, in the order of its regions and levers.

    `steps` gives what each currency's figures are rounded to.
    """
    return tuple(_contradictions(comparable_from_yaml(guide, document, steps)))


def total_of(guide: Guide, document: Document, steps: Mapping[str, int]) -> Composition | None:
    """How the guide's printed totals are made up; None where no way is found."""
    return composition(comparable_from_yaml(guide, document, steps))


def _contradictions(guide: ComparableGuide) -> Iterator[Finding]:
    """Parts of a guide that contradict another part of it, with the arithmetic."""
    for check in (
        check_totals,
        asks_above_band,
        floors_below_band,
        levers_over_headline,
        floors_under_examples,
        scaled_copies,
    ):
        yield from check(guide)


def check_guide(
    guide: ComparableGuide,
    file: str,
    name: str,
    lines: Sequence[str],
    places: Places,
    today: date,
    settled: ComparableGuide | None = None,
) -> Checked:
    """What is wrong with one guide; `lines` are all lines of its file.

    `settled` has the figures that answers come from, where they are others than those of the file:
    what contradicts what is judged by these.
    """
    found = [
        *bad_ranges(guide),
        *bad_currencies(guide, places),
        *once(_contradictions(settled or guide)),
        *gaps(guide),
        *age(guide, today),
    ]
    found.sort(key=lambda one: one.line)  # those of one line stay as they came
    spot = guide.rows[0].spot if guide.rows else TOP
    shown = sorted({one.line for one in found} | {spot.line})
    kept = tuple((number, lines[number - 1]) for number in shown if 0 < number <= len(lines))
    return Checked(file, name, tuple(found), kept, (), table_of(guide), spot)


def together(done: Iterable[Checked]) -> tuple[Checked, ...]:
    """The same files, with findings that need all of them: tables that are copies of others'."""
    every = list(done)
    for number, finding in same_tables([(one.file, one.table, one.table_spot) for one in every]):
        found = sorted((*every[number].findings, finding), key=lambda one: one.line)
        every[number] = replace(every[number], findings=tuple(found))
    return tuple(every)
