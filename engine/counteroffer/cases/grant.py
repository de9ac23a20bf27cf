"""A grant of equity, as it is stated: an amount, shares, options or a percentage of the company."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
    model_validator,
)
from pydantic_core import CoreSchema

from counteroffer.documents import short_forms as forms
from counteroffer.documents.fields import Code, Grant, Model, currency_code
from counteroffer.documents.pay_fields import Count, Percent, Price
from counteroffer.language.declarations import NUMBER, WHOLE
from counteroffer.money.currencies import SIGNS
from counteroffer.money.read_amount import MAX_YEARS
from counteroffer.text.characters import brief
from counteroffer.text.errors import ValueProblem

GRANTED = ("shares", "options", "percent")  # what a grant can be of, in place of an amount


def _vesting(raw: Any) -> tuple[Decimal, ...]:
    """Percent of a grant by year: `[5, 15, 40, 40]`, or as a text, `5/15/40/40`.

    Raises ValueError.
    """
    parts = raw.split("/") if isinstance(raw, str) else raw
    if not isinstance(parts, (list, tuple)) or not 1 <= len(parts) <= MAX_YEARS:
        raise ValueProblem(
            "vesting.unusable",
            "a vesting schedule is percent by year, such as [5, 15, 40, 40] or 5/15/40/40, not"
            f" {brief(raw)}",
        )
    percents = tuple(map(_share, parts))
    if (total := sum(percents)) != 100:
        raise ValueProblem(
            "vesting.unusable",
            f"the vesting schedule {schedule(percents)} sums to {_plain(Decimal(total))} %, not to"
            " 100 %",
        )
    return percents


def _share(raw: Any) -> Decimal:
    plain = isinstance(raw, (str, int, float, Decimal)) and not isinstance(raw, bool)
    text = brief(raw) if not isinstance(raw, str) else raw.strip().removesuffix("%").strip()
    if not plain or len(text) > 30 or not NUMBER.fullmatch(text):
        raise ValueProblem(
            "vesting.unusable",
            f"a year of a vesting schedule is a percentage, such as 25, not {brief(text)}",
        )
    percent = Decimal(text)
    if not 0 <= percent <= 100 or percent != percent.quantize(Decimal("0.01")):
        raise ValueProblem(
            "vesting.unusable",
            f"a year vests 0 to 100 %, with at most two places after the point, not {text!r}",
        )
    return percent


def schedule(percents: Iterable[Decimal]) -> str:
    """A vesting schedule as a text: `5/15/40/40`."""
    return "/".join(map(_plain, percents))


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


_PLACES = r"(?:\.[0-9]{0,2}0*)?"
_POSITIVE = rf"\+?0*(?:100(?:\.0*)?|[0-9]{{1,2}}{_PLACES}|\.[0-9]{{1,2}}0*)"
_SHARE = rf"\s*(?:{_POSITIVE}|-(?:0+(?:\.0*)?|\.0+))\s*%?\s*"


def _vesting_schema() -> forms.Schema:
    share = [
        {"type": "number", "minimum": 0, "maximum": 100},
        {"type": "string", "pattern": f"^{_SHARE}$", "title": "Percent"},
    ]
    shares = {"type": "array", "items": {"anyOf": share}, "minItems": 1, "maxItems": MAX_YEARS}
    text = f"^{_SHARE}(?:/{_SHARE}){{0,{MAX_YEARS - 1}}}$"
    return {
        "anyOf": [shares, {"type": "string", "pattern": text, "title": "Percent by year"}],
        "description": "Percent of the grant that vests by year: [5, 15, 40, 40] or 5/15/40/40",
    }


Vesting = Annotated[
    tuple[Decimal, ...],
    BeforeValidator(_vesting),
    PlainSerializer(schedule, return_type=str),
    forms.Described(_vesting_schema),
]


class Equity(Model):
    """A grant of equity and the years that it is for.

    Written `{amount: 150000, years: 4}`, or as a text `$150K/4yr` or `$80K/yr`; or as what was
    granted: `{shares: 369, price: 112, years: 4}`.
    """

    model_config = ConfigDict(json_schema_extra=forms.says(("amount", *GRANTED)))

    amount: Grant | None = Field(None, description="The whole grant, or what is paid each year")
    currency: Code | None = Field(None, description="The currency of what carries none here")
    shares: Count | None = Field(None, description="How many shares are granted")
    options: Count | None = Field(None, description="How many options are granted")
    strike: Price | None = Field(None, description="What an option's share costs to buy")
    price: Price | None = Field(None, description="What a share is worth now")
    percent: Percent | None = Field(
        None, description="Percent of the company: 0.05 is 0.05 percent of it"
    )
    company_value: Price | None = Field(None, description="What the whole company is worth")
    vehicle: str | None = Field(None, description="rsu, options, pre-ipo, private, profit-sharing")
    per: Literal["year"] | None = Field(
        None, description="year, for an amount that is paid each year"
    )
    years: Annotated[int, Field(ge=1, le=10), WHOLE, forms.whole(1, 10)] | None = Field(
        None, description="The years that the amount vests over"
    )
    vesting: Vesting | None = Field(None, description="How the grant vests, year by year")
    cliff: (
        Annotated[int, Field(ge=1, le=12 * MAX_YEARS), WHOLE, forms.whole(1, 12 * MAX_YEARS)] | None
    ) = Field(None, description="Months before which nothing vests; then all that has accrued does")

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler, /
    ) -> forms.Schema:
        return forms.with_short_form(core_schema, handler, forms.GRANT)

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, raw: Any) -> Any:
        if not isinstance(raw, Mapping):
            return raw if isinstance(raw, cls) else {"amount": raw}
        if raw.get("options") is not None and raw.get("vehicle") is None:
            raw = {**raw, "vehicle": "options"}  # what they are is said
        amount, stated = raw.get("amount"), raw.get("currency")
        if amount is None or stated is None or isinstance(amount, Mapping):
            return raw
        code = currency_code(stated, ("currency",))
        return {**raw, "amount": {"amount": amount, "currency": code}}

    @model_validator(mode="after")
    def _one_grant(self) -> Equity:
        granted = [name for name in GRANTED if getattr(self, name) is not None]
        if self.amount is None and not granted:
            word = f"equity needs its amount, or {', '.join(GRANTED[:2])} or {GRANTED[2]}"
            raise ValueProblem("entry.missing", word, inner=("amount",))
        if len(granted) > 1:
            word = f"equity is stated twice, as {' and as '.join(granted)}: keep one"
            raise ValueProblem("entry.repeated", word, inner=(granted[1],))
        needs = {
            "price": ("shares", "options"),
            "strike": ("options",),
            "company_value": ("percent",),
        }
        for name, of in needs.items():
            if getattr(self, name) is not None and not {*granted} & {*of}:
                word = f"'{name}' goes with {' or '.join(of)}, and none are stated"
                raise ValueProblem("entry.alone", word, inner=(name,))
        return self

    @model_validator(mode="after")
    def _one_currency(self) -> Equity:
        sign = self.amount.currency if self.amount else None
        if self.currency and sign and self.currency not in (sign, *SIGNS.get(sign, ())):
            word = f"the amount is in {sign}, and the currency is {self.currency}"
            raise ValueProblem("currency.mixed", word, inner=("currency",))
        return self

    @model_validator(mode="after")
    def _one_period(self) -> Equity:
        spans = (self.years, self.amount and self.amount.years, self.per and 1, self._yearly)
        stated = {span for span in spans if span}
        if len(stated) > 1:
            raise ValueProblem(
                "equity.periods",
                "equity has two periods: keep one of 'per', 'years' and what stands in the amount",
            )
        if self.vesting and self.period != len(self.vesting):
            named = f"names {len(self.vesting)} year{'s' if len(self.vesting) > 1 else ''}"
            raise ValueProblem(
                "vesting.unusable",
                f"the vesting schedule {schedule(self.vesting)} {named}, and the equity is for"
                f" {self.period}",
            )
        return self

    @property
    def _yearly(self) -> int | None:
        return 1 if self.amount and self.amount.period == "year" else None

    @property
    def period(self) -> int | None:
        """The years that the amount is for: 1 where it is paid each year, None where not stated."""
        said = self.years or (self.amount and self.amount.years) or (self.per and 1) or self._yearly
        return said or (len(self.vesting) if self.vesting else None)
