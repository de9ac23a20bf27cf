"""Why two answers differ, for a terminal or as a JSON record (`counteroffer-diff/1`)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from counteroffer.analysis.compare.difference import (
    Difference,
    DifferencePart,
    FigureChange,
    LeverChange,
    difference,
)
from counteroffer.analysis.compare.replay import ABSENT
from counteroffer.language.declarations import listed
from counteroffer.money.write_amount import Shown
from counteroffer.text.characters import cut, escaped

SCHEMA = "counteroffer-diff/1"
_MOST = 20  # other values that a terminal is shown


def record(found: Difference) -> dict[str, Any]:
    """The difference as JSON has it."""
    sides = (("before", found.one), ("after", found.other))
    return {
        "schema": SCHEMA,
        "same": found.same,
        **{
            name: {
                "guide": side.guide,
                "region": side.region,
                "currency": side.currency,
                "rules": side.rules,
            }
            for name, side in sides
        },
        "facts": [
            {"fact": one.fact, "before": one.before, "after": one.after} for one in found.facts
        ],
        "levers": [
            {
                "lever": one.lever,
                "before": one.before,
                "after": one.after,
                "asked": dict(one.asked),
                "asks": dict(one.asks),
                "why_not": list(one.why_not),
            }
            for one in found.levers
        ],
        "figures": [_figure(one) for one in found.figures],
        "not_attributed": found.because or None,
        "others": [
            {
                "path": one.path,
                **{
                    side: value
                    for side, value in (("before", one.saved), ("after", one.now))
                    if value != ABSENT
                },
            }
            for one in found.others
        ],
    }


def _figure(one: FigureChange) -> dict[str, Any]:
    return {
        "name": one.name,
        "before": one.before,
        "after": one.after,
        "difference": difference(one.before, one.after),
        "decided_by": {"before": list(one.decided_before), "after": list(one.decided_after)},
        "parts": [
            {
                "cause": part.cause,
                "before": part.before,
                "after": part.after,
                "difference": part.difference,
                "levers": list(part.levers),
            }
            for part in one.parts
        ],
    }


def lines(found: Difference, money: Shown) -> Iterator[str]:
    """The difference for a terminal."""
    if found.same:
        yield "No difference: the same, byte for byte."
        return
    changed = list(_changed(found))
    if not (changed or found.levers or found.figures or found.others):
        yield (
            "Every value is the same, but the files are written otherwise (spaces, line ends or the"
            " order of entries)."
        )
        return
    yield "Changed" if changed else "No fact and no rule is changed."
    yield from (escaped(f"  {line}") for line in changed)
    if found.levers:
        yield ""
        yield "Levers"
        yield from (escaped(f"  {_lever(one, found, money)}") for one in found.levers)
    yield ""
    yield "Figures" if found.figures else "No figure differs."
    for figure in found.figures:
        yield from (escaped(f"  {line}") for line in _lines(figure, found, money))
    if found.figures and found.because:
        yield f"What each change does to them can't be told: {escaped(found.because)}."
    elif found.figures and len(found.facts) > 1:
        yield (
            "The facts are changed one after another, in the order above; another order can share"
            " it out otherwise."
        )
    yield from _others(found)


def _changed(found: Difference) -> Iterator[str]:
    if found.one.guide != found.other.guide:
        yield f"guide: {found.one.guide} → {found.other.guide}"
    if found.one.rules != found.other.rules:
        yield f"rules: {cut(found.one.rules, 15)} → {cut(found.other.rules, 15)}"
    for fact in found.facts:
        yield f"{fact.fact}: {_fact(fact.before)} → {_fact(fact.after)}"


def _others(found: Difference) -> Iterator[str]:
    """What differs beside all that: annual totals, texts, warnings, assumptions."""
    if found.others:
        yield ""
        yield "Also different"
    for one in found.others[:_MOST]:
        sides = (value if value == ABSENT else _fact(value) for value in (one.saved, one.now))
        yield escaped(f"  {cut(one.path, 200)}: {' → '.join(sides)}")
    if len(found.others) > _MOST:
        yield f"  and {len(found.others) - _MOST:,} more (see --json)"


def _lines(figure: FigureChange, found: Difference, money: Shown) -> Iterator[str]:
    before, after = (
        _value(value, side.currency, money)
        for value, side in ((figure.before, found.one), (figure.after, found.other))
    )
    same_money = found.one.currency == found.other.currency
    more = _signed(difference(figure.before, figure.after), found, money) if same_money else ""
    yield f"{figure.name}: {before} → {after}{more}"
    decided = [listed(side) for side in (figure.decided_before, figure.decided_after)]
    if any(decided):
        yield f"  decided by {decided[0] or 'nothing'}" + (
            f", then {decided[1] or 'nothing'}" if len({*decided}) > 1 else ""
        )
    for part in figure.parts:
        yield f"  {_part(part, found, money)}"


def _part(part: DifferencePart, found: Difference, money: Shown) -> str:
    currency = found.one.currency
    moved = f"{_value(part.before, currency, money)} → {_value(part.after, currency, money)}"
    why = f" ({listed(part.levers)})" if part.levers else ""
    return f"{part.cause}: {moved}{_signed(part.difference, found, money)}{why}"


def _signed(amount: int | None, found: Difference, money: Shown) -> str:
    if amount is None:
        return ""
    return f", {money(abs(amount), found.one.currency)} {'more' if amount > 0 else 'less'}"


def _value(value: int | str | None, currency: str, money: Shown) -> str:
    return "–" if value is None else money(value, currency) if isinstance(value, int) else value


def _lever(one: LeverChange, found: Difference, money: Shown) -> str:
    asked, asks = (
        _asks(one.asked, found.one.currency, money),
        _asks(one.asks, found.other.currency, money),
    )
    if bool(one.before) == bool(one.after):
        return f"{one.lever} asks {asks}, and asked {asked}"
    if one.after:
        return (
            f"{one.lever} fires{f' and asks {asks}' if asks else ''} (before:"
            f" {'; '.join(one.why_not) or 'not there'})"
        )
    return (
        f"{one.lever} fires no more{f'; it asked {asked}' if asked else ''}"
        f" ({'; '.join(one.why_not) or 'not there'})"
    )


def _asks(asks: Mapping[str, int], currency: str, money: Shown) -> str:
    return (
        listed(f"{name} {money(amount, currency)}" for name, amount in asks.items()) if asks else ""
    )


def _fact(value: Any) -> str:
    if value is None:
        return "not stated"
    return (
        cut(value, 120)
        if isinstance(value, str)
        else cut(json.dumps(value, ensure_ascii=False, default=str), 120)
    )
