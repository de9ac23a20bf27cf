"""Payloads of recruiting systems and saved pages: every figure of pay, and no other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.postings.labels import differences, labels
from tests.postings.support import read

FILE = Path(__file__).parent / "payloads.jsonl"
PAYLOADS = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
BOX = "<section><h2>Similar jobs</h2><div><h3>Cook</h3><p>£31,000 a year</p></div></section>"
OWN = "<h1>Baker</h1>"
PAY = "<p>Salary: £27,000 a year</p>"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_read_as_a_person_reads_it(payload: dict[str, Any]) -> None:
    wanted = labels(payload["must"], payload["may"])
    assert differences(wanted, read(payload["content"]).figures) == []


@pytest.mark.parametrize(
    "body",
    [
        OWN + PAY + BOX,
        OWN + BOX + PAY,
        f"<main>{OWN}{PAY}</main><aside class='relatedJobs'>Cook £31,000 a year</aside>",
        f"{OWN}{PAY}<h3>You may also like</h3><p>Cook £31,000 a year</p>",
        f"<div class='has-related-jobs'>{OWN}{PAY}</div>{BOX}",
    ],
)
def test_the_pay_of_other_postings_on_a_page_is_told_as_that(body: str) -> None:
    found = read(f"<html><body>{body}</body></html>")
    assert [one.low for one in found.figures] == [27000]
    assert [(one.text, one.why) for one in found.unread] == [
        ("GBP 31,000 a year", "the pay of another posting")
    ]


def test_other_postings_in_a_payload_are_left_out_and_told() -> None:
    job = {"title": "Baker", "id": 1, "salary": "£27,000 a year"}
    found = read({**job, "relatedJobs": [{"title": "Cook", "id": 2, "salary": "£31,000 a year"}]})
    assert [one.low for one in found.figures] == [27000]
    assert [(one.at, one.why) for one in found.unread] == [("/relatedJobs", "other postings")]
