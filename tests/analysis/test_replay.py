"""Saved answers come out again byte for byte from what they carry; edited and malformed ones are
told for what they are."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counteroffer import Case, CaseError, CounterofferError, Rates, Rulebook, counter
from counteroffer.analysis.compare.replay import replay
from counteroffer.analysis.compare.saved import Saved, read_saved
from counteroffer.formats import render
from tests.support.command import EXAMPLES, HUGGING_FACE, run
from tests.support.samples import (
    ELSEWHERE,
    RULES,
    Facts,
    attempt,
    cases,
    regions_of,
    sample,
    write,
)
from tests.support.saved_answers import edited, plain, saved


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_comes_out_again_in_every_region(example: Path) -> None:
    case = Case.load(example)
    for region in regions_of(str(case.guide)):
        answer = render(counter(case, region=region, rulebook=RULES, engine="plain"), "json", RULES)
        assert replay(read_saved(answer.encode(), "answer.json"), rulebook=RULES).same


@given(facts=cases(), region=st.sampled_from([None, "same", *ELSEWHERE]))
def test_any_answer_comes_out_again(facts: Facts, region: str | None) -> None:
    answer = attempt(lambda: saved(facts, region=facts["region"] if region == "same" else region))
    if isinstance(answer, Saved):
        found = replay(answer, rulebook=RULES)
        assert found.same, found.deviations


@pytest.mark.parametrize("home", ["GBP", "JPY", "AED", "SAR"])
@pytest.mark.parametrize("currency", ["AED", "EUR", "USD", "CHF"])
@pytest.mark.parametrize("region", ["paris", "dubai", "zurich", "new-york"])
def test_rates_come_out_of_what_is_shown_of_them(region: str, currency: str, home: str) -> None:
    rival = {"company": "Acme", "base": f"{currency} 321987", "equity": f"{currency} 71234"}
    facts = sample(
        "huggingface-enterprise, San", region="san-francisco", competing=[rival], home=home
    )
    answer = attempt(lambda: saved(facts, region=region))
    assert isinstance(answer, Saved), answer
    assert replay(answer, rulebook=RULES).same


def test_given_rates_come_out_again() -> None:
    for rate in ("0.87654321", "0.864567891231", "0.8645678912345678"):
        rates = Rates.snapshot().with_given({"USD/EUR": rate, "GBP/USD": "1.3"}, None, "the bank")
        for region in ("paris", "toronto"):
            answer = saved(
                sample("huggingface-enterprise, San", home="EUR"), rates=rates, region=region
            )
            assert replay(answer, rulebook=RULES).same
        assert replay(
            saved(sample("stability-ai, London", home="USD"), rates=rates), rulebook=RULES
        ).same


def test_notes_on_the_rates_are_carried() -> None:
    noted = replace(Rates.snapshot(), notes=("Live rates failed: the snapshot stands in.",))
    answer = saved(sample("huggingface-enterprise, Paris"), rates=noted)
    assert "Live rates failed" in answer.data.decode()
    assert replay(answer, rulebook=RULES).same


def test_how_texts_were_read_stands_in_the_case_of_an_answer() -> None:
    rivals = [{"company": "A", "equity": "$200K"}]
    answer = saved(sample("huggingface-enterprise, San", competing=rivals))
    found = replay(answer, rulebook=RULES)
    assert found.same
    assert found.carried == ()
    told = ("$ read as USD", "A's equity is taken to be over 4 years, as nothing else is said")
    assert answer.case.assumptions == told


def test_how_texts_were_read_is_carried_and_said_where_the_case_does_not_have_it() -> None:
    rivals = [{"company": "A", "equity": "$200K"}]
    values = plain(saved(sample("huggingface-enterprise, San", competing=rivals)))
    told = values["case"].pop("assumptions")
    found = replay(edited(values), rulebook=RULES)
    assert found.same
    assert found.carried == tuple(told)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("ask", "base"), 210_001),
        (("stretch", "annual"), None),
        (("verdict",), "accept"),
        (("levers", 0, "fired"), None),
        (("levers", 0, "asks", "base"), 1),
        (("levers", 0, "title"), "x"),
        (("talking_points", 0, "text"), "I hold more."),
        (("rules",), "0" * 64),
        (("floor", "reasons"), []),
        (("warnings",), []),
        (("headline",), False),
        (("ask", "equity_years"), 3),
    ],
)
def test_an_edited_value_is_named_by_its_path(path: tuple[Any, ...], value: Any) -> None:
    fields = plain(saved(sample("huggingface-enterprise, San")))
    inner: Any = fields
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    found = replay(edited(fields), rulebook=RULES)
    name = "".join(
        f"[{step}]" if isinstance(step, int) else f".{step}" for step in path
    ).removeprefix(".")
    assert not found.same
    assert not found.spelled
    assert all(one.path.startswith(name) for one in found.deviations), found.deviations


def test_another_spelling_of_the_same_values_is_told_apart() -> None:
    answer = saved(sample("huggingface-enterprise, San"))
    found = replay(read_saved(json.dumps(plain(answer)).encode(), "answer.json"), rulebook=RULES)
    assert (found.same, found.spelled, found.deviations) == (False, True, ())


def test_other_rules_are_said_with_what_they_change(tmp_path: Path) -> None:
    guide = "guides/huggingface-enterprise/devops-engineer.yaml"
    text = (RULES.folders[0] / guide).read_text("utf-8")
    other = Rulebook(
        write(
            tmp_path,
            {guide: text.replace("floor:\n  san-francisco: 195K", "floor:\n  san-francisco: 198K")},
        )
    )
    answer = saved(sample("huggingface-enterprise, San"))
    found = replay(answer, rulebook=other)
    assert found.rules_now != found.rules_saved == answer.answer.rules
    assert ("floor.base", 195_000, 198_000) in [
        (one.path, one.saved, one.now) for one in found.deviations
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"{}", "is no answer: save one with"),
        (b"[]", "is no answer"),
        (b'{"schema": "counteroffer/2"}', "is missing"),
        (b'{"schema": "counteroffer/1"}', "'today' is missing"),
        (b'{"schema": ', "not JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (b'"' + b"x" * 1_000_001 + b'"', "is larger than"),
        (b"[" * 5_000, "nested more than"),
        (b'{"schema": "counteroffer/1", "schema": "counteroffer/1"}', "stands twice"),
    ],
)
def test_what_is_no_answer_is_refused_in_words(data: bytes, said: str) -> None:
    with pytest.raises(CaseError, match=said):
        read_saved(data, "answer.json")


_BASE = plain(saved(sample("huggingface-enterprise, Paris", home="GBP")))
_JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=8),
    st.just([]),
    st.just({}),
    st.just("9" * 5_000),
    st.just(10**30),
    st.just({"a": [1]}),
    st.sampled_from(
        ["1e999", "-1", "0", "GBP/USD", "cross of EUR/USD and USD/EUR", "paris", "../x", "‮"]
    ),
)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [path, *(deeper for step, one in inner for deeper in _paths(one, (*path, step)))]


@given(
    path=st.sampled_from([path for path in _paths(_BASE) if path]), junk=_JUNK, gone=st.booleans()
)
def test_a_mutated_answer_is_told_or_refused_and_never_breaks(
    path: tuple[Any, ...], junk: Any, gone: bool
) -> None:
    fields = copy.deepcopy(_BASE)
    inner: Any = fields
    for step in path[:-1]:
        inner = inner[step]
    same = not gone and type(inner[path[-1]]) is type(junk) and inner[path[-1]] == junk
    if gone:
        del inner[path[-1]]
    else:
        inner[path[-1]] = junk
    found = attempt(lambda: replay(edited(fields), rulebook=RULES))
    told = isinstance(found, CounterofferError) or not found.same
    # With other facts or rates it is another answer; how texts were read is carried, and nothing
    # can check it.
    assert told or same or path[0] in ("case", "rates", "assumptions"), path


# the command


def test_the_command_says_the_same_and_ends_with_0(tmp_path: Path) -> None:
    answer = run("ask", HUGGING_FACE, "--region", "paris", "--home", "JPY", "--json").stdout
    path = tmp_path / "answer.json"
    path.write_bytes(answer.encode())
    done = run("replay", str(path))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "the same, byte for byte"
    assert run("replay", "-", text=answer).stdout == done.stdout


def test_the_command_says_what_differs_and_ends_with_1() -> None:
    answer = run("ask", HUGGING_FACE, "--json").stdout
    done = run("replay", "-", text=answer.replace('"signing": 25000', '"signing": 26000', 1))
    assert (done.returncode, done.stderr) == (1, "")
    assert "  ask.signing: saved 26000, now 25000" in done.stdout
    done = run(
        "replay", "-", "--json", text=answer.replace('"signing": 25000', '"signing": 26000', 1)
    )
    found = json.loads(done.stdout)
    assert (done.returncode, found["schema"], found["same"]) == (1, "counteroffer-replay/1", False)
    assert found["differences"] == [{"path": "ask.signing", "saved": 26_000, "now": 25_000}]


def test_an_answer_in_a_locale_needs_it_again() -> None:
    answer = run("ask", HUGGING_FACE, "--locale", "de", "--json").stdout
    without = run("replay", "-", text=answer)
    assert (without.returncode, "come again with --locale" in without.stdout) == (1, True)
    assert run("replay", "-", "--locale", "de", text=answer).returncode == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [('"rate": "0.', '"rate": "0.9'), ('"rules": "', '"rules": "0'), ("I hold", "I have")],
)
def test_another_rate_rule_or_word_is_no_matter_of_the_locale(old: str, new: str) -> None:
    answer = run("ask", HUGGING_FACE, "--region", "paris", "--json").stdout
    assert old in answer
    done = run("replay", "-", text=answer.replace(old, new, 1))
    assert done.returncode == 1
    assert "--locale" not in done.stdout


def test_what_is_wrong_stands_in_its_place_and_ends_with_2() -> None:
    answer = run("ask", HUGGING_FACE, "--json").stdout
    done = run("replay", "-", text=answer.replace('"gpu_years": 4', '"gpu_yeers": 4'))
    assert (done.returncode, done.stdout) == (2, "")
    assert "unknown fact 'gpu_yeers'; did you mean 'gpu_years'?" in done.stderr
    assert '"gpu_yeers": 4' in done.stderr
    assert (
        run("replay", "nowhere.json").stderr
        == "error: nowhere.json: can't be read: No such file or directory\n"
    )
