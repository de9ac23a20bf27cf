"""Offers, and what was asked in earlier rounds, as people state them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from counteroffer.cases.grant import Equity
from counteroffer.documents import short_forms as forms
from counteroffer.documents.fields import Code, Day, Model, Once, Single, Text
from counteroffer.documents.left_out import LeftOut, own_names, set_aside
from counteroffer.documents.pay_fields import (
    Base,
    Beside,
    Flag,
    Hours,
    PartTime,
    Signing,
    TargetBonus,
    Weeks,
    WorkDays,
)
from counteroffer.money.periods import TOTAL
from counteroffer.money.read_amount import Amount
from counteroffer.text.characters import brief, visible
from counteroffer.text.errors import ValueProblem
from counteroffer.text.frozen import FrozenDict

PAID = ("base", "equity", "signing", "bonus", "ote", "extras", "total", "refresh")
MOST_EXTRAS = 50


def _company(raw: Any) -> str:
    name = " ".join(raw.split()) if isinstance(raw, str) else ""
    if not name or len(name) > 100 or not name.isprintable() or not visible(name):
        raise ValueProblem(
            "text.unusable", f"a company is a name of up to 100 characters, not {brief(raw)}"
        )
    return name


Company = Annotated[
    str,
    BeforeValidator(_company),
    forms.text(
        r"^\s*\S(?:\s+(?=\S)|\S){0,99}\s*$", "A company", "A company's name, up to 100 characters"
    ),
]


class Bonus(Model):
    """A target bonus, and how much of it is usually paid.

    Written `{target: 30%, usual: 15%}`, or in short `15%` or `$30K`.
    """

    target: TargetBonus = Field(description="10% of base, or an amount a year")
    usual: TargetBonus | None = Field(None, description="What is usually paid, which counts")

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler, /
    ) -> forms.Schema:
        return forms.with_short_form(core_schema, handler, forms.BONUS, structured=True)

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, raw: Any) -> Any:
        short = not isinstance(raw, Mapping) or (
            bool(raw.keys() & {"amount", "currency"}) and not raw.keys() & {"target", "usual"}
        )
        return {"target": raw} if short and not isinstance(raw, cls) else raw

    @property
    def counted(self) -> Amount:
        """What counts: the usual bonus where it is stated."""
        return self.usual or self.target


class Extra(Model):
    """Something paid beside base, equity and bonus: `{name: car allowance, amount: 6K/yr}`."""

    name: Text = Field(description="What it is called", min_length=1, max_length=100)
    amount: Beside = Field(description="An amount, or a percentage of base")
    once: Flag | None = Field(None, description="yes, for what is paid once, in the first year")
    counts: Flag = Field(True, description="no, for what is not to count in the annual total")


class Offer(Model):
    """An offer: what is paid, by whom, until when.

    Amounts are a year's but for equity with a period and signing.
    """

    model_config = ConfigDict(json_schema_extra={**forms.says(PAID), **own_names()})

    company: Company | None = Field(None, description="Who offers it")
    base: Base | None = Field(
        None, description="Base a year, or as it is paid: €6,800/mo x 13, £600/day, $95/h"
    )
    hours: Hours | None = Field(None, description="Hours a week; 40 unless stated")
    weeks: Weeks | None = Field(None, description="Weeks a year; 52 unless stated")
    days: WorkDays | None = Field(None, description="Days a year; 5 a week unless stated")
    part_time: PartTime | None = Field(
        None, description="Percent of full time, for which the base is stated: 80%"
    )
    equity: Equity | None = Field(None, description="A grant: $150K/4yr or $80K/yr")
    refresh: Single | None = Field(None, description="Further equity a year, from the second on")
    signing: Signing | None = Field(None, description="Paid once, or a list: by year")
    bonus: Bonus | None = Field(None, description="Target bonus: 10% of base, or an amount a year")
    ote: Single | None = Field(None, description="On-target earnings: base and target bonus")
    extras: tuple[Extra, ...] = Field(
        (),
        max_length=MOST_EXTRAS,
        description="What is paid beside: allowances, relocation, pension",
    )
    total: Single | None = Field(
        None, description="The annual total, where its parts are not known"
    )
    level: Text | None = Field(None, description="The level, as they call it")
    title: Text | None = Field(None, description="The job's title")
    notes: Text | None = Field(None, description="Anything else; no figure depends on it")
    currency: Code | None = Field(None, description="The currency of amounts that carry none")
    evidence: Literal["written", "verbal", "expected"] | None = Field(
        None, description="written or verbal; expected is not held and never counts"
    )
    expires: Day | None = Field(None, description="The last day on which it can be accepted")
    final: Flag = Field(False, description="They said that it is their last word")
    private: Flag = Field(False, description="Never shown to the other side")
    left_out: LeftOut = Field(default=FrozenDict())

    @model_validator(mode="before")
    @classmethod
    def _set_aside(cls, raw: Any) -> Any:
        return set_aside(raw)

    @model_validator(mode="before")
    @classmethod
    def _whole_package(cls, raw: Any) -> Any:
        """A base that is said to be the whole package (CTC) is the total."""
        if not isinstance(raw, Mapping) or raw.get("total") is not None:
            return raw
        base = raw.get("base")
        if isinstance(base, str) and {*TOTAL} & {*base.casefold().split()}:
            return {name: one for name, one in raw.items() if name != "base"} | {"total": base}
        return raw

    @model_validator(mode="after")
    def _says_something(self) -> Offer:
        if not any(getattr(self, name) not in (None, ()) for name in PAID):
            raise ValueProblem(
                "nothing.stated",
                "this offer states nothing: give its base, equity, signing or bonus",
            )
        return self


class Competing(Offer):
    """An offer from elsewhere, or the present employer's to keep the candidate."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    company: Company = Field(description="Who offers it; each company stands once")
    origin: Literal["present-employer"] | None = Field(
        None, alias="from", description="present-employer, for what they offer to keep you"
    )


class Asked(Model):
    """What was asked for in an earlier round.

    Amounts are a year's but for equity with a period and signing.
    """

    model_config = ConfigDict(json_schema_extra=forms.says(("base", "equity", "signing")))

    base: Single | None = Field(None, description="Base a year")
    equity: Equity | None = Field(None, description="A grant: $150K/4yr or $80K/yr")
    signing: Once | None = Field(None, description="Paid once")
    currency: Code | None = Field(None, description="The currency of amounts that carry none")

    @model_validator(mode="after")
    def _says_something(self) -> Asked:
        if self.base is None and self.equity is None and self.signing is None:
            raise ValueProblem(
                "nothing.stated", "this ask states nothing: give its base, equity or signing"
            )
        return self

    @property
    def terms(self) -> Offer:
        """The same figures as an offer has them."""
        return Offer.model_construct(
            base=self.base,
            equity=self.equity,
            signing=None if self.signing is None else (self.signing,),
            currency=self.currency,
            final=False,
            private=False,
            left_out=FrozenDict(),
        )
