"""Every question over HTTP: the bytes that the commands print, and refusals that say where."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from counteroffer import Case
from counteroffer.service.settings import ServiceSettings
from tests.support.command import CASE, EXAMPLES, HUGGING_FACE, ROOT, run
from tests.support.samples import TODAY
from tests.support.service import Client, serving

FACTS: dict[str, Any] = {
    "guide": "midjourney/devops-engineer",
    "region": "san-francisco",
    "offer": {"base": "200K", "equity": "80K/yr"},
    "today": "2026-11-20",
}


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with serving(ServiceSettings(today=TODAY)) as started:
        yield started


def printed(*arguments: str, text: str | None = None) -> bytes:
    done = run(*arguments, text=text)
    assert done.returncode == 0, done.stderr
    return done.stdout.encode()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_answer_is_byte_for_byte_what_the_command_prints(client: Client, example: Path) -> None:
    facts = json.loads(json.dumps(yaml.safe_load(example.read_text()), default=str))
    got = client.post("/v1/counteroffers", facts)
    assert got.status == 200
    assert got.headers["content-type"] == "application/json"
    assert got.body == printed("ask", "-", "--json", text=json.dumps(facts))


@pytest.mark.parametrize(
    ("path", "arguments"),
    [
        ("counteroffers", ("ask", "-", "--json")),
        ("recruiter-view", ("ask", "-", "--json", "--audience", "recruiter")),
        ("plans", ("plan", "-", "--json")),
        ("letters", ("letter", "-")),
        ("compare", ("compare", "-", "--json")),
    ],
)
def test_each_question_has_the_bytes_of_its_command(
    client: Client, path: str, arguments: tuple[str, ...]
) -> None:
    got = client.post(f"/v1/{path}", FACTS)
    assert (got.status, got.body) == (200, printed(*arguments, text=CASE))


def test_an_explanation_of_one_figure(client: Client) -> None:
    got = client.post("/v1/explanations", {"case": FACTS, "target": "ask.base"})
    told = printed("explain", "-", "ask.base", "--json", text=CASE)
    steps = json.loads(told)["steps"]
    assert [(one["name"], one["value"]) for one in got.values["steps"]] == [
        (one["name"], one["value"]) for one in steps
    ]
    assert "<stdin>" not in got.body.decode()


def test_the_smallest_change(client: Client) -> None:
    want, by = "ask.base=230K", "offer.base"
    got = client.post("/v1/changes", {"case": FACTS, "want": want, "by": by})
    assert got.body == printed("solve", "-", "--want", want, "--by", by, "--json", text=CASE)


def test_scenarios_are_rows_in_the_order_typed(client: Client) -> None:
    vary = {"offer.base": "190K:210K:10K", "gpu_years": [0, 4]}
    got = client.post("/v1/what-if", {"case": FACTS, "vary": vary}).values
    assert got["total"] == 6
    bases = [row[got["columns"].index("offer.base")] for row in got["rows"]]
    assert bases == [190_000, 190_000, 200_000, 200_000, 210_000, 210_000]
    typed = printed(
        "what-if", "-", "--vary", "offer.base=190K:210K:10K", "--vary", "gpu_years=0,4",
        "--format", "jsonl", text=CASE,
    )  # fmt: skip
    rows = [json.loads(line) for line in typed.splitlines()]
    assert [dict(zip(got["columns"], row, strict=True)) for row in got["rows"]] == rows


def test_an_answer_can_be_replayed(client: Client) -> None:
    answer = client.post("/v1/counteroffers", FACTS).body
    assert client.post("/v1/replays", answer).values["same"] is True


def test_a_case_is_checked_before_it_is_asked(client: Client) -> None:
    assert client.post("/v1/cases/check", FACTS).status == 204
    got = client.post("/v1/cases/check", {**FACTS, "region": "atlantis", "offer": {"bse": 1}})
    assert (got.status, got.kind) == (422, "invalid-case")
    assert {one["pointer"] for one in got.values["errors"]} == {"/region", "/offer/bse"}


@pytest.mark.parametrize(
    ("path", "body", "pointer", "code"),
    [
        ("counteroffers", {**FACTS, "offer": {"base": 5}}, "/offer/base", "amount.too-small"),
        ("counteroffers", {**FACTS, "gides": 1}, "/gides", "entry.unknown"),
        ("recruiter-view", {**FACTS, "region": "atlantis"}, "/region", "region.unknown"),
        ("plans", [], "", "value.wrong-type"),
        ("what-if", {"case": FACTS}, "", "entry.missing"),
        ("what-if", {"case": {**FACTS, "guide": "x/y"}, "vary": {"gpu_years": "1,2"}},
         "/case/guide", "guide.unknown"),
        ("what-if", {"case": FACTS, "vary": {"offer.bas": "1,2"}}, "/vary/offer.bas",
         "path.unknown"),
        ("what-if", {"case": FACTS, "vary": {"offer.base": {"a": 1}}}, "/vary/offer.base",
         "value.wrong-type"),
        ("explanations", {"case": {**FACTS, "region": "atlantis"}}, "/case/region",
         "region.unknown"),
        ("explanations", {"case": 5}, "/case", "value.wrong-type"),
        ("changes", {"case": FACTS, "want": 5, "by": "offer.base"}, "/want", "value.wrong-type"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_pointed_at_in_the_body(
    client: Client, path: str, body: Any, pointer: str, code: str
) -> None:
    got = client.post(f"/v1/{path}", body)
    assert (got.status, got.kind) == (422, "invalid-case")
    assert (pointer, code) in {(one["pointer"], one["code"]) for one in got.values["errors"]}


@pytest.mark.parametrize(
    "body",
    [b"{", b"[1,]", b"{'a': 1}", b'{"a": NaN}', b"\xff{}", b'{"a": 1, "a": 2}', b"[" * 30_000,
     b'{"a": ' + b"9" * 10_000 + b"}"],
)  # fmt: skip
def test_what_is_no_json_is_told_apart_from_a_wrong_case(client: Client, body: bytes) -> None:
    got = client.post("/v1/counteroffers", body)
    assert (got.status, got.kind) == (400, "malformed-json")


def test_numbers_are_read_as_the_command_reads_them(client: Client) -> None:
    body = b'{"guide": "midjourney/devops-engineer", "region": "san-francisco",' \
           b' "offer": {"base": 2.0e5}, "today": "2026-11-20"}'  # fmt: skip
    got = client.post("/v1/counteroffers", body)
    assert got.body == printed("ask", "-", "--json", text=body.decode())
    assert got.values["case"]["offer"]["base"] == 200_000


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("counteroffers", {**FACTS, "competing": [
            {"company": f"C{n}", "base": "200K"} for n in range(21)]}),
        ("counteroffers", {**FACTS, "candidate": {"skills": [f"s{n}" for n in range(201)]}}),
        ("what-if", {"case": FACTS, "vary": {"offer.base": "100K:900K:100"}}),
        ("what-if", {"case": FACTS, "vary": {
            "offer.base": "190K:290K:1K", "gpu_years": "0:99:1"}}),
    ],
)  # fmt: skip
def test_more_than_the_limits_is_refused_before_any_work(
    client: Client, path: str, body: Any
) -> None:
    got = client.post(f"/v1/{path}", body)
    assert got.status == 422
    assert got.kind in ("invalid-case", "too-much")
    assert "at most" in got.values["detail"] or "more than" in got.values["detail"]


def test_the_recruiters_bytes_do_not_hang_on_what_is_private(client: Client) -> None:
    secret = {**FACTS, "candidate": {"minimum_base": "231K"}}
    assert (
        client.post("/v1/recruiter-view", secret).body
        == client.post("/v1/recruiter-view", FACTS).body
    )


def test_the_example_file_is_what_the_document_shows(client: Client) -> None:
    document = client.get("/openapi.json").values
    assert document["openapi"].startswith("3.1")
    for path, route in document["paths"].items():
        content = route.get("post", {}).get("requestBody", {}).get("content", {})
        example = content.get("application/json", {}).get("example")
        if example is not None:
            assert client.post(path, example).status in (200, 204), path
    assert str(Case.load(HUGGING_FACE).guide) in str(document)


def test_the_problem_that_the_docs_show_is_what_comes(client: Client) -> None:
    shown = re.search(
        r"```json\n(.*?)```", (ROOT / "docs/service.md").read_text("utf-8"), re.DOTALL
    )
    assert shown
    got = client.post("/v1/counteroffers", {**FACTS, "offer": {"base": 5}})
    assert got.values == json.loads(shown[1])


def test_a_posting_is_read_as_the_command_reads_it(client: Client) -> None:
    text = "The base salary for this role is $180,000 - $220,000 per year."
    got = client.send("POST", "/v1/postings", text.encode(), {"Content-Type": "text/plain"})
    assert got.body == printed("posting", "read", "-", "--json", text=text)
    assert got.values["figures"][0]["low"] == 180_000
    assert client.send("POST", "/v1/postings").kind == "invalid-case"
    assert client.send("POST", "/v1/postings", b" " * 1_000_001).kind == "too-large"
