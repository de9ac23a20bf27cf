"""The derivation of an answer: a tree for a terminal, or JSON (`counteroffer-explain/1`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import fill, wrap
from typing import Any

from counteroffer.analysis.explain.attribution import Attribution
from counteroffer.analysis.explain.derivation import Explanation
from counteroffer.analysis.explain.step import Step, readable
from counteroffer.analysis.least_change.smallest import SmallestChange
from counteroffer.answers.words import short_rate
from counteroffer.formats.tables import columns, table
from counteroffer.language.declarations import listed
from counteroffer.money.write_amount import Shown

SCHEMA = "counteroffer-explain/1"
_COLUMNS = ("base", "equity", "signing", "annual")
_LEAST = 16  # cells for the text of a step, however deep it stands
_MARKS = {True: "✓ ", False: "· ", None: ""}


def record(found: Explanation) -> dict[str, Any]:
    """The explanation as JSON has it."""
    answer, seen = found.answer, set[tuple[str, ...]]()
    return {
        "schema": SCHEMA,
        "today": answer.today,
        "rules": answer.rules,
        "guide": answer.guide,
        "region": answer.region,
        "currency": answer.currency,
        "target": found.target,
        "steps": [_step(step, seen) for step in found.steps],
        "rates": [
            {
                "from": rate.base,
                "to": rate.quote,
                "rate": rate.rate,
                "date": rate.date,
                "source": rate.source,
            }
            for rate in answer.rates
        ],
        "changes": [_change(change) for change in found.changes],
        "shares": found.shares and _shares(found.shares),
        "assumptions": list(answer.assumptions),
    }


def _change(change: SmallestChange) -> dict[str, Any]:
    return {
        "lever": change.lever,
        "fired": change.fired,
        "possible": change.possible,
        "changes": [{"fact": one.fact, "text": one.text} for one in change.changes],
        "because": list(change.because),
    }


def _shares(shares: Attribution) -> dict[str, Any]:
    rows = [
        {"lever": one.lever, **{name: getattr(one, name) for name in _COLUMNS}}
        for one in shares.contributions
    ]
    total = {name: getattr(shares.total, name) for name in _COLUMNS}
    return {
        "against": shares.against,
        "contributions": rows,
        "total": total,
        "assumptions": list(shares.assumptions),
    }


def _step(step: Step, seen: set[tuple[str, ...]]) -> dict[str, Any]:
    """A step and all steps below it.

    The steps below are left out where an earlier step has the same name, value and text.
    """
    above = bool(step.children) and _key(step) in seen
    seen.add(_key(step))
    return {
        "name": step.name or None,
        "kind": step.kind,
        "value": step.value,
        "unit": step.unit or None,
        "text": step.text,
        "formula": step.formula or None,
        "rounding": step.rounding,
        "step": step.step if step.rounding else None,
        "taken": step.taken,
        "source": step.source or None,
        "as_above": above,
        "children": [] if above else [_step(child, seen) for child in step.children],
    }


def lines(found: Explanation, money: Shown, *, full: bool) -> Iterator[str]:
    """The explanation for a terminal, wrapped to its width.

    Unless `full`, figures that others outdid are shown in short.
    """
    width = columns()
    way = _TellingWay(set(), full, width)
    for number, step in enumerate(found.steps):
        if number:
            yield ""
        head = f"{step.name}{'' if step.kind == 'condition' else ':'} {_said(step)}"
        yield from _wrapped(head, width, "", "│   " if step.children else "    ")
        yield from _below(step, "", way, 99)
    yield from _changes(found, width)
    yield from _added(found, money, width)
    if found.answer.rates:
        yield ""
        yield "Rates"
        for rate in found.answer.rates:
            told = (
                f"1 {rate.base} = {short_rate(rate.rate)} {rate.quote}, {rate.date or 'undated'},"
                f" {rate.source}"
            )
            yield from _wrapped(told, width)
    if found.answer.assumptions:
        yield ""
        yield "Assumed"
        for text in found.answer.assumptions:
            yield from _wrapped(text, width)


def _changes(found: Explanation, width: int) -> Iterator[str]:
    """What would make levers fire that don't."""
    open_ones = [change for change in found.changes if not change.fired]
    if open_ones:
        yield ""
        title = (
            "The smallest change that would make it fire"
            if found.lever
            else "What would make the other levers fire"
        )
        yield fill(title, width)
    for change in open_ones:
        told = listed(one.text for one in change.changes) if change.possible else ""
        head = "" if found.lever else f"{change.lever}: "
        yield from _wrapped(
            f"{head}{told or f'nothing that you can change ({listed(change.because)})'}", width
        )
    if any(change.possible for change in open_ones):
        yield from _wrapped("It counts if it is true of you. Say only what is.", width)


