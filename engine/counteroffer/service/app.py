"""The application: addresses → questions, every error as a problem, headers on every response.

`from_environment` is what the server's processes call; `application` is for those who mount it.
"""

from __future__ import annotations

import json
import logging
import signal
from asyncio import get_running_loop
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from typing import Any

from anyio import to_thread
from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from counteroffer.service import settings as stored
from counteroffer.service.admission import Admission
from counteroffer.service.audit_log import AuditLine, request_id
from counteroffer.service.catalogue import add_catalogue
from counteroffer.service.documented import components, documentation
from counteroffer.service.intake import body_of, check_json
from counteroffer.service.page.routes import PageServed, add_page
from counteroffer.service.problems import Refusal, refusal_of, refusal_of_status
from counteroffer.service.questions import ENDPOINTS, Endpoint
from counteroffer.service.settings import ServiceSettings
from counteroffer.service.tenants import TenantsInForce
from counteroffer.service.webhooks import add_webhooks
from counteroffer.text.errors import CounterofferError
from counteroffer.text.version import VERSION

_LOG = logging.getLogger("counteroffer.service")
_LOOPBACK = ("127.0.0.1", "::1", "localhost", "testclient")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}


@dataclass(frozen=True)
class Running:
    """What the routes of one application share."""

    settings: ServiceSettings
    tenants: TenantsInForce
    admission: Admission


def from_environment() -> FastAPI:
    """The application with the settings that `serve` put into the environment."""
    return application(stored.from_environment())


def application(settings: ServiceSettings) -> FastAPI:
    """The application: it answers by the rules that are read now, or raises RuleError."""
    running = Running(settings, TenantsInForce(settings), Admission(settings))
    app = FastAPI(
        title="counteroffer",
        version=VERSION,
        description="From the facts of one job offer to an ask, a floor and true things to say.",
        docs_url=None,
        redoc_url=None,
        lifespan=partial(_lifespan, running.tenants),
    )
    for question in ENDPOINTS:
        app.add_api_route(
            f"/v1/{question.path}",
            _route(running, question),
            methods=["POST"],
            summary=question.title,
            operation_id=question.path.replace("/", "-"),
            response_class=Response,
            status_code=204 if question.path == "cases/check" else 200,
            **documentation(question),
        )
    add_catalogue(app, running.tenants)
    add_webhooks(app, settings, running.tenants, running.admission)
    add_page(app, PageServed(running.tenants, running.admission, settings.body))
    _add_health(app, running)
    _add_errors(app)
    if settings.metrics:
        from counteroffer.service.metrics import add_metrics

        add_metrics(app)
    app.middleware("http")(_with_headers)
    _document(app)
    return app


@asynccontextmanager
async def _lifespan(tenants: TenantsInForce, app: FastAPI) -> AsyncIterator[None]:
    """Read the rules again when the process is told to by SIGHUP, where there is that signal."""
    with suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
        loop = get_running_loop()
        loop.add_signal_handler(signal.SIGHUP, lambda: loop.run_in_executor(None, tenants.reload))
    yield


def _route(running: Running, question: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    most = running.settings.body if question.json_body else running.settings.posting

    async def respond(request: Request) -> Response:
        begun = perf_counter()
        tenant = running.tenants.now.of(request.headers.get("authorization"))
        if question.json_body:
            check_json(request)
        body = await body_of(request, most)
        line = AuditLine(request.state.id, request.url.path, tenant, body, begun)
        answer = await running.admission.run(partial(question.answer, tenant.calculator, body))
        line.write(answer)
        headers = {"Counteroffer-Rules": tenant.digest}
        if not answer:
            return Response(status_code=204, headers=headers)
        return Response(answer, media_type=question.media_type, headers=headers)

    return respond


def _add_health(app: FastAPI, running: Running) -> None:
    @app.get("/livez", include_in_schema=False)
    async def livez() -> dict[str, Any]:
        return {"ok": True}

    @app.get("/readyz", include_in_schema=False)
    async def readyz() -> Response:
        fault = running.tenants.fault
        record = {"ok": True, "version": VERSION, "rules": "the latest"}
        if fault:  # it goes on with what it has; whoever runs it has to know
            record["rules"] = "an earlier state: the last reload failed, see the log"
        return Response(json.dumps(record), media_type="application/json")

    @app.post("/-/reload", include_in_schema=False)
    async def reload(request: Request) -> Response:
        if request.client is None or request.client.host not in _LOOPBACK:
            raise Refusal("forbidden", "rules are reloaded from the machine of the service")
        await to_thread.run_sync(running.tenants.reload)
        if running.tenants.fault:
            raise Refusal("unusable-rules", "the rules in force stay; the log says why")
        return Response(status_code=204)


def _add_errors(app: FastAPI) -> None:
    @app.exception_handler(Refusal)
    async def refused(request: Request, error: Refusal) -> Response:
        return error.response()

    @app.exception_handler(CounterofferError)
    async def unanswered(request: Request, error: CounterofferError) -> Response:
        return refusal_of(error).response()

    @app.exception_handler(HTTPException)
    async def unrouted(request: Request, error: HTTPException) -> Response:
        return refusal_of_status(error.status_code, error.headers).response()


async def _with_headers(
    request: Request, proceed: Callable[[Request], Awaitable[Response]]
) -> Response:
    """Every response with an id and the headers that keep a browser from doing more with it."""
    request.state.id = request_id(request.headers.get("x-request-id"))
    try:
        response = await proceed(request)
    except Exception:  # a mistake of ours: the log has it, the client its number
        _LOG.exception("request %s failed", request.state.id)
        told = f"the log of the service has it under {request.state.id}"
        response = Refusal("bug", told).response()
    response.headers["X-Request-ID"] = request.state.id
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _document(app: FastAPI) -> None:
    """Put our schemas beside those that the framework makes."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        document = made()
        document.setdefault("components", {})["schemas"] = components()
        return document

    app.openapi = openapi  # type: ignore[method-assign]
