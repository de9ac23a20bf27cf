"""One figure of an amount: `[about] [currency] digits [suffix] [currency] [+] [period]`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from counteroffer.money.amount_tokens import ENDINGS, Token, tokens
from counteroffer.money.currencies import ISO_CODES
from counteroffer.money.numerals import MAX_DIGITS, POWERS, RUPEE_POWERS, grouped
from counteroffer.money.pay_words import refused
from counteroffer.money.periods import (
    ADVERBS,
    GROSS,
    LEAST_MONTHS,
    MOST_MONTHS,
    NET,
    PER,
    SALARIES,
    TIMES,
    TIMES_OF,
    TOTAL,
    UNITS,
    Period,
)
from counteroffer.text.errors import AmountError

MAX_YEARS = 10
_ENDING = re.compile(ENDINGS)
YEARS = ("y", "yr", "yrs", "year", "years")


@dataclass(slots=True)
class StatedFigure:
    token: Token
    suffix: Token | None
    value: Decimal  # of the digits alone, without the suffix
    signs: list[Token]
    approximate: bool
    open_ended: bool = False
    time: tuple[Period | None, int | None] | None = None
    months: Decimal | None = None
    total: bool = False

    @property
    def last(self) -> Token:
        return self.suffix or self.token

    @property
    def power(self) -> int:
        return POWERS[self.suffix.text.casefold()] if self.suffix else 0


class FigureReader:
    """Reads the figures of a text, one after the other."""

    def __init__(self, text: str, region: str | None) -> None:
        self.text, self.region = text, region
        self.tokens = list(tokens(text))
        self.at = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> Token:
        token = self.token
        self.at = min(self.at + 1, len(self.tokens) - 1)
        return token

    def error(self, reason: str, start: Token, end: Token | None = None) -> AmountError:
        return AmountError(reason, self.text, start.start, (end or start).end)

    def leftover(self, token: Token) -> str:
        if token.kind == "dash":
            return "say the whole range first, then again in brackets: €90K-€99K ($97K-$107K)"
        if token.kind == "number":
            return (
                "two figures side by side: put a dash between the ends of a range, a comma between"
                " thousands"
            )
        if token.text.upper() in ISO_CODES:
            return f"write a currency in capitals: {token.text.upper()}"
        if re.fullmatch(r"[A-Z]{3}|\w+[$¥]", token.text):
            return (
                f"{token.text!r} is no currency known here: write an ISO 4217 code like EUR, or"
                " leave it out"
            )
        if advice := refused().get(token.text.casefold()):
            return f"{token.text!r} is {advice}"
        if token.text.casefold() in (*ADVERBS, *UNITS):
            return f"{token.text!r} says what it is per: write it behind the figure, as in 450/day"
        if token.text.casefold() in NET:
            return f"{token.text!r} is after tax: write what is paid before it"
        return (
            f"leave out {token.text!r}: after digits come K, M, B (L, Cr with ₹), a currency, +,"
            " /yr, /mo, /wk, /day, /h or /4yr"
        )

    def figure(self) -> StatedFigure:
        about = self.token.kind == "~"
        if about:
            self.take()
        signs, total = [], self.said(TOTAL)
        while self.token.kind == "currency" and self.token.text != "%":
            signs.append(self.take())
        number = self.take()
        if (
            number.kind == "dash"
            and number.text != "to"
            and self.token.kind in ("number", "currency")
        ):
            raise self.error("an amount can't be negative: leave out the minus", number)
        if number.kind == "+":
            raise self.error("a figure has no sign: leave out the +", number)
        if number.kind == "word" and self.token.kind in ("number", "currency"):
            raise self.error(self.leftover(number), number)
        if number.kind != "number":
            raise self.error("a figure is missing here: write digits, as in £125K", number)
        number = number._replace(text=_ENDING.sub("", number.text))
        suffix = self.take() if self.token.kind == "suffix" else None
        if self.token.text.casefold() == "e" and self.token.start == number.end:
            raise self.error("exponents are not read: write 150000 or 150K", number, self.token)
        figure = StatedFigure(
            number, suffix, self.value(number, suffix, self.token.text == "%"), signs, about
        )
        figure.total = total
        if suffix and suffix.text.casefold() == "lpa":
            figure.time = ("year", None)
        self.tail(figure)
        return figure

    def tail(self, figure: StatedFigure) -> None:
        """What may follow the digits, in any order: a currency, a plus, a period."""
        while True:
            if self.token.kind == "currency":
                figure.signs.append(self.take())
            elif self.token.kind == "+" and not figure.open_ended:
                self.take()
                figure.open_ended = True
            elif self.said(GROSS):
                continue
            elif self.said(TOTAL):
                figure.total = True
            elif self.monthly_next() and figure.months is None:
                self.monthly(figure)
            else:
                start = self.token
                time = self.time()
                if time is None:
                    return
                if figure.time:
                    raise self.error(
                        "say once whether it is per year, per month or over some years", start
                    )
                figure.time = time

    def said(self, words: Sequence[str]) -> bool:
        """Whether one of these words comes next, which is then taken."""
        if self.token.kind != "word" or self.token.text.casefold() not in words:
            return False
        self.take()
        return True

    def monthly(self, figure: StatedFigure) -> None:
        """How many monthly salaries a year has: `x 13`."""
        mark, number = self.take(), self.take()
        text = number.text.replace(",", ".")
        if not re.fullmatch("[0-9]{1,2}([.][0-9]{1,2})?", text) or not (
            LEAST_MONTHS <= Decimal(text) <= MOST_MONTHS
        ):
            advice = f"{LEAST_MONTHS} to {MOST_MONTHS} monthly salaries a year: write x 13"
            raise self.error(advice, mark, number)
        if (figure.time or ("month", None)) != ("month", None):
            raise self.error(f"only monthly pay is paid {mark.text} {number.text}", mark, number)
        figure.time, figure.months = ("month", None), Decimal(text)
        self.said(SALARIES)

    def monthly_next(self) -> bool:
        """Whether a number of monthly salaries comes next: `x 13`, `sur 13 mois`."""
        mark = self.token.text.casefold()
        ahead = [one.text.casefold() for one in self.tokens[self.at + 1 : self.at + 3]]
        counted = len(ahead) == 2 and ahead[1] in SALARIES
        return mark in TIMES or (mark in TIMES_OF and counted)

    def time(self) -> tuple[Period | None, int | None] | None:
        """A period: `/yr`, `per month`, `p.a.`, or years: `/4yr`, `over 4 years`, `/4`.

        None where something else comes next.
        """
        first, second, third = (
            *self.tokens[self.at : self.at + 3],
            self.tokens[-1],
            self.tokens[-1],
        )[:3]
        mark, unit, last = (token.text.casefold() for token in (first, second, third))
        if mark in ADVERBS:
            self.at += 1
            return ADVERBS[mark], None
        if mark in ("/", *PER) and second.kind in ("word", "suffix"):
            if unit not in UNITS:
                known = "/yr, /mo, /wk, /day, /h or /4yr"
                raise self.error(f"{second.text!r} is not read here: write {known}", first, second)
            self.at += 2
            return UNITS[unit], None
        if mark in ("/", "over") and second.kind == "number":
            spelled = last in YEARS
            if spelled or (mark == "/" and unit.isdigit() and third.kind in ("end", "+", "(", ")")):
                if not (unit.isdigit() and len(unit) <= 2 and 1 <= int(unit) <= MAX_YEARS):
                    raise self.error(
                        f"write 1 to {MAX_YEARS} whole years, or the currency of this figure",
                        second,
                    )
                self.at += 3 if spelled else 2
                return None, int(unit)
        return None

    def value(self, number: Token, suffix: Token | None, percent: bool) -> Decimal:
        """The digits alone, without their suffix."""
        raw = number.text
        whole, mark, rest = raw.partition(".")
        noise = mark and rest.isdigit() and len(rest) > 3  # a float's: 84.14999999999999
        counted = whole if noise and len(rest) <= MAX_DIGITS else raw
        if sum(char.isdigit() for char in counted) > MAX_DIGITS:
            raise self.error(f"a figure has at most {MAX_DIGITS} digits", number)
        *groups, last = re.split("[^0-9]", raw)
        marks = [char for char in raw if not char.isdigit()]
        fraction = ""
        if marks and marks[-1] in ".," and marks[-1] not in marks[:-1]:
            lone_three = len(marks) == 1 and len(last) == 3
            lakhs = suffix is not None and POWERS[suffix.text.casefold()] in RUPEE_POWERS
            certain = marks[-1] == "." and (percent or lakhs or groups[0] == "0")
            if lone_three and (suffix or percent) and not certain:
                advice = (
                    "write the figure in full, without a suffix"
                    if suffix
                    else "write a decimal point"
                )
                raise self.error(
                    f"can't tell thousands from decimals here: {advice}", number, suffix
                )
            point = marks[-1] == "." and len(marks) == 1 and len(last) > 3
            if len(last) < 3 or point or (lone_three and certain):
                fraction, last, marks = last, groups.pop(), marks[:-1]
        groups.append(last)
        if not grouped(groups, marks):
            raise self.error(
                "can't tell thousands from decimals here: write 1,234,567 or 1234567.89", number
            )
        if groups[0][0] == "0" and (len(groups) > 1 or len(groups[0]) > 1):
            raise self.error("a figure can't start with a zero: write it without", number)
        return Decimal(f"{''.join(groups)}.{fraction}" if fraction else "".join(groups))
