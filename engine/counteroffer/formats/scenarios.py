"""Scenarios for a terminal: a line each, told against the baseline, the widest changes with the
longest bars."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from counteroffer.answers.answer import Counteroffer
from counteroffer.answers.words import Words
from counteroffer.formats.tables import READABLE, stands, table
from counteroffer.formats.terminal import style
from counteroffer.text.frozen import FrozenDict

CHANGE = "change"
TOLD = {
    "ask.base": "ask",
    "ask.equity": "equity",
    "ask.signing": "signing",
    "ask.annual": "worth a year",
    "stretch.base": "stretch",
    "stretch.equity": "stretch equity",
    "stretch.signing": "stretch signing",
    "stretch.annual": "stretch a year",
    "floor.base": "floor",
    "walk_away.base": "walk-away",
    "break_even.base": "break-even",
    "gap.annual": "gap a year",
}
_BAR = 12
_BLOCKS = " ▏▎▍▌▋▊▉█"

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ScenarioTable:
    """What a table of scenarios is made of: rows with their figures and the `change` of the annual,
    in the baseline's currency; the paths that vary; what the columns of the baseline are; and what
    offers are worth a year with the first and the last value of an axis (`worths`)."""

    baseline: Words
    rows: Sequence[Row]
    paths: Sequence[str]
    total: int
    matching: int | None
    order: str
    worths: Mapping[str, tuple[int, int]] = FrozenDict()


def figures(answer: Counteroffer) -> dict[str, Any]:
    """An answer as a row of scenarios has it."""
    sides = {"ask": answer.ask, "stretch": answer.stretch}
    row: dict[str, Any] = {
        f"{side}.{name}": getattr(package, name)
        for side, package in sides.items()
        for name in ("base", "equity", "signing", "annual")
    }
    row["floor.base"] = answer.floor and answer.floor.base
    row["walk_away.base"] = answer.walk_away and answer.walk_away.base
    row["gap.annual"] = answer.gap and answer.gap.annual
    row["break_even.base"] = answer.break_even and answer.break_even.base
    row["verdict"] = answer.verdict
    row["levers"] = "+".join(lever.id for lever in answer.levers if lever.fired)
    row["currency"] = answer.currency
    return row


def render(told: ScenarioTable, width: int | None = None) -> str:
    """The table as text, ending in a newline, within `width` where there is one."""
    lines = [*_head(told, width), "", *_table(told, width), "", *_wrapped(_foot(told), width)]
    return "\n".join(lines) + "\n"


def _head(told: ScenarioTable, width: int | None) -> Iterator[str]:
    words = told.baseline
    base = figures(words.answer)
    yield style("\n".join(_wrapped(words.title, width)), "bold")
    said = [
        f"{label} {words.money(base[name])}"
        for name, label in TOLD.items()
        if base[name] is not None
    ]
    fired = base["levers"].replace("+", ", ") or "no lever fires"
    yield from _wrapped(
        f"baseline: {', '.join(said)}; {base['verdict']}; {fired}", width, "          "
    )


def _wrapped(text: str, width: int | None, margin: str = "") -> list[str]:
    if width is None:
        return [text]
    most = min(width, READABLE)
    return textwrap.wrap(text, most, subsequent_indent=margin, break_on_hyphens=False)


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of the table; of what can be left out, the last in `_SPARE` goes first where there
    is no room."""

    label: str
    right: bool
    cell: Callable[[Row], str]
    name: str = ""


_SPARE = ("bar", "stretch.annual", "stretch.equity", "stretch.signing")


def _columns(told: ScenarioTable) -> Iterator[_Column]:
    base = figures(told.baseline.answer)
    for path in told.paths:
        yield _Column(path, not any(isinstance(row[path], str) for row in told.rows), _value(path))
    for name, label in TOLD.items():
        if any(_differs(row, base, name) for row in told.rows):
            yield _Column(label, True, _changed(name, base, told.baseline), name)
    widest = max((abs(row[CHANGE]) for row in told.rows if row[CHANGE] is not None), default=0)
    if widest:
        yield _Column("", False, lambda row: _bar(row[CHANGE], widest), "bar")
    if any(row["verdict"] != base["verdict"] for row in told.rows):
        yield _Column(
            "verdict",
            False,
            lambda row: "" if row["verdict"] == base["verdict"] else row["verdict"],
        )
    if any(row["levers"] != base["levers"] for row in told.rows):
        yield _Column("levers", False, lambda row: _levers(row["levers"], base["levers"]))


def _table(told: ScenarioTable, width: int | None) -> Iterator[str]:
    if not told.rows:
        return
    columns = list(_columns(told))
    for spare in reversed(_SPARE):
        right = [place for place, column in enumerate(columns) if column.right]
        if not stands(_rows(columns, told), right, width):
            columns = [column for column in columns if column.name != spare]
    right = [place for place, column in enumerate(columns) if column.right]
    yield from table(_rows(columns, told), right, width).splitlines()
    if len(columns) == len(told.paths):
        yield "nothing changes against the baseline"
        for path, worth in told.worths.items():
            if worth[0] != worth[1]:
                low, high = map(told.baseline.money, worth)
                said = f"with {path} that offer is worth {low} to {high} a year"
                yield f"{said}, which moves none of it"


def _rows(columns: Sequence[_Column], told: ScenarioTable) -> list[list[str]]:
    rows = [[column.cell(row) for column in columns] for row in told.rows]
    return [[column.label for column in columns], *rows]


def _value(path: str) -> Callable[[Row], str]:
    def cell(row: Row) -> str:
        value = row[path]
        if value is None:
            return "absent"
        return f"{value:,}" if isinstance(value, (int, Decimal)) else str(value)

    return cell


def _differs(row: Row, base: Row, name: str) -> bool:
    return bool(row[name] != base[name] or (row[name] is not None and _foreign(row, base)))


def _foreign(row: Row, base: Row) -> bool:
    """Whether a row's amounts are in another currency than the baseline's."""
    return bool(row.get("currency", base["currency"]) != base["currency"])


def _changed(name: str, base: Row, words: Words) -> Callable[[Row], str]:
    """By how much a figure is another; the figure itself, where there is nothing to take it
    from."""

    def cell(row: Row) -> str:
        value, before = row[name], base[name]
        if value is None:
            return "" if before is None else "none"
        if before is None or _foreign(row, base):
            return words.money(value, row.get("currency"))
        return "" if value == before else f"{value - before:+,}".replace("-", "−")

    return cell


def _bar(change: int | None, widest: int) -> str:
    if not change:
        return ""
    eighths = max(1, abs(change) * _BAR * 8 // widest)
    bar = "█" * (eighths // 8) + _BLOCKS[eighths % 8].strip()
    return f"{'−' if change < 0 else '+'}{bar}"


def _levers(fired: str, before: str) -> str:
    now, then = [one for one in fired.split("+") if one], [one for one in before.split("+") if one]
    return " ".join(
        [
            *(f"+{one}" for one in now if one not in then),
            *(f"−{one}" for one in then if one not in now),
        ]
    )


def _foot(told: ScenarioTable) -> str:
    matching = told.total if told.matching is None else told.matching
    if not matching:
        return f"none of {told.total:,} scenarios matches"
    of = (
        f"{told.total:,} scenarios"
        if matching == told.total
        else f"{matching:,} scenarios that match, of {told.total:,}"
    )
    if len(told.rows) == matching:
        return f"all {of}, {told.order}; figures are changes against the baseline"
    return (
        f"{len(told.rows):,} of {of}, {told.order}; {matching - len(told.rows):,} are not shown: "
        f"--top {matching} for all here, or --out scenarios.csv"
    )
