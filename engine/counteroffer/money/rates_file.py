"""Read exchange rates from a JSON file, exactly: no rate passes through a binary float.

Reads rates by pairs, and the shape of the embedded snapshot.
"""

from __future__ import annotations

import json
import re
from datetime import date as Date
from decimal import Decimal
from pathlib import Path
from typing import Any

from counteroffer.money.rate import Rate, of_entry, stated_rate
from counteroffer.text.characters import cut, escaped, legible
from counteroffer.text.errors import RateError

LARGEST = 1_000_000  # bytes of a file of rates
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def read_rates_file(
    path: Path, date: Date | None = None, source: str | None = None
) -> tuple[Rate, ...]:
    """The rates that a JSON file states, as pairs or in the shape of the snapshot.

    Raises RateError. `{"GBP/USD": "1.31"}` or `{"base": "EUR", "rates": {"USD": "1.1"}}`; instead
    of a number each may have `{"rate", "date", "source"}`, and in the second shape its own
    `"base"`. What the file leaves out is `date`, and `source` or the file's name.
    """
    try:
        with Path(path).open("rb") as stream:
            data = stream.read(LARGEST + 1)
        text = data.decode("utf-8")
    except (OSError, ValueError) as error:
        raise RateError(f"{path}: can't be read: {error}", code="document.unreadable") from error
    if len(data) > LARGEST:
        raise RateError(
            f"{path}: is larger than {LARGEST:,} bytes; a file of rates is a few thousand",
            code="document.too-large",
        )
    try:
        return _rates_of(exact_json(text), date, source or f"given in {escaped(Path(path).name)}")
    except RateError as error:
        raise error.of_file(str(path)) from error


def exact_json(text: str) -> Any:
    """The value of a JSON text, with Decimal in place of float.

    Raises RateError, also for entries named twice, NaN and Infinity.
    """
    try:
        return json.loads(
            text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_no_duplicates
        )
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise RateError(f"not JSON that can be used: {error}", code="document.syntax") from error


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("an entry is there twice")
    return result


def _rates_of(data: object, date: Date | None, source: str) -> tuple[Rate, ...]:
    if not isinstance(data, dict):
        raise RateError('expected {"GBP/USD": "1.31"}', code="value.wrong-type")
    if "rates" not in data:
        return tuple(
            of_entry(pair, _rate_of, pair, entry, date, source) for pair, entry in data.items()
        )
    base, entries = data.get("base"), data["rates"]
    if not isinstance(base, str) or not isinstance(entries, dict):
        raise RateError(
            'expected {"base": "EUR", "rates": {"USD": "1.1"}}',
            code="value.wrong-type",
            path=("rates",),
        )
    date = exact_date(data["date"]) if "date" in data else date
    rates = []
    for quote, entry in entries.items():
        own = entry if isinstance(entry, dict) else {"rate": entry}
        rest = {key: value for key, value in own.items() if key != "base"}
        pair = f"{own.get('base', base)}/{quote}"
        rates.append(_in_rates(quote, pair, rest, date, source))
    return tuple(rates)


def _in_rates(quote: str, *stated: Any) -> Rate:
    try:
        return of_entry(quote, _rate_of, *stated)
    except RateError as error:
        raise error.under("rates") from None


def _rate_of(pair: str, entry: Any, date: Date | None, source: str) -> Rate:
    own = entry if isinstance(entry, dict) else {"rate": entry}
    if "rate" not in own or own.keys() - {"rate", "date", "source"}:
        raise RateError(
            f'{cut(pair)}: expected a number or {{"rate", "date", "source"}}',
            code="value.wrong-type",
        )
    date = exact_date(own["date"]) if "date" in own else date
    stated = own.get("source", source)
    if not isinstance(stated, str) or len(stated) > 200 or not legible(stated):
        raise RateError(
            f"{cut(pair)}: a source is a text of one line, up to 200 characters",
            code="text.unusable",
            path=("source",),
        )
    return stated_rate(pair, own["rate"], date, stated)


def exact_date(text: object) -> Date:
    """The date that a text such as `2026-03-31` states; no other form is taken.

    Raises RateError.
    """
    try:
        if isinstance(text, str) and _DATE.fullmatch(text):
            return Date.fromisoformat(text)
    except ValueError:
        pass
    raise RateError(f"{str(text)[:40]!r} is not a date such as 2026-03-31", code="date.unreadable")
