"""The bytes of a JSON text → plain values, exactly: no number is rounded and no entry is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+\Z", re.ASCII)
_EXPONENT = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{1,40})?[eE][-+]?[0-9]{1,2}\Z", re.ASCII)


class NotJson(ValueError):
    """What keeps a text from being JSON; `line` and `column` are 0 where none is to blame."""

    def __init__(self, reason: str, line: int = 0, column: int = 0) -> None:
        super().__init__(f"line {line}, column {column}: {reason}" if line else reason)
        self.reason, self.line, self.column = reason, line, column


def json_values(data: bytes) -> Any:
    """The value of a JSON text in UTF-8, UTF-16 or UTF-32.

    A number with a decimal point is a Decimal, one with an exponent an int where it is whole; one
    of more digits than any amount has stays as its text. Raises NotJson, also for an object in
    which a name stands twice.
    """
    try:
        return json.loads(
            data,
            parse_float=exact_number,
            parse_constant=_refuse_constant,
            object_pairs_hook=_each_name_once,
        )
    except json.JSONDecodeError as error:
        raise NotJson(error.msg, error.lineno, error.colno) from None
    except RecursionError:
        raise NotJson("is nested too deeply") from None
    except UnicodeDecodeError:
        raise NotJson("is not UTF-8") from None
    except NotJson:
        raise
    except ValueError:  # an integer of thousands of digits
        raise NotJson("has a number that is too long") from None


def exact_number(text: str) -> int | Decimal | str:
    """A number of JSON that is not written as an integer: 1.2E7 is 12000000, 84.15 a Decimal."""
    if _DECIMAL.match(text):
        return Decimal(text)
    if not _EXPONENT.match(text):
        return text
    number = Decimal(f"{Decimal(text):f}")
    return int(number) if number == int(number) else number


def _refuse_constant(name: str) -> Any:
    raise NotJson(f"{name} is no number of JSON")


def _each_name_once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise NotJson(f"the entry {json.dumps(name[:60], ensure_ascii=True)} stands twice")
        found[name] = value
    return found
