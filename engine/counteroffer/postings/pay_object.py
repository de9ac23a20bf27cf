"""A part of a payload that holds pay → what it states.

Such as `{"min": "75000", "max": "90000", "currency": "EUR"}`, a number, a text, or
`{"currency": ..., "value": {"minValue": ..., "unitText": ...}}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from counteroffer.money.numerals import exact, number
from counteroffer.money.signs import DOLLARS, Codes
from counteroffer.postings.amounts import amounts
from counteroffer.postings.figure import PayFigure, Unread
from counteroffer.postings.lexicon import lowered
from counteroffer.postings.names import Name, currency_of, is_percentage, name_of, period_of
from counteroffer.postings.prose import TextSetting, figures_of_text
from counteroffer.postings.source import Path, PayloadTree, usable
from counteroffer.postings.words import PostingVocabulary
from counteroffer.text.characters import brief, cut

_PLAIN = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,6})?")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")  # 41.000 is a thousand times 41
_MOST_NESTED = 4
_HUNDRED = Decimal(100)
_MAYBE_PERCENT = 100  # a bare number below this, of a bonus or of equity


@dataclass(frozen=True, slots=True)
class Part:
    """What is known about pay before its value is looked at.

    `first` is the path of the amount that the figure stands at, where that is not all of it.
    """

    path: Path
    component: str = "base"
    currency: Codes | None = None
    period: str | None = None
    location: str | None = None
    posting: str | None = None
    home: str = ""
    source: str = ""
    scope: str = ""
    notes: tuple[str, ...] = ()
    concluded: bool = False  # the currency is another figure's
    known: bool = True  # whether the name says by itself that this is pay
    cents: bool = False


@dataclass(slots=True)
class Stated:
    """What an object states, and where its amounts stand."""

    low: Any = None
    high: Any = None
    single: Any = None
    currency: Codes | None = None
    period: str | None = None
    cents: bool = False
    unknown: str = ""  # a period that is none of ours
    text: tuple[Path, str] | None = None
    first: Path | None = None


class PayReader:
    """Reads parts of one tree; `figures` and `unread` grow."""

    def __init__(self, tree: PayloadTree, words: PostingVocabulary) -> None:
        self.tree, self.words = tree, words
        self.figures: list[PayFigure] = []
        self.unread: list[Unread] = []

    def read(self, value: Any, part: Part, depth: int = 0) -> None:
        """The figures that a value of any shape states."""
        if depth > _MOST_NESTED or value is None or isinstance(value, bool):
            return
        if isinstance(value, dict):
            self.object(value, part)
        elif isinstance(value, list):
            for index, item in enumerate(value[:200]):
                self.read(item, replace(part, path=(*part.path, index)), depth + 1)
        elif isinstance(value, str):
            self.text(value, part)
        else:
            self.emit(Stated(single=value, currency=part.currency, period=part.period), part)

    def object(self, value: dict[str, Any], part: Part) -> None:
        """An object with ends, a value, a currency and a period in any spelling."""
        stated = stated_by(value, part, self.words)
        if (stated.low, stated.high, stated.single) == (None, None, None):
            if stated.text and stated.text[1].strip():
                path, text = stated.text
                self.text(text, replace(part, path=path))
            return
        self.emit(stated, part)

    def text(self, value: str, part: Part) -> None:
        """A text that is an amount, or has some."""
        if _PLAIN.fullmatch(value.strip()):
            self.emit(Stated(single=value, currency=part.currency, period=part.period), part)
            return
        if not value.strip():
            return
        if part.known and is_percentage(value) and not re.search(r"[0-9]{4}|[0-9][kK]", value):
            self.refuse(part, value, "a percentage, not an amount")
            return
        codes = part.currency
        setting = TextSetting(
            self.tree.within(part.path, value), part.posting, part.home, part.location, part.known,
            part.component, codes[0] if codes and len(codes) == 1 else None, part.period,
            part.source, part.scope, part.notes,
        )  # fmt: skip
        figures, unread = figures_of_text(value, self.words, setting)
        if part.known and not figures and not unread:
            self.refuse(part, value, "no figure stands here")
        self.figures += figures
        self.unread += unread

    def prose(self, value: str, part: Part) -> None:
        """A text that may be about anything."""
        self.text(value, replace(part, known=False, component="base", currency=None, period=None))

    # One figure

    def emit(self, stated: Stated, part: Part) -> None:
        """The figure that amounts as a payload states them are, or why they are none."""
        where = replace(part, path=part.path)
        raw = [one for one in (stated.low, stated.high, stated.single) if one is not None]
        shown = " – ".join(str(one) for one in raw)
        cents = stated.cents or part.cents
        ends = [self.number(one, cents) for one in (stated.low, stated.high, stated.single)]
        texts = [one for one in raw if isinstance(one, str) and one.strip()]
        if ends == [None, None, None]:
            self.words_only(stated, where, texts, shown)
            return
        low, high, single = ends
        if low is None and high is None:
            low = high = single
        wrong = self.wrong(low, high, stated, part)
        if wrong:
            self.refuse(where, shown, wrong)
            return
        signed = stated.currency or next((c for c in map(self.signs, texts) if c), None)
        currency, concluded = self.one_of(signed, part)
        notes = [*part.notes]
        if stated.unknown:
            notes.append(f"its period is {stated.unknown}, which is not known here")
        period = stated.period
        self.figures.append(
            PayFigure(
                None if low is None else exact(low), None if high is None else exact(high),
                currency, None if period == "once" else period, part.component, part.location,
                ("currency",) if concluded else (), self.place(stated, part), part.posting,
                tuple(notes), part.source, part.scope,
            )
        )  # fmt: skip

    def place(self, stated: Stated, part: Part) -> str:
        """A pointer names all that holds the figure, a line its first amount."""
        whole = self.tree.at(part.path)
        return whole if whole[:1] in ("/", "") else self.tree.at(stated.first or part.path)

    def words_only(self, stated: Stated, part: Part, texts: list[str], shown: str) -> None:
        """Amounts that are no numbers: "8-12 Lacs", "Competitive"."""
        joined = " – ".join(texts)
        if not joined:
            return
        if not re.search(r"[0-9]", joined):
            self.refuse(part, shown, "no figure stands here")
            return
        path = stated.first or part.path
        self.text(joined, replace(part, path=path, currency=stated.currency, period=stated.period))

    def number(self, raw: Any, cents: bool) -> Decimal | None:
        value = usable(raw)
        if value is None and isinstance(raw, str):
            value = number_in(raw, self.words)
        return value / _HUNDRED if value is not None and cents else value

    def signs(self, text: str) -> Codes | None:
        return next((one.codes for one in amounts(text, self.words)), None)

    def one_of(self, codes: Codes | None, part: Part) -> tuple[str | None, bool]:
        if not codes:
            return None, False
        if len(codes) == 1:
            return codes[0], part.concluded
        homes = {found.meaning for found in self.words.homes.find(lowered(part.home))}
        fits = [code for code in codes if code in homes]
        if len(fits) == 1:
            return fits[0], True
        return ("USD", True) if codes == DOLLARS and not fits else (None, False)

    def wrong(self, low: Decimal | None, high: Decimal | None, stated: Stated, part: Part) -> str:
        """Why amounts can't be pay; nothing where they can."""
        ends = [end for end in (low, high) if end is not None]
        if any(end < 0 for end in ends):
            return "less than nothing"
        if not any(ends):
            return "0: not stated"
        if low is not None and high is not None and low > high:
            return "the low end is above the high end"
        if stated.period == "once" and part.component in ("base", "ote"):
            return "paid once: not pay for a period"
        if part.component in ("bonus", "equity") and max(ends) < _MAYBE_PERCENT:
            return "a small number: perhaps a percentage"
        least = self.words.least.get(stated.period or "none", 0)
        if max(ends) < least:
            each = f"for a {stated.period}" if stated.period else "for any period"
            return f"too little to be pay {each}: perhaps in thousands, or a placeholder"
        return ""

    def refuse(self, part: Part, shown: str, why: str) -> None:
        self.unread.append(Unread(self.tree.at(part.path), cut(shown.strip()), why))


