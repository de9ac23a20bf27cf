"""Bad cases: each gives an error in its place that says what to do, all of them at once, and
nothing else."""

from __future__ import annotations

import copy
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from counteroffer import (
    Case,
    CaseError,
    Counteroffer,
    CounterofferError,
    InputError,
    Problem,
    Rulebook,
    counter,
)
from counteroffer.answers.answer import understood
from counteroffer.text.codes import CODES
from tests.support.samples import (
    HUGGING_FACE,
    MIDJOURNEY,
    RULES,
    SAMPLES,
    Facts,
    attempt,
    cases,
    guide_file,
    sample,
    settled,
    write,
)

HEAD = f"guide: {MIDJOURNEY}\nregion: san-francisco\ntoday: 2026-11-20\n"  # three lines


def ask(text: str | bytes) -> Counteroffer:
    return counter(Case.loads(text, "case.yaml"), engine="plain", rulebook=RULES)


def refused(text: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        ask(text)
    return caught.value.problems


@pytest.mark.parametrize(
    ("body", "at", "message"),
    [
        # names
        (
            "candidate: {gpu_yeers: 4}",
            (4, 13),
            "unknown fact 'gpu_yeers'; did you mean 'gpu_years'?",
        ),
        ("candidate: {offer_base: 4}", (4, 13), "unknown fact 'offer_base'"),
        ("offer: {bace: 200K}", (4, 9), "unknown entry 'bace'; did you mean 'base'?"),
        ("ofer: {base: 200K}", (4, 1), "unknown entry 'ofer'; did you mean 'offer'?"),
        (
            "offer: {base: 200K, currency: USB}",
            None,
            "there is no exchange rate for 'USB'; did you mean USD?",
        ),
        (
            "offer: {base: 200K, currency: dollars}",
            (4, 31),
            "a currency is a code of three letters, such as USD",
        ),
        (
            "offer: {base: USB 200K}",
            (4, 15),
            "'USB' is no currency known here: write an ISO 4217 code",
        ),
        ("home: XXQ", (4, 7), "there is no exchange rate for 'XXQ'"),
        (
            "offer: {equity: {amount: 150K, vehicle: rsuu}}",
            (4, 41),
            "unknown vehicle 'rsuu'; did you mean 'rsu'?",
        ),
        (
            "competing: [{company: A, base: 200K, evidence: writen}]",
            (4, 48),
            "can be 'written', 'verbal' or 'expected'",
        ),
        # amounts
        ("offer: {base: -200K}", (4, 15), "an amount can't be negative: leave out the minus"),
        ("offer: {base: -200000}", (4, 15), "an amount can't be negative"),
        ("offer: {base: NaN}", (4, 15), "write digits, as in £125K"),
        ("offer: {base: .nan}", (4, 15), "write one like £125K"),
        ("offer: {base: .inf}", (4, 15), "write one like £125K"),
        ("offer: {base: Infinity}", (4, 15), "write digits, as in £125K"),
        ("offer: {base: 1e5}", (4, 15), "exponents are not read: write 150000 or 150K"),
        ("offer: {base: £1.234K}", (4, 16), "can't tell thousands from decimals here"),
        ("offer: {base: £125KK}", (4, 19), "leave out 'KK'"),
        ("offer: {base: 80}", (4, 15), "base of 80 USD is far too small: write 80K"),
        ("offer: {base: 0}", (4, 15), "far too small"),
        ("offer: {base: 4000}", (4, 15), "is it a monthly figure? write it with /mo"),
        (
            "offer: {base: 80.000}",
            (4, 15),
            "80.000 is read as the number 80; write 80K, or '80.000' in quotes",
        ),
        ("offer: {base: 999M}", (4, 15), "base of 999,000,000 USD is far too large"),
        ("offer: {base: 99999999999999999999}", (4, 15), "a figure has at most 15 digits"),
        ("offer: {equity: 80/yr}", (4, 17), "equity of 80 USD is far too small: write 80K"),
        ("offer: {signing: 25}", (4, 18), "signing of 25 USD is far too small: write 25K"),
        (
            "candidate: {minimum_base: 180}",
            (4, 27),
            "minimum_base of 180 USD is far too small: write 180K",
        ),
        ("offer: {base: 180-200K}", (4, 15), "one figure is needed here, not '180-200K'"),
        ("offer: {base: 5%}", (4, 15), "an amount of money is needed here, not a percentage"),
        ("offer: {base: [200K]}", (4, 15), "an amount is a number or a text such as $210K"),
        ("offer: {base: true}", (4, 15), "an amount is a number or a text such as $210K"),
        ("offer: {base: kr 900000}", (4, 15), "kr can be SEK or NOK or DKK or ISK"),
        ("offer: {base: $210,000}", (4, 20), "write the amount without commas (210K) or in quotes"),
        (
            "offer: {base: 200K, bonus: 10}",
            (4, 28),
            "is it a percentage or an amount? write 10% or 10K",
        ),
        ("offer: {base: 200K, bonus: 5-10%}", (4, 28), "one figure is needed here, the target"),
        ("offer: {base: 200K, bonus: 900%}", (4, 28), "no percentage of base that anyone pays"),
        (
            "offer: {base: 200K, bonus: 5.125%}",
            (4, 28),
            "at most two places after the point of a percentage",
        ),
        # equity without a readable period
        (
            "offer: {equity: $150K/fortnight}",
            (4, 22),
            "'fortnight' is not read here: write /yr, /mo, /wk, /day, /h or /4yr",
        ),
        ("offer: {equity: $150K over many years}", (4, 23), "leave out"),
        (
            "offer: {equity: {amount: 150K, per: month}}",
            (4, 37),
            "'per' is 'month'; it can be 'year'",
        ),
        ("offer: {equity: {amount: 150K, years: many}}", (4, 39), "years"),
        ("offer: {equity: {amount: 150K, years: 0}}", (4, 39), "years"),
        ("offer: {equity: {amount: 150K, years: 11}}", (4, 39), "years"),
        ("offer: {equity: {amount: 150K, years: 4.5}}", (4, 39), "years"),
        (
            "offer: {equity: {amount: 150K/yr, years: 4}}",
            (4, 17),
            "equity has two periods: keep one",
        ),
        ("offer: {equity: {years: 4}}", None, "equity needs its amount, or shares"),
        # candidate
        ("candidate: {gpu_years: many}", (4, 24), "gpu_years needs a number of years, not 'many'"),
        ("candidate: {gpu_years: [4]}", (4, 24), "gpu_years needs a number of years"),
        ("candidate: {gpu_years: true}", (4, 24), "gpu_years needs a number of years"),
        ("candidate: {gpu_years: -1}", (4, 24), "only 0 to 60 makes sense"),
        ("candidate: {gpu_years: 99}", (4, 24), "only 0 to 60 makes sense"),
        ("candidate: {gpu_years: 2.55}", (4, 24), "at most 1 places after the point"),
        ("candidate: {gpu_years: NaN}", (4, 24), "gpu_years"),
        ("candidate: {gpu_years: Infinity}", (4, 24), "gpu_years"),
        ("candidate: {uptime_pct: 100.1}", (4, 25), "only 0 to 100 makes sense"),
        ("candidate: {clouds: 3}", (4, 21), "clouds needs a list of words, [a, b], not 3"),
        ("candidate: {clouds: [3]}", (4, 21), "clouds needs a list of words"),
        ("candidate: {clouds: {aws: 1}}", (4, 21), "clouds needs a list of words"),
        ("candidate: {clouds: [--]}", (4, 21), "has an entry without a letter or a digit"),
        (
            "candidate: {owns_full_stack: perhaps}",
            (4, 30),
            "owns_full_stack needs yes or no, not 'perhaps'",
        ),
        ("candidate: {owns_full_stack: 2}", (4, 30), "owns_full_stack needs yes or no, not 2"),
        ("candidate: [gpu]", (4, 12), "'candidate' needs entries of the form 'name: value'"),
        # offers
        ("offer: 200K", (4, 8), "'offer' needs entries of the form 'name: value'"),
        ("offer: {}", (4, 8), "this offer states nothing: give its base, equity, signing or bonus"),
        ("offer: {company: A}", (4, 8), "this offer states nothing"),
        (
            "offer: {base: 200K, expires: tomorrow}",
            (4, 30),
            "a date is written 2026-12-04, not 'tomorrow'",
        ),
        ("offer: {base: 200K, expires: 2026-02-30}", (4, 30), "a date is written 2026-12-04"),
        ("offer: {base: 200K, final: perhaps}", (4, 28), "final"),
        ("competing: {company: A, base: 200K}", (4, 12), "'competing' needs a list"),
        ("competing: [{base: 200K}]", (4, 13), "'company' is missing"),
        (
            "competing: [{company: '', base: 200K}]",
            (4, 24),
            "a company is a name of up to 100 characters",
        ),
        (
            "competing: [{company: 3, base: 200K}]",
            (4, 23),
            "a company is a name of up to 100 characters",
        ),
        (
            'competing: [{company: "a\\u202eb", base: 200K}]',
            (4, 24),
            "a company is a name of up to 100 characters",
        ),
        (
            "competing:\n- {company: Acme, base: 200K}\n- {company: ' ACME', base: 210K}",
            (6, 14),
            "'ACME' stands twice, here and as entry 1: keep one",
        ),
        # the rest
        ("rates: {GBPUSD: 1.3}", None, "'GBPUSD' is not a pair of currencies; write GBP/USD"),
        ("rates: {USD/GBP: -1}", None, "the rate USD/GBP must be a positive number such as 1.31"),
        ("rates: {USD/GBP: 0}", None, "the rate USD/GBP must be above zero"),
        ("rates: {USD/GBP: 0.76, GBP/USD: 5}", None, "contradict each other"),
        ("rates: 1.31", (4, 8), "'rates' needs entries of the form 'name: value'"),
        ("region: london", (4, 1), "'region' stands twice; the first is on line 2"),
        ("offer: &x {base: 200K}", None, None),
        ("offer: *x", (4, 8), "aliases (*x) are not used here: write the value out"),
        ("offer: !!map {base: 200K}", (4, 8), "are not used here: write a plain value"),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(
    body: str, at: tuple[int, int] | None, message: str | None
) -> None:
    if message is None:
        assert ask(HEAD + body)
        return
    problems = refused(HEAD + body)
    assert message in problems[0].message
    assert problems[0].file == "case.yaml"
    assert problems[0].line >= 4
    assert problems[0].source == (HEAD + body).splitlines()[problems[0].line - 1]
    if at:
        assert (problems[0].line, problems[0].column) == at
    assert "\n" not in problems[0].message
    assert len(problems) == 1
    assert problems[0].code in CODES
    assert problems[0].code not in ("input.unusable", "value.unusable", "rule.unusable")
    assert problems[0].path


@pytest.mark.parametrize(
    ("facts", "pointer", "code", "suggestion"),
    [
        ({"offer": {"base": 80}}, "/offer/base", "amount.too-small", None),
        ({"offer": {"base": {"amount": 80}}}, "/offer/base", "amount.too-small", None),
        ({"offer": {"equity": "80/yr"}}, "/offer/equity", "amount.too-small", None),
        ({"offer": {"equity": {"amount": "x"}}}, "/offer/equity/amount", "amount.unreadable", None),
        ({"offer": {"equity": "many"}}, "/offer/equity", "amount.unreadable", None),
        ({"offer": {"bace": 5, "base": "$200K"}}, "/offer/bace", "entry.unknown", "base"),
        ({"cls": 1}, "/cls", "entry.unknown", None),
        ({"competing": [{"base": "$200K"}]}, "/competing/0/company", "entry.missing", None),
        ({"candidate": {"gpu_yeers": 4}}, "/candidate/gpu_yeers", "fact.unknown", "gpu_years"),
        ({"candidate": {"clouds": 4}}, "/candidate/clouds", "fact.wrong-type", None),
        ({"candidate": {"uptime_pct": 101}}, "/candidate/uptime_pct", "fact.out-of-range", None),
        ({"guide": "midjourny/devops-engineer"}, "/guide", "guide.unknown", MIDJOURNEY),
        ({"region": "san-fransisco"}, "/region", "region.unknown", "san-francisco"),
        ({"rates": {"GBP/USD": {"decimal": 1}}}, "/rates/GBP~1USD", "value.wrong-type", None),
        ({"rates": {"GBP/USD": "x"}}, "/rates/GBP~1USD", "rate.unusable", None),
        ({"rates": {"pound": 1}}, "/rates/pound", "rate.unusable", None),
        ({"home": "XXQ"}, "/home", "rate.unknown", None),
        ({"today": "soon"}, "/today", "date.unreadable", None),
        (
            {"competing": [{"company": "A", "base": 5}] * 101},
            "/competing/100",
            "list.too-long",
            None,
        ),
    ],
)
def test_each_problem_has_a_pointer_a_code_and_what_was_meant(
    facts: Facts, pointer: str, code: str, suggestion: str | None
) -> None:
    with pytest.raises(CaseError) as caught:
        settled({**sample("midjourney"), **facts})
    (problem,) = caught.value.problems_json()
    assert (problem["pointer"], problem["code"], problem["suggestion"]) == (
        pointer,
        code,
        suggestion,
    )
    assert problem["detail"]
    assert "line" not in problem


def test_a_problem_of_a_file_has_its_line_and_column_in_json() -> None:
    with pytest.raises(CaseError) as caught:
        ask(HEAD + "offer: {base: 80}")
    assert caught.value.problems_json() == [
        {
            "pointer": "/offer/base",
            "code": "amount.too-small",
            "detail": "base of 80 USD is far too small: write 80K",
            "suggestion": None,
            "line": 4,
            "column": 15,
        }
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "guide: midjurney/devops-engineer\nregion: london",
            "did you mean 'midjourney/devops-engineer'?",
        ),
        ("guide: midjourney\nregion: london", "unknown guide 'midjourney'"),
        ("guide: ../../etc/passwd\nregion: london", "unknown guide"),
        ("guide: midjourney/../midjourney\nregion: london", "unknown guide"),
        (f"guide: midjourney/{'x' * 5_000}\nregion: london", "unknown guide"),
        ("guide: ''\nregion: london", "unknown guide"),
        ("guide: 5\nregion: london", "'guide' needs a text, not 5"),
        (
            f"guide: {MIDJOURNEY}\nregion: san-fransisco",
            "unknown region 'san-fransisco'; did you mean 'san-francisco'?",
        ),
        (
            f"guide: {MIDJOURNEY}\nregion: NO",
            "unknown region 'NO'; the guide has san-francisco, remote-us",
        ),
        (f"guide: {MIDJOURNEY}\nregion: 5", "'region' needs a text, not 5"),
        (f"guide: {MIDJOURNEY}", "'region' is missing"),
        (
            f"guide: {MIDJOURNEY}\nregion: sf\ntoday: 20-11-2026",
            "a date is written 2026-12-04, not '20-11-2026'",
        ),
        ("", "is empty"),
        (b"\x00\x01\x02", "is not text in YAML or JSON"),
        (b"\xff\xfe", "is not UTF-8 text"),
        ("- a\n- b", "a case needs entries such as 'guide: company/role'"),
        ("just words", "a case needs entries such as 'guide: company/role'"),
        ("# nothing but this", "case"),
        ("a" * 1_000_001, "is larger than 1,000,000 bytes"),
        ("[" * 100, "nested more than 32 deep"),
    ],
)
def test_a_case_that_is_none_says_so(text: str | bytes, message: str) -> None:
    assert message in str(refused(text)[0])


def test_all_that_is_wrong_with_the_shape_is_told_at_once() -> None:
    body = (
        "offer:\n  base: -1\n  bonus: 5\n  epires: 2026-12-01\ncompeting:\n  - {base: 200K}\n  - "
        "{company: X}\nhoem: GBP\n"
    )
    places = {(problem.line, problem.column) for problem in refused(HEAD + body)}
    assert places == {(5, 9), (6, 10), (7, 3), (9, 5), (10, 5), (11, 1)}


def test_all_that_is_wrong_with_the_facts_is_told_at_once() -> None:
    body = (
        "candidate: {gpu_yeers: 4, uptime_pct: 101, clouds: 3}\noffer:\n  base: 80\nhome: "
        "XXQ\ncompeting:\n"
    )
    body += "  - {company: A, base: 90}\n  - {company: a, base: 200K}\nrates: {USD/GBP: 0}\n"
    assert {problem.line for problem in refused(HEAD + body)} == {4, 6, 7, 9, 10, 11}


def test_a_bad_guide_does_not_hide_nothing_else_of_the_shape() -> None:
    messages = [problem.message for problem in refused("guide: x/y\nregion: 3\noffer: {base: -1}")]
    assert len(messages) == 2


def test_the_error_shows_the_line_and_the_caret() -> None:
    with pytest.raises(CaseError) as caught:
        ask(HEAD + "candidate: {gpu_yeers: 4}")
    assert str(caught.value).splitlines() == [
        "case.yaml:4:13: unknown fact 'gpu_yeers'; did you mean 'gpu_years'?",
        "  4 | candidate: {gpu_yeers: 4}",
        "    |             ^^^^^^^^^",
    ]


@pytest.mark.parametrize("text", ["", "a: 1\na: 2", "- a", "guide: 5", "{a: [", b"\xff"])
def test_whatever_is_wrong_with_a_file_is_a_case_error(text: str | bytes) -> None:
    """Who loads a case catches one kind of error."""
    with pytest.raises(CaseError):
        Case.loads(text)


def test_json_gets_the_same_errors() -> None:
    text = json.dumps({"guide": MIDJOURNEY, "region": "sf", "offer": {"base": 80}})
    (problem,) = refused(text)
    assert (problem.line, problem.column) == (1, text.index("80}") + 1)


def test_values_without_a_file_are_named_by_their_path() -> None:
    with pytest.raises(CaseError) as caught:
        settled(sample("midjourney", offer={"base": 80}))
    assert str(caught.value) == "offer.base: base of 80 USD is far too small: write 80K"


def test_a_region_given_beside_the_case_is_checked() -> None:
    with pytest.raises(CaseError, match="unknown region 'nowhere-at-all'"):
        settled(sample("midjourney"), region="nowhere-at-all")


def test_a_problem_of_another_file_is_told_with_that_file(tmp_path: Path) -> None:
    rules = Rulebook(
        write(tmp_path, {"guides/acme/engineer.yaml": guide_file(levers={"multi-clowd": {}})})
    )
    with pytest.raises(
        CaseError,
        match=r"engineer\.yaml:1:\d+: unknown lever 'multi-clowd'; did you mean 'multi-cloud'",
    ):
        settled({"guide": "acme/engineer", "region": "here"}, rulebook=rules)


# What is understood, and said


def test_an_expired_offer_is_dropped_and_said(engine: str) -> None:
    facts = sample("huggingface")
    facts["competing"][0]["expires"] = "2026-11-19"
    answer = settled(facts, engine=engine)
    assert [(one.company, one.held, one.why) for one in answer.alternatives] == [
        ("Databricks", True, None),
        ("NVIDIA", False, "expired"),
    ]
    text = next(
        warning.message for warning in answer.warnings if warning.code == "alternative-expired"
    )
    assert text == "NVIDIA's offer expired on 2026-11-19: it does not count."
    assert answer.break_even
    assert answer.break_even.against == "Databricks"


@pytest.mark.parametrize("name", ["NO", "ON", "Y", "null", "12"])
def test_a_region_may_be_called_no(name: str, tmp_path: Path, engine: str) -> None:
    guide = f"""
company: Acme
role: Engineer
as_of: 2026-01-01
reference: {name!r}
bands: {{{name}: {{label: Norway, currency: NOK, base: NOK 1M-2M}}}}
levers: {{multi-cloud: {{figures: {{{name}: {{base: 1.9M}}}}}}}}
headline: {{{name}: {{base: 1.9M}}}}
floor: {{{name}: 1.2M}}
sources: [a survey]
"""
    rules = Rulebook(write(tmp_path, {"guides/acme/engineer.yaml": guide}))
    quoted = "NO" if name == "NO" else f"'{name}'"
    text = (
        f"guide: acme/engineer\nregion: {quoted}\ncandidate: {{clouds: [aws, gcp]}}\ntoday: "
        f"2026-11-20"
    )
    answer = counter(Case.loads(text), engine=engine, rulebook=rules)
    assert (answer.region, answer.currency, answer.ask.base) == (name.casefold(), "NOK", 1_900_000)


@pytest.mark.parametrize(
    "region", ["San Francisco", "SF", "san_francisco", " san-francisco ", "Bay Area"]
)
def test_regions_are_known_by_their_label_and_other_names(region: str) -> None:
    assert settled(sample("midjourney", region=region)).region == "san-francisco"


def test_the_case_is_told_as_understood() -> None:
    facts = sample("huggingface", home="gbp")
    facts["offer"] |= {
        "signing": "$9.5K",
        "expires": "2026-12-04",
        "final": "yes",
        "company": "Hugging Face",
    }
    facts["competing"] = [
        {
            "company": "NVIDIA",
            "equity": {"amount": "£1K/mo", "vehicle": "Stock"},
            "evidence": "written",
        }
    ]
    case = understood(settled(facts))
    assert case["candidate"] == {
        "clouds": ("aws", "azure", "gcp"),
        "gpu_years": 4,
        "skills": ("gpu", "kubernetes"),
        "uptime_pct": "99.99",
    }
    assert case["offer"] == {
        "company": "Hugging Face",
        "base": 180_000,
        "signing": 9_500,
        "equity": {"amount": 150_000, "years": 4},
        "bonus": "5%",
        "currency": "USD",
        "final": True,
        "expires": "2026-12-04",
    }
    (rival,) = case["competing"]
    assert (rival["currency"], rival["equity"]["amount"], rival["equity"]["years"]) == (
        "GBP",
        12_000,
        1,
    )
    assert case["home"] == "GBP"


@given(cases())
def test_a_case_as_understood_is_a_case_with_the_same_answer(facts: Facts) -> None:
    first = settled(facts)
    again = settled(json.loads(json.dumps(first.case)))
    assert (again.ask, again.stretch, again.floor, again.verdict) == (
        first.ask,
        first.stretch,
        first.floor,
        first.verdict,
    )
    assert again.case == first.case


@pytest.mark.parametrize("name", SAMPLES)
def test_yaml_json_and_values_give_the_same(name: str, tmp_path: Path) -> None:
    facts = SAMPLES[name]
    path = tmp_path / "case.json"
    path.write_text(json.dumps(facts, indent="\t"), "utf-8")
    expected = settled(facts)
    for case in (Case.load(path), Case.load(str(path)), Case.loads(json.dumps(facts).encode())):
        assert counter(case, engine="plain", rulebook=RULES) == expected


def test_numbers_of_any_kind_are_read_the_same() -> None:
    amounts: list[Any] = [
        180_000,
        180_000.0,
        Decimal(180_000),
        "180000",
        "180K",
        "$180,000",
        "USD 180k",
    ]
    answers = {
        settled(sample("huggingface", offer={"base": amount})).ask.base for amount in amounts
    }
    assert len(answers) == 1


def test_null_says_that_a_fact_is_not_stated() -> None:
    facts = sample("huggingface")
    facts["candidate"]["gpu_years"] = None
    lever = next(one for one in settled(facts).levers if one.id == "gpu-infrastructure")
    assert lever.fired is None


def test_a_case_never_changes() -> None:
    case = Case.of(**sample("huggingface"))
    with pytest.raises(ValidationError) as caught:
        case.region = "paris"  # type: ignore[misc]
    assert caught.value.errors()[0]["type"] == "frozen_instance"
    with pytest.raises(TypeError):
        case.candidate["gpu_years"] = 50  # type: ignore[index]
    facts = sample("huggingface")
    case = Case.of(**facts)
    before = counter(case, engine="plain", rulebook=RULES)
    facts["candidate"]["clouds"].clear()
    assert counter(case, engine="plain", rulebook=RULES) == before


def test_dates_may_be_dates() -> None:
    facts = sample("huggingface", today=date(2026, 11, 20))
    assert settled(facts) == settled(sample("huggingface"))


@pytest.mark.parametrize(
    "entries",
    [
        *({name: "\ud800"} for name in ("today", "home", "region", "guide")),
        {"offer": {"base": "\ud800"}},
        {"offer": {"base": "1M", "evidence": "\ud800"}},
        {"rates": {"\ud800": 1}},
        {"\ud800": 1},
    ],
    ids=["today", "home", "region", "guide", "amount", "evidence", "rates", "entry"],
)
def test_half_a_character_is_refused_like_any_other_text(entries: Facts) -> None:
    with pytest.raises(CaseError):
        settled(sample("midjourney", **entries))


# Fuzz

NOISE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.decimals(),
    st.dates(),
    st.sampled_from(
        [
            "$",
            "£1.234K",
            "€-5",
            "NaN",
            "1e9",
            "99999999999999999999",
            "5%",
            "/yr",
            "NO",
            "x" * 500,
            "\ud800",
            "\0",
        ]
    ),
    st.lists(st.integers() | st.text(max_size=3), max_size=3),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=2),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [path, *(place for name, one in inner for place in places(one, (*path, name)))]


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    changed = copy.copy(value)
    changed[path[0]] = replaced(value[path[0]], path[1:], new)
    return changed


