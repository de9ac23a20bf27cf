"""A name says one thing: where two classes share one, a reader has to know the module as well."""

from __future__ import annotations

import ast
from collections import defaultdict

from tests.support.command import ROOT

ENGINE = ROOT / "engine" / "counteroffer"


def test_no_class_name_stands_in_two_modules() -> None:
    homes = defaultdict(list)
    for path in sorted(ENGINE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.ClassDef):
                homes[node.name].append(str(path.relative_to(ENGINE)))
    assert len(homes) > 100
    assert {name: found for name, found in homes.items() if len(found) > 1} == {}
