"""Field types of pay, and of the working time that makes a year of it.

Base by the period that it is paid for, signing by year, bonuses, extras, prices, counts.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer

from counteroffer.documents import short_forms as forms
from counteroffer.documents.fields import (
    AS_TEXT,
    any_amount,
    dumped,
    endless,
    money,
    once,
    one_figure,
    percent_of_base,
    without_years,
)
from counteroffer.language.declarations import NUMBER
from counteroffer.money.read_amount import MAX_YEARS, Amount
from counteroffer.text.characters import brief
from counteroffer.text.errors import ValueProblem

MOST_SHARES = 10**12


def _base(raw: Any) -> Amount:
    """Base in the period that it is stated for."""
    return without_years(one_figure(money(raw), raw))


def _signing(raw: Any) -> tuple[Amount, ...]:
    parts = raw if isinstance(raw, (list, tuple)) else (raw,)
    if not 1 <= len(parts) <= MAX_YEARS:
        raise ValueProblem(
            "value.out-of-range", f"signing by year has 1 to {MAX_YEARS} amounts: [75K, 50K]"
        )
    return tuple(once(one_figure(money(part), part)) for part in parts)


def _signing_dumped(parts: tuple[Amount, ...]) -> Any:
    texts = [dumped(part) for part in parts]
    return texts[0] if len(texts) == 1 else texts


def _beside(raw: Any, *, zero: bool = False) -> Amount:
    amount = any_amount(raw)
    if amount.currency == "%":
        amount = percent_of_base(raw)
    unclear = amount.currency is None and amount.period is None and amount.low < 1_000
    if unclear and not (zero and amount.low == 0):
        low = amount.low.normalize()
        percent = low * 100 if low < 1 else low
        raise ValueProblem(
            "amount.ambiguous",
            f"is it a percentage or an amount? write {percent.normalize():f}% or {low:f}K",
        )
    if amount.low != amount.high or amount.alternates:
        raise ValueProblem(
            "amount.not-single", f"one figure is needed here, the target, not {brief(raw)}"
        )
    return without_years(one_figure(amount.per_year, raw))


def _target(raw: Any) -> Amount:
    """A bonus; 0 is a bonus of nothing."""
    return _beside(raw, zero=True)


def _flag(raw: Any) -> Any:
    words = {"yes": True, "true": True, "no": False, "false": False}
    return words.get(raw.strip().casefold(), raw) if isinstance(raw, str) else raw


def _price(raw: Any) -> Amount:
    return once(one_figure(money(raw), raw))


def _number(raw: Any, what: str, sign: str = "") -> Decimal:
    plain = isinstance(raw, (str, int, float, Decimal)) and not isinstance(raw, bool)
    text = brief(raw) if endless(raw) or not plain else str(raw)
    text = text.strip().removesuffix(sign).strip().replace(",", "")
    if not plain or len(text) > 30 or not NUMBER.fullmatch(text):
        raise ValueProblem("value.wrong-type", f"{what}, not {brief(raw)}")
    return Decimal(text)


def _within(most: int, what: str, sign: str = "") -> Callable[[Any], Decimal]:
    """A number over 0 and up to `most`, with at most four places after the point."""

    def read(raw: Any) -> Decimal:
        number = _number(raw, what, sign)
        if not 0 < number <= most or number != number.quantize(Decimal("0.0001")):
            raise ValueProblem("value.out-of-range", f"{what}, up to {most}, not {brief(raw)}")
        return number

    return read


def _part_time(raw: Any) -> Decimal:
    what = "part time is a percentage of full time, such as 80%"
    number = _within(100, what, "%")(raw)
    if number < 1 and not str(raw).strip().endswith("%"):
        raise ValueProblem("amount.ambiguous", f"{what}: write {(number * 100).normalize():f}%")
    return number


def _count(raw: Any) -> int:
    number = _number(raw, "a number of shares or options is needed here, such as 25000")
    if number != int(number) or not 0 < number <= MOST_SHARES:
        raise ValueProblem(
            "value.out-of-range",
            f"a whole number of shares or options is needed here, not {brief(raw)}",
        )
    return int(number)


def plain(number: Decimal) -> int | str:
    """A number as JSON has it: whole ones as such, others as a text."""
    return int(number) if number == int(number) else f"{number.normalize():f}"


_PLAIN = PlainSerializer(plain)
Flag = Annotated[bool, BeforeValidator(_flag), forms.FLAG]
Base = Annotated[Amount, BeforeValidator(_base), AS_TEXT, forms.SINGLE]
Signing = Annotated[
    tuple[Amount, ...],
    BeforeValidator(_signing),
    PlainSerializer(_signing_dumped),
    forms.SIGNING,
]
TargetBonus = Annotated[Amount, BeforeValidator(_target), AS_TEXT, forms.BONUS]
Beside = Annotated[Amount, BeforeValidator(_beside), AS_TEXT, forms.AMOUNT_OR_PERCENT]
Price = Annotated[Amount, BeforeValidator(_price), AS_TEXT, forms.ONCE]
Count = Annotated[int, BeforeValidator(_count), forms.number(MOST_SHARES)]
Hours = Annotated[
    Decimal,
    BeforeValidator(_within(168, "hours a week are a number, such as 37.5")),
    _PLAIN,
    forms.number(168),
]
Weeks = Annotated[
    Decimal,
    BeforeValidator(_within(53, "weeks a year are a number, such as 46")),
    _PLAIN,
    forms.number(53),
]
WorkDays = Annotated[
    Decimal,
    BeforeValidator(_within(366, "days a year are a number, such as 220")),
    _PLAIN,
    forms.number(366),
]
PartTime = Annotated[
    Decimal,
    BeforeValidator(_part_time),
    PlainSerializer(lambda number: f"{number.normalize():f}%"),
    forms.number(100, "%"),
]
Percent = Annotated[
    Decimal,
    BeforeValidator(_within(100, "percent of the company is a number, such as 0.05", "%")),
    _PLAIN,
    forms.number(100, "%"),
]

__all__ = [
    "Base",
    "Beside",
    "Count",
    "Flag",
    "Hours",
    "PartTime",
    "Percent",
    "Price",
    "Signing",
    "TargetBonus",
    "Weeks",
    "WorkDays",
    "plain",
]
