"""Running text → its figures of pay, by the words around each.

They say what it is, for how long, in what currency. An amount that nothing says to be pay is told
as unread, with why.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from counteroffer.money.signs import DOLLARS
from counteroffer.postings.amounts import PostedAmount, amounts
from counteroffer.postings.clauses import (
    SaidNear,
    clause_start,
    line_above,
    said_before,
    said_behind,
)
from counteroffer.postings.figure import PayFigure, Unread
from counteroffer.postings.lexicon import lowered
from counteroffer.postings.statement import Judged, Statement, TextSetting
from counteroffer.postings.words import PostingVocabulary
from counteroffer.text.characters import cut

__all__ = ["TextSetting", "figures_of_text"]

MOST = 500  # figures, and as many amounts that are none, of one text
_SHORT = 220  # characters of a text that is one statement of pay
_FEW_WORDS = 9  # words beside the amount on a line that is all about it
_NEAR = 60  # characters between a bare number and the word that makes it pay
_LONGEST_LINE = 300  # that can be all about an amount
_INHERITED = 140
_ALIKE = 5  # times one amount of a list may be another
_YEARS = range(1900, 2101)


def figures_of_text(
    text: str, words: PostingVocabulary, setting: TextSetting
) -> tuple[list[PayFigure], list[Unread]]:
    """The figures of pay in a text, and the amounts that are none, with why."""
    reader = _Reader(text, words, setting)
    reader.read()
    return reader.figures, reader.unread


class _Reader:
    def __init__(self, text: str, words: PostingVocabulary, setting: TextSetting) -> None:
        self.text, self.words, self.setting = text, words, setting
        self.low = lowered(text)
        self.short = len(text.strip()) <= _SHORT and text.strip().count("\n") < 3
        self.figures: list[PayFigure] = []
        self.unread: list[Unread] = []
        self.statement = Statement(text, self.low, words, setting)

    def read(self) -> None:
        last: Judged | None = None
        for amount in amounts(self.text, self.words):
            if len(self.figures) >= MOST or len(self.unread) >= MOST:
                break
            found = self.judged(amount, last)
            if found is None:
                continue
            if last is not None and self.again(last, found):
                continue
            self.add(self.statement.figure(found), last, found)
            last = found

    def add(self, figure: PayFigure, last: Judged | None, found: Judged) -> None:
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

    def judged(self, amount: PostedAmount, last: Judged | None) -> Judged | None:
        """What an amount is, or None where it is no pay.

        Then `unread` says why, unless it is a bare number.
        """
        bare = amount.codes is None
        if bare and not self.may_be_pay(amount):
            return None
        said, context = self.said(amount)
        why = self.why_not(amount, said)
        component = None if why else self.component(amount, said, last)
        if component is None:
            self.not_pay(amount, why or "nothing says that this is pay")
            return None
        if bare and not self.bare_is_pay(amount, said):
            return None
        return Judged(amount, said, component, context)

    def said(self, amount: PostedAmount) -> tuple[SaidNear | None, tuple[int, int]]:
        """What the words near an amount say that it is, and where those before it stand."""
        behind = said_behind(self.low, amount, self.words)
        start = clause_start(self.text, amount.start)
        before = said_before(self.low, start, amount.start, self.words, amount.ranged)
        if behind and behind.meaning == "a perk" and amount.ranged and self.large(amount):
            behind = None  # $80K-$90K Education Specialist
        said = behind or before
        if behind and before and behind.meaning == "bonus" and before.meaning == "a perk":
            said = before  # Referral program: $1,000 bonus
        if said is None or said.meaning == "weak":
            above = self.above(amount, start)
            if above:
                return above
        return said, (start, amount.start)

    def why_not(self, amount: PostedAmount, said: SaidNear | None) -> str:
        """Why an amount is no pay, whatever else is said; nothing where it can be."""
        if said is not None and not said.pay and said.meaning != "weak":
            return f"stands by “{said.word}”: {said.meaning}, not pay"
        return "is 0: not stated" if amount.high == 0 else self.unlikely(amount)

    def large(self, amount: PostedAmount) -> bool:
        """Whether an amount is a year's pay."""
        least = [self.words.year_from.get(code) for code in amount.codes or ()]
        return any(one is not None and amount.low >= one for one in least)

    def may_be_pay(self, amount: PostedAmount) -> bool:
        """Whether a number without a currency is large or marked enough."""
        if amount.scaled:
            return True
        whole = all(one.isdigit() and len(one) == 4 for one in amount.written)
        if whole and int(amount.high) in _YEARS and not amount.gross:
            return False
        return amount.high >= 1000 or (amount.period in ("hour", "day") and amount.high >= 5)

    def bare_is_pay(self, amount: PostedAmount, said: SaidNear | None) -> bool:
        if self.setting.pay or amount.gross:
            return True
        near = said is not None and said.pay and said.distance <= _NEAR
        return near and (amount.high >= 5 if amount.period else amount.high >= 1000)

    def above(self, amount: PostedAmount, start: int) -> tuple[SaidNear, tuple[int, int]] | None:
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

    def component(
        self, amount: PostedAmount, said: SaidNear | None, last: Judged | None
    ) -> str | None:
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

    def continues(self, last: PostedAmount, amount: PostedAmount) -> bool:
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

    def stands_alone(self, amount: PostedAmount) -> bool:
        """Whether a text or a line is all about an amount: `Up to $185,500 + equity`."""
        if amount.codes is None or amount.high < 1000:
            return False
        line = self.text.rfind("\n", 0, amount.start) + 1
        end = self.text.find("\n", amount.end)
        if (end if end >= 0 else len(self.text)) - line > _LONGEST_LINE:
            return False
        rest = self.text[line : amount.start] + self.text[amount.end : end if end >= 0 else None]
        few = len(re.findall(r"[^\W\d_]{2,}", rest)) <= (_FEW_WORDS if self.short else 3)
        return few and (self.short or amount.ranged)

    def unlikely(self, amount: PostedAmount) -> str:
        """Whether an amount is more than anybody is paid, or so little that it is a perk."""
        codes = amount.codes or ()
        known = bool(codes) and (len(codes) == 1 or codes == DOLLARS)
        if not known or codes[0] not in self.words.year_from:
            return ""
        if amount.high > self.words.most.get(codes[0], amount.high):
            return "is more than anybody is paid"
        least = self.words.least.get(f"text {amount.period}", 0)
        return f"too little to be pay for a {amount.period}" if amount.high < least else ""

    def not_pay(self, amount: PostedAmount, why: str) -> None:
        if amount.codes is None and not self.setting.pay:
            return  # 3,500 customers
        where = self.text[amount.start : amount.end].strip()
        self.unread.append(Unread(self.setting.at(amount.start), cut(where), why))

    # The same again

    def again(self, last: Judged, found: Judged) -> bool:
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
