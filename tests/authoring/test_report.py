"""`counteroffer rules test`: cases beside the rules on every engine, what they cover, and what it
says and exits with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from counteroffer import Case, Rulebook, RuleError
from counteroffer.authoring import selection
from counteroffer.authoring.guide_cases import StatedGuideCase, figures, guide_cases
from counteroffer.authoring.lever_cases import lever_cases
from counteroffer.authoring.parts import parts
from counteroffer.authoring.report import Report, rules_test
from counteroffer.authoring.trials import ENGINES, guide_outcome, lever_outcomes
from counteroffer.engines import choose
from counteroffer.engines.interface import Firing
from counteroffer.engines.rete import durable
from counteroffer.engines.rete.engine import Rete
from counteroffer.language.compile import compiled
from counteroffer.language.expr import Value
from counteroffer.settlement.program import Program
from counteroffer.text.errors import EngineError
from counteroffer.text.home import RULES as FOLDER
from tests.support.command import run
from tests.support.engines import RETE
from tests.support.samples import (
    GUIDES,
    RULES,
    SAMPLES,
    Facts,
    cases,
    guide_file,
    lever_file,
    settled,
    write,
)

GUIDE = "guides/acme/engineer.yaml"
HERE = [name for name in ENGINES if name != "rete" or durable.available()]


def one(when: str, *, fires: list[Facts], silent: list[Facts], **entries: Any) -> Facts:
    return lever_file(when, cases={"fires": fires, "silent": silent}, **entries)


def guide_case(expect: Facts, name: str = "one", **facts: Any) -> Facts:
    return {"name": name, "case": {"region": "here", **facts}, "expect": expect}


GOOD: Facts = {
    "levers/deep.yaml": one(
        "gpu_years >= 3", fires=[{"gpu_years": 3}], silent=[{"gpu_years": "2.9"}]
    ),
    GUIDE: guide_file(
        levers={"deep": {"figures": {"here": {"base": "190K"}}}},
        cases=[
            guide_case(
                {
                    "ask": {"base": "190K", "equity": "60K", "signing": None},
                    "verdict": "counter",
                    "break_even": None,
                    "floor": None,
                    "levers": ["market-band", "deep"],
                    "headline": False,
                },
                candidate={"gpu_years": 3},
                offer={"base": "120K", "equity": "40K/4yr"},
            )
        ],
    ),
}


def report_of(folder: Path, **files: Any) -> Report:
    book = Rulebook(write(folder, {**GOOD, **files}))
    return rules_test(selection.of_folders(book, [folder]), book)


def messages(report: Report) -> list[str]:
    return [str(failure.problem) for file in report.files for failure in file.failures]


# The package's own rules


def test_the_packages_own_rules_pass_with_every_condition_seen_both_ways() -> None:
    done = run("rules", "test", "--coverage", "--fail-under", "100")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].endswith("seen both ways (100 %)")
    assert "22 of 22 sentences said" in done.stdout
    assert (
        "13 of 16 reasons for a floor or a verdict given; never given: assumed-floor, "
        in done.stdout
    )


@pytest.mark.parametrize("name", SAMPLES)
def test_every_case_of_the_design_stands_beside_its_guide(name: str) -> None:
    facts = SAMPLES[name]
    beside = [stated.case for stated in guide_cases(RULES.guide(facts["guide"]), RULES)]
    assert figures(settled(facts)) in [
        guide_outcome("plain", _stated(case), RULES) for case in beside
    ]


def _stated(case: Case) -> StatedGuideCase:
    return StatedGuideCase(RULES.guide(str(case.guide)), "a case", (), case, ())


# Engines


@pytest.mark.parametrize("engine", ["columns", RETE])
@settings(max_examples=25)
@given(facts=cases())
def test_every_engine_has_the_same_figures_for_a_case(engine: str, facts: Facts) -> None:
    stated = _stated(Case.of(**facts))
    plain = guide_outcome("plain", stated, RULES)
    found = guide_outcome(engine, stated, RULES)
    assert found == {name: plain[name] for name in found}
    in_words = {"break_even.against", "walk_away.because", "gap.against"}
    assert set(plain) - set(found) <= {"warnings", *in_words}


def test_lever_cases_are_three_valued_on_every_engine(tmp_path: Path) -> None:
    when = (
        '(gpu_years >= 2 or "go" in skills) and not (level == "junior") and count(clouds) < 3 '
        "and minimum_base > 0"
    )
    base = {"gpu_years": 2, "level": "Senior", "clouds": ["aws"], "minimum_base": "90K"}
    lever = lever_file(
        when,
        cases={
            "fires": [base, {**base, "gpu_years": 0, "skills": ["Go"]}],
            "silent": [
                {**base, "level": "junior"},
                {"clouds": ["a", "b", "c"]},
                {"minimum_base": 0},
            ],
            "unknown": [
                {},
                {**base, "gpu_years": 0},
                {name: base[name] for name in ("level", "clouds", "minimum_base")},
            ],
        },
    )
    declared = {"profile": {"level": {"type": "tag", "help": "A level."}}}
    book = Rulebook(write(tmp_path, {"levers/one.yaml": lever, "facts.yaml": declared}))
    stated = lever_cases(book.lever("one"), book)
    assert len(stated) == 8
    for engine in HERE:
        assert [found for _, found in lever_outcomes(engine, stated, book)] == [
            case.expected for case in stated
        ]


def test_a_case_is_tried_among_few_levers_however_many_there_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    cases = {"fires": [{"gpu_years": 60}], "silent": [{"gpu_years": 0}], "unknown": [{}]}
    files = {
        f"levers/one-{n}.yaml": lever_file(f"gpu_years > {n / 2}", cases=cases) for n in range(80)
    }
    book = Rulebook(write(tmp_path, files))
    stated = [case for n in range(80) for case in lever_cases(book.lever(f"one-{n}"), book)]
    sizes: list[int] = []

    class Watched(Rete):
        def fire(self, program: Program, values: dict[str, Value]) -> Firing:
            sizes.append(len(program.levers))
            return super().fire(program, values)

    monkeypatch.setattr(choose, "engine", lambda name: Watched())
    outcomes = list(lever_outcomes("rete", stated, book))
    assert len(outcomes) == 240
    assert all(found is case.expected for case, found in outcomes)
    assert max(sizes) <= 60


def test_an_engine_that_is_not_here_is_named_and_the_others_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(durable, "available", lambda: False)
    monkeypatch.setattr(durable, "reason", lambda: "no extension")
    report = report_of(tmp_path)
    assert (report.engines, report.missing) == (("plain", "columns"), {"rete": "no extension"})
    book = Rulebook(tmp_path)
    with pytest.raises(EngineError, match="rete is not available here: no extension"):
        rules_test(selection.everything(book), book, ["rete"])


# Failures


def test_good_rules_of_ones_own_pass(tmp_path: Path) -> None:
    report = report_of(tmp_path)
    assert messages(report) == []
    assert report.sound
    assert [(Path(file.file).stem, file.cases) for file in report.files] == [
        ("engineer", 1),
        ("deep", 2),
    ]


def test_a_wrong_lever_case_is_shown_in_its_place(tmp_path: Path) -> None:
    text = (
        "title: Deep\nwhen: gpu_years >= 3\nsays:\n  - text: I can.\n"
        "cases:\n  fires:\n    - {gpu_years: 3}\n    - {gpu_years: 2.9}\n  silent:\n    - {}\n"
    )
    found = messages(report_of(tmp_path, **{"levers/deep.yaml": text}))
    path = tmp_path / "levers" / "deep.yaml"
    assert found == [
        (
            f"{path}:8:7: fires, case 2: 'deep' stays silent here; expected: fires\n"
            "  8 |     - {gpu_years: 2.9}\n    |       ^"
        ),
        (
            f"{path}:10:7: silent, case 1: 'deep' can't be decided here; expected: stays "
            "silent\n  10 |     - {}\n     |       ^"
        ),
    ]


@pytest.mark.parametrize(
    ("expect", "said"),
    [
        ({"ask": {"base": "185K"}}, "ask.base is 190,000; expected: 185,000"),
        ({"ask": {"signing": 1000}}, "ask.signing is none; expected: 1,000"),
        ({"stretch": {"equity": "61K/4yr"}}, "stretch.equity is 60,000; expected: 61,000"),
        ({"floor": {"base": "100K"}}, "floor.base is none; expected: 100,000"),
        ({"verdict": "accept"}, "verdict is counter; expected: accept"),
        ({"headline": True}, "headline is no; expected: yes"),
        ({"levers": ["deep"]}, "levers is deep, market-band; expected: deep"),
        ({"undecided": ["deep"]}, "undecided is none; expected: deep"),
        ({"warnings": ["stale-rate"]}, "warnings is none; expected: stale-rate"),
    ],
)
def test_a_wrong_figure_of_a_guides_case_is_told(expect: Facts, said: str, tmp_path: Path) -> None:
    wrong = guide_case(
        expect, candidate={"gpu_years": 3}, offer={"base": "120K", "equity": "40K/4yr"}
    )
    report = report_of(tmp_path, **{GUIDE: {**GOOD[GUIDE], "cases": [wrong]}})
    failures = [failure for file in report.files for failure in file.failures]
    assert [failure.problem.message for failure in failures] == [f"one: {said}"]
    told = [name for name in HERE if name != "columns" or "warnings" not in expect]
    assert failures[0].engines == tuple(told)
    assert (report.failed, report.sound) == (1, False)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"expext": {}}, "unknown entry 'expext'; did you mean 'expect'?"),
        ({"expect": {}}, "nothing is expected: name one of ask, stretch"),
        ({"expect": {"ask": {"bsae": 1}}}, "unknown entry 'bsae'; did you mean 'base'?"),
        ({"expect": {"ask": {"base": "£190K"}}}, "is in GBP, and the answer in USD"),
        (
            {"expect": {"ask": {"equity": "60K/yr"}}},
            "this is a year, and every equity figure of this guide over 4 years",
        ),
        (
            {"expect": {"levers": ["depe"]}},
            "'depe' is no lever of this guide; did you mean 'deep'?",
        ),
        ({"expect": {"verdict": "maybe"}}, "'verdict' is 'maybe'"),
        (
            {"case": {"region": "here", "candidate": {"gpu_yeers": 1}}},
            "unknown fact 'gpu_yeers'; did you mean 'gpu_years'?",
        ),
        ({"case": {"region": "heer"}}, "unknown region 'heer'; did you mean 'here'?"),
        ({"case": {"region": "here", "guide": "acme/engineer"}}, "leave 'guide' out"),
        ({"case": {}}, "'region' is missing"),
    ],
)
def test_a_guides_case_that_cannot_be_read_is_refused_where_it_stands(
    changed: Facts, said: str, tmp_path: Path
) -> None:
    book = Rulebook(
        write(
            tmp_path,
            {**GOOD, GUIDE: {**GOOD[GUIDE], "cases": [{**guide_case({"levers": []}), **changed}]}},
        )
    )
    with pytest.raises(RuleError) as caught:
        guide_cases(book.guide("acme/engineer"), book)
    assert any(said in problem.message for problem in caught.value.problems)
    assert all(
        problem.file.endswith("engineer.yaml") and problem.line for problem in caught.value.problems
    )


def test_all_mistakes_of_cases_are_told_at_once(tmp_path: Path) -> None:
    wrong = [
        guide_case({"levers": ["x"]}, offer={"base": "1"}),
        {**guide_case({}, rates={"a": 1}), "nmae": 1},
    ]
    book = Rulebook(
        write(
            tmp_path,
            {**GOOD, GUIDE: {**GOOD[GUIDE], "cases": [*wrong, guide_case({"headline": "no"})]}},
        )
    )
    with pytest.raises(RuleError) as caught:
        guide_cases(book.guide("acme/engineer"), book)
    assert len(caught.value.problems) >= 4


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"gpu_yeers": 1}, "unknown fact 'gpu_yeers'; did you mean 'gpu_years'?"),
        ({"gpu_years": "many"}, "gpu_years needs a number of years"),
        ({"offer_base": "$100K"}, "offer_base needs an amount in whole units without a currency"),
        ({"best_beats_ask": True}, "unknown fact 'best_beats_ask'"),
    ],
)
def test_a_levers_case_that_cannot_be_read_is_refused(
    facts: Facts, said: str, tmp_path: Path
) -> None:
    lever = one("gpu_years >= 3", fires=[facts], silent=[{}])
    book = Rulebook(write(tmp_path, {"levers/deep.yaml": lever}))
    with pytest.raises(RuleError) as caught:
        lever_cases(book.lever("deep"), book)
    assert said in caught.value.problems[0].message


def test_a_guide_is_loaded_without_its_cases_being_read(tmp_path: Path) -> None:
    book = Rulebook(
        write(tmp_path, {**GOOD, GUIDE: {**GOOD[GUIDE], "cases": [{"anything": "goes"}]}})
    )
    assert settled({"guide": "acme/engineer", "region": "here"}, rulebook=book).ask.base == 150_000


# Coverage


@pytest.mark.parametrize(
    ("when", "leaves"),
    [
        ("gpu_years >= 3", []),
        ("not owns_full_stack", []),
        (
            'gpu_years >= 2 and ("go" in skills or not owns_full_stack)',
            ["gpu_years >= 2", '"go" in skills', "owns_full_stack"],
        ),
        ("2 <= gpu_years < 5", ["2 <= gpu_years", "gpu_years < 5"]),
        ('  "café" in skills\n or count(clouds) == 3', ['"café" in skills', "count(clouds) == 3"]),
    ],
)
def test_a_condition_is_taken_apart_where_it_stands(when: str, leaves: list[str]) -> None:
    whole, *found = parts(when, RULES.declared)
    assert whole.whole
    assert [part.text for part in found] == leaves
    assert all(when[part.start :].startswith(part.text) and not part.whole for part in found)


@given(cases(GUIDES))
def test_a_condition_follows_from_its_leaves(facts: Facts) -> None:
    """Leaves that are all alike decide the whole: it can't differ where nothing is negated."""
    values = {
        name: RULES.declared[name].read(raw)
        for name, raw in facts["candidate"].items()
        if "base" not in name
    }
    for name in ("dual-mode-infrastructure", "multi-cloud", "cost-optimization"):
        whole, *leaves = parts(RULES.lever(name).document.value["when"], RULES.declared)
        found = {compiled(leaf.expr)(values) for leaf in leaves}
        if len(found) == 1:
            assert {compiled(whole.expr)(values)} == found


