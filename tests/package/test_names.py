"""A name says one thing, and a docstring what it is about in one line."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from counteroffer.authoring.schemas import NAMES, schema
from tests.support.command import ROOT

ENGINE = ROOT / "engine" / "counteroffer"
PACKAGES = (
    "text",
    "files",
    "money",
    "language",
    "documents",
    "rulebook",
    "settlement",
    "cases",
    "engines",
    "answers",
    "analysis",
    "strategy",
    "tables",
    "postings",
    "systems",
)


def nodes(package: str = "") -> Iterator[tuple[str, ast.AST]]:
    for path in sorted((ENGINE / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            yield str(path.relative_to(ENGINE)), node


def descriptions(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("description"), str):
            yield part["description"]
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from descriptions(one)


def test_no_class_name_stands_in_two_modules() -> None:
    homes = defaultdict(list)
    for path, node in nodes():
        if isinstance(node, ast.ClassDef):
            homes[node.name].append(path)
    assert len(homes) > 100
    assert {name: found for name, found in homes.items() if len(found) > 1} == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_a_docstring_begins_with_one_line(package: str) -> None:
    """Those that stand in a published schema are read there, without line breaks."""
    published = {text for name in NAMES for text in descriptions(schema(name))}
    long = []
    for path, node in nodes(package):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
            told = ast.get_docstring(node) or ""
            if "\n" in told.split("\n\n")[0] and " ".join(told.split()) not in published:
                long.append(f"{path}: {told.splitlines()[0]}")
    assert long == []
