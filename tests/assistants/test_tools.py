"""The tools for assistants: small schemas, true texts, and nothing private for recruiters."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from counteroffer import Calculator, Case, CaseError, counter, letter
from counteroffer.assistants.case_of_arguments import case_of_arguments
from counteroffer.assistants.tools import Tool, tools
from counteroffer.formats.side_by_side import lines
from tests.support.samples import HUGGING_FACE, RULES, TODAY

CALCULATOR = Calculator(RULES, today=TODAY, engine="plain")
SAID: dict[str, Any] = {
    "guide": HUGGING_FACE,
    "region": "san-francisco",
    "base": "185K",
    "equity": "$150K/4yr",
    "gpu_years": 4,
    "competing": [{"company": "NVIDIA", "base": "210K"}],
}


def tool(name: str, audience: Any = "candidate") -> Tool:
    return next(one for one in tools(audience) if one.name == name)


def test_facts_may_be_flat_or_one_object_or_a_whole_case() -> None:
    flat = case_of_arguments(SAID, RULES)
    inside = {**SAID, "facts": {"gpu_years": 4}}
    del inside["gpu_years"]
    assert case_of_arguments(inside, RULES) == flat
    whole = flat.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    assert case_of_arguments({"case": whole}, RULES) == flat


def test_what_is_empty_states_nothing() -> None:
    said = {**SAID, "signing": None, "bonus": "", "home": None}
    assert case_of_arguments(said, RULES) == case_of_arguments(SAID, RULES)


def test_a_name_that_is_nothing_leads_on() -> None:
    with pytest.raises(CaseError, match=r"gpu_yeers.*gpu_years"):
        case_of_arguments({**SAID, "gpu_yeers": 4}, RULES)


def test_another_company_needs_its_band() -> None:
    case = case_of_arguments(
        {
            "company": "Acme",
            "role": "SRE",
            "band": "€85K-€110K",
            "region": "berlin",
            "base": "€88K",
        },
        RULES,
    )
    assert counter(case, today=TODAY).basis == "posted"


def test_the_answer_is_that_of_the_library() -> None:
    told = tool("counteroffer").answer(CALCULATOR, SAID)
    answer = counter(case_of_arguments(SAID, RULES), today=TODAY)
    assert told == CALCULATOR.render(answer, "markdown")


def test_the_letter_is_that_of_the_library() -> None:
    told = tool("write_letter").answer(CALCULATOR, SAID)
    assert told.startswith(letter(case_of_arguments(SAID, RULES), today=TODAY))


def test_a_guide_says_which_facts_to_ask_about() -> None:
    told = tool("list_guides").answer(CALCULATOR, {"guide": HUGGING_FACE})
    assert "- gpu_years (number):" in told
    assert "san-francisco (San Francisco, USD)" in told
    assert HUGGING_FACE in tool("list_guides").answer(CALCULATOR, {"search": "hugging face"})
    assert HUGGING_FACE in tool("list_guides").answer(CALCULATOR, {})


def test_what_to_find_out_are_facts_that_would_count() -> None:
    told = tool("what_to_find_out").answer(CALCULATOR, SAID)
    assert "uptime_pct" in told


def test_what_would_change_names_the_least() -> None:
    said = {**SAID, "want": "ask.base=230K", "by": "competing.NVIDIA.base"}
    assert "US$230,000" in tool("what_would_change").answer(CALCULATOR, said)
    with pytest.raises(CaseError, match="want"):
        tool("what_would_change").answer(CALCULATOR, SAID)


def test_a_draft_is_held_against_the_case() -> None:
    said = {**SAID, "draft": "I hold an offer from Google. I will sign today."}
    told = tool("check_reply").answer(CALCULATOR, said)
    assert "draft:1:22: error: [offer-not-held]" in told
    assert "error: [promise]" in told
    own = tool("write_letter").answer(CALCULATOR, SAID).partition("\nNot for the letter")[0]
    assert tool("check_reply").answer(CALCULATOR, {**SAID, "draft": own}) == "nothing found"
    with pytest.raises(CaseError, match="draft"):
        tool("check_reply").answer(CALCULATOR, SAID)


def test_offers_stand_side_by_side() -> None:
    told = tool("compare_offers").answer(CALCULATOR, SAID)
    shown = lines(CALCULATOR.compare(case_of_arguments(SAID, RULES)), RULES, RULES.formatter(None))
    assert told == "\n".join(shown)
    assert "NVIDIA" in told


@pytest.mark.parametrize("audience", ["candidate", "recruiter"])
def test_a_posting_is_read(audience: Any) -> None:
    text = "Site Reliability Engineer. The base salary range is $170,000 - $200,000 per year."
    told = tool("read_posting", audience).answer(CALCULATOR, {"text": text})
    assert "170,000–200,000 USD" in told
    with pytest.raises(CaseError, match="text"):
        tool("read_posting", audience).answer(CALCULATOR, {})


@pytest.mark.parametrize("audience", ["candidate", "recruiter"])
def test_the_schemas_are_small(audience: Any) -> None:
    listed = [
        {"name": one.name, "description": one.description, "inputSchema": one.schema}
        for one in tools(audience)
    ]
    assert len(json.dumps(listed)) < 8_000


SECRETS: tuple[dict[str, Any], ...] = (
    {"minimum_base": "231K"},
    {"facts": {"minimum_base": 231_000}},
    {"current": {"base": "171K"}},
    {
        "competing": [
            {"company": "NVIDIA", "base": "210K"},
            {"company": "Zeta", "base": "260K", "private": True},
        ]
    },
)


@pytest.mark.parametrize("secret", SECRETS)
def test_a_recruiters_assistant_says_the_same_whatever_is_private(secret: dict[str, Any]) -> None:
    for one in tools("recruiter"):
        if one.takes_case:
            assert one.answer(CALCULATOR, {**SAID, **secret}) == one.answer(CALCULATOR, SAID)


def test_a_recruiters_assistant_has_no_tool_that_says_private_things() -> None:
    assert {one.name for one in tools("recruiter")} <= {
        "list_guides",
        "read_posting",
        "counteroffer",
    }


def test_a_case_of_arguments_is_a_case() -> None:
    case = case_of_arguments({**SAID, "today": "2026-11-20"}, RULES)
    assert isinstance(case, Case)
    assert case.today == date(2026, 11, 20)
