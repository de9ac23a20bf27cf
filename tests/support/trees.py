"""Random expressions of the rules' tree, and rows of values for their facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hypothesis import strategies as st

from counteroffer.language import expr as x
from counteroffer.language.expr import Expr, Operator, Rounding, Value
from counteroffer.language.intervals import FLAG, Range

# Numbers a, b and c can be unknown or negative, d never is; flags p and q; a word; a list of tags.
RANGES: Mapping[str, Range] = {
    "a": Range(-1000, 200_000, True),
    "b": Range(0, 300_000, True),
    "c": Range(-5, 5, True),
    "d": Range(1, 97),
    "p": FLAG,
    "q": FLAG,
    "word": FLAG,
    "tags": FLAG,
}

_flags = st.none() | st.booleans()
rows: st.SearchStrategy[list[dict[str, Value]]] = st.lists(
    st.fixed_dictionaries(
        {
            "a": st.none() | st.integers(-1000, 200_000),
            "b": st.none() | st.integers(0, 300_000),
            "c": st.none() | st.integers(-5, 5),
            "d": st.integers(1, 97),
            "p": _flags,
            "q": _flags,
            "word": st.none() | st.sampled_from(["senior", "junior"]),
            "tags": st.none() | st.frozensets(st.sampled_from(["gpu", "rust", "go"])),
        }
    ),
    min_size=1,
    max_size=8,
)

_FACTS = [x.Fact(name) for name in "abcd"]
_OPERATORS: list[Operator] = ["==", "!=", "<", "<=", ">", ">="]
_ROUNDINGS: list[Rounding] = ["half-up", "up"]
_DIVISORS: list[Expr] = [
    x.Number(1),
    x.Number(2),
    x.Number(7),
    x.Number(100),
    x.Number(40_000),
    x.Fact("d"),
    x.Product((x.Fact("d"), x.Number(4))),
]
_CERTAIN: list[Expr] = [
    x.Fact("p"),
    x.Fact("q"),
    x.Has(x.Fact("tags"), "gpu"),
    x.Is(x.Fact("word"), "senior"),
    x.Known(x.Fact("tags")),
    x.Known(x.Fact("p")),
    x.Compare(">=", x.Count(x.Fact("tags")), x.Number(2)),
    x.Compare("==", x.NOTHING, x.NOTHING),
    x.Known(x.NOTHING),
]


def _number(draw: st.DrawFn, deep: int) -> Expr:
    def one() -> Expr:
        return _number(draw, deep - 1)

    def several() -> tuple[Expr, ...]:
        return tuple(one() for _ in range(draw(st.integers(1, 3))))

    constant = st.sampled_from([0, 1, 2, 100, 10_000]) | st.integers(-10, 300_000)
    kinds: list[Callable[[], Expr]] = [
        lambda: draw(st.sampled_from(_FACTS)),
        lambda: x.Number(draw(constant)),
        lambda: draw(st.sampled_from(_FACTS)),
    ]
    if deep > 0:
        kinds += [
            lambda: x.NOTHING,
            lambda: x.Sum(several()),
            lambda: x.Greatest(several()),
            lambda: x.Least(several()),
            lambda: x.FirstKnown(several()),
            lambda: x.Product((one(), x.Number(draw(constant)))),
            lambda: x.Product((one(), draw(st.sampled_from(_FACTS)))),
            lambda: x.Choose(_condition(draw, deep - 1), one(), one()),
            lambda: x.Quotient(
                one(),
                draw(st.sampled_from(_DIVISORS)),
                draw(st.sampled_from(_ROUNDINGS)),
                draw(st.sampled_from([1, 1, 5, 1000])),
            ),
        ]
    return draw(st.sampled_from(kinds))()


def _condition(draw: st.DrawFn, deep: int) -> Expr:
    def several() -> tuple[Expr, ...]:
        return tuple(_condition(draw, deep - 1) for _ in range(draw(st.integers(1, 3))))

    kinds: list[Callable[[], Expr]] = [
        lambda: draw(st.sampled_from(_CERTAIN)),
        lambda: x.Compare(
            draw(st.sampled_from(_OPERATORS)), _number(draw, deep - 1), _number(draw, deep - 1)
        ),
        lambda: x.Known(_number(draw, deep - 1)),
    ]
    if deep > 0:
        kinds += [
            lambda: x.And(several()),
            lambda: x.Or(several()),
            lambda: x.Not(_condition(draw, deep - 1)),
        ]
    return draw(st.sampled_from(kinds))()


@st.composite
def numbers(draw: st.DrawFn) -> Expr:
    """An expression that is a number."""
    return _number(draw, 3)


@st.composite
def conditions(draw: st.DrawFn) -> Expr:
    """An expression that holds, fails or is unknown."""
    return _condition(draw, 3)


expressions: st.SearchStrategy[Expr] = numbers() | conditions()
