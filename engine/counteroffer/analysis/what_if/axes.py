"""The values that one fact of a case is varied over, and what a table calls each.

`160K:220K:5K` is a range, its end included; `0,2,4` and `absent,held` are lists; `skills+=cuda` is
without and with. Numbers are exact decimals throughout.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from itertools import chain
from typing import Any

from counteroffer.answers.limits import MOST_VALUES, NO_LIMITS, Limits
from counteroffer.cases.overrides import ABSENT, UNKNOWN
from counteroffer.documents.fields import single, written
from counteroffer.language.declarations import Declarations
from counteroffer.text.deadline import in_time
from counteroffer.text.errors import CaseError, Problem, ValueProblem, Way, told_of

LONGEST = MOST_VALUES
ALL = "all"

_PLUS = re.compile(r"(?<=[\w#])\+(?=\w)")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")

Label = int | Decimal | str | None


@dataclass(frozen=True, slots=True)
class Axis:
    """A path, its values as `overrides.changed` takes them, and what a table calls each.

    In `unit`, where all values have it.

    A unit is a currency or %. The values of a `regular` axis are an arithmetic sequence, those of a
    `listed` one stand in the list that was asked for, in its order.
    """

    path: str
    values: tuple[Any, ...]
    labels: tuple[Label, ...]
    unit: str = ""
    regular: bool = False
    listed: bool = False

    @property
    def numeric(self) -> bool:
        """Whether every value that is there is a number."""
        return all(not isinstance(label, str) for label in self.labels)

    def said(self, number: int) -> str:
        """The axis at one of its values, as it is typed."""
        return f"{self.path}={shown(self.values[number])}"

    def way(self, number: int) -> Way:
        """What leads to one of the values in what was asked for; to all, where that is one text."""
        return (self.path, number) if self.listed else (self.path,)

    def problem(self, number: int, told: Problem) -> Problem:
        """What is wrong with one of the values: its path begins with the axis."""
        return Problem(
            f"{self.said(number)}: {told.message}",
            path=self.way(number),
            code=told.code,
            suggestion=told.suggestion,
        )


Typed = Sequence[object] | str


def axes(
    vary: Mapping[str, Typed], declared: Declarations, regions: Iterable[str]
) -> tuple[Axis, ...]:
    """The axes that `vary` asks for; `region=all` is `regions`.

    Raises CaseError with all that can't be read.
    """
    found, problems = readable(vary, declared, regions)
    if problems:
        raise CaseError(problems)
    return found


def readable(
    vary: Mapping[str, Typed],
    declared: Declarations,
    regions: Iterable[str],
    limits: Limits = NO_LIMITS,
    *,
    levels: Iterable[str] = (),
) -> tuple[tuple[Axis, ...], list[Problem]]:
    """The axes that can be read, and what is wrong with the others.

    Raises LimitError for one that is too long.
    """
    found, problems = [], list[Problem]()
    all_of = {"region": tuple(regions), "level": tuple(levels)}
    for path, typed in vary.items():
        try:
            found.append(_axis(path.strip(), typed, declared, all_of, limits))
        except CaseError as error:
            problems += error.problems
        except ValueError as error:
            told = told_of(error, (path,))
            problems.append(replace(told, message=f"{path}={shown(typed)}: {told.message}"))
    return tuple(found), problems


def _axis(
    path: str,
    typed: Typed,
    declared: Declarations,
    all_of: Mapping[str, tuple[str, ...]],
    limits: Limits,
) -> Axis:
    fact = declared.get(path.removeprefix("candidate.").removesuffix("+"))
    tags = path.endswith("+") or (fact is not None and fact.type == "tags")
    regular = False
    values: Iterable[Any]
    if not isinstance(typed, str):
        values = typed
    elif all_of.get(path) and typed.strip() == ALL:
        values = all_of[path]
    elif typed.count(":") == 2 and not tags:
        values, regular = _range(*(part.strip() for part in typed.split(":"))), True
    else:
        words = [word.strip() for word in typed.split(",")]
        if not all(words):
            raise ValueProblem(
                "option.unusable",
                "there is an empty value; write a list as a,b,c and a range as 160K:220K:5K",
            )
        values = (_PLUS.split(word) if tags and not _gone(word) else word for word in words)
    if path.endswith("+"):
        values = chain([None], (value for value in values if not _gone(value)))
    made = limits.values_within(path, _in_time(values))
    if not made:
        raise ValueProblem("option.unusable", "there is no value")
    names = [shown(value) for value in made]
    if len(set(names)) < len(names):
        twice = next(name for name, times in Counter(names).items() if times > 1)
        raise ValueProblem("option.unusable", f"{twice} is there twice")
    listed = not isinstance(typed, str) and not path.endswith("+")
    return replace(_labelled(path, made, regular), listed=listed)


def _in_time(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        in_time()
        yield value


def _gone(value: Any) -> bool:
    return value is None or (isinstance(value, str) and value in (ABSENT, UNKNOWN))


def shown(value: Any) -> str:
    """A value as it is typed."""
    if value is None:
        return ABSENT
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple, set, frozenset)):
        return "+".join(map(str, value))
    return str(value)


def _range(low: str, high: str, step: str) -> Iterator[Any]:
    """The values from low to high in steps.

    Raises ValueError.
    """
    if _is_date(low) and _is_date(high):
        first, last, days = date.fromisoformat(low), date.fromisoformat(high), _days(step)
        _check(Decimal((last - first).days), Decimal(days))
        return (
            (first + timedelta(days=days * n)).isoformat()
            for n in range((last - first).days // days + 1)
        )
    if all(map(_NUMBER.fullmatch, (low, high, step))):
        return (f"{value:f}" for value in _numbers(Decimal(low), Decimal(high), Decimal(step)))
    if low.endswith("%") and high.endswith("%"):
        ends = [_decimal(text.removesuffix("%")) for text in (low, high, step)]
        return (f"{value:f}%" for value in _numbers(*ends))
    first_amount, last_amount, by = single(low), single(high), single(step)
    for other in (last_amount, by):
        if other.currency not in (None, first_amount.currency) or other.years not in (
            None,
            first_amount.years,
        ):
            raise ValueProblem(
                "option.unusable",
                "low, high and step are of one kind: write 160K:220K:5K, or $160K:220K:5K",
            )
    numbers = _numbers(first_amount.low, last_amount.low, by.low)
    return (written(replace(first_amount, low=value, high=value)) for value in numbers)


def _numbers(low: Decimal, high: Decimal, step: Decimal) -> Iterator[Decimal]:
    _check(high - low, step)
    return (low + step * number for number in range(int((high - low) / step) + 1))


def _check(width: Decimal, step: Decimal) -> None:
    if step <= 0:
        raise ValueProblem("option.unusable", "the step of a range is above zero")
    if width < 0:
        raise ValueProblem("option.unusable", "the range ends before it begins")
    if width / step >= LONGEST:
        raise ValueProblem("option.unusable", f"more than {LONGEST:,} values: take a longer step")


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueProblem("option.unusable", f"{text} is not a number") from None


def _days(step: str) -> int:
    if not re.fullmatch("[0-9]{1,6}", step):
        raise ValueProblem("option.unusable", f"'{step[:40]}' is no step of days: write 7")
    return int(step)


def _is_date(text: str) -> bool:
    try:
        return len(text) == 10 and date.fromisoformat(text) is not None
    except ValueError:
        return False


def _labelled(path: str, values: tuple[Any, ...], regular: bool) -> Axis:
    """An axis whose values are called numbers if all are, in one unit; else what was typed."""
    numbers = [None if _gone(value) else _number(value) for value in _in_time(values)]
    units = {number[1] for number in numbers if number}
    if len(units) != 1 or any(
        number is None and not _gone(value) for number, value in zip(numbers, values, strict=True)
    ):
        return Axis(
            path,
            values,
            tuple(None if value is None else shown(value) for value in values),
            "",
            regular,
        )
    labels = tuple(
        number and (int(number[0]) if number[0] == int(number[0]) else number[0])
        for number in numbers
    )
    return Axis(path, values, labels, units.pop()[0], regular)


def _number(value: Any) -> tuple[Decimal, tuple[str, int | None]] | None:
    """The number that a value is, its unit and the years that it is for."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        return None
    text = str(value).strip()
    if _NUMBER.fullmatch(text):
        return Decimal(text), ("", None)
    if _NUMBER.fullmatch(text.removesuffix("%").strip()):
        return Decimal(text.removesuffix("%").strip()), ("%", None)
    try:
        amount = single(text)
    except ValueError:
        return None
    return amount.low, (amount.currency or "", 1 if amount.period == "year" else amount.years)
