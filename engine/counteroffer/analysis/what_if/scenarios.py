"""What varies between scenarios, as small tables whose cross product is every scenario.

Each value of an axis is put into the case and the case is read as any other, so that what a
scenario means is decided in one place. What differs from the reference (every axis at its first
value that is there) are the axis's columns. Axes that touch the same value, or whose values
together mean something else than one by one, share a table.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from math import prod
from typing import Any, Final

from counteroffer.analysis.what_if.axes import Axis
from counteroffer.analysis.what_if.common_units import in_common_units
from counteroffer.analysis.what_if.groups import (
    Groups,
    Varied,
    by_design,
    is_gone,
    merged,
    must_share,
)
from counteroffer.answers.setting import Setting
from counteroffer.cases.case import Case
from counteroffer.cases.overrides import changed
from counteroffer.cases.parts import PARTS, component, owner
from counteroffer.cases.situation import Situation
from counteroffer.language.expr import Value
from counteroffer.settlement.program import Program
from counteroffer.text.errors import CaseError, EngineError, Problem

MOST_READ = 50_000  # combinations of one table, each of which is read as a case
_LONG = 400  # values of an axis from which on the ends and some between speak for all
_TRIED = 64  # combinations that are compared with the case that they stand for
_ANY: Final = "any value will do"

Values = Mapping[str, Value]
Picks = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Scenarios:
    """One region's scenarios: the program, the values that stay, and the tables of the others."""

    program: Program
    known: Values
    tables: tuple[Varied, ...]


def scenarios(setting: Setting, stated: Mapping[str, Any], axes: Sequence[Axis]) -> Scenarios:
    """The scenarios of a case in the region of a setting.

    Raises CaseError with all values that can't be, and EngineError.
    """
    intake = _ScenarioIntake(setting, stated, axes)
    groups = by_design(axes, after_rounds="rounds" in stated)
    tables = intake.tables(groups)
    while joined := must_share(tables, axes) or intake.interacting(tables):
        groups = merged(groups, joined)
        tables = intake.tables(groups)
    known, columns = dict(intake.reference), [dict(table.columns) for table in tables]
    in_common_units(columns, known)
    scaled = zip(tables, columns, strict=True)
    return Scenarios(
        intake.program, known, tuple(replace(table, columns=one) for table, one in scaled)
    )


