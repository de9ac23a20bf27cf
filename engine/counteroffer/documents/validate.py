"""Validate a document by a pydantic model, with every problem at its line and column."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from counteroffer.documents.document import Document, Path_, endless, plain_document
from counteroffer.documents.form_names import entry_called
from counteroffer.language.declarations import Declarations, closest, meant
from counteroffer.language.expr import Expr
from counteroffer.language.parse import ConditionError, parse
from counteroffer.text.characters import brief, cut
from counteroffer.text.codes import ProblemCode
from counteroffer.text.errors import AmountError, InputError, Problem, told_of

_AFTER_COMMA = re.compile(r"[0-9]{3}(?![0-9])")
M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")


def checked(
    model: type[M], document: Document, path: Path_ = (), error: type[InputError] = InputError
) -> M:
    """The part of a document at `path` as a model.

    Raises `error` with all that is wrong with it.
    """
    value = document.value
    for step in path:
        value = value[step]
    try:
        return model.model_validate(value)
    except ValidationError as invalid:
        raise error(problems(invalid, model, document, path)) from None


def made_of(model: type[M], stated: object, error: type[InputError]) -> M:
    """Plain values as a model, whatever they are.

    Raises `error` with all that is wrong with them.
    """
    if (problem := endless(stated)) is not None:
        raise error([problem])
    value = dict(stated) if isinstance(stated, Mapping) else stated
    return checked(model, plain_document(value), error=error)


def checked_json(
    adapter: TypeAdapter[T], document: Document, error: type[InputError] = InputError
) -> T:
    """A document of plain values as the adapter's type; no number is read out of a text.

    Raises `error` with all that is wrong with it.
    """
    try:
        return adapter.validate_json(json.dumps(document.value, default=float), strict=True)
    except ValidationError as invalid:
        raise error(problems(invalid, BaseModel, document)) from None


def problems(
    invalid: ValidationError, model: type[BaseModel], document: Document, path: Path_ = ()
) -> list[Problem]:
    """What pydantic found, in words and at its place."""
    return [_problem(item, model, document, path) for item in invalid.errors(include_url=False)]


def _problem(item: Any, model: type[BaseModel], document: Document, path: Path_) -> Problem:
    inner = item["loc"]
    if inner[-1:] == ("[key]",) and not document.holds((*path, *inner)):
        inner = inner[:-1]  # pydantic's word for a key that is wrong itself
    place = (*path, *inner)
    cause = item.get("ctx", {}).get("error")
    if item["type"] == "too_long":
        most = item["ctx"]["max_length"]
        word = f"{_named(inner)} has more than {most} entries; this is the next"
        return document.problem((*place, most), word, code="list.too-long")
    if isinstance(cause, AmountError):
        width = cause.end - cause.start
        code = cause.problems[0].code
        return document.problem(place, cause.reason, code=code, start=cause.start, width=width)
    if isinstance(cause, ValueError):
        told = told_of(cause, place)
        return document.problem(
            told.path,
            told.message,
            code=told.code,
            suggestion=told.suggestion,
            key=inner != item["loc"],
        )
    if item["type"] == "extra_forbidden":
        advice, near = _advice(model, inner, item.get("input"))
        word = f"unknown entry {_named(inner)}{advice}"
        return document.problem(place, word, code="entry.unknown", suggestion=near, key=True)
    key = item["type"] == "missing" or inner != item["loc"]
    return document.problem(place, _words(item, inner), code=_code(item["type"]), key=key)


_CODES: dict[str, ProblemCode] = {
    "missing": "entry.missing",
    "invalid_key": "entry.unknown",
    "literal_error": "value.unknown",
    "enum": "value.unknown",
    "number": "value.wrong-type",
    "string_unicode": "text.illegible",
    "string_too_short": "text.unusable",
    "string_too_long": "text.unusable",
    "too_short": "value.out-of-range",
    "greater_than": "value.out-of-range",
    "greater_than_equal": "value.out-of-range",
    "less_than": "value.out-of-range",
    "less_than_equal": "value.out-of-range",
}


def _code(kind: str) -> ProblemCode:
    """The code of what pydantic calls `int_parsing`, `string_type` and so on."""
    typed = kind.endswith(("_type", "_parsing", "_from_float"))
    return _CODES.get(kind) or ("value.wrong-type" if typed else "value.unusable")


def _advice(model: type[BaseModel], inner: tuple[Any, ...], value: Any) -> tuple[str, str | None]:
    """What to do about an entry that is not known, and the entry that is meant by it."""
    name, entries = str(inner[-1]), _entries(model, inner[:-1])
    if value is None and _AFTER_COMMA.match(name):
        word = ": a comma in braces parts two entries, so put an amount that has one in quotes"
        return word, None
    entry = entry_called(name, entries)
    if entry == "extras":
        return f"; it goes under 'extras', as {{name: {cut(name)}, amount: ...}}", entry
    near = entry or closest(name, entries)
    return meant(near), near


def _words(item: Any, inner: tuple[Any, ...]) -> str:
    name = _named(inner)
    match item["type"]:
        case "missing":
            return f"{name} is missing"
        case (
            "model_type" | "dataclass_type" | "dict_type" | "model_attributes_type" | "mapping_type"
        ):
            return f"{name} needs entries of the form 'name: value'"
        case "string_type":
            return f"{name} needs a text, not {brief(item['input'])}"
        case "number":
            return f"{name} needs {item['msg']}"
        case "tuple_type" | "list_type":
            return f"{name} needs a list"
        case "literal_error":
            return f"{name} is {brief(item['input'])}; it can be {item['ctx']['expected']}"
        case _:
            return f"{name}: {item['msg'][0].lower()}{item['msg'][1:]}"


def _named(inner: tuple[Any, ...]) -> str:
    """The last name on a path, with the entry's number where that is one of a list: 'rounds[3]'."""
    if not inner:
        return "this"
    if isinstance(inner[-1], int):
        name = next((str(step) for step in reversed(inner) if isinstance(step, str)), "")
        return f"'{cut(name)}[{inner[-1]}]'"
    return f"'{cut(str(inner[-1]))}'"


def _entries(model: type[BaseModel], inner: Iterable[Any]) -> list[str]:
    """The names that a model knows at a place inside it."""
    for step in inner:
        field = model.model_fields.get(step) if isinstance(step, str) else None
        if field is not None:
            model = _model_in(field.annotation) or model
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(
        (found for inner in getattr(annotation, "__args__", ()) if (found := _model_in(inner))),
        None,
    )


def condition(document: Document, path: Path_, text: str, declared: Declarations) -> Expr | Problem:
    """The condition that stands at `path`, or what is wrong with it."""
    try:
        return parse(text, declared)
    except ConditionError as error:
        return document.problem(
            path,
            error.reason,
            code="condition.unreadable",
            start=error.start,
            width=error.width,
        )
