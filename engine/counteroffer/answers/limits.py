"""How much one question may hold, as a service sets it: checked before any work is done."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import islice
from typing import Any

from counteroffer.cases.case import MOST_COMPETING, MOST_ROUNDS, Case
from counteroffer.documents.document import MOST_PARTS
from counteroffer.language.declarations import Declarations
from counteroffer.text.arguments import TEXT, WAY, WHOLE, Argument, kind_of, named
from counteroffer.text.characters import brief
from counteroffer.text.errors import CaseError, LimitError, Problem, Way

MOST_VALUES = 1_000_000
MOST_ROWS = 2_000_000_000

_CASE = Argument(kind_of(Case), "a Case")
_DECLARED = Argument(kind_of(Mapping), "the declared facts by name, as a Rulebook has them")
_VALUES = Argument(kind_of(Iterable), "an iterable of values")


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one question may hold.

    Of a case: its competing `offers`, earlier `rounds`, and `tags` in each list of the candidate's.
    Of scenarios: the `values` of an axis and the `rows`, which are those of a table of cases too.
    Unset, each is the most that is ever read. Raises TypeError, ValueError.
    """

    offers: int = MOST_COMPETING
    rounds: int = MOST_ROUNDS
    tags: int = MOST_PARTS
    rows: int = MOST_ROWS
    values: int = MOST_VALUES

    def __post_init__(self) -> None:
        for one in fields(self):
            value = getattr(self, one.name)
            if type(value) is not int:
                raise TypeError(f"{one.name} must be a whole number, not {brief(value)}")
            if not 0 <= value <= int(str(one.default)):
                raise ValueError(f"{one.name} must be from 0 to {one.default:,}, not {value:,}")

    @named(case=_CASE, declared=_DECLARED)
    def check_case(self, case: Case, declared: Declarations) -> None:
        """Refuse a case that is over these limits.

        Raises CaseError with all that is too many.
        """
        if found := tuple(self.problems(case, declared)):
            raise CaseError(found)

    @named(case=_CASE, declared=_DECLARED)
    def problems(self, case: Case, declared: Declarations) -> Iterator[Problem]:
        """What of a case is over these limits.

        Each path leads to the first entry too many, or to a list that is written as one text.
        """
        for name, entries, most, what in (
            ("competing", case.competing, self.offers, "competing offers"),
            ("rounds", case.rounds, self.rounds, "earlier rounds"),
        ):
            if len(entries) > most:
                yield _too_many(case, (name, most), len(entries), most, what)
        for fact, value in case.candidate.items():
            kind = declared[fact].type if fact in declared else None
            tags = _entries(value) if kind == "tags" else 0
            if tags > self.tags:
                entry = () if isinstance(value, str) else (self.tags,)
                yield _too_many(case, ("candidate", fact, *entry), tags, self.tags, "tags")

    @named(path=TEXT, values=_VALUES)
    def values_within(self, path: str, values: Iterable[Any]) -> tuple[Any, ...]:
        """The values of an axis, made only as far as the limit and one more.

        Raises LimitError.
        """
        made = tuple(islice(values, self.values + 1))
        if len(made) > self.values:
            told = f"{path} has more than {self.values:,} values"
            raise LimitError(f"{told}: take a longer step, or fewer", path=(path,))
        return made

    @named(rows=WHOLE, path=WAY, what=TEXT)
    def check_rows(self, rows: int, path: Way = (), what: str = "scenarios") -> None:
        """Refuse too many scenarios, or cases of a table; `path` leads to the longest axis.

        Raises LimitError.
        """
        if rows > self.rows:
            told = f"{rows:,} {what} are too many: at most {self.rows:,}"
            advice = "; take longer steps or fewer axes" if path else ""
            raise LimitError(told + advice, path=path)


def _entries(value: Any) -> int:
    """How many entries a list has, however it is written."""
    if isinstance(value, str):
        return value.count(",") + 1
    return len(value) if isinstance(value, Collection) else 0


def _too_many(case: Case, path: Way, found: int, most: int, what: str) -> Problem:
    told = f"has {found:,} {what}: at most {most:,} are read here"
    return case.problem(path, told, code="list.too-long")


NO_LIMITS = Limits()
REQUEST_LIMITS = Limits(offers=20, rounds=20, tags=200, rows=10_000, values=2_000)  # of a service
