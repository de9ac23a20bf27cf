"""The smallest change that makes a condition hold: what it is, and that trying every value finds
nothing smaller."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain, combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counteroffer.analysis.least_change.satisfy import FactChange, smallest
from counteroffer.language import expr as x
from counteroffer.language.compile import compiled
from counteroffer.language.declarations import Declaration, Declarations
from counteroffer.language.expr import Expr, Operator, Value
from counteroffer.language.parse import parse
from counteroffer.text.errors import EngineError
from tests.support.samples import RULES

# Small enough to try every value of up to twelve facts.
NUMBERS, FLAGS, LISTS, WORDS = (
    ("n1", "n2", "n3"),
    ("f1", "f2", "f3", "f4", "f5", "f6", "f7"),
    ("t1", "t2"),
    ("w1", "w2"),
)
SMALL: Declarations = {
    **{name: Declaration(type="number", help="A number.", max=3) for name in NUMBERS},
    **{name: Declaration(type="flag", help="Yes or no.") for name in FLAGS},
    **{name: Declaration(type="tags", help="Tags.", names={"a": "A", "b": "B"}) for name in LISTS},
    **{
        name: Declaration(type="tag", help="A word.", names={"a": "A", "b": "B", "c": "C"})
        for name in WORDS
    },
}
_TAGS = ("a", "b", "x", "y", "z", "v")
_LISTS = tuple(
    map(frozenset, chain.from_iterable(combinations(_TAGS, size) for size in range(len(_TAGS) + 1)))
)
DOMAINS: Mapping[str, tuple[Value, ...]] = {
    **dict.fromkeys(NUMBERS, tuple(range(4))),
    **dict.fromkeys(FLAGS, (True, False)),
    **dict.fromkeys(LISTS, _LISTS),
    **dict.fromkeys(WORDS, ("a", "b", "c")),
}
_OPERATORS: tuple[Operator, ...] = ("==", "!=", "<", "<=", ">", ">=")


@st.composite
def leaves(draw: st.DrawFn, names: tuple[str, ...]) -> Expr:
    """A leaf over some of the facts."""
    name = draw(st.sampled_from(names))
    if draw(st.integers(0, 9)) == 0:
        return x.Known(x.Fact(name))
    operator = draw(st.sampled_from(_OPERATORS))
    counted = [x.Count(x.Fact(one)) for one in names if one in LISTS]
    sides: list[Expr] = [*(x.Fact(one) for one in names if one in NUMBERS), *counted]
    if name in FLAGS:
        return x.Fact(name)
    if name in WORDS:
        return x.Is(x.Fact(name), draw(st.sampled_from("ab")))
    if name in LISTS and draw(st.booleans()):
        return x.Has(x.Fact(name), draw(st.sampled_from("ab")))
    left = x.Count(x.Fact(name)) if name in LISTS else x.Fact(name)
    most = 3 if name in LISTS else 4
    constants: st.SearchStrategy[Expr] = st.integers(0, most).map(x.Number)
    right = draw(st.sampled_from(sides) | constants)
    return x.Compare(operator, left, right)


@st.composite
def conditions(draw: st.DrawFn, names: tuple[str, ...], deep: int = 2) -> Expr:
    """A condition over some of the facts, with the shapes that the language has."""
    kinds: list[Callable[[], Expr]] = [lambda: draw(leaves(names))]
    if deep:
        several = st.lists(conditions(names, deep - 1), min_size=1, max_size=3).map(tuple)
        kinds += [
            lambda: x.And(draw(several)),
            lambda: x.Or(draw(several)),
            lambda: x.Not(draw(conditions(names, deep - 1))),
        ]
    return draw(st.sampled_from(kinds))()


@st.composite
def questions(draw: st.DrawFn, most: int) -> tuple[Expr, dict[str, Value], set[str]]:
    """A condition, facts stated and not, and those that may change."""
    names = tuple(
        sorted(draw(st.sets(st.sampled_from(sorted(DOMAINS)), min_size=1, max_size=most)))
    )
    stated = {name: draw(st.none() | st.sampled_from(DOMAINS[name])) for name in names}
    free = {name for name in names if draw(st.integers(0, 4))}
    return draw(conditions(names)), stated, free


def _cost(
    names: tuple[str, ...], was: Mapping[str, Value], now: Mapping[str, Value]
) -> tuple[int, int, int]:
    tags = moved = 0
    for name in names:
        one, other = was[name], now[name]
        if isinstance(other, frozenset):
            tags += len(other ^ (one if isinstance(one, frozenset) else frozenset()))
        elif isinstance(other, int) and not isinstance(other, bool) and one is not None:
            assert isinstance(one, int)
            moved += abs(other - one)
    return len(names), tags, moved


def _changed(
    values: Mapping[str, Value], free: set[str], size: int
) -> Iterator[tuple[tuple[str, ...], dict[str, Value]]]:
    """Every case in which so many of the free facts have another value, stated."""
    for names in combinations(sorted(free), size):
        others = [[one for one in DOMAINS[name] if one != values[name]] for name in names]
        yield from (
            (names, {**values, **dict(zip(names, chosen, strict=True))})
            for chosen in product(*others)
        )


def brute(
    condition: Expr, values: Mapping[str, Value], free: set[str]
) -> tuple[int, int, int] | None:
    """The least cost of a change under which a condition holds, by trying them all."""
    holds = compiled(condition)
    for size in range(len(free) + 1):
        costs = [
            _cost(names, values, now)
            for names, now in _changed(values, free, size)
            if holds(now) is True
        ]
        if costs:
            return min(costs)
    return None


def _applied(values: Mapping[str, Value], changes: tuple[FactChange, ...]) -> dict[str, Value]:
    return {**values, **{one.fact: one.value for one in changes}}


def _agrees(condition: Expr, values: dict[str, Value], free: set[str]) -> None:
    found, tried = smallest(condition, values, free, SMALL), brute(condition, values, free)
    assert (found is None) == (tried is None)
    if found is not None:
        names = tuple(one.fact for one in found)
        now = _applied(values, found)
        assert compiled(condition)(now) is True
        assert set(names) <= free
        assert all(one.value != one.was and one.value is not None for one in found)
        assert _cost(names, values, now) == tried


@settings(max_examples=250)
@given(questions(most=3))
def test_no_change_of_up_to_three_facts_is_smaller_than_the_one_found(
    question: tuple[Expr, dict[str, Value], set[str]],
) -> None:
    _agrees(*question)


@st.composite
def wide(draw: st.DrawFn) -> tuple[Expr, dict[str, Value], set[str]]:
    """Up to twelve facts, and a condition that asks for several of them at once."""
    names = tuple(sorted(draw(st.sets(st.sampled_from((*NUMBERS, *FLAGS, *WORDS)), min_size=6))))
    stated = {name: draw(st.none() | st.sampled_from(DOMAINS[name])) for name in names}
    ways = [
        x.And(tuple(draw(st.lists(leaves(names), min_size=2, max_size=6))))
        for _ in range(draw(st.integers(1, 3)))
    ]
    return x.Or(tuple(ways)), stated, set(names) - {draw(st.sampled_from(names))}


@settings(max_examples=8)
@given(wide())
def test_no_change_of_up_to_twelve_facts_is_smaller(
    question: tuple[Expr, dict[str, Value], set[str]],
) -> None:
    _agrees(*question)


@given(
    st.lists(st.sampled_from(_OPERATORS), min_size=2, max_size=2),
    st.tuples(*[st.none() | st.integers(0, 3)] * 3),
)
def test_numbers_compared_in_a_chain_move_as_little_as_can_be(
    operators: list[Operator], stated: tuple[int | None, ...]
) -> None:
    pairs = zip(operators, NUMBERS, NUMBERS[1:], strict=False)
    chained = x.And(
        tuple(x.Compare(operator, x.Fact(one), x.Fact(other)) for operator, one, other in pairs)
    )
    _agrees(chained, dict(zip(NUMBERS, stated, strict=True)), set(NUMBERS))


def _texts(
    condition: str, stated: Mapping[str, object], free: set[str] | None = None
) -> list[str] | None:
    declared = RULES.declared
    values = {name: declared[name].read(value) for name, value in stated.items()}
    found = smallest(
        parse(condition, declared), values, set(RULES.profile) if free is None else free, declared
    )
    return None if found is None else [one.text for one in found]


@pytest.mark.parametrize(
    ("condition", "stated", "texts"),
    [
        ("gpu_years >= 2", {"gpu_years": 4}, []),
        ("gpu_years >= 2", {"gpu_years": 1}, ["gpu_years: 2 or more (is 1)"]),
        ("gpu_years > 2", {"gpu_years": "1.5"}, ["gpu_years: 2.1 or more (is 1.5)"]),
        ("gpu_years < 2", {"gpu_years": 4}, ["gpu_years: 1.9 or less (is 4)"]),
        ("gpu_years == 2", {"gpu_years": 4}, ["gpu_years: exactly 2 (is 4)"]),
        ("gpu_years != 2", {"gpu_years": 2}, ["gpu_years: other than 2 (is 2)"]),
        ("1 < gpu_years <= 3", {"gpu_years": 0}, ["gpu_years: 1.1 to 3 (is 0)"]),
        ("uptime_pct >= 99.9", {}, ["uptime_pct: 99.9 or more (not stated)"]),
        ("known(years)", {}, ["years: any figure (not stated)"]),
        ("owns_full_stack", {"owns_full_stack": False}, ["owns_full_stack: yes (is no)"]),
        ('"kubernetes" in skills', {"skills": "gpu"}, ["skills: add kubernetes"]),
        ('"gpu" not in skills', {"skills": "gpu, k8s"}, ["skills: leave out gpu"]),
        ('"gpu" not in skills', {}, ["skills: state it without gpu (not stated)"]),
        ("count(clouds) >= 2", {"clouds": "aws"}, ["clouds: add one more (has AWS)"]),
        ("count(clouds) >= 2", {}, ["clouds: add two or more (not stated)"]),
        (
            'count(clouds) >= 3 and "gcp" in clouds',
            {"clouds": "aws"},
            ["clouds: add gcp and one more (has AWS)"],
        ),
        (
            "gpu_years >= 2 and owns_full_stack",
            {},
            ["gpu_years: 2 or more (not stated)", "owns_full_stack: yes (not stated)"],
        ),
        ("gpu_years > years", {"gpu_years": 3, "years": 5}, ["years: 2.9 or less (is 5)"]),
    ],
)
def test_a_change_is_said_with_its_exact_threshold(
    condition: str, stated: dict[str, object], texts: list[str]
) -> None:
    assert _texts(condition, stated) == texts


@pytest.mark.parametrize(
    ("condition", "stated"),
    [
        ("gpu_years > 60", {}),
        ("gpu_years > years and years > gpu_years", {}),
        ("not known(years)", {"years": 3}),
        ('region == "london"', {}),
        ('"gpu" in skills and "gpu" not in skills', {}),
        ('count(clouds) < 1 and "aws" in clouds', {}),
        ("gpu_years > years and years >= 60", {"gpu_years": 3}),
    ],
)
def test_what_nothing_can_make_true_is_none(condition: str, stated: dict[str, object]) -> None:
    assert _texts(condition, stated) is None


def test_a_fact_that_is_not_free_never_changes() -> None:
    assert _texts("gpu_years >= 2 or years >= 10", {"gpu_years": 1, "years": 1}, {"years"}) == [
        "years: 10 or more (is 1)"
    ]
    assert _texts("gpu_years >= 2", {"gpu_years": 1}, set()) is None


def test_a_fact_that_is_not_stated_comes_before_one_that_has_to_move() -> None:
    assert _texts("gpu_years >= 2 or years >= 2", {"gpu_years": 1}) == [
        "years: 2 or more (not stated)"
    ]


def test_which_tags_are_examples_is_told() -> None:
    condition = parse('"gcp" in clouds and count(clouds) >= 4', RULES.declared)
    (change,) = (
        smallest(condition, {"clouds": frozenset({"oci"})}, {"clouds"}, RULES.declared) or ()
    )
    assert (change.add[0], len(change.add), change.others) == ("gcp", 3, 2)
    assert change.value == frozenset({"oci", *change.add})


def test_a_condition_that_compares_too_much_is_refused_in_good_time() -> None:
    names = [f"n{number}" for number in range(14)]
    declared = {name: Declaration(type="number", help="A number.", max=11) for name in names}
    apart = x.And(
        tuple(x.Compare("!=", x.Fact(one), x.Fact(other)) for one, other in combinations(names, 2))
    )
    with pytest.raises(EngineError, match="compares too many facts"):
        smallest(apart, {}, set(names), declared)
