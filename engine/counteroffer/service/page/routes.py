"""The addresses of the page: the form, the answer to it, either side's view, files to keep.

All that was typed comes in the body of a POST, so that it stands in no address and no log. What a
script asks for is a piece of the page; without one the whole page comes back.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from typing import Any

from fastapi import FastAPI, Request, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from counteroffer.calculator.calculator import Calculator
from counteroffer.cases.case import Case
from counteroffer.service.admission import Admission
from counteroffer.service.intake import body_of
from counteroffer.service.page import views
from counteroffer.service.page.form import OFFERED, PARTS, ROWS, Form
from counteroffer.service.problems import Refusal
from counteroffer.service.tenants import TenantsInForce
from counteroffer.text.errors import CounterofferError

_STATIC = {
    "page.css": "text/css; charset=utf-8",
    "htmx.min.js": "text/javascript; charset=utf-8",
    "htmx-LICENSE.txt": "text/plain; charset=utf-8",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src"
    " 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_TEMPLATES = Environment(
    loader=PackageLoader("counteroffer.service.page"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_FIELDS = frozenset(
    [
        "guide", "region", "home",
        *(f"market.{part}" for part in ("company", "role", "base", "equity", "source")),
        "candidate.minimum_base", "current.base",
        *(f"offer.{part}" for part in OFFERED),
        *(f"competing.{row}.{part}" for row in range(ROWS) for part in PARTS[:4]),
    ]
)  # fmt: skip


@dataclass(frozen=True)
class PageServed:
    """What the routes of the page share."""

    tenants: TenantsInForce
    admission: Admission
    most: int

    def calculator(self) -> Calculator:
        """What answers everyone. Raises Refusal where answers need a token, which no page sends."""
        return self.tenants.now.of(None).calculator

    async def form(self, request: Request) -> Form:
        return Form.of(await body_of(request, self.most))


def add_page(app: FastAPI, page: PageServed) -> None:
    """Add the page, what it is made of, and what it sends its form to."""

    @app.get("/", include_in_schema=False)
    async def blank(request: Request) -> Response:
        return await _shown(page, request, Form({}), _nothing)

    asks: Mapping[str, Callable[[Calculator, Form], dict[str, Any]]] = {
        "/": _answer,
        "/recruiter": _recruiter,
        "/tried": _tried,
        "/facts": _facts,
    }
    for path, ask in asks.items():
        app.add_api_route(
            path, _route(page, ask), methods=["POST"], include_in_schema=False,
            response_class=Response,
        )  # fmt: skip
    for path, (make, name, kind) in _FILES.items():
        app.add_api_route(
            path, _file_route(page, make, name, kind), methods=["POST"], include_in_schema=False,
            response_class=Response,
        )  # fmt: skip

    @app.get("/static/{name}", include_in_schema=False)
    async def static(name: str) -> Response:
        if name not in _STATIC:
            raise Refusal("not-found", "there is no such file")
        data = files("counteroffer.service.page").joinpath("static").joinpath(name).read_bytes()
        headers = {"Cache-Control": "public, max-age=3600"}
        return Response(data, media_type=_STATIC[name], headers=headers)


def _route(
    page: PageServed, ask: Callable[[Calculator, Form], dict[str, Any]]
) -> Callable[[Request], Awaitable[Response]]:
    async def respond(request: Request) -> Response:
        return await _shown(page, request, await page.form(request), ask)

    return respond


async def _shown(
    page: PageServed,
    request: Request,
    form: Form,
    ask: Callable[[Calculator, Form], dict[str, Any]],
) -> Response:
    calculator = page.calculator()
    by_script = request.headers.get("hx-request") == "true"
    html, status = await page.admission.run(partial(_html, calculator, form, ask, by_script))
    headers = {"Content-Security-Policy": _POLICY, "Vary": "HX-Request"}
    return Response(
        html, 200 if by_script else status, media_type="text/html; charset=utf-8", headers=headers
    )


def _html(
    calculator: Calculator,
    form: Form,
    ask: Callable[[Calculator, Form], dict[str, Any]],
    by_script: bool,
) -> tuple[str, int]:
    facts = views.facts_view(calculator, form)
    fields = _FIELDS | {fact.name for fact in facts}
    shown: dict[str, Any] = {"view": None, "problems": views.NO_PROBLEMS, "piece": "nothing"}
    status = 200
    try:
        shown |= ask(calculator, form)
    except CounterofferError as error:
        found = views.FieldProblems.of(calculator, form, error, fields)
        shown |= {"piece": "problems", "problems": found}
        status = 422
    words = {
        "form": form,
        "facts": facts,
        "fields": sorted(fields),
        "guides": _guides(calculator),
        "regions": _regions(calculator, form["guide"]),
        "rows": range(ROWS),
        **shown,
    }
    template = "piece.html" if by_script else "page.html"
    return _TEMPLATES.get_template(template).render(words), status


def _nothing(calculator: Calculator, form: Form) -> dict[str, Any]:
    return {}


def _answer(calculator: Calculator, form: Form) -> dict[str, Any]:
    return {"piece": "answer", "view": views.answer_view(calculator, form)}


def _tried(calculator: Calculator, form: Form) -> dict[str, Any]:
    return {"piece": "tried", "view": views.tried_view(calculator, form)}


def _recruiter(calculator: Calculator, form: Form) -> dict[str, Any]:
    return {"piece": "recruiter", "view": views.recruiter_words(calculator, form)}


def _facts(calculator: Calculator, form: Form) -> dict[str, Any]:
    return {"piece": "facts"}


def _guides(calculator: Calculator) -> list[tuple[str, str]]:
    book = calculator.rules
    return [(name, book.guide(name).guide.name) for name in book.guide_ids()]


def _regions(calculator: Calculator, guide: str) -> list[tuple[str, str]]:
    book = calculator.rules
    if guide in book.guide_ids():
        return [(name, band.label) for name, band in book.guide(guide).guide.bands.items()]
    places = {name: place.label for name, place in book.places.values()}
    return sorted(places.items())


def _letter(calculator: Calculator, form: Form) -> bytes:
    return calculator.letter(Case.of(form.values())).encode()


def _playbook(calculator: Calculator, form: Form) -> bytes:
    return calculator.playbook(Case.of(form.values())).html.encode()


def _json(calculator: Calculator, form: Form) -> bytes:
    return calculator.render(calculator.counter(Case.of(form.values())), "json").encode()


_FILES: Mapping[str, tuple[Callable[[Calculator, Form], bytes], str, str]] = {
    "/letter": (_letter, "letter.txt", "text/plain; charset=utf-8"),
    "/playbook": (_playbook, "playbook.html", "text/html; charset=utf-8"),
    "/answer": (_json, "answer.json", "application/json"),
}


def _file_route(
    page: PageServed, make: Callable[[Calculator, Form], bytes], name: str, kind: str
) -> Callable[[Request], Awaitable[Response]]:
    """A file to keep; where the form is not right, the page that says so."""

    async def respond(request: Request) -> Response:
        calculator, form = page.calculator(), await page.form(request)
        try:
            data = await page.admission.run(partial(make, calculator, form))
        except CounterofferError:
            return await _shown(page, request, form, _answer)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(data, media_type=kind, headers=headers)

    return respond
