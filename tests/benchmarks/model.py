"""The scenarios that the sweeps are measured on, and the same model written by hand for each rival.

Hugging Face in San Francisco with two competing offers, everything in dollars: the base in hand,
the equity in hand, NVIDIA's base, years with GPUs and availability vary; out come the numbers of
ask, stretch, floor and break-even, and the verdict. By hand everything that this guide makes
constant is simply written as a constant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import isqrt, prod
from typing import Any
from unittest.mock import patch

import polars as pl

from counteroffer import Case, Rates, Rulebook
from counteroffer.analysis.what_if import what_if as whatif
from counteroffer.analysis.what_if.factor import JoinedTable, Stage
from counteroffer.analysis.what_if.grid import ColumnPlan
from counteroffer.analysis.what_if.what_if import NUMBERS, what_if
from counteroffer.cases.normalise import situation
from counteroffer.cases.situation import Situation
from counteroffer.settlement.program import Program

FACTS: Mapping[str, Any] = {
    "guide": "huggingface-enterprise/devops-engineer",
    "region": "san-francisco",
    "candidate": {
        "skills": ["gpu", "kubernetes"],
        "gpu_years": 4,
        "clouds": ["aws"],
        "uptime_pct": "99.99",
    },
    "offer": {"base": "$180K", "equity": "$150K/4yr", "bonus": "5%"},
    "competing": [
        {"company": "NVIDIA", "base": "$210K", "equity": "$250K/4yr"},
        {"company": "Databricks", "base": "$205K", "equity": "$230K/4yr"},
    ],
    "today": "2026-11-20",
}
VERDICT = pl.Enum(["counter", "accept", "walk-away"])
PATHS = ("offer.base", "offer.equity", "competing.NVIDIA.base", "gpu_years", "uptime_pct")
# What the engine calls these, and the smallest part that it counts them in.
VALUES = {
    "offer.base": ("offer.base", 1),
    "offer.equity": ("offer.equity", 1),
    "competing.NVIDIA.base": ("held.1.base", 1),
    "gpu_years": ("gpu_years", 10),
    "uptime_pct": ("uptime_pct", 10_000),
}

Axes = Mapping[str, Sequence[float]]
Row = Mapping[str, float]


def axes(rows: int) -> Axes:
    """Axes with about so many scenarios: most of them in the two bases, the rest few values
    each."""
    many = max(2, isqrt(rows // 36))

    def between(low: int, high: int) -> list[int]:
        return [low + (high - low) * number // (many - 1) for number in range(many)]

    return {
        "offer.base": between(150_000, 240_000),
        "offer.equity": [100_000, 172_000, 173_000, 220_000],
        "competing.NVIDIA.base": between(180_000, 290_000),
        "gpu_years": [0, 2, 5],
        "uptime_pct": [99, 99.9, 99.99],
    }


def scenarios(grid: Axes) -> list[Row]:
    """Every scenario of small axes."""
    return [dict(zip(grid, values, strict=True)) for values in product(*grid.values())]


@dataclass(frozen=True)
class Known:
    """The case as the engines have it; the values of a scenario are put over `values`."""

    case: Case
    situation: Situation
    program: Program

    def values(self, row: Row) -> dict[str, Any]:
        varied = {VALUES[path][0]: round(one * VALUES[path][1]) for path, one in row.items()}
        return {**self.situation.values, **varied}


def known(rulebook: Rulebook | None = None) -> Known:
    rulebook = rulebook or Rulebook()
    case = Case.of(**FACTS)
    found = situation(case, rulebook, region=None, rates=Rates.snapshot(), today=None)
    return Known(case, found, found.program(rulebook))


def crossed(grid: Axes) -> pl.LazyFrame:
    """Every scenario as a row, lazily: numbers as the engine counts them."""
    frame: pl.LazyFrame | None = None
    for path, values in grid.items():
        axis = pl.LazyFrame({path: [round(one * VALUES[path][1]) for one in values]})
        frame = axis if frame is None else frame.join(axis, how="cross")
    assert frame is not None
    return frame


def by_hand(grid: Axes) -> pl.LazyFrame:
    """The model as one would write it in polars for this guide and region."""
    base, equity, rival = (
        pl.col("offer.base"),
        pl.col("offer.equity"),
        pl.col("competing.NVIDIA.base"),
    )

    def when(condition: pl.Expr, amount: int) -> pl.Expr:
        return pl.when(condition).then(amount)

    def annual(base: pl.Expr, equity: pl.Expr) -> pl.Expr:
        """Base with 5 % bonus and a quarter of the equity, half-up."""
        return (base * 42 + equity * 10 + 20) // 40

    gpu, sla, competing = pl.col("gpu"), pl.col("sla"), pl.col("competing")
    best, offered = pl.col("best"), pl.col("offered")
    asked, proposed_base, proposed_equity = (
        pl.col("ask.equity"),
        pl.col("proposed.base"),
        pl.col("proposed.equity"),
    )
    even = (best * 4 - asked.fill_null(0)) * 5
    return (
        crossed(grid)
        .with_columns(
            gpu=pl.col("gpu_years") >= 20,
            sla=pl.col("uptime_pct") >= 999_000,
            best=pl.max_horizontal(rival + 62_500, 262_500),
            offered=annual(base, equity),
        )
        .with_columns(competing=(pl.max_horizontal(rival, 205_000) > base) | (best > offered))
        .with_columns(
            pl.max_horizontal(
                when(gpu | sla | competing, 210_000), when(base < 190_000, 190_000)
            ).alias("proposed.base"),
            pl.max_horizontal(
                when(gpu | competing, 220_000), when(equity < 172_500, 173_000)
            ).alias("proposed.equity"),
            when(sla | (competing & gpu), 25_000).cast(pl.Int64).alias("ask.signing"),
        )
        .with_columns(
            pl.max_horizontal(proposed_base.clip(upper_bound=210_000), base).alias("ask.base"),
            pl.max_horizontal(proposed_equity.clip(upper_bound=220_000), equity).alias(
                "ask.equity"
            ),
            pl.max_horizontal(proposed_base, base).alias("stretch.base"),
            pl.max_horizontal(proposed_equity, equity).alias("stretch.equity"),
        )
        .with_columns(
            annual(pl.col("ask.base"), asked).alias("ask.annual"),
            annual(pl.col("stretch.base"), pl.col("stretch.equity")).alias("stretch.annual"),
            pl.col("ask.signing").alias("stretch.signing"),
            pl.min_horizontal(
                195_000 + pl.max_horizontal(best - 272_500, 0), pl.col("ask.base")
            ).alias("floor.base"),
            pl.when(even > 0).then(-((-even) // 21)).alias("break_even.base"),
        )
        .with_columns(
            pl.when(
                (pl.col("ask.base") <= base)
                & (asked <= equity)
                & pl.col("ask.signing").is_null()
                & (offered >= best)
            )
            .then(pl.lit("accept", VERDICT))
            .otherwise(pl.lit("counter", VERDICT))
            .alias("verdict"),
        )
        .select(*PATHS, *NUMBERS, "verdict")
    )


def plain(known: Known) -> Callable[[Row], Sequence[int | None]]:
    """One scenario after the other on the engine that is Python functions."""
    from counteroffer.engines.interface import Plain, measure

    engine = Plain()

    def settle(row: Row) -> Sequence[int | None]:
        values = engine.fire(known.program, measure(known.program, known.values(row))).values
        return [values[name] for name in (*NUMBERS, "verdict")]  # type: ignore[misc]

    return settle


def rete(known: Known) -> Callable[[Row], Sequence[int | None]] | None:
    """One scenario after the other on durable-rules; None where it can't be imported."""
    from counteroffer.engines.choose import engine
    from counteroffer.engines.interface import measure
    from counteroffer.engines.rete import durable

    if not durable.available():
        return None
    rules = engine("rete")

    def settle(row: Row) -> Sequence[int | None]:
        values = rules.fire(known.program, measure(known.program, known.values(row))).values
        return [values[name] for name in (*NUMBERS, "verdict")]  # type: ignore[misc]

    return settle


