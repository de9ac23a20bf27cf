"""Why the figures of two saved answers differ: what each fact, rate and rule does to each.

The facts of the first are changed into those of the second one after another, in a fixed order, and
settled at each step; the differences of a figure sum to the whole by construction. Another order
could share them out otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from counteroffer.analysis.compare.changed import NO_FIGURE, Changed, State, changed_facts, way
from counteroffer.analysis.compare.replay import Deviation, deviations, settled_again
from counteroffer.analysis.compare.saved import BRIDGE, Saved, SavedAnswer, saved_answer
from counteroffer.answers.answer import Counteroffer
from counteroffer.answers.arguments import checked_arguments
from counteroffer.answers.counter import written
from counteroffer.answers.setting import Setting
from counteroffer.cases.negotiated import rules_of_understood
from counteroffer.rulebook.guide import COMPONENTS
from counteroffer.rulebook.rulebook import Rulebook, default_rulebook
from counteroffer.text.errors import CounterofferError, DeadlineError
from counteroffer.text.frozen import freeze

RULES = "rules"
Value = int | str | None


@dataclass(frozen=True, slots=True)
class LeverChange:
    """A lever that fires in one answer only, or asks for other figures.

    `why_not` is of the side where it does not fire.
    """

    lever: str
    before: bool | None
    after: bool | None
    asked: Mapping[str, int]
    asks: Mapping[str, int]
    why_not: tuple[str, ...]

    def __post_init__(self) -> None:
        freeze(self, "asked", "asks")


@dataclass(frozen=True, slots=True)
class DifferencePart:
    """What one change does to a figure: from, to, and the levers that it made differ.

    They fire, fall silent, or ask for something else.
    """

    cause: str
    before: Value
    after: Value
    levers: tuple[str, ...]

    @property
    def difference(self) -> int | None:
        """Whole units; None where the figure is not a number on both sides."""
        return difference(self.before, self.after)


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that differs, what decided it on each side, and the changes that it is due to."""

    name: str
    before: Value
    after: Value
    decided_before: tuple[str, ...]
    decided_after: tuple[str, ...]
    parts: tuple[DifferencePart, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs between two answers.

    `because` says why the figures have no parts, where they have none. `others` are the values
    outside facts, levers and figures; `same` is said of two files that are the same to the byte.
    """

    one: Counteroffer
    other: Counteroffer
    facts: tuple[Changed, ...]
    levers: tuple[LeverChange, ...]
    figures: tuple[FigureChange, ...]
    because: str
    others: tuple[Deviation, ...]
    same: bool


def difference(before: Value, after: Value) -> int | None:
    """How much more the second is, where both are numbers."""
    return after - before if isinstance(before, int) and isinstance(after, int) else None


@checked_arguments
def diff(
    one: SavedAnswer,
    other: SavedAnswer,
    *,
    rulebook: Rulebook | None = None,
    deadline: float | None = None,
) -> Difference:
    """Why two saved answers differ: what each fact, rate and rule does to each figure.

    Each is an answer, its plain values, its JSON as text or bytes, or the Path of its file; those
    of the contract `counteroffer/1` are read too. Amounts are whole units of the answers' currency.
    Raises CaseError, RuleError, and DeadlineError once `deadline`, a moment of `time.monotonic()`,
    has passed.
    """
    first, second = saved_answer(one, "one"), saved_answer(other, "other")
    return explain_difference(first, second, rulebook=rulebook)


def explain_difference(one: Saved, other: Saved, *, rulebook: Rulebook | None = None) -> Difference:
    """Why two answers differ.

    Where their figures can't be worked out again, it says why and still lists what changed.
    """
    book = rulebook or default_rulebook()
    before, after = figures_of(one.answer), figures_of(other.answer)
    stages, because = _stages(one, other, book)
    figures = tuple(
        FigureChange(
            name,
            before[name],
            after[name],
            decided_by(one.answer, name),
            decided_by(other.answer, name),
            tuple(_parts(name, stages)),
        )
        for name in before
        if (before[name], one.answer.currency) != (after[name], other.answer.currency)
        and (before[name], after[name]) != (None, None)
        and not (name == "verdict" and before[name] == after[name])
    )
    levers = tuple(_levers(one.answer, other.answer))
    facts = changed_facts(one, other)
    others = tuple(
        _others(one, other, {change.fact for change in facts}, {change.lever for change in levers})
    )
    return Difference(
        one.answer, other.answer, facts, levers, figures, because, others, one.data == other.data
    )


def _others(one: Saved, other: Saved, facts: set[str], levers: set[str]) -> Iterator[Deviation]:
    """The values that differ and that no changed fact, lever or figure accounts for.

    Levers are compared by name, whatever their order.
    """
    before, after = ({**side.fields, "levers": _by_name(side)} for side in (one, other))
    told = {*figures_of(one.answer), *facts, "guide", "rules"}
    for found in deviations("", before, after):
        head, _, rest = found.path.partition(".")
        of_fact = head == "case" and rest.partition(".")[0] != "guide"
        of_rates = head.startswith("rates[") and "rates" in facts
        of_lever = head == "levers" and rest.partition(".")[0] in levers
        if not (found.path in told or of_fact or of_rates or of_lever):
            yield found


def _by_name(saved: Saved) -> dict[str, Any]:
    return {lever["id"]: lever for lever in saved.fields["levers"]}


def figures_of(answer: Counteroffer) -> dict[str, Value]:
    """The figures of an answer by name."""
    sides = {"ask": answer.ask, "stretch": answer.stretch}
    figures: dict[str, Value] = {
        f"{side}.{name}": getattr(package, name)
        for side, package in sides.items()
        for name in (*COMPONENTS, "annual")
    }
    floor, even = answer.floor, answer.break_even
    figures |= {f"floor.{name}": getattr(floor, name, None) for name in ("base", "annual")}
    figures |= {
        f"break_even.{name}": getattr(even, name, None) for name in ("base", "base_as_offered")
    }
    figures["walk_away.base"] = getattr(answer.walk_away, "base", None)
    figures["gap.annual"] = getattr(answer.gap, "annual", None)
    return {**figures, "verdict": answer.verdict}


def decided_by(answer: Counteroffer, name: str) -> tuple[str, ...]:
    """The rules that a component of the ask or the stretch comes from.

    Levers, the headline, the offer, an earlier round or the minimum.
    """
    side, _, component = name.partition(".")
    package = {"ask": answer.ask, "stretch": answer.stretch}.get(side)
    if package is None or component not in COMPONENTS or getattr(package, component) is None:
        return ()
    figure, how = getattr(package, component), package.how.get(component)
    if how == "offered":
        return ("the offer in hand",)
    if how == "asked":
        return ("an earlier round",)
    fired = [lever for lever in answer.levers if lever.fired]
    levers = tuple(lever.id for lever in fired if lever.asks.get(component) == figure)
    capped = any(lever.asks.get(component, figure) > figure for lever in fired)
    if how == "minimum" and not capped:
        return ("minimum_base",)
    return (*levers, *(("the headline",) if capped or not levers else ()))


# the way from the one to the other

_Stage = tuple[str, Counteroffer]


def _stages(one: Saved, other: Saved, book: Rulebook) -> tuple[list[_Stage], str]:
    """The answers on the way, each with what changed last; or why there are none."""
    if one.contract != other.contract:
        return [], f"one was made under {one.contract}, the other under {other.contract}"
    if (one.answer.guide, one.answer.market) != (other.answer.guide, other.answer.market):
        return [], "the answers are of two guides"
    if one.answer.currency != other.answer.currency:
        return [], "the answers are in two currencies"
    try:
        now = rules_of_understood(one.answer.case, book).digest
        if now not in (one.answer.rules, other.answer.rules):
            return [], "neither answer is of the rules in force"
        stages = list(
            _settled(
                one, other, book, first=one.answer.rules == now, last=other.answer.rules == now
            )
        )
    except DeadlineError:
        raise
    except CounterofferError as error:
        return (
            [],
            "on the way from one to the other the facts can't be settled: "
            f"{str(error).splitlines()[0]}",
        )
    for saved, (_, answer) in ((one, stages[0]), (other, stages[-1])):
        if figures_of(answer) != figures_of(saved.answer):
            return [], f"{saved.name} can't be worked out again: see `counteroffer replay`"
    return stages, ""


def _settled(
    one: Saved, other: Saved, book: Rulebook, *, first: bool, last: bool
) -> Iterator[_Stage]:
    """The first answer, one after each change, and the second.

    Other rules come first or last, where they are in force.
    """
    yield "", settled_again(_at_ease(one), book) if first else one.answer
    if not first:
        yield RULES, settled_again(_at_ease(one), book)
    for change, state in way(one, other):
        if change.fact not in NO_FIGURE:
            yield change.fact, _state(state, one, other, book)
    if not last:
        yield RULES, other.answer


def _at_ease(saved: Saved) -> Saved:
    """The case without a home currency, which no figure depends on and other rates may lack."""
    return replace(saved, case=saved.case.model_copy(update={"home": None}))


def _state(state: State, one: Saved, other: Saved, book: Rulebook) -> Counteroffer:
    facts = {name: value for name, value in state.facts.items() if name not in NO_FIGURE}
    rates = other.table() if state.late else one.table(more=other.rates)
    answer = written(*Setting.of(state.region, book, rates).again(facts), book)
    if any(rate.source == BRIDGE for rate in answer.rates):
        raise CounterofferError(
            "a rate is needed that neither answer carries", code="rate.unknown", path=("rates",)
        )
    return answer


def _parts(name: str, stages: list[_Stage]) -> Iterator[DifferencePart]:
    for (_, before), (cause, after) in pairwise(stages):
        was, now = figures_of(before)[name], figures_of(after)[name]
        if was != now:
            yield DifferencePart(cause, was, now, tuple(_told(name, _levers(before, after))))


def _levers(one: Counteroffer, other: Counteroffer) -> Iterator[LeverChange]:
    before, after = ({lever.id: lever for lever in answer.levers} for answer in (one, other))
    for name in sorted({*before, *after}):
        mine, yours = before.get(name), after.get(name)
        fired, fires = mine.fired if mine else None, yours.fired if yours else None
        asked: Any = mine.asks if mine and fired else {}
        asks: Any = yours.asks if yours and fires else {}
        if bool(fired) != bool(fires) or (fires and asked != asks):
            why = (
                yours.why_not if yours and not fires else mine.why_not if mine and not fired else ()
            )
            yield LeverChange(name, fired, fires, asked, asks, why)


def _told(name: str, changes: Iterator[LeverChange]) -> Iterator[str]:
    """Changes of levers that bear on a figure of the ask, in words.

    `multi-cloud fires`, `market-band asks otherwise`.
    """
    side, _, component = name.partition(".")
    of = {"ask": (component,), "stretch": (component,)}.get(side, ())
    components = ("base", "equity") if of == ("annual",) else of
    for change in changes:
        if all(change.asked.get(one) == change.asks.get(one) for one in components):
            continue
        if bool(change.before) == bool(change.after):
            yield f"{change.lever} asks otherwise"
        else:
            yield f"{change.lever} {'fires' if change.after else 'falls silent'}"
