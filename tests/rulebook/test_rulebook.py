"""Folders of rules: what they may extend and replace, what is refused and where, and the cases
beside the levers."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from counteroffer import Case, Rulebook, RuleError, counter
from counteroffer.authoring.guide_cases import guide_cases
from counteroffer.authoring.lever_cases import lever_cases
from counteroffer.authoring.trials import guide_outcome, lever_outcomes
from counteroffer.rulebook.folders import VARIABLE, folders_from_environment
from counteroffer.text.home import RULES as FOLDER
from tests.support.engines import RETE
from tests.support.samples import GUIDES, Facts, guide_file, lever_file, sample, settled, write

GUIDE = "guides/acme/engineer.yaml"


def here(**entries: Any) -> Facts:
    return {"guide": "acme/engineer", "region": "here", "today": "2026-11-20", **entries}


# The cases beside the levers


@pytest.mark.parametrize("name", ["plain", "columns", RETE])
def test_a_levers_own_cases(name: str, rulebook: Rulebook) -> None:
    cases = [
        case
        for lever in rulebook.lever_ids()
        for case in lever_cases(rulebook.lever(lever), rulebook)
    ]
    wrong = [
        (case.lever.id, case.name, fired)
        for case, fired in lever_outcomes(name, cases, rulebook)
        if fired is not case.expected
    ]
    assert not wrong


@pytest.mark.parametrize("guide", GUIDES)
@pytest.mark.parametrize("name", ["plain", "columns", RETE])
def test_a_guides_own_cases(guide: str, name: str, rulebook: Rulebook) -> None:
    cases = guide_cases(rulebook.guide(guide), rulebook)
    assert cases
    for stated in cases:
        found = guide_outcome(name, stated, rulebook)
        assert not [
            one for one in stated.expected if one.name in found and not one.met_by(found[one.name])
        ]


def test_every_lever_of_the_package_is_in_a_guide_or_is_a_kind_for_one_that_is_imported(
    rulebook: Rulebook,
) -> None:
    used = {lever.id for name in rulebook.guide_ids() for lever in rulebook.guide(name).levers}
    waiting = {*rulebook.kinds_of_levers.kinds, "posted-range"}  # the last for a posted range
    assert used | waiting == set(rulebook.lever_ids())


def test_the_guides_are_found(rulebook: Rulebook) -> None:
    assert set(GUIDES) <= set(rulebook.guide_ids())
    assert set(rulebook.every_guide()) == {"competing-offers", "market-band"}


# Folders of one's own


def test_a_lever_and_a_guide_need_nothing_but_files(tmp_path: Path, engine: str) -> None:
    write(
        tmp_path,
        {
            "facts.yaml": {
                "profile": {"patents": {"type": "number", "help": "How many patents you hold."}}
            },
            "levers/patents.yaml": lever_file("patents >= 3", "I hold {patents} patents."),
            GUIDE: guide_file(levers={"patents": {"figures": {"here": {"base": "190K"}}}}),
        },
    )
    answer = settled(here(candidate={"patents": 5}), rulebook=Rulebook(tmp_path), engine=engine)
    assert answer.ask.base == 190_000
    assert answer.talking_points[0].text == "I hold 5 patents."
    assert answer.talking_points[0].facts == ("candidate.patents",)


@pytest.mark.parametrize(
    ("kind", "raw", "when"),
    [
        ("tag", "Senior", 'level == "senior"'),
        ("tags", ["Go", "rust"], '"go" in level'),
        ("flag", "yes", "level"),
        ("number", "-3", "level < 0"),
        ("money", "$120K", "level > offer_base"),
    ],
)
def test_facts_of_every_type_can_be_declared(
    kind: str, raw: Any, when: str, tmp_path: Path, engine: str
) -> None:
    declared = {"type": kind, "help": "A fact.", **({"min": -5} if kind == "number" else {})}
    files = {
        "facts.yaml": {"profile": {"level": declared}},
        "levers/one.yaml": lever_file(when),
        GUIDE: guide_file(levers={"one": {}}),
    }
    facts = here(candidate={"level": raw}, offer={"base": "$110K"})
    answer = settled(facts, rulebook=Rulebook(write(tmp_path, files)), engine=engine)
    assert next(one.fired for one in answer.levers if one.id == "one") is True


def test_money_of_the_candidate_is_compared_in_the_regions_currency(
    tmp_path: Path, engine: str
) -> None:
    """£100K is more than $110K at 1.25."""
    files = {
        "facts.yaml": {
            "profile": {"side_income": {"type": "money", "help": "What else you earn."}}
        },
        "levers/one.yaml": lever_file("side_income > offer_base"),
        GUIDE: guide_file(levers={"one": {}}),
    }
    facts = here(
        candidate={"side_income": "£100K"}, offer={"base": "$110K"}, rates={"GBP/USD": "1.25"}
    )
    answer = settled(facts, rulebook=Rulebook(write(tmp_path, files)), engine=engine)
    assert next(one.fired for one in answer.levers if one.id == "one") is True


def test_a_later_folder_replaces_what_has_the_same_name(tmp_path: Path) -> None:
    one = write(tmp_path / "one", {"levers/multi-cloud.yaml": lever_file("count(clouds) >= 3")})
    two = write(tmp_path / "two", {"levers/multi-cloud.yaml": lever_file("count(clouds) >= 1")})
    facts = sample("huggingface", candidate={"clouds": ["aws", "gcp"]})

    def fired(*folders: Path) -> bool | None:
        return next(
            lever.fired
            for lever in settled(facts, rulebook=Rulebook(*folders)).levers
            if lever.id == "multi-cloud"
        )

    assert (fired(), fired(one), fired(one, two), fired(two, one)) == (True, False, True, False)


def test_a_guide_is_replaced_as_a_whole(tmp_path: Path) -> None:
    name = "huggingface-enterprise/devops-engineer"
    rules = Rulebook(write(tmp_path, {f"guides/{name}.yaml": guide_file()}))
    answer = settled({"guide": name, "region": "here", "today": "2026-11-20"}, rulebook=rules)
    assert [lever.id for lever in answer.levers] == ["competing-offers", "market-band"]
    assert set(rules.guide_ids()) == set(Rulebook().guide_ids())


def test_facts_places_and_steps_are_extended_entry_by_entry(tmp_path: Path) -> None:
    files = {
        "facts.yaml": {"profile": {"gpu_years": {"type": "number", "max": 5, "help": "Years."}}},
        "places.yaml": {
            "places": {
                "atlantis": {"label": "Atlantis", "currency": "USD", "aliases": ["the-deep"]}
            }
        },
        "money.yaml": {"currencies": {"USD": {"step": 5_000, "sign": "$"}}},
    }
    rules = Rulebook(write(tmp_path, files))
    assert rules.declared["gpu_years"].max == 5
    assert rules.declared["years"].max == 60
    answer = settled(
        sample("huggingface", region="The Deep", candidate={"clouds": ["a", "b"]}), rulebook=rules
    )
    assert answer.region == "atlantis"
    assert answer.ask.base == 210_000
    assert rules.currency("GBP").step == 1_000
    assert rules.currency("USD").step == 5_000


def test_a_lever_for_every_guide_may_ask_for_measures(tmp_path: Path, engine: str) -> None:
    lever = lever_file(
        "count(skills) >= 3", asks={"base": {"figure": "middle_base", "when": "offer_base > 0"}}
    )
    rules = Rulebook(write(tmp_path, {"levers/every-guide/broad.yaml": lever}))
    facts = sample("huggingface", candidate={"skills": ["a", "b", "c"]}, competing=None)
    answer = settled(facts, rulebook=rules, engine=engine)
    assert next(one for one in answer.levers if one.id == "broad").asks == {"base": 190_000}


def test_folders_can_be_named_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    monkeypatch.setenv(VARIABLE, os.pathsep.join(["one", "two", ""]))
    assert folders_from_environment() == (Path("one"), Path("two"))
    monkeypatch.delenv(VARIABLE)
    assert folders_from_environment() == ()


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="is not a folder of rules"):
        Rulebook(tmp_path / "none")


# What is refused


def refused(folder: Path, files: Facts) -> list[str]:
    rules = Rulebook(write(folder, files))
    with pytest.raises(RuleError) as caught:
        rules.guide("acme/engineer")
    return str(caught.value).replace(f"{folder}/", "").splitlines()


LEVER = """\
title: One
when: gpu_yeers >= 2
asks: {base: {figure: matched_bass, when: offer_bace > 0}}
says:
  - needs: nown(gpu_years)
    text: I have {gpu_yeers} and earn {current_base}.
