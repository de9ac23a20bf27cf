"""Field types that the case and the guide share: amounts as people write them, percentages, currency codes, slugs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, WithJsonSchema

from counteroffer.amounts import SIGNS, Amount, read_amount
from counteroffer.facts import slug


class Model(BaseModel):
    """Frozen, and no entry that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)


# Signs that several currencies share: the region says which one is meant, so they wait until it is known.
_SHARED_SIGNS = {"¥": "JPY", "￥": "JPY", "kr": "SEK", "Kr": "SEK"}


def _amount(raw: Any) -> Amount:
    if isinstance(raw, Amount):
        return raw
    if isinstance(raw, bool) or not isinstance(raw, (str, int, float, Decimal)):
        raise ValueError("an amount is a number or a text such as $210K")
    if isinstance(raw, float):
        raw = Decimal(repr(raw))
    if isinstance(raw, Decimal) and raw.is_finite() and raw == int(raw) and raw.as_tuple().exponent == -3:
        raise ValueError(f"{raw} is read as the number {int(raw)}; write {int(raw)}K, or '{raw}' in quotes")
    text = f"{raw:f}" if isinstance(raw, Decimal) else str(raw)
    for sign, one_of in _SHARED_SIGNS.items():
        if sign in text:
            return replace(read_amount(text, currency=one_of), currency=sign, assumptions=())
    return read_amount(text)


def currency_of(amount: Amount, home: str) -> str:
    """The currency of an amount where `home` is the one around it. Raises ValueError for a sign that is not home's."""
    sign = amount.currency
    if sign in _SHARED_SIGNS and home not in SIGNS[sign]:
        raise ValueError(f"{sign} can be {' or '.join(SIGNS[sign])}: write the code, such as {SIGNS[sign][0]} 12M")
    return home if sign is None or sign in _SHARED_SIGNS else sign


def _range(raw: Any) -> Amount:
    amount = _amount(raw)
    if amount.currency == "%":
        raise ValueError("an amount of money is needed here, not a percentage")
    return amount.per_year


def single(raw: Any) -> Amount:
    """One amount of money. Raises ValueError."""
    amount = _range(raw)
    if amount.low != amount.high or amount.open_ended or amount.alternates:
        raise ValueError(f"one figure is needed here, not {raw!r}")
    return amount


def _percent(raw: Any) -> Amount:
    amount = _amount(raw)
    if amount.currency not in (None, "%"):
        raise ValueError(f"a percentage is needed here, such as 10%, not {raw!r}")
    if not 0 <= amount.low <= amount.high <= 500:
        raise ValueError(f"{raw!r} is no percentage of base that anyone pays")
    return amount


def _amount_or_percent(raw: Any) -> Amount:
    amount = _amount(raw)
    if amount.currency == "%":
        amount = _percent(raw)
    elif amount.currency is None and amount.low < 1_000:
        raise ValueError(f"is it a percentage or an amount? write {amount.low:f}% or {amount.low:f}K")
    if amount.low != amount.high or amount.alternates:
        raise ValueError(f"one figure is needed here, the target, not {raw!r}")
    return amount.per_year


def _code(raw: Any) -> str:
    code = raw.strip().upper() if isinstance(raw, str) else ""
    if len(code) != 3 or not code.isascii() or not code.isalpha():
        raise ValueError(f"a currency is a code of three letters, such as USD, not {raw!r}")
    return code


def _slug(raw: Any) -> str:
    spelled = slug(raw) if isinstance(raw, str) else ""
    if not spelled:
        raise ValueError("a name is needed here")
    return spelled


def _text_or_number(description: str) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "number"}], "description": description})


def written(amount: Amount) -> str:
    """An amount in full, in one spelling that reads back as the same: `USD 165000-215000`."""
    ends = [f"{end:f}" for end in ((amount.low,) if amount.low == amount.high else (amount.low, amount.high))]
    if amount.currency == "%":
        return "-".join(ends) + "%"
    span = f"/{amount.years}yr" if amount.years else "/yr" if amount.period == "year" else ""
    return (
        (f"{amount.currency} " if amount.currency else "") + "-".join(ends) + ("+" if amount.open_ended else "") + span
    )


_AS_TEXT = PlainSerializer(written, return_type=str)
Range = Annotated[Amount, BeforeValidator(_range), _AS_TEXT, _text_or_number("An amount or a range: $165K-$215K")]
Single = Annotated[Amount, BeforeValidator(single), _AS_TEXT, _text_or_number("An amount: $210K, or a bare number")]
Percent = Annotated[Amount, BeforeValidator(_percent), _AS_TEXT, _text_or_number("A percentage or a range: 5-10%")]
AmountOrPercent = Annotated[
    Amount, BeforeValidator(_amount_or_percent), _AS_TEXT, _text_or_number("A percentage of base, 10%, or an amount")
]
Code = Annotated[str, BeforeValidator(_code)]
Slug = Annotated[str, BeforeValidator(_slug)]

__all__ = ["AmountOrPercent", "Code", "Model", "Percent", "Range", "Single", "Slug", "currency_of", "single", "written"]
