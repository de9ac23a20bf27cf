"""One package by component and by year, with what is not known of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from counteroffer.analysis.compare.side import NOTHING, Side, Year, exact
from counteroffer.analysis.compare.steady_state import SteadyState, after_grant, steady_state
from counteroffer.cases.grant import GRANTED, Equity
from counteroffer.cases.offer import Offer
from counteroffer.cases.pay import Pay, PayPart
from counteroffer.cases.situation import Situation
from counteroffer.documents.pay_fields import plain
from counteroffer.language.compile import half_up
from counteroffer.language.expr import Fact
from counteroffer.settlement.carrying import in_here

Kind = Literal["offer", "ask", "held", "expired", "expected", "present"]
FOUR = 4  # the years of which the sum is told
AFTER = "after the grant"
_NEEDS = {"shares": ("price",), "options": ("strike", "price"), "percent": ("company_value",)}


@dataclass(frozen=True, slots=True)
class Missing:
    """A part that is stated without saying what it is worth, and the entries that would say it.

    `stated` is what was granted: `369 shares`.
    """

    part: str
    stated: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a package is: its name, the kind of it, its values' prefix, and how it was stated."""

    name: str
    kind: Kind
    key: str
    offer: Offer | None
    pay: Pay | None


@dataclass(frozen=True, slots=True)
class PackageParts:
    """A package in whole units of the region's currency.

    `base`, `bonus`, `extras` and `equity` are a year's, `equity_total` is the whole grant over
    `equity_years`, which vests by `vesting` (percent by year, as decimal digits; `vesting_stated`
    says whether the case states it, else it is taken to be even). `refresh` is further equity a
    year from the second on, `signing` and `once` are what is paid once, over all years. A component
    is None where it is not stated, and where it is unknown, which `missing` tells: totals then are
    the least that the package pays. `total_alone` says that the annual total counts alone, whatever
    its parts are. `four_years` is None where vesting does not say what is paid in them, and
    `after_grant` is what a year pays once the grant has vested, if there is no further one.
    """

    name: str
    kind: Kind
    base: int | None
    bonus: int | None
    extras: int | None
    equity: int | None
    equity_total: int | None
    equity_years: int | None
    vehicle: str | None
    vesting: tuple[str, ...] | None
    vesting_stated: bool
    refresh: int | None
    signing: int | None
    once: int | None
    annual: int | None
    first_year: int | None
    second_year: int | None
    steady_state: SteadyState | None
    after_grant: int | None
    four_years: int | None
    years: tuple[Year, ...]
    total_alone: bool
    missing: tuple[Missing, ...]
    evidence: str | None
    expires: str | None
    private: bool
    level: str | None
    title: str | None
    notes: str | None


def parts_of(side: Side, of: Subject, known: Situation) -> PackageParts:
    """A package of a settled case by component and by year."""
    own, offer = of.kind != "ask", of.offer
    missing, granted = tuple(_missing(side, of)), side.states("equity") and not side.total_alone
    whole = side.part("equity") * len(side.shares) if granted else NOTHING
    years = tuple(_years(side, max(FOUR, side.horizon), bool(missing)))
    equity, worth = offer.equity if offer else None, side.worth()
    vests = bool(whole or missing)
    stated = bool(equity and (equity.vesting or equity.cliff)) and len(side.shares) > 1
    return PackageParts(
        name=of.name,
        kind=of.kind,
        base=_base(side, of),
        bonus=_stated(side, "bonus"),
        extras=_stated(side, "extras"),
        equity=_stated(side, "equity"),
        equity_total=half_up(whole) if granted else None,
        equity_years=len(side.shares) if granted or missing else None,
        vehicle=side.vehicle if granted or missing else None,
        vesting=tuple(map(_percent, side.shares)) if vests else None,
        vesting_stated=stated and vests,
        refresh=half_up(side.refresh) if of.pay and of.pay.refresh else None,
        signing=_signing(side, of, known),
        once=half_up(_sum(known, of.pay.once)) if of.pay and of.pay.once else None,
        annual=None if worth is None else half_up(worth),
        first_year=years[0].total if years else None,
        second_year=years[1].total if years else None,
        steady_state=steady_state(side),
        after_grant=after_grant(side),
        four_years=None if missing else _four_years(side),
        years=years,
        total_alone=side.total_alone,
        missing=missing,
        evidence=offer.evidence if own and offer else None,
        expires=offer.expires.isoformat() if own and offer and offer.expires else None,
        private=bool(own and offer and offer.private),
        level=offer.level if own and offer else None,
        title=offer.title if own and offer else None,
        notes=offer.notes if own and offer else None,
    )


def _base(side: Side, of: Subject) -> int | None:
    """The base: also beside a total, of which it is a part."""
    if not side.states("base"):
        return None
    if not side.total_alone:
        return half_up(side.part("base"))
    name = f"{of.key}.base"
    found = exact(in_here(Fact(name), name, "half-up"), side.values)
    return None if found is None else half_up(found)


def _stated(side: Side, part: str) -> int | None:
    stated = side.states(part) and not side.total_alone
    return half_up(side.part(part)) if stated else None


def _missing(side: Side, of: Subject) -> Iterator[Missing]:
    equity = of.offer.equity if of.offer else None
    if equity is None or side.states("equity") or side.total_alone:
        return
    granted = next((name for name in GRANTED if getattr(equity, name) is not None), None)
    if granted:
        path = {"held": f"competing.{of.name}", "ask": "offer"}
        held = of.key.startswith("held.")
        owner = path["held"] if held else path.get(of.kind, of.key)
        lacking = (name for name in _NEEDS[granted] if getattr(equity, name) is None)
        needs = tuple(f"{owner}.equity.{name}" for name in lacking)
        yield Missing("equity", _granted(equity, granted), needs)


def _granted(equity: Equity, granted: str) -> str:
    number = plain(Decimal(getattr(equity, granted)))
    return f"{number} % of the company" if granted == "percent" else f"{number:,} {granted}"


def _years(side: Side, number: int, unknown: bool) -> Iterator[Year]:
    """The years of a package; a part that is not stated is None in all of them, never 0."""
    for one in (side.year(year) for year in range(number)):
        if one is None:
            return
        vests = one.vests
        if not side.states("equity") and (unknown or not side.refresh or one.year == 1):
            vests = None
        yield replace(
            one,
            base=one.base if side.states("base") else None,
            bonus=one.bonus if side.states("bonus") else None,
            extras=one.extras if side.states("extras") else None,
            vests=vests,
        )


def _signing(side: Side, of: Subject, known: Situation) -> int | None:
    if of.kind == "ask":
        asked = side.values.get("ask.signing")
        return asked if isinstance(asked, int) else None
    return half_up(_sum(known, of.pay.signing)) if of.pay and of.pay.signing else None


def _sum(known: Situation, parts: tuple[PayPart, ...]) -> Fraction:
    here = known.place.currency
    rated = (one.amount * known.table.rate(one.currency, here).value for one in parts)
    return sum(rated, NOTHING)


def _percent(share: Fraction) -> str:
    hundredths = half_up(share * 10_000)
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02}".rstrip("0").rstrip(".")


def _four_years(side: Side) -> int | None:
    paid = [side.pays(year) for year in range(FOUR)]
    known = [one for one in paid if one is not None]
    return half_up(sum(known, NOTHING)) if len(known) == FOUR and not side.total_alone else None
