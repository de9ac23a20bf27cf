"""The JSON Schemas (2020-12) of what people write and what the engine answers.

What the schema of a case, a guide or a lever refuses, no reader takes; but for one thing: a range
whose ends are the same (`$200K-$200K`) is one figure to the reader. The readers refuse more, where
JSON Schema can't say what is wrong:

- what depends on the rules in force: guides, regions, facts, levers, vehicles, conditions and the
  names in a sentence, and which amounts and rates are far too small or large;
- what has to agree: a vesting schedule sums to 100 and has as many years as the grant, equity has
  one period, all amounts of an offer or a band are in one currency, companies and currencies stand
  once, an earlier round comes before a later one, a floor has no figures beside its tiers;
- what an amount says beyond its form (see `money.amount_pattern`);
- how a number is spelled: `95.000` is refused, `95` is not, and `1e5` is a text in YAML;
- characters: what is drawn as nothing or turns the line around, names of signs alone (`€`), and
  how long a name is when its spaces are told together;
- 29 February in the years that have none;
- YAML itself: keys that stand twice, aliases, tags, a second document, nesting, size.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from counteroffer.answers.answer import Counteroffer
from counteroffer.answers.record import Json
from counteroffer.answers.recruiter import RecruiterView
from counteroffer.authoring.guide_cases import GuideFile
from counteroffer.cases.case import Case
from counteroffer.rulebook.rule_files import LeverFile
from counteroffer.text.characters import brief

NAMES = ("case", "answer", "recruiter", "guide", "lever")

_TYPES: dict[str, Any] = {
    "case": Case,
    "answer": Counteroffer,
    "recruiter": RecruiterView,
    "guide": GuideFile,
    "lever": LeverFile,
}
_LONG = 60  # characters: a longer pattern stands once, under its title


def schema(name: str) -> dict[str, Json]:
    """The JSON Schema (2020-12) of a case, an answer for either side, a guide or a lever.

    `name` is one of `NAMES`. The schema is the caller's own. Raises ValueError for another name.
    """
    if name not in NAMES:
        raise ValueError(f"name must be one of {', '.join(NAMES)}, not {brief(name)}")
    answered = name in ("answer", "recruiter")
    mode: Any = "serialization" if answered else "validation"
    made = json.dumps(TypeAdapter(_TYPES[name]).json_schema(mode=mode))
    stated = json.loads(made.replace("FloorAnswer", "Floor"))  # the name that programs know
    shared: dict[str, Any] = {}
    tidied = _tidied(stated, shared)
    definitions = {**tidied.pop("$defs", {}), **dict(sorted(shared.items()))}
    for model in (tidied, *definitions.values()) if answered else ():
        if "properties" in model:  # an answer has all its entries, null where there is nothing
            model["required"] = list(model["properties"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        **({"$defs": definitions} if definitions else {}),
        **tidied,
    }


def _tidied(value: Any, shared: dict[str, Any]) -> Any:
    """The schema with each description on one line and each long pattern in one place.

    A long pattern is put into `shared` and referred to. Names that have a pattern must fit it:
    others are refused.
    """
    if isinstance(value, list):
        return [_tidied(one, shared) for one in value]
    if not isinstance(value, dict):
        return value
    if len(str(value.get("pattern", ""))) > _LONG:
        kept = {key: one for key, one in value.items() if key in ("description", "default")}
        title = value["title"]
        shared[title] = {key: one for key, one in value.items() if key not in kept}
        value = {"$ref": f"#/$defs/{title}".replace(" ", "%20"), **kept}
    if "patternProperties" in value:  # pydantic makes it of names that have a pattern
        value = {**value, "additionalProperties": False}
    return {
        key: (
            " ".join(one.split())
            if key == "description" and isinstance(one, str)
            else _tidied(one, shared)
        )
        for key, one in value.items()
    }
