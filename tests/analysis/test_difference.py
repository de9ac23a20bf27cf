"""Why two answers differ: the parts of each figure sum to the whole, and each names the fact and
the rule."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from counteroffer import Rulebook
from counteroffer.analysis.compare.difference import Difference, explain_difference, figures_of
from counteroffer.analysis.compare.saved import Saved
from counteroffer.formats import render
from tests.support.command import HUGGING_FACE, run
from tests.support.samples import RULES, Facts, attempt, cases, sample, settled, write
from tests.support.saved_answers import saved


def check(found: Difference) -> None:
    """All that must hold of any difference."""
    before, after = figures_of(found.one), figures_of(found.other)
    for figure in found.figures:
        assert (figure.before, figure.after) == (before[figure.name], after[figure.name])
        if found.because:
            assert not figure.parts
            continue
        assert (figure.parts[0].before, figure.parts[-1].after) == (figure.before, figure.after)
        assert all(one.after == other.before for one, other in pairwise(figure.parts))
        parts = [part.difference for part in figure.parts]
        if isinstance(figure.before, int) and isinstance(figure.after, int) and None not in parts:
            assert sum(part for part in parts if part is not None) == figure.after - figure.before
    if found.one.currency == found.other.currency:
        told = {figure.name for figure in found.figures}
        assert told == {name for name in before if before[name] != after[name]}


def test_a_fact_and_the_lever_that_it_moves_are_named() -> None:
    facts = sample("huggingface-enterprise, San")
    other = {**facts, "candidate": {**facts["candidate"], "clouds": ["aws"]}}
    found = explain_difference(saved(facts), saved(other), rulebook=RULES)
    check(found)
    assert [one.fact for one in found.facts] == ["candidate.clouds"]
    (lever,) = found.levers
    assert (lever.lever, lever.before, lever.after) == ("multi-cloud", True, False)
    assert lever.why_not == ("count(clouds) is 1, needs 2 or more",)
    by_name = {figure.name: figure for figure in found.figures}
    assert set(by_name) == {"stretch.base", "stretch.annual"}
    (part,) = by_name["stretch.base"].parts
    assert (part.cause, part.difference, part.levers) == (
        "candidate.clouds",
        -5_000,
        ("multi-cloud falls silent",),
    )
    assert by_name["stretch.base"].decided_before == ("multi-cloud",)


def test_several_changes_are_told_one_after_another() -> None:
    facts = sample("huggingface-enterprise, San")
    other = {
        **facts,
        "offer": {"base": "$200K", "equity": "$230K/4yr"},
        "competing": facts["competing"][1:],
        "region": "new-york",
    }
    found = explain_difference(saved(facts), saved(other), rulebook=RULES)
    check(found)
    assert not found.because
    changed = [one.fact for one in found.facts]
    assert changed == ["region", "offer.base", "offer.equity", "offer.bonus", "competing.NVIDIA"]
    even = next(figure for figure in found.figures if figure.name == "break_even.base")
    assert [part.cause for part in even.parts][-1] == "competing.NVIDIA"


@given(one=cases(), other=cases())
def test_the_parts_of_any_difference_sum_to_the_whole(one: Facts, other: Facts) -> None:
    first, second = (attempt(lambda facts=facts: saved(facts)) for facts in (one, other))
    if not (isinstance(first, Saved) and isinstance(second, Saved)):
        reject()
    check(explain_difference(first, second, rulebook=RULES))


@given(
    facts=cases(),
    other=cases(),
    parts=st.sets(st.sampled_from(["candidate", "offer", "competing", "rates"])),
)
def test_parts_of_one_case_are_always_attributed(
    facts: Facts, other: Facts, parts: set[str]
) -> None:
    """Where the region stays, the way from one case to the other can be gone."""
    mixed = {name: (other if name in parts else facts).get(name) for name in {*facts, *other}}
    mixed |= {name: facts[name] for name in ("guide", "region")}
    mixed = {name: value for name, value in mixed.items() if value is not None}
    first, second = (attempt(lambda facts=facts: saved(facts)) for facts in (facts, mixed))
    if not (isinstance(first, Saved) and isinstance(second, Saved)):
        reject()
    found = explain_difference(first, second, rulebook=RULES)
    check(found)
    assert not found.because, found.because


def test_an_answer_does_not_differ_from_itself() -> None:
    answer = saved(sample("midjourney"))
    found = explain_difference(answer, answer, rulebook=RULES)
    assert (found.facts, found.levers, found.figures, found.because) == ((), (), (), "")


@pytest.mark.parametrize(
    ("one", "other", "because"),
    [
        ("huggingface-enterprise, San", "midjourney", "the answers are of two guides"),
        (
            "huggingface-enterprise, San",
            "huggingface-enterprise, Paris",
            "the answers are in two currencies",
        ),
    ],
)
def test_what_can_not_be_taken_apart_is_said(one: str, other: str, because: str) -> None:
    found = explain_difference(saved(sample(one)), saved(sample(other)), rulebook=RULES)
    check(found)
    assert found.because == because
    assert found.figures


def _other_rules(folder: Path) -> Rulebook:
    guide = "guides/huggingface-enterprise/devops-engineer.yaml"
    text = (RULES.folders[0] / guide).read_text("utf-8")
    return Rulebook(
        write(
            folder,
            {guide: text.replace("floor:\n  san-francisco: 195K", "floor:\n  san-francisco: 198K")},
        )
    )


@pytest.mark.parametrize("newer", [True, False])
def test_other_rules_are_a_part_of_the_difference(tmp_path: Path, newer: bool) -> None:
    others = _other_rules(tmp_path)
    facts = sample("huggingface-enterprise, San")
    second = {**facts, "candidate": {**facts["candidate"], "minimum_base": "$200K"}}
    first, last = saved(facts), saved(second, rulebook=others)
    found = explain_difference(first, last, rulebook=others if newer else RULES)
    check(found)
    (floor,) = [figure for figure in found.figures if figure.name == "floor.base"]
    parts = [(part.cause, part.difference) for part in floor.parts]
    minimum = "candidate.minimum_base"
    assert parts == ([("rules", 3_000), (minimum, 2_000)] if newer else [(minimum, 5_000)])


def test_answers_of_rules_that_are_gone_are_compared_all_the_same(tmp_path: Path) -> None:
    others = _other_rules(tmp_path)
    facts = sample("huggingface-enterprise, San")
    second = {**facts, "candidate": {**facts["candidate"], "minimum_base": "$200K"}}
    first, last = saved(facts, rulebook=others), saved(second, rulebook=others)
    found = explain_difference(first, last, rulebook=RULES)
    check(found)
    assert found.because == "neither answer is of the rules in force"


def test_an_edited_answer_is_not_taken_apart() -> None:
    from tests.support.saved_answers import edited, plain

    answer = saved(sample("midjourney"))
    fields = plain(answer)
    fields["ask"]["base"] += 1
    found = explain_difference(answer, edited(fields), rulebook=RULES)
    assert "can't be worked out again" in found.because


# the command


def _files(folder: Path, *arguments: str) -> tuple[str, str]:
    paths = []
    for name, more in (("before.json", ()), ("after.json", arguments)):
        path = folder / name
        path.write_bytes(run("ask", HUGGING_FACE, *more, "--json").stdout.encode())
        paths.append(str(path))
    return paths[0], paths[1]


def test_the_command_explains_by_rule(tmp_path: Path) -> None:
    before, after = _files(tmp_path, "--fact", "clouds=aws")
    done = run("diff", before, after)
    assert (done.returncode, done.stderr) == (0, "")
    for said in (
        'candidate.clouds: ["aws", "azure", "gcp"] → ["aws"]',
        "multi-cloud fires no more; it asked base US$215,000 (count(clouds) is 1, needs 2 or more)",
        "stretch.base: US$215,000 → US$210,000, US$5,000 less",
        "candidate.clouds: US$215,000 → US$210,000, US$5,000 less (multi-cloud falls silent)",
    ):
        assert said in done.stdout
    assert run("diff", before, before).stdout == "No difference: the same, byte for byte.\n"


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (
            ("case", "guide"),
            "stability-ai/devops-engineer",
            "case.guide: huggingface-enterprise/devops-engineer →",
        ),
        (("today",), "2026-11-19", "today: 2026-11-20 → 2026-11-19"),
        (("talking_points", 0, "text"), "I hold more.", "talking_points[0].text: "),
        (("offer", "annual"), 1, "offer.annual: 226500 → 1"),
        (
            ("warnings",),
            [{"code": "a", "message": "b"}],
            "warnings[0].code: floor-under-break-even → a",
        ),
        (("assumptions",), [], "assumptions[0]: "),
        (("levers", 0, "title"), "x", "levers."),
    ],
)
def test_whatever_differs_is_told(
    tmp_path: Path, path: tuple[Any, ...], value: Any, told: str
) -> None:
    before, after = _files(tmp_path)
    fields = json.loads(Path(after).read_text("utf-8"))
    inner = fields
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    Path(after).write_text(json.dumps(fields), "utf-8")
    done = run("diff", before, after)
    assert done.returncode == 0
    assert told in done.stdout
    assert not done.stdout.startswith("No difference")
    assert json.loads(run("diff", before, after, "--json").stdout)["same"] is False


def test_the_same_values_in_another_spelling_are_not_the_same_bytes(tmp_path: Path) -> None:
    before, after = _files(tmp_path)
    Path(after).write_text(json.dumps(json.loads(Path(after).read_text("utf-8"))), "utf-8")
    assert run("diff", before, after).stdout.startswith(
        "Every value is the same, but the files are written otherwise"
    )


def test_the_command_prints_json_and_reads_standard_input(tmp_path: Path) -> None:
    before, after = _files(tmp_path, "--offer", "base=200K")
    done = run("diff", before, "-", "--json", text=Path(after).read_text("utf-8"))
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    assert (found["schema"], found["same"], found["not_attributed"]) == (
        "counteroffer-diff/1",
        False,
        None,
    )
    assert [one["fact"] for one in found["facts"]] == ["offer.base"]
    for figure in found["figures"]:
        assert sum(part["difference"] for part in figure["parts"]) == figure["difference"]


def test_two_standard_inputs_are_refused() -> None:
    done = run("diff", "-", "-", text="{}")
    assert (done.returncode, done.stdout) == (2, "")
    assert "only one of the answers can be standard input" in done.stderr


def test_the_sample_is_rendered_as_the_command_prints_it() -> None:
    facts = sample("huggingface-enterprise, San")
    assert render(settled(facts), "json", RULES).encode() == saved(facts).data
