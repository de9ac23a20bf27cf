"""Maps of fields to facts: strictly read, all that is wrong at once, never onto present pay."""

from __future__ import annotations

from pathlib import Path

import pytest

from counteroffer import CaseError, CounterofferError, Rulebook, RuleError, case_from
from counteroffer.systems.case_from import map_document
from counteroffer.systems.system_map import known_systems, system_map
from tests.support.samples import RULES
from tests.systems.payloads import HERE, ashby_offer, euros


def faults(text: str, folder: Path) -> list[tuple[int, str, str | None]]:
    path = folder / "map.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CaseError) as error:
        system_map(RULES, "ashby", map_document(path))
    return [(one.line, one.message, one.suggestion) for one in error.value.problems]


def test_all_mistakes_of_a_map_are_told_at_their_places(tmp_path: Path) -> None:
    found = faults(
        "sytem: ashby\n"
        "facts:\n"
        "  offer.bse: Salary\n"
        "  candidate.gpu_yeers: GPU\n"
        "  offer.base: {field: Salary, period: yearly}\n"
        "  offer.signing: {at: bonus}\n"
        "  offer.bonus: {}\n",
        tmp_path,
    )
    assert [(line, near) for line, _, near in found] == [
        (1, "system"),
        (3, "offer.base"),
        (4, "candidate.gpu_years"),
        (5, None),
        (6, None),
        (7, None),
    ]


@pytest.mark.parametrize(
    "fact",
    ["current", "current.base", "current_base", "candidate.current_base", "offer.current_base"],
)
def test_no_map_leads_onto_present_pay(fact: str, tmp_path: Path) -> None:
    ((line, message, _),) = faults(f"facts:\n  {fact}: Salary\n", tmp_path)
    assert line == 2
    assert "salary-history laws" in message


@pytest.mark.parametrize(
    "source",
    [
        "Current base salary",
        "/candidate/currentSalary",
        "{field: Salary, period: year, currency: {field: Present salary currency}}",
    ],
)
def test_no_map_leads_from_present_pay(source: str, tmp_path: Path) -> None:
    ((line, message, _),) = faults(f"facts:\n  offer.base: {source}\n", tmp_path)
    assert line == 2
    assert "salary-history laws" in message


def test_names_that_only_look_like_present_pay_are_mapped() -> None:
    offer = ashby_offer(None, ("Base presented to the board", euros(98_000)))
    source = {"field": "Base presented to the board", "period": "year"}
    mapping = {**HERE, "facts": {"offer.base": source}}
    assert case_from(offer, "ashby", mapping=mapping).pays


def test_a_map_for_another_system_is_refused(tmp_path: Path) -> None:
    ((_, message, _),) = faults("system: lever\n", tmp_path)
    assert "this map is for lever" in message


def test_only_a_base_has_a_period(tmp_path: Path) -> None:
    found = faults("facts:\n  offer.signing: {field: a, period: year}\n", tmp_path)
    assert "only 'offer.base' has a period" in found[0][1]


def test_an_unknown_system_is_told_with_the_near_one() -> None:
    with pytest.raises(CounterofferError, match="did you mean 'ashby'"):
        system_map(RULES, "ashbee")


def test_the_map_names_its_system() -> None:
    mapping = {**HERE, "system": "ashby"}
    assert case_from(ashby_offer(euros(98_000)), mapping=mapping).system == "Ashby"


def test_a_map_that_names_the_place_of_the_preset_keeps_its_interval() -> None:
    mapping = {**HERE, "facts": {"offer.base": "/latestVersion/salary"}}
    found = case_from(ashby_offer(euros(98_000)), "ashby", mapping=mapping)
    assert found == case_from(ashby_offer(euros(98_000)), "ashby", mapping=HERE)
    offer = ashby_offer(euros(98_000), ("Paid per", "Monthly"))
    assert not case_from(offer, "ashby", mapping=mapping).pays


def test_a_folder_of_rules_adds_a_system(tmp_path: Path) -> None:
    (tmp_path / "systems.yaml").write_text(
        "systems:\n"
        "  own-tool:\n"
        "    name: Our tool\n"
        "    offers: [/it]\n"
        "    facts: {offer.base: {at: /pay, period: month, currency: EUR}}\n"
    )
    book = Rulebook.load(tmp_path)
    assert {"own-tool", "ashby"} <= known_systems(book).keys()
    found = case_from({"it": {"pay": 7_500}}, "own-tool", mapping=HERE, rulebook=book)
    assert str(found.stated["offer"]["base"]) == "EUR 7500/mo"


def test_a_system_in_rules_does_not_lead_onto_present_pay_either(tmp_path: Path) -> None:
    (tmp_path / "systems.yaml").write_text(
        "systems:\n  own: {name: Own, offers: [/], facts: {candidate.current_base: /pay}}\n"
    )
    with pytest.raises(RuleError, match="salary-history laws"):
        known_systems(Rulebook.load(tmp_path))
