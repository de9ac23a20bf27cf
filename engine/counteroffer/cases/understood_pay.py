"""An offer as it is understood: each amount written so that it reads back as itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from counteroffer.documents.pay_fields import plain


@dataclass(frozen=True, slots=True)
class AmountAsStated:
    """An amount as it was stated, to be written for the currency of its offer."""

    number: Decimal
    currency: str
    sign: str = ""
    tail: str = ""

    def written(self, home: str) -> int | str:
        if not self.sign and not self.tail and self.currency == home:
            return plain(self.number)
        return f"{self.sign or self.currency} {plain(self.number)}{self.tail}"


@dataclass(frozen=True, slots=True)
class UnderstoodGrant:
    """A grant's entries, in the grant's own currency."""

    entries: Mapping[str, Any]
    currency: str


def currencies(understood: Mapping[str, Any]) -> list[str]:
    """The currencies of what is stated, in the order of the entries."""
    found: list[str] = []
    for one in understood.values():
        if isinstance(one, (AmountAsStated, UnderstoodGrant)):
            found.append(one.currency)
        elif isinstance(one, Mapping):
            found += currencies(one)
        elif isinstance(one, list):
            inner = (entry if isinstance(entry, Mapping) else {"": entry} for entry in one)
            found += [code for entry in inner for code in currencies(entry)]
    return found


def written(value: Any, home: str) -> Any:
    """What is understood, with each amount written for the currency that it stands under."""
    if isinstance(value, AmountAsStated):
        return value.written(home)
    if isinstance(value, UnderstoodGrant):
        own = {} if value.currency == home else {"currency": value.currency}
        return {**written(value.entries, value.currency), **own}
    if isinstance(value, Mapping):
        return {name: written(one, home) for name, one in value.items()}
    return [written(one, home) for one in value] if isinstance(value, list) else value
