"""The JSON Schema of short forms: amounts, percentages, dates, yes and no, numbers in quotes.

Each is put on the type that it describes, and made only when a schema is asked for. Patterns are
those of ECMAScript, without flags.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema

from counteroffer.money import amount_pattern as pattern
from counteroffer.money.numerals import MAX_DIGITS
from counteroffer.money.read_amount import MAX_LENGTH

Schema = dict[str, Any]

# A letter or a digit, or what a tag keeps beside: what stands outside ASCII counts as a letter.
_NAMED = r"[^\s!-\"$-*,-/:-@\[-`{-~]"
_OF_30 = "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
_OF_31 = "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
# A time of a day behind a date: the hour 24 aside, as ISO 8601 and RFC 3339 have it.
TIME = (
    r"[Tt ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]{1,9})?)?"
    r"(?: ?(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9]))?"
)
_YES_NO = ("yes", "no", "true", "false")  # also with spaces around
_WORDS = ("on", "off", "y", "n", "t", "f", "0", "1")


@dataclass(frozen=True, slots=True)
class Described:
    """The schema of the type that this stands on, in place of what pydantic makes of it."""

    make: Callable[[], Schema]

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> Schema:
        return self.make()


@dataclass(frozen=True, slots=True)
class OrNothing:
    """The schema of the type that this stands on, or null: an entry that nothing stands behind."""

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> Schema:
        stated = handler(core_schema)
        kept = {name: stated.pop(name) for name in ("default",) if name in stated}
        return {"anyOf": [stated, {"type": "null"}], **kept}


def _text(expression: str, title: str, **more: Any) -> Schema:
    return {"type": "string", "title": title, "pattern": expression, **more}


def text(expression: str, title: str, description: str) -> Described:
    """A text of one pattern."""
    return Described(lambda: _text(expression, title) | {"description": description})


def amount(
    expression: Callable[[], str],
    title: str,
    description: str,
    least: int = 0,
    beside: Callable[[], str] | None = None,
) -> Described:
    """An amount: a number of at least `least`, a text, or either with its currency beside it.

    Beside a currency the text is of the pattern `beside`, if that is another.
    """

    def made() -> Schema:
        shown = _text(expression(), title, maxLength=MAX_LENGTH)
        inner = _text(beside(), title, maxLength=MAX_LENGTH) if beside else shown
        return {
            "anyOf": [_figure(least), shown, structured(inner)],
            "description": description,
        }

    return Described(made)


def _figure(least: int = 0) -> Schema:
    return {"type": "number", "minimum": least, "maximum": 10**MAX_DIGITS - 1}


def structured(shown: Schema) -> Schema:
    """`{amount: 180000, currency: USD}`, the amount a number or such a text."""
    return {
        "type": "object",
        "title": "An amount and its currency",
        "properties": {
            "amount": {"anyOf": [_figure(), shown], "description": "A number or a text"},
            "currency": {**currency(), "description": "The currency of the amount"},
        },
        "required": ["amount"],
        "additionalProperties": False,
    }


def currency() -> Schema:
    """A currency's code, or null for none."""
    return {"anyOf": [CODE.make(), {"type": "null"}]}


def whole(least: int, most: int | None = None) -> Described:
    """A whole number from `least` to `most`, or its digits as a text."""
    number: Schema = {"type": "integer", "minimum": least}
    if most is None:
        digits = "[0-9]{1,18}" if least < 1 else "(?=0*[1-9])[0-9]{1,18}"
        signed = r"[-+]?" if least < 0 else r"\+?"
    else:
        number["maximum"] = most
        digits = f"0{{0,9}}(?:{'|'.join(map(str, range(least, most + 1)))})"
        signed = r"\+?"
    written = _text(rf"^\s*{signed}{digits}\s*$", "A whole number in quotes")
    return Described(lambda: {"anyOf": [number, written]})


def _any_case(word: str) -> str:
    return "".join(f"[{one.upper()}{one}]" if one.isalpha() else one for one in word)


def _flag() -> Schema:
    said = "|".join(map(_any_case, _YES_NO))
    bare = "|".join(map(_any_case, _WORDS))
    return {
        "anyOf": [
            {"type": "boolean"},
            _text(rf"^(?:\s*(?:{said})\s*|{bare})$", "yes or no"),
            {"enum": [0, 1]},
        ]
    }


