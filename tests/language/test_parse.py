"""Conditions as text: what they mean as trees, and what is refused, where."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counteroffer import CounterofferError, Rulebook
from counteroffer.language import expr as x
from counteroffer.language.compile import compiled
from counteroffer.language.declarations import Declaration
from counteroffer.language.expr import Expr, count_ways, facts_of, positive, ways
from counteroffer.language.parse import LONGEST, WIDEST, ConditionError, parse
from tests.support.samples import attempt

DECLARED: Mapping[str, Declaration] = Rulebook().declared
GPU, YEARS = x.Fact("gpu_years"), x.Fact("years")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("gpu_years >= 2", x.Compare(">=", GPU, x.Number(20))),
        ("gpu_years >= 2.5", x.Compare(">=", GPU, x.Number(25))),
        ("uptime_pct >= 99.9", x.Compare(">=", x.Fact("uptime_pct"), x.Number(999_000))),
        ("2 <= gpu_years", x.Compare(">=", GPU, x.Number(20))),
        ("2 == gpu_years", x.Compare("==", GPU, x.Number(20))),
        ("gpu_years != 2", x.Compare("!=", GPU, x.Number(20))),
        (
            "1 <= gpu_years < 5",
            x.And((x.Compare(">=", GPU, x.Number(10)), x.Compare("<", GPU, x.Number(50)))),
        ),
        ("gpu_years > years", x.Compare(">", GPU, YEARS)),
        ("offer_base > 0", x.Compare(">", x.Fact("offer_base"), x.Number(0))),
        (
            "offer_base < band_base_middle",
            x.Compare("<", x.Fact("offer_base"), x.Fact("band_base_middle")),
        ),
        ("held_offers >= 1_000", x.Compare(">=", x.Fact("held_offers"), x.Number(1_000))),
        ('"k8s" in skills', x.Has(x.Fact("skills"), "kubernetes")),
        ("'Google Cloud' in clouds", x.Has(x.Fact("clouds"), "gcp")),
        ('"gpu" not in skills', x.Not(x.Has(x.Fact("skills"), "gpu"))),
        ("count(clouds) >= 2", x.Compare(">=", x.Count(x.Fact("clouds")), x.Number(2))),
        ("3 > count(clouds)", x.Compare("<", x.Count(x.Fact("clouds")), x.Number(3))),
        (
            "count(clouds) == count(skills)",
            x.Compare("==", x.Count(x.Fact("clouds")), x.Count(x.Fact("skills"))),
        ),
        ("owns_full_stack", x.Fact("owns_full_stack")),
        ("not owns_full_stack", x.Not(x.Fact("owns_full_stack"))),
        ("known(gpu_years)", x.Known(GPU)),
        ("known(skills)", x.Known(x.Fact("skills"))),
        ('region == "Remote US"', x.Is(x.Fact("region"), "remote-us")),
        ('"london" != region', x.Not(x.Is(x.Fact("region"), "london"))),
        (" ( owns_full_stack ) ", x.Fact("owns_full_stack")),
        (
            "owns_full_stack\nand offer_stated",
            x.And((x.Fact("owns_full_stack"), x.Fact("offer_stated"))),
        ),
        (
            "not offer_stated or gpu_years > 1 and owns_full_stack",
            x.Or(
                (
                    x.Not(x.Fact("offer_stated")),
                    x.And((x.Compare(">", GPU, x.Number(10)), x.Fact("owns_full_stack"))),
                )
            ),
        ),
    ],
)
def test_a_condition_is_read_as_a_tree(text: str, tree: Expr) -> None:
    assert parse(text, DECLARED) == tree


@pytest.mark.parametrize(
    ("text", "marked", "reason"),
    [
        ("gpu_yeers >= 2", "gpu_yeers", "unknown fact 'gpu_yeers'; did you mean 'gpu_years'?"),
        ("owns_full_stack and gpu_yeers >= 2", "gpu_yeers", "did you mean 'gpu_years'?"),
        ("  known(gpu_yeers)", "gpu_yeers", "did you mean 'gpu_years'?"),
        ('"x" in skils', "skils", "did you mean 'skills'?"),
        ("zzz == 2", "zzz", "unknown fact 'zzz'"),
        ('gpu_years >= "two"', '"two"', "a number is needed here"),
        ('gpu_years == "gpu"', '"gpu"', "a number is needed here"),
        ('"gpu" == gpu_years', '"gpu"', "a number is needed here"),
        ("skills >= 2", "skills", "is a list of tags and can't be compared with a number"),
        (
            "owns_full_stack == 1",
            "owns_full_stack",
            "is a yes or no and can't be compared with a number",
        ),
        ("owns_full_stack == True", "owns_full_stack", "is a yes or no"),
        ("gpu_years == True", "True", "a number is needed here"),
        ("gpu_years == None", "None", "a number is needed here"),
        ("gpu_years >= 1.55", "1.55", "at most 1 places after the point can matter"),
        ("count(clouds) >= 1.5", "1.5", "at most 0 places after the point can matter"),
        ("gpu_years >= 61", "61", "only 0 to 60 makes sense here"),
        ("gpu_years >= -1", "-1", "only 0 to 60 makes sense here"),
        ("uptime_pct > 100.0001", "100.0001", "only 0 to 100 makes sense here"),
        ("gpu_years > 0x10", "0x10", "a number is needed here"),
        ("gpu_years > 2j", "2j", "a number is needed here"),
        ("gpu_years > not 2", None, None),
        ("gpu_years > - - 2", "- - 2", "a number is needed here"),
        ("offer_base > 100000", "100000", "an amount has no currency here"),
        ("offer_base > gpu_years", "offer_base > gpu_years", "not of one unit"),
        ("gpu_years > held_offers", "gpu_years > held_offers", "not of one unit"),
        ("uptime_pct > compute_savings_pct", "uptime_pct > compute_savings_pct", "not of one unit"),
        ("region == 2", None, "is a word: compare it by == or != with one in quotes"),
        ('region > "london"', 'region > "london"', "is a word"),
        ("region == skills", "region == skills", "is a word"),
        ("skills", "skills", "is not a yes or no: compare it with something"),
        ("gpu_years", "gpu_years", "is not a yes or no"),
        ("known(skills) and region", "region", "is not a yes or no"),
        ("gpu_years is 2", "gpu_years is 2", "compare with == != < <= > >= or in"),
        ("skills in skills", "skills", "write the tag in quotes"),
        ("gpu_years in skills", "gpu_years", "write the tag in quotes"),
        ("2 in skills", "2", "write the tag in quotes"),
        ('"a" in region', "region", "needs a fact that is a list of tags"),
        ('"a" in "abc"', '"abc"', "needs a fact that is a list of tags"),
        ("count(gpu_years) > 2", "count(gpu_years)", "takes one fact that is a list of tags"),
        (
            "count(skills, clouds) > 2",
            "count(skills, clouds)",
            "takes one fact that is a list of tags",
        ),
        ("count(skills)", "count(skills)", "does not belong in a condition"),
        ("known(2)", "known(2)", "does not belong in a condition"),
        ("known(gpu_years, years)", "known(gpu_years, years)", "does not belong in a condition"),
        ("known(gpu_years >= 2)", "known(gpu_years >= 2)", "does not belong in a condition"),
        ("print(1)", "print(1)", "does not belong in a condition"),
        ("__import__('os')", "__import__('os')", "does not belong in a condition"),
        ("lambda: 1", "lambda: 1", "does not belong in a condition"),
        ("[x for x in skills]", "[x for x in skills]", "does not belong in a condition"),
        ("skills.pop", "skills.pop", "does not belong in a condition"),
        ("skills[0] == 2", "skills[0]", "this is not a fact or a number"),
        ("gpu_years + years > 2", "gpu_years + years", "this is not a fact or a number"),
        ("gpu_years >= 1 + 1", "1 + 1", "this is not a fact or a number"),
        ("f'{gpu_years}'", "f'{gpu_years}'", "does not belong in a condition"),
        ('"gpu"', '"gpu"', "does not belong in a condition"),
        ("True", "True", "does not belong in a condition"),
        ("2 > 1", None, "this is not a fact or a number"),
        ("(gpu_years := 2)", "gpu_years := 2", "does not belong in a condition"),
        (
            "owns_full_stack if offer_stated else known(years)",
            None,
            "does not belong in a condition",
        ),
        ('"größe" in skills and gpu_yeers > 1', "gpu_yeers", "did you mean 'gpu_years'?"),
        ('"日本語" in skills and gpu_yeers > 1', "gpu_yeers", "did you mean 'gpu_years'?"),
        ("", None, "this is not a condition"),
        ("   ", None, "this is not a condition"),
        ("gpu_years >=", None, "this is not a condition"),
        ("gpu_years => 2", None, "this is not a condition"),
        ("gpu_years = 2", None, "this is not a condition"),
        ("gpu_years >= 2 && owns_full_stack", None, "this is not a condition"),
        ("gpu_years >= 2; owns_full_stack", None, "this is not a condition"),
        ("a\0b", None, "this is not a condition"),
        ('"gpu in skills', None, "this is not a condition"),
    ],
)
def test_what_is_refused_says_why_and_where(
    text: str, marked: str | None, reason: str | None
) -> None:
    with pytest.raises(ConditionError) as caught:
        parse(text, DECLARED)
    error = caught.value
    assert reason is None or reason in error.reason
    assert 0 <= error.start < max(1, len(text))
    if marked is not None:
        assert text[error.start : error.start + error.width] == marked


def test_a_tag_that_is_no_word_is_refused() -> None:
    """A tag without a letter or a digit is in no list."""
    with pytest.raises(ConditionError):
        parse('"--" in skills', DECLARED)


def test_a_condition_has_a_greatest_length() -> None:
    assert parse("gpu_years >= 2".ljust(LONGEST), DECLARED)
    with pytest.raises(
        ConditionError, match="a condition of 1,001 characters; the longest is 1,000"
    ):
        parse("gpu_years >= 2".ljust(LONGEST + 1), DECLARED)


def test_a_condition_has_a_greatest_width() -> None:
    """Each way to hold or to fail becomes a rule."""

    def wide(terms: int) -> str:
        return " and ".join(["(gpu_years > 1 or years > 1)"] * terms)

    assert WIDEST == 64
    assert parse(wide(6), DECLARED)
    for text in (wide(7), f"not ({wide(7)})"):
        with pytest.raises(
            ConditionError, match="in more than 64 ways: make two levers of it"
        ) as caught:
            parse(text, DECLARED)
        assert caught.value.width == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 400 + "owns_full_stack" + ")" * 400,
        "not " * 240 + "owns_full_stack",
        "-" * 900 + "1 > gpu_years",
        "[" * 900,
        "known(" * 160 + "x" + ")" * 20,
        "gpu_years " + "> 1 " * 240,
        "a" + ".b" * 480,
        "x" + "[0]" * 300,
        "1 if x else " * 80 + "1",
    ],
)
def test_nesting_is_read_or_refused(text: str) -> None:
    read = attempt(parse, text, DECLARED)
    if not isinstance(read, CounterofferError):
        assert compiled(read)({"owns_full_stack": True}) is True


@settings(max_examples=300)
@given(st.text(max_size=60))
def test_any_text_is_a_condition_or_refused(text: str) -> None:
    read = attempt(parse, text, DECLARED)
    if isinstance(read, CounterofferError):
        assert isinstance(read, ConditionError)
        assert read.reason
        assert 0 <= read.start <= len(text)
        assert read.width >= 1
    else:
        assert set(facts_of(read)) <= set(DECLARED)


WORDS = st.sampled_from(
    [
        "(",
        ")",
        "and",
        "or",
        "not",
        "in",
        "==",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "count(",
        "known(",
        "gpu_years",
        "years",
        "skills",
        "clouds",
        '"gpu"',
        '"k8s"',
        "1",
        "2.5",
        "-3",
        "0",
        "region",
        '"london"',
        "owns_full_stack",
        "offer_base",
        "band_base_middle",
        "lambda",
        ":",
        "[",
        "]",
        ",",
        ".",
        "+",
        "é",
        "日",
    ]
)


@settings(max_examples=400)
@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_any_words_are_a_condition_or_refused(text: str) -> None:
    read = attempt(parse, text, DECLARED)
    if isinstance(read, CounterofferError):
        assert isinstance(read, ConditionError)
        assert 0 <= read.start <= len(text)
        assert read.start + read.width <= len(text) + 1
    else:
        assert compiled(read)({}) in (True, False, None)


def test_pushing_not_down_changes_nothing() -> None:
    text = (
        "not (gpu_years >= 2 and (owns_full_stack or not known(years)) "
        "or not (offer_stated and gpu_years < years))"
    )
    tree = parse(text, DECLARED)
    assert count_ways(positive(tree)) == len(ways(positive(tree)))
    values = [None, 10, 30]
    for gpu in values:
        for years in values:
            for owns in (None, True, False):
                for offered in (True, False):
                    known = {
                        "gpu_years": gpu,
                        "years": years,
                        "owns_full_stack": owns,
                        "offer_stated": offered,
                    }
                    expected = compiled(tree)(known)
                    assert compiled(positive(tree))(known) is expected
                    holds = any(
                        all(compiled(leaf)(known) is True for leaf in way)
                        for way in ways(positive(tree))
                    )
                    assert holds is (expected is True)
