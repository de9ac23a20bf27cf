"""Derivations: every number goes down to a fact of the case, a line of the rules or a rate, and can
be worked out again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from counteroffer import Case, CaseError, Counteroffer, Rates, Rulebook, RuleError
from counteroffer.analysis.explain.conditions import Conditions
from counteroffer.analysis.explain.derivation import Explanation, explain
from counteroffer.analysis.explain.leaves import Leaves
from counteroffer.analysis.explain.sentences import (
    CHOICES,
    FORMS,
    LEAVES,
    TOTALS,
    VERDICTS,
    fits,
    sentences,
)
from counteroffer.analysis.explain.step import Step, readable
from counteroffer.analysis.explain.tree import Tree
from counteroffer.cases.normalise import situation
from counteroffer.engines.interface import Plain, measure
from counteroffer.language.expr import Number, Quotient
from counteroffer.money.rate import Rate
from counteroffer.money.read_amount import read_amount
from counteroffer.settlement.program import NAMES, program
from counteroffer.settlement.region_figures import place
from counteroffer.text.home import HOME
from tests.support.command import EXAMPLES, HUGGING_FACE, ROOT, run
from tests.support.formulas import rounded, worked_out
from tests.support.samples import ELSEWHERE, RULES, SAMPLES, Facts, cases, sample

_LEAVES = ("fact", "figure", "rate", "unstated")


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", text))


def every(found: Explanation) -> Iterator[Step]:
    for step in found.steps:
        yield from step.walk()


def number_of(answer: Counteroffer, name: str) -> Any:
    """A figure of the answer by the name of its derivation."""
    if name in ("headline", "verdict"):
        return getattr(answer, name)
    side, _, part = name.partition(".")
    return getattr(getattr(answer, side), part, None)


def check(found: Explanation) -> None:
    """All that must hold of any derivation."""
    for step in found.steps:
        assert step.value == number_of(found.answer, step.name), step.name
    for step in every(found):
        if not step.children:
            assert (
                step.kind in _LEAVES
                or step.formula == "0"
                or step.value is None
                or step.name in ("headline", "verdict")
            ), step
            assert step.source or step.kind != "fact"
        if step.kind in ("greatest", "least"):
            values = [child.value for child in step.children if isinstance(child.value, int)]
            assert step.value == (max if step.kind == "greatest" else min)(values), step
            assert [child.taken for child in step.children] == [
                value == step.value for value in values
            ]
        elif step.kind == "formula" and step.value is not None:
            exact = worked_out(step.formula)
            assert step.value == (rounded(exact, step) if step.rounding else exact), step
            below = [
                f"{one.value} {one.formula if one.kind == 'rate' else ''}" for one in step.walk()
            ]
            constants = {"0", "100", *map(str, range(1, 11))}  # percent and years
            assert numbers(step.formula) <= {
                *constants,
                *(number for text in below for number in numbers(text)),
            }, step
        elif step.kind == "proposal":
            assert step.value == step.children[0].value
        elif step.kind == "rate":
            assert Rate("XXX", "YYY", worked_out(step.formula), None, "").text == step.value
            assert len(step.children) != 1
        if step.kind == "figure":
            assert re.fullmatch(r"rules/guides/.*\.yaml:\d+", step.source)
            assert step.value in figures_on(step.source), step


def figures_on(source: str) -> set[int]:
    """The amounts that stand on a line of a file of rules."""
    file, _, line = source.rpartition(":")
    text = (HOME / file).read_text("utf-8").splitlines()[int(line) - 1]
    found = set()
    for word in re.findall(r"[$€£]?[\d.]+[KkMm]?\+?", text):
        amount = read_amount(word, currency="USD")
        found |= {int(amount.low), int(amount.high)}
    return found


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_figure_of_every_example_is_derived_in_every_region(example: Path) -> None:
    case = Case.load(example)
    for region in (*RULES.guide(str(case.guide)).guide.bands, *ELSEWHERE):
        found = explain(case, region=region, rulebook=RULES)
        check(found)
        for step in every(found):
            if step.kind == "fact" and step.unit:
                assert step.source.startswith(f"{example}:")
                assert step.value in figures_on(step.source), step


@pytest.mark.parametrize("name", SAMPLES)
def test_every_lever_of_every_sample_is_derived(name: str) -> None:
    case = Case.of(**sample(name))
    for lever in explain(case, rulebook=RULES).answer.levers:
        found = explain(case, target=lever.id, rulebook=RULES)
        (step,) = found.steps
        assert (found.lever, step.value) == (lever.id, lever.fired)
        asked = {
            one.name.rpartition(".")[2]: one.value
            for one in step.children
            if one.kind == "proposal"
        }
        assert asked == dict(lever.asks)
        assert [change.lever for change in found.changes] == [lever.id]


@given(facts=cases())
def test_every_figure_of_any_case_is_derived(facts: Facts) -> None:
    check(explain(Case.of(**facts), rulebook=RULES))


def test_a_rule_is_named_with_its_line() -> None:
    case = Case.load(HUGGING_FACE)
    (step,) = explain(case, target="ask.signing", rulebook=RULES).steps
    sources = {
        one.source for one in step.walk() if one.kind in ("figure", "condition") and one.source
    }
    guide = "rules/guides/huggingface-enterprise/devops-engineer.yaml"
    text = (HOME / guide).read_text("utf-8").splitlines()
    line = next(number for number, one in enumerate(text, 1) if "signing: 25K" in one)
    assert {f"{guide}:{line}", "rules/levers/enterprise-sla.yaml:3"} <= sources


def test_what_won_and_what_lost_is_told() -> None:
    (step,) = explain(Case.of(**sample("hugging")), target="stretch.base", rulebook=RULES).steps
    proposed = step.children[0]
    taken = {child.name: child.taken for child in proposed.children}
    assert taken["asks.multi-cloud.base"] is True
    assert taken["asks.competing-offers.base"] is False


@pytest.mark.parametrize(
    ("target", "advice"),
    [
        ("ask.bas", "did you mean 'ask.base'?"),
        ("multi-clod", "did you mean 'multi-cloud'?"),
        ("zzz", "and the levers competing-offers, enterprise-sla"),
    ],
)
def test_an_unknown_target_is_an_error_with_advice(target: str, advice: str) -> None:
    with pytest.raises(CaseError, match=re.escape(advice)):
        explain(Case.of(**sample("hugging")), target=target, rulebook=RULES)


@pytest.mark.parametrize(
    ("target", "names"),
    [
        ("ask", ["ask.base", "ask.equity", "ask.signing", "ask.annual"]),
        ("floor", ["floor.base", "floor.annual"]),
        ("break_even", ["break_even.base", "break_even.base_as_offered"]),
        ("verdict", ["verdict"]),
        ("lever.multi-cloud", ["lever.multi-cloud"]),
    ],
)
def test_a_target_is_a_figure_a_group_or_a_lever(target: str, names: list[str]) -> None:
    found = explain(Case.of(**sample("hugging")), target=target, rulebook=RULES)
    assert [step.name for step in found.steps] == names


def test_arithmetic_is_grouped_for_the_eye() -> None:
    assert (
        readable("(210000 + 250000 / 4) * 0.86123 - 1000")
        == "(210,000 + 250,000 / 4) × 0.86123 − 1,000"
    )


def test_a_changed_settlement_is_explained_as_it_is() -> None:
    facts = sample("hugging")
    facts["competing"] = [{"company": "Acme", "base": "$330K"}]
    known = situation(Case.of(**facts), RULES, region=None, rates=Rates.snapshot(), today=None)
    stated = known.program(RULES)
    halved = dict(stated.settlement)
    halved["alternative_lead"] = Quotient(halved["alternative_lead"], Number(2), "half-up")
    for rules, formula in (
        (stated, "330000 - 272500"),
        (replace(stated, settlement=tuple(halved.items())), "(330000 - 272500) / 2"),
    ):
        firing = Plain().fire(rules, measure(rules, known.values))
        tree = Tree(rules, Leaves(known, firing.values, RULES))
        Conditions(tree)
        steps = {one.name: one for one in tree.figure("floor.base").walk()}
        step = steps["alternative_lead"]
        assert (step.formula, step.value) == (formula, firing.values["floor_raise"])
        assert step.value == rounded(worked_out(step.formula), step)


# sentences

# Of the settlement, what no derivation of an answer goes through, or what is told by its rule.
BARE = {
    *("gain.*", "gain.*.signing", "base_without_rounds", "fired.*", "verdict"),
    *("ask_base", "ask_annual", "floor_base", "accept_at", "final", "gap"),  # other names
}


def test_every_figure_of_the_settlement_has_a_sentence_or_is_not_told() -> None:
    said = sentences(RULES)
    assert {name for name in NAMES if said.find(name) is None} == BARE
    assert all(said.find(name) for name in (*LEAVES, *FORMS, *CHOICES, *VERDICTS, *TOTALS))


@pytest.mark.parametrize("guide", RULES.guide_ids())
def test_every_name_of_a_program_is_one_that_sentences_can_be_about(guide: str) -> None:
    rules = RULES.guide(guide)
    for region in (*rules.guide.bands, *ELSEWHERE):
        stated = program(RULES, place(RULES, rules, region), 2)
        names = {name for name, _ in (*stated.measures, *stated.settlement)} - set(RULES.profile)
        assert all(
            any(fits(pattern.split("."), name.split(".")) for pattern in NAMES) for name in names
        )


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_step_of_every_example_says_something(example: Path) -> None:
    case = Case.load(example)
    for region in (*RULES.guide(str(case.guide)).guide.bands, *ELSEWHERE):
        for step in every(explain(case, region=region, rulebook=RULES)):
            assert step.text, step
            assert step.text != step.name or step.kind == "condition", step


def test_a_folder_of_rules_can_say_it_in_its_own_words(tmp_path: Path) -> None:
    text = "sentences:\n  floor.base: {text: the least that I take}\n"
    (tmp_path / "explain.yaml").write_text(text, "utf-8")
    case = Case.of(**sample("hugging"))
    (step,) = explain(case, target="floor.base", rulebook=Rulebook(tmp_path)).steps
    assert step.text == "the least that I take"


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("flor.base: {text: x}", "there is no figure 'flor.base'; did you mean 'floor.base'?"),
        ("floor.base: {text: 'x {compny}'}", "'{compny}' can't be said here"),
    ],
)
def test_a_sentence_about_nothing_is_a_mistake_in_the_rules(
    tmp_path: Path, sentence: str, said: str
) -> None:
    file = tmp_path / "explain.yaml"
    file.write_text(f"sentences:\n  {sentence}\n", "utf-8")
    with pytest.raises(RuleError, match=re.escape(said)) as error:
        explain(Case.of(**sample("hugging")), rulebook=Rulebook(tmp_path))
    assert error.value.problems[0].line == 2


# the command


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask.base"], "✓ US$215,000  multi-cloud asks"),
        (["ask.base"], "whatever the order"),
        (
            ["ask.base", "--region", "paris", "--rate", "USD/EUR=0.86"],
            "carried, 90 % of the way up",
        ),
        (
            ["gpu-infrastructure", "--fact", "gpu_years=1"],
            "lever.gpu-infrastructure is silent: GPU infrastructure.",
        ),
        (["floor"], "[rules/guides/huggingface-enterprise/devops-engineer.yaml:"),
        (["break_even"], "= (272,500 − 220,000 / 4) / (1 + 5 / 100), rounded up"),
        (["verdict"], "counter: the offer does not meet all of this"),
        (["multi-cloud", "--fact", "clouds=aws"], "clouds: add one more (has AWS)"),
        (
            ["multi-cloud", "--fact", "clouds=aws", "--freeze", "clouds"],
            "nothing that you can change",
        ),
        (["multi-cloud", "--fact", "clouds=aws"], "[--fact]"),
        (
            ["ask.base", "--region", "zurich"],
            "converted from San Francisco, for want of a band here",
        ),
        (["ask.base", "--locale", "de"], "210.000"),
    ],
)
def test_derivations_in_words(arguments: list[str], said: str) -> None:
    done = run("explain", HUGGING_FACE, *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert said in done.stdout


def test_a_derivation_as_json() -> None:
    done = run("explain", HUGGING_FACE, "ask", "--json")
    found = json.loads(done.stdout)
    assert (found["schema"], found["target"]) == ("counteroffer-explain/1", "ask")
    assert [step["value"] for step in found["steps"]] == [210_000, 220_000, 25_000, 275_500]
    assert found["shares"]["total"]["base"] == 30_000
    assert sum(one["base"] for one in found["shares"]["contributions"]) == 30_000


def test_a_case_by_options_alone_can_have_a_target() -> None:
    options = (
        "--guide",
        "midjourney/devops-engineer",
        "--region",
        "san-francisco",
        "--today",
        "2026-11-20",
    )
    done = run("explain", *options, "gpu-infrastructure")
    assert (done.returncode, done.stderr) == (0, "")
    assert "gpu_years: 2 or more (not stated)" in done.stdout


def test_an_unknown_target_on_the_command_line() -> None:
    done = run("explain", HUGGING_FACE, "ask.bass")
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == "error: there is no figure or lever 'ask.bass' to explain; did you mean 'ask.base'?\n"
    )
    assert str(ROOT) not in done.stderr


def test_a_component_is_explained_by_what_the_offer_states() -> None:
    offer = {
        "base": "$90/h",
        "hours": 36,
        "part_time": "80%",
        "ote": "$170K",
        "equity": {"options": 40_000, "strike": "£1.40", "price": "£4.40", "years": 4},
        "signing": ["30K", "20K"],
        "extras": [{"name": "car", "amount": "6K/yr"}, {"name": "pension", "amount": "6%"}],
    }
    held = [
        {"company": "Alto", "base": "€12,000/mo x 14"},
        {"company": "Bravo", "total": "£210K"},
    ]
    facts = {
        "guide": "huggingface-enterprise/devops-engineer",
        "region": "san-francisco",
        "offer": offer,
        "competing": held,
        "today": "2026-11-20",
    }
    steps = {one.name: one for root in explain(Case.of(**facts)).steps for one in root.walk()}
    made = {
        "offer.base": (134_784, "90 * 36 * 52 * 0.8"),
        "offer.equity": (120_000, "40000 * (4.4 - 1.4)"),
        "offer.signing": (50_000, "30000 + 20000"),
        "offer.bonus_amount": (35_216, "170000 - 134784"),
        "competing.Alto.base": (168_000, "12000 * 14"),
    }
    for name, (value, formula) in made.items():
        assert (steps[name].value, steps[name].formula) == (value, formula)
        assert worked_out(formula) == value
        assert steps[name].children
    assert [one.text for one in steps["offer.extras_amount"].children] == ["car"]
    assert [one.text for one in steps["offer.extras_rate"].children] == ["pension"]
    assert steps["competing.Bravo.total"].text == "Bravo's total a year, as it is stated"