def test_a_comparison_that_no_case_makes_fail_is_shown(tmp_path: Path) -> None:
    when = 'gpu_years >= 3 and ("go" in skills or years >= 0)'
    fires = [
        {"gpu_years": 3, "skills": ["go"], "years": 1},
        {"gpu_years": 3, "skills": [], "years": 1},
    ]
    lever = one(when, fires=fires, silent=[{"gpu_years": 1}])
    covered = report_of(
        tmp_path, **{"levers/deep.yaml": lever, GUIDE: {**GOOD[GUIDE], "cases": []}}
    ).coverage
    counted = {
        seen.condition.part.text: (seen.true, seen.false, seen.unknown, seen.hopeless)
        for seen in covered.conditions
    }
    assert counted == {
        when: (2, 1, 0, False),
        "gpu_years >= 3": (2, 1, 0, False),
        '"go" in skills': (1, 1, 1, False),
        "years >= 0": (2, 0, 1, True),
    }
    assert (covered.both, covered.reaches(75), covered.reaches(76)) == (3, True, False)


def test_cases_of_a_guide_cover_what_the_guide_adds_and_the_sentences(tmp_path: Path) -> None:
    lever = one("gpu_years >= 3", fires=[{"gpu_years": 3}], silent=[{"gpu_years": 1}])
    lever["says"] = [{"text": "I have {gpu_years}.", "needs": "gpu_years > 5"}, {"text": "I do."}]
    guide = {
        **GOOD[GUIDE],
        "levers": {"deep": {"and": '"go" in skills'}},
        "cases": [
            guide_case({"levers": ["market-band"]}, candidate={"gpu_years": 3, "skills": []}),
            guide_case({"undecided": ["deep"]}, "two", candidate={"gpu_years": 9}),
            guide_case({"headline": False}, "three", candidate={"gpu_years": 6, "skills": ["go"]}),
        ],
    }
    report = report_of(tmp_path, **{"levers/deep.yaml": lever, GUIDE: guide})
    assert messages(report) == []
    seen = {
        (one.condition.path[-1], one.condition.part.text): one for one in report.coverage.conditions
    }
    narrowing = seen["and", '"go" in skills']
    assert (narrowing.true, narrowing.false, narrowing.unknown) == (1, 1, 3)
    assert seen["needs", "gpu_years > 5"].both
    assert [(problem.line > 0, problem.message) for problem in report.coverage.unsaid] == [
        (True, "'deep' says this sentence in no case of a guide")
    ]


