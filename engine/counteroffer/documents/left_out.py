"""Entries that no figure takes in, on purpose, such as tax and leave: kept, and told of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator

from counteroffer.documents import short_forms as forms
from counteroffer.money.pay_words import left_out
from counteroffer.text.frozen import frozen

ENTRY = "left_out"


def is_left_out(name: Any) -> bool:
    """Whether an entry of this name is kept and taken into no figure."""
    return name in left_out()


def set_aside(raw: Any) -> Any:
    """The entries of a part of a case, with those that no figure takes in under `left_out`."""
    if not isinstance(raw, Mapping) or not any(map(is_left_out, raw)):
        return raw
    kept = {name: one for name, one in raw.items() if not is_left_out(name)}
    aside = {name: one for name, one in raw.items() if is_left_out(name) and one is not None}
    return {**kept, ENTRY: {**(raw.get(ENTRY) or {}), **aside}} if aside else kept


def told(entries: Mapping[str, Any]) -> Iterator[str]:
    """What is said of entries that were set aside."""
    says = left_out()
    yield from dict.fromkeys(says[name] for name in entries if name in says)


def mentioned(text: str) -> Iterator[str]:
    """What is said of the same in a text of several words, such as the notes of an offer."""
    words = f" {' '.join(''.join(c if c.isalnum() else ' ' for c in text.casefold()).split())} "
    for name, says in left_out().items():
        if len(name) > 3 and name != "leave" and f" {name.replace('_', ' ')} " in words:
            yield says


def _kept(entries: Mapping[str, Any]) -> Mapping[str, Any]:
    made: Mapping[str, Any] = frozen({name: _plain(one) for name, one in entries.items()})
    return made


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value if isinstance(value, (str, int, bool, type(None))) else str(value)


def _schema() -> forms.Schema:
    return {
        "type": "object",
        "description": "What no figure takes in: tax, cost of living, leave, terms without amount",
    }


LeftOut = Annotated[Mapping[str, Any], AfterValidator(_kept), forms.Described(_schema)]


def own_names() -> forms.Schema:
    """What lets a schema have the entries that are set aside by their own names."""
    names = "|".join(sorted(left_out()))
    return {"patternProperties": {f"^(?:{names})$": {"title": "Left out of every figure"}}}
