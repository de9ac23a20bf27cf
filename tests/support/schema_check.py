"""The part of JSON Schema that the published schemas use, as a check of a value."""

from __future__ import annotations

from typing import Any


def validate(value: Any, stated: dict[str, Any], root: dict[str, Any]) -> None:
    """The part of JSON Schema that these schemas use."""
    if "$ref" in stated:
        stated = root["$defs"][stated["$ref"].rpartition("/")[2]]
    if "anyOf" in stated:
        assert any(_valid(value, one, root) for one in stated["anyOf"]), (value, stated)
        return
    if "const" in stated or "enum" in stated:
        assert value in stated.get("enum", [stated.get("const")])
        return
    kinds = {
        "object": dict,
        "array": list,
        "string": str,
        "integer": int,
        "boolean": bool,
        "null": type(None),
        "number": int,
    }
    if "type" in stated:
        assert isinstance(value, kinds[stated["type"]]), (value, stated)
    if isinstance(value, dict):
        assert set(stated.get("required", ())) <= set(value)
        for key, inner in value.items():
            if "properties" in stated and not stated.get("additionalProperties"):
                assert key in stated["properties"], key
            validate(inner, stated.get("properties", {}).get(key, {}), root)
    if isinstance(value, list):
        for inner in value:
            validate(inner, stated.get("items", {}), root)


def _valid(value: Any, stated: dict[str, Any], root: dict[str, Any]) -> bool:
    try:
        validate(value, stated, root)
    except AssertionError:
        return False
    return True
