"""No model that reads what people write takes a flag for a number."""

from __future__ import annotations

import types
from collections.abc import Iterator
from decimal import Decimal
from importlib import import_module
from pkgutil import walk_packages
from typing import Any, Union, get_args, get_origin

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

import counteroffer
from counteroffer import Case, CaseError
from counteroffer.text.errors import InputError

HEAD = "guide: huggingface-enterprise/devops-engineer\nregion: san-francisco\n"


def models(of: type[BaseModel] = BaseModel) -> Iterator[type[BaseModel]]:
    for model in of.__subclasses__():
        yield model
        yield from models(model)


def numeric(annotation: Any) -> bool:
    """Whether a number stands in a type that is no flag, takes no flag beside it, and no model."""
    if annotation in (int, float, Decimal):
        return True
    inner = get_args(annotation)
    return annotation is not bool and bool not in inner and any(map(numeric, inner))


def wraps(annotation: Any) -> Any:
    """A value of the shape of a type with a flag where its number stands."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        return wraps(next(one for one in inner if numeric(one)))
    if (origin is not None and issubclass(origin, dict | types.MappingProxyType)) or (
        getattr(origin, "__name__", "") == "Mapping"
    ):
        return {"GBP/USD": True}
    return [True] if origin in (tuple, list) else True


def fields() -> list[Any]:
    for module in walk_packages(counteroffer.__path__, "counteroffer."):
        if ".rete" not in module.name and not module.name.endswith(("__main__", "spark")):
            import_module(module.name)
    own = [one for one in models() if one.__module__.startswith("counteroffer.")]
    return [
        pytest.param(model, name, id=f"{model.__name__}.{name}")
        for model in own
        for name, field in model.model_fields.items()
        if numeric(field.annotation)
    ]


@pytest.mark.parametrize(("model", "name"), fields())
def test_a_flag_is_no_number_in_any_field(model: type[BaseModel], name: str) -> None:
    model.model_rebuild()
    field = model.model_fields[name]
    adapter: TypeAdapter[Any] = TypeAdapter(field.rebuild_annotation())
    with pytest.raises(ValidationError):
        adapter.validate_python(wraps(field.annotation))


@pytest.mark.parametrize(
    "text",
    [
        "offer: {base: 180K, equity: {amount: 150000, years: true}}",
        "offer: {base: 180K, equity: {amount: 150000, years: 4, cliff: true}}",
        "offer: {base: 180K, equity: {amount: 150000, years: 1_0}}",
        "offer: {base: true}",
        "offer: {base: 180K, bonus: true}",
        "rates: {GBP/USD: true}",
    ],
)
def test_a_flag_in_the_place_of_a_number_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(CaseError) as caught:
        Case.loads(HEAD + text)
    (problem,) = caught.value.problems
    assert problem.line == 3
    assert "True" not in problem.message


def test_all_of_them_are_told_at_once() -> None:
    text = "offer: {base: 180K, equity: {amount: 150000, years: true}}\nrates: {GBP/USD: true}"
    with pytest.raises(InputError) as caught:
        Case.loads(HEAD + text)
    assert [problem.line for problem in caught.value.problems] == [3, 4]


def test_digits_of_a_text_are_a_whole_number() -> None:
    case = Case.loads(HEAD + 'offer: {base: 180K, equity: {amount: 150000, years: "4"}}')
    assert case.offer is not None
    assert case.offer.equity is not None
    assert case.offer.equity.years == 4
