"""How a component of an offer follows from what the offer states.

Hours × an hourly base, shares × their price, signing by year, extras one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from counteroffer.cases.offer import Extra, Offer
from counteroffer.cases.pay import GrantPrice, Pay
from counteroffer.documents.document import Path_
from counteroffer.money.periods import DAYS_A_WEEK, HOURS, MONTHS, WEEKS, Period, sign
from counteroffer.money.read_amount import Amount


@dataclass(frozen=True, slots=True)
class StatedTerm:
    """One thing that an offer states: the key of its sentence, its value, and where it stands.

    `path` is within the offer, empty for what is taken as usual; `called` is the name of an extra.
    """

    key: str
    shown: str
    path: Path_
    called: str = ""


@dataclass(frozen=True, slots=True)
class StatedOrigin:
    """The arithmetic of a component, and what it is of; no arithmetic where rates are in it."""

    formula: str
    terms: tuple[StatedTerm, ...]


def origin(offer: Offer, pay: Pay, component: str) -> StatedOrigin | None:
    """What a component of an offer was made of; None where it is as it is stated."""
    find = {
        "base": _base,
        "equity": _equity,
        "signing": _signing,
        "bonus_amount": _by_ote,
        "extras_amount": _extras,
        "extras_rate": _shares,
    }.get(component)
    return find(offer, pay) if find else None


def _number(number: Fraction | int) -> str:
    """A number in digits alone, as a fraction where its decimals don't end."""
    exact = Fraction(number)
    for places in range(16):
        if (exact * 10**places).denominator == 1:
            whole = f"{int(exact * 10**places):0{places + 1}d}"
            return f"{whole[:-places]}.{whole[-places:]}" if places else whole
    return f"{exact.numerator} / {exact.denominator}"


def _money(amount: Amount, currency: str) -> str:
    per = sign(amount.period) if amount.period not in (None, "year") else ""
    return f"{amount.low:,f} {currency}{per}"


def _base(offer: Offer, pay: Pay) -> StatedOrigin | None:
    amount = offer.base
    times = list(_times(offer, amount)) if amount else []
    if amount is None or not times:
        return None
    stated = StatedTerm("base", _money(amount, pay.parts["base"].currency), ("base",))
    factors = [Fraction(amount.low), *(factor for factor, _ in times)]
    exact = pay.parts["base"].amount
    product = Fraction(1)
    for one in factors:
        product *= one
    formula = " * ".join(map(_number, factors)) if product == exact else ""
    return StatedOrigin(formula, (stated, *(term for _, term in times)))


def _times(offer: Offer, amount: Amount) -> Iterator[tuple[Fraction, StatedTerm]]:
    """What a base is multiplied by to be a year's, as stated or as usual."""
    period: Period = amount.period or "year"
    if period == "month":
        months = Fraction(amount.months or MONTHS)
        yield months, StatedTerm("months", _number(months), ("base",) if amount.months else ())
    if period == "hour":
        yield _working(offer, "hours", HOURS)
    if period == "day" and offer.days is not None:
        yield _working(offer, "days", DAYS_A_WEEK)
    elif period == "day":
        yield Fraction(DAYS_A_WEEK), StatedTerm("days_a_week", str(DAYS_A_WEEK), ())
    if period in ("week", "hour") or (period == "day" and offer.days is None):
        yield _working(offer, "weeks", WEEKS)
    if offer.part_time is not None:
        share = Fraction(offer.part_time) / 100
        yield share, StatedTerm("part_time", f"{_number(share * 100)} %", ("part_time",))


def _working(offer: Offer, name: str, usual: int) -> tuple[Fraction, StatedTerm]:
    stated = getattr(offer, name)
    number = Fraction(usual if stated is None else stated)
    return number, StatedTerm(name, _number(number), () if stated is None else (name,))


def _equity(offer: Offer, pay: Pay) -> StatedOrigin | None:
    priced, equity = pay.priced, offer.equity
    if priced is None or equity is None or equity.amount is not None:
        return None
    granted = next(one for one in ("shares", "options", "percent") if getattr(equity, one))
    sign_of = " %" if granted == "percent" else ""
    count = Fraction(getattr(equity, granted))
    terms = [StatedTerm(granted, f"{_grouped(count)}{sign_of}", ("equity", granted))]
    terms.append(_priced(priced, priced.entry, priced.amount))
    if granted == "options":
        terms.append(_priced(priced, "strike", priced.strike))
    return StatedOrigin(_granted(granted, count, priced), tuple(terms))


def _grouped(count: Fraction, currency: str = "") -> str:
    number = f"{int(count):,}" if count.denominator == 1 else _number(count)
    return f"{number} {currency}".strip()


def _priced(priced: GrantPrice, entry: str, amount: Fraction) -> StatedTerm:
    return StatedTerm(entry, _grouped(amount, priced.currency), ("equity", entry))


def _granted(granted: str, count: Fraction, priced: GrantPrice) -> str:
    price = _number(priced.amount)
    if granted == "percent":
        return f"{price} * {_number(count)} / 100"
    if granted == "shares":
        return f"{_number(count)} * {price}"
    if priced.amount <= priced.strike:
        return ""
    return f"{_number(count)} * ({price} - {_number(priced.strike)})"


def _signing(offer: Offer, pay: Pay) -> StatedOrigin | None:
    if len(pay.signing) < 2:
        return None
    terms = tuple(
        StatedTerm("signing", _grouped(part.amount, part.currency), ("signing", at), str(at + 1))
        for at, part in enumerate(pay.signing)
    )
    one_currency = len({part.currency for part in pay.signing}) == 1
    added = " + ".join(_number(part.amount) for part in pay.signing)
    return StatedOrigin(added if one_currency else "", terms)


def _by_ote(offer: Offer, pay: Pay) -> StatedOrigin | None:
    base, part = pay.parts.get("base"), pay.parts.get("bonus_amount")
    if offer.ote is None or offer.bonus is not None or base is None or part is None:
        return None
    terms = (
        StatedTerm("ote", _money(offer.ote, part.currency), ("ote",)),
        StatedTerm("base_of_ote", _grouped(base.amount, base.currency), ("base",)),
    )
    less = f"{_number(Fraction(offer.ote.low))} - {_number(base.amount)}"
    return StatedOrigin(less if part.currency == base.currency else "", terms)


def _extras(offer: Offer, pay: Pay) -> StatedOrigin | None:
    yearly = [(at, one) for at, one in _yearly(offer) if one.amount.currency != "%"]
    terms = [StatedTerm("extras", _extra(one), _at(at), one.name) for at, one in yearly]
    return StatedOrigin("", tuple(terms)) if terms else None


def _shares(offer: Offer, pay: Pay) -> StatedOrigin | None:
    """Extras that are a percentage of base."""
    yearly = [(at, one) for at, one in _yearly(offer) if one.amount.currency == "%"]
    terms = [
        StatedTerm("extras", f"{one.amount.low.normalize():f} %", _at(at), one.name)
        for at, one in yearly
    ]
    return StatedOrigin("", tuple(terms)) if terms else None


def _yearly(offer: Offer) -> Iterator[tuple[int, Extra]]:
    return ((at, one) for at, one in enumerate(offer.extras) if one.counts and not one.once)


def _at(number: int) -> Path_:
    return ("extras", number, "amount")


def _extra(extra: Extra) -> str:
    return f"{extra.amount.low:,f} {extra.amount.currency or ''}".strip()
