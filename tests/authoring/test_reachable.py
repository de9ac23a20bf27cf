"""Levers that can't fire are proved so: never one that can, and in each region as far as it is what
a region fixes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counteroffer import Case, Rulebook
from counteroffer.authoring.guide_cases import StatedGuideCase
from counteroffer.authoring.reachable import Proved, possible, proofs, regions_possible
from counteroffer.authoring.selection import everything
from counteroffer.authoring.trials import observed
from counteroffer.language.compile import compiled
from counteroffer.language.expr import Not
from counteroffer.language.parse import parse
from tests.support.command import run
from tests.support.samples import (
    GUIDES,
    RULES,
    STABILITY,
    Facts,
    cases,
    guide_file,
    lever_file,
    settled,
    write,
)

GUIDE = "guides/acme/engineer.yaml"
NEVER = (
    "gpu_years > 3 and gpu_years < 2",
    "gpu_years > 60",
    '"go" in skills and not ("go" in skills)',
    '"go" in skills and count(skills) == 0',
    'region == "london" and region == "paris"',
    "offer_base > highest_held_base and highest_held_base >= offer_base",
    "offer_base > highest_held_base and highest_held_base > best_held_annual and "
    "best_held_annual > offer_base",
    "owns_full_stack and not owns_full_stack",
    "known(years) and not known(years)",
    "years > 1 and not known(years)",
)


def proved(folder: Path, when: str, **own: Any) -> list[Proved]:
    files = {
        "levers/one.yaml": lever_file(when) | own.pop("lever", {}),
        GUIDE: guide_file(levers={"one": own}),
    }
    book = Rulebook(write(folder, files))
    rules = book.guide("acme/engineer")
    regions = {rules.id: regions_possible(rules, book)}
    return list(proofs([book.lever("one")], [rules], regions, book))


@pytest.mark.parametrize("when", NEVER)
def test_a_lever_that_cannot_fire_is_proved_so_at_its_place(when: str, tmp_path: Path) -> None:
    (found,) = proved(tmp_path, when)
    assert (found.code, found.fatal) == ("never-fires", True)
    assert found.problem.message == "'one' can't fire: no values of its facts make this hold"
    assert found.problem.width == len(when.replace('"', '\\"'))


@pytest.mark.parametrize(
    "when",
    [
        "gpu_years >= 2 and gpu_years <= 2",
        "not known(years)",
        'region == "here" and not ("go" in skills)',
        "offer_base > highest_held_base and best_held_annual > offer_base",
        "gpu_years > 59.9 or gpu_years > 60",
    ],
)
def test_a_lever_that_can_fire_is_left_alone(when: str, tmp_path: Path) -> None:
    assert proved(tmp_path, when) == []


@pytest.mark.parametrize(
    ("when", "own", "code"),
    [
        ("gpu_years > 3", {"and": "gpu_years < 2"}, "never-fires"),
        ('region == "atlantis"', {}, "never-fires"),
        ('region == "toronto"', {}, "fires-elsewhere"),
        ('region == "toronto"', {"only_in": "here"}, "never-fires"),
        ("band_base_low > band_base_middle", {}, "fires-elsewhere"),
        ("gpu_years >= 0", {}, "always-fires"),
        (
            "gpu_years > 3",
            {"lever": {"says": [{"text": "x", "needs": "gpu_years < 2"}]}},
            "never-said",
        ),
        (
            "gpu_years > 3",
            {"lever": {"asks": {"base": {"figure": "middle_base", "when": "gpu_years < 2"}}}},
            "never-asks",
        ),
    ],
)
def test_what_else_is_proved(when: str, own: Facts, code: str, tmp_path: Path) -> None:
    assert [one.code for one in proved(tmp_path, when, **own)] == [code]


def test_a_lever_that_no_guide_names_is_noted(tmp_path: Path) -> None:
    book = Rulebook(write(tmp_path, {"levers/one.yaml": lever_file("gpu_years > 3")}))
    (found,) = proofs([book.lever("one")], [], {}, book)
    assert (found.code, found.fatal) == ("in-no-guide", False)


def test_the_packages_own_levers_can_all_fire() -> None:
    chosen = everything(RULES)
    regions = {rules.id: regions_possible(rules, RULES) for rules in chosen.guides}
    assert not list(proofs(chosen.levers, chosen.guides, regions, RULES))
    found = regions[STABILITY]
    assert found["uk-ai-market"] == ("london",)
    assert found["us-remote"] == ("remote-us",)
    assert found["gpu-infrastructure"] == tuple(RULES.guide(STABILITY).guide.bands)


@given(cases(GUIDES))
def test_a_lever_fires_only_where_it_was_not_proved_unable(facts: Facts) -> None:
    """Also the levers that a region rules out."""
    rules = RULES.guide(facts["guide"])
    for lever in settled(facts).levers:
        if lever.fired and facts["region"] in rules.guide.bands:
            assert facts["region"] in regions_possible(rules, RULES)[lever.id]


LEAVES = st.sampled_from(
    [
        "gpu_years > 2",
        "gpu_years <= 2",
        "gpu_years == 4",
        "years != 3",
        "years < gpu_years",
        '"gpu" in skills',
        "count(skills) == 0",
        "count(skills) >= 2",
        "owns_full_stack",
        "known(years)",
        "offer_base > best_held_annual",
        "offer_base < highest_held_base",
        "highest_held_base > best_held_annual",
        'region == "london"',
        "held_offers >= 1",
        "offer_stated",
    ]
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds("({}) {} ({})".format, inner, st.sampled_from(["and", "and", "or"]), inner)
        | st.builds("not ({})".format, inner)
    ),
    max_leaves=6,
)


@given(CONDITIONS, st.lists(cases(), min_size=1, max_size=4))
def test_a_condition_that_was_proved_impossible_never_holds(
    when: str, several: list[Facts]
) -> None:
    condition = parse(when, RULES.declared)
    holds, fails = possible(condition, RULES), possible(Not(condition), RULES)
    assert holds or fails
    for facts in several:
        case = Case.of(**facts)
        stated = StatedGuideCase(RULES.guide(str(case.guide)), "a case", (), case, ())
        found = compiled(condition)(observed(stated, RULES).values)
        assert holds or found is not True
        assert fails or found is not False


def test_the_command_fails_for_a_lever_that_cannot_fire(tmp_path: Path) -> None:
    text = (
        "title: One\nwhen: gpu_years > 3 and gpu_years < 2\nsays:\n  - text: I can.\n"
        "cases:\n  fires: [{gpu_years: 4}]\n  silent: [{gpu_years: 1}]\n"
    )
    folder = write(tmp_path, {"levers/one.yaml": text, GUIDE: guide_file(levers={"one": {}})})
    done = run("rules", "test", "--rules", str(folder), "--engine", "plain")
    assert (done.returncode, done.stderr) == (1, "")
    assert (
        f"proved: {folder}/levers/one.yaml:2:7: 'one' can't fire: no values of its facts "
        f"make this hold\n"
        "  2 | when: gpu_years > 3 and gpu_years < 2\n    |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^"
        in done.stdout
    )
    assert done.stdout.rstrip().endswith("1 rule proved to be of no use")
