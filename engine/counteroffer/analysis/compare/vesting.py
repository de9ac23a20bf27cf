"""Packages year by year: what each pays in its first, second and later years.

With signing, and the way its equity vests. An annual total averages a grant over its years. Where
a grant vests unevenly (5/15/40/40, or a cliff) the first year is another matter: here each year has
what vests in it. All figures are those of the settlement's own expressions, with the equity, the
bonus and the signing of one year put into them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, cast

from counteroffer.answers.arguments import checked_arguments
from counteroffer.answers.setting import Setting
from counteroffer.cases.case import Case, Equity
from counteroffer.cases.normalise import Situation
from counteroffer.cases.pay import Pay, PayPart
from counteroffer.engines.interface import Firing
from counteroffer.language.compile import compiled, half_up
from counteroffer.language.declarations import slug
from counteroffer.language.expr import Choose, Expr, Fact, FirstKnown, Quotient, Unknown, Value
from counteroffer.money.rates import Rates
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

    def year(self, number: int) -> Year | None:
        """What the package pays in a year, the first being 0; None where it states nothing."""
        years = len(self.shares)
        once = self.once[number] if number < len(self.once) else NOTHING
        refresh = self.refresh if number else NOTHING
        base, paid = (
            self.worth(equity=NOTHING, bonus=NOTHING, extras=NOTHING),
            self.worth(equity=self.vested(number) * years),
        )
        if base is None or paid is None:
            return None
        total = half_up(paid + once + refresh)
        if self.total_alone:
            return Year(number + 1, None, None, None, half_up(once), None, total)
        bonus = _part(self.worth(equity=NOTHING, extras=NOTHING), base)
        extras = _part(self.worth(equity=NOTHING, bonus=NOTHING), base)
        bare = self.worth(equity=NOTHING) or NOTHING
        grant = _part(self.worth(), bare) * years
        until = sum((self.vested(one) for one in range(number)), NOTHING)
        vested = half_up(grant * (until + self.vested(number))) - half_up(grant * until)
        return Year(
            number + 1,
            half_up(base),
            half_up(bonus),
            half_up(extras),
            half_up(once),
            vested + half_up(refresh),
            total,
        )

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
class Schedule:
    """A package by its years, the first one first."""

    name: str
    years: tuple[Year, ...]


@checked_arguments
def year_by_year(
    case: Case,
    *,
    region: str | None = None,
    rulebook: Rulebook | None = None,
    rates: Rates | None = None,
    today: date | None = None,
    deadline: float | None = None,
) -> tuple[Schedule, ...]:
    """The ask, the offer in hand and each held alternative, year by year.

    There are as many years as the longest grant has.

    The asked equity vests as the offered one does where that is for the same years, else evenly; no
    grant is taken to be renewed but those that are for one year. Amounts are
    whole units of the region's currency, half up. Raises as `counter` does.
    """
    return year_by_year_in(Setting.of(region, rulebook, rates, today), case)


def year_by_year_in(setting: Setting, case: Case) -> tuple[Schedule, ...]:
    """`year_by_year`, in a setting."""
    _, compared = sides(*setting.settled(case), setting.rulebook)
    return schedules(tuple(side for side in compared if side.held or side.name != "floor"))


def schedules(compared: tuple[Side, ...]) -> tuple[Schedule, ...]:
    """These packages by their years; a package that states nothing is left out."""
    longest = max((side.horizon for side in compared), default=0)
    rows = ((side.name, [side.year(number) for number in range(longest)]) for side in compared)
    return tuple(
        Schedule(name, tuple(year for year in years if year)) for name, years in rows if all(years)
    )


def sides(known: Situation, firing: Firing, book: Rulebook) -> tuple[Program, tuple[Side, ...]]:
    """The program of a case and its packages: ask, floor, the offer in hand, what is held."""
    rules, values = known.program(book), firing.values
    settlement, measures = dict(rules.settlement), dict(rules.measures)
    guide, offer = known.place.guide, known.case.offer
    mine = offer.equity if offer else None
    period = values.get("offer.years")
    own = _shares(mine, period if isinstance(period, int) else guide.years)
    asked = own if len(own) == guide.years else _shares(None, guide.years)
    vehicle = mine.vehicle if mine and mine.vehicle else guide.vehicle
    paid = _Once.of(known, known.pay.get("offer"))
    at_ask = paid.signing_of(_fraction(values.get("ask.signing")))
    found = [
        Side(
            "ask",
            False,
            *_vehicle(book, vehicle),
            asked,
            settlement["ask.annual"],
            "ask.equity",
            "offer",
            at_ask,
            paid.refresh,
            values,
        ),
        Side(
            "floor",
            False,
            *_vehicle(book, vehicle),
            asked,
            settlement["floor.annual"],
            "ask.equity",
            "offer",
            at_ask,
            paid.refresh,
            values,
        ),
    ]
    if offer:
        found.append(
            Side(
                "offer",
                False,
                *_vehicle(book, vehicle),
                own,
                measures["offer_annual"],
                "offer.equity",
                "offer",
                paid.by_year,
                paid.refresh,
                values,
            )
        )
    for one in known.alternatives:
        if one.held:
            key, equity = one.key, one.offer.equity
            theirs = _Once.of(known, one.pay)
            period = values.get(f"{key}.years")
            found.append(
                Side(
                    one.offer.company,
                    True,
                    *_vehicle(book, equity.vehicle if equity else None),
                    _shares(equity, period if isinstance(period, int) else 1),
                    measures[f"{key}.annual"],
                    f"{key}.equity",
                    key,
                    theirs.by_year,
                    theirs.refresh,
                    values,
                )
            )
    return rules, tuple(found)


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


def _part(whole: Fraction | None, rest: Fraction) -> Fraction:
    return NOTHING if whole is None else whole - rest
