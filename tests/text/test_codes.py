"""The table of codes is whole: each is told somewhere, and each that is told is in it."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import counteroffer
from counteroffer import Problem, problems_json
from counteroffer.text.codes import CODES, ProblemCode


def test_every_code_has_a_meaning_and_is_in_order() -> None:
    assert tuple(CODES) == get_args(ProblemCode) == tuple(sorted(CODES))


def test_every_code_is_told_somewhere() -> None:
    root = Path(counteroffer.__file__).parent
    texts = [path.read_text("utf-8") for path in root.rglob("*.py") if path.name != "codes.py"]
    assert [code for code in CODES if not any(f'"{code}"' in text for text in texts)] == []


def test_a_pointer_escapes_what_json_pointers_do() -> None:
    assert Problem("x", path=("rates", "GBP/USD", 0, "a~b")).pointer == "/rates/GBP~1USD/0/a~0b"
    assert Problem("x").pointer == ""


def test_the_detail_leaves_out_the_path_that_the_pointer_has() -> None:
    (told,) = problems_json([Problem("offer.base: is wrong", path=("offer", "base"))])
    assert told == {
        "pointer": "/offer/base",
        "code": None,
        "detail": "is wrong",
        "suggestion": None,
    }