def number_in(raw: str, words: PostingVocabulary) -> Decimal | None:
    """The number that a text is: "60000", "10000.0", "£255,000", "R$8.000"; None for a range."""
    text = raw.strip()
    if _PLAIN.fullmatch(text):
        return Decimal(text.replace(".", "") if _GROUPED.fullmatch(text) else text)
    if len(text) > 40:
        return None
    found = list(amounts(text, words))
    if len(found) != 1 or found[0].ranged or text[: found[0].start].strip():
        return number(text, None, False)[0] if re.fullmatch(r"[0-9][0-9.,' ]*", text) else None
    return found[0].low if not text[found[0].tail :].strip() else None


def stated_by(
    value: dict[str, Any], part: Part, words: PostingVocabulary, depth: int = 0
) -> Stated:
    """What an object states by the names of its entries."""
    stated = Stated(currency=part.currency, period=part.period, cents=part.cents)
    for key, entry in value.items():
        name = name_of(key, words)
        path = (*part.path, key)
        if isinstance(entry, dict):
            if name.role in ("low", "high", "single") and depth < _MOST_NESTED:
                inner = stated_by(entry, replace(part, path=path), words, depth + 1)
                _take(stated, inner, name.role)
            continue
        if isinstance(entry, (list, bool)) or entry is None:
            continue
        _enter(stated, name, entry, path, words)
    return stated


