"""How many requests there were, with which status and how fast, for Prometheus, at `/metrics`.

Addresses are told by their route, so that no client makes new ones. The extra `metrics` brings
`prometheus_client`; each worker process would count for itself, so there is one of them.
"""

from __future__ import annotations

from time import perf_counter
from typing import Any

from fastapi import FastAPI, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram
from prometheus_client import generate_latest as exposed

_UNKNOWN = "unknown"  # for what no route answers


def add_metrics(app: FastAPI) -> None:
    """Count what the application answers, and show it at `/metrics`."""
    registry = CollectorRegistry()
    requests = Counter(
        "counteroffer_requests", "Requests answered.", ("path", "status"), registry=registry
    )
    seconds = Histogram(
        "counteroffer_request_seconds", "Time to the answer.", ("path",), registry=registry
    )

    @app.middleware("http")
    async def counted(request: Request, proceed: Any) -> Response:
        begun = perf_counter()
        response: Response = await proceed(request)
        route = request.scope.get("route")
        path = getattr(route, "path", _UNKNOWN)
        requests.labels(path, str(response.status_code)).inc()
        seconds.labels(path).observe(perf_counter() - begun)
        return response

    @app.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        return Response(exposed(registry), media_type=CONTENT_TYPE_LATEST)
