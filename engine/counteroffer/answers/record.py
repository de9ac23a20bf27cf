"""An answer as plain values, and how all JSON is written: the same values give the same bytes."""

from __future__ import annotations

import json
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from counteroffer.answers.answer import Counteroffer


def dumped(record: Any) -> str:
    """Plain values as JSON text, ending in a newline.

    A Decimal, which a saved file can hold, is a text of its digits.
    """
    return json.dumps(record, ensure_ascii=False, indent=2, default=_digits) + "\n"


def _digits(value: Any) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"not a value of JSON: {value!r}")


def as_dict(answer: Counteroffer) -> dict[str, Any]:
    """The answer as plain dictionaries and lists, its schema first."""
    return plain_fields(answer)


def plain_fields(answer: Any) -> dict[str, Any]:
    """An answer for either side as plain dictionaries and lists.

    Its schema comes first, and its rates have the names that JSON gives them.
    """
    fields = asdict(answer)
    fields["rates"] = [
        {"from": rate.pop("base"), "to": rate.pop("quote"), **rate} for rate in fields["rates"]
    ]
    return {"schema": fields.pop("schema"), **fields}
