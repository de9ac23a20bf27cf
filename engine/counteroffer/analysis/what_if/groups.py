"""Which axes of a what-if share a table, since their values have to be read together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any

from counteroffer.analysis.what_if.axes import Axis
from counteroffer.cases.overrides import ABSENT, UNKNOWN
from counteroffer.cases.parts import PAID, component, owner
from counteroffer.language.expr import Value
from counteroffer.language.intervals import Range

# What hangs together with the base: what makes a year of it, and what is measured by it.
_BASE = ("base", "hours", "weeks", "days", "part_time", "ote", "total", "bonus")


@dataclass(frozen=True, slots=True)
class Varied:
    """One table: in each row a value picked on each of its axes, and the values that follow."""

    axes: tuple[int, ...]
    picks: tuple[tuple[int, ...], ...]
    columns: Mapping[str, tuple[Value, ...]]

    def ranges(self) -> Iterator[tuple[str, Range]]:
        """The range of each column."""
        for name, column in self.columns.items():
            numbers = [value for value in column if isinstance(value, int)]
            unknown = any(value is None for value in column)
            if numbers:
                yield name, Range(int(min(numbers)), int(max(numbers)), unknown)
            else:
                yield name, Range(0, 1, unknown)


Groups = list[tuple[int, ...]]


def by_design(axes: Sequence[Axis], *, after_rounds: bool) -> Groups:
    """Each axis as a group of its own, but for those that are known to be read together.

    Of one offer these are: what decides whether it counts (that it is there, its evidence, its
    expiry, and today); its equity and the years of it; its base and what that is measured by; what
    is paid once and the extras; and parts that can be absent, since an offer without any is none.
    `after_rounds`: all rates too, since the least of earlier asks is taken after conversion.
    """
    groups: Groups = [(n,) for n in range(len(axes))]
    today = {n for n, axis in enumerate(axes) if axis.path == "today"}
    for offer in dict.fromkeys(_offer(axis.path) for axis in axes):
        mine = {
            n: owner(axis.path)[1]
            for n, axis in enumerate(axes)
            if offer and _offer(axis.path) == offer
        }
        counts = {n for n, part in mine.items() if not part or part in ("evidence", "expires")}
        over = {n for n, part in mine.items() if component(part) == "equity"}
        base = {n for n, part in mine.items() if part in _BASE}
        rest = {n for n, part in mine.items() if component(part) in ("signing", "extras")}
        absent = {
            n for n, part in mine.items() if part in PAID and any(map(is_gone, axes[n].values))
        }
        for together in (counts | today if counts else counts, over, base, rest, absent):
            groups = merged(groups, together) if len(together) > 1 else groups
    rates = {n for n, axis in enumerate(axes) if axis.path.startswith("fx.")}
    return merged(groups, rates) if after_rounds and len(rates) > 1 else groups


def _offer(path: str) -> str:
    """The offer that a path is of, as its path, or nothing."""
    if path.split(".")[0] not in ("offer", "competing"):
        return ""
    return owner(path)[0].casefold()


def merged(groups: Groups, axes: Iterable[int]) -> Groups:
    """The groups with all those that have one of these axes made into one."""
    joined = set(axes)
    together = [group for group in groups if joined & set(group)]
    return [group for group in groups if group not in together] + [
        tuple(sorted(axis for one in together for axis in one))
    ]


def must_share(tables: Sequence[Varied], axes: Sequence[Axis]) -> set[int]:
    """The axes of two tables that can't be apart.

    They have a column in common, or one decides on currencies and the other reads them.
    """
    for one, other in permutations(tables, 2):
        offers = {_offer(axes[n].path) for n in one.axes} & {
            _offer(axes[n].path) for n in other.axes
        } - {""}
        foreign = any(name.endswith((".num", ".den")) for name in one.columns)
        given = [all(axes[n].path.startswith("fx.") for n in table.axes) for table in (one, other)]
        if one.columns.keys() & other.columns.keys() or (
            foreign and not given[0] and (given[1] or offers)
        ):
            return {*one.axes, *other.axes}
    return set()


def is_gone(value: Any) -> bool:
    """Whether a value of an axis says that there is none: None, `absent` or `unknown`."""
    return value is None or (isinstance(value, str) and value in (ABSENT, UNKNOWN))
