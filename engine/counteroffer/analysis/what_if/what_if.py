"""One case, many scenarios: every combination of some facts' values, as a lazy polars frame.

The values of each axis are read as a case is (`scenarios`), the program's expressions become
columns (`grid`), each worked out on as few rows as it can be (`factor`), and the frame is computed
in a stream when it is asked for: hundreds of millions of rows take no more memory than a few, and a
column that is not selected takes no time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import product
from math import prod
from typing import Any

import polars as pl

from counteroffer.analysis.what_if.axes import Axis, Label, Typed, readable
from counteroffer.analysis.what_if.factor import JoinedTable, stages
from counteroffer.analysis.what_if.grid import FIRED, batches, plan
from counteroffer.analysis.what_if.idle import idle_axes, worths
from counteroffer.analysis.what_if.scenarios import Scenarios, Varied, scenarios
from counteroffer.analysis.what_if.where import Column, where
from counteroffer.answers.arguments import answered_within, checked_arguments
from counteroffer.answers.limits import MOST_ROWS, NO_LIMITS, Limits
from counteroffer.answers.setting import Setting
from counteroffer.cases.case import Case
from counteroffer.cases.parts import PAID, component, owner
from counteroffer.cases.situation import Situation
from counteroffer.language.expr import ZERO, Choose, Expr, Fact, Has, Number, Sum, Value, children
from counteroffer.money.rates import Rates
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.outcome import VERDICTS
from counteroffer.settlement.program import Program
from counteroffer.settlement.region_figures import find_region
from counteroffer.text.deadline import in_time
from counteroffer.text.errors import CaseError, Problem
from counteroffer.text.frozen import FrozenDict, freeze

NUMBERS = (
    "ask.base",
    "ask.equity",
    "ask.signing",
    "ask.annual",
    "stretch.base",
    "stretch.equity",
    "stretch.signing",
    "stretch.annual",
    "floor.base",
    "walk_away.base",
    "break_even.base",
    "gap.annual",
)
ROW = "row"

_BITS = 12  # levers whose patterns are looked up at once
_NARROW = 2**62

# Entries of a grant that are no money.
_COUNTED = ("shares", "options", "percent", "years", "cliff", "vesting", "vehicle", "per")


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The scenarios of a case: their frame, and what its columns are.

    `row` in the frame is the number of a scenario as typed.

    `currencies` has the currency of the amounts by region; a region varies where it has more than
    one entry or an axis says so. `idle` has the axes that change no figure, with why;
    `worths` what the offer that an axis is of is worth a year with its first and last value, in the
    baseline's currency.
    """

    frame: pl.LazyFrame
    axes: tuple[Axis, ...]
    rows: int
    baseline: Situation
    currencies: Mapping[str, str]
    idle: Mapping[str, str] = FrozenDict()
    worths: Mapping[str, tuple[int, int]] = FrozenDict()

    def __post_init__(self) -> None:
        freeze(self, "currencies", "idle", "worths")

    @property
    def columns(self) -> list[str]:
        """The columns of the result, in their order."""
        of_regions = ["currency"] if any(axis.path == "region" for axis in self.axes) else []
        return [*(axis.path for axis in self.axes), *NUMBERS, "verdict", "levers", *of_regions]

    def collect(self, *, deadline: float | None = None) -> pl.DataFrame:
        """Every row, worked out.

        Raises DeadlineError once `deadline`, a moment of `time.monotonic()`, has passed; the
        clock is looked at after each batch of rows, of which there are many a second.
        """
        with answered_within(deadline):
            return collected(self.frame.select(self.columns))

    def with_change(self, annual: int | None, currency: str) -> pl.LazyFrame:
        """The frame with `change`: `ask.annual` less this, in its currency.

        Rounded to the nearest whole unit, ties up.
        """
        change = pl.lit(None, dtype=pl.Int64)
        if annual is not None:
            change = pl.col("ask.annual")
            for other in sorted(set(self.currencies.values()) - {currency}):
                rate = self.baseline.table.rate(other, currency).value
                two, num, den = (
                    pl.lit(part, dtype=pl.Int128) for part in (2, rate.numerator, rate.denominator)
                )
                converted = (
                    (two * pl.col("ask.annual").cast(pl.Int128) * num + den) // (two * den)
                ).cast(pl.Int64)
                change = pl.when(pl.col("currency") == other).then(converted).otherwise(change)
            change = change - annual
        return self.frame.with_columns(change.alias("change"))

    def where(self, condition: str) -> pl.Expr:
        """A condition on the columns, as one types it.

        Raises WhereError.
        """
        columns = {name: Column(True, _one_of(self.currencies.values())) for name in NUMBERS}
        for axis in self.axes:
            words = tuple(label for label in axis.labels if isinstance(label, str))
            columns[axis.path] = Column(axis.numeric, axis.unit, None if axis.numeric else words)
        columns["verdict"] = Column(False, words=tuple(VERDICTS.values()))
        columns["levers"] = Column(False)
        if "currency" in self.columns:
            columns["currency"] = Column(False, words=tuple(self.currencies.values()))
        return where(condition, columns, (lever.id for lever in self.baseline.place.levers))


