"""Files of guides → checked guides with their levers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from counteroffer.documents.document import Document
from counteroffer.documents.validate import checked
from counteroffer.language.declarations import closest, nearest, slug
from counteroffer.language.expr import And, Expr, Not, count_ways, positive
from counteroffer.language.parse import WIDEST
from counteroffer.rulebook.checks.findings import Finding, findings, total_of
from counteroffer.rulebook.checks.totals import Composition
from counteroffer.rulebook.facts import Facts
from counteroffer.rulebook.guide import Guide, GuideLever
from counteroffer.rulebook.guide_faults import wrong_in
from counteroffer.rulebook.levels import at_level, level_of, levels_of
from counteroffer.rulebook.levers import Lever
from counteroffer.rulebook.shared import Money
from counteroffer.text.characters import cut
from counteroffer.text.errors import Problem, RuleError

# Of all levers of a guide: what the inference engine holds, with room for those of every guide.
MOST_WAYS = 3_500


@dataclass(frozen=True)
class GuideRules:
    """A guide, and the levers that apply to it, its own and those of every guide, by id.

    Of a guide with levels it is settled `at` one of them: `guide` then has the bands of that level
    alone, by region, and `whole` is as the file has it.
    """

    id: str
    guide: Guide
    levers: tuple[Lever, ...]
    document: Document = field(repr=False)
    digest: str
    steps: Mapping[str, int] = field(default_factory=dict, repr=False)  # of its currencies
    basis: Literal["market", "posted", "none"] = "market"  # of its bands
    level: str = ""  # the id of the one that it is settled at
    of_all_levels: GuideRules | None = field(default=None, repr=False)

    @property
    def whole(self) -> Guide:
        """The guide as its file has it, with the bands of every level."""
        return self.of_all_levels.guide if self.of_all_levels else self.guide

    @cached_property
    def levels(self) -> Mapping[str, str]:
        """The labels of the guide's levels by their ids; empty for a guide without levels."""
        return levels_of(self.whole)

    def at(self, level: str) -> GuideRules:
        """The rules for one level, by its id; the same for a guide without levels."""
        if self.of_all_levels or not self.levels:
            return self
        if level not in self._at:
            self._at[level] = replace(
                self, guide=at_level(self.guide, level), level=level, of_all_levels=self
            )
        return self._at[level]

    @cached_property
    def _at(self) -> dict[str, GuideRules]:
        return {}

    @property
    def somewhere(self) -> GuideRules:
        """The rules at the level of the reference band: for what hangs on no level."""
        return self.at(level_of(self.guide, self.guide.reference)) if self.levels else self

    @cached_property
    def regions(self) -> Mapping[str, str]:
        """The ids of the guide's regions, by id, by label as a slug, and by the ids of bands."""
        whole = self.whole
        here = {name: whole.region_of(name) for name in whole.bands if self.has(name)}
        return {
            **{slug(whole.bands[name].label): region for name, region in here.items()},
            **here,
            **{region: region for region in here.values()},
        }

    def has(self, band: str) -> bool:
        """Whether a band of the whole guide is of the level that it is settled at, or of none."""
        return not self.level or level_of(self.whole, band) == self.level

    def standing_for(self, region: str) -> str:
        """The id in the file of the band that stands for a region: else the reference region's."""
        return self.band_at(region if region in self.guide.bands else self.guide.reference)

    def band_at(self, region: str) -> str:
        """The id in the file of a region's band on this level: its own without levels."""
        whole = self.whole
        found = (name for name in whole.bands if whole.region_of(name) == region and self.has(name))
        return next(found, region)

    @cached_property
    def made_up(self) -> Composition | None:
        """How the guide's printed totals are made up; None where no way is found."""
        if self.of_all_levels:
            return self.of_all_levels.made_up
        return total_of(self.guide, self.document, self.steps)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Where the guide contradicts itself: at one level, what bears on that."""
        if not self.of_all_levels:
            return findings(self.guide, self.document, self.steps)
        return tuple(
            replace(one, region=self.whole.region_of(one.region)) if one.region else one
            for one in self.of_all_levels.findings
            if one.region is None or one.region not in self.whole.bands or self.has(one.region)
        )


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
