"""What the OpenAPI document says of each address: bodies, answers, examples, and every refusal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from counteroffer.authoring.schemas import schema
from counteroffer.service.problems import KINDS, MEDIA_TYPE
from counteroffer.service.questions import JSON, Endpoint
from counteroffer.systems.system_files import System

_TEXT = {"type": "string"}
_EXAMPLE: Mapping[str, Any] = {
    "guide": "huggingface-enterprise/devops-engineer",
    "region": "san-francisco",
    "offer": {"base": "185K", "equity": "$150K/4yr", "signing": "20K"},
    "candidate": {"gpu_years": 4, "clouds": ["aws", "gcp"]},
    "competing": [{"company": "Databricks", "base": "210K"}],
}
_PROBLEM: Mapping[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "urn:counteroffer:problem: and the kind"},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail", "suggestion"],
                "properties": {
                    "pointer": {"type": "string", "description": "JSON pointer into the body"},
                    "code": {"type": "string", "description": "One of the codes of problems"},
                    "detail": _TEXT,
                    "suggestion": {"type": ["string", "null"], "description": "What was meant"},
                    "line": {"type": "integer"},
                    "column": {"type": "integer"},
                },
            },
        },
    },
}
_EVENT: Mapping[str, Any] = {
    "type": "object",
    "required": ["schema", "told", "left"],
    "properties": {
        "schema": _TEXT,
        "told": {"type": "array", "items": _TEXT},
        "left": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["at", "why"],
                "properties": {
                    "at": {"type": "string", "description": "JSON pointer into the event"},
                    "why": _TEXT,
                },
            },
        },
    },
}
_OF_A_QUESTION = (400, 401, 413, 415, 422, 500, 503, 504)
_REF = {"$ref": "#/components/schemas/case"}

# The schema and an example of each kind of body.
BODIES: Mapping[str, tuple[Mapping[str, Any], Any]] = {
    "case": (_REF, _EXAMPLE),
    "what-if": (
        {
            "type": "object",
            "additionalProperties": False,
            "required": ["case", "vary"],
            "properties": {
                "case": _REF,
                "vary": {
                    "type": "object",
                    "minProperties": 1,
                    "description": "Paths in the case, each with its values: from:to:step, or a,b",
                    "additionalProperties": {"type": ["string", "array"]},
                },
            },
        },
        {"case": _EXAMPLE, "vary": {"offer.base": "180K:200K:10K"}},
    ),
    "explanation": (
        {
            "type": "object",
            "additionalProperties": False,
            "required": ["case"],
            "properties": {"case": _REF, "target": {"type": ["string", "null"]}},
        },
        {"case": _EXAMPLE, "target": "ask.base"},
    ),
    "change": (
        {
            "type": "object",
            "additionalProperties": False,
            "required": ["case", "want", "by"],
            "properties": {"case": _REF, "want": _TEXT, "by": _TEXT},
        },
        {"case": _EXAMPLE, "want": "floor.base=200K", "by": "offer.base"},
    ),
    "posting": ({}, None),
    "answer": (
        {"type": "object", "required": ["schema"], "properties": {"schema": _TEXT}},
        None,
    ),
}


def documentation(question: Endpoint) -> dict[str, Any]:
    """`openapi_extra` and `responses` of the route that answers a question."""
    body, example = BODIES[question.body]
    content: dict[str, Any] = {"schema": body}
    if example is not None:
        content["example"] = example
    answer: dict[str, Any] = {"schema": _TEXT if question.media_type != JSON else {}}
    if question.path == "counteroffers":
        answer["schema"] = {"$ref": "#/components/schemas/answer"}
    if question.path == "recruiter-view":
        answer["schema"] = {"$ref": "#/components/schemas/recruiter"}
    told = {question.media_type.partition(";")[0]: answer}
    answers: dict[int | str, dict[str, Any]] = {
        200: {"description": question.title, "content": told}
    }
    if question.path == "cases/check":
        answers = {204: {"description": "The case can be answered"}}
    bodies = {JSON: content}
    if not question.json_body:
        bodies = dict.fromkeys((JSON, "text/html", "text/plain", "application/xml"), content)
    return {
        "openapi_extra": {"requestBody": {"required": True, "content": bodies}},
        "responses": {**answers, **refusals(_OF_A_QUESTION)},
    }


def webhook_documentation(system: System) -> dict[str, Any]:
    """`openapi_extra` and `responses` of the route that takes a system's events."""
    form = system.signature
    header = {
        "name": form.header if form else "Signature",
        "in": "header",
        "required": True,
        "schema": _TEXT,
        "description": f"{form.form if form else ''}: the HMAC-SHA256 of the body's bytes",
    }
    view = {JSON: {"schema": {"$ref": "#/components/schemas/recruiter"}}}
    told = {JSON: {"schema": _EVENT}}
    body = {JSON: {"schema": {"type": "object", "description": f"An event of {system.name}"}}}
    return {
        "openapi_extra": {
            "parameters": [header],
            "requestBody": {"required": True, "content": body},
        },
        "responses": {
            200: {"description": "What the other side may see of the offer", "content": view},
            202: {"description": "No pay of the offer could be taken over", "content": told},
            204: {"description": "The event is of no offer, or came before"},
            **refusals(_OF_A_QUESTION),
        },
    }


