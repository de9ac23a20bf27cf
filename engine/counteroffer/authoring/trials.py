"""Cases → what each engine makes of them: levers on their own cases, guides on theirs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from counteroffer.answers.answer import Counteroffer
from counteroffer.answers.counter import counter, written
from counteroffer.answers.setting import Setting
from counteroffer.answers.talking_points import spoken_values
from counteroffer.authoring.guide_cases import StatedGuideCase, figures
from counteroffer.authoring.lever_cases import LeverCase
from counteroffer.documents.document import Document
from counteroffer.engines import choose as engines
from counteroffer.language.expr import FALSE, Value
from counteroffer.rulebook.guide import Guide
from counteroffer.rulebook.guides import GuideRules, all_ways
from counteroffer.rulebook.levers import Lever
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.program import Program
from counteroffer.settlement.region_figures import RegionFigures

ENGINES = ("rete", "plain", "columns")
# Ways of levers that are tried together: a ruleset is built anew for each case, so that its size
# counts with every one of them.
_WAYS_AT_ONCE = 60


def missing_engines() -> dict[str, str]:
    """The engines that can't be used here, and why."""
    from counteroffer.engines.rete import durable

    missing = {} if durable.available() else {"rete": durable.reason()}
    try:
        import polars  # noqa: F401
    except ImportError as error:
        missing["columns"] = str(error)
    return missing


def lever_outcomes(
    engine: str, cases: Sequence[LeverCase], rulebook: Rulebook
) -> Iterator[tuple[LeverCase, bool | None]]:
    """Whether the lever of each case fires on what the case states, on one engine.

    Raises EngineError.
    """
    by_lever: dict[str, list[LeverCase]] = {}
    for case in cases:
        by_lever.setdefault(case.lever.id, []).append(case)
    if engine == "columns":
        from counteroffer.authoring.column_engine import fired

        for several in by_lever.values():
            yield from zip(several, fired(several, rulebook.declared), strict=True)
        return
    chosen = engines.engine(engine)
    for levers in _batches([several[0].lever for several in by_lever.values()]):
        together = _alone(levers, rulebook)
        for lever in levers:
            for case in by_lever[lever.id]:
                yield case, chosen.fire(together, dict(case.values)).levers[lever.id]


def _batches(levers: Sequence[Lever]) -> Iterator[tuple[Lever, ...]]:
    """Levers in groups of some ways; one with more is a group of its own."""
    batch: list[Lever] = []
    total = 0
    for lever in levers:
        ways = all_ways(lever.when)
        if batch and total + ways > _WAYS_AT_ONCE:
            yield tuple(batch)
            batch, total = [], 0
        batch.append(lever)
        total += ways
    if batch:
        yield tuple(batch)


def _alone(levers: tuple[Lever, ...], rulebook: Rulebook) -> Program:
    """A program of nothing but these levers: what a case states is all that there is, measures as
    well."""
    conditions = {lever.id: lever.when for lever in levers}
    nowhere = RegionFigures(
        _no_guide(), "nowhere", "Nowhere", "USD", 1_000, False, {}, levers, conditions, {}, {}, None
    )
    return Program(nowhere, rulebook.kinds, (), conditions, FALSE, (), (), rulebook.foreign)


@cache
def _no_guide() -> GuideRules:
    band = {"label": "Nowhere", "currency": "USD", "base": "100K-200K"}
    stated: dict[str, Any] = {
        "company": "None",
        "role": "None",
        "as_of": date.min,
        "reference": "nowhere",
        "bands": {"nowhere": band},
        "sources": ["none"],
    }
    return GuideRules(
        "none/none", Guide.model_validate(stated), (), Document("", stated, (), {}, {}), ""
    )


def guide_outcome(engine: str, stated: StatedGuideCase, rulebook: Rulebook) -> dict[str, Any]:
    """The figures of a guide's case on one engine, by the names that they are expected by.

    Raises EngineError.
    """
    if engine != "columns":
        return figures(counter(stated.case, rulebook=rulebook, engine=engine))
    from counteroffer.authoring.column_engine import settled

    known = Setting.of(rulebook=rulebook).read(stated.case)
    return settled(known.program(rulebook), known.values)


@dataclass(frozen=True, slots=True)
class Observed:
    """A guide's case once it is settled: the values that conditions saw, sentences' too, and what
    came of them."""

    stated: StatedGuideCase
    values: Mapping[str, Value]
    reasons: tuple[str, ...]
    answer: Counteroffer


def observed(stated: StatedGuideCase, rulebook: Rulebook) -> Observed:
    """Settle a guide's case on the plain engine, and keep what conditions were judged by."""
    known, firing = Setting.of(rulebook=rulebook).settled(stated.case)
    spoken = spoken_values(known, firing.values, rulebook)
    return Observed(stated, spoken, firing.reasons, written(known, firing, rulebook))
