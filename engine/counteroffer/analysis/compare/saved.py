"""Read a saved answer (`counteroffer ask CASE --json`): its case, region, day and rates.

What an answer shows of a rate is all that is left of it. A stated rate used the other way round is
shown to twelve digits; here it is the short decimal that gives those digits, if there is one. A
cross comes out of its legs again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from counteroffer.answers.answer import Counteroffer, RateUsed
from counteroffer.answers.record import as_dict, dumped
from counteroffer.cases.case import Case
from counteroffer.documents.document import Document, Path_, endless, read, read_bytes
from counteroffer.documents.fields import day
from counteroffer.documents.validate import checked_json
from counteroffer.money.rates import EURO, Rate, Rates, exact_date, stated_rate
from counteroffer.text.characters import legible
from counteroffer.text.errors import CaseError, Problem, RateError

SCHEMA, EARLIER = "counteroffer/2", "counteroffer/1"
BRIDGE = "not carried"  # the source of a rate that only joins others and is never used
# What an answer of the earlier contract does not have.
_ADDED: Mapping[str, Any] = {
    "market": None,
    "basis": "market",
    "walk_away": None,
    "gap": None,
    "reasons": [],
    "unused": [],
}
# What is compared as it stands in the file, and never used.
_COMPARED: Mapping[str, Any] = {
    "offer": None,
    "alternatives": [],
    "talking_points": [],
    "home": None,
}
_MOST_RATES = 500
_CURRENCY = re.compile("[A-Z]{3}")
_SHOWN_DIGITS, _STATED_DIGITS = 12, 11
_CROSS = re.compile(r"cross of ((?:[A-Z]{3}/[A-Z]{3}(?:, | and )?)+)")


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved answer: its `fields` as in the file, checked, and what to work it out again from.

    `rates` are the stated rates as they must have been stated, `shown` the same as the answer shows
    them.
    """

    name: str
    data: bytes = field(repr=False)
    fields: Mapping[str, Any] = field(repr=False)
    answer: Counteroffer = field(repr=False)
    case: Case = field(repr=False)
    rates: tuple[Rate, ...]
    shown: tuple[Rate, ...]

    @property
    def contract(self) -> str:
        """The contract that it was made under, such as `counteroffer/2`."""
        return str(self.fields["schema"])

    @property
    def today(self) -> date:
        return day(self.answer.today)

    @property
    def facts(self) -> Mapping[str, Any]:
        """The facts of its case as they stand in the file, with the day that it was answered by."""
        return {"today": self.today.isoformat(), **self.fields["case"]}

    @property
    def notes(self) -> tuple[str, ...]:
        """What was said of the rates as a whole: that live ones failed, for one."""
        return tuple(notice.message for notice in self.answer.warnings if notice.code == "rates")

    def table(self, *, as_shown: bool = False, more: Iterable[Rate] = ()) -> Rates:
        """The rates that it carries, and `more` for pairs that it has none for.

        `as_shown` takes each rate for exact.
        """
        own = self.shown if as_shown else self.rates
        carried = {frozenset((rate.base, rate.quote)) for rate in own}
        crossed = {frozenset((rate.base, rate.quote)) for rate in self.answer.rates}
        others = [
            rate for rate in more if frozenset((rate.base, rate.quote)) not in carried | crossed
        ]
        return joined((*own, *others), self.notes)


SavedAnswer = Saved | Counteroffer | Mapping[str, object] | Path | str | bytes


def saved_answer(given: SavedAnswer, argument: str = "saved") -> Saved:
    """An answer as it was saved: the answer, its plain values, their JSON text, or its file's path.

    Raises CaseError with all that is wrong with it, and TypeError for what is none of these.
    """
    if isinstance(given, Saved):
        return given
    if isinstance(given, Counteroffer):
        return _of_values(as_dict(given), f"<{argument}>")
    if isinstance(given, Mapping):
        return _of_values(given, f"<{argument}>")
    if isinstance(given, Path):
        return read_saved(read_bytes(given, CaseError), str(given))
    if isinstance(given, (str, bytes)):
        data = given.encode("utf-8", "surrogatepass") if isinstance(given, str) else given
        return read_saved(data, f"<{argument}>")
    what = "a Counteroffer, its to_dict, its JSON as text or bytes, or the Path of its file"
    raise TypeError(f"{argument} must be {what}, not a {type(given).__name__}")


def _of_values(values: Mapping[str, object], name: str) -> Saved:
    if (problem := endless(values)) is not None:
        raise CaseError([problem])
    try:
        text = dumped(dict(values))
    except (TypeError, ValueError) as error:
        raise CaseError([Problem(f"{name}: {error}", code="value.wrong-type")]) from None
    return read_saved(text.encode("utf-8", "surrogatepass"), name)


