"""Field types of cases and guides: amounts as people write them, percentages, currencies, slugs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    ValidationError,
)

from counteroffer.documents import document
from counteroffer.documents import short_forms as forms
from counteroffer.documents.validate import problems
from counteroffer.language.declarations import slug
from counteroffer.money.currencies import SIGNS
from counteroffer.money.periods import sign as sign_of
from counteroffer.money.read_amount import Amount, read_amount
from counteroffer.text.characters import brief, legible
from counteroffer.text.errors import AmountError, InputError, ValueProblem, Way


class Model(BaseModel):
    """Frozen, and no entry that it does not know.

    Made by its name it raises `raises` with all that is wrong, in the words that a file is told in.
    """

    raises: ClassVar[type[InputError]] = InputError

    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True
    )

    if not TYPE_CHECKING:  # the checkers know the entries themselves

        def __init__(self, /, **stated: Any) -> None:
            wrong = document.endless(stated)
            try:
                if wrong is None:
                    super().__init__(**stated)
                    return
            except ValidationError as invalid:
                found = problems(invalid, type(self), document.plain_document(stated))
            else:
                found = [wrong]
            raise self.raises(found)

        # Values inside of others are validated as if there were no `__init__` here.
        __init__.__pydantic_base_init__ = True


# Signs that several currencies share: the region says which one is meant, so they wait until it is
# known.
_SHARED_SIGNS = {sign: SIGNS[sign] for sign in ("$", "¥", "￥", "kr", "Kr", "Rs")}
_SHARED_WORDS = {"dollars": "$", "rupees": "Rs"}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_TIME = re.compile(forms.TIME, re.ASCII)
_DOLLAR = "$ read as USD"  # what is assumed of a bare $ where no currency stands beside it
_BESIDE = ("currency",)
_MOST_DIGITS = 40  # of a number before it is written out: 1e999999999 would fill the memory


def any_amount(raw: Any) -> Amount:
    """An amount or a percentage, a figure or a range.

    Its currency is a sign where the region says what that stands for. Raises ValueError.
    """
    if isinstance(raw, (Amount, AmountText)):
        return raw.amount if isinstance(raw, AmountText) else raw
    if isinstance(raw, Mapping):
        return _structured(raw)
    if isinstance(raw, bool) or not isinstance(raw, (str, int, float, Decimal)):
        raise ValueProblem("value.wrong-type", "an amount is a number or a text such as $210K")
    if isinstance(raw, float):
        raw = Decimal(repr(raw))
    if endless(raw):
        raise ValueProblem("amount.unreadable", "a figure has at most 15 digits")
    if (
        isinstance(raw, Decimal)
        and raw.is_finite()
        and raw == int(raw)
        and raw.as_tuple().exponent == -3
    ):
        whole = f"{int(raw)}K" if raw < 1_000 else f"{int(raw)}"
        raise ValueProblem(
            "amount.ambiguous",
            f"{raw} is read as the number {int(raw)}; write {whole}, or '{raw}' in quotes",
        )
    text = f"{raw:f}" if isinstance(raw, Decimal) else str(raw)
    sign = _shared_sign(text)
    if sign is None:
        return read_amount(text)
    try:
        one, other = (read_amount(text, currency=code) for code in _SHARED_SIGNS[sign][:2])
    except AmountError:
        return read_amount(text)
    return one if one.currency == other.currency else replace(one, currency=sign, assumptions=())


def _shared_sign(text: str) -> str | None:
    """The sign in a text that several currencies share."""
    word = next((sign for word, sign in _SHARED_WORDS.items() if word in text.casefold()), None)
    return next((sign for sign in _SHARED_SIGNS if sign in text), word)


def endless(raw: Any) -> bool:
    """Whether a number has more digits than are worth writing out."""
    if isinstance(raw, Decimal):
        return raw.is_finite() and not -_MOST_DIGITS < raw.adjusted() < _MOST_DIGITS
    return isinstance(raw, int) and abs(raw) >= 10**_MOST_DIGITS


def _structured(raw: Mapping[Any, Any]) -> Amount:
    """`{amount: 180000, currency: USD}`, as programs write an amount."""
    if unknown := next((name for name in raw if name not in ("amount", "currency")), None):
        word = f"unknown entry {brief(unknown)}: an amount has 'amount' and 'currency'"
        raise ValueProblem("entry.unknown", word, inner=_inner(unknown))
    if isinstance(raw.get("amount"), (Mapping, type(None))):
        word = "'amount' is missing: a number or a text such as $210K"
        raise ValueProblem("entry.missing", word, inner=("amount",))
    try:
        amount = any_amount(raw["amount"])
    except ValueProblem as error:
        raise ValueProblem(error.code, str(error), inner=("amount", *error.inner)) from None
    except AmountError as error:
        raise ValueProblem("amount.unreadable", str(error), inner=("amount",)) from None
    if raw.get("currency") is None:
        return amount
    return _in(amount, currency_code(raw["currency"], ("currency",)))


def _inner(name: Any) -> Way:
    return (name,) if isinstance(name, str) else ()


def _in(amount: Amount, code: str) -> Amount:
    """The amount in the currency that is stated beside it."""
    if amount.currency == "%":
        raise ValueProblem(
            "amount.not-money", "a percentage has no currency: leave it out", inner=_BESIDE
        )
    if amount.alternates:
        raise ValueProblem(
            "currency.mixed", "the amount names its currencies already", inner=_BESIDE
        )
    kept = tuple(one for one in amount.assumptions if not one.startswith(_DOLLAR))
    sign = "$" if kept != amount.assumptions else amount.currency or ""
    if sign not in ("", code) and code not in SIGNS.get(sign, ()):
        word = f"the amount is in {sign}, and the currency is {code}"
        raise ValueProblem("currency.mixed", word, inner=_BESIDE)
    return replace(amount, currency=code, assumptions=kept)


def currency_of(amount: Amount, home: str, region: str = "") -> str:
    """The currency of an amount.

    `home` is the currency of what it belongs to, in a place whose own is `region`. `$` is the
    dollar of either, else USD. Raises ValueError for another sign that is neither's.
    """
    sign = amount.currency
    if sign not in _SHARED_SIGNS:
        return sign or home
    codes = SIGNS[sign]
    if found := next((code for code in (home, region) if code in codes), None):
        return found
    if sign == "$":
        return codes[0]
    raise ValueProblem(
        "currency.ambiguous",
        f"{sign} can be {' or '.join(codes)}: write the code, such as {codes[0]} 12M",
    )


def money(raw: Any) -> Amount:
    """An amount of money, in the period that it is stated for.

    Raises ValueError.
    """
    amount = any_amount(raw)
    if amount.currency == "%":
        raise ValueProblem(
            "amount.not-money", "an amount of money is needed here, not a percentage"
        )
    return amount


def _money(raw: Any) -> Amount:
    return money(raw).per_year


def one_figure(amount: Amount, raw: Any) -> Amount:
    """The amount, which was read from `raw`, where it is one figure.

    Raises ValueError.
    """
    if amount.low != amount.high or amount.open_ended or amount.alternates:
        raise ValueProblem("amount.not-single", f"one figure is needed here, not {brief(raw)}")
    return amount


def without_years(amount: Amount) -> Amount:
    """What is paid each year, which no period but the year can be written behind."""
    if years := next((one.years for one in (amount, *amount.alternates) if one.years), None):
        raise ValueProblem(
            "amount.has-period",
            f"this is an amount a year: leave out /{years}yr, which only equity has",
        )
    return amount


def once(amount: Amount) -> Amount:
    """What is paid once, or is a share: no period can be written behind it."""
    if any(one.years or one.period for one in (amount, *amount.alternates)):
        raise ValueProblem("amount.has-period", "this has no period: leave out what it is per")
    return amount


def single(raw: Any) -> Amount:
    """One amount of money.

    Raises ValueError.
    """
    return one_figure(_money(raw), raw)


def yearly(raw: Any) -> Amount:
    """One amount of money that is paid each year.

    Raises ValueError.
    """
    return without_years(single(raw))


def percent_of_base(raw: Any) -> Amount:
    amount = any_amount(raw)
    if amount.currency not in (None, "%"):
        raise ValueProblem(
            "amount.not-money", f"a percentage is needed here, such as 10%, not {brief(raw)}"
        )
    if not 0 <= amount.low <= amount.high <= 500:
        raise ValueProblem(
            "percent.out-of-range", f"{brief(raw)} is no percentage of base that anyone pays"
        )
    return once(amount)


def _amount_or_percent(raw: Any) -> Amount:
    amount = any_amount(raw)
    if amount.currency == "%":
        amount = percent_of_base(raw)
    elif amount.currency is None and amount.low < 1_000:
        raise ValueProblem(
            "amount.ambiguous",
            f"is it a percentage or an amount? write {amount.low:f}% or {amount.low:f}K",
        )
    if amount.low != amount.high or amount.alternates:
        raise ValueProblem(
            "amount.not-single", f"one figure is needed here, the target, not {brief(raw)}"
        )
    return without_years(amount.per_year)


def _percent_or_range(raw: Any) -> Amount:
    amount = any_amount(raw)
    if amount.currency == "%":
        return percent_of_base(raw)
    if amount.currency is None and amount.low < 1_000:
        raise ValueProblem(
            "amount.ambiguous",
            f"is it a percentage or an amount? write {brief(raw)}% or {brief(raw)}K",
        )
    return without_years(amount.per_year)


def currency_code(raw: Any, inner: Way = ()) -> str:
    """A currency's code in capitals; `inner` is where it stands in what is read.

    Raises ValueProblem.
    """
    code = raw.strip().upper() if isinstance(raw, str) else ""
    if len(code) != 3 or not code.isascii() or not code.isalpha():
        raise ValueProblem(
            "currency.unreadable",
            f"a currency is a code of three letters, such as USD, not {brief(raw)}",
            inner=inner,
        )
    return code


def _slug(raw: Any) -> str:
    spelled = slug(raw) if isinstance(raw, str) else ""
    if not spelled:
        raise ValueProblem("text.unusable", "a name is needed here")
    return spelled


def _day(raw: Any) -> Any:
    if isinstance(raw, datetime):
        return raw.date()
    return raw if isinstance(raw, date) else day(raw if isinstance(raw, str) else brief(raw))


def day(text: str) -> date:
    """A date as `2026-12-04`, and in no other way that some version of Python reads.

    Of a time such as `2026-12-04T00:00:00Z` it is the date that is written. Raises ValueError.
    """
    try:
        written, time = text[:10], text[10:]
        if _DAY.fullmatch(written) and (not time or _TIME.fullmatch(time)):
            return date.fromisoformat(written)
    except ValueError:
        pass
    raise ValueProblem("date.unreadable", f"a date is written 2026-12-04, not {brief(text)}")


def _legible(text: str) -> str:
    if not legible(text.replace("\n", " ")):
        raise ValueProblem(
            "text.illegible", f"has a character that can't be shown: {ascii(text)[:60]}"
        )
    return text


def written(amount: Amount) -> str:
    """An amount in full, in one spelling that reads back as the same: `USD 165000-215000`."""
    ends = [
        f"{end:f}"
        for end in ((amount.low,) if amount.low == amount.high else (amount.low, amount.high))
    ]
    about = "~" if amount.approximate else ""
    if amount.currency == "%":
        return about + "-".join(ends) + "%"
    span = f"/{amount.years}yr" if amount.years else sign_of(amount.period) if amount.period else ""
    span += f" x {amount.months.normalize():f}" if amount.months else ""
    sign = f"{amount.currency} " if amount.currency else ""
    return about + sign + "-".join(ends) + ("+" if amount.open_ended else "") + span


class AmountText(str):
    """An amount in full that remembers the amount: read again, it keeps what was assumed of it."""

    amount: Amount


def dumped(amount: Amount) -> AmountText:
    """An amount in full, which read again is the same amount."""
    text = AmountText(written(amount))
    text.amount = amount
    return text


AS_TEXT = PlainSerializer(dumped, return_type=str)
# The first of each pair is paid each year; the others once, or over a period that may be written
# behind them.
Range = Annotated[
    Amount, BeforeValidator(_money), AfterValidator(without_years), AS_TEXT, forms.RANGE
]
OnceRange = Annotated[
    Amount, BeforeValidator(_money), AfterValidator(once), AS_TEXT, forms.ONCE_RANGE
]
GrantRange = Annotated[Amount, BeforeValidator(_money), AS_TEXT, forms.GRANT_RANGE]
Single = Annotated[Amount, BeforeValidator(yearly), AS_TEXT, forms.SINGLE]
Once = Annotated[Amount, BeforeValidator(single), AfterValidator(once), AS_TEXT, forms.ONCE]
Grant = Annotated[Amount, BeforeValidator(single), AS_TEXT, forms.GRANT]
PercentOrRange = Annotated[
    Amount, BeforeValidator(_percent_or_range), AS_TEXT, forms.PERCENT_OR_RANGE
]
AmountOrPercent = Annotated[
    Amount, BeforeValidator(_amount_or_percent), AS_TEXT, forms.AMOUNT_OR_PERCENT
]
Code = Annotated[str, BeforeValidator(currency_code), forms.CODE]
Slug = Annotated[str, BeforeValidator(_slug), forms.NAME]
Day = Annotated[date, BeforeValidator(_day), forms.DAY]
Text = Annotated[str, AfterValidator(_legible)]

__all__ = [
    "AS_TEXT",
    "AmountOrPercent",
    "Code",
    "Day",
    "Grant",
    "GrantRange",
    "Model",
    "Once",
    "OnceRange",
    "PercentOrRange",
    "Range",
    "Single",
    "Slug",
    "Text",
    "any_amount",
    "currency_code",
    "currency_of",
    "day",
    "dumped",
    "endless",
    "money",
    "once",
    "one_figure",
    "percent_of_base",
    "single",
    "without_years",
    "written",
    "yearly",
]