@checked_arguments
def what_if(
    case: Case,
    vary: Mapping[str, Typed],
    *,
    region: str | None = None,
    rulebook: Rulebook | None = None,
    rates: Rates | None = None,
    today: date | None = None,
    deadline: float | None = None,
) -> pl.LazyFrame:
    """Every combination of the values in `vary`, a row each.

    The figures are the same as `counter` has for that case.

    `vary` maps a path to its values, in a sequence or as one types them: `{"offer.base":
    "160K:220K:5K", "competing.NVIDIA": "absent,held", "gpu_years": [0, 2, 4], "region": "all",
    "skills+": "cuda"}`. Columns are these paths (numbers where all values are; null where absent),
    `ask.*`, `stretch.*`, `floor.base`, `walk_away.base`, `break_even.base` and `gap.annual` in
    whole units of the region's currency, rounded as `counter` rounds, `verdict` and `levers` (the
    fired ones joined by +) as pl.Enum or text, and `currency` where the region varies. Rows are in
    no set order. Only what is selected is computed; sink it or collect it with the streaming
    engine, and memory stays flat. Raises CaseError for values that can't be, EngineError for
    numbers that can't be proved to fit and for too many rows.

    Raises DeadlineError once `deadline`, a moment of `time.monotonic()`, has passed.
    """
    found = explore_in(Setting.of(region, rulebook, rates, today), case, vary)
    return found.frame.select(found.columns)


@checked_arguments
def explore(
    case: Case,
    vary: Mapping[str, Typed],
    *,
    region: str | None = None,
    rulebook: Rulebook | None = None,
    rates: Rates | None = None,
    today: date | None = None,
    deadline: float | None = None,
) -> WhatIf:
    """`what_if`, with what there is to know of it beside the frame.

    `rows` is how many there are, counted before any is worked out. Arguments and errors as of
    `what_if`. `WhatIf.collect` works the rows out within a deadline.
    """
    return explore_in(Setting.of(region, rulebook, rates, today), case, vary)


def explore_in(
    setting: Setting, case: Case, vary: Mapping[str, Typed], limits: Limits = NO_LIMITS
) -> WhatIf:
    """`explore`, in a setting.

    Raises LimitError for more than `limits` allow, before any scenario is read.
    """
    rulebook, baseline = setting.rulebook, setting.read(case)
    rules = baseline.place.rules
    typed, problems = readable(
        vary, rulebook.declared, rules.guide.bands, limits, levels=rules.levels
    )
    reserved = {*NUMBERS, "verdict", "levers", "currency", "change", ROW}
    problems += [
        Problem(
            f"'{axis.path}' is worked out, not varied", code="option.unusable", path=(axis.path,)
        )
        for axis in typed
        if axis.path in reserved
    ]
    typed = tuple(
        replace(axis, unit=axis.unit or _unit(axis, baseline, rulebook))
        for axis in typed
        if axis.path not in reserved
    )
    rows = prod(len(axis.values) for axis in typed)
    longest = max(typed, key=lambda axis: len(axis.values), default=None)
    limits.check_rows(rows, (longest.path,) if longest else ())
    stated = {**baseline.understood, **({"rates": dict(case.rates)} if case.rates else {})}
    others = [axis for axis in typed if axis.path not in _OF_PLACE]
    here = replace(setting, region=setting.region or baseline.place.region)
    worlds, found = _worlds(here, stated, typed, others)
    problems += found
    if problems:
        raise CaseError(problems)
    plans = [_Planned(one, typed, _strides(typed)) for one, _, _ in worlds]
    texts = sorted({text for planned in plans for text in planned.patterns()})
    frames = [
        planned.frame(texts, named, first)
        for planned, (_, named, first) in zip(plans, worlds, strict=True)
    ]
    frame = frames[0] if len(frames) == 1 else pl.concat(frames)
    places = [one.program.place for one, _, _ in worlds]
    currencies = {one.region: one.currency for one in places}
    idle = idle_axes(typed, stated, lambda one: setting.read(Case.of(**one)), rulebook)
    worth = dict(worths(typed, stated, setting.again))
    return WhatIf(frame, typed, rows, baseline, currencies, dict(idle), worth)


