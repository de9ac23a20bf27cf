"""Running text → its figures of pay, by the words around each: what it is, for how long, in what
currency. An amount that nothing says to be pay is told as unread, with why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from counteroffer.money.numerals import exact
from counteroffer.money.read_amount import ISO_CODES
from counteroffer.money.signs import DOLLARS, Codes
from counteroffer.postings.amounts import Amount, amounts
from counteroffer.postings.clauses import (
    Said,
    clause_start,
    line_above,
    said_before,
    said_behind,
)
from counteroffer.postings.figure import Number, PayFigure, Unread
from counteroffer.postings.lexicon import Match, lowered
from counteroffer.postings.words import Words
from counteroffer.text.characters import cut

MOST = 500  # figures, and as many amounts that are none, of one text
_SHORT = 220  # characters of a text that is one statement of pay
_FEW_WORDS = 9  # words beside the amount on a line that is all about it
_NEAR = 60  # characters between a bare number and the word that makes it pay
_LONGEST_LINE = 300  # that can be all about an amount
_INHERITED = 140
_ALIKE = 5  # times one amount of a list may be another
_YEARS = range(1900, 2101)
_CODE = re.compile(r"(?<![A-Z])[A-Z]{3}(?![A-Za-z])")
_PERIOD_REACH = 40  # characters around a word of pay that its period stands in


@dataclass(frozen=True, slots=True)
class Setting:
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


@dataclass(slots=True)
class _Found:
    """One amount, and what is concluded about it."""

    amount: Amount
    said: Said | None
    component: str
    context: tuple[int, int]  # of the words that say what it is
    strength: str
    notes: list[str] = field(default_factory=list)


def figures_of_text(
    text: str, words: Words, setting: Setting
) -> tuple[list[PayFigure], list[Unread]]:
    """The figures of pay in a text, and the amounts that are none, with why."""
    reader = _Reader(text, words, setting)
    reader.read()
    return reader.figures, reader.unread


class _Reader:
    def __init__(self, text: str, words: Words, setting: Setting) -> None:
        self.text, self.words, self.setting = text, words, setting
        self.low = lowered(text)
        self.short = len(text.strip()) <= _SHORT and text.strip().count("\n") < 3
        self.figures: list[PayFigure] = []
        self.unread: list[Unread] = []
        self.homes: tuple[str, ...] | None = None

    def read(self) -> None:
        last: _Found | None = None
        for amount in amounts(self.text, self.words):
            if len(self.figures) >= MOST or len(self.unread) >= MOST:
                break
            found = self.judged(amount, last)
            if found is None:
                continue
            if last is not None and self.again(last, found):
                continue
            self.add(self.figure(found), last, found)
            last = found

    def add(self, figure: PayFigure, last: _Found | None, found: _Found) -> None:
        """A figure; "minimum $60,000; maximum $80,000" is one range."""
        before = self.figures[-1] if self.figures else None
        if (
            before is not None and last is not None
            and before.high is None and figure.low is None
            and (before.currency, before.component) == (figure.currency, figure.component)
            and found.amount.start - last.amount.end <= _NEAR
            and not last.amount.plus and last.amount.low <= found.amount.high
        ):  # fmt: skip
            period = before.period or figure.period
            self.figures[-1] = replace(before, high=figure.high, period=period)
        else:
            self.figures.append(figure)

    # Whether an amount is pay

    def judged(self, amount: Amount, last: _Found | None) -> _Found | None:
        """What an amount is, or None where it is no pay; then `unread` says why, unless it is a bare
        number."""
        bare = amount.codes is None
        if bare and not self.may_be_pay(amount):
            return None
        behind = said_behind(self.low, amount, self.words)
        start = clause_start(self.text, amount.start)
        before = said_before(self.low, start, amount.start, self.words, amount.ranged)
        if behind and behind.meaning == "a perk" and amount.ranged and self.large(amount):
            behind = None  # $80K-$90K Education Specialist
        said = behind or before
        if behind and before and behind.meaning == "bonus" and before.meaning == "a perk":
            said = before  # Referral program: $1,000 bonus
        context = (start, amount.start)
        if said is None or said.meaning == "weak":
            above = self.above(amount, start)
            if above:
                said, context = above
        if said is not None and not said.pay and said.meaning != "weak":
            return self.not_pay(amount, f"stands by “{said.word}”: {said.meaning}, not pay")
        if amount.high == 0:
            return self.not_pay(amount, "is 0: not stated")
        too_much = self.too_much(amount)
        if too_much:
            return self.not_pay(amount, too_much)
        component = self.component(amount, said, last)
        if component is None:
            return None if bare else self.not_pay(amount, "nothing says that this is pay")
        if bare and not self.bare_is_pay(amount, said):
            return None
        return _Found(amount, said, component, context, "")

    def large(self, amount: Amount) -> bool:
        """Whether an amount is a year's pay."""
        least = [self.words.year_from.get(code) for code in amount.codes or ()]
        return any(one is not None and amount.low >= one for one in least)

    def may_be_pay(self, amount: Amount) -> bool:
        """Whether a number without a currency is large or marked enough."""
        if amount.scaled:
            return True
        whole = all(one.isdigit() and len(one) == 4 for one in amount.written)
        if whole and int(amount.high) in _YEARS and not amount.gross:
            return False
        return amount.high >= 1000 or (amount.period in ("hour", "day") and amount.high >= 5)

    def bare_is_pay(self, amount: Amount, said: Said | None) -> bool:
        if self.setting.pay or amount.gross:
            return True
        near = said is not None and said.pay and said.distance <= _NEAR
        return near and (amount.high >= 5 if amount.period else amount.high >= 1000)

    def above(self, amount: Amount, start: int) -> tuple[Said, tuple[int, int]] | None:
        """What the heading above says of a line that says nothing itself."""
        line = self.text.rfind("\n", 0, amount.start) + 1
        if start > line and len(self.text[start : amount.start].split()) > 2:
            return None
        if start > line:
            said = said_before(self.low, clause_start(self.text, start - 1), start, self.words)
            if said and said.pay:
                return said, (clause_start(self.text, start - 1), amount.start)
        begin, end = line_above(self.text, line)
        said = said_before(self.low, begin, end, self.words) if end > begin else None
        return (said, (begin, amount.start)) if said else None

    def component(self, amount: Amount, said: Said | None, last: _Found | None) -> str | None:
        """base, ote, ... where the words, the period or the form say that an amount is pay."""
        if said is not None and said.pay:
            return self.with_setting(said.meaning)
        if self.setting.pay:
            return self.setting.component or "base"
        if said is not None and (amount.ranged or amount.gross or amount.period):
            return "base"
        if amount.period and amount.period != "once" and amount.codes is not None:
            return "base"
        if last is not None and self.continues(last.amount, amount):
            return last.component
        return "base" if self.stands_alone(amount) else None

    def continues(self, last: Amount, amount: Amount) -> bool:
        """Whether an amount is the next of a list: "Level 3: $136K-$150K, Level 4: $168K-$190K"."""
        between = self.text[last.end : amount.start]
        return (
            len(between) <= _INHERITED
            and between.count("\n") <= 3
            and len(between.split()) <= _FEW_WORDS
            and (amount.codes, amount.ranged) == (last.codes, last.ranged)
            and last.low <= amount.low * _ALIKE
            and amount.low <= last.low * _ALIKE
        )

    def with_setting(self, meaning: str) -> str:
        said = self.setting.component
        return said if said and meaning == "base" else meaning

    def stands_alone(self, amount: Amount) -> bool:
        """Whether a text or a line is all about an amount: `$80k-$110k+`, `Up to $185,500 + equity`."""
        if amount.codes is None or amount.high < 1000:
            return False
        line = self.text.rfind("\n", 0, amount.start) + 1
        end = self.text.find("\n", amount.end)
        if (end if end >= 0 else len(self.text)) - line > _LONGEST_LINE:
            return False
        rest = self.text[line : amount.start] + self.text[amount.end : end if end >= 0 else None]
        few = len(re.findall(r"[^\W\d_]{2,}", rest)) <= (_FEW_WORDS if self.short else 3)
        return few and (self.short or amount.ranged)

    def too_much(self, amount: Amount) -> str | None:
        if not amount.codes:
            return None
        most = max((self.words.most.get(code, 0) for code in amount.codes), default=0)
        if (
            most
            and amount.high > most
            and not (set(amount.codes) - set(self.words.most) and len(amount.codes) < 3)
        ):
            return "is more than anybody is paid"
        least = self.words.least.get(f"text {amount.period}", 0)
        strong = len(amount.codes) == 1 or amount.codes == DOLLARS
        if strong and amount.codes[0] in self.words.year_from and amount.high < least:
            return f"too little to be pay for a {amount.period}"
        return None

    def not_pay(self, amount: Amount, why: str) -> None:
        if amount.codes is None and not self.setting.pay:
            return  # 3,500 customers
        where = self.text[amount.start : amount.end].strip()
        self.unread.append(Unread(self.setting.at(amount.start), cut(where), why))

    # What a figure says

    def figure(self, found: _Found) -> PayFigure:
        amount, setting = found.amount, self.setting
        low, high = self.bounds(found)
        inferred, notes = [], [*setting.notes, *amount.notes, *found.notes]
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
            setting.at(self.first(amount)), setting.posting, tuple(notes), setting.source,
            setting.scope,
        )  # fmt: skip

    def first(self, amount: Amount) -> int:
        return amount.start

    def bounds(self, found: _Found) -> tuple[Number | None, Number | None]:
        amount = found.amount
        low, high = exact(amount.low), exact(amount.high)
        if amount.ranged:
            return low, high
        if amount.plus:
            return low, None
        before = self.text[max(0, amount.start - 40) : amount.start]
        if self.words.up_to.search(before):
            return None, high
        return (low, None) if self.words.from_.search(before) or self.least(found) else (low, high)

    def least(self, found: _Found) -> bool:
        """Whether the word of pay says that it is the least: a minimum wage, a Mindestgehalt."""
        said, end = found.said, found.context[1]
        if said is None or said.behind or end != found.amount.start:
            return False
        until = end - said.distance
        match = self.words.from_.search(self.text[max(0, until - 40) : until])
        return match is not None and match[0].casefold().startswith(("min", "mín"))

    def period(self, found: _Found) -> str | None:
        """Behind the figure, or right by the word that says what it is."""
        amount = found.amount
        if amount.period or self.setting.period:
            return amount.period or self.setting.period
        start, end = found.context
        before: Match | None = None
        for before in self.words.period_before.find(self.low, start, end):
            pass
        if before is None:
            return None
        said = found.said
        if said is not None and not said.behind:
            word = end - said.distance if end == amount.start else None
            if word is not None and abs(before.end - word) > _PERIOD_REACH + len(said.word):
                return None
        return before.meaning

    def surely_a_year(self, amount: Amount, currency: str | None, component: str) -> bool:
        least = self.words.year_from.get(currency or "")
        return component in ("base", "ote") and least is not None and amount.low >= least

    def currency(self, amount: Amount) -> tuple[str | None, bool, str]:
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

    def stated(self, amount: Amount, codes: Codes | None) -> str | None:
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
            said &= {"USD", "EUR", "GBP", "CHF", "PLN", "CAD", "AUD", "SEK", "DKK", "NOK", "INR"}
        return said.pop() if len(said) == 1 else None

    def home(self, amount: Amount) -> Sequence[str]:
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

    def said_of_salaries(self, amount: Amount) -> Iterator[str]:
        around = self.text[max(0, amount.start - 40) : amount.end + 60]
        months = self.words.months.search(around)
        if months:
            yield f"{months[1]} salaries a year"
        if self.words.net.search(self.text[amount.end : amount.tail + 8]):
            yield "net, not gross"

    def location(self, found: _Found) -> str | None:
        """The label before a colon, or the place after "in"."""
        start = clause_start(self.text, found.amount.start)
        label = _LABEL.search(self.text[start : found.amount.start])
        if label and not self.words.near.last(lowered(label[1])):
            return label[1].strip(" -–—") or None
        begins = _BEGINS.match(self.text[start : found.amount.start].lstrip())
        if begins:
            return begins[1].strip()
        behind = _BEHIND.match(self.text[max(found.amount.tail, found.amount.end) :][:80])
        return behind[1].strip() if behind else None

    # The same again

    def again(self, last: _Found, found: _Found) -> bool:
        """Whether a figure is the one before, said for another period: monthly and yearly."""
        one, other = last.amount, found.amount
        between = self.text[one.tail : other.start] if one.tail <= other.start else ""
        if last.component != found.component or one.codes != other.codes or len(between) > 40:
            return False
        if not self.words.again.search(between) or "\n" in between:
            return False
        small, large = sorted((one, other), key=lambda amount: amount.low)
        times = _TIMES.get((small.period or "", large.period or ""))
        return times is not None and all(
            times[0] * low <= high <= times[1] * low
            for low, high in ((small.low, large.low), (small.high, large.high))
        )


_TIMES = {
    ("month", "year"): (Decimal("11.5"), Decimal("14.1")),
    ("hour", "year"): (Decimal(1600), Decimal(2200)),
    ("week", "year"): (Decimal(44), Decimal(53)),
    ("day", "year"): (Decimal(200), Decimal(262)),
    ("hour", "day"): (Decimal(7), Decimal(9)),
    ("hour", "month"): (Decimal(130), Decimal(185)),
    ("hour", "week"): (Decimal(30), Decimal(45)),
}
_LABEL = re.compile(r"([^:\n]{1,60}?)\s*:\s*(?:\w+\s)?$")
_BEGINS = re.compile(
    r"(?:For|In|Für|Pour|En|Voor)\s+([A-ZÄÖÜ][^,:\n]{1,40}?)(?:-based)?(?:\s\w+)?[,:]"
)
_BEHIND = re.compile(
    r"\s*(?:in|für|for|pour|en)\s+((?:the\s)?[A-Z][^.;\n(]{1,60}?)(?=[.;\n(]|$|\s(?:and|with)\s[a-z])"
)