@settings(max_examples=400)
@given(cases(), st.data())
def test_no_mutated_case_ever_fails_otherwise(facts: Facts, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(facts)[1:]))
        name = data.draw(st.none() | st.text(max_size=8))
        if name is not None and isinstance(path[-1], str):
            target = path[:-1]
            inner = facts
            for step in target:
                inner = inner[step]
            facts = replaced(facts, target, {**inner, name: data.draw(NOISE)})
        else:
            facts = replaced(facts, path, data.draw(NOISE))
    answer = attempt(settled, facts)
    assert str(answer) if isinstance(answer, CounterofferError) else answer.verdict


@settings(max_examples=300)
@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_no_mutated_text_ever_fails_otherwise(name: str, data: st.DataObject) -> None:
    text = json.dumps(SAMPLES[name], indent=1)
    for _ in range(data.draw(st.integers(1, 4))):
        at, width = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 6))
        piece = data.draw(
            st.text(max_size=4)
            | st.sampled_from(['"', "{", "}", ",", ":", "\n", "- ", "&a ", "*a", "\t", "#"])
        )
        text = text[:at] + piece + text[at + width :]
    answer = attempt(ask, text)
    assert str(answer) if isinstance(answer, CounterofferError) else answer.verdict


def test_hugging_face_is_a_guide() -> None:
    """The names that the tests rely on."""
    assert HUGGING_FACE in RULES.guide_ids()
