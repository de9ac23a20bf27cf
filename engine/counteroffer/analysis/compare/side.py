"""One package that is compared with others: what it is worth, and what it pays in each year.

All figures are those of the settlement's own expressions, with the equity, the bonus and the
signing of one year put into them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, cast

from counteroffer.cases.case import Equity
from counteroffer.cases.offer import Offer
from counteroffer.cases.pay import Pay, PayPart
from counteroffer.cases.situation import Situation
from counteroffer.engines.interface import Firing
from counteroffer.language.compile import compiled, half_up
from counteroffer.language.declarations import slug
from counteroffer.language.expr import Choose, Expr, Fact, FirstKnown, Quotient, Unknown, Value
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.program import Program

ONE, NOTHING = Fraction(1), Fraction(0)
Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Year:
    """One year of a package, in whole units of the region's currency; `year` counts from 1.

    `extras` are paid each year, `once` is what signing and other single payments come to in this
    year, `vests` is the equity that vests in it with refreshers. Each part is rounded by itself
    (vested equity so that the years of a grant add up to it), `total` is the rounded sum of the
    exact parts. Of a package that is known as a total alone the parts are None.
    """

    year: int
    base: int | None
    bonus: int | None
    extras: int | None
    once: int
    vests: int | None
    total: int


@dataclass(frozen=True, slots=True)
class Side:
    """A package that is compared: the ask, the floor, the offer in hand or a held alternative.

    `shares` is the part of the grant that vests in each of its years; a grant for one year is made
    anew every year. `liquid` says whether the equity can be sold once it has vested; None where
    nobody said what it is.
    """

    name: str
    held: bool
    vehicle: str | None
    liquid: bool | None
    shares: tuple[Fraction, ...]
    expr: Expr = field(repr=False)
    equity: str = field(repr=False)  # the names that its values go by
    bonus: str = field(repr=False)
    once: tuple[Fraction, ...] = field(repr=False)  # by year
    refresh: Fraction = field(repr=False)  # a year, from the second on
    values: Values = field(repr=False)

    @property
    def signing(self) -> Fraction:
        """What is paid once in the first year."""
        return self.once[0] if self.once else NOTHING

    def worth(
        self,
        *,
        equity: Fraction = ONE,
        bonus: Fraction = ONE,
        signing: bool = False,
        extras: Fraction = ONE,
    ) -> Fraction | None:
        """The package's exact worth a year in the region's currency; None where it states nothing.

        `equity` and `bonus` are the parts of equity a year and of the target bonus that are paid.
        """
        found = exact(self.expr, self.scaled(equity, bonus, extras))
        return None if found is None else found + (self.signing if signing else 0)

    def scaled(self, equity: Fraction, bonus: Fraction, extras: Fraction = ONE) -> Values:
        """All values, with these parts of the package's equity, bonus and yearly extras."""
        parts = {
            self.equity: equity,
            f"{self.bonus}.bonus_rate": bonus,
            f"{self.bonus}.bonus_amount": bonus,
            f"{self.bonus}.extras_rate": extras,
            f"{self.bonus}.extras_amount": extras,
        }
        changed = {
            name: number * part
            for name, part in parts.items()
            if isinstance(number := self.values.get(name), int)
        }
        return cast(Values, {**self.values, **changed})

    def vested(self, year: int) -> Fraction:
        """The part of the grant that vests in a year, the first being 0."""
        return (
            self.shares[0]
            if len(self.shares) == 1
            else self.shares[year]
            if year < len(self.shares)
            else NOTHING
        )

    def pays(self, number: int) -> Fraction | None:
        """What the package pays in a year, exactly, the first being 0; None: it states nothing."""
        paid = self.worth(equity=self.vested(number) * len(self.shares))
        refresh = self.refresh if number else NOTHING
        return None if paid is None else paid + self.paid_once(number) + refresh

    def paid_once(self, number: int) -> Fraction:
        """What signing and other single payments come to in a year, the first being 0."""
        return self.once[number] if number < len(self.once) else NOTHING

    def year(self, number: int) -> Year | None:
        """What the package pays in a year, the first being 0; None where it states nothing."""
        paid = self.pays(number)
        if paid is None:
            return None
        total, once = half_up(paid), half_up(self.paid_once(number))
        if self.total_alone:
            return Year(number + 1, None, None, None, once, None, total)
        base, bonus, extras = (half_up(self.part(one)) for one in ("base", "bonus", "extras"))
        return Year(number + 1, base, bonus, extras, once, self._vests(number), total)

    def part(self, name: str) -> Fraction:
        """Base, bonus, yearly extras or equity a year, exactly; 0 where that is not stated."""
        bare = self.worth(equity=NOTHING, bonus=NOTHING, extras=NOTHING) or NOTHING
        if name == "base":
            return bare
        equity, bonus, extras = (
            ONE if one == name else NOTHING for one in ("equity", "bonus", "extras")
        )
        return (self.worth(equity=equity, bonus=bonus, extras=extras) or NOTHING) - bare

    def states(self, name: str) -> bool:
        """Whether base, bonus, yearly extras or equity are stated with what they are worth."""
        base = f"{self.equity.rpartition('.')[0]}.base"
        named = {
            "base": (base,),
            "equity": (self.equity,),
            "bonus": (f"{self.bonus}.bonus_amount",),
            "extras": (f"{self.bonus}.extras_amount",),
        }
        rate = self.values.get(f"{self.bonus}.{name}_rate") is not None and self.states("base")
        return rate or any(self.values.get(one) is not None for one in named[name])

    def _vests(self, number: int) -> int:
        """The equity that vests in a year: the years of a grant add up to it."""
        refresh = self.refresh if number else NOTHING
        grant = self.part("equity") * len(self.shares)
        until = sum((self.vested(one) for one in range(number)), NOTHING)
        vested = half_up(grant * (until + self.vested(number))) - half_up(grant * until)
        return vested + half_up(refresh)

    @property
    def total_alone(self) -> bool:
        """Whether the package counts as a total that is stated for it."""
        own = self.equity.startswith(f"{self.bonus}.")
        return own and self.values.get(f"{self.bonus}.total") is not None

    @property
    def horizon(self) -> int:
        """The years after which every further one is the same, or the grant's own."""
        paid = len(self.once) + 1 if len(self.once) > 1 else 1
        return max(len(self.shares), paid, 2 if self.refresh else 1)