class _ScenarioIntake:
    """Reads cases with values of axes put in, and knows the values of the reference."""

    def __init__(self, setting: Setting, stated: Mapping[str, Any], axes: Sequence[Axis]) -> None:
        self._setting, self._stated, self._axes = setting, stated, axes
        self._start = {
            n: next((i for i, label in enumerate(axis.values) if not is_gone(label)), 0)
            for n, axis in enumerate(axes)
        }
        # What makes an offer comes before what it is made of, and whether it is there after both.
        self._order = sorted(
            self._start, key=lambda n: (_is_whole(axes[n].path), _place(axes[n].path))
        )
        self._offers: Mapping[str, str] = {}
        found = self._checked_reference()
        self._offers = {one.offer.company.casefold(): one.key for one in found.alternatives}
        self.program = found.program(setting.rulebook)
        self.reference = found.values

    def _checked_reference(self) -> Situation:
        try:
            return self._situation({})
        except CaseError:
            self._read(self._stated)  # what is wrong with the region is no value's fault
            problems = [problem for n in self._order for problem in self._problems_alone(n)]
            if problems:
                raise CaseError(problems) from None
            raise

    def _problems_alone(self, axis: int) -> list[Problem]:
        """What is wrong with an axis's values by themselves, the rest of the case as it is."""
        found = []
        for number, value in enumerate(self._axes[axis].values[:_LONG]):
            try:
                self._read(changed(self._stated, self._axes[axis].path, value))
            except CaseError as error:
                found += [self._axes[axis].problem(number, told) for told in error.problems]
        return found

    def _situation(self, picks: Picks) -> Situation:
        stated: Mapping[str, Any] = self._stated
        for n in self._order:
            axis = self._axes[n]
            stated = changed(stated, axis.path, axis.values[picks.get(n, self._start[n])])
        return self._read(stated)

    def _read(self, stated: Mapping[str, Any]) -> Situation:
        return self._setting.read(Case.of(**stated))

    def values(self, picks: Picks) -> dict[str, Any]:
        """The values of a scenario, its offers numbered as in the reference.

        Of an offer that is not there, only that it is absent.
        """
        found = self._situation(picks)
        values: dict[str, Any] = {
            name: value for name, value in found.values.items() if not name.startswith("held.")
        }
        here = {one.offer.company.casefold(): one.key for one in found.alternatives}
        for company, key in self._offers.items():
            names = [name for name in self.reference if name.startswith(f"{key}.")]
            if company in here:
                mine = here[company]
                values |= {
                    f"{key}{name[len(mine) :]}": value
                    for name, value in found.values.items()
                    if name.startswith(f"{mine}.")
                }
            else:
                values |= dict.fromkeys(names, _ANY) | {f"{key}.held": False}
        if here.keys() - self._offers.keys():
            raise EngineError(
                "a competing offer is there in some scenarios only: let its axis begin with one"
                " where it is",
                code="option.unusable",
                path=("vary",),
            )
        return values

    # tables

    def tables(self, groups: Groups) -> list[Varied]:
        """A table for each group of axes.

        Raises CaseError with every value that can't be.
        """
        tables, problems = [], list[Problem]()
        for group in groups:
            size = prod(len(self._axes[n].values) for n in group)
            names = " and ".join(self._axes[n].path for n in group)
            if len(group) > 1 and size > MOST_READ:
                word = (
                    f"{names} hang together and have {size:,} combinations: at most {MOST_READ:,}"
                    " of such can be worked out"
                )
                raise CaseError(
                    [Problem(word, code="engine.limit", path=(self._axes[group[0]].path,))]
                )
            try:
                tables.append(self._table(group))
            except CaseError as error:
                problems += error.problems
        if problems:
            raise CaseError(dict.fromkeys(problems))
        return tables

    def _table(self, group: tuple[int, ...]) -> Varied:
        picks = tuple(product(*(range(len(self._axes[n].values)) for n in group)))
        if len(group) == 1 and self._axes[group[0]].regular and len(picks) > _LONG:
            straight = self._straight(group[0])
            if straight is not None:
                return Varied(group, picks, straight)
        read, problems = [], list[Problem]()
        for pick in picks:
            try:
                read.append(self.values(dict(zip(group, pick, strict=True))))
            except CaseError as error:
                problems += self._named(group, pick, error)
        if problems:
            raise CaseError(problems)
        names = [
            name
            for name in self._names(read)
            if any(self._differs(values, name) for values in read)
        ]
        columns = {name: tuple(self._value(values, name) for values in read) for name in names}
        return Varied(group, picks, columns)

    def _named(
        self, group: tuple[int, ...], pick: tuple[int, ...], error: CaseError
    ) -> Iterator[Problem]:
        """The problems of a combination, with the values that it was made of."""
        *before, last = zip(group, pick, strict=True)
        said = "".join(f"{self._axes[n].said(value)} with " for n, value in before)
        for problem in error.problems:
            told = self._axes[last[0]].problem(last[1], problem)
            yield replace(told, message=said + told.message)

    def _names(self, read: Iterable[Mapping[str, Any]]) -> list[str]:
        return list(dict.fromkeys(name for values in (self.reference, *read) for name in values))

    def _differs(self, values: Mapping[str, Any], name: str) -> bool:
        value, reference = values.get(name), self.reference.get(name)
        return value is not _ANY and (value != reference or type(value) is not type(reference))

    def _value(self, values: Mapping[str, Any], name: str) -> Any:
        value = values.get(name)
        return self.reference.get(name) if value is _ANY else value

    def _straight(self, axis: int) -> Mapping[str, tuple[Value, ...]] | None:
        """The column of an axis that follows one number in equal steps, without reading each."""
        last = len(self._axes[axis].values) - 1
        tried = sorted(
            {
                0,
                1,
                last // 3,
                last // 2,
                last - 1,
                last,
                *random.Random(axis).sample(range(last), 8),
            }
        )
        try:
            read = {number: self.values({axis: number}) for number in tried}
        except CaseError:
            return None
        names = [
            name
            for name in self._names(read.values())
            if any(self._differs(one, name) for one in read.values())
        ]
        if len(names) != 1:
            return None
        found = {number: one.get(names[0]) for number, one in read.items()}
        first, end = found[0], found[last]
        if type(first) is not int or type(end) is not int or end <= first or (end - first) % last:
            return None
        column = tuple(range(first, end + 1, (end - first) // last))
        return (
            {names[0]: column}
            if all(column[number] == value for number, value in found.items())
            else None
        )

    # what axes do to each other

    def interacting(self, tables: Sequence[Varied]) -> set[int]:
        """The axes of a combination that is not the sum of its parts; empty where none is found."""
        rows = [{pick: row for row, pick in enumerate(table.picks)} for table in tables]

        def same(picks: Picks) -> bool:
            composed: dict[str, Any] = dict(self.reference)
            for table, row_of in zip(tables, rows, strict=True):
                row = row_of[tuple(picks.get(n, self._start[n]) for n in table.axes)]
                composed |= {name: column[row] for name, column in table.columns.items()}
            try:
                real = self.values(picks)
            except CaseError:
                return False
            return all(
                real.get(name) is _ANY or composed.get(name) == real.get(name)
                for name in {**composed, **real}
            )

        if len(tables) < 2:
            return set()
        for picks in self._combinations(tables):
            if same(picks):
                continue
            needed = dict(picks)
            for n in picks:
                fewer = {axis: value for axis, value in needed.items() if axis != n}
                if not same(fewer):
                    needed = fewer
            touched = [table.axes for table in tables if needed.keys() & set(table.axes)]
            if len(touched) < 2:
                self.values(needed)  # raises, where it is a value that can't be read
                path = self._axes[touched[0][0]].path
                raise EngineError(
                    f"{path} is not read the same way from value to value",
                    code="option.unusable",
                    path=(path,),
                )
            return {axis for group in touched for axis in group}
        return set()

    def _combinations(self, tables: Sequence[Varied]) -> Iterator[dict[int, int]]:
        """Combinations to try: two by two, then of all axes.

        Of the ends of each axis, what is absent, and some values between.
        """
        chance = random.Random(0)
        ends = {n: self._ends(axis) for n, axis in enumerate(self._axes)}
        for one, other in combinations(range(len(self._axes)), 2):
            if not any(one in table.axes and other in table.axes for table in tables):
                pairs = list(product(ends[one], ends[other]))
                for pick in pairs if len(pairs) <= _TRIED else chance.sample(pairs, _TRIED):
                    yield dict(zip((one, other), pick, strict=True))
        for _ in range(_TRIED):
            yield {n: chance.choice(ends[n]) for n in ends}

    def _ends(self, axis: Axis) -> list[int]:
        size = len(axis.values)
        gone = [number for number, value in enumerate(axis.values[:_LONG]) if is_gone(value)]
        return sorted({0, size - 1, size // 2, *gone, *(range(size) if size <= 4 else ())})


def _is_whole(path: str) -> bool:
    """Whether a path is of an offer as a whole: whether it is there at all."""
    return path == "offer" or (path.startswith("competing.") and not owner(path)[1])


def _place(path: str) -> int:
    part = component(owner(path)[1])
    return PARTS.index(part) if part in PARTS else 0
