"""The body of a request → values and cases, within the limits of the service."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from fastapi import Request

from counteroffer.cases.case import Case
from counteroffer.documents.json_values import NotJson, json_values
from counteroffer.language.declarations import nearest
from counteroffer.service.problems import Refusal, refusal_of
from counteroffer.text.characters import brief
from counteroffer.text.errors import CounterofferError, Problem

Result = TypeVar("Result")


async def body_of(request: Request, most: int) -> bytes:
    """The body, of at most `most` bytes; no more than that is ever held.

    Raises Refusal.
    """
    stated = request.headers.get("content-length", "0")
    parts, size = [], int(stated) if stated.isascii() and stated.isdigit() else 0
    if size <= most:
        size = 0
        async for part in request.stream():
            size += len(part)
            if size > most:
                break
            parts.append(part)
    if size > most:
        raise Refusal("too-large", f"a body has at most {most:,} bytes here")
    return b"".join(parts)


def check_json(request: Request) -> None:
    """Refuse what says that it is no JSON. Raises Refusal."""
    stated = request.headers.get("content-type", "application/json")
    kind = stated.partition(";")[0].strip().lower()
    if kind != "application/json" and not kind.endswith("+json"):
        told = f"send JSON with the header Content-Type: application/json, not {brief(stated)}"
        raise Refusal("unsupported-media-type", told)


def values_of(body: bytes) -> dict[str, Any]:
    """The object that a JSON body is. Raises Refusal."""
    try:
        values = json_values(body)
    except NotJson as error:
        raise Refusal("malformed-json", str(error)) from None
    if not isinstance(values, dict):
        raise _invalid("an object is needed", (), "value.wrong-type")
    return values


def entries(body: bytes, needed: Collection[str], optional: Collection[str] = ()) -> dict[str, Any]:
    """The entries of a body that has these and no others. Raises Refusal."""
    values = values_of(body)
    known = (*needed, *optional)
    problems = [
        Problem(f"unknown entry{nearest(name, known)}", path=(name,), code="entry.unknown")
        for name in values
        if name not in known
    ] + [
        Problem(f"{name} is missing", code="entry.missing") for name in needed if name not in values
    ]
    if problems:
        raise Refusal("invalid-case", "; ".join(one.message for one in problems), problems)
    return values


def case_in(values: Mapping[str, Any], name: str) -> Case:
    """The case that an entry of a body is; problems are told at their place in the body.

    Raises Refusal.
    """
    return part(name, lambda: case_of(values[name]))


def case_of(values: Any) -> Case:
    """A case of plain values. Raises Refusal."""
    if not isinstance(values, dict):
        raise _invalid("an object is needed", (), "value.wrong-type")
    return answered(lambda: Case.of(values))


def text_in(values: Mapping[str, Any], name: str) -> str:
    """The text that an entry of a body is. Raises Refusal."""
    if not isinstance(values[name], str):
        raise _invalid("a text is needed", (name,), "value.wrong-type")
    return str(values[name])


def part(name: str, ask: Callable[[], Result]) -> Result:
    """Run a question about one entry of the body; an error points into it. Raises Refusal."""
    return parts(lambda pointer: f"/{name}", ask)


def parts(place: Callable[[str], str], ask: Callable[[], Result]) -> Result:
    """Run a question about several entries of the body; an error points into the right one.

    Raises Refusal.
    """
    try:
        return ask()
    except Refusal as refusal:
        raise refusal.under(place) from None


def answered(ask: Callable[[], Result]) -> Result:
    """Run a question of the library, and turn its errors into refusals. Raises Refusal."""
    try:
        return ask()
    except CounterofferError as error:
        raise refusal_of(error) from None


def _invalid(told: str, path: tuple[str, ...], code: Any) -> Refusal:
    return Refusal("invalid-case", told, [Problem(told, path=path, code=code)])
