"""The service around its questions: limits, headers, tokens, reloads, what is looked up."""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from counteroffer import RuleError
from counteroffer.service.settings import ServiceSettings, from_environment
from counteroffer.service.tenants import load_tenants
from tests.service.test_questions import FACTS
from tests.support.samples import TODAY
from tests.support.service import Client, serving

RULE = """\
title: Uses our tool
when: gpu_years >= 1
cases:
  - {given: {gpu_years: 1}, fires: true}
  - {given: {gpu_years: 0}, fires: false}
"""


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with serving(ServiceSettings(today=TODAY)) as started:
        yield started


def test_every_response_has_the_headers_that_keep_it_where_it_is(client: Client) -> None:
    for got in (
        client.get("/livez"),
        client.get("/nowhere"),
        client.post("/v1/counteroffers", FACTS),
        client.post("/v1/counteroffers", b"{"),
    ):
        assert got.headers["x-content-type-options"] == "nosniff"
        assert got.headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in got.headers["content-security-policy"]
        assert got.headers["x-request-id"]
        assert "set-cookie" not in got.headers


@pytest.mark.parametrize(
    ("method", "path", "status", "kind"),
    [
        ("GET", "/nowhere", 404, "not-found"),
        ("GET", "/v1/counteroffers", 405, "method-not-allowed"),
        ("GET", "/v1/guides/nobody/nothing", 404, "not-found"),
        ("GET", "/v1/schemas/nothing", 404, "not-found"),
    ],
)
def test_every_error_is_a_problem(
    client: Client, method: str, path: str, status: int, kind: str
) -> None:
    got = client.send(method, path)
    assert (got.status, got.kind) == (status, kind)


def test_a_body_is_refused_by_its_size(client: Client) -> None:
    got = client.post("/v1/counteroffers", b" " * 70_000)
    assert (got.status, got.kind) == (413, "too-large")


def test_a_body_in_pieces_is_refused_by_its_size(client: Client) -> None:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", client.port, timeout=60)
    headers = {"Content-Type": "application/json", "Transfer-Encoding": "chunked"}
    pieces = iter([b" " * 20_000] * 5)
    connection.request("POST", "/v1/counteroffers", pieces, headers, encode_chunked=True)
    assert connection.getresponse().status == 413
    connection.close()


def test_what_says_that_it_is_no_json_is_refused(client: Client) -> None:
    got = client.send("POST", "/v1/counteroffers", b"{}", {"Content-Type": "text/plain"})
    assert (got.status, got.kind) == (415, "unsupported-media-type")


def test_a_request_keeps_its_id_unless_it_could_forge_a_line(client: Client) -> None:
    assert client.get("/livez", X_Request_ID="abc-1").headers["x-request-id"] == "abc-1"
    assert client.get("/livez", X_Request_ID="a b").headers["x-request-id"] != "a b"


