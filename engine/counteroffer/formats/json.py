"""The answer as JSON, schema `counteroffer/1`: the same answer gives the same bytes."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from counteroffer.answer import Counteroffer
from counteroffer.formats.words import Words


def render(words: Words) -> str:
    return json.dumps(as_dict(words.answer), ensure_ascii=False, indent=2) + "\n"


def as_dict(answer: Counteroffer) -> dict[str, Any]:
    """The answer as plain dictionaries and lists, its schema first."""
    return plain_fields(answer)


def plain_fields(answer: Any) -> dict[str, Any]:
    """An answer for either side as plain dictionaries and lists, its schema first and its rates as JSON names them."""
    fields = asdict(answer)
    fields["rates"] = [{"from": rate.pop("base"), "to": rate.pop("quote"), **rate} for rate in fields["rates"]]
    return {"schema": fields.pop("schema"), **fields}
