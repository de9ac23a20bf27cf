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
from counteroffer.postings.figure import NOT_PAY, PayFigure, Unread
from counteroffer.postings.lexicon import lowered
from counteroffer.postings.statement import Judged, Statement, TextSetting
from counteroffer.postings.words import PostingVocabulary
from counteroffer.text.characters import cut

__all__ = ["TextSetting", "figures_of_text"]

MOST = 500  # figures, and as many amounts that are none, of one text
_SHORT = 220  # characters of a text that is one statement of pay
_FEWER_WORDS = 5  # beside one that is no range
_FEW_WORDS = 9  # words beside the amount on a line that is all about it
_NEAR = 60  # characters between a bare number and the word that makes it pay
_LONGEST_LINE = 300  # that can be all about an amount
_INHERITED = 140
_ALIKE = 5  # times one amount of a list may be another
_YEARS = range(1900, 2101)
_EACH = re.compile(r"\s{0,3}((?:per|pro|par|por)\s[^\W\d_]{2,20}(?:\s[^\W\d_]{2,20})?)")
_GRADE = re.compile(
    r"\b(?:grade|level|step|scale|schaal|gruppe|stufe|code|ref|id|no|nr|req|job)\W{0,3}$"
)
_FIGURE = re.compile(r"[0-9]{2}|[$€£]\s?[0-9]")
_THINGS = re.compile(r"\s([a-z]{4,}s)\b")
_ENDS = re.compile(r"\s{0,3}(?:$|[.,;|+)\n/&•]|plus\b|and\b|with\b|base\b|doe\b)")
_NEXT = 90  # characters from one figure to the next of the same list


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
        self.found: list[Judged] = []  # what each figure was made of
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
            figure = self.statement.figure(found)
            base = figure.component == "base" and not amount.period
            if base and (why := self.too_little(amount, figure.period)):
                self.not_pay(amount, why)
                continue
            self.add(figure, last, found)
            last = found
        self.share()

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
            self.figures.append(self.as_sum(figure))
            self.found.append(found)

    def as_sum(self, figure: PayFigure) -> PayFigure:
        """A figure, on-target earnings where it is the base and the bonus before it together."""
        two = self.figures[-2:]
        of_both = [one.component for one in two] == ["base", "bonus"]
        if not of_both or any(one.low != one.high or one.low is None for one in (*two, figure)):
            return figure
        both = sum(one.low or 0 for one in two)
        return replace(figure, component="ote") if figure.low == both else figure

    def share(self) -> None:
        """ "$19 an hour, rising to $22": what a figure's neighbour in a list says is concluded."""
        forward = list(range(len(self.figures) - 1))
        for one, other in (
            *((n, n + 1) for n in forward),
            *((n + 1, n) for n in reversed(forward)),
        ):
            stated = self.figures[one]
            names = [
                name for name in ("currency", "period")
                if getattr(self.figures[other], name) is None
                and getattr(stated, name) not in (None, "year" if name == "period" else None)
            ]  # fmt: skip
            if names and self.in_one_list(one, other):
                figure = self.figures[other]
                self.figures[other] = replace(
                    figure, currency=figure.currency or stated.currency,
                    period=figure.period or stated.period if "period" in names else figure.period,
                    inferred=(*figure.inferred, *names),
                )  # fmt: skip

    def in_one_list(self, one: int, other: int) -> bool:
        """Whether the second figure is of the first one's list, and alike but for what it omits."""
        first, second = sorted((one, other))
        stated, bare = self.figures[one], self.figures[other]
        start, end = self.found[first].amount.end, self.found[second].amount.start
        if end - start > _NEXT or clause_start(self.text, end) > start:
            return False
        ends = [end for figure in (stated, bare) for end in (figure.low, figure.high) if end]
        if max(ends) > _ALIKE * min(ends) or stated.component != bare.component:
            return False
        unsigned = bare.currency is None and self.found[other].amount.codes is None
        return (unsigned or stated.currency == bare.currency) and (
            None in (stated.period, bare.period)
            or "period" in (*stated.inferred, *bare.inferred)
            or stated.period == bare.period
        )

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
            own = amount.gross and said.word.startswith("budget")  # Budget: up to 30 LPA
            if own or self.lives_on(amount, said):
                return ""
            return f"stands by “{said.word}”: {said.meaning}, {NOT_PAY}"
        if (said is None or not said.pay) and (each := self.each(amount)):
            return f"is {each}, which is no period"
        return "is 0: not stated" if amount.high == 0 else self.unlikely(amount)

    def lives_on(self, amount: PostedAmount, said: SaidNear) -> bool:
        """Whether a stipend is what an intern or a fellow lives on, not for a gym or a desk."""
        code = (amount.codes or ("",))[0]
        times, least = _A_MONTH.get(amount.period or ""), self.words.living.get(code)
        if times is None or least is None or not self.words.stipends.last(said.word):
            return False
        start, end = clause_start(self.text, amount.start), amount.end + _NEXT
        stop = self.text.find(".", amount.end, end)
        near = self.words.near.find(self.low, start, stop if stop >= 0 else end)
        perks = (self.low[one.start : one.end] for one in near if one.meaning == said.meaning)
        return amount.low * times >= least and all(map(self.words.stipends.last, perks))

    def each(self, amount: PostedAmount) -> str:
        """`per donor`, right behind a figure without a period; nothing where there is none."""
        found = None if amount.period else _EACH.match(self.low, amount.end)
        return found[1] if found else ""

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
        labelled = not amount.ranged and _GRADE.search(
            self.low, max(0, amount.start - 20), amount.start
        )
        if labelled or self.counts(amount):
            return False
        if said is None and self.stands_alone(amount):
            return True
        near = said is not None and said.pay and said.distance <= _NEAR
        return near and (amount.high >= 5 if amount.period else amount.high >= 1000)

    def counts(self, amount: PostedAmount) -> bool:
        """Whether a bare number is of things: "paid to 300,000 creators"."""
        found = None if amount.scaled or amount.period else _THINGS.match(self.low, amount.end)
        if found is None:
            return False
        word = found[1]
        known = (self.words.stop, self.words.filler)
        return not any(one.fullmatch(word) for one in known) and not self.words.near.last(word)

    def above(self, amount: PostedAmount, start: int) -> tuple[SaidNear, tuple[int, int]] | None:
        """What the heading above says of a line that says nothing itself."""
        line = self.text.rfind("\n", 0, amount.start) + 1
        if start > line and len(self.text[start : amount.start].split()) > 2:
            return None
        if start > line:
            begin = clause_start(self.text, start - 1)
            said = said_before(self.low, begin, start, self.words)
            if said and said.pay and not _FIGURE.search(self.text, begin, start):
                return said, (begin, amount.start)
        begin, end = line_above(self.text, line)
        said = said_before(self.low, begin, end, self.words) if end > begin else None
        return (said, (begin, amount.start)) if said else None

    def component(
        self, amount: PostedAmount, said: SaidNear | None, last: Judged | None
    ) -> str | None:
        """base, ote, ... where the words, the period or the form say that an amount is pay."""
        if said is not None and said.pay:
            return self.with_setting(said.meaning)
        if said is not None and said.meaning != "weak" and self.lives_on(amount, said):
            return "base"
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
        if amount.high < 1000 or (amount.codes is None and not self.of_thousands(amount)):
            return False
        line = self.text.rfind("\n", 0, amount.start) + 1
        end = self.text.find("\n", amount.end)
        if (end if end >= 0 else len(self.text)) - line > _LONGEST_LINE:
            return False
        rest = self.text[line : amount.start] + self.text[amount.end : end if end >= 0 else None]
        before = self.text[max(0, amount.start - 40) : amount.start]
        told = amount.ranged or amount.gross or self.words.ranges.bound(before)
        most = 3 if not self.short else _FEW_WORDS if told else _FEWER_WORDS
        few = len(re.findall(r"[^\W\d_]{2,}", rest)) <= most
        return few and (self.short or amount.ranged)

    def of_thousands(self, amount: PostedAmount) -> bool:
        """Whether a bare range is in thousands, of nothing else: "remote, 140-190k + equity"."""
        scaled = amount.scaled and amount.ranged and amount.high < 1_000_000
        return scaled and _ENDS.match(self.low, amount.end) is not None

    def unlikely(self, amount: PostedAmount) -> str:
        """Whether an amount is more than anybody is paid, or so little that it is a perk."""
        codes = amount.codes or ()
        known = bool(codes) and (len(codes) == 1 or codes == DOLLARS)
        if not known or codes[0] not in self.words.year_from:
            return ""
        if amount.high > self.words.most.get(codes[0], amount.high):
            return "is more than anybody is paid"
        return self.too_little(amount, amount.period)

    def too_little(self, amount: PostedAmount, period: str | None) -> str:
        known = set(amount.codes or ()) & self.words.year_from.keys()
        least = self.words.least.get(f"text {period}", 0) if known else 0
        return f"too little to be pay for a {period}" if amount.high < least else ""

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


_A_MONTH = {
    "hour": Decimal(160),
    "day": Decimal(20),
    "week": Decimal(4),
    "two weeks": Decimal(2),
    "half month": Decimal(2),
    "month": Decimal(1),
    "year": Decimal(1) / 12,
}
_TIMES = {
    ("month", "year"): (Decimal("11.5"), Decimal("14.1")),
    ("hour", "year"): (Decimal(1600), Decimal(2200)),
    ("week", "year"): (Decimal(44), Decimal(53)),
    ("day", "year"): (Decimal(200), Decimal(262)),
    ("hour", "day"): (Decimal(7), Decimal(9)),
    ("hour", "month"): (Decimal(150), Decimal(185)),
    ("hour", "week"): (Decimal(30), Decimal(45)),
}
