"""An answer as plain values, and how all JSON is written: the same values give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any, TypeAlias

from counteroffer.answers.answer import Counteroffer
from counteroffer.answers.arguments import checked_arguments

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


def dumped(record: Any) -> str:
    """Plain values as JSON text, ending in a newline.

    A Decimal, which a saved file can hold, is a text of its digits.
    """
    return json.dumps(record, ensure_ascii=False, indent=2, default=_digits) + "\n"


def _digits(value: Any) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"not a value of JSON: {value!r}")


@checked_arguments
def to_dict(answer: Counteroffer) -> dict[str, Json]:
    """The answer as plain values, as its JSON has them.

    These are dictionaries, lists, texts, whole numbers, True, False and None. Their schema is
    `schema("answer")`. They are the caller's own: the answer does not change with them.
    Raises TypeError for what is no answer.
    """
    values: dict[str, Json] = _plain(as_dict(answer))
    return values


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, (list, tuple)) else value


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