def size(grid: Axes) -> int:
    """How many scenarios there are."""
    return prod(len(values) for values in grid.values())


# Where an exchange rate and both parts of a competing offer vary too, most of the work needs some
# of the axes only.
ABROAD: Mapping[str, Any] = {
    "guide": "stability-ai/devops-engineer",
    "region": "remote-us",
    "candidate": {"skills": ["gpu", "kubernetes"], "gpu_years": 4},
    "offer": {"base": "$100K", "equity": "$100K/4yr"},
    "competing": [{"company": "Google", "base": "£110K", "equity": "£170K/4yr"}],
    "today": "2026-11-20",
}


def abroad(rows: int) -> tuple[pl.LazyFrame, pl.LazyFrame, int]:
    """Scenarios of an offer in another currency: as `what_if` factors them, unfactored, and how
    many there are."""
    many = max(2, round((rows / 21 / 21 / 3) ** 0.5))
    grid: Mapping[str, Sequence[Any]] = {
        "competing.Google.base": [
            f"GBP {90_000 + 90_000 * number // (many - 1)}" for number in range(many)
        ],
        "competing.Google.equity": [f"GBP {amount}" for amount in range(100_000, 200_001, 5_000)],
        "fx.GBP/USD": [f"1.{hundredths}" for hundredths in range(20, 41)],
        "offer.base": [f"USD {90_000 + 160_000 * number // (many - 1)}" for number in range(many)],
        "gpu_years": [0, 2, 4],
    }
    case = Case.of(**ABROAD)
    with patch.object(whatif, "stages", _at_the_end):
        slow = what_if(case, grid)
    return what_if(case, grid), slow, prod(map(len, grid.values()))


def by_what_if(known: Known, grid: Axes, *, levers: bool = False) -> pl.LazyFrame:
    """The model as this package makes it from the rules."""
    return what_if(known.case, grid).select(
        *PATHS, *NUMBERS, "verdict", *(["levers"] if levers else [])
    )


def unfactored(known: Known, grid: Axes) -> pl.LazyFrame:
    """The same with every column worked out on every scenario."""
    with patch.object(whatif, "stages", _at_the_end):
        return by_what_if(known, grid)


def _at_the_end(made: ColumnPlan, tables: Sequence[JoinedTable]) -> tuple[Stage, ...]:
    """All tables joined first, and then all columns."""
    *first, last = range(len(tables))
    return (*(Stage(number, ()) for number in first), Stage(last, made.steps))


def sorted_rows(frame: pl.LazyFrame, grid: Axes) -> list[tuple[int | None, ...]]:
    """The numbers and the verdict of each scenario, in the order of `scenarios`."""
    found = frame.collect()
    places = [
        {label: place for place, label in enumerate(found[path].unique().sort())} for path in PATHS
    ]
    assert [len(place) for place in places] == [len(values) for values in grid.values()]
    rows = found.select(*PATHS).iter_rows()
    order = [tuple(place[one] for place, one in zip(places, row, strict=True)) for row in rows]
    numbers = found.select(*NUMBERS, pl.col("verdict").to_physical().cast(pl.Int64)).rows()
    return [row for _, row in sorted(zip(order, numbers, strict=True), key=lambda pair: pair[0])]
