"""The report of the rules' tests as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from counteroffer.authoring.coverage import Coverage, Seen
from counteroffer.authoring.reachable import Proved
from counteroffer.authoring.report import Failure, FileReport, Report
from counteroffer.formats.tables import table
from counteroffer.language.declarations import listed
from counteroffer.text.errors import Problem
from counteroffer.text.phrases import counted


def text(report: Report, *, with_coverage: bool) -> str:
    """One line for each file, all that is wrong at its place, and a summary in the last line."""
    blocks = ["\n".join(_files(report.files)), *map(_failure, _failures(report.files))]
    blocks += [_said(one) for one in report.proved]
    if with_coverage:
        blocks += _coverage(report)
    blocks += [
        f"{name} is not available here, and ran nothing: {why}"
        for name, why in report.missing.items()
    ]
    return "\n\n".join([*filter(None, blocks), summary(report)])


def summary(report: Report) -> str:
    """`41 cases on 3 engines: 41 passed; 12 of 13 conditions seen both ways (92.3 %)`."""
    engines = (
        f"{len(report.engines)} engines"
        if len(report.engines) > 1
        else f"the {report.engines[0]} engine"
    )
    failed = f", {report.failed} failed" if report.failed else ""
    covered = report.coverage
    conditions = counted(len(covered.conditions), "condition")
    parts = [
        (
            f"{counted(report.cases, 'case')} on {engines}: {report.cases - report.failed}"
            f" passed{failed}"
        ),
        f"{covered.both} of {conditions} seen both ways ({percent(covered)} %)",
    ]
    if faults := sum(one.fatal for one in report.proved):
        parts.append(f"{counted(faults, 'rule')} proved to be of no use")
    return "; ".join(parts)


def percent(covered: Coverage) -> str:
    """The share of conditions seen both ways, cut to one decimal: 100 is all."""
    tenths = 1000 * covered.both // len(covered.conditions) if covered.conditions else 1000
    return f"{tenths // 10}.{tenths % 10}".removesuffix(".0")


def _files(files: Iterable[FileReport]) -> Iterator[str]:
    files = tuple(files)
    width = max((len(one.file) for one in files), default=0)
    for one in files:
        done = f"{one.failed} failed" if one.failed else "passed" if one.cases else "no cases"
        yield f"{one.file:{width}}  {one.cases:3}  {done}"


def _failures(files: Iterable[FileReport]) -> Iterator[Failure]:
    for one in files:
        yield from one.failures


def _failure(failure: Failure) -> str:
    head, newline, rest = str(failure.problem).partition("\n")
    return f"failed: {head} ({listed(failure.engines)}){newline}{rest}"


def _said(proved: Proved) -> str:
    return f"{'proved' if proved.fatal else 'note'}: {proved.problem}"


def _coverage(report: Report) -> Iterator[str]:
    covered = report.coverage
    rows = [["condition", "held", "failed", "unknown", ""], *map(_row, covered.conditions)]
    yield table(rows, right=(1, 2, 3))
    yield from (
        str(seen.condition.problem(_gap(seen))) for seen in covered.conditions if not seen.both
    )
    yield from map(str, covered.unsaid)
    lines = [
        f"{covered.sentences - len(covered.unsaid)} of {counted(covered.sentences, 'sentence')}"
        " said"
    ]
    if covered.reasons:
        never = f"; never given: {listed(covered.ungiven)}" if covered.ungiven else ""
        reasons = counted(covered.reasons, "reason")
        given = covered.reasons - len(covered.ungiven)
        lines.append(f"{given} of {reasons} for a floor or a verdict given{never}")
    for guide, levers in report.regions.items():
        everywhere = max((len(regions) for regions in levers.values()), default=0)
        lines += [
            (
                f"{guide}: {lever} can fire in {listed(regions)} alone"
                if regions
                else f"{guide}: {lever} can't fire in any region"
            )
            for lever, regions in levers.items()
            if len(regions) < everywhere
        ]
    yield "\n".join(lines)


def _row(seen: Seen) -> list[str]:
    condition = seen.condition
    label = f"{condition.lever}, {_entry(seen)}: " if condition.part.whole else "    "
    shown = label + (
        condition.part.text if len(condition.part.text) <= 70 else condition.part.text[:67] + "..."
    )
    return [
        shown,
        *map(str, (seen.true, seen.false, seen.unknown)),
        "" if seen.both else _short(seen),
    ]


def _entry(seen: Seen) -> str:
    """`when`, `says 2`, `asks base`, and `and` of a guide."""
    match seen.condition.path:
        case ("says", int(number), _):
            return f"says {number + 1}"
        case ("asks", component, _):
            return f"asks {component}"
        case path:
            return str(path[-1])


def _short(seen: Seen) -> str:
    if not seen.true and not seen.false:
        return "never decided"
    return "never failed" if seen.true else "never held"


def _gap(seen: Seen) -> str:
    missing = {"never held": "holds in no case", "never failed": "fails in no case"}
    what = missing.get(_short(seen), "neither holds nor fails in any case")
    proof = ": no values of its facts would make it" if seen.hopeless else ""
    return f"'{seen.condition.part.text}' {what}{proof}"


def record(report: Report) -> dict[str, Any]:
    """The report as plain values: `counteroffer-rules-test/1`."""
    covered = report.coverage
    return {
        "schema": "counteroffer-rules-test/1",
        "engines": list(report.engines),
        "missing": dict(report.missing),
        "cases": report.cases,
        "failed": report.failed,
        "files": [
            {
                "file": one.file,
                "cases": one.cases,
                "failed": one.failed,
                "failures": [
                    {
                        "case": failure.case,
                        "engines": list(failure.engines),
                        **_place(failure.problem),
                    }
                    for failure in one.failures
                ],
            }
            for one in report.files
        ],
        "proved": [
            {"code": one.code, "lever": one.lever, "fatal": one.fatal, **_place(one.problem)}
            for one in report.proved
        ],
        "coverage": {
            "conditions": len(covered.conditions),
            "both": covered.both,
            "percent": percent(covered),
            "seen": [
                {
                    "lever": seen.condition.lever,
                    "condition": seen.condition.part.text,
                    "whole": seen.condition.part.whole,
                    "held": seen.true,
                    "failed": seen.false,
                    "unknown": seen.unknown,
                    "hopeless": seen.hopeless,
                    **_place(seen.condition.problem("")),
                }
                for seen in covered.conditions
            ],
            "sentences": covered.sentences,
            "unsaid": [_place(one) for one in covered.unsaid],
            "reasons": covered.reasons,
            "ungiven": list(covered.ungiven),
        },
        "regions": {
            guide: {lever: list(where) for lever, where in levers.items()}
            for guide, levers in report.regions.items()
        },
    }


def _place(problem: Problem) -> dict[str, Any]:
    found = {"file": problem.file, "line": problem.line or None, "column": problem.column or None}
    return found | ({"message": problem.message} if problem.message else {})
