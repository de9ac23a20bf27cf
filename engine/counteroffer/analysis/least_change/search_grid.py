"""A fact that is a figure, in whole steps of its own: an amount, a bonus, a number, a rate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from counteroffer.analysis.least_change.question import Question
from counteroffer.cases.bounds import sensible
from counteroffer.language.declarations import closest, listed, nearest
from counteroffer.language.expr import Value
from counteroffer.settlement.region_figures import find_region
from counteroffer.text.errors import CaseError, Problem

AMOUNTS = ("base", "equity", "signing", "bonus")
RATE_DIGITS = 5  # a rate is moved by one unit of its fifth digit
RATE_REACH = 10  # a rate is searched from a tenth of itself to ten times

Typed = int | str | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """A fact that is a figure, in whole steps of its own.

    `domain` are the intervals of steps that make sense, `was` where the fact stands (None: not
    stated), `typed` what a number of steps is as a value, `stated` how a case states it.
    """

    domain: tuple[tuple[int, int], ...]
    was: Fraction | None
    typed: Callable[[Fraction], Typed]
    stated: Callable[[int], Any]
    unit: str

    def boxes(self) -> Iterator[tuple[int, int]]:
        """The domain, cut where the fact stands: each interval lies to one side of it."""
        for low, high in self.domain:
            cut = low - 1 if self.was is None else self.was.__floor__()
            yield from (
                (a, b) for a, b in ((low, min(high, cut)), (max(low, cut + 1), high)) if a <= b
            )

    def near(self, low: int, high: int) -> int:
        """The step of a box that is nearest to the fact as it stands."""
        return low if self.was is None or low >= self.was else high

    def rank(self, low: int, high: int) -> tuple[Fraction, bool]:
        """Smaller is nearer; more comes before less."""
        near = self.near(low, high)
        return (
            (Fraction(near), False) if self.was is None else (abs(near - self.was), near < self.was)
        )


def scale_of(question: Question, kind: str | None) -> Scale:
    """The fact as a figure that can be searched.

    Raises CaseError for one that can't.
    """
    head, _, rest = question.by.partition(".")
    part = rest.rpartition(".")[2]
    if kind in ("money", "number"):
        return _money(question) if kind == "money" else _number(question)
    if head == "fx":
        return _rate(question, rest)
    if part in AMOUNTS and (question.company or question.by == f"offer.{part}"):
        return _amount(question, part)
    raise _unsolvable(question)


def _unsolvable(question: Question) -> CaseError:
    paths = [f"{head}.{part}" for head in ("offer", "competing.COMPANY") for part in AMOUNTS]
    paths += ["offer.final", "fx.GBP/USD", *sorted(question.book.profile)]
    advice = nearest(question.by, paths) or f"; there are {listed(paths)}"
    return CaseError(
        [
            Problem(
                f"'{question.by[:80]}' is not a fact that can be solved for{advice}",
                path=("by",),
                code="path.unknown",
                suggestion=closest(question.by, paths),
            )
        ]
    )


def _home(question: Question) -> str:
    """The currency of bare amounts in this case."""
    return find_region(question.book, question.known.place.rules, question.known.case.region)[2]


def _amount(question: Question, part: str) -> Scale:
    """A part of an offer."""
    key = "offer"
    if question.company:
        held = (
            one.key for one in question.known.alternatives if one.offer.company == question.company
        )
        key = next(held, "")
    pay, values = question.known.pay.get(key), question.known.values
    paid = "bonus_amount" if part == "bonus" else part
    currency = pay.currency_of(paid) if pay else _home(question)
    if part == "bonus" and f"{key}.bonus_amount" not in values:
        return Scale(
            ((0, 50_000),),
            _fraction(values.get(f"{key}.bonus_rate")),
            lambda steps: f"{_text(steps / 100)}%",
            lambda step: f"{_text(Fraction(step, 100))}%",
            "",
        )
    was = pay.parts.get(paid) if pay else None
    return _in_money(question, part, currency, was.amount if was else None)


def _in_money(question: Question, part: str, currency: str, was: Fraction | None) -> Scale:
    least, most = sensible(part, question.book.currency(currency).step)
    zero = () if part == "base" else ((0, 0),)
    return Scale(
        (*zero, (max(least, 1), most)),
        was,
        int,
        lambda step: f"{currency} {step}",
        currency,
    )


def _money(question: Question) -> Scale:
    """A candidate's fact that is an amount."""
    currency, _, amount = str(question.case["candidate"].get(question.by, "")).partition(" ")
    return _in_money(
        question, question.by, currency or _home(question), Fraction(amount) if amount else None
    )


def _number(question: Question) -> Scale:
    """A candidate's fact that is a number, in units of its last declared place."""
    declared = question.book.declared[question.by]
    whole = 10**declared.decimals
    return Scale(
        ((declared.min * whole, declared.max * whole),),
        _fraction(question.known.values.get(question.by)),
        lambda steps: _typed(steps / whole),
        lambda step: _text(Fraction(step, whole)),
        declared.unit,
    )


def _rate(question: Question, pair: str) -> Scale:
    """A rate, in units of its fifth digit, from a tenth of what it is to ten times."""
    was = question.known.table.rate(*pair.split("/")).value
    step = Fraction(10) ** (_digits(was) - RATE_DIGITS)
    steps = was / step
    return Scale(
        ((max(1, (steps / RATE_REACH).__ceil__()), (steps * RATE_REACH).__floor__()),),
        steps,
        lambda steps: _text(steps * step),
        lambda number: _text(number * step),
        "",
    )


def _fraction(value: Value) -> Fraction | None:
    return Fraction(value) if isinstance(value, int) else None


def _text(value: Fraction) -> str:
    """A number as a decimal: exact where it ends within 28 digits, else to 12."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    shown = exact if Fraction(exact) == value else Decimal(f"{exact:.12g}")
    return f"{shown.normalize() + 0:f}"


def _typed(value: Fraction) -> Typed:
    return int(value) if value.denominator == 1 else _text(value)


def _digits(value: Fraction) -> int:
    """How many digits stand before the point; negative for zeros behind it.

    1.31 has 1, 0.0067 has -2.
    """
    return Decimal(_text(value)).adjusted() + 1
