"""A field's value → an amount as a case states it, exactly, or why it can't be taken over.

Nothing is rounded, and a text is taken only where all of it is one exact figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from counteroffer.documents.fields import any_amount
from counteroffer.language.declarations import NUMBER
from counteroffer.money.amount import Amount
from counteroffer.money.currencies import ISO_CODES, SIGNS
from counteroffer.money.periods import Period, sign
from counteroffer.systems.system_files import MoneyEntries
from counteroffer.text.characters import brief
from counteroffer.text.errors import CounterofferError

_LONGEST = 100  # characters of a text that may be an amount


class NotTaken(Exception):
    """Why a value is not taken over, in the words that a person is told."""


@dataclass(frozen=True, slots=True)
class FieldAmount:
    """What a field states of an amount: its figure, and what stands beside it.

    `text` is the figure as it stands, for one that says more than an amount and its currency.
    `interval` is what an entry beside the amount says that it is for.
    """

    amount: Amount
    text: str
    currency: str | None
    interval: Any = None

    @property
    def period(self) -> Period | None:
        """The interval that the text states itself."""
        return self.amount.period

    def written(self, currency: str | None, period: Period | None) -> str:
        """The amount as a case has it, in the currency and for the interval given.

        Raises NotTaken where that could not be read back as the same.
        """
        code = self.currency or currency
        if self.currency in SIGNS and currency:
            if currency not in SIGNS[self.currency]:
                raise NotTaken(f"its sign {self.currency} is not that of {currency} beside it")
            code = currency
        elif self.currency and currency and self.currency != currency:
            raise NotTaken(f"it is in {self.currency} here, and in {currency} beside it")
        if self.amount.years or self.amount.months:
            text = self.text if self.currency or not code else f"{code} {self.text}"
        else:
            figure = plain_number(self.amount.low)
            behind = self.period or period
            text = f"{code}{'' if len(code) == 1 else ' '}{figure}" if code else figure
            text += sign(behind) if behind and behind != "year" else ""
        self._check(text)
        return text

    def _check(self, text: str) -> None:
        try:
            again = any_amount(text)
        except (ValueError, CounterofferError) as error:
            raise NotTaken(str(error)) from None
        if (again.low, again.high) != (self.amount.low, self.amount.high):
            raise NotTaken("it can't be written as a case has amounts")


def field_amount(value: Any, money: MoneyEntries) -> FieldAmount | None:
    """The amount that a value states; None where it states nothing. Raises NotTaken."""
    currency = interval = None
    if isinstance(value, Mapping):
        value, currency, interval = _parts(value, money)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        raise NotTaken("it is no amount of money")
    if isinstance(value, str) and len(value) > _LONGEST:
        raise NotTaken("it is a text, not one figure")
    text = value.strip() if isinstance(value, str) else plain_number(value)
    try:
        amount = any_amount(text)
    except (ValueError, CounterofferError) as error:
        raise NotTaken(f"it is no exact amount: {error}") from None
    _check_exact(amount)
    if amount.currency == "%":
        return FieldAmount(amount, text, None)
    signs = SIGNS.get(amount.currency or "", ())
    if currency and amount.currency not in (None, currency) and currency not in signs:
        raise NotTaken(f"it is in {amount.currency}, and its currency is said to be {currency}")
    return FieldAmount(amount, text, currency or amount.currency, interval)


def _parts(value: Mapping[str, Any], money: MoneyEntries) -> tuple[Any, str | None, Any]:
    """The amount, the currency and the interval of an object. Raises NotTaken."""
    kinds = (money.amount, money.currency, money.period)
    amounts, currencies, periods = ([one for one in names if one in value] for names in kinds)
    others = value.keys() - {*amounts, *currencies, *periods}
    if len(amounts) != 1 or len(currencies) > 1 or len(periods) > 1 or others:
        shown = ", ".join(map(brief, sorted(others or value.keys())))
        raise NotTaken(f"it is no single amount with its currency: it has {shown}")
    code = value[currencies[0]] if currencies else None
    interval = value[periods[0]] if periods else None
    currency = None if code in (None, "") else currency_code_of(code)
    return value[amounts[0]], currency, None if interval == "" else interval


def currency_code_of(raw: Any) -> str:
    """A currency's code in capitals. Raises NotTaken."""
    code = raw.strip().upper() if isinstance(raw, str) else ""
    if code not in ISO_CODES:
        raise NotTaken(f"its currency {brief(raw)} is no code such as EUR")
    return code


def percentage(value: Any, unit: str) -> str | None:
    """A percentage of base as a case has it: 12 → 12%, a fraction 0.12 → 12%.

    Raises NotTaken.
    """
    if value is None or value == "":
        return None
    number = _number(value)
    if number is None:
        raise NotTaken("it is no percentage")
    marked = isinstance(value, str) and value.strip().endswith("%")
    return f"{plain_number(number * (100 if unit == 'fraction' and not marked else 1))}%"


def _number(value: Any) -> Decimal | None:
    """The number that a value is, with or without a percent sign behind it."""
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        return None
    text = value.strip().removesuffix("%").strip() if isinstance(value, str) else value
    if isinstance(text, str) and not NUMBER.fullmatch(text[:_LONGEST]):
        return None
    number = Decimal(text)
    return number if number.is_finite() else None


def plain_number(number: int | Decimal) -> str:
    """A number's digits, without exponent and trailing zeros."""
    if isinstance(number, int):
        return brief(number, 40)
    if number.is_finite() and abs(number.adjusted()) < 40:
        text = f"{number:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return "a huge number"


def _check_exact(amount: Amount) -> None:
    if amount.approximate:
        raise NotTaken("it is about so much, and no exact amount")
    if amount.low != amount.high or amount.open_ended:
        raise NotTaken("it is a range, not one figure")
    if amount.alternates:
        raise NotTaken("it states the same in two ways")
    if amount.total:
        raise NotTaken(
            "it is said to be the whole package: map it to offer.total without that word"
        )