_OF_PLACE = ("region", "level")  # axes of which each value has figures of its own
_World = tuple[Scenarios, Mapping[str, Label], int]


def _worlds(
    setting: Setting, stated: Mapping[str, Any], typed: Sequence[Axis], others: Sequence[Axis]
) -> tuple[list[_World], list[Problem]]:
    """The scenarios of each region and level, what these are called, and their first row.

    Beside them what is wrong with a region or a level.
    """
    of_place, strides = [axis for axis in typed if axis.path in _OF_PLACE], _strides(typed)
    worlds: dict[tuple[str, str], _World] = {}
    problems: list[Problem] = []
    for picks in product(*(enumerate(axis.values) for axis in of_place)):
        named = {axis.path: value for axis, (_, value) in zip(of_place, picks, strict=True)}
        case = {**stated, **{name: value for name, value in named.items() if name == "level"}}
        try:
            one = scenarios(
                replace(setting, region=named.get("region", setting.region)), case, others
            )
        except CaseError as error:
            problems += _of_place(error, of_place, picks)
            continue
        pairs = zip(of_place, picks, strict=True)
        first = sum(strides[axis.path] * number for axis, (number, _) in pairs)
        here = one.program.place
        worlds[here.region, here.rules.level] = (one, named, first)
    return list(worlds.values()), problems


def _of_place(
    error: CaseError, of_place: Sequence[Axis], picks: Sequence[tuple[int, Any]]
) -> Iterator[Problem]:
    """What is wrong with a region or a level, told as that of the axis that says it."""
    for one in error.problems:
        about = (pair for pair in zip(of_place, picks, strict=True) if pair[0].path in one.path)
        axis, pick = next(about, (of_place[0], picks[0]) if of_place else (None, (0, None)))
        yield axis.problem(pick[0], one) if axis else one


def collected(frame: pl.LazyFrame) -> pl.DataFrame:
    """A frame worked out, within the deadline that is set.

    Raises DeadlineError. Polars stops where its batches are no longer taken; a query that is
    cancelled would end the process.
    """
    batches = []
    for batch in frame.collect_batches(engine="streaming", maintain_order=False):
        in_time()
        batches.append(batch)
    return pl.concat(batches) if batches else frame.clear().collect()


def _unit(axis: Axis, baseline: Situation, rulebook: Rulebook) -> str:
    """What the bare numbers of an axis count: the currency around them, or the unit of a fact."""
    head, _, rest = axis.path.partition(".")
    fact = rulebook.declared.get(rest if head == "candidate" else axis.path)
    own = find_region(rulebook, baseline.place.rules, str(baseline.understood["region"]))[2]
    if not axis.numeric:
        return ""
    if fact is not None:
        return own if fact.type == "money" else fact.unit
    offer, part = owner(axis.path)
    paid = component(part)
    if paid not in PAID or part.rpartition(".")[2] in _COUNTED:
        return ""
    company = offer.partition(".")[2].casefold()
    held = (one.key for one in baseline.alternatives if one.offer.company.casefold() == company)
    pay = baseline.pay.get(next(held, "offer" if head == "offer" else ""))
    names = {"bonus": "bonus_amount", "extras": "extras_amount"}
    return pay.currency_of(names.get(paid, paid)) if pay else own


def _strides(typed: Sequence[Axis]) -> Mapping[str, int]:
    """How many rows apart two values of an axis are, the last axis running fastest."""
    return {
        axis.path: prod(len(later.values) for later in typed[n + 1 :])
        for n, axis in enumerate(typed)
    }


