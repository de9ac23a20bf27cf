"""Files of guides → checked guides with their levers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from counteroffer.documents.document import Document
from counteroffer.documents.validate import checked
from counteroffer.language.declarations import closest, nearest, slug
from counteroffer.language.expr import And, Expr, Not, count_ways, positive
from counteroffer.language.parse import WIDEST
from counteroffer.rulebook.checks.findings import Finding, findings
from counteroffer.rulebook.facts import Facts
from counteroffer.rulebook.guide import Guide, GuideLever
from counteroffer.rulebook.guide_faults import wrong_in
from counteroffer.rulebook.levers import Lever
from counteroffer.rulebook.shared import Money
from counteroffer.text.characters import cut
from counteroffer.text.errors import Problem, RuleError

# Of all levers of a guide: what the inference engine holds, with room for those of every guide.
MOST_WAYS = 3_500


@dataclass(frozen=True)
class GuideRules:
    """A guide, and the levers that apply to it, its own and those of every guide, by id."""

    id: str
    guide: Guide
    levers: tuple[Lever, ...]
    document: Document = field(repr=False)
    digest: str
    steps: Mapping[str, int] = field(default_factory=dict, repr=False)  # of its currencies
    basis: Literal["market", "posted", "none"] = "market"  # of its bands

    @cached_property
    def regions(self) -> Mapping[str, str]:
        """The ids of the guide's regions, by id and by label as a slug."""
        bands = self.guide.bands
        return {
            **{slug(band.label): name for name, band in bands.items()},
            **{name: name for name in bands},
        }

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Where the guide contradicts itself."""
        return findings(self.guide, self.document, self.steps)


def read_guide_of(document: Document, money: Money) -> tuple[Guide, list[Problem]]:
    """A guide from its file, and what is wrong with it beyond its shape.

    Raises RuleError for a file that has not the shape of a guide.
    """
    guide = checked(Guide, document, error=RuleError)
    found = list(wrong_in(guide, document))
    if guide.vehicle not in money.vehicles:
        near = nearest(guide.vehicle, money.vehicles)
        word = f"unknown vehicle '{cut(guide.vehicle)}'{near}"
        found.append(
            document.problem(
                ("vehicle",),
                word,
                code="vehicle.unknown",
                suggestion=closest(guide.vehicle, money.vehicles),
            )
        )
    return guide, found


def levers_of(
    guide: Guide, document: Document, facts: Facts, lever: Callable[[str], Lever]
) -> Iterator[Lever | Problem]:
    """The levers that a guide names, narrowed as it says, or what is wrong with each."""
    for name, own in guide.levers.items():
        try:
            yield from _narrowed(lever(name), own, document, facts)
        except RuleError as error:
            named = not error.problems[0].file
            for one in error.problems:
                at = ("levers", name)
                yield (
                    document.problem(
                        at, one.message, key=True, code=one.code, suggestion=one.suggestion
                    )
                    if named
                    else one
                )


def _narrowed(
    lever: Lever, own: GuideLever, document: Document, facts: Facts
) -> Iterator[Lever | Problem]:
    when = lever.when
    if own.narrowed is not None:
        path = ("levers", lever.id, "and")
        further = facts.condition(document, path, own.narrowed)
        if isinstance(further, Problem):
            yield further
            return
        when = And((when, further))
        if max(count_ways(positive(when)), count_ways(positive(Not(when)))) > WIDEST:
            word = "with the lever's own condition this can hold or fail in more than"
            yield document.problem(path, f"{word} {WIDEST} ways", code="engine.limit")
    yield Lever(lever.id, lever.title, when, lever.asks, lever.says, lever.document, own)


def all_ways(condition: Expr) -> int:
    """The number of ways in which a condition can hold or fail."""
    return count_ways(positive(condition)) + count_ways(positive(Not(condition)))
