"""Signed events of applicant tracking systems over HTTP: the recruiter's view, once."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from counteroffer import CaseError, CounterofferError
from counteroffer.service.settings import ServiceSettings, from_environment
from counteroffer.service.webhooks import webhooks_of
from tests.support.command import run
from tests.support.samples import TODAY
from tests.support.service import Client, Received, serving
from tests.systems.payloads import ashby_event, ashby_offer, greenhouse_event

SECRET = "otter-42"
MAP = """\
guide: midjourney/devops-engineer
region: san-francisco
facts:
  {fact}: {source}
"""
DOLLARS = {"amount": "201000.0", "unit": "USD"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("maps")
    greenhouse = MAP.format(fact="offer.base", source="{field: pay_rate, period: year}")
    (made / "greenhouse.yaml").write_text(f"system: greenhouse\n{greenhouse}")
    (made / "ashby.yaml").write_text(MAP.format(fact="offer.signing", source="Starter"))
    return made


@pytest.fixture
def settings(folder: Path, monkeypatch: pytest.MonkeyPatch) -> ServiceSettings:
    monkeypatch.setenv("GREENHOUSE_SECRET", SECRET)
    monkeypatch.setenv("ASHBY_SECRET", SECRET)
    return ServiceSettings(
        today=TODAY,
        webhooks={"greenhouse": "GREENHOUSE_SECRET", "ashby": "ASHBY_SECRET"},
        maps={name: folder / f"{name}.yaml" for name in ("greenhouse", "ashby")},
    )


@pytest.fixture
def client(settings: ServiceSettings) -> Iterator[Client]:
    with serving(settings) as started:
        yield started


def sent(client: Client, system: str, event: Any, secret: str = SECRET, **more: str) -> Received:
    body = event if isinstance(event, bytes) else json.dumps(event).encode()
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    header = {
        "greenhouse": {"Signature": f"sha256 {digest}"},
        "ashby": {"Ashby-Signature": f"sha256={digest}"},
    }[system]
    return client.post(f"/v1/webhooks/{system}", body, **header, **more)


def test_the_answer_is_the_recruiter_view_of_the_case_that_the_command_makes(
    client: Client, folder: Path, tmp_path: Path
) -> None:
    event = greenhouse_event(DOLLARS)
    got = sent(client, "greenhouse", event)
    assert got.status == 200
    assert got.values["schema"] == "counteroffer-recruiter/1"
    assert got.values["offer"]["base"] == 201_000
    case = run(
        "case", "from", "-", "--map", str(folder / "greenhouse.yaml"), text=json.dumps(event)
    )
    assert (case.returncode, case.stderr) == (0, "")
    view = run(
        *("ask", "-", "--audience", "recruiter", "--json", "--today", TODAY.isoformat()),
        text=case.stdout,
    )
    assert got.body.decode() == view.stdout
    (assumed,) = json.loads(got.headers["counteroffer-assumed"])
    assert "no interval" in assumed


def test_ashby_events_are_answered_by_its_preset_and_the_map(client: Client) -> None:
    bonus = ("Starter", {"currencyCode": "USD", "value": 9_000})
    offer = ashby_offer({"currencyCode": "USD", "value": 203_000}, bonus)
    got = sent(client, "ashby", ashby_event(offer))
    assert (got.status, got.values["offer"]["signing"]) == (200, 9_000)


@pytest.mark.parametrize("system", ["greenhouse", "ashby"])
def test_a_wrong_signature_is_refused_whatever_is_in_the_body(client: Client, system: str) -> None:
    for body in (b"{", b"", json.dumps(greenhouse_event(DOLLARS)).encode()):
        got = sent(client, system, body, secret="beaver")
        assert (got.status, got.kind) == (401, "unsigned")
        assert got.headers["www-authenticate"]
    assert client.post(f"/v1/webhooks/{system}", {}).status == 401


def test_the_signature_is_of_the_bytes_not_of_what_they_mean(client: Client) -> None:
    body = json.dumps(greenhouse_event(DOLLARS)).encode()
    digest = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    other = json.dumps(greenhouse_event(DOLLARS), indent=1).encode()
    header = {"Signature": f"sha256 {digest}"}
    assert client.post("/v1/webhooks/greenhouse", other, **header).status == 401
    assert client.post("/v1/webhooks/greenhouse", body, **header).status == 200


@pytest.mark.parametrize("action", ["ping", "offer_deleted", "candidate_hired"])
def test_events_without_an_offer_have_no_answer(client: Client, action: str) -> None:
    got = sent(client, "greenhouse", greenhouse_event(DOLLARS, action))
    assert (got.status, got.body) == (204, b"")
    assert got.headers["counteroffer-event"] == "no offer"


def test_an_event_is_answered_once(client: Client) -> None:
    event = greenhouse_event(DOLLARS)
    first, again = (sent(client, "greenhouse", event, Greenhouse_Event_ID="7") for _ in range(2))
    assert (first.status, again.status, again.body) == (200, 204, b"")
    assert again.headers["counteroffer-event"] == "came before"
    assert sent(client, "greenhouse", event, Greenhouse_Event_ID="8").status == 200


def test_an_event_that_could_not_be_answered_may_come_again(
    settings: ServiceSettings, folder: Path
) -> None:
    path = folder / "of-an-office.yaml"
    path.write_text("guide: midjourney/devops-engineer\nregion: {at: /office}\n")
    settings = ServiceSettings(
        today=TODAY, webhooks={"ashby": "ASHBY_SECRET"}, maps={"ashby": path}
    )
    offer = ashby_offer({"currencyCode": "USD", "value": 203_000}, office="nowhere")
    with serving(settings) as client:
        statuses = [sent(client, "ashby", ashby_event(offer)).status for _ in range(2)]
        got = sent(client, "ashby", ashby_event(offer))
    assert statuses == [422, 422]
    assert str(path) not in got.body.decode()
    assert got.values["errors"][0]["code"] == "region.unknown"


def test_an_offer_without_pay_is_told_with_what_was_left(client: Client) -> None:
    got = sent(client, "greenhouse", greenhouse_event("about 200k"))
    assert got.status == 202
    assert got.values["schema"] == "counteroffer-event/1"
    (pay,) = [one for one in got.values["left"] if one["at"].endswith("/pay_rate")]
    assert "about so much" in pay["why"]


def test_what_is_no_json_is_a_problem_once_it_is_signed(client: Client) -> None:
    got = sent(client, "ashby", b'{"a": 1')
    assert (got.status, got.kind) == (422, "invalid-case")


def test_without_a_secret_there_is_no_such_address() -> None:
    with serving(ServiceSettings(today=TODAY)) as client:
        assert client.post("/v1/webhooks/greenhouse", {}).status == 404


def test_the_document_tells_of_the_webhooks_that_are_there(client: Client) -> None:
    paths = client.get("/openapi.json").values["paths"]
    for system, header in (("greenhouse", "Signature"), ("ashby", "Ashby-Signature")):
        told = paths[f"/v1/webhooks/{system}"]["post"]
        assert told["parameters"][0]["name"] == header
        assert {"200", "202", "204", "401", "422"} <= told["responses"].keys()


def test_secrets_are_no_part_of_the_settings_of_workers(
    settings: ServiceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    settings.to_environment()
    stored = os.environ["COUNTEROFFER_SERVICE"]
    monkeypatch.delenv("COUNTEROFFER_SERVICE")
    assert SECRET not in stored
    assert from_environment({"COUNTEROFFER_SERVICE": stored}) == settings


def test_what_can_not_work_is_told_before_anything_listens(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FULL", "x")
    monkeypatch.setenv("EMPTY", " ")
    for system, variable in (("ashby", "NOT_THERE"), ("ashby", "EMPTY"), ("lever", "FULL")):
        with pytest.raises(CounterofferError, match=r"secret|signs no webhooks"):
            webhooks_of(ServiceSettings(webhooks={system: variable}))
    path = tmp_path / "map.yaml"
    path.write_text("facts: {current_base: Salary}\n")
    with pytest.raises(CaseError, match="salary-history laws"):
        webhooks_of(ServiceSettings(webhooks={"ashby": "FULL"}, maps={"ashby": path}))


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--webhook-secret-env", "ashby"), "ashby=ASHBY_SECRET"),
        (("--map", "{map}"), "no events of"),
        (("--webhook-secret-env", "ashby=NOT_THERE"), "NOT_THERE has no secret"),
        (("--webhook-secret-env", "ashby=A", "--map", "ashby={map}", "--map", "{map}"), "two maps"),
        (("--webhook-secret-env", "ashby=A", "--map", "nowhere.yaml"), "can't be read"),
    ],
)
def test_options_that_do_not_fit_are_told(
    options: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    (tmp_path / "map.yaml").write_text("region: san-francisco\n")
    filled = [one.replace("{map}", str(tmp_path / "map.yaml")) for one in options]
    done = run("serve", "--port", "0", *filled)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
