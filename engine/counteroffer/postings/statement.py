"""An amount in running text that is pay → ends, currency, period, place, and what is concluded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from counteroffer.money.currencies import ISO_CODES
from counteroffer.money.numerals import exact
from counteroffer.money.signs import DOLLARS, Codes
from counteroffer.postings.amounts import PostedAmount
from counteroffer.postings.clauses import SaidNear, clause_start
from counteroffer.postings.figure import Number, PayFigure
from counteroffer.postings.lexicon import lowered
from counteroffer.postings.words import PostingVocabulary

_CODE = re.compile(r"(?<![A-Z])[A-Z]{3}(?![A-Za-z])")
# Codes that are no words of a text in capitals.
_OF_BARE = {"USD", "EUR", "GBP", "CHF", "PLN", "CAD", "AUD", "SEK", "DKK", "NOK", "INR"}
_PERIOD_REACH = 40  # characters around a word of pay that its period stands in
_LABEL = re.compile(r"([^:\n]{1,60}?)\s*:\s*(?:\w+\s)?$")
_BEGINS = re.compile(
    r"(?:For|In|Für|Pour|En|Voor)\s+([A-ZÄÖÜ][^,:\n]{1,40}?)(?:-based)?(?:\s\w+)?[,:]"
)
_BEHIND = re.compile(
    r"\s*(?:in|für|for|pour|en)\s+((?:the\s)?[A-Z][^.;\n(]{1,60}?)(?=[.;\n(]|$|\s(?:and|with)\s[a-z])"
)


@dataclass(frozen=True, slots=True)
class TextSetting:
    """What is known about a text beforehand.

    `home` are words that may tell the place, `pay` whether all of it is about pay, `component` of
    what, `currency` which one the payload states beside it, `period` likewise.
    """

    at: Callable[[int], str]
    posting: str | None = None
    home: str = ""
    location: str | None = None
    pay: bool = False
    component: str | None = None
    currency: str | None = None
    period: str | None = None
    source: str = "text"
    scope: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """One amount, and what is concluded about it."""

    amount: PostedAmount
    said: SaidNear | None
    component: str
    context: tuple[int, int]  # of the words that say what it is


class Statement:
    """What the amounts of one text state; `low` is the text in small letters."""

    def __init__(self, text: str, low: str, words: PostingVocabulary, setting: TextSetting) -> None:
        self.text, self.low, self.words, self.setting = text, low, words, setting
        self.homes: tuple[str, ...] | None = None

    def figure(self, found: Judged) -> PayFigure:
        amount, setting = found.amount, self.setting
        low, high = self.bounds(found)
        inferred, notes = [], [*setting.notes, *amount.notes]
        currency, concluded, note = self.currency(amount)
        if currency and concluded:
            inferred.append("currency")
        notes += [note] if note else []
        period = self.period(found)
        if period is None and self.surely_a_year(amount, currency, found.component):
            period = "year"
            inferred.append("period")
        notes += self.said_of_salaries(amount)
        return PayFigure(
            low, high, currency, None if period == "once" else period, found.component,
            self.location(found) or setting.location, tuple(inferred),
            setting.at(amount.start), setting.posting, tuple(notes), setting.source,
            setting.scope,
        )  # fmt: skip

    def bounds(self, found: Judged) -> tuple[Number | None, Number | None]:
        amount = found.amount
        low, high = exact(amount.low), exact(amount.high)
        if amount.ranged:
            return low, high
        if amount.plus:
            return low, None
        before = self.text[max(0, amount.start - 40) : amount.start]
        if self.words.ranges.up_to.search(before):
            return None, high
        return (
            (low, None)
            if self.words.ranges.from_.search(before) or self.least(found)
            else (low, high)
        )

    def least(self, found: Judged) -> bool:
        """Whether the word of pay says that it is the least: a minimum wage, a Mindestgehalt."""
        said, end = found.said, found.context[1]
        if said is None or said.behind or end != found.amount.start:
            return False
        if any(least in said.word for least in self.words.leasts):
            return True
        until = end - said.distance
        match = self.words.ranges.from_.search(self.text[max(0, until - 40) : until])
        return match is not None and match[0].casefold().startswith(self.words.leasts)

    def period(self, found: Judged) -> str | None:
        """Behind the figure, or right by the word that says what it is."""
        amount = found.amount
        if amount.period or self.setting.period:
            return amount.period or self.setting.period
        if found.component in ("signing", "equity"):  # paid once, or over a time of its own
            return None
        start, end = found.context
        before = next(reversed(list(self.words.period_before.find(self.low, start, end))), None)
        if before is None:
            return None
        said = found.said
        if said is not None and not said.behind:
            word = end - said.distance if end == amount.start else None
            if word is not None and abs(before.end - word) > _PERIOD_REACH + len(said.word):
                return None
        large = self.surely_a_year(amount, (amount.codes or ("",))[0], "base")
        return None if large and before.meaning in ("hour", "day", "week") else before.meaning

    def surely_a_year(self, amount: PostedAmount, currency: str | None, component: str) -> bool:
        least = self.words.year_from.get(currency or "")
        return component in ("base", "ote") and least is not None and amount.low >= least

    def currency(self, amount: PostedAmount) -> tuple[str | None, bool, str]:
        """The currency, whether it is concluded, and what is unsure."""
        codes = amount.codes
        stated = self.stated(amount, codes)
        if stated:
            return stated, False, ""
        if codes is None:
            return self.setting.currency, False, ""
        if not codes:
            return None, False, "its signs are of two currencies"
        if len(codes) == 1:
            return codes[0], False, ""
        homes = [code for code in self.home(amount) if code in codes]
        if len(homes) == 1:
            return homes[0], True, ""
        if codes == DOLLARS and not homes:
            return "USD", True, ""
        some = " or ".join(homes or codes)
        return None, False, f"the sign may be {some}"

    def stated(self, amount: PostedAmount, codes: Codes | None) -> str | None:
        """The code or the name of a currency in the same clause, where the sign leaves it open."""
        if codes is not None and len(codes) == 1:
            return None
        if self.setting.currency and (not codes or self.setting.currency in codes):
            return self.setting.currency
        start = clause_start(self.text, amount.start)
        end = min(amount.end + 60, len(self.text))
        stop = self.text.find("\n", amount.end, end)
        clause = self.text[start : stop if stop >= 0 else end]
        known = codes or ISO_CODES
        said = {m.group() for m in _CODE.finditer(clause) if m.group() in known}
        if codes:
            names = self.words.currency.find(lowered(clause))
            said |= {found.meaning for found in names if found.meaning in codes}
        if codes is None:  # a word such as ALL or TOP is no currency of a bare number
            said &= _OF_BARE
        return said.pop() if len(said) == 1 else None

    def home(self, amount: PostedAmount) -> Sequence[str]:
        """The currencies of the places that the clause names, or else the posting."""
        start = clause_start(self.text, amount.start)
        clause = self.text[start : amount.end + 60]
        near = self.of_places(clause.partition("\n")[0] if start else clause)
        if near:
            return near
        if self.homes is None:
            self.homes = self.of_places(self.setting.home) or self.of_places(self.text[:20_000])
        return self.homes

    def of_places(self, text: str) -> tuple[str, ...]:
        found = self.words.homes.find(lowered(text))
        return tuple(dict.fromkeys(one.meaning for one in found))

    def said_of_salaries(self, amount: PostedAmount) -> Iterator[str]:
        around = self.text[max(0, amount.start - 40) : amount.end + 60]
        months = self.words.months.search(around)
        if months:
            yield f"{months[1]} salaries a year"
        if self.words.net.search(self.text[amount.end : amount.tail + 8]):
            yield "net, not gross"

    def tells(self, label: str) -> bool:
        """Whether a label is about the figure: "Salary:", "Maximum:"; else it may be a place."""
        return self.words.ranges.bound(label) or self.words.near.last(lowered(label)) is not None

    def location(self, found: Judged) -> str | None:
        """The label before a colon, or the place after "in"."""
        start = clause_start(self.text, found.amount.start)
        label = _LABEL.search(self.text[start : found.amount.start])
        if label and not self.tells(label[1]):
            return label[1].strip(" -–—") or None
        begins = _BEGINS.match(self.text[start : found.amount.start].lstrip())
        if begins:
            return begins[1].strip()
        behind = _BEHIND.match(self.text[max(found.amount.tail, found.amount.end) :][:80])
        return behind[1].strip() if behind else None
