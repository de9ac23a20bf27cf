"""Read amounts of money and percentages as people write them: `read_amount("$165–215K+/yr")`.

A figure is `[about] [currency] digits [suffix] [currency] [+] [period]`; two of them joined by a
dash or "to" are a range, and `/` or brackets say the same figure again in another currency or as a
percentage. What can be read in two ways is refused, never guessed; what is assumed is kept in
`assumptions`. Figures are exact.

How digits are read:

- Groups of three with `,` `.` `'` or a space between them, or Indian groups (`47,00,000`), are
  thousands.
- One `,` or `.` before one or two last digits is the decimal mark (`1.5M`, `1,5M`, `€80.000,50`).
- One `,` or `.` before exactly three last digits marks thousands (`€80.000`), but is refused before
  a suffix (`£1.234K`). Decimal all the same, since nothing else is possible: `0.125`, and the point
  of `1.125%`.
- A low end without a suffix takes that of the high end (`$165–215K`) when it is under 1,000.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from counteroffer.money.currencies import ISO_CODES, SIGNS, WORDS
from counteroffer.money.numerals import MAX_DIGITS, POWERS, RUPEE_POWERS, grouped
from counteroffer.money.periods import (
    ADVERBS,
    GROSS,
    LEAST_MONTHS,
    MOST_MONTHS,
    NET,
    PER,
    TIMES,
    TOTAL,
    UNITS,
    Period,
    WorkingTime,
)
from counteroffer.text.errors import AmountError

__all__ = ["Amount", "read_amount"]

MAX_LENGTH = 200  # characters of a text
MAX_YEARS = 10

YEARS = ("y", "yr", "yrs", "year", "years")
ABOUT = ("~", "≈", "about", "around", "approx", "approx.", "circa", "c.", "ca.")
DASHES = ("-", "‐", "‑", "‒", "–", "—", "―", "−", "to", "bis", "tot", "hasta")


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure or a range in one currency, in whole units and never in thousands.

    `low == high` for a single figure. `currency` is an ISO 4217 code, "%" for a percentage (5 is
    five percent), None where the text names none. Figures are per `period`, or for all the `years`
    together, or neither where the text doesn't say; never both. `alternates` are the same figure in
    another currency, as a percentage, or over another period. `months` is how many monthly salaries
    a year has, where that is said; `total` says that the text calls it the whole package (CTC).
    """

    low: Decimal
    high: Decimal
    currency: str | None = None
    period: Period | None = None
    years: int | None = None
    open_ended: bool = False
    approximate: bool = False
    alternates: tuple[Amount, ...] = ()
    assumptions: tuple[str, ...] = ()
    months: Decimal | None = None
    total: bool = False

    @property
    def per_year(self) -> Amount:
        """What is paid in a year of usual working time, with its alternates.

        A yearly figure or one without a period is unchanged.
        """
        if self.period in (None, "year"):
            return self
        exact, months = Context(prec=4 * MAX_DIGITS), Fraction(self.months) if self.months else None
        usual = WorkingTime()
        found = usual.a_year(self.period, months)
        times = exact.divide(Decimal(found.numerator), Decimal(found.denominator))
        return replace(
            self,
            low=exact.multiply(self.low, times),
            high=exact.multiply(self.high, times),
            period="year",
            months=None,
            alternates=tuple(alternate.per_year for alternate in self.alternates),
            assumptions=(*self.assumptions, usual.told(self.period, months)),
        )


def read_amount(text: str, *, currency: str | None = None) -> Amount:
    """The amount that the whole of `text` states.

    `currency`, the region's ISO code, decides what `$`, `¥` and `kr` mean; a bare `$` is USD where
    the region's own currency has another sign. `assumptions` says what was decided. A text
    without a currency gives `currency=None`. Raises AmountError with the reason and the part of the
    text that can't be read.
    """
    if len(text) > MAX_LENGTH:
        raise AmountError(
            f"an amount has at most {MAX_LENGTH} characters: write one like £125K", text, MAX_LENGTH
        )
    if not text.strip():
        raise AmountError("an amount is missing: write one like £125K", text)
    return _read(text, currency)