@dataclass(frozen=True, slots=True)
class _Once:
    """What an offer pays once, by year, and its refreshers, in the region's currency."""

    signing: tuple[Fraction, ...]
    extras: Fraction
    refresh: Fraction

    @classmethod
    def of(cls, known: Situation, pay: Pay | None) -> _Once:
        here = known.place.currency

        def worth(part: PayPart) -> Fraction:
            return part.amount * known.table.rate(part.currency, here).value

        if pay is None:
            return cls((), NOTHING, NOTHING)
        return cls(
            tuple(map(worth, pay.signing)),
            sum(map(worth, pay.once), NOTHING),
            worth(pay.refresh) if pay.refresh else NOTHING,
        )

    @property
    def by_year(self) -> tuple[Fraction, ...]:
        first, *later = self.signing or (NOTHING,)
        return (first + self.extras, *later)

    def signing_of(self, asked: Fraction) -> tuple[Fraction, ...]:
        """The same with a signing that is asked for: what is more is paid at once."""
        more = asked - sum(self.signing, NOTHING)
        first, *later = self.by_year
        return (first + max(more, NOTHING), *later)


@dataclass(frozen=True, slots=True)
class SideMaker:
    """Makes the packages of a settled case."""

    known: Situation
    firing: Firing
    book: Rulebook

    @property
    def rules(self) -> Program:
        """The program that the case was settled by."""
        return self.known.program(self.book)

    def asked(self, name: str) -> Side:
        """The ask or the floor: it vests as the offer does where that is for the same years."""
        known, offer = self.known, self.known.case.offer
        own, years = self._shares("offer", offer), known.place.guide.years
        mine = offer.equity if offer else None
        paid = _Once.of(known, known.pay.get("offer"))
        return Side(
            name,
            False,
            *_vehicle(self.book, mine.vehicle if mine and mine.vehicle else self._own_vehicle),
            own if len(own) == years else _shares(None, years),
            dict(self.rules.settlement)[f"{name}.annual"],
            "ask.equity",
            "offer",
            paid.signing_of(_fraction(self.firing.values.get("ask.signing"))),
            paid.refresh,
            self.firing.values,
        )

    def paid(self, key: str, name: str, offer: Offer | None, *, held: bool = False) -> Side:
        """An offer, or present pay, whose values are called `key`."""
        measure = {"offer": "offer_annual", "current": "current_annual"}.get(key, f"{key}.annual")
        equity, paid = (
            offer.equity if offer else None,
            _Once.of(self.known, self.known.pay.get(key)),
        )
        vehicle = equity.vehicle if equity else None
        return Side(
            name,
            held,
            *_vehicle(self.book, vehicle or (self._own_vehicle if key == "offer" else None)),
            self._shares(key, offer),
            dict(self.rules.measures)[measure],
            f"{key}.equity",
            key,
            paid.by_year,
            paid.refresh,
            self.firing.values,
        )

    @property
    def _own_vehicle(self) -> str:
        return self.known.place.guide.vehicle

    def _shares(self, key: str, offer: Offer | None) -> tuple[Fraction, ...]:
        period, pay = self.firing.values.get(f"{key}.years"), self.known.pay.get(key)
        own = self.known.place.guide.years if key == "offer" else 1
        years = period if isinstance(period, int) else (pay and pay.years) or own
        return _shares(offer.equity if offer else None, years)


