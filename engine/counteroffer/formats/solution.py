"""The smallest change that gives a result, as text for a terminal or as a JSON record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from counteroffer.analysis.least_change.search_grid import Typed
from counteroffer.analysis.least_change.solve import Solution
from counteroffer.answers.answer import Counteroffer
from counteroffer.formats.tables import table
from counteroffer.money.write_amount import Shown


def record(found: Solution) -> dict[str, Any]:
    """The solution as JSON has it, with the key figures before and after."""
    return {
        "want": str(found.want),
        "by": found.by,
        "reached": found.reached,
        "hypothesis": found.hypothesis,
        "unit": found.unit,
        "was": found.was,
        "value": found.value,
        "change": found.change,
        "best": found.best,
        "best_at": found.best_at,
        "because": list(found.because),
        "currency": found.before.currency,
        "before": _figures(found.before),
        "after": _figures(found.after),
    }


def _figures(answer: Counteroffer) -> dict[str, Any]:
    """The key figures of an answer."""

    def package(side: Any) -> dict[str, Any]:
        return {name: getattr(side, name) for name in ("base", "equity", "signing", "annual")}

    floor, even = answer.floor, answer.break_even
    return {
        "ask": package(answer.ask),
        "stretch": package(answer.stretch),
        "headline": answer.headline,
        "floor": floor and {"base": floor.base, "annual": floor.annual},
        "walk_away": answer.walk_away
        and {"base": answer.walk_away.base, "because": answer.walk_away.because},
        "break_even": even and {"base": even.base, "against": even.against},
        "gap": answer.gap and {"annual": answer.gap.annual, "against": answer.gap.against},
        "verdict": answer.verdict,
        "levers": [lever.id for lever in answer.levers if lever.fired],
    }


def lines(found: Solution, money: Shown) -> Iterator[str]:
    """The solution for a terminal."""

    def shown(value: Typed | None) -> str:
        if isinstance(value, int) and not isinstance(value, bool) and len(found.unit) == 3:
            return money(value, found.unit)
        if value is None or isinstance(value, (bool, tuple)):
            words = ", ".join(value) if isinstance(value, tuple) else "yes" if value else "no"
            return "not stated" if value is None else words or "none"
        return f"{value} {found.unit}".strip()

    wanted = _wanted(found, money)
    if found.reached and found.value == found.was:
        yield f"{wanted}: so it is, with {found.by} {shown(found.was)}."
    elif found.reached:
        yield f"{wanted}: {_condition(found, shown(found.value))}{_difference(found, shown)}."
    else:
        best = _best(found, money)
        at = (
            f" (at {found.by} {shown(found.best_at)})"
            if found.best_at != found.was and _moved(found)
            else ""
        )
        yield f"{wanted}: out of reach by {found.by}. The best is {best}{at}, because"
        yield from (f"  – {reason}" for reason in found.because or ("no rule makes more of it",))
    if found.reached and found.value != found.was:
        yield ""
        yield from (f"  {line}" for line in _table(found, money))
        yield from _honest(found)


def _wanted(found: Solution, money: Shown) -> str:
    want = found.want
    if isinstance(want.amount, int):
        return (
            f"{want.name} of at {'most' if want.sign == '<=' else 'least'}"
            f" {money(want.amount, found.before.currency)}"
        )
    return f"{want.name} fires" if want.sign == "fires" else f"{want.name} {want.amount}"


def _best(found: Solution, money: Shown) -> str:
    return (
        money(found.best, found.before.currency)
        if isinstance(found.best, int)
        else str(found.best or "nothing")
    )


def _moved(found: Solution) -> bool:
    return found.want.of(found.before) != found.best


def _condition(found: Solution, value: str) -> str:
    if not found.hypothesis:
        return f"{found.by} {value}"
    head, _, rest = found.by.partition(".")
    name, _, part = rest.rpartition(".")
    return (
        f"if you were offered a {part} of {value}"
        if head == "offer"
        else f"if you held an offer from {name} with {part} {value}"
    )


def _difference(found: Solution, shown: Any) -> str:
    if found.was is None or isinstance(found.value, bool):
        return "" if found.was is None else f" instead of {shown(found.was)}"
    if isinstance(found.change, tuple):
        return f" (now {shown(found.was)}: add {shown(found.change)})"
    less = str(found.change).startswith("-")
    size = -found.change if less and isinstance(found.change, int) else found.change
    text = shown(size.removeprefix("-") if isinstance(size, str) else size)
    return f" (now {shown(found.was)}: {text} {'less' if less else 'more'})"


def _table(found: Solution, money: Shown) -> list[str]:
    """What else the change does: the figures before and after."""
    before, after = _flat(found.before, money), _flat(found.after, money)
    rows = [["", "now", "then"], *([name, before[name], after[name]] for name in before)]
    return table(rows, right={1, 2}).splitlines()


def _flat(answer: Counteroffer, money: Shown) -> dict[str, str]:
    figures = _figures(answer)
    names = (
        "ask.base",
        "ask.equity",
        "ask.signing",
        "ask.annual",
        "stretch.base",
        "floor.base",
        "walk_away.base",
        "break_even.base",
        "gap.annual",
    )
    flat = {}
    for name in names:
        head, _, part = name.partition(".")
        amount = (figures[head] or {}).get(part)
        flat[name] = "–" if amount is None else money(amount, answer.currency)
    return {**flat, "verdict": answer.verdict, "levers": str(len(figures["levers"]))}


def _honest(found: Solution) -> Iterator[str]:
    yield ""
    if found.hypothesis and found.by.startswith("competing."):
        yield (
            "A hypothesis: this offer is not in the case. Never say that you hold what you do not"
            " hold."
        )
    elif found.by.startswith("competing."):
        yield "It counts once it is really offered. Never claim an offer that you do not hold."
    elif not found.by.startswith(("offer.", "fx.")):
        yield "It counts if it is true of you. Say only what is."