# The command


def test_exit_codes_and_what_is_printed(tmp_path: Path) -> None:
    folder = write(tmp_path, GOOD)
    done = run("rules", "test", "--rules", str(folder))
    assert (done.returncode, done.stderr) == (0, "")
    engines = f"{len(HERE)} engines"
    assert (
        done.stdout.splitlines()[-1]
        == f"3 cases on {engines}: 3 passed; 1 of 1 condition seen both ways (100 %)"
    )

    write(
        tmp_path, {"levers/deep.yaml": one("gpu_years >= 3", fires=[{"gpu_years": 2}], silent=[{}])}
    )
    done = run(
        "rules",
        "test",
        "--rules",
        str(folder),
        "--engine",
        "plain",
        "--coverage",
        "--fail-under",
        "50",
    )
    assert done.returncode == 1
    assert "3 cases on the plain engine: 1 passed, 2 failed" in done.stdout
    assert "'deep' stays silent here; expected: fires (plain)" in done.stdout

    write(
        tmp_path,
        {
            "levers/deep.yaml": one(
                "gpu_years >= 3", fires=[{"gpu_years": 3}], silent=[{"gpu_yeers": 1}]
            )
        },
    )
    done = run("rules", "test", "--rules", str(folder))
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean 'gpu_years'?" in done.stderr