def exact(expr: Expr, values: Values) -> Fraction | None:
    """The value of an amount before it is rounded at the end."""
    match expr:
        case Choose(condition, then, otherwise):
            return exact(then if compiled(condition)(values) is True else otherwise, values)
        case FirstKnown(terms):
            return next(
                (one for one in (exact(term, values) for term in terms) if one is not None), None
            )
        case Quotient(number, by):
            above, below = compiled(number)(values), compiled(by)(values)
            return None if above is None or below is None else Fraction(above) / Fraction(below)
        case Unknown():
            return None
        case Fact(name):
            value: Any = values.get(name)
            return None if value is None else Fraction(value)
        case _:
            found = compiled(expr)(values)
            return None if found is None else Fraction(found)


def _shares(equity: Equity | None, years: int) -> tuple[Fraction, ...]:
    """The part of a grant that vests in each year.

    Before a cliff nothing, and then all that has accrued.
    """
    stated = equity.vesting if equity else None
    accrued = (
        [Fraction(percent) / 100 for percent in stated] if stated else [Fraction(1, years)] * years
    )
    cliff = (equity.cliff if equity else None) or 0
    waiting, shares = NOTHING, []
    for number, share in enumerate(accrued, 1):
        waiting += share
        shares.append(waiting if 12 * number >= cliff else NOTHING)
        waiting -= shares[-1]
    return tuple(shares)


def _vehicle(book: Rulebook, stated: str | None) -> tuple[str | None, bool | None]:
    """What a kind of equity is called, and whether it is liquid; None where nothing is stated."""
    vehicle = book.vehicles.get(slug(stated)) if stated else None
    return (vehicle.name, vehicle.liquid) if vehicle else (stated, None)


def _fraction(value: Value) -> Fraction:
    return Fraction(value) if isinstance(value, int) else NOTHING
