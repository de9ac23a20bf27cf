"""A guide that a program makes: no folder, no file."""

from __future__ import annotations

import pickle

import pytest

from counteroffer import Case, Guide, RuleError, counter
from tests.support.samples import RULES, guide_file

CASE = Case.of(guide="acme/engineer", region="here", candidate={"gpu_years": 4}, today="2026-11-20")
FIGURES = {"gpu-infrastructure": {"figures": {"here": {"base": "$150K"}}}}


@pytest.mark.parametrize("engine", ["plain", "rete"])
def test_a_case_is_settled_by_a_guide_that_was_made(engine: str) -> None:
    book = RULES.with_guide(guide_file(levers=FIGURES), "acme/engineer")
    answer = counter(CASE, rulebook=book, engine=engine)
    assert answer.guide == "acme/engineer"
    assert answer.ask.base is not None
    assert "acme/engineer" not in RULES.guide_ids()


def test_its_id_is_company_and_role_unless_given() -> None:
    stated = guide_file(levers=FIGURES)
    guide = Guide.of(stated)
    book = RULES.with_guide(stated)
    assert any(one.startswith(guide.company.lower()) for one in book.guide_ids())


def test_rules_with_a_made_guide_can_be_sent_to_another_process() -> None:
    book = RULES.with_guide(guide_file(levers=FIGURES), "acme/engineer")
    again = pickle.loads(pickle.dumps(book))
    assert counter(CASE, rulebook=again, engine="plain") == counter(
        CASE, rulebook=book, engine="plain"
    )


def test_what_is_wrong_with_it_is_told_by_rules_not_by_pydantic() -> None:
    with pytest.raises(RuleError, match="'bands' is missing"):
        Guide.of({"company": "Acme", "role": "Engineer"})
    with pytest.raises(RuleError, match="unknown lever"):
        RULES.with_guide(guide_file(levers={"no-such-lever": {}}))
