"""What can be looked up: the guides in force, one guide, and the schemas of bodies and answers."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request, Response

from counteroffer.answers.record import dumped
from counteroffer.authoring.schemas import NAMES, schema
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.service.documented import refusals
from counteroffer.service.problems import Refusal
from counteroffer.service.tenants import Tenant, TenantsInForce


def add_catalogue(app: FastAPI, tenants: TenantsInForce) -> None:
    """Add the addresses that are read with GET."""

    @app.get("/v1/guides", summary="The guides in force", responses=refusals((401, 500)))
    async def guides(request: Request) -> Response:
        tenant = tenants.now.of(request.headers.get("authorization"))
        return _of_rules(request, tenant, _guides(tenant.calculator.rules))

    @app.get(
        "/v1/guides/{company}/{role}", summary="One guide", responses=refusals((401, 404, 500))
    )
    async def guide(request: Request, company: str, role: str) -> Response:
        tenant = tenants.now.of(request.headers.get("authorization"))
        book, name = tenant.calculator.rules, f"{company}/{role}"
        if name not in book.guide_ids():
            raise Refusal("not-found", "there is no such guide: /v1/guides lists them")
        found = book.guide(name).guide.model_dump(mode="json", by_alias=True)
        return _of_rules(request, tenant, {"id": name, **found})

    @app.get(
        "/v1/schemas/{name}",
        summary=f"A JSON Schema: {', '.join(NAMES)}",
        responses=refusals((404,)),
    )
    async def schemas(name: str) -> Response:
        if name not in NAMES:
            raise Refusal("not-found", f"there is no such schema: {', '.join(NAMES)} are")
        return Response(dumped(schema(name)), media_type="application/schema+json")


def _guides(book: Rulebook) -> dict[str, Any]:
    return {
        "guides": [
            {
                "id": name,
                "company": found.company,
                "role": found.role,
                "as_of": found.as_of.isoformat(),
                "regions": [
                    {"id": region, "label": label, "currency": found.currencies[region]}
                    for region, label in found.labels.items()
                ],
                "levels": [
                    {"id": level, "label": label}
                    for level, label in book.guide(name).levels.items()
                ],
            }
            for name in book.guide_ids()
            for found in (book.guide(name).guide,)
        ],
    }


def _of_rules(request: Request, tenant: Tenant, record: dict[str, Any]) -> Response:
    """What hangs on the rules alone, or that it is as the client has it already."""
    tag = f'"{tenant.digest}"'
    headers = {"ETag": tag, "Counteroffer-Rules": tenant.digest, "Cache-Control": "no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(dumped(record), media_type="application/json", headers=headers)