def test_guides_are_cached_by_the_rules(client: Client) -> None:
    got = client.get("/v1/guides")
    ids = [one["id"] for one in got.values["guides"]]
    assert "midjourney/devops-engineer" in ids
    again = client.get("/v1/guides", If_None_Match=got.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    one = client.get("/v1/guides/midjourney/devops-engineer").values
    assert one["bands"]["san-francisco"]["currency"] == "USD"


def test_schemas_can_be_asked_for(client: Client) -> None:
    got = client.get("/v1/schemas/case")
    assert got.values["properties"].keys() >= {"guide", "region", "offer"}


def test_answers_are_logged_by_their_hashes_alone(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "counteroffer.audit"):
        answer = client.post("/v1/counteroffers", FACTS, X_Request_ID="one")
    record = json.loads(caplog.records[-1].getMessage())
    assert record["id"] == "one"
    assert record["answer"] == hashlib.sha256(answer.body).hexdigest()
    assert record["rules"] == answer.headers["counteroffer-rules"]
    assert "200" not in "".join(str(record[key]) for key in ("tenant", "path", "engine"))
    assert set(record) == {
        "id", "tenant", "path", "version", "engine", "rules", "request", "answer", "ms",
    }  # fmt: skip


def test_when_full_it_says_so_at_once() -> None:
    settings = ServiceSettings(today=TODAY, threads=1, waiting=0)
    slow = {"case": FACTS, "vary": {"offer.base": "100K:300K:250", "gpu_years": "0:9:1"}}
    with serving(settings) as client:
        statuses: list[int] = []

        def ask() -> None:
            got = client.post("/v1/what-if", slow)
            statuses.append(got.status)
            assert got.status != 503 or got.headers["retry-after"] == "1"

        threads = [threading.Thread(target=ask) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set(statuses) == {200, 503}
        assert client.post("/v1/counteroffers", FACTS).status == 200


def test_what_takes_too_long_is_stopped() -> None:
    with serving(ServiceSettings(today=TODAY, seconds=0.0)) as client:
        got = client.post("/v1/plans", FACTS)
    assert (got.status, got.kind) == (504, "timeout")


def tenant(folder: Path, name: str, token: str, lever: str | None = None) -> None:
    levers = folder / name / "rules" / "levers"
    levers.mkdir(parents=True)
    if lever is not None:
        (levers / "our-tool.yaml").write_text(lever)
    digest = hashlib.sha256(token.encode()).hexdigest()
    (folder / name / "tokens").write_text(f"{digest}  # {name}\n")


def test_each_tenant_has_its_own_rules(tmp_path: Path) -> None:
    tenant(tmp_path, "acme", "first")
    tenant(tmp_path, "globex", "second")
    guides = tmp_path / "acme" / "rules" / "guides" / "acme"
    guides.mkdir(parents=True)
    (guides / "engineer.yaml").write_text(
        "company: Acme\nrole: Engineer\nas_of: 2026-01-01\nreference: berlin\n"
        "bands:\n  berlin: {label: Berlin, currency: EUR, base: 80K-100K}\n"
        "sources: ['Levels.fyi']\n"
    )
    with serving(ServiceSettings(today=TODAY, tenants=tmp_path)) as client:
        assert client.get("/v1/guides").status == 401
        assert client.get("/v1/guides", Authorization="Bearer third").kind == "unauthorized"
        acme = client.get("/v1/guides", Authorization="Bearer first")
        globex = client.get("/v1/guides", Authorization="bearer second")
        assert "acme/engineer" in [one["id"] for one in acme.values["guides"]]
        assert "acme/engineer" not in [one["id"] for one in globex.values["guides"]]
        assert client.get("/v1/schemas/case").status == 200
        assert client.post("/v1/counteroffers", FACTS).status == 401


def test_rules_are_reloaded_and_stay_where_the_new_ones_do_not_load(tmp_path: Path) -> None:
    guide = tmp_path / "guides" / "acme" / "engineer.yaml"
    guide.parent.mkdir(parents=True)
    text = (
        "company: Acme\nrole: Engineer\nas_of: 2026-01-01\nreference: berlin\n"
        "bands:\n  berlin: {label: Berlin, currency: EUR, base: 80K-100K}\n"
        "sources: ['Levels.fyi']\n"
    )
    guide.write_text(text)
    case = {"guide": "acme/engineer", "region": "berlin", "offer": {"base": "€80K"}}
    with serving(ServiceSettings((tmp_path,), today=TODAY)) as client:
        before = client.post("/v1/counteroffers", case)
        guide.write_text("company: [")
        assert client.send("POST", "/-/reload").kind == "unusable-rules"
        assert "earlier" in client.get("/readyz").values["rules"]
        assert client.post("/v1/counteroffers", case).body == before.body
        guide.write_text(text.replace("100K", "120K"))
        assert client.send("POST", "/-/reload").status == 204
        after = client.post("/v1/counteroffers", case)
        assert after.headers["counteroffer-rules"] != before.headers["counteroffer-rules"]
        assert client.get("/readyz").values["rules"] == "the latest"


@pytest.mark.parametrize("tokens", ["secret\n", "", None])
def test_tokens_that_protect_nothing_are_no_tokens(tmp_path: Path, tokens: str | None) -> None:
    tenant(tmp_path, "acme", "first")
    path = tmp_path / "acme" / "tokens"
    path.unlink() if tokens is None else path.write_text(tokens)
    with pytest.raises(RuleError):
        load_tenants(ServiceSettings(tenants=tmp_path))


def test_settings_go_through_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COUNTEROFFER_SERVICE", raising=False)
    assert from_environment() == ServiceSettings()
    given = ServiceSettings((Path("a"),), Path("b"), today=TODAY, seconds=1.5)
    given.to_environment()
    assert from_environment() == given


def test_requests_are_counted_by_route_and_status() -> None:
    with serving(ServiceSettings(today=TODAY, metrics=True)) as client:
        for _ in range(3):
            client.post("/v1/counteroffers", FACTS)
        client.post("/v1/counteroffers", b"{")
        client.get("/v1/guides/nobody/nothing")
        client.get("/a-path-of-a-clients-own")
        told = client.get("/metrics").body.decode()
    assert 'counteroffer_requests_total{path="/v1/counteroffers",status="200"} 3.0' in told
    assert 'counteroffer_requests_total{path="/v1/counteroffers",status="400"} 1.0' in told
    assert 'path="/v1/guides/{company}/{role}",status="404"' in told
    assert "a-path-of-a-clients-own" not in told
    assert "200000" not in told