def test_coverage_under_the_threshold_fails(tmp_path: Path) -> None:
    lever = one(
        'gpu_years >= 3 and ("go" in skills or owns_full_stack)',
        fires=[{"gpu_years": 3, "skills": ["go"]}],
        silent=[{"gpu_years": 2}],
    )
    folder = str(write(tmp_path, {"levers/deep.yaml": lever}))
    report = json.loads(
        run("rules", "test", "--rules", folder, "--engine", "plain", "--json").stdout
    )
    assert report["schema"] == "counteroffer-rules-test/1"
    assert (
        report["coverage"]["both"],
        report["coverage"]["conditions"],
        report["coverage"]["percent"],
    ) == (2, 4, "50")
    assert (
        run(
            "rules", "test", "--rules", folder, "--engine", "plain", "--fail-under", "50"
        ).returncode
        == 0
    )
    done = run(
        "rules", "test", "--rules", folder, "--engine", "plain", "--coverage", "--fail-under", "51"
    )
    assert (done.returncode, done.stderr) == (1, "coverage is under 51 %\n")
    assert "'\"go\" in skills' fails in no case" in done.stdout
    assert "'owns_full_stack' neither holds nor fails in any case" in done.stdout


@pytest.mark.parametrize(
    ("names", "stems"),
    [
        (["multi-cloud"], {"multi-cloud", "huggingface-enterprise/devops-engineer"}),
        (
            ["midjourney/devops-engineer"],
            {
                "midjourney/devops-engineer",
                "gpu-infrastructure",
                "cost-optimization",
                "full-stack-ownership",
                "competing-offers",
            },
        ),
        (
            [str(FOLDER / "levers" / "us-remote.yaml")],
            {"us-remote", "stability-ai/devops-engineer"},
        ),
    ],
)
def test_what_is_named_is_tested_with_what_it_touches(names: list[str], stems: set[str]) -> None:
    found = selection.named(RULES, names)
    assert {*(lever.id for lever in found.levers), *(guide.id for guide in found.guides)} == stems


