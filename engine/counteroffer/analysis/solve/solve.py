"""From a result that is wanted back to the smallest change of one fact that gives it, or the reason
why none does.

A fact that is a figure (money, a number, a bonus, a rate) is searched by boxes: for an interval of
its values the settlement, folded to what depends on the fact, is bounded from both sides, and boxes
are taken in the order of their distance from the fact as it stands. What is passed over is proved
not to give the result, so the first value that gives it is the smallest change, whether the result
grows with the fact, falls, or does either in turn. Lists are tried by adding tags, the fewest
first, and yes-no facts by their two values.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from counteroffer.analysis.solve.out_of_reach import because
from counteroffer.analysis.solve.question import Question
from counteroffer.analysis.solve.search import MOST_BOXES, Search
from counteroffer.analysis.solve.search_grid import (
    AMOUNTS,
    RATE_DIGITS,
    RATE_REACH,
    Scale,
    Typed,
    scale_of,
)
from counteroffer.analysis.solve.tag_sets import sets_of, tags_in
from counteroffer.analysis.solve.target import FIGURES, SIDES, VERDICTS, Want, read_want
from counteroffer.answers.answer import Counteroffer
from counteroffer.cases.case import Case
from counteroffer.cases.normalise import situation
from counteroffer.language.expr import Value, facts_of
from counteroffer.money.rates import Rates
from counteroffer.rulebook.rulebook import Rulebook, default_rulebook
from counteroffer.settlement.program import program
from counteroffer.text.errors import EngineError

__all__ = [
    "AMOUNTS",
    "FIGURES",
    "MOST_BOXES",
    "RATE_DIGITS",
    "RATE_REACH",
    "SIDES",
    "VERDICTS",
    "Solution",
    "Typed",
    "Want",
    "read_want",
    "solve",
    "tags_in",
]


@dataclass(frozen=True, slots=True)
class Solution:
    """The smallest change of the fact `by` that gives what is wanted, or why there is none.

    `value` is the fact as it must be, `was` as it is (None: not stated) and `change` the
    difference: whole units of `unit` for money, decimal texts for other numbers, the tags to add
    for lists. Where the case gives what is wanted as it is, `value` is `was`. `before` and `after`
    are the answers of the case as it is and with the change; out of reach, `after` is where the
    result is best, `best` (None: not known), at `best_at`, and `because` says what stands in the
    way. `hypothesis` is true where the fact belongs to an offer that the case does not have.
    """

    want: Want
    by: str
    reached: bool
    unit: str
    was: Typed | None
    value: Typed | None
    change: Typed | None
    best: int | str | None
    best_at: Typed | None
    because: tuple[str, ...]
    hypothesis: bool
    before: Counteroffer
    after: Counteroffer


def solve(
    case: Case,
    want: str,
    by: str,
    *,
    region: str | None = None,
    rulebook: Rulebook | None = None,
    rates: Rates | None = None,
    today: date | None = None,
) -> Solution:
    """The smallest change of the fact at the path `by` with which the case gives what is wanted.

    `want` is `ask.base=240K` (at least; also of equity, signing, annual, of stretch, floor, break_even),
    `break_even.base<=200K`, `verdict=accept` or `lever.multi-cloud`. `by` is a path as `changes.changed` has it: an
    amount of an offer, a rate (`fx.GBP/USD`), a candidate's fact. A figure that the case does not state is searched from
    nothing: the least that is enough. Raises CaseError for what can't be wanted or changed, and as `counter` does.
    """
    book, table = rulebook or default_rulebook(), rates or Rates.snapshot()
    known = situation(case, book, region=region, rates=table, today=today)
    return _solution(Question(known, book, table, region, read_want(want, known), by.strip()))


@dataclass(frozen=True, slots=True)
class _Found:
    """What a search gives: the fact as it was, as it must be and the difference; or where the
    result is best.

    `stated` is the value, or where the result is best, as a case states it; None is the case as it
    is.
    """

    reached: bool
    was: Typed | None
    value: Typed | None = None
    change: Typed | None = None
    best_at: Typed | None = None
    stated: Any = None
    because: tuple[str, ...] = ()
    unit: str = ""


def _solution(question: Question) -> Solution:
    before = question.answer(question.case)
    kind = (
        question.book.declared[question.by].type if question.by in question.book.profile else None
    )
    if kind == "tags":
        found = _tags(question)
    elif kind == "flag" or (question.by == "offer.final" and not question.hypothesis):
        found = _flag(question, question.known.values.get(question.by))
    else:
        found = _figure(question, scale_of(question, kind))
    after = before if found.stated is None else question.answer(question.changed(found.stated))
    settled = question.settled(found.stated)
    if found.reached is not question.holds(settled):
        raise EngineError(
            f"'{question.by}' was not solved rightly for '{question.want}': please report the case"
        )
    reasons = (
        () if found.reached else dict.fromkeys([*found.because, *because(question, after, settled)])
    )
    return Solution(
        question.want,
        question.by,
        found.reached,
        found.unit,
        found.was,
        found.value,
        found.change,
        None if found.reached else question.want.of(after),
        found.best_at,
        tuple(reasons),
        question.hypothesis,
        before,
        after,
    )


def _figure(question: Question, scale: Scale) -> _Found:
    """The nearest value that gives what is wanted; else the nearest one where the result is
    best."""
    was = None if scale.was is None else scale.typed(scale.was)
    if question.holds(question.settled(None)):
        return _Found(True, was, was, unit=scale.unit)
    search = Search(question, scale, next(facts_of(question.want.condition)))
    step = search.first(question.want.condition)
    if step is not None:
        change = None if scale.was is None else scale.typed(step - scale.was)
        return _Found(
            True, was, scale.typed(Fraction(step)), change, None, scale.stated(step), (), scale.unit
        )
    if search.constant:
        reasons: tuple[str, ...] = (f"{question.want.name} does not depend on {question.by} here",)
        return _Found(False, was, best_at=was, because=reasons, unit=scale.unit)
    best_at, reasons = search.best(question.want)
    if best_at is None:
        return _Found(False, was, best_at=was, because=reasons, unit=scale.unit)
    top = scale.typed(Fraction(best_at))
    if best_at == scale.domain[-1][1]:
        shown = (
            question.known.money(top, scale.unit)
            if isinstance(top, int) and len(scale.unit) == 3
            else top
        )
        reasons = (f"no {question.by} over {shown} makes sense", *reasons)
    return _Found(False, was, None, None, top, scale.stated(best_at), reasons, scale.unit)


def _flag(question: Question, was: Value) -> _Found:
    """Yes or no."""
    before = was if isinstance(was, bool) else None
    if question.holds(question.settled(None)):
        return _Found(True, before, before)
    for value in (True, False):
        if value is not before and question.holds(question.settled(value)):
            return _Found(True, before, value, value, None, value)
    return _Found(
        False, before, best_at=before, because=(f"{question.want.name} is the same either way",)
    )


def _tags(question: Question) -> _Found:
    """The smallest set of tags to add: those that the rules name first, any others where they are
    only counted."""
    values = question.known.values
    was = values.get(question.by)
    has = was if isinstance(was, frozenset) else frozenset()
    before = tuple(sorted(has)) if isinstance(was, frozenset) else None
    if question.holds(question.settled(None)):
        return _Found(True, before, before, ())
    rules = program(question.book, question.known.place, len(question.known.alternatives))
    named, counted = tags_in(rules, question.by)
    declared = question.book.declared[question.by]
    any_ = (*sorted(declared.names), *(f"another-{number}" for number in range(1, counted + 2)))
    others = [tag for tag in any_ if tag not in has | named][: counted + 1]
    best: tuple[int, tuple[str, ...]] | None = None
    for added in sets_of(sorted(named - has), others):
        settled = question.fired(question.known, {**values, question.by: has | set(added)})
        tags = tuple(sorted(has | set(added)))
        if question.holds(settled):
            return _Found(True, before, tags, added, None, list(tags))
        score = settled.get(next(facts_of(question.want.condition)))
        if isinstance(score, int) and (best is None or _better(question, score, best[0])):
            best = score, tags
    if best is None or best[1] == tuple(sorted(has)):
        return _Found(
            False,
            before,
            best_at=before,
            because=(f"no tag added to {question.by} betters {question.want.name}",),
        )
    return _Found(False, before, None, None, best[1], list(best[1]))


def _better(question: Question, score: int, than: int) -> bool:
    return score < than if question.want.sign == "<=" else score > than