cases: {fires: [{}], silent: [{}]}
"""


def test_all_that_is_wrong_with_a_lever_is_told_at_once_with_place_and_near_miss(
    tmp_path: Path,
) -> None:
    lines = refused(tmp_path, {"levers/one.yaml": LEVER, GUIDE: guide_file(levers={"one": {}})})
    assert lines[:3] == [
        "levers/one.yaml:2:7: unknown fact 'gpu_yeers'; did you mean 'gpu_years'?",
        "  2 | when: gpu_yeers >= 2",
        "    |       ^^^^^^^^^",
    ]
    heads = [line for line in lines if line.startswith("levers/")]
    assert heads[1] == "levers/one.yaml:3:43: unknown fact 'offer_bace'; did you mean 'offer_base'?"
    assert heads[2].startswith(
        "levers/one.yaml:3:23: 'matched_bass' is not a measure that can be asked for; did "
        "you mean 'm"
    )
    assert heads[3].startswith("levers/one.yaml:5:12: ")
    assert heads[4].startswith(
        "levers/one.yaml:6:11: '{gpu_yeers}' can't be said here; did you mean 'gpu_years'?"
    )
    assert len(heads) == 5


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("I earn {current_base}.", "'{current_base}' can't be said here"),
        ("At least {minimum_base}.", "'{minimum_base}' can't be said here"),
        ("My floor is {guide_floor}.", "'{guide_floor}' can't be said here"),
        ("They pay {best_held_annual}.", "'{best_held_annual}' can't be said here"),
        ("{gpu_yeers}", "did you mean 'gpu_years'?"),
        ("{gpu_years:>9}", "write '{gpu_years}' alone"),
    ],
)
def test_a_sentence_that_names_what_is_private_or_unknown_is_refused(
    text: str, reason: str, tmp_path: Path
) -> None:
    files = {
        "levers/one.yaml": lever_file("gpu_years >= 2", text),
        GUIDE: guide_file(levers={"one": {}}),
    }
    assert reason in refused(tmp_path, files)[0]


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ({"reference": "hear"}, "unknown region 'hear'; did you mean 'here'?"),
        ({"headline": {"hear": {"base": "150K"}}}, "unknown region 'hear'; did you mean 'here'?"),
        ({"floor": {"hear": "150K"}}, "unknown region 'hear'"),
        (
            {"levers": {"multi-cloud": {"figures": {"hear": {"base": "150K"}}}}},
            "unknown region 'hear'",
        ),
        ({"levers": {"multi-cloud": {"only_in": "hear"}}}, "unknown region 'hear'"),
        (
            {
                "example_offers": [
                    {"company": "A", "region": "hear", "base": "1K", "equity": "1K/4yr"}
                ]
            },
            "unknown region 'hear'",
        ),
        (
            {"levers": {"multi-clowd": {}}},
            "unknown lever 'multi-clowd'; did you mean 'multi-cloud'?",
        ),
        ({"levers": {"x" * 300: {}}}, "unknown lever"),
        (
            {"levers": {"multi-cloud": {"and": "gpu_yeers > 1"}}},
            "unknown fact 'gpu_yeers'; did you mean 'gpu_years'?",
        ),
        (
            {"levers": {"multi-cloud": {"adn": "gpu_years > 1"}}},
            "unknown entry 'adn'; did you mean 'and'?",
        ),
        ({"bands": {}}, "bands"),
        (
            {"bands": {"here": {"label": "H", "currency": "USD", "base": "£100K-£200K"}}},
            "base is in GBP, the region in USD",
        ),
        (
            {"bands": {"here": {"label": "H", "currency": "USD", "base": "200K-100K"}}},
            "the low end of a range comes first",
        ),
        (
            {"bands": {"here": {"label": "H", "currency": "US", "base": "1K"}}},
            "a currency is a code of three letters",
        ),
        ({"headline": {"here": {"base": "£150K"}}}, "GBP"),
        ({"levers": {"multi-cloud": {"figures": {"here": {"base": "£150K"}}}}}, "GBP"),
        ({"floor": {"here": "£150K"}}, "GBP"),
        (
            {
                "example_offers": [
                    {"company": "A", "region": "here", "base": "£100K", "equity": "£1K/4yr"}
                ]
            },
            "GBP",
        ),
        ({"years": 0}, "years"),
        ({"years": 40}, "years"),
        ({"as_of": "lately"}, "a date is written 2026-12-04, not 'lately'"),
        ({"compani": "A"}, "unknown entry 'compani'; did you mean 'company'?"),
    ],
)
def test_a_guide_that_cannot_be_used_is_refused_where_it_stands(
    entries: Facts, reason: str, tmp_path: Path
) -> None:
    lines = refused(tmp_path, {GUIDE: guide_file(**entries)})
    assert lines[0].startswith(f"{GUIDE}:1:")
    assert reason in lines[0]


def test_all_that_is_wrong_with_a_guide_is_told_at_once(tmp_path: Path) -> None:
    entries = {
        "levers": {"multi-clowd": {}, "multi-cloud": {"and": "gpu_yeers > 1"}, "one": {}},
        "floor": {"hear": "100K"},
    }
    lines = refused(tmp_path, {GUIDE: guide_file(**entries), "levers/one.yaml": LEVER})
    text = "\n".join(lines)
    for reason in (
        "multi-clowd",
        "did you mean 'gpu_years'",
        "unknown region 'hear'",
        "levers/one.yaml:2:7",
    ):
        assert reason in text


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"profil": {}}, "unknown entry 'profil'; did you mean 'profile'?"),
        (
            {"profile": {"a": {"type": "nummber", "help": "x"}}},
            "'type' is 'nummber'; it can be 'number'",
        ),
        ({"profile": {"a": {"type": "number"}}}, "'help' is missing"),
        ({"profile": {"a b": {"type": "number", "help": "x"}}}, "'a b' can't name a fact"),
        ({"profile": {"count": {"type": "number", "help": "x"}}}, "'count' can't name a fact"),
        ({"profile": {"and": {"type": "number", "help": "x"}}}, "'and' can't name a fact"),
        ({"offer": {"mood": {"type": "flag", "help": "x"}}}, "only profile facts can be added"),
        ({"profile": {"offer_base": {"type": "number", "help": "x"}}}, "offer_base"),
    ],
)
def test_facts_that_cannot_be_declared_are_refused(
    facts: Facts, reason: str, tmp_path: Path
) -> None:
    files = {
        "facts.yaml": facts,
        GUIDE: guide_file(),
        "levers/one.yaml": lever_file("gpu_years > 1"),
    }
    files[GUIDE]["levers"] = {"one": {}}
    line = refused(tmp_path, files)[0]
    assert line.startswith("facts.yaml:1:")
    assert reason in line


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ({"cases": {"fires": [{}]}}, "'silent' is missing"),
        ({"cases": {"fires": [], "silent": [{}]}}, "fires"),
        ({"title": ""}, "title"),
        ({"wen": "gpu_years > 1"}, "unknown entry 'wen'; did you mean 'when'?"),
        ({"asks": {"bonus": {"figure": "matched_base"}}}, "asks"),
        ({"when": 5}, "'when' needs a text, not 5"),
        ({"when": "skills > 2"}, "is a list of tags and can't be compared with a number"),
        ({"when": 'gpu_years == "gpu"'}, "a number is needed here"),
        ({"when": "ask_base > 0"}, "unknown fact 'ask_base'"),  # settled after the rules
        ({"when": "best_in_writing"}, "unknown fact 'best_in_writing'"),
    ],
)
def test_a_lever_that_cannot_be_used_is_refused(
    entries: Facts, reason: str, tmp_path: Path
) -> None:
    files = {
        "levers/one.yaml": {**lever_file("gpu_years > 1"), **entries},
        GUIDE: guide_file(levers={"one": {}}),
    }
    line = refused(tmp_path, files)[0]
    assert line.startswith("levers/one.yaml:1:")
    assert reason in line.replace("bonus", "asks") if "asks" in entries else reason in line


def test_a_rules_file_that_is_not_yaml_is_a_rule_error(tmp_path: Path) -> None:
    """Whatever is wrong with a rule, the caller catches RuleError."""
    files = {"levers/one.yaml": "title: a\ntitle: b\n", GUIDE: guide_file(levers={"one": {}})}
    assert "levers/one.yaml:2:1: 'title' stands twice" in refused(tmp_path, files)[0]


# The digest


def digest(rules: Rulebook) -> str:
    return rules.guide("midjourney/devops-engineer").digest


def test_the_digest_is_of_the_content_wherever_it_lies(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(FOLDER / "guides", copy / "guides")
    assert digest(Rulebook(copy)) == digest(Rulebook())


@pytest.mark.parametrize(
    ("path", "matters"),
    [
        ("guides/midjourney/devops-engineer.yaml", True),
        ("levers/cost-optimization.yaml", True),
        ("levers/every-guide/market-band.yaml", True),
        ("levers/multi-cloud.yaml", False),  # not in this guide
        ("guides/stability-ai/devops-engineer.yaml", False),
    ],
)
def test_the_digest_changes_with_the_rules_of_the_guide(
    path: str, matters: bool, tmp_path: Path
) -> None:
    changed = (FOLDER / path).read_text("utf-8") + "# one more line\n"
    assert (digest(Rulebook(write(tmp_path, {path: changed}))) != digest(Rulebook())) is matters


@pytest.mark.parametrize("name", ["facts.yaml", "money.yaml", "places.yaml", "floor.yaml"])
def test_the_digest_changes_with_what_is_shared(name: str, tmp_path: Path) -> None:
    files: Facts = {
        name: {
            "places.yaml": {"places": {}},
            "facts.yaml": {"profile": {}},
            "money.yaml": {"currencies": {}},
            "floor.yaml": {"reasons": {}},
        }[name]
    }
    assert digest(Rulebook(write(tmp_path, files))) != digest(Rulebook())


def test_the_answer_names_the_rules_it_comes_from(rulebook: Rulebook) -> None:
    answer = counter(Case.of(**sample("midjourney")), rulebook=rulebook, engine="plain")
    assert answer.rules == digest(rulebook)
    assert len(answer.rules) == 64