def _enter(stated: Stated, name: Name, entry: Any, path: Path, words: PostingVocabulary) -> None:
    if name.role == "currency" or (name.role == "period" and currency_of(entry)):
        stated.currency = currency_of(entry) or stated.currency
    elif name.role == "period":
        _period(stated, name, entry, words)
    elif name.role in ("low", "high", "single"):
        if entry == "" or (name.role == "single" and stated.single is not None):
            return
        setattr(stated, name.role, entry)
        stated.cents |= bool(name.parts & words.fields["cents"])
        if stated.first is None or name.role == "low":
            stated.first = path
    elif name.role == "text" and isinstance(entry, str) and stated.text is None:
        stated.text = (path, entry)


def _period(stated: Stated, name: Name, entry: Any, words: PostingVocabulary) -> None:
    if not isinstance(entry, str) or not entry.strip() or entry.strip().upper() == "NONE":
        return
    found = period_of(entry, words)
    if found is not None:
        stated.period = found
    elif not name.parts & {"type", "basis", "schedule"} and stated.period is None:
        stated.unknown = brief(entry)


def _take(stated: Stated, inner: Stated, role: str) -> None:
    """What an object inside states: an amount for one end, or all of the value."""
    stated.currency = inner.currency or stated.currency
    stated.period = inner.period or stated.period
    stated.unknown = inner.unknown or stated.unknown
    stated.cents |= inner.cents
    if role in ("low", "high"):
        amount = inner.single if inner.single is not None else inner.low
        if amount is not None:
            setattr(stated, role, amount)
    else:
        for end in ("low", "high", "single"):
            if getattr(inner, end) is not None:
                setattr(stated, end, getattr(inner, end))
    if inner.first is not None and (stated.first is None or role != "high"):
        stated.first = inner.first


def flat_groups(
    value: dict[str, Any], words: PostingVocabulary
) -> Iterator[tuple[Name, dict[str, Any], tuple[str, ...]]]:
    """`salary_min`, `salary_max`, `salary_currency` among other entries of an object.

    For each the name of the pay, the ends as an object, and the keys used.
    """
    names = {key: name_of(key, words) for key in value}
    ends = [
        key for key, name in names.items()
        if name.pay and name.role in ("low", "high") and not isinstance(value[key], (list, dict))
    ]  # fmt: skip
    roles = words.fields["low"] | words.fields["high"]
    groups: dict[frozenset[str], list[str]] = {}
    for key in ends:
        own = frozenset(part for part in names[key].text.split() if part not in roles)
        groups.setdefault(own, []).append(key)
    about = {
        key: value[key] for key, name in names.items()
        if name.role in ("currency", "period")
        and (name.pay or name.parts & words.fields["currency"])
        and isinstance(value[key], str)
    }  # fmt: skip
    for some in groups.values():
        yield names[some[0]], {**about, **{key: value[key] for key in some}}, tuple(some)
