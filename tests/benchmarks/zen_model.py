"""The model of `model.py` as a decision of zen-engine: one graph, evaluated whole for each
scenario."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import pairwise

from counteroffer.analysis.what_if.what_if import NUMBERS
from tests.benchmarks.model import Row

_STEPS = (
    {
        "gpu": "gpu_years >= 2",
        "sla": "uptime_pct >= 99.9",
        "best": "max([nvidia + 62500, 262500])",
        "offered": "floor((base * 42 + equity * 10 + 20) / 40)",
        "beaten": "max([nvidia, 205000]) > base",
    },
    {"competing": "beaten or best > offered"},
    {
        "by_rule": "gpu or sla or competing ? 210000 : 0",
        "by_band": "base < 190000 ? 190000 : 0",
        "equity_by_rule": "gpu or competing ? 220000 : 0",
        "equity_by_band": "equity < 172500 ? 173000 : 0",
        "ask_signing": "sla or (competing and gpu) ? 25000 : null",
    },
    {
        "proposed": "max([by_rule, by_band])",
        "proposed_equity": "max([equity_by_rule, equity_by_band])",
    },
    {
        "ask_base": "max([min([proposed, 210000]), base])",
        "ask_equity": "max([min([proposed_equity, 220000]), equity])",
        "stretch_base": "max([proposed, base])",
        "stretch_equity": "max([proposed_equity, equity])",
    },
    {
        "ask_annual": "floor((ask_base * 42 + ask_equity * 10 + 20) / 40)",
        "stretch_annual": "floor((stretch_base * 42 + stretch_equity * 10 + 20) / 40)",
        "stretch_signing": "ask_signing",
        "floor_base": "min([195000 + max([best - 272500, 0]), ask_base])",
        "even": "(best * 4 - ask_equity) * 5",
    },
    {
        "break_even_base": "even > 0 ? ceil(even / 21) : null",
        "verdict": (
            "ask_base <= base and ask_equity <= equity and ask_signing == null and offered >= "
            "best ? 1 : 0"
        ),
    },
)
_NAMES = {"offer.base": "base", "offer.equity": "equity", "competing.NVIDIA.base": "nvidia"}


def zen() -> Callable[[Row], Sequence[int | None]] | None:
    """One scenario after the other on zen-engine; None where it is not installed."""
    try:
        from zen import ZenEngine
    except ImportError:
        return None
    decision = ZenEngine().create_decision(json.dumps(_graph()))
    wanted = [name.replace(".", "_") for name in (*NUMBERS, "verdict")]

    def settle(row: Row) -> Sequence[int | None]:
        found = decision.evaluate({_NAMES.get(path, path): one for path, one in row.items()})[
            "result"
        ]
        return [None if (one := found.get(name)) is None else int(one) for name in wanted]

    return settle


def _graph() -> dict[str, object]:
    """A node for each step, which passes on what it was given."""
    nodes: list[dict[str, object]] = [{"id": "in", "type": "inputNode", "name": "in"}]
    for number, step in enumerate(_STEPS):
        expressions = [
            {"id": f"{number}.{key}", "key": key, "value": value} for key, value in step.items()
        ]
        content = {"expressions": expressions, "passThrough": True}
        nodes.append(
            {"id": str(number), "type": "expressionNode", "name": str(number), "content": content}
        )
    nodes.append({"id": "out", "type": "outputNode", "name": "out"})
    edges = [
        {"id": f"edge {number}", "type": "edge", "sourceId": one["id"], "targetId": other["id"]}
        for number, (one, other) in enumerate(pairwise(nodes))
    ]
    return {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}
