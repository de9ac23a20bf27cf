"""What a function takes: a wrong argument is told by its name and what it may be, before use.

Data that can't be used is a CounterofferError; these are mistakes of the calling program, and
TypeError.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from inspect import Parameter, signature
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from counteroffer.text.characters import brief

P = ParamSpec("P")
R = TypeVar("R")
Known = Mapping[str, tuple["Argument", bool]]


@dataclass(frozen=True, slots=True)
class Argument:
    """What an argument may be: a test of it, and the words for it."""

    takes: Callable[[Any], bool]
    words: str
    each: Argument | None = None  # what the values of a mapping, or several arguments, may be


def kind_of(*kinds: type) -> Callable[[Any], bool]:
    """A test for values of these types."""
    return lambda value: isinstance(value, kinds)


def all_of(*kinds: type) -> Callable[[Any], bool]:
    """A test for a collection, but no text and no mapping, whose entries are of these types."""

    def test(value: Any) -> bool:
        return (
            isinstance(value, Collection)
            and not isinstance(value, (str, bytes, Mapping))
            and all(isinstance(one, kinds) for one in value)
        )

    return test


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _by_name(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(name, str) for name in value)


def _day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


TEXT = Argument(kind_of(str), "a text")
WORDS = Argument(kind_of(str, bytes), "a text, or its bytes")
TRUTH = Argument(kind_of(bool), "True or False")
WHOLE = Argument(_whole, "a whole number")
COUNT = Argument(lambda value: _whole(value) and value >= 1, "a whole number from 1")
DAY = Argument(_day, "a datetime.date, such as date(2026, 11, 20)")
PATH = Argument(kind_of(str, Path), "the path of a file, a text or a pathlib.Path")
BY_NAME = Argument(_by_name, "a mapping from names to values")
NAMES = Argument(all_of(str), "a list of texts")
_STEPS = all_of(str, int)
WAY = Argument(
    lambda value: isinstance(value, tuple) and _STEPS(value),
    "a tuple of names and numbers, such as ('competing', 0)",
)


def named(**may: Argument) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A function that refuses arguments that are not what they may be, by a TypeError.

    It names the argument. None is taken where it is the default.
    """

    def of(function: Callable[P, R]) -> Callable[P, R]:
        known, positional = known_of(function, may), positional_of(function)

        @wraps(function)
        def checked(*arguments: P.args, **given: P.kwargs) -> R:
            check_arguments(known, {**dict(zip(positional, arguments, strict=False)), **given})
            return function(*arguments, **given)

        return checked

    return of


def known_of(function: Callable[..., object], may: Mapping[str, Argument]) -> Known:
    """What the arguments of a function may be, and whether None too."""
    parameters = signature(function).parameters
    return {
        name: (may[name], one.default is None) for name, one in parameters.items() if name in may
    }


def positional_of(function: Callable[..., object]) -> tuple[str, ...]:
    """The names of the arguments that may be given by their place, in order."""
    kinds = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
    found = signature(function).parameters.items()
    return tuple(name for name, one in found if one.kind in kinds)


def check_arguments(known: Known, given: Mapping[str, object]) -> None:
    """Refuse values that the arguments of these names can't be.

    Raises TypeError.
    """
    for name, value in given.items():
        if name in known:
            check_argument(name, value, *known[name])


def check_fields(value: object, may: Mapping[str, Argument], optional: Iterable[str] = ()) -> None:
    """Refuse a frozen dataclass with a field that is not what it may be, from `__post_init__`.

    The `optional` may be None.

    Raises TypeError.
    """
    for name, one in may.items():
        check_argument(name, getattr(value, name), one, name in optional)


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
