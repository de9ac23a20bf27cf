"""Validate a document by a pydantic model, with every problem at its line and column."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from counteroffer.documents.document import Document, Path_
from counteroffer.documents.form_names import meant
from counteroffer.language.declarations import Declarations, nearest
from counteroffer.language.expr import Expr
from counteroffer.language.parse import ConditionError, parse
from counteroffer.text.characters import brief, cut
from counteroffer.text.errors import AmountError, InputError, Problem

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
        paths = [(*path, *item["loc"]) for item in invalid.errors(include_url=False)]
        raise error(problems(invalid, model, document, path), paths) from None


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
    """What pydantic found, in plain words, each at its line and column."""
    found = []
    for item in invalid.errors(include_url=False):
        inner = tuple(step for step in item["loc"] if step != "[key]")
        place = (*path, *inner)
        cause = item.get("ctx", {}).get("error")
        if item["type"] == "too_long":
            most = item["ctx"]["max_length"]
            found.append(
                document.problem(
                    (*place, most),
                    f"{_named(inner)} has more than {most} entries; this is the next",
                )
            )
        elif isinstance(cause, AmountError):
            found.append(
                document.problem(
                    place, cause.reason, start=cause.start, width=cause.end - cause.start
                )
            )
        elif item["type"] == "extra_forbidden":
            word = f"unknown entry {_named(inner)}{_advice(model, inner, item.get('input'))}"
            found.append(document.problem(place, word, key=True))
        else:
            key = item["type"] == "missing" or "[key]" in item["loc"]
            found.append(document.problem(place, _words(item, inner), key=key))
    return found


def _advice(model: type[BaseModel], inner: tuple[Any, ...], value: Any) -> str:
    """What is meant by an entry that is not known."""
    name, entries = str(inner[-1]), _entries(model, inner[:-1])
    if value is None and _AFTER_COMMA.match(name):
        return ": a comma in braces parts two entries, so put an amount that has one in quotes"
    entry = meant(name, entries)
    if entry == "extras":
        return f"; it goes under 'extras', as {{name: {cut(name)}, amount: ...}}"
    return f"; did you mean '{entry}'?" if entry else nearest(name, entries)


def _words(item: Any, inner: tuple[Any, ...]) -> str:
    name = _named(inner)
    match item["type"]:
        case "missing":
            return f"{name} is missing"
        case "value_error":
            return str(item["ctx"]["error"])
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
        return document.problem(path, error.reason, start=error.start, width=error.width)
