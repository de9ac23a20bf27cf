"""The nearest value of a figure that gives a result, found exactly by boxes.

For an interval of its values the settlement, folded to what depends on the fact, is bounded from
both sides, and boxes are taken in the order of their distance from the fact as it stands. What is
passed over is proved not to give the result.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from heapq import heappop, heappush
from typing import Any

from counteroffer.analysis.solve.question import Question
from counteroffer.analysis.solve.search_grid import Scale
from counteroffer.analysis.solve.target import Want
from counteroffer.cases.normalise import Situation
from counteroffer.language.expr import Compare, Expr, Fact, Number, Product
from counteroffer.language.intervals import ANYTHING, STEP, Bounds, over_box
from counteroffer.language.partial import residue
from counteroffer.settlement.program import program
from counteroffer.text.errors import CaseError, EngineError, Problem

MOST_BOXES = 20_000  # and then the answer is an error, never a guess


class Search:
    """Boxes of a figure, bounded by what is left of the settlement once everything else is
    known."""

    def __init__(self, question: Question, scale: Scale, target: str) -> None:
        self.scale, self.fact, self.target, self.left = scale, question.by, target, MOST_BOXES
        known, inputs = _inputs(question.situation, scale)
        rules = program(question.book, known.place, len(known.alternatives))
        steps = (*((name, expr, False) for name, expr in inputs.items()), *rules.steps)
        stay = {name: value for name, value in known.values.items() if name not in inputs}
        left = residue(steps, stay, {STEP.name: ANYTHING}, [target])
        self.steps, self.constants = left.steps, left.constants
        self.constant = target in self.constants

    def bounds(self, low: int, high: int) -> Bounds:
        self.left -= 1
        if self.left < 0:
            raise EngineError(
                f"{self.target} moves too finely with {self.fact} to be solved exactly"
            )
        return over_box(low, high, self.steps, self.constants)

    def first(self, condition: Expr) -> int | None:
        """The nearest step where a condition holds."""
        heap = [(*self.scale.rank(low, high), low, high) for low, high in self.scale.boxes()]
        heap.sort()
        while heap:
            *_, low, high = heappop(heap)
            holds = self.bounds(low, high).of(condition)
            if holds.only == 1:
                return self.scale.near(low, high)
            if holds.certain.high == 1:
                for a, b in _halves(low, high):
                    heappush(heap, (*self.scale.rank(a, b), a, b))
        return None

    def best(self, want: Want) -> tuple[int | None, tuple[str, ...]]:
        """The nearest step where a figure is greatest (least for <=), and what must be said of
        it."""
        if want.sign not in (">=", "<="):
            return None, ()
        sign = -1 if want.sign == "<=" else 1
        heap: list[tuple[int, Fraction, bool, int, int]] = []
        found: list[int] = []  # times the sign, so that more is better
        waiting = list(self.scale.boxes())
        self.left = MOST_BOXES
        while waiting:
            for low, high in waiting:
                span = self.bounds(low, high).of(Fact(want.name))
                bound = span.high if sign > 0 else -span.low
                if not span.never:
                    found += [bound] if span.low == span.high else []
                    heappush(heap, (-bound, *self.scale.rank(low, high), low, high))
            more = heap and (not found or -heap[0][0] > max(found)) and self.left > 2
            waiting = list(_halves(*heappop(heap)[-2:])) if more else []
        if not found:
            return None, (f"{want.name} is not known, whatever {self.fact} is",)
        reasons = (
            ("it can't be proved to be the best to the last unit",)
            if -heap[0][0] > max(found)
            else ()
        )
        self.left = MOST_BOXES
        return self.first(
            Compare(">=" if sign > 0 else "<=", Fact(want.name), Number(sign * max(found)))
        ), reasons


def _halves(low: int, high: int) -> tuple[tuple[int, int], ...]:
    middle = (low + high) // 2
    return ((low, middle), (middle + 1, high)) if low < high else ()


def _inputs(state: Callable[[Any], Situation], scale: Scale) -> tuple[Situation, dict[str, Expr]]:
    """A situation with the fact stated, and which of its values follow the fact, as expressions of
    `STEP`.

    A value is the figure itself; a rate is a multiple of it or of its inverse. Anything else is
    refused.
    """
    low, high = scale.domain[-1]
    steps = (low, low + (high - low) // 3, high)
    known = [state(scale.stated(step)) for step in steps]
    inputs: dict[str, Expr] = {}
    for name in known[0].values:
        column = [one.values[name] for one in known]
        if tuple(column) == steps:
            inputs[name] = STEP
        elif len(set(column)) > 1 and name not in inputs:
            inputs |= _followed(name.rpartition(".")[0], known, steps)
    return known[0], inputs


def _followed(key: str, known: list[Situation], steps: tuple[int, ...]) -> dict[str, Expr]:
    if (
        f"{key}.num" not in known[0].values
    ):  # an earlier ask, which was converted and rounded when it was read
        word = "a rate can't be solved for while an earlier ask in another currency holds the ask: state that round's ask in"
        raise CaseError([Problem(f"{word} {known[0].place.currency}")])
    rates = [Fraction(one.values[f"{key}.num"], one.values[f"{key}.den"]) for one in known]  # type: ignore[arg-type]
    times, inverse = rates[0] / steps[0], rates[0] * steps[0]
    if all(rate == times * step for rate, step in zip(rates, steps, strict=True)):
        return {
            f"{key}.num": Product((Number(times.numerator), STEP)),
            f"{key}.den": Number(times.denominator),
        }
    if all(rate == inverse / step for rate, step in zip(rates, steps, strict=True)):
        return {
            f"{key}.num": Number(inverse.numerator),
            f"{key}.den": Product((Number(inverse.denominator), STEP)),
        }
    raise EngineError(f"{key} follows the fact in a way that can't be solved for")
