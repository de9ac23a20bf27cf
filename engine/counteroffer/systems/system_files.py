"""`systems.yaml` and a user's map as frozen values, strictly read.

A map states for each fact of a case where the payload has it: `{at: /a/pointer}`, `{field: a
custom field's key or name}`, or `{value: a constant}`; in short a text, a pointer if it begins
with `/` and a field if not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from counteroffer.documents.fields import Model, Text
from counteroffer.text.characters import brief
from counteroffer.text.errors import ValueProblem

PERIODS = ("year", "month", "week", "day", "hour")
_MOST_STEPS = 20


def _pointer(raw: Any) -> str:
    if not isinstance(raw, str) or (raw and not raw.startswith("/")):
        word = f"a JSON pointer begins with /, as /latestVersion/salary does, not {brief(raw)}"
        raise ValueProblem("path.unknown", word)
    if raw.count("/") > _MOST_STEPS:
        raise ValueProblem("path.unknown", f"a pointer has at most {_MOST_STEPS} steps")
    return raw


Pointer = Annotated[str, BeforeValidator(_pointer)]


def _short(raw: Any) -> Any:
    """A place in short: a pointer, or the key or name of a custom field."""
    if isinstance(raw, str):
        return {"at": raw} if raw.startswith("/") else {"field": raw}
    return raw


class FieldPlace(Model):
    """Where a payload has a value: at a JSON pointer, or in a custom field."""

    at: Pointer | None = Field(None, description="A JSON pointer, from the offer or the payload")
    field: Text | None = Field(None, min_length=1, description="A custom field's key or name")

    @property
    def shown(self) -> str:
        """The place as a message names it."""
        return self.at if self.at is not None else f"field '{self.field}'"


class Beside(FieldPlace):
    """What holds for an amount: in a field beside it, or else `default`."""

    default: Text | None = Field(None, description="Where the payload does not state it")

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, raw: Any) -> Any:
        if isinstance(raw, str):
            return {"at": raw} if raw.startswith("/") else {"default": raw}
        return raw


class FactSource(FieldPlace):
    """Where one fact comes from, and what its value means there."""

    value: str | int | bool | None = Field(None, description="A constant, in place of a field")
    currency: Beside | None = Field(None, description="Of an amount that states none beside it")
    period: Beside | None = Field(None, description="What a base that states no interval is per")
    unit: Literal["percent", "fraction"] | None = Field(
        None, description="percent, where 12 is 12 % of base; fraction, where 0.12 is"
    )
    words: Mapping[str, str | int | bool] = Field(
        default={}, description="What the field's values stand for: {London Office: london}"
    )

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, raw: Any) -> Any:
        return _short(raw)

    @model_validator(mode="after")
    def _one_source(self) -> FactSource:
        stated = [self.at is not None, self.field is not None, self.value is not None]
        if sum(stated) != 1:
            raise ValueProblem(
                "entry.missing",
                "one of 'at' (a JSON pointer), 'field' (a custom field) and 'value' (a constant)"
                " says where it comes from",
            )
        if self.period and self.period.default not in (None, *PERIODS):
            word = f"a base is per {', '.join(PERIODS)}, not {brief(self.period.default)}"
            raise ValueProblem("value.unknown", word, inner=("period",))
        return self


def _constant(raw: Any) -> Any:
    return {"value": raw} if isinstance(raw, (str, int)) else raw


FactSources = Mapping[str, FactSource]
Constant = Annotated[FactSource, BeforeValidator(_constant)]  # a text is the value itself


class MapFile(Model):
    """A user's map: what the company's own fields are in a case, and what is the same for all."""

    system: Text | None = Field(
        None, description="Whose payloads it is for: greenhouse, ashby, ..."
    )
    guide: Constant | None = Field(None, description="The guide, company/role; or where it stands")
    region: Constant | None = Field(None, description="The region; or where it stands")
    facts: FactSources = Field(
        default={}, description="offer.base, candidate.gpu_years, ... by source"
    )


class FieldBlock(Model):
    """Where custom fields stand, a list of objects or an object by key, and their entries."""

    at: Pointer
    key: str | None = None
    name: str
    type: str | None = None
    value: str
    private: str | None = None


class SignatureForm(Model):
    """The header that signs a body, and how it writes the HMAC-SHA256."""

    header: str
    form: str = Field(pattern=r"\{hex\}")


class EventId(Model):
    """Where an event has an id of its own."""

    header: str | None = None
    at: Pointer | None = None


class System(Model):
    """What is known of one applicant tracking system."""

    name: Text
    offers: tuple[Pointer, ...] = Field(min_length=1)
    action: Pointer | None = None
    events: tuple[str, ...] = ()
    id: Pointer | None = None
    whose: Pointer | None = None
    newest: tuple[Pointer, ...] = ()
    status: tuple[Pointer, ...] = ()
    replaced: tuple[str, ...] = ()
    fields: tuple[FieldBlock, ...] = ()
    money_types: tuple[str, ...] = ()
    signature: SignatureForm | None = None
    event_id: EventId | None = None
    notes: tuple[Text, ...] = ()
    facts: FactSources = Field(default={})


class MoneyEntries(Model):
    """What the entries of an amount, its currency and its interval are called."""

    amount: tuple[str, ...] = ()
    currency: tuple[str, ...] = ()
    period: tuple[str, ...] = ()


class PresentPay(Model):
    """Words in the names of fields of present pay."""

    when: tuple[str, ...] = ()
    pay: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class PrivateFields(Model):
    """Words in the names, and the types, of fields whose value is not to be shown."""

    words: tuple[str, ...] = ()
    types: tuple[str, ...] = ()


class SystemsFile(Model):
    """`systems.yaml`."""

    systems: Mapping[str, System] = {}
    money: MoneyEntries = MoneyEntries.model_construct()
    intervals: Mapping[str, tuple[str, ...]] = {}
    present_pay: PresentPay = PresentPay.model_construct()
    may_be_private: PrivateFields = PrivateFields.model_construct()