@lru_cache(maxsize=10_000)  # tables of cases say the same amounts over and over
def _read(text: str, currency: str | None) -> Amount:
    return _AmountReader(text, currency).read()


class _Token(NamedTuple):
    kind: str  # number, currency, suffix, dash, ~, word, end, or the character itself: / ( ) +
    text: str
    start: int
    end: int

    @property
    def codes(self) -> tuple[str, ...]:
        """The currencies that this token may name; none for a token that is no currency."""
        code = self.text.removesuffix("$")  # CAD$ is CAD, but EUR$ is nothing
        known = ISO_CODES if code == self.text else SIGNS["$"]
        codes = SIGNS.get(self.text) or ((code,) if code in known else ())
        return codes or WORDS.get(self.text.casefold(), ())


@dataclass(slots=True)
class _Figure:
    token: _Token
    suffix: _Token | None
    value: Decimal  # of the digits alone, without the suffix
    signs: list[_Token]
    approximate: bool
    open_ended: bool = False
    time: tuple[Period | None, int | None] | None = None
    months: Decimal | None = None
    total: bool = False

    @property
    def last(self) -> _Token:
        return self.suffix or self.token

    @property
    def power(self) -> int:
        return POWERS[self.suffix.text.casefold()] if self.suffix else 0


_TOKEN = re.compile(
    r"""\s+ | (?P<number> [0-9]+ (?: [.,'’][0-9]+ | [\ \u00a0\u2009\u202f][0-9]{3}(?![0-9]) )* ) |
    (?P<word> (?i:p\.[am]\b\.? | (?:c|ca|approx|rs)\.) | [^\W\d_]+[$¥]? ) | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)


def _tokens(text: str) -> Iterable[_Token]:
    for match in _TOKEN.finditer(text):
        if match.lastgroup is None:
            continue
        token = _Token(match.lastgroup, match.group(), *match.span())
        word = token.text.casefold()
        if token.kind == "number":
            yield token
        elif token.codes:
            yield token._replace(kind="currency")
        elif word in ABOUT or word in DASHES:
            yield token._replace(kind="~" if word in ABOUT else "dash")
        elif token.kind == "word":
            yield token._replace(kind="suffix" if word in POWERS else "word")
        elif word in ("/", "(", ")", "+", *TIMES):
            yield token._replace(kind=word)
        else:
            reason = (
                "write digits as 0 to 9"
                if word.isnumeric()
                else f"{token.text!r} has no place in an amount"
            )
            raise AmountError(f"{reason}: write one like £125K", text, token.start, token.end)
    yield _Token("end", "", len(text), len(text))


class _AmountReader:
    def __init__(self, text: str, region: str | None) -> None:
        self.text, self.region = text, region
        self.tokens = list(_tokens(text))
        self.at = 0

    @property
    def token(self) -> _Token:
        return self.tokens[self.at]

    def take(self) -> _Token:
        token = self.token
        self.at = min(self.at + 1, len(self.tokens) - 1)
        return token

    def error(self, reason: str, start: _Token, end: _Token | None = None) -> AmountError:
        return AmountError(reason, self.text, start.start, (end or start).end)

    def read(self) -> Amount:
        figures, joins = self.figures()
        brackets = []
        while self.token.kind == "(":
            opened = self.take()
            brackets.append(self.figures())
            if self.token.kind != ")":
                raise self.error("close the bracket with ) after the figure", opened, self.token)
            self.take()
        if brackets:
            self.tail(figures[-1])
        if self.token.kind != "end":
            raise self.error(self.leftover(self.token), self.token)
        (main, _), *others = self.restatements(figures, joins)
        for inner in brackets:
            others += self.restatements(*inner)
        alternates: list[Amount] = []
        for other, run in others:
            alternates.append(self.alternate((main, *alternates), other, run))
        return replace(main, alternates=tuple(alternates))

    def leftover(self, token: _Token) -> str:
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
        if token.text.casefold() in NET:
            return f"{token.text!r} is after tax: write what is paid before it"
        return (
            f"leave out {token.text!r}: after digits come K, M, B (L, Cr with ₹), a currency, +,"
            " /yr, /mo, /wk, /day, /h or /4yr"
        )

    def figures(self) -> tuple[list[_Figure], list[str]]:
        figures, joins = [self.figure()], []
        while self.token.kind in ("dash", "/"):
            joins.append(self.take().kind)
            figures.append(self.figure())
        return figures, joins

    def figure(self) -> _Figure:
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
        if number.kind == "word" and self.token.kind == "number":
            raise self.error(self.leftover(number), number)
        if number.kind != "number":
            raise self.error("a figure is missing here: write digits, as in £125K", number)
        suffix = self.take() if self.token.kind == "suffix" else None
        if self.token.text.casefold() == "e" and self.token.start == number.end:
            raise self.error("exponents are not read: write 150000 or 150K", number, self.token)
        figure = _Figure(
            number, suffix, self.value(number, suffix, self.token.text == "%"), signs, about
        )
        figure.total = total
        if suffix and suffix.text.casefold() == "lpa":
            figure.time = ("year", None)
        self.tail(figure)
        return figure

    def tail(self, figure: _Figure) -> None:
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
            elif self.token.text.casefold() in TIMES and figure.months is None:
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

    def monthly(self, figure: _Figure) -> None:
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

    def value(self, number: _Token, suffix: _Token | None, percent: bool) -> Decimal:
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

    def restatements(
        self, figures: Sequence[_Figure], joins: Sequence[str]
    ) -> list[tuple[Amount, Sequence[_Figure]]]:
        """One amount for each currency, with its figures; a period after the last holds for all."""
        half = len(figures) // 2
        if joins.count("dash") == 1 and len(figures) == 2 * half and joins[half - 1] == "dash":
            # £109K / $137K - £148K / $186K: as many currencies before the dash as after it
            runs = [[low, high] for low, high in zip(figures[:half], figures[half:], strict=True)]
        else:
            runs = [[figures[0]]]
            for join, figure in zip(joins, figures[1:], strict=True):
                if join == "dash":
                    runs[-1].append(figure)
                else:
                    runs.append([figure])
        amounts = [self.amount(run) for run in runs]
        last = replace(
            amounts[-1], approximate=False
        )  # what stands before a figure says nothing of those before it
        return [(_like(amount, last), run) for amount, run in zip(amounts, runs, strict=True)]

    def alternate(self, said: Sequence[Amount], other: Amount, run: Sequence[_Figure]) -> Amount:
        """`other` as one more restatement of what is said already."""
        main, other = said[0], _like(other, said[0])
        start, end = run[0].token, run[-1].last
        if other.currency is None:
            raise self.error(
                "name the currency of the second figure, or put a dash before it", start, end
            )
        if "%" not in (main.currency, other.currency) and (main.low == main.high) != (
            other.low == other.high
        ):
            raise self.error(
                "say both ends in both currencies: £109K-£148K / $137K-$186K", start, end
            )
        if any(
            (other.currency, other.period, other.years) == (one.currency, one.period, one.years)
            for one in said
        ):
            raise self.error(
                f"{other.currency} is said twice: put a dash between the ends of a range",
                start,
                end,
            )
        return other

    def amount(self, run: Sequence[_Figure]) -> Amount:
        low, high = run[0], run[-1]
        if len(run) > 2:
            raise self.error(
                "a range has two ends: leave out the others", run[2].token, run[-1].last
            )
        times = {figure.time for figure in run if figure.time}
        if len(times) > 1:
            raise self.error("one range, two periods: say one", low.token, high.last)
        if low is not high and low.open_ended:
            raise self.error("a + belongs after the high end of a range", low.token, low.last)
        period, years = next(iter(times), (None, None))
        currency, assumptions = self.currency(run)
        powers = self.powers(low, high)
        bottom, top = self.scaled(low, powers[0]), self.scaled(high, powers[1])
        if bottom > top:
            raise self.error(
                "the low end of a range comes first: swap the two", low.token, high.last
            )
        about = low.approximate or high.approximate
        months = next((figure.months for figure in run if figure.months), None)
        return Amount(
            *(bottom, top, currency, period, years, high.open_ended, about, (), assumptions),
            months=months,
            total=any(figure.total for figure in run),
        )

    def scaled(self, figure: _Figure, power: int) -> Decimal:
        # Digits are moved as text: no rounding, whatever the caller's decimal context is.
        whole, _, fraction = f"{figure.value:f}".partition(".")
        whole, fraction = whole + fraction[:power].ljust(power, "0"), fraction[power:]
        whole = whole.lstrip("0") or "0"
        if len(whole) > MAX_DIGITS:
            raise self.error(f"a figure has at most {MAX_DIGITS} digits", figure.token, figure.last)
        return Decimal(f"{whole}.{fraction}" if fraction else whole)

    def powers(self, low: _Figure, high: _Figure) -> tuple[int, int]:
        """The powers of ten of both ends of a range.

        They share the high end's suffix where that is what is meant.
        """
        if (low.suffix is None) == (high.suffix is None):
            return low.power, high.power
        bare, other = (low, high) if high.suffix else (high, low)
        if bare is low and bare.value < 1000 and bare.value <= other.value:
            return other.power, other.power
        # 1.234–2.5M: 1,234 or 1.234M
        unsure = bare is low and other.power > 3 and bare.value <= 1000 * other.value
        if bare.value < 1000 or (unsure and re.fullmatch("[0-9]+[.,][0-9]{3}", bare.token.text)):
            suffix = other.suffix.text if other.suffix else ""
            raise self.error(
                f"{bare.token.text} or {bare.token.text}{suffix}? Write both ends in full",
                bare.token,
            )
        return low.power, high.power

    def currency(self, run: Sequence[_Figure]) -> tuple[str | None, tuple[str, ...]]:
        """The one currency that fits every sign of a figure or a range, and what was assumed."""
        signs = [sign for figure in run for sign in figure.signs]
        fits = signs[0].codes if signs else ()
        for sign in signs[1:]:
            if not set(fits) & set(sign.codes):
                both = f"{signs[0].text} and {sign.text}"
                raise self.error(
                    f"mixed currencies, {both}: write a figure or a range in one currency", sign
                )
            fits = tuple(code for code in fits if code in sign.codes)
        for suffix in (figure.suffix for figure in run if figure.suffix):
            if fits == ("%",):
                raise self.error(f"a percentage takes no {suffix.text}: leave it out", suffix)
            if POWERS[suffix.text.casefold()] in RUPEE_POWERS:
                if "INR" not in (fits or (self.region or "INR",)):
                    raise self.error(
                        f"{suffix.text} counts rupees only: write ₹, or use K or M", suffix
                    )
                return "INR", () if fits == ("INR",) else (f"{suffix.text} read as INR",)
        if len(fits) == 1:
            bent = dict.fromkeys(sign.text for sign in signs if sign.codes[0] != fits[0])
            return fits[0], tuple(f"{sign} read as {fits[0]}" for sign in bent)
        if not fits:
            return None, ()
        return self.assumed(signs[0], fits, run[0])

    def assumed(
        self, sign: _Token, fits: Sequence[str], figure: _Figure
    ) -> tuple[str, tuple[str, ...]]:
        if self.region and self.region in fits:
            usual = fits[0] == self.region == "USD"
            why = "" if usual else ", the region's currency"
            return self.region, (f"{sign.text} read as {self.region}{why}",)
        if fits[0] == "USD":
            return "USD", (f"{sign.text} read as USD",)
        written = figure.token.text + (figure.suffix.text if figure.suffix else "")
        choices = _either(f"{code} {written}" for code in fits)
        raise self.error(f"{sign.text} is {_either(fits)}: write {choices}", sign)


def _like(amount: Amount, other: Amount) -> Amount:
    """A restatement with what is said of another, but for a percentage's own period or none."""
    timed = amount.period or amount.years or amount.currency == "%"
    return replace(
        amount,
        period=amount.period if timed else other.period,
        years=amount.years if timed else other.years,
        months=amount.months if timed else other.months,
        open_ended=amount.open_ended or other.open_ended,
        approximate=amount.approximate or other.approximate,
    )


def _either(words: Iterable[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}"
