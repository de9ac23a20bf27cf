"""Solve for one fact: its smallest change that gives a wanted result, or why none does.

A fact that is a figure (money, a number, a bonus, a rate) is searched by boxes: for an interval of
its values the settlement, folded to what depends on the fact, is bounded from both sides, and boxes
are taken in the order of their distance from the fact as it stands. What is passed over is proved
not to give the result, so the first value that gives it is the smallest change, whether the result
grows with the fact, falls, or does either in turn. Lists are tried by adding tags, the fewest
first, and yes-no facts by their two values.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from counteroffer.analysis.least_change.boxes import Search
from counteroffer.analysis.least_change.out_of_reach import because
from counteroffer.analysis.least_change.question import Question
from counteroffer.analysis.least_change.search_grid import Scale, Typed, scale_of
from counteroffer.analysis.least_change.tag_sets import sets_of, tags_in
from counteroffer.analysis.least_change.target import Want
from counteroffer.answers.answer import Counteroffer
from counteroffer.answers.arguments import checked_arguments
from counteroffer.answers.setting import Setting
from counteroffer.cases.case import Case
from counteroffer.language.expr import facts_of
from counteroffer.money.rates import Rates
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.errors import EngineError


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


@checked_arguments
def solve(
    case: Case,
    want: str,
    by: str,
    *,
    region: str | None = None,
    rulebook: Rulebook | None = None,
    rates: Rates | None = None,
    today: date | None = None,
    deadline: float | None = None,
) -> Solution:
    """The smallest change of the fact at the path `by` with which the case gives what is wanted.

    `want` is `ask.base=240K` (at least; also of equity, signing, annual, of stretch, floor,
    break_even), `break_even.base<=200K`, `verdict=accept` or `lever.multi-cloud`. `by` is a path as
    `overrides.changed` has it: an amount of an offer, a rate (`fx.GBP/USD`), a candidate's fact. A
    figure that the case does not state is searched from nothing: the least that is enough. Raises
    CaseError for what can't be wanted or changed, and as `counter` does.

    Raises DeadlineError once `deadline`, a moment of `time.monotonic()`, has passed.
    """
    return solve_in(Setting.of(region, rulebook, rates, today), case, want, by)


@dataclass(frozen=True, slots=True)
class _SolvedFact:
    """What a search gives: the fact as it must be and the difference; or where the result is best.

    `stated` is the value, or where the result is best, as a case states it; None is the case as it
    is.
    """

    reached: bool
    value: Typed | None = None
    change: Typed | None = None
    best_at: Typed | None = None
    stated: Any = None
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Fact:
    """The fact that may change: what it is, its unit, its value now, and the search for another."""

    was: Typed | None
    unit: str
    unchanged: Typed | None
    search: Callable[[], _SolvedFact]


def solve_in(setting: Setting, case: Case, want: str, by: str) -> Solution:
    """`solve`, in a setting."""
    question = Question(setting, case, want, by)
    before = question.answer(None)
    fact = _fact(question)
    if question.holds(question.settled(None)):
        found = _SolvedFact(True, fact.was, fact.unchanged)
    else:
        found = fact.search()
    after = before if found.stated is None else question.answer(found.stated)
    settled = question.settled(found.stated)
    if found.reached is not question.holds(settled):
        raise EngineError(
            f"'{question.by}' was not solved rightly for '{question.want}': please report the case",
            code="engine.unusable",
            path=("by",),
        )
    reasons = [] if found.reached else [*found.because, *because(question, after, settled)]
    return Solution(
        question.want,
        question.by,
        found.reached,
        fact.unit,
        fact.was,
        found.value,
        found.change,
        None if found.reached else question.want.of(after),
        found.best_at,
        tuple(dict.fromkeys(reasons)),
        question.hypothesis,
        before,
        after,
    )


def _fact(question: Question) -> _Fact:
    """The fact with the search of its kind.

    Raises CaseError for one that can't be solved for.
    """
    by = question.by
    kind = question.book.declared[by].type if by in question.book.profile else None
    stated = question.known.values.get(by)
    if kind == "tags":
        was = tuple(sorted(stated)) if isinstance(stated, frozenset) else None
        return _Fact(was, "", (), lambda: _tags(question, was))
    if kind == "flag" or (by == "offer.final" and not question.hypothesis):
        flag = stated if isinstance(stated, bool) else None
        return _Fact(flag, "", None, lambda: _flag(question, flag))
    scale = scale_of(question, kind)
    figure = None if scale.was is None else scale.typed(scale.was)
    return _Fact(figure, scale.unit, None, lambda: _figure(question, scale, figure))


def _figure(question: Question, scale: Scale, was: Typed | None) -> _SolvedFact:
    """The nearest value that gives what is wanted; else the nearest where the result is best."""
    search = Search(question, scale, next(facts_of(question.want.condition)))
    step = search.first(question.want.condition)
    if step is not None:
        change = None if scale.was is None else scale.typed(step - scale.was)
        return _SolvedFact(True, scale.typed(Fraction(step)), change, None, scale.stated(step))
    if search.constant:
        reason = f"{question.want.name} does not depend on {question.by} here"
        return _SolvedFact(False, best_at=was, because=(reason,))
    best_at, reasons = search.best(question.want)
    if best_at is None:
        return _SolvedFact(False, best_at=was, because=reasons)
    top = scale.typed(Fraction(best_at))
    if best_at == scale.domain[-1][1]:
        money = len(scale.unit) == 3
        shown = question.known.money(top, scale.unit) if money and isinstance(top, int) else top
        reasons = (f"no {question.by} over {shown} makes sense", *reasons)
    return _SolvedFact(False, None, None, top, scale.stated(best_at), reasons)


def _flag(question: Question, was: bool | None) -> _SolvedFact:
    """Yes or no."""
    for value in (True, False):
        if value is not was and question.holds(question.settled(value)):
            return _SolvedFact(True, value, value, None, value)
    reason = f"{question.want.name} is the same either way"
    return _SolvedFact(False, best_at=was, because=(reason,))


def _tags(question: Question, was: tuple[str, ...] | None) -> _SolvedFact:
    """The smallest set of tags to add.

    Those that the rules name come first, and any others where they are only counted.
    """
    has = frozenset(was or ())
    named, counted = tags_in(question.rules, question.by)
    declared = question.book.declared[question.by]
    any_ = (*sorted(declared.names), *(f"another-{number}" for number in range(1, counted + 2)))
    others = [tag for tag in any_ if tag not in has | named][: counted + 1]
    target, sign = next(facts_of(question.want.condition)), -1 if question.want.sign == "<=" else 1
    best: tuple[int, tuple[str, ...]] | None = None
    for added in sets_of(sorted(named - has), others):
        values = {**question.known.values, question.by: has | set(added)}
        settled = question.setting.fired(question.known, values).values
        tags = tuple(sorted(has | set(added)))
        if question.holds(settled):
            return _SolvedFact(True, tags, added, None, list(tags))
        score = settled.get(target)
        if isinstance(score, int) and (best is None or sign * score > best[0]):
            best = sign * score, tags
    if best is None or best[1] == tuple(sorted(has)):
        reason = f"no tag added to {question.by} betters {question.want.name}"
        return _SolvedFact(False, best_at=was, because=(reason,))
    return _SolvedFact(False, None, None, best[1], list(best[1]))
