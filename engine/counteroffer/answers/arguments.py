"""What the public functions about a case take, and until when they answer.

A wrong argument is told by its name, before it is used: TypeError or ValueError.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from counteroffer.answers.answer import Counteroffer
from counteroffer.answers.limits import Limits
from counteroffer.cases.case import Case
from counteroffer.money.rates import Rates
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.arguments import (
    BY_NAME,
    COUNT,
    DAY,
    TRUTH,
    Argument,
    all_of,
    check_argument,
    check_arguments,
    kind_of,
    known_of,
    positional_of,
)
from counteroffer.text.deadline import within

P = ParamSpec("P")
R = TypeVar("R")


def _engine(value: Any) -> bool:
    return isinstance(value, str) or callable(getattr(value, "fire", None))


def _text(words: str) -> Argument:
    return Argument(kind_of(str), words)


# By name, which means the same in every public function. None is taken where it is the default.
ARGUMENTS: Mapping[str, Argument] = {
    "case": Argument(kind_of(Case), "a Case, made by Case.load, Case.loads or Case.of"),
    "answer": Argument(kind_of(Counteroffer), "a Counteroffer, as counter makes it"),
    "rulebook": Argument(kind_of(Rulebook), "a Rulebook"),
    "rules": Argument(kind_of(Rulebook), "a Rulebook"),
    "rates": Argument(kind_of(Rates), "Rates, such as Rates.snapshot().with_given({...}, None)"),
    "today": DAY,
    "engine": Argument(_engine, "'rete', 'plain' or an Engine"),
    "locale": _text("the name of a locale, such as 'de' or 'en_GB'"),
    "region": _text("the name of a region, such as 'london'"),
    "also": _text("the name of a region, such as 'london'"),
    "guide": _text("the id of a guide, company/role"),
    "form": _text("'text', 'json' or 'markdown'"),
    "audience": _text("'candidate' or 'recruiter'"),
    "color": TRUTH,
    "vary": Argument(
        BY_NAME.takes,
        "a mapping from paths to lists of values: {'offer.base': [160000, 180000]}",
        Argument(kind_of(str, Sequence), "a list of values, or a text such as '160K:220K:5K'"),
    ),
    "want": _text("a text such as 'ask.base=240K'"),
    "by": _text("a path such as 'offer.base'"),
    "target": _text("a text such as 'ask.base'"),
    "lever": _text("the id of a lever"),
    "freeze": Argument(all_of(str), "a list of the names of facts"),
    "workers": COUNT,
    "limits": Argument(kind_of(Limits), "Limits, such as Limits(offers=20, rows=100_000)"),
    "deadline": Argument(
        lambda value: type(value) in (int, float) and value == value,  # not NaN
        "a moment of time.monotonic(), such as time.monotonic() + 2.5",
    ),
}


def checked_arguments(function: Callable[P, R]) -> Callable[P, R]:
    """The function, refusing arguments that `ARGUMENTS` does not take.

    The TypeError names the argument and what it may be. A function that takes a `deadline` is run
    within it.
    """
    return checked_but()(function)


def checked_but(*own: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """`checked_arguments`, but for those that the function looks at itself."""

    def of(function: Callable[P, R]) -> Callable[P, R]:
        may = {name: one for name, one in ARGUMENTS.items() if name not in own}
        known, positional = known_of(function, may), positional_of(function)

        @wraps(function)
        def checked(*arguments: P.args, **named: P.kwargs) -> R:
            given: dict[str, Any] = {**dict(zip(positional, arguments, strict=False)), **named}
            check_arguments(known, given)
            with within(given.get("deadline")):
                return function(*arguments, **named)

        return checked

    return of


@contextmanager
def answered_within(deadline: Any) -> Iterator[None]:
    """`within` a deadline that a caller gave.

    Raises TypeError, DeadlineError.
    """
    check_argument("deadline", deadline, ARGUMENTS["deadline"], True)
    with within(deadline):
        yield
