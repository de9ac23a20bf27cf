"""Rules → the report of their tests: every case on every engine, what the cases reach, and what is
proved without them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from counteroffer.authoring.coverage import Coverage, coverage
from counteroffer.authoring.guide_cases import StatedGuideCase, figures, guide_cases
from counteroffer.authoring.lever_cases import WORDS, LeverCase, lever_cases
from counteroffer.authoring.reachable import Proved, proofs, regions_possible
from counteroffer.authoring.selection import Selection
from counteroffer.authoring.trials import (
    ENGINES,
    Observed,
    guide_outcome,
    lever_outcomes,
    missing_engines,
    observed,
)
from counteroffer.documents.document import Document, Path_
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.errors import EngineError, Problem, RuleError


@dataclass(frozen=True, slots=True)
class Failure:
    """What one case expected and did not get, at its place in the file, and the engines that say
    so."""

    case: str
    problem: Problem
    engines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileReport:
    """The cases of one file: how many there are, and what failed."""

    file: str
    cases: int
    failures: tuple[Failure, ...]

    @property
    def failed(self) -> int:
        """How many cases failed."""
        return len({failure.case for failure in self.failures})


@dataclass(frozen=True, slots=True)
class Report:
    """What testing the rules found.

    `engines` ran the cases; `missing` are those that could not, and why. `regions` has, by guide
    and lever, the regions in which the lever can fire.
    """

    engines: tuple[str, ...]
    missing: Mapping[str, str]
    files: tuple[FileReport, ...]
    coverage: Coverage
    proved: tuple[Proved, ...]
    regions: Mapping[str, Mapping[str, tuple[str, ...]]]

    @property
    def cases(self) -> int:
        """How many cases there are."""
        return sum(one.cases for one in self.files)

    @property
    def failed(self) -> int:
        """How many cases failed on some engine."""
        return sum(one.failed for one in self.files)

    @property
    def sound(self) -> bool:
        """Whether every case passed and no lever was proved to be of no use."""
        return not self.failed and not any(one.fatal for one in self.proved)


def rules_test(
    selection: Selection, rulebook: Rulebook, engines: Sequence[str] = ENGINES
) -> Report:
    """Run the cases of levers and guides on these engines.

    Raises RuleError for cases that can't be read, EngineError where none of the engines can be used
    here.
    """
    absent = missing_engines()
    missing = {name: absent[name] for name in engines if name in absent}
    running = tuple(name for name in engines if name not in missing)
    if not running:
        raise EngineError(
            "; ".join(f"{name} is not available here: {why}" for name, why in missing.items()),
            code="engine.unavailable",
        )
    of_levers, of_guides = _read(selection, rulebook)
    failed = _Failed()
    settled = [observed(stated, rulebook) for stated in of_guides]
    for engine in running:
        _try_levers(engine, of_levers, rulebook, failed)
        for one in settled:
            _try_guide(engine, one, rulebook, failed)
    cases = Counter(
        [
            *(case.lever.document.file for case in of_levers),
            *(one.rules.document.file for one in of_guides),
        ]
    )
    documents = [lever.document for lever in selection.levers]
    documents += [rules.document for rules in selection.guides]
    files = sorted(one.file for one in documents)
    failures = failed.by_file()
    regions = {rules.id: regions_possible(rules, rulebook) for rules in selection.guides}
    return Report(
        running,
        missing,
        tuple(FileReport(file, cases[file], failures.get(file, ())) for file in files),
        coverage(selection.levers, selection.guides, of_levers, settled, rulebook),
        tuple(proofs(selection.levers, selection.guides, regions, rulebook)),
        regions,
    )


def _read(
    selection: Selection, rulebook: Rulebook
) -> tuple[list[LeverCase], list[StatedGuideCase]]:
    """All cases; a RuleError with all that is wrong with any."""
    found: list[Problem] = []
    of_levers: list[LeverCase] = []
    of_guides: list[StatedGuideCase] = []
    for lever in selection.levers:
        try:
            of_levers += lever_cases(lever, rulebook)
        except RuleError as error:
            found += error.problems
    for rules in selection.guides:
        try:
            of_guides += guide_cases(rules, rulebook)
        except RuleError as error:
            found += error.problems
    if found:
        raise RuleError(found)
    return of_levers, of_guides


class _Failed:
    """Failures as they are met; one that several engines have is one."""

    def __init__(self) -> None:
        self._engines: dict[tuple[str, Problem], list[str]] = {}

    def add(self, engine: str, case: str, document: Document, path: Path_, message: str) -> None:
        self._engines.setdefault((case, document.problem(path, message)), []).append(engine)

    def by_file(self) -> dict[str, tuple[Failure, ...]]:
        found: dict[str, list[Failure]] = {}
        for (case, one), engines in self._engines.items():
            found.setdefault(one.file, []).append(Failure(case, one, tuple(engines)))
        return {file: tuple(failures) for file, failures in found.items()}


def _try_levers(
    engine: str, cases: Sequence[LeverCase], rulebook: Rulebook, failed: _Failed
) -> None:
    if not cases:
        return
    try:
        outcomes = list(lever_outcomes(engine, cases, rulebook))
    except EngineError as error:
        for case in cases:
            failed.add(engine, case.name, case.lever.document, case.path, f"{case.name}: {error}")
        return
    for case, found in outcomes:
        if found is not case.expected:
            message = (
                f"{case.name}: '{case.lever.id}' {WORDS[found]} here; expected:"
                f" {WORDS[case.expected]}"
            )
            failed.add(engine, case.name, case.lever.document, case.path, message)


def _try_guide(engine: str, settled: Observed, rulebook: Rulebook, failed: _Failed) -> None:
    stated, plain = settled.stated, figures(settled.answer)
    document = stated.rules.document
    try:
        found = plain if engine == "plain" else guide_outcome(engine, stated, rulebook)
    except EngineError as error:
        failed.add(engine, stated.name, document, stated.path, f"{stated.name}: {error}")
        return
    for one in stated.expected:  # warnings are no columns
        if one.name in found and not one.met_by(found[one.name]):
            message = (
                f"{stated.name}: {one.name} is {_shown(found[one.name])}; expected:"
                f" {_shown(one.value)}"
            )
            failed.add(engine, stated.name, document, one.path, message)
    for name, value in found.items():
        if value != plain[name]:
            message = (
                f"{stated.name}: {name} is {_shown(value)}, and {_shown(plain[name])} on the plain"
                " engine"
            )
            failed.add(engine, stated.name, document, stated.path, message)


def _shown(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, tuple):
        return ", ".join(sorted(value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)