def _added(found: Explanation, money: Shown, width: int) -> Iterator[str]:
    """What each lever adds to the ask."""
    shares = found.shares
    if shares is None or not shares.contributions:
        return
    over = "the offer in hand" if shares.against == "offer" else "nothing"
    rows = [["", *_COLUMNS]]
    rows += [[one.lever, *_cells(one, shares, money)] for one in shares.contributions]
    rows.append(["together", *_cells(shares.total, shares, money)])
    yield ""
    yield fill(f"What each lever adds over {over}, whatever the order", width)
    yield from (f"  {line}" for line in table(rows, {1, 2, 3, 4}, width - 2).splitlines())
    for text in shares.assumptions:
        yield from _wrapped(text, width)


def _cells(row: Any, shares: Attribution, money: Shown) -> list[str]:
    figures = [getattr(row, name) for name in _COLUMNS]
    return ["–" if figure is None else money(figure, shares.currency) for figure in figures]


@dataclass(frozen=True, slots=True)
class _TellingWay:
    """How to write the tree: which steps are written already, whether in full, and how wide."""

    seen: set[tuple[str, ...]]
    full: bool
    width: int


def _wrapped(text: str, width: int, start: str = "  ", rest: str = "    ") -> Iterator[str]:
    """A text wrapped to `width`, its further lines indented by `rest`.

    Where `rest` is so wide that hardly a word would fit, the lines may be longer than `width`.
    """
    most = max(width, len(rest) + _LEAST)
    yield from wrap(
        text, most, initial_indent=start, subsequent_indent=rest, break_on_hyphens=False
    )


def _below(step: Step, margin: str, way: _TellingWay, depth: int) -> Iterator[str]:
    for number, child in enumerate(step.children):
        last = number == len(step.children) - 1
        deeper = min(depth - 1, 1) if _in_short(child) and not way.full else depth - 1
        again = bool(child.children) and _key(child) in way.seen
        ends = again or deeper <= 0 or not child.children
        inner = f"{margin}{'  ' if last else '│ '}"
        told = f"{_MARKS[child.taken]}{_said(child)}{' (as above)' if again else ''}"
        yield from _wrapped(
            told,
            way.width,
            f"{margin}{'└' if last else '├'} ",
            f"{inner}{'  ' if ends else '│ '}  ",
        )
        if ends:
            continue
        if way.full or deeper > 1:
            way.seen.add(_key(child))
        yield from _below(child, inner, way, deeper)


def _in_short(step: Step) -> bool:
    """Whether a step did not decide, since another figure or another proposal did."""
    return step.taken is False and (
        step.kind not in ("greatest", "least") or step.name.startswith("ask.")
    )


def _key(step: Step) -> tuple[str, ...]:
    return step.name, step.shown, step.text, step.source


def _said(step: Step) -> str:
    """One line: the value, what was done, the arithmetic, the source."""
    text = (
        f"{step.shown}: {step.text}"
        if step.kind in ("condition", "decision")
        else f"{step.shown}  {step.text}"
    )
    if step.formula and step.kind in ("formula", "fact") and step.children:
        text += f" = {readable(step.formula)}{_rounded(step)}"
    return f"{text}  [{step.source}]" if step.source else text


def _rounded(step: Step) -> str:
    if step.step > 1:
        return f", rounded {step.rounding} to {step.step:,}"
    whole = step.rounding and any(sign in step.formula for sign in "/.")
    return f", rounded {step.rounding}" if whole else ""