FLAG = Described(_flag)
CODE = text(
    r"^\s*[A-Za-z]{3}\s*$", "A currency's code", "A currency as a code of three letters: USD"
)
NAME = text(_NAMED, "A name", "A name, such as san-francisco or San Francisco")
DAY = text(
    rf"^(?!0000)[0-9]{{4}}-(?:{_OF_30}|{_OF_31}|02-(?:0[1-9]|[12][0-9]))(?:{TIME})?$",
    "A date",
    "A date: 2026-12-04, or a time of it: 2026-12-04T00:00:00Z",
)
ANYTHING = r"\S"

_SINGLE = "An amount: $210K, or a bare number"
_RANGE = "An amount or a range: $165K-$215K"
SINGLE = amount(lambda: pattern.single(year=True, years=False), "An amount a year", _SINGLE)
ONCE = amount(lambda: pattern.single(year=False, years=False), "An amount paid once", _SINGLE)
GRANT = amount(
    lambda: pattern.single(year=True, years=True),
    "A grant",
    "An amount, with the period that it is for: $150K/4yr or $80K/yr; or a bare number",
)
RANGE = amount(lambda: pattern.span(year=True, years=False), "A range a year", _RANGE)
ONCE_RANGE = amount(lambda: pattern.span(year=False, years=False), "A range paid once", _RANGE)
GRANT_RANGE = amount(lambda: pattern.span(year=True, years=True), "A range of grants", _RANGE)
PERCENT_OR_RANGE = amount(
    lambda: pattern.span(year=True, years=False, percent=True),
    "A range of percentages or amounts",
    "A percentage of base or an amount, or a range of either: 5-10%",
    1_000,
    lambda: pattern.span(year=True, years=False, percent=True, sure=False),
)
AMOUNT_OR_PERCENT = amount(
    lambda: pattern.single_or_percent(),
    "A percentage or an amount",
    "A percentage of base, 10%, or an amount",
    1_000,
    lambda: pattern.single_or_percent(sure=False),
)

BONUS = Described(
    lambda: {
        "anyOf": [{"enum": [0, "0"]}, *AMOUNT_OR_PERCENT.make()["anyOf"]],
        "description": "A percentage of base, 10%, or an amount; 0 is a bonus of nothing",
    }
)
SIGNING = Described(
    lambda: {
        "anyOf": [
            *ONCE.make()["anyOf"],
            {
                "type": "array",
                "items": {"anyOf": ONCE.make()["anyOf"]},
                "minItems": 1,
                "maxItems": 10,
            },
        ],
        "description": "An amount paid once, or a list: what is paid in each year",
    }
)


def number(most: int, sign: str = "") -> Described:
    """A number over 0 and up to `most`, or as a text, with a sign behind it."""
    written = (
        rf"^\s*\+?(?=[0.,]*[1-9])[0-9][0-9,]*(?:\.[0-9]+)?\s*{f'(?:{sign})?' if sign else ''}\s*$"
    )
    return Described(
        lambda: {
            "anyOf": [
                {"type": "number", "exclusiveMinimum": 0, "maximum": most},
                _text(written, "A number"),
            ]
        }
    )


def with_short_form(
    core_schema: CoreSchema,
    handler: GetJsonSchemaHandler,
    short: Described,
    *,
    structured: bool = False,
) -> Schema:
    """The schema of a model that can be written in short as well, under the model's name.

    With `structured` an amount with its currency beside it is such a short form too.
    """
    reference = handler(core_schema)
    stated = handler.resolve_ref_schema(reference)
    full = {key: one for key, one in stated.items() if key not in ("title", "description")}
    named: Schema = {key: stated[key] for key in ("title", "description") if key in stated}
    stated.clear()
    forms = short.make()["anyOf"]
    others = [one for one in forms if structured or one.get("type") != "object"]
    stated.update({**named, "anyOf": [full, *others]})
    return reference


def says(names: Iterable[str]) -> Schema:
    """What holds of entries of which one of these is stated, and not as null."""
    return {
        "anyOf": [
            {"required": [name], "properties": {name: {"not": {"type": "null"}}}} for name in names
        ]
    }