def _one_of(currencies: Iterable[str]) -> str:
    """The currency that amounts are in, or nothing where there are several."""
    only, *others = dict.fromkeys(currencies)
    return "" if others else only


class _Planned:
    """One region's scenarios as a frame."""

    def __init__(self, one: Scenarios, typed: Sequence[Axis], strides: Mapping[str, int]) -> None:
        self._one, self._typed, self._strides = one, typed, strides
        self._others = [axis for axis in typed if axis.path not in _OF_PLACE]
        levers = list(one.program.levers)
        self._levers = [levers[n : n + _BITS] for n in range(0, len(levers), _BITS)]
        ranges = dict(entry for table in one.tables for entry in table.ranges())
        bits = [(f"bits {n}", _bits(some)) for n, some in enumerate(self._levers)]
        fired = (f"{FIRED}{lever}" for lever in levers)
        wanted = (*NUMBERS, "verdict", *(name for name, _ in bits), *fired)
        self._plan = plan(one.program, one.known, ranges, wanted, bits)
        self._asked = frozenset(_asked(one.program))

    def patterns(self) -> Iterator[str]:
        """Every text that levers can have together, where they are few."""
        if len(self._levers) == 1:
            yield from (text for text in self._texts(0, "") if text is not None)

    def _texts(self, number: int, end: str) -> list[str | None]:
        """The text of each pattern of bits; None for one that can't be."""
        some, constants = self._levers[number], self._plan.constants
        texts: list[str | None] = []
        for pattern in range(2 ** len(some)):
            fired = [lever for bit, lever in enumerate(some) if pattern >> bit & 1]
            can_be = all(
                constants.get(f"{FIRED}{lever}", lever in fired) is (lever in fired)
                for lever in some
            )
            texts.append("+".join(fired) + (end if fired else "") if can_be else None)
        return texts

    def frame(
        self, texts: Sequence[str], place: Mapping[str, Label], first_row: int
    ) -> pl.LazyFrame:
        """`place` names the region and the level, as far as these vary."""
        frame = self._joined()
        labels: list[pl.Expr] = []
        for axis in self._typed:
            if axis.path in place:
                labels.append(pl.lit(place[axis.path], dtype=pl.String).alias(axis.path))
            else:
                labels.append(pl.col(f"typed {self._others.index(axis)}").alias(axis.path))
        numbers = [self._number(name).alias(name) for name in NUMBERS]
        verdict = self._looked_up(
            "verdict", [VERDICTS[code] for code in sorted(VERDICTS)], pl.Enum(VERDICTS.values())
        )
        currency = (
            [pl.lit(self._one.program.place.currency, dtype=pl.String).alias("currency")]
            if "region" in place
            else []
        )
        row = [pl.col(f"row {n}") for n in range(len(self._one.tables))]
        first = pl.lit(first_row, dtype=pl.Int64)
        return frame.select(
            *labels,
            *numbers,
            verdict.alias("verdict"),
            self._lever_text(texts).alias("levers"),
            *currency,
            pl.sum_horizontal([*row, first]).alias(ROW),
        )

    def _joined(self) -> pl.LazyFrame:
        tables = [self._table(n, table) for n, table in enumerate(self._one.tables)]
        sizes = [
            JoinedTable(frozenset(table.columns), len(table.picks)) for table in self._one.tables
        ]
        frame = pl.LazyFrame({"one row": [True]})
        for number, stage in enumerate(stages(self._plan, sizes)):
            joined = tables[stage.table].lazy()
            frame = frame.join(joined, how="cross") if number else joined
            for batch in batches(stage.steps):
                frame = frame.with_columns(batch)
        return frame

    def _table(self, number: int, table: Varied) -> pl.DataFrame:
        columns: list[pl.Series] = []
        for name, values in table.columns.items():
            columns += series(name, values, self._asked)
        for place, axis in enumerate(table.axes):
            picked = [pick[place] for pick in table.picks]
            columns.append(_labels(self._others[axis], picked).alias(f"typed {axis}"))
        strides = [self._strides[self._others[axis].path] for axis in table.axes]
        rows = [
            sum(at * stride for at, stride in zip(pick, strides, strict=True))
            for pick in table.picks
        ]
        columns.append(pl.Series(f"row {number}", rows, dtype=pl.Int64))
        return pl.DataFrame(columns)

    def _number(self, name: str) -> pl.Expr:
        if name in self._plan.constants:
            return pl.lit(self._plan.constants[name], dtype=pl.Int64)
        return pl.col(name)

    def _looked_up(
        self, name: str, texts: Sequence[str | None], kind: pl.Enum | type[pl.String]
    ) -> pl.Expr:
        """The text that a number stands for."""
        if name in self._plan.constants:
            number = self._plan.constants[name]
            assert isinstance(number, int)
            return pl.lit(texts[number], dtype=kind)
        return pl.lit(pl.Series(texts, dtype=kind)).gather(pl.col(name))

    def _lever_text(self, texts: Sequence[str]) -> pl.Expr:
        if len(self._levers) == 1:
            return self._looked_up("bits 0", self._texts(0, ""), pl.Enum(texts))
        parts = [
            self._looked_up(f"bits {n}", self._texts(n, "+"), pl.String)
            for n in range(len(self._levers))
        ]
        return pl.concat_str(parts).str.strip_chars_end("+") if parts else pl.lit("")