def test_a_name_that_nothing_has_is_refused() -> None:
    done = run("rules", "test", "gpu_infrastructure")
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean 'gpu-infrastructure'?" in done.stderr


def test_a_file_that_is_not_in_force_is_not_mistaken_for_the_one_that_is(tmp_path: Path) -> None:
    other = (
        write(tmp_path, {"levers/us-remote.yaml": lever_file("gpu_years > 3")})
        / "levers"
        / "us-remote.yaml"
    )
    with pytest.raises(RuleError, match="is not in force, but rules/levers/us-remote"):
        selection.named(RULES, [str(other)])
    book = Rulebook(tmp_path)
    assert "us-remote" in {lever.id for lever in selection.named(book, [str(other)]).levers}


def test_a_folder_without_rules_is_not_a_test_that_passes(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="holds no levers and no guides: there is nothing to test"):
        selection.of_folders(Rulebook(tmp_path), [tmp_path])


def test_a_folder_that_changes_what_is_shared_touches_every_rule(tmp_path: Path) -> None:
    book = Rulebook(
        write(
            tmp_path,
            {**GOOD, "facts.yaml": {"profile": {"x": {"type": "flag", "help": "A flag."}}}},
        )
    )
    assert selection.of_folders(book, [tmp_path]) == selection.everything(book)