def read_saved(data: bytes, name: str) -> Saved:
    """A saved answer.

    Raises CaseError with all that is wrong with it.
    """
    document = read(data, name, CaseError)
    value = document.value
    if not isinstance(value, dict) or "schema" not in value:
        raise CaseError(
            [
                Problem(
                    "is no answer: save one with `counteroffer ask CASE --json`",
                    name,
                    1,
                    1,
                    code="answer.unusable",
                )
            ]
        )
    if value["schema"] not in (SCHEMA, EARLIER):
        told = f"only answers of the schemas {SCHEMA} and {EARLIER} can be read"
        raise CaseError([document.problem(("schema",), told, code="answer.unusable")])
    used = document.with_value({**_as_now(value), **_COMPARED})
    answer = checked_json(_answers(), used, error=CaseError)
    if problems := list(_unusable(answer, document)):
        raise CaseError(problems)
    case = Case.from_document(_part(document, "case"))
    stated = _stated(answer.rates, document)
    return Saved(name, data, value, answer, case, tuple(map(_recovered, stated)), tuple(stated))


def _as_now(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fields of an answer, those of the earlier contract with what it does not have."""
    if value["schema"] == SCHEMA:
        return {"level": None, **value}
    floor = value.get("floor")
    told = {"floor": {"how": "stated", **floor}} if isinstance(floor, dict) else {}
    return {"level": None, **_ADDED, **value, **told, "schema": SCHEMA}


@cache
def _answers() -> TypeAdapter[Counteroffer]:
    return TypeAdapter(Counteroffer)


def _unusable(answer: Counteroffer, document: Document) -> Iterator[Problem]:
    """What an answer can hold by its types, and no answer of ours does."""
    try:
        day(answer.today)
    except ValueError as error:
        yield document.problem(("today",), str(error), code="date.unreadable")
    if not _CURRENCY.fullmatch(answer.currency):
        yield document.problem(
            ("currency",),
            "a currency is a code of three capital letters",
            code="currency.unreadable",
        )
    if len(answer.rates) > _MOST_RATES:
        told = f"'rates' has more than {_MOST_RATES} entries; this is the next"
        yield document.problem(("rates", _MOST_RATES), told, code="list.too-long")
    unused = {"case", *_COMPARED}
    own = {name: value for name, value in document.value.items() if name not in unused}
    for path, text in _texts(own, ()):
        if not legible(text.replace("\n", " ")):
            yield document.problem(
                path,
                f"has a character that can't be shown: {ascii(text)[:60]}",
                code="text.illegible",
            )


def _texts(value: Any, path: Path_) -> Iterator[tuple[Path_, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, (dict, list)):
        entries = value.items() if isinstance(value, dict) else enumerate(value)
        for name, inner in entries:
            yield from _texts(inner, (*path, name))


def _part(document: Document, name: str) -> Document:
    """One entry of a document as a document of its own, in its place in the file."""
    places, keys = (
        {path[1:]: place for path, place in of.items() if path[:1] == (name,)}
        for of in (document.places, document.keys)
    )
    return replace(document, value=document.value[name], places=places, keys=keys)


# rates


def _stated(entries: Iterable[RateUsed], document: Document) -> list[Rate]:
    """The stated rates among those of an answer, each pair once.

    Raises CaseError.
    """
    named = {f"{one.base}/{one.quote}" for one in entries}
    found: dict[frozenset[str], Rate] = {}
    problems = []
    for number, one in enumerate(entries):
        path: Path_ = ("rates", number)
        cross = _CROSS.fullmatch(one.source)
        if cross and set(re.split(", | and ", cross[1])) <= named:
            continue
        try:
            day = None if one.date is None else exact_date(one.date)
            if not legible(one.source) or len(one.source) > 200:
                raise RateError(
                    "a source is a text of one line, up to 200 characters", code="text.unusable"
                )
            rate = stated_rate(f"{one.base}/{one.quote}", one.rate, day, one.source)
        except RateError as error:
            problems.append(document.problem(path, str(error)))
            continue
        pair = frozenset((rate.base, rate.quote))
        if pair not in found or _digits(found[pair].text) > _digits(rate.text):
            found[pair] = rate
    if problems:
        raise CaseError(problems)
    return list(found.values())


def _recovered(shown: Rate) -> Rate:
    """The rate that was stated, where this is what is shown of it the other way round."""
    if _digits(shown.text) != _SHOWN_DIGITS:
        return shown
    for digits in range(1, _STATED_DIGITS + 1):
        context = Context(prec=digits, rounding=ROUND_HALF_EVEN)
        other = context.divide(Decimal(shown.value.denominator), Decimal(shown.value.numerator))
        stated = Rate(shown.quote, shown.base, Fraction(other), shown.date, shown.source)
        if stated.inverse.text == shown.text:
            return stated
    return shown


def _digits(text: str) -> int:
    return len(Decimal(text).normalize().as_tuple().digits)


def joined(rates: Iterable[Rate], notes: tuple[str, ...]) -> Rates:
    """A table of these rates alone.

    Where the euro is not among them something must join them, which is never used.
    """
    rates = tuple(rates)
    table = Rates(rates, rates, notes)
    for rate in rates:
        if rate.base not in table.currencies:
            bridge = Rate(EURO, rate.base, Fraction(1), None, BRIDGE)
            table = Rates((*table.stated, bridge), rates, notes)
    return table