def _bits(levers: Sequence[str]) -> Expr:
    return Sum(
        tuple(
            Choose(Fact(f"{FIRED}{lever}"), Number(1 << bit), ZERO)
            for bit, lever in enumerate(levers)
        )
    )


def _asked(program: Program) -> Iterator[tuple[str, str]]:
    """The tags that conditions ask for, each with its list."""
    for expr in (*program.levers.values(), *(expr for _, expr in program.settlement)):
        yield from tags_asked(expr)


def tags_asked(expr: Expr) -> Iterator[tuple[str, str]]:
    """The tags that an expression asks for, each with its list."""
    if isinstance(expr, Has):
        yield expr.tags.name, expr.tag
    for child in children(expr):
        yield from tags_asked(child)


def series(
    name: str, values: Sequence[Value], asked: frozenset[tuple[str, str]]
) -> Iterator[pl.Series]:
    """A value that varies as columns: of a list of tags, those that `columns.column` names."""
    known = [value for value in values if value is not None]
    if all(isinstance(value, bool) for value in known):
        yield pl.Series(name, values, dtype=pl.Boolean)
    elif all(isinstance(value, int) for value in known):
        wide = any(abs(value) >= _NARROW for value in known if isinstance(value, int))
        yield pl.Series(name, values, dtype=pl.Int128 if wide else pl.Int64)
    elif all(isinstance(value, frozenset) for value in known):
        lists = [value if isinstance(value, frozenset) else None for value in values]
        yield pl.Series(name, [None if tags is None else True for tags in lists], dtype=pl.Boolean)
        yield pl.Series(
            f"count {name}", [None if tags is None else len(tags) for tags in lists], dtype=pl.Int64
        )
        for tag in sorted(tag for fact, tag in asked if fact == name):
            has = [None if tags is None else tag in tags for tags in lists]
            yield pl.Series(f"{name} has {tag}", has, dtype=pl.Boolean)
    else:
        yield pl.Series(name, values, dtype=pl.String)


def _labels(axis: Axis, picked: Sequence[int]) -> pl.Series:
    """What the values of an axis are called, for these picks."""
    labels = [axis.labels[pick] for pick in picked]
    if not axis.numeric or all(label is None for label in axis.labels):
        return pl.Series(
            [None if label is None else str(label) for label in labels], dtype=pl.String
        )
    if all(isinstance(label, int) for label in axis.labels if label is not None):
        return pl.Series(labels, dtype=pl.Int64)
    exact = [
        None if label is None else Decimal(label) for label in labels if not isinstance(label, str)
    ]
    exponents = [number.as_tuple().exponent for number in exact if number is not None]
    scale = max(-exponent for exponent in exponents if isinstance(exponent, int))
    return pl.Series(exact, dtype=pl.Decimal(38, max(scale, 0)))


__all__ = [
    "MOST_ROWS",
    "NUMBERS",
    "ROW",
    "WhatIf",
    "explore",
    "explore_in",
    "series",
    "tags_asked",
    "what_if",
]