def refusals(statuses: tuple[int, ...]) -> dict[int | str, dict[str, Any]]:
    """Each of these statuses with the problem that it is answered with."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/problem"}}}
    return {
        status: {
            "description": "; ".join(title for at, title in KINDS.values() if at == status),
            "content": content,
        }
        for status in statuses
    }


def components() -> dict[str, Any]:
    """The schemas that the document refers to, each with its own definitions beside it.

    A case is told in outline: its entries and their types. How amounts may be written in full is
    in `/v1/schemas/case`.
    """
    found: dict[str, Any] = {"problem": _PROBLEM, "case": _case_in_outline()}
    for name in ("answer", "recruiter"):
        made: dict[str, Any] = schema(name)
        made.pop("$schema")
        for inner, definition in made.pop("$defs", {}).items():
            found[f"{name}.{inner}"] = _moved(definition, name)
        found[name] = _moved(made, name)
    return found


def _case_in_outline() -> dict[str, Any]:
    full: dict[str, Any] = schema("case")
    definitions = full.pop("$defs")
    outlined = _outline(full, definitions)
    told = "The facts of one negotiation; the whole schema is at /v1/schemas/case"
    return {**outlined, "description": told}


def _outline(part: Mapping[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    """The entries of a schema with their types and descriptions, without how texts are spelled."""
    if "$ref" in part:
        return _outline(definitions[unquote(part["$ref"].rpartition("/")[2])], definitions)
    choices = [_outline(one, definitions) for one in part.get("anyOf", ()) if "required" not in one]
    kept: dict[str, Any] = {name: part[name] for name in ("type", "enum", "const") if name in part}
    types = {one for choice in (kept, *choices) for one in _types(choice)}
    if types:
        kept["type"] = sorted(types)
    for choice in choices:
        kept |= {name: choice[name] for name in ("properties", "items", "enum") if name in choice}
    if "properties" in part:
        entries = part["properties"].items()
        kept["properties"] = {name: _outline(entry, definitions) for name, entry in entries}
        kept["additionalProperties"] = False
    if isinstance(part.get("items"), dict):
        kept["items"] = _outline(part["items"], definitions)
    if "required" in part:
        kept["required"] = part["required"]
    if "description" in part:
        kept["description"] = part["description"]
    return kept


def _types(part: Mapping[str, Any]) -> list[str]:
    stated = part.get("type", [])
    return [stated] if isinstance(stated, str) else list(stated)


def _moved(part: Any, name: str) -> Any:
    """A part of a schema whose references lead to where its definitions stand in the document."""
    if isinstance(part, dict):
        return {
            key: value.replace("#/$defs/", f"#/components/schemas/{name}.")
            if key == "$ref"
            else _moved(value, name)
            for key, value in part.items()
        }
    return [_moved(one, name) for one in part] if isinstance(part, list) else part
