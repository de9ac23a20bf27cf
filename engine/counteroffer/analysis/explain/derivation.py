"""Derive each figure of an answer, down to the case, the rules and the rates."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from counteroffer.analysis.explain.attribution import Attribution, attribution_in
from counteroffer.analysis.explain.conditions import Conditions
from counteroffer.analysis.explain.leaves import Leaves
from counteroffer.analysis.explain.step import Step
from counteroffer.analysis.explain.tree import Tree
from counteroffer.analysis.least_change.smallest import SmallestChange, smallest_changes_in
from counteroffer.answers.answer import Counteroffer
from counteroffer.answers.arguments import checked_arguments
from counteroffer.answers.counter import written
from counteroffer.answers.setting import Setting
from counteroffer.cases.case import Case
from counteroffer.language.declarations import closest, listed, nearest
from counteroffer.money.rates import Rates
from counteroffer.rulebook.guide import COMPONENTS
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.characters import cut
from counteroffer.text.errors import CaseError, Problem

_PACKAGES = (f"{side}.{part}" for side in ("ask", "stretch") for part in (*COMPONENTS, "annual"))
_FIGURES = (
    *_PACKAGES,
    "floor.base",
    "floor.annual",
    "floor.accept_at",
    "walk_away.base",
    "walk_away.annual",
    "break_even.base",
    "break_even.base_as_offered",
    "gap.annual",
)
FIGURES = (*_FIGURES, "headline", "verdict")  # what can be explained of an answer


@dataclass(frozen=True, slots=True)
class Explanation:
    """The steps to each figure that was asked about; `lever` is the target where it is one.

    `changes` says for levers that don't fire, where those were asked about, what would make them;
    `shares` what each lever adds, where the ask was.
    """

    target: str | None
    lever: str | None
    steps: tuple[Step, ...]
    changes: tuple[SmallestChange, ...]
    shares: Attribution | None
    answer: Counteroffer


@checked_arguments
def explain(
    case: Case,
    *,
    target: str | None = None,
    freeze: Collection[str] = (),
    region: str | None = None,
    rulebook: Rulebook | None = None,
    rates: Rates | None = None,
    today: date | None = None,
    locale: str | None = None,
    deadline: float | None = None,
) -> Explanation:
    """How the figures of an answer come about: all, those of a `target`, or a lever.

    A target is `ask`, `ask.base` and so on, or a lever's id.

    A step's amount is in whole units of its currency, `unit`; where it was rounded, `rounding` and
    `step` say how.

    The facts in `freeze` stay as they are where it is said what would make a lever fire. Raises as
    `counter` does, and CaseError for a target that is none.

    Raises DeadlineError once `deadline`, a moment of `time.monotonic()`, has passed.
    """
    setting = Setting.of(region, rulebook, rates, today)
    return explain_in(setting, case, target=target, freeze=freeze, locale=locale)


def explain_in(
    setting: Setting,
    case: Case,
    *,
    target: str | None = None,
    freeze: Collection[str] = (),
    locale: str | None = None,
) -> Explanation:
    """`explain`, in a setting."""
    book = setting.rulebook
    known, firing = setting.settled(case, locale)
    settled = written(known, firing, book)
    tree = Tree(known.program(book), Leaves(known, firing.values, book))
    conditions = Conditions(tree)
    figures = _figures(tree, conditions, settled)
    levers = {lever.id: partial(conditions.lever, lever) for lever in known.place.levers}
    names = _named(target, figures, levers)
    lever = names[0] if names[0] in levers else None
    steps = tuple((levers[name] if lever else figures[name])() for name in names)
    silent = lever or target is None
    changes = smallest_changes_in(setting, case, lever, freeze) if silent else ()
    asked = target is None or target.partition(".")[0] == "ask"
    shares = attribution_in(setting, case) if asked else None
    return Explanation(target, lever, steps, changes, shares, settled)


def _figures(
    tree: Tree, conditions: Conditions, settled: Counteroffer
) -> Mapping[str, Callable[[], Step]]:
    """Every figure that can be explained."""
    figures: dict[str, Callable[[], Step]] = {
        name: partial(tree.figure, name) for name in _FIGURES if name in tree.named
    }
    figures["headline"] = conditions.headline
    figures["verdict"] = partial(conditions.verdict, settled.verdict)
    return figures


def _named(
    target: str | None,
    figures: Mapping[str, Callable[[], Step]],
    levers: Mapping[str, Callable[[], Step]],
) -> list[str]:
    """The figures or the lever that a target names; without one, every figure."""
    if target is None:
        return list(figures)
    name = target.removeprefix("lever.")
    if target in figures or name in levers:
        return [target if target in figures else name]
    if group := [figure for figure in figures if figure.startswith(f"{target}.")]:
        return group
    known = [*figures, *dict.fromkeys(figure.partition(".")[0] for figure in figures), *levers]
    advice = (
        nearest(target, known)
        or f"; there are {listed(dict.fromkeys(one.partition('.')[0] for one in figures))}"
    )
    also = f", and the levers {listed(levers)}" if "did you mean" not in advice else ""
    raise CaseError(
        [
            Problem(
                f"there is no figure or lever '{cut(target)}' to explain{advice}{also}",
                path=("target",),
                code="path.unknown",
                suggestion=closest(target, known),
            )
        ]
    )
