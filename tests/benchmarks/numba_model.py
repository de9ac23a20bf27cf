"""The model of `model.py` as one compiled loop that keeps nothing but sums: how fast the arithmetic
itself can be."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from counteroffer.analysis.what_if.what_if import NUMBERS
from tests.benchmarks.model import VALUES, Axes


def loop() -> Callable[[Axes], dict[str, int]] | None:
    """A function from axes to the sum of each column over all scenarios; None where numba is not
    installed."""
    try:
        numba, np = import_module("numba"), import_module("numpy")
    except ImportError:
        return None

    def sums(bases: Any, equities: Any, rivals: Any, years: Any, uptimes: Any) -> Any:
        total = np.zeros(11, np.int64)
        for base in bases:
            for equity in equities:
                offered = (base * 42 + equity * 10 + 20) // 40
                for rival in rivals:
                    best = max(rival + 62_500, 262_500)
                    competing = max(rival, 205_000) > base or best > offered
                    for gpu_years in years:
                        gpu = gpu_years >= 20
                        for uptime in uptimes:
                            sla = uptime >= 999_000
                            proposed = (
                                210_000
                                if gpu or sla or competing
                                else 190_000
                                if base < 190_000
                                else 0
                            )
                            grant = (
                                220_000 if gpu or competing else 173_000 if equity < 172_500 else 0
                            )
                            signing = sla or (competing and gpu)
                            ask = max(min(proposed, 210_000), base)
                            asked = max(min(grant, 220_000), equity)
                            floor = min(195_000 + max(best - 272_500, 0), ask)
                            even = (best * 4 - asked) * 5
                            stretch = max(proposed, base)
                            granted = max(grant, equity)
                            total[0] += ask
                            total[1] += asked
                            total[2] += 25_000 if signing else 0
                            total[3] += (ask * 42 + asked * 10 + 20) // 40
                            total[4] += stretch
                            total[5] += granted
                            total[6] += 25_000 if signing else 0
                            total[7] += (stretch * 42 + granted * 10 + 20) // 40
                            total[8] += floor
                            total[9] += -((-even) // 21) if even > 0 else 0
                            total[10] += (
                                ask <= base and asked <= equity and not signing and offered >= best
                            )
        return total

    compiled = numba.njit(sums)

    def run(grid: Axes) -> dict[str, int]:
        columns = [
            np.array([round(one * VALUES[path][1]) for one in values], np.int64)
            for path, values in grid.items()
        ]
        return dict(zip((*NUMBERS, "verdict"), map(int, compiled(*columns)), strict=True))

    return run
