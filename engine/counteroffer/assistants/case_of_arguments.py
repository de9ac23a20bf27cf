"""The arguments of a tool → a case: flat names as a person would say them, facts by their names.

An assistant may say `{"base": "185K", "gpu_years": 4}`, put the facts into one object, `{"facts":
{"gpu_years": 4}}`, or send a whole case as its files have it, `{"case": {...}}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from counteroffer.cases.case import Case
from counteroffer.language.declarations import nearest
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.errors import CaseError, Problem

OFFER = ("base", "equity", "signing", "bonus", "expires", "final")
MARKET = ("company", "role", "band", "source")
WHOLE = ("guide", "region", "level", "competing", "current", "home", "today", "kind", "rounds")

_TEXT = {"type": "string"}
_AMOUNT = {"type": ["string", "number"]}
SCHEMA: Mapping[str, Any] = {
    "guide": {**_TEXT, "description": "as list_guides has it"},
    "company": {**_TEXT, "description": "without a guide: who pays"},
    "role": _TEXT,
    "band": {**_TEXT, "description": "without a guide: the posted range"},
    "source": _TEXT,
    "region": {**_TEXT, "description": "of the guide, or a city"},
    "level": {**_TEXT, "description": "where pay goes by level"},
    "base": {**_AMOUNT, "description": "their offer: $185K, $90/hr"},
    "equity": {**_AMOUNT, "description": "$150K/4yr"},
    "signing": _AMOUNT,
    "bonus": {**_AMOUNT, "description": "10%"},
    "expires": {**_TEXT, "description": "2026-12-04"},
    "competing": {
        "type": "array",
        "items": {"type": "object"},
        "description": 'offers really held: [{"company", "base", "evidence": "verbal"}]',
    },
    "facts": {"type": "object", "description": "as list_guides has them: gpu_years: 4"},
}


def case_of_arguments(arguments: Mapping[str, Any], book: Rulebook) -> Case:
    """The case that arguments state; None and "" state nothing.

    Raises CaseError with all that is wrong, names that are no argument and no fact among it.
    """
    stated = {name: value for name, value in arguments.items() if value not in (None, "")}
    if "case" in stated:
        return Case.of(_object(stated, "case"))
    values: dict[str, Any] = {name: stated[name] for name in WHOLE if name in stated}
    if offer := {name: stated[name] for name in OFFER if name in stated}:
        values["offer"] = offer
    if "guide" not in stated:
        market = {name: stated[name] for name in MARKET if name in stated}
        if "band" in market:
            market["base"] = market.pop("band")
        if market:
            values["market"] = market
    facts = dict(_object(stated, "facts")) if "facts" in stated else {}
    facts |= {name: value for name, value in stated.items() if name in book.profile}
    if facts:
        values["candidate"] = facts
    _refuse_unknown(stated, book)
    return Case.of(values)


def _object(stated: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = stated[name]
    if not isinstance(value, Mapping):
        raise CaseError([Problem(f"{name}: an object is needed", path=(name,))])
    return value


def _refuse_unknown(stated: Mapping[str, Any], book: Rulebook) -> None:
    known = {*OFFER, *MARKET, *WHOLE, "facts", *book.profile}
    problems = [
        Problem(
            f"{name}: is no argument and no fact{nearest(name, sorted(known))}; list_guides says"
            " which facts a guide asks about",
            path=(name,),
            code="fact.unknown",
        )
        for name in stated
        if name not in known
    ]
    if problems:
        raise CaseError(problems)
