"""A field of an offer → the value of one fact, what was used beside it, and what was assumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

from counteroffer.money.periods import Period
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.systems.amount_of_field import (
    FieldAmount,
    NotTaken,
    currency_code_of,
    field_amount,
    percentage,
    plain_number,
)
from counteroffer.systems.field_words import key_of
from counteroffer.systems.payload_offer import PayloadField, PayloadOffer, is_money
from counteroffer.systems.system_files import PERIODS, Beside, FactSource, FieldPlace
from counteroffer.systems.system_map import REFUSED, SystemMap
from counteroffer.text.characters import brief, cut, escaped, folded
from counteroffer.text.errors import Way

_MONEY = frozenset(
    (
        *("base", "refresh", "signing", "bonus", "ote", "total"),
        *("equity", "equity.amount", "equity.price", "equity.strike", "equity.company_value"),
    )
)
_PLAIN = ("year", "once")  # what amounts beside a base are for


@dataclass(slots=True)
class FactValue:
    """The value of a fact, None where the field states nothing.

    `beside` are the paths of fields that state its currency or interval. `bare` is true for an
    amount whose currency nothing states.
    """

    value: Any
    beside: list[Way] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    bare: bool = False


@dataclass(frozen=True, slots=True)
class FactReader:
    """Reads facts out of one offer by one map."""

    read: SystemMap
    found: PayloadOffer
    book: Rulebook

    def value(self, fact: str, source: FactSource, field: PayloadField) -> FactValue:
        """What a field says of a fact. Raises NotTaken."""
        raw = field.value
        if self.read.words.present_pay(*field.names):
            raise NotTaken(REFUSED)
        if source.words and raw not in (None, ""):
            return FactValue(_translated(raw, source.words))
        if source.unit is not None:
            return FactValue(percentage(raw, source.unit))
        return self._amount(fact, source, field) if self._is_money(fact) else _scalar(raw)

    def _is_money(self, fact: str) -> bool:
        head, _, part = fact.partition(".")
        if head == "candidate":
            return self.book.declared[part].type == "money"
        if head != "offer" or part.endswith((".once", ".counts")):
            return False
        return part in _MONEY or part.startswith(("signing.", "extras."))

    def _amount(self, fact: str, source: FactSource, field: PayloadField) -> FactValue:
        stated = field_amount(field.value, self.found.money)
        if stated is None:
            return FactValue(None)
        if stated.amount.currency == "%":
            return FactValue(_percent(fact, stated))
        self._check_type(field)
        made = FactValue(None)
        currency = self._currency(source.currency, made)
        period = None
        if fact == "offer.base":
            period = stated.period or self._period(fact, source, field, stated, made)
        elif stated.interval is not None and self._called(stated.interval) not in _PLAIN:
            raise NotTaken(f"it is per {brief(stated.interval)}, which only a base can be")
        made.value = stated.written(currency, period)
        if not (stated.currency or currency):
            made.bare = True
            made.assumed.append(
                f"{fact}: no currency is stated for {made.value}; it is read in the region's"
            )
        return made

    def _check_type(self, field: PayloadField) -> None:
        """Refuse money in a field of another type than the system has for money."""
        types = self.read.system.money_types
        if not types or not field.custom or field.type in types:
            return
        if field.type is None and is_money(field.value, self.found.money):
            return
        kind = f"of the type {cut(field.type)}" if field.type else "of no stated type"
        raise NotTaken(f"it is {kind}; money is taken from fields of the type {' or '.join(types)}")

    def _currency(self, beside: Beside | None, made: FactValue) -> str | None:
        raw = self._beside(beside, made)
        if raw is None:
            raw = beside.default if beside else None
        return None if raw is None else currency_code_of(raw)

    def _period(
        self,
        fact: str,
        source: FactSource,
        field: PayloadField,
        stated: FieldAmount,
        made: FactValue,
    ) -> Period:
        raw = stated.interval
        if raw is None:
            raw = self._beside(source.period, made)
        if raw is not None:
            return self._interval(raw)
        default = source.period.default if source.period else None
        if default is None:
            raise NotTaken(
                "it does not say whether it is by the year, month or hour: write 'period: year' for"
                " it into the map"
            )
        preset = fact in self.read.preset
        if preset and (other := self._another_interval(default)):
            raise NotTaken(
                f"{other.at} says {brief(other.value)}: map it with 'period: {{field: ...}}'"
            )
        who = f"{self.read.system.name} states" if preset else "the payload states"
        name = escaped(brief(field.name))
        made.assumed.append(f"{fact}: {who} no interval for {name}; it is taken as per {default}")
        return cast(Period, default)

    def _interval(self, raw: Any) -> Period:
        found = self._called(raw)
        if found not in PERIODS:
            known = found or f"{brief(raw)}, which is no interval that is known"
            raise NotTaken(f"it is per {known}: a base is per {', '.join(PERIODS)}")
        return cast(Period, found)

    def _called(self, raw: Any) -> str | None:
        """What a word for an interval means."""
        return self.read.intervals.get(key_of(raw)) if isinstance(raw, str) else None

    def _another_interval(self, default: str) -> PayloadField | None:
        """A field of the offer that speaks of another interval than a preset takes."""
        for one in self.found.fields:
            text = one.value if isinstance(one.value, str) else ""
            if self.read.intervals.get(key_of(text), default) != default:
                return one
        return None

    def _beside(self, beside: Beside | None, made: FactValue) -> Any:
        """What stands in the field beside an amount; None for nothing. Raises NotTaken."""
        if beside is None or (beside.at is None and beside.field is None):
            return None
        fields = self.found.found(FieldPlace(at=beside.at, field=beside.field))
        if len(fields) > 1:
            raise NotTaken(f"several fields are {beside.shown}, and differ")
        if not fields or fields[0].value in (None, ""):
            return None
        made.beside.append(fields[0].path)
        return fields[0].value


def _percent(fact: str, stated: FieldAmount) -> str:
    if fact != "offer.bonus" and not fact.startswith("offer.extras."):
        raise NotTaken("it is a percentage, and an amount of money is needed")
    return f"{plain_number(stated.amount.low)}%"


def _translated(raw: Any, words: Mapping[str, Any]) -> Any:
    text = raw if isinstance(raw, str) else brief(raw)
    known = {folded(word): meaning for word, meaning in words.items()}
    if folded(text) not in known:
        raise NotTaken(f"{brief(raw)} is none of the 'words' of the map")
    return known[folded(text)]


def _scalar(raw: Any) -> FactValue:
    """A value that is no amount of money, as it stands."""
    if isinstance(raw, list) and all(isinstance(one, (str, int, Decimal)) for one in raw):
        return FactValue(list(raw) or None)
    if isinstance(raw, (Mapping, list)):
        raise NotTaken("it is no single value")
    return FactValue(None if raw == "" else raw)
