"""`POST /v1/webhooks/{system}`: a signed event of an offer → the recruiter's view of it.

The signature is the credential, so that no bearer token is asked for, and answers go by the rules
of everyone. Events are told apart by their ids, in the memory of each process.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

from fastapi import FastAPI, Request, Response

from counteroffer.calculator.calculator import Calculator
from counteroffer.formats import recruiter
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.service.admission import Admission
from counteroffer.service.audit_log import AuditLine
from counteroffer.service.documented import webhook_documentation
from counteroffer.service.intake import answered, body_of, check_json
from counteroffer.service.problems import Refusal
from counteroffer.service.questions import JSON
from counteroffer.service.settings import ServiceSettings
from counteroffer.service.tenants import Tenant, TenantsInForce
from counteroffer.systems.case_from import case_by_map, map_document, payload_values
from counteroffer.systems.events import SeenEvents, event_id, is_of_an_offer, is_signed
from counteroffer.systems.system_case import SystemCase
from counteroffer.systems.system_files import SignatureForm
from counteroffer.systems.system_map import SystemMap, known_systems, system_map
from counteroffer.text.errors import CaseError, CounterofferError

_LOG = logging.getLogger("counteroffer.service")
_MOST_OF_A_HEADER = 4_000  # characters


class Webhook:
    """The events of one system: its secret, how its payloads are read, and which came before.

    Raises RuleError, CaseError and CounterofferError where its payloads can't be read.
    """

    def __init__(self, system: str, secret: bytes, mapping: Path | None, book: Rulebook) -> None:
        self.system, self.secret, self.seen = system, secret, SeenEvents()
        self._document = map_document(mapping)
        self._read = book, system_map(book, system, self._document)

    def read(self, book: Rulebook) -> SystemMap:
        """How payloads are read by these rules; as before where the map does not fit them."""
        known, read = self._read
        if known is not book:
            try:
                read = system_map(book, self.system, self._document)
            except CounterofferError as error:
                _LOG.error("the map of %s stays as it was read: %s", self.system, error)
            self._read = book, read
        return read

    def form(self, book: Rulebook) -> SignatureForm:
        """How the system signs."""
        form = self.read(book).system.signature
        assert form is not None  # no other system has a webhook
        return form


def webhooks_of(settings: ServiceSettings) -> tuple[Webhook, ...]:
    """The webhooks that the settings name, with secrets of the environment.

    Raises CounterofferError for a secret that is not there, or a map that can't be used.
    """
    book = Rulebook.load(*settings.rules)
    systems = known_systems(book)
    signing = [name for name, one in systems.items() if one.signature is not None]
    found = []
    for system, variable in settings.webhooks.items():
        if system not in signing:
            raise CounterofferError(
                f"{system} signs no webhooks that are known here: {', '.join(signing)} do",
                code="value.unknown",
            )
        secret = os.environ.get(variable, "")
        if not secret.strip():
            told = f"the environment variable {variable} has no secret of {system}'s webhooks"
            raise CounterofferError(told, code="entry.missing")
        found.append(Webhook(system, secret.encode(), settings.maps.get(system), book))
    return tuple(found)


def add_webhooks(
    app: FastAPI, settings: ServiceSettings, tenants: TenantsInForce, admission: Admission
) -> None:
    """Add the addresses of the systems whose secrets the settings name; others are not there."""
    for hook in webhooks_of(settings):
        app.add_api_route(
            f"/v1/webhooks/{hook.system}",
            _route(hook, settings.posting, tenants, admission),
            methods=["POST"],
            summary=f"An event of an offer, signed by {hook.system}",
            operation_id=f"webhooks-{hook.system}",
            response_class=Response,
            **webhook_documentation(hook.read(tenants.now.everyone.calculator.rules).system),
        )


def _route(
    hook: Webhook, most: int, tenants: TenantsInForce, admission: Admission
) -> Callable[[Request], Awaitable[Response]]:
    async def respond(request: Request) -> Response:
        begun, tenant = perf_counter(), tenants.now.everyone
        check_json(request)
        body = await body_of(request, most)
        form = hook.form(tenant.calculator.rules)
        if not is_signed(form, hook.secret, body, request.headers.get(form.header)):
            told = f"the header {form.header} is not the signature of these bytes"
            raise Refusal("unsigned", told, headers={"WWW-Authenticate": form.header})
        line = AuditLine(request.state.id, request.url.path, tenant, body, begun)
        headers = {name.lower(): value for name, value in request.headers.items()}
        response = await admission.run(partial(_answer, hook, tenant, headers, body))
        line.write(bytes(response.body))
        return response

    return respond


def _answer(hook: Webhook, tenant: Tenant, headers: dict[str, str], body: bytes) -> Response:
    """The response to an event whose signature is right."""
    read = hook.read(tenant.calculator.rules)
    payload = answered(lambda: payload_values(body))
    if not is_of_an_offer(read.system, payload):
        return _nothing("no offer")
    event = event_id(read.system, headers, payload, body)
    if not hook.seen.claim(event):
        return _nothing("came before")
    try:
        return _view(_case(payload, read, tenant.calculator), tenant)
    except BaseException:  # whatever kept it from an answer, it may come again
        hook.seen.release(event)
        raise


def _case(payload: Any, read: SystemMap, calculator: Calculator) -> SystemCase:
    try:
        return case_by_map(payload, read, calculator.rules)
    except CaseError as error:  # where the map lies is no business of who sends events
        told = "; ".join(problem.message for problem in error.problems)
        raise Refusal("invalid-case", told, error.problems) from None


def _view(found: SystemCase, tenant: Tenant) -> Response:
    """The recruiter's view of an offer, or what kept its pay out of the case."""
    calculator = tenant.calculator
    headers = {"Counteroffer-Rules": tenant.digest, **_told(found)}
    if not found.pays:
        return Response(_unpaid(found), 202, media_type=JSON, headers=headers)
    view = answered(lambda: calculator.recruiter_view(found.case))
    answer = recruiter.render(view, "json", calculator.rules).encode()
    return Response(answer, media_type=JSON, headers=headers)


def _told(found: SystemCase) -> dict[str, str]:
    """What was assumed, as JSON in a header: the body is the view's own bytes."""
    told = list(found.assumed)
    while len(json.dumps(told)) > _MOST_OF_A_HEADER:
        told.pop()
    return {"Counteroffer-Assumed": json.dumps(told)} if told else {}


def _unpaid(found: SystemCase) -> bytes:
    """An offer without any pay that is mapped and can be taken over: what was left, and why."""
    left = [{"at": one.at, "why": one.why} for one in found.left]
    record = {"schema": "counteroffer-event/1", "told": found.told, "left": left}
    return json.dumps(record).encode()


def _nothing(why: str) -> Response:
    return Response(status_code=204, headers={"Counteroffer-Event": why})
