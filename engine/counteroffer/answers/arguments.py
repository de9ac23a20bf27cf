"""What the public functions take: a wrong argument is told by its name, before it is used.

Data that can't be used is a CounterofferError; these are mistakes of the calling program, and
TypeError or ValueError.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from inspect import Parameter, signature
from typing import Any, ParamSpec, TypeVar

from counteroffer.answers.answer import Counteroffer
from counteroffer.answers.limits import Limits
from counteroffer.cases.case import Case
from counteroffer.money.rates import Rates
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.characters import brief
from counteroffer.text.deadline import within

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Argument:
    """What an argument may be: a test of it, and the words for it."""

    takes: Callable[[Any], bool]
    words: str
    each: Argument | None = None  # what the values of a mapping may be


def _an(*kinds: type) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, kinds)


def _engine(value: Any) -> bool:
    return isinstance(value, str) or callable(getattr(value, "fire", None))


def _by_name(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(name, str) for name in value)


def _names(value: Any) -> bool:
    return (
        isinstance(value, Collection)
        and not isinstance(value, (str, bytes, Mapping))
        and all(isinstance(one, str) for one in value)
    )


_TEXT = _an(str)
# By name, which means the same in every public function. None is taken where it is the default.
ARGUMENTS: Mapping[str, Argument] = {
    "case": Argument(_an(Case), "a Case, made by Case.load, Case.loads or Case.of"),
    "answer": Argument(_an(Counteroffer), "a Counteroffer, as counter makes it"),
    "rulebook": Argument(_an(Rulebook), "a Rulebook"),
    "rules": Argument(_an(Rulebook), "a Rulebook"),
    "rates": Argument(_an(Rates), "Rates, such as Rates.snapshot().with_given({...}, None)"),
    "today": Argument(
        lambda value: isinstance(value, date) and not isinstance(value, datetime),
        "a datetime.date, such as date(2026, 11, 20)",
    ),
    "engine": Argument(_engine, "'rete', 'plain' or an Engine"),
    "locale": Argument(_TEXT, "the name of a locale, such as 'de' or 'en_GB'"),
    "region": Argument(_TEXT, "the name of a region, such as 'london'"),
    "also": Argument(_TEXT, "the name of a region, such as 'london'"),
    "guide": Argument(_TEXT, "the id of a guide, company/role"),
    "form": Argument(_TEXT, "'text', 'json' or 'markdown'"),
    "audience": Argument(_TEXT, "'candidate' or 'recruiter'"),
    "color": Argument(_an(bool), "True or False"),
    "vary": Argument(
        _by_name,
        "a mapping from paths to lists of values: {'offer.base': [160000, 180000]}",
        Argument(_an(str, Sequence), "a list of values, or a text such as '160K:220K:5K'"),
    ),
    "want": Argument(_TEXT, "a text such as 'ask.base=240K'"),
    "by": Argument(_TEXT, "a path such as 'offer.base'"),
    "target": Argument(_TEXT, "a text such as 'ask.base'"),
    "lever": Argument(_TEXT, "the id of a lever"),
    "freeze": Argument(_names, "a list of the names of facts"),
    "workers": Argument(
        lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= 1,
        "a whole number from 1",
    ),
    "limits": Argument(_an(Limits), "Limits, such as Limits(offers=20, rows=100_000)"),
    "deadline": Argument(
        lambda value: type(value) in (int, float) and value == value,  # not NaN
        "a moment of time.monotonic(), such as time.monotonic() + 2.5",
    ),
}


def checked_arguments(function: Callable[P, R]) -> Callable[P, R]:
    """The function, refusing arguments that `ARGUMENTS` does not take.

    The TypeError or ValueError names the argument and what it may be. A function that takes a
    `deadline` is run within it.
    """
    parameters = signature(function).parameters
    known = {
        name: (ARGUMENTS[name], one.default is None)
        for name, one in parameters.items()
        if name in ARGUMENTS
    }
    positional = [
        name for name, one in parameters.items() if one.kind is Parameter.POSITIONAL_OR_KEYWORD
    ]

    @wraps(function)
    def checked(*arguments: P.args, **named: P.kwargs) -> R:
        given = {**dict(zip(positional, arguments, strict=False)), **named}
        for name, value in given.items():
            if name in known:
                check_argument(name, value, *known[name])
        with answered_within(given.get("deadline")):
            return function(*arguments, **named)

    return checked


@contextmanager
def answered_within(deadline: Any) -> Iterator[None]:
    """`within` a deadline that a caller gave.

    Raises TypeError, DeadlineError.
    """
    check_argument("deadline", deadline, ARGUMENTS["deadline"], True)
    with within(deadline):
        yield


def check_argument(name: str, value: object, may: Argument, optional: bool) -> None:
    """Refuse a value that an argument can't be.

    Raises TypeError.
    """
    if optional and value is None:
        return
    if not may.takes(value):
        none = ", or None" if optional else ""
        raise TypeError(f"{name} must be {may.words}{none}, not {_shown(value)}")
    if may.each and isinstance(value, Mapping):
        for key, one in value.items():
            check_argument(f"{name}[{brief(key)}]", one, may.each, False)


def _shown(value: object) -> str:
    """A value in short: a text or a number itself, of others the kind."""
    plain = isinstance(value, (str, int, float, date)) or value is None
    kind = "" if value is None else f"{type(value).__name__} "
    return f"{kind}{brief(value)}" if plain else f"a {type(value).__name__}"
