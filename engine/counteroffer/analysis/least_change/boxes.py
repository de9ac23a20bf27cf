"""The nearest value of a figure that gives a result, found exactly by boxes.

For an interval of its values the settlement, folded to what depends on the fact, is bounded from
both sides, and boxes are taken in the order of their distance from the fact as it stands. What is
passed over is proved not to give the result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any

from counteroffer.analysis.least_change.best_first import Rank, first_that_does
from counteroffer.analysis.least_change.question import Question
from counteroffer.analysis.least_change.search_grid import Scale
from counteroffer.analysis.least_change.target import Want
from counteroffer.cases.situation import Situation
from counteroffer.language.expr import Compare, Expr, Fact, Number, Product
from counteroffer.language.intervals import ANYTHING, STEP, Bounds, Ends, Range, over_box
from counteroffer.language.partial import residue
from counteroffer.text.errors import CaseError, EngineError, Problem

MOST_BOXES = 20_000  # and then the answer is an error, never a guess


class Search:
    """Boxes of a figure, bounded by the settlement with everything else put in."""

    def __init__(self, question: Question, scale: Scale, target: str) -> None:
        self.scale, self.fact, self.target, self.left = scale, question.by, target, MOST_BOXES
        known, inputs = _inputs(question.situation, scale)
        steps = [(name, expr, False) for name, expr in inputs.items()]
        stay = {name: value for name, value in known.values.items() if name not in inputs}
        left = residue(
            (*steps, *known.program(question.book).steps), stay, {STEP.name: ANYTHING}, [target]
        )
        self.steps, self.constants = left.steps, left.constants
        self.constant = target in self.constants

    def bounds(self, low: int, high: int) -> Bounds:
        """What is proved of all steps from `low` to `high`."""
        self.left -= 1
        if self.left < 0:
            raise EngineError(
                f"{self.target} moves too finely with {self.fact} to be solved exactly",
                code="engine.limit",
                path=("by",),
            )
        return over_box(low, high, self.steps, self.constants)

    def first(self, condition: Expr) -> int | None:
        """The nearest step where a condition holds."""

        def ranked(boxes: Iterable[Ends]) -> Iterator[tuple[Rank, Ends]]:
            return ((self.scale.rank(*box), box) for box in boxes)

        def opened(box: Ends) -> Iterable[tuple[Rank, Ends]] | None:
            holds = self.bounds(*box).of(condition)
            if holds.only == 1:
                return None
            return ranked(_halves(*box) if holds.certain.high == 1 else ())

        box = first_that_does(ranked(self.scale.boxes()), opened)
        return None if box is None else self.scale.near(*box)

    def best(self, want: Want) -> tuple[int | None, tuple[str, ...]]:
        """The nearest step where a figure is greatest (least for <=), and what to say of it."""
        if want.sign not in (">=", "<="):
            return None, ()
        figure, greatest = Fact(want.name), want.sign == ">="
        exact: list[int] = []  # what it comes to somewhere; less is better, as it is for a rank
        self.left = MOST_BOXES

        def ranked(boxes: Iterable[Ends]) -> Iterator[tuple[Rank, tuple[Ends, Range]]]:
            for box in boxes:
                found = self.bounds(*box).of(figure)
                if not found.never:
                    bound = -found.high if greatest else found.low
                    exact.extend([bound] if found.low == found.high else [])
                    yield (bound, *self.scale.rank(*box)), (box, found)

        def opened(one: tuple[Ends, Range]) -> Iterable[tuple[Rank, tuple[Ends, Range]]] | None:
            box, found = one
            return None if found.only is not None or self.left <= 2 else ranked(_halves(*box))

        top = first_that_does(ranked(self.scale.boxes()), opened)
        if top is None or not exact:
            return None, (f"{want.name} is not known, whatever {self.fact} is",)
        (box, found), best = top, min(exact)
        if found.only is not None:
            return self.scale.near(*box), ()
        self.left = MOST_BOXES
        better = -found.high < best if greatest else found.low < best
        return (
            self.first(
                Compare(">=" if greatest else "<=", figure, Number(-best if greatest else best))
            ),
            ("it can't be proved to be the best to the last unit",) if better else (),
        )


def _halves(low: int, high: int) -> tuple[Ends, ...]:
    middle = (low + high) // 2
    return ((low, middle), (middle + 1, high)) if low < high else ()


def _inputs(state: Callable[[Any], Situation], scale: Scale) -> tuple[Situation, dict[str, Expr]]:
    """A situation with the fact stated, and its values that follow the fact, as expressions.

    They are expressions of `STEP`.

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
    if f"{key}.num" not in known[0].values:  # an earlier ask: converted when it was read
        word = "a rate can't be solved for while an earlier ask in another currency holds the ask"
        advice = f"state that round's ask in {known[0].place.currency}"
        raise CaseError([Problem(f"{word}: {advice}", code="option.unusable", path=("by",))])
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
    raise EngineError(
        f"{key} follows the fact in a way that can't be solved for",
        code="option.unusable",
        path=("by",),
    )
