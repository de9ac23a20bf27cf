"""A résumé in JSON gives years, skills and employers, each with where it stands."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from counteroffer.cases.profile import ProfileFact, facts_of_resume
from counteroffer.documents.document import read
from counteroffer.rulebook.rulebook import default_rulebook
from counteroffer.text.errors import CaseError

TODAY = date(2026, 11, 20)


def facts(resume: Any) -> dict[str, ProfileFact]:
    document = read(json.dumps(resume), "cv.json")
    found = facts_of_resume(document, default_rulebook().profile, TODAY)
    return {one.name: one for one in found}


def job(start: str, end: str | None = None, name: str = "Acme") -> dict[str, Any]:
    return {"name": name, "startDate": start, "endDate": end, "position": "Cook"}


@pytest.mark.parametrize(
    ("jobs", "years"),
    [
        ([job("2020-01-01", "2024-01-01")], "4.0"),
        ([job("2020", "2024")], "4.0"),
        ([job("2020-01", "2022-01"), job("2021-01", "2024-01")], "4.0"),  # overlap
        ([job("2015-01", "2017-01"), job("2022-01", "2024-01")], "4.0"),  # gap
        ([job("2020-01", "2024-01"), job("2021-01", "2022-01")], "4.0"),  # inside another
        ([job("2024-11-20", "")], "2.0"),  # present
        ([job("2024-11-20")], "2.0"),
        ([job("2026-11-01")], "0.0"),
    ],
)
def test_years_merge_what_overlaps_and_leave_gaps_out(jobs: list[Any], years: str) -> None:
    assert facts({"work": jobs})["years"].value == years


def test_each_fact_says_where_it_stands_and_asks_to_be_confirmed() -> None:
    found = facts(
        {
            "basics": {"label": "Cook of £90,000"},
            "work": [job("2020", "2024", "Fernhill"), {"company": "Brook", "summary": "x"}],
            "volunteer": [{"organization": "Y", "startDate": "2001"}],
            "skills": [{"name": "Containers", "keywords": ["k8s", "soup"]}, {"name": "gpus"}],
        }
    )
    assert set(found) == {"years", "skills", "employers"}
    assert found["skills"].value == ["k8s", "gpus"]
    assert "k8s (/skills/0/keywords/0), gpus (/skills/1/name)" in found["skills"].told
    assert "Containers, soup: no rule knows them, left out" in found["skills"].told
    assert found["employers"].value == ["Fernhill", "Brook"]
    assert "Brook (/work/1/company)" in found["employers"].told
    assert "/work/0" in found["years"].told
    assert "1 without a start do not count" in found["years"].told
    assert all("confirm" in one.told for one in found.values())


@pytest.mark.parametrize("resume", [{}, {"work": [], "skills": None}, {"work": [{}]}])
def test_what_is_not_stated_is_not_concluded(resume: Any) -> None:
    assert facts(resume) == {}


@pytest.mark.parametrize(
    ("resume", "path", "told"),
    [
        ({"work": [job("2021-13")]}, ("work", 0, "startDate"), "a date is written"),
        ({"work": [job("2030")]}, ("work", 0, "startDate"), "is after today"),
        ({"work": [job("2020", "2019")]}, ("work", 0, "endDate"), "before the job's start"),
        ({"work": [{"name": 5}]}, ("work", 0, "name"), "needs a text"),
        ({"work": "none"}, ("work",), "list"),
        ({"skills": [{"keywords": "a"}]}, ("skills", 0, "keywords"), "list"),
        ([], (), "is an object"),
    ],
)
def test_what_is_malformed_is_told_in_its_place(
    resume: Any, path: tuple[str | int, ...], told: str
) -> None:
    with pytest.raises(CaseError) as refused:
        facts(resume)
    (problem,) = refused.value.problems
    assert problem.path == path
    assert told in problem.message
    assert problem.line
